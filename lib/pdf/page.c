/* SPDX-License-Identifier: Apache-2.0 */
/* page.c -- the page tree (ISO 32000-1, 7.7.3).
 *
 * A page is looked for from the root down, and kids are skipped by their
 * /Count.  Where that was done often, or, lenient, where a /Count does not
 * hold, all leaves are listed once by walking the tree, without recursion, and
 * pages are taken from there.  No node is entered twice, so a circle ends. */
#include "page.h"
#include "error.h"

#include <stdlib.h>
#include <string.h>

/* Leaves of a tree, and nodes above one another. */
#define PAGES_MOST ((size_t)4 << 20)
#define DEPTH_MOST 1000000
/* Kids that may be passed for each page of the tree before it is listed. */
#define KIDS_PASSED_MOST 4

static void
free_list(struct csi_pdf_page_list *list)
{
	if (list == NULL)
		return;
	free(list->nodes);
	free(list->leaves);
	free(list);
}

void
csi_pdf_pages_free(csi_pdf_reader *reader)
{
	free_list(reader->pages);
	reader->pages = NULL;
}

static cseal_status
damaged(cseal_error **ret_error, const char *what)
{
	return cseal_fail(
	    ret_error, CSEAL_REFUSED_DAMAGED, "the page tree %s", what);
}

/* ---- nodes ---------------------------------------------------------- */

static bool
is_inner(const struct csi_pdf_value *dict)
{
	return csi_pdf_find(dict, "Kids") != NULL;
}

/* What a node says that it is, and what it is, agree. */
static cseal_status
check_type(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    cseal_error **ret_error)
{
	if (dict->type != CSI_PDF_DICT)
		return damaged(ret_error, "had a node that was no dictionary");
	if (reader->strict && !csi_pdf_is_name(csi_pdf_find(dict, "Type"),
				  is_inner(dict) ? "Pages" : "Page"))
		return damaged(ret_error, "had a node of another type");
	return CSEAL_OK;
}

