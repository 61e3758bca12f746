/* SPDX-License-Identifier: Apache-2.0 */
/* sdt-harness.c -- reading a card from the simulator. */
#include "sdt-harness.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *const sdt_no_faults[] = { NULL };
const struct wish sdt_usual = { .card_wait_ms = 2000, .timeout_ms = 8000 };

int sdt_response_ms = RESPONSE_MS;

static char folder[] = "/tmp/counterseal-sdt-XXXXXX";
static char config[64];

void
sdt_configure(const char *more)
{
	FILE *file = fopen(config, "w");

	fprintf(file, "[module sdt-reader]\nresponse_ms = %d\npoll_ms = 20\n%s",
	    sdt_response_ms, more);
	fclose(file);
}

void
sdt_begin(void)
{
	if (mkdtemp(folder) == NULL)
		exit(99);
	snprintf(config, sizeof(config), "%s/test.conf", folder);
	sdt_configure("");
}

void
sdt_end(void)
{
	unlink(config);
	rmdir(folder);
}

cseal_context *
sdt_context(void)
{
	struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = config,
		.module_dir = TEST_MODULE_DIR,
	};
	cseal_context *context = NULL;
	cseal_error *error = NULL;

	if (cseal_context_new(&options, &context, &error) != CSEAL_OK) {
		printf("Bail out! %s\n", cseal_error_text(error));
		exit(99);
	}
	return context;
}

static long
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int
sdt_count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

/* What is given back in the background is so soon. */
bool
sdt_leaves_open(int fds)
{
	const struct timespec pause = { 0, 10000000 };

	for (int i = 0; i < 1000; i++) {
		if (sdt_count_fds() == fds)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* What no test expects. */
static void
fail(struct read *result, const char *why)
{
	cseal_identity_free(result->identity);
	result->identity = NULL;
	result->st = CSEAL_FAULT_INTERNAL;
	snprintf(result->text, sizeof(result->text), "%s", why);
}

struct canceller {
	cseal_cancel *cancel;
	int ms;
	pthread_t thread;
};

static void *
cancel_later(void *user)
{
	const struct canceller *canceller = user;
	const struct timespec pause = { canceller->ms / 1000,
		canceller->ms % 1000 * 1000000L };

	nanosleep(&pause, NULL);
	cseal_cancel_request(canceller->cancel);
	return NULL;
}

static void
cancel_begin(struct canceller *canceller, int ms)
{
	canceller->ms = ms;
	canceller->cancel = NULL;
	if (ms == 0)
		return;
	if (cseal_cancel_new(&canceller->cancel, NULL) != CSEAL_OK ||
	    pthread_create(&canceller->thread, NULL, cancel_later, canceller) !=
		0)
		exit(99);
}

static void
cancel_end(struct canceller *canceller)
{
	if (canceller->ms != 0)
		pthread_join(canceller->thread, NULL);
	cseal_cancel_free(canceller->cancel);
}

struct read
sdt_read(cseal_context *context, const char *uri, const struct wish *wish)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = wish->card_wait_ms,
		.want_fingerprint = wish->want_fingerprint,
	};
	cseal_error *error = NULL;
	struct canceller canceller;
	struct read result = { 0 };

	result.took_ms = now_ms();
	cancel_begin(&canceller, wish->cancel_ms);
	result.st = cseal_identity_read(context, uri, &options,
	    wish->timeout_ms, canceller.cancel, &result.identity, &error);
	result.took_ms = now_ms() - result.took_ms;
	cancel_end(&canceller);
	snprintf(
	    result.text, sizeof(result.text), "%s", cseal_error_text(error));
	if ((result.st == CSEAL_OK) != (error == NULL) ||
	    (error != NULL && cseal_error_status(error) != result.st))
		fail(&result, "status and error did not agree");
	cseal_error_free(error);
	return result;
}

/* One read of a card with faults, from start to end. */
struct read
sdt_read_card(bool on_tcp, const char *card, const char *const *faults,
    const struct wish *wish)
{
	cseal_context *context = sdt_context();
	struct simulator simulator;
	struct read result = { 0 };
	int fds;

	if (simulator_start(&simulator, on_tcp, card, faults)) {
		fds = sdt_count_fds();
		result = sdt_read(context, simulator.uri, wish);
		if (sdt_leaves_open(fds))
			fail(&result, "a descriptor was left open");
	} else {
		fail(&result, "the simulator did not start");
	}
	simulator_end(&simulator);
	cseal_context_unref(context);
	return result;
}

bool
sdt_is(const cseal_identity *identity, cseal_identity_field field,
    const char *text)
{
	const char *value = cseal_identity_value(identity, field);

	if (value == NULL || text == NULL)
		return value == text;
	return strcmp(value, text) == 0;
}

bool
sdt_has_reason(const cseal_identity *identity, const char *part)
{
	for (size_t i = 0; i < cseal_identity_reason_count(identity); i++) {
		if (strstr(cseal_identity_reason(identity, i), part) != NULL)
			return true;
	}
	return false;
}
