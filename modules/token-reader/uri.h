/* SPDX-License-Identifier: Apache-2.0 */
/* uri.h -- "token:" and then what "pkcs11:" has of a reader or a token (RFC
 * 7512), or "any": nothing of it names an object, and nothing is a PIN. */
#ifndef TOKEN_URI_H
#define TOKEN_URI_H

#include <counterseal/module.h>
#include <p11-kit/uri.h>

#define TOKEN_SCHEME "token:"

/* Status: FAULT_APPLICATION, FAULT_MEMORY. */
cseal_status token_uri_parse(
    const char *text, P11KitUri **ret_uri, cseal_error **ret_error);

/* Does the text name no reader and no token: whichever has somebody's card in
 * it? */
bool token_uri_is_any(const char *text);

/* The URI of a reader, or of a token where it is not a card that is put in:
 * to be freed with free(); NULL: out of memory, or there is none. */
struct token_slot;
char *token_uri_of(const struct token_slot *slot, bool with_driver);

#endif
