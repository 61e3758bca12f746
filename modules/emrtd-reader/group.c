/* SPDX-License-Identifier: Apache-2.0 */
/* group.c -- the groups in which PACE agrees on a secret. */
#include "group.h"

#include "cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <stdlib.h>
#include <string.h>

#define DRAWS_MOST 100

/* ICAO 9303-11, table 9 */
static const struct parameter {
	uint8_t number;
	int curve;            /* 0: residues */
	const char *residues; /* RFC 5114, by OpenSSL's name */
} parameters[] = {
	{ 0, 0, "dh_1024_160" },
	{ 1, 0, "dh_2048_224" },
	{ 2, 0, "dh_2048_256" },
	{ 8, NID_X9_62_prime192v1, NULL },
	{ 9, NID_brainpoolP192r1, NULL },
	{ 10, NID_secp224r1, NULL },
	{ 11, NID_brainpoolP224r1, NULL },
	{ 12, NID_X9_62_prime256v1, NULL },
	{ 13, NID_brainpoolP256r1, NULL },
	{ 14, NID_brainpoolP320r1, NULL },
	{ 15, NID_secp384r1, NULL },
	{ 16, NID_brainpoolP384r1, NULL },
	{ 17, NID_brainpoolP512r1, NULL },
	{ 18, NID_secp521r1, NULL },
};

struct emrtd_group {
	BN_CTX *ctx;
	EC_GROUP *curve; /* NULL: residues */
	EC_POINT *point; /* the generator */
	BIGNUM *p, *q;   /* the prime, and the order of the generator */
	BIGNUM *g;       /* the generator, of residues */
	BIGNUM *scalar;
	bool failed;
};

static const struct parameter *
find(unsigned number)
{
	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]);
	     i++) {
		if (parameters[i].number == number)
			return &parameters[i];
	}
	return NULL;
}

bool
emrtd_group_is_known(unsigned parameter)
{
	return find(parameter) != NULL;
}

bool
emrtd_group_is_residues(unsigned parameter)
{
	const struct parameter *found = find(parameter);

	return found != NULL && found->curve == 0;
}

bool
emrtd_group_of_curve(int curve, unsigned *ret_parameter)
{
	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]);
	     i++) {
		if (parameters[i].curve == 0 || parameters[i].curve != curve)
			continue;
		*ret_parameter = parameters[i].number;
		return true;
	}
	return false;
}

/* ---- making one -------------------------------------------------------- */

static bool
start_curve(emrtd_group *group, int curve)
{
	const EC_POINT *generator;

	group->curve = EC_GROUP_new_by_curve_name(curve);
	if (group->curve == NULL)
		return false;
	generator = EC_GROUP_get0_generator(group->curve);
	group->point = EC_POINT_dup(generator, group->curve);
	group->p = BN_new();
	group->q = BN_dup(EC_GROUP_get0_order(group->curve));
	return group->point != NULL && group->p != NULL && group->q != NULL &&
	       EC_GROUP_get_curve(
		   group->curve, group->p, NULL, NULL, group->ctx) == 1;
}

static bool
start_residues(emrtd_group *group, const char *name)
{
	char copy[16];
	OSSL_PARAM params[2];
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DHX", NULL);
	EVP_PKEY *key = NULL;
	bool ok;

	memcpy(copy, name, strlen(name) + 1);
	params[0] = OSSL_PARAM_construct_utf8_string(
	    OSSL_PKEY_PARAM_GROUP_NAME, copy, 0);
	params[1] = OSSL_PARAM_construct_end();
	ok =
	    ctx != NULL && EVP_PKEY_paramgen_init(ctx) > 0 &&
	    EVP_PKEY_CTX_set_params(ctx, params) > 0 &&
	    EVP_PKEY_paramgen(ctx, &key) > 0 &&
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_P, &group->p) == 1 &&
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_Q, &group->q) == 1 &&
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_G, &group->g) == 1;
	EVP_PKEY_free(key);
	EVP_PKEY_CTX_free(ctx);
	return ok;
}

