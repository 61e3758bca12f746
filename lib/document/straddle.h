/* SPDX-License-Identifier: Apache-2.0 */
/* straddle.h -- how a seal is cut across the edges of pages: numbers only. */
#ifndef CSI_STRADDLE_H
#define CSI_STRADDLE_H

#include "bytes.h"

#include <counterseal/error.h>
#include <counterseal/mark.h>

#define CSI_STRADDLE_SLICES_MOST 10000

/* What one page shows: from `from` to `to` of the seal, across the edge. */
struct csi_slice {
	uint32_t page;    /* index */
	uint32_t seal;    /* which one, from 0 */
	int64_t from, to; /* um from the left or upper end of the seal */
};

/* Status: FAULT_APPLICATION. */
cseal_status csi_straddle_check(
    const struct cseal_straddle *straddle, cseal_error **ret_error);

/* Adds struct csi_slice to slices, by page.  The slices of one seal join
 * without gap or overlap.  Status: REFUSED_PLACE (less than two pages),
 * REFUSED_LIMIT. */
cseal_status csi_straddle_cut(const struct cseal_straddle *straddle,
    uint32_t page_count, struct csi_bytes *slices, cseal_error **ret_error);

/* Whether the edge is a vertical one. */
bool csi_straddle_is_upright(const struct cseal_straddle *straddle);

/* Where a slice goes on a page of that size as shown: its rectangle in um
 * from the top left, and the whole seal's. */
struct csi_slice_place {
	int64_t x, y, width, height;
	int64_t whole_x, whole_y;
};
struct csi_slice_place csi_straddle_place(const struct cseal_straddle *straddle,
    const struct csi_slice *slice, int64_t page_width, int64_t page_height,
    int64_t middle);

#endif
