/* SPDX-License-Identifier: Apache-2.0 */
/* test-device.c -- proves lib/device.c, lib/device-watch.c, lib/doctor.c and
 * lib/finder.c, with a module that finds what a file lists. */
#include "device.h"

#include "error.h"
#include "scratch.h"
#include "tap.h"

#include <poll.h>
#include <pthread.h>
#include <time.h>

static char *built;
static int logged; /* warnings */

static void
count_warnings(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	if (level <= CSEAL_LOG_WARNING)
		logged++;
}

static void
install(const char *id)
{
	char from[4200], to[100];

	snprintf(from, sizeof(from), "%s/%s.so", built, id);
	snprintf(to, sizeof(to), "modules/%s.so", id);
	if (symlink(from, scratch_path(to)) != 0 && errno != EEXIST)
		exit(99);
}

static void
uninstall(const char *id)
{
	char name[100];

	snprintf(name, sizeof(name), "modules/%s.so", id);
	unlink(scratch_path(name));
}

/* The list is list/readers in the scratch; config is what comes besides. */
static cseal_context *
context_of(const char *config, const char *module_config)
{
	struct cseal_context_options options = {
		.size = sizeof(options),
		.module_dir = scratch_path("modules"),
		.log = count_warnings,
		.log_level = CSEAL_LOG_DEBUG,
	};
	cseal_context *context = NULL;
	char text[2000];

	snprintf(text, sizeof(text), "[module list-reader]\nfile = %s\n%s\n%s",
	    scratch_path("list/readers"), module_config, config);
	options.system_config = scratch_write("c.conf", text);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK)
		exit(99);
	return context;
}

/* "KIND URI STATE TITLE MODULE\n" for each. */
static char *
describe(cseal_context *context, unsigned kinds)
{
	cseal_device_list *list = NULL;
	cseal_error *error = NULL;
	static char text[65536];
	size_t len = 0;

	text[0] = '\0';
	if (cseal_device_list_new(context, kinds, -1, NULL, &list, &error) !=
	    CSEAL_OK) {
		snprintf(text, sizeof(text), "%s", cseal_error_text(error));
		cseal_error_free(error);
		return text;
	}
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "%s %s %s %s %s%s\n", cseal_kind_name(device->kind),
		    device->uri, cseal_device_state_name(device->state),
		    device->title, device->module,
		    device->is_virtual ? " virtual" : "");
	}
	OK(cseal_device_list_at(list, cseal_device_list_count(list)) == NULL);
	cseal_device_list_free(list);
	return text;
}

static bool
lists(const char *config, const char *readers, const char *expected)
{
	cseal_context *context;
	const char *text;
	bool is_same;

	scratch_write("list/readers", readers);
	context = context_of(config, "");
	text = describe(context, 0);
	is_same = strcmp(text, expected) == 0;
	if (!is_same)
		printf("# listed: %s\n", text);
	cseal_context_unref(context);
	return is_same;
}

static void
kinds_and_states_have_names(void)
{
	OK(strcmp(cseal_kind_name(CSEAL_KIND_READER), "reader") == 0);
	OK(strcmp(cseal_kind_name(CSEAL_KIND_TYPESET), "typeset") == 0);
	OK(strcmp(cseal_kind_name(CSEAL_KIND_SYMBOL), "symbol") == 0);
	OK(strcmp(cseal_kind_name(CSEAL_KIND_REPAIR), "repair") == 0);
	OK(strcmp(cseal_kind_name(CSEAL_KIND_TRUSTLIST), "trustlist") == 0);
	OK(strcmp(cseal_kind_name(CSEAL_KIND_GAUGE), "gauge") == 0);
	OK(strcmp(cseal_kind_name(CSEAL_KIND_MATCHER), "matcher") == 0);
	OK(cseal_kind_name((cseal_kind)0) == NULL);
	OK(strcmp(cseal_kind_name(CSEAL_KIND_PICTURE), "picture") == 0);
	OK(cseal_kind_name((cseal_kind)13) == NULL);
	OK(cseal_kind_name((cseal_kind)-1) == NULL);
	OK(strcmp(cseal_device_state_name(CSEAL_DEVICE_READY), "ready") == 0);
	OK(strcmp(cseal_device_state_name(CSEAL_DEVICE_ABSENT), "absent") == 0);
	OK(cseal_device_state_name((cseal_device_state)5) == NULL);
	OK(cseal_device_state_name((cseal_device_state)-1) == NULL);
}

