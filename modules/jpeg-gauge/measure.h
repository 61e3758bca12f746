/* SPDX-License-Identifier: Apache-2.0 */
/* measure.h -- what can be measured of a picture without knowing what is on
 * it.  Functions over bytes. */
#ifndef GAUGE_MEASURE_H
#define GAUGE_MEASURE_H

#include <counterseal/module.h>

/* Of a JPEG file.  Status: REFUSED_INPUT, REFUSED_LIMIT, FAULT_MEMORY. */
cseal_status gauge_measure(const void *jpeg, size_t len,
    struct cseal_gauge_reading *ret_reading, cseal_error **ret_error);

#endif
