/* SPDX-License-Identifier: Apache-2.0 */
/* test-evdev-plug.c -- proves modules/evdev-pad on a pen tablet on the kernel's
 * USB: names that last, coming and going, rights, and that nothing is lost. */
#include "capture.h"
#include "findings.h"
#include "pen-report.h"
#include "plugged.h"
#include "scratch.h"
#include "tap.h"
#include "vhci.h"

#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PORT      4
#define NOTICE_S  30
#define PERIOD_US 5000 /* 200 a second */
#define SECONDS   5
#define SERIAL \
	"evdev:/dev/input/by-id/usb-Counterseal_USB_pen_C0FFEE-event-mouse"

#define HID        0x21 /* descriptors of HID 1.11, 7.1 */
#define HID_REPORT 0x22

/* clang-format off */
static uint8_t device[] = {
	18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x09, 0x12, 0x03, 0x00, 0x00, 0x01,
	1, 2, 3, 1
};
static const uint8_t configuration[] = {
	9, 2, 34, 0, 1, 1, 0, 0x80, 50,
	9, 4, 0, 0, 1, 3, 0, 0, 0,
	9, HID, 0x11, 0x01, 0, 1, HID_REPORT,
	(uint8_t)sizeof(pen_report_descriptor), 0,
	7, 5, 0x81, 3, 16, 0, 1,
};
/* clang-format on */
static const char *const strings[] = { "Counterseal", "USB pen", "C0FFEE",
	NULL };

/* What the pen is to do; the process of the tablet reads it. */
static struct scene {
	int go;
	int samples;      /* on the surface */
	int unplug_after; /* of them; 0: not */
} * scene;

/* ---- the tablet ------------------------------------------------------------ */

static int
control(void *user, const struct vhci_setup *setup, uint8_t *data)
{
	size_t len = sizeof(pen_report_descriptor);

	if (setup->request == 6 && setup->value >> 8 == HID_REPORT) {
		if (len > setup->len)
			len = setup->len;
		memcpy(data, pen_report_descriptor, len);
		return (int)len;
	}
	return setup->type == 0x21 ? 0 : -1; /* SET_IDLE */
}

/* Report number i: near, the stroke, and the switch that is OK. */
static bool
state_at(int i, struct pen_state *pen)
{
	memset(pen, 0, sizeof(*pen));
	pen->is_near = true;
	pen->x = 2000 + i * 10 % 10000;
	pen->y = 3000 + i % 2;
	pen->pressure = i == 0 || i > scene->samples ? 0 : 300 + i % 500;
	pen->is_pressed = i == scene->samples + 2;
	return i <= scene->samples + 3;
}

static long
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static void
serve(unsigned port, void *argument)
{
	const struct vhci_ops ops = { .control = control };
	const struct vhci_model model = { VHCI_FULL, device, configuration,
		sizeof(configuration), strings };
	struct vhci_device *vhci = vhci_plug(&model, port, &ops, NULL);
	struct pollfd fd = { vhci == NULL ? -1 : vhci_fd(vhci), POLLIN, 0 };
	uint8_t report[PEN_REPORT_LEN];
	struct pen_state pen;
	long next_us = 0;
	int i = 0;

	while (vhci != NULL) {
		if (poll(&fd, 1, 1) > 0 && !vhci_dispatch(vhci))
			_exit(0);
		if (__atomic_load_n(&scene->go, __ATOMIC_SEQ_CST) == 0) {
			i = 0;
			next_us = now_us();
			continue;
		}
		if (now_us() < next_us || !state_at(i, &pen))
			continue;
		if (scene->unplug_after != 0 && i > scene->unplug_after)
			_exit(0);
		pen_report(report, &pen);
		vhci_send_packet(vhci, 0x81, report, sizeof(report));
		/* What an emulated machine was late with is not made up for
		 * in a burst, which no tablet has. */
		next_us += PERIOD_US;
		if (next_us < now_us() + PERIOD_US / 2)
			next_us = now_us() + PERIOD_US / 2;
		i++;
	}
}

static bool
plug_in(struct plugged *plugged, int samples, int unplug_after)
{
	scene->go = 0;
	scene->samples = samples;
	scene->unplug_after = unplug_after;
	return plug(plugged, PORT, serve, NULL);
}

/* ---- who captures ----------------------------------------------------------- */

