/* SPDX-License-Identifier: Apache-2.0 */
/* emrtd-daemon.c -- proves modules/emrtd-reader through the PC/SC daemon and
 * vpcd; started by test-emrtd-daemon.sh. */
#include "harness.h"
#include "scratch.h"
#include "stops.h"
#include "tap.h"
#include "vpcd.h"
#include "ways.h"

#include <dirent.h>
#include <pthread.h>
#include <time.h>

#define CARD_MS 5000

static struct harness harness;
static struct chip chip;
static struct document document;

static void
make(const struct document_how *how)
{
	document_free(&document);
	document_make(&document, &harness.state, how);
	chip_clear(&chip);
	chip_init(&chip, &document.model);
}

static const struct document_how usual = { .ways = { { 2, 2, 13 } },
	.has_bac = true };

static struct outcome
read_it(bool can, cseal_cancel *cancel, int card_wait_ms, int timeout_ms)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = card_wait_ms,
		.mrz = can ? NULL : DOCUMENT_ZONE,
		.can = can ? DOCUMENT_CAN : NULL,
		.trust = harness.trust,
	};

	return harness_read_with(&harness, &options, timeout_ms, cancel);
}

static int
count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (dir != NULL && readdir(dir) != NULL)
		count++;
	if (dir != NULL)
		closedir(dir);
	return count;
}

/* The last of a line is done by its thread, a little later. */
static bool
fds_become(int most)
{
	const struct timespec pause = { 0, 20000000L };

	for (int i = 0; i < 100 && count_fds() > most; i++)
		nanosleep(&pause, NULL);
	return count_fds() <= most;
}

/* ---- readers ------------------------------------------------------------- */

static void
readers_are_devices(void)
{
	cseal_device_list *list = NULL;
	const struct cseal_device *device;
	size_t found = 0;

	if (!OK(cseal_device_list_new(harness.context, 1u << CSEAL_KIND_READER,
		    CARD_MS, NULL, &list, NULL) == CSEAL_OK))
		return;
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		device = cseal_device_list_at(list, i);
		printf("# %s\n", device->uri);
		found += strncmp(device->uri, "emrtd:Virtual PCD", 17) == 0;
	}
	OKF(found == 2, "both that vpcd has");
	cseal_device_list_free(list);
}

/* ---- reading ------------------------------------------------------------- */

static struct vpcd *vpcd;

/* It stays there for the next. */
static void
a_card_may_come_later(void)
{
	struct outcome outcome;

	make(&usual);
	outcome = read_it(true, NULL, 200, 10000);
	OK(outcome.st == CSEAL_AGAIN_NO_CARD);
	vpcd = vpcd_insert(&chip, NULL);
	if (!OK(vpcd != NULL))
		exit(99);
	outcome = read_it(true, NULL, CARD_MS, 10000);
	OK(outcome.st == CSEAL_OK);
	outcome_free(&outcome);
}

/* What is left of it without the card: our side, the daemon, and waiting. */
static double slowest_ms;

static double
took_without_card(const struct outcome *outcome)
{
	return (double)outcome->took_ms - vpcd_chip_seconds(vpcd) * 1e3;
}

static void
read_through(const struct document_how *how, const char *config, bool can,
    const char *what, unsigned long most)
{
	static struct document other;
	struct outcome outcome;
	struct chip fresh;
	int fds;

	document_make(&other, &harness.state, how);
	chip_init(&fresh, &other.model);
	other.model.com.at = NULL;
	if (config != NULL)
		harness_configure(&harness, config);
	vpcd_exchange(vpcd, &fresh);
	fds = count_fds();
	outcome = read_it(can, NULL, CARD_MS, 20000);
	if (!OKF(outcome.st == CSEAL_OK &&
		     outcome_signed(&outcome) == CSEAL_VERDICT_YES,
		"%s with the %s", what, can ? "number" : "zone"))
		outcome_show(&outcome);
	/* Fewer where that of the read before was still being closed. */
	OKF(fds_become(fds), "and no descriptor is left");
	/* One is for EF.COM; a reset afterwards begins to count anew. */
	if (most > 0)
		OKF(fresh.total_count - 1 <= most, "%lu commands",
		    fresh.total_count - 1);
	printf("# %ld ms, %.1f ms of them in the card\n", outcome.took_ms,
	    vpcd_chip_seconds(vpcd) * 1e3);
	slowest_ms = took_without_card(&outcome) > slowest_ms
			 ? took_without_card(&outcome)
			 : slowest_ms;
	outcome_free(&outcome);
	vpcd_exchange(vpcd, &chip);
	chip_clear(&fresh);
	document_free(&other);
}

static void
documents_are_read_through_the_daemon(void)
{
	const struct document_how bac = { .has_bac = true,
		.portrait_len = 20088 };
	const struct document_how pace = { .ways = { { 2, 2, 13 } },
		.portrait_len = 20088 };
	read_through(&bac, "access = bac", false, "BAC", 6);
	read_through(&pace, "", false, "PACE", 11);
	read_through(&pace, "", true, "PACE", 11);
	harness_configure(&harness, "");
}

static void
read_both(const struct chip_way *way)
{
	const struct document_how how = { .ways = { *way } };
	char what[64];

	snprintf(what, sizeof(what), "PACE %u.%u with parameters %u",
	    way->protocol, way->cipher, way->parameter);
	read_through(&how, NULL, false, what, 0);
	read_through(&how, NULL, true, what, 0);
}

