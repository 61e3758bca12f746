/* SPDX-License-Identifier: Apache-2.0 */
/* test-read.c -- proves lib/cms/read.c and prove.c on SignedData that OpenSSL
 * made. */
#include "cms/cms.h"
#include "credentials.h"
#include "tap.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char content[] = "%PDF-1.7 what the ByteRange covers";
static struct cred_chain rsa, ec;

struct der {
	uint8_t *at;
	size_t len;
};

static void
digest_content(const char *name, uint8_t *out, size_t *ret_len)
{
	unsigned len = 0;

	EVP_Digest(content, sizeof(content) - 1, out, &len,
	    EVP_get_digestbyname(name), NULL);
	*ret_len = len;
}

/* ---- what somebody else's program would have written ----------------- */

static struct der
encode(CMS_ContentInfo *cms)
{
	struct der der = { NULL, 0 };
	int len = i2d_CMS_ContentInfo(cms, NULL);
	uint8_t *at;

	if (len <= 0) {
		ERR_print_errors_fp(stdout);
		return der;
	}
	der.at = at = malloc((size_t)len);
	der.len = (size_t)i2d_CMS_ContentInfo(cms, &at);
	return der;
}

static CMS_SignerInfo *
add_signer(CMS_ContentInfo *cms, const struct cred_chain *chain,
    const char *digest, unsigned flags, bool pss)
{
	CMS_SignerInfo *info = CMS_add1_signer(cms, chain->certificate,
	    chain->key, EVP_get_digestbyname(digest),
	    flags | CMS_BINARY | (pss ? CMS_KEY_PARAM : 0u));

	if (pss && info != NULL)
		EVP_PKEY_CTX_set_rsa_padding(
		    CMS_SignerInfo_get0_pkey_ctx(info), RSA_PKCS1_PSS_PADDING);
	return info;
}

static CMS_ContentInfo *
begin(void)
{
	return CMS_sign(
	    NULL, NULL, NULL, NULL, CMS_BINARY | CMS_PARTIAL | CMS_DETACHED);
}

static struct der
end(CMS_ContentInfo *cms)
{
	BIO *in = BIO_new_mem_buf(content, (int)sizeof(content) - 1);
	struct der der;

	CMS_final(cms, in, NULL, CMS_BINARY);
	der = encode(cms);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	return der;
}

static struct der
openssl_signs(const struct cred_chain *chain, const char *digest,
    unsigned flags, bool pss)
{
	CMS_ContentInfo *cms = begin();

	if ((flags & CMS_DETACHED) == 0)
		CMS_set_detached(cms, 0);
	add_signer(cms, chain, digest, flags & ~(unsigned)CMS_DETACHED, pss);
	return end(cms);
}

