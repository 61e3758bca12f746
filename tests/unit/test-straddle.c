/* SPDX-License-Identifier: Apache-2.0 */
/* test-straddle.c -- proves lib/straddle.c: which page has which part. */
#include "document/straddle.h"

#include "tap.h"

#include <string.h>

static const struct csi_slice *slices;
static struct csi_bytes bytes;
static size_t count;

static struct cseal_straddle
straddle(void)
{
	struct cseal_straddle straddle = {
		.size = sizeof(straddle), .width_um = 42000, .height_um = 40000
	};

	return straddle;
}

static cseal_status
cut(const struct cseal_straddle *how, uint32_t pages)
{
	cseal_error *error = NULL;
	cseal_status st;

	csi_bytes_free(&bytes);
	st = csi_straddle_cut(how, pages, &bytes, &error);
	slices = (const void *)bytes.at;
	count = bytes.len / sizeof(*slices);
	cseal_error_free(error);
	return st;
}

/* Every seal is whole: its slices, in order, join from end to end. */
static bool
joins(int64_t whole, bool forward)
{
	for (size_t i = 0, n; i < count; i += n) {
		int64_t at = 0;

		for (n = 1;
		     i + n < count && slices[i + n].seal == slices[i].seal;)
			n++;
		if (n < 2)
			return false;
		for (size_t k = 0; k < n; k++) {
			const struct csi_slice *slice =
			    &slices[forward ? i + k : i + n - 1 - k];

			if (slice->from != at || slice->to <= at)
				return false;
			at = slice->to;
		}
		if (at != whole)
			return false;
	}
	return count > 0;
}

static void
slices_of_any_number_of_pages_join(void)
{
	for (int edge = 0; edge < 4; edge++) {
		struct cseal_straddle how = straddle();
		int64_t whole = edge < 2 ? 42000 : 40000;
		bool forward =
		    edge == CSEAL_EDGE_RIGHT || edge == CSEAL_EDGE_BOTTOM;
		bool ok = true;

		how.edge = (cseal_edge)edge;
		for (uint32_t share = 0; share <= 40; share += 8) {
			how.share_percent = share;
			for (uint32_t pages = 2; pages < 130; pages++)
				ok = ok && cut(&how, pages) == CSEAL_OK &&
				     count == pages && joins(whole, forward);
		}
		OKF(ok, "edge %d", edge);
	}
}

static void
pages_are_divided_evenly_among_seals(void)
{
	struct cseal_straddle how = straddle();

	OK(cut(&how, 20) == CSEAL_OK && slices[19].seal == 0);
	OK(cut(&how, 21) == CSEAL_OK && slices[9].seal == 0 &&
	    slices[10].seal == 1 && slices[20].seal == 1);
	how.pages_most = 2;
	OK(cut(&how, 3) == CSEAL_OK && slices[2].seal == 0);
	OK(cut(&how, 5) == CSEAL_OK && slices[1].seal == 0 &&
	    slices[2].seal == 1 && slices[4].seal == 1);
}

static void
the_ends_have_their_share(void)
{
	struct cseal_straddle how = straddle();

	how.share_percent = 20;
	OK(cut(&how, 10) == CSEAL_OK);
	OK(slices[0].from == 0 && slices[0].to == 8400);
	OK(slices[9].from == 33600 && slices[9].to == 42000);
	OK(slices[1].to - slices[1].from == 3150);
	/* Who has more already keeps it. */
	OK(cut(&how, 4) == CSEAL_OK && slices[0].to == 10500);
	OK(cut(&how, 2) == CSEAL_OK && slices[0].to == 21000);
}

static void
sides_and_skipped_pages_have_no_slice(void)
{
	struct cseal_straddle how = straddle();

	how.sides = CSEAL_SIDES_ODD;
	OK(cut(&how, 7) == CSEAL_OK && count == 4 && slices[0].page == 0 &&
	    slices[3].page == 6);
	how.sides = CSEAL_SIDES_EVEN;
	OK(cut(&how, 7) == CSEAL_OK && count == 3 && slices[0].page == 1);
	how.sides = CSEAL_SIDES_ALL;
	how.skip_first = 2;
	how.skip_last = 1;
	OK(cut(&how, 7) == CSEAL_OK && count == 4 && slices[0].page == 2 &&
	    slices[3].page == 5);
	OK(joins(42000, true));
	how.skip_last = UINT32_MAX;
	OK(cut(&how, 7) == CSEAL_REFUSED_PLACE);
}

static void
one_page_alone_is_refused(void)
{
	struct cseal_straddle how = straddle();

	OK(cut(&how, 0) == CSEAL_REFUSED_PLACE);
	OK(cut(&how, 1) == CSEAL_REFUSED_PLACE);
	OK(cut(&how, CSI_STRADDLE_SLICES_MOST) == CSEAL_OK);
	OK(cut(&how, CSI_STRADDLE_SLICES_MOST + 1) == CSEAL_REFUSED_LIMIT);
}

static void
what_makes_no_sense_is_refused(void)
{
	struct cseal_straddle bad[8];

	for (size_t i = 0; i < 8; i++)
		bad[i] = straddle();
	bad[0].size = 8;
	bad[1].edge = (cseal_edge)4;
	bad[2].sides = (cseal_sides)3;
	bad[3].width_um = 0;
	bad[4].height_um = 1000001;
	bad[5].pages_most = 1;
	bad[6].share_percent = 41;
	bad[7].along_um = UINT32_MAX;
	for (size_t i = 0; i < 8; i++)
		OKF(csi_straddle_check(&bad[i], NULL) ==
			CSEAL_FAULT_APPLICATION,
		    "number %zu", i);
	bad[0] = straddle();
	OK(csi_straddle_check(&bad[0], NULL) == CSEAL_OK);
}

static void
slices_lie_at_their_edge(void)
{
	static const struct {
		cseal_edge edge;
		struct csi_slice_place place;
	} table[] = {
		{ CSEAL_EDGE_RIGHT,
		    { 203000, 80000, 7000, 40000, 203000 - 3000, 80000 } },
		{ CSEAL_EDGE_LEFT, { 0, 80000, 7000, 40000, -3000, 80000 } },
		{ CSEAL_EDGE_TOP, { 79000, 0, 42000, 7000, 79000, -3000 } },
		{ CSEAL_EDGE_BOTTOM,
		    { 79000, 290000, 42000, 7000, 79000, 290000 - 3000 } },
	};
	const struct csi_slice slice = { 0, 0, 3000, 10000 };

	for (size_t i = 0; i < 4; i++) {
		struct cseal_straddle how = straddle();
		struct csi_slice_place got;

		how.edge = table[i].edge;
		got = csi_straddle_place(&how, &slice, 210000, 297000, 100000);
		OKF(memcmp(&got, &table[i].place, sizeof(got)) == 0, "edge %zu",
		    i);
	}
}

int
main(void)
{
	RUN(slices_of_any_number_of_pages_join);
	RUN(pages_are_divided_evenly_among_seals);
	RUN(the_ends_have_their_share);
	RUN(sides_and_skipped_pages_have_no_slice);
	RUN(one_page_alone_is_refused);
	RUN(what_makes_no_sense_is_refused);
	RUN(slices_lie_at_their_edge);
	csi_bytes_free(&bytes);
	return tap_done();
}
