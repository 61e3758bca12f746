/* SPDX-License-Identifier: Apache-2.0 */
/* test-jpeg-gauge.c -- proves modules/jpeg-gauge through the public API: what
 * is good and what is bad is told apart. */
#include "camera-pictures.h"
#include "scripted.h"
#include "tap.h"

static cseal_context *context;
static struct cseal_photo_quality quality;

static cseal_status
examine(struct picture picture)
{
	cseal_photo *photo = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	memset(&quality, 0, sizeof(quality));
	quality.size = sizeof(quality);
	st = cseal_photo_new_mem(picture.bytes, picture.len, &photo, &error);
	if (st == CSEAL_OK)
		st = cseal_photo_examine(
		    context, photo, 10000, NULL, &quality, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	cseal_photo_free(photo);
	picture_free(&picture);
	return st;
}

static bool
has_flaws(unsigned width, unsigned height, unsigned light, unsigned blur,
    unsigned flaws)
{
	bool ok =
	    examine(picture_jpeg(width, height, light, blur)) == CSEAL_OK &&
	    quality.flaws == flaws;

	printf("# %u x %u, light %u, blur %u: flaws %x, light %u, contrast "
	       "%u, sharpness %u\n",
	    width, height, light, blur, quality.flaws, quality.light,
	    quality.contrast, quality.sharpness);
	return ok;
}

#define FLAW(name) (1u << CSEAL_PHOTO_##name)

static void
a_sharp_picture_of_any_size_is_usable(void)
{
	OK(has_flaws(640, 480, 200, 0, 0));
	OK(has_flaws(1280, 720, 200, 0, 0));
	OK(has_flaws(1920, 1080, 200, 0, 0));
	OK(has_flaws(3264, 2448, 200, 0, 0));
	OK(has_flaws(1280, 720, 200, 1, 0));
}

static void
a_blurred_picture_is_told(void)
{
	OK(has_flaws(640, 480, 200, 8, FLAW(BLURRED)));
	OK(has_flaws(1280, 720, 200, 12, FLAW(BLURRED)));
	OK(has_flaws(1920, 1080, 200, 20, FLAW(BLURRED)));
}

static void
light_that_is_wrong_is_told(void)
{
	OK(has_flaws(1280, 720, 30, 0, FLAW(TOO_DARK) | FLAW(FLAT)));
	OK(has_flaws(1280, 720, 60, 0, FLAW(TOO_DARK)));
	OK(has_flaws(320, 240, 200, 0, FLAW(TOO_SMALL)));
}

static void
a_damaged_picture_is_measured_or_refused(void)
{
	struct picture whole = picture_jpeg(640, 480, 200, 0);
	struct picture half = picture_cut(&whole, whole.len / 2, 0, 2);

	memcpy(half.bytes + whole.len / 2, "\xff\xd9", 2);
	OK(examine(half) == CSEAL_OK);
	/* A table that is none: the class is 0 or 1, the number 0 to 3. */
	for (size_t i = 0; i + 4 < whole.len; i++) {
		if (whole.bytes[i] == 0xff && whole.bytes[i + 1] == 0xc4)
			whole.bytes[i + 4] = 0x77;
	}
	OK(examine(whole) == CSEAL_REFUSED_INPUT);
}

int
main(void)
{
	context = scripted_context(NULL);
	OK(cseal_context_load_module(
	       context, TEST_MODULE_DIR "/jpeg-gauge.so", NULL) == CSEAL_OK);
	RUN(a_sharp_picture_of_any_size_is_usable);
	RUN(a_blurred_picture_is_told);
	RUN(light_that_is_wrong_is_told);
	RUN(a_damaged_picture_is_measured_or_refused);
	cseal_context_unref(context);
	return tap_done();
}
