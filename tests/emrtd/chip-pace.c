/* SPDX-License-Identifier: Apache-2.0 */
/* chip-pace.c -- PACE as the chip does it (ICAO 9303-11, 4.4). */
#include "chip.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t id_pace[] = { 0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02,
	0x04 };

#define OID_LEN (sizeof(id_pace) + 2)

struct chip_talk {
	struct chip_way way;
	struct chip_group *group;
	uint8_t oid[OID_LEN];
	uint8_t password_key[32], nonce[32], other_nonce[32];
	size_t nonce_len, other_nonce_len;
	BIGNUM *secret, *map_secret;
	uint8_t own[256], other[256];
	size_t own_len, other_len;
	struct chip_session session;
	unsigned next; /* tag that the terminal must say, less 0x80 */
};

void
chip_pace_end(struct chip *chip)
{
	struct chip_talk *talk = chip->talk;

	if (talk == NULL)
		return;
	chip_group_free(talk->group);
	BN_free(talk->secret);
	BN_free(talk->map_secret);
	free(talk);
	chip->talk = NULL;
}

static bool
is_integrated(const struct chip_talk *talk)
{
	return talk->way.protocol == 3 || talk->way.protocol == 4;
}

static const struct chip_way *
find_way(const struct chip *chip, const struct chip_command *command)
{
	size_t len, parameter_len;
	const uint8_t *oid =
	    chip_object(command->data, command->len, 0x80, &len);
	const uint8_t *parameter =
	    chip_object(command->data, command->len, 0x84, &parameter_len);

	if (oid == NULL || len != OID_LEN ||
	    memcmp(oid, id_pace, sizeof(id_pace)) != 0)
		return NULL;
	if (parameter == NULL && chip->model->wants_parameter)
		return NULL;
	for (size_t i = 0; i < chip->model->way_count; i++) {
		const struct chip_way *way = &chip->model->ways[i];

		if (way->protocol == oid[OID_LEN - 2] &&
		    way->cipher == oid[OID_LEN - 1] &&
		    (parameter == NULL || way->parameter == parameter[0]))
			return way;
	}
	return NULL;
}

static bool
make_password(
    struct chip_talk *talk, const struct chip_model *model, uint8_t which)
{
	uint8_t seed[20];

	if (which == 1 && model->zone_information != NULL) {
		EVP_Digest(model->zone_information,
		    strlen(model->zone_information), seed, NULL, EVP_sha1(),
		    NULL);
		chip_derive(talk->way.cipher, seed, 20, 3, talk->password_key);
		return true;
	}
	if (which == 2 && model->can != NULL) {
		chip_derive(talk->way.cipher, (const uint8_t *)model->can,
		    strlen(model->can), 3, talk->password_key);
		return true;
	}
	return false;
}

uint16_t
chip_pace_set(struct chip *chip, const struct chip_command *command)
{
	const struct chip_way *way = find_way(chip, command);
	struct chip_talk *talk;
	const uint8_t *which;
	size_t len;

	chip_pace_end(chip);
	which = chip_object(command->data, command->len, 0x83, &len);
	if (way == NULL)
		return 0x6a80;
	if (which == NULL || len != 1)
		return 0x6a88;
	talk = calloc(1, sizeof(*talk));
	talk->way = *way;
	memcpy(talk->oid, id_pace, sizeof(id_pace));
	talk->oid[OID_LEN - 2] = (uint8_t)way->protocol;
	talk->oid[OID_LEN - 1] = (uint8_t)way->cipher;
	talk->secret = BN_new();
	talk->map_secret = BN_new();
	talk->group = chip_group_new(way->parameter);
	chip->talk = talk;
	if (make_password(talk, chip->model, which[0]))
		return 0x9000;
	chip_pace_end(chip);
	return 0x6a88;
}

/* ---- steps --------------------------------------------------------------- */

static size_t
answer(uint8_t tag, const uint8_t *value, size_t len, uint8_t *out)
{
	uint8_t inner[300];
	size_t used = chip_put(inner, tag, value, len);

	return chip_put(out, 0x7c, inner, used);
}

static size_t
give_nonce(struct chip_talk *talk, uint8_t *out)
{
	uint8_t hidden[32];

	talk->nonce_len =
	    is_integrated(talk) && talk->way.cipher >= 3 ? 32 : 16;
	chip_random(talk->nonce, talk->nonce_len);
	chip_crypt(talk->way.cipher, talk->password_key, NULL, true,
	    talk->nonce, talk->nonce_len, hidden);
	talk->next = 1;
	return answer(0x80, hidden, talk->nonce_len, out);
}

/* 4.4.3.3.2: constants of 128 and of 256 bits. */
static const char *const c0[] = { "a668892a7c41e3ca739f40b057d85904",
	"d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676" };
static const char *const c1[] = { "a4e136ac725f738b01c1f60217c188ad",
	"54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517" };

