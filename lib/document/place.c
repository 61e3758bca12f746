/* SPDX-License-Identifier: Apache-2.0 */
/* place.c -- parses a place: "PAGE:X,Y,W,H" in millimetres, the last two of
 * which can be left out. */
#include <counterseal/document.h>
#include <counterseal/module.h>

#include <string.h>

/* Ten metres: beyond any page (ISO 32000-1, Annex C: 14 400 units). */
#define UM_MOST    10000000
#define PAGES_MOST 100000000

static bool
take_char(const char **at, char wanted)
{
	if (**at != wanted)
		return false;
	++*at;
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Decimal whatever the locale; what is finer than a micrometre is cut off. */
static bool
take_um(const char **at, int32_t *ret_um)
{
	bool minus = take_char(at, '-');
	int64_t um = 0;
	int places = 0;

	if (!is_digit(**at))
		return false;
	for (; is_digit(**at) && um <= UM_MOST; ++*at)
		um = um * 10 + (**at - '0');
	if (take_char(at, '.') && !is_digit(**at))
		return false;
	for (; is_digit(**at) && um <= UM_MOST; ++*at) {
		if (places < 3) {
			um = um * 10 + (**at - '0');
			places++;
		}
	}
	for (; places < 3; places++)
		um *= 10;
	if (um > UM_MOST)
		return false;
	*ret_um = (int32_t)(minus ? -um : um);
	return true;
}

static bool
take_page(const char **at, uint32_t *ret_page)
{
	uint32_t page = 0;

	if (strncmp(*at, "last", 4) == 0) {
		*at += 4;
		*ret_page = CSEAL_PAGE_LAST;
		return true;
	}
	for (; is_digit(**at) && page <= PAGES_MOST; ++*at)
		page = page * 10 + (uint32_t)(**at - '0');
	*ret_page = page;
	return page > 0 && page <= PAGES_MOST;
}

/* ",W,H", ",W", ",,H" or "". */
static bool
take_size(const char **at, int32_t *ret_width, int32_t *ret_height)
{
	*ret_width = *ret_height = 0;
	if (!take_char(at, ','))
		return true;
	if (**at != ',' && (!take_um(at, ret_width) || *ret_width <= 0))
		return false;
	if (!take_char(at, ','))
		return true;
	return take_um(at, ret_height) && *ret_height > 0;
}

cseal_status
cseal_place_parse(
    const char *text, struct cseal_place *ret_place, cseal_error **ret_error)
{
	struct cseal_place place;
	int32_t width, height;
	const char *at = text;

	if (text == NULL || !take_page(&at, &place.page) ||
	    !take_char(&at, ':') || !take_um(&at, &place.x_um) ||
	    !take_char(&at, ',') || !take_um(&at, &place.y_um) ||
	    !take_size(&at, &width, &height) || *at != '\0')
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a place must be PAGE:X,Y,W,H in millimetres, page from 1 "
		    "or last");
	place.width_um = (uint32_t)width;
	place.height_um = (uint32_t)height;
	*ret_place = place;
	return CSEAL_OK;
}
