/* SPDX-License-Identifier: Apache-2.0 */
/* test-stu-pad.c -- proves modules/stu-pad against the simulator of a pad, on
 * a pty. */
#include "findings.h"
#include "stu-harness.h"
#include "stu-spill.h"
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static bool
is_near(long value, long expected, long by)
{
	return value >= expected - by && value <= expected + by;
}

/* ---- what is captured ---------------------------------------------------- */

static void
every_model_is_captured_whole(void)
{
	static const char *const models[] = { "300", "430", "500", "520", "530",
		"540" };

	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
		struct capture result;

		result = stu_sign_on(models[i], STU_SHALLOW);
		OKF(result.st == CSEAL_OK && !result.left_open, "STU-%s: %s",
		    models[i], result.text);
		if (result.ink == NULL)
			continue;
		OK(cseal_ink_stroke_count(result.ink) == 2);
		OKF(stu_count_touching(result.ink) == 32, "%zu samples",
		    stu_count_touching(result.ink));
		OK(!cseal_ink_is_virtual(result.ink));
		cseal_ink_free(result.ink);
	}
}

static void
places_are_micrometres_and_times_those_of_the_pad(void)
{
	struct capture result = stu_sign("", STU_SIGNED);
	const struct cseal_ink_sample *at;

	OK(result.st == CSEAL_OK);
	at = cseal_ink_samples(result.ink);
	OK(at[0].time_us == 0 && is_near(at[0].x_um, 20000, 10) &&
	    is_near(at[0].y_um, 20000, 10));
	OK(is_near(at[19].x_um, 40000, 10) && is_near(at[19].y_um, 30000, 10));
	OK(is_near(at[19].time_us, 95000, 1000));
	/* The pressure is that of 1023, made 65535. */
	OK(is_near(at[0].pressure, 300 * 65535 / 1023, 1));
	OK(at[20].pressure == 0);
	OK(is_near(cseal_ink_duration_us(result.ink),
	    95000 + 10000 + 50000 + 55000, 6000));
	cseal_ink_free(result.ink);
}

static void
a_surface_that_the_pad_does_not_measure_is_that_of_its_model(void)
{
	struct capture result = stu_sign_on(
	    "500", "stroke 100 51000 38000 60000 38000\npress ok\n");
	const struct cseal_ink_sample *at;

	OK(result.st == CSEAL_OK);
	at = cseal_ink_samples(result.ink);
	OK(is_near(at[0].x_um, 51000, 20) && is_near(at[0].y_um, 38000, 20));
	cseal_ink_free(result.ink);
}

/* Ten minutes at 200 Hz, as fast as the line takes them. */
static void
no_sample_is_lost_in_ten_minutes(void)
{
	cseal_context *context = stu_context();
	struct capture result = stu_capture(context,
	    stu_plug_in(
		"", "stroke 600000 10000 12000 80000 40000\npress ok\n"),
	    NULL, STU_CAPTURE_MS, NULL);

	cseal_context_unref(context);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OKF(stu_count_touching(result.ink) == 120000, "%ld ms", result.took_ms);
	cseal_ink_free(result.ink);
}

static const struct cseal_ink_account *
account_of(const struct capture *result)
{
	return cseal_ink_capture_account(result->ink);
}

static void
that_none_was_lost_is_told_with_the_ink(void)
{
	struct capture result = stu_sign("", STU_SIGNED);
	const struct cseal_ink_account *account;

	OKF(result.st == CSEAL_OK, "%s", result.text);
	account = account_of(&result);
	OK(strncmp(account->device, "STU-430", 7) == 0);
	OK(strcmp(account->module, "stu-pad") == 0);
	OK(account->link == CSEAL_INK_LINK_CLEAR && account->cipher[0] == '\0');
	OK(account->tally == CSEAL_INK_TALLY_COUNT && account->lost == 0);
	OKF(account->received >= cseal_ink_count(result.ink) &&
		account->counted == account->received,
	    "%llu came", (unsigned long long)account->received);
	OK(account->pad_us >= cseal_ink_duration_us(result.ink));
	cseal_ink_free(result.ink);
	/* One that does neither count nor time. */
	result = stu_sign_on("300", STU_SHALLOW);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	account = account_of(&result);
	OK(account->tally == CSEAL_INK_TALLY_NONE && account->counted == 0);
	OK(account->received >= cseal_ink_count(result.ink));
	cseal_ink_free(result.ink);
}

