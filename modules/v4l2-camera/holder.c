/* SPDX-License-Identifier: Apache-2.0 */
/* holder.c -- which program has a node open, by /proc. */
#include "holder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
has_open(const char *pid, const char *node)
{
	char folder[300], link[600], target[512];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(folder, sizeof(folder), "/proc/%s/fd", pid);
	dir = opendir(folder);
	if (dir == NULL)
		return false;
	while (!found && (entry = readdir(dir)) != NULL) {
		ssize_t len;

		snprintf(link, sizeof(link), "%s/%s", folder, entry->d_name);
		len = readlink(link, target, sizeof(target));
		found = len > 0 && (size_t)len == strlen(node) &&
			memcmp(target, node, (size_t)len) == 0;
	}
	closedir(dir);
	return found;
}

static void
name_program(const char *pid, char *room, size_t size)
{
	char path[300], name[64] = "a program";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%s/comm", pid);
	file = fopen(path, "re");
	if (file != NULL) {
		if (fgets(name, sizeof(name), file) != NULL)
			name[strcspn(name, "\n")] = '\0';
		fclose(file);
	}
	snprintf(room, size, "%s (%s)", name, pid);
}

bool
camera_holder(const char *node, char *room, size_t size)
{
	char *real = realpath(node, NULL);
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	bool found = false;

	while (dir != NULL && real != NULL && !found &&
	       (entry = readdir(dir)) != NULL) {
		if (strspn(entry->d_name, "0123456789") !=
			strlen(entry->d_name) ||
		    !has_open(entry->d_name, real))
			continue;
		name_program(entry->d_name, room, size);
		found = true;
	}
	if (dir != NULL)
		closedir(dir);
	free(real);
	return found;
}
