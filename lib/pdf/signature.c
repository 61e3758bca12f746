/* SPDX-License-Identifier: Apache-2.0 */
/* signature.c -- the signature fields of a document and what is in them. */
#include "pdf/signature.h"

#include "error.h"
#include "pdf/numbers.h"

#include <stdlib.h>
#include <string.h>

#define FIELDS_MOST 100000 /* nodes of the field tree */
#define NAME_MOST   4096   /* bytes of a full name */

/* One node of the field tree that is still to be visited. */
struct node {
	struct csi_pdf_ref ref;
	const struct csi_pdf_value *dict;
	const struct csi_pdf_value *type;  /* inherited /FT */
	const struct csi_pdf_value *value; /* inherited /V, unresolved */
	char *name;                        /* full name of the parent */
};

struct walk {
	csi_pdf_reader *reader;
	struct node *stack;
	size_t depth, room;
	size_t seen; /* nodes visited or waiting */
	struct csi_numbers visited;
	struct csi_pdf_signature *found;
	size_t count, found_room;
};

/* Makes room for one more element; NULL when out of memory. */
static void *
room_for_one(void *items, size_t count, size_t *room, size_t size)
{
	void *more;

	if (count < *room)
		return items;
	more = reallocarray(items, *room == 0 ? 16 : *room * 2, size);
	if (more != NULL)
		*room = *room == 0 ? 16 : *room * 2;
	return more;
}

