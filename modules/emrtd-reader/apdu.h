/* SPDX-License-Identifier: Apache-2.0 */
/* apdu.h -- commands and answers of a card, as bytes (ISO/IEC 7816-4, 5.1).
 *
 * Pure functions: nothing here talks to a reader. */
#ifndef EMRTD_APDU_H
#define EMRTD_APDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EMRTD_DATA_MOST 65535 /* of a command */
#define EMRTD_LE_MOST   65536
#define EMRTD_APDU_MOST (EMRTD_LE_MOST + 16) /* bytes of either */

struct emrtd_command {
	uint8_t cla, ins, p1, p2;
	const uint8_t *data; /* borrowed */
	size_t len;
	size_t le;        /* bytes that are awaited; 0: none */
	bool is_extended; /* even where short lengths would do */
};

/* The bytes of a command; 0: they do not fit into room, or a length is more
 * than there can be. */
size_t emrtd_command_write(
    const struct emrtd_command *command, uint8_t *out, size_t room);

/* An answer: data, and a status word. */
struct emrtd_answer {
	const uint8_t *data;
	size_t len;
	uint16_t sw;
};

/* False: it has no status word, or is longer than EMRTD_APDU_MOST. */
bool emrtd_answer_read(
    const uint8_t *bytes, size_t len, struct emrtd_answer *ret_answer);

/* ---- data objects ----------------------------------------------------- */

/* One with a tag of one byte; its length is of up to two bytes more.  Reading
 * moves past it; false: there is none. */
struct emrtd_object {
	uint8_t tag;
	const uint8_t *at; /* its value */
	size_t len;
	const uint8_t *whole; /* with tag and length */
	size_t whole_len;
};

bool emrtd_object_next(
    const uint8_t **at, size_t *left, struct emrtd_object *ret_object);
/* The first with that tag among those side by side. */
bool emrtd_object_find(const uint8_t *at, size_t left, uint8_t tag,
    struct emrtd_object *ret_object);
/* Bytes of tag and length before a value of that length. */
size_t emrtd_object_head(uint8_t tag, size_t len, uint8_t out[4]);

/* ---- commands --------------------------------------------------------- */

/* The application of a travel document (ICAO 9303-10, 3.3). */
void emrtd_select_application(struct emrtd_command *ret_command);
/* A file by its identifier; id: its two bytes, which must live on. */
void emrtd_select_file(const uint8_t id[2], struct emrtd_command *ret_command);
/* By the short identifier, from the start, and selects it. */
void emrtd_read_short(
    uint8_t short_id, size_t le, struct emrtd_command *ret_command);
/* From the selected file; beyond 32767 the offset is in data, for which there
 * must be EMRTD_OFFSET_ROOM bytes that live on. */
#define EMRTD_OFFSET_ROOM 5
void emrtd_read_at(uint32_t offset, size_t le, uint8_t room[EMRTD_OFFSET_ROOM],
    struct emrtd_command *ret_command);

#endif
