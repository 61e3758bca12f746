/* SPDX-License-Identifier: Apache-2.0 */
/* test-ink-preview.c -- proves lib/ink-preview.c and lib/live.c: samples are
 * told while they are written, all of them, however slow the application is. */
#include "scripted.h"
#include "tap.h"

#include <poll.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 20000

static cseal_context *context;
static cseal_ink_preview *preview;

/* What was told so far. */
static struct {
	struct cseal_ink_sample at[4096];
	size_t count, times, cleared;
	bool is_over;
} told;

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static cseal_status
begin(const char *script, int timeout_ms, cseal_cancel *cancel)
{
	memset(&told, 0, sizeof(told));
	return cseal_ink_preview_new(context, scripted_uri(script), NULL,
	    timeout_ms, cancel, &preview, NULL);
}

static void
listen_once(void)
{
	const struct cseal_ink_sample *at;
	cseal_ink_news news;
	size_t count;

	cseal_ink_preview_dispatch(preview);
	while (cseal_ink_preview_next(preview, &news, &at, &count)) {
		if (news == CSEAL_INK_NEWS_CLEARED) {
			told.cleared++;
			told.count = 0;
		}
		if (news == CSEAL_INK_NEWS_SAMPLES &&
		    told.count + count <= 4096) {
			memcpy(told.at + told.count, at, count * sizeof(*at));
			told.count += count;
			told.times++;
		}
		told.is_over |= news == CSEAL_INK_NEWS_OVER;
	}
}

/* Until it is over; false: nothing happened for too long. */
static bool
listen_all(void)
{
	struct pollfd fd = { .fd = cseal_ink_preview_fd(preview),
		.events = POLLIN };

	while (!told.is_over) {
		if (poll(&fd, 1, PATIENCE_MS) != 1)
			return false;
		listen_once();
	}
	return true;
}

static cseal_status
end(cseal_ink **ret_ink)
{
	cseal_error *error = NULL;
	cseal_status st = cseal_ink_preview_take(preview, ret_ink, &error);

	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	cseal_ink_preview_free(preview);
	preview = NULL;
	return st;
}

