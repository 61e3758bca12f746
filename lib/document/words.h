/* SPDX-License-Identifier: Apache-2.0 */
/* words.h -- the words of a document, and where they are: what pdftotext
 * writes with -bbox.  Functions over bytes. */
#ifndef CSI_WORDS_H
#define CSI_WORDS_H

#include "bytes.h"

#include <counterseal/error.h>

#define CSI_WORDS_MOST 4000000

/* Points, from the top left corner of the page as shown. */
struct csi_word {
	uint32_t page; /* index */
	double left, top, right, bottom;
	size_t at, len; /* of its text among that of all words */
};

struct csi_words {
	uint32_t pages;
	struct csi_bytes list; /* struct csi_word */
	struct csi_bytes text; /* of all words, without blanks; UTF-8 */
};

/* Status: REFUSED_INPUT (not what pdftotext writes), REFUSED_LIMIT.  Cleared
 * by csi_words_clear() in any case. */
cseal_status csi_words_read(struct csi_span xhtml, struct csi_words *ret_words,
    cseal_error **ret_error);
void csi_words_clear(struct csi_words *words);

/* Finds occurrence number n of the phrase: 1 is the first, -1 the last.
 * Blanks do not count: Chinese has none, and lines are broken anywhere.  The
 * place is of what stands on its first line.  False: *ret_count is how many
 * there were. */
bool csi_words_find(const struct csi_words *words, struct csi_span phrase,
    int32_t n, struct csi_word *ret_place, size_t *ret_count);

/* The text without blanks. */
void csi_words_squeeze(struct csi_bytes *out, struct csi_span text);

#endif
