/* SPDX-License-Identifier: Apache-2.0 */
/* desk.h -- a reader without a daemon: what direct.c, which is the transport of
 * a module built for tests, asks of the program that loads it. */
#ifndef TESTS_EMRTD_DESK_H
#define TESTS_EMRTD_DESK_H

#include "chip.h"

#define DESK_READER "Desk of Tests 00 00"

struct desk {
	struct chip *chip; /* in the reader; NULL: none */
	/* For direct.c: APDUs beyond short ones are not passed on, and it says
	 * so, or does not. */
	bool is_short, says_short;
	/* Likewise, the card denies them in its answer to reset. */
	bool card_says_short;
	/* Answers by itself, where there is no chip. */
	size_t (*say)(void *user, const uint8_t *command, size_t len,
	    uint8_t answer[CHIP_ANSWER_ROOM]);
	/* Likewise, power goes off and comes back; may be NULL. */
	void (*start)(void *user);
	void *user;
	bool was_lifted; /* it stays away */
};

/* The program's. */
extern struct desk desk_of_tests;

#endif
