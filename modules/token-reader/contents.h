/* SPDX-License-Identifier: Apache-2.0 */
/* contents.h -- all of a card that tells who its holder is. */
#ifndef TOKEN_CONTENTS_H
#define TOKEN_CONTENTS_H

#include "object.h"
#include "profile.h"

#define TOKEN_FILES_MOST        8
#define TOKEN_CERTIFICATES_MOST 64
#define TOKEN_CERTIFICATE_MOST  65536     /* bytes of one */
#define TOKEN_CHAIN_MOST        (1 << 19) /* bytes of all */

struct token_file {
	const struct token_object *object;
	struct token_bytes bytes;
};

/* All zero is empty.  Personal data. */
struct token_contents {
	enum token_card card;
	struct token_file files[TOKEN_FILES_MOST];
	size_t file_count;
	struct token_bytes certificates; /* one after another */
	size_t certificate_count;
};

/*
 * Reads certificates, and then data objects, those of the first card that one
 * of them is of; only_look: stops where it is known whether it is somebody's.
 * Ends early, with what there is, when is_left becomes true.  Status: that of
 * object.h.
 */
cseal_status token_contents_read(const struct token_session *session,
    bool only_look, const atomic_bool *is_left, struct token_contents *contents,
    cseal_error **ret_error);
/* Data objects alone, once more: what is there already stays. */
cseal_status token_contents_more(const struct token_session *session,
    const atomic_bool *is_left, struct token_contents *contents,
    cseal_error **ret_error);
/* Wipes. */
void token_contents_clear(struct token_contents *contents);

#endif
