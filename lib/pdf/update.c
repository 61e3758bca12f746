/* SPDX-License-Identifier: Apache-2.0 */
/* update.c -- one revision in the making (ISO 32000-1, 7.5.6).
 *
 * The revision is text in which long stream data is left out: pieces say
 * where it goes.  So an image is copied once, to its place in the file. */
#include "update.h"

#include "encrypt.h"
#include "error.h"
#include "structure.h"
#include "write.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <zlib.h>

/* A row of a table has ten digits (7.5.4). */
#define TABLE_OFFSET_MOST 9999999999u
#define ID_LEN            16

struct piece {
	size_t at; /* in the text */
	struct csi_span data;
};

struct row {
	struct csi_pdf_ref ref;
	enum csi_pdf_row_kind kind;
	uint64_t offset; /* or, if packed, the stream's number */
	uint32_t index;  /* if packed */
};

struct csi_pdf_update {
	csi_pdf_reader *reader;
	struct csi_pdf_promises promises;
	struct csi_pdf_structure *structure; /* or NULL */
	uint64_t base; /* length of the file */
	struct csi_bytes text;
	size_t piece_len; /* of all pieces */
	struct csi_bytes pieces, rows, kept;
	uint32_t next;
	bool is_open;
	struct csi_pdf_ref ref; /* of the object that is open */
	size_t settled;         /* its text so far is as it is written */
	cseal_status crypt_st;
};

static struct piece *
pieces_of(const csi_pdf_update *update, size_t *ret_count)
{
	*ret_count = update->pieces.len / sizeof(struct piece);
	return (struct piece *)(void *)update->pieces.at;
}

static size_t
row_count(const csi_pdf_update *update)
{
	return update->rows.len / sizeof(struct row);
}

/* Stale as soon as a row is added. */
static struct row *
rows_of(const csi_pdf_update *update)
{
	return (struct row *)(void *)update->rows.at;
}

cseal_status
csi_pdf_update_new(csi_pdf_reader *reader, csi_pdf_update **ret_update,
    cseal_error **ret_error)
{
	struct csi_span bytes = csi_pdf_bytes(reader);
	csi_pdf_update *update = calloc(1, sizeof(*update));

	if (update == NULL)
		return csi_fail_memory(ret_error);
	update->reader = reader;
	update->base = bytes.len;
	update->next = csi_pdf_size(reader);
	if (update->next == 0)
		update->next = 1;
	/* The file may lack its last end of line (7.5.5). */
	if (bytes.len > 0 && bytes.at[bytes.len - 1] != '\n')
		csi_bytes_add_u8(&update->text, '\n');
	*ret_update = update;
	return CSEAL_OK;
}

void
csi_pdf_update_free(csi_pdf_update *update)
{
	if (update == NULL)
		return;
	for (size_t i = 0; i < update->kept.len / sizeof(struct csi_bytes); i++)
		csi_bytes_free((struct csi_bytes *)(void *)update->kept.at + i);
	csi_bytes_free(&update->kept);
	csi_pdf_structure_free(update->structure);
	csi_bytes_free(&update->pieces);
	csi_bytes_free(&update->rows);
	csi_bytes_free(&update->text);
	free(update);
}

csi_pdf_reader *
csi_pdf_update_reader(const csi_pdf_update *update)
{
	return update->reader;
}

cseal_status
csi_pdf_update_keep_promises(csi_pdf_update *update, cseal_error **ret_error)
{
	return csi_pdf_promises_read(
	    update->reader, &update->promises, ret_error);
}

const struct csi_pdf_promises *
csi_pdf_update_promises(const csi_pdf_update *update)
{
	return &update->promises;
}

struct csi_pdf_structure **
csi_pdf_update_structure(csi_pdf_update *update)
{
	return &update->structure;
}

const struct csi_pdf_structure *
csi_pdf_update_structure_of(const csi_pdf_update *update)
{
	return update->structure;
}

struct csi_pdf_ref
csi_pdf_update_new_ref(csi_pdf_update *update)
{
	struct csi_pdf_ref ref = { update->next++, 0 };

	return ref;
}

uint64_t
csi_pdf_update_at(const csi_pdf_update *update)
{
	return update->base + update->text.len + update->piece_len;
}

/* Where other bytes come before the header, offsets count from there. */
static uint64_t
as_written(const csi_pdf_update *update, uint64_t offset)
{
	return offset - csi_pdf_base(update->reader);
}

