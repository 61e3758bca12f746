/* SPDX-License-Identifier: Apache-2.0 */
/* ink-file.h -- the file of a signature: an ISO/IEC 19794-7 record. */
#ifndef CLI_INK_FILE_H
#define CLI_INK_FILE_H

#include "tool.h"

cseal_status cli_read_ink(
    struct cli *cli, const char *path, cseal_ink **ret_ink);
cseal_status cli_write_ink(struct cli *cli, cseal_ink *ink, const char *path);

/* Says what was written to path, len bytes; NULL: to nowhere. */
void cli_tell_ink(
    struct cli *cli, cseal_ink *ink, const char *path, size_t len);

#endif
