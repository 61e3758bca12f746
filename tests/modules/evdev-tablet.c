/* SPDX-License-Identifier: Apache-2.0 */
/* evdev-tablet.c -- proves modules/evdev-pad on a tablet: below umockdev, where
 * tests/hall/tablet-on-evdev is the kernel, and in the guest, where the kernel
 * is one (as test-evdev-tablet). */
#include "evdev-harness.h"
#ifdef PEN_PROGRAM
#include "guest/emulated.h"
#endif
#include "findings.h"
#include "spill.h"
#include "stops.h"
#include "tap.h"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifdef PEN_PROGRAM
static const char *const pen = PEN_PROGRAM;
#else
static const char *const pen = NULL;
#endif

#define UDEV_MS 30000

/* ---- what is captured ------------------------------------------------------ */

static void
a_signature_is_captured_in_micrometres(void)
{
	struct capture result = tablet_sign(TABLET_SIGNED);
	const struct cseal_ink_sample *at;

	OKF(capture_ended(&result, CSEAL_OK, NULL), "%s: %s",
	    cseal_status_name(result.st), result.text);
	if (result.ink == NULL)
		return;
	at = cseal_ink_samples(result.ink);
	OK(cseal_ink_stroke_count(result.ink) == 2);
	OKF(capture_touching(result.ink) == 5, "%zu samples",
	    capture_touching(result.ink));
	OK(at[0].x_um == 10000 && at[0].y_um == 20000 && at[0].time_us == 0);
	OK(at[1].x_um == 12000 && at[2].x_um == 14000);
	OK(at[3].pressure == 0 && at[3].x_um == 14000);
	OK(at[0].pressure == 300 * 65535 / 1023);
	OK(!cseal_ink_is_virtual(result.ink));
	cseal_ink_free(result.ink);
}

#ifdef RECORDINGS
/* The first line is what the tablet is. */
static void
replay(const char *name)
{
	char path[512], line[TABLET_ROOM], moves[1 << 14] = "";
	struct capture result;
	size_t len = 0;
	FILE *file;

	snprintf(path, sizeof(path), RECORDINGS "/%s", name);
	file = fopen(path, "re");
	if (!OKF(file != NULL, "%s", path))
		return;
	while (fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "new ", 4) == 0)
			tablet_new(line + 4);
		else if (line[0] != '#')
			len += (size_t)snprintf(
			    moves + len, sizeof(moves) - len, "%s\n", line);
	}
	fclose(file);
	OK(len < sizeof(moves));
	result = tablet_sign(moves);
	OKF(capture_ended(&result, CSEAL_OK, NULL), "%s: %s", name,
	    result.text);
	OK(capture_touching(result.ink) == 5);
	OK(result.ink != NULL &&
	    cseal_ink_samples(result.ink)[0].x_um == 10000 &&
	    cseal_ink_samples(result.ink)[0].y_um == 20000);
	cseal_ink_free(result.ink);
}

static void
what_a_kernel_said_of_a_pen_is_captured_again(void)
{
	replay("pen-uinput.evdev");
	replay("pen-hid.evdev");
	tablet_new("");
}
#endif

static void
the_account_says_that_the_queue_was_never_full(void)
{
	struct capture result = tablet_sign(TABLET_SIGNED);
	const struct cseal_ink_account *account;

	if (!OK(result.st == CSEAL_OK))
		return;
	account = cseal_ink_capture_account(result.ink);
	OK(account->tally == CSEAL_INK_TALLY_QUEUE && account->lost == 0);
	OK(account->link == CSEAL_INK_LINK_UNKNOWN);
	OKF(strcmp(account->device, "Counterseal pen") == 0, "%s",
	    account->device);
	OKF(account->received >= 7, "%u reports", (unsigned)account->received);
	cseal_ink_free(result.ink);
}

static void
a_pen_that_rests_has_signed(void)
{
	struct capture result;

	tablet_configure("rest_ms = 300");
	result = tablet_sign(TABLET_STROKES);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(capture_touching(result.ink) == 5 && result.took_ms >= 300);
	cseal_ink_free(result.ink);
	tablet_configure("");
}

static void
the_switches_do_what_they_are_told(void)
{
	struct capture result;

	tablet_configure("switch1 = cancel");
	result = tablet_sign(TABLET_SIGNED);
	OK(capture_ended(&result, CSEAL_STOPPED_DECLINED, NULL));
	tablet_configure("switch1 = clear\nrest_ms = 500");
	result = tablet_sign(TABLET_SIGNED TABLET_STROKES);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(capture_touching(result.ink) == 5);
	cseal_ink_free(result.ink);
	tablet_configure("");
}

static void
nothing_written_is_too_short(void)
{
	struct capture result = tablet_sign("near\n" TABLET_OK);

	OK(capture_ended(&result, CSEAL_AGAIN_INK_TOO_SHORT, NULL));
}

/* ---- what is left of it ------------------------------------------------------ */

#define TOUCHING 5 /* samples of TABLET_STROKES */

/* The second sample of TABLET_STROKES, as the kernel tells it and as ink. */
struct forms {
	struct remains event, sample;
};

