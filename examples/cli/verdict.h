/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.h -- a report in words that a clerk understands. */
#ifndef CLI_VERDICT_H
#define CLI_VERDICT_H

#include "tool.h"

/* What the report calls something, how people are told, what it means; the
 * latter two are not translated yet. */
struct cli_word {
	const char *value, *shown, *meaning;
};

/* Of what a check came out as; one that is not known is a question mark. */
const struct cli_word *cli_find_word(const char *check, const char *outcome);

/* Of the document, with what it means. */
void cli_print_verdict(const cseal_report *report, const char *file);

/* The verdict first, then a block for each signature with its reasons. */
void cli_print_report(const cseal_report *report, const char *file);

/* ---- explain.c ---- */

/* Every finding with what it means, as a tree. */
void cli_explain_report(const cseal_report *report, const char *file);

#endif
