/* SPDX-License-Identifier: Apache-2.0 */
/* mend.h -- documents opened and saved; those that are damaged are repaired on request,
 * and told of. */
#ifndef CLI_MEND_H
#define CLI_MEND_H

#include "tool.h"

/* Opens a document, with the password of --password-from. */
cseal_status cli_open_pdf(
    struct cli *cli, const char *path, cseal_document **ret_document);

/* repair: one that cannot be read is replaced by what a module saves of it,
 * *ret_repaired. */
cseal_status cli_open_document(struct cli *cli, const char *path, bool repair,
    cseal_document **ret_document, bool *ret_repaired);

/* Writes it as it is now; *ret_len is how many bytes that are. */
cseal_status cli_save_document(struct cli *cli, cseal_document *document,
    const char *path, uint64_t *ret_len);

/* After what was done to it: for people one more line where there was
 * something to mend. */
void cli_tell_mended(struct cli *cli, const char *path,
    const cseal_document *document, bool repaired);

#endif
