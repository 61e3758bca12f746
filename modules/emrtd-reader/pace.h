/* SPDX-License-Identifier: Apache-2.0 */
/* pace.h -- password authenticated connection establishment (ICAO 9303-11,
 * 4.4): a secret that both make of a short password, without showing it.
 *
 * Functions over bytes, in the order of the conversation; what is said goes
 * into GENERAL AUTHENTICATE as data objects inside of 7C. */
#ifndef EMRTD_PACE_H
#define EMRTD_PACE_H

#include "group.h"
#include "secure.h"

enum emrtd_mapping {
	EMRTD_GENERIC = 1,
	EMRTD_INTEGRATED = 2,
	EMRTD_CHIP /* generic, and it authenticates the chip */
};

enum emrtd_password { EMRTD_MRZ = 1, EMRTD_CAN = 2 };

/* One way that a card offers in EF.CardAccess. */
struct emrtd_pace_way {
	uint8_t protocol; /* 1 to 4 and 6 of id-PACE */
	uint8_t cipher_number;
	enum emrtd_mapping mapping;
	enum emrtd_cipher cipher;
	unsigned parameter;  /* of emrtd_group_new() */
	bool is_one_of_many; /* with this protocol and other parameters */
};

/* The best of those offered that are known here: first those that prove that
 * the chip is genuine, then AES before 3DES, curves before residues, longer
 * keys.  False: none. */
bool emrtd_pace_choose(
    const uint8_t *card_access, size_t len, struct emrtd_pace_way *ret_way);

typedef struct emrtd_pace emrtd_pace;

/* The password: the seed of the zone (emrtd_seed()) or the digits of the card
 * access number.  NULL: the way is not known, or OpenSSL failed. */
emrtd_pace *emrtd_pace_new(const struct emrtd_pace_way *way,
    const uint8_t *password, size_t len, emrtd_random_fn draw, void *user);
void emrtd_pace_free(emrtd_pace *pace);

#define EMRTD_PACE_ROOM (EMRTD_ELEMENT_MOST + 16)

/* Data of MSE:Set AT (4.4.4.1); returns the length.  with_parameter where the
 * card offers several. */
size_t emrtd_pace_set(const emrtd_pace *pace, enum emrtd_password password,
    bool with_parameter, uint8_t out[EMRTD_PACE_ROOM]);

/* What the card says is the whole 7C object; what is to be said, too.  WRONG:
 * it is not what it must be, which a wrong password is not yet. */
enum emrtd_result emrtd_pace_take_nonce(
    emrtd_pace *pace, const uint8_t *said, size_t len);
enum emrtd_result emrtd_pace_say_mapping(
    emrtd_pace *pace, uint8_t out[EMRTD_PACE_ROOM], size_t *ret_len);
enum emrtd_result emrtd_pace_take_mapping(
    emrtd_pace *pace, const uint8_t *said, size_t len);
enum emrtd_result emrtd_pace_say_key(
    emrtd_pace *pace, uint8_t out[EMRTD_PACE_ROOM], size_t *ret_len);
enum emrtd_result emrtd_pace_take_key(
    emrtd_pace *pace, const uint8_t *said, size_t len);
enum emrtd_result emrtd_pace_say_token(
    emrtd_pace *pace, uint8_t out[EMRTD_PACE_ROOM], size_t *ret_len);
/* The keys are set only where the card's token is right: then it knows the
 * password. */
enum emrtd_result emrtd_pace_take_token(emrtd_pace *pace, const uint8_t *said,
    size_t len, struct emrtd_secure *ret_secure);

/* Of chip authentication mapping, after that: what the card drew for the
 * mapping, and the number that came with its token (4.4.3.3.3), which is not
 * judged here; *ret_len 0: none came.  False: it was another mapping. */
bool emrtd_pace_proof(const emrtd_pace *pace,
    const struct emrtd_element **ret_drawn, const uint8_t **ret_number,
    size_t *ret_len);

#endif
