/* SPDX-License-Identifier: Apache-2.0 */
/* at-text.h -- a seal that goes where a text stands. */
#ifndef CLI_AT_TEXT_H
#define CLI_AT_TEXT_H

#include "sealing.h"

/* Reads --at-text and its options; what is wrong is a usage error. */
cseal_status cli_parse_at_text(struct cli *cli,
    const struct cli_sealing *sealing, struct cli_seal_made *made);

#endif
