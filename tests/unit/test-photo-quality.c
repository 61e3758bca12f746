/* SPDX-License-Identifier: Apache-2.0 */
/* test-photo-quality.c -- proves photo-quality.c and photo-match.c: what
 * follows from what modules say, whatever they say. */
#include "jpeg.h"
#include "sample-jpeg.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <openssl/evp.h>

static cseal_context *context;
static struct cseal_photo_quality quality;
static char note[1024]; /* of the last failure */

static cseal_photo *
photo_of(uint16_t width, uint16_t height)
{
	struct csi_bytes jpeg = { 0 };
	cseal_photo *photo = NULL;

	sample_jpeg(&jpeg, width, height, 3);
	OK(cseal_photo_new_mem(jpeg.at, jpeg.len, &photo, NULL) == CSEAL_OK);
	csi_bytes_free(&jpeg);
	return photo;
}

static cseal_status
note_error(cseal_status st, cseal_error *error)
{
	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* Of mock-gauge: the width says what it measures. */
static cseal_status
examine(uint16_t width, uint16_t height, int timeout_ms)
{
	cseal_photo *photo = photo_of(width, height);
	cseal_error *error = NULL;
	cseal_status st;

	memset(&quality, 0, sizeof(quality));
	quality.size = sizeof(quality);
	st = cseal_photo_examine(
	    context, photo, timeout_ms, NULL, &quality, &error);
	cseal_photo_free(photo);
	return note_error(st, error);
}

static bool
has_flaws(uint16_t width, uint16_t height, unsigned flaws)
{
	return examine(width, height, 10000) == CSEAL_OK &&
	       quality.flaws == flaws;
}

#define FLAW(name) (1u << CSEAL_PHOTO_##name)

static void
each_limit_has_its_flaw(void)
{
	OK(has_flaws(500, 480, 0));
	OK(quality.light == 120 && quality.contrast == 150);
	OK(quality.sharpness == 600);
	OK(quality.dark_permille == 10 && quality.bright_permille == 10);
	OK(has_flaws(600, 480, FLAW(TOO_DARK)));
	OK(has_flaws(700, 480, FLAW(TOO_DARK)));
	OK(has_flaws(800, 480, FLAW(TOO_BRIGHT)));
	OK(has_flaws(900, 480, FLAW(TOO_BRIGHT)));
	OK(has_flaws(1000, 480, FLAW(FLAT)));
	OK(has_flaws(1100, 480, FLAW(BLURRED)));
	OK(has_flaws(1200, 480, FLAW(TOO_DARK) | FLAW(FLAT)));
	OK(has_flaws(500, 479, FLAW(TOO_SMALL)));
}

static void
what_cannot_be_measured_is_the_modules_fault(void)
{
	OK(examine(1300, 480, 10000) == CSEAL_FAULT_MODULE);
	OK(examine(1400, 480, 10000) == CSEAL_FAULT_MODULE);
	OK(strstr(note, "mock-gauge") != NULL);
	OK(quality.flaws == 0 && quality.light == 0);
}

static void
the_end_of_the_time_ends_it(void)
{
	OK(examine(500, 480, 0) == CSEAL_STOPPED_TIMEOUT);
}

static void
every_flaw_has_a_name_and_a_sentence(void)
{
	for (int i = 0; i < CSEAL_PHOTO_FLAWS; i++) {
		const char *name = cseal_photo_flaw_name((cseal_photo_flaw)i);
		const char *text = cseal_photo_flaw_text((cseal_photo_flaw)i);

		OKF(name != NULL && strpbrk(name, " .") == NULL, "%s", name);
		OKF(text != NULL && text[strlen(text) - 1] == '.', "%s", text);
	}
	OK(cseal_photo_flaw_name((cseal_photo_flaw)5) == NULL);
	OK(cseal_photo_flaw_text((cseal_photo_flaw)-1) == NULL);
}

static const char identity_json[] =
    "{\"document_type\": \"cn-resident\", \"name\": \"A\", \"reader\": "
    "{\"uri\": \"sdt:x\", \"module\": \"sdt-reader\"}, \"virtual\": false, "
    "\"read_at\": \"2026-01-02T03:04:05+00:00\"%s}";

static cseal_identity *
identity_of(const char *more)
{
	cseal_identity *identity = NULL;
	cseal_error *error = NULL;
	char json[1024];

	snprintf(json, sizeof(json), identity_json, more);
	if (!OK(cseal_identity_new_json(
		    json, strlen(json), &identity, &error) == CSEAL_OK))
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return identity;
}

#define PORTRAIT                                                   \
	", \"portrait\": {\"media_type\": \"application/x-wlt\", " \
	"\"base64\": \"V0xmAA==\"}"

static cseal_status
match(uint16_t width, const char *more, struct cseal_photo_likeness *likeness)
{
	cseal_identity *identity = identity_of(more);
	cseal_photo *photo = photo_of(width, 480);
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_photo_match(
	    context, photo, identity, 10000, NULL, likeness, &error);
	cseal_photo_free(photo);
	cseal_identity_free(identity);
	return note_error(st, error);
}

static void
a_score_has_the_name_of_its_matcher(void)
{
	struct cseal_photo_likeness likeness = { .size = sizeof(likeness) };

	OKF(match(640, PORTRAIT, &likeness) == CSEAL_OK, "%s", note);
	OK(likeness.score == 0.64 && likeness.threshold == 0.5);
	OK(likeness.is_virtual);
	OKF(strcmp(likeness.matcher,
		"Mock 1.0 (application/x-wlt of 4 bytes)") == 0,
	    "%s", likeness.matcher);
}

/* By them it is told from the score of other pictures. */
static void
a_score_says_of_which_files_it_is(void)
{
	struct cseal_photo_likeness likeness = { .size = sizeof(likeness) };
	uint8_t expected[CSEAL_MATCH_DIGEST_LEN];
	cseal_photo *photo = photo_of(640, 480);
	const void *bytes;
	size_t len;

	bytes = cseal_photo_bytes(photo, &len);
	OK(EVP_Digest(bytes, len, expected, NULL, EVP_sha256(), NULL) == 1);
	OK(match(640, PORTRAIT, &likeness) == CSEAL_OK);
	OK(memcmp(likeness.photo_digest, expected, sizeof(expected)) == 0);
	OK(EVP_Digest("WLf", 4, expected, NULL, EVP_sha256(), NULL) == 1);
	OK(memcmp(likeness.portrait_digest, expected, sizeof(expected)) == 0);
	OK(match(800, PORTRAIT, &likeness) == CSEAL_OK);
	EVP_Digest(bytes, len, expected, NULL, EVP_sha256(), NULL);
	OK(memcmp(likeness.photo_digest, expected, sizeof(expected)) != 0);
	cseal_photo_free(photo);
}

/* The header of a code-stream of 413 by 531 dots. */
#define JPEG_2000                                                      \
	", \"portrait\": {\"media_type\": \"image/j2c\", \"base64\": " \
	"\"/0//UQApAAAAAAGdAAACEwAAAAAAAAAAAAABnQAAAhMAAAAAAAAAAAABBwEB\"}"

static void
a_portrait_in_jpeg_2000_is_opened_for_a_matcher(void)
{
	struct cseal_photo_likeness likeness = { .size = sizeof(likeness) };
	struct cseal_photo_likeness again = { .size = sizeof(again) };

	OKF(match(640, JPEG_2000, &likeness) == CSEAL_OK, "%s", note);
	OKF(strcmp(likeness.matcher, "Mock 1.0 (image/j2c of 45 bytes)") == 0,
	    "%s", likeness.matcher);
	OK(cseal_context_load_module(
	       context, TEST_MOCK_DIR "/mock-picture.so", NULL) == CSEAL_OK);
	OKF(match(640, JPEG_2000, &again) == CSEAL_OK, "%s", note);
	OKF(strcmp(again.matcher, "Mock 1.0 (image/png of 24 bytes)") == 0,
	    "%s", again.matcher);
	/* It is the portrait of the document all the same. */
	OK(memcmp(again.portrait_digest, likeness.portrait_digest,
	       sizeof(again.portrait_digest)) == 0);
}

static void
a_score_without_a_name_or_that_is_none_is_not_taken(void)
{
	struct cseal_photo_likeness likeness = { .size = sizeof(likeness) };

	OK(match(777, PORTRAIT, &likeness) == CSEAL_FAULT_MODULE);
	OK(match(666, PORTRAIT, &likeness) == CSEAL_FAULT_MODULE);
	OK(match(404, PORTRAIT, &likeness) == CSEAL_REFUSED_INPUT);
	OK(strstr(note, "no face") != NULL);
	OK(match(640, "", &likeness) == CSEAL_REFUSED_INPUT);
	OK(strstr(note, "no portrait") != NULL);
	OK(likeness.score == 0 && likeness.matcher[0] == '\0');
}

static void
arguments_are_checked(void)
{
	struct cseal_photo_likeness likeness = { .size = 4 };
	cseal_photo *photo = photo_of(500, 480);

	OK(match(640, PORTRAIT, &likeness) == CSEAL_FAULT_APPLICATION);
	OK(match(640, PORTRAIT, NULL) == CSEAL_FAULT_APPLICATION);
	quality.size = 4;
	OK(cseal_photo_examine(context, photo, 1000, NULL, &quality, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_photo_examine(context, NULL, 1000, NULL, &quality, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_photo_free(photo);
}

/* In a folder without modules. */
static cseal_context *
bare_context(void)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent/modules" };
	cseal_context *bare = NULL;

	OK(cseal_context_new(&options, &bare, NULL) == CSEAL_OK);
	return bare;
}

static void
without_a_module_nothing_is_claimed(void)
{
	struct cseal_photo_likeness likeness = { .size = sizeof(likeness) };
	cseal_context *loaded = context;

	context = bare_context();
	OK(examine(500, 480, 1000) == CSEAL_SETUP_NO_MODULE);
	OK(match(640, PORTRAIT, &likeness) == CSEAL_SETUP_NO_MODULE);
	cseal_context_unref(context);
	context = loaded;
}

int
main(void)
{
	context = bare_context();
	OK(cseal_context_load_module(
	       context, TEST_MOCK_DIR "/mock-gauge.so", NULL) == CSEAL_OK);
	OK(cseal_context_load_module(
	       context, TEST_MOCK_DIR "/mock-matcher.so", NULL) == CSEAL_OK);
	RUN(each_limit_has_its_flaw);
	RUN(what_cannot_be_measured_is_the_modules_fault);
	RUN(the_end_of_the_time_ends_it);
	RUN(every_flaw_has_a_name_and_a_sentence);
	RUN(a_score_has_the_name_of_its_matcher);
	RUN(a_score_says_of_which_files_it_is);
	RUN(a_portrait_in_jpeg_2000_is_opened_for_a_matcher);
	RUN(a_score_without_a_name_or_that_is_none_is_not_taken);
	RUN(arguments_are_checked);
	RUN(without_a_module_nothing_is_claimed);
	cseal_context_unref(context);
	return tap_done();
}