static cseal_status
add_node(csi_pdf_reader *reader, struct csi_pdf_page_list *list,
    struct csi_pdf_ref ref, const struct csi_pdf_value *dict, size_t parent,
    cseal_error **ret_error)
{
	struct csi_pdf_known *known;
	struct csi_pdf_node *nodes, *node;
	size_t room = list->node_room;
	cseal_status st;

	st = csi_pdf_known_of(&reader->cache, ref.number, &known, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (known->walk == reader->walk)
		return damaged(ret_error, "led to one node twice");
	known->walk = reader->walk;
	if (list->node_count == DEPTH_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the page tree had more than %d nodes", DEPTH_MOST);
	if (list->node_count == room) {
		room = room == 0 ? 16 : room * 2;
		nodes = realloc(list->nodes, room * sizeof(*nodes));
		if (nodes == NULL)
			return csi_fail_memory(ret_error);
		list->nodes = nodes;
		list->node_room = room;
	}
	node = &list->nodes[list->node_count];
	node->ref = ref;
	node->dict = dict;
	csi_pdf_inherit(
	    node, parent == CSI_PDF_NO_NODE ? NULL : &list->nodes[parent]);
	node->first_leaf = list->leaf_count;
	node->next = 0;
	node->parent = parent;
	st = csi_pdf_get(reader, dict, "Kids", &node->kids, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (node->kids->type != CSI_PDF_ARRAY) {
		if (reader->strict)
			return damaged(ret_error, "had /Kids that were none");
		node->kids = &csi_pdf_null_value;
	}
	list->node_count++;
	return CSEAL_OK;
}

static size_t
kid_count(const struct csi_pdf_node *node)
{
	return node->kids->type == CSI_PDF_ARRAY ? node->kids->as.array.count
						 : 0;
}

/* Strict: attributes are inherited from /Parent, as much as from above. */
static bool
names_parent(const struct csi_pdf_value *kid, const struct csi_pdf_node *node)
{
	const struct csi_pdf_value *parent = csi_pdf_find(kid, "Parent");

	return parent != NULL && parent->type == CSI_PDF_REFERENCE &&
	       csi_pdf_same_ref(parent->as.ref, node->ref);
}

/* The kid number i.  *ret_dict NULL: lenient, it is not there. */
static cseal_status
load_kid(csi_pdf_reader *reader, const struct csi_pdf_node *node, size_t i,
    struct csi_pdf_ref *ret_ref, const struct csi_pdf_value **ret_dict,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *kid = &node->kids->as.array.items[i];
	cseal_status st;

	*ret_dict = NULL;
	if (kid->type != CSI_PDF_REFERENCE || kid->as.ref.number == 0) {
		if (reader->strict)
			return damaged(ret_error, "had a kid without number");
		return CSEAL_OK;
	}
	*ret_ref = kid->as.ref;
	st = csi_pdf_load(reader, kid->as.ref, ret_dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!reader->strict && (*ret_dict)->type != CSI_PDF_DICT) {
		*ret_dict = NULL;
		return CSEAL_OK;
	}
	st = check_type(reader, *ret_dict, ret_error);
	if (st == CSEAL_OK && reader->strict && !names_parent(*ret_dict, node))
		st = damaged(ret_error, "had a kid with another /Parent");
	return st;
}

static cseal_status
start(csi_pdf_reader *reader, struct csi_pdf_ref *ret_ref,
    const struct csi_pdf_value **ret_root, cseal_error **ret_error)
{
	const struct csi_pdf_value *catalog, *pages;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = csi_pdf_catalog(reader, &catalog, &ref, ret_error);
	if (st != CSEAL_OK)
		return st;
	pages = csi_pdf_find(catalog, "Pages");
	if (pages == NULL || pages->type != CSI_PDF_REFERENCE ||
	    pages->as.ref.number == 0)
		return damaged(ret_error, "had no root");
	*ret_ref = pages->as.ref;
	st = csi_pdf_load(reader, *ret_ref, ret_root, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(
		    ret_error, st, "the page tree could not be read");
	reader->walk++;
	return check_type(reader, *ret_root, ret_error);
}

/* How many pages a node says that it has; false where it says nothing that
 * makes sense. */
static cseal_status
count_of(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    size_t *ret_count, bool *ret_known, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	int64_t count = 1;
	cseal_status st;

	*ret_known = true;
	if (is_inner(dict)) {
		st = csi_pdf_get(reader, dict, "Count", &value, ret_error);
		if (st != CSEAL_OK)
			return st;
		*ret_known = csi_pdf_as_integer(value, 0, PAGES_MOST, &count);
		if (!*ret_known && reader->strict)
			return damaged(ret_error, "had a bad /Count");
	}
	*ret_count = (size_t)count;
	return CSEAL_OK;
}

/* ---- the whole tree ------------------------------------------------- */

static cseal_status
add_leaf(struct csi_pdf_page_list *list, struct csi_pdf_ref ref,
    const struct csi_pdf_value *dict, size_t parent, cseal_error **ret_error)
{
	struct csi_pdf_leaf *leaves;
	size_t room = list->leaf_room;

	if (list->leaf_count == PAGES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the document had more than %zu pages", PAGES_MOST);
	if (list->leaf_count == room) {
		room = room == 0 ? 16 : room * 2;
		leaves = realloc(list->leaves, room * sizeof(*leaves));
		if (leaves == NULL)
			return csi_fail_memory(ret_error);
		list->leaves = leaves;
		list->leaf_room = room;
	}
	list->leaves[list->leaf_count].ref = ref;
	list->leaves[list->leaf_count].dict = dict;
	list->leaves[list->leaf_count].parent = parent;
	list->leaf_count++;
	return CSEAL_OK;
}

static cseal_status
add_any(csi_pdf_reader *reader, struct csi_pdf_page_list *list,
    struct csi_pdf_ref ref, const struct csi_pdf_value *dict, size_t parent,
    cseal_error **ret_error)
{
	if (is_inner(dict))
		return add_node(reader, list, ref, dict, parent, ret_error);
	return add_leaf(list, ref, dict, parent, ret_error);
}

/* Strict: a node has as many leaves as it says. */
static cseal_status
check_count(csi_pdf_reader *reader, const struct csi_pdf_page_list *list,
    const struct csi_pdf_node *node, cseal_error **ret_error)
{
	cseal_status st;
	size_t count;
	bool known;

	if (!reader->strict)
		return CSEAL_OK;
	st = count_of(reader, node->dict, &count, &known, ret_error);
	if (st == CSEAL_OK && count != list->leaf_count - node->first_leaf)
		st = damaged(ret_error, "had a wrong /Count");
	return st;
}

static cseal_status
walk_all(csi_pdf_reader *reader, struct csi_pdf_page_list *list,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *dict;
	struct csi_pdf_ref ref;
	cseal_status st;
	size_t at = 0;

	st = start(reader, &ref, &dict, ret_error);
	if (st == CSEAL_OK)
		st = add_any(
		    reader, list, ref, dict, CSI_PDF_NO_NODE, ret_error);
	if (st != CSEAL_OK || list->node_count == 0)
		return st;
	while (at != CSI_PDF_NO_NODE) {
		struct csi_pdf_node *node = &list->nodes[at];
		size_t before = list->node_count;

		if (node->next == kid_count(node)) {
			st = check_count(reader, list, node, ret_error);
			if (st != CSEAL_OK)
				return st;
			at = node->parent;
			continue;
		}
		st = load_kid(
		    reader, node, node->next++, &ref, &dict, ret_error);
		if (st == CSEAL_OK && dict != NULL)
			st = add_any(reader, list, ref, dict, at, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (list->node_count > before)
			at = before;
	}
	return CSEAL_OK;
}

static cseal_status
list_pages(csi_pdf_reader *reader, cseal_error **ret_error)
{
	struct csi_pdf_page_list *list;
	cseal_status st;

	if (reader->pages != NULL)
		return CSEAL_OK;
	list = calloc(1, sizeof(*list));
	if (list == NULL)
		return csi_fail_memory(ret_error);
	st = walk_all(reader, list, ret_error);
	if (st != CSEAL_OK) {
		free_list(list);
		return st;
	}
	reader->pages = list;
	reader->page_count = (uint32_t)list->leaf_count;
	return CSEAL_OK;
}

/* ---- one page ------------------------------------------------------- */

/* The kid with page *index of the node; *index becomes the page's place in
 * the kid.  *ret_dict NULL: the counts do not hold. */
static cseal_status
choose_kid(csi_pdf_reader *reader, const struct csi_pdf_node *node,
    size_t *index, struct csi_pdf_ref *ret_ref,
    const struct csi_pdf_value **ret_dict, cseal_error **ret_error)
{
	size_t kids = kid_count(node), count, i = 0;
	cseal_status st;
	bool known;

	st = count_of(reader, node->dict, &count, &known, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (known && count == kids && *index < kids && !reader->strict) {
		/* As many pages as kids: most likely each kid is one. */
		st = load_kid(
		    reader, node, *index, ret_ref, ret_dict, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (*ret_dict != NULL && !is_inner(*ret_dict)) {
			*index = 0;
			return CSEAL_OK;
		}
	}
	for (; i < kids; i++) {
		reader->kids_passed++;
		st = load_kid(reader, node, i, ret_ref, ret_dict, ret_error);
		if (st == CSEAL_OK && *ret_dict != NULL)
			st = count_of(
			    reader, *ret_dict, &count, &known, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (*ret_dict == NULL)
			continue;
		if (!known)
			break;
		if (*index < count)
			return CSEAL_OK;
		*index -= count;
	}
	*ret_dict = NULL;
	return CSEAL_OK;
}

/* From the root down; list gets the way, and one leaf.  No leaf: the counts
 * do not hold. */
static cseal_status
descend(csi_pdf_reader *reader, struct csi_pdf_page_list *list, size_t index,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *dict;
	struct csi_pdf_ref ref;
	size_t parent = CSI_PDF_NO_NODE;
	cseal_status st;

	st = start(reader, &ref, &dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	while (is_inner(dict)) {
		reader->kids_passed++;
		st = add_node(reader, list, ref, dict, parent, ret_error);
		if (st != CSEAL_OK)
			return st;
		parent = list->node_count - 1;
		st = choose_kid(reader, &list->nodes[parent], &index, &ref,
		    &dict, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (dict == NULL)
			return reader->strict
				   ? damaged(ret_error, "had a wrong /Count")
				   : CSEAL_OK;
	}
	return add_leaf(list, ref, dict, parent, ret_error);
}

/* Whether the counts of the root and of its kids agree.  Of as many kids as
 * pages the first and the last are looked at. */
static cseal_status
count_by_root(csi_pdf_reader *reader, size_t *ret_count, bool *ret_holds,
    cseal_error **ret_error)
{
	struct csi_pdf_page_list list = { 0 };
	const struct csi_pdf_value *dict;
	struct csi_pdf_ref ref;
	size_t total, sum = 0, count, kids, step;
	cseal_status st;
	bool known;

	st = start(reader, &ref, &dict, ret_error);
	if (st == CSEAL_OK)
		st = count_of(reader, dict, &total, ret_holds, ret_error);
	if (st != CSEAL_OK || !*ret_holds)
		return st;
	*ret_count = total;
	if (!is_inner(dict))
		return CSEAL_OK;
	st = add_node(reader, &list, ref, dict, CSI_PDF_NO_NODE, ret_error);
	if (st != CSEAL_OK)
		goto out;
	kids = kid_count(&list.nodes[0]);
	step = kids == total && kids > 2 && !reader->strict ? kids - 1 : 1;
	for (size_t i = 0; i < kids && *ret_holds; i += step) {
		st =
		    load_kid(reader, &list.nodes[0], i, &ref, &dict, ret_error);
		if (st == CSEAL_OK && dict != NULL)
			st = count_of(reader, dict, &count, &known, ret_error);
		if (st != CSEAL_OK)
			goto out;
		*ret_holds =
		    dict != NULL && known && (step == 1 || !is_inner(dict));
		sum += count;
	}
	if (step == 1 && sum != total)
		*ret_holds = false;
	if (!*ret_holds && reader->strict)
		st = damaged(ret_error, "had a wrong /Count");
out:
	free(list.nodes);
	return st;
}

cseal_status
csi_pdf_page_count(
    csi_pdf_reader *reader, uint32_t *ret_count, cseal_error **ret_error)
{
	size_t count = 0;
	cseal_status st;
	bool holds = false;

	if (!reader->page_count_known) {
		st = count_by_root(reader, &count, &holds, ret_error);
		if (st == CSEAL_OK && !holds)
			st = list_pages(reader, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (holds)
			reader->page_count = (uint32_t)count;
		reader->page_count_known = true;
	}
	*ret_count = reader->page_count;
	return CSEAL_OK;
}

static cseal_status
page_from_list(csi_pdf_reader *reader, uint32_t index,
    struct csi_pdf_page *ret_page, cseal_error **ret_error)
{
	const struct csi_pdf_page_list *list = reader->pages;

	if (index >= list->leaf_count)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "the document had %zu pages", list->leaf_count);
	return csi_pdf_read_page(
	    reader, list, &list->leaves[index], ret_page, ret_error);
}

/* *ret_found false: the counts do not hold. */
static cseal_status
page_from_root(csi_pdf_reader *reader, uint32_t index,
    struct csi_pdf_page *ret_page, bool *ret_found, cseal_error **ret_error)
{
	struct csi_pdf_page_list *way;
	cseal_status st;

	way = calloc(1, sizeof(*way));
	if (way == NULL)
		return csi_fail_memory(ret_error);
	st = descend(reader, way, index, ret_error);
	*ret_found = st == CSEAL_OK && way->leaf_count == 1;
	if (*ret_found)
		st = csi_pdf_read_page(
		    reader, way, &way->leaves[0], ret_page, ret_error);
	free_list(way);
	return st;
}

cseal_status
csi_pdf_page(csi_pdf_reader *reader, uint32_t index,
    struct csi_pdf_page *ret_page, cseal_error **ret_error)
{
	uint32_t count;
	cseal_status st;
	bool found = false;

	st = csi_pdf_page_count(reader, &count, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (index >= count)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "the document had %u pages", count);
	if (reader->pages == NULL &&
	    reader->kids_passed / KIDS_PASSED_MOST <= count) {
		st = page_from_root(reader, index, ret_page, &found, ret_error);
		if (st != CSEAL_OK || found)
			return st;
	}
	st = list_pages(reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	return page_from_list(reader, index, ret_page, ret_error);
}
