/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.h -- what the reader and the computer say to each other.
 *
 * The protocol of this template: the computer sends one byte, the reader
 * answers with one frame: length (1 byte), kind (1 byte), body.  Pure functions
 * over bytes: the fuzzer and the tests call them without a device. */
#ifndef TEMPLATE_PROTOCOL_H
#define TEMPLATE_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEMPLATE_ASK        0x3f
#define TEMPLATE_NO_CARD    0x00
#define TEMPLATE_FRAME_MOST 256 /* length byte, and what it counts */

enum template_answer {
	TEMPLATE_ANSWER_SHORT,   /* more bytes must come */
	TEMPLATE_ANSWER_NO_CARD, /* whole, and says so */
	TEMPLATE_ANSWER_BROKEN   /* no frame of this protocol */
};

enum template_answer template_parse(const uint8_t *bytes, size_t len);

#endif
