/* SPDX-License-Identifier: Apache-2.0 */
/* wait.h -- deadline and cancel of one operation.
 *
 * The public function makes one on its stack and passes it down whole;
 * nobody below invents a timeout.  What a driver sees is in module.h. */
#ifndef CSI_WAIT_H
#define CSI_WAIT_H

#include <counterseal/cancel.h>
#include <counterseal/module.h>

struct cseal_wait {
	bool limited;
	int64_t deadline_ns; /* CLOCK_MONOTONIC, if limited */
	const cseal_cancel *cancel;
};

/* timeout_ms as in the public API: negative is no limit. */
void csi_wait_init(
    struct cseal_wait *wait, int timeout_ms, const cseal_cancel *cancel);

/* Readable once cancelled, and for good; -1 for NULL. */
int csi_cancel_fd(const cseal_cancel *cancel);

#endif
