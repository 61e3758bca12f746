/* SPDX-License-Identifier: Apache-2.0 */
/* changes-structure.c -- changes of the structure of a tagged document (ISO
 * 32000-1, 14.7): elements of new annotations may come at its ends.
 *
 * What is there keeps its text for those who listen to it (/ActualText, /Alt,
 * /E), its order and its place. */
#include "pdf/changes-inside.h"

#include "pdf/same.h"
#include "pdf/structure.h"

#define ITEMS_MOST 2000000 /* kids of one element, or numbers of a leaf */

static bool
has_only(
    const struct csi_pdf_value *dict, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < dict->as.dict.count; i++) {
		bool is_known = false;

		for (size_t k = 0; k < count; k++)
			is_known |=
			    csi_span_is(dict->as.dict.entries[i].key, keys[k]);
		if (!is_known)
			return false;
	}
	return !csi_pdf_has_twice(dict);
}

static bool
is_named(const struct csi_pdf_value *dict, const char *key,
    const char *const *names, size_t count)
{
	const struct csi_pdf_value *value = csi_pdf_find(dict, key);

	for (size_t i = 0; value != NULL && i < count; i++)
		if (csi_pdf_is_name(value, names[i]))
			return true;
	return false;
}

#define HAS_ONLY(dict, keys) \
	has_only(dict, keys, sizeof(keys) / sizeof((keys)[0]))
#define IS_NAMED(dict, key, names) \
	is_named(dict, key, names, sizeof(names) / sizeof((names)[0]))

/* ---- new elements ------------------------------------------------------- */

/* An object reference (14.7.4.3) to a field that is new, or to what may be
 * added to a page where comments may; each is judged where it is put. */
static cseal_status
check_reference(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *item, bool *ret_ok)
{
	static const char *const keys[] = { "Type", "Obj", "Pg" };
	static const char *const types[] = { "OBJR" };
	const struct csi_pdf_value *object;
	bool there;
	cseal_status st;

	*ret_ok = false;
	if (item->type != CSI_PDF_DICT || !HAS_ONLY(item, keys) ||
	    !IS_NAMED(item, "Type", types))
		return CSEAL_OK;
	object = csi_pdf_find(item, "Obj");
	if (object == NULL || object->type != CSI_PDF_REFERENCE)
		return CSEAL_OK;
	st = csi_pdf_was_there(
	    &judge->delta, object->as.ref.number, &there, judge->ret_error);
	if (st != CSEAL_OK || there)
		return st;
	*ret_ok = judge->docmdp == 3 || csi_pdf_roster_find(&judge->after,
					    object->as.ref.number) != NULL;
	return CSEAL_OK;
}

/* What else it refers to was there. */
static cseal_status
check_links(struct csi_pdf_judge *judge, const struct csi_pdf_value *element,
    bool *ret_ok)
{
	static const char *const keys[] = { "P", "Pg", "NS" };
	cseal_status st = CSEAL_OK;

	*ret_ok = true;
	for (size_t i = 0; st == CSEAL_OK && *ret_ok && i < 3; i++) {
		const struct csi_pdf_value *link =
		    csi_pdf_find(element, keys[i]);

		if (link == NULL)
			continue;
		*ret_ok = link->type == CSI_PDF_REFERENCE;
		if (*ret_ok)
			st = csi_pdf_was_there(&judge->delta,
			    link->as.ref.number, ret_ok, judge->ret_error);
	}
	return st;
}

