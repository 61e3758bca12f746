/* SPDX-License-Identifier: Apache-2.0 */
/* settings.c -- what can be set in [module stu-pad]. */
#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define RESPONSE_MS   1000
#define PRESSURE_MOST 4095

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
		    "[module stu-pad] %s was not a number from %d to %d", key,
		    least, most);
	*ret_number = (int)number;
	return CSEAL_OK;
}

static cseal_status
read_encryption(cseal_host *host, enum stu_encryption_wish *ret_wish,
    cseal_error **ret_error)
{
	static const char *const words[] = {
		[STU_WISH_AUTO] = "auto",
		[STU_WISH_NONE] = "none",
		[STU_WISH_WEAK] = "weak",
		[STU_WISH_V2] = "v2",
	};
	const char *text = cseal_host_setting(host, "encryption");

	if (text == NULL)
		return CSEAL_OK;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i]) == 0) {
			*ret_wish = (enum stu_encryption_wish)i;
			return CSEAL_OK;
		}
	}
	return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
	    "[module stu-pad] encryption was not auto, none, weak or v2");
}

static cseal_status
read_threshold(cseal_host *host, struct stu_threshold *ret_threshold,
    cseal_error **ret_error)
{
	int on = 0, off = 0;
	cseal_status st;

	st = read_number(host, "ink_on", 1, PRESSURE_MOST, &on, ret_error);
	if (st == CSEAL_OK)
		st = read_number(
		    host, "ink_off", 1, PRESSURE_MOST, &off, ret_error);
	if (st != CSEAL_OK)
		return st;
	if ((on == 0) != (off == 0) || off > on)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module stu-pad] ink_on and ink_off stand together, and "
		    "ink_off is not more");
	ret_threshold->on = (uint16_t)on;
	ret_threshold->off = (uint16_t)off;
	return CSEAL_OK;
}

static cseal_status
read_labels(cseal_host *host, const char *labels[], cseal_error **ret_error)
{
	static const char *const keys[] = {
		[CSEAL_PAD_OK] = "label_ok",
		[CSEAL_PAD_CLEAR] = "label_clear",
		[CSEAL_PAD_CANCEL] = "label_cancel",
	};

	for (int i = CSEAL_PAD_OK; i <= CSEAL_PAD_CANCEL; i++) {
		labels[i] = cseal_host_setting(host, keys[i]);
		if (labels[i] != NULL &&
		    strnlen(labels[i], STU_LABEL_MOST + 1) > STU_LABEL_MOST)
			return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
			    "[module stu-pad] %s had more than %d bytes",
			    keys[i], STU_LABEL_MOST);
		if (labels[i] != NULL && labels[i][0] == '\0')
			labels[i] = NULL;
	}
	return CSEAL_OK;
}

cseal_status
stu_settings_read(cseal_host *host, struct stu_settings *ret_settings,
    cseal_error **ret_error)
{
	struct stu_settings settings = { .response_ms = RESPONSE_MS,
		.brightness = -1 };
	cseal_status st;

	st = read_encryption(host, &settings.encryption, ret_error);
	if (st == CSEAL_OK)
		st = read_number(host, "response_ms", 50, 60000,
		    &settings.response_ms, ret_error);
	if (st == CSEAL_OK)
		st = read_number(host, "brightness", 0, STU_BRIGHTNESS_MOST,
		    &settings.brightness, ret_error);
	if (st == CSEAL_OK)
		st = read_threshold(host, &settings.threshold, ret_error);
	if (st == CSEAL_OK)
		st = read_labels(host, settings.labels, ret_error);
	settings.picture = cseal_host_setting(host, "picture");
	if (st == CSEAL_OK && settings.picture != NULL &&
	    settings.picture[0] != '/')
		st = cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module stu-pad] picture was not an absolute path");
	if (st == CSEAL_OK)
		*ret_settings = settings;
	return st;
}