static void
what_modules_find_is_listed(void)
{
	OK(lists("", "", ""));
	OK(lists("", "list:1|0|First\nlist:2|1|Zweiter \xff\x1b\n",
	    "reader list:1 ready First list-reader\n"
	    "reader list:2 busy Zweiter ?  list-reader\n"));
	OK(lists("", "list:1|0|First\nlist:1|1|Twin\n",
	    "reader list:1 ready First list-reader\n"));
}

static void
what_is_configured_is_listed_even_if_absent(void)
{
	OK(lists("[devices]\nreader = list:1\nreader = list:2\n",
	    "list:1|0|First\n",
	    "reader list:1 ready First list-reader\n"
	    "reader list:2 absent list:2 list-reader\n"));
	/* A driver may report what it was named. */
	OK(lists("[devices]\nreader = list:1\nreader = other:1\n"
		 "reader = list:2\n",
	    "!named\n",
	    "reader list:1 ready named list-reader\n"
	    "reader list:2 ready named list-reader\n"
	    "reader other:1 absent other:1 other-reader\n"));
	/* One that cannot look around takes it at its word. */
	install("blind-reader");
	OK(lists("[devices]\nreader = blind:9\npad = pad:1\n", "",
	    "reader blind:9 ready blind:9 blind-reader virtual\n"
	    "pad pad:1 absent pad:1 pad-pad\n"));
	uninstall("blind-reader");
	logged = 0;
	OK(lists("[devices]\nreader = nonsense\n", "", ""));
	OK(logged == 1);
}

static void
a_module_that_fails_is_left_out(void)
{
	static const char *const failures[] = { "!300\n", "!605\n", "!7\n",
		"!-5\n", "!999\n", "other:1|0|of another scheme\n",
		"list:|0|no name\n", "list:1|5|no such state\n",
		"list:1|-1|no such state\n", "list:no title\n", "\n" };

	install("bad-abi-reader");
	install("blind-reader");
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		logged = 0;
		OK(lists("[devices]\nreader = blind:1\n", failures[i],
		    "reader blind:1 ready blind:1 blind-reader virtual\n"));
		OKF(logged == 2, "number %zu: %d warnings", i, logged);
	}
	uninstall("bad-abi-reader");
	uninstall("blind-reader");
	logged = 0;
	OK(lists("", "list:1|0|First\n!lie\n",
	    "reader list:1 ready First list-reader\n"));
	OK(logged == 1);
}

static void
too_many_devices_of_one_driver_are_its_failure(void)
{
	char *text = calloc(300, 32);
	size_t len = 0;

	for (int i = 0; i < 256; i++)
		len += (size_t)sprintf(text + len, "list:%d|0|x\n", i);
	scratch_write("list/readers", text);
	logged = 0;
	{
		cseal_context *context = context_of("", "");

		OK(strstr(describe(context, 0), "list:255 ") != NULL);
		OK(logged == 0);
		cseal_context_unref(context);
	}
	sprintf(text + len, "list:256|0|x\n");
	OK(lists("", text, ""));
	OK(logged == 1);
	free(text);
}

