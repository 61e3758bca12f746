/* SPDX-License-Identifier: Apache-2.0 */
/* test-ink-wiped.c -- proves that nothing of handwriting stays in memory, and
 * that it is locked, or that somebody is told. */
#include "remains.h"
#include "scripted.h"
#include "tap.h"
#include "unlocked.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define WRITTEN                                              \
	"ink 0 12345 23456 34567\nink 5 22345 33456 44567\n" \
	"ink 10 12345 43456 54567\nink 15 11111 22222 33333\n"

static struct remains sample;
static unsigned warnings;

/* The third sample. */
static void
make_sample(void)
{
	struct cseal_ink_sample third = { 0 };

	third.x_um = 12345;
	third.y_um = 43456;
	third.pressure = 54567;
	third.time_us = 10000;
	remains_of(&sample, &third, sizeof(third));
	explicit_bzero(&third, sizeof(third));
}

static void
take_log(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	warnings += level == CSEAL_LOG_WARNING &&
		    strstr(text, "RLIMIT_MEMLOCK") != NULL;
}

static cseal_context *
make_context(void)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = TEST_MODULE_DIR,
		.log = take_log,
		.log_level = CSEAL_LOG_WARNING };
	cseal_context *context = NULL;

	cseal_context_new(&options, &context, NULL);
	return context;
}

static cseal_status
capture(const char *script, int timeout_ms, cseal_ink **ret_ink)
{
	cseal_context *context = make_context();
	cseal_status st;

	st = cseal_ink_capture(context, scripted_uri(script), NULL, timeout_ms,
	    NULL, ret_ink, NULL);
	cseal_context_unref(context);
	return st;
}

static void
while_it_lives_there_is_one(void)
{
	cseal_ink *ink = NULL;

	OK(capture(WRITTEN "ok\n", -1, &ink) == CSEAL_OK);
	if (remains_count(&sample) < 0)
		tap_skip("no /proc/self/maps");
	else
		OKF(remains_count(&sample) == 1, "%ld", remains_count(&sample));
	cseal_ink_free(ink);
	OK(remains_count(&sample) <= 0);
}

static void
no_way_out_leaves_any_behind(void)
{
	static const struct {
		const char *end;
		cseal_status st;
	} ways[] = {
		{ "cancel\n", CSEAL_STOPPED_DECLINED },
		{ "clear\nok\n", CSEAL_AGAIN_INK_TOO_SHORT },
		{ "unplug\n", CSEAL_COUNTER_DEVICE_GONE },
		{ "fail\n", CSEAL_COUNTER_DEVICE_FAILED },
		{ "sleep 60000\n", CSEAL_STOPPED_TIMEOUT },
	};
	char script[200];
	cseal_ink *ink = NULL;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		snprintf(script, sizeof(script), WRITTEN "%s", ways[i].end);
		OK(capture(script, 300, &ink) == ways[i].st);
		OKF(remains_count(&sample) <= 0, "way %zu", i);
	}
	OK(ink == NULL);
}

static void
clear_wipes_what_was_written_before(void)
{
	cseal_ink *ink = NULL;

	OK(capture(WRITTEN "clear\nstroke 20 0 0 9000 0\nok\n", -1, &ink) ==
	    CSEAL_OK);
	OK(remains_count(&sample) <= 0);
	cseal_ink_free(ink);
}

/* Longer than the first room. */
static void
what_is_moved_is_wiped_where_it_was(void)
{
	cseal_ink *ink = NULL;

	OK(capture(WRITTEN "stroke 30000 0 0 90000 50000\nok\n", -1, &ink) ==
	    CSEAL_OK);
	OK(cseal_ink_count(ink) > 6000);
	OK(remains_count(&sample) <= 1);
	cseal_ink_free(ink);
	OK(remains_count(&sample) <= 0);
}

static void
a_record_and_a_drawing_are_wiped_with_the_ink(void)
{
	struct remains points;
	cseal_ink *ink = NULL;
	const void *bytes;
	size_t len;

	OK(capture(WRITTEN "ok\n", -1, &ink) == CSEAL_OK);
	OK(cseal_ink_draw(ink, "svg", &bytes, &len, NULL) == CSEAL_OK);
	OK(cseal_ink_draw(ink, "pdf", &bytes, &len, NULL) == CSEAL_OK);
	OK(cseal_ink_iso19794_7(ink, &bytes, &len, NULL) == CSEAL_OK);
	/* Three points of nine bytes, before what says that it is virtual. */
	remains_of(&points, (const uint8_t *)bytes + len - 2 - 31 - 27, 27);
	OK(remains_count(&points) == 1 || remains_count(&points) < 0);
	cseal_ink_free(ink);
	OK(remains_count(&points) <= 0);
	OK(remains_count(&sample) <= 0);
}

/* ---- drawings -------------------------------------------------------------- */

#define PIECE_LEN 24 /* of a path: several numbers */

static const void *
draw(cseal_ink *ink, const char *format, size_t *ret_len)
{
	const void *bytes = NULL;

	OK(cseal_ink_draw(ink, format, &bytes, ret_len, NULL) == CSEAL_OK);
	return bytes;
}

/* In the middle of the path. */
static void
take_piece(const char *path, size_t len, struct remains *ret_piece)
{
	OK(len > 10 * PIECE_LEN);
	remains_of(ret_piece, path + len / 2, PIECE_LEN);
}

