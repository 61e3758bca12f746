/* SPDX-License-Identifier: Apache-2.0 */
/* profile.h -- which data objects of which card are read, by their labels, and
 * which certificate is a person's.
 *
 * Pure functions over bytes. */
#ifndef TOKEN_PROFILE_H
#define TOKEN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_card {
	TOKEN_NOBODY,
	TOKEN_PERSON, /* certificates alone */
	TOKEN_BELGIUM,
	TOKEN_ITALY,
	TOKEN_PORTUGAL,
	TOKEN_PIV
};

struct token_object {
	const char *label; /* as the card's driver has it */
	const char *file;  /* as the identity has it */
	enum token_card card;
	size_t most; /* bytes */
};

/* NULL: not one that is read. */
const struct token_object *token_object_of(const void *label, size_t len);

/* Has the card something to read that it shows only after the PIN of the token
 * with that label?  A card may have several PINs, and a token for each: one that
 * is shown to the wrong token uses up a try. */
bool token_card_hides(enum token_card card, const char *label);

/* One DER element with nothing behind it? */
bool token_is_der(const uint8_t *der, size_t len);
/* Is the certificate made out to a person, as far as its subject shows?  The
 * library looks closer. */
bool token_is_person(const uint8_t *der, size_t len);

#endif
