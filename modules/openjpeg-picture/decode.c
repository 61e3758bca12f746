/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c -- JPEG 2000 to dots, through OpenJPEG.
 *
 * What the header says is checked before anything is decoded, and what came of
 * it once more. */
#include "pixels.h"

#include <openjpeg.h>
#include <stdlib.h>
#include <string.h>

#define BITS_MOST       16 /* of one sample */
#define COMPONENTS_MOST 4  /* three colours, and how opaque a dot is */
#define SUBSAMPLED_MOST 4  /* dots that share a sample, each way */

/* ---- the stream --------------------------------------------------------- */

struct input {
	const uint8_t *at;
	size_t len, used;
};

static OPJ_SIZE_T
read_some(void *out, OPJ_SIZE_T len, void *user)
{
	struct input *input = user;

	if (input->used == input->len)
		return (OPJ_SIZE_T)-1;
	if (len > input->len - input->used)
		len = input->len - input->used;
	memcpy(out, input->at + input->used, len);
	input->used += len;
	return len;
}

static OPJ_BOOL
seek(OPJ_OFF_T to, void *user)
{
	struct input *input = user;

	if (to < 0 || (uint64_t)to > input->len)
		return OPJ_FALSE;
	input->used = (size_t)to;
	return OPJ_TRUE;
}

static OPJ_OFF_T
skip(OPJ_OFF_T len, void *user)
{
	const struct input *input = user;

	if (len < 0 || (uint64_t)len > input->len - input->used)
		len = (OPJ_OFF_T)(input->len - input->used);
	return seek((OPJ_OFF_T)input->used + len, user) ? len : -1;
}

static opj_stream_t *
open_stream(struct input *input)
{
	opj_stream_t *stream = opj_stream_create(4096, OPJ_TRUE);

	if (stream == NULL)
		return NULL;
	opj_stream_set_read_function(stream, read_some);
	opj_stream_set_skip_function(stream, skip);
	opj_stream_set_seek_function(stream, seek);
	opj_stream_set_user_data(stream, input, NULL);
	opj_stream_set_user_data_length(stream, input->len);
	return stream;
}

/* ---- what the header says ----------------------------------------------- */

static bool
is_component(const opj_image_t *image, const opj_image_comp_t *one)
{
	return one->prec >= 1 && one->prec <= BITS_MOST && one->dx >= 1 &&
	       one->dx <= SUBSAMPLED_MOST && one->dy >= 1 &&
	       one->dy <= SUBSAMPLED_MOST && image->x0 % one->dx == 0 &&
	       image->y0 % one->dy == 0;
}

static const char *
check_header(const opj_image_t *image)
{
	uint32_t width = image->x1 - image->x0, height = image->y1 - image->y0;

	if (image->x1 <= image->x0 || image->y1 <= image->y0 ||
	    width > PIXELS_SIDE_MOST || height > PIXELS_SIDE_MOST ||
	    (uint64_t)width * height > PIXELS_AREA_MOST)
		return "the picture had no dots, or too many";
	if (image->numcomps < 1 || image->numcomps > COMPONENTS_MOST)
		return "the picture had more components than colours";
	for (uint32_t i = 0; i < image->numcomps; i++) {
		if (!is_component(image, &image->comps[i]))
			return "the picture's samples were too large, or too "
			       "far apart";
	}
	return NULL;
}

/* ---- samples ------------------------------------------------------------ */

/* As many as the grid has, or the palette or the boxes changed them. */
static bool
has_samples(const opj_image_t *image, const opj_image_comp_t *one)
{
	uint32_t width = image->x1 - image->x0, height = image->y1 - image->y0;

	return one->data != NULL && one->w >= (width + one->dx - 1) / one->dx &&
	       one->h >= (height + one->dy - 1) / one->dy;
}

/* Of eight bits, whatever it had. */
static int
sample_at(const opj_image_comp_t *one, uint32_t x, uint32_t y)
{
	size_t at = (size_t)(y / one->dy) * one->w + x / one->dx;
	int64_t most = (INT64_C(1) << one->prec) - 1;
	int64_t value = one->data[at];

	if (one->sgnd)
		value += INT64_C(1) << (one->prec - 1);
	if (value < 0)
		value = 0;
	if (value > most)
		value = most;
	return (int)((value * 255 + most / 2) / most);
}

