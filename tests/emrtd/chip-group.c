/* SPDX-License-Identifier: Apache-2.0 */
/* chip-group.c -- curves and residues of a chip (ICAO 9303-11, 9.5.1). */
#include "chip.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <stdlib.h>
#include <string.h>

struct chip_group {
	EC_GROUP *curve; /* NULL: residues */
	EC_POINT *base;
	BIGNUM *p, *q, *g;
	BN_CTX *ctx;
};

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
find_residues(struct chip_group *group, const char *name)
{
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(
		    OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t)name, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DHX", NULL);
	EVP_PKEY *key = NULL;

	must(EVP_PKEY_paramgen_init(ctx) == 1 &&
	     EVP_PKEY_CTX_set_params(ctx, params) == 1 &&
	     EVP_PKEY_paramgen(ctx, &key) == 1);
	must(EVP_PKEY_get_bn_param(key, "p", &group->p) == 1 &&
	     EVP_PKEY_get_bn_param(key, "q", &group->q) == 1 &&
	     EVP_PKEY_get_bn_param(key, "g", &group->g) == 1);
	EVP_PKEY_free(key);
	EVP_PKEY_CTX_free(ctx);
}

struct chip_group *
chip_group_new(unsigned parameter)
{
	static const char *const residues[] = { "dh_1024_160", "dh_2048_224",
		"dh_2048_256" };
	static const int curves[] = { NID_X9_62_prime192v1, NID_brainpoolP192r1,
		NID_secp224r1, NID_brainpoolP224r1, NID_X9_62_prime256v1,
		NID_brainpoolP256r1, NID_brainpoolP320r1, NID_secp384r1,
		NID_brainpoolP384r1, NID_brainpoolP512r1, NID_secp521r1 };
	struct chip_group *group = calloc(1, sizeof(*group));

	group->ctx = BN_CTX_new();
	if (parameter < 3) {
		find_residues(group, residues[parameter]);
		return group;
	}
	group->curve = EC_GROUP_new_by_curve_name(curves[parameter - 8]);
	group->base =
	    EC_POINT_dup(EC_GROUP_get0_generator(group->curve), group->curve);
	group->p = BN_new();
	group->q = BN_dup(EC_GROUP_get0_order(group->curve));
	must(EC_GROUP_get_curve(group->curve, group->p, NULL, NULL, NULL));
	return group;
}

void
chip_group_free(struct chip_group *group)
{
	if (group == NULL)
		return;
	EC_POINT_free(group->base);
	EC_GROUP_free(group->curve);
	BN_free(group->p);
	BN_free(group->q);
	BN_free(group->g);
	BN_CTX_free(group->ctx);
	free(group);
}

bool
chip_group_is_curve(const struct chip_group *group)
{
	return group->curve != NULL;
}

const BIGNUM *
chip_group_order(const struct chip_group *group)
{
	return group->q;
}

size_t
chip_group_bits(const struct chip_group *group)
{
	return (size_t)BN_num_bits(group->p);
}

static size_t
write_point(struct chip_group *group, const EC_POINT *point, uint8_t out[256])
{
	return EC_POINT_point2oct(group->curve, point,
	    POINT_CONVERSION_UNCOMPRESSED, out, 256, group->ctx);
}

static size_t
write_number(struct chip_group *group, const BIGNUM *number, uint8_t out[256])
{
	return (size_t)BN_bn2binpad(number, out, BN_num_bytes(group->p));
}

size_t
chip_group_draw(struct chip_group *group, BIGNUM *secret, uint8_t out[256])
{
	EC_POINT *point;
	BIGNUM *number;
	size_t len;

	do
		must(BN_rand_range(secret, group->q));
	while (BN_is_zero(secret));
	if (group->curve != NULL) {
		point = EC_POINT_new(group->curve);
		must(EC_POINT_mul(group->curve, point, NULL, group->base,
		    secret, group->ctx));
		len = write_point(group, point, out);
		EC_POINT_free(point);
		return len;
	}
	number = BN_new();
	must(BN_mod_exp(number, group->g, secret, group->p, group->ctx));
	len = write_number(group, number, out);
	BN_free(number);
	return len;
}

