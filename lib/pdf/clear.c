/* SPDX-License-Identifier: Apache-2.0 */
/* clear.c -- an encrypted document in the clear, in memory. */
#include "clear.h"

#include "error.h"
#include "inside.h"
#include "write.h"

#include <stdio.h>

struct copying {
	csi_pdf_reader *reader;
	size_t most;
	struct csi_bytes *out;
	struct csi_bytes rows; /* of the table, as text */
	cseal_error **ret_error;
};

static bool
is_of_type(const struct csi_pdf_value *value, const char *name)
{
	const struct csi_pdf_value *type = csi_pdf_find(value, "Type");

	return type != NULL && csi_pdf_is_name(type, name);
}

static cseal_status
check_room(const struct copying *copying, size_t more)
{
	if (copying->out->failed || copying->rows.failed)
		return csi_fail_memory(copying->ret_error);
	if (copying->out->len > copying->most ||
	    more > copying->most - copying->out->len)
		return cseal_fail(copying->ret_error, CSEAL_REFUSED_LIMIT,
		    "the document was longer than %zu bytes in the clear",
		    copying->most);
	return CSEAL_OK;
}

static void
begin_object(struct copying *copying, struct csi_pdf_ref ref)
{
	csi_bytes_print(&copying->rows, "%u 1\n%010llu %05u n \n", ref.number,
	    (unsigned long long)copying->out->len, ref.generation);
	csi_pdf_write_object(copying->out, ref);
}

static cseal_status
copy_stream(struct copying *copying, struct csi_pdf_ref ref,
    const struct csi_pdf_value *stream)
{
	struct csi_bytes data = { 0 };
	struct csi_pdf_change length = { .key = "Length" };
	char number[24];
	cseal_status st;

	st = csi_pdf_stream_clear(
	    copying->reader, stream, &data, copying->ret_error);
	if (st == CSEAL_OK)
		st = check_room(copying, data.len);
	if (st == CSEAL_OK) {
		length.text.at = (const uint8_t *)number;
		length.text.len =
		    (size_t)snprintf(number, sizeof(number), "%zu", data.len);
		begin_object(copying, ref);
		csi_pdf_write_dict(copying->out, stream, &length, 1);
		csi_bytes_add_text(copying->out, "\nstream\n");
		csi_bytes_add_span(copying->out, csi_bytes_span(&data));
		csi_bytes_add_text(copying->out, "\nendstream\nendobj\n");
	}
	csi_bytes_wipe(&data);
	return st;
}

/* What says how the file is read is not part of what it says. */
static cseal_status
copy_object(struct copying *copying, uint32_t number)
{
	struct csi_pdf_ref ref = { number, 0 };
	const struct csi_pdf_value *value;
	struct csi_pdf_row row;
	cseal_status st;

	st = csi_pdf_row_of(copying->reader, number, &row, copying->ret_error);
	if (st != CSEAL_OK || number == copying->reader->encrypt_number ||
	    row.kind == CSI_PDF_ROW_NONE || row.kind == CSI_PDF_ROW_FREE)
		return st;
	if (row.kind == CSI_PDF_ROW_OFFSET)
		ref.generation = row.generation;
	st = csi_pdf_load(copying->reader, ref, &value, copying->ret_error);
	if (st != CSEAL_OK || is_of_type(value, "XRef") ||
	    is_of_type(value, "ObjStm"))
		return st;
	if (value->type == CSI_PDF_STREAM)
		return copy_stream(copying, ref, value);
	st = check_room(copying, 0);
	if (st == CSEAL_OK) {
		begin_object(copying, ref);
		csi_pdf_write_source(copying->out, value);
		csi_bytes_add_text(copying->out, "\nendobj\n");
	}
	return st;
}

/* An object that cannot be read is left out: a reader reads it as null. */
static cseal_status
copy_objects(struct copying *copying)
{
	uint32_t size = csi_pdf_rows_end(copying->reader);
	cseal_error **ret_error = copying->ret_error;
	cseal_status st = CSEAL_OK;

	for (uint32_t i = 1; st == CSEAL_OK && i < size; i++) {
		cseal_error *error = NULL;

		copying->ret_error = &error;
		st = copy_object(copying, i);
		if (st != CSEAL_OK && st != CSEAL_REFUSED_LIMIT &&
		    cseal_status_class_of(st) == CSEAL_CLASS_REFUSED) {
			cseal_error_free(error);
			error = NULL;
			st = CSEAL_OK;
		}
		csi_error_move(error, ret_error);
	}
	copying->ret_error = ret_error;
	return st;
}

cseal_status
csi_pdf_clear_copy(csi_pdf_reader *reader, size_t most, struct csi_bytes *out,
    cseal_error **ret_error)
{
	struct copying copying = { .reader = reader,
		.most = most,
		.out = out,
		.ret_error = ret_error };
	size_t start;
	cseal_status st;

	if (csi_pdf_needs_key(reader))
		return cseal_fail(ret_error, CSEAL_COUNTER_PASSWORD_NEEDED,
		    "the document was not opened with its password");
	csi_bytes_add_text(out, "%PDF-1.7\n");
	csi_bytes_add_text(&copying.rows, "xref\n0 1\n0000000000 65535 f \n");
	st = copy_objects(&copying);
	start = out->len;
	csi_bytes_add_span(out, csi_bytes_span(&copying.rows));
	csi_bytes_print(
	    out, "trailer\n<< /Size %u /Root ", csi_pdf_rows_end(reader));
	if (st == CSEAL_OK) {
		const struct csi_pdf_value *root =
		    csi_pdf_find(csi_pdf_trailer(reader), "Root");

		if (root != NULL)
			csi_pdf_write_source(out, root);
	}
	csi_bytes_print(out, " >>\nstartxref\n%zu\n%%%%EOF\n", start);
	if (st == CSEAL_OK)
		st = check_room(&copying, 0);
	csi_bytes_free(&copying.rows);
	if (st != CSEAL_OK)
		csi_bytes_wipe(out);
	return st;
}
