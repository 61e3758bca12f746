/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.h -- the reports of Wacom's STU pads.
 *
 * Pure functions over bytes.  A report is its id and a payload; what is
 * written here of lengths and offsets counts the payload only.  There is no
 * public standard: it is what several independent programs send and understand,
 * and what is uncertain is said where it is.
 *
 * Numbers of the pen, the capability and the session are big endian;
 * rectangles, thresholds and the length of an image block are little endian. */
#ifndef STU_PROTOCOL_H
#define STU_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest report: an image block over a serial line, 2560 with its id. */
#define STU_REPORT_MOST 2560
/* The longest report that a pad sends by itself, with its id; 20 and 1. */
#define STU_INPUT_MOST 64

enum stu_id {
	STU_PEN = 0x01,
	STU_STATUS = 0x03,
	STU_RESET = 0x04,
	STU_INFORMATION = 0x08,
	STU_CAPABILITY = 0x09,
	STU_UID = 0x0a,
	STU_UID2 = 0x0b,
	STU_ESERIAL = 0x0f,
	STU_PEN_ENCRYPTED = 0x10,
	STU_HOST_KEY = 0x13,
	STU_DEVICE_KEY = 0x14,
	STU_START_CAPTURE = 0x15,
	STU_END_CAPTURE = 0x16,
	STU_DH_PRIME = 0x1a,
	STU_DH_BASE = 0x1b,
	STU_CLEAR_SCREEN = 0x20,
	STU_INKING_MODE = 0x21,
	STU_INK_THRESHOLD = 0x22,
	STU_CLEAR_AREA = 0x23,
	STU_START_IMAGE_AREA = 0x24,
	STU_START_IMAGE = 0x25,
	STU_IMAGE_BLOCK = 0x26,
	STU_END_IMAGE = 0x27,
	STU_INK_AREA = 0x2a,
	STU_BRIGHTNESS = 0x2b,
	STU_PEN_OPTION = 0x30,
	STU_PEN_OPTION_ENCRYPTED = 0x31,
	STU_OPTION_MODE = 0x32,
	STU_PEN_TIME_ENCRYPTED = 0x33,
	STU_PEN_TIME = 0x34,
	STU_ENCRYPTION_COMMAND = 0x40,
	STU_ENCRYPTION_STATUS = 0x50,
	STU_GET_REPORT = 0x80, /* serial line only */
	STU_SET_RESULT = 0x81, /* serial line only */
	STU_REPORT_SIZES = 0xff
};

/* ---- what it is ------------------------------------------------------- */

#define STU_INFORMATION_LEN      16
#define STU_MODEL_MOST           9
#define STU_CAPABILITY_LEN       16
#define STU_CAPABILITY_LEN_LEAST 10 /* of a 300 or a 500 */

struct stu_information {
	char model[STU_MODEL_MOST + 1]; /* printable ASCII, such as "STU-530" */
	uint8_t major, minor;           /* of its firmware */
};

/* False if it is too short, or the name has nothing that can be printed. */
bool stu_information_parse(const uint8_t *payload, size_t len,
    struct stu_information *ret_information);

/* Bits of the encodings in the capability. */
#define STU_ENCODES_ZLIB  0x01
#define STU_ENCODES_MONO  0x02
#define STU_ENCODES_16BIT 0x04
#define STU_ENCODES_24BIT 0x08

/* More than any pad has; nothing is trusted beyond it. */
#define STU_SCREEN_LEAST 64 /* of what three buttons need; a 300 has 100 */
#define STU_SCREEN_MOST  4096
#define STU_DPI_MOST     25400

struct stu_capability {
	uint16_t x_most, y_most, pressure_most; /* of the pen */
	uint16_t width, height;                 /* of the screen, in pixels */
	unsigned rate_hz;                       /* 0: not said */
	unsigned lines_per_inch;                /* 0: not said */
	uint8_t encodings;                      /* STU_ENCODES_; 0: not said */
};

/* False if it is too short, or a number is 0 or more than it can be. */
bool stu_capability_parse(
    const uint8_t *payload, size_t len, struct stu_capability *ret_capability);

/* ---- what it does ----------------------------------------------------- */

#define STU_STATUS_LEN 4

enum stu_state {
	STU_READY = 0x00,
	STU_IMAGE = 0x01,
	STU_CAPTURE = 0x02,
	STU_CALCULATION = 0x03,
	STU_IMAGE_BOOT = 0x04,
	STU_ROM_BUSY = 0x05,
	STU_SYSTEM_RESET = 0xff
};

struct stu_status {
	uint8_t state;  /* enum stu_state, or what is not known */
	uint8_t result; /* of the last command: 0 is well */
};

bool stu_status_parse(
    const uint8_t *payload, size_t len, struct stu_status *ret_status);

/* Past tense, for a note. */
const char *stu_result_text(uint8_t result);
const char *stu_state_text(uint8_t state);

#define STU_RESULT_OK          0x00
#define STU_RESULT_WRONG_STATE 0x02
#define STU_RESULT_CRC         0x03
#define STU_RESULT_ZLIB        0x12

/* Whether a pad in that state obeys a set of that report.  A pad refuses what
 * it does not take; so it is asked for its state before. */
bool stu_may_set(uint8_t id, uint8_t state);

/* ---- the pen ---------------------------------------------------------- */

