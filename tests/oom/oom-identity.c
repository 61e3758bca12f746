/* SPDX-License-Identifier: Apache-2.0 */
/* oom-identity.c -- reading a card, and identities as JSON, without memory.
 *
 * The card is read from the simulator on TCP, so that the module and its
 * transport are refused, too. */
#include "modules/simulator.h"
#include "refuse.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct stage {
	cseal_context *context;
	char uri[192];
	char *json;
	const char *bare;
};

static cseal_status
read_card(void *user, cseal_error **ret_error)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = 1000,
		.want_fingerprint = true,
	};
	struct stage *stage = user;
	cseal_identity *identity;
	cseal_status st;

	st = cseal_identity_read(stage->context, stage->uri, &options, 5000,
	    NULL, &identity, ret_error);
	if (st == CSEAL_OK)
		cseal_identity_free(identity);
	return st;
}

static cseal_status
take_json(const char *json, cseal_error **ret_error)
{
	cseal_identity *identity;
	cseal_status st;

	st = cseal_identity_new_json(json, strlen(json), &identity, ret_error);
	if (st == CSEAL_OK)
		cseal_identity_free(identity);
	return st;
}

static cseal_status
take_whole_json(void *user, cseal_error **ret_error)
{
	return take_json(((struct stage *)user)->json, ret_error);
}

static cseal_status
take_bare_json(void *user, cseal_error **ret_error)
{
	return take_json(((struct stage *)user)->bare, ret_error);
}

static cseal_status
take_wrong_json(void *user, cseal_error **ret_error)
{
	return take_json("{\"virtual\":false,\"name\":7}", ret_error);
}

static cseal_status
write_json(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_identity *identity;
	cseal_status st;

	refuse_pause();
	st = cseal_identity_new_json(
	    stage->json, strlen(stage->json), &identity, ret_error);
	refuse_resume();
	if (st != CSEAL_OK)
		return st;
	if (cseal_identity_json(identity) == NULL)
		st = cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "no memory for JSON");
	cseal_identity_free(identity);
	return st;
}

static cseal_status
list_readers(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_device_list *list;
	cseal_status st;

	st = cseal_device_list_new(stage->context,
	    CSEAL_KIND_BIT(CSEAL_KIND_READER), 5000, NULL, &list, ret_error);
	if (st != CSEAL_OK)
		return st;
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
	struct stage *stage = user;

	return cseal_device_doctor(stage->context, ignore, NULL, ret_error);
}

static cseal_status
watch_readers(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_device_watch *watch;
	cseal_status st;

	st = cseal_device_watch_new(stage->context,
	    CSEAL_KIND_BIT(CSEAL_KIND_READER), &watch, ret_error);
	if (st == CSEAL_OK)
		cseal_device_watch_free(watch);
	return st;
}

static bool
make_context(struct stage *stage)
{
	char config[] = "/tmp/counterseal-oom-XXXXXX";
	const struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = config,
		.module_dir = "/nonexistent",
	};
	int fd = mkstemp(config);
	FILE *file = fdopen(fd, "w");
	cseal_status st;

	fprintf(file,
	    "[devices]\nreader = %s\nreader = sdt:tty:/dev/ttyUSB-none\n"
	    "reader = sdt:usb:1\n[module sdt-reader]\npoll_ms = 10\n",
	    stage->uri);
	fclose(file);
	st = cseal_context_new(&options, &stage->context, NULL);
	unlink(config);
	return st == CSEAL_OK && cseal_context_load_module(stage->context,
				     SDT_MODULE, NULL) == CSEAL_OK;
}

static bool
make_json(struct stage *stage)
{
	cseal_identity *identity;
	const char *json;

	if (cseal_identity_read(stage->context, stage->uri, NULL, 5000, NULL,
		&identity, NULL) != CSEAL_OK)
		return false;
	json = cseal_identity_json(identity);
	stage->json = json == NULL ? NULL : strdup(json);
	cseal_identity_free(identity);
	return stage->json != NULL;
}

int
main(void)
{
	static const char *const no_faults[] = { NULL };
	struct simulator simulator;
	struct stage stage = {
		.bare =
		    "{\"document_type\":\"cn-resident\",\"virtual\":false,"
		    "\"name\":\"a\",\"portrait\":{\"media_type\":"
		    "\"image/jpeg\",\"base64\":\"/9j/\"},\"signature_image\":{"
		    "\"media_type\":\"image/jpeg\",\"base64\":\"/9j/\"},"
		    "\"persons_to_notify\":[{\"name\":\"b\"}]}",
	};

	refuse_init();
	if (!simulator_start(&simulator, true, "moved", no_faults))
		return 99;
	snprintf(stage.uri, sizeof(stage.uri), "%s", simulator.uri);
	tap_test = "identity";
	if (OK(make_context(&stage)) && OK(make_json(&stage))) {
		OK(refuse_each("take JSON", take_whole_json, &stage, CSEAL_OK));
		OK(refuse_each(
		    "take bare JSON", take_bare_json, &stage, CSEAL_OK));
		OK(refuse_each("take wrong JSON", take_wrong_json, &stage,
		    CSEAL_REFUSED_INPUT));
		OK(refuse_each("write JSON", write_json, &stage, CSEAL_OK));
		OK(refuse_each("read a card", read_card, &stage, CSEAL_OK));
		/* Not localhost, which is a number to look up: a name. */
		snprintf(stage.uri, sizeof(stage.uri), "sdt:tcp:localhost:%s",
		    simulator.where);
		OK(refuse_each("read by name", read_card, &stage, CSEAL_OK));
		OK(refuse_each("list", list_readers, &stage, CSEAL_OK));
		OK(refuse_each("watch", watch_readers, &stage, CSEAL_OK));
		OK(refuse_each("doctor", ask_doctor, &stage, CSEAL_OK));
	}
	free(stage.json);
	cseal_context_unref(stage.context);
	simulator_end(&simulator);
	return tap_done();
}