/* Three strokes; the simulator numbers what it sends. */
#define THREE_STROKES \
	STU_TWO_STROKES "away 60\nstroke 60 50000 40000 60000 40000\n"

static void
a_stroke_that_is_missing_whole_is_missed_or_the_account_says_that_it_may_be(
    void)
{
	struct capture result;

	/* The first gap has shown how it numbers. */
	result = stu_sign("--fault lose-stroke=3",
	    THREE_STROKES "away 60\nstroke 60 5000 5000 20000 5000\n"
			  "press ok\n");
	OKF(stu_ended(&result, CSEAL_COUNTER_DEVICE_FAILED,
		"14 of the pen's samples were lost"),
	    "%s", result.text);
	cseal_ink_free(result.ink);
	/* The only gap. */
	result = stu_sign("--fault lose-stroke=2", THREE_STROKES "press ok\n");
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(account_of(&result)->lost == 0 && account_of(&result)->gaps == 1);
	cseal_ink_free(result.ink);
	/* A pad of which that is never known. */
	result = stu_sign("--fault count-away", THREE_STROKES "press ok\n");
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(account_of(&result)->lost == 0 && account_of(&result)->gaps == 2);
	OK(account_of(&result)->tally == CSEAL_INK_TALLY_COUNT);
	OK(cseal_ink_stroke_count(result.ink) == 3);
	cseal_ink_free(result.ink);
	/* And one that loses nothing. */
	result = stu_sign("", THREE_STROKES "press ok\n");
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(account_of(&result)->lost == 0 && account_of(&result)->gaps == 0);
	OK(account_of(&result)->counted == account_of(&result)->received);
	cseal_ink_free(result.ink);
}

static void
clear_begins_anew(void)
{
	struct capture result = stu_sign("", STU_CLEARED);

	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(result.ink != NULL && cseal_ink_stroke_count(result.ink) == 1 &&
	    stu_count_touching(result.ink) == 20);
	cseal_ink_free(result.ink);
}

static void
cancel_declines(void)
{
	struct capture result = stu_sign("", STU_TWO_STROKES "press cancel\n");

	OK(result.st == CSEAL_STOPPED_DECLINED && !result.left_open);
}

static void
a_press_is_no_ink_and_ink_over_a_button_no_press(void)
{
	/* From the middle down over the button on the right, and on. */
	struct capture result =
	    stu_sign("", "stroke 200 20000 20000 80000 58000\n"
			 "stroke 100 20000 20000 40000 20000\npress ok\n");

	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(result.ink != NULL && cseal_ink_stroke_count(result.ink) == 2);
	cseal_ink_free(result.ink);
	/* Down on a button, and off it: neither. */
	result =
	    stu_sign("", "stroke 100 80000 58000 80000 20000\n" STU_SIGNED);
	OK(result.st == CSEAL_OK);
	OK(result.ink != NULL && cseal_ink_stroke_count(result.ink) == 2);
	cseal_ink_free(result.ink);
}

static void
nothing_written_is_too_short(void)
{
	struct capture result = stu_sign("", "press ok\n");

	OK(result.st == CSEAL_AGAIN_INK_TOO_SHORT);
}

/* ---- the screen ---------------------------------------------------------- */

static void
the_screen_has_a_line_and_three_buttons_and_is_cleared_at_the_end(void)
{
	cseal_context *context = stu_context();
	struct capture result;
	const char *uri = stu_plug_in("", "press cancel\n");

	/* Whoever waits sees the picture; then it is gone. */
	result = stu_capture(context, uri, NULL, STU_CAPTURE_MS, NULL);
	OK(result.st == CSEAL_STOPPED_DECLINED);
	OK(stu_log_count("image 1 0-319,0-199 ") == 1);
	OK(stu_log_waits("set 20 ", 1));
	OK(stu_black(0, 0, 1000, 1000) == 0);
	cseal_context_unref(context);
}

