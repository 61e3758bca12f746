/* SPDX-License-Identifier: Apache-2.0 */
/* test-host.c -- proves of lib/host.c that memory for what a device sends is
 * locked, or that somebody is told, and that it is wiped. */
#include "host.h"
#include "remains.h"
#include "tap.h"
#include "unlocked.h"

#include <stdint.h>
#include <string.h>

#define LEN 5000

static struct cseal_host host;
static unsigned warnings;

static void
hear_log(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	warnings += level == CSEAL_LOG_WARNING &&
		    strcmp(origin, "module:test-pad") == 0 &&
		    strstr(text, "RLIMIT_MEMLOCK") != NULL;
}

static void
locked_memory_is_zero_and_fit_for_anything(void)
{
	unsigned char *at = cseal_locked_new(&host, LEN), *zero;
	size_t set = 0;

	OK(at != NULL && (uintptr_t)at % _Alignof(max_align_t) == 0);
	for (size_t i = 0; i < LEN; i++)
		set += at[i] != 0;
	OK(set == 0);
	memset(at, 1, LEN);
	cseal_locked_free(at);
	cseal_locked_free(NULL);
	zero = cseal_locked_new(&host, 0);
	OK(zero != NULL);
	cseal_locked_free(zero);
}

static void
what_is_in_it_is_wiped(void)
{
	char *at = cseal_locked_new(&host, LEN);
	struct remains remains;

	for (int i = 0; i < 32; i++)
		at[LEN - 32 + i] = (char)(i * 37 + 11);
	remains_of(&remains, at + LEN - 32, 32);
	if (remains_count(&remains) < 0) {
		tap_skip("no /proc/self/maps");
		cseal_locked_free(at);
		return;
	}
	OK(remains_count(&remains) == 1);
#ifdef __SANITIZE_ADDRESS__
	tap_skip("under this sanitizer mlock() locks nothing");
#else
	OK(warnings != 0 || remains_count_unlocked(&remains) <= 0);
#endif
	cseal_locked_free(at);
	OK(remains_count(&remains) == 0);
}

static void
more_than_there_is_is_none(void)
{
	OK(cseal_locked_new(&host, SIZE_MAX) == NULL);
	OK(cseal_locked_new(&host, SIZE_MAX / 4) == NULL);
}

static int
take_unlocked(void)
{
	char *at;

	warnings = 0;
	at = cseal_locked_new(&host, LEN);
	if (at == NULL)
		return 1;
	at[0] = at[LEN - 1] = 1;
	cseal_locked_free(at);
	return warnings == 1 ? 0 : 2;
}

static void
that_it_cannot_be_locked_is_told(void)
{
	unlocked_run(take_unlocked);
}

int
main(void)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent",
		.log = hear_log,
		.log_level = CSEAL_LOG_WARNING };
	cseal_context *context = NULL;

	OK(cseal_context_new(&options, &context, NULL) == CSEAL_OK);
	csi_host_init(&host, context, "test-pad");
	RUN(locked_memory_is_zero_and_fit_for_anything);
	RUN(what_is_in_it_is_wiped);
	RUN(more_than_there_is_is_none);
	RUN(that_it_cannot_be_locked_is_told);
	csi_host_end(&host);
	cseal_context_unref(context);
	return tap_done();
}
