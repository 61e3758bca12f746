/* SPDX-License-Identifier: Apache-2.0 */
/* test-seal-text.c -- proves lib/seal-text.c: a text with the words of the
 * signature in it. */
#include "document/seal-text.h"

#include "document/look.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct csi_seal_words words = { "沈佳禾", "100%name%",
	"云汀\n柜台", 1772327400 };

static cseal_status
filled(const char *text, const struct csi_seal_words *with, const char *wanted)
{
	struct csi_bytes out = { 0 };
	cseal_error *error = NULL;
	cseal_status st = csi_seal_text(text, with, &out, &error);

	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	if (st == CSEAL_OK && strcmp((const char *)out.at, wanted) != 0) {
		printf("# %s\n", (const char *)out.at);
		st = CSEAL_FAULT_INTERNAL;
	}
	OK(st == CSEAL_OK || out.at == NULL);
	csi_bytes_free(&out);
	cseal_error_free(error);
	return st;
}

static void
each_word_is_filled_in(void)
{
	OK(filled("%name%", &words, "沈佳禾") == CSEAL_OK);
	OK(filled("%location%: %name%%name%.", &words,
	       "云汀\n柜台: 沈佳禾沈佳禾.") == CSEAL_OK);
	OK(filled("", &words, "") == CSEAL_OK);
}

static void
a_word_is_not_filled_in_itself(void)
{
	OK(filled("%reason%", &words, "100%name%") == CSEAL_OK);
}

static void
what_is_unknown_stays(void)
{
	static const char *const texts[] = { "%", "%%", "100 %", "%Name%",
		"%name", "name%", "%signer%", "%n%s%d", "%date %" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		OKF(filled(texts[i], &words, texts[i]) == CSEAL_OK, "%s",
		    texts[i]);
	OK(filled("50%%name%", &words, "50%沈佳禾") == CSEAL_OK);
}

static void
the_day_is_that_of_the_place(void)
{
	/* 01:10 UTC, and eight hours later, and seven before. */
	setenv("TZ", "UTC", 1);
	tzset();
	OK(filled("%date%", &words, "2026-03-01") == CSEAL_OK);
	setenv("TZ", "XST+7", 1);
	tzset();
	OK(filled("%date%", &words, "2026-02-28") == CSEAL_OK);
	setenv("TZ", "CST-8", 1);
	tzset();
	OK(filled("%date%", &words, "2026-03-01") == CSEAL_OK);
}

static void
what_the_signature_does_not_say_is_refused(void)
{
	const struct csi_seal_words none = { NULL, "", NULL, INT64_MAX };

	OK(filled("%name%", &none, "") == CSEAL_REFUSED_INPUT);
	OK(filled("a %reason%", &none, "") == CSEAL_REFUSED_INPUT);
	OK(filled("%location%", &none, "") == CSEAL_REFUSED_INPUT);
	OK(filled("%date%", &none, "") == CSEAL_REFUSED_INPUT);
	OK(filled("text", &none, "text") == CSEAL_OK);
}

static void
a_text_does_not_grow_without_end(void)
{
	char *text = calloc(1, CSI_LOOK_TEXT_MOST + 1);
	char *name = calloc(1, CSI_LOOK_TEXT_MOST + 1);
	struct csi_seal_words with = words;

	with.name = name;
	memset(name, 'n', CSI_LOOK_TEXT_MOST);
	OK(filled("%name%", &with, name) == CSEAL_OK);
	OK(filled("%name%%name%", &with, "") == CSEAL_REFUSED_INPUT);
	OK(filled("%name%.", &with, "") == CSEAL_REFUSED_INPUT);
	for (size_t i = 0; i + 6 <= CSI_LOOK_TEXT_MOST; i += 6)
		memcpy(text + i, "%name%", 6);
	OK(filled(text, &words, "") == CSEAL_REFUSED_INPUT);
	free(name);
	free(text);
}

int
main(void)
{
	RUN(each_word_is_filled_in);
	RUN(a_word_is_not_filled_in_itself);
	RUN(what_is_unknown_stays);
	RUN(the_day_is_that_of_the_place);
	RUN(what_the_signature_does_not_say_is_refused);
	RUN(a_text_does_not_grow_without_end);
	return tap_done();
}
