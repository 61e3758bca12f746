/* SPDX-License-Identifier: Apache-2.0 */
/* screen.c -- what a pad shows: a picture of one bit a pixel. */
#include "screen.h"

#include <stdlib.h>
#include <string.h>

bool
stu_screen_init(struct stu_screen *screen, uint16_t width, uint16_t height)
{
	screen->width = width;
	screen->height = height;
	screen->stride = ((size_t)width + 7) / 8;
	screen->bits = malloc(screen->stride * height);
	if (screen->bits == NULL)
		return false;
	memset(screen->bits, 0xff, screen->stride * height);
	return true;
}

void
stu_screen_free(struct stu_screen *screen)
{
	free(screen->bits);
	memset(screen, 0, sizeof(*screen));
}

static void
ink(struct stu_screen *screen, int x, int y)
{
	if (x < 0 || y < 0 || x >= screen->width || y >= screen->height)
		return;
	screen->bits[(size_t)y * screen->stride + (size_t)x / 8] &=
	    (uint8_t) ~(0x80 >> x % 8);
}

void
stu_screen_blank(struct stu_screen *screen, const struct stu_area *area)
{
	for (int y = area->top; y <= area->bottom && y < screen->height; y++) {
		for (int x = area->left; x <= area->right && x < screen->width;
		     x++)
			screen->bits[(size_t)y * screen->stride +
				     (size_t)x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
}

static void
fill(struct stu_screen *screen, int left, int top, int right, int bottom)
{
	for (int y = top; y <= bottom; y++) {
		for (int x = left; x <= right; x++)
			ink(screen, x, y);
	}
}

void
stu_screen_frame(
    struct stu_screen *screen, const struct stu_area *area, uint16_t thick)
{
	int more = thick - 1;

	fill(screen, area->left, area->top, area->right, area->top + more);
	fill(
	    screen, area->left, area->bottom - more, area->right, area->bottom);
	fill(screen, area->left, area->top, area->left + more, area->bottom);
	fill(screen, area->right - more, area->top, area->right, area->bottom);
}

/* A square at every step of the longer side. */
void
stu_screen_line(
    struct stu_screen *screen, int x1, int y1, int x2, int y2, uint16_t thick)
{
	int dx = x2 - x1, dy = y2 - y1;
	int steps = abs(dx) > abs(dy) ? abs(dx) : abs(dy);

	for (int i = 0; i <= steps; i++) {
		int x = x1 + (steps == 0 ? 0 : dx * i / steps);
		int y = y1 + (steps == 0 ? 0 : dy * i / steps);

		fill(screen, x, y, x + thick - 1, y + thick - 1);
	}
}

/* Places on a grid of 8 by 8 around the middle, joined two by two. */
struct piece {
	int8_t x1, y1, x2, y2;
};

static const struct piece cross[] = { { 1, 1, 7, 7 }, { 7, 1, 1, 7 } };
static const struct piece tick[] = { { 1, 4, 3, 7 }, { 3, 7, 7, 1 } };
/* An arrow that goes back. */
static const struct piece back[] = { { 1, 3, 6, 3 }, { 6, 3, 7, 5 },
	{ 7, 5, 6, 7 }, { 6, 7, 3, 7 }, { 1, 3, 3, 1 }, { 1, 3, 3, 5 } };

void
stu_screen_sign(struct stu_screen *screen, const struct stu_area *area,
    cseal_pad_button means)
{
	const struct piece *pieces = means == CSEAL_PAD_OK      ? tick
				     : means == CSEAL_PAD_CLEAR ? back
								: cross;
	size_t count = means == CSEAL_PAD_CLEAR
			   ? sizeof(back) / sizeof(back[0])
			   : sizeof(cross) / sizeof(cross[0]);
	int width = area->right - area->left + 1;
	int height = area->bottom - area->top + 1;
	int side = width < height ? width : height;
	int left = area->left + (width - side) / 2;
	int top = area->top + (height - side) / 2;
	uint16_t thick = (uint16_t)(side / 12 + 1);

	for (size_t i = 0; i < count; i++)
		stu_screen_line(screen, left + pieces[i].x1 * side / 8,
		    top + pieces[i].y1 * side / 8,
		    left + pieces[i].x2 * side / 8,
		    top + pieces[i].y2 * side / 8, thick);
}

void
stu_screen_text(
    struct stu_screen *screen, const struct stu_area *area, const uint8_t *grey)
{
	for (int y = area->top; y <= area->bottom; y++) {
		for (int x = area->left; x <= area->right; x++) {
			if (*grey++ >= 0x80)
				ink(screen, x, y);
		}
	}
}

/* A number of the header, behind white space and comments (pbm(5)). */
static bool
take_number(const uint8_t *bytes, size_t len, size_t *at, unsigned *ret_number)
{
	unsigned number = 0;
	size_t start;

	while (*at < len &&
	       (strchr(" \t\r\n", bytes[*at]) != NULL || bytes[*at] == '#')) {
		bool is_comment = bytes[*at] == '#';

		while (is_comment && *at < len && bytes[*at] != '\n')
			(*at)++;
		if (*at < len)
			(*at)++;
	}
	start = *at;
	while (*at < len && bytes[*at] >= '0' && bytes[*at] <= '9' &&
	       number <= STU_SCREEN_MOST)
		number = number * 10 + bytes[(*at)++] - '0';
	*ret_number = number;
	return *at > start;
}

bool
stu_screen_take_pbm(struct stu_screen *screen, const uint8_t *bytes, size_t len)
{
	size_t size = screen->stride * screen->height, at = 2;
	unsigned width, height;

	if (len < 2 || bytes[0] != 'P' || bytes[1] != '4' ||
	    !take_number(bytes, len, &at, &width) ||
	    !take_number(bytes, len, &at, &height) || width != screen->width ||
	    height != screen->height || len - at != size + 1)
		return false;
	/* There, 1 is black. */
	for (size_t i = 0; i < size; i++)
		screen->bits[i] = (uint8_t)~bytes[at + 1 + i];
	return true;
}

/* ---- parts of it ------------------------------------------------------ */

struct stu_area
stu_screen_align(const struct stu_screen *screen, const struct stu_area *area)
{
	struct stu_area aligned = *area;

	aligned.left = (uint16_t)(area->left / 8 * 8);
	if (aligned.right >= screen->width)
		aligned.right = (uint16_t)(screen->width - 1);
	aligned.right = (uint16_t)(aligned.right / 8 * 8 + 7);
	if (aligned.right >= screen->width)
		aligned.right = (uint16_t)(screen->width - 1);
	if (aligned.bottom >= screen->height)
		aligned.bottom = (uint16_t)(screen->height - 1);
	return aligned;
}

static size_t
row_len(const struct stu_area *area)
{
	return ((size_t)area->right - area->left) / 8 + 1;
}

size_t
stu_screen_area_len(const struct stu_area *area)
{
	return row_len(area) * ((size_t)area->bottom - area->top + 1);
}

void
stu_screen_cut(const struct stu_screen *screen, const struct stu_area *area,
    uint8_t *ret_bytes)
{
	size_t len = row_len(area);

	for (size_t y = area->top; y <= area->bottom; y++) {
		memcpy(ret_bytes,
		    screen->bits + y * screen->stride + area->left / 8, len);
		ret_bytes += len;
	}
}

/* ---- where things are ------------------------------------------------- */

static const cseal_pad_button order[STU_BUTTONS] = { CSEAL_PAD_CLEAR,
	CSEAL_PAD_CANCEL, CSEAL_PAD_OK };

void
stu_layout_make(uint16_t width, uint16_t height, struct stu_layout *ret_layout)
{
	struct stu_layout layout = { 0 };
	/* A finger's breadth where the screen is high, never less than a
	 * line of text. */
	int bar = height / 6 > 24 ? height / 6 : 24;
	int head = height / 6 > 18 ? height / 6 : 18;
	int gap = width / 64 + 2;

	if (bar + head > height * 3 / 4) {
		bar = height / 2;
		head = height / 4;
	}
	layout.thick = (uint16_t)(height / 240 + 1);
	layout.prompt = (struct stu_area){ (uint16_t)gap, 0,
		(uint16_t)(width - 1 - gap), (uint16_t)(head - 1) };
	layout.ink = (struct stu_area){ 0, (uint16_t)head,
		(uint16_t)(width - 1), (uint16_t)(height - bar - 1) };
	layout.line_y = (uint16_t)(height - bar - (height - bar - head) / 4);
	for (int i = 0; i < STU_BUTTONS; i++) {
		int left = gap + i * (width - gap) / STU_BUTTONS;
		int right = (i + 1) * (width - gap) / STU_BUTTONS - 1;

		layout.buttons[i].area =
		    (struct stu_area){ (uint16_t)left, (uint16_t)(height - bar),
			    (uint16_t)right, (uint16_t)(height - 2) };
		layout.buttons[i].means = order[i];
	}
	*ret_layout = layout;
}

struct stu_area
stu_area_inside(const struct stu_area *area, uint16_t by)
{
	struct stu_area inside = { (uint16_t)(area->left + by),
		(uint16_t)(area->top + by), (uint16_t)(area->right - by),
		(uint16_t)(area->bottom - by) };

	if (area->right - area->left < 2 * by + 1 ||
	    area->bottom - area->top < 2 * by + 1)
		return *area;
	return inside;
}
