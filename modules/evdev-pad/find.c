/* SPDX-License-Identifier: Apache-2.0 */
/* find.c -- which tablets are there: those that the configuration names by what
 * it calls them, the others by a path that lasts. */
#include "find.h"

#include "node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

cseal_status
evdev_locate(
    const char *path, char ret_node[EVDEV_PATH_ROOM], cseal_error **ret_error)
{
	const struct known_tablet *tablet;
	struct known_list *list;
	cseal_status st;

	st = known_list_new(&list, ret_error);
	if (st != CSEAL_OK)
		return st;
	tablet = known_find(list, path);
	snprintf(ret_node, EVDEV_PATH_ROOM, "%s",
	    tablet != NULL ? tablet->node : path);
	free(list);
	return CSEAL_OK;
}

bool
evdev_is_busy(int fd, const struct evdev_facts *facts)
{
	/* What happens in that moment must be nothing. */
	if (facts->held != 0)
		return false;
	if (evdev_node_grab(fd, NULL) == CSEAL_COUNTER_DEVICE_BUSY)
		return true;
	evdev_node_let_go(fd);
	return false;
}

static cseal_device_state
state_of(const char *node)
{
	cseal_device_state state = CSEAL_DEVICE_READY;
	struct evdev_facts facts;
	cseal_status st;
	int fd;

	st = evdev_node_open(node, &fd, NULL);
	if (st == CSEAL_SETUP_PERMISSION)
		return CSEAL_DEVICE_DENIED;
	if (st != CSEAL_OK)
		return CSEAL_DEVICE_ABSENT;
	if (evdev_node_describe(fd, &facts, NULL) != CSEAL_OK)
		state = CSEAL_DEVICE_ABSENT;
	else if (evdev_is_busy(fd, &facts))
		state = CSEAL_DEVICE_BUSY;
	close(fd);
	return state;
}

static cseal_status
report(cseal_finder *finder, const char *uri, const struct known_tablet *tablet,
    cseal_device_state state, cseal_error **ret_error)
{
	char title[EVDEV_NAME_ROOM + sizeof(" (pen display)")];

	snprintf(title, sizeof(title), "%s%s", tablet->name,
	    tablet->is_display ? " (pen display)" : "");
	return cseal_finder_add(finder, uri, title, state, ret_error);
}

/* What is no pen is absent; the doctor says why. */
static cseal_status
find_named(const struct known_list *list, cseal_finder *finder, const char *uri,
    cseal_error **ret_error)
{
	const struct known_tablet *tablet;
	const char *path;

	if (evdev_uri_parse(uri, &path, NULL) != CSEAL_OK)
		return CSEAL_OK;
	tablet = known_find(list, path);
	if (tablet == NULL || tablet->kind != EVDEV_PEN)
		return CSEAL_OK;
	return report(finder, uri, tablet, state_of(tablet->node), ret_error);
}

static bool
is_named(cseal_host *host, const struct known_list *list,
    const struct known_tablet *tablet)
{
	const char *uri, *path;

	for (size_t i = 0; (uri = cseal_host_named(host, i)) != NULL; i++) {
		if (evdev_uri_parse(uri, &path, NULL) == CSEAL_OK &&
		    known_find(list, path) == tablet)
			return true;
	}
	return false;
}

/* A pad of the STU series has more to say to the module stu-pad. */
static cseal_status
find_known(const struct known_list *list, cseal_finder *finder,
    const struct known_tablet *tablet, cseal_error **ret_error)
{
	char uri[sizeof(EVDEV_SCHEME) + EVDEV_PATH_ROOM];
	cseal_device_state state;

	if (tablet->kind != EVDEV_PEN || tablet->is_stu)
		return CSEAL_OK;
	state = state_of(tablet->node);
	/* It left between udev's word and the look. */
	if (state == CSEAL_DEVICE_ABSENT)
		return CSEAL_OK;
	snprintf(
	    uri, sizeof(uri), EVDEV_SCHEME "%s", known_lasting(list, tablet));
	return report(finder, uri, tablet, state, ret_error);
}

cseal_status
evdev_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct known_list *list;
	cseal_status st;
	const char *uri;

	st = known_list_new(&list, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0;
	     st == CSEAL_OK && (uri = cseal_host_named(host, i)) != NULL; i++)
		st = find_named(list, finder, uri, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < list->count; i++) {
		st = cseal_wait_check(wait, ret_error);
		if (st == CSEAL_OK && !is_named(host, list, &list->tablets[i]))
			st = find_known(
			    list, finder, &list->tablets[i], ret_error);
	}
	free(list);
	return st;
}