static void
add_row(csi_pdf_update *update, struct csi_pdf_ref ref)
{
	struct row row = { ref, CSI_PDF_ROW_OFFSET,
		as_written(update, csi_pdf_update_at(update)), 0 };

	csi_bytes_add(&update->rows, &row, sizeof(row));
}

struct csi_bytes *
csi_pdf_update_open(csi_pdf_update *update, struct csi_pdf_ref ref)
{
	assert(!update->is_open);
	update->is_open = true;
	add_row(update, ref);
	csi_pdf_write_object(&update->text, ref);
	update->ref = ref;
	csi_pdf_update_clear(update);
	return &update->text;
}

void
csi_pdf_update_clear(csi_pdf_update *update)
{
	update->settled = update->text.len;
}

void
csi_pdf_update_settle(csi_pdf_update *update)
{
	struct csi_bytes *text = &update->text, out = { 0 };
	struct csi_span added;
	cseal_status st;

	if (!csi_pdf_is_encrypted(update->reader) || text->failed)
		return;
	added.at = text->at + update->settled;
	added.len = text->len - update->settled;
	st = csi_pdf_encrypt_text(
	    update->reader, update->ref, added, &out, NULL);
	if (st != CSEAL_OK)
		update->crypt_st = st;
	text->len = update->settled;
	csi_bytes_add_span(text, csi_bytes_span(&out));
	text->failed |= out.failed;
	csi_bytes_free(&out);
	csi_pdf_update_clear(update);
}

bool
csi_pdf_update_has(const csi_pdf_update *update, struct csi_pdf_ref ref)
{
	const struct row *rows = rows_of(update);

	for (size_t i = 0; i < row_count(update); i++)
		if (rows[i].ref.number == ref.number)
			return true;
	return false;
}

void
csi_pdf_update_close(csi_pdf_update *update)
{
	assert(update->is_open);
	csi_pdf_update_settle(update);
	update->is_open = false;
	csi_bytes_add_text(&update->text, "\nendobj\n");
}

static void
add_data(csi_pdf_update *update, struct csi_span data)
{
	struct piece piece = { update->text.len, data };

	if (data.len < CSI_PDF_BORROW_LEAST) {
		csi_bytes_add_span(&update->text, data);
		return;
	}
	csi_bytes_add(&update->pieces, &piece, sizeof(piece));
	update->piece_len += data.len;
}

static struct csi_span
encrypt_data(
    csi_pdf_update *update, struct csi_span entries, struct csi_span data)
{
	struct csi_bytes out = { 0 };
	struct csi_span span;
	cseal_status st;

	st = csi_pdf_encrypt_stream(
	    update->reader, update->ref, entries, data, &out, NULL);
	if (st != CSEAL_OK)
		update->crypt_st = st;
	span = csi_bytes_span(&out);
	csi_pdf_update_keep(update, &out);
	return span;
}

void
csi_pdf_update_stream(csi_pdf_update *update, struct csi_pdf_ref ref,
    struct csi_bytes *take_entries, struct csi_span data)
{
	struct csi_bytes *out = csi_pdf_update_open(update, ref);

	csi_bytes_add_text(out, "<<");
	csi_bytes_add_span(out, csi_bytes_span(take_entries));
	csi_pdf_update_settle(update);
	if (csi_pdf_is_encrypted(update->reader))
		data = encrypt_data(update, csi_bytes_span(take_entries), data);
	csi_bytes_print(out, "/Length %zu>>\nstream\n", data.len);
	add_data(update, data);
	csi_pdf_update_clear(update);
	csi_bytes_add_text(out, "\nendstream");
	csi_pdf_update_close(update);
	out->failed |= take_entries->failed;
	csi_bytes_free(take_entries);
}

void
csi_pdf_update_flate(csi_pdf_update *update, struct csi_pdf_ref ref,
    struct csi_bytes *take_entries, struct csi_bytes *take_data)
{
	uLongf len = compressBound(take_data->len);
	struct csi_bytes packed = { 0 };
	uint8_t *to = csi_bytes_room(&packed, len);
	struct csi_span span;

	if (to == NULL || take_data->failed ||
	    compress(to, &len, take_data->at, take_data->len) != Z_OK) {
		csi_pdf_update_fail(update);
		len = 0;
	}
	packed.len = len;
	span = csi_bytes_span(&packed);
	csi_bytes_add_text(take_entries, "/Filter/FlateDecode");
	csi_pdf_update_stream(update, ref, take_entries, span);
	csi_pdf_update_keep(update, &packed);
	csi_bytes_free(take_data);
}

