/* SPDX-License-Identifier: Apache-2.0 */
/* belgium-signed.c -- did Belgium's national register sign what the card says?
 *
 * The register signs the identity file, which has a digest of the photo, and
 * the address file together with that signature.  Cards have RSA with SHA-1,
 * of late SHA-256, or ECDSA on P-384 with SHA-384; none of them says so, but
 * the key does, and of SHA-1 and SHA-256 one fits.
 *
 * The card brings the register's certificate along.  A citizen's own leads to
 * the same root and can sign, too: nothing but a certificate right below one
 * that was given, and of no person, is the register's. */
#include "belgium-signed.h"

#include "anchored.h"
#include "belgium.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "error.h"
#include "holder.h"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Body of 1.3.14.3.2.26 */
static const struct csi_span oid_sha1 = CSI_SPAN("\x2b\x0e\x03\x02\x1a");

struct judging {
	const struct csi_belgium_files *files;
	struct csi_record *record;
	cseal_verdict verdict;
	EVP_PKEY *key; /* of the register */
	bool is_sha1;  /* somewhere */
};

static void
say(struct judging *judging, cseal_verdict answer, const char *reason)
{
	csi_anchored_say(judging->record, &judging->verdict, answer, reason);
}

/* ---- one signature ---------------------------------------------------- */

/* r and s one after another, as some say that cards have it. */
static cseal_status
from_raw(struct csi_span raw, struct csi_bytes *der, cseal_error **ret_error)
{
	size_t half = raw.len / 2;
	ECDSA_SIG *value = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(raw.at, (int)half, NULL);
	BIGNUM *s = BN_bin2bn(raw.at + half, (int)half, NULL);
	unsigned char *at = NULL;
	int len = -1;

	if (value != NULL && r != NULL && s != NULL &&
	    ECDSA_SIG_set0(value, r, s) == 1) {
		r = s = NULL;
		len = i2d_ECDSA_SIG(value, &at);
	}
	if (len > 0)
		csi_bytes_add(der, at, (size_t)len);
	OPENSSL_free(at);
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(value);
	return len > 0 && !der->failed ? CSEAL_OK : csi_fail_memory(ret_error);
}

/* DER, which zeros may follow up to the length of the file; else raw. */
static cseal_status
take_ecdsa(
    struct csi_span signature, struct csi_bytes *der, cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(signature.at, signature.len);
	struct csi_der value = csi_der_take(&in, CSI_DER_SEQUENCE);

	if (in.bad)
		return from_raw(signature, der, ret_error);
	csi_bytes_add_span(der, value.whole);
	return der->failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}

static cseal_status
try_digest(const struct judging *judging, enum csi_family family,
    const struct csi_digest_row *digest, struct csi_span content,
    struct csi_span value, bool *ret_holds, cseal_error **ret_error)
{
	const struct csi_signature_algorithm algorithm = { .family = family,
		.digest = digest };
	uint8_t hash[CSI_DIGEST_MOST];
	cseal_status st;

	st = csi_crypto_digest(digest, content, hash, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_crypto_verify(
	    judging->key, &algorithm, digest, hash, value, NULL);
	*ret_holds = st == CSEAL_OK;
	return st == CSEAL_FAULT_MEMORY ? csi_fail_memory(ret_error) : CSEAL_OK;
}

static cseal_status
check(struct judging *judging, struct csi_span content,
    struct csi_span signature, bool *ret_holds, cseal_error **ret_error)
{
	const struct csi_digest_row *sha1 = csi_digest_by_oid(oid_sha1);
	bool is_rsa = EVP_PKEY_is_a(judging->key, "RSA") == 1;
	struct csi_bytes der = { 0 };
	cseal_status st;

