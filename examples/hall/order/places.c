/* SPDX-License-Identifier: Apache-2.0 */
/* places.c -- where on the order something is merged, signed or sealed. */
#include "places.h"

#include <stdio.h>

const struct place places[PLACE_COUNT] = {
	[PLACE_IDENTITY] = { "identity", 1, { 16, 101, 144, 34 } },
	[PLACE_PHOTO] = { "photo", 1, { 165, 96.5, 29, 38.5 } },
	[PLACE_SIGNATURE] = { "signature", 2, { 16, 213, 60, 36 } },
	[PLACE_CLERK] = { "clerk", 2, { 122.5, 254, 12, 12 } },
	[PLACE_BUSINESS] = { "business", 2, { 86.5, 209, 42, 42 } },
	[PLACE_OFFICIAL] = { "official", 2, { 145.5, 209, 42, 42 } },
};

void
places_print(void)
{
	for (size_t i = 0; i < PLACE_COUNT; i++)
		printf("%s %u:%g,%g,%g,%g\n", places[i].name, places[i].page,
		    places[i].box.x, places[i].box.y, places[i].box.w,
		    places[i].box.h);
}