struct stu_pen {
	bool is_near, is_down; /* bits rdy and sw of the report */
	uint16_t pressure;     /* 12 bits */
	uint16_t x, y;
	uint16_t time_ms, sequence; /* both wrap */
	uint16_t option;            /* what the option mode makes of it */
};

#define STU_PENS_MOST 2 /* samples of one report */

struct stu_pens {
	struct stu_pen at[STU_PENS_MOST];
	size_t count;
	bool has_time, has_option;
	bool is_encrypted;
	uint32_t session; /* where is_encrypted */
};

/* Whether a report is of a pen, and whether what is in it is encrypted. */
bool stu_is_pen(uint8_t id);
bool stu_is_pen_encrypted(uint8_t id);

#define STU_BLOCK_LEN 16 /* of AES */

/* A payload whose encrypted block, its first STU_BLOCK_LEN bytes, is in the
 * clear by now.  False if the id is of no pen, or it is too short. */
bool stu_pens_parse(
    uint8_t id, const uint8_t *payload, size_t len, struct stu_pens *ret_pens);

/* ---- ink -------------------------------------------------------------- */

#define STU_THRESHOLD_LEN 4
/* As a pad leaves the factory. */
#define STU_THRESHOLD_ON  0x15
#define STU_THRESHOLD_OFF 0x10

struct stu_threshold {
	uint16_t on, off; /* pressure at which ink begins, and ends */
};

/* False if it is too short, on is 0 or off is more than on. */
bool stu_threshold_parse(
    const uint8_t *payload, size_t len, struct stu_threshold *ret_threshold);
void stu_threshold_build(const struct stu_threshold *threshold,
    uint8_t ret_payload[STU_THRESHOLD_LEN]);

enum stu_option_mode {
	STU_OPTION_NONE = 0,
	STU_OPTION_TIME = 1,     /* 520: option is the time in ms */
	STU_OPTION_SEQUENCE = 2, /* 520: option is the number of the sample */
	STU_OPTION_BOTH = 3      /* 430, 530, 540: reports 33 and 34 */
};

/* ---- the screen ------------------------------------------------------- */

struct stu_area {
	uint16_t left, top, right, bottom; /* pixels; the last are in it */
};

#define STU_AREA_LEN       8
#define STU_IMAGE_AREA_LEN 10

enum stu_encoding { STU_MONO = 0x00, STU_MONO_ZLIB = 0x01 };

void stu_area_build(
    const struct stu_area *area, uint8_t ret_payload[STU_AREA_LEN]);
/* Of START_IMAGE_AREA. */
void stu_image_area_build(enum stu_encoding encoding,
    const struct stu_area *area, uint8_t ret_payload[STU_IMAGE_AREA_LEN]);

/* Bytes of an image in one block whose payload is that long; 0 if it is too
 * short for any. */
size_t stu_block_room(size_t payload_len);
/* Builds a whole block, filled up with zeros; len is at most its room. */
void stu_block_build(
    const uint8_t *bytes, size_t len, uint8_t *ret_payload, size_t payload_len);

#define STU_BRIGHTNESS_LEN  2
#define STU_BRIGHTNESS_MOST 3

/* ---- encryption ------------------------------------------------------- */

#define STU_SESSION_LEN 4
void stu_session_build(uint32_t session, uint8_t ret_payload[STU_SESSION_LEN]);

/* Version 1: Diffie-Hellman over 128 bits. */
#define STU_DH_LEN      16
#define STU_DH_BASE_LEN 2

/* Version 2: RSA carries an AES key. */
#define STU_COMMAND_LEN     67
#define STU_COMMAND_CHUNK   64
#define STU_RSA_LEN         256 /* 2048 bits */
#define STU_KEY_LEN         32  /* AES-256 */
#define STU_ENCRYPTION_LEN  16
#define STU_V2_SYMMETRIC    2 /* AES-256 */
#define STU_V2_PADDING      2 /* OAEP */
#define STU_V2_ASYMMETRIC   2 /* RSA-2048 */
#define STU_V2_WELL         0x00
#define STU_V2_CALCULATING  0xfa
#define STU_V2_NOT_READY    0xff
#define STU_V2_EXPONENT_LEN 3

struct stu_command {
	uint8_t command, parameter, length;
	const uint8_t *data; /* length bytes, at most STU_COMMAND_CHUNK */
};

enum {
	STU_V2_SET_TYPE = 1,
	STU_V2_SET_PARAMETER = 2, /* 0: exponent, 1: a chunk of the modulus */
	STU_V2_GET_CHUNK = 4,     /* 2: of the encrypted key */
	STU_V2_GENERATE = 5
};

void stu_command_build(
    const struct stu_command *command, uint8_t ret_payload[STU_COMMAND_LEN]);
/* Of the first command: AES-256, OAEP, RSA-2048. */
void stu_command_type_build(uint8_t ret_payload[STU_COMMAND_LEN]);

/* What came back for a chunk of the key: how many bytes, and where they are.
 * False if it is too short or says more than it has. */
bool stu_chunk_parse(const uint8_t *payload, size_t len,
    const uint8_t **ret_bytes, size_t *ret_len);

struct stu_encryption {
	uint8_t exponent, modulus, key; /* 0 is there; STU_V2_ otherwise */
	uint8_t result;                 /* of the last command */
};

bool stu_encryption_parse(
    const uint8_t *payload, size_t len, struct stu_encryption *ret_encryption);

#endif
