/* SPDX-License-Identifier: Apache-2.0 */
/* labels.h -- what people call the parts of an identity. */
#ifndef CLI_LABELS_H
#define CLI_LABELS_H

#include "tool.h"

/* "Name", "Sex", ... in the language of the messages, and as a document of
 * that kind has it printed. */
const char *cli_identity_label(
    const cseal_identity *identity, cseal_identity_field field);

/* The value as people write it ("male" becomes a word); NULL: has none. */
const char *cli_identity_shown(
    const cseal_identity *identity, cseal_identity_field field);

const char *cli_question_label(cseal_identity_question question);
const char *cli_verdict_label(cseal_verdict verdict);

#endif
