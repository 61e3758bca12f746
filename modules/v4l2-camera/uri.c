/* SPDX-License-Identifier: Apache-2.0 */
/* uri.c -- which camera. */
#include "uri.h"

#include <string.h>

#define SCHEME "v4l2:"

static const char *const names[CAMERA_ROLES] = {
	[CAMERA_PORTRAIT] = "portrait",
	[CAMERA_DOCUMENT] = "document",
};

const char *
camera_role_name(enum camera_role role)
{
	return role < CAMERA_ROLES ? names[role] : NULL;
}

enum camera_role
camera_role_of(const char *name)
{
	for (unsigned i = 0; name != NULL && i < CAMERA_ROLES; i++) {
		if (names[i] != NULL && strcmp(names[i], name) == 0)
			return (enum camera_role)i;
	}
	return CAMERA_ANY;
}

cseal_status
camera_uri_parse(
    const char *uri, struct camera_uri *ret_uri, cseal_error **ret_error)
{
	struct camera_uri parsed = { 0 };
	const char *rest = uri;

	if (strncmp(uri, SCHEME, strlen(SCHEME)) == 0)
		rest = uri + strlen(SCHEME);
	parsed.role = camera_role_of(rest);
	if (rest == uri ||
	    (parsed.role == CAMERA_ANY &&
		(rest[0] != '/' || strlen(rest) >= CAMERA_PATH_ROOM)))
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s was not v4l2:/PATH, v4l2:portrait or v4l2:document",
		    uri);
	if (parsed.role == CAMERA_ANY)
		memcpy(parsed.path, rest, strlen(rest) + 1);
	*ret_uri = parsed;
	return CSEAL_OK;
}
