/* SPDX-License-Identifier: Apache-2.0 */
/* sysfs.c -- who holds a device on USB, as the kernel tells. */
#include "sysfs.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DEVICES "/sys/bus/usb/devices"

#define PATH_ROOM 1024

/* The link's last name. */
static bool
is_driven_by(const char *folder, const char *driver)
{
	char path[PATH_ROOM + 8], target[PATH_ROOM];
	const char *last;
	ssize_t len;

	snprintf(path, sizeof(path), "%s/driver", folder);
	len = readlink(path, target, sizeof(target) - 1);
	if (len < 0)
		return false;
	target[len] = '\0';
	last = strrchr(target, '/');
	return strcmp(last == NULL ? target : last + 1, driver) == 0;
}

static bool
is_any_below(const char *folder, const char *driver)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	bool found = false;

	while (dir != NULL && !found && (entry = readdir(dir)) != NULL) {
		char path[PATH_ROOM];

		if (entry->d_name[0] == '.' ||
		    snprintf(path, sizeof(path), "%s/%s", folder,
			entry->d_name) >= (int)sizeof(path))
			continue;
		found = is_driven_by(path, driver);
	}
	if (dir != NULL)
		closedir(dir);
	return found;
}

/* Interfaces are named DEVICE:CONFIGURATION.INTERFACE. */
static bool
search(const char *name, const char *driver,
    bool (*is_it)(const char *folder, const char *driver))
{
	DIR *dir = opendir(DEVICES);
	size_t len = strlen(name);
	const struct dirent *entry;
	bool found = false;

	while (dir != NULL && !found && (entry = readdir(dir)) != NULL) {
		char path[PATH_ROOM];

		if (strncmp(entry->d_name, name, len) != 0 ||
		    entry->d_name[len] != ':')
			continue;
		snprintf(path, sizeof(path), DEVICES "/%s", entry->d_name);
		found = is_it(path, driver);
	}
	if (dir != NULL)
		closedir(dir);
	return found;
}

bool
stu_has_driver(const char *name, const char *driver)
{
	return search(name, driver, is_driven_by);
}

bool
stu_has_driver_below(const char *name, const char *driver)
{
	return search(name, driver, is_any_below);
}