size_t
chip_group_raise(struct chip_group *group, const BIGNUM *secret,
    const uint8_t *element, size_t len, uint8_t out[256])
{
	BIGNUM *number;
	EC_POINT *point;
	size_t made = 0;

	if (group->curve == NULL) {
		number = BN_bin2bn(element, (int)len, NULL);
		must(BN_mod_exp(number, number, secret, group->p, group->ctx));
		made = write_number(group, number, out);
		BN_free(number);
		return made;
	}
	point = EC_POINT_new(group->curve);
	if (EC_POINT_oct2point(group->curve, point, element, len, group->ctx) ==
	    1) {
		must(EC_POINT_mul(
		    group->curve, point, NULL, point, secret, group->ctx));
		made = write_point(group, point, out);
	}
	EC_POINT_free(point);
	return made;
}

const uint8_t *
chip_group_secret(const struct chip_group *group, const uint8_t *element,
    size_t len, size_t *ret_len)
{
	*ret_len = group->curve == NULL ? len : (len - 1) / 2;
	return group->curve == NULL ? element : element + 1;
}

/* 4.4.3.3.1 */
bool
chip_group_map(struct chip_group *group, const uint8_t *nonce, size_t nonce_len,
    const uint8_t *element, size_t len)
{
	BIGNUM *s = BN_bin2bn(nonce, (int)nonce_len, NULL), *h;
	EC_POINT *point;

	if (group->curve == NULL) {
		h = BN_bin2bn(element, (int)len, NULL);
		must(BN_mod_exp(group->g, group->g, s, group->p, group->ctx) &&
		     BN_mod_mul(group->g, group->g, h, group->p, group->ctx));
		BN_free(h);
	} else {
		point = EC_POINT_new(group->curve);
		must(EC_POINT_oct2point(
		    group->curve, point, element, len, group->ctx));
		must(EC_POINT_mul(group->curve, group->base, NULL, group->base,
			 s, group->ctx) &&
		     EC_POINT_add(group->curve, group->base, group->base, point,
			 group->ctx));
		EC_POINT_free(point);
	}
	BN_free(s);
	return true;
}

/* B.2: where h2 is a square, its root is the ordinate; else that of X3 is
 * minus t^3 times what would have been the root. */
static void
encode(struct chip_group *group, const BIGNUM *t)
{
	const BIGNUM *p = group->p;
	BN_CTX *c = group->ctx;
	BIGNUM *a = BN_new(), *b = BN_new(), *alpha = BN_new(), *x = BN_new();
	BIGNUM *h = BN_new(), *w = BN_new(), *e = BN_new(), *n = BN_new();

	must(EC_GROUP_get_curve(group->curve, NULL, a, b, c));
	must(BN_mod_sqr(alpha, t, p, c) && BN_sub(alpha, p, alpha));
	must(BN_mod_sqr(x, alpha, p, c) && BN_mod_add(x, x, alpha, p, c) &&
	     BN_mod_inverse(x, x, p, c) && BN_add_word(x, 1));
	must(BN_mod_inverse(n, a, p, c) && BN_mod_mul(n, n, b, p, c) &&
	     BN_sub(n, p, n) && BN_mod_mul(x, x, n, p, c));
	must(BN_mod_sqr(h, x, p, c) && BN_mod_add(h, h, a, p, c) &&
	     BN_mod_mul(h, h, x, p, c) && BN_mod_add(h, h, b, p, c));
	must(BN_copy(e, p) && BN_add_word(e, 1) && BN_rshift(e, e, 2) &&
	     BN_mod_exp(w, h, e, p, c) && BN_mod_sqr(n, w, p, c));
	if (BN_cmp(n, h) != 0) {
		must(BN_mod_mul(x, x, alpha, p, c));
		must(BN_mod_sqr(n, t, p, c) && BN_mod_mul(n, n, t, p, c) &&
		     BN_mod_mul(w, w, n, p, c) && BN_sub(w, p, w));
	}
	must(EC_POINT_set_affine_coordinates(
	    group->curve, group->base, x, w, c));
	BN_free(a);
	BN_free(b);
	BN_free(alpha);
	BN_free(x);
	BN_free(h);
	BN_free(w);
	BN_free(e);
	BN_free(n);
}

bool
chip_group_map_number(
    struct chip_group *group, const uint8_t *number, size_t len)
{
	BIGNUM *t = BN_bin2bn(number, (int)len, NULL), *e = BN_new();

	must(BN_mod(t, t, group->p, group->ctx));
	if (group->curve != NULL) {
		encode(group, t);
	} else {
		must(BN_copy(e, group->p) && BN_sub_word(e, 1) &&
		     BN_div(e, NULL, e, group->q, group->ctx) &&
		     BN_mod_exp(group->g, t, e, group->p, group->ctx));
	}
	BN_free(t);
	BN_free(e);
	return true;
}
