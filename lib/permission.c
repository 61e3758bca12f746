/* SPDX-License-Identifier: Apache-2.0 */
/* permission.c -- who may use a device, for whoever administers the machine. */
#include <counterseal/module.h>

#include <grp.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define GROUP_ROOM 64
#define CURE_ROOM  512

/* That may read and write the node, and is not root's. */
static bool
group_of(const char *path, char ret_name[GROUP_ROOM])
{
	char buf[4096];
	struct group group, *found = NULL;
	struct stat meta;

	if (stat(path, &meta) != 0 || (meta.st_mode & 0060) != 0060 ||
	    meta.st_gid == 0)
		return false;
	getgrgid_r(meta.st_gid, &group, buf, sizeof(buf), &found);
	return found != NULL && snprintf(ret_name, GROUP_ROOM, "%s",
				    found->gr_name) < GROUP_ROOM;
}

cseal_status
cseal_fail_denied(const char *path, cseal_error **ret_error)
{
	char group[GROUP_ROOM];

	if (!group_of(path, group))
		return cseal_fail(ret_error, CSEAL_SETUP_PERMISSION,
		    "could not open %s: permission denied", path);
	return cseal_fail(ret_error, CSEAL_SETUP_PERMISSION,
	    "could not open %s: permission denied; "
	    "the user must be in the group %s",
	    path, group);
}

/* Where udev looks for it (udev(7)). */
static bool
has_rule(const char *rule)
{
	static const char *const folders[] = { "/etc/udev/rules.d",
		"/run/udev/rules.d", "/usr/local/lib/udev/rules.d",
		"/usr/lib/udev/rules.d", "/lib/udev/rules.d" };
	char path[512];

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folders[i], rule);
		if (access(path, F_OK) == 0)
			return true;
	}
	return false;
}

/* The one that our rules give devices to. */
static bool
has_our_group(void)
{
	char buf[4096];
	struct group group, *found = NULL;

	getgrnam_r("counterseal", &group, buf, sizeof(buf), &found);
	return found != NULL;
}

void
cseal_desk_say_denied(
    const struct cseal_desk *desk, const char *path, const char *rule)
{
	char group[GROUP_ROOM], cure[CURE_ROOM];

	if (group_of(path, group))
		snprintf(cure, sizeof(cure),
		    "Add the user to the group %s and log in again.", group);
	else if (rule == NULL)
		snprintf(cure, sizeof(cure),
		    "Give the user access with a udev rule, or run as one who "
		    "has it.");
	else if (!has_rule(rule))
		snprintf(cure, sizeof(cure),
		    "Install the udev rule %s, and plug the device in again.",
		    rule);
	else if (!has_our_group())
		snprintf(cure, sizeof(cure),
		    "Make the group counterseal with systemd-sysusers, and "
		    "plug the device in again.");
	else
		snprintf(cure, sizeof(cure),
		    "Plug the device in again: its udev rule was not applied "
		    "yet.");
	cseal_desk_say(desk, true, cure,
	    "%s is there, but may not be used by this user.", path);
}
