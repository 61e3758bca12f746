/* SPDX-License-Identifier: Apache-2.0 */
/* library.h -- drivers of cards (PKCS #11 modules) through p11-kit, and the
 * readers that they see. */
#ifndef TOKEN_LIBRARY_H
#define TOKEN_LIBRARY_H

#include <counterseal/module.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>
#include <stdatomic.h>

#define TOKEN_SLOTS_MOST 64 /* of all drivers */

struct token_library {
	CK_FUNCTION_LIST **all; /* those that p11-kit is set up with */
	CK_FUNCTION_LIST *one;  /* or one, by its path */
};

/* path: of the one driver, or NULL for all that p11-kit knows.  Status:
 * SETUP_MODULE_UNFIT. */
cseal_status token_library_open(
    struct token_library *library, const char *path, cseal_error **ret_error);
void token_library_close(struct token_library *library);
/* How many drivers there are. */
size_t token_library_count(const struct token_library *library);

/* A reader, and what is in it. */
struct token_slot {
	CK_FUNCTION_LIST *module;
	CK_SLOT_ID id;
	CK_INFO driver;
	CK_SLOT_INFO info;
	bool has_token; /* that its driver knows */
	CK_TOKEN_INFO token;
};

/*
 * Readers that the URI (NULL: any) names, the first `room` of them; those of
 * drivers that hold certificates to trust are left out, and drivers that
 * fail.  Ends early when is_left becomes true.
 */
size_t token_slots(const struct token_library *library, P11KitUri *uri,
    struct token_slot *slots, size_t room, const atomic_bool *is_left);

/* Looks again: is the card still there? */
bool token_slot_has_card(const struct token_slot *slot);

/* A fixed field, padded with blanks, to text of printable ASCII; what is none
 * becomes '?'. */
void token_text(char *text, size_t size, const uint8_t *field, size_t len);

#endif
