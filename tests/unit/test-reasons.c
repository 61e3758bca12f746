/* SPDX-License-Identifier: Apache-2.0 */
/* test-reasons.c -- proves lib/reasons.c. */
#include "reasons.h"
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

int
main(void)
{
	RUN(a_sentence_is_kept_once);
	RUN(too_many_sentences_end_with_one_that_says_so);
	return tap_done();
}
