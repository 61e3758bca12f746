/* SPDX-License-Identifier: Apache-2.0 */
/* iso-scale.c -- the scaling values of ISO/IEC 19794-7. */
#include "iso-scale.h"

#include <math.h>

#define FRACTION 2048

double
csi_iso_scale_value(uint16_t scale)
{
	double fraction = 1 + (scale % FRACTION) / (double)FRACTION;

	return ldexp(fraction, scale / FRACTION - 16);
}

uint16_t
csi_iso_scale_of(double value)
{
	int exponent;
	double half = frexp(value, &exponent); /* 0.5 <= half < 1 */
	long scale = lround((half * 2 - 1) * FRACTION);

	scale += (exponent - 1 + 16L) * FRACTION;
	if (scale < 0)
		return 0;
	return scale > UINT16_MAX ? UINT16_MAX : (uint16_t)scale;
}
