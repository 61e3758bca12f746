/* SPDX-License-Identifier: Apache-2.0 */
/* straddle.c -- how a seal is cut across the edges of pages. */
#include "document/straddle.h"

#include "error.h"

#include <string.h>

#define SIDE_MOST_UM 1000000
#define SHARE_MOST   40 /* percent: something is left for the others */
#define SHARES_WHOLE 100
#define MIDDLE_MOST  10000000

bool
csi_straddle_is_upright(const struct cseal_straddle *straddle)
{
	return straddle->edge == CSEAL_EDGE_RIGHT ||
	       straddle->edge == CSEAL_EDGE_LEFT;
}

cseal_status
csi_straddle_check(
    const struct cseal_straddle *straddle, cseal_error **ret_error)
{
	const char *why = NULL;

	if (straddle->size < sizeof(*straddle))
		why = "the size of the straddling seal was not set";
	else if (straddle->edge < CSEAL_EDGE_RIGHT ||
		 straddle->edge > CSEAL_EDGE_BOTTOM ||
		 straddle->sides < CSEAL_SIDES_ALL ||
		 straddle->sides > CSEAL_SIDES_EVEN)
		why = "there is no such edge or side of a page";
	else if (straddle->width_um == 0 || straddle->height_um == 0 ||
		 straddle->width_um > SIDE_MOST_UM ||
		 straddle->height_um > SIDE_MOST_UM ||
		 straddle->along_um > MIDDLE_MOST)
		why = "a straddling seal is up to a metre wide and high";
	else if (straddle->pages_most == 1)
		why = "a straddling seal is on two pages at least";
	else if (straddle->share_percent > SHARE_MOST)
		why = "the least share of a page was more than 40 percent";
	if (why != NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_APPLICATION, "%s", why);
	return CSEAL_OK;
}

/* ---- which pages ------------------------------------------------------- */

static bool
has_slice(const struct cseal_straddle *straddle, uint32_t page, uint32_t count)
{
	if (page < straddle->skip_first || count - page <= straddle->skip_last)
		return false;
	/* Page numbers begin at 1, indexes at 0. */
	return straddle->sides == CSEAL_SIDES_ALL ||
	       (page % 2 == 0) == (straddle->sides == CSEAL_SIDES_ODD);
}

static cseal_status
choose_pages(const struct cseal_straddle *straddle, uint32_t page_count,
    struct csi_bytes *slices, size_t *ret_count, cseal_error **ret_error)
{
	size_t count = 0;

	for (uint32_t page = 0; page < page_count; page++) {
		struct csi_slice slice = { .page = page };

		if (!has_slice(straddle, page, page_count))
			continue;
		if (count++ == CSI_STRADDLE_SLICES_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "a seal was to straddle more than %d pages",
			    CSI_STRADDLE_SLICES_MOST);
		csi_bytes_add(slices, &slice, sizeof(slice));
	}
	if (slices->failed)
		return csi_fail_memory(ret_error);
	if (count < 2)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "a straddling seal needs two pages, and there were %zu",
		    count);
	*ret_count = count;
	return CSEAL_OK;
}

/* ---- cutting ------------------------------------------------------------ */

/* How much of the seal the first `slices` of `count` have, rounded to um: a
 * cut is the same for the slice before it and the one after. */
static int64_t
cut_at(const struct cseal_straddle *straddle, size_t slices, size_t count,
    int64_t whole)
{
	int64_t share = straddle->share_percent, n = (int64_t)count;
	int64_t i = (int64_t)slices;

	if (i == 0 || i == n)
		return i == 0 ? 0 : whole;
	if (n == 2 || share * n <= SHARES_WHOLE)
		return (whole * i + n / 2) / n;
	/* The ends have their share, the others have equal parts of what is
	 * left. */
	return whole * share / SHARES_WHOLE +
	       whole * (SHARES_WHOLE - 2 * share) * (i - 1) /
		   (SHARES_WHOLE * (n - 2));
}

/* The slices of one seal; at the right edge and the bottom the first page has
 * the left or upper end. */
static void
cut_seal(const struct cseal_straddle *straddle, struct csi_slice *slices,
    size_t count, uint32_t seal)
{
	int64_t whole = csi_straddle_is_upright(straddle) ? straddle->width_um
							  : straddle->height_um;
	bool forward = straddle->edge == CSEAL_EDGE_RIGHT ||
		       straddle->edge == CSEAL_EDGE_BOTTOM;

	for (size_t i = 0; i < count; i++) {
		size_t at = forward ? i : count - 1 - i;

		slices[i].seal = seal;
		slices[i].from = cut_at(straddle, at, count, whole);
		slices[i].to = cut_at(straddle, at + 1, count, whole);
	}
}

cseal_status
csi_straddle_cut(const struct cseal_straddle *straddle, uint32_t page_count,
    struct csi_bytes *slices, cseal_error **ret_error)
{
	size_t most = straddle->pages_most != 0 ? straddle->pages_most
						: CSEAL_STRADDLE_PAGES;
	size_t start = slices->len, count = 0, seals, first = 0;
	struct csi_slice *all;
	cseal_status st;

	st = choose_pages(straddle, page_count, slices, &count, ret_error);
	if (st != CSEAL_OK)
		return st;
	seals = (count + most - 1) / most;
	if (seals > count / 2)
		seals = count / 2;
	all = (struct csi_slice *)(void *)(slices->at + start);
	for (size_t i = 0; i < seals; i++) {
		size_t next = count * (i + 1) / seals;

		cut_seal(straddle, all + first, next - first, (uint32_t)i);
		first = next;
	}
	return CSEAL_OK;
}

/* ---- on the page --------------------------------------------------------- */

struct csi_slice_place
csi_straddle_place(const struct cseal_straddle *straddle,
    const struct csi_slice *slice, int64_t page_width, int64_t page_height,
    int64_t middle)
{
	bool upright = csi_straddle_is_upright(straddle);
	struct csi_slice_place place = { 0 };
	int64_t across = slice->to - slice->from;

	if (upright) {
		place.width = across;
		place.height = straddle->height_um;
		place.y = middle - place.height / 2;
	} else {
		place.width = straddle->width_um;
		place.height = across;
		place.x = middle - place.width / 2;
	}
	if (straddle->edge == CSEAL_EDGE_RIGHT)
		place.x = page_width - across;
	else if (straddle->edge == CSEAL_EDGE_BOTTOM)
		place.y = page_height - across;
	place.whole_x = upright ? place.x - slice->from : place.x;
	place.whole_y = upright ? place.y : place.y - slice->from;
	return place;
}
