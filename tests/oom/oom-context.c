/* SPDX-License-Identifier: Apache-2.0 */
/* oom-context.c -- contexts, modules and device lists without memory. */
#include "refuse.h"
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>

/* What the operations share; made before they run. */
struct stage {
	struct cseal_context_options options;
	char *module; /* absolute path */
};

static cseal_status
make_context(
    struct stage *stage, cseal_context **ret_context, cseal_error **ret_error)
{
	return cseal_context_new(&stage->options, ret_context, ret_error);
}

static cseal_status
new_context(void *user, cseal_error **ret_error)
{
	cseal_context *context;
	cseal_status st = make_context(user, &context, ret_error);

	if (st == CSEAL_OK)
		cseal_context_unref(context);
	return st;
}

static cseal_status
load_module(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_context *context;
	cseal_status st = make_context(stage, &context, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = cseal_context_load_module(context, stage->module, ret_error);
	cseal_context_unref(context);
	return st;
}

static cseal_status
list_devices(void *user, cseal_error **ret_error)
{
	cseal_device_list *list;
	cseal_context *context;
	cseal_status st = make_context(user, &context, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = cseal_device_list_new(context, 0, -1, NULL, &list, ret_error);
	if (st == CSEAL_OK) {
		if (cseal_device_list_count(list) != 2)
			st = cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
			    "a device was left out");
		cseal_device_list_free(list);
	}
	cseal_context_unref(context);
	return st;
}

static cseal_status
watch_devices(void *user, cseal_error **ret_error)
{
	const struct cseal_device *device;
	cseal_device_change change;
	cseal_device_watch *watch;
	cseal_context *context;
	cseal_status st = make_context(user, &context, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = cseal_device_watch_new(context, 0, &watch, ret_error);
	if (st == CSEAL_OK) {
		st = cseal_device_watch_dispatch(watch, ret_error);
		while (cseal_device_watch_next(watch, &change, &device))
			;
		cseal_device_watch_free(watch);
	}
	cseal_context_unref(context);
	return st;
}

static void
count_finding(void *user, const struct cseal_finding *finding)
{
}

static cseal_status
ask_doctor(void *user, cseal_error **ret_error)
{
	cseal_context *context;
	cseal_status st = make_context(user, &context, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = cseal_device_doctor(context, count_finding, NULL, ret_error);
	cseal_context_unref(context);
	return st;
}

static cseal_status
new_cancel(void *user, cseal_error **ret_error)
{
	cseal_cancel *cancel;
	cseal_status st = cseal_cancel_new(&cancel, ret_error);

	if (st == CSEAL_OK)
		cseal_cancel_free(cancel);
	return st;
}

static struct stage stage;

static const char config[] = "[devices]\n"
			     "reader = template:/dev/null\n"
			     "pad = nobody:1\n"
			     "unknown = 1\n";

/* A modules' folder with one module: what others need of OpenSSL is for the
 * tests of theirs. */
static bool
set_stage(void)
{
	char *built = build_path("modules/.libs/template-reader.so");

	scratch_folder("modules");
	if (symlink(built, scratch_path("modules/template-reader.so")) != 0)
		return false;
	free(built);
	stage.module = strdup(scratch_path("modules/template-reader.so"));
	stage.options.size = sizeof(stage.options);
	stage.options.system_config =
	    strdup(scratch_write("counterseal.conf", config));
	stage.options.module_dir = strdup(scratch_path("modules"));
	return stage.module != NULL && stage.options.module_dir != NULL;
}

static void
contexts_and_devices_survive_every_refused_allocation(void)
{
	OK(refuse_each("cseal_cancel_new", new_cancel, NULL, CSEAL_OK));
	OK(refuse_each("cseal_context_new", new_context, &stage, CSEAL_OK));
	OK(refuse_each(
	    "cseal_context_load_module", load_module, &stage, CSEAL_OK));
	OK(refuse_each(
	    "cseal_device_list_new", list_devices, &stage, CSEAL_OK));
	OK(refuse_each(
	    "cseal_device_watch_new", watch_devices, &stage, CSEAL_OK));
	OK(refuse_each("cseal_device_doctor", ask_doctor, &stage, CSEAL_OK));
}

int
main(void)
{
	refuse_init();
	scratch_make();
	if (!set_stage())
		return 99;
	RUN(contexts_and_devices_survive_every_refused_allocation);
	return tap_done();
}
