/* SPDX-License-Identifier: Apache-2.0 */
/* chip-genuine.c -- a chip proves that it is genuine: active authentication
 * and chip authentication (ICAO 9303-11, 6). */
#include "chip.h"

#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

static void
must(int ok)
{
	if (!ok)
		abort();
}

/* ---- active authentication ----------------------------------------------- */

/* ISO/IEC 9796-2, scheme 1, with partial recovery: 6A, what is recovered, the
 * digest of that and of the challenge, and a trailer. */
static size_t
sign_rsa(const struct chip *chip, const uint8_t *challenge, uint8_t *out)
{
	static const struct {
		const char *digest;
		uint8_t trailer;
	} trailers[] = { { "SHA1", 0 }, { "SHA224", 0x38 }, { "SHA256", 0x34 },
		{ "SHA384", 0x36 }, { "SHA512", 0x35 } };
	EVP_PKEY *key = chip->model->active_key;
	const EVP_MD *digest = EVP_get_digestbyname(chip->model->active_digest);
	size_t len = (size_t)EVP_PKEY_get_size(key), end = 1, used, room;
	size_t hash_len = (size_t)EVP_MD_get_size(digest);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	uint8_t text[512];
	uint8_t trailer = 0;

	for (size_t i = 0; i < sizeof(trailers) / sizeof(trailers[0]); i++) {
		if (strcmp(trailers[i].digest, chip->model->active_digest) == 0)
			trailer = trailers[i].trailer;
	}
	end = trailer == 0 ? 1 : 2;
	room = len - 1 - hash_len - end;
	text[0] = 0x6a;
	chip_random(text + 1, room);
	must(EVP_DigestInit_ex(md, digest, NULL) &&
	     EVP_DigestUpdate(md, text + 1, room) &&
	     EVP_DigestUpdate(md, challenge, 8) &&
	     EVP_DigestFinal_ex(md, text + 1 + room, NULL));
	if (trailer == 0) {
		text[len - 1] = 0xbc;
	} else {
		text[len - 2] = trailer;
		text[len - 1] = 0xcc;
	}
	used = len;
	must(EVP_PKEY_sign_init(ctx) == 1 &&
	     EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1 &&
	     EVP_PKEY_sign(ctx, out, &used, text, len) == 1);
	EVP_PKEY_CTX_free(ctx);
	EVP_MD_CTX_free(md);
	return used;
}

/* As two numbers side by side (BSI TR-03111, 5.2.1). */
static size_t
sign_ec(const struct chip *chip, const uint8_t *challenge, uint8_t *out)
{
	EVP_PKEY *key = chip->model->active_key;
	uint8_t der[256];
	const uint8_t *at = der;
	size_t used = sizeof(der), half;
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	ECDSA_SIG *signature;

	must(EVP_DigestSignInit_ex(md, NULL, chip->model->active_digest, NULL,
		 NULL, key, NULL) == 1 &&
	     EVP_DigestSign(md, der, &used, challenge, 8) == 1);
	signature = d2i_ECDSA_SIG(NULL, &at, (long)used);
	half = ((size_t)EVP_PKEY_get_bits(key) + 7) / 8;
	BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, (int)half);
	BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + half, (int)half);
	ECDSA_SIG_free(signature);
	EVP_MD_CTX_free(md);
	return 2 * half;
}

void
chip_active(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply)
{
	const struct chip_model *model = chip->model;

	reply->sw = 0x6d00;
	if (model->active_key == NULL)
		return;
	reply->sw = 0x6700;
	if (command->len != 8 || !command->has_le)
		return;
	reply->len = EVP_PKEY_is_a(model->active_key, "RSA")
			 ? sign_rsa(chip, command->data, reply->data)
			 : sign_ec(chip, command->data, reply->data);
	reply->sw = 0x9000;
	if (reply->len > command->le)
		reply->len = 0, reply->sw = 0x6700;
}

/* ---- chip authentication ------------------------------------------------- */

static bool
agree(struct chip *chip, const uint8_t *public_key, size_t len)
{
	const struct chip_key *key = &chip->model->agree_key;
	struct chip_group *group = chip_group_new(key->parameter);
	uint8_t shared[256];
	const uint8_t *secret;
	size_t made, secret_len;

	made = chip_group_raise(group, key->secret, public_key, len, shared);
	if (made > 0) {
		secret = chip_group_secret(group, shared, made, &secret_len);
		chip_start_session(&chip->next_session,
		    chip->model->agree_cipher, secret, secret_len);
		chip->starts_session = true;
	}
	chip_group_free(group);
	return made > 0;
}

/* MSE:Set KAT */
uint16_t
chip_agree_3des(struct chip *chip, const struct chip_command *command)
{
	const uint8_t *key;
	size_t len;

	key = chip_object(command->data, command->len, 0x91, &len);
	if (chip->model->agree_cipher != 1 || key == NULL)
		return 0x6a80;
	return agree(chip, key, len) ? 0x9000 : 0x6a80;
}

/* MSE:Set AT came before. */
void
chip_agree_aes(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply)
{
	const uint8_t *body, *key = NULL;
	size_t len, key_len = 0;

	chip->wants_agreement = false;
	reply->sw = 0x6a80;
	body = chip_object(command->data, command->len, 0x7c, &len);
	if (body != NULL)
		key = chip_object(body, len, 0x80, &key_len);
	if (key == NULL || !agree(chip, key, key_len))
		return;
	memcpy(reply->data, "\x7c\x00", 2);
	reply->len = 2;
	reply->sw = 0x9000;
}
