/* SPDX-License-Identifier: Apache-2.0 */
/* image_png.c -- a PNG file as samples that PDF can show.
 *
 * libpng leaves by longjmp when a file is bad.  All that is acquired lies in
 * struct decode, which outlives the jump; the functions that a jump crosses
 * hold nothing. */
#include "image_png.h"

#include "error.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define CHUNKS_MOST 1000 /* that libpng keeps */
/* A pixel is painted, or not; pixels that are neither nearly clear nor nearly
 * opaque are edges, unless they are many: so many in a hundred painted. */
#define PAINTED_LEAST 128
#define CLEAR_MOST    31
#define OPAQUE_LEAST  224
#define EDGES_MOST    75
/* Twice as fast as the default for a tenth more bytes. */
#define LEVEL 4

/* One plane of the picture on its way through zlib. */
struct plane {
	z_stream zip;
	bool is_open;
	uint8_t *row;
	struct csi_bytes *out;
};

struct decode {
	struct csi_span left;
	struct csi_png *result;
	png_structp png;
	png_infop info;
	unsigned channels;
	size_t row_len;
	uint8_t *pixels; /* one row, or all of an interlaced picture */
	png_bytep *rows; /* of an interlaced picture */
	struct plane color, alpha;
	bool is_opaque, no_memory, too_large;
	bool is_masked;
	uint64_t painted, between;
	char why[100];
};

static void *
count_malloc(png_structp png, png_alloc_size_t len)
{
	struct decode *decode = png_get_mem_ptr(png);
	void *at = malloc(len);

	if (at == NULL)
		decode->no_memory = true;
	return at;
}

static void
plain_free(png_structp png, void *at)
{
	free(at);
}

static void
on_error(png_structp png, png_const_charp text)
{
	struct decode *decode = png_get_error_ptr(png);

	snprintf(decode->why, sizeof(decode->why), "%s", text);
	png_longjmp(png, 1);
}

static void
on_warning(png_structp png, png_const_charp text)
{
}

static void
on_read(png_structp png, png_bytep to, size_t len)
{
	struct decode *decode = png_get_io_ptr(png);

	if (len > decode->left.len)
		png_error(png, "it ended early");
	memcpy(to, decode->left.at, len);
	decode->left.at += len;
	decode->left.len -= len;
}

/* ---- planes ----------------------------------------------------------- */

static void *
get(struct decode *decode, size_t len)
{
	void *at = calloc(1, len);

	if (at == NULL) {
		decode->no_memory = true;
		png_error(decode->png, "out of memory");
	}
	return at;
}

static void
open_plane(struct decode *decode, struct plane *plane, unsigned channels,
    struct csi_bytes *out)
{
	plane->out = out;
	plane->row = get(decode, (size_t)decode->result->width * channels);
	if (deflateInit(&plane->zip, LEVEL) != Z_OK) {
		decode->no_memory = true;
		png_error(decode->png, "out of memory");
	}
	plane->is_open = true;
}

static void
push(struct decode *decode, struct plane *plane, size_t len, int flush)
{
	int done;

	plane->zip.next_in = plane->row;
	plane->zip.avail_in = (uInt)len;
	do {
		uint8_t *to = csi_bytes_room(plane->out, 4096);
		size_t room;

		if (to == NULL) {
			decode->no_memory = true;
			png_error(decode->png, "out of memory");
		}
		room = plane->out->room - plane->out->len;
		if (room > UINT32_MAX / 2)
			room = UINT32_MAX / 2;
		plane->zip.next_out = to;
		plane->zip.avail_out = (uInt)room;
		done = deflate(&plane->zip, flush);
		plane->out->len += room - plane->zip.avail_out;
	} while (plane->zip.avail_out == 0 ||
		 (flush == Z_FINISH && done != Z_STREAM_END));
}

/* One pixel on white, where a part of it is clear. */
static void
push_masked(struct decode *decode, uint32_t x, uint8_t *color, unsigned colors,
    uint8_t alpha)
{
	uint8_t bit = (uint8_t)(0x80 >> x % 8);

	if (x % 8 == 0)
		decode->alpha.row[x / 8] = 0;
	if (alpha < PAINTED_LEAST)
		decode->alpha.row[x / 8] |= bit;
	decode->painted += alpha >= PAINTED_LEAST;
	decode->between += alpha > CLEAR_MOST && alpha < OPAQUE_LEAST;
	for (unsigned c = 0; c < colors; c++)
		color[c] = (uint8_t)(255 - (255 - color[c]) * alpha / 255);
}

static void
push_row(struct decode *decode, const uint8_t *row)
{
	unsigned channels = decode->channels,
		 colors = channels & 1 ? channels : channels - 1;
	uint32_t width = decode->result->width;
	uint8_t *color = decode->color.row, *alpha = decode->alpha.row;

	if (colors == channels) {
		memcpy(color, row, (size_t)width * channels);
		push(
		    decode, &decode->color, (size_t)width * colors, Z_NO_FLUSH);
		return;
	}
	for (uint32_t x = 0; x < width; x++) {
		for (unsigned c = 0; c < colors; c++)
			*color++ = *row++;
		decode->is_opaque &= *row == 0xff;
		if (decode->is_masked)
			push_masked(decode, x, color - colors, colors, *row++);
		else
			*alpha++ = *row++;
	}
	push(decode, &decode->color, (size_t)width * colors, Z_NO_FLUSH);
	push(decode, &decode->alpha,
	    decode->is_masked ? (width + 7) / 8 : width, Z_NO_FLUSH);
}

/* ---- steps that libpng may leave by a jump ---------------------------- */

