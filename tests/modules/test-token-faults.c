/* SPDX-License-Identifier: Apache-2.0 */
/* test-token-faults.c -- holds modules/token-reader to what cards and their
 * drivers do wrong: at each call of PKCS #11 in turn (mock-card.c). */
#include "cards.h"
#include "credentials.h"
#include "findings.h"
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define URI        "token:slot-description=Mock%20reader%2000%2000"
#define NAME       "Specimen-Peeters, \xc3\x89loise Marie"
#define CALLS_MOST 400

static struct cards card;
static char folder[512], root[512];

static void
make_folder(void)
{
	scratch_folder("card");
	snprintf(folder, sizeof(folder), "%s", scratch_path("card"));
	snprintf(root, sizeof(root), "%s", scratch_path("root.pem"));
	setenv("MOCK_CARD", folder, 1);
	cards_belgium(&card, "EC:P-384");
	cards_write(&card, folder);
	if (cred_write_pem(root, NULL, NULL, &card.root, 1) != 0)
		abort();
}

static void
set_fault(const char *what, unsigned at)
{
	char fault[64];

	snprintf(fault, sizeof(fault), "%s:%u", what, at);
	setenv("MOCK_CARD_FAULT", fault, 1);
}

static bool
has_file(const char *name)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return access(path, F_OK) == 0;
}

static void
put_file(const char *name, bool is_there)
{
	char path[600];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!is_there) {
		unlink(path);
		return;
	}
	file = fopen(path, "w");
	if (file == NULL)
		abort();
	fclose(file);
}

static unsigned
calls_made(void)
{
	char path[600];
	unsigned calls = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/calls", folder);
	file = fopen(path, "r");
	if (file == NULL || fscanf(file, "%u", &calls) != 1)
		abort();
	fclose(file);
	return calls;
}

static cseal_context *
make_context(void)
{
	const struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = scratch_path("config"),
		.module_dir = "/nonexistent",
	};
	FILE *file = fopen(options.user_config, "w");
	cseal_context *context = NULL;

	fprintf(file, "[module token-reader]\nmodule = %s\n", TEST_MOCK);
	fclose(file);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(context, TEST_MODULE, NULL) != CSEAL_OK) {
		printf("Bail out! no context\n");
		exit(1);
	}
	return context;
}

static cseal_status
read_card(cseal_context *context, cseal_identity **ret_identity)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = 0,
		.trust = root,
	};
	cseal_error *error = NULL;
	cseal_status st;

	*ret_identity = NULL;
	st = cseal_identity_read(
	    context, URI, &options, 20000, NULL, ret_identity, &error);
	if ((st == CSEAL_OK) != (error == NULL))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* Is it the right person, with nothing that was not signed?  The file has an
 * initial more than the certificate, which is what is left of a card whose data
 * objects are not seen. */
static bool
is_right(const cseal_identity *identity)
{
	const char *name = cseal_identity_value(identity, CSEAL_IDENTITY_NAME);
	const char *address =
	    cseal_identity_value(identity, CSEAL_IDENTITY_ADDRESS);

	return name != NULL && strncmp(name, NAME, strlen(NAME)) == 0 &&
	       (address == NULL ||
		   strcmp(address, "Rue de l'Exemple 1 /b02, 4700 "
				   "Eupen") == 0);
}

static void
a_card_that_behaves_is_read(void)
{
	cseal_context *context = make_context();
	cseal_identity *identity;

	OK(read_card(context, &identity) == CSEAL_OK);
	OK(identity != NULL && is_right(identity));
	OK(identity != NULL &&
	    cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
		CSEAL_VERDICT_YES);
	cseal_identity_free(identity);
	printf("# %u calls of PKCS #11\n", calls_made());
	OK(calls_made() > 20 && calls_made() < CALLS_MOST);
	cseal_context_unref(context);
}

/* At every call in turn: what comes out is an error, or the truth, or not
 * called signed. */