emrtd_group *
emrtd_group_new(unsigned parameter)
{
	const struct parameter *found = find(parameter);
	emrtd_group *group;
	bool ok;

	if (found == NULL)
		return NULL;
	group = calloc(1, sizeof(*group));
	if (group == NULL) {
		emrtd_no_memory();
		return NULL;
	}
	group->ctx = BN_CTX_secure_new();
	group->scalar = BN_secure_new();
	ok = group->ctx != NULL && group->scalar != NULL &&
	     (found->curve != 0 ? start_curve(group, found->curve)
				: start_residues(group, found->residues));
	if (!ok) {
		emrtd_group_free(group);
		return NULL;
	}
	BN_set_flags(group->scalar, BN_FLG_CONSTTIME);
	return group;
}

void
emrtd_group_free(emrtd_group *group)
{
	if (group == NULL)
		return;
	EC_POINT_clear_free(group->point);
	EC_GROUP_free(group->curve);
	BN_free(group->p);
	BN_free(group->q);
	BN_clear_free(group->g);
	BN_clear_free(group->scalar);
	BN_CTX_free(group->ctx);
	free(group);
}

bool
emrtd_group_failed(const emrtd_group *group)
{
	return group->failed;
}

size_t
emrtd_group_bits(const emrtd_group *group)
{
	return (size_t)BN_num_bits(group->p);
}

static size_t
field_len(const emrtd_group *group)
{
	return (size_t)BN_num_bytes(group->p);
}

size_t
emrtd_group_len(const emrtd_group *group)
{
	return group->curve == NULL ? field_len(group)
				    : 1 + 2 * field_len(group);
}

/* What OpenSSL did not do. */
static bool
must(emrtd_group *group, bool ok)
{
	if (!ok)
		group->failed = true;
	return ok;
}

/* ---- elements ---------------------------------------------------------- */

/* A point on the curve and not at infinity; other cofactors than 1 there are
 * none. */
static EC_POINT *
read_point(emrtd_group *group, const uint8_t *bytes, size_t len)
{
	EC_POINT *point;

	if (len != emrtd_group_len(group) ||
	    bytes[0] != POINT_CONVERSION_UNCOMPRESSED)
		return NULL;
	point = EC_POINT_new(group->curve);
	if (!must(group, point != NULL))
		return NULL;
	/* It refuses what is not on the curve. */
	if (EC_POINT_oct2point(group->curve, point, bytes, len, group->ctx) ==
		1 &&
	    EC_POINT_is_at_infinity(group->curve, point) == 0)
		return point;
	must(group, !emrtd_lacked_memory());
	EC_POINT_free(point);
	return NULL;
}

/* Between 1 and p - 1, both excluded, and of the right order. */
static BIGNUM *
read_residue(emrtd_group *group, const uint8_t *bytes, size_t len)
{
	BIGNUM *y, *power = BN_new(), *last = BN_dup(group->p);
	bool is_good;

	y = len == field_len(group) ? BN_bin2bn(bytes, (int)len, NULL)
				    : BN_new();
	is_good = must(group, y != NULL && power != NULL && last != NULL) &&
		  len == field_len(group) && BN_sub_word(last, 1) == 1 &&
		  BN_cmp(y, BN_value_one()) > 0 && BN_cmp(y, last) < 0 &&
		  must(group, BN_mod_exp(power, y, group->q, group->p,
				  group->ctx) == 1) &&
		  BN_is_one(power);
	if (!is_good) {
		BN_free(y);
		y = NULL;
	}
	BN_free(power);
	BN_free(last);
	return y;
}

static bool
write_point(emrtd_group *group, const EC_POINT *point,
    struct emrtd_element *ret_element)
{
	ret_element->len = EC_POINT_point2oct(group->curve, point,
	    POINT_CONVERSION_UNCOMPRESSED, ret_element->at,
	    sizeof(ret_element->at), group->ctx);
	return must(group, ret_element->len == emrtd_group_len(group));
}