static void
after_clear_only_what_was_inked_is_sent(void)
{
	struct capture result = stu_sign_on("540", STU_CLEARED);
	const char *first = strstr(stu_log(), "image 1 0-799,0-479 ");
	const char *second =
	    first != NULL ? strstr(first + 1, "image 1 ") : NULL;
	int left = 0, right = 0, top = 0, bottom = 0, len = 0;

	OK(result.st == CSEAL_OK && second != NULL);
	OK(second != NULL && sscanf(second, "image 1 %d-%d,%d-%d %d", &left,
				 &right, &top, &bottom, &len) == 5);
	OKF(left > 100 && right < 350 && top > 100 && bottom < 260 && len < 200,
	    "%d-%d, %d-%d: %d bytes", left, right, top, bottom, len);
	OK(left % 8 == 0 && right % 8 == 7);
	cseal_ink_free(result.ink);
}

static void
a_picture_is_packed_where_the_pad_unpacks(void)
{
	struct capture result = stu_sign_on("500", STU_SIGNED);

	OK(result.st == CSEAL_OK);
	OK(stu_log_count("image 0 0-639,0-479 38400") == 1);
	cseal_ink_free(result.ink);
	result = stu_sign_on("530", STU_SIGNED);
	OK(result.st == CSEAL_OK && stu_log_count("image 1 ") == 1);
	cseal_ink_free(result.ink);
}

static void
a_pad_that_cannot_unpack_after_all_gets_it_unpacked(void)
{
	struct capture result = stu_suffer("no-zlib", STU_SIGNED);

	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(stu_log_count("image 0 0-319,0-199 8000") == 1);
	cseal_ink_free(result.ink);
}

static void
the_prompt_is_shown_in_any_language(void)
{
	static const char *const prompts[] = { "Please sign",
		"\xe8\xaf\xb7\xe7\xad\xbe\xe5\x90\x8d",
		"\xd7\x97\xd7\xaa\xd7\x95\xd7\x9d" };
	cseal_context *context = stu_context();

	for (size_t i = 0; i < sizeof(prompts) / sizeof(prompts[0]); i++) {
		const char *uri =
		    stu_plug_in("--fault refuse=20:02", "press cancel\n");
		struct capture result =
		    stu_capture(context, uri, prompts[i], STU_CAPTURE_MS, NULL);

		if (result.st == CSEAL_SETUP_NO_MODULE ||
		    result.st == CSEAL_SETUP_NO_FONT) {
			tap_skip("needs pango-typeset and a font");
			continue;
		}
		OKF(result.st == CSEAL_STOPPED_DECLINED, "%s", result.text);
		OKF(stu_black(0, 0, 1000, 150) > 50, "%ld black pixels",
		    stu_black(0, 0, 1000, 150));
		/* The line, and the buttons. */
		OK(stu_black(0, 160, 1000, 830) > 200);
		OK(stu_black(0, 830, 330, 1000) > 100);
		OK(stu_black(340, 830, 660, 1000) > 100);
		OK(stu_black(670, 830, 1000, 1000) > 100);
	}
	cseal_context_unref(context);
}

static void
buttons_have_labels_where_they_are_configured(void)
{
	cseal_context *context;
	struct capture result;
	long sign;

	context = stu_context();
	result = stu_capture(context,
	    stu_plug_in("--fault refuse=20:02", "press cancel\n"), NULL,
	    STU_CAPTURE_MS, NULL);
	sign = stu_black(670, 830, 1000, 1000);
	cseal_context_unref(context);
	stu_configure("encryption = none\nlabel_ok = OK\n"
		      "label_clear = \xe9\x87\x8d\xe5\x86\x99\n");
	context = stu_context();
	result = stu_capture(context,
	    stu_plug_in("--fault refuse=20:02", "press cancel\n"), NULL,
	    STU_CAPTURE_MS, NULL);
	if (result.st == CSEAL_SETUP_NO_MODULE ||
	    result.st == CSEAL_SETUP_NO_FONT)
		tap_skip("needs pango-typeset and a font");
	else
		OKF(result.st == CSEAL_STOPPED_DECLINED &&
			stu_black(670, 830, 1000, 1000) != sign,
		    "%s", result.text);
	cseal_context_unref(context);
	stu_configure("");
}

