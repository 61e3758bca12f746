/* SPDX-License-Identifier: Apache-2.0 */
/* ink-preview.c -- what the pen does, while it happens.
 *
 * There is no queue of events: samples that were not told yet lie in one place
 * until they are, however long that takes. */
#include <counterseal/preview.h>

#include "error.h"
#include "ink-capture.h"
#include "ink-inside.h"
#include "live.h"

#include <stdlib.h>
#include <string.h>

struct cseal_ink_preview {
	struct csi_live live;
	cseal_context *context;
	char *uri; /* NULL: the only pad */
	char *prompt;
	struct cseal_ink_options options;
	/* By the thread, guarded; the ink is its own until it is over. */
	struct csi_samples fresh;
	bool was_cleared, is_virtual;
	cseal_ink *ink;
	/* By the application. */
	struct csi_samples lent, told; /* told: all that still counts */
	struct csi_bytes drawing;
	bool is_short; /* of memory for all that was told */
	bool has_samples, has_clear, has_end, is_end_told, is_taken;
};

/* ---- by the thread ------------------------------------------------------ */

static void
begin(void *user, bool is_virtual)
{
	cseal_ink_preview *preview = user;

	pthread_mutex_lock(&preview->live.lock);
	preview->is_virtual = is_virtual;
	pthread_mutex_unlock(&preview->live.lock);
}

static bool
add_samples(void *user, const struct cseal_ink_sample *at, size_t count)
{
	cseal_ink_preview *preview = user;
	struct csi_samples *fresh = &preview->fresh;
	bool ok;

	if (count == 0)
		return true;
	pthread_mutex_lock(&preview->live.lock);
	ok = csi_samples_reserve(fresh, count);
	if (ok) {
		memcpy(fresh->at + fresh->count, at, count * sizeof(*at));
		fresh->count += count;
	}
	pthread_mutex_unlock(&preview->live.lock);
	csi_live_tell(&preview->live);
	return ok;
}

static void
clear(void *user)
{
	cseal_ink_preview *preview = user;

	pthread_mutex_lock(&preview->live.lock);
	csi_samples_clear(&preview->fresh);
	preview->was_cleared = true;
	pthread_mutex_unlock(&preview->live.lock);
	csi_live_tell(&preview->live);
}

static cseal_status
run(void *user, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_ink_preview *preview = user;
	const struct csi_ink_watcher watcher = { begin, add_samples, clear,
		preview };

	return csi_ink_capture(preview->context, preview->uri,
	    &preview->options, wait, &watcher, &preview->ink, ret_error);
}

/* ---- by the application --------------------------------------------------- */

static cseal_status
set_up(cseal_ink_preview *preview, const char *uri,
    const struct cseal_ink_options *options, cseal_error **ret_error)
{
	if (uri != NULL && (preview->uri = strdup(uri)) == NULL)
		return csi_fail_memory(ret_error);
	preview->options.size = sizeof(preview->options);
	if (options == NULL)
		return CSEAL_OK;
	preview->options.least_um = options->least_um;
	if (options->prompt == NULL)
		return CSEAL_OK;
	preview->prompt = strdup(options->prompt);
	preview->options.prompt = preview->prompt;
	return preview->prompt != NULL ? CSEAL_OK : csi_fail_memory(ret_error);
}

cseal_status
cseal_ink_preview_new(cseal_context *context, const char *uri,
    const struct cseal_ink_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_ink_preview **ret_preview,
    cseal_error **ret_error)
{
	cseal_ink_preview *preview;
	cseal_status st;

	st = csi_ink_check_options(options, ret_error);
	if (st != CSEAL_OK)
		return st;
	preview = calloc(1, sizeof(*preview));
	if (preview == NULL)
		return csi_fail_memory(ret_error);
	preview->context = cseal_context_ref(context);
	st = csi_live_init(&preview->live, timeout_ms, cancel, ret_error);
	if (st == CSEAL_OK)
		st = set_up(preview, uri, options, ret_error);
	if (st == CSEAL_OK)
		st = csi_live_start(&preview->live, run, preview, ret_error);
	if (st != CSEAL_OK) {
		cseal_ink_preview_free(preview);
		return st;
	}
	*ret_preview = preview;
	return CSEAL_OK;
}