static cseal_status
push(struct walk *walk, const struct csi_pdf_value *item,
    const struct node *parent, cseal_error **ret_error)
{
	struct node node = { .dict = NULL };
	struct node *stack;
	cseal_status st;

	if (++walk->seen > FIELDS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the form had more than %d fields", FIELDS_MOST);
	if (item->type == CSI_PDF_REFERENCE) {
		node.ref = item->as.ref;
		if (!csi_numbers_add(&walk->visited, node.ref.number)) {
			if (walk->visited.failed)
				return csi_fail_memory(ret_error);
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "field object %u stood in the form twice",
			    node.ref.number);
		}
	}
	st = csi_pdf_resolve(walk->reader, item, &node.dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (node.dict->type != CSI_PDF_DICT)
		return CSEAL_OK;
	if (parent != NULL) {
		node.type = parent->type;
		node.value = parent->value;
	}
	stack =
	    room_for_one(walk->stack, walk->depth, &walk->room, sizeof(*stack));
	if (stack == NULL)
		return csi_fail_memory(ret_error);
	walk->stack = stack;
	node.name = strdup(parent == NULL ? "" : parent->name);
	if (node.name == NULL)
		return csi_fail_memory(ret_error);
	walk->stack[walk->depth++] = node;
	return CSEAL_OK;
}

/* Pushes the items of an array, last first, so that they are visited in
 * order. */
static cseal_status
push_all(struct walk *walk, const struct csi_pdf_value *array,
    const struct node *parent, cseal_error **ret_error)
{
	cseal_status st;

	if (array->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	for (size_t i = array->as.array.count; i-- > 0;) {
		st = push(walk, &array->as.array.items[i], parent, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

/* Appends the partial name /T to the full name (12.7.3.2). */
static cseal_status
extend_name(
    struct node *node, const struct csi_pdf_value *t, cseal_error **ret_error)
{
	struct csi_bytes name = { 0 };
	char *part;

	if (t->type != CSI_PDF_STRING)
		return CSEAL_OK;
	if (t->as.text.len + strlen(node->name) > NAME_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a field name was longer than %d bytes", NAME_MOST);
	part = csi_pdf_text(t->as.text);
	if (part == NULL)
		return csi_fail_memory(ret_error);
	csi_bytes_add_text(&name, node->name);
	if (name.len > 0)
		csi_bytes_add_u8(&name, '.');
	csi_bytes_add_text(&name, part);
	free(part);
	part = csi_bytes_take_text(&name);
	if (part == NULL)
		return csi_fail_memory(ret_error);
	free(node->name);
	node->name = part;
	return CSEAL_OK;
}

/* Kids that have a name are fields; kids without one are the widgets of this
 * field. */
static cseal_status
has_field_kids(csi_pdf_reader *reader, const struct csi_pdf_value *kids,
    bool *ret_has, cseal_error **ret_error)
{
	const struct csi_pdf_value *kid, *t;
	cseal_status st;

	*ret_has = false;
	if (kids->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	for (size_t i = 0; i < kids->as.array.count && i < FIELDS_MOST; i++) {
		st = csi_pdf_resolve(
		    reader, &kids->as.array.items[i], &kid, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (kid->type != CSI_PDF_DICT)
			continue;
		st = csi_pdf_get(reader, kid, "T", &t, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (t->type == CSI_PDF_STRING) {
			*ret_has = true;
			return CSEAL_OK;
		}
	}
	return CSEAL_OK;
}

static cseal_status
note_signature(struct walk *walk, struct node *node, cseal_error **ret_error)
{
	struct csi_pdf_signature *found;
	const struct csi_pdf_value *value;
	cseal_status st;

	found = room_for_one(
	    walk->found, walk->count, &walk->found_room, sizeof(*found));
	if (found == NULL)
		return csi_fail_memory(ret_error);
	walk->found = found;
	found = &walk->found[walk->count];
	memset(found, 0, sizeof(*found));
	found->field_ref = node->ref;
	found->field_dict = node->dict;
	if (node->value != NULL) {
		st = csi_pdf_resolve(
		    walk->reader, node->value, &value, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (value->type != CSI_PDF_NULL)
			found->value = value;
		if (node->value->type == CSI_PDF_REFERENCE)
			found->value_ref = node->value->as.ref;
	}
	found->field = node->name;
	node->name = NULL;
	walk->count++;
	return CSEAL_OK;
}

static cseal_status
visit(struct walk *walk, struct node *node, cseal_error **ret_error)
{
	const struct csi_pdf_value *own, *t, *kids;
	bool has_kids;
	cseal_status st;

	st = csi_pdf_get(walk->reader, node->dict, "T", &t, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = extend_name(node, t, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_get(walk->reader, node->dict, "FT", &own, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (own->type == CSI_PDF_NAME)
		node->type = own;
	own = csi_pdf_find(node->dict, "V");
	if (own != NULL)
		node->value = own;
	st = csi_pdf_get(walk->reader, node->dict, "Kids", &kids, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = has_field_kids(walk->reader, kids, &has_kids, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (has_kids)
		return push_all(walk, kids, node, ret_error);
	if (node->type == NULL || !csi_pdf_is_name(node->type, "Sig"))
		return CSEAL_OK;
	return note_signature(walk, node, ret_error);
}

static cseal_status
walk_fields(struct walk *walk, cseal_error **ret_error)
{
	const struct csi_pdf_value *catalog, *form, *fields;
	struct csi_pdf_ref ref;
	struct node node;
	cseal_status st;

	st = csi_pdf_catalog(walk->reader, &catalog, &ref, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_get(walk->reader, catalog, "AcroForm", &form, ret_error);
	if (st != CSEAL_OK || form->type != CSI_PDF_DICT)
		return st;
	st = csi_pdf_get(walk->reader, form, "Fields", &fields, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = push_all(walk, fields, NULL, ret_error);
	while (st == CSEAL_OK && walk->depth > 0) {
		node = walk->stack[--walk->depth];
		st = visit(walk, &node, ret_error);
		free(node.name);
	}
	return st;
}

cseal_status
csi_pdf_signatures(csi_pdf_reader *reader,
    struct csi_pdf_signature **ret_signatures, size_t *ret_count,
    cseal_error **ret_error)
{
	struct walk walk = { .reader = reader };
	cseal_status st = walk_fields(&walk, ret_error);

	while (walk.depth > 0)
		free(walk.stack[--walk.depth].name);
	free(walk.stack);
	csi_numbers_free(&walk.visited);
	if (st != CSEAL_OK) {
		csi_pdf_signatures_free(walk.found, walk.count);
		return st;
	}
	*ret_signatures = walk.found;
	*ret_count = walk.count;
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
