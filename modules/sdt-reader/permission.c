/* SPDX-License-Identifier: Apache-2.0 */
/* permission.c -- who may use a device, for whoever administers the
 * machine. */
#include "permission.h"

#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

bool
sdt_group_of(const char *path, char ret_name[SDT_GROUP_ROOM])
{
	char buf[1024];
	struct group group, *found = NULL;
	struct stat meta;

	if (stat(path, &meta) != 0 || (meta.st_mode & 0060) != 0060 ||
	    meta.st_gid == 0)
		return false;
	getgrgid_r(meta.st_gid, &group, buf, sizeof(buf), &found);
	if (found == NULL || strlen(found->gr_name) >= SDT_GROUP_ROOM)
		return false;
	strcpy(ret_name, found->gr_name);
	return true;
}

cseal_status
sdt_fail_permission(const char *path, cseal_error **ret_error)
{
	char group[SDT_GROUP_ROOM];

	if (!sdt_group_of(path, group))
		return cseal_fail(ret_error, CSEAL_SETUP_PERMISSION,
		    "could not open %s: permission denied", path);
	return cseal_fail(ret_error, CSEAL_SETUP_PERMISSION,
	    "could not open %s: permission denied; "
	    "the user must be in the group %s",
	    path, group);
}
