/* SPDX-License-Identifier: Apache-2.0 */
/* authority.c -- issuers, time-stamp authorities and responders for tests. */
#include "authority.h"

#include <openssl/conf.h>
#include <openssl/ocsp.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#define DAY (24 * 3600L)

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
add_extension(X509 *certificate, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	must(extension != NULL && X509_add_ext(certificate, extension, -1));
	X509_EXTENSION_free(extension);
}

static X509_EXTENSION *
configured(const char *conf, const char *name, const char *value)
{
	BIO *text = BIO_new_mem_buf(conf, -1);
	CONF *sections = NCONF_new(NULL);
	X509_EXTENSION *extension;
	X509V3_CTX ctx;
	long line;

	X509V3_set_ctx(&ctx, NULL, NULL, NULL, NULL, X509V3_CTX_TEST);
	X509V3_set_nconf(&ctx, sections);
	must(conf[0] == '\0' || NCONF_load_bio(sections, text, &line) == 1);
	extension = X509V3_EXT_nconf(sections, &ctx, name, value);
	must(extension != NULL);
	NCONF_free(sections);
	BIO_free(text);
	return extension;
}

struct identity
identity_make(const char *name, const struct identity *issuer, long serial,
    int from_day, int to_day, const char *purpose)
{
	struct identity made = { EVP_EC_gen("P-256"), X509_new() };
	const struct identity *by = issuer == NULL ? &made : issuer;
	X509_NAME *subject = X509_get_subject_name(made.certificate);
	bool is_ca = issuer == NULL || strstr(name, "CA") != NULL;

	X509_set_version(made.certificate, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(made.certificate), serial);
	must(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
	    (const unsigned char *)name, -1, -1, 0));
	must(X509_set_issuer_name(
	    made.certificate, X509_get_subject_name(by->certificate)));
	X509_gmtime_adj(X509_getm_notBefore(made.certificate), from_day * DAY);
	X509_gmtime_adj(X509_getm_notAfter(made.certificate), to_day * DAY);
	X509_set_pubkey(made.certificate, made.key);
	if (is_ca)
		add_extension(made.certificate, NID_basic_constraints,
		    "critical,CA:TRUE");
	add_extension(made.certificate, NID_key_usage,
	    is_ca ? "critical,keyCertSign,cRLSign"
		  : "critical,digitalSignature");
	if (purpose != NULL)
		add_extension(made.certificate, NID_ext_key_usage, purpose);
	must(X509_sign(made.certificate, by->key, EVP_sha256()) > 0);
	return made;
}

void
identity_free(struct identity *identity)
{
	EVP_PKEY_free(identity->key);
	X509_free(identity->certificate);
}

static struct csi_bytes
take(uint8_t *der, int len)
{
	struct csi_bytes bytes = { 0 };

	must(len > 0);
	csi_bytes_add(&bytes, der, (size_t)len);
	OPENSSL_free(der);
	must(!bytes.failed);
	return bytes;
}

struct csi_bytes
identity_der(const struct identity *identity)
{
	uint8_t *der = NULL;
	int len = i2d_X509(identity->certificate, &der);

	return take(der, len);
}

void
identity_extend(struct identity *identity, const struct identity *issuer,
    const char *conf, const char *name, const char *value)
{
	X509_EXTENSION *extension = configured(conf, name, value);

	must(X509_add_ext(identity->certificate, extension, -1) == 1 &&
	     X509_sign(identity->certificate, issuer->key, EVP_sha256()) > 0);
	X509_EXTENSION_free(extension);
}

void
identity_sign(struct identity *identity, const struct identity *issuer,
    const EVP_MD *digest)
{
	must(X509_sign(identity->certificate, issuer->key, digest) > 0);
}

/* ---- time-stamps ------------------------------------------------------ */

static int
give_time(TS_RESP_CTX *ctx, void *data, long *sec, long *usec)
{
	(void)ctx;
	*sec = (long)*(time_t *)data;
	*usec = 0;
	return 1;
}

static ASN1_INTEGER *
give_serial(TS_RESP_CTX *ctx, void *data)
{
	ASN1_INTEGER *serial = ASN1_INTEGER_new();

	(void)ctx;
	(void)data;
	ASN1_INTEGER_set(serial, 1);
	return serial;
}

