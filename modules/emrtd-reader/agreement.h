/* SPDX-License-Identifier: Apache-2.0 */
/* agreement.h -- chip authentication (ICAO 9303-11, 6.2): a secret that is
 * agreed on with a key of data group 14. */
#ifndef EMRTD_AGREEMENT_H
#define EMRTD_AGREEMENT_H

#include "secure.h"

#define EMRTD_AGREEMENT_OID_LEN 10 /* id-CA and two numbers */
#define EMRTD_KEY_ID_MOST       8

/* One way that a chip offers, and its key; borrowed from the file. */
struct emrtd_agreement_way {
	uint8_t oid[EMRTD_AGREEMENT_OID_LEN];
	bool is_curve;
	enum emrtd_cipher cipher;
	uint8_t id[EMRTD_KEY_ID_MOST]; /* of the key; id_len 0: it is alone */
	size_t id_len;
	const uint8_t *key; /* SubjectPublicKeyInfo */
	size_t key_len;
};

/* The best of those that the file of data group 14 has: curves before
 * residues, longer keys first.  False: none. */
bool emrtd_agreement_choose(
    const uint8_t *dg14, size_t len, struct emrtd_agreement_way *ret_way);

struct emrtd_agreement;

/* Draws a key of its own.  NULL: the chip's cannot be used, or
 * emrtd_lacked_memory(). */
struct emrtd_agreement *emrtd_agreement_new(
    const struct emrtd_agreement_way *way);
/* Wipes. */
void emrtd_agreement_free(struct emrtd_agreement *agreement);

/* Data of MSE:Set AT. */
#define EMRTD_AGREEMENT_SET_ROOM 32
size_t emrtd_agreement_set(const struct emrtd_agreement *agreement,
    uint8_t out[EMRTD_AGREEMENT_SET_ROOM]);
/* The public key as an object with that tag; with_id: with the name of the
 * chip's behind it.  0: no room. */
size_t emrtd_agreement_key(const struct emrtd_agreement *agreement, uint8_t tag,
    bool with_id, uint8_t *out, size_t room);

/* Keys of the secret. */
bool emrtd_agreement_keys(
    const struct emrtd_agreement *agreement, struct emrtd_secure *ret_keys);
/* The number that was drawn: with it the secret can be made again. */
const uint8_t *emrtd_agreement_number(
    const struct emrtd_agreement *agreement, size_t *ret_len);

#endif
