/* SPDX-License-Identifier: Apache-2.0 */
/* structure.c -- annotations in the structure of a tagged document.
 *
 * What was there is only added to, at its ends: a judge of the change need
 * not know more.  In the parent tree that is a new leaf, or the end of the
 * only one. */
#include "structure.h"

#include "error.h"
#include "field.h"
#include "text.h"
#include "write.h"

#include <stdlib.h>

/* As readers count them, with room for those that are added. */
#define KEY_MOST (INT32_MAX - 1000000)

struct csi_pdf_structure {
	bool is_usable;
	struct csi_pdf_ref root_ref, parent_ref;
	const struct csi_pdf_value *root;
	const struct csi_pdf_value *parent; /* root, or its /Document */
	const struct csi_pdf_value *kids;   /* of the parent; resolved */
	const struct csi_pdf_value *tree;   /* the parent tree, or null */
	struct csi_pdf_ref tree_ref;        /* number 0: in the root */
	bool has_language;                  /* the document says its own */
	bool is_first_edition; /* PDF 1.4 knows no element of annotations */
	int64_t first_key;
	struct csi_bytes elements; /* struct csi_pdf_ref, by key */
};

void
csi_pdf_structure_free(struct csi_pdf_structure *structure)
{
	if (structure == NULL)
		return;
	csi_bytes_free(&structure->elements);
	free(structure);
}

/* ---- what is there -------------------------------------------------------- */

