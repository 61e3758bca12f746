/* SPDX-License-Identifier: Apache-2.0 */
/* reasons.c -- sentences that explain a judgement. */
#include "judge/reasons.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE_MOST 512

/* Bytes of the UTF-8 character at the start of the text; 0: it is none. */
static size_t
character(const unsigned char *text)
{
	size_t len;

	if (text[0] < 0x80)
		return 1;
	if (text[0] < 0xc2 || text[0] > 0xf4)
		return 0;
	len = text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
	for (size_t i = 1; i < len; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((text[0] == 0xe0 && text[1] < 0xa0) ||
	    (text[0] == 0xed && text[1] > 0x9f) ||
	    (text[0] == 0xf0 && text[1] < 0x90) ||
	    (text[0] == 0xf4 && text[1] > 0x8f))
		return 0;
	return len;
}

void
csi_reasons_clean(char *text)
{
	while (*text != '\0') {
		size_t len = character((const unsigned char *)text);

		if (len == 0)
			*text = '?';
		text += len == 0 ? 1 : len;
	}
}

static bool
is_there(const struct csi_reasons *reasons, const char *text)
{
	for (size_t i = 0; i < reasons->count; i++) {
		if (strcmp(reasons->at[i], text) == 0)
			return true;
	}
	return false;
}

void
csi_reasons_add(struct csi_reasons *reasons, const char *format, ...)
{
	char text[SENTENCE_MOST];
	va_list args;

	if (reasons->failed || reasons->count == CSI_REASONS_MOST)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	csi_reasons_clean(text);
	if (reasons->count == CSI_REASONS_MOST - 1)
		snprintf(text, sizeof(text), "There are more findings.");
	if (is_there(reasons, text))
		return;
	if (reasons->at == NULL)
		reasons->at = calloc(CSI_REASONS_MOST, sizeof(*reasons->at));
	if (reasons->at == NULL ||
	    (reasons->at[reasons->count] = strdup(text)) == NULL) {
		reasons->failed = true;
		return;
	}
	reasons->count++;
}

void
csi_reasons_free(struct csi_reasons *reasons)
{
	for (size_t i = 0; i < reasons->count; i++)
		free(reasons->at[i]);
	free(reasons->at);
	memset(reasons, 0, sizeof(*reasons));
}
