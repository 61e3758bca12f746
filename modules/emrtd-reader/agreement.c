/* SPDX-License-Identifier: Apache-2.0 */
/* agreement.c -- chip authentication. */
#include "agreement.h"

#include "group.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#define PUBLIC_MOST 512

/* id-CA and id-PK, 0.4.0.127.0.7.2.2.3 and .1 */
static const uint8_t id_ca[] = { 0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02,
	0x03 };
static const uint8_t id_pk[] = { 0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02,
	0x01 };
/* standardizedDomainParameters, 0.4.0.127.0.7.1.2 (9.5.1) */
static const uint8_t id_standard[] = { 0x04, 0x00, 0x7f, 0x00, 0x07, 0x01,
	0x02 };

enum { INTEGER = 0x02, BITS = 0x03, OID = 0x06, SEQUENCE = 0x30, SET = 0x31 };
enum { DG14 = 0x6e, ON_RESIDUES = 1, ON_CURVES = 2 };

struct emrtd_agreement {
	struct emrtd_agreement_way way;
	uint8_t own[PUBLIC_MOST], number[PUBLIC_MOST], secret[PUBLIC_MOST];
	size_t own_len, number_len, secret_len;
};

/* ---- data group 14 ------------------------------------------------------- */

/* SecurityInfo ::= SEQUENCE { OID, required, optional } (9.2) */
struct info {
	struct emrtd_object oid, required, optional;
	bool has_optional;
};

static bool
read_info(struct emrtd_object whole, struct info *info)
{
	if (whole.tag != SEQUENCE ||
	    !emrtd_object_next(&whole.at, &whole.len, &info->oid) ||
	    info->oid.tag != OID ||
	    !emrtd_object_next(&whole.at, &whole.len, &info->required))
		return false;
	info->has_optional =
	    emrtd_object_next(&whole.at, &whole.len, &info->optional);
	return true;
}

static bool
begins(const struct emrtd_object *oid, const uint8_t *with, size_t len,
    size_t more)
{
	return oid->len == len + more && memcmp(oid->at, with, len) == 0;
}

/* False: a name of a key that cannot be one. */
static bool
take_id(const struct info *info, struct emrtd_agreement_way *way)
{
	way->id_len = 0;
	if (!info->has_optional)
		return true;
	if (info->optional.tag != INTEGER || info->optional.len == 0 ||
	    info->optional.len > sizeof(way->id))
		return false;
	memcpy(way->id, info->optional.at, info->optional.len);
	way->id_len = info->optional.len;
	return true;
}

static bool
read_way(const struct info *info, struct emrtd_agreement_way *way)
{
	uint8_t agreement, cipher;

	if (!begins(&info->oid, id_ca, sizeof(id_ca), 2) || !take_id(info, way))
		return false;
	agreement = info->oid.at[sizeof(id_ca)];
	cipher = info->oid.at[sizeof(id_ca) + 1];
	memcpy(way->oid, info->oid.at, sizeof(way->oid));
	way->is_curve = agreement == ON_CURVES;
	way->cipher = (enum emrtd_cipher)(cipher - 1);
	return (agreement == ON_RESIDUES || agreement == ON_CURVES) &&
	       cipher >= 1 && cipher <= 4;
}

/* The key for a way, by its name and kind. */
static bool
find_key(struct emrtd_object set, struct emrtd_agreement_way *way)
{
	struct emrtd_agreement_way other;
	struct emrtd_object one;
	struct info info;

	while (emrtd_object_next(&set.at, &set.len, &one)) {
		if (!read_info(one, &info) ||
		    !begins(&info.oid, id_pk, sizeof(id_pk), 1) ||
		    info.oid.at[sizeof(id_pk)] !=
			(way->is_curve ? ON_CURVES : ON_RESIDUES) ||
		    !take_id(&info, &other) || other.id_len != way->id_len ||
		    memcmp(other.id, way->id, way->id_len) != 0)
			continue;
		way->key = info.required.whole;
		way->key_len = info.required.whole_len;
		return true;
	}
	return false;
}

/* Older chips have a key and do not say what for: then it is 3DES. */
static bool
read_silent_way(const struct info *info, struct emrtd_agreement_way *way)
{
	if (!begins(&info->oid, id_pk, sizeof(id_pk), 1) || !take_id(info, way))
		return false;
	way->is_curve = info->oid.at[sizeof(id_pk)] == ON_CURVES;
	way->cipher = EMRTD_3DES;
	memcpy(way->oid, id_ca, sizeof(id_ca));
	way->oid[sizeof(id_ca)] = info->oid.at[sizeof(id_pk)];
	way->oid[sizeof(id_ca) + 1] = 1;
	return true;
}

static int
rank(const struct emrtd_agreement_way *way)
{
	return (int)way->cipher * 2 + (way->is_curve ? 1 : 0);
}

