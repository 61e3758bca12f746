/* SPDX-License-Identifier: Apache-2.0 */
/* uri.h -- which tablet: evdev:/PATH of its node, or of a link to it. */
#ifndef EVDEV_URI_H
#define EVDEV_URI_H

#include <counterseal/module.h>

#define EVDEV_SCHEME    "evdev:"
#define EVDEV_PATH_ROOM 256

/* Borrowed from uri.  Status: SETUP_CONFIG. */
cseal_status evdev_uri_parse(
    const char *uri, const char **ret_path, cseal_error **ret_error);

#endif
