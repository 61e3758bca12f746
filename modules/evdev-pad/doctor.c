/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why a tablet is not there. */
#include "find.h"
#include "node.h"
#include "pad.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RULE "70-counterseal-evdev.rules"

struct round {
	const struct known_list *list;
	const struct cseal_desk *desk;
	struct evdev_settings settings;
	bool was_seen[KNOWN_MOST];
};

/* It could be opened. */
static void
examine_open(const struct round *round, const struct known_tablet *tablet,
    int fd, bool is_named)
{
	struct evdev_facts facts;
	struct evdev_setup setup;
	cseal_error *error = NULL;
	cseal_status st;

	st = evdev_pad_examine(
	    fd, &round->settings.wish, &facts, &setup, &error);
	if (st == CSEAL_OK && evdev_is_busy(fd, &facts))
		cseal_desk_say(round->desk, true, "End the other program.",
		    "Another program holds the tablet %s (%s).", tablet->node,
		    tablet->name);
	else if (st == CSEAL_OK)
		cseal_desk_say(round->desk, false, NULL,
		    "The tablet %s (%s) is there and may be used.",
		    tablet->node, tablet->name);
	else if (st == CSEAL_SETUP_CONFIG)
		cseal_desk_say(round->desk, true, "Correct [module evdev-pad].",
		    "The tablet %s cannot be used: %s.", tablet->node,
		    cseal_error_text(error));
	else if (st != CSEAL_COUNTER_DEVICE_GONE)
		cseal_desk_say(round->desk, is_named,
		    is_named ? "Correct [devices] pad." : NULL,
		    "The tablet %s cannot be used: %s.", tablet->node,
		    cseal_error_text(error));
	cseal_error_free(error);
}

static void
examine(struct round *round, const struct known_tablet *tablet, bool is_named)
{
	size_t i = (size_t)(tablet - round->list->tablets);
	cseal_status st;
	int fd;

	if (round->was_seen[i])
		return;
	round->was_seen[i] = true;
	if (tablet->is_stu && !is_named) {
		cseal_desk_say(round->desk, false, NULL,
		    "The kernel takes %s (%s) for a tablet, too; it is a pad "
		    "for stu-pad.",
		    tablet->node, tablet->name);
		return;
	}
	st = evdev_node_open(tablet->node, &fd, NULL);
	if (st == CSEAL_OK) {
		examine_open(round, tablet, fd, is_named);
		close(fd);
	} else if (st == CSEAL_SETUP_PERMISSION &&
		   (is_named || tablet->kind == EVDEV_PEN)) {
		cseal_desk_say_denied(round->desk, tablet->node, RULE);
	}
}

/* Something else, or nothing, is there. */
static void
examine_stranger(const struct round *round, const char *uri, const char *path)
{
	if (access(path, F_OK) != 0)
		cseal_desk_say(round->desk, true,
		    "Connect the pad, or correct [devices] pad.",
		    "The configured pad %s is not there.", uri);
	else
		cseal_desk_say(round->desk, true, "Correct [devices] pad.",
		    "The configured pad %s is no pen tablet.", uri);
}

static void
examine_named(struct round *round, const char *uri)
{
	const struct known_tablet *tablet;
	cseal_error *error = NULL;
	const char *path;

	if (evdev_uri_parse(uri, &path, &error) != CSEAL_OK) {
		cseal_desk_say(round->desk, true, "Correct [devices] pad.",
		    "The configured pad cannot be used: %s.",
		    cseal_error_text(error));
		cseal_error_free(error);
		return;
	}
	tablet = known_find(round->list, path);
	if (tablet == NULL)
		examine_stranger(round, uri, path);
	else
		examine(round, tablet, true);
}

void
evdev_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	struct round round = { .desk = &desk };
	cseal_error *error = NULL;
	struct known_list *list;
	const char *uri;

	if (evdev_settings_read(host, &round.settings, &error) != CSEAL_OK)
		cseal_desk_say(&desk, true, "Correct the configuration.", "%s.",
		    cseal_error_text(error));
	cseal_error_free(error);
	if (known_list_new(&list, NULL) != CSEAL_OK)
		return;
	round.list = list;
	for (size_t i = 0; (uri = cseal_host_named(host, i)) != NULL; i++)
		examine_named(&round, uri);
	for (size_t i = 0; i < list->count; i++)
		examine(&round, &list->tablets[i], false);
	free(list);
}