static bool
write_residue(emrtd_group *group, const BIGNUM *residue,
    struct emrtd_element *ret_element)
{
	ret_element->len = field_len(group);
	return must(group, BN_bn2binpad(residue, ret_element->at,
			       (int)ret_element->len) == (int)ret_element->len);
}

bool
emrtd_group_generator(emrtd_group *group, struct emrtd_element *ret_generator)
{
	if (group->curve != NULL)
		return write_point(group, group->point, ret_generator);
	return write_residue(group, group->g, ret_generator);
}

const uint8_t *
emrtd_group_secret(const emrtd_group *group, const struct emrtd_element *shared,
    size_t *ret_len)
{
	*ret_len = field_len(group);
	return group->curve == NULL ? shared->at : shared->at + 1;
}

/* ---- with the scalar --------------------------------------------------- */

static bool
power_point(emrtd_group *group, const EC_POINT *base, EC_POINT *out)
{
	return must(group, EC_POINT_mul(group->curve, out, NULL, base,
			       group->scalar, group->ctx) == 1);
}

static bool
power_residue(emrtd_group *group, const BIGNUM *base, BIGNUM *out)
{
	return must(group, BN_mod_exp_mont_consttime(out, base, group->scalar,
			       group->p, group->ctx, NULL) == 1);
}

static bool
raise_point(
    emrtd_group *group, const EC_POINT *base, struct emrtd_element *ret_element)
{
	EC_POINT *out = EC_POINT_new(group->curve);
	bool ok = must(group, out != NULL) && power_point(group, base, out) &&
		  EC_POINT_is_at_infinity(group->curve, out) == 0 &&
		  write_point(group, out, ret_element);

	EC_POINT_clear_free(out);
	return ok;
}

static bool
raise_residue(
    emrtd_group *group, const BIGNUM *base, struct emrtd_element *ret_element)
{
	BIGNUM *out = BN_secure_new();
	bool ok = must(group, out != NULL) && power_residue(group, base, out) &&
		  !BN_is_one(out) && write_residue(group, out, ret_element);

	BN_clear_free(out);
	return ok;
}

