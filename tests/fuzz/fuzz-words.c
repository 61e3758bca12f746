/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-words.c -- what pdftotext may say of a hostile document: the first
 * line is the phrase, the rest its words. */
#include "document/words.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
	size_t first = end == NULL ? size : (size_t)(end - data), count;
	struct csi_span phrase = { data, first };
	struct csi_words words = { .pages = 0 };
	struct csi_bytes squeezed = { 0 };
	struct csi_word place;

	if (csi_words_read((struct csi_span){ data + first, size - first },
		&words, NULL) == CSEAL_OK) {
		csi_words_squeeze(&squeezed, phrase);
		for (int32_t n = -2; n <= 2; n++)
			if (csi_words_find(&words, csi_bytes_span(&squeezed), n,
				&place, &count) &&
			    (count == 0 || place.page >= words.pages ||
				place.at + place.len > words.text.len))
				abort();
	}
	csi_bytes_free(&squeezed);
	csi_words_clear(&words);
	return 0;
}
