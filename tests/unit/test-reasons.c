/* SPDX-License-Identifier: Apache-2.0 */
/* test-reasons.c -- proves lib/reasons.c. */
#include "judge/reasons.h"
#include "tap.h"

#include <string.h>

static void
a_sentence_is_kept_once(void)
{
	struct csi_reasons reasons = { 0 };

	csi_reasons_add(&reasons, "Page %d was replaced.", 3);
	csi_reasons_add(&reasons, "Page %d was replaced.", 3);
	csi_reasons_add(&reasons, "Page %d was replaced.", 4);
	OK(reasons.count == 2);
	OK(strcmp(reasons.at[0], "Page 3 was replaced.") == 0);
	OK(strcmp(reasons.at[1], "Page 4 was replaced.") == 0);
	csi_reasons_free(&reasons);
	OK(reasons.count == 0 && reasons.at == NULL);
}

static void
too_many_sentences_end_with_one_that_says_so(void)
{
	struct csi_reasons reasons = { 0 };

	for (int i = 0; i < 1000; i++)
		csi_reasons_add(&reasons, "Finding %d.", i);
	OK(reasons.count == CSI_REASONS_MOST);
	OK(strcmp(reasons.at[CSI_REASONS_MOST - 1],
	       "There are more findings.") == 0);
	OK(!reasons.failed);
	csi_reasons_free(&reasons);
}

static void
what_is_no_utf8_becomes_a_question_mark(void)
{
	static const char *const pairs[][2] = {
		{ "a\xff"
		  "b",
		    "a?b" },
		{ "\xc3\xa4\xe4\xb8\xad\xf0\x9f\x96\x8b",
		    "\xc3\xa4\xe4\xb8\xad\xf0\x9f\x96\x8b" },
		{ "cut \xe4\xb8", "cut ??" },
		{ "\xc0\xaf\xed\xa0\x80", "?????" },
		{ "\xf4\x90\x80\x80", "????" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct csi_reasons reasons = { 0 };

		csi_reasons_add(&reasons, "%s", pairs[i][0]);
		OK(reasons.count == 1 &&
		    strcmp(reasons.at[0], pairs[i][1]) == 0);
		csi_reasons_free(&reasons);
	}
}

int
main(void)
{
	RUN(a_sentence_is_kept_once);
	RUN(too_many_sentences_end_with_one_that_says_so);
	RUN(what_is_no_utf8_becomes_a_question_mark);
	return tap_done();
}