static void
make_forms(struct forms *forms)
{
	struct capture result = tablet_sign(TABLET_SIGNED);
	struct input_event event = {
		.type = EV_ABS, .code = ABS_X, .value = 1200
	};

	OK(result.st == CSEAL_OK);
	/* Without the time. */
	remains_of(&forms->event, &event.type, 8);
	remains_of(&forms->sample, cseal_ink_samples(result.ink) + 1, 10);
	cseal_ink_free(result.ink);
	OK(remains_count(&forms->sample) <= 0);
}

static void
check_spill(const struct remains *remains, const char *name, long least)
{
	cseal_context *context = tablet_context();
	struct spill spill;

	tablet_write_begin(TABLET_STROKES);
	spill = spill_of(context, tablet_uri(), TOUCHING, remains);
	tablet_write_end();
	spill_check(&spill, name, least);
	cseal_context_unref(context);
	tablet_tell("away");
}

static void
what_is_written_is_in_locked_memory_only_and_wiped(void)
{
	struct forms forms;

	make_forms(&forms);
	check_spill(&forms.sample, "a sample", 1);
	check_spill(&forms.event, "an event", 0);
}

static void
no_way_out_leaves_any_of_it_behind(void)
{
	static const struct {
		const char *pen;
		cseal_status st;
	} ways[] = {
		{ TABLET_SIGNED, CSEAL_OK },
		{ "near\n1000 2000 300\n1200 2000 400\nflood 500\ngo\n",
		    CSEAL_COUNTER_DEVICE_FAILED },
	};
	struct forms forms;

	make_forms(&forms);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct capture result = tablet_sign(ways[i].pen);

		OKF(result.st == ways[i].st, "way %zu: %s", i, result.text);
		cseal_ink_free(result.ink);
		OKF(remains_count(&forms.sample) <= 0, "sample, way %zu", i);
		OKF(remains_count(&forms.event) <= 0, "event, way %zu", i);
		tablet_tell("away");
	}
}

/* ---- nobody else ------------------------------------------------------------ */

static void
nobody_else_hears_of_the_pen_meanwhile(void)
{
	struct capture result;

	OK(!tablet_is_held());
	result = tablet_sign("look\n" TABLET_SIGNED);
	OK(result.st == CSEAL_OK && tablet_was_held());
	OK(!tablet_is_held());
	cseal_ink_free(result.ink);
}

static void
the_pen_is_let_go_on_every_way_out(void)
{
	cseal_context *context = tablet_context();
	struct capture result;

	result = tablet_capture(context, tablet_uri(), "look\n", 500);
	OK(capture_ended(&result, CSEAL_STOPPED_TIMEOUT, NULL));
	OK(tablet_was_held() && !tablet_is_held());
	result = tablet_cancel(context, NULL);
	OK(capture_ended(&result, CSEAL_STOPPED_CANCELLED, NULL));
	OK(!tablet_is_held());
	result = tablet_capture(context, tablet_uri(),
	    "look\nnear\n500 500 500\nflood 500\ngo\n", 5000);
	OK(result.st == CSEAL_COUNTER_DEVICE_FAILED && !result.left_open);
	OK(tablet_was_held() && !tablet_is_held());
	tablet_tell("away");
	cseal_context_unref(context);
}

static const char *
state_of_tablet(cseal_context *context)
{
	static char state[64];
	cseal_device_list *list;
	cseal_status st;

	st = cseal_device_list_new(
	    context, CSEAL_KIND_BIT(CSEAL_KIND_PAD), 5000, NULL, &list, NULL);
	snprintf(state, sizeof(state), "none");
	for (size_t i = 0; st == CSEAL_OK && i < cseal_device_list_count(list);
	     i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		if (strcmp(device->uri, tablet_uri()) == 0)
			snprintf(state, sizeof(state), "%s: %s", device->title,
			    cseal_device_state_name(device->state));
	}
	if (st == CSEAL_OK)
		cseal_device_list_free(list);
	return state;
}

static void
a_tablet_that_somebody_holds_is_busy(void)
{
	cseal_context *context = tablet_context();
	struct capture result;
	int fd;

	fd = open(tablet_uri() + 6, O_RDONLY | O_CLOEXEC);
	OK(fd >= 0 && ioctl(fd, EVIOCGRAB, (void *)1) == 0);
	result = tablet_capture(context, tablet_uri(), NULL, 5000);
	OK(capture_ended(&result, CSEAL_COUNTER_DEVICE_BUSY, NULL));
	OKF(strcmp(state_of_tablet(context), "Counterseal pen: busy") == 0,
	    "%s", state_of_tablet(context));
	OK(findings_have(findings_of(context, "evdev-pad"),
	    "! Another program holds the tablet "));
	ioctl(fd, EVIOCGRAB, (void *)0);
	close(fd);
	OKF(strcmp(state_of_tablet(context), "Counterseal pen: ready") == 0,
	    "%s", state_of_tablet(context));
	cseal_context_unref(context);
}

/* ---- in time ----------------------------------------------------------------- */

/* Nothing in the kernel waits for a tablet but the reading of what the pen
 * does, so this is all that a cancel can come into. */