static void
only_the_kinds_asked_for_are_listed(void)
{
	cseal_context *context;
	cseal_device_list *list;

	scratch_write("list/readers", "list:1|0|First\n");
	context = context_of("[devices]\npad = p:1\n", "");
	OK(strcmp(describe(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD)),
	       "pad p:1 absent p:1 p-pad\n") == 0);
	OK(strcmp(describe(context, CSEAL_KIND_BIT(CSEAL_KIND_TYPESET)), "") ==
	    0);
	OK(cseal_device_list_new(context, 1, -1, NULL, &list, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_device_list_new(context, 1u << 13, -1, NULL, &list, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_device_list_new(NULL, 0, -1, NULL, &list, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_device_list_new(context, 0, -1, NULL, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_device_list_free(NULL);
	cseal_context_unref(context);
}

static void *
cancel_soon(void *cancel)
{
	const struct timespec time = { 0, 50000000 };

	nanosleep(&time, NULL);
	cseal_cancel_request(cancel);
	return NULL;
}

static void
a_list_ends_with_its_wait(void)
{
	cseal_cancel *cancel = NULL;
	cseal_device_list *list = NULL;
	cseal_error *error = NULL;
	cseal_context *context;
	pthread_t thread;

	scratch_write("list/readers", "list:1|0|First\n!wait\n");
	context = context_of("", "");
	OK(cseal_device_list_new(context, 0, 50, NULL, &list, &error) ==
	    CSEAL_STOPPED_TIMEOUT);
	OK(cseal_error_status(error) == CSEAL_STOPPED_TIMEOUT);
	cseal_error_free(error);
	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	pthread_create(&thread, NULL, cancel_soon, cancel);
	OK(cseal_device_list_new(context, 0, -1, cancel, &list, NULL) ==
	    CSEAL_STOPPED_CANCELLED);
	pthread_join(thread, NULL);
	OK(cseal_device_list_new(context, 0, -1, cancel, &list, NULL) ==
	    CSEAL_STOPPED_CANCELLED);
	OK(list == NULL);
	cseal_cancel_free(cancel);
	cseal_context_unref(context);
}

static cseal_status
only(const char *config, const char *readers, const char *expected)
{
	cseal_context *context;
	struct cseal_wait wait;
	char *uri = NULL;
	cseal_status st;

	scratch_write("list/readers", readers);
	context = context_of(config, "");
	csi_wait_init(&wait, -1, NULL);
	st = csi_only_device(context, CSEAL_KIND_READER, &wait, &uri, NULL);
	if (st == CSEAL_OK && strcmp(uri, expected) != 0)
		st = CSEAL_FAULT_INTERNAL;
	if (st != CSEAL_OK && uri != NULL)
		st = CSEAL_FAULT_INTERNAL;
	free(uri);
	cseal_context_unref(context);
	return st;
}

static void
the_only_device_is_the_configured_or_the_ready_one(void)
{
	OK(only("", "", "") == CSEAL_COUNTER_NO_DEVICE);
	OK(only("", "list:1|0|x\n", "list:1") == CSEAL_OK);
	OK(only("", "list:1|1|x\nlist:2|0|x\nlist:3|3|x\n", "list:2") ==
	    CSEAL_OK);
	OK(only("", "list:1|0|x\nlist:2|0|x\n", "") == CSEAL_COUNTER_NO_DEVICE);
	OK(only("", "list:1|1|x\n", "") == CSEAL_COUNTER_NO_DEVICE);
	OK(only("[devices]\nreader = list:7\n", "list:1|0|x\n", "list:7") ==
	    CSEAL_OK);
	OK(only("[devices]\nreader = list:7\nreader = list:8\n", "list:8|0|x\n",
	       "list:8") == CSEAL_OK);
}

/* ---- watching ----------------------------------------------------------- */

/* Waits for the descriptor, dispatches, and writes down what is told:
 * "+URI TITLE\n", "-URI\n", "=URI STATE\n". */
static const char *
told(cseal_device_watch *watch, int timeout_ms)
{
	static char text[4096];
	struct pollfd fd = {
		.fd = cseal_device_watch_fd(watch),
		.events = POLLIN,
	};
	const struct cseal_device *device;
	cseal_device_change change;
	size_t len = 0;

	text[0] = '\0';
	if (poll(&fd, 1, timeout_ms) == 0)
		return "nothing";
	if (cseal_device_watch_dispatch(watch, NULL) != CSEAL_OK)
		return "failed";
	while (cseal_device_watch_next(watch, &change, &device))
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "%c%s %s\n", " +-="[change], device -> uri,
		    change == CSEAL_DEVICE_CHANGED
			? cseal_device_state_name(device->state)
			: device -> title);
	return text;
}

static bool
tells(cseal_device_watch *watch, int timeout_ms, const char *expected)
{
	const char *text = told(watch, timeout_ms);
	bool is_same = strcmp(text, expected) == 0;

	if (!is_same)
		printf("# told: %s\n", text);
	return is_same;
}

static cseal_device_watch *
watch_of(cseal_context *context)
{
	cseal_device_watch *watch = NULL;

	if (cseal_device_watch_new(context, 0, &watch, NULL) != CSEAL_OK)
		exit(99);
	return watch;
}

static void
what_is_there_at_the_start_arrives(void)
{
	cseal_context *context;
	cseal_device_watch *watch;

	scratch_write("list/readers", "list:1|0|One\nlist:2|4|Absent\n");
	context = context_of("[devices]\nreader = list:3\n", "");
	watch = watch_of(context);
	OK(tells(watch, 100, "+list:1 One\n"));
	OK(tells(watch, 50, "nothing"));
	cseal_device_watch_free(watch);
	cseal_device_watch_free(NULL);
	cseal_context_unref(context);
}

static void
arrivals_departures_and_changes_are_told_at_once(void)
{
	cseal_context *context;
	cseal_device_watch *watch;

	scratch_write("list/readers", "");
	context = context_of("", "");
	watch = watch_of(context);
	OK(tells(watch, 100, ""));
	scratch_write("list/readers", "list:1|0|One\nlist:2|0|Two\n");
	OK(tells(watch, 500, "+list:1 One\n+list:2 Two\n"));
	scratch_write("list/readers", "list:1|1|One\nlist:2|0|Two\n");
	OK(tells(watch, 500, "=list:1 busy\n"));
	scratch_write("list/readers", "list:1|0|Uno\nlist:3|0|Three\n");
	OK(tells(watch, 500, "-list:2 Two\n=list:1 ready\n+list:3 Three\n"));
	scratch_write("list/readers", "list:1|4|One\n");
	OK(tells(watch, 500, "-list:1 Uno\n-list:3 Three\n"));
	OK(tells(watch, 50, "nothing"));
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
what_came_and_went_unseen_is_not_told(void)
{
	cseal_context *context;
	cseal_device_watch *watch;

	scratch_write("list/readers", "list:1|0|One\n");
	context = context_of("", "");
	watch = watch_of(context);
	OK(tells(watch, 100, "+list:1 One\n"));
	for (int i = 0; i < 50; i++) {
		scratch_write("list/readers", "list:2|0|Two\n");
		OK(cseal_device_watch_dispatch(watch, NULL) == CSEAL_OK);
		scratch_write("list/readers", "list:1|0|One\n");
		OK(cseal_device_watch_dispatch(watch, NULL) == CSEAL_OK);
	}
	/* The one that was told is another one now. */
	scratch_write("list/readers", "list:1|0|One\n");
	OK(tells(watch, 500, "-list:1 One\n+list:1 One\n"));
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
a_driver_that_cannot_watch_is_looked_at_by_the_clock(void)
{
	cseal_context *context;
	cseal_device_watch *watch;

	scratch_write("list/readers", "");
	context = context_of("", "watch = no");
	watch = watch_of(context);
	OK(tells(watch, 100, ""));
	scratch_write("list/readers", "list:1|0|One\n");
	OK(tells(watch, 300, "nothing"));
	OK(tells(watch, 1500, "+list:1 One\n"));
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
who_dispatches_often_does_not_put_the_clock_off(void)
{
	const struct cseal_device *device;
	cseal_device_change change;
	cseal_context *context;
	cseal_device_watch *watch;
	bool has_come = false;

	scratch_write("list/readers", "");
	context = context_of("", "watch = no");
	watch = watch_of(context);
	OK(tells(watch, 100, ""));
	scratch_write("list/readers", "list:1|0|One\n");
	for (int i = 0; i < 200 && !has_come; i++) {
		OK(cseal_device_watch_dispatch(watch, NULL) == CSEAL_OK);
		has_come = cseal_device_watch_next(watch, &change, &device);
		poll(NULL, 0, 50);
	}
	OK(has_come);
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
a_look_that_fails_keeps_what_was_seen_and_is_tried_again(void)
{
	cseal_context *context;
	cseal_device_watch *watch;

	scratch_write("list/readers", "list:1|0|One\n");
	context = context_of("", "");
	watch = watch_of(context);
	OK(tells(watch, 100, "+list:1 One\n"));
	logged = 0;
	scratch_write("list/readers", "!605\n");
	OK(tells(watch, 500, ""));
	OK(tells(watch, 1500, "")); /* by the clock */
	OK(logged == 1);
	scratch_write("list/readers", "list:2|0|Two\n");
	OK(tells(watch, 500, "-list:1 One\n+list:2 Two\n"));
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
a_watch_outlives_the_applications_reference(void)
{
	cseal_context *context;
	cseal_device_watch *watch;

	scratch_write("list/readers", "list:1|0|One\n");
	context = context_of("", "");
	watch = watch_of(context);
	cseal_context_unref(context);
	OK(tells(watch, 100, "+list:1 One\n"));
	cseal_device_watch_free(watch);
}

static void
a_watch_checks_its_arguments(void)
{
	cseal_context *context = context_of("", "");
	cseal_device_watch *watch = NULL;

	OK(cseal_device_watch_new(context, 1, &watch, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_device_watch_new(NULL, 0, &watch, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_device_watch_new(context, 0, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(watch == NULL);
	cseal_context_unref(context);
}

/* ---- the doctor --------------------------------------------------------- */

static char findings[16384];

static void
take_down(void *user, const struct cseal_finding *finding)
{
	size_t len = strlen(findings);

	snprintf(findings + len, sizeof(findings) - len, "%c %s: %s [%s]\n",
	    finding->is_problem ? '!' : '.', finding->about, finding->text,
	    finding->cure == NULL ? "" : finding->cure);
}

static bool
found(const char *text)
{
	bool is_there = strstr(findings, text) != NULL;

	if (!is_there)
		printf("# not found: %s\n", text);
	return is_there;
}

static void
the_doctor_says_what_is_wrong(void)
{
	cseal_context *context;

	install("bad-abi-reader");
	install("blind-reader");
	context = context_of("[devices]\nreader = nonsense\npad = none:1\n"
			     "reader = list:1\npan = x\n[modules]\npen = y\n",
	    "");
	findings[0] = '\0';
	OK(cseal_device_doctor(context, take_down, NULL, NULL) == CSEAL_OK);
	OK(found(". core: Modules are taken from the folder /tmp/"));
	OK(found("! core: The configured reader nonsense cannot be used: "));
	OK(found("! core: The configured pad none:1 cannot be used: "));
	OK(found("! core: The configuration's [devices] has an unknown key, "
		 "pan. ["));
	OK(found("[modules] has an unknown key, pen."));
	OK(found("! bad-abi-reader: The module cannot be used: "));
	OK(found(". blind-reader: A reader that must be named, version 1, "
		 "virtual"));
	OK(found("! list-reader: The list is only a file. [Buy a reader.]"));
	OK(strstr(findings, "core: The list") == NULL);
	OK(strstr(findings, "short") == NULL);
	OK(strstr(findings, "list:1") == NULL);
	cseal_context_unref(context);
	uninstall("bad-abi-reader");
	uninstall("blind-reader");
}

static void
the_doctor_misses_a_folder_and_modules(void)
{
	struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = scratch_write("c.conf", ""),
		.module_dir = scratch_path("none"),
	};
	cseal_context *context = NULL;

	OK(cseal_context_new(&options, &context, NULL) == CSEAL_OK);
	findings[0] = '\0';
	OK(cseal_device_doctor(context, take_down, NULL, NULL) == CSEAL_OK);
	OK(found("! core: The modules' folder "));
	OK(found("! core: There is no module at all."));
	OK(cseal_device_doctor(context, NULL, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_context_unref(context);
	scratch_write("file", "");
	options.module_dir = scratch_path("file");
	OK(cseal_context_new(&options, &context, NULL) == CSEAL_OK);
	findings[0] = '\0';
	OK(cseal_device_doctor(context, take_down, NULL, NULL) == CSEAL_OK);
	OK(found("is not a folder."));
	OK(found("! core: The modules cannot be listed: "));
	cseal_context_unref(context);
}

int
main(void)
{
	umask(022);
	scratch_make();
	scratch_folder("modules");
	scratch_folder("list");
	built = build_path("tests/modules/.libs");
	install("list-reader");
	RUN(kinds_and_states_have_names);
	RUN(what_modules_find_is_listed);
	RUN(what_is_configured_is_listed_even_if_absent);
	RUN(a_module_that_fails_is_left_out);
	RUN(too_many_devices_of_one_driver_are_its_failure);
	RUN(only_the_kinds_asked_for_are_listed);
	RUN(a_list_ends_with_its_wait);
	RUN(the_only_device_is_the_configured_or_the_ready_one);
	RUN(what_is_there_at_the_start_arrives);
	RUN(arrivals_departures_and_changes_are_told_at_once);
	RUN(what_came_and_went_unseen_is_not_told);
	RUN(a_driver_that_cannot_watch_is_looked_at_by_the_clock);
	RUN(who_dispatches_often_does_not_put_the_clock_off);
	RUN(a_look_that_fails_keeps_what_was_seen_and_is_tried_again);
	RUN(a_watch_outlives_the_applications_reference);
	RUN(a_watch_checks_its_arguments);
	RUN(the_doctor_says_what_is_wrong);
	RUN(the_doctor_misses_a_folder_and_modules);
	free(built);
	return tap_done();
}
