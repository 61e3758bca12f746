/* SPDX-License-Identifier: Apache-2.0 */
/* roles.c -- which camera is there for what. */
#include "roles.h"

#include <stdlib.h>
#include <string.h>

cseal_status
camera_role_setting(cseal_host *host, enum camera_role role,
    struct camera_uri *ret_uri, bool *ret_there, cseal_error **ret_error)
{
	const char *name = camera_role_name(role);
	const char *text = cseal_host_setting(host, name);
	struct camera_uri parsed;

	*ret_there = false;
	if (text == NULL)
		return CSEAL_OK;
	if (camera_uri_parse(text, &parsed, NULL) != CSEAL_OK ||
	    parsed.role != CAMERA_ANY)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module v4l2-camera] %s was not v4l2:/PATH", name);
	*ret_uri = parsed;
	*ret_there = true;
	return CSEAL_OK;
}

static const struct known_node *
find_role(const struct known_list *list, enum camera_role role)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->nodes[i].role == role && list->nodes[i].may_be_camera)
			return &list->nodes[i];
	}
	return NULL;
}

static cseal_status
locate_role(cseal_host *host, enum camera_role role,
    const struct known_list *list, char path[CAMERA_PATH_ROOM],
    cseal_error **ret_error)
{
	const struct known_node *known;
	struct camera_uri uri;
	cseal_status st;
	bool is_there;

	st = camera_role_setting(host, role, &uri, &is_there, ret_error);
	if (st != CSEAL_OK)
		return st;
	known = find_role(list, role);
	if (!is_there && known == NULL)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "no camera is there for the role %s: name it in "
		    "[module v4l2-camera], or plug it in",
		    camera_role_name(role));
	memcpy(path, is_there ? uri.path : known->path, CAMERA_PATH_ROOM);
	return CSEAL_OK;
}

enum camera_role
camera_role_at(
    cseal_host *host, const struct known_list *list, const char *path)
{
	const struct known_node *known = known_find(list, path);
	struct camera_uri uri;
	bool is_there;

	for (unsigned i = CAMERA_ANY + 1; i < CAMERA_ROLES; i++) {
		enum camera_role role = (enum camera_role)i;

		if (camera_role_setting(host, role, &uri, &is_there, NULL) ==
			CSEAL_OK &&
		    is_there &&
		    (strcmp(uri.path, path) == 0 || known_same(uri.path, path)))
			return role;
	}
	return known != NULL ? known->role : CAMERA_ANY;
}

cseal_status
camera_locate(cseal_host *host, const struct camera_uri *uri,
    char path[CAMERA_PATH_ROOM], enum camera_role *ret_role,
    cseal_error **ret_error)
{
	struct known_list *list;
	cseal_status st;

	st = known_list_new(&list, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (uri->role != CAMERA_ANY)
		st = locate_role(host, uri->role, list, path, ret_error);
	else
		memcpy(path, uri->path, CAMERA_PATH_ROOM);
	if (st == CSEAL_OK)
		*ret_role = uri->role != CAMERA_ANY
				? uri->role
				: camera_role_at(host, list, path);
	free(list);
	return st;
}
