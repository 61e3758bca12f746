/* SPDX-License-Identifier: Apache-2.0 */
/* drawing.c -- ink as a file of its own: the outline, and no more. */
#include "drawing.h"

#include "mark.h"
#include "number.h"
#include "outline.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define POINT (72 / 25400.0) /* 1/72 inch, of a micrometre */

static void
add_size(struct csi_bytes *out, const char *before, double value)
{
	csi_bytes_add_text(out, before);
	csi_ink_add_number(out, value, true);
}

bool
csi_ink_svg(const struct cseal_ink_sample *samples, size_t count,
    bool is_virtual, struct csi_bytes *out)
{
	struct csi_ink_box box;
	double width, height;

	if (!csi_ink_bounds(samples, count, &box))
		return false;
	width = box.right - box.left;
	height = box.bottom - box.top;
	csi_bytes_add_text(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	add_size(out, " width=\"", width / 1000);
	add_size(out, "mm\" height=\"", height / 1000);
	csi_bytes_add_text(out, "mm\" viewBox=\"0 0 ");
	csi_ink_add_number(out, width, false);
	csi_bytes_add_text(out, " ");
	csi_ink_add_number(out, height, false);
	csi_bytes_add_text(out, "\">");
	if (is_virtual)
		csi_bytes_print(out, "<desc>%s</desc>", CSI_INK_VIRTUAL_MARK);
	csi_bytes_add_text(out, "<path d=\"");
	csi_ink_paths_svg(samples, count, &box, out);
	csi_bytes_add_text(out, "\"/></svg>\n");
	return true;
}

/* zlib's memory holds what it compresses: it is wiped when it is freed, for
 * which its length lies in front of it. */
#define LENGTH_ROOM 16

static voidpf
take_memory(voidpf user, uInt count, uInt size)
{
	size_t len = (size_t)count * size + LENGTH_ROOM;
	uint8_t *at = malloc(len);

	if (at == NULL)
		return NULL;
	memcpy(at, &len, sizeof(len));
	return at + LENGTH_ROOM;
}

static void
give_memory(voidpf user, voidpf memory)
{
	uint8_t *at = (uint8_t *)memory - LENGTH_ROOM;
	size_t len;

	memcpy(&len, at, sizeof(len));
	explicit_bzero(at, len);
	free(at);
}

/* As compress(3) does it.  Drawings are far shorter than 4 GiB. */
static bool
deflate_all(const struct csi_bytes *plain, uint8_t *at, size_t *len)
{
	z_stream stream = { .zalloc = take_memory, .zfree = give_memory };
	int code;

	if (plain->len > UINT_MAX || *len > UINT_MAX ||
	    deflateInit(&stream, Z_DEFAULT_COMPRESSION) != Z_OK)
		return false;
	stream.next_in = plain->at;
	stream.avail_in = (uInt)plain->len;
	stream.next_out = at;
	stream.avail_out = (uInt)*len;
	code = deflate(&stream, Z_FINISH);
	*len = stream.total_out;
	deflateEnd(&stream);
	return code == Z_STREAM_END;
}

static void
deflate_into(const struct csi_bytes *plain, struct csi_bytes *out)
{
	size_t len = compressBound(plain->len);
	uint8_t *at;

	if (plain->failed) {
		out->failed = true;
		return;
	}
	at = csi_bytes_room(out, len);
	if (at == NULL)
		return;
	if (!deflate_all(plain, at, &len))
		out->failed = true;
	else
		out->len += len;
}

/* Objects are numbered from 1 in the order in which they are begun. */
struct file {
	struct csi_bytes *out;
	size_t start, count;
	size_t offsets[6];
};

static void
begin_object(struct file *file)
{
	file->offsets[file->count++] = file->out->len - file->start;
	csi_bytes_print(file->out, "%zu 0 obj\n", file->count);
}

static void
add_page(struct file *file, const struct csi_ink_box *box,
    const struct csi_bytes *content)
{
	/* Up, so that no hundredth of the outline is off the page. */
	double width = ceil((box->right - box->left) * POINT * 100) / 100;
	double height = ceil((box->bottom - box->top) * POINT * 100) / 100;

	begin_object(file);
	csi_bytes_add_text(file->out,
	    "<< /Type /Page /Parent 2 0 R /Resources << >> /Contents 4 0 R "
	    "/MediaBox [0 0 ");
	csi_ink_add_number(file->out, width, true);
	add_size(file->out, " ", height);
	csi_bytes_add_text(file->out, "] >>\nendobj\n");
	begin_object(file);
	csi_bytes_print(file->out,
	    "<< /Filter /FlateDecode /Length %zu >>\nstream\n", content->len);
	csi_bytes_add_span(file->out, csi_bytes_span(content));
	csi_bytes_add_text(file->out, "\nendstream\nendobj\n");
}

static void
add_trailer(struct file *file, bool has_info)
{
	size_t xref = file->out->len - file->start;

	csi_bytes_print(
	    file->out, "xref\n0 %zu\n0000000000 65535 f \n", file->count + 1);
	for (size_t i = 0; i < file->count; i++)
		csi_bytes_print(
		    file->out, "%010zu 00000 n \n", file->offsets[i]);
	csi_bytes_print(file->out,
	    "trailer\n<< /Size %zu /Root 1 0 R%s >>\nstartxref\n%zu\n%%%%EOF\n",
	    file->count + 1, has_info ? " /Info 5 0 R" : "", xref);
}

bool
csi_ink_pdf(const struct cseal_ink_sample *samples, size_t count,
    bool is_virtual, struct csi_bytes *out)
{
	struct file file = { .out = out, .start = out->len };
	struct csi_bytes paths = { .is_wiped = true };
	struct csi_bytes content = { .is_wiped = true };
	struct csi_ink_box box;

	if (!csi_ink_bounds(samples, count, &box))
		return false;
	csi_ink_paths_pdf(samples, count, &box, &paths);
	deflate_into(&paths, &content);
	csi_bytes_add_text(out, "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
	begin_object(&file);
	csi_bytes_add_text(out, "<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
	begin_object(&file);
	csi_bytes_add_text(
	    out, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
	add_page(&file, &box, &content);
	if (is_virtual) {
		begin_object(&file);
		csi_bytes_print(out, "<< /Keywords (%s) >>\nendobj\n",
		    CSI_INK_VIRTUAL_MARK);
	}
	add_trailer(&file, is_virtual);
	if (content.failed)
		out->failed = true;
	csi_bytes_wipe(&content);
	csi_bytes_wipe(&paths);
	return true;
}

bool
csi_ink_drawing_is_virtual(struct csi_span file)
{
	return file.len != 0 && memmem(file.at, file.len, CSI_INK_VIRTUAL_MARK,
				    sizeof(CSI_INK_VIRTUAL_MARK) - 1) != NULL;
}