static void
a_picture_is_shown_below_it_all(void)
{
	char lines[256], header[] = "P4\n320 200\n";
	uint8_t pixels[40 * 200] = { 0 };
	struct capture result;
	cseal_context *context;
	FILE *file;

	/* Black on the left of the middle. */
	for (size_t y = 60; y < 100; y++)
		memset(pixels + 40 * y, 0xff, 10);
	file = fopen(stu_path("hall.pbm"), "w");
	fwrite(header, 1, strlen(header), file);
	fwrite(pixels, 1, sizeof(pixels), file);
	fclose(file);
	snprintf(lines, sizeof(lines), "encryption = none\npicture = %s",
	    stu_path("hall.pbm"));
	stu_configure(lines);
	context = stu_context();
	result = stu_capture(context,
	    stu_plug_in("--fault refuse=20:02", "press cancel\n"), NULL,
	    STU_CAPTURE_MS, NULL);
	OK(result.st == CSEAL_STOPPED_DECLINED);
	OK(stu_black(0, 300, 250, 500) == 80 * 40);
	/* Another pad has another size. */
	result = stu_capture(context, stu_plug_in("--model 500", STU_SIGNED),
	    NULL, STU_CAPTURE_MS, NULL);
	OKF(result.st == CSEAL_SETUP_CONFIG, "%s", result.text);
	unlink(stu_path("hall.pbm"));
	result = stu_capture(
	    context, stu_plug_in("", STU_SIGNED), NULL, STU_CAPTURE_MS, NULL);
	OKF(result.st == CSEAL_SETUP_FILE, "%s", result.text);
	cseal_context_unref(context);
	stu_configure("");
}

static void
a_prompt_that_does_not_fit_is_refused(void)
{
	cseal_context *context = stu_context();
	struct capture result;
	char prompt[257];

	memset(prompt, 'W', 256);
	prompt[256] = '\0';
	result = stu_capture(context, stu_plug_in("--model 300", STU_SIGNED),
	    prompt, STU_CAPTURE_MS, NULL);
	if (result.st == CSEAL_SETUP_NO_MODULE)
		tap_skip("needs pango-typeset");
	else
		OKF(result.st == CSEAL_REFUSED_INPUT, "%s", result.text);
	cseal_context_unref(context);
}

/* ---- settings ------------------------------------------------------------ */

static void
stored_values_are_written_only_where_they_differ(void)
{
	struct capture result;

	stu_configure("encryption = none\nbrightness = 3\nink_on = 40\n"
		      "ink_off = 30\n");
	result = stu_sign_on("530", STU_SIGNED);
	OK(result.st == CSEAL_OK);
	OK(stu_log_count("set 2b 0300") == 1);
	OK(stu_log_count("set 22 28001e00") == 1);
	cseal_ink_free(result.ink);
	stu_configure("encryption = none\nbrightness = 2\nink_on = 21\n"
		      "ink_off = 16\n");
	result = stu_sign_on("530", STU_SIGNED);
	OK(result.st == CSEAL_OK);
	OK(stu_log_count("set 2b") == 0 && stu_log_count("set 22") == 0);
	cseal_ink_free(result.ink);
	stu_configure("");
}

static void
settings_that_are_none_are_said(void)
{
	static const char *const lines[] = { "encryption = strong",
		"brightness = 4", "brightness = x", "ink_on = 20",
		"picture = hall.pbm", "ink_on = 20\nink_off = 21",
		"ink_on = 4096\nink_off = 1", "response_ms = 1",
		"label_ok = 0123456789012345678901234567890123456789012345678901"
		"2345678901234" };

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct capture result;

		stu_configure(lines[i]);
		result = stu_capture_once("stu:tty:/nonexistent");
		OKF(result.st == CSEAL_SETUP_CONFIG, "row %zu", i);
	}
	stu_configure("");
}

/* ---- encryption ---------------------------------------------------------- */

