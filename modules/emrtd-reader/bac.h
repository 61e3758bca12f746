/* SPDX-License-Identifier: Apache-2.0 */
/* bac.h -- basic access control (ICAO 9303-11, 4.3): keys from the printed
 * zone. */
#ifndef EMRTD_BAC_H
#define EMRTD_BAC_H

#include "secure.h"

#define EMRTD_CHALLENGE_LEN 8
#define EMRTD_BAC_LEN       40 /* of either message */
#define EMRTD_SEED_LEN      20 /* SHA-1 of the information of the zone */

/* Keys: wipe it. */
struct emrtd_bac {
	uint8_t enc[EMRTD_KEY_MOST], mac[EMRTD_KEY_MOST];
	uint8_t card[EMRTD_CHALLENGE_LEN];
	uint8_t own[EMRTD_CHALLENGE_LEN], own_key[16];
};

/*
 * The information of a machine-readable zone (90, 72 or 88 characters; spaces
 * and ends of lines do not count) that keys are made of: number, birth and end
 * of validity, each with its check digit (9303-11, 4.3.2).  False: it is no
 * zone.
 */
#define EMRTD_INFORMATION_ROOM 48
bool emrtd_information(
    const char *zone, char ret_information[EMRTD_INFORMATION_ROOM]);

/* SHA-1 of it. */
bool emrtd_seed(const char *information, uint8_t ret_seed[EMRTD_SEED_LEN]);

bool emrtd_bac_start(struct emrtd_bac *bac, const uint8_t seed[EMRTD_SEED_LEN]);
/* The data for EXTERNAL AUTHENTICATE, to the challenge of the card.  own and
 * own_key are drawn at random by the caller. */
bool emrtd_bac_ask(struct emrtd_bac *bac,
    const uint8_t card[EMRTD_CHALLENGE_LEN],
    const uint8_t own[EMRTD_CHALLENGE_LEN], const uint8_t own_key[16],
    uint8_t ret_data[EMRTD_BAC_LEN]);
/* What the card says to that. */
enum emrtd_result emrtd_bac_end(const struct emrtd_bac *bac,
    const uint8_t *data, size_t len, struct emrtd_secure *secure);

void emrtd_bac_wipe(struct emrtd_bac *bac);

#endif
