/* SPDX-License-Identifier: Apache-2.0 */
/* log.c -- the log of one context. */
#include "log.h"

#include "context.h"
#include "line.h"

#include <stdio.h>

void
csi_log_va(cseal_context *context, cseal_log_level level, const char *origin,
    const char *format, va_list args)
{
	const struct csi_log *log = csi_context_log(context);
	char text[CSI_LOG_TEXT_MOST];

	if (log->fn == NULL || level == CSEAL_LOG_NONE || level > log->level)
		return;
	vsnprintf(text, sizeof(text), format, args);
	csi_line_clean(text); /* it may quote a device or a file */
	log->fn(log->user, level, origin, text);
}

void
csi_log(cseal_context *context, cseal_log_level level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	csi_log_va(context, level, "core", format, args);
	va_end(args);
}
