/* SPDX-License-Identifier: Apache-2.0 */
/* jp2-pictures.c -- pictures in JPEG 2000. */
#include "jp2-pictures.h"

#include <openjpeg.h>
#include <stdlib.h>
#include <string.h>

#define OUTPUT_ROOM ((size_t)8 << 20)

struct output {
	uint8_t *at;
	size_t used, len;
};

uint8_t
jp2_sample(unsigned i, uint32_t x, uint32_t y)
{
	return (uint8_t)(i == 0 ? x : i == 1 ? y : x * 3 + y * 5 + i);
}

static OPJ_SIZE_T
write_some(void *bytes, OPJ_SIZE_T len, void *user)
{
	struct output *output = user;

	if (len > OUTPUT_ROOM - output->used)
		return (OPJ_SIZE_T)-1;
	memcpy(output->at + output->used, bytes, len);
	output->used += len;
	if (output->used > output->len)
		output->len = output->used;
	return len;
}

static OPJ_BOOL
seek(OPJ_OFF_T to, void *user)
{
	struct output *output = user;

	output->used = (size_t)to;
	return (uint64_t)to <= OUTPUT_ROOM;
}

static OPJ_OFF_T
skip(OPJ_OFF_T len, void *user)
{
	const struct output *output = user;

	return seek((OPJ_OFF_T)output->used + len, user) ? len : -1;
}

static void
fill(opj_image_comp_t *one, unsigned i, const struct jp2_how *how)
{
	int32_t shift = how->is_signed ? 1 << (how->bits - 1) : 0;
	int64_t most = (INT64_C(1) << how->bits) - 1;

	for (uint32_t y = 0; y < one->h; y++) {
		for (uint32_t x = 0; x < one->w; x++)
			one->data[(size_t)y * one->w + x] =
			    (int32_t)(jp2_sample(i, x * one->dx, y * one->dy) *
				      most / 255) -
			    shift;
	}
}

static opj_image_t *
draw(const struct jp2_how *how)
{
	opj_image_cmptparm_t parameters[4];
	opj_image_t *image;

	memset(parameters, 0, sizeof(parameters));
	for (unsigned i = 0; i < how->components; i++) {
		parameters[i].dx = parameters[i].dy =
		    how->is_ycc && i > 0 ? 2 : 1;
		parameters[i].w =
		    (how->width + parameters[i].dx - 1) / parameters[i].dx;
		parameters[i].h =
		    (how->height + parameters[i].dy - 1) / parameters[i].dy;
		parameters[i].prec = how->bits;
		parameters[i].sgnd = how->is_signed;
	}
	image = opj_image_create(how->components, parameters,
	    how->is_ycc           ? OPJ_CLRSPC_SYCC
	    : how->components < 3 ? OPJ_CLRSPC_GRAY
				  : OPJ_CLRSPC_SRGB);
	image->x1 = how->width;
	image->y1 = how->height;
	for (unsigned i = 0; i < how->components; i++)
		fill(&image->comps[i], i, how);
	if (how->components == 2 || how->components == 4)
		image->comps[how->components - 1].alpha = 1;
	return image;
}

static void
set(opj_cparameters_t *parameters, const struct jp2_how *how)
{
	opj_set_default_encoder_parameters(parameters);
	parameters->tcp_numlayers = 1;
	parameters->cp_disto_alloc = 1;
	parameters->tcp_rates[0] = (float)how->ratio;
	parameters->irreversible = how->ratio > 1;
	parameters->tcp_mct = how->components >= 3 && !how->is_ycc;
	parameters->numresolution = how->width < 4 || how->height < 4 ? 1 : 2;
	if (how->tile > 0) {
		parameters->tile_size_on = OPJ_TRUE;
		parameters->cp_tdx = parameters->cp_tdy = (int)how->tile;
	}
}

uint8_t *
jp2_make(const struct jp2_how *how, size_t *ret_len)
{
	struct output output = { malloc(OUTPUT_ROOM), 0, 0 };
	opj_codec_t *codec =
	    opj_create_compress(how->is_stream ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
	opj_stream_t *stream = opj_stream_create(65536, OPJ_FALSE);
	opj_image_t *image = draw(how);
	opj_cparameters_t parameters;

	set(&parameters, how);
	opj_stream_set_write_function(stream, write_some);
	opj_stream_set_seek_function(stream, seek);
	opj_stream_set_skip_function(stream, skip);
	opj_stream_set_user_data(stream, &output, NULL);
	if (!opj_setup_encoder(codec, &parameters, image) ||
	    !opj_start_compress(codec, image, stream) ||
	    !opj_encode(codec, stream) || !opj_end_compress(codec, stream))
		abort();
	opj_stream_destroy(stream);
	opj_destroy_codec(codec);
	opj_image_destroy(image);
	*ret_len = output.len;
	return output.at;
}
