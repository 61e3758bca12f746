/* SPDX-License-Identifier: Apache-2.0 */
/* secure.h -- secure messaging (ICAO 9303-11, 9.8): commands and answers that
 * are encrypted and have a checksum over a counter. */
#ifndef EMRTD_SECURE_H
#define EMRTD_SECURE_H

#include "apdu.h"
#include "cipher.h"

/* Keys: wipe it. */
struct emrtd_secure {
	enum emrtd_cipher cipher;
	uint8_t enc[EMRTD_KEY_MOST], mac[EMRTD_KEY_MOST];
	uint8_t counter[EMRTD_BLOCK_MOST]; /* the first block_len bytes */
	bool is_over; /* an answer was wrong: nothing holds any more */
};

enum emrtd_result {
	EMRTD_OK,
	EMRTD_WRONG, /* what the card said is not what it must be */
	EMRTD_FAULT  /* OpenSSL failed, or emrtd_lacked_memory() */
};

/* Keys from a secret that was agreed on; the counter is zero. */
bool emrtd_secure_start(struct emrtd_secure *secure, enum emrtd_cipher cipher,
    const uint8_t *secret, size_t len);

/* The whole APDU for a plain command.  FAULT also where it does not fit into
 * room, or it is over. */
enum emrtd_result emrtd_secure_wrap(struct emrtd_secure *secure,
    const struct emrtd_command *plain, uint8_t *out, size_t room,
    size_t *ret_len);

/* The plain answer, its data in `room` of at least len bytes.  Where it is not
 * OK, secure messaging is over, and no data come out. */
enum emrtd_result emrtd_secure_unwrap(struct emrtd_secure *secure,
    const uint8_t *bytes, size_t len, uint8_t *room,
    struct emrtd_answer *ret_answer);

/* The most plain bytes of an answer that takes no more than le. */
size_t emrtd_secure_most(const struct emrtd_secure *secure, size_t le);

void emrtd_secure_wipe(struct emrtd_secure *secure);

#endif
