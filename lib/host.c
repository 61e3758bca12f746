/* SPDX-License-Identifier: Apache-2.0 */
/* host.c -- the core, as one module sees it. */
#include "host.h"

#include "log.h"

#include <stdarg.h>
#include <stdio.h>

void
csi_host_init(struct cseal_host *host, cseal_context *context, const char *id)
{
	host->context = context;
	snprintf(host->origin, sizeof(host->origin), "module:%s", id);
	snprintf(host->section, sizeof(host->section), "module %s", id);
}

void
cseal_host_log(cseal_host *host, cseal_log_level level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	csi_log_va(host->context, level, host->origin, format, args);
	va_end(args);
}

const char *
cseal_host_setting(cseal_host *host, const char *key)
{
	return cseal_context_setting(host->context, host->section, key);
}
