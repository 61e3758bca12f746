/* SPDX-License-Identifier: Apache-2.0 */
/* pin.h -- how a driver asks the application for a PIN. */
#ifndef CSI_PIN_H
#define CSI_PIN_H

#include <counterseal/module.h>

/* Lives in the signer: some tokens ask before every signature. */
struct cseal_pin_entry {
	cseal_pin_fn pin; /* NULL: nobody to ask */
	void *user;
	const char *uri; /* borrowed */
};

#endif
