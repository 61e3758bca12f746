/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h -- what can be set in [module evdev-pad]. */
#ifndef EVDEV_SETTINGS_H
#define EVDEV_SETTINGS_H

#include "surface.h"

struct evdev_settings {
	struct evdev_wish wish;
	/* The signature is done when the pen was not on the tablet for so
	 * long; 0: only a switch of the pen ends it. */
	int rest_ms;
};

/* Status: SETUP_CONFIG. */
cseal_status evdev_settings_read(cseal_host *host,
    struct evdev_settings *ret_settings, cseal_error **ret_error);

#endif
