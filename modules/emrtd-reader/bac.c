/* SPDX-License-Identifier: Apache-2.0 */
/* bac.c -- basic access control. */
#include "bac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#define BODY_LEN  32 /* two challenges and a key */
#define ZONE_MOST 90

/* ---- the printed zone ------------------------------------------------- */

struct part {
	uint8_t at, len;
};

/* Where number, its check digit, birth and end of validity, each with its own,
 * and the optional data are in the zone as one text (9303-5, -6, -4).  The
 * library has them in lib/emrtd/mrz.c, which a module does not see:
 * tests/modules/test-emrtd-zone.c proves that both say the same. */
static const struct layout {
	size_t len;
	struct part number, birth, expiry, optional;
} layouts[] = {
	{ 90, { 5, 9 }, { 30, 7 }, { 38, 7 }, { 15, 15 } },
	{ 72, { 36, 9 }, { 49, 7 }, { 57, 7 }, { 64, 7 } },
	{ 88, { 44, 9 }, { 57, 7 }, { 65, 7 }, { 0, 0 } },
};

static size_t
squeeze(const char *text, char zone[ZONE_MOST])
{
	size_t len = 0;

	for (; *text != '\0'; text++) {
		if (strchr(" \t\r\n", *text) != NULL)
			continue;
		if (len == ZONE_MOST ||
		    (*text != '<' && (*text < '0' || *text > '9') &&
			(*text < 'A' || *text > 'Z')))
			return 0;
		zone[len++] = *text;
	}
	return len;
}

static void
append(char **at, const char *zone, struct part part)
{
	memcpy(*at, zone + part.at, part.len);
	*at += part.len;
}

/* A number that is longer than its places has a filler for its check digit,
 * and goes on in the optional data with its check digit behind it. */
static void
append_number(char **at, const char *zone, const struct layout *layout)
{
	const char *more = zone + layout->optional.at;
	const char *check = zone + layout->number.at + layout->number.len;
	size_t count = 0;

	append(at, zone, layout->number);
	while (count < layout->optional.len && more[count] != '<')
		count++;
	if (*check == '<' && check[-1] != '<' && count >= 2) {
		memcpy(*at, more, count);
		*at += count;
	} else {
		*(*at)++ = *check;
	}
}

bool
emrtd_information(
    const char *zone, char ret_information[EMRTD_INFORMATION_ROOM])
{
	char squeezed[ZONE_MOST];
	size_t len = squeeze(zone, squeezed);
	char *at = ret_information;

	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (layouts[i].len != len)
			continue;
		append_number(&at, squeezed, &layouts[i]);
		append(&at, squeezed, layouts[i].birth);
		append(&at, squeezed, layouts[i].expiry);
		*at = '\0';
	}
	OPENSSL_cleanse(squeezed, sizeof(squeezed));
	return at != ret_information;
}

bool
emrtd_seed(const char *information, uint8_t ret_seed[EMRTD_SEED_LEN])
{
	return EVP_Q_digest(NULL, "SHA1", NULL, information,
		   strlen(information), ret_seed, NULL) == 1;
}

/* ---- the two messages ------------------------------------------------- */

bool
emrtd_bac_start(struct emrtd_bac *bac, const uint8_t seed[EMRTD_SEED_LEN])
{
	memset(bac, 0, sizeof(*bac));
	return emrtd_derive_key(EMRTD_3DES, seed, 16, EMRTD_ENC, bac->enc) &&
	       emrtd_derive_key(EMRTD_3DES, seed, 16, EMRTD_MAC, bac->mac);
}

bool
emrtd_bac_ask(struct emrtd_bac *bac, const uint8_t card[EMRTD_CHALLENGE_LEN],
    const uint8_t own[EMRTD_CHALLENGE_LEN], const uint8_t own_key[16],
    uint8_t ret_data[EMRTD_BAC_LEN])
{
	uint8_t body[BODY_LEN];
	bool ok;

	memcpy(bac->card, card, sizeof(bac->card));
	memcpy(bac->own, own, sizeof(bac->own));
	memcpy(bac->own_key, own_key, sizeof(bac->own_key));
	memcpy(body, own, 8);
	memcpy(body + 8, card, 8);
	memcpy(body + 16, own_key, 16);
	ok = emrtd_encrypt(
		 EMRTD_3DES, bac->enc, NULL, body, BODY_LEN, ret_data) &&
	     emrtd_mac(
		 EMRTD_3DES, bac->mac, ret_data, BODY_LEN, ret_data + BODY_LEN);
	OPENSSL_cleanse(body, sizeof(body));
	return ok;
}

static enum emrtd_result
take_keys(const struct emrtd_bac *bac, const uint8_t body[BODY_LEN],
    struct emrtd_secure *secure)
{
	uint8_t seed[16];
	bool ok;

	if (CRYPTO_memcmp(body, bac->card, 8) != 0 ||
	    CRYPTO_memcmp(body + 8, bac->own, 8) != 0)
		return EMRTD_WRONG;
	for (size_t i = 0; i < sizeof(seed); i++)
		seed[i] = bac->own_key[i] ^ body[16 + i];
	ok = emrtd_secure_start(secure, EMRTD_3DES, seed, sizeof(seed));
	memcpy(secure->counter, bac->card + 4, 4);
	memcpy(secure->counter + 4, bac->own + 4, 4);
	OPENSSL_cleanse(seed, sizeof(seed));
	return ok ? EMRTD_OK : EMRTD_FAULT;
}

enum emrtd_result
emrtd_bac_end(const struct emrtd_bac *bac, const uint8_t *data, size_t len,
    struct emrtd_secure *secure)
{
	uint8_t mac[EMRTD_MAC_LEN], body[BODY_LEN];
	enum emrtd_result result;

	if (len != EMRTD_BAC_LEN)
		return EMRTD_WRONG;
	if (!emrtd_mac(EMRTD_3DES, bac->mac, data, BODY_LEN, mac))
		return EMRTD_FAULT;
	if (!emrtd_mac_is(mac, data + BODY_LEN))
		return EMRTD_WRONG;
	if (!emrtd_decrypt(EMRTD_3DES, bac->enc, NULL, data, BODY_LEN, body))
		return EMRTD_FAULT;
	result = take_keys(bac, body, secure);
	OPENSSL_cleanse(body, sizeof(body));
	return result;
}

void
emrtd_bac_wipe(struct emrtd_bac *bac)
{
	OPENSSL_cleanse(bac, sizeof(*bac));
}
