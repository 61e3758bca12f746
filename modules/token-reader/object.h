/* SPDX-License-Identifier: Apache-2.0 */
/* object.h -- a session with a card, and what its objects say.
 *
 * Every count and length that a driver gives is checked before it is used. */
#ifndef TOKEN_OBJECT_H
#define TOKEN_OBJECT_H

#include "library.h"

#define TOKEN_OBJECTS_MOST 256 /* of one class, looked at */

struct token_session {
	CK_FUNCTION_LIST *module;
	CK_SESSION_HANDLE handle;
	bool is_open;
};

/* Status of all: what status.c says, FAULT_DEVICE (absurd answers), FAULT_MEMORY,
 * REFUSED_LIMIT. */
cseal_status token_session_open(struct token_session *session,
    const struct token_slot *slot, cseal_error **ret_error);
void token_session_close(struct token_session *session);

/* Those of a class that the session can see; the first TOKEN_OBJECTS_MOST. */
cseal_status token_objects(const struct token_session *session,
    CK_OBJECT_CLASS class, CK_OBJECT_HANDLE *handles, size_t *ret_count,
    cseal_error **ret_error);

/* An attribute, to be wiped and freed by token_bytes_clear(); nothing where the
 * card does not tell it.  More than `most` bytes is REFUSED_LIMIT. */
struct token_bytes {
	uint8_t *at;
	size_t len;
};

cseal_status token_attribute(const struct token_session *session,
    CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, size_t most,
    struct token_bytes *ret_bytes, cseal_error **ret_error);
void token_bytes_clear(struct token_bytes *bytes);

#endif
