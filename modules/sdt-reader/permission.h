/* SPDX-License-Identifier: Apache-2.0 */
/* permission.h -- who may use a device. */
#ifndef SDT_PERMISSION_H
#define SDT_PERMISSION_H

#include <counterseal/module.h>

#define SDT_GROUP_ROOM 64

/* The group that may read and write the device, and is not root's; false if
 * there is none. */
bool sdt_group_of(const char *path, char ret_name[SDT_GROUP_ROOM]);

/* SETUP_PERMISSION, with that group where there is one. */
cseal_status sdt_fail_permission(const char *path, cseal_error **ret_error);

#endif