static bool
choose(struct emrtd_object set, bool silent, struct emrtd_agreement_way *best)
{
	struct emrtd_object left = set, one;
	struct emrtd_agreement_way way;
	struct info info;
	bool found = false;

	while (emrtd_object_next(&left.at, &left.len, &one)) {
		if (!read_info(one, &info) ||
		    !(silent ? read_silent_way(&info, &way)
			     : read_way(&info, &way)) ||
		    !find_key(set, &way) || (found && rank(&way) <= rank(best)))
			continue;
		*best = way;
		found = true;
	}
	return found;
}

/* Does it say what its keys are for? */
static bool
names_ways(struct emrtd_object set)
{
	struct emrtd_object one;
	struct info info;

	while (emrtd_object_next(&set.at, &set.len, &one)) {
		if (read_info(one, &info) && info.oid.len >= sizeof(id_ca) &&
		    memcmp(info.oid.at, id_ca, sizeof(id_ca)) == 0)
			return true;
	}
	return false;
}

bool
emrtd_agreement_choose(
    const uint8_t *dg14, size_t len, struct emrtd_agreement_way *ret_way)
{
	struct emrtd_object file, set;

	if (!emrtd_object_next(&dg14, &len, &file) || file.tag != DG14 ||
	    !emrtd_object_next(&file.at, &file.len, &set) || set.tag != SET)
		return false;
	return names_ways(set) ? choose(set, false, ret_way)
			       : choose(set, true, ret_way);
}

/* ---- the secret ---------------------------------------------------------- */

static bool
draw(void *user, uint8_t *out, size_t len)
{
	(void)user;
	return RAND_priv_bytes(out, (int)len) == 1;
}

/* The point, and the number of its curve's parameters. */
static bool
read_point(const struct emrtd_agreement_way *way, struct emrtd_object *ret_bits,
    unsigned *ret_parameter)
{
	const uint8_t *at = way->key, *der = way->key;
	size_t len = way->key_len;
	struct emrtd_object info, algorithm, oid, number;
	char name[64];
	EVP_PKEY *key;
	bool ok;

	if (!emrtd_object_next(&at, &len, &info) ||
	    !emrtd_object_next(&info.at, &info.len, &algorithm) ||
	    !emrtd_object_next(&info.at, &info.len, ret_bits) ||
	    ret_bits->tag != BITS || ret_bits->len < 2 ||
	    !emrtd_object_next(&algorithm.at, &algorithm.len, &oid))
		return false;
	if (begins(&oid, id_standard, sizeof(id_standard), 0)) {
		ok =
		    emrtd_object_next(&algorithm.at, &algorithm.len, &number) &&
		    number.tag == INTEGER && number.len == 1;
		*ret_parameter = ok ? number.at[0] : 0;
		return ok;
	}
	/* It compares the numbers of a curve with those that have a name. */
	key = d2i_PUBKEY(NULL, &der, (long)way->key_len);
	ok = key != NULL && EVP_PKEY_is_a(key, "EC") == 1 &&
	     EVP_PKEY_get_group_name(key, name, sizeof(name), NULL) == 1 &&
	     emrtd_group_of_curve(OBJ_txt2nid(name), ret_parameter);
	EVP_PKEY_free(key);
	return ok;
}

static bool
agree_on_curve(struct emrtd_agreement *agreement)
{
	struct emrtd_element own, shared;
	struct emrtd_object bits;
	const uint8_t *secret;
	emrtd_group *group;
	unsigned parameter;
	bool ok;

	if (!read_point(&agreement->way, &bits, &parameter) ||
	    emrtd_group_is_residues(parameter))
		return false;
	group = emrtd_group_new(parameter);
	ok = group != NULL && emrtd_group_draw(group, draw, NULL, &own) &&
	     emrtd_group_agree(group, bits.at + 1, bits.len - 1, &shared) &&
	     emrtd_group_number(group, agreement->number,
		 sizeof(agreement->number), &agreement->number_len);
	if (ok) {
		secret =
		    emrtd_group_secret(group, &shared, &agreement->secret_len);
		memcpy(agreement->secret, secret, agreement->secret_len);
		memcpy(agreement->own, own.at, own.len);
		agreement->own_len = own.len;
	}
	emrtd_group_free(group);
	OPENSSL_cleanse(&shared, sizeof(shared));
	return ok;
}

/* A number of a key of residues, as long as the modulus; 0: not to be had. */
static size_t
take_number(EVP_PKEY *key, const char *name, uint8_t out[PUBLIC_MOST])
{
	size_t len = (size_t)EVP_PKEY_get_size(key);
	BIGNUM *number = NULL;
	bool ok;

	ok = len <= PUBLIC_MOST &&
	     EVP_PKEY_get_bn_param(key, name, &number) == 1 &&
	     BN_bn2binpad(number, out, (int)len) == (int)len;
	BN_clear_free(number);
	return ok ? len : 0;
}

