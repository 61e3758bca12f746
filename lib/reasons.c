/* SPDX-License-Identifier: Apache-2.0 */
/* reasons.c -- sentences that explain a judgement. */
#include "reasons.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE_MOST 512

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
