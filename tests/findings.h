/* SPDX-License-Identifier: Apache-2.0 */
/* findings.h -- what the doctor says of one module, for its test. */
#ifndef TESTS_FINDINGS_H
#define TESTS_FINDINGS_H

#include "tap.h"

#include <counterseal/counterseal.h>
#include <string.h>

struct findings {
	const char *about;
	size_t problems;
	char text[8192]; /* a line each: "! TEXT | CURE", "." if no problem */
};

static inline void
findings_note(void *user, const struct cseal_finding *finding)
{
	struct findings *findings = user;
	size_t len = strlen(findings->text);

	if (strcmp(finding->about, findings->about) != 0)
		return;
	findings->problems += finding->is_problem;
	snprintf(findings->text + len, sizeof(findings->text) - len,
	    "%c %s | %s\n", finding->is_problem ? '!' : '.', finding->text,
	    finding->cure == NULL ? "" : finding->cure);
}

/* Borrowed until the next call. */
static inline const struct findings *
findings_of(cseal_context *context, const char *about)
{
	static struct findings findings;

	memset(&findings, 0, sizeof(findings));
	findings.about = about;
	OK(cseal_device_doctor(context, findings_note, &findings, NULL) ==
	    CSEAL_OK);
	return &findings;
}

static inline bool
findings_have(const struct findings *findings, const char *part)
{
	bool have = strstr(findings->text, part) != NULL;

	if (!have)
		printf("# not found: %s\n# in: %s", part, findings->text);
	return have;
}

#endif
