/* SPDX-License-Identifier: Apache-2.0 */
/* rebuild.c -- makes a cross-reference table of what a scan finds. */
#include "rebuild.h"

#include "error.h"
#include "scan.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* Objects that are written in one file, at most. */
#define FOUND_MOST ((size_t)2 << 20)
/* Trailers that are asked for the catalog, the newest ones. */
#define ROOTS_MOST 64

/* One object as it stands in one place. */
struct place {
	uint32_t number;
	bool is_whole, is_objstm;
	size_t order; /* by what came later in the file */
	struct csi_pdf_row row;
};

/* The entries of trailers that a new one needs. */
enum { ROOT, INFO, ID, ENCRYPT, ENTRIES };

static const char *const keys[ENTRIES] = { "Root", "Info", "ID", "Encrypt" };

struct rebuild {
	csi_pdf_reader *reader;
	size_t count, room;
	struct place *places;
	bool has_streams; /* object or cross-reference streams */
	bool has_objstms;
	struct csi_pdf_ref roots[ROOTS_MOST]; /* in a ring */
	size_t root_count;
	struct csi_pdf_ref catalog; /* the last object that says it is one */
	/* Of the newest trailer that has them; null: none has. */
	struct csi_pdf_value entries[ENTRIES];
};

static bool
is_refused(cseal_status st)
{
	return st == CSEAL_REFUSED_DAMAGED || st == CSEAL_REFUSED_UNSUPPORTED ||
	       st == CSEAL_REFUSED_ENCRYPTED;
}

static cseal_status
add_place(
    struct rebuild *rebuild, const struct place *place, cseal_error **ret_error)
{
	struct place *places;
	size_t room = rebuild->room;