/* Strokes, so that the drawing grows more than once. */
static cseal_ink *
write_much(void)
{
	cseal_ink *ink = NULL;

	OK(capture("stroke 1000 0 0 9000 9000\n"
		   "ink 1100 12345 23456 34567\nink 1200 44444 3456 34567\n"
		   "ink 1300 2345 43456 34567\nink 1400 12345 13456 34567\n"
		   "ink 1500 23452 33456 34567\nink 1600 32345 2345 34567\n"
		   "ok\n",
	       -1, &ink) == CSEAL_OK);
	return ink;
}

static void
a_drawing_is_nowhere_but_in_its_place(void)
{
	cseal_ink *ink = write_much();
	struct remains piece;
	const char *svg;
	size_t len = 0;

	svg = draw(ink, "svg", &len);
	OKF(len > 512, "%zu bytes", len);
	take_piece(svg, len, &piece);
	OKF(remains_count(&piece) == 1 || remains_count(&piece) < 0, "%ld",
	    remains_count(&piece));
	cseal_ink_free(ink);
	OKF(remains_count(&piece) <= 0, "%ld", remains_count(&piece));
}

/* What is in its stream, of which the file has no copy. */
static void
take_piece_of_stream(const char *pdf, size_t len, struct remains *ret_piece)
{
	const char *at = memmem(pdf, len, "stream\n", 7);
	static Bytef path[1 << 16];
	uLongf path_len = sizeof(path);
	int code;

	OK(at != NULL);
	at += 7;
	code = uncompress(
	    path, &path_len, (const Bytef *)at, len - (size_t)(at - pdf));
	OKF(code == Z_OK, "%d", code);
	take_piece((const char *)path, path_len, ret_piece);
	explicit_bzero(path, sizeof(path));
}

static void
what_a_drawing_was_made_of_is_wiped(void)
{
	cseal_ink *ink = write_much();
	struct remains piece;
	const char *pdf;
	size_t len = 0;

	pdf = draw(ink, "pdf", &len);
	take_piece_of_stream(pdf, len, &piece);
	OKF(remains_count(&piece) <= 0, "%ld", remains_count(&piece));
	cseal_ink_free(ink);
}

/* The places of its samples, as the outline is made of them. */
static void
what_an_outline_is_made_of_is_wiped(void)
{
	const double at[] = { 44444, 3456 };
	struct remains place;
	cseal_ink *ink = write_much();
	size_t len = 0;

	remains_of(&place, at, sizeof(at));
	draw(ink, "svg", &len);
	/* One is that of this function. */
	OKF(remains_count(&place) <= 1, "%ld", remains_count(&place));
	cseal_ink_free(ink);
}

/* VmFlags of the mapping that holds it (proc(5)): lo, locked; dd, not dumped. */
static bool
has_flags(const void *at, const char *wanted)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	unsigned long start, end;
	bool inside = false, has = false;
	char line[512];

	while (maps != NULL && fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			inside = (uintptr_t)at >= start && (uintptr_t)at < end;
		else if (inside && strncmp(line, "VmFlags:", 8) == 0)
			has = strstr(line, wanted) != NULL;
	}
	if (maps != NULL)
		fclose(maps);
	return has;
}

static void
it_is_locked_and_not_dumped(void)
{
	cseal_ink *ink = NULL;
	const void *record;
	size_t len;

	OK(capture(WRITTEN "ok\n", -1, &ink) == CSEAL_OK);
	OK(cseal_ink_iso19794_7(ink, &record, &len, NULL) == CSEAL_OK);
	if (access("/proc/self/smaps", R_OK) != 0) {
		tap_skip("no /proc/self/smaps");
	} else {
		OK(has_flags(cseal_ink_samples(ink), " dd"));
		OK(has_flags(record, " dd"));
#ifdef __SANITIZE_ADDRESS__
		tap_skip("under this sanitizer mlock() locks nothing");
#else
		OK(has_flags(cseal_ink_samples(ink), " lo") ==
		    cseal_ink_is_locked(ink));
#endif
	}
	cseal_ink_free(ink);
}

static int
capture_unlocked(void)
{
	cseal_ink *ink = NULL;
	int code = 0;

	if (capture(WRITTEN "ok\n", -1, &ink) != CSEAL_OK)
		code = 1;
	else if (cseal_ink_is_locked(ink))
		code = 4;
	else if (warnings != 1)
		code = 2;
	cseal_ink_free(ink);
	return code != 0 || remains_count(&sample) <= 0 ? code : 3;
}

static void
what_cannot_be_locked_is_told_and_wiped_all_the_same(void)
{
	unlocked_run(capture_unlocked);
}

int
main(void)
{
	scratch_make();
	make_sample();
	RUN(while_it_lives_there_is_one);
	RUN(no_way_out_leaves_any_behind);
	RUN(clear_wipes_what_was_written_before);
	RUN(what_is_moved_is_wiped_where_it_was);
	RUN(a_record_and_a_drawing_are_wiped_with_the_ink);
	RUN(a_drawing_is_nowhere_but_in_its_place);
	RUN(what_a_drawing_was_made_of_is_wiped);
	RUN(what_an_outline_is_made_of_is_wiped);
	RUN(it_is_locked_and_not_dumped);
	RUN(what_cannot_be_locked_is_told_and_wiped_all_the_same);
	return tap_done();
}
