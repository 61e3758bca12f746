/* SPDX-License-Identifier: Apache-2.0 */
/* decoder.h -- libjpeg, with statuses in place of its jumps: the luma of a
 * JPEG file, at a fraction of its size. */
#ifndef GAUGE_DECODER_H
#define GAUGE_DECODER_H

#include <counterseal/module.h>

/* The samples, width times height, freed with free().  Made as small as it can
 * be (to 1/8) without being less than `least` wide or high.  Status:
 * REFUSED_INPUT, REFUSED_LIMIT, FAULT_MEMORY. */
cseal_status gauge_decode(const void *jpeg, size_t len, unsigned least,
    uint8_t **ret_luma, unsigned *ret_width, unsigned *ret_height,
    cseal_error **ret_error);

#endif