static void
version_2_is_used_where_the_pad_has_it(void)
{
	static const char *const models[] = { "430", "530", "540" };

	stu_configure("encryption = auto");
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
		struct capture result;

		result = stu_sign_on(models[i], STU_SIGNED);
		OKF(result.st == CSEAL_OK, "STU-%s: %s", models[i],
		    result.text);
		OK(stu_count_touching(result.ink) == 32);
		/* The exponent and four parts of 64 bytes. */
		OK(stu_log_count("set 40 02") == 5);
		OK(stu_log_count("set 15 ") == 1 &&
		    stu_log_waits("set 16 ", 1));
		if (result.ink != NULL)
			OK(account_of(&result)->link == CSEAL_INK_LINK_STRONG);
		cseal_ink_free(result.ink);
	}
	stu_configure("");
}

static void
version_1_is_used_only_where_weak_is_wished(void)
{
	static const char *const models[] = { "300", "500", "520" };
	static const char pen[] =
	    "stroke 100 20000 5000 40000 15000\npress ok\n";

	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
		struct capture result;

		stu_configure("encryption = auto");
		result = stu_sign_on(models[i], pen);
		OK(result.st == CSEAL_OK && stu_log_count("set 13") == 0);
		cseal_ink_free(result.ink);
		stu_configure("encryption = weak");
		result = stu_sign_on(models[i], pen);
		OKF(result.st == CSEAL_OK, "STU-%s: %s", models[i],
		    result.text);
		OK(stu_log_count("set 13") == 1 &&
		    stu_log_count("set 15") == 1);
		OKF(stu_count_touching(result.ink) == 20, "%zu samples",
		    stu_count_touching(result.ink));
		if (result.ink != NULL)
			OK(account_of(&result)->link == CSEAL_INK_LINK_WEAK);
		cseal_ink_free(result.ink);
		stu_configure("encryption = v2");
		result = stu_sign_on(models[i], pen);
		OK(result.st == CSEAL_SETUP_CONFIG);
	}
	stu_configure("");
}

static void
after_clear_a_new_key_is_agreed_on(void)
{
	struct capture result;

	stu_configure("encryption = v2");
	result = stu_sign("", STU_CLEARED);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(stu_count_touching(result.ink) == 20);
	OK(stu_log_count("set 40 05") == 2 && stu_log_count("set 15") == 2);
	cseal_ink_free(result.ink);
	stu_configure("");
}

/* ---- coming, going, stopping --------------------------------------------- */

static void
a_pad_that_was_left_in_some_state_is_brought_to_rest(void)
{
	static const char *const states[] = { "--state 1", "--state 2" };

	for (size_t i = 0; i < 2; i++) {
		struct capture result = stu_sign(states[i], STU_SIGNED);

		/* An image that nobody began has nothing to be given up. */
		OKF(result.st == CSEAL_OK, "%s: %s", states[i], result.text);
		cseal_ink_free(result.ink);
	}
}

static void
a_pad_that_does_not_come_to_rest_is_started_anew(void)
{
	struct capture result = stu_sign("--state 4", STU_SIGNED);

	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(stu_log_count("set 04 00") == 1);
	cseal_ink_free(result.ink);
}

static void
the_same_name_serves_the_pad_that_is_plugged_in_again(void)
{
	cseal_context *context = stu_context();
	struct capture result;
	char uri[160];

	snprintf(uri, sizeof(uri), "%s",
	    stu_plug_in_again("--fault unplug-ink=10", STU_SIGNED));
	result = stu_capture(context, uri, NULL, STU_CAPTURE_MS, NULL);
	OK(result.st == CSEAL_COUNTER_DEVICE_GONE && !result.left_open);
	result = stu_capture(context, uri, NULL, STU_CAPTURE_MS, NULL);
	OK(result.st == CSEAL_COUNTER_NO_DEVICE ||
	    result.st == CSEAL_COUNTER_DEVICE_GONE);
	stu_plug_in_again("", STU_SIGNED);
	result = stu_capture(context, uri, NULL, STU_CAPTURE_MS, NULL);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	cseal_ink_free(result.ink);
	cseal_context_unref(context);
}

