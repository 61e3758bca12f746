/* SPDX-License-Identifier: Apache-2.0 */
/* settings.c -- what [module http-fetch] says. */
#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TIMEOUT_S      30
#define TIMEOUT_S_MOST 3600

static cseal_status
read_timeout(const char *text, long *ret_ms, cseal_error **ret_error)
{
	char *end;
	long seconds;

	if (text == NULL) {
		*ret_ms = TIMEOUT_S * 1000L;
		return CSEAL_OK;
	}
	seconds = strtol(text, &end, 10);
	if (end == text || *end != '\0' || seconds < 1 ||
	    seconds > TIMEOUT_S_MOST)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module http-fetch] timeout was not 1 to %d seconds",
		    TIMEOUT_S_MOST);
	*ret_ms = seconds * 1000;
	return CSEAL_OK;
}

static cseal_status
read_path(cseal_host *host, const char *key, const char **ret_path,
    cseal_error **ret_error)
{
	const char *path = cseal_host_setting(host, key);

	if (path != NULL && access(path, R_OK) != 0)
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "[module http-fetch] %s = %s could not be read: %s", key,
		    path, strerror(errno));
	*ret_path = path;
	return CSEAL_OK;
}

cseal_status
http_settings_read(cseal_host *host, struct http_settings *ret_settings,
    cseal_error **ret_error)
{
	struct http_settings made = { .proxy = "" };
	const char *proxy = cseal_host_setting(host, "proxy");
	cseal_status st;

	if (proxy != NULL)
		made.proxy = proxy;
	st = read_timeout(
	    cseal_host_setting(host, "timeout"), &made.timeout_ms, ret_error);
	if (st == CSEAL_OK)
		st = read_path(host, "ca-file", &made.ca_file, ret_error);
	if (st == CSEAL_OK)
		st = read_path(
		    host, "certificate", &made.certificate, ret_error);
	if (st == CSEAL_OK)
		st = read_path(host, "key", &made.key, ret_error);
	if (st == CSEAL_OK && made.key != NULL && made.certificate == NULL)
		st = cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module http-fetch] had a key without a certificate");
	if (st == CSEAL_OK)
		*ret_settings = made;
	return st;
}
