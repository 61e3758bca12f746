/* SPDX-License-Identifier: Apache-2.0 */
/* predictor.c -- undoes prediction (ISO 32000-1, 7.4.4.4; PNG 9; TIFF 14). */
#include "predictor.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

static cseal_status
damaged(cseal_error **ret_error, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED, "%s", what);
}

/* ---- PNG ------------------------------------------------------------ */

static uint8_t
paeth(uint8_t left, uint8_t up, uint8_t corner)
{
	int estimate = left + up - corner;
	int to_left = abs(estimate - left);
	int to_up = abs(estimate - up);
	int to_corner = abs(estimate - corner);

	if (to_left <= to_up && to_left <= to_corner)
		return left;
	return to_up <= to_corner ? up : corner;
}

/* One row of len bytes; up is the row before it, or NULL.  The byte step
 * before belongs to the sample on the left.  False: no such filter. */
static bool
undo_png_row(
    unsigned tag, uint8_t *row, const uint8_t *up, size_t len, size_t step)
{
	size_t first = step < len ? step : len;

	switch (tag) {
	case 0: return true;
	case 1:
		for (size_t i = first; i < len; i++)
			row[i] = (uint8_t)(row[i] + row[i - step]);
		return true;
	case 2:
		for (size_t i = 0; up != NULL && i < len; i++)
			row[i] = (uint8_t)(row[i] + up[i]);
		return true;
	case 3:
		for (size_t i = 0; i < len; i++) {
			unsigned left = i < step ? 0 : row[i - step];
			unsigned above = up == NULL ? 0 : up[i];

			row[i] = (uint8_t)(row[i] + (left + above) / 2);
		}
		return true;
	case 4:
		for (size_t i = 0; i < len; i++) {
			uint8_t left = i < step ? 0 : row[i - step];
			uint8_t above = up == NULL ? 0 : up[i];
			uint8_t corner =
			    i < step || up == NULL ? 0 : up[i - step];

			row[i] = (uint8_t)(row[i] + paeth(left, above, corner));
		}
		return true;
	default: return false;
	}
}

/* Rows move towards the front as their tags go. */
static cseal_status
undo_png(size_t row_len, size_t step, bool strict, struct csi_bytes *data,
    cseal_error **ret_error)
{
	const uint8_t *in = data->at, *end = data->at + data->len;
	uint8_t *out = data->at, *up = NULL;

	while (in < end) {
		unsigned tag = *in++;
		size_t len = (size_t)(end - in);

		if (len > row_len)
			len = row_len;
		if (len < row_len && strict)
			return damaged(ret_error, "a predicted row broke off");
		memmove(out, in, len);
		if (!undo_png_row(tag, out, up, len, step) && strict)
			return damaged(
			    ret_error, "a row had an unknown predictor");
		in += len;
		up = out;
		out += len;
	}
	data->len = (size_t)(out - data->at);
	return CSEAL_OK;
}

/* ---- TIFF ----------------------------------------------------------- */

static void
undo_tiff_8(uint8_t *row, size_t len, size_t colors)
{
	for (size_t i = colors; i < len; i++)
		row[i] = (uint8_t)(row[i] + row[i - colors]);
}

static void
undo_tiff_16(uint8_t *row, size_t len, size_t colors)
{
	for (size_t i = 2 * colors; i + 1 < len; i += 2) {
		const uint8_t *left = row + i - 2 * colors;
		unsigned sum = ((unsigned)row[i] << 8 | row[i + 1]) +
			       ((unsigned)left[0] << 8 | left[1]);

		row[i] = (uint8_t)(sum >> 8);
		row[i + 1] = (uint8_t)sum;
	}
}

/* Samples of 1, 2 or 4 bits, packed from the high bit on. */
static void
undo_tiff_bits(uint8_t *row, size_t len, const struct csi_pdf_filter *filter)
{
	uint8_t before[CSI_PDF_COLORS_MOST] = { 0 };
	unsigned mask = (1u << filter->bits) - 1;
	size_t samples = (size_t)filter->columns * filter->colors;

	if (samples > len * 8 / filter->bits)
		samples = len * 8 / filter->bits;
	for (size_t i = 0; i < samples; i++) {
		size_t bit = i * filter->bits;
		unsigned shift = 8 - filter->bits - (unsigned)(bit % 8);
		uint8_t *last = &before[i % filter->colors];
		uint8_t *at = row + bit / 8;

		*last = (uint8_t)((*last + (*at >> shift)) & mask);
		*at = (uint8_t)((*at & ~(mask << shift)) | (*last << shift));
	}
}

static cseal_status
undo_tiff(const struct csi_pdf_filter *filter, size_t row_len, bool strict,
    struct csi_bytes *data, cseal_error **ret_error)
{
	for (size_t at = 0; at < data->len; at += row_len) {
		size_t len =
		    data->len - at < row_len ? data->len - at : row_len;

		if (len < row_len && strict)
			return damaged(ret_error, "a predicted row broke off");
		if (filter->bits == 8)
			undo_tiff_8(data->at + at, len, filter->colors);
		else if (filter->bits == 16)
			undo_tiff_16(data->at + at, len, filter->colors);
		else
			undo_tiff_bits(data->at + at, len, filter);
	}
	return CSEAL_OK;
}

cseal_status
csi_pdf_predict(const struct csi_pdf_filter *filter, bool strict,
    struct csi_bytes *data, cseal_error **ret_error)
{
	size_t bits = (size_t)filter->colors * filter->bits;
	size_t row_len = (bits * filter->columns + 7) / 8;

	if (data->len == 0)
		return CSEAL_OK;
	if (filter->predictor == 2)
		return undo_tiff(filter, row_len, strict, data, ret_error);
	if (filter->predictor >= 10)
		return undo_png(
		    row_len, (bits + 7) / 8, strict, data, ret_error);
	return CSEAL_OK;
}
