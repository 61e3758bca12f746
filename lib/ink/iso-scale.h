/* SPDX-License-Identifier: Apache-2.0 */
/* iso-scale.h -- the scaling values of ISO/IEC 19794-7: five bits of exponent
 * E and eleven of fraction F mean (1 + F / 2048) * 2^(E - 16). */
#ifndef CSI_INK_ISO_SCALE_H
#define CSI_INK_ISO_SCALE_H

#include <stdint.h>

double csi_iso_scale_value(uint16_t scale);

/* The nearest scale to a value of 2^-16 up to 65520. */
uint16_t csi_iso_scale_of(double value);

#endif