	if (rebuild->count == FOUND_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the file had more than %zu objects", FOUND_MOST);
	if (rebuild->count == room) {
		room = room == 0 ? 64 : room * 2;
		places = realloc(rebuild->places, room * sizeof(*places));
		if (places == NULL)
			return csi_fail_memory(ret_error);
		rebuild->places = places;
		rebuild->room = room;
	}
	rebuild->places[rebuild->count++] = *place;
	return CSEAL_OK;
}

/* ---- trailers ------------------------------------------------------- */

static void
note_trailer(struct rebuild *rebuild, const struct csi_pdf_value *trailer)
{
	const struct csi_pdf_value *value;

	for (int i = 0; i < ENTRIES; i++) {
		value = csi_pdf_find(trailer, keys[i]);
		if (value == NULL || value->type == CSI_PDF_NULL)
			continue;
		rebuild->entries[i] = *value;
		if (i == ROOT && value->type == CSI_PDF_REFERENCE)
			rebuild->roots[rebuild->root_count++ % ROOTS_MOST] =
			    value->as.ref;
	}
}

static cseal_status
read_trailer(struct rebuild *rebuild, uint64_t offset, cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = csi_pdf_lexer_at(rebuild->reader, offset);
	const uint8_t *start = lexer.at;
	struct csi_pdf_value trailer;
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_pdf_parse(&rebuild->reader->parser, &lexer, &trailer, &error);
	if (st == CSEAL_OK && trailer.type == CSI_PDF_DICT)
		note_trailer(rebuild, &trailer);
	if (st != CSEAL_OK && !is_refused(st)) {
		csi_error_move(error, ret_error);
		return st;
	}
	cseal_error_free(error);
	return csi_pdf_count_work(
	    rebuild->reader, (size_t)(lexer.at - start), ret_error);
}

/* The dictionary of a cross-reference stream says what a trailer says; its
 * rows are not looked at. */
static cseal_status
read_xref(struct rebuild *rebuild, uint64_t offset, cseal_error **ret_error)
{
	struct csi_pdf_object object;
	cseal_error *error = NULL;
	cseal_status st;

	rebuild->has_streams = true;
	st = csi_pdf_read_object(
	    rebuild->reader, offset, CSI_PDF_LENGTH_DIRECT, &object, &error);
	if (st == CSEAL_OK)
		note_trailer(rebuild, &object.value);
	if (st != CSEAL_OK && !is_refused(st)) {
		csi_error_move(error, ret_error);
		return st;
	}
	cseal_error_free(error);
	return CSEAL_OK;
}

/* ---- what the scan finds -------------------------------------------- */

static cseal_status
take_object(struct rebuild *rebuild, const struct csi_pdf_found *found,
    cseal_error **ret_error)
{
	struct place place = { .number = found->ref.number,
		.is_whole = found->is_whole,
		.is_objstm = found->kind == CSI_PDF_FOUND_OBJSTM,
		.order = (size_t)found->offset,
		.row.kind = CSI_PDF_ROW_OFFSET,
		.row.offset = found->offset - rebuild->reader->base,
		.row.generation = found->ref.generation };

	if (found->kind == CSI_PDF_FOUND_CATALOG && found->is_whole)
		rebuild->catalog = found->ref;
	if (place.is_objstm)
		rebuild->has_streams = rebuild->has_objstms = true;
	return add_place(rebuild, &place, ret_error);
}

static cseal_status
scan_file(struct rebuild *rebuild, cseal_error **ret_error)
{
	struct csi_pdf_scan scan;
	struct csi_pdf_found found;
	cseal_status st;
	bool more;

	csi_pdf_scan_start(&scan, rebuild->reader);
	for (;;) {
		st = csi_pdf_scan_next(&scan, &found, &more, ret_error);
		if (st != CSEAL_OK || !more)
			return st;
		if (found.kind == CSI_PDF_FOUND_TRAILER)
			st = read_trailer(rebuild, found.offset, ret_error);
		else if (found.kind == CSI_PDF_FOUND_XREF)
			st = read_xref(rebuild, found.offset, ret_error);
		else
			st = take_object(rebuild, &found, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
}

/* ---- the table ------------------------------------------------------ */

/* Of one number first what came to its end, then what is later in the file. */
static int
compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	if (left->is_whole != right->is_whole)
		return left->is_whole ? -1 : 1;
	return left->order > right->order ? -1 : left->order < right->order;
}

static void
sort_places(struct rebuild *rebuild)
{
	struct place *places = rebuild->places;
	size_t kept = 0;

	if (rebuild->count == 0)
		return;
	qsort(places, rebuild->count, sizeof(*places), compare_places);
	for (size_t i = 1; i < rebuild->count; i++) {
		if (places[i].number != places[kept].number)
			places[++kept] = places[i];
	}
	rebuild->count = kept + 1;
}

/* Gives the places to the one section that there is. */
static cseal_status
fill_section(struct rebuild *rebuild, cseal_error **ret_error)
{
	struct csi_pdf_xref *xref = &rebuild->reader->xref;
	struct csi_pdf_rows *rows = &xref->sections[0].table;
	cseal_status st;

	sort_places(rebuild);
	csi_pdf_rows_free(rows);
	xref->listed = 0;
	for (size_t i = 0; i < rebuild->count; i++) {
		const struct place *place = &rebuild->places[i];

		st = csi_pdf_rows_add_listed(
		    rows, place->number, &place->row, &xref->listed, ret_error);
		if (st != CSEAL_OK)
			return st;
		rows->size = place->number + 1;
		xref->size = xref->told = rows->size;
	}
	return CSEAL_OK;
}

static bool
is_objstm(const struct rebuild *rebuild, size_t count, uint32_t number)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rebuild->places[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && rebuild->places[low].number == number &&
	       rebuild->places[low].is_objstm;
}

/* The objects in one object stream, as late in the file as it is; `plain`
 * places are those of the scan. */
static cseal_status
unpack(struct rebuild *rebuild, const struct place *objstm, size_t plain,
    cseal_error **ret_error)
{
	struct place place = { .is_whole = true,
		.order = objstm->order,
		.row.kind = CSI_PDF_ROW_PACKED,
		.row.stream = objstm->number };
	const uint32_t *numbers;
	cseal_error *error = NULL;
	cseal_status st;
	uint32_t count;

	st = csi_pdf_objstm_numbers(
	    rebuild->reader, objstm->number, &numbers, &count, &error);
	if (is_refused(st)) {
		/* What was in it is lost. */
		cseal_error_free(error);
		return CSEAL_OK;
	}
	if (st != CSEAL_OK) {
		csi_error_move(error, ret_error);
		return st;
	}
	for (uint32_t i = 0; i < count; i++) {
		place.number = numbers[i];
		place.row.index = i;
		/* A stream is never in another (7.5.7). */
		if (numbers[i] == 0 || is_objstm(rebuild, plain, numbers[i]))
			continue;
		st = add_place(rebuild, &place, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

static cseal_status
unpack_all(struct rebuild *rebuild, cseal_error **ret_error)
{
	size_t plain = rebuild->count;
	struct place place;
	cseal_status st;

	for (size_t i = 0; i < plain; i++) {
		place = rebuild->places[i];
		if (!place.is_objstm)
			continue;
		st = unpack(rebuild, &place, plain, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return plain == rebuild->count ? CSEAL_OK
				       : fill_section(rebuild, ret_error);
}

/* ---- the trailer ---------------------------------------------------- */

/* A trailer with that catalog, as text in the arena, read as any other. */
static cseal_status
make_trailer(
    struct rebuild *rebuild, struct csi_pdf_ref root, cseal_error **ret_error)
{
	csi_pdf_reader *reader = rebuild->reader;
	struct csi_pdf_lexer lexer;
	struct csi_pdf_value trailer;
	struct csi_bytes text = { 0 };
	cseal_status st;
	void *at;

	csi_bytes_add_text(&text, "<</Root ");
	csi_pdf_write_ref(&text, root);
	for (int i = ROOT + 1; i < ENTRIES; i++) {
		if (rebuild->entries[i].type == CSI_PDF_NULL)
			continue;
		csi_bytes_print(&text, "/%s ", keys[i]);
		csi_pdf_write_source(&text, &rebuild->entries[i]);
	}
	csi_bytes_add_text(&text, ">>");
	if (text.failed) {
		csi_bytes_free(&text);
		return csi_fail_memory(ret_error);
	}
	st = csi_pdf_arena_take(&reader->arena, text.len, &at, ret_error);
	if (st == CSEAL_OK) {
		memcpy(at, text.at, text.len);
		lexer.at = at;
		lexer.end = lexer.at + text.len;
		st =
		    csi_pdf_parse(&reader->parser, &lexer, &trailer, ret_error);
	}
	csi_bytes_free(&text);
	if (st != CSEAL_OK)
		return st;
	return csi_pdf_keep(reader, &trailer,
	    &reader->xref.sections[0].face.trailer, ret_error);
}

/* Whether it is a catalog; one that cannot be decrypted yet may be. */
static cseal_status
is_catalog(csi_pdf_reader *reader, struct csi_pdf_ref ref, bool *ret_is,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	cseal_error *error = NULL;
	cseal_status st;

	*ret_is = false;
	st = csi_pdf_load(reader, ref, &value, &error);
	if (is_refused(st)) {
		*ret_is = st == CSEAL_REFUSED_ENCRYPTED;
		cseal_error_free(error);
		return CSEAL_OK;
	}
	if (st != CSEAL_OK) {
		csi_error_move(error, ret_error);
		return st;
	}
	*ret_is =
	    value->type == CSI_PDF_DICT && csi_pdf_find(value, "Pages") != NULL;
	return CSEAL_OK;
}

/* What the newest trailer names that is a catalog; else the last object that
 * says it is one. */
static cseal_status
choose_root(struct rebuild *rebuild, struct csi_pdf_ref *ret_root,
    cseal_error **ret_error)
{
	size_t tries =
	    rebuild->root_count < ROOTS_MOST ? rebuild->root_count : ROOTS_MOST;
	cseal_status st;
	bool is;

	for (size_t i = 1; i <= tries; i++) {
		*ret_root =
		    rebuild->roots[(rebuild->root_count - i) % ROOTS_MOST];
		st = is_catalog(rebuild->reader, *ret_root, &is, ret_error);
		if (st != CSEAL_OK || is)
			return st;
	}
	*ret_root = rebuild->catalog;
	st = is_catalog(rebuild->reader, *ret_root, &is, ret_error);
	if (st == CSEAL_OK && !is)
		st = cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "no catalog was found in the file");
	return st;
}

/* Where nothing is in object streams there is a table without the key, too. */
static cseal_status
unlock(
    struct rebuild *rebuild, struct csi_span password, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st = csi_pdf_unlock(rebuild->reader, password, &error);

	if (st != CSEAL_OK && !rebuild->has_objstms &&
	    cseal_status_class_of(st) != CSEAL_CLASS_FAULT) {
		cseal_error_free(error);
		return CSEAL_OK;
	}
	csi_error_move(error, ret_error);
	return st;
}

static cseal_status
rebuild_table(
    struct rebuild *rebuild, struct csi_span password, cseal_error **ret_error)
{
	struct csi_pdf_xref *xref = &rebuild->reader->xref;
	struct csi_pdf_ref root = { 0, 0 };
	cseal_status st;

	xref->sections = calloc(1, sizeof(*xref->sections));
	if (xref->sections == NULL)
		return csi_fail_memory(ret_error);
	xref->count = xref->room = 1;
	st = scan_file(rebuild, ret_error);
	if (st == CSEAL_OK)
		st = fill_section(rebuild, ret_error);
	/* Says whether the file is encrypted, and how. */
	if (st == CSEAL_OK)
		st = make_trailer(rebuild, root, ret_error);
	if (st == CSEAL_OK)
		st = unlock(rebuild, password, ret_error);
	if (st == CSEAL_OK)
		st = unpack_all(rebuild, ret_error);
	if (st == CSEAL_OK)
		st = choose_root(rebuild, &root, ret_error);
	if (st == CSEAL_OK)
		st = make_trailer(rebuild, root, ret_error);
	if (rebuild->has_streams)
		xref->sections[0].face.kind = CSI_PDF_XREF_STREAM;
	return st;
}

cseal_status
csi_pdf_rebuild_check(const void *bytes, uint64_t len, cseal_error **ret_error)
{
	csi_pdf_reader *reader;
	cseal_status st;

	st = csi_pdf_reader_make(
	    bytes, len, CSI_PDF_LENIENT, &reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_find_header(reader);
	st = csi_pdf_check_end(reader, ret_error);
	csi_pdf_reader_free(reader);
	return st;
}

cseal_status
csi_pdf_reader_rebuild(const void *bytes, uint64_t len,
    struct csi_span password, csi_pdf_reader **ret_reader,
    cseal_error **ret_error)
{
	struct rebuild rebuild = { .count = 0 };
	cseal_status st;

	st = csi_pdf_reader_make(
	    bytes, len, CSI_PDF_LENIENT, &rebuild.reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_find_header(rebuild.reader);
	rebuild.reader->is_rebuilt = true;
	st = csi_pdf_check_end(rebuild.reader, ret_error);
	if (st == CSEAL_OK)
		st = rebuild_table(&rebuild, password, ret_error);
	free(rebuild.places);
	if (st != CSEAL_OK) {
		csi_pdf_reader_free(rebuild.reader);
		return cseal_fail_note(ret_error, st,
		    "no cross-reference table could be made of the document");
	}
	*ret_reader = rebuild.reader;
	return CSEAL_OK;
}
