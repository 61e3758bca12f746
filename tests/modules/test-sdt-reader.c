/* SPDX-License-Identifier: Apache-2.0 */
/* test-sdt-reader.c -- proves modules/sdt-reader through the public API,
 * against the SAM simulator on the far side of a pty and of TCP. */
#include "simulator.h"
#include "tap.h"

#include <arpa/inet.h>
#include <counterseal/counterseal.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define RESPONSE_MS 400 /* as configured below */
#define SLACK_MS    100 /* for a stop to be noticed */

static char folder[] = "/tmp/counterseal-sdt-XXXXXX";
static char config[64];

static void
write_config(const char *more)
{
	FILE *file = fopen(config, "w");

	fprintf(file, "[module sdt-reader]\nresponse_ms = %d\npoll_ms = 20\n%s",
	    RESPONSE_MS, more);
	fclose(file);
}

static cseal_context *
new_context(void)
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

static int
count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

struct read {
	cseal_status st;
	cseal_identity *identity; /* if st is CSEAL_OK */
	char text[512];           /* of the error */
	long took_ms;
};

struct wish {
	int card_wait_ms, timeout_ms;
	bool want_fingerprint;
	cseal_cancel *cancel;
};

static struct read
read_uri(cseal_context *context, const char *uri, const struct wish *wish)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = wish->card_wait_ms,
		.want_fingerprint = wish->want_fingerprint,
	};
	cseal_error *error = NULL;
	struct read result = { 0 };

	result.took_ms = now_ms();
	result.st = cseal_identity_read(context, uri, &options,
	    wish->timeout_ms, wish->cancel, &result.identity, &error);
	result.took_ms = now_ms() - result.took_ms;
	snprintf(
	    result.text, sizeof(result.text), "%s", cseal_error_text(error));
	OK((result.st == CSEAL_OK) == (error == NULL));
	if (error != NULL)
		OK(cseal_error_status(error) == result.st);
	cseal_error_free(error);
	return result;
}

/* One read of a card with faults, from start to end. */
static struct read
read_card(bool on_tcp, const char *card, const char *const *faults,
    const struct wish *wish)
{
	cseal_context *context = new_context();
	struct simulator simulator;
	struct read result = { .st = CSEAL_FAULT_INTERNAL };
	int fds;

	if (OK(simulator_start(&simulator, on_tcp, card, faults))) {
		/* The first look loads the module. */
		fds = count_fds();
		result = read_uri(context, simulator.uri, wish);
		OKF(count_fds() == fds, "no descriptor is left open");
	}
	simulator_end(&simulator);
	cseal_context_unref(context);
	return result;
}

static const char *const no_faults[] = { NULL };
static const struct wish usual = { .card_wait_ms = 2000, .timeout_ms = 8000 };

static bool
is(const cseal_identity *identity, cseal_identity_field field, const char *text)
{
	const char *value = cseal_identity_value(identity, field);

	if (value == NULL || text == NULL)
		return value == text;
	return strcmp(value, text) == 0;
}

static bool
has_reason(const cseal_identity *identity, const char *part)
{
	for (size_t i = 0; i < cseal_identity_reason_count(identity); i++) {
		if (strstr(cseal_identity_reason(identity, i), part) != NULL)
			return true;
	}
	return false;
}

static void
check_customer(const cseal_identity *identity)
{
	const char *media_type = NULL;
	const char *portrait;
	size_t len = 0;

	OK(is(identity, CSEAL_IDENTITY_DOCUMENT_TYPE, "cn-resident"));
	OK(is(identity, CSEAL_IDENTITY_NAME, "沈佳禾"));
	OK(is(identity, CSEAL_IDENTITY_NAME_LATIN, NULL));
	OK(is(identity, CSEAL_IDENTITY_SEX, "female"));
	OK(is(identity, CSEAL_IDENTITY_NATION, "汉"));
	OK(is(identity, CSEAL_IDENTITY_BIRTH_DATE, "1995-06-18"));
	OK(is(identity, CSEAL_IDENTITY_ADDRESS,
	    "云汀市临江区望潮路66号听涛苑3幢1单元502室"));
	OK(is(identity, CSEAL_IDENTITY_ADDRESS_NEW, NULL));
	OK(is(identity, CSEAL_IDENTITY_NUMBER, "999901199506180023"));
	OK(is(identity, CSEAL_IDENTITY_AUTHORITY, "云汀市公安局临江分局"));
	OK(is(identity, CSEAL_IDENTITY_VALID_FROM, "2021-07-09"));
	OK(is(identity, CSEAL_IDENTITY_VALID_TO, "2041-07-09"));
	OK(is(identity, CSEAL_IDENTITY_READER_ID,
	    "05.03-20230601-0001234567-0987654321"));
	portrait = cseal_identity_portrait(identity, &len, &media_type);
	OK(portrait != NULL && len == 1024 && memcmp(portrait, "WLf", 3) == 0);
	OK(media_type != NULL && strcmp(media_type, "application/x-wlt") == 0);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_UNKNOWN);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_CHIP_GENUINE) ==
	    CSEAL_VERDICT_UNKNOWN);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_MATCHES_PRINT) ==
	    CSEAL_VERDICT_UNKNOWN);
	/* Nothing about the card itself. */
	OK(cseal_identity_reason_count(identity) == 3);
	OK(!cseal_identity_is_virtual(identity));
}