static void
hear_log(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	if (strcmp(text, "the pen is listened to") == 0)
		__atomic_store_n(&scene->go, 1, __ATOMIC_SEQ_CST);
}

static cseal_context *
new_context(void)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = TEST_MODULE_DIR,
		.log = hear_log,
		.log_level = CSEAL_LOG_DEBUG };
	cseal_context *context = NULL;

	options.user_config = scratch_write(
	    "evdev.conf", "[module evdev-pad]\nswitch1 = ok\nrest_ms = 0\n");
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK)
		exit(99);
	return context;
}

static struct capture
capture(cseal_context *context, const char *uri)
{
	return capture_run(context, uri, NULL, 60000, NULL);
}

/* The next change of the tablet of that name; 0 if there is none. */
static cseal_device_change
next_change(cseal_device_watch *watch, const char *uri)
{
	struct pollfd fd = { cseal_device_watch_fd(watch), POLLIN, 0 };
	const struct cseal_device *changed;
	cseal_device_change change;

	for (;;) {
		while (cseal_device_watch_next(watch, &change, &changed)) {
			if (change == CSEAL_DEVICE_CHANGED)
				continue;
			if (strcmp(changed->uri, uri) == 0)
				return change;
			printf("# %d: %s\n", (int)change, changed->uri);
		}
		if (poll(&fd, 1, NOTICE_S * 1000) != 1 ||
		    cseal_device_watch_dispatch(watch, NULL) != CSEAL_OK)
			return (cseal_device_change)0;
	}
}

/* udev has to make its names first. */
static bool
arrives(cseal_device_watch *watch, struct plugged *plugged, int samples,
    int unplug_after)
{
	return OK(plug_in(plugged, samples, unplug_after)) &&
	       OK(next_change(watch, SERIAL) == CSEAL_DEVICE_ARRIVED);
}

static cseal_device_watch *
new_watch(cseal_context *context)
{
	cseal_device_watch *watch = NULL;

	OK(cseal_device_watch_new(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD),
	       &watch, NULL) == CSEAL_OK);
	return watch;
}

static void
nothing_is_lost_at_up_to_200_a_second(void)
{
	cseal_context *context = new_context();
	cseal_device_watch *watch = new_watch(context);
	struct plugged plugged;
	struct capture result;

	if (arrives(watch, &plugged, SECONDS * 200, 0)) {
		result = capture(context, SERIAL);
		OKF(result.st == CSEAL_OK &&
			capture_touching(result.ink) == SECONDS * 200,
		    "%s: %s: %zu samples", cseal_status_name(result.st),
		    result.text, capture_touching(result.ink));
		OK(result.ink != NULL &&
		    cseal_ink_capture_account(result.ink)->lost == 0);
		if (result.ink != NULL)
			printf("# written for %u ms\n",
			    (unsigned)cseal_ink_duration_us(result.ink) / 1000);
		cseal_ink_free(result.ink);
		unplug(&plugged);
		OK(next_change(watch, SERIAL) == CSEAL_DEVICE_LEFT);
	}
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
a_tablet_that_goes_in_the_middle_is_gone_and_comes_back_as_it_was(void)
{
	cseal_context *context = new_context();
	cseal_device_watch *watch = new_watch(context);
	struct plugged plugged;
	struct capture result;

	arrives(watch, &plugged, 100, 50);
	result = capture(context, SERIAL);
	OKF(capture_ended(&result, CSEAL_COUNTER_DEVICE_GONE, "unplugged"),
	    "%s: %s", cseal_status_name(result.st), result.text);
	unplug(&plugged);
	OK(next_change(watch, SERIAL) == CSEAL_DEVICE_LEFT);
	result = capture(context, SERIAL);
	OK(capture_ended(&result, CSEAL_COUNTER_NO_DEVICE, NULL));
	arrives(watch, &plugged, 100, 0);
	result = capture(context, SERIAL);
	OKF(result.st == CSEAL_OK && capture_touching(result.ink) == 100,
	    "%s: %s", cseal_status_name(result.st), result.text);
	cseal_ink_free(result.ink);
	unplug(&plugged);
	OK(next_change(watch, SERIAL) == CSEAL_DEVICE_LEFT);
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

/* As after a quick replug: udev has it all before it. */
static void
a_name_that_udev_is_making_is_waited_for(void)
{
	cseal_context *context = new_context();
	struct plugged plugged;
	struct capture result;

	OK(system("udevadm settle; udevadm control --stop-exec-queue") == 0);
	OK(plug_in(&plugged, 100, 0));
	OK(access(SERIAL + strlen("evdev:"), F_OK) != 0);
	OK(system("(sleep 0.5; udevadm control --start-exec-queue) &") == 0);
	result = capture(context, SERIAL);
	OKF(result.st == CSEAL_OK && capture_touching(result.ink) == 100,
	    "%s: %s", cseal_status_name(result.st), result.text);
	cseal_ink_free(result.ink);
	unplug(&plugged);
	OK(system("udevadm settle") == 0);
	cseal_context_unref(context);
}

/* The URI of the only pad; "" if there is not one. */
static const char *
only_uri(cseal_context *context, cseal_device_state *ret_state)
{
	static char uri[300];
	cseal_device_list *list;

	uri[0] = '\0';
	if (cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD), 5000,
		NULL, &list, NULL) != CSEAL_OK)
		return uri;
	if (cseal_device_list_count(list) == 1) {
		snprintf(
		    uri, sizeof(uri), "%s", cseal_device_list_at(list, 0)->uri);
		*ret_state = cseal_device_list_at(list, 0)->state;
	}
	cseal_device_list_free(list);
	return uri;
}

