/* SPDX-License-Identifier: Apache-2.0 */
/* bench-pad.c -- how long a sample takes from a pad to the caller of a module.
 *
 * The simulated pad writes down when it sends each sample, on the same clock;
 * it sends 200 a second, as a pad does, and they are read as the core reads
 * them.  Prints one line of JSON; what was promised and not kept is said,
 * too, and then it exits with 1.
 *
 *	bench-pad [SECONDS]	default: 10 */
#include "loader.h"
#include "modules/stu-harness.h"
#include "wait.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECONDS_MOST 3600
#define RATE         200
#define TIMES        (SECONDS_MOST * RATE)
#define READ_MOST    256
#define P99_MOST_US  2000 /* of a sample, from the pad to the caller */

static int64_t sent_us[TIMES], came_us[TIMES];
static struct cseal_ink_account account = { .size = sizeof(account) };

static int64_t
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Of the samples that touch the pad. */
static size_t
receive(const struct csi_module *module, void *pad, cseal_wait *wait)
{
	const struct cseal_pad_ops *ops = module->driver->ops.pad;
	struct cseal_ink_sample samples[READ_MOST];
	cseal_pad_button button = CSEAL_PAD_NONE;
	size_t total = 0, count;

	while (button == CSEAL_PAD_NONE) {
		if (ops->read(pad, samples, READ_MOST, wait, &count, &button,
			NULL) != CSEAL_OK)
			return 0;
		for (size_t i = 0; i < count; i++) {
			if (samples[i].pressure != 0 && total < TIMES)
				came_us[total++] = now_us();
		}
	}
	return total;
}

static size_t
read_sent(void)
{
	FILE *file = fopen(stu_path("times"), "r");
	long long us;
	size_t count = 0;

	while (file != NULL && count < TIMES && fscanf(file, "%lld", &us) == 1)
		sent_us[count++] = us;
	if (file != NULL)
		fclose(file);
	return count;
}

static int
compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return left < right ? -1 : left > right;
}

static size_t
capture(cseal_context *context, int seconds)
{
	struct csi_module *module;
	char arguments[256], pen[128];
	const char *uri;
	cseal_wait wait;
	void *pad;
	size_t count = 0;

	snprintf(pen, sizeof(pen),
	    "stroke %d 20000 20000 40000 30000\npress ok\n", seconds * 1000);
	snprintf(arguments, sizeof(arguments), "--due --times %s",
	    stu_path("times"));
	uri = stu_plug_in(arguments, pen);
	csi_wait_init(&wait, seconds * 1000 + 60000, NULL);
	if (csi_loader_driver(context, uri, CSEAL_KIND_PAD, &module, NULL) !=
		CSEAL_OK ||
	    module->driver->ops.pad->open(
		&module->host, uri, &wait, &pad, NULL) != CSEAL_OK)
		return 0;
	if (module->driver->ops.pad->start(pad, NULL, &wait, NULL) == CSEAL_OK)
		count = receive(module, pad, &wait);
	module->driver->ops.pad->account(pad, &account);
	module->driver->ops.pad->close(pad);
	return count;
}

/* None is lost, and all but a hundredth come in time. */
static bool
is_kept(size_t sent, size_t count, int64_t p99_us)
{
	bool kept = true;

	if (count == 0 || count != sent || account.lost != 0) {
		fprintf(stderr, "bench-pad: of %zu samples %zu came\n", sent,
		    count);
		kept = false;
	}
	if (p99_us > P99_MOST_US) {
		fprintf(stderr,
		    "bench-pad: one sample of a hundred took %lld us or more, "
		    "and %d us is the limit\n",
		    (long long)p99_us, P99_MOST_US);
		kept = false;
	}
	return kept;
}

int
main(int argc, char **argv)
{
	int seconds = argc > 1 ? atoi(argv[1]) : 10;
	cseal_context *context;
	size_t count, sent;
	int64_t p99_us;

	if (seconds < 1 || seconds > SECONDS_MOST) {
		fprintf(stderr, "usage: bench-pad [SECONDS], at most %d\n",
		    SECONDS_MOST);
		return 2;
	}
	stu_begin();
	stu_configure("encryption = v2");
	context = stu_context();
	count = capture(context, seconds);
	sent = read_sent();
	for (size_t i = 0; i < count; i++)
		came_us[i] -= sent_us[i];
	qsort(came_us, count, sizeof(came_us[0]), compare);
	p99_us = count > 0 ? came_us[count * 99 / 100] : 0;
	if (count > 0)
		printf("{\"row\":\"pad-200hz\",\"sent\":%zu,\"received\":%zu,"
		       "\"lost\":%llu,\"p50_us\":%lld,\"p99_us\":%lld,"
		       "\"most_us\":%lld}\n",
		    sent, count, (unsigned long long)account.lost,
		    (long long)came_us[count / 2], (long long)p99_us,
		    (long long)came_us[count - 1]);
	cseal_context_unref(context);
	stu_end();
	return is_kept(sent, count, p99_us) ? 0 : 1;
}
