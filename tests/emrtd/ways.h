/* SPDX-License-Identifier: Apache-2.0 */
/* ways.h -- every configuration of PACE that is read with the zone and with the
 * card access number, in the program itself and through the daemon. */
#ifndef TESTS_EMRTD_WAYS_H
#define TESTS_EMRTD_WAYS_H

#include "chip.h"

/* Generic, integrated and chip authentication mapping, 3DES and AES, on curves
 * and among residues of 1024 bits. */
static const struct chip_way all_ways[] = { { 2, 1, 13 }, { 2, 2, 12 },
	{ 2, 2, 13 }, { 2, 3, 15 }, { 2, 4, 16 }, { 2, 4, 17 }, { 2, 4, 18 },
	{ 2, 2, 8 }, { 2, 2, 9 }, { 2, 2, 10 }, { 2, 2, 11 }, { 2, 3, 14 },
	{ 4, 1, 12 }, { 4, 2, 13 }, { 4, 3, 15 }, { 4, 4, 16 }, { 4, 2, 9 },
	{ 6, 2, 12 }, { 6, 2, 13 }, { 6, 3, 15 }, { 6, 4, 16 }, { 1, 2, 0 },
	{ 1, 1, 0 }, { 3, 2, 0 }, { 3, 4, 0 } };

/* Elements of 256 bytes do not fit into a short command. */
static const struct chip_way wide_ways[] = { { 1, 1, 2 }, { 1, 2, 1 },
	{ 1, 4, 2 }, { 3, 2, 2 } };

#define ALL_WAYS_COUNT  (sizeof(all_ways) / sizeof(all_ways[0]))
#define WIDE_WAYS_COUNT (sizeof(wide_ways) / sizeof(wide_ways[0]))

#endif
