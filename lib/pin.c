/* SPDX-License-Identifier: Apache-2.0 */
/* pin.c -- asks the application for a PIN.
 *
 * A PIN lives in one secret, from the application's hands to the token, and
 * nowhere else. */
#include "pin.h"

#include "error.h"
#include "secret.h"

static cseal_status
refuse(cseal_status answer, cseal_error **ret_error)
{
	if (cseal_status_class_of(answer) == CSEAL_CLASS_FAULT)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the application's PIN entry failed with %d", (int)answer);
	return cseal_fail(ret_error, answer, "no PIN was entered");
}

cseal_status
cseal_pin_ask(const cseal_pin_entry *entry, const char *title, bool again,
    bool last_try, cseal_secret **ret_secret, cseal_error **ret_error)
{
	const struct cseal_pin_request request = {
		.size = sizeof(request),
		.uri = entry->uri,
		.title = title == NULL ? "" : title,
		.again = again,
		.last_try = last_try,
	};
	cseal_secret *secret = NULL;
	cseal_status st;

	if (entry->pin == NULL)
		return cseal_fail(ret_error, CSEAL_COUNTER_PIN_NEEDED,
		    "a PIN was needed, and there was no way to ask for it");
	st = csi_secret_new(&secret, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = entry->pin(entry->user, &request, secret);
	if (st != CSEAL_OK) {
		cseal_secret_free(secret);
		return refuse(st, ret_error);
	}
	*ret_secret = secret;
	return CSEAL_OK;
}