	*ret_holds = false;
	if (is_rsa) {
		st = try_digest(judging, CSI_FAMILY_RSA_PKCS1,
		    csi_digest_by(CSEAL_DIGEST_SHA256), content, signature,
		    ret_holds, ret_error);
		if (st != CSEAL_OK || *ret_holds || sha1 == NULL)
			return st;
		st = try_digest(judging, CSI_FAMILY_RSA_PKCS1, sha1, content,
		    signature, ret_holds, ret_error);
		judging->is_sha1 = judging->is_sha1 || *ret_holds;
		return st;
	}
	st = take_ecdsa(signature, &der, ret_error);
	if (st == CSEAL_OK)
		st = try_digest(judging, CSI_FAMILY_ECDSA,
		    csi_digest_by(CSEAL_DIGEST_SHA384), content,
		    csi_bytes_span(&der), ret_holds, ret_error);
	csi_bytes_free(&der);
	return st;
}

/* ---- the files -------------------------------------------------------- */

static cseal_status
judge_identity(struct judging *judging, cseal_error **ret_error)
{
	const struct csi_belgium_files *files = judging->files;
	cseal_status st;
	bool holds;

	if (files->identity_signature.len == 0) {
		say(judging, CSEAL_VERDICT_UNKNOWN,
		    "The signature of the identity file was not read.");
		return CSEAL_OK;
	}
	st = check(judging, files->identity, files->identity_signature, &holds,
	    ret_error);
	if (st == CSEAL_OK && !holds)
		say(judging, CSEAL_VERDICT_NO,
		    "The identity file is not what was signed: it was "
		    "changed.");
	return st;
}

static cseal_status
judge_address(struct judging *judging, cseal_error **ret_error)
{
	const struct csi_belgium_files *files = judging->files;
	struct csi_bytes content = { 0 };
	cseal_status st;
	bool holds;

	if (files->address.len == 0)
		return CSEAL_OK;
	if (files->address_signature.len == 0) {
		say(judging, CSEAL_VERDICT_UNKNOWN,
		    "The signature of the address was not read.");
		return CSEAL_OK;
	}
	csi_bytes_add_span(
	    &content, csi_belgium_signed_address(files->address));
	csi_bytes_add_span(&content, files->identity_signature);
	st = content.failed ? csi_fail_memory(ret_error)
			    : check(judging, csi_bytes_span(&content),
				  files->address_signature, &holds, ret_error);
	if (st == CSEAL_OK && !holds)
		say(judging, CSEAL_VERDICT_NO,
		    "The address is not what was signed: it was changed.");
	csi_bytes_wipe(&content);
	return st;
}

/* The digest that is as long as the one in the identity file. */
static const struct csi_digest_row *
digest_of_length(size_t len)
{
	if (len == 20)
		return csi_digest_by_oid(oid_sha1);
	if (len == 32)
		return csi_digest_by(CSEAL_DIGEST_SHA256);
	return len == 48 ? csi_digest_by(CSEAL_DIGEST_SHA384) : NULL;
}

static cseal_status
judge_photo(struct judging *judging, cseal_error **ret_error)
{
	struct csi_span said =
	    csi_belgium_photo_digest(judging->files->identity);
	const struct csi_digest_row *digest = digest_of_length(said.len);
	uint8_t hash[CSI_DIGEST_MOST];
	cseal_status st;

	if (judging->files->photo.len == 0)
		return CSEAL_OK;
	if (digest == NULL) {
		say(judging, CSEAL_VERDICT_UNKNOWN,
		    "The identity file has no digest of the photo.");
		return CSEAL_OK;
	}
	if (said.len == 20)
		judging->is_sha1 = true;
	st = csi_crypto_digest(digest, judging->files->photo, hash, ret_error);
	if (st == CSEAL_OK && memcmp(hash, said.at, said.len) != 0)
		say(judging, CSEAL_VERDICT_NO,
		    "The photo is not what was signed: it was changed.");
	return st;
}

/* ---- the certificate -------------------------------------------------- */

/* Noon of the day "YYYY-MM-DD"; another time, where it is none. */
static int64_t
noon_of(const char *day, int64_t other)
{
	struct tm tm = { .tm_hour = 12 };

	if (sscanf(day, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) !=
	    3)
		return other;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	return timegm(&tm);
}

static cseal_status
judge_certificate(struct judging *judging, const char *from,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	const struct csi_anchored anchored = {
		.certificate = judging->files->certificate,
		.trust = trust,
		.time = noon_of(from, trust->now),
	};
	struct csi_holder holder;
	bool is_register;

	is_register = csi_holder_read(anchored.certificate, &holder) &&
		      !csi_holder_is_person(&holder) && !holder.is_issuer &&
		      holder.serial[0] == '\0';
	explicit_bzero(&holder, sizeof(holder));
	if (!is_register)
		say(judging, CSEAL_VERDICT_NO,
		    "The files were signed by somebody else than a register.");
	return csi_anchored_judge(
	    &anchored, judging->record, &judging->verdict, ret_error);
}

static cseal_status
judge_files(struct judging *judging, cseal_error **ret_error)
{
	cseal_status st = judge_identity(judging, ret_error);

	if (st == CSEAL_OK)
		st = judge_address(judging, ret_error);
	if (st == CSEAL_OK)
		st = judge_photo(judging, ret_error);
	if (st == CSEAL_OK && judging->is_sha1)
		say(judging, CSEAL_VERDICT_UNKNOWN,
		    "The card's files rely on SHA-1, which is not safe any "
		    "more.");
	return st;
}

/* The key is not used before it is known to be of a kind that is sound. */
static cseal_status
judge_with(struct judging *judging, const char *from,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	struct csi_span certificate = judging->files->certificate;
	cseal_status st = csi_csca_check_key(certificate, NULL);
	X509 *x509;

	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK) {
		say(judging, CSEAL_VERDICT_NO,
		    "The register's certificate is damaged, or its key is not "
		    "RSA and not on a curve that has a name.");
		return CSEAL_OK;
	}
	x509 = csi_certificate_x509(certificate);
	if (x509 == NULL)
		return csi_fail_memory(ret_error);
	judging->key = X509_get0_pubkey(x509);
	st = judge_files(judging, ret_error);
	if (st == CSEAL_OK)
		st = judge_certificate(judging, from, trust, ret_error);
	X509_free(x509);
	ERR_clear_error();
	return st;
}

cseal_status
csi_belgium_judge(const struct csi_belgium_files *files, const char *from,
    const struct csi_identity_trust *trust, struct csi_record *record,
    cseal_verdict *ret_verdict, cseal_error **ret_error)
{
	struct judging judging = {
		.files = files,
		.record = record,
		.verdict = CSEAL_VERDICT_YES,
	};
	cseal_status st = CSEAL_OK;

	if (files->certificate.len == 0)
		say(&judging, CSEAL_VERDICT_UNKNOWN,
		    "The register's certificate was not read: whether the "
		    "state signed the data cannot be shown.");
	else
		st = judge_with(&judging, from, trust, ret_error);
	if (st == CSEAL_OK)
		*ret_verdict = judging.verdict;
	return st;
}