static void
samples_are_told_as_they_come(void)
{
	cseal_ink *ink = NULL;
	size_t far = 0;

	OK(begin("realtime yes\nstroke 300 0 0 9000 0\nok\n", -1, NULL) ==
	    CSEAL_OK);
	OK(cseal_ink_preview_take(preview, &ink, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(listen_all());
	OKF(told.times > 3, "told %zu times", told.times);
	/* 61, and the one that lifts the pen. */
	OKF(told.count == 62, "%zu samples", told.count);
	OK(end(&ink) == CSEAL_OK);
	OK(cseal_ink_count(ink) == 61);
	for (size_t i = 0; i < cseal_ink_count(ink); i++)
		far += memcmp(&cseal_ink_samples(ink)[i], &told.at[i],
			   sizeof(told.at[i])) != 0;
	OK(far == 0);
	OK(cseal_ink_is_virtual(ink));
	cseal_ink_free(ink);
}

static void
what_was_told_is_drawn_as_the_ink_is(void)
{
	const void *shown, *drawn;
	cseal_ink *ink = NULL;
	size_t shown_len = 0, drawn_len = 0;

	OK(begin("stroke 100 0 0 9000 0\nclear\nstroke 300 0 0 9000 9000\nok\n",
	       -1, NULL) == CSEAL_OK);
	OK(cseal_ink_preview_draw(preview, "svg", &shown, &shown_len, NULL) ==
	    CSEAL_REFUSED_INPUT);
	OK(listen_all());
	OK(cseal_ink_preview_draw(preview, "png", &shown, &shown_len, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_ink_preview_draw(preview, "svg", &shown, &shown_len, NULL) ==
	    CSEAL_OK);
	OK(cseal_ink_preview_take(preview, &ink, NULL) == CSEAL_OK);
	OK(cseal_ink_draw(ink, "svg", &drawn, &drawn_len, NULL) == CSEAL_OK);
	OKF(shown_len == drawn_len && memcmp(shown, drawn, drawn_len) == 0,
	    "%zu and %zu bytes", shown_len, drawn_len);
	cseal_ink_preview_free(preview);
	preview = NULL;
	cseal_ink_free(ink);
}

static void
a_slow_application_loses_nothing(void)
{
	cseal_ink *ink = NULL;

	OK(begin("stroke 5000 0 0 9000 0\nstroke 5000 0 9 9000 9\nok\n", -1,
	       NULL) == CSEAL_OK);
	usleep(300000);
	OK(listen_all());
	OKF(told.count == 1001 + 1 + 1001 + 1, "%zu samples in %zu", told.count,
	    told.times);
	OK(end(&ink) == CSEAL_OK && cseal_ink_stroke_count(ink) == 2);
	cseal_ink_free(ink);
}

static void
clear_is_told_before_what_comes_after(void)
{
	cseal_ink *ink = NULL;

	OK(begin("stroke 100 0 0 9000 0\nclear\nstroke 50 0 7 9000 7\nok\n", -1,
	       NULL) == CSEAL_OK);
	OK(listen_all());
	OK(told.cleared == 1 && told.count == 12 && told.at[0].y_um == 7);
	OK(end(&ink) == CSEAL_OK && cseal_ink_count(ink) == 11);
	cseal_ink_free(ink);
}

static void
how_it_ended_is_that_of_a_capture(void)
{
	static const struct {
		const char *script;
		int timeout_ms;
		cseal_status st;
	} rows[] = {
		{ "stroke 50 0 0 9000 0\ncancel\n", -1,
		    CSEAL_STOPPED_DECLINED },
		{ "ok\n", -1, CSEAL_AGAIN_INK_TOO_SHORT },
		{ "stroke 50 0 0 9000 0\nunplug\n", -1,
		    CSEAL_COUNTER_DEVICE_GONE },
		{ "busy\n", -1, CSEAL_COUNTER_DEVICE_BUSY },
		{ "nonsense\n", -1, CSEAL_SETUP_CONFIG },
		{ "stroke 50 0 0 9000 0\n", 80, CSEAL_STOPPED_TIMEOUT },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_ink *none = NULL;

		OK(begin(rows[i].script, rows[i].timeout_ms, NULL) == CSEAL_OK);
		OK(listen_all());
		OKF(end(&none) == rows[i].st && none == NULL, "row %zu", i);
	}
}

static void *
cancel_soon(void *cancel)
{
	usleep(60000);
	cseal_cancel_request(cancel);
	return NULL;
}

static void
a_cancel_wakes_the_descriptor_and_ends_it(void)
{
	cseal_cancel *cancel = NULL;
	cseal_ink *none = NULL;
	int64_t start = now_ms();
	pthread_t thread;

	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	OK(begin("stroke 50 0 0 9000 0\nsleep 60000\n", -1, cancel) ==
	    CSEAL_OK);
	OK(pthread_create(&thread, NULL, cancel_soon, cancel) == 0);
	OK(listen_all());
	OK(end(&none) == CSEAL_STOPPED_CANCELLED && none == NULL);
	OK(now_ms() - start < 5000);
	pthread_join(thread, NULL);
	cseal_cancel_free(cancel);
}

static void
free_ends_what_goes_on(void)
{
	int64_t start = now_ms();

	OK(begin("stroke 50 0 0 9000 0\nsleep 60000\n", -1, NULL) == CSEAL_OK);
	usleep(50000);
	listen_once();
	cseal_ink_preview_free(preview);
	OK(now_ms() - start < 5000);
	OK(begin("sleep 60000\n", -1, NULL) == CSEAL_OK);
	cseal_ink_preview_free(preview);
	cseal_ink_preview_free(NULL);
	OK(now_ms() - start < 5000);
	preview = NULL;
}

static void
it_is_taken_once(void)
{
	cseal_ink *ink = NULL, *none = NULL;

	OK(begin("stroke 50 0 0 9000 0\nok\n", -1, NULL) == CSEAL_OK);
	OK(listen_all());
	OK(cseal_ink_preview_take(preview, &ink, NULL) == CSEAL_OK);
	OK(end(&none) == CSEAL_FAULT_APPLICATION && none == NULL);
	OK(cseal_ink_count(ink) == 11);
	cseal_ink_free(ink);
}

static void
wrong_options_are_said_at_once(void)
{
	struct cseal_ink_options options = { .size = 1 };

	OK(cseal_ink_preview_new(context, NULL, &options, -1, NULL, &preview,
	       NULL) == CSEAL_FAULT_APPLICATION);
	options.size = sizeof(options);
	options.prompt = "Sign";
	OK(cseal_ink_preview_new(context, scripted_uri("ok\n"), &options, -1,
	       NULL, &preview, NULL) == CSEAL_OK);
	told.is_over = false;
	OK(listen_all());
	cseal_ink_preview_free(preview);
	preview = NULL;
}

int
main(void)
{
	scratch_make();
	context = scripted_context(NULL);
	RUN(samples_are_told_as_they_come);
	RUN(what_was_told_is_drawn_as_the_ink_is);
	RUN(a_slow_application_loses_nothing);
	RUN(clear_is_told_before_what_comes_after);
	RUN(how_it_ended_is_that_of_a_capture);
	RUN(a_cancel_wakes_the_descriptor_and_ends_it);
	RUN(free_ends_what_goes_on);
	RUN(it_is_taken_once);
	RUN(wrong_options_are_said_at_once);
	cseal_context_unref(context);
	return tap_done();
}