static void
a_resident_card_is_read_over_a_pty_and_over_tcp(void)
{
	for (int on_tcp = 0; on_tcp < 2; on_tcp++) {
		struct read result =
		    read_card(on_tcp, "customer", no_faults, &usual);

		if (OKF(result.st == CSEAL_OK, "%s: %s", on_tcp ? "TCP" : "pty",
			result.text))
			check_customer(result.identity);
		cseal_identity_free(result.identity);
	}
}

static void
a_card_with_added_addresses_and_fingerprints_is_read(void)
{
	struct wish wish = usual;
	struct read result;
	const char *json;

	wish.want_fingerprint = true;
	result = read_card(true, "moved", no_faults, &wish);
	if (!OKF(result.st == CSEAL_OK, "%s", result.text))
		return;
	OK(is(result.identity, CSEAL_IDENTITY_NAME, "阿迪力·示例江"));
	OK(is(result.identity, CSEAL_IDENTITY_NATION, "维吾尔"));
	OK(is(result.identity, CSEAL_IDENTITY_VALID_TO, "long-term"));
	OK(is(result.identity, CSEAL_IDENTITY_ADDRESS_NEW,
	    "云汀市临江区 灯塔街2号"));
	OK(has_reason(result.identity, "2 added addresses"));
	OK(is(result.identity, CSEAL_IDENTITY_READER_ID,
	    "05.01-20190101-0000000042-4294967295"));
	json = cseal_identity_json(result.identity);
	OK(json != NULL && strstr(json, "\"sdt.fingerprint\":\"QwE") != NULL);
	cseal_identity_free(result.identity);
}

static void
fingerprints_are_not_read_where_they_are_not_wished(void)
{
	struct read result = read_card(true, "moved", no_faults, &usual);
	const char *json;

	if (!OKF(result.st == CSEAL_OK, "%s", result.text))
		return;
	json = cseal_identity_json(result.identity);
	OK(json != NULL && strstr(json, "fingerprint") == NULL);
	cseal_identity_free(result.identity);
}

