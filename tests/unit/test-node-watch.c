/* SPDX-License-Identifier: Apache-2.0 */
/* test-node-watch.c -- proves lib/node-watch.c: nodes that come and go.
 *
 * To touch /dev/null, which everybody may write to, is a change in /dev. */
#include "tap.h"

#include <counterseal/module.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>

static const struct cseal_watch_ops *const ops = &cseal_node_watch;

static bool
is_readable(void *watch)
{
	struct pollfd fd = { ops->fd(watch), POLLIN, 0 };

	return poll(&fd, 1, 0) == 1 && fd.revents == POLLIN;
}

static void
a_change_in_dev_is_told_once(void)
{
	cseal_error *error = NULL;
	bool changed = true;
	void *watch = NULL;

	if (!OK(ops->open(NULL, &watch, &error) == CSEAL_OK))
		return;
	/* Others may have changed something before. */
	OK(ops->dispatch(watch, &changed, &error) == CSEAL_OK);
	OK(utimensat(AT_FDCWD, "/dev/null", NULL, 0) == 0);
	OK(is_readable(watch));
	OK(ops->dispatch(watch, &changed, &error) == CSEAL_OK && changed);
	OK(error == NULL);
	ops->close(watch);
}

static void
nothing_is_told_where_nothing_changed(void)
{
	bool changed = true;
	void *watch = NULL;

	if (!OK(ops->open(NULL, &watch, NULL) == CSEAL_OK))
		return;
	/* On a machine where devices come and go, in one of many looks. */
	for (int i = 0; i < 100 && changed; i++)
		OK(ops->dispatch(watch, &changed, NULL) == CSEAL_OK);
	OK(!changed);
	ops->close(watch);
}

static void
without_a_descriptor_there_is_no_watch(void)
{
	struct rlimit before, none;
	cseal_error *error = NULL;
	void *watch = NULL;

	getrlimit(RLIMIT_NOFILE, &before);
	none = before;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &none);
	OK(ops->open(NULL, &watch, &error) == CSEAL_FAULT_INTERNAL);
	setrlimit(RLIMIT_NOFILE, &before);
	OKF(watch == NULL && error != NULL, "%s", cseal_error_text(error));
	cseal_error_free(error);
}

int
main(void)
{
	RUN(a_change_in_dev_is_told_once);
	RUN(nothing_is_told_where_nothing_changed);
	RUN(without_a_descriptor_there_is_no_watch);
	return tap_done();
}
