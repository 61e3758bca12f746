/* SPDX-License-Identifier: Apache-2.0 */
/* numbers.h -- a set of object numbers. */
#ifndef CSI_PDF_NUMBERS_H
#define CSI_PDF_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is the empty set.  An addition that finds no memory sets `failed`,
 * which stays set; check once, at the end. */
struct csi_numbers {
	uint32_t *slots; /* number + 1; 0 is an empty slot */
	size_t room, count;
	bool failed;
};

/* Says whether the number is new. */
bool csi_numbers_add(struct csi_numbers *set, uint32_t number);
bool csi_numbers_has(const struct csi_numbers *set, uint32_t number);
void csi_numbers_free(struct csi_numbers *set);

#endif
