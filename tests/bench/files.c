/* SPDX-License-Identifier: Apache-2.0 */
/* files.c -- makes the files that are measured; the same bytes each time. */
#include "files.h"

#include "bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define OBJECTS  100000
#define PER_PACK 200
#define SEED     0x9e3779b97f4a7c15u

struct pdf {
	struct csi_bytes out;
	uint64_t *offsets; /* by object number */
	uint32_t count;    /* highest number */
	uint64_t random;
};

/* xorshift64: bytes that do not compress. */
static uint64_t
next_random(struct pdf *pdf)
{
	pdf->random ^= pdf->random << 13;
	pdf->random ^= pdf->random >> 7;
	pdf->random ^= pdf->random << 17;
	return pdf->random;
}

static bool
start(struct pdf *pdf, uint32_t most)
{
	memset(pdf, 0, sizeof(*pdf));
	pdf->random = SEED;
	pdf->offsets = calloc(most + 1, sizeof(*pdf->offsets));
	csi_bytes_add_text(&pdf->out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
	return pdf->offsets != NULL;
}

static void
object(struct pdf *pdf, uint32_t number)
{
	pdf->offsets[number] = pdf->out.len;
	if (number > pdf->count)
		pdf->count = number;
	csi_bytes_print(&pdf->out, "%u 0 obj\n", number);
}

static void
random_stream(struct pdf *pdf, uint32_t number, const char *dict, size_t len)
{
	object(pdf, number);
	csi_bytes_print(&pdf->out, "<<%s /Length %zu>>\nstream\n", dict, len);
	for (size_t i = 0; i < len / 8; i++) {
		uint64_t r = next_random(pdf);

		csi_bytes_add(&pdf->out, &r, sizeof(r));
	}
	csi_bytes_add_text(&pdf->out, "\nendstream\nendobj\n");
}

static bool
write_file(struct pdf *pdf, const char *path)
{
	FILE *file = fopen(path, "wb");
	bool ok = file != NULL && !pdf->out.failed &&
		  fwrite(pdf->out.at, 1, pdf->out.len, file) == pdf->out.len;

	if (file != NULL && fclose(file) != 0)
		ok = false;
	csi_bytes_free(&pdf->out);
	free(pdf->offsets);
	return ok;
}

static bool
finish_table(struct pdf *pdf, const char *path)
{
	size_t at = pdf->out.len;

	csi_bytes_print(
	    &pdf->out, "xref\n0 %u\n0000000000 65535 f \n", pdf->count + 1);
	for (uint32_t i = 1; i <= pdf->count; i++)
		csi_bytes_print(&pdf->out, "%010llu 00000 n \n",
		    (unsigned long long)pdf->offsets[i]);
	csi_bytes_print(&pdf->out,
	    "trailer\n<</Size %u /Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
	    pdf->count + 1, at);
	return write_file(pdf, path);
}

/* Objects 1 and 2 are the catalogue and the page tree; a page takes three:
 * itself, its content, an image. */
static void
pages(struct pdf *pdf, uint32_t count, uint32_t width, uint32_t height)
{
	char dict[160];

	object(pdf, 1);
	csi_bytes_add_text(
	    &pdf->out, "<</Type /Catalog /Pages 2 0 R>>\nendobj\n");
	object(pdf, 2);
	csi_bytes_print(&pdf->out, "<</Type /Pages /Count %u /Kids [", count);
	for (uint32_t i = 0; i < count; i++)
		csi_bytes_print(&pdf->out, "%u 0 R ", 3 + 3 * i);
	csi_bytes_add_text(&pdf->out, "]>>\nendobj\n");
	for (uint32_t i = 0; i < count; i++) {
		uint32_t page = 3 + 3 * i;

		object(pdf, page);
		csi_bytes_print(&pdf->out,
		    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
		    "/Contents %u 0 R /Resources <</XObject <</I %u 0 R>>>>"
		    ">>\nendobj\n",
		    page + 1, page + 2);
		object(pdf, page + 1);
		csi_bytes_add_text(&pdf->out,
		    "<</Length 36>>\nstream\nq 495 0 0 742 50 50 cm /I Do Q"
		    "      \nendstream\nendobj\n");
		snprintf(dict, sizeof(dict),
		    "/Type /XObject /Subtype /Image /Width %u /Height %u "
		    "/ColorSpace /DeviceGray /BitsPerComponent 8",
		    width, height);
		random_stream(pdf, page + 2, dict, (size_t)width * height);
	}
}

bool
make_small(const char *path)
{
	struct pdf pdf;

	if (!start(&pdf, 16))
		return false;
	pages(&pdf, 3, 200, 168);
	return finish_table(&pdf, path);
}

bool
make_large(const char *path)
{
	struct pdf pdf;

	if (!start(&pdf, 128))
		return false;
	pages(&pdf, 34, 2000, 1500);
	return finish_table(&pdf, path);
}

static void
flat_object(struct csi_bytes *out, uint32_t number)
{
	csi_bytes_print(out,
	    "<</Type /Note /Number %u /Text (This is note %u of many.)"
	    " /Next %u 0 R>>",
	    number, number, number < OBJECTS ? number + 1 : 6);
}

bool
make_objects_classic(const char *path)
{
	struct pdf pdf;

	if (!start(&pdf, OBJECTS))
		return false;
	pages(&pdf, 1, 16, 16);
	for (uint32_t i = 6; i <= OBJECTS; i++) {
		object(&pdf, i);
		flat_object(&pdf.out, i);
		csi_bytes_add_text(&pdf.out, "\nendobj\n");
	}
	return finish_table(&pdf, path);
}

/* Objects first..first+count-1 in one object stream (7.5.7). */
static bool
pack(struct pdf *pdf, uint32_t number, uint32_t first, uint32_t count)
{
	struct csi_bytes head = { 0 }, body = { 0 };
	uint8_t *packed = NULL;
	uLongf len;
	bool ok;

	for (uint32_t i = first; i < first + count; i++) {
		csi_bytes_print(&head, "%u %zu ", i, body.len);
		flat_object(&body, i);
		csi_bytes_add_u8(&body, '\n');
	}
	object(pdf, number);
	csi_bytes_print(&pdf->out,
	    "<</Type /ObjStm /N %u /First %zu /Filter /FlateDecode", count,
	    head.len);
	csi_bytes_add_span(&head, csi_bytes_span(&body));
	len = compressBound(head.len);
	packed = malloc(len);
	ok = packed != NULL && !head.failed && !body.failed &&
	     compress(packed, &len, head.at, head.len) == Z_OK;
	if (ok) {
		csi_bytes_print(&pdf->out, " /Length %lu>>\nstream\n", len);
		csi_bytes_add(&pdf->out, packed, len);
		csi_bytes_add_text(&pdf->out, "\nendstream\nendobj\n");
	}
	free(packed);
	csi_bytes_free(&head);
	csi_bytes_free(&body);
	return ok;
}

static void
xref_row(struct csi_bytes *rows, uint8_t type, uint32_t second, uint16_t third)
{
	csi_bytes_add_u8(rows, type);
	csi_bytes_add_be32(rows, second);
	csi_bytes_add_be16(rows, third);
}

static bool
finish_stream(struct pdf *pdf, const char *path, uint32_t packs)
{
	struct csi_bytes rows = { 0 };
	uint32_t xref = OBJECTS + packs + 1;
	size_t at = pdf->out.len;
	uint8_t *packed;
	uLongf len;
	bool ok;

	xref_row(&rows, 0, 0, 65535);
	for (uint32_t i = 1; i <= OBJECTS; i++) {
		if (i < 6)
			xref_row(&rows, 1, (uint32_t)pdf->offsets[i], 0);
		else
			xref_row(&rows, 2, OBJECTS + 1 + (i - 6) / PER_PACK,
			    (uint16_t)((i - 6) % PER_PACK));
	}
	for (uint32_t i = OBJECTS + 1; i < xref; i++)
		xref_row(&rows, 1, (uint32_t)pdf->offsets[i], 0);
	xref_row(&rows, 1, (uint32_t)at, 0);
	len = compressBound(rows.len);
	packed = malloc(len);
	ok = packed != NULL && !rows.failed &&
	     compress(packed, &len, rows.at, rows.len) == Z_OK;
	if (ok) {
		csi_bytes_print(&pdf->out,
		    "%u 0 obj\n<</Type /XRef /Size %u /W [1 4 2] /Root 1 0 R "
		    "/Filter /FlateDecode /Length %lu>>\nstream\n",
		    xref, xref + 1, len);
		csi_bytes_add(&pdf->out, packed, len);
		csi_bytes_print(&pdf->out,
		    "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", at);
	}
	free(packed);
	csi_bytes_free(&rows);
	return write_file(pdf, path) && ok;
}

bool
make_objects_streams(const char *path)
{
	struct pdf pdf;
	uint32_t packs = 0, first;
	bool ok = true;

	if (!start(&pdf, OBJECTS + OBJECTS / PER_PACK + 2))
		return false;
	pages(&pdf, 1, 16, 16);
	for (first = 6; ok && first <= OBJECTS; first += PER_PACK) {
		uint32_t count = OBJECTS + 1 - first;

		ok = pack(&pdf, OBJECTS + 1 + packs, first,
		    count < PER_PACK ? count : PER_PACK);
		packs++;
	}
	return finish_stream(&pdf, path, packs) && ok;
}
