/* SPDX-License-Identifier: Apache-2.0 */
/* test-stu-usb.c -- proves modules/stu-pad on the kernel's USB, against the
 * simulated pad of tests/hall, encrypted, with the kernel's driver for such
 * pads in place. */
#include "emulated.h"
#include "findings.h"
#include "modules/capture.h"
#include "plugged.h"
#include "scratch.h"
#include "stops.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <grp.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PORT     3 /* the kernel's 1-4 */
#define URI      "stu:usb:1-4"
#define NOTICE_S 30
#define MUTE_MS  60000 /* for a pad to fall silent */
#define PEN                                             \
	"stroke 200 20000 20000 40000 30000\naway 50\n" \
	"stroke 100 50000 20000 50000 30000\npress ok\n"

struct pad {
	const char *model, *fault, *pen;
};

static char pen_path[256], still_path[256], log_path[256];

/* In the child of plug(): becomes the simulator, which takes its arguments as
 * a line and has loaded what is slow to load before it is plugged in. */
static void
serve(unsigned port, void *argument)
{
	const struct pad *pad = argument;
	int ends[2];

	if (pipe(ends) != 0 || freopen("/dev/null", "w", stdout) == NULL)
		_exit(1);
	dprintf(ends[1], "--vhci %u --model %s --pen %s --log %s%s%s\n", port,
	    pad->model, pad->pen, log_path,
	    pad->fault == NULL ? "" : " --fault ",
	    pad->fault == NULL ? "" : pad->fault);
	/* The other end stays open as long as the simulator runs. */
	dup2(ends[0], 0);
	execl(HALL_DIR "/stu-simulator", "stu-simulator", "--serve",
	    (char *)NULL);
	_exit(127);
}

static bool
plug_in_with(struct plugged *plugged, const char *model, const char *fault,
    const char *pen)
{
	struct pad pad = { model, fault, pen };

	return plug(plugged, PORT, serve, &pad);
}

static bool
plug_in(struct plugged *plugged, const char *model, const char *fault)
{
	return plug_in_with(plugged, model, fault, pen_path);
}

static cseal_context *
new_context(const char *more)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = TEST_MODULE_DIR };
	cseal_context *context = NULL;
	char text[256];

	snprintf(text, sizeof(text), "[module stu-pad]\n%s\n%s\n",
	    strstr(more, "response_ms") == NULL ? "response_ms = 10000" : "",
	    more);
	options.user_config = scratch_write("stu.conf", text);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK)
		exit(99);
	return context;
}

static cseal_status
capture(cseal_context *context, size_t *ret_touching, char text[512])
{
	const struct cseal_ink_options options = { .size = sizeof(options),
		.prompt = "Sign here" };
	cseal_error *error = NULL;
	cseal_ink *ink = NULL;
	cseal_status st;

	*ret_touching = 0;
	st = cseal_ink_capture(
	    context, URI, &options, 60000, NULL, &ink, &error);
	for (size_t i = 0; ink != NULL && i < cseal_ink_count(ink); i++)
		*ret_touching += cseal_ink_samples(ink)[i].pressure != 0;
	snprintf(text, 512, "%s", cseal_error_text(error));
	cseal_error_free(error);
	cseal_ink_free(ink);
	return st;
}

/* Version 1 needs no key of RSA, which an emulated machine makes too slowly. */
static const struct {
	const char *model, *config;
	bool is_slow;
} sessions[] = {
	{ "520", "encryption = weak", false },
	{ "530", "encryption = v2", true },
};

#define SESSIONS (sizeof(sessions) / sizeof(sessions[0]))

/* Captures in a session, which must end so, with so many samples. */
static void
capture_in(size_t session, const char *fault, cseal_status st, size_t count)
{
	cseal_context *context = new_context(sessions[session].config);
	long began_ms = capture_now_ms();
	struct plugged plugged;
	char text[512];
	cseal_status found;
	size_t touching;

	if (OKF(plug_in(&plugged, sessions[session].model, fault), "STU-%s",
		sessions[session].model)) {
		found = capture(context, &touching, text);
		OKF(found == st && touching == count, "STU-%s: %s: %zu: %s",
		    sessions[session].model, cseal_status_name(found), touching,
		    text);
		printf("# an STU-%s, %s: %ld ms\n", sessions[session].model,
		    sessions[session].config, capture_now_ms() - began_ms);
		unplug(&plugged);
	}
	cseal_context_unref(context);
}