static void
without_a_serial_number_it_has_the_name_of_its_socket(void)
{
	cseal_context *context = new_context();
	cseal_device_watch *watch = new_watch(context);
	cseal_device_state state = CSEAL_DEVICE_ABSENT;
	struct plugged plugged;
	char uri[300] = "";

	device[16] = 0; /* iSerialNumber */
	OK(plug_in(&plugged, 10, 0));
	for (int ms = 0; ms < NOTICE_S * 1000 && uri[0] == '\0'; ms += 20) {
		snprintf(uri, sizeof(uri), "%s", only_uri(context, &state));
		poll(NULL, 0, 20);
	}
	OKF(strstr(uri, "evdev:/dev/input/by-path/") == uri, "%s", uri);
	OK(state == CSEAL_DEVICE_READY);
	OK(next_change(watch, uri) == CSEAL_DEVICE_ARRIVED);
	unplug(&plugged);
	device[16] = 3;
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
who_is_not_in_the_group_may_not_use_it(void)
{
	const struct group *group = getgrnam("counterseal");
	cseal_context *context = new_context();
	cseal_device_watch *watch = new_watch(context);
	cseal_device_state state = CSEAL_DEVICE_ABSENT;
	struct plugged plugged;
	struct capture result;
	struct stat meta;

	arrives(watch, &plugged, 10, 0);
	OK(stat(SERIAL + strlen("evdev:"), &meta) == 0);
	OKF(group != NULL && meta.st_gid == group->gr_gid &&
		(meta.st_mode & 07777) == 0660,
	    "group %u, mode %o", (unsigned)meta.st_gid,
	    (unsigned)meta.st_mode & 07777);
	OK(seteuid(65534) == 0);
	OK(strcmp(only_uri(context, &state), SERIAL) == 0 &&
	    state == CSEAL_DEVICE_DENIED);
	result = capture(context, SERIAL);
	OKF(capture_ended(&result, CSEAL_SETUP_PERMISSION,
		"must be in the group counterseal"),
	    "%s: %s", cseal_status_name(result.st), result.text);
	OK(findings_have(findings_of(context, "evdev-pad"),
	    "Add the user to the group counterseal and log in again."));
	OK(seteuid(0) == 0);
	unplug(&plugged);
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

int
main(void)
{
	scratch_make();
	scene = mmap(NULL, sizeof(*scene), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (scene == MAP_FAILED)
		return 99;
	if (system("modprobe -a vhci-hcd usbhid hid-generic evdev "
		   "2>/dev/null") != 0)
		printf("# they are part of the kernel, or are missing\n");
	RUN(nothing_is_lost_at_up_to_200_a_second);
	RUN(a_tablet_that_goes_in_the_middle_is_gone_and_comes_back_as_it_was);
	RUN(a_name_that_udev_is_making_is_waited_for);
	RUN(without_a_serial_number_it_has_the_name_of_its_socket);
	RUN(who_is_not_in_the_group_may_not_use_it);
	return tap_done();
}
