/* SPDX-License-Identifier: Apache-2.0 */
/* bench-seal.c -- the same seal in C, timed in C, for bench-python.py and
 * BenchJava.java. */
#include "files.h"

#include <counterseal/counterseal.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT bool bench_make(const char *path);
EXPORT bool bench_open(const char *module, const char *uri);
EXPORT bool bench_seal(const char *in, const char *out, double us[2]);

static cseal_context *context;
static cseal_signer *signer;

/* What is measured: three pages. */
bool
bench_make(const char *path)
{
	return make_small(path);
}

bool
bench_open(const char *module, const char *uri)
{
	return cseal_context_new(NULL, &context, NULL) == CSEAL_OK &&
	       cseal_context_load_module(context, module, NULL) == CSEAL_OK &&
	       cseal_signer_open(context, uri, NULL, CSEAL_NO_TIMEOUT, NULL,
		   &signer, NULL) == CSEAL_OK;
}

static double
now_us(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static bool
seal_file(const char *in, const char *out)
{
	const struct cseal_seal seal = { .size = sizeof(seal),
		.reason = "Contract" };
	cseal_document *document = NULL;
	cseal_error *error = NULL;
	cseal_status st;
	int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	st = cseal_document_open_file(in, &document, &error);
	if (st == CSEAL_OK)
		st = cseal_document_seal(NULL, document, signer, &seal,
		    CSEAL_NO_TIMEOUT, NULL, &error);
	if (st == CSEAL_OK)
		st = cseal_document_save_fd(document, fd, &error);
	cseal_document_free(document);
	close(fd);
	if (st != CSEAL_OK)
		fprintf(stderr, "bench: %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return st == CSEAL_OK;
}

/* Microseconds of one seal: of this thread's processor, and of the clock. */
bool
bench_seal(const char *in, const char *out, double us[2])
{
	const double clock = now_us(CLOCK_MONOTONIC);
	const double processor = now_us(CLOCK_THREAD_CPUTIME_ID);
	const bool is_sealed = seal_file(in, out);

	us[0] = now_us(CLOCK_THREAD_CPUTIME_ID) - processor;
	us[1] = now_us(CLOCK_MONOTONIC) - clock;
	return is_sealed;
}