int
cseal_ink_preview_fd(const cseal_ink_preview *preview)
{
	return preview->live.epoll_fd;
}

/* For a drawing; who never asks for one loses nothing by it. */
static void
remember(cseal_ink_preview *preview, bool was_cleared)
{
	struct csi_samples *told = &preview->told;
	const struct csi_samples *lent = &preview->lent;

	if (was_cleared) {
		csi_samples_clear(told);
		preview->is_short = false;
	}
	if (preview->is_short || lent->count == 0)
		return;
	preview->is_short = !csi_samples_reserve(told, lent->count);
	if (preview->is_short)
		return;
	memcpy(
	    told->at + told->count, lent->at, lent->count * sizeof(*lent->at));
	told->count += lent->count;
}

/* What was lent before is over with it: its place becomes that of what comes
 * next. */
void
cseal_ink_preview_dispatch(cseal_ink_preview *preview)
{
	struct csi_samples before;
	bool was_cleared;

	csi_live_dispatch(&preview->live);
	csi_samples_clear(&preview->lent);
	pthread_mutex_lock(&preview->live.lock);
	before = preview->lent;
	preview->lent = preview->fresh;
	preview->fresh = before;
	was_cleared = preview->was_cleared;
	preview->has_clear |= was_cleared;
	preview->was_cleared = false;
	preview->has_end = preview->live.is_over;
	pthread_mutex_unlock(&preview->live.lock);
	preview->has_samples = preview->lent.count != 0;
	remember(preview, was_cleared);
}

cseal_status
cseal_ink_preview_draw(cseal_ink_preview *preview, const char *format,
    const void **ret_bytes, size_t *ret_len, cseal_error **ret_error)
{
	bool is_virtual;

	if (preview->is_short)
		return csi_fail_memory(ret_error);
	pthread_mutex_lock(&preview->live.lock);
	is_virtual = preview->is_virtual;
	pthread_mutex_unlock(&preview->live.lock);
	return csi_ink_draw(&preview->told, is_virtual, format,
	    &preview->drawing, ret_bytes, ret_len, ret_error);
}

bool
cseal_ink_preview_next(cseal_ink_preview *preview, cseal_ink_news *ret_news,
    const struct cseal_ink_sample **ret_samples, size_t *ret_count)
{
	bool *has = preview->has_clear     ? &preview->has_clear
		    : preview->has_samples ? &preview->has_samples
					   : &preview->has_end;

	if (!*has || (has == &preview->has_end && preview->is_end_told))
		return false;
	*ret_news = has == &preview->has_clear     ? CSEAL_INK_NEWS_CLEARED
		    : has == &preview->has_samples ? CSEAL_INK_NEWS_SAMPLES
						   : CSEAL_INK_NEWS_OVER;
	*ret_samples = has == &preview->has_samples ? preview->lent.at : NULL;
	*ret_count = has == &preview->has_samples ? preview->lent.count : 0;
	preview->is_end_told |= has == &preview->has_end;
	*has = false;
	return true;
}

cseal_status
cseal_ink_preview_take(
    cseal_ink_preview *preview, cseal_ink **ret_ink, cseal_error **ret_error)
{
	cseal_status st = csi_live_result(&preview->live, ret_error);

	if (st != CSEAL_OK)
		return st;
	if (preview->is_taken)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the ink of a preview was taken twice");
	preview->is_taken = true;
	*ret_ink = preview->ink;
	preview->ink = NULL;
	return CSEAL_OK;
}

void
cseal_ink_preview_free(cseal_ink_preview *preview)
{
	if (preview == NULL)
		return;
	csi_live_end(&preview->live);
	csi_samples_free(&preview->fresh);
	csi_samples_free(&preview->lent);
	csi_samples_free(&preview->told);
	csi_bytes_wipe(&preview->drawing);
	cseal_ink_free(preview->ink);
	cseal_context_unref(preview->context);
	free(preview->uri);
	free(preview->prompt);
	free(preview);
}
