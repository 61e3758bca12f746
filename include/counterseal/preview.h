/* SPDX-License-Identifier: Apache-2.0 */
/* preview.h -- what the pen does and the camera sees, while it happens.
 *
 * Poll the descriptor for reading in the loop that the application has; when
 * it is readable, call _dispatch(), then _next() until it says false.  Neither
 * blocks.  The device is served by a thread of the library: an application that
 * is slow loses pictures of a camera, and never a sample of a pad.
 *
 * Threads: a preview is used by one thread at a time.  The log is called by the
 * thread of the preview, too.  A cancel is heeded in _dispatch(); the descriptor
 * is readable then.  _free() ends what goes on, within 100 ms, whatever the
 * device does.
 */
#ifndef COUNTERSEAL_PREVIEW_H
#define COUNTERSEAL_PREVIEW_H

#include <counterseal/ink.h>
#include <counterseal/photo.h>

typedef enum cseal_ink_news {
	CSEAL_INK_NEWS_SAMPLES = 1, /* the pen went on */
	CSEAL_INK_NEWS_CLEARED = 2, /* nothing is written any more */
	CSEAL_INK_NEWS_OVER = 3     /* _take() says how it ended */
} cseal_ink_news;

/* As cseal_ink_capture(), in the background.  Status: FAULT_APPLICATION,
 * FAULT_MEMORY, REFUSED_LIMIT (no more threads or descriptors); what comes of
 * the device is said by _take(). */
CSEAL_API cseal_status cseal_ink_preview_new(cseal_context *context,
    const char *uri, const struct cseal_ink_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_ink_preview **ret_preview,
    cseal_error **ret_error);
CSEAL_API int cseal_ink_preview_fd(const cseal_ink_preview *preview);
CSEAL_API void cseal_ink_preview_dispatch(cseal_ink_preview *preview);

/*
 * SAMPLES: those that came since; from the first one that touched the pad on,
 * all of them in order, but for those that were cleared.  Times are the pad's
 * own.  Borrowed until the next dispatch.  Otherwise *ret_count is 0.
 */
CSEAL_API bool cseal_ink_preview_next(cseal_ink_preview *preview,
    cseal_ink_news *ret_news, const struct cseal_ink_sample **ret_samples,
    size_t *ret_count);

/* What was written, once it is over; once.  Status: that of
 * cseal_ink_capture(); FAULT_APPLICATION (before that, or twice). */
CSEAL_API cseal_status cseal_ink_preview_take(
    cseal_ink_preview *preview, cseal_ink **ret_ink, cseal_error **ret_error);

/* Wipes, then frees. */
CSEAL_API void cseal_ink_preview_free(cseal_ink_preview *preview);

#endif
