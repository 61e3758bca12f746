/* SPDX-License-Identifier: Apache-2.0 */
/* settings.c -- what can be set in [module evdev-pad]. */
#include "settings.h"

#include <string.h>

#define REST_MS       3000
#define REST_LEAST_MS 300 /* between two strokes of one name */
#define REST_MOST_MS  60000
#define DIGITS_MOST   6

/* "216" or "21.65"; *text is moved behind it. */
static bool
parse_mm(const char **text, uint32_t *ret_um)
{
	size_t digits = strspn(*text, "0123456789"), scale = 1000;
	uint32_t um = 0;

	if (digits == 0 || digits > DIGITS_MOST)
		return false;
	for (; digits > 0; digits--)
		um = um * 10 + (uint32_t)(*(*text)++ - '0');
	um *= 1000;
	if (**text == '.') {
		(*text)++;
		digits = strspn(*text, "0123456789");
		if (digits == 0 || digits > 3)
			return false;
		for (; digits > 0; digits--) {
			scale /= 10;
			um += (uint32_t)(*(*text)++ - '0') * (uint32_t)scale;
		}
	}
	*ret_um = um;
	return true;
}

/* Lengths with commas between them, as many as are asked for. */
static bool
parse_lengths(const char *text, uint32_t *const lengths[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		text += strspn(text, " ");
		if (!parse_mm(&text, lengths[i]))
			return false;
		text += strspn(text, " ");
		if (i + 1 < count && *text++ != ',')
			return false;
	}
	return *text == '\0';
}

static cseal_status
read_size(cseal_host *host, struct evdev_wish *wish, cseal_error **ret_error)
{
	uint32_t *const lengths[] = { &wish->width_um, &wish->height_um };
	const char *text = cseal_host_setting(host, "size");

	if (text == NULL)
		return CSEAL_OK;
	if (!parse_lengths(text, lengths, 2) ||
	    wish->width_um < EVDEV_SIDE_LEAST_UM ||
	    wish->width_um > EVDEV_SIDE_MOST_UM ||
	    wish->height_um < EVDEV_SIDE_LEAST_UM ||
	    wish->height_um > EVDEV_SIDE_MOST_UM)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module evdev-pad] size was not WIDTH,HEIGHT in "
		    "millimetres, from %d to %d",
		    EVDEV_SIDE_LEAST_UM / 1000, EVDEV_SIDE_MOST_UM / 1000);
	return CSEAL_OK;
}

static cseal_status
read_area(cseal_host *host, struct evdev_area *area, cseal_error **ret_error)
{
	uint32_t *const lengths[] = { &area->x_um, &area->y_um, &area->width_um,
		&area->height_um };
	const char *text = cseal_host_setting(host, "area");

	if (text == NULL)
		return CSEAL_OK;
	if (!parse_lengths(text, lengths, 4) || area->width_um == 0 ||
	    area->height_um == 0)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module evdev-pad] area was not X,Y,WIDTH,HEIGHT in "
		    "millimetres");
	return CSEAL_OK;
}

/* One of the words; *number is left alone where nothing is set. */
static cseal_status
read_word(cseal_host *host, const char *key, const char *const words[],
    const char *list, unsigned *number, cseal_error **ret_error)
{
	const char *text = cseal_host_setting(host, key);

	if (text == NULL)
		return CSEAL_OK;
	for (unsigned i = 0; words[i] != NULL; i++) {
		if (strcmp(text, words[i]) == 0) {
			*number = i;
			return CSEAL_OK;
		}
	}
	return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
	    "[module evdev-pad] %s was not %s", key, list);
}

static cseal_status
read_switches(
    cseal_host *host, cseal_pad_button switches[], cseal_error **ret_error)
{
	static const char *const keys[EVDEV_SWITCHES] = { "switch1", "switch2",
		"switch3" };
	static const char *const words[] = {
		[CSEAL_PAD_NONE] = "none",
		[CSEAL_PAD_OK] = "ok",
		[CSEAL_PAD_CLEAR] = "clear",
		[CSEAL_PAD_CANCEL] = "cancel",
		NULL,
	};
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < EVDEV_SWITCHES; i++) {
		unsigned number = CSEAL_PAD_NONE;

		st = read_word(host, keys[i], words,
		    "none, ok, clear or cancel", &number, ret_error);
		switches[i] = (cseal_pad_button)number;
	}
	return st;
}

static cseal_status
read_rest(cseal_host *host, int *rest_ms, cseal_error **ret_error)
{
	const char *text = cseal_host_setting(host, "rest_ms");
	int number = 0;

	if (text == NULL)
		return CSEAL_OK;
	if (*text == '\0' || strlen(text) > DIGITS_MOST ||
	    text[strspn(text, "0123456789")] != '\0')
		number = -1;
	for (; number >= 0 && *text != '\0'; text++)
		number = number * 10 + (*text - '0');
	if (number != 0 && (number < REST_LEAST_MS || number > REST_MOST_MS))
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module evdev-pad] rest_ms was not 0, nor a number from "
		    "%d to %d",
		    REST_LEAST_MS, REST_MOST_MS);
	*rest_ms = number;
	return CSEAL_OK;
}

static cseal_status
check_end(const struct evdev_settings *settings, cseal_error **ret_error)
{
	for (size_t i = 0; i < EVDEV_SWITCHES; i++) {
		if (settings->wish.switches[i] == CSEAL_PAD_OK)
			return CSEAL_OK;
	}
	if (settings->rest_ms != 0)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
	    "[module evdev-pad] rest_ms was 0 and no switch ok: nothing would "
	    "end a signature");
}

cseal_status
evdev_settings_read(cseal_host *host, struct evdev_settings *ret_settings,
    cseal_error **ret_error)
{
	static const char *const turns[] = { "0", "90", "180", "270", NULL };
	struct evdev_settings settings = { .rest_ms = REST_MS };
	struct evdev_wish *wish = &settings.wish;
	cseal_status st;

	st = read_size(host, wish, ret_error);
	if (st == CSEAL_OK)
		st = read_area(host, &wish->area, ret_error);
	if (st == CSEAL_OK)
		st = read_word(host, "rotation", turns, "0, 90, 180 or 270",
		    &wish->quarters, ret_error);
	if (st == CSEAL_OK)
		st = read_switches(host, wish->switches, ret_error);
	if (st == CSEAL_OK)
		st = read_rest(host, &settings.rest_ms, ret_error);
	if (st == CSEAL_OK)
		st = check_end(&settings, ret_error);
	if (st == CSEAL_OK)
		*ret_settings = settings;
	return st;
}
