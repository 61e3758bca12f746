/* SPDX-License-Identifier: Apache-2.0 */
/* child.h -- a program that reads bytes and answers with bytes, kept on a
 * short lead: no shell, no environment, no files, and limits on everything. */
#ifndef CSI_CHILD_H
#define CSI_CHILD_H

#include "bytes.h"
#include "wait.h"

#define CSI_CHILD_ARGUMENTS_MOST 15

struct csi_child {
	const char *program; /* absolute path */
	const char *const *argv;
	size_t argc;           /* CSI_CHILD_ARGUMENTS_MOST at most */
	struct csi_span input; /* its standard input, which it can seek */
	size_t output_most;    /* bytes; more is REFUSED_LIMIT */
};

/* Runs it to its end; *output, which must be empty, is what it said on its
 * standard output, and *ret_exit its exit code.  When the wait ends it is
 * killed.  Status: SETUP_FILE (no such program), REFUSED_LIMIT, STOPPED_*,
 * REFUSED_INPUT (it was ended by a signal, such as that of a limit). */
cseal_status csi_child_run(const struct csi_child *child, cseal_wait *wait,
    struct csi_bytes *output, int *ret_exit, cseal_error **ret_error);

#endif
