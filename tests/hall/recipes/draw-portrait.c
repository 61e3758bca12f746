/* SPDX-License-Identifier: Apache-2.0 */
/* draw-portrait.c -- the customer at the counter, as a friendly drawing.
 *
 *	draw-portrait >OUT.ppm
 *
 * Nobody sat for it. */
#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#define WIDTH  480
#define HEIGHT 640

struct color {
	double red, green, blue;
};

static const struct color wall = { 0.80, 0.87, 0.91 };
static const struct color light = { 0.93, 0.96, 0.97 };
static const struct color skin = { 0.97, 0.83, 0.72 };
static const struct color shade = { 0.90, 0.72, 0.60 };
static const struct color blush = { 0.95, 0.68, 0.62 };
static const struct color hair = { 0.16, 0.13, 0.14 };
static const struct color shine = { 0.30, 0.26, 0.28 };
static const struct color jacket = { 0.17, 0.38, 0.45 };
static const struct color seam = { 0.12, 0.29, 0.35 };
static const struct color shirt = { 0.98, 0.97, 0.94 };
static const struct color lips = { 0.78, 0.36, 0.36 };

static void
fill(cairo_t *cr, struct color color)
{
	cairo_set_source_rgb(cr, color.red, color.green, color.blue);
	cairo_fill(cr);
}

static void
stroke(cairo_t *cr, struct color color, double width)
{
	cairo_set_source_rgb(cr, color.red, color.green, color.blue);
	cairo_set_line_width(cr, width);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_stroke(cr);
}

static void
ellipse(cairo_t *cr, double x, double y, double width, double height)
{
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, width, height);
	cairo_new_sub_path(cr);
	cairo_arc(cr, 0, 0, 1, 0, 2 * 3.14159265358979);
	cairo_restore(cr);
}

static void
draw_wall(cairo_t *cr)
{
	cairo_pattern_t *glow =
	    cairo_pattern_create_radial(240, 230, 40, 240, 300, 430);

	cairo_pattern_add_color_stop_rgb(
	    glow, 0, light.red, light.green, light.blue);
	cairo_pattern_add_color_stop_rgb(
	    glow, 1, wall.red, wall.green, wall.blue);
	cairo_set_source(cr, glow);
	cairo_paint(cr);
	cairo_pattern_destroy(glow);
}

/* Hair that falls behind the shoulders. */
static void
draw_back_hair(cairo_t *cr)
{
	cairo_move_to(cr, 240, 92);
	cairo_curve_to(cr, 118, 88, 108, 210, 118, 300);
	cairo_curve_to(cr, 124, 360, 118, 400, 134, 430);
	cairo_curve_to(cr, 190, 462, 290, 462, 346, 430);
	cairo_curve_to(cr, 362, 400, 356, 360, 362, 300);
	cairo_curve_to(cr, 372, 210, 362, 88, 240, 92);
	fill(cr, hair);
}

static void
draw_shoulders(cairo_t *cr)
{
	cairo_move_to(cr, 28, 640);
	cairo_curve_to(cr, 34, 540, 70, 500, 180, 462);
	cairo_line_to(cr, 300, 462);
	cairo_curve_to(cr, 410, 500, 446, 540, 452, 640);
	cairo_close_path(cr);
	fill(cr, jacket);
	cairo_move_to(cr, 190, 452);
	cairo_line_to(cr, 240, 610);
	cairo_line_to(cr, 290, 452);
	cairo_close_path(cr);
	fill(cr, shirt);
	cairo_move_to(cr, 196, 380);
	cairo_curve_to(cr, 200, 430, 196, 450, 182, 462);
	cairo_curve_to(cr, 210, 512, 270, 512, 298, 462);
	cairo_curve_to(cr, 284, 450, 280, 430, 284, 380);
	cairo_close_path(cr);
	fill(cr, shade);
}

static void
draw_lapels(cairo_t *cr)
{
	for (int side = -1; side <= 1; side += 2) {
		cairo_save(cr);
		cairo_translate(cr, 240, 0);
		cairo_scale(cr, side, 1);
		cairo_move_to(cr, 54, 452);
		cairo_line_to(cr, 96, 480);
		cairo_line_to(cr, 78, 530);
		cairo_line_to(cr, 92, 540);
		cairo_line_to(cr, 0, 640);
		cairo_line_to(cr, 0, 612);
		cairo_close_path(cr);
		fill(cr, seam);
		cairo_move_to(cr, 150, 560);
		cairo_curve_to(cr, 156, 590, 158, 610, 158, 640);
		stroke(cr, seam, 3);
		cairo_restore(cr);
	}
}