/* Basic access control knows no card access number. */
static void
every_access_is_got_through_the_daemon(void)
{
	const struct document_how bac = { .has_bac = true };
	const struct document_how open = { .is_open = true };
	long began = harness_now_ms();

	slowest_ms = 0;
	read_through(&bac, NULL, false, "BAC, PACE looked for", 0);
	read_through(&open, NULL, false, "no access control", 0);
	for (size_t i = 0; i < ALL_WAYS_COUNT; i++)
		read_both(&all_ways[i]);
	for (size_t i = 0; i < WIDE_WAYS_COUNT; i++)
		read_both(&wide_ways[i]);
	printf("# %ld ms for all; the slowest took %.1f ms beside what the "
	       "card took\n",
	    harness_now_ms() - began, slowest_ms);
	vpcd_remove(vpcd);
}

/* By the bytes that went over it, as ISO/IEC 14443 has them at 424 kbit/s; what
 * is not the card's time is ours.  The first time, the daemon has yet to see
 * the card. */
static void
a_slow_link_is_waited_for(void)
{
	const struct document_how how = { .ways = { { 2, 2, 13 } },
		.portrait_len = 20088 };
	const struct vpcd_how link = { .bits_per_second = 424000 };
	struct outcome outcome;
	unsigned long bytes;
	double least;

	make(&how);
	vpcd = vpcd_insert(&chip, &link);
	for (int i = 0; i < 2; i++) {
		vpcd_exchange(vpcd, &chip);
		bytes = chip.bytes;
		outcome = read_it(true, NULL, CARD_MS, 30000);
		OK(outcome.st == CSEAL_OK);
		bytes = chip.bytes - bytes;
		least = 9.0 * (double)bytes / (double)link.bits_per_second;
		OKF(vpcd_chip_seconds(vpcd) >= least &&
			outcome.took_ms >= (long)(least * 1e3),
		    "%lu bytes take %.0f ms at least", bytes, least * 1e3);
		printf("# %ld ms, %.1f ms of them in the card and on its "
		       "link\n",
		    outcome.took_ms, vpcd_chip_seconds(vpcd) * 1e3);
		outcome_free(&outcome);
	}
	vpcd_remove(vpcd);
}

static void
a_card_that_is_lifted_is_told(void)
{
	static const unsigned long at[] = { 1, 3, 7, 10 };

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		const struct vpcd_how how = { .lift_at = at[i] };
		struct outcome outcome;

		make(&usual);
		vpcd = vpcd_insert(&chip, &how);
		outcome = read_it(true, NULL, 1500, 10000);
		OKF(outcome.st == CSEAL_AGAIN_CARD_LIFTED, "at command %lu: %s",
		    at[i], outcome.text);
		outcome_free(&outcome);
		vpcd_remove(vpcd);
	}
}

#define STOP_MS 700 /* by then it is silent */

/* ---- stopping ------------------------------------------------------------ */

static void *
cancel_later(void *argument)
{
	const struct timespec pause = { 0, STOP_MS * 1000000L };

	nanosleep(&pause, NULL);
	cseal_cancel_request(argument);
	return NULL;
}

/* A card that falls silent at that command; how long after the stop. */
static long
stop_once(unsigned long command, bool by_cancel)
{
	const struct vpcd_how how = { .silent_at = command };
	cseal_cancel *cancel = NULL;
	struct outcome outcome;
	pthread_t thread;

	make(&usual);
	vpcd = NULL;
	if (command > 0)
		vpcd = vpcd_insert(&chip, &how);
	if (cseal_cancel_new(&cancel, NULL) != CSEAL_OK)
		exit(99);
	if (by_cancel)
		pthread_create(&thread, NULL, cancel_later, cancel);
	outcome = read_it(true, cancel, -1, by_cancel ? -1 : STOP_MS);
	OKF(outcome.st ==
		(by_cancel ? CSEAL_STOPPED_CANCELLED : CSEAL_STOPPED_TIMEOUT),
	    "%s at command %lu: %s", by_cancel ? "cancelled" : "timed out",
	    command, outcome.text);
	if (by_cancel)
		pthread_join(thread, NULL);
	cseal_cancel_free(cancel);
	outcome_free(&outcome);
	vpcd_remove(vpcd);
	return outcome.took_ms - STOP_MS;
}

static void
stop_at(unsigned long command, bool by_cancel)
{
	while (stops_again(stop_once(command, by_cancel)))
		continue;
	OKF(stops_in_time(), "command %lu: %ld ms", command, stops_best_ms);
}

static void
a_card_that_falls_silent_does_not_hold_the_caller(void)
{
	stops_begin();
	stop_at(0, true);
	/* A document that is read sooner has a few less than thirteen. */
	for (unsigned long command = 1; command <= 11; command++)
		stop_at(command, true);
	OK(stops_tell("a card behind the daemon, cancelled"));
	stops_begin();
	stop_at(0, false);
	stop_at(9, false);
	OK(stops_tell("a card behind the daemon, out of time"));
}

int
main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	harness_make(&harness, argv[1]);
	snprintf(harness.uri, sizeof(harness.uri), "emrtd:Virtual PCD 00 00");
	RUN(readers_are_devices);
	RUN(a_card_may_come_later);
	RUN(documents_are_read_through_the_daemon);
	RUN(every_access_is_got_through_the_daemon);
	RUN(a_slow_link_is_waited_for);
	RUN(a_card_that_is_lifted_is_told);
	RUN(a_card_that_falls_silent_does_not_hold_the_caller);
	chip_clear(&chip);
	document_free(&document);
	harness_free(&harness);
	return tap_done();
}
