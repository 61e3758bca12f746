/* SPDX-License-Identifier: Apache-2.0 */
/* ink-capture.h -- a capture that somebody watches. */
#ifndef CSI_INK_CAPTURE_H
#define CSI_INK_CAPTURE_H

#include "wait.h"

#include <counterseal/ink.h>

/* Called by the thread that captures. */
struct csi_ink_watcher {
	/* Before all others. */
	void (*begins)(void *user, bool is_virtual);
	/* Samples that are kept; false: out of memory. */
	bool (*samples)(
	    void *user, const struct cseal_ink_sample *at, size_t count);
	void (*cleared)(void *user);
	void *user;
};

cseal_status csi_ink_check_options(
    const struct cseal_ink_options *options, cseal_error **ret_error);

/* As cseal_ink_capture(), of which the options were checked.  watcher may be
 * NULL. */
cseal_status csi_ink_capture(cseal_context *context, const char *uri,
    const struct cseal_ink_options *options, struct cseal_wait *wait,
    const struct csi_ink_watcher *watcher, cseal_ink **ret_ink,
    cseal_error **ret_error);

#endif
