/* SPDX-License-Identifier: Apache-2.0 */
/* public-key.c -- a chip's public key. */
#include "emrtd/public-key.h"

#include "cms/crypto.h"
#include "cms/der.h"

#include <openssl/core_names.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <string.h>

/* standardizedDomainParameters, 0.4.0.127.0.7.1.2 (9303-11, 9.5.1) */
static const struct csi_span oid_standard =
    CSI_SPAN("\x04\x00\x7f\x00\x07\x01\x02");

EC_GROUP *
csi_standard_curve(unsigned parameter)
{
	static const int curves[] = { NID_X9_62_prime192v1, NID_brainpoolP192r1,
		NID_secp224r1, NID_brainpoolP224r1, NID_X9_62_prime256v1,
		NID_brainpoolP256r1, NID_brainpoolP320r1, NID_secp384r1,
		NID_brainpoolP384r1, NID_brainpoolP512r1, NID_secp521r1 };

	if (parameter < 8 ||
	    parameter - 8 >= sizeof(curves) / sizeof(curves[0]))
		return NULL;
	return EC_GROUP_new_by_curve_name(curves[parameter - 8]);
}

void
csi_public_key_clear(struct csi_public_key *key)
{
	EVP_PKEY_free(key->key);
	EC_POINT_free(key->point);
	EC_GROUP_free(key->curve);
	BN_free(key->p);
	BN_free(key->residue);
	memset(key, 0, sizeof(*key));
}

static cseal_status
fail(cseal_error **ret_error, cseal_status status)
{
	return csi_crypto_fail(ret_error, status,
	    status == CSEAL_REFUSED_UNSUPPORTED
		? "the chip's key is of a kind that is not supported"
		: "the chip's key could not be read");
}

/* On the curve, and not at infinity. */
static bool
set_point(struct csi_public_key *key, const uint8_t *bytes, size_t len)
{
	key->point = EC_POINT_new(key->curve);
	return key->point != NULL &&
	       EC_POINT_oct2point(key->curve, key->point, bytes, len, NULL) ==
		   1 &&
	       EC_POINT_is_at_infinity(key->curve, key->point) == 0;
}

/* Not known to libcrypto: SEQUENCE { SEQUENCE { OID, INTEGER }, BIT STRING }.
 * *ret_is: it has that form. */
static cseal_status
read_standard(struct csi_span info, struct csi_public_key *key, bool *ret_is,
    cseal_error **ret_error)
{
	struct csi_reader whole = csi_reader_of(info.at, info.len), in, head;
	struct csi_span bits;
	long parameter;

	in = csi_der_inside(csi_der_take(&whole, CSI_DER_SEQUENCE));
	head = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	*ret_is =
	    csi_span_equal(csi_der_take(&head, CSI_DER_OID).body, oid_standard);
	if (!*ret_is)
		return CSEAL_OK;
	parameter = csi_der_small(csi_der_take(&head, CSI_DER_INTEGER));
	bits = csi_der_take(&in, CSI_DER_BIT_STRING).body;
	if (!csi_der_done(&whole) || !csi_der_done(&head) ||
	    !csi_der_done(&in) || parameter < 0 || bits.len < 2)
		return fail(ret_error, CSEAL_REFUSED_DAMAGED);
	key->curve = csi_standard_curve((unsigned)parameter);
	if (key->curve == NULL)
		return fail(ret_error, CSEAL_REFUSED_UNSUPPORTED);
	if (!set_point(key, bits.at + 1, bits.len - 1))
		return fail(ret_error, CSEAL_REFUSED_DAMAGED);
	return CSEAL_OK;
}

/* libcrypto gives a curve of numbers the name that they have, after it compared
 * all of them, the generator too. */
static cseal_status
read_curve(struct csi_public_key *key, cseal_error **ret_error)
{
	char name[64];
	unsigned char point[200];
	size_t len = 0;

	if (EVP_PKEY_get_group_name(key->key, name, sizeof(name), NULL) != 1)
		return fail(ret_error, CSEAL_REFUSED_UNSUPPORTED);
	key->curve = EC_GROUP_new_by_curve_name(OBJ_txt2nid(name));
	if (key->curve == NULL)
		return fail(ret_error, CSEAL_REFUSED_UNSUPPORTED);
	if (EVP_PKEY_get_octet_string_param(key->key, OSSL_PKEY_PARAM_PUB_KEY,
		point, sizeof(point), &len) != 1 ||
	    !set_point(key, point, len))
		return fail(ret_error, CSEAL_REFUSED_DAMAGED);
	return CSEAL_OK;
}

static cseal_status
read_residue(struct csi_public_key *key, cseal_error **ret_error)
{
	if (EVP_PKEY_get_bn_param(
		key->key, OSSL_PKEY_PARAM_PUB_KEY, &key->residue) != 1 ||
	    EVP_PKEY_get_bn_param(key->key, OSSL_PKEY_PARAM_FFC_P, &key->p) !=
		1)
		return fail(ret_error, CSEAL_REFUSED_DAMAGED);
	if (BN_num_bits(key->p) > CSI_RESIDUE_BITS_MOST || !BN_is_odd(key->p) ||
	    BN_cmp(key->residue, key->p) >= 0)
		return fail(ret_error, CSEAL_REFUSED_UNSUPPORTED);
	return CSEAL_OK;
}

static cseal_status
read_key(
    struct csi_span info, struct csi_public_key *key, cseal_error **ret_error)
{
	const unsigned char *at = info.at;
	bool is_standard = false;
	cseal_status st;

	st = read_standard(info, key, &is_standard, ret_error);
	if (st != CSEAL_OK || is_standard)
		return st;
	key->key = d2i_PUBKEY(NULL, &at, (long)info.len);
	if (key->key == NULL || at != info.at + info.len)
		return fail(ret_error, CSEAL_REFUSED_DAMAGED);
	if (EVP_PKEY_is_a(key->key, "RSA") == 1)
		return CSEAL_OK;
	if (EVP_PKEY_is_a(key->key, "EC") == 1)
		return read_curve(key, ret_error);
	if (EVP_PKEY_is_a(key->key, "DHX") == 1 ||
	    EVP_PKEY_is_a(key->key, "DH") == 1)
		return read_residue(key, ret_error);
	return fail(ret_error, CSEAL_REFUSED_UNSUPPORTED);
}

cseal_status
csi_public_key_read(struct csi_span info, struct csi_public_key *ret_key,
    cseal_error **ret_error)
{
	struct csi_public_key key = { .key = NULL };
	cseal_status st = read_key(info, &key, ret_error);

	if (st == CSEAL_OK)
		*ret_key = key;
	else
		csi_public_key_clear(&key);
	return st;
}
