/* SPDX-License-Identifier: Apache-2.0 */
/* roster.c -- the fields of a revision and their widgets, by number. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/field.h"

#include <stdlib.h>
#include <string.h>

static cseal_status
note(struct csi_pdf_roster *roster, const struct csi_pdf_field *field,
    uint32_t number, cseal_error **ret_error)
{
	struct csi_pdf_known *at;

	if (roster->count == roster->room) {
		size_t room = roster->room == 0 ? 64 : roster->room * 2;

		at = reallocarray(roster->at, room, sizeof(*at));
		if (at == NULL)
			return csi_fail_memory(ret_error);
		roster->at = at;
		roster->room = room;
	}
	at = &roster->at[roster->count];
	memset(at, 0, sizeof(*at));
	at->name = strdup(field->name);
	if (at->name == NULL)
		return csi_fail_memory(ret_error);
	at->number = number;
	at->owner = field->ref.number;
	at->is_signature = field->is_signature;
	at->is_signed =
	    field->is_signature && field->value->type != CSI_PDF_NULL;
	at->has_fields = field->has_fields && number == field->ref.number;
	roster->count++;
	return CSEAL_OK;
}

/* Kids without a name are widgets (12.7.3.1). */
static cseal_status
note_widgets(csi_pdf_reader *reader, struct csi_pdf_roster *roster,
    const struct csi_pdf_field *field, cseal_error **ret_error)
{
	const struct csi_pdf_value *kids, *kid;
	cseal_status st;

	st = csi_pdf_get(reader, field->dict, "Kids", &kids, ret_error);
	if (st != CSEAL_OK || kids->type != CSI_PDF_ARRAY)
		return st;
	for (size_t i = 0; st == CSEAL_OK && i < kids->as.array.count; i++) {
		const struct csi_pdf_value *item = &kids->as.array.items[i];

		if (roster->count > CSI_PDF_FIELDS_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "the form had more than %u fields",
			    CSI_PDF_FIELDS_MOST);
		if (item->type != CSI_PDF_REFERENCE)
			continue;
		st = csi_pdf_resolve(reader, item, &kid, ret_error);
		if (st == CSEAL_OK && kid->type == CSI_PDF_DICT &&
		    csi_pdf_find(kid, "T") == NULL)
			st =
			    note(roster, field, item->as.ref.number, ret_error);
	}
	return st;
}

static int
by_number(const void *a, const void *b)
{
	const struct csi_pdf_known *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

cseal_status
csi_pdf_roster_read(csi_pdf_reader *reader, struct csi_pdf_roster *ret_roster,
    cseal_error **ret_error)
{
	struct csi_pdf_field_walk walk;
	struct csi_pdf_field field;
	struct csi_pdf_form form;
	bool more = true;
	cseal_status st = csi_pdf_form_read(reader, &form, ret_error);

	if (st != CSEAL_OK)
		return st;
	csi_pdf_field_start(&walk, reader, &form);
	while (st == CSEAL_OK) {
		st = csi_pdf_field_next(&walk, &field, &more, ret_error);
		if (st != CSEAL_OK || !more)
			break;
		if (field.ref.number != 0)
			st = note(
			    ret_roster, &field, field.ref.number, ret_error);
		if (st == CSEAL_OK)
			st =
			    note_widgets(reader, ret_roster, &field, ret_error);
	}
	csi_pdf_field_end(&walk);
	if (st == CSEAL_OK && ret_roster->count > 0)
		qsort(ret_roster->at, ret_roster->count,
		    sizeof(*ret_roster->at), by_number);
	return st;
}

const struct csi_pdf_known *
csi_pdf_roster_find(const struct csi_pdf_roster *roster, uint32_t number)
{
	struct csi_pdf_known key = { .number = number };

	if (roster->count == 0)
		return NULL;
	return bsearch(
	    &key, roster->at, roster->count, sizeof(*roster->at), by_number);
}

void
csi_pdf_roster_clear(struct csi_pdf_roster *roster)
{
	for (size_t i = 0; i < roster->count; i++)
		free(roster->at[i].name);
	free(roster->at);
	memset(roster, 0, sizeof(*roster));
}
