/* SPDX-License-Identifier: Apache-2.0 */
#include "scripted.h"
#include "tap.h"

#include <pthread.h>
#include <time.h>

static cseal_context *context;
static cseal_ink *ink;
static char note[1024]; /* of the last failure */

static cseal_status
capture_uri(const char *uri, int timeout_ms, cseal_cancel *cancel)
{
	cseal_error *error = NULL;
	cseal_status st;

	cseal_ink_free(ink);
	ink = NULL;
	st = cseal_ink_capture(
	    context, uri, NULL, timeout_ms, cancel, &ink, &error);
	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	if (st != cseal_error_status(error) ||
	    (st == CSEAL_OK) != (ink != NULL))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_status
play(const char *script)
{
	return capture_uri(scripted_uri(script), 20000, NULL);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void
samples_come_as_they_are_written(void)
{
	const struct cseal_ink_sample *at;

	OK(play("# a comment\n"
		"pad 104000 60000\n"
		"\n"
		"ink 0 1000 2000 300   # the first\n"
		"\tink\t5 2000  2000 65535\r\n"
		"ink 7.5 3000 2000 1\n"
		"ink 10.125 9000 2000 500\n"
		"ok") == CSEAL_OK);
	OK(cseal_ink_count(ink) == 4);
	at = cseal_ink_samples(ink);
	OK(at[0].x_um == 1000 && at[0].y_um == 2000);
	OK(at[0].time_us == 0 && at[0].pressure == 300 && at[0].flags == 0);
	OK(at[1].time_us == 5000 && at[1].pressure == 65535);
	OK(at[2].time_us == 7500);
	OK(at[3].time_us == 10125 && at[3].x_um == 9000);
	OK(cseal_ink_duration_us(ink) == 10125);
	OK(cseal_ink_stroke_count(ink) == 1);
}

static void
what_it_captured_is_virtual(void)
{
	OK(play("stroke 100 0 0 9000 0\nok\n") == CSEAL_OK);
	OK(cseal_ink_is_virtual(ink));
}

static void
strokes_are_drawn_at_the_rate(void)
{
	const struct cseal_ink_sample *at;

	OK(play("stroke 100 0 0 8000 0 8000 8000\n"
		"rate 100\n"
		"stroke 50 1000 1000 5000 5000\n"
		"ok\n") == CSEAL_OK);
	at = cseal_ink_samples(ink);
	OK(cseal_ink_stroke_count(ink) == 2);
	OKF(cseal_ink_count(ink) == 21 + 1 + 6, "%zu", cseal_ink_count(ink));
	OK(at[10].x_um == 8000 && at[10].y_um == 0);
	OK(at[20].x_um == 8000 && at[20].y_um == 8000);
	OK(at[21].pressure == 0);
	OK(at[22].time_us == at[21].time_us + 100000);
	OK(at[23].time_us == at[22].time_us + 10000);
	OK(at[27].x_um == 5000 && at[27].y_um == 5000);
}

static void
clear_drops_what_was_written_and_goes_on(void)
{
	OK(play("stroke 100 0 0 9000 0\nclear\n"
		"stroke 100 0 100 8000 100\nok\n") == CSEAL_OK);
	OK(cseal_ink_stroke_count(ink) == 1);
	OK(cseal_ink_samples(ink)[0].y_um == 100);
	OK(cseal_ink_samples(ink)[0].time_us == 0);
	OK(play("stroke 100 0 0 9000 0\nclear\nok\n") ==
	    CSEAL_AGAIN_INK_TOO_SHORT);
}

static void
what_was_lost_is_told_since_the_last_clear(void)
{
	const struct cseal_ink_account *account;

	OK(play("stroke 20 0 0 9000 0\nlost 2\nstroke 20 0 0 9000 0\nok\n") ==
	    CSEAL_OK);
	account = cseal_ink_capture_account(ink);
	OK(account->received == 12 && account->lost == 2);
	OK(account->counted == 14 && account->tally == CSEAL_INK_TALLY_COUNT);
	OK(account->pad_us == 25000 + 100000 + 25000);
	OK(play("stroke 20 0 0 9000 0\nlost 2\nclear\n"
		"stroke 20 0 0 9000 0\nok\n") == CSEAL_OK);
	account = cseal_ink_capture_account(ink);
	OK(account->received == 6 && account->lost == 0);
}

static void
cancel_is_the_customers_no(void)
{
	OK(play("stroke 100 0 0 9000 0\ncancel\n") == CSEAL_STOPPED_DECLINED);
	OK(play("cancel\n") == CSEAL_STOPPED_DECLINED);
}

static void
a_pad_that_goes_away_says_so(void)
{
	OK(play("stroke 100 0 0 9000 0\nunplug\nok\n") ==
	    CSEAL_COUNTER_DEVICE_GONE);
	OK(play("stroke 100 0 0 9000 0\nfail\nok\n") ==
	    CSEAL_COUNTER_DEVICE_FAILED);
	OK(play("busy\nok\n") == CSEAL_COUNTER_DEVICE_BUSY);
	OK(play("stroke 100 0 0 9000 0\nbusy\nok\n") ==
	    CSEAL_COUNTER_DEVICE_BUSY);
}

static void
too_little_ink_is_done_again(void)
{
	struct cseal_ink_options options = { .size = sizeof(options),
		.prompt = "Please sign" };
	const char *uri = scripted_uri("stroke 50 0 0 4000 0\nok\n");

	OK(play("ok\n") == CSEAL_AGAIN_INK_TOO_SHORT);
	OK(play("ink 0 0 0 9\nok\n") == CSEAL_AGAIN_INK_TOO_SHORT);
	OK(play("ink 0 0 0 0\nink 1 9000 9000 0\nok\n") ==
	    CSEAL_AGAIN_INK_TOO_SHORT);
	OK(play("stroke 50 0 0 2900 0\nok\n") == CSEAL_AGAIN_INK_TOO_SHORT);
	OK(play("stroke 50 0 0 3100 0\nok\n") == CSEAL_OK);
	scripted_uri("stroke 50 0 0 4000 0\nok\n");
	options.least_um = 4100;
	cseal_ink_free(ink);
	ink = NULL;
	OK(cseal_ink_capture(context, uri, &options, -1, NULL, &ink, NULL) ==
	    CSEAL_AGAIN_INK_TOO_SHORT);
	options.least_um = 3900;
	OK(cseal_ink_capture(context, uri, &options, -1, NULL, &ink, NULL) ==
	    CSEAL_OK);
}

static void
idle_time_before_and_after_is_cut_off(void)
{
	const struct cseal_ink_sample *at;

	OK(play("ink 0 5 5 0\nink 1000 6 6 0\n"
		"ink 2000 0 0 9\nink 2010 5000 0 9\nink 2020 6000 0 0\n"
		"ink 2030 7000 0 9\nink 2040 9000 0 9\n"
		"ink 3000 0 0 0\nink 4000 0 0 0\nok\n") == CSEAL_OK);
	at = cseal_ink_samples(ink);
	OK(cseal_ink_count(ink) == 5);
	OK(at[0].time_us == 0 && at[0].x_um == 0);
	OK(at[2].pressure == 0 && at[2].time_us == 20000);
	OK(cseal_ink_duration_us(ink) == 40000);
}

static void
the_end_of_the_script_waits_for_the_deadline(void)
{
	int64_t start = now_ms();

	OK(capture_uri(scripted_uri("stroke 10 0 0 9000 0\n"), 80, NULL) ==
	    CSEAL_STOPPED_TIMEOUT);
	OK(now_ms() - start >= 80 && now_ms() - start < 5000);
}

static void
a_sleep_ends_at_the_deadline(void)
{
	int64_t start = now_ms();

	OK(capture_uri(scripted_uri("sleep 60000\nok\n"), 80, NULL) ==
	    CSEAL_STOPPED_TIMEOUT);
	OK(now_ms() - start < 5000);
}

static void
a_sleep_takes_its_time(void)
{
	int64_t start = now_ms();

	OK(play("stroke 10 0 0 9000 0\nsleep 120\nok\n") == CSEAL_OK);
	OK(now_ms() - start >= 120);
}

static void *
cancel_soon(void *cancel)
{
	struct timespec pause = { 0, 60000000 };

	nanosleep(&pause, NULL);
	cseal_cancel_request(cancel);
	return NULL;
}

static void
another_thread_can_cancel(void)
{
	cseal_cancel *cancel = NULL;
	int64_t start = now_ms();
	pthread_t thread;

	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	OK(pthread_create(&thread, NULL, cancel_soon, cancel) == 0);
	OK(capture_uri(scripted_uri("stroke 10 0 0 9000 0\nsleep 60000\n"), -1,
	       cancel) == CSEAL_STOPPED_CANCELLED);
	OK(now_ms() - start < 5000);
	pthread_join(thread, NULL);
	cseal_cancel_free(cancel);
}

static void
real_time_comes_when_it_is_due(void)
{
	int64_t start = now_ms();

	OK(play("realtime yes\nstroke 150 0 0 9000 0\nok\n") == CSEAL_OK);
	OK(now_ms() - start >= 150);
	OK(cseal_ink_count(ink) == 31);
	start = now_ms();
	OK(capture_uri(scripted_uri("realtime yes\nink 0 0 0 9\n"
				    "ink 60000 9000 0 9\nok\n"),
	       80, NULL) == CSEAL_STOPPED_TIMEOUT);
	OK(now_ms() - start < 5000);
}

static void
ten_minutes_at_200_hz_lose_nothing(void)
{
	static char script[120000 * 32];
	size_t len = 0, bad = 0;

	for (int i = 0; i < 120000; i++)
		len += (size_t)snprintf(script + len, sizeof(script) - len,
		    "ink %d %d %d %d\n", i * 5, i % 50000, i % 777,
		    1 + i % 65535);
	snprintf(script + len, sizeof(script) - len, "ok\n");
	OK(play(script) == CSEAL_OK);
	OK(cseal_ink_count(ink) == 120000);
	for (int i = 0; i < 120000; i++) {
		const struct cseal_ink_sample *at = cseal_ink_samples(ink) + i;

		bad += at->time_us != (uint32_t)i * 5000 ||
		       at->x_um != i % 50000 || at->y_um != i % 777 ||
		       at->pressure != 1 + i % 65535;
	}
	OK(bad == 0);
}

static void
more_ink_than_there_may_be_is_refused(void)
{
	OK(play("rate 10000\nstroke 30000 0 0 90000 0\nok\n") ==
	    CSEAL_REFUSED_LIMIT);
}

static void
hovering_before_the_first_stroke_costs_nothing(void)
{
	static char script[400000 * 16];
	size_t len = 0;

	for (int i = 0; i < 300000; i++)
		len += (size_t)snprintf(
		    script + len, sizeof(script) - len, "ink %d 1 1 0\n", i);
	snprintf(
	    script + len, sizeof(script) - len, "stroke 20 0 0 9000 0\nok\n");
	OK(play(script) == CSEAL_OK);
	OK(cseal_ink_count(ink) == 5);
}

static void
errors_name_the_file_and_the_line(void)
{
	static const struct {
		const char *script;
		unsigned line;
	} wrong[] = {
		{ "ok\nfly\n", 2 },
		{ "ink 0 0 0\n", 1 },
		{ "ink 0 0 0 1 1\n", 1 },
		{ "\n\nink a 0 0 1\n", 3 },
		{ "ink 0 0 0 65536\n", 1 },
		{ "ink 0 0 0 -1\n", 1 },
		{ "ink 0 0.5 0 1\n", 1 },
		{ "ink 0.1234 0 0 1\n", 1 },
		{ "ink 1. 0 0 1\nink .5 0 0 1\n", 2 },
		{ "ink 1.0.0 0 0 1\n", 1 },
		{ "ink 1e3 0 0 1\n", 1 },
		{ "ink -1 0 0 1\n", 1 },
		{ "ink 99999999999999999999 0 0 1\n", 1 },
		{ "ink 0 1000001 0 1\n", 1 },
		{ "ink 0 0 -1000001 1\n", 1 },
		{ "ink 5 0 0 1\nink 4.999 0 0 1\n", 2 },
		{ "pad 100 100\nink 0 101 0 1\n", 2 },
		{ "pad 100 100\nink 0 0 -1 1\n", 2 },
		{ "pad 100\n", 1 },
		{ "pad 0 100\n", 1 },
		{ "pad 1 2 3\n", 1 },
		{ "rate 0\n", 1 },
		{ "rate\n", 1 },
		{ "realtime\n", 1 },
		{ "realtime maybe\n", 1 },
		{ "stroke 10 0 0\n", 1 },
		{ "stroke 0 0 0 1 1\n", 1 },
		{ "stroke 10 0 0 1\n", 1 },
		{ "stroke\n", 1 },
		{ "lost\n", 1 },
		{ "lost 0\n", 1 },
		{ "sleep\n", 1 },
		{ "sleep -5\n", 1 },
		{ "sleep 3600001\n", 1 },
		{ "ok now\n", 1 },
		{ "rate 10000\nstroke 3600000 0 0 1 1\n", 2 },
	};
	char where[700];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		cseal_status st = play(wrong[i].script);

		snprintf(where, sizeof(where),
		    "%s:%u: ", scratch_path("script"), wrong[i].line);
		OKF(st == CSEAL_SETUP_CONFIG && strstr(note, where) != NULL,
		    "%s", note);
	}
}

static void
a_script_that_is_no_text_is_refused(void)
{
	char uri[700];
	char *line = malloc(70000);

	scratch_write_bytes("binary", "ok\0ok\n", 6);
	snprintf(uri, sizeof(uri), "virtual:%s", scratch_path("binary"));
	OK(capture_uri(uri, -1, NULL) == CSEAL_SETUP_CONFIG);
	memset(line, 'a', 69999);
	line[69999] = '\0';
	OK(play(line) == CSEAL_SETUP_CONFIG);
	free(line);
}

static void
a_script_that_is_not_there_is_no_device(void)
{
	OK(capture_uri("virtual:/nonexistent/script", -1, NULL) ==
	    CSEAL_COUNTER_NO_DEVICE);
	OK(strstr(note, "/nonexistent/script") != NULL);
	OK(capture_uri("virtual:", -1, NULL) == CSEAL_COUNTER_NO_DEVICE);
	OK(capture_uri("virtual:/dev/zero", -1, NULL) == CSEAL_SETUP_FILE);
	OK(capture_uri("virtual:/tmp", -1, NULL) == CSEAL_SETUP_FILE);
}

static void
an_empty_script_is_a_pad_on_which_nobody_writes(void)
{
	OK(capture_uri(scripted_uri(""), 30, NULL) == CSEAL_STOPPED_TIMEOUT);
}

static size_t
listed(const char *config, cseal_device_state *ret_state)
{
	cseal_device_list *list = NULL;
	cseal_context *other;
	size_t found = 0;

	scratch_write("conf", config);
	other = scripted_context(scratch_path("conf"));
	if (cseal_device_list_new(other, CSEAL_KIND_BIT(CSEAL_KIND_PAD), -1,
		NULL, &list, NULL) == CSEAL_OK) {
		for (size_t i = 0; i < cseal_device_list_count(list); i++) {
			const struct cseal_device *device;

			device = cseal_device_list_at(list, i);
			if (strncmp(device->uri, "virtual:", 8) != 0)
				continue;
			found++;
			*ret_state = device->state;
			if (!device->is_virtual ||
			    strcmp(device->module, "virtual-pad") != 0)
				found += 100;
		}
	}
	cseal_device_list_free(list);
	cseal_context_unref(other);
	return found;
}

static void
a_pad_that_the_configuration_names_is_listed(void)
{
	cseal_device_state state = CSEAL_DEVICE_ABSENT;
	char config[700];

	OK(listed("", &state) == 0);
	snprintf(config, sizeof(config), "[devices]\npad = %s\n",
	    scripted_uri("stroke 10 0 0 9000 0\nok\n"));
	OK(listed(config, &state) == 1 && state == CSEAL_DEVICE_READY);
	scripted_uri("busy\n");
	OK(listed(config, &state) == 1 && state == CSEAL_DEVICE_BUSY);
	scripted_uri("nonsense\n");
	OK(listed(config, &state) == 1 && state == CSEAL_DEVICE_ABSENT);
}

static void
the_only_pad_needs_no_uri(void)
{
	char config[700];
	cseal_context *other;
	cseal_ink *drawn = NULL;

	snprintf(config, sizeof(config), "[devices]\npad = %s\n",
	    scripted_uri("stroke 10 0 0 9000 0\nok\n"));
	scratch_write("conf", config);
	other = scripted_context(scratch_path("conf"));
	OK(cseal_ink_capture(other, NULL, NULL, 1000, NULL, &drawn, NULL) ==
	    CSEAL_OK);
	cseal_ink_free(drawn);
	cseal_context_unref(other);
	OK(capture_uri(NULL, 1000, NULL) == CSEAL_COUNTER_NO_DEVICE);
}

int
main(void)
{
	scratch_make();
	context = scripted_context(NULL);
	RUN(samples_come_as_they_are_written);
	RUN(what_it_captured_is_virtual);
	RUN(strokes_are_drawn_at_the_rate);
	RUN(clear_drops_what_was_written_and_goes_on);
	RUN(what_was_lost_is_told_since_the_last_clear);
	RUN(cancel_is_the_customers_no);
	RUN(a_pad_that_goes_away_says_so);
	RUN(too_little_ink_is_done_again);
	RUN(idle_time_before_and_after_is_cut_off);
	RUN(the_end_of_the_script_waits_for_the_deadline);
	RUN(a_sleep_ends_at_the_deadline);
	RUN(a_sleep_takes_its_time);
	RUN(another_thread_can_cancel);
	RUN(real_time_comes_when_it_is_due);
	RUN(ten_minutes_at_200_hz_lose_nothing);
	RUN(more_ink_than_there_may_be_is_refused);
	RUN(hovering_before_the_first_stroke_costs_nothing);
	RUN(errors_name_the_file_and_the_line);
	RUN(a_script_that_is_no_text_is_refused);
	RUN(a_script_that_is_not_there_is_no_device);
	RUN(an_empty_script_is_a_pad_on_which_nobody_writes);
	RUN(a_pad_that_the_configuration_names_is_listed);
	RUN(the_only_pad_needs_no_uri);
	cseal_ink_free(ink);
	cseal_context_unref(context);
	return tap_done();
}
