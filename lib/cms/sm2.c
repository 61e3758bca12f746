/* SPDX-License-Identifier: Apache-2.0 */
/* sm2.c -- what SM2 signs: SM3 of Z and the message. */
#include "cms/sm2.h"
#include "cms/crypto.h"

#include "error.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/objects.h>

const struct csi_span csi_sm2_id = CSI_SPAN("1234567812345678");
const struct csi_span csi_sm2_no_id = { (const uint8_t *)"", 0 };

/* a, b, and the base point, GB/T 32918.5, 2 */
static const uint8_t curve[4 * CSI_SM2_LEN] = { 0xff, 0xff, 0xff, 0xfe, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xfc, 0x28, 0xe9, 0xfa, 0x9e, 0x9d, 0x9f, 0x5e, 0x34, 0x4d,
	0x5a, 0x9e, 0x4b, 0xcf, 0x65, 0x09, 0xa7, 0xf3, 0x97, 0x89, 0xf5, 0x15,
	0xab, 0x8f, 0x92, 0xdd, 0xbc, 0xbd, 0x41, 0x4d, 0x94, 0x0e, 0x93, 0x32,
	0xc4, 0xae, 0x2c, 0x1f, 0x19, 0x81, 0x19, 0x5f, 0x99, 0x04, 0x46, 0x6a,
	0x39, 0xc9, 0x94, 0x8f, 0xe3, 0x0b, 0xbf, 0xf2, 0x66, 0x0b, 0xe1, 0x71,
	0x5a, 0x45, 0x89, 0x33, 0x4c, 0x74, 0xc7, 0xbc, 0x37, 0x36, 0xa2, 0xf4,
	0xf6, 0x77, 0x9c, 0x59, 0xbd, 0xce, 0xe3, 0x6b, 0x69, 0x21, 0x53, 0xd0,
	0xa9, 0x87, 0x7c, 0xc6, 0x2a, 0x47, 0x40, 0x02, 0xdf, 0x32, 0xe5, 0x21,
	0x39, 0xf0, 0xa0 };

static bool
add_coordinate(struct csi_bytes *bytes, EVP_PKEY *key, const char *name)
{
	uint8_t at[CSI_SM2_LEN];
	BIGNUM *number = NULL;
	bool ok;

	ok = EVP_PKEY_get_bn_param(key, name, &number) == 1 &&
	     BN_bn2binpad(number, at, sizeof(at)) == (int)sizeof(at);
	BN_free(number);
	if (ok)
		csi_bytes_add(bytes, at, sizeof(at));
	return ok;
}

static const struct csi_digest_row *
sm3(void)
{
	return csi_digest_by(CSEAL_DIGEST_SM3);
}

cseal_status
csi_sm2_z(EVP_PKEY *key, struct csi_span id, uint8_t ret_z[CSI_SM2_LEN],
    cseal_error **ret_error)
{
	struct csi_bytes bytes = { 0 };
	cseal_status st;

	/* ENTL, the length of the identifier in bits; ours are short */
	csi_bytes_add_be16(&bytes, (uint16_t)(8 * id.len));
	csi_bytes_add_span(&bytes, id);
	csi_bytes_add(&bytes, curve, sizeof(curve));
	if (EVP_PKEY_is_a(key, "SM2") != 1 ||
	    !add_coordinate(&bytes, key, OSSL_PKEY_PARAM_EC_PUB_X) ||
	    !add_coordinate(&bytes, key, OSSL_PKEY_PARAM_EC_PUB_Y))
		st = csi_crypto_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the key was not an SM2 key");
	else if (bytes.failed)
		st = csi_fail_memory(ret_error);
	else
		st = csi_crypto_digest(
		    sm3(), csi_bytes_span(&bytes), ret_z, ret_error);
	csi_bytes_free(&bytes);
	return st;
}

cseal_status
csi_sm2_digest(EVP_PKEY *key, struct csi_span id, struct csi_span message,
    uint8_t ret_digest[CSI_SM2_LEN], cseal_error **ret_error)
{
	struct csi_bytes bytes = { 0 };
	uint8_t z[CSI_SM2_LEN];
	cseal_status st;

	st = csi_sm2_z(key, id, z, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_bytes_add(&bytes, z, sizeof(z));
	csi_bytes_add_span(&bytes, message);
	st = bytes.failed ? csi_fail_memory(ret_error)
			  : csi_crypto_digest(sm3(), csi_bytes_span(&bytes),
				ret_digest, ret_error);
	csi_bytes_free(&bytes);
	return st;
}

bool
csi_sm2_prepare(X509 *x509)
{
	ASN1_OCTET_STRING *id;

	if (X509_get_signature_nid(x509) != NID_SM2_with_SM3)
		return true;
	id = ASN1_OCTET_STRING_new();
	if (id == NULL || ASN1_OCTET_STRING_set(
			      id, csi_sm2_id.at, (int)csi_sm2_id.len) != 1) {
		ASN1_OCTET_STRING_free(id);
		return false;
	}
	X509_set0_distinguishing_id(x509, id);
	return true;
}
