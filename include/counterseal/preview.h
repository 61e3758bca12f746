/* SPDX-License-Identifier: Apache-2.0 */
/* preview.h -- what the pen does and the camera sees, while it happens.
 *
 * Poll the descriptor for reading in the loop that the application has; when
 * it is readable, call _dispatch(), then _next() until it says false.  Neither
 * blocks.  The device is served by a thread of the library: an application that
 * is slow loses pictures of a camera, and never a sample of a pad.
 *
 * Threads: a preview is used by one thread at a time.  The log is called by the
 * thread of the preview, too.  A cancel is heeded in _dispatch(), and where it
 * was requested before, in _new(); the descriptor is readable then.  _free()
 * ends what goes on, within 100 ms, whatever the device does.
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

/* As cseal_ink_draw(): what was written so far, as far as it was told.  Lives
 * until the next call. */
CSEAL_API cseal_status cseal_ink_preview_draw(cseal_ink_preview *preview,
    const char *format, const void **ret_bytes, size_t *ret_len,
    cseal_error **ret_error);

/* What was written, once it is over; once.  Status: that of
 * cseal_ink_capture(); FAULT_APPLICATION (before that, or twice). */
CSEAL_API cseal_status cseal_ink_preview_take(
    cseal_ink_preview *preview, cseal_ink **ret_ink, cseal_error **ret_error);

/* Wipes, then frees. */
CSEAL_API void cseal_ink_preview_free(cseal_ink_preview *preview);

typedef enum cseal_photo_news {
	CSEAL_PHOTO_NEWS_FRAME = 1, /* what the camera sees */
	CSEAL_PHOTO_NEWS_OVER = 2   /* _take() says how it ended */
} cseal_photo_news;

/*
 * What the camera uri names (NULL: the only one) sees, until the time is over,
 * it is cancelled or freed, or something fails.  options as for
 * cseal_photo_take(); a camera that is only just switched on may need a second
 * for its exposure and focus.  Status: FAULT_APPLICATION, FAULT_MEMORY,
 * REFUSED_LIMIT (no more threads or descriptors); what comes of the device is
 * said by _take().
 */
CSEAL_API cseal_status cseal_photo_preview_new(cseal_context *context,
    const char *uri, const struct cseal_photo_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_photo_preview **ret_preview,
    cseal_error **ret_error);
CSEAL_API int cseal_photo_preview_fd(const cseal_photo_preview *preview);
CSEAL_API void cseal_photo_preview_dispatch(cseal_photo_preview *preview);

/*
 * FRAME: the newest one, a JPEG file, once: to the byte what a photo of it
 * is, so of a camera that gives JPEG as it came, but for Huffman tables that it
 * left out.  Borrowed until the next dispatch.
 * Otherwise *ret_len is 0.
 */
CSEAL_API bool cseal_photo_preview_next(cseal_photo_preview *preview,
    cseal_photo_news *ret_news, const void **ret_jpeg, size_t *ret_len);

/*
 * The frame that _next() told since the last dispatch, as a photo, which is
 * the caller's; once of each frame, and none is copied: the bytes that were
 * lent go with the photo, if that is freed earlier.  The preview goes on.
 * Where there is no such frame: how it ended, STOPPED_* or any of
 * cseal_photo_take(); FAULT_APPLICATION (before that; twice of one).
 */
CSEAL_API cseal_status cseal_photo_preview_take(cseal_photo_preview *preview,
    cseal_photo **ret_photo, cseal_error **ret_error);

/* Wipes, then frees. */
CSEAL_API void cseal_photo_preview_free(cseal_photo_preview *preview);

#endif
