/* SPDX-License-Identifier: Apache-2.0 */
/* find.c -- which readers are there.
 *
 * Every reader of the daemon is reported: whether a travel document fits on it,
 * no reader says. */
#include "find.h"

#include <stdio.h>
#include <string.h>

#define URI_ROOM 256

cseal_status
emrtd_policy_read(
    cseal_host *host, enum emrtd_policy *ret_policy, cseal_error **ret_error)
{
	static const struct {
		const char *name;
		enum emrtd_policy policy;
	} rows[] = {
		{ "any", EMRTD_ANY },
		{ "pace", EMRTD_PACE_ONLY },
		{ "bac", EMRTD_BAC_ONLY },
	};
	const char *text = cseal_host_setting(host, "access");

	*ret_policy = EMRTD_ANY;
	for (size_t i = 0; text != NULL; i++) {
		if (i == sizeof(rows) / sizeof(rows[0]))
			return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
			    "[module emrtd-reader] access was none of any, "
			    "pace and bac");
		if (strcmp(rows[i].name, text) == 0) {
			*ret_policy = rows[i].policy;
			return CSEAL_OK;
		}
	}
	return CSEAL_OK;
}

/* A device may call itself anything; one URI that cannot be shown would hide
 * all others. */
static bool
is_plain(const char *name)
{
	for (; *name != '\0'; name++) {
		if ((unsigned char)*name < ' ' || (unsigned char)*name > '~')
			return false;
	}
	return true;
}

static cseal_status
add(cseal_finder *finder, const char *name, cseal_error **ret_error)
{
	char uri[URI_ROOM];
	int len = snprintf(uri, sizeof(uri), EMRTD_SCHEME "%s", name);

	if (len < 0 || (size_t)len >= sizeof(uri) || !is_plain(name))
		return CSEAL_OK;
	return cseal_finder_add(
	    finder, uri, name, CSEAL_DEVICE_READY, ret_error);
}

/* Is that the beginning of its name, by which the configuration has it?  Then
 * it is listed under that, too. */
static cseal_status
add_named(cseal_host *host, cseal_finder *finder, const char *name,
    cseal_error **ret_error)
{
	const char *uri;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK; i++) {
		uri = cseal_host_named(host, i);
		if (uri == NULL)
			break;
		uri += strlen(EMRTD_SCHEME);
		if (uri[0] != '\0' && strncmp(uri, name, strlen(uri)) == 0)
			st =
			    cseal_finder_add(finder, uri - strlen(EMRTD_SCHEME),
				name, CSEAL_DEVICE_READY, ret_error);
	}
	return st;
}

/* Where the daemon does not answer, or not to this user, there are none; the
 * doctor says why. */
cseal_status
emrtd_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct emrtd_line *line;
	const char *names = "";
	cseal_status st;

	st = emrtd_line_open(wait, &line, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return cseal_fail(ret_error, st, "out of memory");
	if (st != CSEAL_OK)
		return cseal_wait_check(wait, ret_error);
	if (emrtd_line_readers(line, wait, &names, NULL) != CSEAL_OK) {
		names = "";
		st = cseal_wait_check(wait, ret_error);
	}
	for (const char *at = names; st == CSEAL_OK && *at != '\0';
	     at += strlen(at) + 1) {
		st = add(finder, at, ret_error);
		if (st == CSEAL_OK)
			st = add_named(host, finder, at, ret_error);
	}
	emrtd_line_close(line);
	return st;
}
