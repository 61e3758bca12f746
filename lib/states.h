/* SPDX-License-Identifier: Apache-2.0 */
/* states.h -- certificates of states that issue travel documents, from files
 * and folders. */
#ifndef CSI_STATES_H
#define CSI_STATES_H

#include "emrtd/csca.h"

/* Each path: certificates (PEM or DER), a signed master list, or a folder of
 * such files, in which others are left out.  Status: SETUP_TRUST (names the
 * path). */
cseal_status csi_states_load(const char *const *paths, size_t count,
    csi_csca **ret_csca, cseal_error **ret_error);

#endif
