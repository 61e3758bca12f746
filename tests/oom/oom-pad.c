/* SPDX-License-Identifier: Apache-2.0 */
/* oom-pad.c -- capturing from a pad of the STU series without memory.
 *
 * The simulator is on a pty, so that the module and its transport are refused,
 * too. */
#include "modules/stu-harness.h"
#include "refuse.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <stdio.h>
#include <string.h>

#define PEN "stroke 100 20000 5000 40000 15000\npress ok\n"

struct stage {
	cseal_context *context;
	char uri[192];
};

static cseal_status
capture(void *user, cseal_error **ret_error)
{
	const struct stage *stage = user;
	cseal_ink *ink;
	cseal_status st;

	st = cseal_ink_capture(
	    stage->context, stage->uri, NULL, 10000, NULL, &ink, ret_error);
	if (st == CSEAL_OK)
		cseal_ink_free(ink);
	return st;
}

static cseal_status
list(void *user, cseal_error **ret_error)
{
	const struct stage *stage = user;
	cseal_device_list *list;
	cseal_status st;

	st = cseal_device_list_new(stage->context,
	    CSEAL_KIND_BIT(CSEAL_KIND_PAD), 5000, NULL, &list, ret_error);
	if (st == CSEAL_OK)
		cseal_device_list_free(list);
	return st;
}

static cseal_status
watch(void *user, cseal_error **ret_error)
{
	const struct stage *stage = user;
	cseal_device_watch *watch;
	cseal_status st;

	st = cseal_device_watch_new(
	    stage->context, CSEAL_KIND_BIT(CSEAL_KIND_PAD), &watch, ret_error);
	if (st == CSEAL_OK)
		cseal_device_watch_free(watch);
	return st;
}

static void
ignore(void *user, const struct cseal_finding *finding)
{
}

static cseal_status
ask_doctor(void *user, cseal_error **ret_error)
{
	const struct stage *stage = user;

	return cseal_device_doctor(stage->context, ignore, NULL, ret_error);
}

/* A context whose only module is the one that is refused. */
static bool
prepare(struct stage *stage, const char *arguments, const char *encryption)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent" };
	char lines[512];

	snprintf(
	    stage->uri, sizeof(stage->uri), "%s", stu_plug_in(arguments, PEN));
	snprintf(lines, sizeof(lines),
	    "response_ms = 5000\nencryption = %s\n[devices]\npad = %s\n"
	    "pad = stu:tty:/dev/ttyUSB-none\npad = stu:usb:9-9\n"
	    "pad = stu:usb:x\n",
	    encryption, stage->uri);
	stu_configure(lines);
	options.user_config = stu_path("test.conf");
	return cseal_context_new(&options, &stage->context, NULL) == CSEAL_OK &&
	       cseal_context_load_module(stage->context, STU_MODULE, NULL) ==
		   CSEAL_OK;
}

int
main(void)
{
	struct stage stage = { 0 };

	refuse_init();
	stu_begin();
	tap_test = "pad";
	if (OK(prepare(&stage, "--again", "none"))) {
		OK(refuse_each("capture", capture, &stage, CSEAL_OK));
		OK(refuse_each("list pads", list, &stage, CSEAL_OK));
		OK(refuse_each("watch pads", watch, &stage, CSEAL_OK));
		OK(refuse_each("ask the doctor", ask_doctor, &stage, CSEAL_OK));
	}
	cseal_context_unref(stage.context);
	if (OK(prepare(&stage, "--again --model 300", "weak")))
		OK(refuse_each("capture encrypted", capture, &stage, CSEAL_OK));
	cseal_context_unref(stage.context);
	stu_end();
	return tap_done();
}
