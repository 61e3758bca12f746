/* SPDX-License-Identifier: Apache-2.0 */
/* import.c -- the one page of another PDF as a form XObject.
 *
 * Objects are copied in the order in which they are met; the list of them is
 * the queue.  So a graph of any shape is copied without recursion. */
#include "import.h"

#include "conform.h"
#include "error.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 100 /* of arrays and dictionaries in one object */

struct pair {
	struct csi_pdf_ref from, to;
};

struct import {
	csi_pdf_update *update;
	const struct csi_pdf_promises *promises; /* of this one */
	csi_pdf_reader *reader;                  /* of the other file */
	struct csi_pdf_page page;
	struct csi_bytes pairs; /* struct pair, in the order met */
	struct csi_bytes table; /* uint32_t: hash of from to index + 1 */
	size_t copied;          /* bytes of all streams */
	cseal_error **ret_error;
};

/* ---- old references to new ones --------------------------------------- */

static size_t
pair_count(const struct import *import)
{
	return import->pairs.len / sizeof(struct pair);
}

static struct pair *
pair_at(const struct import *import, size_t i)
{
	return (struct pair *)(void *)import->pairs.at + i;
}

/* The slot that has the reference, or where it goes. */
static uint32_t *
slot_of(const struct import *import, struct csi_pdf_ref from)
{
	uint32_t *table = (uint32_t *)(void *)import->table.at;
	size_t mask = import->table.len / sizeof(*table) - 1;
	size_t i = from.number * 2654435761u & mask;

	while (table[i] != 0 &&
	       !csi_pdf_same_ref(pair_at(import, table[i] - 1)->from, from))
		i = (i + 1) & mask;
	return &table[i];
}

/* Keeps the table at most half full. */
static bool
make_table(struct import *import)
{
	size_t slots = import->table.len / sizeof(uint32_t);
	size_t count = pair_count(import), len;

	if (slots > 0 && count < slots / 2)
		return true;
	len = (slots > 0 ? 2 * slots : 64) * sizeof(uint32_t);
	csi_bytes_free(&import->table);
	if (csi_bytes_room(&import->table, len) == NULL)
		return false;
	memset(import->table.at, 0, len);
	import->table.len = len;
	for (size_t i = 0; i < count; i++)
		*slot_of(import, pair_at(import, i)->from) = (uint32_t)i + 1;
	return true;
}

static cseal_status
map_ref(
    struct import *import, struct csi_pdf_ref from, struct csi_pdf_ref *ret_to)
{
	struct pair pair = { .from = from };
	uint32_t *slot;

	if (!make_table(import))
		return csi_fail_memory(import->ret_error);
	slot = slot_of(import, from);
	if (*slot != 0) {
		*ret_to = pair_at(import, *slot - 1)->to;
		return CSEAL_OK;
	}
	if (pair_count(import) == CSI_PDF_IMPORT_OBJECTS_MOST)
		return cseal_fail(import->ret_error, CSEAL_REFUSED_LIMIT,
		    "the look's page had more than %u objects",
		    CSI_PDF_IMPORT_OBJECTS_MOST);
	pair.to = csi_pdf_update_new_ref(import->update);
	csi_bytes_add(&import->pairs, &pair, sizeof(pair));
	if (import->pairs.failed)
		return csi_fail_memory(import->ret_error);
	*slot = (uint32_t)pair_count(import);
	*ret_to = pair.to;
	return CSEAL_OK;
}

/* ---- one value --------------------------------------------------------- */

/* An array or dictionary that is being written. */
struct frame {
	const struct csi_pdf_value *value;
	size_t next;
};

static bool
is_container(const struct csi_pdf_value *value)
{
	return value->type == CSI_PDF_ARRAY || value->type == CSI_PDF_DICT;
}