static BIO *
ask(uint8_t *digest, bool is_bare)
{
	TS_REQ *request = TS_REQ_new();
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();
	BIO *bio = BIO_new(BIO_s_mem());

	X509_ALGOR_set_md(algorithm, EVP_sha256());
	must(TS_REQ_set_version(request, 1) &&
	     TS_MSG_IMPRINT_set_algo(imprint, algorithm) &&
	     TS_MSG_IMPRINT_set_msg(imprint, digest, 32) &&
	     TS_REQ_set_msg_imprint(request, imprint) &&
	     TS_REQ_set_cert_req(request, !is_bare) &&
	     i2d_TS_REQ_bio(bio, request));
	X509_ALGOR_free(algorithm);
	TS_MSG_IMPRINT_free(imprint);
	TS_REQ_free(request);
	return bio;
}

struct csi_bytes
authority_stamp(const struct identity *tsa, const struct identity *ca,
    uint8_t *digest, time_t when)
{
	ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4.1", 1);
	STACK_OF(X509) *chain = sk_X509_new_null();
	TS_RESP_CTX *ctx = TS_RESP_CTX_new();
	BIO *question = ask(digest, ca == NULL);
	TS_RESP *response;
	uint8_t *der = NULL;
	int len;

	if (ca != NULL)
		sk_X509_push(chain, ca->certificate);
	must(TS_RESP_CTX_set_signer_cert(ctx, tsa->certificate) &&
	     TS_RESP_CTX_set_signer_key(ctx, tsa->key) &&
	     TS_RESP_CTX_set_certs(ctx, chain) &&
	     TS_RESP_CTX_set_def_policy(ctx, policy) &&
	     TS_RESP_CTX_add_md(ctx, EVP_sha256()) &&
	     TS_RESP_CTX_set_signer_digest(ctx, EVP_sha256()) &&
	     TS_RESP_CTX_set_ess_cert_id_digest(ctx, EVP_sha256()));
	TS_RESP_CTX_set_time_cb(ctx, give_time, &when);
	TS_RESP_CTX_set_serial_cb(ctx, give_serial, NULL);
	response = TS_RESP_create_response(ctx, question);
	must(response != NULL && TS_RESP_get_token(response) != NULL);
	len = i2d_PKCS7(TS_RESP_get_token(response), &der);
	TS_RESP_free(response);
	TS_RESP_CTX_free(ctx);
	BIO_free(question);
	sk_X509_free(chain);
	ASN1_OBJECT_free(policy);
	return take(der, len);
}

/* ---- revocation -------------------------------------------------------- */

struct csi_bytes
authority_list(const struct identity *issuer, int this_day, int next_day,
    long serial, int revoked_day)
{
	ASN1_TIME *at = ASN1_TIME_new();
	ASN1_INTEGER *number = ASN1_INTEGER_new();
	X509_CRL *crl = X509_CRL_new();
	X509_REVOKED *entry;
	uint8_t *der = NULL;
	int len;

	X509_CRL_set_version(crl, 1);
	X509_CRL_set_issuer_name(
	    crl, X509_get_subject_name(issuer->certificate));
	X509_CRL_set1_lastUpdate(crl, X509_gmtime_adj(at, this_day * DAY));
	X509_CRL_set1_nextUpdate(crl, X509_gmtime_adj(at, next_day * DAY));
	if (serial != 0) {
		entry = X509_REVOKED_new();
		ASN1_INTEGER_set(number, serial);
		X509_REVOKED_set_serialNumber(entry, number);
		X509_REVOKED_set_revocationDate(
		    entry, X509_gmtime_adj(at, revoked_day * DAY));
		must(X509_CRL_add0_revoked(crl, entry));
	}
	must(X509_CRL_sign(crl, issuer->key, EVP_sha256()) > 0);
	len = i2d_X509_CRL(crl, &der);
	X509_CRL_free(crl);
	ASN1_INTEGER_free(number);
	ASN1_TIME_free(at);
	return take(der, len);
}

static X509_CRL *
open_list(struct csi_bytes *list)
{
	const uint8_t *at = list->at;
	X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)list->len);

	must(crl != NULL);
	csi_bytes_free(list);
	return crl;
}