static void
read_constant(const char *text, uint8_t out[32])
{
	for (size_t i = 0; text[2 * i] != '\0'; i++) {
		char pair[3] = { text[2 * i], text[2 * i + 1], '\0' };

		out[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
}

static void
map_by_nonces(struct chip_talk *talk)
{
	size_t step = talk->nonce_len, used = 0;
	size_t want = (chip_group_bits(talk->group) + 64 + 7) / 8;
	uint8_t key[32], next[32], constant[2][32], number[512];

	read_constant(c0[step == 32], constant[0]);
	read_constant(c1[step == 32], constant[1]);
	chip_crypt(talk->way.cipher, talk->other_nonce, NULL, true, talk->nonce,
	    step, key);
	while (used < want) {
		chip_crypt(talk->way.cipher, key, NULL, true, constant[1], step,
		    number + used);
		chip_crypt(
		    talk->way.cipher, key, NULL, true, constant[0], step, next);
		memcpy(key, next, step);
		used += step;
	}
	chip_group_map_number(talk->group, number, used);
}

static size_t
map(struct chip_talk *talk, const uint8_t *said, size_t len, uint8_t *out)
{
	uint8_t shared[256], own[256];
	size_t made;

	talk->next = 3;
	if (is_integrated(talk)) {
		if (len > sizeof(talk->other_nonce))
			return 0;
		memcpy(talk->other_nonce, said, len);
		talk->other_nonce_len = len;
		map_by_nonces(talk);
		return answer(0x82, NULL, 0, out);
	}
	made = chip_group_draw(talk->group, talk->map_secret, own);
	if (chip_group_raise(
		talk->group, talk->map_secret, said, len, shared) != made)
		return 0;
	chip_group_map(talk->group, talk->nonce, talk->nonce_len, shared, made);
	return answer(0x82, own, made, out);
}

static size_t
agree(struct chip_talk *talk, const uint8_t *said, size_t len, uint8_t *out)
{
	uint8_t shared[256];
	const uint8_t *secret;
	size_t secret_len, made;

	talk->next = 5;
	made = talk->own_len =
	    chip_group_draw(talk->group, talk->secret, talk->own);
	if (len != made || memcmp(said, talk->own, len) == 0 ||
	    chip_group_raise(talk->group, talk->secret, said, len, shared) !=
		made)
		return 0;
	memcpy(talk->other, said, len);
	talk->other_len = len;
	secret = chip_group_secret(talk->group, shared, made, &secret_len);
	chip_start_session(
	    &talk->session, talk->way.cipher, secret, secret_len);
	return answer(0x84, talk->own, made, out);
}

static void
make_token(const struct chip_talk *talk, const uint8_t *key, size_t len,
    uint8_t mac[8])
{
	uint8_t body[300], whole[310];
	size_t used = chip_put(body, 0x06, talk->oid, OID_LEN);

	used += chip_put(body + used,
	    chip_group_is_curve(talk->group) ? 0x86 : 0x84, key, len);
	used = chip_put(whole, 0x7f49, body, used);
	chip_mac(talk->way.cipher, talk->session.mac, whole, used, mac);
}

/* 4.4.3.3.3: what proves that the mapping's secret came from the key that was
 * signed. */
static size_t
prove_mapping(struct chip *chip, uint8_t *out)
{
	struct chip_talk *talk = chip->talk;
	const BIGNUM *order = chip_group_order(talk->group);
	uint8_t text[80] = { 0 }, ones[16], iv[16];
	BIGNUM *proof = BN_new();
	BN_CTX *ctx = BN_CTX_new();
	size_t len = (size_t)BN_num_bytes(order), padded;

	if (BN_mod_inverse(
		proof, chip->model->mapping_key.secret, order, ctx) == NULL ||
	    BN_mod_mul(proof, proof, talk->map_secret, order, ctx) != 1)
		abort();
	BN_bn2binpad(proof, text, (int)len);
	text[len] = 0x80;
	padded = (len / 16 + 1) * 16;
	memset(ones, 0xff, sizeof(ones));
	chip_crypt(
	    talk->way.cipher, talk->session.enc, NULL, true, ones, 16, iv);
	chip_crypt(
	    talk->way.cipher, talk->session.enc, iv, true, text, padded, text);
	BN_free(proof);
	BN_CTX_free(ctx);
	return chip_put(out, 0x8a, text, padded);
}

static size_t
prove(struct chip *chip, const uint8_t *said, size_t len, uint8_t *out)
{
	struct chip_talk *talk = chip->talk;
	uint8_t mac[8], body[200];
	size_t used;

	make_token(talk, talk->own, talk->own_len, mac);
	if (len != 8 || memcmp(mac, said, 8) != 0)
		return 0;
	make_token(talk, talk->other, talk->other_len, mac);
	used = chip_put(body, 0x86, mac, 8);
	if (talk->way.protocol == 6)
		used += prove_mapping(chip, body + used);
	chip->next_session = talk->session;
	chip->starts_session = true;
	return chip_put(out, 0x7c, body, used);
}

static size_t
go_on(struct chip *chip, const uint8_t *body, size_t body_len, uint8_t *out)
{
	struct chip_talk *talk = chip->talk;
	const uint8_t *said;
	size_t len = 0;

	if (talk->next == 0)
		return body_len == 0 ? give_nonce(talk, out) : 0;
	said = chip_object(body, body_len, 0x80 | talk->next, &len);
	if (said == NULL)
		return 0;
	switch (talk->next) {
	case 1: return map(talk, said, len, out);
	case 3: return agree(talk, said, len, out);
	default: return prove(chip, said, len, out);
	}
}

void
chip_pace_step(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply)
{
	const uint8_t *body;
	size_t len;
	bool at_proof, is_last = (command->cla & 0x10) == 0;

	reply->sw = 0x6985;
	if (chip->talk == NULL)
		return;
	at_proof = chip->talk->next == 5;
	body = chip_object(command->data, command->len, 0x7c, &len);
	if (body != NULL && is_last == at_proof)
		reply->len = go_on(chip, body, len, reply->data);
	if (reply->len > 0)
		reply->sw = 0x9000;
	else
		reply->sw = at_proof ? 0x6300 : 0x6a80;
	if (reply->len == 0 || at_proof)
		chip_pace_end(chip);
}
