/* SPDX-License-Identifier: Apache-2.0 */
/* identity-shown.h -- an identity as the tool shows it. */
#ifndef CLI_IDENTITY_SHOWN_H
#define CLI_IDENTITY_SHOWN_H

#include "tool.h"

/* Prints it, or puts it into the answer. */
cseal_status cli_show_identity(struct cli *cli, cseal_identity *identity);

/* As the document has it; JPEG 2000 as PNG or JPEG where the name ends so. */
cseal_status cli_write_portrait(
    struct cli *cli, cseal_identity *identity, const char *path);

#define CLI_DECODE_MS 30000

bool cli_is_jpeg_2000(const char *media_type);

#endif
