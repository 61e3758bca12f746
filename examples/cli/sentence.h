/* SPDX-License-Identifier: Apache-2.0 */
/* sentence.h -- what the library says in English, as far as it is known. */
#ifndef CLI_SENTENCE_H
#define CLI_SENTENCE_H

#include "tool.h"

/* Prints a reason or problem of a report or an identity in the language of
 * the messages; one that is not known as it is. */
void cli_print_sentence(const char *sentence);

#endif
