/* SPDX-License-Identifier: Apache-2.0 */
/* pace.c -- password authenticated connection establishment. */
#include "pace.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

/* Tags inside of 7C (ICAO 9303-11, table 4): what we say, and the answer. */
enum {
	DYNAMIC = 0x7c,
	NONCE = 0x80,
	MAP = 0x81,
	MAPPED = 0x82,
	KEY = 0x83,
	KEYED = 0x84,
	TOKEN = 0x85,
	TOKENED = 0x86,
	PROOF = 0x8a
};

#define NONCE_MOST 32
#define PROOF_MOST 96

/* id-PACE, 0.4.0.127.0.7.2.2.4; two numbers follow */
static const uint8_t id_pace[] = { 0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02,
	0x04 };

#define OID_LEN (sizeof(id_pace) + 2)

struct emrtd_pace {
	struct emrtd_pace_way way;
	emrtd_group *group;
	emrtd_random_fn draw;
	void *user;
	uint8_t password_key[EMRTD_KEY_MOST];
	uint8_t nonce[NONCE_MOST], own_nonce[NONCE_MOST];
	size_t nonce_len;
	struct emrtd_element own, other; /* of the step that is on */
	struct emrtd_element drawn;      /* the card's, for the mapping */
	uint8_t proof[PROOF_MOST];       /* of that */
	size_t proof_len;
	struct emrtd_secure secure;
};

/* ---- ways -------------------------------------------------------------- */

static const struct {
	uint8_t protocol;
	enum emrtd_mapping mapping;
	bool is_residues;
} protocols[] = {
	{ 1, EMRTD_GENERIC, true },
	{ 2, EMRTD_GENERIC, false },
	{ 3, EMRTD_INTEGRATED, true },
	{ 4, EMRTD_INTEGRATED, false },
	{ 6, EMRTD_CHIP, false },
};

static bool
read_way(const uint8_t oid[2], unsigned parameter, struct emrtd_pace_way *way)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		if (protocols[i].protocol != oid[0] || oid[1] < 1 ||
		    oid[1] > 4 ||
		    (protocols[i].mapping == EMRTD_CHIP && oid[1] == 1) ||
		    !emrtd_group_is_known(parameter) ||
		    emrtd_group_is_residues(parameter) !=
			protocols[i].is_residues)
			continue;
		way->protocol = oid[0];
		way->cipher_number = oid[1];
		way->mapping = protocols[i].mapping;
		way->cipher = (enum emrtd_cipher)(oid[1] - 1);
		way->parameter = parameter;
		way->is_one_of_many = false;
		return true;
	}
	return false;
}

/* Simplified integrated mapping wants a prime that is 3 modulo 4, which that of
 * secp224r1 is not. */
static bool
is_possible(const struct emrtd_pace_way *way)
{
	return way->mapping != EMRTD_INTEGRATED || way->parameter != 10;
}

static int
rank(const struct emrtd_pace_way *way)
{
	int curve = emrtd_group_is_residues(way->parameter) ? 0 : 10;

	return (int)way->cipher * 20 + curve +
	       (way->mapping == EMRTD_CHIP ? 100 : 0);
}

/* PACEInfo ::= SEQUENCE { protocol OID, version INTEGER (2),
 * parameterId INTEGER } (9.2.1) */
static bool
read_info(const struct emrtd_object *info, struct emrtd_pace_way *way)
{
	const uint8_t *at = info->at;
	size_t left = info->len;
	struct emrtd_object oid, version, parameter;

	return emrtd_object_next(&at, &left, &oid) && oid.tag == 0x06 &&
	       oid.len == OID_LEN &&
	       memcmp(oid.at, id_pace, sizeof(id_pace)) == 0 &&
	       emrtd_object_next(&at, &left, &version) && version.tag == 2 &&
	       version.len == 1 && version.at[0] == 2 &&
	       emrtd_object_next(&at, &left, &parameter) &&
	       parameter.tag == 2 && parameter.len == 1 &&
	       read_way(oid.at + sizeof(id_pace), parameter.at[0], way) &&
	       is_possible(way);
}

static bool
is_same_protocol(const struct emrtd_pace_way *a, const struct emrtd_pace_way *b)
{
	return a->protocol == b->protocol &&
	       a->cipher_number == b->cipher_number;
}

bool
emrtd_pace_choose(
    const uint8_t *card_access, size_t len, struct emrtd_pace_way *ret_way)
{
	struct emrtd_object set, info;
	struct emrtd_pace_way way;
	bool found = false, many = false;

	if (!emrtd_object_next(&card_access, &len, &set) || set.tag != 0x31)
		return false;
	while (emrtd_object_next(&set.at, &set.len, &info)) {
		if (info.tag != 0x30 || !read_info(&info, &way))
			continue;
		if (found && is_same_protocol(&way, ret_way))
			many = true;
		else if (!found || rank(&way) > rank(ret_way))
			many = false;
		if (found && rank(&way) <= rank(ret_way))
			continue;
		*ret_way = way;
		found = true;
	}
	if (found)
		ret_way->is_one_of_many = many;
	return found;
}