static void
fail_everywhere(const char *what, unsigned *ret_refused)
{
	cseal_context *context = make_context();
	unsigned calls = calls_made(), refused = 0;
	bool ok = true;

	for (unsigned at = 1; ok && at <= calls; at++) {
		cseal_identity *identity;
		cseal_status st;

		set_fault(what, at);
		st = read_card(context, &identity);
		refused += st != CSEAL_OK;
		ok = cseal_status_class_of(st) != CSEAL_CLASS_FAULT ||
		     st == CSEAL_FAULT_DEVICE;
		if (st == CSEAL_OK &&
		    cseal_identity_verdict(identity,
			CSEAL_IDENTITY_DATA_SIGNED) == CSEAL_VERDICT_YES)
			ok = ok && is_right(identity);
		if (!ok)
			printf("# at call %u: %s\n", at, cseal_status_name(st));
		cseal_identity_free(identity);
	}
	unsetenv("MOCK_CARD_FAULT");
	OKF(ok, "%s at each of %u calls, %u of which were refused", what, calls,
	    refused);
	*ret_refused = refused;
	cseal_context_unref(context);
}

static void
faults_at_every_call_make_no_wrong_person(void)
{
	static const struct {
		const char *what;
		unsigned least;
	} rows[] = {
		{ "removed", 20 },
		{ "refused", 20 },
		{ "failed", 20 },
		{ "long", 6 },
		{ "huge", 10 },
		{ "short", 0 },
		{ "garbage", 4 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_context *context = make_context();
		cseal_identity *identity;
		unsigned refused;

		/* Counts the calls anew. */
		OK(read_card(context, &identity) == CSEAL_OK);
		cseal_identity_free(identity);
		cseal_context_unref(context);
		fail_everywhere(rows[i].what, &refused);
		OKF(refused >= rows[i].least, "%s: %u", rows[i].what, refused);
	}
}

static void
a_card_that_is_pulled_out_is_tried_again(void)
{
	cseal_context *context = make_context();
	cseal_identity *identity;
	cseal_status st;

	set_fault("removed", 12);
	st = read_card(context, &identity);
	OKF(st == CSEAL_AGAIN_CARD_LIFTED, "%s", cseal_status_name(st));
	unsetenv("MOCK_CARD_FAULT");
	put_file("absent", true);
	OK(read_card(context, &identity) == CSEAL_AGAIN_NO_CARD);
	put_file("absent", false);
	OK(read_card(context, &identity) == CSEAL_OK);
	cseal_identity_free(identity);
	cseal_context_unref(context);
}

static void *
put_in_later(void *argument)
{
	(void)argument;
	usleep(600 * 1000);
	put_file("absent", false);
	return NULL;
}

static void
a_card_is_waited_for(void)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = -1,
	};
	cseal_context *context = make_context();
	cseal_identity *identity = NULL;
	pthread_t thread;

	put_file("absent", true);
	OK(pthread_create(&thread, NULL, put_in_later, NULL) == 0);
	OK(cseal_identity_read(context, "token:any", &options, 30000, NULL,
	       &identity, NULL) == CSEAL_OK);
	OK(identity != NULL && is_right(identity));
	pthread_join(thread, NULL);
	cseal_identity_free(identity);
	cseal_context_unref(context);
}

/* ---- time ------------------------------------------------------------- */

static void *
cancel_when_asleep(void *cancel)
{
	for (int i = 0; i < 1000 && !has_file("asleep"); i++)
		usleep(10 * 1000);
	cseal_cancel_request(cancel);
	return NULL;
}

/* The driver is still in its call when the application has its answer. */
static void
cancel_does_not_wait_for_the_driver(void)
{
	static const unsigned at[] = { 2, 5, 8, 15 };

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		const struct cseal_identity_options options = {
			.size = sizeof(options),
			.card_wait_ms = -1,
		};
		cseal_context *context = make_context();
		cseal_identity *identity = NULL;
		cseal_cancel *cancel = NULL;
		pthread_t thread;
		cseal_status st;

		set_fault("slow", at[i]);
		OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
		OK(pthread_create(&thread, NULL, cancel_when_asleep, cancel) ==
		    0);
		st = cseal_identity_read(
		    context, URI, &options, 30000, cancel, &identity, NULL);
		OKF(st == CSEAL_STOPPED_CANCELLED, "call %u: %s", at[i],
		    cseal_status_name(st));
		OKF(has_file("asleep"), "call %u still sleeps", at[i]);
		pthread_join(thread, NULL);
		cseal_context_unref(context);
		cseal_cancel_free(cancel);
		unsetenv("MOCK_CARD_FAULT");
		/* The driver is one for all: it must be awake again. */
		for (int k = 0; k < 1000 && has_file("asleep"); k++)
			usleep(10 * 1000);
		OK(!has_file("asleep"));
		usleep(100 * 1000);
	}
}

