/* SPDX-License-Identifier: Apache-2.0 */
/* test-sdt-photo.c -- proves that a vendor's decoder opens a card's portrait,
 * and that no decoder is in the way of a card being read. */
#include "findings.h"
#include "sdt-harness.h"
#include "tap.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

static struct simulator simulator;

static struct read
read_with(const char *symbol, const char *more)
{
	const struct wish wish = { .card_wait_ms = 2000, .timeout_ms = 60000 };
	char config[1024];
	cseal_context *context;
	struct read result;

	snprintf(config, sizeof(config),
	    "photo_program = " DECODER_PROGRAM "\n"
	    "photo_decoder = " MOCK_DECODER "\n"
	    "photo_symbol = %s\n%s",
	    symbol, more);
	sdt_configure(config);
	context = sdt_context();
	result = sdt_read(context, simulator.uri, &wish);
	cseal_context_unref(context);
	return result;
}

/* What mock-decoder.c draws. */
static bool
is_picture(const cseal_identity *identity)
{
	static uint8_t dots[126][102][3];
	png_image image = { .version = PNG_IMAGE_VERSION };
	const char *media_type = "";
	const void *bytes;
	size_t len = 0;

	bytes = cseal_identity_portrait(identity, &len, &media_type);
	if (bytes == NULL || strcmp(media_type, "image/png") != 0 ||
	    !png_image_begin_read_from_memory(&image, bytes, len))
		return false;
	image.format = PNG_FORMAT_RGB;
	if (image.width != 102 || image.height != 126 ||
	    !png_image_finish_read(&image, NULL, dots, 0, NULL))
		return false;
	for (unsigned y = 0; y < 126; y++) {
		for (unsigned x = 0; x < 102; x++) {
			if (dots[y][x][0] != x || dots[y][x][1] != y ||
			    dots[y][x][2] != dots[0][0][2])
				return false;
		}
	}
	return true;
}

static bool
is_raw(const cseal_identity *identity)
{
	const char *media_type = "";
	const void *bytes;
	size_t len = 0;

	bytes = cseal_identity_portrait(identity, &len, &media_type);
	return bytes != NULL && len == 1024 &&
	       strcmp(media_type, "application/x-wlt") == 0;
}

static void
a_decoder_of_any_vendor_opens_the_portrait(void)
{
	static const struct {
		const char *symbol, *more;
	} rows[] = {
		{ "unpack", "" },
		{ "unpack", "photo_call = in out 0x2C4\n" },
		{ "unpack_mirrored",
		    "photo_call = in out\nphoto_output = bgr top-down\n"
		    "photo_success = 0\n" },
		{ "unpack_lens", "photo_call = in in-len out out-len\n" },
		{ "to_bmp", "photo_call = in out\nphoto_output = bmp\n" },
		{ "to_bmp_top_down",
		    "photo_call = in out\nphoto_output = bmp\n" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct read result = read_with(rows[i].symbol, rows[i].more);
		const char *json;

		if (!OKF(result.st == CSEAL_OK, "%s: %s", rows[i].symbol,
			result.text))
			continue;
		OKF(is_picture(result.identity), "%s drew it", rows[i].symbol);
		json = cseal_identity_json(result.identity);
		OK(strstr(json, "\"sdt.photo\":\"V0xm") != NULL);
		OK(strstr(json, "\"sdt.portrait\":\"iVBORw0KGgo") != NULL);
		cseal_identity_free(result.identity);
	}
}

static void
what_a_decoder_does_wrong_does_not_keep_the_card_from_being_read(void)
{
	static const struct {
		const char *symbol, *more;
	} rows[] = {
		{ "refuses", "" },
		{ "crashes", "" },
		{ "ends", "" },
		{ "writes_too_far", "" },
		{ "no_such_function", "" },
		{ "too_wide_bmp", "photo_output = bmp\n" },
		{ "unpack", "photo_output = bmp\n" },
		{ "unpack", "photo_output = jpeg\n" },
		{ "unpack", "photo_output = rgb sideways\n" },
		{ "unpack", "photo_call = in out 609\n" },
		{ "unpack", "photo_call = in out x\n" },
		{ "unpack", "photo_call = in out 1 2 3 4 5\n" },
		{ "unpack", "photo_success = yes\n" },
		{ "unpack", "photo_decoder = /nonexistent/decoder.so\n" },
		{ "unpack", "photo_decoder = decoder.so\n" },
		{ "unpack", "photo_program = /nonexistent/program\n" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct read result = read_with(rows[i].symbol, rows[i].more);

		OKF(result.st == CSEAL_OK && is_raw(result.identity),
		    "%s, row %zu: %s", rows[i].symbol, i, result.text);
		cseal_identity_free(result.identity);
	}
}

static void
a_decoder_that_hangs_is_ended_with_the_wait(void)
{
	const struct wish wish = { .card_wait_ms = 2000, .timeout_ms = 1500 };
	cseal_context *context;
	struct read result;

	sdt_configure("photo_program = " DECODER_PROGRAM "\n"
		      "photo_decoder = " MOCK_DECODER "\n"
		      "photo_symbol = hangs\n");
	context = sdt_context();
	result = sdt_read(context, simulator.uri, &wish);
	OKF(result.st == CSEAL_STOPPED_TIMEOUT, "%s: %s",
	    cseal_status_name(result.st), result.text);
	cseal_context_unref(context);
}

/* The raw files win, and this one must be what it says. */
static void
a_portrait_that_is_no_picture_is_refused_in_json(void)
{
	struct read result = read_with("unpack", "");
	cseal_identity *again = NULL;
	char *json, *at;

	if (!OKF(result.st == CSEAL_OK, "%s", result.text))
		return;
	json = strdup(cseal_identity_json(result.identity));
	OK(cseal_identity_new_json(json, strlen(json), &again, NULL) ==
	    CSEAL_OK);
	OK(again != NULL && is_picture(again));
	cseal_identity_free(again);
	again = NULL;
	while ((at = strstr(json, "iVBORw0KGgo")) != NULL)
		*at = 'k';
	OK(cseal_identity_new_json(json, strlen(json), &again, NULL) ==
	    CSEAL_REFUSED_INPUT);
	free(json);
	cseal_identity_free(result.identity);
}

static void
the_doctor_misses_a_decoder_that_is_not_there(void)
{
	cseal_context *context;

	sdt_configure("photo_decoder = /nonexistent/decoder.so\n");
	context = sdt_context();
	OK(findings_have(findings_of(context, "sdt-reader"),
	    "! The photo decoder /nonexistent/decoder.so is not there"));
	cseal_context_unref(context);
}

int
main(void)
{
	sdt_response_ms = 2000;
	sdt_begin();
	if (!simulator_start(&simulator, true, "customer", sdt_no_faults)) {
		printf("Bail out! the simulator did not start\n");
		return 1;
	}
	RUN(a_decoder_of_any_vendor_opens_the_portrait);
	RUN(what_a_decoder_does_wrong_does_not_keep_the_card_from_being_read);
	RUN(a_decoder_that_hangs_is_ended_with_the_wait);
	RUN(a_portrait_that_is_no_picture_is_refused_in_json);
	RUN(the_doctor_misses_a_decoder_that_is_not_there);
	simulator_end(&simulator);
	sdt_end();
	return tap_done();
}
