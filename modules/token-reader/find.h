/* SPDX-License-Identifier: Apache-2.0 */
/* find.h -- which readers have somebody's card in them. */
#ifndef TOKEN_FIND_H
#define TOKEN_FIND_H

#include "contents.h"

#define TOKEN_NAMED_MOST 16 /* URIs that the configuration names */

/* A reader, looked at. */
struct token_seen {
	struct token_slot slot;
	enum token_card card;
};

/* All zero, with a path or NULL, and names, to begin with. */
struct token_list {
	bool is_thorough; /* looks at all of a card, for the doctor */
	char *path;
	char *named[TOKEN_NAMED_MOST];
	bool is_there[TOKEN_NAMED_MOST]; /* some reader is that */
	size_t named_count;
	struct token_library library;
	bool has_library;
	struct token_seen seen[TOKEN_SLOTS_MOST];
	size_t seen_count;
	cseal_status st;
	cseal_error *error;
};

/* For token_apart_do(): opens the drivers and looks at all readers. */
void token_list_look(void *list, const atomic_bool *is_left);
void token_list_free(void *list);

/* With what the configuration says; status: FAULT_MEMORY. */
cseal_status token_list_new(
    cseal_host *host, struct token_list **ret_list, cseal_error **ret_error);

/* Is there another one of that name, of another driver? */
bool token_list_needs_driver(const struct token_list *list, size_t i);

#endif