/* Everything becomes 8 bits of grey, grey and alpha, RGB, or RGBA. */
static void
read_header(struct decode *decode)
{
	struct csi_png *result = decode->result;

	png_read_info(decode->png, decode->info);
	result->width = png_get_image_width(decode->png, decode->info);
	result->height = png_get_image_height(decode->png, decode->info);
	if ((uint64_t)result->width * result->height > CSI_PNG_PIXELS_MOST) {
		decode->too_large = true;
		png_error(decode->png, "too many pixels");
	}
	png_set_expand(decode->png);
	png_set_scale_16(decode->png);
	png_set_interlace_handling(decode->png);
	png_read_update_info(decode->png, decode->info);
	decode->channels = png_get_channels(decode->png, decode->info);
	decode->row_len = png_get_rowbytes(decode->png, decode->info);
	if (decode->channels < 1 || decode->channels > 4 ||
	    png_get_bit_depth(decode->png, decode->info) != 8 ||
	    decode->row_len != (size_t)result->width * decode->channels)
		png_error(decode->png, "its samples have an unknown form");
	result->is_grey = decode->channels <= 2;
}

static void
open_planes(struct decode *decode)
{
	unsigned colors = decode->result->is_grey ? 1 : 3;

	decode->is_opaque = true;
	open_plane(decode, &decode->color, colors, &decode->result->color);
	if (decode->channels != colors)
		open_plane(decode, &decode->alpha, 1, &decode->result->alpha);
}

static void
read_in_order(struct decode *decode)
{
	decode->pixels = get(decode, decode->row_len);
	for (uint32_t y = 0; y < decode->result->height; y++) {
		png_read_row(decode->png, decode->pixels, NULL);
		push_row(decode, decode->pixels);
	}
}

static void
read_interlaced(struct decode *decode)
{
	uint32_t height = decode->result->height;

	decode->pixels = get(decode, decode->row_len * height);
	decode->rows = get(decode, sizeof(*decode->rows) * height);
	for (uint32_t y = 0; y < height; y++)
		decode->rows[y] = decode->pixels + decode->row_len * y;
	png_read_image(decode->png, decode->rows);
	for (uint32_t y = 0; y < height; y++)
		push_row(decode, decode->rows[y]);
}

static bool
run(struct decode *decode)
{
	if (setjmp(png_jmpbuf(decode->png)) != 0)
		return false;
	png_set_read_fn(decode->png, decode, on_read);
	png_set_user_limits(decode->png, 1u << 20, 1u << 20);
	png_set_chunk_cache_max(decode->png, CHUNKS_MOST);
	/* What is not drawn is not read: text, profiles, unknown chunks. */
	png_set_keep_unknown_chunks(
	    decode->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
	read_header(decode);
	open_planes(decode);
	if (png_get_interlace_type(decode->png, decode->info) ==
	    PNG_INTERLACE_NONE)
		read_in_order(decode);
	else
		read_interlaced(decode);
	png_read_end(decode->png, NULL);
	push(decode, &decode->color, 0, Z_FINISH);
	if (decode->alpha.is_open)
		push(decode, &decode->alpha, 0, Z_FINISH);
	return true;
}

static void
close_plane(struct plane *plane)
{
	if (plane->is_open)
		deflateEnd(&plane->zip);
	free(plane->row);
}

bool
csi_png_is(struct csi_span bytes)
{
	return bytes.len >= 8 && memcmp(bytes.at, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static cseal_status
failed(const struct decode *decode, cseal_error **ret_error)
{
	if (decode->no_memory)
		return csi_fail_memory(ret_error);
	if (decode->too_large)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the PNG had more than %u pixels", CSI_PNG_PIXELS_MOST);
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the PNG could not be read: %s", decode->why);
}

static cseal_status
check_edges(const struct decode *decode, cseal_error **ret_error)
{
	if (!decode->is_masked || decode->is_opaque ||
	    decode->between * 100 <= decode->painted * EDGES_MOST)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "large parts of the PNG were half clear, which the document's "
	    "PDF/A does not allow");
}

static cseal_status
read_png(struct csi_span bytes, bool is_masked, struct csi_png *ret_png,
    cseal_error **ret_error)
{
	struct csi_png result = { .is_masked = is_masked };
	struct decode decode = {
		.left = bytes, .result = &result, .is_masked = is_masked
	};
	cseal_status st = CSEAL_OK;

	if (bytes.len > CSI_PNG_BYTES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the PNG was larger than %u bytes", CSI_PNG_BYTES_MOST);
	decode.png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, &decode,
	    on_error, on_warning, &decode, count_malloc, plain_free);
	if (decode.png != NULL)
		decode.info = png_create_info_struct(decode.png);
	if (decode.info == NULL)
		st = csi_fail_memory(ret_error);
	else if (!run(&decode))
		st = failed(&decode, ret_error);
	png_destroy_read_struct(&decode.png, &decode.info, NULL);
	close_plane(&decode.color);
	close_plane(&decode.alpha);
	free(decode.pixels);
	free(decode.rows);
	if (st == CSEAL_OK)
		st = check_edges(&decode, ret_error);
	if (st != CSEAL_OK) {
		csi_png_clear(&result);
		return st;
	}
	if (decode.is_opaque)
		csi_bytes_free(&result.alpha);
	*ret_png = result;
	return CSEAL_OK;
}

cseal_status
csi_png_read(
    struct csi_span bytes, struct csi_png *ret_png, cseal_error **ret_error)
{
	return read_png(bytes, false, ret_png, ret_error);
}

cseal_status
csi_png_read_masked(
    struct csi_span bytes, struct csi_png *ret_png, cseal_error **ret_error)
{
	return read_png(bytes, true, ret_png, ret_error);
}

void
csi_png_clear(struct csi_png *png)
{
	csi_bytes_free(&png->color);
	csi_bytes_free(&png->alpha);
	memset(png, 0, sizeof(*png));
}
