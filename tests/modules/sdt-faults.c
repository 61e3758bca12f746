/* SPDX-License-Identifier: Apache-2.0 */
/* sdt-faults.c -- what can go wrong with a reader, and what must come of it. */
#include "sdt-harness.h"
#include "stops.h"
#include "tap.h"

#include <string.h>

#define SLOW_MS 5000

static bool over_tcp;

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
	{ { "long=1" }, CSEAL_OK, NULL, 0, 0 },
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

/* A line that takes its time, and must not be given up where the machine does
 * so, too. */
static bool
is_slow(const struct fault *fault)
{
	return strcmp(fault->faults[0], "split") == 0 ||
	       strncmp(fault->faults[0], "late=", 5) == 0;
}

static void
check_fault(const struct fault *fault)
{
	struct wish wish = { .card_wait_ms = 300, .timeout_ms = 10000 };
	struct read result;
	char name[128];

	snprintf(name, sizeof(name), "%s %s over %s", fault->faults[0],
	    fault->faults[1] == NULL ? "" : fault->faults[1],
	    over_tcp ? "TCP" : "a pty");
	if (fault->card_wait_ms != 0)
		wish.card_wait_ms = fault->card_wait_ms;
	sdt_response_ms = is_slow(fault) ? SLOW_MS : RESPONSE_MS;
	sdt_configure("");
	result = sdt_read_card(over_tcp, "customer", fault->faults, &wish);
	OKF(result.st == fault->st, "%s is %s: %s", name,
	    cseal_status_name(result.st), result.text);
	OKF(result.took_ms >= fault->least_ms, "%s took %ld ms", name,
	    result.took_ms);
	OKF(result.took_ms < 4 * sdt_response_ms + wish.card_wait_ms,
	    "%s took no longer", name);
	if (result.st == CSEAL_OK) {
		OKF(sdt_is(result.identity, CSEAL_IDENTITY_NUMBER,
			"999901199506180023"),
		    "%s: it is the customer", name);
		OKF(fault->part == NULL ||
			sdt_has_reason(result.identity, fault->part),
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
		check_fault(&faults[i]);
	}
}

/* All bytes of a whole read are some 1400. */
#define BYTES_LEAST 1300
#define BYTES_MOST  4000

/* After none, after one, and so on, until none is missing. */
static void
a_reader_unplugged_at_any_byte_is_gone(void)
{
	static const char *const fault[] = { "unplug=0+1", NULL };
	const struct wish wish = { .card_wait_ms = 300, .timeout_ms = 10000 };
	cseal_context *context;
	struct simulator simulator;
	struct read result = { .st = CSEAL_COUNTER_DEVICE_GONE };
	int bytes = 0, wrong = 0, fds;

	sdt_response_ms = SLOW_MS;
	sdt_configure("");
	context = sdt_context();
	if (!OK(simulator_start(&simulator, over_tcp, "customer", fault)))
		return;
	fds = sdt_count_fds();
	for (; bytes < BYTES_MOST; bytes++) {
		if (bytes > 0 && !simulator_follow(&simulator, over_tcp))
			break;
		result = sdt_read(context, simulator.uri, &wish);
		if (result.st == CSEAL_OK)
			break;
		if (result.st == CSEAL_COUNTER_DEVICE_GONE &&
		    result.identity == NULL)
			continue;
		printf("# after %d bytes: %s: %s\n", bytes,
		    cseal_status_name(result.st), result.text);
		wrong++;
	}
	OKF(wrong == 0, "%d of %d", wrong, bytes);
	OKF(result.st == CSEAL_OK && bytes >= BYTES_LEAST, "after %d bytes: %s",
	    bytes, cseal_status_name(result.st));
	cseal_identity_free(result.identity);
	OK(!sdt_leaves_open(fds));
	simulator_end(&simulator);
	cseal_context_unref(context);
	sdt_response_ms = RESPONSE_MS;
	sdt_configure("");
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

static void
a_cancel_ends_every_step(void)
{
	const struct wish wish = {
		.card_wait_ms = -1, .timeout_ms = -1, .cancel_ms = 150
	};

	stops_begin();
	for (size_t i = 0; i < HANG_COUNT; i++) {
		const char *const *fault = hangs[i];
		struct read result;

		do {
			result =
			    sdt_read_card(over_tcp, "customer", fault, &wish);
			OKF(result.st == CSEAL_STOPPED_CANCELLED,
			    "%s is %s: %s", fault[0],
			    cseal_status_name(result.st), result.text);
		} while (stops_again(result.took_ms - wish.cancel_ms));
		OKF(stops_in_time(), "%s: %ld ms", fault[0], stops_best_ms);
	}
	OK(stops_tell(over_tcp ? "a reader on TCP, cancelled"
			       : "a reader on a line, cancelled"));
}

static void
the_timeout_ends_every_step(void)
{
	const struct wish wish = { .card_wait_ms = -1, .timeout_ms = 200 };

	stops_begin();
	for (size_t i = 0; i < HANG_COUNT; i++) {
		const char *const *fault = hangs[i];
		struct read result;

		do {
			result =
			    sdt_read_card(over_tcp, "customer", fault, &wish);
			OKF(result.st == CSEAL_STOPPED_TIMEOUT, "%s is %s: %s",
			    fault[0], cseal_status_name(result.st),
			    result.text);
			OKF(result.took_ms >= wish.timeout_ms, "%s took %ld ms",
			    fault[0], result.took_ms);
		} while (stops_again(result.took_ms - wish.timeout_ms));
		OKF(stops_in_time(), "%s: %ld ms", fault[0], stops_best_ms);
	}
	OK(stops_tell(over_tcp ? "a reader on TCP, out of time"
			       : "a reader on a line, out of time"));
}

int
sdt_faults_run(bool on_tcp)
{
	over_tcp = on_tcp;
	RUN(every_fault_has_its_status);
	RUN(a_reader_unplugged_at_any_byte_is_gone);
	RUN(a_cancel_ends_every_step);
	RUN(the_timeout_ends_every_step);
	return tap_done();
}