static void
draw_head(cairo_t *cr)
{
	ellipse(cr, 146, 288, 20, 32);
	ellipse(cr, 334, 288, 20, 32);
	fill(cr, shade);
	cairo_move_to(cr, 240, 116);
	cairo_curve_to(cr, 340, 116, 346, 220, 338, 290);
	cairo_curve_to(cr, 330, 360, 288, 412, 240, 412);
	cairo_curve_to(cr, 192, 412, 150, 360, 142, 290);
	cairo_curve_to(cr, 134, 220, 140, 116, 240, 116);
	fill(cr, skin);
	ellipse(cr, 182, 330, 24, 14);
	ellipse(cr, 298, 330, 24, 14);
	cairo_set_source_rgba(cr, blush.red, blush.green, blush.blue, 0.45);
	cairo_fill(cr);
}

/* A fringe, parted on one side, and the hair beside the cheeks. */
static void
draw_front_hair(cairo_t *cr)
{
	cairo_move_to(cr, 206, 128);
	cairo_curve_to(cr, 190, 176, 156, 206, 148, 262);
	cairo_curve_to(cr, 144, 300, 150, 340, 140, 372);
	cairo_curve_to(cr, 118, 330, 112, 240, 130, 180);
	cairo_curve_to(cr, 146, 120, 190, 92, 244, 94);
	cairo_curve_to(cr, 312, 92, 342, 126, 352, 184);
	cairo_curve_to(cr, 368, 244, 362, 330, 340, 372);
	cairo_curve_to(cr, 332, 340, 338, 300, 332, 258);
	cairo_curve_to(cr, 322, 214, 262, 186, 206, 128);
	fill(cr, hair);
	cairo_move_to(cr, 166, 150);
	cairo_curve_to(cr, 152, 168, 146, 184, 142, 206);
	stroke(cr, shine, 6);
	cairo_move_to(cr, 266, 122);
	cairo_curve_to(cr, 298, 136, 320, 156, 330, 190);
	stroke(cr, shine, 6);
}

static void
draw_eye(cairo_t *cr, double x)
{
	static const struct color white = { 1, 1, 1 };

	ellipse(cr, x, 284, 21, 12);
	fill(cr, white);
	cairo_save(cr);
	ellipse(cr, x, 284, 21, 12);
	cairo_clip(cr);
	ellipse(cr, x, 284, 11, 12);
	fill(cr, hair);
	ellipse(cr, x + 4, 279, 3.4, 3.4);
	fill(cr, white);
	cairo_restore(cr);
	cairo_move_to(cr, x - 23, 285);
	cairo_curve_to(cr, x - 13, 268, x + 13, 268, x + 23, 284);
	stroke(cr, hair, 4);
	cairo_move_to(cr, x - 25, 254);
	cairo_curve_to(cr, x - 12, 245, x + 12, 245, x + 25, 253);
	stroke(cr, hair, 6);
}

static void
draw_face(cairo_t *cr)
{
	draw_eye(cr, 194);
	draw_eye(cr, 286);
	cairo_move_to(cr, 238, 290);
	cairo_curve_to(cr, 236, 310, 230, 322, 229, 328);
	cairo_curve_to(cr, 232, 335, 244, 335, 250, 331);
	stroke(cr, shade, 4);
	cairo_move_to(cr, 208, 360);
	cairo_curve_to(cr, 226, 376, 254, 376, 272, 360);
	stroke(cr, lips, 5);
	cairo_move_to(cr, 228, 382);
	cairo_curve_to(cr, 236, 386, 244, 386, 252, 382);
	stroke(cr, shade, 3);
}

static int
write_ppm(cairo_surface_t *surface)
{
	const unsigned char *rows = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);

	printf("P6\n%d %d\n255\n", WIDTH, HEIGHT);
	for (int y = 0; y < HEIGHT; y++) {
		const uint32_t *row = (const void *)(rows + (long)y * stride);

		for (int x = 0; x < WIDTH; x++) {
			putchar((int)(row[x] >> 16 & 0xff));
			putchar((int)(row[x] >> 8 & 0xff));
			putchar((int)(row[x] & 0xff));
		}
	}
	return ferror(stdout) || fflush(stdout) != 0;
}

int
main(void)
{
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
	cairo_t *cr = cairo_create(surface);
	int failed;

	draw_wall(cr);
	draw_back_hair(cr);
	draw_shoulders(cr);
	draw_lapels(cr);
	draw_head(cr);
	draw_front_hair(cr);
	draw_face(cr);
	failed = cairo_status(cr) != CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	if (!failed)
		failed = write_ppm(surface);
	cairo_surface_destroy(surface);
	return failed;
}
