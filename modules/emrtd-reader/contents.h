/* SPDX-License-Identifier: Apache-2.0 */
/* contents.h -- which files a chip has (ICAO 9303-10, 3.11 and 4.6); bit n is
 * data group n.  Only to know what to read; nothing is judged by it. */
#ifndef EMRTD_CONTENTS_H
#define EMRTD_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* By the file EF.SOD; 0: it has none, or has them in a form that is not known
 * here. */
uint32_t emrtd_groups_of_sod(const uint8_t *file, size_t len);
/* By EF.COM, which nobody signed; likewise. */
uint32_t emrtd_groups_of_com(const uint8_t *file, size_t len);

/* By EF.CardAccess: does the chip need EF.CardSecurity, because it does chip or
 * terminal authentication there, or PACE with chip authentication mapping? */
bool emrtd_needs_card_security(const uint8_t *card_access, size_t len);

#endif
