/* SPDX-License-Identifier: Apache-2.0 */
/* iso-format.h -- the numbers of ISO/IEC 19794-7:2007, full format.
 *
 * All numbers are big-endian; a signed one is stored with 32768 added.  Y is
 * as pads give it, downwards. */
#ifndef CSI_INK_ISO_FORMAT_H
#define CSI_INK_ISO_FORMAT_H

/* Channels in the order of the record; bit 15 - channel says if included. */
enum {
	CHANNEL_X = 0,
	CHANNEL_Y = 1,
	CHANNEL_T = 7,
	CHANNEL_DT = 8,
	CHANNEL_F = 9,
	CHANNEL_S = 10
};

/* Bits of a channel's preamble. */
#define HAS_SCALING    0x80
#define HAS_MIN        0x40
#define HAS_MAX        0x20
#define HAS_MEAN       0x10
#define HAS_DEVIATION  0x08
#define IS_CONSTANT    0x04
#define LINEAR_REMOVED 0x02

/* The first bit of the byte before the points. */
#define HAS_EXTENDED_DATA 0x80

/* Format identifier and version, with the NUL that ends each of them. */
#define HEADER_START     "SDI\0 10"
#define HEADER_START_LEN 8

#endif
