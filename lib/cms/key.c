/* SPDX-License-Identifier: Apache-2.0 */
/* key.c -- what the key of a certificate can do, and what is chosen for it. */
#include "cms/key.h"
#include "cms/algorithm.h"
#include "cms/certificate.h"
#include "cms/cms.h"

#include "error.h"

size_t
csi_digest_len(cseal_digest digest)
{
	const struct csi_digest_row *row = csi_digest_by(digest);

	return row == NULL ? 0 : row->len;
}

const char *
csi_digest_name(cseal_digest digest)
{
	const struct csi_digest_row *row = csi_digest_by(digest);

	return row == NULL ? NULL : row->name;
}

/* Bits of an RSAPublicKey's modulus (RFC 8017, A.1.1); 0: not one. */
static size_t
rsa_bits(struct csi_span key)
{
	struct csi_reader in = csi_reader_of(key.at, key.len), numbers;
	struct csi_span n;
	size_t bits;

	numbers = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	n = csi_der_take(&numbers, CSI_DER_INTEGER).body;
	while (n.len > 0 && n.at[0] == 0) {
		n.at++;
		n.len--;
	}
	if (numbers.bad || n.len == 0 || n.len > CSEAL_SIGNATURE_MOST)
		return 0;
	bits = 8 * n.len;
	for (uint8_t top = n.at[0]; (top & 0x80) == 0; top <<= 1)
		bits--;
	return bits;
}

/* RFC 5480, 2.1.1.1; GB/T 32918.5 */
static const struct curve {
	struct csi_span oid;
	size_t bits;
	size_t value_most; /* SEQUENCE of two INTEGERs */
	cseal_scheme scheme;
	cseal_digest digest;
} curves[] = {
	{ CSI_SPAN("\x2a\x86\x48\xce\x3d\x03\x01\x07"), 256, 72,
	    CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SHA256 },
	{ CSI_SPAN("\x2b\x81\x04\x00\x22"), 384, 104, CSEAL_SCHEME_ECDSA,
	    CSEAL_DIGEST_SHA384 },
	{ CSI_SPAN("\x2b\x81\x04\x00\x23"), 521, 139, CSEAL_SCHEME_ECDSA,
	    CSEAL_DIGEST_SHA512 },
	{ CSI_SPAN("\x2a\x81\x1c\xcf\x55\x01\x82\x2d"), 256, 72,
	    CSEAL_SCHEME_SM2, CSEAL_DIGEST_SM3 },
};

static cseal_status
read_ec_key(const struct csi_certificate_parts *parts, struct csi_key *ret_key,
    cseal_error **ret_error)
{
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		if (parts->key_parameters.tag != CSI_DER_OID ||
		    !csi_span_equal(curves[i].oid, parts->key_parameters.body))
			continue;
		ret_key->is_rsa = ret_key->pss_only = false;
		ret_key->bits = curves[i].bits;
		ret_key->value_most = curves[i].value_most;
		ret_key->scheme = curves[i].scheme;
		ret_key->digest = curves[i].digest;
		return CSEAL_OK;
	}
	return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the key's curve is none of P-256, P-384, P-521 "
	    "and SM2");
}

cseal_status
csi_key_read(struct csi_span certificate, struct csi_key *ret_key,
    cseal_error **ret_error)
{
	struct csi_certificate_parts parts;
	struct csi_key key = { .scheme = CSEAL_SCHEME_RSA_PKCS1,
		.digest = CSEAL_DIGEST_SHA256 };

	if (!csi_certificate_split(certificate, &parts))
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the signer's certificate was not an X.509 certificate");
	if (csi_span_equal(parts.key_algorithm, csi_oid_ec))
		return read_ec_key(&parts, ret_key, ret_error);
	key.pss_only = csi_span_equal(parts.key_algorithm, csi_oid_rsa_pss);
	key.is_rsa =
	    key.pss_only || csi_span_equal(parts.key_algorithm, csi_oid_rsa);
	if (!key.is_rsa)
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the key was neither RSA nor ECDSA nor SM2");
	if (key.pss_only)
		key.scheme = CSEAL_SCHEME_RSA_PSS;
	key.bits = rsa_bits(parts.key);
	key.value_most = (key.bits + 7) / 8;
	if (key.bits < 1024)
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the RSA key was damaged, shorter than 1024 bits or "
		    "longer than 8192 bits");
	*ret_key = key;
	return CSEAL_OK;
}

/* The scheme belongs to the key, and SM2 and SM3 to each other: OpenSSL and
 * the standards have them together only. */
static cseal_status
check_scheme(const struct csi_key *key, cseal_scheme scheme,
    cseal_digest digest, cseal_error **ret_error)
{
	bool is_pss = scheme == CSEAL_SCHEME_RSA_PSS;

	if (scheme != key->scheme && !(key->is_rsa && is_pss)) {
		if (key->pss_only && scheme == CSEAL_SCHEME_RSA_PKCS1)
			return cseal_fail(ret_error,
			    CSEAL_SETUP_KEY_UNSUPPORTED,
			    "the key is for RSASSA-PSS only");
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "%s was asked of %s key",
		    scheme == CSEAL_SCHEME_SM2     ? "SM2"
		    : scheme == CSEAL_SCHEME_ECDSA ? "ECDSA"
						   : "an RSA scheme",
		    key->is_rsa                       ? "an RSA"
		    : key->scheme == CSEAL_SCHEME_SM2 ? "an SM2"
						      : "an elliptic curve");
	}
	if ((scheme == CSEAL_SCHEME_SM2) != (digest == CSEAL_DIGEST_SM3))
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "SM3 is the digest of SM2 keys, and of no others");
	return CSEAL_OK;
}

cseal_status
csi_key_choose(const struct csi_key *key, cseal_scheme *scheme,
    cseal_digest *digest, cseal_error **ret_error)
{
	cseal_scheme wanted = *scheme;
	cseal_digest hash = *digest;
	cseal_status st;
	size_t len;

	if (wanted == CSEAL_SCHEME_DEFAULT)
		wanted = key->scheme;
	if (hash == CSEAL_DIGEST_DEFAULT)
		hash = key->digest;
	len = csi_digest_len(hash);
	if (len == 0 || wanted < CSEAL_SCHEME_DEFAULT ||
	    wanted > CSEAL_SCHEME_SM2)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "unknown digest %d or scheme %d", (int)hash, (int)wanted);
	st = check_scheme(key, wanted, hash, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* RFC 8017, 9.1.1: emLen >= hLen + sLen + 2 */
	if (wanted == CSEAL_SCHEME_RSA_PSS &&
	    (key->bits - 1 + 7) / 8 < 2 * len + 2)
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "an RSA key of %zu bits is too short for RSASSA-PSS with "
		    "that digest",
		    key->bits);
	*scheme = wanted;
	*digest = hash;
	return CSEAL_OK;
}

cseal_status
csi_cms_choose(struct csi_span certificate, cseal_scheme *scheme,
    cseal_digest *digest, cseal_error **ret_error)
{
	struct csi_key key;
	cseal_status st;

	st = csi_key_read(certificate, &key, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_key_choose(&key, scheme, digest, ret_error);
}
