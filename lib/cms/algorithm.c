/* SPDX-License-Identifier: Apache-2.0 */
/* algorithm.c -- object identifiers of digests and signatures, as tables. */
#include "cms/algorithm.h"

#include "error.h"

#include <openssl/objects.h>
#include <string.h>

#define PKCS1(n)  CSI_SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x01" n)
#define NIST(n)   CSI_SPAN("\x60\x86\x48\x01\x65\x03\x04\x02" n)
#define ECDSA2(n) CSI_SPAN("\x2a\x86\x48\xce\x3d\x04\x03" n)
/* 1.2.156.10197.1 */
#define GM(n) CSI_SPAN("\x2a\x81\x1c\xcf\x55\x01" n)

/* RFC 8017 A.2.4; RFC 5758; RFC 3279; NIST CSOR; GM/T 0006 */
static const struct csi_digest_row digests[] = {
	{ .name = "SHA256",
	    .digest = CSEAL_DIGEST_SHA256,
	    .len = 32,
	    .oid = NIST("\x01"),
	    .rsa = PKCS1("\x0b"),
	    .ecdsa = ECDSA2("\x02") },
	{ .name = "SHA384",
	    .digest = CSEAL_DIGEST_SHA384,
	    .len = 48,
	    .oid = NIST("\x02"),
	    .rsa = PKCS1("\x0c"),
	    .ecdsa = ECDSA2("\x03") },
	{ .name = "SHA512",
	    .digest = CSEAL_DIGEST_SHA512,
	    .len = 64,
	    .oid = NIST("\x03"),
	    .rsa = PKCS1("\x0d"),
	    .ecdsa = ECDSA2("\x04") },
	{ .name = "SM3",
	    .digest = CSEAL_DIGEST_SM3,
	    .len = 32,
	    .oid = GM("\x83\x11"),
	    .rsa = GM("\x83\x78"),
	    .sm2 = GM("\x83\x75") },
	{ .name = "SHA1",
	    .len = 20,
	    .oid = CSI_SPAN("\x2b\x0e\x03\x02\x1a"),
	    .rsa = PKCS1("\x05"),
	    .ecdsa = CSI_SPAN("\x2a\x86\x48\xce\x3d\x04\x01") },
	{ .name = "SHA224",
	    .len = 28,
	    .oid = NIST("\x04"),
	    .rsa = PKCS1("\x0e"),
	    .ecdsa = ECDSA2("\x01") },
	{ .name = "MD5",
	    .len = 16,
	    .oid = CSI_SPAN("\x2a\x86\x48\x86\xf7\x0d\x02\x05"),
	    .rsa = PKCS1("\x04"),
	    .is_forged = true },
	{ .name = "RIPEMD160",
	    .len = 20,
	    .oid = CSI_SPAN("\x2b\x24\x03\x02\x01"),
	    .rsa = CSI_SPAN("\x2b\x24\x03\x03\x01\x02") },
	{ .name = "SHA3-256", .len = 32, .oid = NIST("\x08") },
	{ .name = "SHA3-384", .len = 48, .oid = NIST("\x09") },
	{ .name = "SHA3-512", .len = 64, .oid = NIST("\x0a") },
};

#define DIGESTS (sizeof(digests) / sizeof(digests[0]))

const struct csi_span csi_oid_rsa = PKCS1("\x01");
const struct csi_span csi_oid_rsa_pss = PKCS1("\x0a");
const struct csi_span csi_oid_ec = CSI_SPAN("\x2a\x86\x48\xce\x3d\x02\x01");

static const struct csi_span oid_mgf1 = PKCS1("\x08");
/* sha1WithRSA of the OIW, still met */
static const struct csi_span oid_oiw_sha1_rsa =
    CSI_SPAN("\x2b\x0e\x03\x02\x1d");
static const struct csi_span oid_dsa = CSI_SPAN("\x2a\x86\x48\xce\x38\x04\x01");
static const struct csi_span oid_dsa_sha1 =
    CSI_SPAN("\x2a\x86\x48\xce\x38\x04\x03");
static const struct csi_span oid_dsa_sha256 =
    CSI_SPAN("\x60\x86\x48\x01\x65\x03\x04\x03\x02");
/* SM2 signature, without its digest: SM3 is meant */
static const struct csi_span oid_sm2 = GM("\x82\x2d\x01");

const struct csi_digest_row *
csi_digest_by(cseal_digest digest)
{
	for (size_t i = 0; i < DIGESTS; i++) {
		if (digests[i].digest == digest &&
		    digest != CSEAL_DIGEST_DEFAULT)
			return &digests[i];
	}
	return NULL;
}

const struct csi_digest_row *
csi_digest_by_oid(struct csi_span oid)
{
	for (size_t i = 0; i < DIGESTS; i++) {
		if (csi_span_equal(digests[i].oid, oid))
			return &digests[i];
	}
	return NULL;
}