static void
a_pad_is_for_one_at_a_time(void)
{
	cseal_context *context = stu_context();
	const char *uri = stu_plug_in("", "sleep 5\n");
	int holder = open(uri + 8, O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct capture result;

	OK(holder >= 0 && flock(holder, LOCK_EX | LOCK_NB) == 0);
	result = stu_capture(context, uri, NULL, 2000, NULL);
	OKF(result.st == CSEAL_COUNTER_DEVICE_BUSY, "%s", result.text);
	close(holder);
	cseal_context_unref(context);
}

/* Wherever the pad falls silent, while it would have a minute to answer. */
static void
a_cancel_ends_every_step(void)
{
	static const struct {
		const char *model, *config;
		size_t stride, least;
	} rows[] = {
		{ "430", "encryption = none", 1, 15 },
		{ "540", "encryption = v2", 4, 10 },
		{ "520", "encryption = weak", 5, 8 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char lines[64];
		size_t count;
		bool ok;

		snprintf(lines, sizeof(lines), "%s\nresponse_ms = 60000",
		    rows[i].config);
		stu_configure(lines);
		count =
		    stu_cancels_everywhere(rows[i].model, rows[i].stride, &ok);
		OK(ok);
		OKF(count >= rows[i].least, "%zu steps", count);
	}
	stu_configure("");
}

/* And where it goes on, but not with what it was told to do. */
static void
a_cancel_ends_a_wait_for_a_state(void)
{
	static const struct {
		const char *fault, *line;
	} rows[] = {
		{ "slow-key=60000", "get 50" },
		{ "stick=1", "set 27" },
		{ "", "set 21 01" },
	};
	cseal_context *context;

	stu_configure("encryption = v2\nresponse_ms = 60000");
	context = stu_context();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct capture result;

		OKF(stu_cancels(context, rows[i].fault, rows[i].line, &result),
		    "%s: %ld ms: %s", rows[i].fault, result.took_ms,
		    result.text);
	}
	cseal_context_unref(context);
	stu_configure("");
}

static void
time_runs_out_while_nobody_writes(void)
{
	cseal_context *context = stu_context();
	struct capture result;

	result = stu_capture(context, stu_plug_in("", ""), NULL, 1300, NULL);
	OK(result.st == CSEAL_STOPPED_TIMEOUT && !result.left_open);
	OKF(result.took_ms >= 1300, "%ld ms", result.took_ms);
	/* And it was asked whether it is still there. */
	OK(stu_log_count("get 03") > 0);
	cseal_context_unref(context);
}

/* ---- which pads there are ------------------------------------------------- */

static bool
is_listed(cseal_context *context, const char *uri, cseal_device_state state)
{
	cseal_device_list *list = NULL;
	bool found = false;

	if (cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD), 4000,
		NULL, &list, NULL) != CSEAL_OK)
		return false;
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		found = found || (strcmp(device->uri, uri) == 0 &&
				     device->state == state);
	}
	cseal_device_list_free(list);
	return found;
}

static void
a_line_that_is_configured_is_listed(void)
{
	const char *uri = stu_plug_in("", "");
	cseal_context *context;
	char lines[512];

	snprintf(lines, sizeof(lines),
	    "[devices]\npad = %s\npad = stu:tty:/dev/nonexistent\n"
	    "pad = stu:usb:9-9\n",
	    uri);
	stu_configure(lines);
	context = stu_context();
	OK(is_listed(context, uri, CSEAL_DEVICE_READY));
	OK(is_listed(context, "stu:tty:/dev/nonexistent", CSEAL_DEVICE_ABSENT));
	OK(is_listed(context, "stu:usb:9-9", CSEAL_DEVICE_ABSENT));
	cseal_context_unref(context);
	stu_configure("");
}

static void
the_doctor_says_why_a_pad_is_not_there(void)
{
	const char *uri = stu_plug_in("", "");
	const struct findings *findings;
	cseal_context *context;
	char lines[512];

	snprintf(lines, sizeof(lines),
	    "encryption = yes\n[devices]\npad = %s\n"
	    "pad = stu:tty:/dev/nonexistent\npad = stu:usb:9-9\n"
	    "pad = stu:tty:relative\n",
	    uri);
	stu_configure(lines);
	context = stu_context();
	findings = findings_of(context, "stu-pad");
	OK(findings_have(findings, "encryption was not"));
	OK(findings_have(findings, ". The serial line /dev/pts/"));
	OK(findings_have(findings,
	    "! The configured serial line /dev/nonexistent is not there. | "
	    "Connect the pad"));
	OK(findings_have(
	    findings, "! The configured pad stu:usb:9-9 is not there"));
	OK(findings_have(findings,
	    "! The configured pad cannot be used: stu:tty:relative was not"));
	cseal_context_unref(context);
	stu_configure("");
}

