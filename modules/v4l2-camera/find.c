/* SPDX-License-Identifier: Apache-2.0 */
/* find.c -- which cameras are there: those that the configuration names by
 * what it calls them, the others by a path that lasts. */
#include "find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct look {
	cseal_host *host;
	cseal_finder *finder;
	cseal_wait *wait;
	cseal_error **ret_error;
	const struct known_list *list;
};

static bool
ends_look(cseal_status st)
{
	return st == CSEAL_STOPPED_CANCELLED || st == CSEAL_STOPPED_TIMEOUT ||
	       st == CSEAL_FAULT_MEMORY || st == CSEAL_FAULT_INTERNAL;
}

/* What the failure says of the node. */
static void
read_failure(cseal_status st, struct camera_probe *probe)
{
	probe->is_camera = true;
	if (st == CSEAL_SETUP_PERMISSION)
		probe->state = CSEAL_DEVICE_DENIED;
	else if (st == CSEAL_COUNTER_DEVICE_BUSY)
		probe->state = CSEAL_DEVICE_BUSY;
	else
		probe->state = CSEAL_DEVICE_ABSENT;
}

static cseal_status
ask_line(struct camera_line *line, const char *path, cseal_wait *wait,
    struct camera_probe *probe, cseal_error **ret_error)
{
	bool is_busy = false;
	cseal_status st;

	st = camera_ask_node(line, path, wait, probe->name, ret_error);
	if (st == CSEAL_OK) {
		probe->is_camera = true;
		st = camera_ask_busy(line, wait, &is_busy, ret_error);
	}
	if (is_busy)
		probe->state = CSEAL_DEVICE_BUSY;
	return st;
}

cseal_status
camera_probe(const char *path, cseal_wait *wait, struct camera_probe *ret_probe,
    cseal_error **ret_error)
{
	struct camera_probe probe = { .state = CSEAL_DEVICE_READY };
	struct camera_line *line;
	cseal_error *error = NULL;
	cseal_status st;

	st = camera_line_open(path, wait, &line, &error);
	if (st == CSEAL_OK) {
		st = ask_line(line, path, wait, &probe, &error);
		camera_line_close(line);
		if (st != CSEAL_OK && !ends_look(st))
			probe.state = CSEAL_DEVICE_ABSENT;
	} else {
		read_failure(st, &probe);
	}
	if (ends_look(st))
		cseal_fail(ret_error, st, "%s", cseal_error_text(error));
	else
		*ret_probe = probe;
	cseal_error_free(error);
	return ends_look(st) ? st : CSEAL_OK;
}

static cseal_status
report(const struct look *look, const char *uri, const char *path,
    const struct camera_probe *probe)
{
	const struct known_node *known = known_find(look->list, path);
	const char *name = probe->name;
	const char *role =
	    camera_role_name(camera_role_at(look->host, look->list, path));
	char title[KNOWN_TITLE_ROOM + 64];

	if (name[0] == '\0' && known != NULL)
		name = known->title;
	if (name[0] == '\0')
		name = "Camera";
	if (role != NULL)
		snprintf(title, sizeof(title), "%s (%s)", name, role);
	else
		snprintf(title, sizeof(title), "%s", name);
	return cseal_finder_add(
	    look->finder, uri, title, probe->state, look->ret_error);
}

/* What cannot be used at all is absent; the doctor says why. */
static cseal_status
find_named(const struct look *look, const char *uri)
{
	char path[CAMERA_PATH_ROOM];
	struct camera_probe probe;
	struct camera_uri parsed;
	enum camera_role role;
	cseal_status st;

	if (camera_uri_parse(uri, &parsed, NULL) != CSEAL_OK ||
	    camera_locate(look->host, &parsed, path, &role, NULL) != CSEAL_OK)
		return CSEAL_OK;
	st = camera_probe(path, look->wait, &probe, look->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!probe.is_camera)
		probe.state = CSEAL_DEVICE_ABSENT;
	return report(look, uri, path, &probe);
}

static bool
is_named(const struct look *look, const char *node)
{
	char path[CAMERA_PATH_ROOM];
	struct camera_uri parsed;
	enum camera_role role;
	const char *uri;

	for (size_t i = 0; (uri = cseal_host_named(look->host, i)) != NULL;
	     i++) {
		if (camera_uri_parse(uri, &parsed, NULL) == CSEAL_OK &&
		    camera_locate(look->host, &parsed, path, &role, NULL) ==
			CSEAL_OK &&
		    known_same(path, node))
			return true;
	}
	return false;
}

static cseal_status
find_known(const struct look *look, const struct known_node *known)
{
	char uri[sizeof("v4l2:") + CAMERA_PATH_ROOM];
	struct camera_probe probe;
	cseal_status st;

	if (!known->may_be_camera || is_named(look, known->node))
		return CSEAL_OK;
	st = camera_probe(known->node, look->wait, &probe, look->ret_error);
	/* One that is absent left between udev's word and the look. */
	if (st != CSEAL_OK || !probe.is_camera ||
	    probe.state == CSEAL_DEVICE_ABSENT)
		return st;
	snprintf(uri, sizeof(uri), "v4l2:%s", known->path);
	return report(look, uri, known->node, &probe);
}

cseal_status
camera_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct look look = { host, finder, wait, ret_error, NULL };
	struct known_list *list;
	const char *uri;
	cseal_status st;

	st = known_list_new(&list, ret_error);
	if (st != CSEAL_OK)
		return st;
	look.list = list;
	for (size_t i = 0;
	     st == CSEAL_OK && (uri = cseal_host_named(host, i)) != NULL; i++)
		st = find_named(&look, uri);
	for (size_t i = 0; st == CSEAL_OK && i < list->count; i++)
		st = find_known(&look, &list->nodes[i]);
	free(list);
	return st;
}
