/* SPDX-License-Identifier: Apache-2.0 */
/* picture.c -- the pixels of one frame: how they look.
 *
 * Three rows at a time, so that no picture is held. */
#include "picture.h"

#include "coder.h"

#include <stdlib.h>
#include <string.h>

#define SCALE 8u

/* Rows as they come, and what was added up of them. */
struct survey {
	uint8_t *rows; /* three of `width` bytes, one after another */
	unsigned width, count;
	uint64_t light, edges, edge_count;
};

static uint8_t *
row_of(const struct survey *survey, unsigned y)
{
	return survey->rows + (size_t)(y % 3) * survey->width;
}

static unsigned
distance(unsigned a, unsigned b)
{
	return a < b ? b - a : a - b;
}

/* The Laplacian of the row before the last. */
static void
add_edges(struct survey *survey)
{
	const uint8_t *above = row_of(survey, survey->count - 3);
	const uint8_t *here = row_of(survey, survey->count - 2);
	const uint8_t *below = row_of(survey, survey->count - 1);

	for (unsigned x = 1; x + 1 < survey->width; x++) {
		unsigned around =
		    above[x] + below[x] + here[x - 1] + here[x + 1];

		survey->edges += distance(around, 4u * here[x]);
		survey->edge_count++;
	}
}

/* After the next row was put where row_of(count) says. */
static void
add_row(struct survey *survey)
{
	const uint8_t *row = row_of(survey, survey->count);

	for (unsigned x = 0; x < survey->width; x++)
		survey->light += row[x];
	survey->count++;
	if (survey->count >= 3)
		add_edges(survey);
}

static void
sum_up(const struct survey *survey, struct camera_look *ret_look)
{
	uint64_t pixels = (uint64_t)survey->width * survey->count;

	memset(ret_look, 0, sizeof(*ret_look));
	if (pixels > 0)
		ret_look->light = (uint32_t)(survey->light * 256 / pixels);
	if (survey->edge_count > 0)
		ret_look->sharpness =
		    (uint32_t)(survey->edges * 256 / survey->edge_count);
}

static cseal_status
fail_memory(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

static cseal_status
survey_jpeg(struct decoder *decoder, struct camera_look *ret_look,
    cseal_error **ret_error)
{
	struct survey survey = { 0 };
	cseal_status st = CSEAL_OK;

	survey.width = decoder_width(decoder);
	survey.rows = malloc((size_t)survey.width * 3);
	if (survey.rows == NULL)
		return fail_memory(ret_error);
	while (st == CSEAL_OK && survey.count < decoder_height(decoder)) {
		st = decoder_row(
		    decoder, row_of(&survey, survey.count), ret_error);
		if (st == CSEAL_OK)
			add_row(&survey);
	}
	free(survey.rows);
	if (st == CSEAL_OK)
		st = decoder_check(decoder, ret_error);
	if (st == CSEAL_OK)
		sum_up(&survey, ret_look);
	return st;
}

cseal_status
picture_look_jpeg(const void *bytes, size_t len, struct camera_look *ret_look,
    cseal_error **ret_error)
{
	struct decoder *decoder;
	cseal_status st;

	st = decoder_new(bytes, len, SCALE, &decoder, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = survey_jpeg(decoder, ret_look, ret_error);
	decoder_free(decoder);
	return st;
}

/* Every eighth sample of every eighth row. */
void
picture_look_raw(const struct camera_agreed *agreed, const void *bytes,
    struct camera_look *ret_look)
{
	const unsigned pitch = agreed->coding == CAMERA_CODING_YUYV ? 2 : 1;
	uint8_t rows[3 * (CAMERA_SIDE_MOST / SCALE)];
	struct survey survey = { .rows = rows, .width = agreed->width / SCALE };

	for (unsigned y = 0; y < agreed->height / SCALE; y++) {
		const uint8_t *from =
		    (const uint8_t *)bytes + (size_t)agreed->stride * y * SCALE;
		uint8_t *to = row_of(&survey, y);

		for (unsigned x = 0; x < survey.width; x++)
			to[x] = from[(size_t)x * SCALE * pitch];
		add_row(&survey);
	}
	sum_up(&survey, ret_look);
}