void
csi_pdf_update_keep(csi_pdf_update *update, struct csi_bytes *take)
{
	csi_bytes_add(&update->kept, take, sizeof(*take));
	if (update->kept.failed) {
		csi_bytes_free(take);
		/* What borrows from it must not be written. */
		update->text.failed = true;
	}
	memset(take, 0, sizeof(*take));
}

/* ---- the section and the trailer ------------------------------------- */

static int
compare_rows(const void *a, const void *b)
{
	uint32_t x = ((const struct row *)a)->ref.number;
	uint32_t y = ((const struct row *)b)->ref.number;

	return (x > y) - (x < y);
}

/* How many rows from i on have numbers one after another. */
static size_t
run_of(const struct row *rows, size_t count, size_t i)
{
	size_t end = i + 1;

	while (
	    end < count && rows[end].ref.number == rows[end - 1].ref.number + 1)
		end++;
	return end - i;
}

/* The first element stays, the second is new with each revision (14.4). */
static cseal_status
write_id(csi_pdf_update *update, struct csi_bytes *out, cseal_error **ret_error)
{
	const struct csi_pdf_value *id, *first;
	uint8_t fresh[ID_LEN];
	struct csi_span span = { fresh, sizeof(fresh) };
	cseal_status st;

	st = csi_pdf_get(update->reader, csi_pdf_trailer(update->reader), "ID",
	    &id, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (getrandom(fresh, sizeof(fresh), 0) != (ssize_t)sizeof(fresh))
		return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the system gave no random bytes");
	csi_bytes_add_u8(out, '[');
	first = id;
	if (id->type == CSI_PDF_ARRAY && id->as.array.count > 0)
		first = &id->as.array.items[0];
	if (first->type == CSI_PDF_STRING)
		csi_pdf_write_hex(out, first->as.text);
	else if (csi_pdf_is_encrypted(update->reader))
		/* The key was made with none (7.6.3.3). */
		csi_bytes_add_text(out, "<>");
	else
		csi_pdf_write_hex(out, span);
	csi_pdf_write_hex(out, span);
	csi_bytes_add_u8(out, ']');
	return CSEAL_OK;
}

/* What a trailer says anew, in the order of the changes below. */
enum { SIZE, ROOT, ID, PREV, NEWS };

/* The entries of the trailer that was (7.5.6), without those that speak of
 * its own section or stream, and with what is new. */
static void
copy_trailer(const csi_pdf_update *update, struct csi_bytes *out,
    const struct csi_bytes news[NEWS])
{
	const struct csi_pdf_change changes[] = {
		{ "Size", csi_bytes_span(&news[SIZE]) },
		{ "Root", csi_bytes_span(&news[ROOT]) },
		{ "ID", csi_bytes_span(&news[ID]) },
		{ "Prev", csi_bytes_span(&news[PREV]) },
		{ "XRefStm", { 0 } },
		{ "Type", { 0 } },
		{ "W", { 0 } },
		{ "Index", { 0 } },
		{ "Length", { 0 } },
		{ "Filter", { 0 } },
		{ "DecodeParms", { 0 } },
		{ "F", { 0 } },
		{ "FFilter", { 0 } },
		{ "FDecodeParms", { 0 } },
		{ "DL", { 0 } },
	};

	csi_pdf_write_entries(out, csi_pdf_trailer(update->reader), changes,
	    sizeof(changes) / sizeof(changes[0]));
}

/* A section that is complete has none before it. */
static cseal_status
write_trailer(csi_pdf_update *update, struct csi_bytes *out,
    const struct csi_pdf_section *previous, cseal_error **ret_error)
{
	struct csi_bytes news[NEWS] = { { .at = NULL } };
	const struct csi_pdf_value *catalog;
	struct csi_pdf_ref root;
	cseal_status st;

	st = csi_pdf_catalog(update->reader, &catalog, &root, ret_error);
	if (st == CSEAL_OK)
		st = write_id(update, &news[ID], ret_error);
	if (st == CSEAL_OK) {
		csi_bytes_print(&news[SIZE], "%u", update->next);
		csi_pdf_write_ref(&news[ROOT], root);
		if (!csi_pdf_is_rebuilt(update->reader))
			csi_bytes_print(&news[PREV], "%llu",
			    (unsigned long long)as_written(
				update, previous->offset));
		copy_trailer(update, out, news);
	}
	for (int i = 0; i < NEWS; i++) {
		out->failed |= news[i].failed;
		csi_bytes_free(&news[i]);
	}
	return st;
}

static cseal_status
write_table_rows(struct csi_bytes *out, const struct row *rows, size_t count,
    cseal_error **ret_error)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].offset > TABLE_OFFSET_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "the file was too long for the ten digits of its "
			    "cross-reference table");
		csi_bytes_print(out, "%010llu %05u %c \n",
		    (unsigned long long)rows[i].offset, rows[i].ref.generation,
		    rows[i].kind == CSI_PDF_ROW_FREE ? 'f' : 'n');
	}
	return CSEAL_OK;
}

