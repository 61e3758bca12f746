/* SPDX-License-Identifier: Apache-2.0 */
/* spill.h -- where in memory what a customer writes is, while it is written,
 * and what is left of it when the capture was cancelled. */
#ifndef TESTS_SPILL_H
#define TESTS_SPILL_H

#include "capture.h"
#include "remains.h"
#include "tap.h"

#include <counterseal/preview.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

struct spill {
	/* How often it was there while the pad was written on, in all memory
	 * and in what is not locked; -1: that cannot be seen. */
	long inside, unlocked;
	long left; /* afterwards */
	size_t touching;
	cseal_status st;
};

/* Whether memory can be locked here, and seen to be. */
static inline bool
spill_is_seen(void)
{
#ifdef __SANITIZE_ADDRESS__
	return false; /* its mlock() locks nothing */
#else
	static char page[1 << 17] __attribute__((aligned(4096)));
	bool can = mlock(page, sizeof(page)) == 0;

	munlock(page, sizeof(page));
	return can && access("/proc/self/smaps", R_OK) == 0;
#endif
}

static inline size_t
spill_take(cseal_ink_preview *preview, bool *is_over)
{
	const struct cseal_ink_sample *at;
	cseal_ink_news news;
	size_t count, touching = 0;

	cseal_ink_preview_dispatch(preview);
	while (cseal_ink_preview_next(preview, &news, &at, &count)) {
		*is_over |= news == CSEAL_INK_NEWS_OVER;
		for (size_t i = 0; i < count; i++)
			touching += at[i].pressure != 0;
	}
	return touching;
}

static inline void
spill_wait(cseal_ink_preview *preview, size_t wanted, struct spill *spill)
{
	struct pollfd fd = { cseal_ink_preview_fd(preview), POLLIN, 0 };
	bool is_over = false;

	while (!is_over && spill->touching < wanted && poll(&fd, 1, -1) > 0)
		spill->touching += spill_take(preview, &is_over);
	/* The module waits for the pen again by then. */
	poll(NULL, 0, 200);
}

/* Captures until so many samples touched the pad, looks, and cancels. */
static inline struct spill
spill_of(cseal_context *context, const char *uri, size_t wanted,
    const struct remains *remains)
{
	struct spill spill = { .inside = -1, .unlocked = -1, .left = -1 };
	cseal_ink_preview *preview = NULL;
	cseal_cancel *cancel = NULL;
	cseal_ink *ink = NULL;

	if (cseal_cancel_new(&cancel, NULL) != CSEAL_OK)
		return spill;
	if (cseal_ink_preview_new(
		context, uri, NULL, 60000, cancel, &preview, NULL) == CSEAL_OK)
		spill_wait(preview, wanted, &spill);
	spill.inside = remains_count(remains);
	spill.unlocked = remains_count_unlocked(remains);
	cseal_cancel_request(cancel);
	while (preview != NULL) {
		struct pollfd fd = { cseal_ink_preview_fd(preview), POLLIN, 0 };
		bool is_over = false;

		poll(&fd, 1, -1);
		spill_take(preview, &is_over);
		if (is_over)
			break;
	}
	if (preview != NULL)
		spill.st = cseal_ink_preview_take(preview, &ink, NULL);
	cseal_ink_free(ink);
	cseal_ink_preview_free(preview);
	cseal_cancel_free(cancel);
	/* What is given back in the background is so soon. */
	for (int i = 0; i < 100; i++) {
		spill.left = remains_count(remains);
		if (spill.left <= 0)
			break;
		poll(NULL, 0, 20);
	}
	return spill;
}

/* Was it where it may be, so often at least, and only there? */
static inline void
spill_check(const struct spill *spill, const char *name, long least)
{
	OKF(spill->st == CSEAL_STOPPED_CANCELLED, "%s: %s", name,
	    cseal_status_name(spill->st));
	OKF(spill->inside >= least || spill->inside < 0, "%s: %ld", name,
	    spill->inside);
	if (spill_is_seen())
		OKF(spill->unlocked <= 0, "%s: %ld", name, spill->unlocked);
	else
		tap_skip("memory cannot be locked here, or seen to be");
	OKF(spill->left <= 0, "%s: %ld", name, spill->left);
}

#endif
