/* SPDX-License-Identifier: Apache-2.0 */
/* uri.c -- which tablet. */
#include "uri.h"

#include <string.h>

cseal_status
evdev_uri_parse(const char *uri, const char **ret_path, cseal_error **ret_error)
{
	const char *path = uri + strlen(EVDEV_SCHEME);

	if (strncmp(uri, EVDEV_SCHEME, strlen(EVDEV_SCHEME)) != 0 ||
	    path[0] != '/' || strlen(path) >= EVDEV_PATH_ROOM)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s was not evdev:/PATH", uri);
	*ret_path = path;
	return CSEAL_OK;
}
