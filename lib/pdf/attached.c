/* SPDX-License-Identifier: Apache-2.0 */
/* attached.c -- reads the files inside a document. */
#include "attached.h"

#include "error.h"

#include <stdlib.h>

#define NODES_MOST 16384 /* of the name tree (7.9.6) */
#define DEPTH_MOST 32

struct node {
	const struct csi_pdf_value *kids; /* an array */
	size_t next;
};

struct walk {
	csi_pdf_reader *reader;
	struct node stack[DEPTH_MOST];
	size_t depth, seen;
	struct csi_pdf_attached *list;
	size_t count, room;
};

static cseal_status
add(struct walk *walk, struct csi_span key, const struct csi_pdf_value *value,
    cseal_error **ret_error)
{
	if (walk->count == CSI_PDF_ATTACHED_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the document had more than %u files in it",
		    CSI_PDF_ATTACHED_MOST);
	if (walk->count == walk->room) {
		size_t room = walk->room == 0 ? 16 : walk->room * 2;
		struct csi_pdf_attached *list =
		    reallocarray(walk->list, room, sizeof(*list));

		if (list == NULL)
			return csi_fail_memory(ret_error);
		walk->list = list;
		walk->room = room;
	}
	walk->list[walk->count].key = key;
	walk->list[walk->count++].value = value;
	return CSEAL_OK;
}

/* Pairs of a key and a value. */
static cseal_status
add_names(struct walk *walk, const struct csi_pdf_value *names,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *key;
	cseal_status st = CSEAL_OK;

	if (names->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	for (size_t i = 0; st == CSEAL_OK && i + 1 < names->as.array.count;
	     i += 2) {
		st = csi_pdf_resolve(
		    walk->reader, &names->as.array.items[i], &key, ret_error);
		if (st == CSEAL_OK && key->type == CSI_PDF_STRING)
			st = add(walk, key->as.text,
			    &names->as.array.items[i + 1], ret_error);
	}
	return st;
}

/* A loop of nodes ends at one of the limits. */
static cseal_status
visit(struct walk *walk, const struct csi_pdf_value *node,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *names, *kids;
	cseal_status st;

	if (node->type != CSI_PDF_DICT)
		return CSEAL_OK;
	if (walk->depth == DEPTH_MOST || ++walk->seen > NODES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the names of the files in the document were a tree of "
		    "more than %u nodes, or %u deep",
		    NODES_MOST, DEPTH_MOST);
	st = csi_pdf_get(walk->reader, node, "Names", &names, ret_error);
	if (st == CSEAL_OK)
		st = add_names(walk, names, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(walk->reader, node, "Kids", &kids, ret_error);
	if (st == CSEAL_OK && kids->type == CSI_PDF_ARRAY)
		walk->stack[walk->depth++] = (struct node){ kids, 0 };
	return st;
}

static cseal_status
visit_all(struct walk *walk, cseal_error **ret_error)
{
	const struct csi_pdf_value *kid;
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && walk->depth > 0) {
		struct node *node = &walk->stack[walk->depth - 1];

		if (node->next == node->kids->as.array.count) {
			walk->depth--;
			continue;
		}
		st = csi_pdf_resolve(walk->reader,
		    &node->kids->as.array.items[node->next++], &kid, ret_error);
		if (st == CSEAL_OK)
			st = visit(walk, kid, ret_error);
	}
	return st;
}

cseal_status
csi_pdf_attached_list(csi_pdf_reader *reader,
    struct csi_pdf_attached **ret_list, size_t *ret_count,
    cseal_error **ret_error)
{
	struct walk walk = { .reader = reader };
	const struct csi_pdf_value *catalog, *names, *root;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = csi_pdf_catalog(reader, &catalog, &ref, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, catalog, "Names", &names, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    reader, names, "EmbeddedFiles", &root, ret_error);
	if (st == CSEAL_OK)
		st = visit(&walk, root, ret_error);
	if (st == CSEAL_OK)
		st = visit_all(&walk, ret_error);
	if (st != CSEAL_OK) {
		free(walk.list);
		return st;
	}
	*ret_list = walk.list;
	*ret_count = walk.count;
	return CSEAL_OK;
}

/* ---- one file ------------------------------------------------------------ */

static cseal_status
get_text(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    const char *key, enum csi_pdf_type type, struct csi_span *ret_text,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	cseal_status st = csi_pdf_get(reader, dict, key, &value, ret_error);

	if (st == CSEAL_OK && value->type == type)
		*ret_text = value->as.text;
	return st;
}

/* /UF is the name for people, /F an older one. */
static cseal_status
read_names(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_file_spec *spec, cseal_error **ret_error)
{
	cseal_status st;

	st =
	    get_text(reader, dict, "F", CSI_PDF_STRING, &spec->name, ret_error);
	if (st == CSEAL_OK)
		st = get_text(
		    reader, dict, "UF", CSI_PDF_STRING, &spec->name, ret_error);
	if (st == CSEAL_OK)
		st = get_text(reader, dict, "Desc", CSI_PDF_STRING,
		    &spec->description, ret_error);
	if (st == CSEAL_OK)
		st = get_text(reader, dict, "AFRelationship", CSI_PDF_NAME,
		    &spec->relation, ret_error);
	return st;
}

static cseal_status
read_stream(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_file_spec *spec, cseal_error **ret_error)
{
	const struct csi_pdf_value *files, *stream, *params, *size;
	cseal_status st;

	st = csi_pdf_get(reader, dict, "EF", &files, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, files, "UF", &stream, ret_error);
	if (st == CSEAL_OK && stream->type != CSI_PDF_STREAM)
		st = csi_pdf_get(reader, files, "F", &stream, ret_error);
	if (st != CSEAL_OK || stream->type != CSI_PDF_STREAM)
		return st;
	spec->stream = stream;
	st = csi_pdf_get(reader, stream, "Params", &params, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, params, "Size", &size, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_pdf_as_integer(size, 0, INT64_MAX, &spec->size))
		spec->size = -1;
	return get_text(
	    reader, stream, "Subtype", CSI_PDF_NAME, &spec->type, ret_error);
}

cseal_status
csi_pdf_file_spec_read(csi_pdf_reader *reader,
    const struct csi_pdf_attached *attached, struct csi_pdf_file_spec *ret_spec,
    cseal_error **ret_error)
{
	struct csi_pdf_file_spec spec = { .name = attached->key, .size = -1 };
	const struct csi_pdf_value *dict;
	cseal_status st;

	st = csi_pdf_resolve(reader, attached->value, &dict, ret_error);
	if (st == CSEAL_OK && dict->type == CSI_PDF_STRING) {
		/* A simple specification is a name, of a file elsewhere. */
		spec.name = dict->as.text;
	} else if (st == CSEAL_OK && dict->type == CSI_PDF_DICT) {
		st = read_names(reader, dict, &spec, ret_error);
		if (st == CSEAL_OK)
			st = read_stream(reader, dict, &spec, ret_error);
	}
	if (st == CSEAL_OK)
		*ret_spec = spec;
	return st;
}