static void
in_each_session(const char *fault, cseal_status st, size_t count)
{
	for (size_t i = 0; i < SESSIONS; i++) {
		if (sessions[i].is_slow && is_emulated())
			tap_skip("the emulated machine is too slow for a key");
		else
			capture_in(i, fault, st, count);
	}
}

static void
a_signature_is_captured_encrypted(void)
{
	in_each_session(NULL, CSEAL_OK, 60);
}

static void
a_pad_that_goes_in_the_middle_of_an_encrypted_signature_is_gone(void)
{
	in_each_session("unplug-ink=15", CSEAL_COUNTER_DEVICE_GONE, 0);
}

/* ---- stopping --------------------------------------------------------------- */

static bool
log_has(const char *line)
{
	FILE *file = fopen(log_path, "r");
	char text[64];
	bool has = false;

	while (file != NULL && !has && fgets(text, sizeof(text), file) != NULL)
		has = strncmp(text, line, strlen(line)) == 0;
	if (file != NULL)
		fclose(file);
	return has;
}

struct canceller {
	cseal_cancel *cancel;
	long at_ms;
};

static void *
cancel_when_mute(void *user)
{
	struct canceller *canceller = user;

	for (int ms = 0; ms < MUTE_MS && !log_has("mute"); ms += 5)
		poll(NULL, 0, 5);
	canceller->at_ms = capture_now_ms();
	cseal_cancel_request(canceller->cancel);
	return NULL;
}

static struct capture
capture_mute(cseal_context *context, unsigned reports)
{
	struct canceller canceller = { 0 };
	struct capture result = { .st = CSEAL_FAULT_INTERNAL };
	struct plugged plugged;
	pthread_t thread;
	char fault[32];
	int fds;

	unlink(log_path);
	snprintf(fault, sizeof(fault), "mute=%u", reports);
	if (!plug_in_with(&plugged, "430", fault, still_path))
		return result;
	if (cseal_cancel_new(&canceller.cancel, NULL) != CSEAL_OK)
		exit(99);
	fds = capture_count_fds();
	pthread_create(&thread, NULL, cancel_when_mute, &canceller);
	result = capture_run_from(
	    fds, context, URI, NULL, CSEAL_NO_TIMEOUT, canceller.cancel);
	pthread_join(thread, NULL);
	cseal_cancel_free(canceller.cancel);
	result.took_ms = result.ended_ms - canceller.at_ms;
	unplug(&plugged);
	return result;
}

/* The pad does not answer, and the kernel's own driver has it back at the end,
 * which asks it, too, and waits. */
static void
a_cancel_ends_every_step(void)
{
	cseal_context *context =
	    new_context("encryption = none\nresponse_ms = 60000");
	unsigned reports = 0;

	stops_begin();
	do {
		struct capture result;

		do {
			result = capture_mute(context, reports);
			OKF(capture_ended(
				&result, CSEAL_STOPPED_CANCELLED, NULL),
			    "after %u reports: %s: %s%s", reports,
			    cseal_status_name(result.st), result.text,
			    result.left_open ? ", left open" : "");
		} while (stops_again(result.took_ms));
		OKF(stops_in_time(), "%ld ms", stops_best_ms);
		reports += is_emulated() ? 5 : 1;
	} while (!log_has("set 21 01") && reports < 100);
	OK(stops_tell("an STU-430 on USB, cancelled"));
	cseal_context_unref(context);
}

/* The next change of the pad; 0 if there is none. */
static cseal_device_change
next_change(cseal_device_watch *watch)
{
	struct pollfd fd = { cseal_device_watch_fd(watch), POLLIN, 0 };
	const struct cseal_device *changed;
	cseal_device_change change;

	for (;;) {
		while (cseal_device_watch_next(watch, &change, &changed)) {
			if (strcmp(changed->uri, URI) == 0 &&
			    change != CSEAL_DEVICE_CHANGED)
				return change;
		}
		if (poll(&fd, 1, NOTICE_S * 1000) != 1 ||
		    cseal_device_watch_dispatch(watch, NULL) != CSEAL_OK)
			return (cseal_device_change)0;
	}
}

