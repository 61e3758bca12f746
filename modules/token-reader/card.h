/* SPDX-License-Identifier: Apache-2.0 */
/* card.h -- what is done apart: finds somebody's card, and reads it. */
#ifndef TOKEN_CARD_H
#define TOKEN_CARD_H

#include "contents.h"

enum token_finding {
	TOKEN_FOUND_NOTHING, /* no card */
	TOKEN_FOUND_OTHER,   /* cards, and none of them is somebody's */
	TOKEN_FOUND_SEVERAL, /* cards of several readers */
	TOKEN_FOUND_ONE
};

/* All zero, and a URI, to begin with. */
struct token_desk {
	char *path;     /* of the one driver, or NULL */
	P11KitUri *uri; /* or NULL */
	struct token_library library;
	bool has_library;
	/* Of the last that was done. */
	cseal_status st;
	cseal_error *error;
	enum token_finding finding;
	struct token_slot slot;
	struct token_session session;
	struct token_contents contents;
	cseal_secret *secret; /* the PIN, for token_card_unlock() */
};

/* Status and error are in the desk. */
void token_card_start(void *desk, const atomic_bool *is_left);
void token_card_read(void *desk, const atomic_bool *is_left);
/* Shows the PIN to the card that was read, and reads what it hid. */
void token_card_unlock(void *desk, const atomic_bool *is_left);

void token_desk_free(void *desk);

#endif