void
csi_oid_text(struct csi_span oid, char *text, size_t size)
{
	struct csi_bytes der = { 0 };
	const uint8_t *at;
	ASN1_OBJECT *object = NULL;

	text[0] = '\0';
	csi_der_add_span(&der, CSI_DER_OID, oid);
	at = der.at;
	if (!der.failed)
		object = d2i_ASN1_OBJECT(NULL, &at, (long)der.len);
	if (object != NULL)
		OBJ_obj2txt(text, (int)size, object, 1);
	if (text[0] == '\0')
		strncat(text, "unreadable", size - 1);
	ASN1_OBJECT_free(object);
	csi_bytes_free(&der);
}

static cseal_status
fail_unknown(struct csi_span oid, const char *what, cseal_error **ret_error)
{
	char text[64];

	csi_oid_text(oid, text, sizeof(text));
	return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "the %s algorithm %s is not supported", what, text);
}

static cseal_status
fail_damaged(const char *what, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the identifier of the %s algorithm was not well formed", what);
}

/* AlgorithmIdentifier ::= SEQUENCE { algorithm OID, parameters ANY OPTIONAL }
 * *ret_parameters has tag 0 when there are none. */
static bool
read_identifier(struct csi_der identifier, struct csi_span *ret_oid,
    struct csi_der *ret_parameters)
{
	struct csi_reader in = csi_der_inside(identifier);
	struct csi_der oid = csi_der_take(&in, CSI_DER_OID);

	memset(ret_parameters, 0, sizeof(*ret_parameters));
	if (!in.bad && csi_reader_left(&in) > 0)
		*ret_parameters = csi_der_any(&in);
	*ret_oid = oid.body;
	return csi_der_done(&in) && oid.body.len > 0;
}

cseal_status
csi_digest_read(struct csi_der identifier,
    const struct csi_digest_row **ret_row, cseal_error **ret_error)
{
	const struct csi_digest_row *row;
	struct csi_der parameters;
	struct csi_span oid;

	if (!read_identifier(identifier, &oid, &parameters))
		return fail_damaged("digest", ret_error);
	row = csi_digest_by_oid(oid);
	if (row == NULL)
		return fail_unknown(oid, "digest", ret_error);
	if (row->is_forged)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "%s was used, with which anybody makes two documents that "
		    "have the same signature",
		    row->name);
	*ret_row = row;
	return CSEAL_OK;
}

/* The element inside of an explicit [n], if that is next. */
static struct csi_der
explicit_field(struct csi_reader *in, uint8_t n)
{
	struct csi_der none = { 0 }, field;
	struct csi_reader inside;

	if (!csi_der_next_is(in, CSI_DER_CONTEXT(n)))
		return none;
	inside = csi_der_inside(csi_der_any(in));
	field = csi_der_any(&inside);
	if (!csi_der_done(&inside))
		in->bad = true;
	return field;
}

static cseal_status
read_mgf(struct csi_der identifier, const struct csi_digest_row **ret_row,
    cseal_error **ret_error)
{
	struct csi_der hash;
	struct csi_span oid;

	if (!read_identifier(identifier, &oid, &hash))
		return fail_damaged("mask generation", ret_error);
	if (!csi_span_equal(oid, oid_mgf1))
		return fail_unknown(oid, "mask generation", ret_error);
	return csi_digest_read(hash, ret_row, ret_error);
}

/* RSASSA-PSS-params, RFC 8017 A.2.3; the defaults are SHA-1, MGF1 with SHA-1,
 * 20, 1. */
