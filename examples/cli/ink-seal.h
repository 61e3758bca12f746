/* SPDX-License-Identifier: Apache-2.0 */
/* ink-seal.h -- signatures that are sealed for an escrow. */
#ifndef CLI_INK_SEAL_H
#define CLI_INK_SEAL_H

#include "tool.h"

/* The certificates of those files; NULL if there is none. */
cseal_status cli_read_escrow(
    struct cli *cli, const struct cli_list *files, cseal_escrow **ret_escrow);

/* The document of --digest, as it is now; NULL for a path that is NULL. */
cseal_status cli_open_bound(
    struct cli *cli, const char *path, cseal_document **ret_document);
/* Says for which document it was written; NULL: for none. */
cseal_status cli_bind_ink(
    struct cli *cli, cseal_ink *ink, const cseal_document *document);
/* Compares them; says so, and ends with 7 if they differ. */
cseal_status cli_check_bound(
    struct cli *cli, const cseal_ink *ink, const char *path);

/* Writes it sealed, or, where escrow is NULL, in that format. */
cseal_status cli_write_ink_for(struct cli *cli, cseal_ink *ink,
    const cseal_escrow *escrow, const char *format, const char *path);

#endif
