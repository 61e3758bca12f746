/* SPDX-License-Identifier: Apache-2.0 */
/* certificate.c -- one certificate (RFC 5280): its fields in place, and what
 * it says as text. */
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/sm2.h"
#include "cms/trust.h"

#include "error.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* SubjectPublicKeyInfo ::= SEQUENCE { algorithm, subjectPublicKey } */
static bool
split_key(struct csi_der info, struct csi_certificate_parts *ret_parts)
{
	struct csi_reader in = csi_der_inside(info), algorithm;
	struct csi_span bits;

	algorithm = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	bits = csi_der_take(&in, CSI_DER_BIT_STRING).body;
	ret_parts->key_algorithm = csi_der_take(&algorithm, CSI_DER_OID).body;
	memset(&ret_parts->key_parameters, 0, sizeof(struct csi_der));
	if (!algorithm.bad && csi_reader_left(&algorithm) > 0)
		ret_parts->key_parameters = csi_der_any(&algorithm);
	if (!csi_der_done(&in) || !csi_der_done(&algorithm) || bits.len < 2)
		return false;
	ret_parts->key.at = bits.at + 1;
	ret_parts->key.len = bits.len - 1;
	return true;
}

bool
csi_certificate_split(
    struct csi_span der, struct csi_certificate_parts *ret_parts)
{
	struct csi_reader in = csi_reader_of(der.at, der.len), whole, tbs;
	struct csi_certificate_parts parts;
	struct csi_der key;

	if (der.len > CSI_CERTIFICATE_MOST)
		return false;
	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	tbs = csi_der_inside(csi_der_take(&whole, CSI_DER_SEQUENCE));
	csi_der_take(&whole, CSI_DER_SEQUENCE);
	csi_der_take(&whole, CSI_DER_BIT_STRING);
	if (csi_der_next_is(&tbs, CSI_DER_CONTEXT(0)))
		csi_der_any(&tbs);
	parts.serial = csi_der_take(&tbs, CSI_DER_INTEGER).whole;
	csi_der_take(&tbs, CSI_DER_SEQUENCE);
	parts.issuer = csi_der_take(&tbs, CSI_DER_SEQUENCE).whole;
	csi_der_take(&tbs, CSI_DER_SEQUENCE);
	parts.subject = csi_der_take(&tbs, CSI_DER_SEQUENCE).whole;
	key = csi_der_take(&tbs, CSI_DER_SEQUENCE);
	if (!csi_der_done(&in) || !csi_der_done(&whole) || tbs.bad ||
	    !split_key(key, &parts))
		return false;
	*ret_parts = parts;
	return true;
}

bool
csi_certificate_same_name(struct csi_span a, struct csi_span b)
{
	const uint8_t *at_a = a.at, *at_b = b.at;
	X509_NAME *name_a, *name_b;
	bool same;

	if (csi_span_equal(a, b))
		return true;
	/* Another string type with the same text is the same name. */
	ERR_set_mark();
	name_a = d2i_X509_NAME(NULL, &at_a, (long)a.len);
	name_b = d2i_X509_NAME(NULL, &at_b, (long)b.len);
	same = name_a != NULL && name_b != NULL &&
	       X509_NAME_cmp(name_a, name_b) == 0;
	X509_NAME_free(name_a);
	X509_NAME_free(name_b);
	ERR_pop_to_mark();
	return same;
}

X509 *
csi_certificate_x509(struct csi_span der)
{
	const uint8_t *at = der.at;
	X509 *x509;

	if (der.len == 0 || der.len > CSI_CERTIFICATE_MOST)
		return NULL;
	ERR_set_mark();
	x509 = d2i_X509(NULL, &at, (long)der.len);
	if (x509 == NULL || !csi_sm2_prepare(x509)) {
		X509_free(x509);
		ERR_clear_last_mark();
		return NULL;
	}
	ERR_pop_to_mark();
	if (at != der.at + der.len) {
		X509_free(x509);
		return NULL;
	}
	return x509;
}

/* ---- as text -------------------------------------------------------- */

/* RFC 4514, but UTF-8 stays readable. */
char *
csi_certificate_name_text(const X509_NAME *name)
{
	unsigned long flags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL, *at;
	long len;

	if (bio == NULL)
		return NULL;
	if (X509_NAME_print_ex(bio, name, 0, flags) < 0) {
		text = strdup("unreadable");
	} else {
		len = BIO_get_mem_data(bio, &at);
		text = strndup(len > 0 ? at : "", len > 0 ? (size_t)len : 0);
	}
	BIO_free(bio);
	return text;
}

/* The last one is the most specific one.  What is not printable, or not
 * UTF-8 at all, is not passed on. */
char *
csi_certificate_common_name(const X509_NAME *name)
{
	const X509_NAME_ENTRY *entry;
	unsigned char *utf8 = NULL;
	int at = -1, next, len;
	char *text;

	while (
	    (next = X509_NAME_get_index_by_NID(name, NID_commonName, at)) >= 0)
		at = next;
	if (at < 0)
		return strdup("");
	entry = X509_NAME_get_entry(name, at);
	len = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry));
	if (len < 0)
		return strdup("");
	for (int i = 0; i < len; i++) {
		if (utf8[i] < 0x20 || utf8[i] == 0x7f)
			utf8[i] = ' ';
	}
	text = strndup((char *)utf8, (size_t)len);
	OPENSSL_free(utf8);
	return text;
}