/* ---- one conversation -------------------------------------------------- */

emrtd_pace *
emrtd_pace_new(const struct emrtd_pace_way *way, const uint8_t *password,
    size_t len, emrtd_random_fn draw, void *user)
{
	emrtd_pace *pace = calloc(1, sizeof(*pace));

	if (pace == NULL) {
		emrtd_no_memory();
		return NULL;
	}
	pace->way = *way;
	pace->draw = draw;
	pace->user = user;
	pace->group = emrtd_group_new(way->parameter);
	if (pace->group == NULL || !emrtd_derive_key(way->cipher, password, len,
				       EMRTD_PACE, pace->password_key)) {
		emrtd_pace_free(pace);
		return NULL;
	}
	return pace;
}

void
emrtd_pace_free(emrtd_pace *pace)
{
	if (pace == NULL)
		return;
	emrtd_group_free(pace->group);
	OPENSSL_cleanse(pace, sizeof(*pace));
	free(pace);
}

static void
write_oid(const emrtd_pace *pace, uint8_t out[OID_LEN])
{
	memcpy(out, id_pace, sizeof(id_pace));
	out[OID_LEN - 2] = pace->way.protocol;
	out[OID_LEN - 1] = pace->way.cipher_number;
}

size_t
emrtd_pace_set(const emrtd_pace *pace, enum emrtd_password password,
    bool with_parameter, uint8_t out[EMRTD_PACE_ROOM])
{
	size_t used = 2 + OID_LEN;

	out[0] = 0x80;
	out[1] = OID_LEN;
	write_oid(pace, out + 2);
	out[used++] = 0x83;
	out[used++] = 1;
	out[used++] = (uint8_t)password;
	if (with_parameter) {
		out[used++] = 0x84;
		out[used++] = 1;
		out[used++] = (uint8_t)pace->way.parameter;
	}
	return used;
}

static enum emrtd_result
result_of(const emrtd_pace *pace, bool ok)
{
	if (ok)
		return EMRTD_OK;
	return emrtd_group_failed(pace->group) ? EMRTD_FAULT : EMRTD_WRONG;
}

/* ---- objects in 7C ----------------------------------------------------- */

static bool
take(const uint8_t *said, size_t len, uint8_t tag, struct emrtd_object *ret)
{
	struct emrtd_object whole;

	return emrtd_object_next(&said, &len, &whole) && len == 0 &&
	       whole.tag == DYNAMIC &&
	       emrtd_object_find(whole.at, whole.len, tag, ret);
}

static size_t
say(uint8_t tag, const uint8_t *bytes, size_t len, uint8_t out[EMRTD_PACE_ROOM])
{
	uint8_t inner[4];
	size_t head = emrtd_object_head(tag, len, inner);
	size_t used = emrtd_object_head(DYNAMIC, head + len, out);

	memcpy(out + used, inner, head);
	memcpy(out + used + head, bytes, len);
	return used + head + len;
}

/* ---- the steps --------------------------------------------------------- */

/* 4.4.3.3: as long as the key, and of whole blocks. */
static size_t
nonce_len(const emrtd_pace *pace)
{
	return pace->way.cipher >= EMRTD_AES_192 ? 32 : 16;
}

/* The standard's nonces are of one block for generic mapping whatever the
 * cipher is; both lengths are met. */
enum emrtd_result
emrtd_pace_take_nonce(emrtd_pace *pace, const uint8_t *said, size_t len)
{
	struct emrtd_object nonce;

	if (!take(said, len, NONCE, &nonce) ||
	    (nonce.len != 16 && nonce.len != nonce_len(pace)) ||
	    (pace->way.mapping == EMRTD_INTEGRATED &&
		nonce.len != nonce_len(pace)))
		return EMRTD_WRONG;
	pace->nonce_len = nonce.len;
	return emrtd_decrypt(pace->way.cipher, pace->password_key, NULL,
		   nonce.at, nonce.len, pace->nonce)
		   ? EMRTD_OK
		   : EMRTD_FAULT;
}

/* The length of the second nonce is that of a key (4.4.3.3.2). */
static size_t
own_nonce_len(const emrtd_pace *pace)
{
	static const uint8_t lengths[] = { 16, 16, 24, 32 };

	return lengths[pace->way.cipher];
}

