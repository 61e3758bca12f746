/* SPDX-License-Identifier: Apache-2.0 */
/* bench-emrtd.c -- what it costs to read a passport: commands (EF.COM is one of
 * them), and the time of the reader's side: all ciphers, agreements and hashes,
 * the judgement too.
 *
 * The chip is in this program, without a daemon; its own time is not counted.
 * Exit status: 1 if a document was not read, or took more than MOST_MS. */
#include "desk.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNS    21
#define MOST_MS 50 /* of a processor, in the middle of the runs */

struct desk desk_of_tests;

static struct harness harness;
static struct document document;
static struct chip chip;
static double chip_ms;

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static size_t
say(void *user, const uint8_t *command, size_t len,
    uint8_t answer[CHIP_ANSWER_ROOM])
{
	double began = now_ms();
	size_t used = chip_say(&chip, command, len, answer);

	chip_ms += now_ms() - began;
	return used;
}

static void
restart(void *user)
{
	chip_reset(&chip);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Milliseconds of our side; negative: it was not read. */
static double
read_once(void)
{
	struct outcome outcome;
	double took;
	bool ok;

	chip_ms = 0;
	took = now_ms();
	outcome = harness_read(&harness, false, 60000);
	took = now_ms() - took - chip_ms;
	ok = outcome.st == CSEAL_OK &&
	     outcome_signed(&outcome) == CSEAL_VERDICT_YES;
	outcome_free(&outcome);
	return ok ? took : -1;
}

/* False: it is too slow. */
static bool
measure(const char *name, const char *config, const struct document_how *how,
    bool is_short)
{
	double times[RUNS];
	unsigned long commands;

	document_make(&document, &harness.state, how);
	chip_init(&chip, &document.model);
	harness_configure(&harness, config);
	desk_of_tests = (struct desk){ .say = say,
		.start = restart,
		.is_short = is_short,
		.says_short = is_short };
	for (int i = 0; i < RUNS; i++)
		times[i] = read_once();
	commands = chip.count;
	qsort(times, RUNS, sizeof(times[0]), compare);
	if (times[0] < 0)
		printf("emrtd  %-24s was not read\n", name);
	else
		printf("emrtd  %-24s %3lu commands  %5.1f ms of a processor "
		       "(%.1f to %.1f)\n",
		    name, commands, times[RUNS / 2], times[0], times[RUNS - 1]);
	chip_clear(&chip);
	document_free(&document);
	return times[0] >= 0 && times[RUNS / 2] <= MOST_MS;
}

/* Security objects of 1.4 kB. */
static void
use_large_state(void)
{
	issuer_free(&harness.state);
	document_large_state(&harness.state, "RSA:1984");
	if (cred_write_pem(harness.trust, NULL, NULL, &harness.state.csca, 1) !=
	    0)
		exit(1);
}

int
main(void)
{
	static const struct document_how bac = { .has_bac = true,
		.portrait_len = 20088 };
	static const struct document_how pace = { .ways = { { 2, 2, 13 } },
		.portrait_len = 20088 };
	static const struct document_how whole = { .ways = { { 6, 4, 16 } },
		.portrait_len = 20088,
		.agree_cipher = 4,
		.agree_parameter = 16,
		.active = "RSA:2048",
		.active_digest = "SHA256" };

	bool ok = true;

	harness_make(&harness, EMRTD_MODULE);
	use_large_state();
	ok = measure("BAC, short", "access = bac", &bac, true) && ok;
	ok = measure("BAC, extended", "access = bac", &bac, false) && ok;
	ok = measure("PACE, short", "", &pace, true) && ok;
	ok = measure("PACE, extended", "", &pace, false) && ok;
	ok = measure("CAM, CA and AA, extended", "", &whole, false) && ok;
	if (!ok)
		printf("emrtd  one was not read, or took more than %d ms\n",
		    MOST_MS);
	harness_free(&harness);
	return ok ? 0 : 1;
}
