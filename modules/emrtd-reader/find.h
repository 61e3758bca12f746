/* SPDX-License-Identifier: Apache-2.0 */
/* find.h -- which readers are there, and why one is not. */
#ifndef EMRTD_FIND_H
#define EMRTD_FIND_H

#include "reader.h"

/* Reads [module emrtd-reader].  Status: SETUP_CONFIG. */
cseal_status emrtd_policy_read(
    cseal_host *host, enum emrtd_policy *ret_policy, cseal_error **ret_error);

cseal_status emrtd_find(cseal_host *host, cseal_finder *finder,
    cseal_wait *wait, cseal_error **ret_error);

void emrtd_doctor(cseal_host *host, cseal_finding_fn report, void *user);

#endif