/* A dictionary that is an object of its own, and was not there. */
static cseal_status
load_added(struct csi_pdf_judge *judge, const struct csi_pdf_value *item,
    const struct csi_pdf_value **ret_dict, bool *ret_is)
{
	bool there;
	cseal_status st;

	*ret_is = false;
	if (item->type != CSI_PDF_REFERENCE)
		return CSEAL_OK;
	st = csi_pdf_was_there(
	    &judge->delta, item->as.ref.number, &there, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_resolve(
		    judge->delta.after, item, ret_dict, judge->ret_error);
	*ret_is = st == CSEAL_OK && !there && (*ret_dict)->type == CSI_PDF_DICT;
	return st;
}

static cseal_status
check_element(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *item, bool *ret_ok)
{
	static const char *const keys[] = { "Type", "S", "P", "Pg", "K", "Alt",
		"Lang", "NS", "T" };
	static const char *const types[] = { "Form", "Annot", "Figure" };
	const struct csi_pdf_value *element, *kid;
	bool is_added;
	cseal_status st = load_added(judge, item, &element, &is_added);

	*ret_ok = false;
	if (st != CSEAL_OK || !is_added || !HAS_ONLY(element, keys) ||
	    !IS_NAMED(element, "S", types))
		return st;
	kid = csi_pdf_find(element, "K");
	if (kid != NULL && kid->type == CSI_PDF_ARRAY &&
	    kid->as.array.count == 1)
		kid = &kid->as.array.items[0];
	if (kid == NULL)
		return CSEAL_OK;
	st = check_links(judge, element, ret_ok);
	if (st == CSEAL_OK && *ret_ok)
		st = check_reference(judge, kid, ret_ok);
	return st == CSEAL_OK ? csi_pdf_explain_holder(judge, NULL, item) : st;
}

/* ---- what was there --------------------------------------------------------- */

static const struct csi_pdf_value *
item_of(const struct csi_pdf_value *value, size_t i)
{
	return value->type == CSI_PDF_ARRAY ? &value->as.array.items[i] : value;
}

static size_t
count_of(const struct csi_pdf_value *value)
{
	if (value->type == CSI_PDF_ARRAY)
		return value->as.array.count;
	return value->type == CSI_PDF_NULL ? 0 : 1;
}

/* Do all old items stand first in the new array? */
static cseal_status
starts_with(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new, bool *ret_same)
{
	size_t count = count_of(old);
	cseal_status st = CSEAL_OK;

	*ret_same = count_of(new) >= count && count_of(new) <= ITEMS_MOST;
	for (size_t i = 0; st == CSEAL_OK && *ret_same && i < count; i++)
		st = csi_pdf_same(item_of(old, i), item_of(new, i), ret_same,
		    judge->ret_error);
	return st;
}

/* /K, not resolved: of one that is not an array, the item itself counts. */
static cseal_status
compare_kids(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new, uint32_t number)
{
	static const struct csi_pdf_value nothing = { .type = CSI_PDF_NULL };
	const struct csi_pdf_value *a, *b;
	bool ok;
	cseal_status st;

	old = old != NULL ? old : &nothing;
	new = new != NULL ? new : &nothing;
	st = csi_pdf_resolve(judge->delta.before, old, &a, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_resolve(
		    judge->delta.after, new, &b, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	old = a->type == CSI_PDF_ARRAY || a->type == CSI_PDF_NULL ? a : old;
	new = b->type == CSI_PDF_ARRAY || b->type == CSI_PDF_NULL ? b : new;
	st = starts_with(judge, old, new, &ok);
	for (size_t i = count_of(old);
	     st == CSEAL_OK && ok && i < count_of(new); i++)
		st = check_element(judge, item_of(new, i), &ok);
	if (st != CSEAL_OK || ok)
		return st;
	return csi_pdf_forbid(judge,
	    "The structure of the document was changed, which is read to those "
	    "who cannot see it",
	    number);
}

/* ---- the parent tree ---------------------------------------------------------- */

/* Numbers above those that were there, each of a new element. */
static cseal_status
check_numbers(struct csi_pdf_judge *judge, const struct csi_pdf_value *nums,
    size_t from, int64_t last, bool *ret_ok)
{
	cseal_status st = CSEAL_OK;
	size_t count = nums->type == CSI_PDF_ARRAY ? nums->as.array.count : 0;
	int64_t key;

	*ret_ok = count > from && count % 2 == 0 && count <= ITEMS_MOST;
	for (size_t i = from; st == CSEAL_OK && *ret_ok && i < count; i += 2) {
		*ret_ok = csi_pdf_as_integer(
		    &nums->as.array.items[i], last + 1, INT32_MAX, &key);
		last = key;
		if (*ret_ok)
			st = check_element(
			    judge, &nums->as.array.items[i + 1], ret_ok);
	}
	return st;
}

static cseal_status
check_leaf(struct csi_pdf_judge *judge, const struct csi_pdf_value *item,
    int64_t last, bool *ret_ok)
{
	static const char *const keys[] = { "Limits", "Nums" };
	const struct csi_pdf_value *leaf, *nums;
	bool is_added;
	cseal_status st = load_added(judge, item, &leaf, &is_added);

	*ret_ok = false;
	if (st != CSEAL_OK || !is_added || !HAS_ONLY(leaf, keys))
		return st;
	nums = csi_pdf_find(leaf, "Nums");
	if (nums == NULL)
		return CSEAL_OK;
	st = check_numbers(judge, nums, 0, last, ret_ok);
	return st == CSEAL_OK ? csi_pdf_explain_holder(judge, NULL, item) : st;
}

/* The one array of the top node, /Kids or /Nums. */
static cseal_status
compare_arrays(struct csi_pdf_judge *judge, const char *key, int64_t last,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new,
    bool *ret_ok)
{
	const struct csi_pdf_value *a, *b;
	size_t from;
	cseal_status st;

	st = csi_pdf_get(judge->delta.before, old, key, &a, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, new, key, &b, judge->ret_error);
	if (st == CSEAL_OK)
		st = starts_with(judge, a, b, ret_ok);
	if (st != CSEAL_OK || !*ret_ok || count_of(a) == count_of(b))
		return st;
	from = count_of(a);
	*ret_ok = b->type == CSI_PDF_ARRAY &&
		  (a->type == CSI_PDF_ARRAY || a->type == CSI_PDF_NULL);
	if (*ret_ok && key[0] == 'N')
		return check_numbers(judge, b, from, last, ret_ok);
	for (size_t i = from; st == CSEAL_OK && *ret_ok && i < count_of(b); i++)
		st = check_leaf(judge, item_of(b, i), last, ret_ok);
	return st;
}

static cseal_status
rule_tree(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	static const char *const keys[] = { "Kids", "Nums" };
	int64_t last = -1;
	bool ok;
	cseal_status st;

	st = csi_pdf_parents_last(
	    judge->delta.before, old, &last, &ok, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	ok = ok && (new->type == CSI_PDF_DICT || old->type == new->type);
	ok = ok && (new->type != CSI_PDF_DICT || HAS_ONLY(new, keys));
	for (size_t i = 0; st == CSEAL_OK && ok && i < 2; i++)
		st = compare_arrays(judge, keys[i], last, old, new, &ok);
	if (st != CSEAL_OK || ok)
		return st;
	return csi_pdf_forbid(judge,
	    "What belongs to which part of the structure was changed", 0);
}

static cseal_status
check_next_key(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	int64_t before = 0, after;

	csi_pdf_as_integer(old, 0, INT32_MAX, &before);
	if (csi_pdf_as_integer(new, before, INT32_MAX, &after) ||
	    (old->type == CSI_PDF_NULL && new->type == CSI_PDF_NULL))
		return CSEAL_OK;
	return csi_pdf_forbid(
	    judge, "The count of the structure was changed", 0);
}

/* ---- objects -------------------------------------------------------------------- */

/* Keys that may change, each in its way. */
static const char *const open_keys[] = { "K", "ParentTree",
	"ParentTreeNextKey" };

static bool
is_open(struct csi_span key, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (csi_span_is(key, open_keys[i]))
			return true;
	return false;
}

/* All but the first `count` of those keys. */
static cseal_status
compare_closed(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new, size_t count, uint32_t number)
{
	const struct csi_pdf_value *dicts[2] = { old, new };
	bool same = !csi_pdf_has_twice(new);
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; same && i < 2; i++) {
		const struct csi_pdf_value *dict = dicts[i];

		for (size_t k = 0;
		     st == CSEAL_OK && same && k < dict->as.dict.count; k++) {
			const struct csi_pdf_entry *entry =
			    &dict->as.dict.entries[k];
			const struct csi_pdf_value *other =
			    csi_pdf_find_span(dicts[1 - i], entry->key);

			if (is_open(entry->key, count))
				continue;
			same = other != NULL;
			if (same)
				st = csi_pdf_same(&entry->value, other, &same,
				    judge->ret_error);
		}
	}
	if (st != CSEAL_OK || same)
		return st;
	return csi_pdf_forbid(judge,
	    "Text or meaning in the structure was changed, which is read to "
	    "those who cannot see the document",
	    number);
}

static cseal_status
compare_root(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	static const struct csi_pdf_rule tree = { "ParentTree", rule_tree,
		NULL };
	const struct csi_pdf_value *a, *b;
	cseal_status st;

	st = csi_pdf_apply(judge, &tree, csi_pdf_find(old, "ParentTree"),
	    csi_pdf_find(new, "ParentTree"));
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.before, old, "ParentTreeNextKey",
		    &a, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, new, "ParentTreeNextKey",
		    &b, judge->ret_error);
	return st == CSEAL_OK ? check_next_key(judge, a, b) : st;
}

/* Is it that of the catalogue, which cannot name another one? */
static cseal_status
is_root(struct csi_pdf_judge *judge, uint32_t number, bool *ret_is_root)
{
	const struct csi_pdf_value *catalog, *root;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = csi_pdf_catalog(
	    judge->delta.before, &catalog, &ref, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	root = csi_pdf_find(catalog, "StructTreeRoot");
	*ret_is_root = root != NULL && root->type == CSI_PDF_REFERENCE &&
		       root->as.ref.number == number;
	return CSEAL_OK;
}

static bool
is_element(const struct csi_pdf_value *value)
{
	const struct csi_pdf_value *kind, *parent;

	if (value->type != CSI_PDF_DICT)
		return false;
	kind = csi_pdf_find(value, "S");
	parent = csi_pdf_find(value, "P");
	return kind != NULL && kind->type == CSI_PDF_NAME && parent != NULL &&
	       parent->type == CSI_PDF_REFERENCE &&
	       csi_pdf_find(value, "Subtype") == NULL;
}

cseal_status
csi_pdf_judge_structure(struct csi_pdf_judge *judge, uint32_t number,
    const struct csi_pdf_value *old, bool *ret_is_judged)
{
	const struct csi_pdf_value *new;
	bool root;
	cseal_status st;

	*ret_is_judged = false;
	if (old->type != CSI_PDF_DICT)
		return CSEAL_OK;
	st = is_root(judge, number, &root);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(
		    judge->delta.after, number, &new, judge->ret_error);
	if (st != CSEAL_OK || (!root && !is_element(old)))
		return st;
	*ret_is_judged = true;
	csi_numbers_add(&judge->explained, number);
	if (new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(
		    judge, "The structure was replaced", number);
	st = compare_closed(judge, old, new, root ? 3 : 1, number);
	if (st == CSEAL_OK && root)
		st = compare_root(judge, old, new);
	return st == CSEAL_OK ? compare_kids(judge, csi_pdf_find(old, "K"),
				    csi_pdf_find(new, "K"), number)
			      : st;
}
