/* SPDX-License-Identifier: Apache-2.0 */
/* folder.c -- the names in a folder that end alike. */
#include "folder.h"

#include "error.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
ends_with(const char *name, const char *suffix)
{
	size_t len = strlen(name), end = strlen(suffix);

	return len > end && strcmp(name + len - end, suffix) == 0;
}

static cseal_status
add_name(struct csi_folder *folder, const char *name, cseal_error **ret_error)
{
	char **names =
	    reallocarray(folder->names, folder->count + 1, sizeof(*names));

	if (names == NULL)
		return csi_fail_memory(ret_error);
	folder->names = names;
	names[folder->count] = strdup(name);
	if (names[folder->count] == NULL)
		return csi_fail_memory(ret_error);
	folder->count++;
	return CSEAL_OK;
}

static cseal_status
read_names(DIR *dir, const char *path, const char *suffix, size_t most,
    struct csi_folder *folder, cseal_error **ret_error)
{
	struct dirent *entry;
	cseal_status st;

	for (;;) {
		errno = 0;
		entry = readdir(dir);
		if (entry == NULL && errno != 0)
			return cseal_fail(ret_error, csi_status_of_errno(errno),
			    "could not read the folder %s: %s", path,
			    strerror(errno));
		if (entry == NULL)
			return CSEAL_OK;
		if (entry->d_name[0] == '.' ||
		    !ends_with(entry->d_name, suffix))
			continue;
		if (folder->count == most)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "the folder %s held more than %zu files *%s", path,
			    most, suffix);
		st = add_name(folder, entry->d_name, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

cseal_status
csi_folder_read(const char *path, const char *suffix, size_t most,
    struct csi_folder *folder, cseal_error **ret_error)
{
	DIR *dir = opendir(path);
	cseal_status st;

	if (dir == NULL && errno == ENOENT)
		return CSEAL_OK;
	if (dir == NULL)
		return cseal_fail(ret_error, csi_status_of_errno(errno),
		    "could not open the folder %s: %s", path, strerror(errno));
	st = read_names(dir, path, suffix, most, folder, ret_error);
	closedir(dir);
	if (st != CSEAL_OK) {
		csi_folder_free(folder);
		return st;
	}
	if (folder->count != 0)
		qsort(folder->names, folder->count, sizeof(*folder->names),
		    by_bytes);
	return CSEAL_OK;
}

void
csi_folder_free(struct csi_folder *folder)
{
	for (size_t i = 0; i < folder->count; i++)
		free(folder->names[i]);
	free(folder->names);
	memset(folder, 0, sizeof(*folder));
}

char *
csi_folder_path(const char *path, const char *name)
{
	char *whole;

	return asprintf(&whole, "%s/%s", path, name) < 0 ? NULL : whole;
}
