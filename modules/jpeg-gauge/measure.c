/* SPDX-License-Identifier: Apache-2.0 */
/* measure.c -- what can be measured of a picture without knowing what is on
 * it.
 *
 * Of luma: how light it is, how far apart dark and light are, and how steep
 * the steepest edges are beside that.  A blurred picture has none that climb
 * from dark to light within a sample or two. */
#include "measure.h"

#include "decoder.h"

#include <stdlib.h>
#include <string.h>

#define SIDE_LEAST 240u /* samples: enough to see whether it is sharp */
#define DARK       16u  /* luma of what is black on the screen */
#define BRIGHT     250u /* luma of what is burnt out */
#define EDGES_OF   200u /* the steepest: one of 200 samples */
#define EDGE_MOST  1020u

struct counts {
	uint64_t luma[256];
	uint64_t edges[EDGE_MOST + 1]; /* by absolute Laplacian */
	uint64_t sample_count, edge_count;
};

static unsigned
distance(unsigned a, unsigned b)
{
	return a < b ? b - a : a - b;
}

static void
count_row(struct counts *counts, const uint8_t *row, unsigned width)
{
	for (unsigned x = 0; x < width; x++)
		counts->luma[row[x]]++;
	counts->sample_count += width;
}

static void
count_edges(struct counts *counts, const uint8_t *row, unsigned width)
{
	const uint8_t *above = row - width, *below = row + width;

	for (unsigned x = 1; x + 1 < width; x++) {
		unsigned around = above[x] + below[x] + row[x - 1] + row[x + 1];

		counts->edges[distance(around, 4u * row[x])]++;
		counts->edge_count++;
	}
}

/* The value that so many of all are not above. */
static unsigned
value_at(const uint64_t *counts, unsigned most, uint64_t rank)
{
	uint64_t seen = 0;

	for (unsigned i = 0; i < most; i++) {
		seen += counts[i];
		if (seen > rank)
			return i;
	}
	return most;
}

static uint32_t
permille(uint64_t part, uint64_t whole)
{
	return whole == 0 ? 0 : (uint32_t)(part * 1000 / whole);
}

static uint64_t
sum(const uint64_t *counts, unsigned from, unsigned to)
{
	uint64_t total = 0;

	for (unsigned i = from; i <= to; i++)
		total += counts[i];
	return total;
}

static void
read_counts(const struct counts *counts, struct cseal_gauge_reading *reading)
{
	uint64_t samples = counts->sample_count, light = 0;
	uint64_t steep = counts->edge_count / EDGES_OF;
	unsigned low = value_at(counts->luma, 255, samples / 20);
	unsigned high = value_at(counts->luma, 255, samples - samples / 20 - 1);
	unsigned edge;

	for (unsigned i = 0; i < 256; i++)
		light += counts->luma[i] * i;
	reading->light = samples == 0 ? 0 : (uint32_t)(light / samples);
	reading->contrast = high > low ? high - low : 0;
	reading->dark_permille = permille(sum(counts->luma, 0, DARK), samples);
	reading->bright_permille =
	    permille(sum(counts->luma, BRIGHT, 255), samples);
	if (counts->edge_count == 0 || reading->contrast == 0)
		return;
	edge =
	    value_at(counts->edges, EDGE_MOST, counts->edge_count - steep - 1);
	reading->sharpness = permille(edge, reading->contrast);
}

static cseal_status
count(const uint8_t *luma, unsigned width, unsigned height,
    struct cseal_gauge_reading *reading, cseal_error **ret_error)
{
	struct counts *counts = calloc(1, sizeof(*counts));

	if (counts == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	for (unsigned y = 0; y < height; y++) {
		const uint8_t *row = luma + (size_t)y * width;

		count_row(counts, row, width);
		if (y > 0 && y + 1 < height)
			count_edges(counts, row, width);
	}
	read_counts(counts, reading);
	free(counts);
	return CSEAL_OK;
}

cseal_status
gauge_measure(const void *jpeg, size_t len,
    struct cseal_gauge_reading *ret_reading, cseal_error **ret_error)
{
	struct cseal_gauge_reading reading = { .size = ret_reading->size };
	unsigned width, height;
	uint8_t *luma = NULL;
	cseal_status st;

	st = gauge_decode(
	    jpeg, len, SIDE_LEAST, &luma, &width, &height, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = count(luma, width, height, &reading, ret_error);
	explicit_bzero(luma, (size_t)width * height);
	free(luma);
	if (st == CSEAL_OK)
		*ret_reading = reading;
	return st;
}
