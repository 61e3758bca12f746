/* SPDX-License-Identifier: Apache-2.0 */
/* screen.h -- what a pad shows: a picture of one bit a pixel, and where things
 * are on it.  Pure; only the bits themselves are allocated. */
#ifndef STU_SCREEN_H
#define STU_SCREEN_H

#include "trace.h"

/* Rows from the top, each of whole bytes, the highest bit to the left; 1 is
 * white, as the pad wants it. */
struct stu_screen {
	uint16_t width, height;
	size_t stride; /* bytes of a row */
	uint8_t *bits;
};

/* White.  False: out of memory. */
bool stu_screen_init(
    struct stu_screen *screen, uint16_t width, uint16_t height);
/* Freed and empty; an empty one may be freed. */
void stu_screen_free(struct stu_screen *screen);

/* Areas are cut to the screen. */
void stu_screen_blank(struct stu_screen *screen, const struct stu_area *area);
void stu_screen_frame(
    struct stu_screen *screen, const struct stu_area *area, uint16_t thick);
void stu_screen_line(
    struct stu_screen *screen, int x1, int y1, int x2, int y2, uint16_t thick);
/* Draws a sign that needs no language: a cross, a tick, a stroke taken back. */
void stu_screen_sign(struct stu_screen *screen, const struct stu_area *area,
    cseal_pad_button means);
/* Ink where the bytes, a row of the area behind the other, say at least half
 * of it. */
void stu_screen_text(struct stu_screen *screen, const struct stu_area *area,
    const uint8_t *grey);

/* Takes a PBM (netpbm's P4) of exactly the screen's size; false: it is none. */
bool stu_screen_take_pbm(
    struct stu_screen *screen, const uint8_t *bytes, size_t len);

/* Whole bytes around the area, as far as the screen goes. */
struct stu_area stu_screen_align(
    const struct stu_screen *screen, const struct stu_area *area);
/* Bytes of an area that begins with a whole byte. */
size_t stu_screen_area_len(const struct stu_area *area);
void stu_screen_cut(const struct stu_screen *screen,
    const struct stu_area *area, uint8_t *ret_bytes);

/* Where things are. */
struct stu_layout {
	struct stu_area prompt, ink;
	uint16_t line_y; /* on which to sign */
	uint16_t thick;  /* of lines */
	struct stu_button buttons[STU_BUTTONS];
};

void stu_layout_make(
    uint16_t width, uint16_t height, struct stu_layout *ret_layout);
/* Inside of an area, so far from each side; as it is where that is nothing. */
struct stu_area stu_area_inside(const struct stu_area *area, uint16_t by);

#endif
