/* SPDX-License-Identifier: Apache-2.0 */
/* oom-evdev.c -- capturing from a pen tablet without memory: below
 * tests/hall/tablet-on-evdev. */
#include "modules/evdev-harness.h"
#include "refuse.h"
#include "tap.h"

static cseal_status
capture(void *user, cseal_error **ret_error)
{
	cseal_context *context = user;
	cseal_ink *ink;
	cseal_status st;

	tablet_write_begin(TABLET_SIGNED);
	st = cseal_ink_capture(
	    context, tablet_uri(), NULL, 10000, NULL, &ink, ret_error);
	tablet_write_end();
	if (st == CSEAL_OK)
		cseal_ink_free(ink);
	return st;
}

static cseal_status
list(void *user, cseal_error **ret_error)
{
	cseal_context *context = user;
	cseal_device_list *list;
	cseal_status st;

	st = cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD),
	    5000, NULL, &list, ret_error);
	if (st == CSEAL_OK)
		cseal_device_list_free(list);
	return st;
}

static void
ignore(void *user, const struct cseal_finding *finding)
{
}

static cseal_status
ask_doctor(void *user, cseal_error **ret_error)
{
	cseal_context *context = user;

	return cseal_device_doctor(context, ignore, NULL, ret_error);
}

int
main(void)
{
	cseal_context *context;

	refuse_init();
	tap_test = "tablet";
	tablet_begin(NULL, NULL);
	tablet_new("part");
	tablet_configure("switch1 = ok\n[devices]\npad = evdev:/dev/null\n"
			 "pad = evdev:x\n");
	context = tablet_context();
	OK(refuse_each("capture", capture, context, CSEAL_OK));
	OK(refuse_each("list tablets", list, context, CSEAL_OK));
	OK(refuse_each("ask the doctor", ask_doctor, context, CSEAL_OK));
	cseal_context_unref(context);
	tablet_end();
	return tap_done();
}