/* The next child of the frame, with its key written; NULL at the end. */
static const struct csi_pdf_value *
next_child(
    const struct import *import, struct frame *frame, struct csi_bytes *out)
{
	const struct csi_pdf_value *value = frame->value;
	const struct csi_pdf_entry *entry;

	if (value->type == CSI_PDF_ARRAY) {
		if (frame->next == value->as.array.count)
			return NULL;
		csi_bytes_add_u8(out, ' ');
		return &value->as.array.items[frame->next++];
	}
	while (frame->next < value->as.dict.count &&
	       csi_pdf_conform_leaves_out(import->promises, value,
		   value->as.dict.entries[frame->next].key))
		frame->next++;
	if (frame->next == value->as.dict.count)
		return NULL;
	entry = &value->as.dict.entries[frame->next++];
	csi_bytes_add_u8(out, '\n');
	csi_pdf_write_name(out, entry->key);
	csi_bytes_add_u8(out, ' ');
	return &entry->value;
}

/* Lenient readers take more for a number than a strict one does. */
static bool
is_plain_number(struct csi_span source)
{
	size_t digits = 0, points = 0;

	for (size_t i = 0; i < source.len; i++) {
		uint8_t byte = source.at[i];

		if (byte >= '0' && byte <= '9')
			digits++;
		else if (byte == '.')
			points++;
		else if (i > 0 || (byte != '+' && byte != '-'))
			return false;
	}
	return digits > 0 && points <= 1;
}

static void
write_number(struct csi_bytes *out, const struct csi_pdf_value *value)
{
	if (is_plain_number(value->source))
		csi_bytes_add_span(out, value->source);
	else if (value->type == CSI_PDF_INTEGER)
		csi_bytes_print(out, "%lld", (long long)value->as.integer);
	else
		csi_pdf_write_number(out, value->as.real);
}

/* Written anew, because the other file may be damaged where this one must not
 * become so. */
static cseal_status
write_leaf(struct import *import, struct csi_bytes *out,
    const struct csi_pdf_value *value)
{
	struct csi_pdf_ref to;
	cseal_status st;

	switch (value->type) {
	case CSI_PDF_BOOLEAN:
		csi_bytes_add_text(out, value->as.boolean ? "true" : "false");
		return CSEAL_OK;
	case CSI_PDF_INTEGER:
	case CSI_PDF_REAL: write_number(out, value); return CSEAL_OK;
	case CSI_PDF_STRING:
		csi_pdf_write_hex(out, value->as.text);
		return CSEAL_OK;
	case CSI_PDF_NAME:
		csi_pdf_write_name(out, value->as.text);
		return csi_pdf_conform_name(
		    import->promises, value, import->ret_error);
	case CSI_PDF_REFERENCE:
		st = map_ref(import, value->as.ref, &to);
		if (st == CSEAL_OK)
			csi_pdf_write_ref(out, to);
		return st;
	case CSI_PDF_NULL:
	case CSI_PDF_ARRAY:
	case CSI_PDF_DICT:
	case CSI_PDF_STREAM: break;
	}
	csi_bytes_add_text(out, "null");
	return CSEAL_OK;
}

static cseal_status
write_value(struct import *import, struct csi_bytes *out,
    const struct csi_pdf_value *value)
{
	struct frame frames[DEPTH_MOST];
	size_t depth = 0;
	cseal_status st;

	do {
		if (value == NULL) {
			value = frames[--depth].value;
			csi_bytes_add_text(
			    out, value->type == CSI_PDF_ARRAY ? "]" : ">>");
		} else if (is_container(value)) {
			if (depth == DEPTH_MOST)
				return cseal_fail(import->ret_error,
				    CSEAL_REFUSED_LIMIT,
				    "the look's page was nested too deep");
			st = csi_pdf_conform_dict(import->reader,
			    import->promises, value, import->ret_error);
			if (st != CSEAL_OK)
				return st;
			frames[depth++] = (struct frame){ value, 0 };
			csi_bytes_add_text(
			    out, value->type == CSI_PDF_ARRAY ? "[" : "<<");
		} else {
			st = write_leaf(import, out, value);
			if (st != CSEAL_OK)
				return st;
		}
		if (depth > 0)
			value = next_child(import, &frames[depth - 1], out);
	} while (depth > 0);
	return CSEAL_OK;
}

/* ---- objects ----------------------------------------------------------- */

