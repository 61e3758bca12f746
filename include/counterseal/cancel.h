/* SPDX-License-Identifier: Apache-2.0 */
/* cancel.h -- the one object that any thread may touch. */
#ifndef COUNTERSEAL_CANCEL_H
#define COUNTERSEAL_CANCEL_H

#include <counterseal/error.h>

/* One for an operation, or for several at once.  Status: FAULT_MEMORY,
 * SETUP_FILE (no descriptors left). */
CSEAL_API cseal_status cseal_cancel_new(
    cseal_cancel **ret_cancel, cseal_error **ret_error);

/* Makes every call that was given this object end soon with
 * CSEAL_STOPPED_CANCELLED, now and for good: it cannot be taken back.
 * Callable from any thread and from a signal handler. */
CSEAL_API void cseal_cancel_request(cseal_cancel *cancel);

/* From any thread, too. */
CSEAL_API bool cseal_cancel_requested(const cseal_cancel *cancel);

/* No call may be using it any more. */
CSEAL_API void cseal_cancel_free(cseal_cancel *cancel);

#endif