static void
the_other_documents_are_read(void)
{
	static const struct {
		const char *card, *type, *number, *old, *permit, *latin;
	} rows[] = {
		{ "hmt-permit", "cn-hmt-permit", "999902198511200019", NULL,
		    "H00000000", NULL },
		{ "foreign-2017", "cn-foreign-2017", "UTO990064022917", NULL,
		    NULL, "ERIKSSON, ANNA MARIA" },
		{ "foreign-2023", "cn-foreign-2023", "999999196402290027",
		    "UTO990064022917", NULL,
		    "ERIKSSON, ANNA MARIA ELISABETH KRI STINA" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct read result =
		    read_card(false, rows[i].card, no_faults, &usual);
		const cseal_identity *identity = result.identity;

		if (!OKF(result.st == CSEAL_OK, "%s", result.text))
			continue;
		OK(is(identity, CSEAL_IDENTITY_DOCUMENT_TYPE, rows[i].type));
		OK(is(identity, CSEAL_IDENTITY_NUMBER, rows[i].number));
		OK(is(identity, CSEAL_IDENTITY_NUMBER_OLD, rows[i].old));
		OK(is(identity, CSEAL_IDENTITY_PERMIT_NUMBER, rows[i].permit));
		OK(is(identity, CSEAL_IDENTITY_NAME_LATIN, rows[i].latin));
		OKF(cseal_identity_reason_count(identity) == 3,
		    "the card adds up");
		cseal_identity_free(result.identity);
	}
}

struct fault {
	const char *faults[4];
	cseal_status st;
	const char *part; /* of the error, or a reason */
	int card_wait_ms; /* 0: 300 */
	int least_ms;     /* it is not given up earlier */
};

/* What must come of each; nothing here takes longer than a few answers. */
static const struct fault faults[] = {
	/* Whatever the line does to the bytes, the card is read. */
	{ { "split" }, CSEAL_OK, NULL, 0, 0 },
	{ { "garbage" }, CSEAL_OK, NULL, 0, 0 },
	{ { "split", "garbage" }, CSEAL_OK, NULL, 0, 0 },
	{ { "early" }, CSEAL_OK, NULL, 0, 0 },
	{ { "late=150" }, CSEAL_OK, NULL, 0, 0 },
	{ { "bad-check=1" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=read:10:1" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=find:10:1" }, CSEAL_OK, NULL, 0, 0 },

	/* Frames that are none. */
	{ { "bad-check" }, CSEAL_FAULT_DEVICE, "damaged frame", 0, 0 },
	{ { "long" }, CSEAL_FAULT_DEVICE, "wrong length", 0, 0 },
	{ { "short" }, CSEAL_FAULT_DEVICE, "wrong length", 0, 0 },
	{ { "truncate=1" }, CSEAL_FAULT_DEVICE, "no answer", 0, RESPONSE_MS },
	{ { "truncate=4" }, CSEAL_FAULT_DEVICE, "no answer", 0, RESPONSE_MS },
	{ { "noise" }, CSEAL_FAULT_DEVICE, "noise without end", 0, 0 },
	{ { "bad-lengths" }, CSEAL_FAULT_DEVICE, "do not agree", 0, 0 },
	{ { "sw1" }, CSEAL_FAULT_DEVICE, "status was unknown", 0, 0 },

	/* No answer: nobody there, or nobody there any more. */
	{ { "silent=all" }, CSEAL_COUNTER_NO_DEVICE, "no SAM answered", 0,
	    RESPONSE_MS },
	{ { "silent=status" }, CSEAL_COUNTER_NO_DEVICE, "no SAM answered", 0,
	    RESPONSE_MS },
	{ { "silent=id" }, CSEAL_COUNTER_DEVICE_GONE, "did not answer", 0,
	    RESPONSE_MS },
	{ { "silent=find" }, CSEAL_COUNTER_DEVICE_GONE, "did not answer", 0,
	    RESPONSE_MS },
	{ { "silent=select" }, CSEAL_COUNTER_DEVICE_GONE, "did not answer", 0,
	    RESPONSE_MS },
	{ { "silent=read" }, CSEAL_COUNTER_DEVICE_GONE, "did not answer", 0,
	    RESPONSE_MS },
	/* All of the card but what few SAMs are asked for. */
	{ { "silent=address" }, CSEAL_OK, "added address is not known", 0,
	    RESPONSE_MS },

	/* Statuses of the SAM. */
	{ { "sw=status:66" }, CSEAL_COUNTER_DEVICE_FAILED, "not authorised", 0,
	    0 },
	{ { "sw=status:60" }, CSEAL_COUNTER_DEVICE_FAILED, "self-test", 0, 0 },
	{ { "sw=status:21" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=id:05" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=id:24:2" }, CSEAL_OK, NULL, 0, 0 },
	{ { "old" }, CSEAL_OK, "added address is not known", 0, 0 },
	{ { "sw=find:80" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=find:66" }, CSEAL_COUNTER_DEVICE_FAILED, "not authorised", 0,
	    0 },
	{ { "sw=find:24" }, CSEAL_FAULT_DEVICE, "unknown error", 0, 0 },
	{ { "sw=find:10" }, CSEAL_FAULT_DEVICE, "wrong check byte", 0, 0 },
	{ { "sw=select:23", "no-card" }, CSEAL_AGAIN_NO_CARD, "no card", 0,
	    300 },
	{ { "sw=select:23" }, CSEAL_FAULT_DEVICE, "not permitted", 0, 0 },
	{ { "sw=select:41:1" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=find:81:2" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=select:81" }, CSEAL_AGAIN_CARD_LIFTED, "lifted", 0, 300 },
	{ { "sw=select:81:2" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=select:66" }, CSEAL_COUNTER_DEVICE_FAILED, "not authorised", 0,
	    0 },
	{ { "sw=read:41" }, CSEAL_COUNTER_CARD_UNREADABLE, "could not be read",
	    0, 0 },
	{ { "sw=read:41:2" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=read:31" }, CSEAL_COUNTER_CARD_UNREADABLE, "authenticate", 0,
	    0 },
	{ { "sw=read:32" }, CSEAL_COUNTER_CARD_UNREADABLE, "authenticate", 0,
	    0 },
	{ { "sw=read:33:1" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=read:3F" }, CSEAL_COUNTER_CARD_UNREADABLE, "wrong length", 0,
	    0 },
	{ { "sw=read:40" }, CSEAL_COUNTER_CARD_UNREADABLE, "kind of card", 0,
	    0 },
	{ { "sw=read:91" }, CSEAL_FAULT_DEVICE, "no such item", 0, 0 },
	{ { "sw=read:90" }, CSEAL_FAULT_DEVICE, "no answer", 0, RESPONSE_MS },
	{ { "sw=find:90" }, CSEAL_FAULT_DEVICE, "no answer", 0, RESPONSE_MS },
	{ { "sw=select:9F" }, CSEAL_FAULT_DEVICE, "no answer", 0, RESPONSE_MS },
	{ { "sw=read:66" }, CSEAL_COUNTER_DEVICE_FAILED, "not authorised", 0,
	    0 },
	{ { "sw=read:21" }, CSEAL_FAULT_DEVICE, "command was unknown", 0, 0 },
	{ { "sw=read:EE" }, CSEAL_FAULT_DEVICE, "status was unknown", 0, 0 },
	{ { "sw=address:21" }, CSEAL_OK, "added address is not known", 0, 0 },
	{ { "sw=address:41:1" }, CSEAL_OK, NULL, 0, 0 },
	{ { "sw=address:41" }, CSEAL_OK, "added address is not known", 0, 0 },
	{ { "sw=address:90" }, CSEAL_OK, NULL, 0, 0 },
	{ { "address-len=71" }, CSEAL_OK, "length that addresses do not", 0,
	    0 },
	{ { "address-len=280" }, CSEAL_OK, "4 added addresses", 0, 0 },
	{ { "address-len=281" }, CSEAL_FAULT_DEVICE, "no answer", 0,
	    RESPONSE_MS },

	/* The card comes, goes, and comes back. */
	{ { "no-card" }, CSEAL_AGAIN_NO_CARD, "no card", 0, 300 },
	{ { "sw=find:80", "no-card" }, CSEAL_AGAIN_NO_CARD, "no card", 0, 300 },
	{ { "card-after=200" }, CSEAL_OK, NULL, 2000, 200 },
	{ { "card-after=2000" }, CSEAL_AGAIN_NO_CARD, "no card", 0, 300 },
	{ { "found-once" }, CSEAL_OK, NULL, 0, 0 },
	{ { "found-once", "sw=read:41:2" }, CSEAL_OK, NULL, 0, 0 },
	{ { "lift-after=find" }, CSEAL_AGAIN_CARD_LIFTED, "lifted", 0, 300 },
	{ { "lift-after=select" }, CSEAL_AGAIN_CARD_LIFTED, "lifted", 0, 300 },
	{ { "lift-after=read" }, CSEAL_AGAIN_CARD_LIFTED, "lifted", 0, 300 },
	{ { "lift-after=address" }, CSEAL_OK, NULL, 0, 0 },
	{ { "lift-after=find", "back-after=200" }, CSEAL_OK, NULL, 2000, 200 },
	{ { "lift-after=select", "back-after=200" }, CSEAL_OK, NULL, 2000,
	    200 },
	{ { "lift-after=read", "back-after=200" }, CSEAL_OK, NULL, 2000, 200 },
	{ { "lift-after=read", "back-after=200", "found-once" }, CSEAL_OK, NULL,
	    2000, 200 },

	/* The reader goes. */
	{ { "unplug=0" }, CSEAL_COUNTER_DEVICE_GONE, "the reader", 0, 0 },
	{ { "unplug=1" }, CSEAL_COUNTER_DEVICE_GONE, "the reader", 0, 0 },
	{ { "unplug=11" }, CSEAL_COUNTER_DEVICE_GONE, "the reader", 0, 0 },
	{ { "unplug=37" }, CSEAL_COUNTER_DEVICE_GONE, "the reader", 0, 0 },
	{ { "unplug=60" }, CSEAL_COUNTER_DEVICE_GONE, "the reader", 0, 0 },
	{ { "unplug=100" }, CSEAL_COUNTER_DEVICE_GONE, "the reader", 0, 0 },
	{ { "unplug=1000" }, CSEAL_COUNTER_DEVICE_GONE, "the reader", 0, 0 },
	{ { "unplug=1000", "reset" }, CSEAL_COUNTER_DEVICE_GONE, "the reader",
	    0, 0 },
	{ { "unplug=0", "reset" }, CSEAL_COUNTER_DEVICE_GONE, "the reader", 0,
	    0 },
};

static void
check_fault(const struct fault *fault, bool on_tcp)
{
	struct wish wish = { .card_wait_ms = 300, .timeout_ms = 10000 };
	struct read result;
	char name[128];

	snprintf(name, sizeof(name), "%s %s over %s", fault->faults[0],
	    fault->faults[1] == NULL ? "" : fault->faults[1],
	    on_tcp ? "TCP" : "a pty");
	if (fault->card_wait_ms != 0)
		wish.card_wait_ms = fault->card_wait_ms;
	result = read_card(on_tcp, "customer", fault->faults, &wish);
	OKF(result.st == fault->st, "%s is %s: %s", name,
	    cseal_status_name(result.st), result.text);
	OKF(result.took_ms >= fault->least_ms, "%s took %ld ms", name,
	    result.took_ms);
	OKF(result.took_ms < 4 * RESPONSE_MS + wish.card_wait_ms,
	    "%s took no longer", name);
	if (result.st == CSEAL_OK) {
		OKF(is(result.identity, CSEAL_IDENTITY_NUMBER,
			"999901199506180023"),
		    "%s: it is the customer", name);
		OKF(fault->part == NULL ||
			has_reason(result.identity, fault->part),
		    "%s: the reason is given", name);
	} else if (fault->part != NULL) {
		OKF(strstr(result.text, fault->part) != NULL, "%s: %s", name,
		    result.text);
	}
	cseal_identity_free(result.identity);
}

static void
every_fault_has_its_status(void)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		check_fault(&faults[i], false);
		check_fault(&faults[i], true);
	}
}

/* 11 + 27 + 15 + 19 + 1295 + 11 bytes are a whole conversation. */
#define CONVERSATION_LEN 1378

static void
a_reader_unplugged_at_any_byte_is_gone(void)
{
	static const char *const unplug[] = { "unplug=0+13", NULL };
	cseal_context *context = new_context();
	struct simulator simulator;
	size_t wrong = 0, count = 0;
	int fds = -1;

	if (!OK(simulator_start(&simulator, true, "customer", unplug)))
		return;
	for (int at = 0; at < CONVERSATION_LEN; at += 13) {
		cseal_identity *identity = NULL;
		cseal_status st = cseal_identity_read(
		    context, simulator.uri, NULL, 5000, NULL, &identity, NULL);

		count++;
		wrong += st != CSEAL_COUNTER_DEVICE_GONE;
		if (st != CSEAL_COUNTER_DEVICE_GONE)
			printf("# at %d: %s\n", at, cseal_status_name(st));
		cseal_identity_free(identity);
		if (at == 0)
			fds = count_fds();
	}
	OKF(wrong == 0, "%zu places", count);
	OK(count_fds() == fds);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

/* One byte every 2 ms: a frame takes longer than an answer may be late, and
 * is read all the same on a line that is slow by its nature. */
static void
a_slow_line_is_waited_for(void)
{
	static const char *const slow[] = { "slow=1", NULL };
	cseal_context *context = new_context();
	struct simulator simulator;
	struct read result;
	char uri[192];

	if (!OK(simulator_start(&simulator, false, "customer", slow)))
		return;
	snprintf(uri, sizeof(uri), "%s?baud=9600", simulator.uri);
	result = read_uri(context, uri, &usual);
	OKF(result.st == CSEAL_OK && result.took_ms > 1300, "%ld ms: %s",
	    result.took_ms, result.text);
	cseal_identity_free(result.identity);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

static void *
cancel_later(void *argument)
{
	const struct timespec pause = { 0, 150 * 1000000L };

	nanosleep(&pause, NULL);
	cseal_cancel_request(argument);
	return NULL;
}

/* Where a call hangs while it is stopped. */
static const char *const hangs[][2] = {
	{ "silent=all", NULL },
	{ "silent=id", NULL },
	{ "silent=find", NULL },
	{ "silent=select", NULL },
	{ "silent=read", NULL },
	{ "silent=address", NULL },
	{ "no-card", NULL },
	{ "sw=select:81", NULL },
	{ "truncate=1", NULL },
	{ "slow=40", NULL },
};

#define HANG_COUNT (sizeof(hangs) / sizeof(hangs[0]))

/* A machine that is busy with something else may be late; one that is late
 * three times is not. */
#define ATTEMPTS 3

static struct read
read_cancelled(bool on_tcp, const char *const *fault)
{
	struct wish wish = { .card_wait_ms = -1, .timeout_ms = -1 };
	struct read result;
	pthread_t thread;

	cseal_cancel_new(&wish.cancel, NULL);
	pthread_create(&thread, NULL, cancel_later, wish.cancel);
	result = read_card(on_tcp, "customer", fault, &wish);
	pthread_join(thread, NULL);
	cseal_cancel_free(wish.cancel);
	return result;
}

static void
a_cancel_ends_every_step_at_once(void)
{
	for (size_t i = 0; i < 2 * HANG_COUNT; i++) {
		const char *const *fault = hangs[i % HANG_COUNT];
		struct read result;

		for (int k = 0; k < ATTEMPTS; k++) {
			result = read_cancelled(i >= HANG_COUNT, fault);
			if (result.took_ms <= 150 + SLACK_MS)
				break;
		}
		OKF(result.st == CSEAL_STOPPED_CANCELLED, "%s is %s", fault[0],
		    cseal_status_name(result.st));
		OKF(result.took_ms <= 150 + SLACK_MS, "%s took %ld ms",
		    fault[0], result.took_ms);
	}
}

static void
the_timeout_ends_every_step_at_once(void)
{
	const struct wish wish = { .card_wait_ms = -1, .timeout_ms = 200 };

	for (size_t i = 0; i < 2 * HANG_COUNT; i++) {
		const char *const *fault = hangs[i % HANG_COUNT];
		struct read result;

		for (int k = 0; k < ATTEMPTS; k++) {
			result = read_card(
			    i >= HANG_COUNT, "customer", fault, &wish);
			if (result.took_ms <= 200 + SLACK_MS)
				break;
		}
		OKF(result.st == CSEAL_STOPPED_TIMEOUT, "%s is %s", fault[0],
		    cseal_status_name(result.st));
		OKF(result.took_ms >= 200 && result.took_ms <= 200 + SLACK_MS,
		    "%s took %ld ms", fault[0], result.took_ms);
	}
}

static void
a_card_left_on_the_reader_is_read_again(void)
{
	static const char *const once[] = { "found-once", NULL };
	cseal_context *context = new_context();
	struct simulator simulator;

	if (!OK(simulator_start(&simulator, false, "customer", once)))
		return;
	for (int i = 0; i < 3; i++) {
		struct read result = read_uri(context, simulator.uri, &usual);

		OKF(result.st == CSEAL_OK, "time %d: %s", i, result.text);
		cseal_identity_free(result.identity);
	}
	simulator_end(&simulator);
	cseal_context_unref(context);
}

/* What `stty` shows. */
static struct termios
settings_of(const char *path)
{
	struct termios settings;
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);

	memset(&settings, 0, sizeof(settings));
	tcgetattr(fd, &settings);
	close(fd);
	return settings;
}

static void
the_settings_of_the_tty_are_given_back(void)
{
	cseal_context *context = new_context();
	struct simulator simulator;
	struct termios before, after;
	struct read result;

	if (!OK(simulator_start(&simulator, false, "customer", no_faults)))
		return;
	before = settings_of(simulator.where);
	result = read_uri(context, simulator.uri, &usual);
	after = settings_of(simulator.where);
	OK(result.st == CSEAL_OK);
	OK((before.c_lflag & ICANON) != 0);
	OK(before.c_lflag == after.c_lflag && before.c_iflag == after.c_iflag);
	OK(before.c_oflag == after.c_oflag && before.c_cflag == after.c_cflag);
	cseal_identity_free(result.identity);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

static void *
read_while_no_card(void *argument)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = 600,
	};
	cseal_context *context = new_context();
	cseal_identity *identity = NULL;

	cseal_identity_read(
	    context, argument, &options, 5000, NULL, &identity, NULL);
	cseal_identity_free(identity);
	cseal_context_unref(context);
	return NULL;
}

static void
a_reader_in_use_is_busy_and_free_afterwards(void)
{
	static const char *const none[] = { "no-card", NULL };
	const struct timespec pause = { 0, 250 * 1000000L };
	cseal_context *context = new_context();
	struct simulator simulator;
	struct read result;
	pthread_t thread;

	if (!OK(simulator_start(&simulator, false, "customer", none)))
		return;
	pthread_create(&thread, NULL, read_while_no_card, simulator.uri);
	nanosleep(&pause, NULL);
	result = read_uri(context, simulator.uri, &usual);
	OKF(result.st == CSEAL_COUNTER_DEVICE_BUSY, "%s", result.text);
	OK(strstr(result.text, "in use by another") != NULL);
	pthread_join(thread, NULL);
	result = read_uri(context, simulator.uri,
	    &(struct wish){ .card_wait_ms = 50, .timeout_ms = 5000 });
	OKF(result.st == CSEAL_AGAIN_NO_CARD, "%s", result.text);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

/* Whoever is killed while reading leaves nothing behind that keeps others
 * out. */
static void
after_a_killed_process_the_reader_is_free(void)
{
	static const char *const none[] = { "silent=read:1", NULL };
	const struct timespec pause = { 0, 200 * 1000000L };
	struct simulator simulator;
	cseal_context *context;
	struct read result;
	pid_t pid;

	if (!OK(simulator_start(&simulator, false, "customer", none)))
		return;
	pid = fork();
	if (pid == 0) {
		context = new_context();
		read_uri(context, simulator.uri, &usual);
		_exit(0);
	}
	nanosleep(&pause, NULL);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	context = new_context();
	result = read_uri(context, simulator.uri, &usual);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	cseal_identity_free(result.identity);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

static void
what_is_not_there_is_said_to_be_not_there(void)
{
	static const struct {
		const char *uri;
		cseal_status st;
		const char *part;
	} rows[] = {
		{ "sdt:tty:/dev/ttyUSB-none", CSEAL_COUNTER_NO_DEVICE,
		    "No such file" },
		{ "sdt:tty:/dev/null", CSEAL_COUNTER_NO_DEVICE,
		    "not a serial line" },
		{ "sdt:tty:/", CSEAL_COUNTER_NO_DEVICE, "could not open /" },
		{ "sdt:tcp:127.0.0.1:1", CSEAL_COUNTER_NO_DEVICE, "refused" },
		{ "sdt:tcp:[::1]:1", CSEAL_COUNTER_NO_DEVICE,
		    "could not connect" },
		{ "sdt:tcp:localhost:1", CSEAL_COUNTER_NO_DEVICE,
		    "could not connect" },
		{ "sdt:usb:1-2", CSEAL_REFUSED_UNSUPPORTED,
		    "USB readers come with a later version" },
		{ "sdt:usb:", CSEAL_REFUSED_UNSUPPORTED, "USB" },
		{ "sdt:tty:ttyUSB0", CSEAL_SETUP_CONFIG, "sdt:tty:/PATH" },
		{ "sdt:tty:", CSEAL_SETUP_CONFIG, "sdt:tty:/PATH" },
		{ "sdt:tty:/dev/null?baud=1", CSEAL_SETUP_CONFIG, "baud" },
		{ "sdt:tty:/dev/null?baud=", CSEAL_SETUP_CONFIG, "baud" },
		{ "sdt:tty:/dev/null?parity=odd", CSEAL_SETUP_CONFIG, "baud" },
		{ "sdt:tcp:host", CSEAL_SETUP_CONFIG, "sdt:tcp:HOST:PORT" },
		{ "sdt:tcp:host:", CSEAL_SETUP_CONFIG, "sdt:tcp:HOST:PORT" },
		{ "sdt:tcp::80", CSEAL_SETUP_CONFIG, "sdt:tcp:HOST:PORT" },
		{ "sdt:tcp:host:0", CSEAL_SETUP_CONFIG, "sdt:tcp:HOST:PORT" },
		{ "sdt:tcp:host:65536", CSEAL_SETUP_CONFIG, "HOST:PORT" },
		{ "sdt:tcp:host:8o", CSEAL_SETUP_CONFIG, "HOST:PORT" },
		{ "sdt:tcp:::1:80", CSEAL_SETUP_CONFIG, "HOST:PORT" },
		{ "sdt:tcp:[]:80", CSEAL_SETUP_CONFIG, "HOST:PORT" },
		{ "sdt:bluetooth:x", CSEAL_SETUP_CONFIG, "sdt:tty:/PATH" },
	};
	cseal_context *context = new_context();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct read result = read_uri(context, rows[i].uri, &usual);

		OKF(result.st == rows[i].st &&
			strstr(result.text, rows[i].part) != NULL,
		    "%s is %s: %s", rows[i].uri, cseal_status_name(result.st),
		    result.text);
	}
	cseal_context_unref(context);
}

/* Nobody answers to a connect that lands in a full queue. */
static void
a_connect_ends_with_the_wait(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0), fillers[8];
	const struct wish wish = { .card_wait_ms = -1, .timeout_ms = 200 };
	cseal_context *context = new_context();
	struct read result;
	char uri[64];

	bind(listener, (struct sockaddr *)&address, sizeof(address));
	listen(listener, 0);
	getsockname(listener, (struct sockaddr *)&address, &len);
	for (size_t i = 0; i < 8; i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(fillers[i], (struct sockaddr *)&address, len);
	}
	snprintf(
	    uri, sizeof(uri), "sdt:tcp:127.0.0.1:%u", ntohs(address.sin_port));
	result = read_uri(context, uri, &wish);
	OKF(result.st == CSEAL_STOPPED_TIMEOUT, "%s", result.text);
	OKF(result.took_ms <= 200 + SLACK_MS, "%ld ms", result.took_ms);
	for (size_t i = 0; i < 8; i++)
		close(fillers[i]);
	close(listener);
	cseal_context_unref(context);
}

static void
a_denied_tty_names_the_group_to_join(void)
{
	cseal_context *context = new_context();
	struct simulator simulator;
	struct read result;

	if (!OK(simulator_start(&simulator, false, "customer", no_faults)))
		return;
	/* 20 is dialout in Debian. */
	if (geteuid() != 0 || chown(simulator.where, 0, 20) != 0 ||
	    chmod(simulator.where, 0660) != 0 || seteuid(65534) != 0) {
		tap_skip("needs root to take rights away");
	} else {
		result = read_uri(context, simulator.uri, &usual);
		if (seteuid(0) != 0)
			exit(99);
		OKF(result.st == CSEAL_SETUP_PERMISSION, "%s", result.text);
		OKF(strstr(result.text, "in the group dialout") != NULL, "%s",
		    result.text);
	}
	simulator_end(&simulator);
	cseal_context_unref(context);
}

static void
a_setting_out_of_range_is_a_wrong_configuration(void)
{
	static const char *const wrong[] = { "response_ms = 0\n",
		"response_ms = 1e3\n", "probe = maybe\n", "poll_ms = x\n",
		"poll_ms = 99999\n", "response_ms = 99999999999999999999\n" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		cseal_context *context;
		struct read result;

		write_config(wrong[i]);
		context = new_context();
		result = read_uri(context, "sdt:tty:/dev/null", &usual);
		OKF(result.st == CSEAL_SETUP_CONFIG, "%s", result.text);
		cseal_context_unref(context);
	}
	write_config("");
}

static const struct cseal_device *
device_of(const cseal_device_list *list, const char *uri)
{
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		if (strcmp(device->uri, uri) == 0)
			return device;
	}
	return NULL;
}

static void
configured_readers_are_listed_with_their_state(void)
{
	struct simulator simulator;
	cseal_device_list *list = NULL;
	const struct cseal_device *device;
	cseal_context *context;
	struct read result;
	char more[512];

	if (!OK(simulator_start(&simulator, false, "customer", no_faults)))
		return;
	snprintf(more, sizeof(more),
	    "[devices]\nreader = %s\nreader = sdt:tcp:127.0.0.1:9\n"
	    "reader = sdt:tty:/dev/ttyUSB-none\nreader = sdt:tty:wrong\n",
	    simulator.uri);
	write_config(more);
	context = new_context();
	if (OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_READER),
		   5000, NULL, &list, NULL) == CSEAL_OK)) {
		device = device_of(list, simulator.uri);
		OK(device != NULL && device->state == CSEAL_DEVICE_READY);
		OK(device != NULL && !device->is_virtual);
		OK(device != NULL &&
		    strstr(device->title, simulator.where) != NULL);
		device = device_of(list, "sdt:tcp:127.0.0.1:9");
		OK(device != NULL && device->state == CSEAL_DEVICE_READY);
		device = device_of(list, "sdt:tty:/dev/ttyUSB-none");
		OK(device != NULL && device->state == CSEAL_DEVICE_ABSENT);
		device = device_of(list, "sdt:tty:wrong");
		OK(device != NULL && device->state == CSEAL_DEVICE_ABSENT);
	}
	cseal_device_list_free(list);
	cseal_context_unref(context);

	snprintf(more, sizeof(more), "[devices]\nreader = %s\n", simulator.uri);
	write_config(more);
	context = new_context();
	result = read_uri(context, NULL, &usual);
	OKF(result.st == CSEAL_OK, "the only reader is used unnamed: %s",
	    result.text);
	cseal_identity_free(result.identity);
	simulator_end(&simulator);
	cseal_context_unref(context);
	write_config("");
}