static cseal_status
read_pss(struct csi_der parameters, struct csi_signature_algorithm *algorithm,
    cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(parameters);
	struct csi_der hash = explicit_field(&in, 0);
	struct csi_der mgf = explicit_field(&in, 1);
	struct csi_der salt = explicit_field(&in, 2);
	struct csi_der trailer = explicit_field(&in, 3);
	cseal_status st;

	algorithm->digest = algorithm->mgf = csi_digest_by_oid(
	    (struct csi_span)CSI_SPAN("\x2b\x0e\x03\x02\x1a"));
	algorithm->salt_len = salt.tag == 0 ? 20 : csi_der_small(salt);
	if (parameters.tag != CSI_DER_SEQUENCE || !csi_der_done(&in) ||
	    algorithm->salt_len < 0 ||
	    (trailer.tag != 0 && csi_der_small(trailer) != 1))
		return fail_damaged("RSASSA-PSS", ret_error);
	if (hash.tag != 0) {
		st = csi_digest_read(hash, &algorithm->digest, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	if (mgf.tag == 0)
		return CSEAL_OK;
	return read_mgf(mgf, &algorithm->mgf, ret_error);
}

/* Finds the row whose combined identifier it is. */
static bool
find_combined(
    struct csi_span oid, struct csi_signature_algorithm *ret_algorithm)
{
	for (size_t i = 0; i < DIGESTS; i++) {
		ret_algorithm->digest = &digests[i];
		if (csi_span_equal(digests[i].rsa, oid)) {
			ret_algorithm->family = CSI_FAMILY_RSA_PKCS1;
			return true;
		}
		if (csi_span_equal(digests[i].ecdsa, oid)) {
			ret_algorithm->family = CSI_FAMILY_ECDSA;
			return true;
		}
		if (csi_span_equal(digests[i].sm2, oid)) {
			ret_algorithm->family = CSI_FAMILY_SM2;
			return true;
		}
	}
	return false;
}

static bool
find_other(struct csi_span oid, struct csi_signature_algorithm *ret_algorithm)
{
	const struct {
		struct csi_span oid;
		enum csi_family family;
		const char *digest;
	} rows[] = {
		{ csi_oid_rsa, CSI_FAMILY_RSA_PKCS1, NULL },
		{ oid_oiw_sha1_rsa, CSI_FAMILY_RSA_PKCS1, "SHA1" },
		/* not what RFC 5753 says, but met */
		{ csi_oid_ec, CSI_FAMILY_ECDSA, NULL },
		{ oid_dsa, CSI_FAMILY_DSA, NULL },
		{ oid_dsa_sha1, CSI_FAMILY_DSA, "SHA1" },
		{ oid_dsa_sha256, CSI_FAMILY_DSA, "SHA256" },
		{ oid_sm2, CSI_FAMILY_SM2, "SM3" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!csi_span_equal(rows[i].oid, oid))
			continue;
		ret_algorithm->family = rows[i].family;
		ret_algorithm->digest = NULL;
		for (size_t k = 0; k < DIGESTS && rows[i].digest; k++) {
			if (strcmp(digests[k].name, rows[i].digest) == 0)
				ret_algorithm->digest = &digests[k];
		}
		return true;
	}
	return false;
}

cseal_status
csi_signature_algorithm_read(struct csi_der identifier,
    struct csi_signature_algorithm *ret_algorithm, cseal_error **ret_error)
{
	struct csi_signature_algorithm algorithm = { 0 };
	struct csi_der parameters;
	struct csi_span oid;
	cseal_status st;

	if (!read_identifier(identifier, &oid, &parameters))
		return fail_damaged("signature", ret_error);
	if (csi_span_equal(oid, csi_oid_rsa_pss)) {
		algorithm.family = CSI_FAMILY_RSA_PSS;
		st = read_pss(parameters, &algorithm, ret_error);
		if (st != CSEAL_OK)
			return st;
	} else if (!find_combined(oid, &algorithm) &&
		   !find_other(oid, &algorithm)) {
		return fail_unknown(oid, "signature", ret_error);
	}
	*ret_algorithm = algorithm;
	return CSEAL_OK;
}

/* With NULL parameters, as RFC 8017 A.2.3 has it inside of PSS. */
static void
write_pss_hash(struct csi_bytes *bytes, const struct csi_digest_row *digest)
{
	size_t hash = csi_der_begin(bytes, CSI_DER_SEQUENCE);

	csi_der_add_span(bytes, CSI_DER_OID, digest->oid);
	csi_der_add(bytes, CSI_DER_NULL, NULL, 0);
	csi_der_end(bytes, hash);
}

static void
write_pss(struct csi_bytes *bytes, const struct csi_digest_row *digest)
{
	size_t parameters, field, mgf;
	uint8_t salt = (uint8_t)digest->len;

	parameters = csi_der_begin(bytes, CSI_DER_SEQUENCE);
	field = csi_der_begin(bytes, CSI_DER_CONTEXT(0));
	write_pss_hash(bytes, digest);
	csi_der_end(bytes, field);
	field = csi_der_begin(bytes, CSI_DER_CONTEXT(1));
	mgf = csi_der_begin(bytes, CSI_DER_SEQUENCE);
	csi_der_add_span(bytes, CSI_DER_OID, oid_mgf1);
	write_pss_hash(bytes, digest);
	csi_der_end(bytes, mgf);
	csi_der_end(bytes, field);
	field = csi_der_begin(bytes, CSI_DER_CONTEXT(2));
	csi_der_add(bytes, CSI_DER_INTEGER, &salt, 1);
	csi_der_end(bytes, field);
	csi_der_end(bytes, parameters);
}

void
csi_signature_algorithm_write(struct csi_bytes *bytes, cseal_scheme scheme,
    const struct csi_digest_row *digest)
{
	size_t mark = csi_der_begin(bytes, CSI_DER_SEQUENCE);

	switch (scheme) {
	case CSEAL_SCHEME_RSA_PSS:
		csi_der_add_span(bytes, CSI_DER_OID, csi_oid_rsa_pss);
		write_pss(bytes, digest);
		break;
	case CSEAL_SCHEME_ECDSA: /* RFC 5758, 3.2: no parameters */
		csi_der_add_span(bytes, CSI_DER_OID, digest->ecdsa);
		break;
	case CSEAL_SCHEME_SM2: /* GM/T 0010 has none either */
		csi_der_add_span(bytes, CSI_DER_OID, digest->sm2);
		break;
	case CSEAL_SCHEME_RSA_PKCS1: /* RFC 4055, 5: NULL */
	case CSEAL_SCHEME_DEFAULT:
		csi_der_add_span(bytes, CSI_DER_OID, digest->rsa);
		csi_der_add(bytes, CSI_DER_NULL, NULL, 0);
		break;
	}
	csi_der_end(bytes, mark);
}
