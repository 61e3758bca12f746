/* SPDX-License-Identifier: Apache-2.0 */
/* link.h -- commands and their answers, in the clear or under secure
 * messaging, whatever the transport makes of them. */
#ifndef EMRTD_LINK_H
#define EMRTD_LINK_H

#include "secure.h"
#include "transport.h"

struct emrtd_link {
	cseal_host *host;
	struct emrtd_line *line; /* borrowed */
	cseal_wait *wait;        /* of the call that is on */
	bool is_fresh; /* it was started, and nothing was said to it yet */
	bool is_secure;
	struct emrtd_secure secure;
	bool is_extended; /* lengths beyond a byte are understood */
	/* What was said last, and its answer, as they went over the line. */
	uint8_t *said, *heard;
	size_t said_len, heard_len;
	bool says_le;   /* what was said ends with the length of its answer */
	uint8_t *plain; /* what the answer holds */
	unsigned long count; /* commands since the card was started */
};

/* Status: FAULT_MEMORY. */
cseal_status emrtd_link_init(struct emrtd_link *link, cseal_host *host,
    struct emrtd_line *line, cseal_error **ret_error);
/* Wipes. */
void emrtd_link_clear(struct emrtd_link *link);

/* The card was started anew: nothing holds any more. */
void emrtd_link_forget(struct emrtd_link *link);
/* From now on under secure messaging; takes over the keys and wipes them. */
void emrtd_link_protect(
    struct emrtd_link *link, struct emrtd_secure *take_keys);

/*
 * One command.  The answer is borrowed until the next.  A status word alone
 * where there must be a protected answer is an answer, too: then
 * emrtd_link_is_lost(), and whatever is asked next is COUNTER_CARD_UNREADABLE.
 * Status: that; FAULT_DEVICE (what is no answer, or was not said by who has the
 * keys), FAULT_CRYPTO, FAULT_MEMORY, and that of emrtd_line_say().
 */
cseal_status emrtd_link_ask(struct emrtd_link *link,
    const struct emrtd_command *command, struct emrtd_answer *ret_answer,
    cseal_error **ret_error);

/* For what OpenSSL did not do: FAULT_MEMORY if that was for want of memory, else
 * FAULT_CRYPTO with the note.  Empties the thread's queue of errors. */
cseal_status emrtd_fail_crypto(const char *note, cseal_error **ret_error);

/* Did secure messaging end? */
bool emrtd_link_is_lost(const struct emrtd_link *link);

/* The most bytes of a file in one short answer. */
size_t emrtd_link_short_most(const struct emrtd_link *link);

#endif