struct findings {
	char text[4096];
	size_t problems;
};

static void
collect(void *user, const struct cseal_finding *finding)
{
	struct findings *findings = user;
	size_t len = strlen(findings->text);

	if (strcmp(finding->about, "sdt-reader") != 0)
		return;
	findings->problems += finding->is_problem;
	snprintf(findings->text + len, sizeof(findings->text) - len,
	    "%s [%s]\n", finding->text,
	    finding->cure == NULL ? "" : finding->cure);
}

static void
the_doctor_says_what_is_wrong_with_a_configured_reader(void)
{
	struct findings findings = { 0 };
	cseal_context *context;

	write_config("poll_ms = x\n[devices]\n"
		     "reader = sdt:tty:/dev/ttyUSB-none\n"
		     "reader = sdt:usb:1-2\n"
		     "reader = sdt:tcp:127.0.0.1:9\n");
	context = new_context();
	OK(cseal_device_doctor(context, collect, &findings, NULL) == CSEAL_OK);
	OK(strstr(findings.text, "/dev/ttyUSB-none is not there") != NULL);
	OK(strstr(findings.text, "USB readers come with a later") != NULL);
	OK(strstr(findings.text, "poll_ms was not a number") != NULL);
	OK(strstr(findings.text, "127.0.0.1, port 9") != NULL);
	OK(findings.problems == 3);
	cseal_context_unref(context);
	write_config("");
}