static void
names_that_are_none_are_refused(void)
{
	static const char *const uris[] = { "stu:", "stu:usb:", "stu:usb:1",
		"stu:usb:1-", "stu:usb:0-1", "stu:usb:1-1.", "stu:usb:1-1-1",
		"stu:usb:256-1", "stu:usb:1-1.1.1.1.1.1.1.1", "stu:usb:1-x",
		"stu:tty:", "stu:tty:ttyS0",
		"stu:tty:/dev/ttyS0?baud=", "stu:tty:/dev/ttyS0?baud=1",
		"stu:tty:/dev/ttyS0?speed=9600", "stu:tcp:1.2.3.4:5" };
	cseal_context *context = stu_context();

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		struct capture result =
		    stu_capture(context, uris[i], NULL, 1000, NULL);

		OKF(result.st == CSEAL_SETUP_CONFIG ||
			result.st == CSEAL_FAULT_APPLICATION,
		    "%s: %s", uris[i], result.text);
	}
	OK(stu_capture(context, "stu:usb:250-7.7", NULL, 1000, NULL).st ==
	    CSEAL_COUNTER_NO_DEVICE);
	OK(stu_capture(context, "stu:tty:/nonexistent", NULL, 1000, NULL).st ==
	    CSEAL_COUNTER_NO_DEVICE);
	OK(stu_capture(context, "stu:tty:/dev/null", NULL, 1000, NULL).st ==
	    CSEAL_COUNTER_NO_DEVICE);
	cseal_context_unref(context);
}

int
main(void)
{
	stu_begin();
	RUN(every_model_is_captured_whole);
	RUN(places_are_micrometres_and_times_those_of_the_pad);
	RUN(a_surface_that_the_pad_does_not_measure_is_that_of_its_model);
	RUN(no_sample_is_lost_in_ten_minutes);
	RUN(that_none_was_lost_is_told_with_the_ink);
	RUN(a_stroke_that_is_missing_whole_is_missed_or_the_account_says_that_it_may_be);
	RUN(clear_begins_anew);
	RUN(cancel_declines);
	RUN(a_press_is_no_ink_and_ink_over_a_button_no_press);
	RUN(nothing_written_is_too_short);
	RUN(what_is_written_is_in_locked_memory_only_and_wiped);
	RUN(no_way_out_leaves_any_of_it_behind);
	RUN(the_screen_has_a_line_and_three_buttons_and_is_cleared_at_the_end);
	RUN(after_clear_only_what_was_inked_is_sent);
	RUN(a_picture_is_packed_where_the_pad_unpacks);
	RUN(a_pad_that_cannot_unpack_after_all_gets_it_unpacked);
	RUN(the_prompt_is_shown_in_any_language);
	RUN(buttons_have_labels_where_they_are_configured);
	RUN(a_picture_is_shown_below_it_all);
	RUN(a_prompt_that_does_not_fit_is_refused);
	RUN(stored_values_are_written_only_where_they_differ);
	RUN(settings_that_are_none_are_said);
	RUN(version_2_is_used_where_the_pad_has_it);
	RUN(version_1_is_used_only_where_weak_is_wished);
	RUN(after_clear_a_new_key_is_agreed_on);
	RUN(a_pad_that_was_left_in_some_state_is_brought_to_rest);
	RUN(a_pad_that_does_not_come_to_rest_is_started_anew);
	RUN(the_same_name_serves_the_pad_that_is_plugged_in_again);
	RUN(a_pad_is_for_one_at_a_time);
	RUN(a_cancel_ends_every_step);
	RUN(a_cancel_ends_a_wait_for_a_state);
	RUN(time_runs_out_while_nobody_writes);
	RUN(a_line_that_is_configured_is_listed);
	RUN(the_doctor_says_why_a_pad_is_not_there);
	RUN(names_that_are_none_are_refused);
	stu_end();
	return tap_done();
}
