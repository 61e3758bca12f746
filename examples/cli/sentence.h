/* SPDX-License-Identifier: Apache-2.0 */
/* sentence.h -- what the library says in English, as far as it is known. */
#ifndef CLI_SENTENCE_H
#define CLI_SENTENCE_H

#include "tool.h"

/* The patterns that are known; %s stands for what differs.  NULL ends it. */
extern const char *const cli_sentences[];

/* Prints a reason, a problem or a finding in the language of the messages;
 * one that is not known as it is. */
void cli_print_sentence(const char *sentence);

#endif
