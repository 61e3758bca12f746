/* SPDX-License-Identifier: Apache-2.0 */
/* file.h -- reads files of a chip (ICAO 9303-10, 3.6): by short identifier,
 * with the largest length that reader and card can do, stepping down. */
#ifndef EMRTD_FILE_H
#define EMRTD_FILE_H

#include "link.h"

#define EMRTD_FILE_MOST  (UINT32_C(1) << 20) /* bytes of one file */
#define EMRTD_READS_MOST 20000               /* of one document */

/* How files are read; what was learned of one holds for the next. */
struct emrtd_reading {
	unsigned rung;     /* of the lengths; more is shorter */
	bool is_by_select; /* short identifiers are not understood */
	unsigned read_count;
};

struct emrtd_file {
	uint8_t *bytes; /* NULL: there is none, or it may not be read */
	size_t len;
	uint16_t sw; /* of the answer that said so */
};

/* The fewest reads for a card and reader that can do extended lengths, or
 * not. */
void emrtd_reading_start(struct emrtd_reading *how, bool is_extended);

/*
 * Reads one.  *ret_again: a length ended secure messaging; the card must be
 * started anew, and then a shorter one is used; nothing was read then.
 * Status: that of emrtd_link_ask(); COUNTER_CARD_UNREADABLE (what it gives
 * makes no file), REFUSED_LIMIT, FAULT_MEMORY.
 */
cseal_status emrtd_file_read(struct emrtd_link *link, struct emrtd_reading *how,
    uint16_t id, struct emrtd_file *ret_file, bool *ret_again,
    cseal_error **ret_error);

/* By the tag and length that it begins with, how long a file is; 0: that is not
 * there yet; more than EMRTD_FILE_MOST where it is no length. */
size_t emrtd_file_total(const uint8_t *bytes, size_t len);

/* Wipes, then frees. */
void emrtd_file_clear(struct emrtd_file *file);

#endif
