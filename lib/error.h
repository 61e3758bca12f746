/* SPDX-License-Identifier: Apache-2.0 */
/* error.h -- how the core makes errors: cseal_fail() of module.h, and this. */
#ifndef CSI_ERROR_H
#define CSI_ERROR_H

#include <counterseal/error.h>
#include <counterseal/module.h>

/* The common one: CSEAL_FAULT_MEMORY with the static error. */
cseal_status csi_fail_memory(cseal_error **ret_error);

/* Hands an error that was kept apart to the caller, or frees it. */
void csi_error_move(cseal_error *take_error, cseal_error **ret_error);

/* The status for errno of a file operation: DISK_FULL, PERMISSION, FILE,
 * MEMORY. */
cseal_status csi_status_of_errno(int number);

#endif