static void
an_identity_from_the_reader_survives_json(void)
{
	struct read result = read_card(true, "foreign-2023", no_faults, &usual);
	cseal_identity *again = NULL;
	cseal_error *error = NULL;
	const char *json;

	if (!OKF(result.st == CSEAL_OK, "%s", result.text))
		return;
	json = cseal_identity_json(result.identity);
	OK(json != NULL && strstr(json, "\"module\":\"sdt-reader\"") != NULL);
	OKF(cseal_identity_new_json(json, strlen(json), &again, &error) ==
		CSEAL_OK,
	    "%s", cseal_error_text(error));
	if (again != NULL)
		OK(strcmp(cseal_identity_json(again), json) == 0);
	cseal_error_free(error);
	cseal_identity_free(again);
	cseal_identity_free(result.identity);
}

int
main(void)
{
	if (mkdtemp(folder) == NULL)
		return 99;
	snprintf(config, sizeof(config), "%s/test.conf", folder);
	write_config("");
	RUN(a_resident_card_is_read_over_a_pty_and_over_tcp);
	RUN(a_card_with_added_addresses_and_fingerprints_is_read);
	RUN(fingerprints_are_not_read_where_they_are_not_wished);
	RUN(the_other_documents_are_read);
	RUN(every_fault_has_its_status);
	RUN(a_reader_unplugged_at_any_byte_is_gone);
	RUN(a_slow_line_is_waited_for);
	RUN(a_cancel_ends_every_step_at_once);
	RUN(the_timeout_ends_every_step_at_once);
	RUN(a_card_left_on_the_reader_is_read_again);
	RUN(the_settings_of_the_tty_are_given_back);
	RUN(a_reader_in_use_is_busy_and_free_afterwards);
	RUN(after_a_killed_process_the_reader_is_free);
	RUN(what_is_not_there_is_said_to_be_not_there);
	RUN(a_connect_ends_with_the_wait);
	RUN(a_denied_tty_names_the_group_to_join);
	RUN(a_setting_out_of_range_is_a_wrong_configuration);
	RUN(configured_readers_are_listed_with_their_state);
	RUN(the_doctor_says_what_is_wrong_with_a_configured_reader);
	RUN(an_identity_from_the_reader_survives_json);
	unlink(config);
	rmdir(folder);
	return tap_done();
}
