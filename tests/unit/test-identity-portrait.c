/* SPDX-License-Identifier: Apache-2.0 */
/* test-identity-portrait.c -- proves lib/identity-portrait.c: a portrait in
 * another form, whatever a module makes of it. */
#include "portrait.h"
#include "sample-jpeg.h"
#include "tap.h"
#include "unit/emrtd/build.h"

static cseal_context *context;
static const void *bytes;
static size_t len;

static cseal_status
decode(cseal_identity *identity, cseal_picture_form form, int timeout_ms)
{
	cseal_error *error = NULL;
	cseal_status st;

	bytes = NULL;
	len = 0;
	st = cseal_identity_decode_portrait(
	    context, identity, form, timeout_ms, NULL, &bytes, &len, &error);
	if (cseal_error_status(error) != st ||
	    (bytes != NULL) != (st == CSEAL_OK))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_identity *
stream_of(uint32_t width, uint32_t height)
{
	struct csi_bytes stream = build_codestream(width, height, 0, 0);
	cseal_identity *identity =
	    portrait_of("image/j2c", stream.at, stream.len);

	csi_bytes_free(&stream);
	return identity;
}

static bool
becomes(uint32_t width, uint32_t height, cseal_status expected)
{
	cseal_identity *identity = stream_of(width, height);
	cseal_status st = decode(identity, CSEAL_PICTURE_PNG, 10000);

	cseal_identity_free(identity);
	if (st != expected)
		printf("# %s\n", cseal_status_name(st));
	return st == expected;
}

static void
jpeg_2000_is_what_a_module_makes_of_it(void)
{
	cseal_identity *identity = stream_of(413, 531);
	const void *first;

	OK(decode(identity, CSEAL_PICTURE_PNG, 10000) == CSEAL_OK);
	OK(len == 24 && memcmp(bytes, "\x89PNG", 4) == 0);
	first = bytes;
	OK(decode(identity, CSEAL_PICTURE_PNG, 0) == CSEAL_OK);
	OKF(bytes == first, "and made once");
	OKF(decode(identity, CSEAL_PICTURE_JPEG, 10000) == CSEAL_FAULT_MODULE,
	    "a PNG is no JPEG");
	OKF(strstr(cseal_identity_json(identity), "image/png") == NULL,
	    "the record has what the chip had");
	cseal_identity_free(identity);
}

static void
what_a_module_makes_is_looked_at(void)
{
	OKF(becomes(1, 9, CSEAL_FAULT_MODULE), "of another size");
	OKF(becomes(2, 9, CSEAL_FAULT_MODULE), "nothing");
	OKF(becomes(3, 9, CSEAL_FAULT_MODULE), "no reason");
	OKF(becomes(4, 9, CSEAL_REFUSED_INPUT), "a damaged one");
	OKF(becomes(5, 9, CSEAL_FAULT_MODULE), "as it was");
}

static void
what_is_no_picture_goes_to_no_module(void)
{
	cseal_identity *identity = portrait_of("image/jp2", "GIF89a", 6);

	OK(decode(identity, CSEAL_PICTURE_PNG, 10000) == CSEAL_REFUSED_INPUT);
	cseal_identity_free(identity);
	identity = portrait_of("image/j2c", "", 0);
	OK(decode(identity, CSEAL_PICTURE_PNG, 10000) == CSEAL_REFUSED_INPUT);
	cseal_identity_free(identity);
}

static void
more_dots_than_there_may_be_go_to_no_module(void)
{
	OK(becomes(4096, 4096, CSEAL_OK));
	OK(becomes(8192, 1, CSEAL_OK));
	OK(becomes(8193, 1, CSEAL_REFUSED_LIMIT));
	OK(becomes(1, 8193, CSEAL_REFUSED_LIMIT));
	OK(becomes(4097, 4096, CSEAL_REFUSED_LIMIT));
}

static void
what_has_the_form_already_stays_as_it_is(void)
{
	struct csi_bytes jpeg = { 0 };
	cseal_identity *identity;

	sample_jpeg(&jpeg, 35, 45, 3);
	identity = portrait_of("image/jpeg", jpeg.at, jpeg.len);
	OK(decode(identity, CSEAL_PICTURE_JPEG, 0) == CSEAL_OK);
	OK(len == jpeg.len && memcmp(bytes, jpeg.at, len) == 0);
	OK(decode(identity, CSEAL_PICTURE_PNG, 10000) ==
	    CSEAL_REFUSED_UNSUPPORTED);
	cseal_identity_free(identity);
	csi_bytes_free(&jpeg);
	identity = portrait_of("application/x-wlt", "WLf", 3);
	OK(decode(identity, CSEAL_PICTURE_PNG, 10000) ==
	    CSEAL_REFUSED_UNSUPPORTED);
	cseal_identity_free(identity);
}

static void
what_cannot_be_asked_is_not(void)
{
	static const char nobody[] =
	    "{\"document_type\":\"icao-card\",\"virtual\":false}";
	cseal_context *modules = context;
	cseal_identity *identity = NULL;
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent" };

	OK(cseal_identity_new_json(nobody, strlen(nobody), &identity, NULL) ==
	    CSEAL_OK);
	OKF(decode(identity, CSEAL_PICTURE_PNG, 10000) == CSEAL_REFUSED_INPUT,
	    "no portrait");
	cseal_identity_free(identity);
	identity = stream_of(413, 531);
	OK(decode(identity, (cseal_picture_form)3, 10000) ==
	    CSEAL_FAULT_APPLICATION);
	OK(decode(NULL, CSEAL_PICTURE_PNG, 10000) == CSEAL_FAULT_APPLICATION);
	OK(decode(identity, CSEAL_PICTURE_PNG, 0) == CSEAL_STOPPED_TIMEOUT);
	OK(cseal_context_new(&options, &context, NULL) == CSEAL_OK);
	OKF(decode(identity, CSEAL_PICTURE_PNG, 10000) == CSEAL_SETUP_NO_MODULE,
	    "no module");
	cseal_context_unref(context);
	context = modules;
	cseal_identity_free(identity);
}

int
main(void)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent" };

	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCK_DIR "/mock-picture.so", NULL) != CSEAL_OK)
		return 99;
	RUN(jpeg_2000_is_what_a_module_makes_of_it);
	RUN(what_a_module_makes_is_looked_at);
	RUN(what_is_no_picture_goes_to_no_module);
	RUN(more_dots_than_there_may_be_go_to_no_module);
	RUN(what_has_the_form_already_stays_as_it_is);
	RUN(what_cannot_be_asked_is_not);
	cseal_context_unref(context);
	return tap_done();
}
