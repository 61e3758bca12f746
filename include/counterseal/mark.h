/* SPDX-License-Identifier: Apache-2.0 */
/* mark.h -- what one signature shows beside its own seal: the same seal in
 * other places, and a seal across the edges of pages.
 *
 * Marks are locked stamp annotations in the signature's revision, and covered
 * by it.  They can only be put on with the first signature of a document, or
 * where its certification allows annotations: to an earlier signature they
 * would be a forbidden change.
 */
#ifndef COUNTERSEAL_MARK_H
#define COUNTERSEAL_MARK_H

#include <counterseal/document.h>

/* Of the page as shown. */
typedef enum cseal_edge {
	CSEAL_EDGE_RIGHT = 0,
	CSEAL_EDGE_LEFT = 1,
	CSEAL_EDGE_TOP = 2,
	CSEAL_EDGE_BOTTOM = 3
} cseal_edge;

/* Printed on both sides, only every other page has the edge in front. */
typedef enum cseal_sides {
	CSEAL_SIDES_ALL = 0,
	CSEAL_SIDES_ODD = 1,
	CSEAL_SIDES_EVEN = 2
} cseal_sides;

/* The same signature, shown once more, or on every page from that of the place
 * to another.  Where the seal itself is already, it is not shown twice. */
struct cseal_mark {
	size_t size;
	struct cseal_place place;
	uint32_t last_page; /* or CSEAL_PAGE_LAST; 0: that of the place */
	cseal_sides sides;  /* of the pages from the one to the other */
	const struct cseal_look *look; /* NULL: that of the seal */
};

#define CSEAL_STRADDLE_PAGES 20 /* of one seal, unless it is said */

/*
 * A seal across the edges of pages: the sheets are fanned out with the first
 * on top, the seal is put over their edges, and each page has its slice of
 * it.  So at the right edge the first page has the left end, at the bottom
 * the upper end, and at the left edge and the top it is the other way round.
 * A page removed or exchanged leaves a gap.
 *
 * Pages that are more than one seal may have are divided among several as
 * evenly as can be; no seal is on one page alone, even if another then has
 * one page more than it may.
 */
struct cseal_straddle {
	size_t size;
	cseal_edge edge;
	uint32_t width_um, height_um; /* of the whole seal */
	/* Where its middle is along the edge, from the top or left; 0: the
	 * middle of the shortest edge. */
	uint32_t along_um;
	uint32_t pages_most; /* of one seal; 0: CSEAL_STRADDLE_PAGES */
	/* Least share of the first and of the last page of a seal, in
	 * percent, up to 40; 0: as much as the others. */
	uint32_t share_percent;
	cseal_sides sides;
	uint32_t skip_first, skip_last; /* pages without a slice */
	const struct cseal_look *look;  /* NULL: that of the seal */
};

#endif
