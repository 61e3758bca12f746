/* SPDX-License-Identifier: Apache-2.0 */
/* stu-usb.c -- proves modules/stu-pad on USB; run by test-stu-usb.sh. */
#include "findings.h"
#include "stu-harness.h"
#include "stu-spill.h"
#include "tap.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

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
		OKF(stu_count_touching(result.ink) == 32, "%zu samples",
		    stu_count_touching(result.ink));
		OK(stu_black(0, 0, 1000, 1000) == 0);
		cseal_ink_free(result.ink);
	}
}

static void
sessions_are_encrypted_in_both_ways(void)
{
	struct capture result;

	stu_configure("encryption = auto");
	result = stu_sign_on("530", STU_SIGNED);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(stu_count_touching(result.ink) == 32 &&
	    stu_log_count("set 15") == 1);
	cseal_ink_free(result.ink);
	stu_configure("encryption = weak");
	result = stu_sign_on("520", STU_SIGNED);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(stu_count_touching(result.ink) == 32 &&
	    stu_log_count("set 13") == 1);
	cseal_ink_free(result.ink);
	stu_configure("");
}

static void
clear_begins_anew(void)
{
	struct capture result;

	stu_configure("encryption = auto");
	result = stu_sign("", STU_CLEARED);
	OKF(result.st == CSEAL_OK && stu_count_touching(result.ink) == 20, "%s",
	    result.text);
	cseal_ink_free(result.ink);
	stu_configure("");
}

/* At 200 Hz, as fast as it goes. */
static void
no_sample_is_lost_in_ten_seconds(void)
{
	struct capture result =
	    stu_sign("", "stroke 10000 10000 12000 80000 40000\npress ok\n");

	OKF(result.st == CSEAL_OK && stu_count_touching(result.ink) == 2000,
	    "%ld ms: %s", result.took_ms, result.text);
	cseal_ink_free(result.ink);
}

struct fault {
	const char *name; /* to the simulator */
	cseal_status st;
	const char *part; /* of the error */
};

static const struct fault faults[] = {
	{ "stall=08", CSEAL_FAULT_DEVICE, "refused to give" },
	{ "stall=03", CSEAL_FAULT_DEVICE, "refused to give" },
	{ "stall=24", CSEAL_COUNTER_DEVICE_FAILED, "said not why" },
	{ "stall=26", CSEAL_COUNTER_DEVICE_FAILED, "said not why" },
	{ "refuse=21:02", CSEAL_COUNTER_DEVICE_FAILED, "wrong state" },
	{ "refuse=24:10", CSEAL_COUNTER_DEVICE_FAILED, "encoding" },
	{ "refuse=26:11", CSEAL_COUNTER_DEVICE_FAILED, "too long" },
	{ "refuse=27:03", CSEAL_COUNTER_DEVICE_FAILED, "damaged" },
	{ "refuse=32:04", CSEAL_OK, NULL },
	{ "no-zlib", CSEAL_OK, NULL },
	{ "short=08:4", CSEAL_FAULT_DEVICE, "what it is" },
	{ "short=09:9", CSEAL_FAULT_DEVICE, "how large" },
	{ "short=03:1", CSEAL_FAULT_DEVICE, "only a part" },
	{ "long=08:40", CSEAL_OK, NULL },
	{ "wrong=08", CSEAL_FAULT_DEVICE, "with another" },
	{ "silent=08", CSEAL_COUNTER_DEVICE_GONE, "report 08" },
	{ "silent=24", CSEAL_COUNTER_DEVICE_GONE, "report 24" },
	{ "silent=26", CSEAL_COUNTER_DEVICE_GONE, "report 26" },
	{ "lose=10", CSEAL_COUNTER_DEVICE_FAILED, "1 of the pen's" },
	{ "repeat=10", CSEAL_OK, NULL },
	{ "reset=10", CSEAL_COUNTER_DEVICE_FAILED, "middle of" },
	{ "unplug=0", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "unplug=1", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "unplug=3", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "unplug=7", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "unplug=10", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "unplug=15", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "unplug-ink=0", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "unplug-ink=20", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
};

static void
each_fault_ends_as_it_must(void)
{
	stu_configure("encryption = none\nresponse_ms = 1000");
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		const struct fault *fault = &faults[i];
		struct capture result;

		result = stu_suffer(fault->name, STU_SIGNED);
		OKF(stu_ended(&result, fault->st, fault->part), "%s: %d: %s",
		    fault->name, result.st, result.text);
		cseal_ink_free(result.ink);
	}
	stu_configure("");
}

static void
the_same_name_serves_the_pad_that_is_plugged_in_again(void)
{
	cseal_context *context = stu_context();
	struct capture result;
	char uri[64];

	snprintf(uri, sizeof(uri), "%s",
	    stu_plug_in("--fault unplug-ink=10", STU_SIGNED));
	result = stu_capture(context, uri, NULL, STU_CAPTURE_MS, NULL);
	OK(result.st == CSEAL_COUNTER_DEVICE_GONE);
	stu_plug_out();
	result = stu_capture(context, uri, NULL, STU_CAPTURE_MS, NULL);
	OKF(result.st == CSEAL_COUNTER_NO_DEVICE, "%s", result.text);
	stu_plug_in("", STU_SIGNED);
	result = stu_capture(context, uri, NULL, STU_CAPTURE_MS, NULL);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	cseal_ink_free(result.ink);
	cseal_context_unref(context);
}