static uint8_t
clamp(double value)
{
	return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)(value + 0.5);
}

/* ISO/IEC 15444-1, I.5.3.3: sYCC is IEC 61966-2-1, amendment 1. */
static void
to_rgb(uint8_t dot[3])
{
	double y = dot[0], b = dot[1] - 128.0, r = dot[2] - 128.0;

	dot[0] = clamp(y + 1.402 * r);
	dot[1] = clamp(y - 0.344136 * b - 0.714136 * r);
	dot[2] = clamp(y + 1.772 * b);
}

static void
fill(const opj_image_t *image, struct pixels *pixels)
{
	bool is_ycc = image->color_space == OPJ_CLRSPC_SYCC;
	uint8_t *dot = pixels->at;

	for (uint32_t y = 0; y < pixels->height; y++) {
		for (uint32_t x = 0; x < pixels->width; x++) {
			for (unsigned i = 0; i < pixels->channels; i++)
				dot[i] =
				    (uint8_t)sample_at(&image->comps[i], x, y);
			if (is_ycc && pixels->channels == 3)
				to_rgb(dot);
			dot += pixels->channels;
		}
	}
}

/* How opaque a dot is comes last, and is left out: nobody's portrait has
 * something behind it. */
static const char *
take(const opj_image_t *image, struct pixels *ret_pixels)
{
	struct pixels pixels = { .width = image->x1 - image->x0,
		.height = image->y1 - image->y0,
		.channels = image->numcomps < 3 ? 1 : 3 };
	const char *why = check_header(image);

	if (why != NULL)
		return why;
	if (image->color_space == OPJ_CLRSPC_EYCC ||
	    image->color_space == OPJ_CLRSPC_CMYK)
		return "the picture had colours that are not supported";
	for (unsigned i = 0; i < pixels.channels; i++) {
		if (!has_samples(image, &image->comps[i]))
			return "the picture had fewer samples than dots";
	}
	pixels.at =
	    malloc((size_t)pixels.width * pixels.height * pixels.channels);
	if (pixels.at == NULL)
		return "there was no memory for the picture";
	fill(image, &pixels);
	*ret_pixels = pixels;
	return NULL;
}

/* ---- all of it ---------------------------------------------------------- */

/* *ret_image may be set where it fails, too. */
static const char *
run(opj_codec_t *codec, opj_stream_t *stream, opj_image_t **ret_image)
{
	opj_dparameters_t parameters;
	const char *why;

	opj_set_default_decoder_parameters(&parameters);
	if (!opj_setup_decoder(codec, &parameters) ||
	    !opj_read_header(stream, codec, ret_image))
		return "the picture's header was damaged";
	why = check_header(*ret_image);
	if (why != NULL)
		return why;
	if (!opj_decode(codec, stream, *ret_image) ||
	    !opj_end_decompress(codec, stream))
		return "the picture was damaged, or took too much memory";
	return NULL;
}

/* ISO/IEC 15444-1, A.4.1 */
static bool
is_codestream(const uint8_t *bytes, size_t len)
{
	return len > 2 && bytes[0] == 0xff && bytes[1] == 0x4f;
}

const char *
pixels_decode(const uint8_t *bytes, size_t len, struct pixels *ret_pixels)
{
	struct input input = { bytes, len, 0 };
	opj_codec_t *codec = opj_create_decompress(
	    is_codestream(bytes, len) ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
	opj_stream_t *stream = open_stream(&input);
	const char *why = "there was no memory for the picture";
	opj_image_t *image = NULL;

	if (codec != NULL && stream != NULL)
		why = run(codec, stream, &image);
	if (why == NULL)
		why = take(image, ret_pixels);
	opj_image_destroy(image);
	opj_stream_destroy(stream);
	opj_destroy_codec(codec);
	return why;
}