static void
a_cancel_ends_every_step(void)
{
	static const char *const pens[] = { NULL, "near\n",
		"near\n1000 2000 300\n1100 2000 300\n", TABLET_STROKES };
	cseal_context *context;

	tablet_configure("rest_ms = 60000");
	context = tablet_context();
	stops_begin();
	for (size_t i = 0; i < 5 * sizeof(pens) / sizeof(pens[0]); i++) {
		struct capture result;

		do {
			result = tablet_cancel(context, pens[i / 5]);
			OKF(capture_ended(
				&result, CSEAL_STOPPED_CANCELLED, NULL),
			    "%s: %s", cseal_status_name(result.st),
			    result.text);
			OK(!tablet_is_held());
			tablet_tell("away");
		} while (stops_again(result.took_ms));
		OKF(stops_in_time(), "%ld ms", stops_best_ms);
	}
	OK(stops_tell(
	    pen != NULL ? "a tablet of the kernel" : "a tablet, by umockdev"));
	cseal_context_unref(context);
	tablet_configure("");
}

/* ---- loss and unplugging ------------------------------------------------------ */

static void
what_is_not_read_in_time_ends_the_signature(void)
{
	struct capture result;

	result = tablet_sign("near\n1000 2000 300\nflood 500\ngo\n");
	OKF(capture_ended(
		&result, CSEAL_COUNTER_DEVICE_FAILED, "what the pen did was"),
	    "%s: %s", cseal_status_name(result.st), result.text);
	tablet_tell("away");
	result = tablet_sign(TABLET_SIGNED);
	OK(result.st == CSEAL_OK);
	cseal_ink_free(result.ink);
}

static void
before_there_is_ink_a_loss_is_told_in_the_account(void)
{
	struct capture result;

	result = tablet_sign(
	    "flood 500\n1000 1000 0\ngo\nsleep 200\n" TABLET_SIGNED);
	if (!OKF(result.st == CSEAL_OK, "%s", result.text))
		return;
	OKF(cseal_ink_capture_account(result.ink)->lost >= 1, "%u",
	    (unsigned)cseal_ink_capture_account(result.ink)->lost);
	OK(capture_touching(result.ink) == 5);
	cseal_ink_free(result.ink);
}

static void
a_tablet_that_goes_in_the_middle_of_a_stroke_is_gone(void)
{
	struct capture result;

	result = tablet_sign("near\n1000 2000 300\n1200 2000 400\nunplug\n");
	OKF(capture_ended(&result, CSEAL_COUNTER_DEVICE_GONE, "unplugged"),
	    "%s: %s", cseal_status_name(result.st), result.text);
	result = tablet_sign("");
	OK(capture_ended(&result, CSEAL_COUNTER_NO_DEVICE, NULL));
	tablet_tell("plug");
	result = tablet_sign("away\n" TABLET_SIGNED);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(capture_touching(result.ink) == 5);
	cseal_ink_free(result.ink);
}

/* ---- which there are ------------------------------------------------------------ */

static void
the_tablet_is_listed_and_examined(void)
{
	cseal_context *context = tablet_context();

	/* udev has to know it first. */
	tablet_tell("away");
	for (int ms = 0;
	     ms < UDEV_MS && strcmp(state_of_tablet(context), "none") == 0;
	     ms += 20)
		poll(NULL, 0, 20);
	OKF(strcmp(state_of_tablet(context), "Counterseal pen: ready") == 0,
	    "%s", state_of_tablet(context));
	OK(findings_have(findings_of(context, "evdev-pad"),
	    "(Counterseal pen) is there and may be used."));
	cseal_context_unref(context);
}

int
main(void)
{
	if (pen != NULL &&
	    system("modprobe -a uinput uhid hid-generic evdev 2>/dev/null") !=
		0)
		printf("# they are part of the kernel, or are missing\n");
#ifdef PEN_PROGRAM
	stops_factor = is_emulated() ? EMULATED_FACTOR : 1;
#endif
	tablet_begin(pen, NULL);
	if (pen == NULL)
		tablet_new("");
	RUN(a_signature_is_captured_in_micrometres);
#ifdef RECORDINGS
	RUN(what_a_kernel_said_of_a_pen_is_captured_again);
#endif
	RUN(the_account_says_that_the_queue_was_never_full);
	RUN(a_pen_that_rests_has_signed);
	RUN(the_switches_do_what_they_are_told);
	RUN(nothing_written_is_too_short);
	RUN(what_is_written_is_in_locked_memory_only_and_wiped);
	RUN(no_way_out_leaves_any_of_it_behind);
	RUN(nobody_else_hears_of_the_pen_meanwhile);
	RUN(the_pen_is_let_go_on_every_way_out);
	RUN(a_tablet_that_somebody_holds_is_busy);
	RUN(a_cancel_ends_every_step);
	RUN(what_is_not_read_in_time_ends_the_signature);
	RUN(before_there_is_ink_a_loss_is_told_in_the_account);
	RUN(a_tablet_that_goes_in_the_middle_of_a_stroke_is_gone);
	RUN(the_tablet_is_listed_and_examined);
	tablet_end();
	return tap_done();
}