static cseal_status
count_bytes(struct import *import, size_t len)
{
	import->copied += len;
	if (import->copied > CSI_PDF_IMPORT_BYTES_MOST)
		return cseal_fail(import->ret_error, CSEAL_REFUSED_LIMIT,
		    "the look's page was larger than %zu bytes",
		    CSI_PDF_IMPORT_BYTES_MOST);
	return CSEAL_OK;
}

static cseal_status
write_entry(struct import *import, struct csi_bytes *out,
    const struct csi_pdf_entry *entry)
{
	cseal_status st;

	csi_pdf_write_name(out, entry->key);
	csi_bytes_add_u8(out, ' ');
	st = write_value(import, out, &entry->value);
	csi_bytes_add_u8(out, '\n');
	return st;
}

/* /ColorSpace of resources: what is there, and the defaults that it lacks. */
static cseal_status
write_spaces(struct import *import, struct csi_bytes *out,
    const struct csi_pdf_value *resources)
{
	const struct csi_pdf_value *spaces;
	cseal_status st;

	st = csi_pdf_get(import->reader, resources, "ColorSpace", &spaces,
	    import->ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_bytes_add_text(out, "/ColorSpace<<");
	for (size_t i = 0; st == CSEAL_OK && spaces->type == CSI_PDF_DICT &&
			   i < spaces->as.dict.count;
	     i++) {
		const struct csi_pdf_entry *entry = &spaces->as.dict.entries[i];

		if (!csi_span_is(entry->key, "DefaultRGB") &&
		    !csi_span_is(entry->key, "DefaultGray"))
			st = write_entry(import, out, entry);
	}
	csi_bytes_add_text(out, csi_pdf_default_spaces(import->promises));
	csi_bytes_add_text(out, ">>\n");
	return st;
}

/* Where colours of devices are not right as they are, each /Resources says
 * what they are. */
static cseal_status
write_resources(struct import *import, struct csi_bytes *out,
    const struct csi_pdf_value *value)
{
	const struct csi_pdf_value *resources;
	cseal_status st;

	if (csi_pdf_default_spaces(import->promises)[0] == '\0')
		return write_value(import, out, value);
	st = csi_pdf_resolve(
	    import->reader, value, &resources, import->ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_bytes_add_text(out, "<<");
	st = write_spaces(import, out, resources);
	for (size_t i = 0; st == CSEAL_OK && resources->type == CSI_PDF_DICT &&
			   i < resources->as.dict.count;
	     i++)
		if (!csi_span_is(
			resources->as.dict.entries[i].key, "ColorSpace"))
			st = write_entry(
			    import, out, &resources->as.dict.entries[i]);
	csi_bytes_add_text(out, ">>");
	return st;
}

/* What is opaque throughout looks the same without a group.  A group without
 * colours has those of what it is drawn on. */
static cseal_status
write_group(struct import *import, struct csi_bytes *out,
    const struct csi_pdf_value *value)
{
	const struct csi_pdf_value *group;
	cseal_status st;

	if (!csi_pdf_has_transparency(import->promises))
		return CSEAL_OK;
	st = csi_pdf_resolve(import->reader, value, &group, import->ret_error);
	if (st != CSEAL_OK || group->type != CSI_PDF_DICT)
		return st;
	csi_bytes_add_text(out, "/Group<<");
	for (size_t i = 0; st == CSEAL_OK && i < group->as.dict.count; i++)
		if (!csi_span_is(group->as.dict.entries[i].key, "CS") ||
		    csi_pdf_default_spaces(import->promises)[0] == '\0')
			st = write_entry(
			    import, out, &group->as.dict.entries[i]);
	csi_bytes_add_text(out, ">>\n");
	return st;
}

/* What speaks of the document that is left behind, in an XObject's
 * dictionary; /Ref is a page of another file (8.10.4). */
static bool
is_left_out(struct csi_span key)
{
	static const char *const keys[] = { "Length", "StructParent",
		"StructParents", "Metadata", "PieceInfo", "AF", "OPI", "Ref" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (csi_span_is(key, keys[i]))
			return true;
	return false;
}

/* The entries of a stream's dictionary but /Length, mapped. */
static cseal_status
write_stream_entries(struct import *import, struct csi_bytes *out,
    const struct csi_pdf_value *stream)
{
	cseal_status st;

	if (csi_pdf_find(stream, "F") != NULL)
		return cseal_fail(import->ret_error, CSEAL_REFUSED_INPUT,
		    "the look's page had data in another file");
	st = csi_pdf_conform_dict(
	    import->reader, import->promises, stream, import->ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < stream->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &stream->as.dict.entries[i];

		if (is_left_out(entry->key) ||
		    csi_pdf_conform_leaves_out(
			import->promises, stream, entry->key))
			continue;
		if (import->promises->archive == 0 ||
		    (!csi_span_is(entry->key, "Resources") &&
			!csi_span_is(entry->key, "Group"))) {
			st = write_entry(import, out, entry);
		} else if (csi_span_is(entry->key, "Group")) {
			st = write_group(import, out, &entry->value);
		} else {
			csi_bytes_add_text(out, "/Resources ");
			st = write_resources(import, out, &entry->value);
		}
	}
	return st;
}

/* Of what is painted with the colours of devices. */
static cseal_status
check_content(struct import *import, const struct csi_pdf_value *stream)
{
	struct csi_bytes data = { 0 };
	cseal_status st;

	if (csi_pdf_has_device(import->promises, CSI_PDF_CMYK))
		return CSEAL_OK;
	st = csi_pdf_stream_data(import->reader, stream,
	    CSI_PDF_IMPORT_BYTES_MOST, &data, import->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_conform_content(
		    import->promises, csi_bytes_span(&data), import->ret_error);
	csi_bytes_free(&data);
	return st;
}

static bool
has_content(const struct csi_pdf_value *stream)
{
	const struct csi_pdf_value *kind = csi_pdf_find(stream, "Subtype");

	return (kind != NULL && csi_pdf_is_name(kind, "Form")) ||
	       csi_pdf_find(stream, "PatternType") != NULL;
}

static cseal_status
copy_stream(struct import *import, struct csi_pdf_ref to,
    const struct csi_pdf_value *stream)
{
	struct csi_bytes entries = { 0 };
	cseal_status st;

	st = count_bytes(import, stream->as.dict.raw.len);
	if (st == CSEAL_OK && has_content(stream))
		st = check_content(import, stream);
	if (st == CSEAL_OK)
		st = write_stream_entries(import, &entries, stream);
	if (st != CSEAL_OK) {
		csi_bytes_free(&entries);
		return st;
	}
	csi_pdf_update_stream(
	    import->update, to, &entries, stream->as.dict.raw);
	return CSEAL_OK;
}

/* The page tree leads to every page and on to the whole document. */
static bool
is_of_document(const struct csi_pdf_value *value)
{
	const struct csi_pdf_value *type;

	if (value->type != CSI_PDF_DICT)
		return false;
	type = csi_pdf_find(value, "Type");
	return csi_pdf_is_name(type, "Page") ||
	       csi_pdf_is_name(type, "Pages") ||
	       csi_pdf_is_name(type, "Catalog") ||
	       csi_pdf_is_name(type, "StructTreeRoot") ||
	       csi_pdf_is_name(type, "StructElem") ||
	       csi_pdf_is_name(type, "Annot");
}

static cseal_status
copy_object(struct import *import, struct pair pair)
{
	const struct csi_pdf_value *value;
	struct csi_bytes body = { 0 }, *out;
	cseal_status st;

	st = csi_pdf_load(import->reader, pair.from, &value, import->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (value->type == CSI_PDF_STREAM)
		return copy_stream(import, pair.to, value);
	st = count_bytes(import, value->source.len);
	if (st != CSEAL_OK)
		return st;
	if (is_of_document(value) || value->type == CSI_PDF_NULL)
		csi_bytes_add_text(&body, "null");
	else
		st = write_value(import, &body, value);
	if (st == CSEAL_OK) {
		out = csi_pdf_update_open(import->update, pair.to);
		csi_bytes_add_span(out, csi_bytes_span(&body));
		out->failed |= body.failed;
		csi_pdf_update_close(import->update);
	}
	csi_bytes_free(&body);
	return st;
}

/* ---- the page ---------------------------------------------------------- */

/* Streams of /Contents are one stream (7.8.2); what divides them is white
 * space. */
static cseal_status
join_contents(struct import *import, const struct csi_pdf_value *contents,
    struct csi_bytes *joined)
{
	for (size_t i = 0; i < contents->as.array.count; i++) {
		const struct csi_pdf_value *stream;
		struct csi_bytes data = { 0 };
		cseal_status st;

		st = csi_pdf_resolve(import->reader,
		    &contents->as.array.items[i], &stream, import->ret_error);
		if (st != CSEAL_OK)
			return st;
		if (stream->type != CSI_PDF_STREAM)
			continue;
		st = csi_pdf_stream_data(import->reader, stream,
		    CSI_PDF_IMPORT_BYTES_MOST, &data, import->ret_error);
		if (st == CSEAL_OK)
			st = count_bytes(import, data.len);
		csi_bytes_add_span(joined, csi_bytes_span(&data));
		csi_bytes_add_u8(joined, '\n');
		csi_bytes_free(&data);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

/* From the page's user space to the page as shown, in points. */
static void
shown_matrix(const struct csi_pdf_page *page, double ret_matrix[6])
{
	const struct csi_pdf_box *crop = &page->crop;
	double u = page->user_unit;
	const double matrix[4][6] = {
		{ u, 0, 0, u, -u * crop->left, -u * crop->bottom },
		{ 0, -u, u, 0, -u * crop->bottom, u * crop->right },
		{ -u, 0, 0, -u, u * crop->right, u * crop->top },
		{ 0, u, -u, 0, u * crop->top, -u * crop->left },
	};

	memcpy(ret_matrix, matrix[page->rotate / 90 % 4], sizeof(matrix[0]));
}

static cseal_status
form_entries(struct import *import, struct csi_bytes *out)
{
	const struct csi_pdf_page *page = &import->page;
	const double box[4] = { page->crop.left, page->crop.bottom,
		page->crop.right, page->crop.top };
	const struct csi_pdf_value *group = csi_pdf_find(page->dict, "Group");
	double matrix[6];
	cseal_status st = CSEAL_OK;

	shown_matrix(page, matrix);
	csi_bytes_add_text(out, "/Type/XObject/Subtype/Form/BBox");
	csi_pdf_write_array(out, box, 4);
	csi_bytes_add_text(out, "/Matrix");
	csi_pdf_write_array(out, matrix, 6);
	csi_bytes_add_text(out, "\n/Resources ");
	if (page->resources != NULL && page->resources->type == CSI_PDF_DICT)
		st = write_resources(import, out, page->resources);
	else
		csi_bytes_add_text(out, "<<>>");
	csi_bytes_add_u8(out, '\n');
	if (st == CSEAL_OK && group != NULL && import->promises->archive != 0) {
		st = write_group(import, out, group);
	} else if (st == CSEAL_OK && group != NULL) {
		csi_bytes_add_text(out, "/Group ");
		st = write_value(import, out, group);
		csi_bytes_add_u8(out, '\n');
	}
	return st;
}

/* One stream goes over as it is coded; several are decoded and joined. */
static cseal_status
write_form(struct import *import, struct csi_pdf_ref ref)
{
	const struct csi_pdf_value *contents;
	struct csi_bytes entries = { 0 }, joined = { 0 };
	cseal_status st;

	st = csi_pdf_get(import->reader, import->page.dict, "Contents",
	    &contents, import->ret_error);
	if (st == CSEAL_OK)
		st = form_entries(import, &entries);
	if (st == CSEAL_OK && contents->type == CSI_PDF_STREAM) {
		st = count_bytes(import, contents->as.dict.raw.len);
		if (st == CSEAL_OK)
			st = check_content(import, contents);
		if (st == CSEAL_OK)
			st = write_stream_entries(import, &entries, contents);
		if (st == CSEAL_OK)
			csi_pdf_update_stream(import->update, ref, &entries,
			    contents->as.dict.raw);
	} else if (st == CSEAL_OK) {
		if (contents->type == CSI_PDF_ARRAY)
			st = join_contents(import, contents, &joined);
		if (st == CSEAL_OK)
			st = csi_pdf_conform_content(import->promises,
			    csi_bytes_span(&joined), import->ret_error);
		if (st == CSEAL_OK)
			csi_pdf_update_flate(
			    import->update, ref, &entries, &joined);
	}
	csi_bytes_free(&entries);
	csi_bytes_free(&joined);
	return st;
}

static cseal_status
open_page(struct import *import, struct csi_span bytes)
{
	uint32_t count;
	cseal_status st;

	if (bytes.len == 0)
		return cseal_fail(import->ret_error, CSEAL_REFUSED_INPUT,
		    "the look's PDF was empty");
	if (bytes.len > CSI_PDF_IMPORT_BYTES_MOST)
		return cseal_fail(import->ret_error, CSEAL_REFUSED_LIMIT,
		    "the look's PDF was larger than %zu bytes",
		    CSI_PDF_IMPORT_BYTES_MOST);
	st = csi_pdf_reader_new(bytes.at, bytes.len, CSI_PDF_LENIENT,
	    &import->reader, import->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_encrypted(import->reader))
		return cseal_fail(import->ret_error, CSEAL_REFUSED_INPUT,
		    "the look's PDF was encrypted");
	st = csi_pdf_page_count(import->reader, &count, import->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (count != 1)
		return cseal_fail(import->ret_error, CSEAL_REFUSED_INPUT,
		    "the look's PDF had %u pages, not one", count);
	return csi_pdf_page(
	    import->reader, 0, &import->page, import->ret_error);
}

static cseal_status
import_page(
    struct import *import, struct csi_span bytes, struct csi_pdf_look *look)
{
	cseal_status st;

	st = open_page(import, bytes);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_shown_size(&import->page.crop, import->page.rotate,
	    &look->width, &look->height);
	look->width *= import->page.user_unit;
	look->height *= import->page.user_unit;
	if (!(look->width > 0) || !(look->height > 0))
		return cseal_fail(import->ret_error, CSEAL_REFUSED_INPUT,
		    "the look's page had no size");
	look->ref = csi_pdf_update_new_ref(import->update);
	st = write_form(import, look->ref);
	for (size_t i = 0; st == CSEAL_OK && i < pair_count(import); i++)
		st = copy_object(import, *pair_at(import, i));
	return st;
}

bool
csi_pdf_is(struct csi_span bytes)
{
	return bytes.len >= 5 && memcmp(bytes.at, "%PDF-", 5) == 0;
}

/* A look that cannot be read is not the document's fault. */
static cseal_status
blame_look(cseal_status st, cseal_error *why, cseal_error **ret_error)
{
	if (st == CSEAL_REFUSED_INPUT || st == CSEAL_REFUSED_LIMIT ||
	    cseal_status_class_of(st) != CSEAL_CLASS_REFUSED)
		goto pass;
	cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the look's PDF could not be read: %s", cseal_error_text(why));
	cseal_error_free(why);
	return CSEAL_REFUSED_INPUT;
pass:
	if (ret_error != NULL)
		*ret_error = why;
	else
		cseal_error_free(why);
	return st;
}

cseal_status
csi_pdf_look_page(csi_pdf_update *update, struct csi_span bytes,
    struct csi_pdf_look *ret_look, cseal_error **ret_error)
{
	struct csi_pdf_look look = { .matrix = { 1, 0, 0, 1, 0, 0 },
		.fit = CSI_PDF_FIT_CENTRED,
		.scale = 1 };
	cseal_error *why = NULL;
	struct import import = { .update = update,
		.promises = csi_pdf_update_promises(update),
		.ret_error = &why };
	cseal_status st;

	st = import_page(&import, bytes, &look);
	csi_pdf_reader_free(import.reader);
	csi_bytes_free(&import.pairs);
	csi_bytes_free(&import.table);
	if (st != CSEAL_OK)
		return blame_look(st, why, ret_error);
	*ret_look = look;
	return CSEAL_OK;
}
