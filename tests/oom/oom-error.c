/* SPDX-License-Identifier: Apache-2.0 */
/* oom-error.c -- explaining never fails: lib/error.c without memory. */
#include "error.h"

#include "refuse.h"
#include "tap.h"

#include <string.h>

static cseal_status
fail_three_times(void *user, cseal_error **ret_error)
{
	cseal_status st;

	st = cseal_fail(ret_error, CSEAL_AGAIN_NO_CARD, "the field was empty");
	st = cseal_fail_note(ret_error, st, "could not read %s", "the card");
	return cseal_fail_note(ret_error, st, "could not begin");
}

/* A failure that has no memory to be explained is one of memory. */
static cseal_status
fail_and_compare(void *user, cseal_error **ret_error)
{
	cseal_status st;

	st = cseal_fail(ret_error, CSEAL_AGAIN_NO_CARD, "the field was empty");
	if (*ret_error == NULL || cseal_error_text(*ret_error)[0] == '\0' ||
	    cseal_error_note(*ret_error, 0) == NULL)
		return CSEAL_FAULT_INTERNAL;
	return st;
}

static cseal_status
ask_no_error(void *user, cseal_error **ret_error)
{
	cseal_error *error = NULL;

	(void)cseal_fail(NULL, CSEAL_AGAIN_NO_CARD, "nobody wanted to know");
	(void)cseal_fail_note(NULL, CSEAL_AGAIN_NO_CARD, "nobody");
	(void)csi_fail_memory(NULL);
	if (csi_fail_memory(&error) != CSEAL_FAULT_MEMORY ||
	    strcmp(cseal_error_text(error), "out of memory") != 0)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL, "no text");
	cseal_error_free(error);
	return CSEAL_OK;
}

static void
explaining_survives_every_refused_allocation(void)
{
	OK(refuse_each("cseal_fail and cseal_fail_note", fail_three_times, NULL,
	    CSEAL_AGAIN_NO_CARD));
	OK(refuse_each("cseal_error_text and cseal_error_note",
	    fail_and_compare, NULL, CSEAL_AGAIN_NO_CARD));
	OK(refuse_each("csi_fail_memory", ask_no_error, NULL, CSEAL_OK));
}

int
main(void)
{
	refuse_init();
	RUN(explaining_survives_every_refused_allocation);
	return tap_done();
}