static char *
serial_text(const ASN1_INTEGER *serial)
{
	const uint8_t *at = ASN1_STRING_get0_data(serial);
	int len = ASN1_STRING_length(serial);
	struct csi_bytes text = { 0 };

	if (ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER)
		csi_bytes_add_u8(&text, '-');
	for (int i = 0; i < len; i++)
		csi_bytes_print(&text, "%02X", at[i]);
	return csi_bytes_take_text(&text);
}

/* The names that people use for the three curves. */
static const char *
curve_name(EVP_PKEY *key, char *buf, size_t size)
{
	const char *nist;

	if (EVP_PKEY_get_group_name(key, buf, size, NULL) != 1)
		return "of an unnamed curve";
	nist = EC_curve_nid2nist(OBJ_sn2nid(buf));
	return nist == NULL ? buf : nist;
}

static char *
key_text(X509 *x509)
{
	EVP_PKEY *key = X509_get0_pubkey(x509);
	struct csi_bytes text = { 0 };
	char curve[64];

	if (key == NULL)
		return strdup("unknown");
	if (EVP_PKEY_is_a(key, "EC"))
		csi_bytes_print(
		    &text, "EC %s", curve_name(key, curve, sizeof(curve)));
	else if (EVP_PKEY_is_a(key, "SM2"))
		csi_bytes_add_text(&text, "SM2");
	else
		csi_bytes_print(&text, "%s %d", EVP_PKEY_get0_type_name(key),
		    EVP_PKEY_get_bits(key));
	return csi_bytes_take_text(&text);
}

char *
csi_time_text(int64_t time)
{
	struct csi_bytes text = { 0 };
	time_t seconds = (time_t)time;
	struct tm tm;

	if (gmtime_r(&seconds, &tm) == NULL)
		return strdup("unknown");
	csi_bytes_print(&text, "%04d-%02d-%02dT%02d:%02d:%02dZ",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
	    tm.tm_sec);
	return csi_bytes_take_text(&text);
}

/* Without the extension every use is allowed (RFC 5280, 4.2.1.3). */
/* OpenSSL counts the bits of each octet from the other end. */
uint32_t
csi_certificate_key_usage(X509 *x509)
{
	uint32_t octets = X509_get_key_usage(x509), bits = 0;

	if (octets == UINT32_MAX)
		return octets;
	for (unsigned i = 0; i < 8; i++)
		bits |= (octets >> (7 - i) & 1) << i;
	return bits | (octets >> 15 & 1) << 8;
}

bool
csi_certificate_may_sign(X509 *x509)
{
	uint32_t usage = X509_get_key_usage(x509);

	if ((X509_get_extension_flags(x509) & EXFLAG_INVALID) != 0)
		return false;
	return (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

cseal_status
csi_certificate_read(struct csi_span der,
    struct csi_certificate *ret_certificate, cseal_error **ret_error)
{
	struct csi_certificate made = { 0 };
	X509 *x509 = csi_certificate_x509(der);
	const X509_NAME *subject;

	if (x509 == NULL ||
	    !csi_crypto_time(X509_get0_notBefore(x509), &made.from) ||
	    !csi_crypto_time(X509_get0_notAfter(x509), &made.to)) {
		X509_free(x509);
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "this was not an X.509 certificate");
	}
	ERR_set_mark();
	subject = X509_get_subject_name(x509);
	made.subject = csi_certificate_name_text(subject);
	made.common_name = csi_certificate_common_name(subject);
	made.issuer = csi_certificate_name_text(X509_get_issuer_name(x509));
	made.serial = serial_text(X509_get0_serialNumber(x509));
	made.key = key_text(x509);
	made.not_before = csi_time_text(made.from);
	made.not_after = csi_time_text(made.to);
	made.may_sign = csi_certificate_may_sign(x509);
	made.key_usage = csi_certificate_key_usage(x509);
	csi_certificate_policies(x509, &made.policies);
	csi_certificate_attributes(subject, &made.attributes);
	ERR_pop_to_mark();
	X509_free(x509);
	if (made.subject == NULL || made.common_name == NULL ||
	    made.issuer == NULL || made.serial == NULL || made.key == NULL ||
	    made.not_before == NULL || made.not_after == NULL ||
	    made.policies.failed || made.attributes.failed) {
		csi_certificate_clear(&made);
		return csi_fail_memory(ret_error);
	}
	*ret_certificate = made;
	return CSEAL_OK;
}

void
csi_certificate_clear(struct csi_certificate *certificate)
{
	free(certificate->subject);
	free(certificate->issuer);
	free(certificate->common_name);
	free(certificate->serial);
	free(certificate->key);
	free(certificate->not_before);
	free(certificate->not_after);
	csi_bytes_free(&certificate->policies);
	csi_bytes_free(&certificate->attributes);
	memset(certificate, 0, sizeof(*certificate));
}