static void
close_list(struct csi_bytes *list, X509_CRL *crl, const struct identity *issuer,
    const EVP_MD *digest)
{
	uint8_t *der = NULL;
	int len;

	must(X509_CRL_sign(crl, issuer->key, digest) > 0);
	len = i2d_X509_CRL(crl, &der);
	X509_CRL_free(crl);
	*list = take(der, len);
}

void
authority_list_extend(struct csi_bytes *list, const struct identity *issuer,
    const char *conf, const char *name, const char *value)
{
	X509_EXTENSION *extension = configured(conf, name, value);
	X509_CRL *crl = open_list(list);

	must(X509_CRL_add_ext(crl, extension, -1) == 1);
	X509_EXTENSION_free(extension);
	close_list(list, crl, issuer, EVP_sha256());
}

void
authority_list_sign(
    struct csi_bytes *list, const struct identity *issuer, const EVP_MD *digest)
{
	close_list(list, open_list(list), issuer, digest);
}

static void
name_issuer(X509_REVOKED *entry, const struct identity *of)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	GENERAL_NAME *name = GENERAL_NAME_new();

	name->type = GEN_DIRNAME;
	name->d.directoryName =
	    X509_NAME_dup(X509_get_subject_name(of->certificate));
	sk_GENERAL_NAME_push(names, name);
	must(X509_REVOKED_add1_ext_i2d(
		 entry, NID_certificate_issuer, names, 1, 0) == 1);
	GENERAL_NAMES_free(names);
}

void
authority_list_add(struct csi_bytes *list, const struct identity *issuer,
    long serial, int revoked_day, int reason, const struct identity *of)
{
	ASN1_TIME *at = X509_gmtime_adj(NULL, revoked_day * DAY);
	ASN1_INTEGER *number = ASN1_INTEGER_new();
	ASN1_ENUMERATED *why = ASN1_ENUMERATED_new();
	X509_REVOKED *entry = X509_REVOKED_new();
	X509_CRL *crl = open_list(list);

	ASN1_INTEGER_set(number, serial);
	ASN1_ENUMERATED_set(why, reason);
	must(X509_REVOKED_set_serialNumber(entry, number) &&
	     X509_REVOKED_set_revocationDate(entry, at) &&
	     X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, why, 0, 0) == 1);
	if (of != NULL)
		name_issuer(entry, of);
	must(X509_CRL_add0_revoked(crl, entry));
	close_list(list, crl, issuer, EVP_sha256());
	ASN1_ENUMERATED_free(why);
	ASN1_INTEGER_free(number);
	ASN1_TIME_free(at);
}

struct csi_bytes
authority_answer(const struct identity *responder, const struct identity *about,
    const struct identity *issuer, int this_day, int next_day, int revoked_day)
{
	OCSP_CERTID *id = OCSP_cert_to_id(
	    EVP_sha1(), about->certificate, issuer->certificate);
	ASN1_TIME *this_at = X509_gmtime_adj(NULL, this_day * DAY);
	ASN1_TIME *next_at = X509_gmtime_adj(NULL, next_day * DAY);
	ASN1_TIME *revoked_at = X509_gmtime_adj(NULL, revoked_day * DAY);
	OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
	OCSP_RESPONSE *response;
	bool is_good = revoked_day > 0;
	uint8_t *der = NULL;
	int len;

	must(OCSP_basic_add1_status(basic, id,
		 is_good ? V_OCSP_CERTSTATUS_GOOD : V_OCSP_CERTSTATUS_REVOKED,
		 OCSP_REVOKED_STATUS_NOSTATUS, is_good ? NULL : revoked_at,
		 this_at, next_at) != NULL);
	must(OCSP_basic_sign(basic, responder->certificate, responder->key,
	    EVP_sha256(), NULL, 0));
	response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
	len = i2d_OCSP_RESPONSE(response, &der);
	OCSP_RESPONSE_free(response);
	OCSP_BASICRESP_free(basic);
	ASN1_TIME_free(this_at);
	ASN1_TIME_free(next_at);
	ASN1_TIME_free(revoked_at);
	OCSP_CERTID_free(id);
	return take(der, len);
}