static EVP_PKEY *
draw_like(EVP_PKEY *other)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, other, NULL);
	EVP_PKEY *own = NULL;

	if (ctx == NULL || EVP_PKEY_keygen_init(ctx) != 1 ||
	    EVP_PKEY_keygen(ctx, &own) != 1)
		own = NULL;
	EVP_PKEY_CTX_free(ctx);
	return own;
}

static bool
derive(EVP_PKEY *own, EVP_PKEY *other, struct emrtd_agreement *agreement)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, own, NULL);
	unsigned pad = 1;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_uint(OSSL_EXCHANGE_PARAM_PAD, &pad),
		OSSL_PARAM_construct_end(),
	};
	bool ok;

	agreement->secret_len = sizeof(agreement->secret);
	ok = ctx != NULL && EVP_PKEY_derive_init_ex(ctx, params) == 1 &&
	     EVP_PKEY_derive_set_peer(ctx, other) == 1 &&
	     EVP_PKEY_derive(ctx, agreement->secret, &agreement->secret_len) ==
		 1;
	EVP_PKEY_CTX_free(ctx);
	return ok;
}

static bool
agree_on_residue(struct emrtd_agreement *agreement)
{
	const uint8_t *der = agreement->way.key;
	EVP_PKEY *other = d2i_PUBKEY(NULL, &der, (long)agreement->way.key_len);
	EVP_PKEY *own = NULL;
	bool ok = other != NULL &&
		  (EVP_PKEY_is_a(other, "DH") == 1 ||
		      EVP_PKEY_is_a(other, "DHX") == 1) &&
		  EVP_PKEY_get_size(other) <= PUBLIC_MOST;

	if (ok)
		own = draw_like(other);
	ok = own != NULL && derive(own, other, agreement);
	if (ok) {
		agreement->own_len =
		    take_number(own, OSSL_PKEY_PARAM_PUB_KEY, agreement->own);
		agreement->number_len = take_number(
		    own, OSSL_PKEY_PARAM_PRIV_KEY, agreement->number);
	}
	EVP_PKEY_free(own);
	EVP_PKEY_free(other);
	return ok && agreement->own_len > 0 && agreement->number_len > 0;
}

struct emrtd_agreement *
emrtd_agreement_new(const struct emrtd_agreement_way *way)
{
	struct emrtd_agreement *agreement = calloc(1, sizeof(*agreement));
	bool ok;

	if (agreement == NULL) {
		emrtd_no_memory();
		return NULL;
	}
	agreement->way = *way;
	ok = way->is_curve ? agree_on_curve(agreement)
			   : agree_on_residue(agreement);
	if (ok)
		return agreement;
	emrtd_agreement_free(agreement);
	return NULL;
}

void
emrtd_agreement_free(struct emrtd_agreement *agreement)
{
	if (agreement == NULL)
		return;
	OPENSSL_cleanse(agreement, sizeof(*agreement));
	free(agreement);
}

/* ---- what is said -------------------------------------------------------- */

static size_t
put(uint8_t *out, uint8_t tag, const uint8_t *value, size_t len)
{
	size_t head = emrtd_object_head(tag, len, out);

	memcpy(out + head, value, len);
	return head + len;
}

size_t
emrtd_agreement_set(const struct emrtd_agreement *agreement,
    uint8_t out[EMRTD_AGREEMENT_SET_ROOM])
{
	const struct emrtd_agreement_way *way = &agreement->way;
	size_t used = put(out, 0x80, way->oid, sizeof(way->oid));

	if (way->id_len > 0)
		used += put(out + used, 0x84, way->id, way->id_len);
	return used;
}

size_t
emrtd_agreement_key(const struct emrtd_agreement *agreement, uint8_t tag,
    bool with_id, uint8_t *out, size_t room)
{
	const struct emrtd_agreement_way *way = &agreement->way;
	size_t used;

	if (room < agreement->own_len + 4 + way->id_len + 4)
		return 0;
	used = put(out, tag, agreement->own, agreement->own_len);
	if (with_id && way->id_len > 0)
		used += put(out + used, 0x84, way->id, way->id_len);
	return used;
}

bool
emrtd_agreement_keys(
    const struct emrtd_agreement *agreement, struct emrtd_secure *ret_keys)
{
	return emrtd_secure_start(ret_keys, agreement->way.cipher,
	    agreement->secret, agreement->secret_len);
}

const uint8_t *
emrtd_agreement_number(const struct emrtd_agreement *agreement, size_t *ret_len)
{
	*ret_len = agreement->number_len;
	return agreement->number;
}
