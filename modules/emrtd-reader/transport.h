/* SPDX-License-Identifier: Apache-2.0 */
/* transport.h -- a card in a reader, through the PC/SC daemon: bytes in and
 * out.
 *
 * Every call ends with the wait, or where that is NULL, after some seconds.  One that was ended that way is the last that
 * a line can do: what it asked the daemon for may still be under way. */
#ifndef EMRTD_TRANSPORT_H
#define EMRTD_TRANSPORT_H

#include <counterseal/module.h>

#define EMRTD_NAMES_ROOM 4096  /* names of all readers */
#define EMRTD_ATR_ROOM   64    /* more than any has */
#define EMRTD_BYTES_ROOM 65552 /* of a command or an answer */

struct emrtd_line;

/* Connects to the daemon.  Status: COUNTER_NO_DEVICE (it does not run),
 * SETUP_PERMISSION, STOPPED_*. */
cseal_status emrtd_line_open(
    cseal_wait *wait, struct emrtd_line **ret_line, cseal_error **ret_error);

/* Resets the card, so that nobody else finds it opened. */
void emrtd_line_close(struct emrtd_line *line);

/* Names of readers, each ended by a NUL, and an empty one at the end; borrowed
 * until the next call. */
cseal_status emrtd_line_readers(struct emrtd_line *line, cseal_wait *wait,
    const char **ret_names, cseal_error **ret_error);

/* Waits at most step_ms until a card is in the reader, or not in it any more.
 * Status: COUNTER_DEVICE_GONE, STOPPED_*. */
cseal_status emrtd_line_look(struct emrtd_line *line, const char *reader,
    int step_ms, cseal_wait *wait, bool *ret_present, cseal_error **ret_error);

/* Takes the card for this line alone, newly started; also another time.
 * Status: AGAIN_CARD_LIFTED, COUNTER_DEVICE_BUSY, COUNTER_DEVICE_GONE,
 * COUNTER_CARD_UNREADABLE, SETUP_PERMISSION, STOPPED_*. */
cseal_status emrtd_line_start(struct emrtd_line *line, const char *reader,
    cseal_wait *wait, uint8_t ret_atr[EMRTD_ATR_ROOM], size_t *ret_len,
    cseal_error **ret_error);

/* Asks the reader, not the card; a reader that has no answer gives none. */
cseal_status emrtd_line_control(struct emrtd_line *line, uint32_t code,
    cseal_wait *wait, const uint8_t **ret_bytes, size_t *ret_len,
    cseal_error **ret_error);

/* Says bytes to the card; what it answers is borrowed until the next call.
 * Status: AGAIN_CARD_LIFTED, COUNTER_DEVICE_GONE, COUNTER_CARD_UNREADABLE,
 * FAULT_DEVICE (more than there is room for), STOPPED_*. */
cseal_status emrtd_line_say(struct emrtd_line *line, const uint8_t *bytes,
    size_t len, cseal_wait *wait, const uint8_t **ret_bytes, size_t *ret_len,
    cseal_error **ret_error);

#endif
