/* SPDX-License-Identifier: Apache-2.0 */
/* settings.c -- what [module v4l2-camera] says. */
#include "settings.h"

#include <errno.h>
#include <stdlib.h>

/* Raw pictures of several megapixels take this long over USB 2. */
#define FRAME_MS  10000
#define SETTLE_MS 1500

static cseal_status
read_number(cseal_host *host, const char *key, int least, int most,
    int *ret_number, cseal_error **ret_error)
{
	const char *text = cseal_host_setting(host, key);
	char *end;
	long number;

	if (text == NULL)
		return CSEAL_OK;
	errno = 0;
	number = strtol(text, &end, 10);
	if (*end != '\0' || end == text || errno != 0 || number < least ||
	    number > most)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module v4l2-camera] %s was not a number from %d to %d",
		    key, least, most);
	*ret_number = (int)number;
	return CSEAL_OK;
}

cseal_status
camera_settings_read(cseal_host *host, struct camera_settings *ret_settings,
    cseal_error **ret_error)
{
	struct camera_settings settings = { FRAME_MS, SETTLE_MS };
	cseal_status st;

	st = read_number(
	    host, "frame_ms", 50, 60000, &settings.frame_ms, ret_error);
	if (st == CSEAL_OK)
		st = read_number(host, "settle_ms", 0, 10000,
		    &settings.settle_ms, ret_error);
	if (st == CSEAL_OK)
		*ret_settings = settings;
	return st;
}
