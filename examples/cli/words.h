/* SPDX-License-Identifier: Apache-2.0 */
/* words.h -- the words of the library in the language of the messages. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "tool.h"

/* A word such as "reader", "ready", "male" translated; any other as it is. */
const char *cli_word(const char *word);

#endif
