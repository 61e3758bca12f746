/* SPDX-License-Identifier: Apache-2.0 */
/* path.c -- file: URIs (RFC 8089). */
#include "path.h"

#include <stdlib.h>
#include <string.h>

#define SCHEME "file:"

static int
hex(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

/* In place.  A percent sign that begins no encoding stands for itself, since
 * people write paths and not URIs.  False: there was a NUL. */
static bool
decode(char *text)
{
	char *out = text;

	for (; *text != '\0'; text++) {
		if (*text == '%' && hex(text[1]) >= 0 && hex(text[2]) >= 0) {
			*out = (char)(hex(text[1]) << 4 | hex(text[2]));
			text += 2;
		} else {
			*out = *text;
		}
		if (*out++ == '\0')
			return false;
	}
	*out = '\0';
	return true;
}

cseal_status
file_path_of(const char *uri, char **ret_path, cseal_error **ret_error)
{
	const char *at = uri + strlen(SCHEME);
	char *path;

	/* file:/PATH, file:///PATH and file://localhost/PATH are the same. */
	if (strncmp(at, "//localhost/", 12) == 0)
		at += 11;
	else if (strncmp(at, "///", 3) == 0)
		at += 2;
	else if (strncmp(at, "//", 2) == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a file: URI named another host");
	path = strdup(at);
	if (path == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	if (!decode(path) || path[0] == '\0') {
		free(path);
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a file: URI had no usable path");
	}
	*ret_path = path;
	return CSEAL_OK;
}