/* 7.5.4 */
static cseal_status
write_table(csi_pdf_update *update, const struct csi_pdf_section *previous,
    cseal_error **ret_error)
{
	struct csi_bytes *out = &update->text;
	const struct row *rows = rows_of(update);
	size_t count = row_count(update);
	cseal_status st;

	csi_bytes_add_text(out, "xref\n");
	for (size_t i = 0, run; i < count; i += run) {
		run = run_of(rows, count, i);
		csi_bytes_print(out, "%u %zu\n", rows[i].ref.number, run);
		st = write_table_rows(out, rows + i, run, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	csi_bytes_add_text(out, "trailer\n<<\n");
	st = write_trailer(update, out, previous, ret_error);
	csi_bytes_add_text(out, ">>\n");
	return st;
}

static void
add_be(struct csi_bytes *out, uint64_t value, unsigned width)
{
	while (width-- > 0)
		csi_bytes_add_u8(out, (uint8_t)(value >> 8 * width));
}

/* Bytes that hold a number. */
static unsigned
width_of(uint64_t number, unsigned least)
{
	while (least < 8 && number >> 8 * least != 0)
		least++;
	return least;
}

/* The types are 0, 1 and 2; then offset and generation, or stream and index
 * (Table 18). */
static void
add_stream_rows(struct csi_bytes *data, const struct row *rows, size_t count,
    const unsigned width[2])
{
	for (size_t i = 0; i < count; i++) {
		bool is_packed = rows[i].kind == CSI_PDF_ROW_PACKED;

		csi_bytes_add_u8(data, is_packed                          ? 2
				       : rows[i].kind == CSI_PDF_ROW_FREE ? 0
									  : 1);
		add_be(data, rows[i].offset, width[0]);
		add_be(data, is_packed ? rows[i].index : rows[i].ref.generation,
		    width[1]);
	}
}

static void
choose_widths(
    const struct row *rows, size_t count, uint64_t at, unsigned width[2])
{
	width[0] = width_of(at, 4);
	width[1] = 2;
	for (size_t i = 0; i < count; i++)
		width[1] = width_of(rows[i].index, width[1]);
}

/* A complete section may be long. */
static void
deflate_rows(struct csi_bytes *data)
{
	uLongf len = compressBound(data->len);
	struct csi_bytes packed = { 0 };
	uint8_t *to = csi_bytes_room(&packed, len);

	if (to == NULL || data->failed ||
	    compress(to, &len, data->at, data->len) != Z_OK) {
		packed.failed = true;
		len = 0;
	}
	packed.len = len;
	csi_bytes_free(data);
	*data = packed;
}

/* 7.5.8 */
static cseal_status
write_stream(csi_pdf_update *update, struct csi_pdf_ref ref, uint64_t at,
    const struct csi_pdf_section *previous, cseal_error **ret_error)
{
	struct csi_bytes *out = &update->text;
	struct csi_bytes data = { 0 };
	const struct row *rows = rows_of(update);
	size_t count = row_count(update);
	unsigned width[2];
	cseal_status st;

	choose_widths(rows, count, at, width);
	csi_pdf_write_object(out, ref);
	csi_bytes_print(
	    out, "<<\n/Type /XRef\n/W [1 %u %u]\n/Index [", width[0], width[1]);
	for (size_t i = 0, run; i < count; i += run) {
		run = run_of(rows, count, i);
		csi_bytes_print(
		    out, i > 0 ? " %u %zu" : "%u %zu", rows[i].ref.number, run);
		add_stream_rows(&data, rows + i, run, width);
	}
	csi_bytes_add_text(out, "]\n");
	if (csi_pdf_is_rebuilt(update->reader)) {
		deflate_rows(&data);
		csi_bytes_add_text(out, "/Filter /FlateDecode\n");
	}
	st = write_trailer(update, out, previous, ret_error);
	csi_bytes_print(out, "/Length %zu\n>>\nstream\n", data.len);
	csi_bytes_add_span(out, csi_bytes_span(&data));
	csi_bytes_add_text(out, "\nendstream\nendobj\n");
	out->failed |= data.failed;
	csi_bytes_free(&data);
	return st;
}

/* ---- a complete section --------------------------------------------- */

/* Rows of the objects that an update leaves as they are. */
struct leaving {
	csi_pdf_update *update;
	size_t written; /* rows of the update, by number */
};

static void
leave_row(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	struct leaving *leaving = user;
	csi_pdf_update *update = leaving->update;
	struct row key = { .ref = { number, row->generation },
		.kind = row->kind };

	/* Where memory ran out there are no rows to look in. */
	if (update->rows.failed ||
	    bsearch(&key, rows_of(update), leaving->written, sizeof(key),
		compare_rows) != NULL)
		return;
	if (row->kind == CSI_PDF_ROW_PACKED) {
		key.ref.generation = 0;
		key.offset = row->stream;
		key.index = row->index;
	} else {
		key.offset = as_written(update, row->offset);
	}
	csi_bytes_add(&update->rows, &key, sizeof(key));
}

/* Where the table was made anew, all of it is written, so that nobody needs
 * the one that is damaged. */
static cseal_status
complete_rows(csi_pdf_update *update, cseal_error **ret_error)
{
	struct leaving leaving = { update, row_count(update) };
	/* The head of the list of free objects (7.5.4). */
	struct row head = { .ref = { 0, 65535 }, .kind = CSI_PDF_ROW_FREE };
	cseal_status st;

	csi_bytes_add(&update->rows, &head, sizeof(head));
	st = csi_pdf_section_rows(
	    update->reader, 0, leave_row, &leaving, ret_error);
	if (st == CSEAL_OK && !update->rows.failed)
		qsort(rows_of(update), row_count(update), sizeof(struct row),
		    compare_rows);
	return st;
}

/* An object that a damaged file uses for two things, such as a page that
 * stands in the page tree twice, would be written twice. */
static cseal_status
sort_rows(csi_pdf_update *update, cseal_error **ret_error)
{
	size_t count = row_count(update);
	const struct row *rows;

	if (count < 2 || update->rows.failed)
		return CSEAL_OK;
	qsort(rows_of(update), count, sizeof(struct row), compare_rows);
	rows = rows_of(update);
	for (size_t i = 1; i < count; i++)
		if (rows[i].ref.number == rows[i - 1].ref.number)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "object %u stood in the document for two things",
			    rows[i].ref.number);
	return CSEAL_OK;
}

void
csi_pdf_update_fail(csi_pdf_update *update)
{
	update->text.failed = true;
}

cseal_status
csi_pdf_update_finish(csi_pdf_update *update, cseal_error **ret_error)
{
	const struct csi_pdf_section *previous =
	    csi_pdf_section_at(update->reader, 0);
	uint64_t at = as_written(update, csi_pdf_update_at(update));
	struct csi_pdf_ref ref = { 0, 0 };
	cseal_status st;

	assert(!update->is_open);
	if (update->next > CSI_PDF_NUMBER_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the file had no object number left");
	if (previous->kind == CSI_PDF_XREF_STREAM) {
		ref = csi_pdf_update_new_ref(update);
		add_row(update, ref);
	}
	st = sort_rows(update, ret_error);
	if (st == CSEAL_OK && csi_pdf_is_rebuilt(update->reader))
		st = complete_rows(update, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (ref.number != 0)
		st = write_stream(update, ref, at, previous, ret_error);
	else
		st = write_table(update, previous, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_bytes_print(&update->text, "startxref\n%llu\n%%%%EOF\n",
	    (unsigned long long)at);
	if (update->text.failed || update->pieces.failed ||
	    update->rows.failed || update->kept.failed)
		return csi_fail_memory(ret_error);
	if (update->crypt_st != CSEAL_OK)
		return cseal_fail(ret_error, update->crypt_st,
		    "what was added could not be encrypted");
	return CSEAL_OK;
}

size_t
csi_pdf_update_len(const csi_pdf_update *update)
{
	return update->text.len + update->piece_len;
}

void
csi_pdf_update_write(const csi_pdf_update *update, uint8_t *to)
{
	const struct piece *pieces;
	size_t count, from = 0;

	pieces = pieces_of(update, &count);
	for (size_t i = 0; i < count; i++) {
		memcpy(to, update->text.at + from, pieces[i].at - from);
		to += pieces[i].at - from;
		from = pieces[i].at;
		memcpy(to, pieces[i].data.at, pieces[i].data.len);
		to += pieces[i].data.len;
	}
	memcpy(to, update->text.at + from, update->text.len - from);
}