/* Here every transfer that is taken back is a question to another process, so
 * how long it takes says nothing of a kernel: see tests/guest/test-stu-usb.c. */
static void
a_cancel_ends_every_step(void)
{
	size_t count;
	bool ok;

	stu_configure("encryption = v2\nresponse_ms = 60000");
	count = stu_cancels_everywhere("530", 5, &ok);
	OK(ok);
	OKF(count >= 10, "%zu steps", count);
	stu_configure("");
}

static void
a_cancel_ends_a_wait_for_the_pen(void)
{
	cseal_context *context = stu_context();
	struct capture result;

	OKF(stu_cancels(context, "", "set 21 01", &result), "%ld ms: %s",
	    result.took_ms, result.text);
	cseal_context_unref(context);
}

/* ---- which pads there are ------------------------------------------------- */

static const struct cseal_device *
find(cseal_device_list *list)
{
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		if (strcmp(device->module, "stu-pad") == 0)
			return device;
	}
	return NULL;
}

static cseal_device_list *
look(cseal_context *context)
{
	cseal_device_list *list = NULL;

	OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD), 4000,
	       NULL, &list, NULL) == CSEAL_OK);
	return list;
}

static void
a_pad_is_listed_by_its_socket(void)
{
	cseal_context *context = stu_context();
	const struct cseal_device *device;
	cseal_device_list *list;

	stu_plug_in("--model 540", "");
	list = look(context);
	device = find(list);
	OK(device != NULL && strcmp(device->uri, "stu:usb:1-1") == 0 &&
	    strcmp(device->title, "Wacom STU-540 at USB 1-1") == 0 &&
	    device->state == CSEAL_DEVICE_READY && !device->is_virtual);
	cseal_device_list_free(list);
	stu_plug_in("--model 540 driver=usbfs", "");
	list = look(context);
	device = find(list);
	OK(device != NULL && device->state == CSEAL_DEVICE_BUSY);
	cseal_device_list_free(list);
	stu_plug_out();
	list = look(context);
	OK(find(list) == NULL);
	cseal_device_list_free(list);
	cseal_context_unref(context);
}

/* The next change that is of our module, within ten seconds; 0: none. */
static cseal_device_change
next_change(cseal_device_watch *watch)
{
	const struct cseal_device *device;
	cseal_device_change change;

	for (int i = 0; i < 100; i++) {
		struct pollfd fd = { cseal_device_watch_fd(watch), POLLIN, 0 };

		while (cseal_device_watch_next(watch, &change, &device)) {
			if (strcmp(device->uri, "stu:usb:1-1") == 0)
				return change;
		}
		if (poll(&fd, 1, 100) > 0 &&
		    cseal_device_watch_dispatch(watch, NULL) != CSEAL_OK)
			break;
	}
	return 0;
}

static void
coming_and_going_is_told(void)
{
	cseal_context *context = stu_context();
	cseal_device_watch *watch = NULL;

	stu_plug_in("", "");
	OK(cseal_device_watch_new(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD),
	       &watch, NULL) == CSEAL_OK);
	OK(next_change(watch) == CSEAL_DEVICE_ARRIVED);
	stu_plug_out();
	OK(next_change(watch) == CSEAL_DEVICE_LEFT);
	stu_plug_in("", "");
	OK(next_change(watch) == CSEAL_DEVICE_ARRIVED);
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
the_doctor_examines_what_is_plugged_in(void)
{
	cseal_context *context = stu_context();

	stu_plug_in("--model 530", "");
	OK(findings_have(findings_of(context, "stu-pad"),
	    ". The STU-530 at USB 1-1 is there and may be used."));
	stu_plug_in("--model 530 driver=usbfs", "");
	OK(findings_have(findings_of(context, "stu-pad"),
	    "! Another program uses the STU-530 at USB 1-1. | "
	    "End the other program."));
	stu_plug_in("--model 530 driver=wacom", "");
	OK(findings_have(findings_of(context, "stu-pad"),
	    ". The kernel's driver wacom holds the STU-530 at "
	    "USB 1-1; it is taken off"));
	stu_plug_out();
	OK(strstr(findings_of(context, "stu-pad")->text, "USB") == NULL);
	cseal_context_unref(context);
}

int
main(void)
{
	stu_begin_on_usb();
	RUN(every_model_is_captured_whole);
	RUN(sessions_are_encrypted_in_both_ways);
	RUN(clear_begins_anew);
	RUN(what_is_written_is_in_locked_memory_only_and_wiped);
	RUN(no_way_out_leaves_any_of_it_behind);
	RUN(no_sample_is_lost_in_ten_seconds);
	RUN(each_fault_ends_as_it_must);
	RUN(the_same_name_serves_the_pad_that_is_plugged_in_again);
	RUN(a_cancel_ends_every_step);
	RUN(a_cancel_ends_a_wait_for_the_pen);
	RUN(a_pad_is_listed_by_its_socket);
	RUN(coming_and_going_is_told);
	RUN(the_doctor_examines_what_is_plugged_in);
	stu_end();
	return tap_done();
}