static void
a_pad_that_goes_in_the_middle_is_gone_and_comes_back_as_it_was(void)
{
	cseal_context *context = new_context("encryption = none");
	cseal_device_watch *watch = NULL;
	struct plugged plugged;
	char text[512];
	cseal_status st;
	size_t touching;

	OK(cseal_device_watch_new(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD),
	       &watch, NULL) == CSEAL_OK);
	OK(plug_in(&plugged, "430", "unplug-ink=15"));
	OK(next_change(watch) == CSEAL_DEVICE_ARRIVED);
	st = capture(context, &touching, text);
	OKF(st == CSEAL_COUNTER_DEVICE_GONE, "%s: %s", cseal_status_name(st),
	    text);
	OK(touching == 0);
	unplug(&plugged);
	OK(next_change(watch) == CSEAL_DEVICE_LEFT);
	OK(plug_in(&plugged, "430", NULL));
	OK(next_change(watch) == CSEAL_DEVICE_ARRIVED);
	st = capture(context, &touching, text);
	OKF(st == CSEAL_OK && touching == 60, "%s: %zu: %s",
	    cseal_status_name(st), touching, text);
	unplug(&plugged);
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

/* Rules and group are those of modules/: the guest has them as an installation
 * does. */
static void
who_is_not_in_the_group_may_not_use_a_pad(void)
{
	const struct group *group = getgrnam("counterseal");
	cseal_context *context = new_context("encryption = none");
	struct plugged plugged;
	struct stat meta;
	char text[512];
	cseal_status st;
	size_t touching;

	if (!OK(plug_in(&plugged, "430", NULL))) {
		cseal_context_unref(context);
		return;
	}
	/* udev gives it away some time after the kernel has it. */
	for (int ms = 0; ms < NOTICE_S * 1000; ms += 20) {
		if (stat(plugged.node, &meta) == 0 && group != NULL &&
		    meta.st_gid == group->gr_gid)
			break;
		poll(NULL, 0, 20);
	}
	OKF(group != NULL && meta.st_gid == group->gr_gid &&
		(meta.st_mode & 07777) == 0660,
	    "group %u, mode %o", (unsigned)meta.st_gid,
	    (unsigned)meta.st_mode & 07777);
	/* access(2) asks for the real user. */
	OK(setresuid(65534, 65534, 0) == 0);
	OK(findings_have(findings_of(context, "stu-pad"),
	    "is there, but may not be used by this user. | Add the user to "
	    "the group counterseal and log in again."));
	st = capture(context, &touching, text);
	OKF(st == CSEAL_SETUP_PERMISSION &&
		strstr(text, "in the group counterseal") != NULL,
	    "%s: %s", cseal_status_name(st), text);
	OK(setresuid(0, 0, 0) == 0);
	unplug(&plugged);
	cseal_context_unref(context);
}

int
main(void)
{
	scratch_make();
	stops_factor = is_emulated() ? EMULATED_FACTOR : 1;
	snprintf(pen_path, sizeof(pen_path), "%s", scratch_write("pen", PEN));
	snprintf(
	    still_path, sizeof(still_path), "%s", scratch_write("still", ""));
	snprintf(log_path, sizeof(log_path), "%s", scratch_path("log"));
	if (system("modprobe -a vhci-hcd usbhid wacom hid-generic "
		   "2>/dev/null") != 0)
		printf("# they are part of the kernel, or are missing\n");
	RUN(a_signature_is_captured_encrypted);
	RUN(a_pad_that_goes_in_the_middle_of_an_encrypted_signature_is_gone);
	RUN(a_cancel_ends_every_step);
	RUN(a_pad_that_goes_in_the_middle_is_gone_and_comes_back_as_it_was);
	RUN(who_is_not_in_the_group_may_not_use_a_pad);
	return tap_done();
}
