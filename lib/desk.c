/* SPDX-License-Identifier: Apache-2.0 */
/* desk.c -- what the doctor of a module says. */
#include "line.h"

#include <counterseal/module.h>

#include <stdarg.h>
#include <stdio.h>

void
cseal_desk_say(const struct cseal_desk *desk, bool is_problem, const char *cure,
    const char *format, ...)
{
	char text[CSEAL_FINDING_MOST + 1];
	const struct cseal_finding finding = {
		.size = sizeof(finding),
		.is_problem = is_problem,
		.text = text,
		.cure = cure,
	};
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	csi_line_clean(text);
	desk->report(desk->user, &finding);
}
