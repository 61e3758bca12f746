/* SPDX-License-Identifier: Apache-2.0 */
/* parting.h -- devices that are given back in the background. */
#ifndef CSI_PARTING_H
#define CSI_PARTING_H

#include <counterseal/module.h>

/* Of one module; it may outlive the context, so it is counted. */
struct csi_partings;

#define CSI_PARTINGS_MS 10000 /* that a device is worth waiting for */

/* NULL: out of memory; then nothing is done in the background.  The other two
 * take NULL. */
struct csi_partings *csi_partings_new(void);
void csi_partings_unref(struct csi_partings *partings);

/* Waits until all that are under way are over, most_ms at most (negative: no
 * limit of its own): who opens one of those devices before would find it busy.
 * Status: STOPPED_*. */
cseal_status csi_partings_await(struct csi_partings *partings, cseal_wait *wait,
    int most_ms, cseal_error **ret_error);

#endif
