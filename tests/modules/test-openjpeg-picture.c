/* SPDX-License-Identifier: Apache-2.0 */
/* test-openjpeg-picture.c -- proves modules/openjpeg-picture through the public
 * API: portraits in JPEG 2000, whole, odd and damaged. */
#include "findings.h"
#include "jp2-pictures.h"
#include "portrait.h"
#include "scripted.h"
#include "tap.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static cseal_context *context;
static const void *bytes;
static size_t len;
static char note[1024]; /* of the last failure */

static void
make_context(const char *program)
{
	char config[1024];

	cseal_context_unref(context);
	snprintf(config, sizeof(config),
	    "[module openjpeg-picture]\nprogram = %s\n", program);
	context = scripted_context(scratch_write("picture.conf", config));
}

static cseal_status
decode(cseal_identity *identity, cseal_picture_form form, int timeout_ms)
{
	cseal_error *error = NULL;
	cseal_status st = cseal_identity_decode_portrait(
	    context, identity, form, timeout_ms, NULL, &bytes, &len, &error);

	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	cseal_error_free(error);
	return st;
}

/* The picture's; it lives until the next one. */
static cseal_status
decode_bytes(const uint8_t *picture, size_t picture_len, bool is_stream,
    cseal_picture_form form)
{
	static cseal_identity *identity;
	cseal_status st;

	cseal_identity_free(identity);
	identity = NULL;
	if (picture == NULL)
		return CSEAL_OK;
	identity = portrait_of(
	    is_stream ? "image/j2c" : "image/jp2", picture, picture_len);
	if (identity == NULL)
		return CSEAL_FAULT_INTERNAL;
	st = decode(identity, form, 60000);
	if (st != CSEAL_OK)
		printf("# %s\n", note);
	return st;
}

static cseal_status
decode_made(const struct jp2_how *how, cseal_picture_form form)
{
	size_t picture_len;
	uint8_t *picture = jp2_make(how, &picture_len);
	cseal_status st =
	    decode_bytes(picture, picture_len, how->is_stream, form);

	free(picture);
	return st;
}

static int
distance(int a, int b)
{
	return a < b ? b - a : a - b;
}

/* The largest difference of a sample; 256: it is no such picture. */
static int
compare(const struct jp2_how *how)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	unsigned channels = how->components < 3 ? 1 : 3;
	int worst = 0;
	uint8_t *dots, *dot;

	if (!png_image_begin_read_from_memory(&image, bytes, len) ||
	    image.width != how->width || image.height != how->height ||
	    image.format != (channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB))
		return 256;
	dot = dots = malloc(PNG_IMAGE_SIZE(image));
	png_image_finish_read(&image, NULL, dots, 0, NULL);
	for (uint32_t y = 0; y < how->height; y++) {
		for (uint32_t x = 0; x < how->width; x++) {
			for (unsigned i = 0; i < channels; i++, dot++) {
				int far = distance(*dot, jp2_sample(i, x, y));

				worst = far > worst ? far : worst;
			}
		}
	}
	free(dots);
	return worst;
}

