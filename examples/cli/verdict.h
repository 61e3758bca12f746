/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.h -- a report in words that a clerk understands. */
#ifndef CLI_VERDICT_H
#define CLI_VERDICT_H

#include "tool.h"

/* The verdict first, then a block for each signature with its reasons. */
void cli_print_report(const cseal_report *report, const char *file);

/* Every finding with what it means, as a tree. */
void cli_explain_report(const cseal_report *report, const char *file);

#endif