static void
time_does_not_wait_for_the_driver(void)
{
	cseal_context *context = make_context();
	cseal_identity *identity = NULL;
	cseal_status st;

	set_fault("slow", 6);
	st =
	    cseal_identity_read(context, URI, NULL, 500, NULL, &identity, NULL);
	OKF(st == CSEAL_STOPPED_TIMEOUT, "%s", cseal_status_name(st));
	OK(has_file("asleep"));
	cseal_context_unref(context);
	unsetenv("MOCK_CARD_FAULT");
	for (int k = 0; k < 1000 && has_file("asleep"); k++)
		usleep(10 * 1000);
	usleep(100 * 1000);
}

/* ---- devices ---------------------------------------------------------- */

/* Waits for the next event. */
static bool
next(cseal_device_watch *watch, cseal_device_change *change, char uri[256])
{
	const struct cseal_device *device;

	for (int i = 0; i < 100; i++) {
		struct pollfd poll_fd = { cseal_device_watch_fd(watch), POLLIN,
			0 };

		if (cseal_device_watch_next(watch, change, &device)) {
			snprintf(uri, 256, "%s", device->uri);
			return true;
		}
		if (poll(&poll_fd, 1, 1000) == 1 &&
		    cseal_device_watch_dispatch(watch, NULL) != CSEAL_OK)
			return false;
	}
	return false;
}

static void
a_card_comes_and_goes_and_keeps_its_uri(void)
{
	cseal_context *context = make_context();
	cseal_device_watch *watch = NULL;
	cseal_device_change change;
	char uri[256];

	OK(cseal_device_watch_new(context, CSEAL_KIND_BIT(CSEAL_KIND_READER),
	       &watch, NULL) == CSEAL_OK);
	OK(next(watch, &change, uri) && change == CSEAL_DEVICE_ARRIVED);
	OKF(strcmp(uri, URI) == 0, "%s", uri);
	put_file("absent", true);
	OK(next(watch, &change, uri) && change == CSEAL_DEVICE_LEFT);
	OK(strcmp(uri, URI) == 0);
	put_file("absent", false);
	OK(next(watch, &change, uri) && change == CSEAL_DEVICE_ARRIVED);
	OK(strcmp(uri, URI) == 0);
	cseal_device_watch_free(watch);
	cseal_context_unref(context);
}

static void
the_doctor_sees_the_reader(void)
{
	cseal_context *context = make_context();
	const struct findings *findings = findings_of(context, "token-reader");

	OK(findings->problems == 0);
	OK(findings_have(
	    findings, "The card in Mock reader 00 00 says who its holder is"));
	put_file("absent", true);
	findings = findings_of(context, "token-reader");
	OK(findings_have(findings, "There is the reader Mock reader 00 00"));
	put_file("absent", false);
	/* As OpenSC shows a Belgian card. */
	for (size_t i = 0; i < card.object_count; i++) {
		char name[64];

		snprintf(name, sizeof(name), "data-%s", card.objects[i].label);
		put_file(name, false);
	}
	findings = findings_of(context, "token-reader");
	OK(findings->problems == 1);
	OK(findings_have(findings, "beidpkcs11"));
	cseal_context_unref(context);
}

int
main(void)
{
	scratch_make();
	make_folder();
	RUN(a_card_that_behaves_is_read);
	RUN(faults_at_every_call_make_no_wrong_person);
	RUN(a_card_that_is_pulled_out_is_tried_again);
	RUN(a_card_is_waited_for);
	RUN(cancel_does_not_wait_for_the_driver);
	RUN(time_does_not_wait_for_the_driver);
	RUN(a_card_comes_and_goes_and_keeps_its_uri);
	RUN(the_doctor_sees_the_reader);
	cards_clear(&card);
	return tap_done();
}
