/* SPDX-License-Identifier: Apache-2.0 */
/* capacity.h -- how much a reader and a card can say at once, from what they say
 * of themselves. */
#ifndef EMRTD_CAPACITY_H
#define EMRTD_CAPACITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* PC/SC part 10, 2.2: asks the reader for the codes of its features, and the
 * feature that tells its properties. */
#define EMRTD_ASK_FEATURES UINT32_C(0x42000d48)

/* The code by which the reader tells its properties; 0: it does not. */
uint32_t emrtd_properties_code(const uint8_t *features, size_t len);

/* Among them, whether it can pass on more than a short command or answer
 * (dwMaxAPDUDataSize, 2.6.14).  True where it does not say. */
bool emrtd_properties_allow_extended(const uint8_t *properties, size_t len);

/* Does the card say, in the historical bytes of its answer to reset, that it
 * knows no extended lengths (ISO/IEC 7816-4, 8.1.1)?  That it knows them it may
 * know only if it says so, and not even then. */
bool emrtd_atr_denies_extended(const uint8_t *atr, size_t len);

#endif