cseal_status
csi_pdf_parents_last(csi_pdf_reader *reader, const struct csi_pdf_value *tree,
    int64_t *ret_last, bool *ret_known, cseal_error **ret_error)
{
	const struct csi_pdf_value *kids, *nums, *item;
	int64_t last = -1, key;
	cseal_status st;

	*ret_known = false;
	for (int depth = 0;; depth++) {
		if (depth == CSI_PDF_PARENTS_DEPTH ||
		    (tree->type != CSI_PDF_DICT && tree->type != CSI_PDF_NULL))
			return CSEAL_OK;
		st = csi_pdf_get(reader, tree, "Kids", &kids, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (kids->type != CSI_PDF_ARRAY || kids->as.array.count == 0)
			break;
		st = csi_pdf_resolve(reader,
		    &kids->as.array.items[kids->as.array.count - 1], &tree,
		    ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	st = csi_pdf_get(reader, tree, "Nums", &nums, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0;
	     nums->type == CSI_PDF_ARRAY && i < nums->as.array.count; i += 2) {
		st = csi_pdf_resolve(
		    reader, &nums->as.array.items[i], &item, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!csi_pdf_as_integer(item, 0, INT32_MAX, &key))
			return CSEAL_OK;
		if (key > last)
			last = key;
	}
	*ret_last = last;
	*ret_known = true;
	return CSEAL_OK;
}

static cseal_status
read_tree(csi_pdf_reader *reader, struct csi_pdf_structure *structure,
    bool *ret_usable, cseal_error **ret_error)
{
	const struct csi_pdf_value *entry, *value;
	int64_t last = -1, next = 0;
	cseal_status st;

	entry = csi_pdf_find(structure->root, "ParentTree");
	st = csi_pdf_resolve(reader, entry, &structure->tree, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_parents_last(
		    reader, structure->tree, &last, ret_usable, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, structure->root, "ParentTreeNextKey",
		    &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (entry != NULL && entry->type == CSI_PDF_REFERENCE &&
	    structure->tree->type == CSI_PDF_DICT)
		structure->tree_ref = entry->as.ref;
	if (!csi_pdf_as_integer(value, 0, INT32_MAX, &next) || next <= last)
		next = last + 1;
	structure->first_key = next;
	*ret_usable &= next <= KEY_MOST;
	return CSEAL_OK;
}

/* The one element at the top, if it is /Document: what is added belongs in
 * there.  Else the root itself. */
static cseal_status
read_parent(csi_pdf_reader *reader, struct csi_pdf_structure *structure,
    bool *ret_usable, cseal_error **ret_error)
{
	const struct csi_pdf_value *item, *element, *kind;
	cseal_status st;

	structure->parent = structure->root;
	structure->parent_ref = structure->root_ref;
	item = csi_pdf_find(structure->root, "K");
	st = csi_pdf_resolve(reader, item, &structure->kids, ret_error);
	if (st == CSEAL_OK && structure->kids->type == CSI_PDF_ARRAY &&
	    structure->kids->as.array.count == 1)
		item = &structure->kids->as.array.items[0];
	if (st == CSEAL_OK)
		st = csi_pdf_resolve(reader, item, &element, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, element, "S", &kind, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (item != NULL && item->type == CSI_PDF_REFERENCE &&
	    element->type == CSI_PDF_DICT &&
	    csi_pdf_is_name(kind, "Document")) {
		structure->parent = element;
		structure->parent_ref = item->as.ref;
		st = csi_pdf_get(
		    reader, element, "K", &structure->kids, ret_error);
	}
	/* A stream is no element. */
	*ret_usable = structure->kids->type != CSI_PDF_STREAM;
	return st;
}

static cseal_status
is_left_alone(csi_pdf_update *update, bool *ret_alone, cseal_error **ret_error)
{
	const struct csi_pdf_promises *promises =
	    csi_pdf_update_promises(update);
	csi_pdf_reader *reader = csi_pdf_update_reader(update);
	struct csi_pdf_form form;
	cseal_status st;

	*ret_alone = !promises->is_tagged;
	if (*ret_alone || promises->is_accessible ||
	    promises->is_archived_tagged)
		return CSEAL_OK;
	st = csi_pdf_form_read(reader, &form, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_pdf_form_is_signed(reader, &form, ret_alone, ret_error);
}

static cseal_status
read_structure(csi_pdf_update *update, struct csi_pdf_structure *structure,
    cseal_error **ret_error)
{
	csi_pdf_reader *reader = csi_pdf_update_reader(update);
	const struct csi_pdf_value *catalog, *entry;
	bool is_alone, has_tree = false, has_parent = false;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = is_left_alone(update, &is_alone, ret_error);
	if (st != CSEAL_OK || is_alone)
		return st;
	st = csi_pdf_catalog(reader, &catalog, &ref, ret_error);
	if (st != CSEAL_OK)
		return st;
	entry = csi_pdf_find(catalog, "StructTreeRoot");
	if (entry == NULL || entry->type != CSI_PDF_REFERENCE)
		return CSEAL_OK;
	structure->root_ref = entry->as.ref;
	st = csi_pdf_resolve(reader, entry, &structure->root, ret_error);
	if (st == CSEAL_OK && structure->root->type != CSI_PDF_DICT)
		return CSEAL_OK;
	structure->has_language = csi_pdf_find(catalog, "Lang") != NULL;
	structure->is_first_edition =
	    csi_pdf_update_promises(update)->archive == 1 &&
	    !csi_pdf_update_promises(update)->is_accessible;
	if (st == CSEAL_OK)
		st = read_tree(reader, structure, &has_tree, ret_error);
	if (st == CSEAL_OK)
		st = read_parent(reader, structure, &has_parent, ret_error);
	structure->is_usable =
	    st == CSEAL_OK && has_tree && has_parent &&
	    !csi_pdf_same_ref(structure->root_ref, structure->tree_ref) &&
	    !csi_pdf_same_ref(structure->parent_ref, structure->tree_ref);
	return st;
}

/* A structure that cannot be read is not added to. */
static cseal_status
open_structure(csi_pdf_update *update, struct csi_pdf_structure **ret_structure,
    cseal_error **ret_error)
{
	struct csi_pdf_structure **slot = csi_pdf_update_structure(update);
	cseal_error *why = NULL;
	cseal_status st;

	if (*slot == NULL) {
		*slot = calloc(1, sizeof(**slot));
		if (*slot == NULL)
			return csi_fail_memory(ret_error);
		st = read_structure(update, *slot, &why);
		if (st == CSEAL_FAULT_MEMORY) {
			csi_error_move(why, ret_error);
			return st;
		}
		cseal_error_free(why);
	}
	*ret_structure = *slot;
	return CSEAL_OK;
}

/* ---- what is added ---------------------------------------------------------- */

/* The name of a standard type; PDF 1.4 has none for annotations that are not
 * of a form, but a seal is a figure. */
static const char *
type_name(const struct csi_pdf_structure *structure, enum csi_pdf_role role)
{
	if (role == CSI_PDF_ROLE_FORM)
		return "Form";
	return structure->is_first_edition ? "Figure" : "Annot";
}

static bool
write_element(csi_pdf_update *update, const struct csi_pdf_structure *structure,
    struct csi_pdf_ref ref, const char *type, struct csi_pdf_ref annotation,
    struct csi_pdf_ref page, const char *alt)
{
	const struct csi_pdf_value *space =
	    csi_pdf_find(structure->parent, "NS");
	struct csi_bytes *out = csi_pdf_update_open(update, ref);
	bool ok = true;

	csi_bytes_print(out, "<<\n/Type /StructElem\n/S /%s\n/P ", type);
	csi_pdf_write_ref(out, structure->parent_ref);
	csi_bytes_add_text(out, "\n/Pg ");
	csi_pdf_write_ref(out, page);
	csi_bytes_add_text(out, "\n/K <</Type /OBJR /Pg ");
	csi_pdf_write_ref(out, page);
	csi_bytes_add_text(out, " /Obj ");
	csi_pdf_write_ref(out, annotation);
	csi_bytes_add_text(out, ">>");
	if (space != NULL && space->type == CSI_PDF_REFERENCE) {
		csi_bytes_add_text(out, "\n/NS ");
		csi_pdf_write_ref(out, space->as.ref);
	}
	if (alt != NULL) {
		csi_bytes_add_text(out, "\n/Alt ");
		ok = csi_pdf_write_text(out, alt);
	}
	/* Which one is not known, and that must be said (ISO 14289-1, 7.2). */
	if (!structure->has_language)
		csi_bytes_add_text(out, "\n/Lang (und)");
	csi_bytes_add_text(out, "\n>>");
	csi_pdf_update_close(update);
	return ok;
}

cseal_status
csi_pdf_structure_add(csi_pdf_update *update, enum csi_pdf_role role,
    struct csi_pdf_ref annotation, struct csi_pdf_ref page, const char *alt,
    int64_t *ret_key, cseal_error **ret_error)
{
	struct csi_pdf_structure *structure = NULL;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = open_structure(update, &structure, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_key = -1;
	if (!structure->is_usable)
		return CSEAL_OK;
	*ret_key = structure->first_key +
		   (int64_t)(structure->elements.len / sizeof(ref));
	ref = csi_pdf_update_new_ref(update);
	csi_bytes_add(&structure->elements, &ref, sizeof(ref));
	if (structure->elements.failed)
		return csi_fail_memory(ret_error);
	if (!write_element(update, structure, ref, type_name(structure, role),
		annotation, page, alt))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a text of the seal was not UTF-8");
	return CSEAL_OK;
}

bool
csi_pdf_structure_is_used(const csi_pdf_update *update)
{
	const struct csi_pdf_structure *structure =
	    csi_pdf_update_structure_of(update);

	return structure != NULL && structure->elements.len > 0;
}

/* ---- what leads to it --------------------------------------------------------- */

/* "1 20 0 R" for each, and the limits of them all. */
static void
write_numbers(struct csi_bytes *out, const struct csi_pdf_structure *structure)
{
	const struct csi_pdf_ref *refs = (const void *)structure->elements.at;
	size_t count = structure->elements.len / sizeof(*refs);

	for (size_t i = 0; i < count; i++) {
		csi_bytes_print(out, "%lld ",
		    (long long)(structure->first_key + (int64_t)i));
		csi_pdf_write_ref(out, refs[i]);
		csi_bytes_add_u8(out, '\n');
	}
}

static struct csi_pdf_ref
write_leaf(csi_pdf_update *update, const struct csi_pdf_structure *structure)
{
	struct csi_pdf_ref ref = csi_pdf_update_new_ref(update);
	struct csi_bytes *out = csi_pdf_update_open(update, ref);
	size_t count = structure->elements.len / sizeof(struct csi_pdf_ref);

	csi_bytes_print(out, "<<\n/Limits [%lld %lld]\n/Nums [",
	    (long long)structure->first_key,
	    (long long)structure->first_key + (long long)count - 1);
	write_numbers(out, structure);
	csi_bytes_add_text(out, "]\n>>");
	csi_pdf_update_close(update);
	return ref;
}

/* The changed entry of the parent tree: a kid more, or more numbers. */
static void
change_tree(csi_pdf_update *update, const struct csi_pdf_structure *structure,
    struct csi_pdf_change *change, struct csi_bytes *text)
{
	csi_pdf_reader *reader = csi_pdf_update_reader(update);
	const struct csi_pdf_value *kids, *nums;
	struct csi_pdf_ref leaf;

	if (csi_pdf_get(reader, structure->tree, "Kids", &kids, NULL) !=
		CSEAL_OK ||
	    csi_pdf_get(reader, structure->tree, "Nums", &nums, NULL) !=
		CSEAL_OK) {
		csi_pdf_update_fail(update);
		return;
	}
	if (kids->type == CSI_PDF_ARRAY && kids->as.array.count > 0) {
		leaf = write_leaf(update, structure);
		change->key = "Kids";
		csi_pdf_write_appended(text, kids, &leaf, 1);
		return;
	}
	change->key = "Nums";
	csi_bytes_add_u8(text, '[');
	for (size_t i = 0;
	     nums->type == CSI_PDF_ARRAY && i < nums->as.array.count; i++) {
		csi_pdf_write_source(text, &nums->as.array.items[i]);
		csi_bytes_add_u8(text, i % 2 == 0 ? ' ' : '\n');
	}
	write_numbers(text, structure);
	csi_bytes_add_u8(text, ']');
}

static void
write_tree(csi_pdf_update *update, const struct csi_pdf_structure *structure,
    struct csi_bytes *entry)
{
	const struct csi_pdf_value *tree =
	    structure->tree->type == CSI_PDF_DICT ? structure->tree : NULL;
	struct csi_pdf_ref ref = structure->tree_ref;
	struct csi_pdf_change change = { "Nums", { 0 } };
	struct csi_bytes text = { 0 };

	change_tree(update, structure, &change, &text);
	change.text = csi_bytes_span(&text);
	if (tree != NULL && ref.number == 0) {
		csi_pdf_write_dict(entry, tree, &change, 1);
	} else {
		if (ref.number == 0)
			ref = csi_pdf_update_new_ref(update);
		csi_pdf_write_dict(
		    csi_pdf_update_open(update, ref), tree, &change, 1);
		csi_pdf_update_close(update);
		csi_pdf_write_ref(entry, ref);
	}
	entry->failed |= text.failed;
	csi_bytes_free(&text);
}

static void
write_kids(const struct csi_pdf_structure *structure, struct csi_bytes *out)
{
	const struct csi_pdf_ref *refs = (const void *)structure->elements.at;
	size_t count = structure->elements.len / sizeof(*refs);
	const struct csi_pdf_value *kids = structure->kids;

	if (kids->type == CSI_PDF_ARRAY || kids->type == CSI_PDF_NULL) {
		csi_pdf_write_appended(out, kids, refs, count);
		return;
	}
	csi_bytes_add_u8(out, '[');
	csi_pdf_write_source(out, csi_pdf_find(structure->parent, "K"));
	for (size_t i = 0; i < count; i++) {
		csi_bytes_add_u8(out, '\n');
		csi_pdf_write_ref(out, refs[i]);
	}
	csi_bytes_add_u8(out, ']');
}

static void
replace(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_value *dict, const struct csi_pdf_change *changes,
    size_t count)
{
	csi_pdf_write_dict(
	    csi_pdf_update_open(update, ref), dict, changes, count);
	csi_pdf_update_close(update);
}

void
csi_pdf_structure_finish(csi_pdf_update *update)
{
	const struct csi_pdf_structure *structure =
	    csi_pdf_update_structure_of(update);
	struct csi_bytes tree = { 0 }, next = { 0 }, kids = { 0 };
	struct csi_pdf_change changes[3];
	size_t count = 2;

	if (!csi_pdf_structure_is_used(update))
		return;
	write_tree(update, structure, &tree);
	csi_bytes_print(&next, "%lld",
	    (long long)structure->first_key +
		(long long)(structure->elements.len /
			    sizeof(struct csi_pdf_ref)));
	write_kids(structure, &kids);
	changes[0] =
	    (struct csi_pdf_change){ "ParentTree", csi_bytes_span(&tree) };
	changes[1] = (struct csi_pdf_change){ "ParentTreeNextKey",
		csi_bytes_span(&next) };
	changes[2] = (struct csi_pdf_change){ "K", csi_bytes_span(&kids) };
	if (structure->parent == structure->root)
		count = 3;
	else
		replace(update, structure->parent_ref, structure->parent,
		    &changes[2], 1);
	replace(update, structure->root_ref, structure->root, changes, count);
	if (tree.failed || next.failed || kids.failed)
		csi_pdf_update_fail(update);
	csi_bytes_free(&tree);
	csi_bytes_free(&next);
	csi_bytes_free(&kids);
}