/* Evenly from 1 to q - 1: others are drawn again. */
static bool
draw_scalar(emrtd_group *group, emrtd_random_fn draw, void *user)
{
	uint8_t bytes[EMRTD_SCALAR_MOST];
	int bits = BN_num_bits(group->q), len = BN_num_bytes(group->q);
	bool done = false;

	for (int i = 0; !done && i < DRAWS_MOST; i++) {
		if (!draw(user, bytes, (size_t)len) ||
		    BN_bin2bn(bytes, len, group->scalar) == NULL)
			break;
		BN_mask_bits(group->scalar, bits);
		done = !BN_is_zero(group->scalar) &&
		       BN_cmp(group->scalar, group->q) < 0;
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return must(group, done);
}

bool
emrtd_group_number(
    const emrtd_group *group, uint8_t *out, size_t room, size_t *ret_len)
{
	int len = BN_num_bytes(group->q);

	if ((size_t)len > room)
		return false;
	*ret_len = (size_t)len;
	return BN_bn2binpad(group->scalar, out, len) == len;
}

bool
emrtd_group_draw(emrtd_group *group, emrtd_random_fn draw, void *user,
    struct emrtd_element *ret_public)
{
	if (!draw_scalar(group, draw, user))
		return false;
	if (group->curve != NULL)
		return raise_point(group, group->point, ret_public);
	return raise_residue(group, group->g, ret_public);
}

bool
emrtd_group_agree(emrtd_group *group, const uint8_t *other, size_t len,
    struct emrtd_element *ret_shared)
{
	EC_POINT *point;
	BIGNUM *residue;
	bool ok;

	if (group->curve != NULL) {
		point = read_point(group, other, len);
		ok = point != NULL && raise_point(group, point, ret_shared);
		EC_POINT_free(point);
		return ok;
	}
	residue = read_residue(group, other, len);
	ok = residue != NULL && raise_residue(group, residue, ret_shared);
	BN_free(residue);
	return ok;
}

/* ---- generic mapping --------------------------------------------------- */

/* G' = s * G + H */
static bool
map_point(
    emrtd_group *group, const BIGNUM *s, const struct emrtd_element *shared)
{
	EC_POINT *h = read_point(group, shared->at, shared->len);
	EC_POINT *made = EC_POINT_new(group->curve);
	bool ok = h != NULL && must(group, made != NULL) &&
		  must(group, EC_POINT_mul(group->curve, made, NULL,
				  group->point, s, group->ctx) == 1 &&
				  EC_POINT_add(group->curve, group->point, made,
				      h, group->ctx) == 1) &&
		  EC_POINT_is_at_infinity(group->curve, group->point) == 0;

	EC_POINT_clear_free(h);
	EC_POINT_clear_free(made);
	return ok;
}

/* g' = g^s * h */
static bool
map_residue(
    emrtd_group *group, const BIGNUM *s, const struct emrtd_element *shared)
{
	BIGNUM *h = BN_bin2bn(shared->at, (int)shared->len, NULL);
	BIGNUM *made = BN_secure_new();
	bool ok = must(group, h != NULL && made != NULL &&
				  BN_mod_exp_mont_consttime(made, group->g, s,
				      group->p, group->ctx, NULL) == 1 &&
				  BN_mod_mul(group->g, made, h, group->p,
				      group->ctx) == 1) &&
		  !BN_is_one(group->g);

	BN_clear_free(h);
	BN_clear_free(made);
	return ok;
}

bool
emrtd_group_map(emrtd_group *group, const uint8_t *nonce, size_t len,
    const struct emrtd_element *shared)
{
	BIGNUM *s = BN_secure_new();
	bool ok =
	    must(group, s != NULL && BN_bin2bn(nonce, (int)len, s) != NULL);

	if (ok) {
		BN_set_flags(s, BN_FLG_CONSTTIME);
		ok = group->curve != NULL ? map_point(group, s, shared)
					  : map_residue(group, s, shared);
	}
	BN_clear_free(s);
	return ok;
}

/* ---- integrated mapping ------------------------------------------------ */

/* The numbers of 9303-11, B.2, for a curve whose prime is 3 modulo 4. */
struct encoding {
	BIGNUM *a, *b;
	BIGNUM *alpha, *x2, *x3, *h2, *u, *power, *y, *test;
};

static bool
start_encoding(emrtd_group *group, struct encoding *e)
{
	e->a = BN_CTX_get(group->ctx);
	e->b = BN_CTX_get(group->ctx);
	e->alpha = BN_CTX_get(group->ctx);
	e->x2 = BN_CTX_get(group->ctx);
	e->x3 = BN_CTX_get(group->ctx);
	e->h2 = BN_CTX_get(group->ctx);
	e->u = BN_CTX_get(group->ctx);
	e->power = BN_CTX_get(group->ctx);
	e->y = BN_CTX_get(group->ctx);
	e->test = BN_CTX_get(group->ctx);
	return e->test != NULL && EC_GROUP_get_curve(group->curve, NULL, e->a,
				      e->b, group->ctx) == 1;
}

/* alpha = -t^2; X2 = -b/a * (1 + 1/(alpha + alpha^2)); X3 = alpha * X2 */
static bool
find_abscissas(emrtd_group *group, const BIGNUM *t, struct encoding *e)
{
	const BIGNUM *p = group->p;
	BN_CTX *ctx = group->ctx;

	return BN_mod_sqr(e->alpha, t, p, ctx) == 1 &&
	       BN_sub(e->alpha, p, e->alpha) == 1 &&
	       BN_mod_sqr(e->y, e->alpha, p, ctx) == 1 &&
	       BN_mod_add(e->y, e->y, e->alpha, p, ctx) == 1 &&
	       BN_mod_inverse(e->test, e->y, p, ctx) != NULL &&
	       BN_mod_add(e->test, e->test, BN_value_one(), p, ctx) == 1 &&
	       BN_mod_inverse(e->y, e->a, p, ctx) != NULL &&
	       BN_mod_mul(e->y, e->y, e->b, p, ctx) == 1 &&
	       BN_sub(e->y, p, e->y) == 1 &&
	       BN_mod_mul(e->x2, e->y, e->test, p, ctx) == 1 &&
	       BN_mod_mul(e->x3, e->alpha, e->x2, p, ctx) == 1;
}

/* h2 = X2^3 + a * X2 + b; U = t^3 * h2; A = h2^(p - 1 - (p + 1)/4) */
static bool
find_power(emrtd_group *group, const BIGNUM *t, struct encoding *e)
{
	const BIGNUM *p = group->p;
	BN_CTX *ctx = group->ctx;

	return BN_mod_sqr(e->h2, e->x2, p, ctx) == 1 &&
	       BN_mod_add(e->h2, e->h2, e->a, p, ctx) == 1 &&
	       BN_mod_mul(e->h2, e->h2, e->x2, p, ctx) == 1 &&
	       BN_mod_add(e->h2, e->h2, e->b, p, ctx) == 1 &&
	       BN_mod_sqr(e->u, t, p, ctx) == 1 &&
	       BN_mod_mul(e->u, e->u, t, p, ctx) == 1 &&
	       BN_mod_mul(e->u, e->u, e->h2, p, ctx) == 1 &&
	       BN_copy(e->test, p) != NULL && BN_add_word(e->test, 1) == 1 &&
	       BN_rshift(e->test, e->test, 2) == 1 &&
	       BN_sub(e->test, p, e->test) == 1 &&
	       BN_sub_word(e->test, 1) == 1 &&
	       BN_mod_exp_mont_consttime(
		   e->power, e->h2, e->test, p, ctx, NULL) == 1;
}

/* A^2 * h2 = 1: (X2, A * h2), else (X3, A * U) */
static bool
find_point(emrtd_group *group, struct encoding *e)
{
	const BIGNUM *p = group->p;
	BN_CTX *ctx = group->ctx;
	bool first;

	if (BN_mod_sqr(e->test, e->power, p, ctx) != 1 ||
	    BN_mod_mul(e->test, e->test, e->h2, p, ctx) != 1)
		return false;
	first = BN_is_one(e->test);
	return BN_mod_mul(e->y, e->power, first ? e->h2 : e->u, p, ctx) == 1 &&
	       EC_POINT_set_affine_coordinates(group->curve, group->point,
		   first ? e->x2 : e->x3, e->y, ctx) == 1;
}

static bool
encode_point(emrtd_group *group, const BIGNUM *t)
{
	struct encoding e;
	bool ok;

	BN_CTX_start(group->ctx);
	ok = start_encoding(group, &e) && find_abscissas(group, t, &e) &&
	     find_power(group, t, &e) && find_point(group, &e);
	BN_CTX_end(group->ctx);
	return must(group, ok);
}

/* g' = R^((p - 1) / q) */
static bool
encode_residue(emrtd_group *group, const BIGNUM *number)
{
	BIGNUM *exponent = BN_dup(group->p);
	bool ok = must(group,
	    exponent != NULL && BN_sub_word(exponent, 1) == 1 &&
		BN_div(exponent, NULL, exponent, group->q, group->ctx) == 1 &&
		BN_mod_exp(group->g, number, exponent, group->p, group->ctx) ==
		    1);

	BN_free(exponent);
	return ok && !BN_is_one(group->g) && !BN_is_zero(group->g);
}

bool
emrtd_group_map_number(emrtd_group *group, const uint8_t *number, size_t len)
{
	BIGNUM *t = BN_secure_new();
	bool ok =
	    must(group, t != NULL && BN_bin2bn(number, (int)len, t) != NULL &&
			    BN_nnmod(t, t, group->p, group->ctx) == 1);

	ok = ok && (group->curve != NULL ? encode_point(group, t)
					 : encode_residue(group, t));
	BN_clear_free(t);
	return ok;
}