static void
where_nothing_is_lost_every_dot_is_as_it_was(void)
{
	static const struct {
		const char *what;
		struct jp2_how how;
		int most;
	} rows[] = {
		{ "colours", { 413, 531, 3, 8, .is_stream = false }, 0 },
		{ "a code-stream alone", { 413, 531, 3, 8, .is_stream = true },
		    0 },
		{ "grey", { 35, 45, 1, 8, .is_stream = false }, 0 },
		{ "grey, and how opaque", { 35, 45, 2, 8, .is_stream = true },
		    0 },
		{ "colours, and how opaque",
		    { 35, 45, 4, 8, .is_stream = false }, 0 },
		{ "16 bits", { 35, 45, 3, 16, .is_stream = false }, 0 },
		{ "12 bits", { 35, 45, 1, 12, .is_stream = true }, 1 },
		{ "5 bits", { 35, 45, 1, 5, .is_stream = true }, 9 },
		{ "signed samples",
		    { 35, 45, 1, 8, .is_signed = true, .is_stream = true }, 0 },
		{ "tiles", { 200, 300, 3, 8, .is_stream = true, .tile = 64 },
		    0 },
		{ "a row", { 1000, 1, 3, 8, .is_stream = true }, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct jp2_how *how = &rows[i].how;
		int worst = decode_made(how, CSEAL_PICTURE_PNG) == CSEAL_OK
				? compare(how)
				: 256;

		OKF(worst <= rows[i].most, "%s: %d at most", rows[i].what,
		    worst);
	}
}

/* Grey in all colours is grey again. */
static void
luma_and_chroma_become_colours(void)
{
	const struct jp2_how how = { 64, 64, 3, 8, .is_ycc = true };
	png_image image = { .version = PNG_IMAGE_VERSION };
	static uint8_t dots[64][64][3];
	int worst = 0;

	OK(decode_made(&how, CSEAL_PICTURE_PNG) == CSEAL_OK);
	OK(png_image_begin_read_from_memory(&image, bytes, len) &&
	    image.width == 64 && image.height == 64);
	image.format = PNG_FORMAT_RGB;
	OK(png_image_finish_read(&image, NULL, dots, 0, NULL));
	for (unsigned y = 0; y < 64; y += 2) {
		for (unsigned x = 0; x < 64; x += 2) {
			double red = jp2_sample(0, x, y) +
				     1.402 * (jp2_sample(2, x, y) - 128.0);
			int made = dots[y][x][0], is;

			is = red < 0 ? 0 : red > 255 ? 255 : (int)(red + 0.5);
			worst = distance(made, is) > worst ? distance(made, is)
							   : worst;
		}
	}
	OKF(worst <= 1, "%d at most", worst);
}

static void
a_lossy_portrait_becomes_a_jpeg_too(void)
{
	const struct jp2_how how = { 413, 531, 3, 8, .ratio = 20 };
	const struct jp2_how grey = { 413, 531, 1, 8, .ratio = 20 };
	cseal_photo *photo = NULL;

	OK(decode_made(&how, CSEAL_PICTURE_JPEG) == CSEAL_OK);
	OK(cseal_photo_new_mem(bytes, len, &photo, NULL) == CSEAL_OK);
	OKF(cseal_photo_width(photo) == 413 && cseal_photo_height(photo) == 531,
	    "%zu bytes", len);
	cseal_photo_free(photo);
	OK(decode_made(&grey, CSEAL_PICTURE_JPEG) == CSEAL_OK);
	OK(cseal_photo_new_mem(bytes, len, &photo, NULL) == CSEAL_OK);
	cseal_photo_free(photo);
}

/* Cut anywhere, and with any byte changed, it ends; whatever comes of it is as
 * large as it must be, which the core looks at. */
static void
what_is_damaged_ends(void)
{
	const struct jp2_how how = { 64, 48, 3, 8, .ratio = 4 };
	size_t whole, cut_count = 0, done = 0, odd = 0;
	uint8_t *picture = jp2_make(&how, &whole);
	cseal_status st;

	for (size_t cut = 120; cut < whole; cut += whole / 12) {
		st = decode_bytes(picture, cut, false, CSEAL_PICTURE_PNG);
		cut_count++;
		done += st == CSEAL_REFUSED_INPUT;
	}
	OKF(done == cut_count, "%zu of %zu cuts are refused", done, cut_count);
	for (size_t at = 100; at < whole; at += whole / 60) {
		picture[at] ^= 0x55;
		st = decode_bytes(picture, whole, false, CSEAL_PICTURE_PNG);
		odd += st != CSEAL_OK && st != CSEAL_REFUSED_INPUT &&
		       st != CSEAL_REFUSED_LIMIT &&
		       st != CSEAL_FAULT_INTERNAL && st != CSEAL_FAULT_MODULE;
		picture[at] ^= 0x55;
	}
	OKF(odd == 0, "%zu of the changes do harm", odd);
	free(picture);
}

/* ISO/IEC 15444-1, A.5.1: sixteen million tiles. */
static void
more_tiles_than_there_may_be_are_refused(void)
{
	const struct jp2_how how = { 64, 48, 1, 8, .is_stream = true };
	size_t whole;
	uint8_t *picture = jp2_make(&how, &whole);
	static const uint8_t large[] = { 0, 0, 16, 0, 0, 0, 16, 0 };
	static const uint8_t small[] = { 0, 0, 0, 1, 0, 0, 0, 1 };

	memcpy(picture + 8, large, sizeof(large));
	memcpy(picture + 24, small, sizeof(small));
	OK(decode_bytes(picture, whole, true, CSEAL_PICTURE_PNG) ==
	    CSEAL_REFUSED_INPUT);
	free(picture);
}

static void
decode_with(const char *script, int timeout_ms, cseal_status expected)
{
	const struct jp2_how how = { 35, 45, 1, 8, .is_stream = true };
	size_t picture_len;
	uint8_t *picture = jp2_make(&how, &picture_len);
	cseal_identity *identity =
	    portrait_of("image/j2c", picture, picture_len);
	const char *path = scratch_write("decoder", script);
	cseal_status st;

	chmod(path, 0755);
	make_context(path);
	st = decode(identity, CSEAL_PICTURE_PNG, timeout_ms);
	OKF(st == expected, "%s: %s", cseal_status_name(st), note);
	cseal_identity_free(identity);
	free(picture);
}

static void
a_decoder_that_breaks_or_hangs_takes_nobody_along(void)
{
	decode_with("#!/bin/sh\nkill -SEGV $$\n", 10000, CSEAL_REFUSED_INPUT);
	decode_with("#!/bin/sh\nexec sleep 1000\n", 200, CSEAL_STOPPED_TIMEOUT);
	decode_with(
	    "#!/bin/sh\nexec cat /dev/zero\n", 60000, CSEAL_REFUSED_LIMIT);
	decode_with("#!/bin/sh\nexit 0\n", 10000, CSEAL_FAULT_MODULE);
	decode_with("#!/bin/sh\necho no; exit 1\n", 10000, CSEAL_REFUSED_INPUT);
	decode_with("#!/bin/sh\nprintf '\\377\\001\\033[2J'; exit 1\n", 10000,
	    CSEAL_REFUSED_INPUT);
	OKF(strchr(note, '\033') == NULL, "and says nothing to a terminal");
	make_context("/nonexistent/decode-picture");
}

static void
the_doctor_looks_for_the_program(void)
{
	const char *text = scratch_write("decoder", "no program");

	make_context(DECODE_PICTURE);
	OK(findings_have(findings_of(context, "openjpeg-picture"),
	    ". Portraits in JPEG 2000 are opened by "));
	make_context("/nonexistent/decode-picture");
	OK(findings_have(findings_of(context, "openjpeg-picture"),
	    "! Portraits in JPEG 2000 cannot be opened: there is no "
	    "/nonexistent/decode-picture. | Install the module again"));
	make_context(text);
	OK(chmod(text, 0600) == 0);
	OK(findings_have(findings_of(context, "openjpeg-picture"),
	    "may not be run. | Let it be executed"));
}

int
main(void)
{
	scratch_make();
	make_context(DECODE_PICTURE);
	RUN(where_nothing_is_lost_every_dot_is_as_it_was);
	RUN(luma_and_chroma_become_colours);
	RUN(a_lossy_portrait_becomes_a_jpeg_too);
	RUN(what_is_damaged_ends);
	RUN(more_tiles_than_there_may_be_are_refused);
	RUN(a_decoder_that_breaks_or_hangs_takes_nobody_along);
	RUN(the_doctor_looks_for_the_program);
	decode_bytes(NULL, 0, false, CSEAL_PICTURE_PNG);
	cseal_context_unref(context);
	return tap_done();
}
