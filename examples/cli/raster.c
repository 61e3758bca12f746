/* SPDX-License-Identifier: Apache-2.0 */
/* raster.c -- fills the outline of ink and writes a PNG file.
 *
 * The outline is a polygon after curves are cut up.  Each line of pixels is
 * crossed by LINES lines; between crossings where the winding number is not
 * zero, pixels are covered by the exact part of their width. */
#include "raster.h"

#include "path.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#define LINES      5 /* in a line of pixels */
#define UM_AN_INCH 25400.0
#define UM_A_METRE 1e6

struct crossing {
	double x;
	int winding;
};

struct canvas {
	const struct cli_path *path;
	double scale;
	unsigned width, height;
	struct crossing *crossings; /* room for every edge */
	float *cover;               /* of one line of pixels, 0 to LINES */
	unsigned char *pixels;      /* gray, alpha */
};

static int
by_x(const void *a, const void *b)
{
	const struct crossing *left = a, *right = b;

	return (left->x > right->x) - (left->x < right->x);
}

/* Where the edges cross the height y of the canvas, from left to right. */
static size_t
cross(struct canvas *canvas, double y)
{
	size_t count = 0;

	for (size_t i = 0; i < canvas->path->count; i++) {
		const struct cli_edge *edge = &canvas->path->edges[i];
		double y0 = edge->y0 * canvas->scale;
		double y1 = edge->y1 * canvas->scale;
		double x0 = edge->x0 * canvas->scale;
		double x1 = edge->x1 * canvas->scale;

		if ((y0 <= y) == (y1 <= y))
			continue;
		canvas->crossings[count].x =
		    x0 + (x1 - x0) * (y - y0) / (y1 - y0);
		canvas->crossings[count++].winding = y0 < y1 ? 1 : -1;
	}
	qsort(canvas->crossings, count, sizeof(struct crossing), by_x);
	return count;
}

static void
cover_span(struct canvas *canvas, double from, double to)
{
	from = fmax(from, 0);
	to = fmin(to, canvas->width);
	for (unsigned x = (unsigned)from; x < canvas->width && x < to; x++)
		canvas->cover[x] +=
		    (float)(fmin(to, x + 1.0) - fmax(from, (double)x));
}

static void
fill_line(struct canvas *canvas, unsigned line)
{
	size_t count;
	int winding;

	memset(canvas->cover, 0, canvas->width * sizeof(float));
	for (int i = 0; i < LINES; i++) {
		count = cross(canvas, line + (i + 0.5) / LINES);
		winding = 0;
		for (size_t j = 0; j + 1 < count; j++) {
			winding += canvas->crossings[j].winding;
			if (winding != 0)
				cover_span(canvas, canvas->crossings[j].x,
				    canvas->crossings[j + 1].x);
		}
	}
	for (unsigned x = 0; x < canvas->width; x++)
		canvas->pixels[2 * ((size_t)line * canvas->width + x) + 1] =
		    (unsigned char)lrintf(
			fminf(canvas->cover[x] / LINES, 1) * 255);
}

static bool
canvas_init(struct canvas *canvas, const struct cli_path *path, unsigned width,
    unsigned dpi)
{
	double pixels = path->width / UM_AN_INCH * dpi;

	if (width == 0)
		width = (unsigned)fmin(fmax(ceil(pixels), 1), CLI_RASTER_MOST);
	canvas->path = path;
	canvas->width = width;
	canvas->scale = width / path->width;
	pixels = ceil(path->height * canvas->scale);
	canvas->height = (unsigned)fmin(fmax(pixels, 1), CLI_RASTER_MOST);
	canvas->crossings = calloc(path->count + 1, sizeof(struct crossing));
	canvas->cover = calloc(width, sizeof(float));
	canvas->pixels = calloc((size_t)width * canvas->height, 2);
	return canvas->crossings != NULL && canvas->cover != NULL &&
	       canvas->pixels != NULL;
}

static void
canvas_fini(struct canvas *canvas)
{
	free(canvas->crossings);
	free(canvas->cover);
	cli_bytes_free(
	    canvas->pixels, 2 * (size_t)canvas->width * canvas->height);
}

/* libpng comes back here by longjmp() when it cannot go on. */
static bool
write_chunks(png_structp png, png_infop info, const struct canvas *canvas,
    FILE *out, char *description)
{
	char key[] = "Description";
	png_text text = { .compression = PNG_TEXT_COMPRESSION_NONE,
		.key = key,
		.text = description };
	png_uint_32 per_metre = (png_uint_32)lrint(canvas->scale * UM_A_METRE);

	if (setjmp(png_jmpbuf(png)))
		return false;
	png_init_io(png, out);
	png_set_IHDR(png, info, canvas->width, canvas->height, 8,
	    PNG_COLOR_TYPE_GRAY_ALPHA, PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
	png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
	if (description != NULL)
		png_set_text(png, info, &text, 1);
	png_write_info(png, info);
	for (unsigned line = 0; line < canvas->height; line++)
		png_write_row(
		    png, canvas->pixels + 2 * (size_t)line * canvas->width);
	png_write_end(png, info);
	return true;
}

static bool
write_file(const struct canvas *canvas, FILE *out, char *description)
{
	png_structp png;
	png_infop info;
	bool good;

	png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	if (png == NULL)
		return false;
	info = png_create_info_struct(png);
	good =
	    info != NULL && write_chunks(png, info, canvas, out, description);
	png_destroy_write_struct(&png, &info);
	return good;
}

static cseal_status
write_png(const struct canvas *canvas, char *description, void **ret_png,
    size_t *ret_len)
{
	char *png = NULL;
	FILE *out;
	size_t len = 0;
	bool good;

	out = open_memstream(&png, &len);
	if (out == NULL)
		return CSEAL_FAULT_MEMORY;
	good = write_file(canvas, out, description);
	if (fclose(out) != 0 || !good) {
		free(png);
		return CSEAL_FAULT_MEMORY;
	}
	*ret_png = png;
	*ret_len = len;
	return CSEAL_OK;
}

cseal_status
cli_raster_png(struct cli *cli, const char *svg, size_t len, unsigned width,
    unsigned dpi, void **ret_png, size_t *ret_len)
{
	struct canvas canvas = { 0 };
	struct cli_path path;
	cseal_status st;

	st = cli_path_parse(cli, svg, len, &path);
	if (st != CSEAL_OK)
		return st;
	if (!canvas_init(&canvas, &path, width, dpi)) {
		st = CSEAL_FAULT_MEMORY;
		goto out;
	}
	for (unsigned line = 0; line < canvas.height; line++)
		fill_line(&canvas, line);
	st = write_png(&canvas, path.description, ret_png, ret_len);
out:
	canvas_fini(&canvas);
	cli_path_free(&path);
	return st;
}
