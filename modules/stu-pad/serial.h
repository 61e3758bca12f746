/* SPDX-License-Identifier: Apache-2.0 */
/* serial.h -- reports on a serial line.
 *
 * A frame is two bytes of header and a report, its id first, in bytes of
 * seven bits, so that only the first byte of a frame has its highest bit set:
 *   80 | 40 if there is a CRC | LEN >> 7,  LEN & 7F,  LEN bytes
 * The CRC (CRC-16/ARC, little endian) is behind the report, before the whole
 * is cut into seven bits, the highest first.  Pads were seen to answer
 * without one. */
#ifndef STU_SERIAL_H
#define STU_SERIAL_H

#include "protocol.h"

/* Bytes of a report, and of a CRC, in bytes of seven bits, and two more. */
#define STU_PACKED_MOST ((8 * (STU_REPORT_MOST + 2) + 6) / 7)
#define STU_FRAME_MOST  (2 + STU_PACKED_MOST)
/* More than this without a frame is noise. */
#define STU_SKIP_MOST 65536

/* CRC-16/ARC: polynomial A001, from 0. */
uint16_t stu_crc(const uint8_t *bytes, size_t len);

/* Returns the length of the frame; len is 1 to STU_REPORT_MOST. */
size_t stu_frame_build(const uint8_t *report, size_t len, bool has_crc,
    uint8_t ret_frame[STU_FRAME_MOST]);

/*
 * Finds reports in what a pad sends, however it is cut into pieces and
 * whatever is between them.  All zero is a new one.
 */
struct stu_receiver {
	uint8_t packed[STU_PACKED_MOST];
	size_t len;     /* bytes so far, headers not counted */
	size_t want;    /* and to come in all */
	unsigned begun; /* bytes of the header so far */
	bool has_crc;
	size_t skipped; /* bytes since the last frame that were none */
	uint8_t report[STU_REPORT_MOST + 2];
	size_t report_len;
};

enum stu_progress {
	STU_MORE,    /* not yet */
	STU_REPORT,  /* report and report_len are one */
	STU_DAMAGED, /* a frame was cut short, or its CRC or length is wrong */
	STU_NOISE,   /* too much that is no frame */
};

/* Takes one byte.  After STU_DAMAGED it goes on with the next frame, which
 * that byte may have begun. */
enum stu_progress stu_receive(struct stu_receiver *receiver, uint8_t byte);

#endif