enum emrtd_result
emrtd_pace_say_mapping(
    emrtd_pace *pace, uint8_t out[EMRTD_PACE_ROOM], size_t *ret_len)
{
	size_t len = own_nonce_len(pace);

	if (pace->way.mapping == EMRTD_INTEGRATED) {
		if (!pace->draw(pace->user, pace->own_nonce, len))
			return EMRTD_FAULT;
		*ret_len = say(MAP, pace->own_nonce, len, out);
		return EMRTD_OK;
	}
	if (!emrtd_group_draw(pace->group, pace->draw, pace->user, &pace->own))
		return EMRTD_FAULT;
	*ret_len = say(MAP, pace->own.at, pace->own.len, out);
	return EMRTD_OK;
}

/* 4.4.3.3.2: a chain of the cipher, keyed first with our nonce over the
 * card's, and then by itself; what is longer than a key is cut. */
static const uint8_t constants[2][2][32] = {
	{ { 0xa6, 0x68, 0x89, 0x2a, 0x7c, 0x41, 0xe3, 0xca, 0x73, 0x9f, 0x40,
	      0xb0, 0x57, 0xd8, 0x59, 0x04 },
	    { 0xa4, 0xe1, 0x36, 0xac, 0x72, 0x5f, 0x73, 0x8b, 0x01, 0xc1, 0xf6,
		0x02, 0x17, 0xc1, 0x88, 0xad } },
	{ { 0xd4, 0x63, 0xd6, 0x52, 0x34, 0x12, 0x4e, 0xf7, 0x89, 0x70, 0x54,
	      0x98, 0x6d, 0xca, 0x0a, 0x17, 0x4e, 0x28, 0xdf, 0x75, 0x8c, 0xba,
	      0xa0, 0x3f, 0x24, 0x06, 0x16, 0x41, 0x4d, 0x5a, 0x16, 0x76 },
	    { 0x54, 0xbd, 0x72, 0x55, 0xf0, 0xaa, 0xf8, 0x31, 0xbe, 0xc3, 0x42,
		0x3f, 0xcf, 0x39, 0xd6, 0x9b, 0x6c, 0xbf, 0x06, 0x66, 0x77,
		0xd0, 0xfa, 0xae, 0x5a, 0xad, 0xd9, 0x9d, 0xf8, 0xe5, 0x35,
		0x17 } },
};

static bool
map_integrated(emrtd_pace *pace)
{
	size_t len = nonce_len(pace), bits = emrtd_group_bits(pace->group);
	size_t count = (bits + 64 + 8 * len - 1) / (8 * len);
	const uint8_t(*c)[32] = constants[len == 16 ? 0 : 1];
	uint8_t number[EMRTD_ELEMENT_MOST + 64], key[NONCE_MOST];
	enum emrtd_cipher cipher = pace->way.cipher;
	bool ok;

	ok =
	    emrtd_encrypt(cipher, pace->own_nonce, NULL, pace->nonce, len, key);
	for (size_t i = 0; ok && i < count; i++)
		ok = emrtd_encrypt(
			 cipher, key, NULL, c[1], len, number + i * len) &&
		     emrtd_encrypt(cipher, key, NULL, c[0], len, key);
	ok = ok && emrtd_group_map_number(pace->group, number, count * len);
	OPENSSL_cleanse(number, sizeof(number));
	OPENSSL_cleanse(key, sizeof(key));
	return ok;
}

enum emrtd_result
emrtd_pace_take_mapping(emrtd_pace *pace, const uint8_t *said, size_t len)
{
	struct emrtd_element shared;
	struct emrtd_object mapped;
	bool ok;

	if (!take(said, len, MAPPED, &mapped))
		return EMRTD_WRONG;
	if (pace->way.mapping == EMRTD_INTEGRATED) {
		if (mapped.len != 0)
			return EMRTD_WRONG;
		return map_integrated(pace) ? EMRTD_OK : EMRTD_FAULT;
	}
	if (mapped.len > sizeof(pace->drawn.at))
		return EMRTD_WRONG;
	memcpy(pace->drawn.at, mapped.at, mapped.len);
	pace->drawn.len = mapped.len;
	/* Our own element would come from a mirror. */
	ok =
	    (mapped.len != pace->own.len ||
		memcmp(mapped.at, pace->own.at, mapped.len) != 0) &&
	    emrtd_group_agree(pace->group, mapped.at, mapped.len, &shared) &&
	    emrtd_group_map(pace->group, pace->nonce, pace->nonce_len, &shared);
	OPENSSL_cleanse(&shared, sizeof(shared));
	return result_of(pace, ok);
}

enum emrtd_result
emrtd_pace_say_key(
    emrtd_pace *pace, uint8_t out[EMRTD_PACE_ROOM], size_t *ret_len)
{
	if (!emrtd_group_draw(pace->group, pace->draw, pace->user, &pace->own))
		return EMRTD_FAULT;
	*ret_len = say(KEY, pace->own.at, pace->own.len, out);
	return EMRTD_OK;
}

