/* SPDX-License-Identifier: Apache-2.0 */
/* pem.h -- certificates as text. */
#ifndef CLI_PEM_H
#define CLI_PEM_H

#include "tool.h"

/* RFC 4648 base64 with a line feed after every `wrap` characters and at the
 * end (0: none); NULL when out of memory.  Freed by free(). */
char *cli_base64(const void *bytes, size_t len, size_t wrap);

/* All certificates of the signer, RFC 7468, the signer's first; NULL when out
 * of memory.  Freed by free(). */
char *cli_chain_pem(const cseal_signer *signer);

#endif