static csi_cms_read *
parse(struct der der)
{
	csi_cms_read *read = NULL;
	cseal_error *error = NULL;

	if (csi_cms_parse(der.at, der.len, &read, &error) != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return read;
}

static cseal_status
prove(const void *der, size_t len, cseal_error **ret_error)
{
	csi_cms_read *read = NULL;
	uint8_t hash[CSI_DIGEST_MOST];
	size_t hash_len;
	cseal_status st;

	st = csi_cms_parse(der, len, &read, ret_error);
	if (st != CSEAL_OK)
		return st;
	digest_content(csi_cms_digest_name(read), hash, &hash_len);
	st = csi_cms_prove(read, hash, hash_len, ret_error);
	csi_cms_read_free(read);
	return st;
}

static void
what_openssl_signed_is_proven(void)
{
	const struct {
		const struct cred_chain *chain;
		const char *digest;
		unsigned flags;
		bool pss;
	} rows[] = {
		{ &rsa, "SHA256", CMS_DETACHED, false },
		{ &rsa, "SHA384", CMS_DETACHED | CMS_CADES, false },
		{ &rsa, "SHA512", CMS_DETACHED | CMS_USE_KEYID, false },
		{ &rsa, "SHA1", CMS_DETACHED | CMS_CADES, false },
		{ &rsa, "SHA224", CMS_DETACHED, false },
		{ &rsa, "SHA256", CMS_DETACHED | CMS_NOATTR, false },
		{ &rsa, "SHA256", CMS_DETACHED, true },
		{ &rsa, "SHA384", CMS_DETACHED, true },
		{ &ec, "SHA256", CMS_DETACHED | CMS_CADES, false },
		{ &ec, "SHA512", CMS_DETACHED, false },
		{ &ec, "SHA1", CMS_DETACHED | CMS_NOATTR, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_error *error = NULL;
		struct der der = openssl_signs(
		    rows[i].chain, rows[i].digest, rows[i].flags, rows[i].pss);
		cseal_status st = prove(der.at, der.len, &error);
		csi_cms_read *read = parse(der);

		OKF(st == CSEAL_OK, "row %zu: %s %s", i, rows[i].digest,
		    cseal_error_text(error));
		OK(read != NULL &&
		    strcmp(csi_cms_digest_name(read), rows[i].digest) == 0);
		OK(read != NULL && csi_cms_is_detached(read) &&
		    csi_cms_content(read).len == 0);
		csi_cms_read_free(read);
		cseal_error_free(error);
		free(der.at);
	}
}

static void
md5_proves_nothing(void)
{
	struct der der = openssl_signs(&rsa, "MD5", CMS_DETACHED, false);
	cseal_error *error = NULL;

	OK(prove(der.at, der.len, &error) == CSEAL_REFUSED_UNSUPPORTED);
	OKF(strstr(cseal_error_text(error), "MD5") != NULL, "%s",
	    cseal_error_text(error));
	cseal_error_free(error);
	free(der.at);
}

static void
the_claimed_time_and_the_level_are_read(void)
{
	const struct {
		unsigned flags;
		bool time, baseline;
	} rows[] = {
		{ CMS_DETACHED, true, false },
		{ CMS_DETACHED | CMS_CADES, true, false },
		{ CMS_DETACHED | CMS_NOATTR, false, false },
	};
	int64_t claimed = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct der der =
		    openssl_signs(&ec, "SHA256", rows[i].flags, false);
		csi_cms_read *read = parse(der);

		OK(csi_cms_signing_time(read, &claimed) == rows[i].time);
		OK(csi_cms_is_baseline(read) == rows[i].baseline);
		OK(!csi_cms_is_timestamp(read));
		OK(csi_cms_digest(read) == CSEAL_DIGEST_SHA256);
		csi_cms_read_free(read);
		free(der.at);
	}
	OK(claimed > time(NULL) - 60 && claimed <= time(NULL));
}

static void
certificates_come_out_signer_first(void)
{
	CMS_ContentInfo *cms = begin();
	const struct csi_span *certificates;
	csi_cms_read *read;
	struct der der;

	CMS_add1_cert(cms, ec.root);
	CMS_add1_cert(cms, ec.ca);
	CMS_add1_cert(cms, rsa.ca);
	add_signer(cms, &ec, "SHA256", 0, false);
	der = end(cms);
	read = parse(der);
	OK(csi_cms_certificates(read, &certificates) == 4);
	OK(certificates[0].len == ec.len[0] &&
	    memcmp(certificates[0].at, ec.der[0], ec.len[0]) == 0);
	csi_cms_read_free(read);
	free(der.at);
}

static void
without_the_signers_certificate_nothing_can_be_told(void)
{
	struct der der =
	    openssl_signs(&ec, "SHA256", CMS_DETACHED | CMS_NOCERTS, false);
	const struct csi_span *certificates;
	csi_cms_read *read = parse(der);
	cseal_error *error = NULL;

	OK(csi_cms_certificates(read, &certificates) == 1);
	OK(certificates[0].len == 0);
	OK(prove(der.at, der.len, &error) == CSEAL_REFUSED_UNSUPPORTED);
	cseal_error_free(error);
	csi_cms_read_free(read);
	free(der.at);
}

static void
exactly_one_signer_is_judged(void)
{
	CMS_ContentInfo *cms = begin();
	cseal_error *error = NULL;
	struct der der;

	add_signer(cms, &ec, "SHA256", 0, false);
	add_signer(cms, &rsa, "SHA256", 0, false);
	der = end(cms);
	OK(prove(der.at, der.len, &error) == CSEAL_REFUSED_UNSUPPORTED);
	OKF(strstr(cseal_error_text(error), "more than one") != NULL, "%s",
	    cseal_error_text(error));
	cseal_error_free(error);
	free(der.at);
	cms = begin();
	CMS_add1_cert(cms, ec.certificate);
	der = end(cms);
	error = NULL;
	OK(prove(der.at, der.len, &error) == CSEAL_REFUSED_UNSUPPORTED);
	OKF(strstr(cseal_error_text(error), "no signer") != NULL, "%s",
	    cseal_error_text(error));
	cseal_error_free(error);
	free(der.at);
}

static void
content_inside_is_given_out_and_never_taken_for_the_document(void)
{
	struct der der = openssl_signs(&rsa, "SHA256", 0, false);
	csi_cms_read *read = parse(der);
	uint8_t hash[CSI_DIGEST_MOST];
	cseal_error *error = NULL;
	struct csi_span inside;
	size_t len;

	digest_content("SHA256", hash, &len);
	OK(!csi_cms_is_detached(read) && !csi_cms_is_baseline(read));
	inside = csi_cms_content(read);
	OK(inside.len == sizeof(content) - 1 &&
	    memcmp(inside.at, content, inside.len) == 0);
	OK(csi_cms_prove(read, NULL, 0, NULL) == CSEAL_OK);
	/* The right digest, and yet not a signature of the document. */
	OK(csi_cms_prove(read, hash, len, &error) == CSEAL_REFUSED_DAMAGED);
	OKF(strstr(cseal_error_text(error), "inside") != NULL, "%s",
	    cseal_error_text(error));
	cseal_error_free(error);
	csi_cms_read_free(read);
	free(der.at);
}

static void
changed_content_is_broken_and_says_so(void)
{
	struct der der = openssl_signs(&rsa, "SHA256", CMS_DETACHED, false);
	csi_cms_read *read = parse(der);
	uint8_t hash[CSI_DIGEST_MOST];
	cseal_error *error = NULL;
	size_t len;

	digest_content("SHA256", hash, &len);
	hash[0] ^= 1;
	OK(csi_cms_prove(read, hash, len, &error) == CSEAL_REFUSED_DAMAGED);
	OKF(strstr(cseal_error_text(error), "changed after signing") != NULL,
	    "%s", cseal_error_text(error));
	cseal_error_free(error);
	OK(csi_cms_prove(read, hash, 20, NULL) == CSEAL_FAULT_APPLICATION);
	OK(csi_cms_prove(read, NULL, 0, NULL) == CSEAL_FAULT_APPLICATION);
	csi_cms_read_free(read);
	free(der.at);
	/* Without attributes only the value shows it. */
	der = openssl_signs(&rsa, "SHA256", CMS_DETACHED | CMS_NOATTR, false);
	read = parse(der);
	OK(csi_cms_prove(read, hash, len, NULL) == CSEAL_REFUSED_DAMAGED);
	csi_cms_read_free(read);
	free(der.at);
}

/* The same key, issuer and serial number, and another certificate. */
static void
an_exchanged_certificate_is_broken_and_says_so(void)
{
	const struct cred_how how = { .common_name = "Director General",
		.serial = 0x4711,
		.usage = "critical,digitalSignature" };
	X509 *promoted = cred_certificate(rsa.key, &how, rsa.ca, rsa.ca_key);
	CMS_ContentInfo *cms = begin();
	cseal_error *error = NULL;
	struct der der;

	add_signer(cms, &rsa, "SHA256", CMS_CADES | CMS_NOCERTS, false);
	CMS_add1_cert(cms, promoted);
	der = end(cms);
	OK(prove(der.at, der.len, &error) == CSEAL_REFUSED_DAMAGED);
	OKF(strstr(cseal_error_text(error), "another certificate") != NULL,
	    "%s", cseal_error_text(error));
	cseal_error_free(error);
	free(der.at);
	X509_free(promoted);
}

static void
zeros_may_follow_and_nothing_else(void)
{
	struct der der = openssl_signs(&ec, "SHA256", CMS_DETACHED, false);
	uint8_t *longer = calloc(1, der.len + 1000);

	memcpy(longer, der.at, der.len);
	OK(prove(longer, der.len + 1000, NULL) == CSEAL_OK);
	longer[der.len + 999] = 1;
	OK(prove(longer, der.len + 1000, NULL) == CSEAL_REFUSED_DAMAGED);
	free(longer);
	free(der.at);
}

static void
no_truncation_is_accepted(void)
{
	struct der der = openssl_signs(&ec, "SHA256", CMS_DETACHED, false);
	size_t accepted = 0;

	for (size_t len = 0; len < der.len; len++) {
		/* At its exact size, for the sanitizer. */
		uint8_t *copy = malloc(len + 1);

		memcpy(copy, der.at, len);
		accepted += prove(copy, len, NULL) != CSEAL_REFUSED_DAMAGED;
		free(copy);
	}
	OK(accepted == 0);
	free(der.at);
}

/* A change may go unnoticed in versions, in the list of digest algorithms and
 * in the letters' case of the name that says which certificate is the signer's:
 * not in the certificate, and not from the signed attributes on. */
static void
a_changed_bit_is_noticed_wherever_it_matters(void)
{
	static const uint8_t attribute[] = { 0x30, 0x18, 0x06, 0x09, 0x2a, 0x86,
		0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03 };
	struct der der =
	    openssl_signs(&ec, "SHA256", CMS_DETACHED | CMS_CADES, false);
	const uint8_t *certificate =
	    memmem(der.at, der.len, ec.der[0], ec.len[0]);
	const uint8_t *attributes =
	    memmem(der.at, der.len, attribute, sizeof(attribute));
	size_t unnoticed = 0, bad = 0;

	OK(certificate != NULL && attributes != NULL);
	for (size_t i = 0; i < 8 * der.len; i++) {
		uint8_t *at = der.at + i / 8, bit = (uint8_t)(1 << i % 8);

		*at ^= bit;
		if (prove(der.at, der.len, NULL) == CSEAL_OK) {
			unnoticed++;
			bad +=
			    at >= attributes ||
			    (at >= certificate && at < certificate + ec.len[0]);
		}
		*at ^= bit;
	}
	OKF(bad == 0 && unnoticed < 150,
	    "%zu changed bits are not noticed, %zu of them matter", unnoticed,
	    bad);
	free(der.at);
}

/* ---- BER ------------------------------------------------------------ */

/* Every constructed element with an indefinite length, every OCTET STRING in
 * parts of one byte. */
static void
to_ber(const uint8_t *at, size_t len, struct csi_bytes *out)
{
	const uint8_t *end = at + len;

	while (at < end) {
		size_t head = 2, body = at[1];

		if (at[1] > 0x80) {
			body = 0;
			head = 2 + (at[1] & 0x7f);
			for (size_t i = 2; i < head; i++)
				body = body << 8 | at[i];
		}
		if ((at[0] & 0x20) != 0) {
			csi_bytes_add_u8(out, at[0]);
			csi_bytes_add_u8(out, 0x80);
			to_ber(at + head, body, out);
			csi_bytes_add_be16(out, 0);
		} else if (at[0] == 0x04) {
			csi_bytes_add_be16(out, 0x2480);
			for (size_t i = 0; i < body; i++) {
				csi_bytes_add_be16(out, 0x0401);
				csi_bytes_add_u8(out, at[head + i]);
			}
			csi_bytes_add_be16(out, 0);
		} else {
			csi_bytes_add(out, at, head + body);
		}
		at += head + body;
	}
}

static void
ber_of_the_strangest_kind_is_proven(void)
{
	struct der der =
	    openssl_signs(&ec, "SHA256", CMS_DETACHED | CMS_CADES, false);
	struct csi_bytes ber = { 0 };
	cseal_error *error = NULL;

	to_ber(der.at, der.len, &ber);
	OK(ber.len > der.len);
	OKF(prove(ber.at, ber.len, &error) == CSEAL_OK, "%s",
	    cseal_error_text(error));
	cseal_error_free(error);
	csi_bytes_free(&ber);
	free(der.at);
}

static void
what_openssl_streams_is_proven(void)
{
	BIO *in = BIO_new_mem_buf(content, (int)sizeof(content) - 1);
	BIO *out = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms = CMS_sign(
	    rsa.certificate, rsa.key, NULL, in, CMS_BINARY | CMS_STREAM);
	csi_cms_read *read = NULL;
	char *at;
	long len;

	OK(i2d_CMS_bio_stream(out, cms, in, CMS_BINARY | CMS_STREAM) == 1);
	len = BIO_get_mem_data(out, &at);
	OK((uint8_t)at[1] == 0x80);
	OK(csi_cms_parse(at, (size_t)len, &read, NULL) == CSEAL_OK);
	OK(csi_cms_prove(read, NULL, 0, NULL) == CSEAL_OK);
	csi_cms_read_free(read);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	BIO_free(out);
}

/* ---- limits --------------------------------------------------------- */

static void
limits_are_named(void)
{
	uint8_t *large = calloc(1, CSI_CMS_MOST + 1);
	csi_cms_read *read = NULL;
	cseal_error *error = NULL;

	OK(csi_cms_parse(large, CSI_CMS_MOST + 1, &read, &error) ==
	    CSEAL_REFUSED_LIMIT);
	cseal_error_free(error);
	free(large);
}

static void
too_many_certificates_are_refused(void)
{
	CMS_ContentInfo *cms = begin();
	cseal_error *error = NULL;
	struct der der;

	for (long i = 0; i < CSI_CERTIFICATES_MOST; i++) {
		const struct cred_how how = { .common_name = "One of many",
			.serial = i + 1 };
		X509 *one = cred_certificate(ec.key, &how, NULL, NULL);

		CMS_add0_cert(cms, one);
	}
	add_signer(cms, &ec, "SHA256", 0, false);
	der = end(cms);
	OK(prove(der.at, der.len, &error) == CSEAL_REFUSED_LIMIT);
	cseal_error_free(error);
	free(der.at);
}

static void
other_contents_are_named(void)
{
	/* ContentInfo with OID and an empty SEQUENCE */
	static const uint8_t data[] = "\x30\x0f\x06\x09\x2a\x86\x48\x86\xf7\x0d"
				      "\x01\x07\x01\xa0\x02\x30\x00";
	/* GB/T 35275: data signed and enveloped */
	static const uint8_t gm[] = "\x30\x10\x06\x0a\x2a\x81\x1c\xcf\x55\x06"
				    "\x01\x04\x02\x04\xa0\x02\x30\x00";
	csi_cms_read *read = NULL;
	cseal_error *error = NULL;

	OK(csi_cms_parse(data, sizeof(data) - 1, &read, &error) ==
	    CSEAL_REFUSED_UNSUPPORTED);
	OKF(strstr(cseal_error_text(error), "1.2.840.113549.1.7.1") != NULL,
	    "%s", cseal_error_text(error));
	cseal_error_free(error);
	error = NULL;
	OK(csi_cms_parse(gm, sizeof(gm) - 1, &read, &error) ==
	    CSEAL_REFUSED_UNSUPPORTED);
	OKF(strstr(cseal_error_text(error), "1.2.156.10197.6.1.4.2.4") != NULL,
	    "%s", cseal_error_text(error));
	cseal_error_free(error);
	OK(csi_cms_parse("", 0, &read, NULL) == CSEAL_REFUSED_DAMAGED);
	OK(csi_cms_parse("%PDF-1.7", 8, &read, NULL) == CSEAL_REFUSED_DAMAGED);
	csi_cms_read_free(NULL);
}

int
main(void)
{
	cred_chain_make(&rsa, "RSA:2048");
	cred_chain_make(&ec, "EC:P-256");
	RUN(what_openssl_signed_is_proven);
	RUN(md5_proves_nothing);
	RUN(the_claimed_time_and_the_level_are_read);
	RUN(certificates_come_out_signer_first);
	RUN(without_the_signers_certificate_nothing_can_be_told);
	RUN(exactly_one_signer_is_judged);
	RUN(content_inside_is_given_out_and_never_taken_for_the_document);
	RUN(changed_content_is_broken_and_says_so);
	RUN(an_exchanged_certificate_is_broken_and_says_so);
	RUN(zeros_may_follow_and_nothing_else);
	RUN(no_truncation_is_accepted);
	RUN(a_changed_bit_is_noticed_wherever_it_matters);
	RUN(ber_of_the_strangest_kind_is_proven);
	RUN(what_openssl_streams_is_proven);
	RUN(limits_are_named);
	RUN(too_many_certificates_are_refused);
	RUN(other_contents_are_named);
	cred_chain_free(&rsa);
	cred_chain_free(&ec);
	return tap_done();
}
