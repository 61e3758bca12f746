/* SPDX-License-Identifier: Apache-2.0 */
/* test-permission.c -- proves lib/permission.c: who may use a device. */
#include "scratch.h"
#include "tap.h"

#include <counterseal/module.h>

#include <dirent.h>
#include <grp.h>

static char cure[512];

static void
hear(void *user, const struct cseal_finding *finding)
{
	const char *path = user;

	OK(finding->is_problem &&
	    strncmp(finding->text, path, strlen(path)) == 0 &&
	    strcmp(finding->text + strlen(path),
		" is there, but may not be used by this user.") == 0);
	snprintf(cure, sizeof(cure), "%s", finding->cure);
}

static const char *
cure_of(const char *path, const char *rule)
{
	char user[512];
	const struct cseal_desk desk = { hear, user };

	snprintf(user, sizeof(user), "%s", path);
	cseal_desk_say_denied(&desk, path, rule);
	return cure;
}

static const char *
error_of(const char *path)
{
	static char text[512];
	cseal_error *error = NULL;

	OK(cseal_fail_denied(path, &error) == CSEAL_SETUP_PERMISSION);
	OK(cseal_error_status(error) == CSEAL_SETUP_PERMISSION);
	snprintf(text, sizeof(text), "%s", cseal_error_text(error));
	cseal_error_free(error);
	return text;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static const char *
node_of(mode_t mode, gid_t gid)
{
	const char *path = scratch_write("node", "");

	if (chown(path, (uid_t)-1, gid) != 0 || chmod(path, mode) != 0)
		return NULL;
	return path;
}

static void
a_group_that_may_use_it_is_the_one_to_join(void)
{
	/* A user who is not root gives a file to the group that he is in. */
	const gid_t gid = getegid() != 0 ? getegid() : 1;
	const struct group *group = getgrgid(gid);
	const char *path = node_of(0660, gid);
	char end[128];

	if (group == NULL || path == NULL) {
		tap_skip("there is no group to give a file to");
		return;
	}
	snprintf(end, sizeof(end),
	    "permission denied; the user must be in the group %s",
	    group->gr_name);
	OKF(ends_with(error_of(path), end), "%s", error_of(path));
	snprintf(end, sizeof(end),
	    "Add the user to the group %s and log in again.", group->gr_name);
	OKF(strcmp(cure_of(path, "x.rules"), end) == 0, "%s", cure);
}

static void
a_group_that_may_not_use_it_is_no_help(void)
{
	static const mode_t modes[] = { 0600, 0640, 0620, 0606 };

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		const char *path =
		    node_of(modes[i], getegid() != 0 ? getegid() : 1);

		OK(path != NULL && ends_with(error_of(path), "denied"));
		OKF(strncmp(cure_of(path, NULL), "Give the user", 13) == 0,
		    "%s", cure);
	}
}

static void
nobody_is_told_to_join_root_or_a_group_without_a_name(void)
{
	static const gid_t gids[] = { 0, 2147483000 };

	for (size_t i = 0; i < sizeof(gids) / sizeof(gids[0]); i++) {
		const char *path = node_of(0660, gids[i]);

		if (path == NULL) {
			tap_skip("needs root to give a file away");
			continue;
		}
		OK(ends_with(error_of(path), "denied"));
		OKF(strncmp(cure_of(path, NULL), "Give the user", 13) == 0,
		    "%s", cure);
	}
}

static void
a_node_that_left_has_no_group(void)
{
	OKF(strcmp(error_of("/dev/none-such"),
		"could not open /dev/none-such: permission denied") == 0,
	    "%s", "/dev/none-such");
}

static void
a_rule_that_is_not_installed_is_to_be_installed(void)
{
	const char *path = scratch_write("node", "");

	chmod(path, 0600);
	OKF(strcmp(cure_of(path, "99-none-such.rules"),
		"Install the udev rule 99-none-such.rules, and plug the "
		"device in again.") == 0,
	    "%s", cure);
}

/* The name of any rule that is installed. */
static bool
find_rule(char ret_name[256])
{
	DIR *folder = opendir("/lib/udev/rules.d");
	const struct dirent *entry;
	bool found = false;

	while (folder != NULL && !found && (entry = readdir(folder)) != NULL) {
		found = ends_with(entry->d_name, ".rules");
		snprintf(ret_name, 256, "%s", entry->d_name);
	}
	if (folder != NULL)
		closedir(folder);
	return found;
}

static void
a_rule_that_is_installed_wants_its_group_or_a_replug(void)
{
	const char *path = scratch_write("node", "");
	char rule[256];

	if (!find_rule(rule)) {
		tap_skip("there is no rule of udev here");
		return;
	}
	chmod(path, 0600);
	cure_of(path, rule);
	if (getgrnam("counterseal") == NULL)
		OKF(strncmp(cure, "Make the group counterseal ", 27) == 0, "%s",
		    cure);
	else
		OKF(strncmp(cure, "Plug the device in again: ", 26) == 0, "%s",
		    cure);
}

int
main(void)
{
	scratch_make();
	RUN(a_group_that_may_use_it_is_the_one_to_join);
	RUN(a_group_that_may_not_use_it_is_no_help);
	RUN(nobody_is_told_to_join_root_or_a_group_without_a_name);
	RUN(a_node_that_left_has_no_group);
	RUN(a_rule_that_is_not_installed_is_to_be_installed);
	RUN(a_rule_that_is_installed_wants_its_group_or_a_replug);
	return tap_done();
}