enum emrtd_result
emrtd_pace_take_key(emrtd_pace *pace, const uint8_t *said, size_t len)
{
	struct emrtd_element shared = { .len = 0 };
	struct emrtd_object key;
	const uint8_t *secret;
	size_t secret_len;
	bool ok;

	/* 4.4.2: both public keys must differ. */
	if (!take(said, len, KEYED, &key) ||
	    key.len != emrtd_group_len(pace->group) ||
	    memcmp(key.at, pace->own.at, key.len) == 0)
		return EMRTD_WRONG;
	memcpy(pace->other.at, key.at, key.len);
	pace->other.len = key.len;
	ok = emrtd_group_agree(pace->group, key.at, key.len, &shared);
	if (ok) {
		secret = emrtd_group_secret(pace->group, &shared, &secret_len);
		if (!emrtd_secure_start(
			&pace->secure, pace->way.cipher, secret, secret_len)) {
			OPENSSL_cleanse(&shared, sizeof(shared));
			return EMRTD_FAULT;
		}
	}
	OPENSSL_cleanse(&shared, sizeof(shared));
	return result_of(pace, ok);
}

/* 4.4.3.4: over the public key of the other, as 7F49 { 06, 84 or 86 }. */
static bool
make_token(const emrtd_pace *pace, const struct emrtd_element *key,
    uint8_t ret_token[EMRTD_MAC_LEN])
{
	uint8_t body[2 + OID_LEN + 4 + EMRTD_ELEMENT_MOST];
	uint8_t whole[sizeof(body) + 5];
	size_t used = 2 + OID_LEN, head;

	body[0] = 0x06;
	body[1] = OID_LEN;
	write_oid(pace, body + 2);
	used += emrtd_object_head(
	    emrtd_group_is_residues(pace->way.parameter) ? 0x84 : 0x86,
	    key->len, body + used);
	memcpy(body + used, key->at, key->len);
	used += key->len;
	whole[0] = 0x7f;
	head = 1 + emrtd_object_head(0x49, used, whole + 1);
	memcpy(whole + head, body, used);
	return emrtd_mac(
	    pace->way.cipher, pace->secure.mac, whole, head + used, ret_token);
}

enum emrtd_result
emrtd_pace_say_token(
    emrtd_pace *pace, uint8_t out[EMRTD_PACE_ROOM], size_t *ret_len)
{
	uint8_t token[EMRTD_MAC_LEN];

	if (!make_token(pace, &pace->other, token))
		return EMRTD_FAULT;
	*ret_len = say(TOKEN, token, sizeof(token), out);
	return EMRTD_OK;
}

/* 4.4.3.3.3: the vector is the cipher of ones.  What is not what it must be is
 * no proof, and no reason to end: that it is missing is judged elsewhere. */
static bool
take_proof(emrtd_pace *pace, const uint8_t *said, size_t len)
{
	uint8_t ones[EMRTD_BLOCK_MOST], iv[EMRTD_BLOCK_MOST];
	struct emrtd_object proof;

	pace->proof_len = 0;
	if (!take(said, len, PROOF, &proof) || proof.len == 0 ||
	    proof.len > PROOF_MOST || proof.len % EMRTD_BLOCK_MOST != 0)
		return true;
	memset(ones, 0xff, sizeof(ones));
	if (!emrtd_encrypt(pace->way.cipher, pace->secure.enc, NULL, ones,
		sizeof(ones), iv) ||
	    !emrtd_decrypt(pace->way.cipher, pace->secure.enc, iv, proof.at,
		proof.len, pace->proof))
		return false;
	pace->proof_len = proof.len;
	if (!emrtd_unpad(pace->proof, &pace->proof_len))
		pace->proof_len = 0;
	return true;
}

bool
emrtd_pace_proof(const emrtd_pace *pace, const struct emrtd_element **ret_drawn,
    const uint8_t **ret_number, size_t *ret_len)
{
	*ret_drawn = &pace->drawn;
	*ret_number = pace->proof;
	*ret_len = pace->proof_len;
	return pace->way.mapping == EMRTD_CHIP;
}

enum emrtd_result
emrtd_pace_take_token(emrtd_pace *pace, const uint8_t *said, size_t len,
    struct emrtd_secure *ret_secure)
{
	uint8_t expected[EMRTD_MAC_LEN];
	struct emrtd_object token;

	if (!take(said, len, TOKENED, &token) || token.len != EMRTD_MAC_LEN)
		return EMRTD_WRONG;
	if (!make_token(pace, &pace->own, expected))
		return EMRTD_FAULT;
	if (!emrtd_mac_is(expected, token.at))
		return EMRTD_WRONG;
	if (pace->way.mapping == EMRTD_CHIP && !take_proof(pace, said, len))
		return EMRTD_FAULT;
	*ret_secure = pace->secure;
	return EMRTD_OK;
}
