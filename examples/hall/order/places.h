/* SPDX-License-Identifier: Apache-2.0 */
/* places.h -- where on the order something is merged, signed or sealed. */
#ifndef HALL_PLACES_H
#define HALL_PLACES_H

#include "sheet.h"

#include <stddef.h>

enum place_id {
	PLACE_IDENTITY,
	PLACE_PHOTO,
	PLACE_SIGNATURE,
	PLACE_CLERK,
	PLACE_BUSINESS,
	PLACE_OFFICIAL,
	PLACE_COUNT
};

struct place {
	const char *name;
	unsigned page; /* from 1 */
	struct box box;
};

extern const struct place places[PLACE_COUNT];

/* One line each: NAME PAGE:X,Y,W,H, in millimetres. */
void places_print(void);

#endif
