/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h -- what [module http-fetch] says. */
#ifndef HTTP_FETCH_SETTINGS_H
#define HTTP_FETCH_SETTINGS_H

#include <counterseal/module.h>

struct http_settings {
	const char *proxy;             /* "" for none */
	const char *ca_file;           /* NULL: the system's */
	const char *certificate, *key; /* NULL: none */
	long timeout_ms;
};

/* Status: SETUP_CONFIG, SETUP_FILE (a file that cannot be read). */
cseal_status http_settings_read(cseal_host *host,
    struct http_settings *ret_settings, cseal_error **ret_error);

#endif
