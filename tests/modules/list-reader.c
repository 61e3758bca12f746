/* SPDX-License-Identifier: Apache-2.0 */
/* list-reader.c -- finds the devices that a file lists, and watches the file.
 *
 * Settings: file = PATH; watch = no makes its watch fail to open.  A line is
 * "URI|STATE|TITLE", or "!STATUS" to fail so, "!lie" to succeed and leave an
 * error, "!wait" to look until the time is over, "!named" to report the named
 * ones. */
#include "plain-reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

static cseal_status
misbehave(const char *how, cseal_host *host, cseal_finder *finder,
    cseal_wait *wait, cseal_error **ret_error)
{
	short events;
	cseal_status st = CSEAL_OK;

	if (strcmp(how, "lie") == 0) {
		(void)cseal_fail(ret_error, CSEAL_FAULT_DEVICE, "a lie");
		return CSEAL_OK;
	}
	if (strcmp(how, "named") == 0) {
		const char *uri;

		for (size_t i = 0; st == CSEAL_OK &&
				   (uri = cseal_host_named(host, i)) != NULL;
		     i++)
			st = cseal_finder_add(finder, uri, "named",
			    CSEAL_DEVICE_READY, ret_error);
		return st;
	}
	if (strcmp(how, "wait") == 0)
		return cseal_wait_poll(wait, -1, 0, -1, &events, ret_error);
	return (cseal_status)atoi(how); /* without a reason */
}

static cseal_status
find_line(char *line, cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	char *state, *title;

	line[strcspn(line, "\n")] = '\0';
	if (line[0] == '!')
		return misbehave(line + 1, host, finder, wait, ret_error);
	state = strchr(line, '|');
	title = state == NULL ? NULL : strchr(state + 1, '|');
	if (title == NULL)
		return cseal_finder_add(
		    finder, line, NULL, CSEAL_DEVICE_READY, ret_error);
	*state = *title = '\0';
	return cseal_finder_add(finder, line, title + 1,
	    (cseal_device_state)atoi(state + 1), ret_error);
}

static cseal_status
find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	const char *path = cseal_host_setting(host, "file");
	cseal_status st = CSEAL_OK;
	char line[8192];
	FILE *file;

	cseal_host_log(host, CSEAL_LOG_DEBUG, "looks");
	file = fopen(path == NULL ? "" : path, "r");
	if (file == NULL)
		return CSEAL_OK;
	while (st == CSEAL_OK && fgets(line, sizeof(line), file) != NULL)
		st = find_line(line, host, finder, wait, ret_error);
	fclose(file);
	return st;
}

/* The file is replaced by a rename, so its folder is watched. */
static cseal_status
watch_open(cseal_host *host, void **ret_watch, cseal_error **ret_error)
{
	const char *path = cseal_host_setting(host, "file");
	const char *watch = cseal_host_setting(host, "watch");
	char folder[4096];
	int *fd;

	if (path == NULL || (watch != NULL && strcmp(watch, "no") == 0))
		return cseal_fail(
		    ret_error, CSEAL_SETUP_FILE, "there was no watching");
	fd = malloc(sizeof(*fd));
	if (fd == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "memory");
	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = '\0';
	*fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	inotify_add_watch(*fd, folder, IN_MOVED_TO);
	*ret_watch = fd;
	return CSEAL_OK;
}

static int
watch_fd(void *watch)
{
	return *(int *)watch;
}

static cseal_status
watch_dispatch(void *watch, bool *ret_changed, cseal_error **ret_error)
{
	char buf[4096];

	while (read(*(int *)watch, buf, sizeof(buf)) > 0)
		*ret_changed = true;
	return CSEAL_OK;
}

static void
watch_close(void *watch)
{
	close(*(int *)watch);
	free(watch);
}

static void
doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	struct cseal_finding finding = {
		.size = sizeof(finding),
		.is_problem = true,
		.about = "core", /* a lie: it may speak for itself only */
		.text = "The list is only a file.",
		.cure = "Buy a reader.",
	};

	report(user, &finding);
	finding.text = NULL;
	report(user, &finding);
	finding.text = "short";
	finding.size = 1;
	report(user, &finding);
	report(user, NULL);
}

static const struct cseal_watch_ops watch_ops = {
	.size = sizeof(watch_ops),
	.open = watch_open,
	.fd = watch_fd,
	.dispatch = watch_dispatch,
	.close = watch_close,
};

static const struct cseal_reader_ops ops = PLAIN_OPS;

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "Readers listed in a file",
	.find = find,
	.watch = &watch_ops,
	.doctor = doctor,
	.ops.reader = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "list-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
