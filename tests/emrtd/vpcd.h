/* SPDX-License-Identifier: Apache-2.0 */
/* vpcd.h -- a chip in the reader that vsmartcard's driver vpcd gives to the
 * PC/SC daemon: over TCP, frames of a length of two bytes and what they hold;
 * one byte of it is power off, on, reset (0, 1, 2) or asks for the answer to
 * reset (4); more is a command. */
#ifndef TESTS_EMRTD_VPCD_H
#define TESTS_EMRTD_VPCD_H

#include "chip.h"

#define VPCD_PORT 35963

struct vpcd;

struct vpcd_how {
	/* Of the radio link, 0: none; 9 bits a byte, and what ISO/IEC 14443
	 * frames add. */
	unsigned long bits_per_second;
	unsigned delay_ms; /* before each answer */
	/* The card goes away instead of the answer to that command, counted
	 * from 1; 0: it stays. */
	unsigned long lift_at;
	/* The answer to that command does not come within any time. */
	unsigned long silent_at;
};

/* Puts a chip on the reader; NULL: nobody listens. */
struct vpcd *vpcd_insert(struct chip *chip, const struct vpcd_how *how);
/* Another one in its place; the daemon sees no card come or go. */
void vpcd_exchange(struct vpcd *vpcd, struct chip *chip);
/* Takes it away. */
void vpcd_remove(struct vpcd *vpcd);
/* Seconds that the chip itself took, and its link. */
double vpcd_chip_seconds(const struct vpcd *vpcd);

#endif
