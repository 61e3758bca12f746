/* SPDX-License-Identifier: Apache-2.0 */
/* ink-account.h -- how ink was captured, from what a module and the core
 * know. */
#ifndef CSI_INK_ACCOUNT_H
#define CSI_INK_ACCOUNT_H

#include "loader.h"

/* Before the first sample, and when the pad was cleared. */
void csi_ink_account_begin(
    const struct csi_module *module, struct cseal_ink_account *account);

/* So many samples came now, and the ink has some. */
void csi_ink_account_note(
    struct cseal_ink_account *account, size_t count, bool has_ink);

/* After OK: asks the module.  Status: FAULT_MODULE (what it says cannot
 * be). */
cseal_status csi_ink_account_end(const struct csi_module *module, void *pad,
    struct cseal_ink_account *account, cseal_error **ret_error);

#endif
