/* SPDX-License-Identifier: Apache-2.0 */
/* ink-shown.h -- capturing a signature while somebody looks on. */
#ifndef CLI_INK_SHOWN_H
#define CLI_INK_SHOWN_H

#include "preview.h"

/* As cseal_ink_capture(); the last picture is that of the ink.  Ends the
 * preview. */
cseal_status cli_show_ink(struct cli *cli, const char *pad,
    const struct cseal_ink_options *wish, int timeout_ms,
    struct cli_preview *preview, cseal_ink **ret_ink);

#endif
