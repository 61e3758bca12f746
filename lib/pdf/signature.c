/* SPDX-License-Identifier: Apache-2.0 */
/* signature.c -- the signature fields of a document and what is in them. */
#include "pdf/signature.h"

#include "error.h"
#include "pdf/field.h"
#include "pdf/numbers.h"

#include <stdlib.h>
#include <string.h>

struct list {
	struct csi_pdf_signature *at;
	size_t count, room;
	struct csi_numbers seen;
};

static cseal_status
note(struct list *list, const struct csi_pdf_field *field,
    cseal_error **ret_error)
{
	struct csi_pdf_signature *at;

	if (field->ref.number != 0 &&
	    !csi_numbers_add(&list->seen, field->ref.number)) {
		if (list->seen.failed)
			return csi_fail_memory(ret_error);
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "field object %u stood in the form twice",
		    field->ref.number);
	}
	if (list->count == list->room) {
		size_t room = list->room == 0 ? 16 : list->room * 2;

		at = reallocarray(list->at, room, sizeof(*at));
		if (at == NULL)
			return csi_fail_memory(ret_error);
		list->at = at;
		list->room = room;
	}
	at = &list->at[list->count];
	at->field = strdup(field->name);
	if (at->field == NULL)
		return csi_fail_memory(ret_error);
	at->field_ref = field->ref;
	at->value = field->value->type == CSI_PDF_NULL ? NULL : field->value;
	list->count++;
	return CSEAL_OK;
}

static cseal_status
collect(csi_pdf_reader *reader, struct list *list, cseal_error **ret_error)
{
	struct csi_pdf_field_walk walk;
	struct csi_pdf_field field;
	struct csi_pdf_form form;
	bool more = true;
	cseal_status st;

	st = csi_pdf_form_read(reader, &form, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_field_start(&walk, reader, &form);
	while (st == CSEAL_OK && more) {
		st = csi_pdf_field_next(&walk, &field, &more, ret_error);
		if (st == CSEAL_OK && more && field.is_signature &&
		    !field.has_fields)
			st = note(list, &field, ret_error);
	}
	csi_pdf_field_end(&walk);
	return st;
}

cseal_status
csi_pdf_signatures(csi_pdf_reader *reader,
    struct csi_pdf_signature **ret_signatures, size_t *ret_count,
    cseal_error **ret_error)
{
	struct list list = { 0 };
	cseal_status st = collect(reader, &list, ret_error);

	csi_numbers_free(&list.seen);
	if (st != CSEAL_OK) {
		csi_pdf_signatures_free(list.at, list.count);
		return st;
	}
	*ret_signatures = list.at;
	*ret_count = list.count;
	return CSEAL_OK;
}

void
csi_pdf_signatures_free(struct csi_pdf_signature *signatures, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(signatures[i].field);
	free(signatures);
}

static cseal_status
read_range(csi_pdf_reader *reader, const struct csi_pdf_value *value,
    uint64_t numbers[4], cseal_error **ret_error)
{
	const struct csi_pdf_value *range = csi_pdf_find(value, "ByteRange");
	uint64_t len = csi_pdf_bytes(reader).len;
	int64_t integer;

	/* A direct array of direct integers, as 12.8.1 wants it: what is
	 * elsewhere could be exchanged without touching the dictionary. */
	if (range == NULL || range->type != CSI_PDF_ARRAY)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the signature had no ByteRange");
	if (range->as.array.count != 4)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the ByteRange had %zu numbers, not 4",
		    range->as.array.count);
	for (size_t i = 0; i < 4; i++) {
		if (range->as.array.items[i].type != CSI_PDF_INTEGER ||
		    !csi_pdf_as_integer(
			&range->as.array.items[i], 0, INT64_MAX, &integer))
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "the ByteRange held what is no length");
		numbers[i] = (uint64_t)integer;
		if (numbers[i] > len)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "the ByteRange reached past the end of the file");
	}
	return CSEAL_OK;
}

cseal_status
csi_pdf_range(csi_pdf_reader *reader, const struct csi_pdf_value *value,
    struct csi_pdf_range *ret_range, cseal_error **ret_error)
{
	struct csi_span bytes = csi_pdf_bytes(reader);
	const struct csi_pdf_value *contents;
	struct csi_pdf_range range;
	uint64_t n[4];
	cseal_status st;

	if (value->type != CSI_PDF_DICT)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the signature was not a dictionary");
	st = read_range(reader, value, n, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* Each is at most the file's length: the sum cannot overflow. */
	if (n[0] != 0 || n[1] >= n[2] || n[2] + n[3] > bytes.len)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the ByteRange did not cover the file from its start");
	contents = csi_pdf_find(value, "Contents");
	if (contents == NULL || contents->type != CSI_PDF_STRING ||
	    contents->as.text.len == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the signature had no Contents");
	if (contents->source.at != bytes.at + n[1] ||
	    contents->source.len != n[2] - n[1] || bytes.at[n[1]] != '<')
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the gap in the ByteRange was not the signature's own "
		    "Contents");
	range.gap = n[1];
	range.after = n[2];
	range.end = n[2] + n[3];
	range.contents = contents->as.text;
	*ret_range = range;
	return CSEAL_OK;
}
