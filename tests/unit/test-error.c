/* SPDX-License-Identifier: Apache-2.0 */
/* test-error.c -- proves lib/error.c. */
#include "error.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void
notes_read_from_the_outermost_in(void)
{
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_fail(&error, CSEAL_SETUP_FILE, "open: %s", "no such file");
	OK(st == CSEAL_SETUP_FILE);
	st = cseal_fail_note(&error, st, "could not read the seal");
	OK(st == CSEAL_SETUP_FILE);
	OK(cseal_error_status(error) == CSEAL_SETUP_FILE);
	OK(cseal_error_count(error) == 2);
	OK(strcmp(cseal_error_note(error, 0), "could not read the seal") == 0);
	OK(strcmp(cseal_error_note(error, 1), "open: no such file") == 0);
	OK(cseal_error_note(error, 2) == NULL);
	OK(strcmp(cseal_error_text(error),
	       "could not read the seal: open: no such file") == 0);
	cseal_error_free(error);
}

static void
nobody_need_listen(void)
{
	OK(cseal_fail(NULL, CSEAL_SETUP_FILE, "x") == CSEAL_SETUP_FILE);
	OK(cseal_fail_note(NULL, CSEAL_SETUP_FILE, "x") == CSEAL_SETUP_FILE);
	OK(csi_fail_memory(NULL) == CSEAL_FAULT_MEMORY);
	OK(cseal_error_status(NULL) == CSEAL_OK);
	OK(cseal_error_count(NULL) == 0);
	OK(cseal_error_note(NULL, 0) == NULL);
	OK(strcmp(cseal_error_text(NULL), "") == 0);
	cseal_error_free(NULL);
}

static void
a_note_is_one_clean_line(void)
{
	cseal_error *error = NULL;
	const char *note;

	cseal_fail(&error, CSEAL_FAULT_DEVICE, "%s",
	    "a\nb\x1b[31mc\xc2\x9b"
	    "d\xff"
	    "e\xe5\xbc\xa0");
	note = cseal_error_note(error, 0);
	OK(strcmp(note, "a b [31mc  d?e\xe5\xbc\xa0") == 0);
	cseal_error_free(error);
}

static void
notes_are_bounded_in_length_and_number(void)
{
	cseal_error *error = NULL;
	char *text = calloc(1, 5000);

	memset(text, 'x', 4999);
	cseal_fail(&error, CSEAL_FAULT_DEVICE, "%s", text);
	OK(strlen(cseal_error_note(error, 0)) < 1000);
	for (int i = 0; i < 100; i++)
		cseal_fail_note(&error, CSEAL_FAULT_DEVICE, "note %d", i);
	OK(cseal_error_count(error) < 100);
	/* The cause stays. */
	OK(cseal_error_note(error, cseal_error_count(error) - 1)[0] == 'x');
	cseal_error_free(error);
	free(text);
}

static void
out_of_memory_is_an_error_that_is_never_freed(void)
{
	cseal_error *error = NULL;

	OK(csi_fail_memory(&error) == CSEAL_FAULT_MEMORY);
	OK(cseal_error_status(error) == CSEAL_FAULT_MEMORY);
	OK(cseal_error_count(error) == 1);
	OK(strcmp(cseal_error_note(error, 0), "out of memory") == 0);
	OK(strcmp(cseal_error_text(error), "out of memory") == 0);
	OK(cseal_fail_note(&error, CSEAL_FAULT_MEMORY, "note") ==
	    CSEAL_FAULT_MEMORY);
	OK(cseal_error_count(error) == 1);
	cseal_error_free(error);
	cseal_error_free(error);
	OK(cseal_error_status(error) == CSEAL_FAULT_MEMORY);
}

static void
errno_says_who_acts(void)
{
	OK(csi_status_of_errno(ENOSPC) == CSEAL_SETUP_DISK_FULL);
	OK(csi_status_of_errno(EDQUOT) == CSEAL_SETUP_DISK_FULL);
	OK(csi_status_of_errno(EACCES) == CSEAL_SETUP_PERMISSION);
	OK(csi_status_of_errno(EROFS) == CSEAL_SETUP_PERMISSION);
	OK(csi_status_of_errno(ENOMEM) == CSEAL_FAULT_MEMORY);
	OK(csi_status_of_errno(ENOENT) == CSEAL_SETUP_FILE);
}

static void
an_error_kept_apart_is_handed_over_or_freed(void)
{
	cseal_error *apart = NULL, *error = NULL;

	cseal_fail(&apart, CSEAL_SETUP_FILE, "x");
	csi_error_move(apart, &error);
	OK(error == apart);
	csi_error_move(apart, NULL);
}

int
main(void)
{
	RUN(notes_read_from_the_outermost_in);
	RUN(nobody_need_listen);
	RUN(a_note_is_one_clean_line);
	RUN(notes_are_bounded_in_length_and_number);
	RUN(out_of_memory_is_an_error_that_is_never_freed);
	RUN(errno_says_who_acts);
	RUN(an_error_kept_apart_is_handed_over_or_freed);
	return tap_done();
}
