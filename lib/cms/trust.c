/* SPDX-License-Identifier: Apache-2.0 */
/* trust.c -- a chain from a certificate to a trust anchor (RFC 5280, 6), by
 * OpenSSL, without a network.
 *
 * A certificate that was given is an anchor, root or not.  That a certificate
 * has expired is remembered and does not end the search: a chain that does
 * not hold at all is the worse news, and wins. */
#include "cms/trust.h"
#include "cms/anchors.h"
#include "cms/certificate.h"
#include "cms/cms.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/listed.h"

#include "error.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <string.h>

/* Security level of OpenSSL: none.  It knows no time; until when digests and
 * keys were safe is for csi_path_judge() to say. */
#define STRENGTH 0

struct csi_trust {
	X509_STORE *store; /* the anchors that were given */
	struct csi_listed listed;
};

const char *
csi_trust_answer_name(enum csi_trust_answer answer)
{
	switch (answer) {
	case CSI_TRUST_TRUSTED: return "trusted";
	case CSI_TRUST_UNTRUSTED: return "untrusted";
	case CSI_TRUST_EXPIRED: return "expired";
	case CSI_TRUST_REVOKED: return "revoked";
	case CSI_TRUST_UNKNOWN: break;
	}
	return "unknown";
}

/* ---- anchors -------------------------------------------------------- */

static cseal_status
fill_store(X509_STORE *store, const char *const *paths, size_t count,
    cseal_error **ret_error)
{
	STACK_OF(X509) *anchors = sk_X509_new_null();
	cseal_status st = CSEAL_OK;

	if (anchors == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = csi_anchors_add(anchors, paths[i], ret_error);
	for (int i = 0; st == CSEAL_OK && i < sk_X509_num(anchors); i++) {
		if (X509_STORE_add_cert(store, sk_X509_value(anchors, i)) != 1)
			st = csi_crypto_fail(ret_error, CSEAL_SETUP_TRUST,
			    "a trust anchor was not accepted");
	}
	sk_X509_pop_free(anchors, X509_free);
	return st;
}

static cseal_status
make_empty(csi_trust **ret_trust, cseal_error **ret_error)
{
	csi_trust *trust = calloc(1, sizeof(*trust));

	if (trust != NULL)
		trust->store = X509_STORE_new();
	if (trust == NULL || trust->store == NULL) {
		csi_trust_free(trust);
		return csi_fail_memory(ret_error);
	}
	*ret_trust = trust;
	return CSEAL_OK;
}

cseal_status
csi_trust_new(const char *const *paths, size_t count, csi_trust **ret_trust,
    cseal_error **ret_error)
{
	csi_trust *trust = NULL;
	cseal_status st = make_empty(&trust, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = fill_store(trust->store, paths, count, ret_error);
	if (st != CSEAL_OK) {
		csi_trust_free(trust);
		return st;
	}
	*ret_trust = trust;
	return CSEAL_OK;
}

/* One that OpenSSL cannot read is none for anybody: it is left out. */
static cseal_status
add_der(X509_STORE *store, struct csi_span der, cseal_error **ret_error)
{
	X509 *x509 = csi_certificate_x509(der);
	cseal_error *why = NULL;
	cseal_status st = CSEAL_OK;

	if (x509 == NULL || X509_STORE_add_cert(store, x509) != 1)
		st = csi_crypto_fail(&why, CSEAL_SETUP_TRUST, "not accepted");
	X509_free(x509);
	cseal_error_free(why);
	return st == CSEAL_FAULT_MEMORY ? csi_fail_memory(ret_error) : CSEAL_OK;
}

cseal_status
csi_trust_new_der(const struct csi_span *certificates, size_t count,
    csi_trust **ret_trust, cseal_error **ret_error)
{
	csi_trust *trust = NULL;
	cseal_status st = make_empty(&trust, ret_error);

	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = add_der(trust->store, certificates[i], ret_error);
	if (st != CSEAL_OK) {
		csi_trust_free(trust);
		return st;
	}
	*ret_trust = trust;
	return CSEAL_OK;
}

void
csi_trust_free(csi_trust *trust)
{
	if (trust == NULL)
		return;
	X509_STORE_free(trust->store);
	csi_listed_clear(&trust->listed);
	free(trust);
}

cseal_status
csi_trust_add_service(
    csi_trust *trust, struct csi_service *take_service, cseal_error **ret_error)
{
	return csi_listed_add(&trust->listed, take_service, ret_error);
}

/* ---- judging -------------------------------------------------------- */

/* What OpenSSL says of one chain. */
struct finding {
	int error;        /* the one that ended it, X509_V_OK if none */
	int expired;      /* the first that is about time, or X509_V_OK */
	X509 *expired_at; /* whose, referenced */
	X509 *error_at;
	struct csi_trust_chain *chain; /* or NULL */
	X509 *anchor;                  /* that was found, referenced */
};

static void
clear(struct finding *finding)
{
	X509_free(finding->expired_at);
	X509_free(finding->error_at);
	X509_free(finding->anchor);
}

static bool
is_about_time(int error)
{
	return error == X509_V_ERR_CERT_HAS_EXPIRED ||
	       error == X509_V_ERR_CERT_NOT_YET_VALID;
}

static void
keep(X509 **place, X509 *certificate)
{
	if (certificate != NULL && X509_up_ref(certificate) == 1) {
		X509_free(*place);
		*place = certificate;
	}
}

static int
look(int ok, X509_STORE_CTX *ctx)
{
	struct finding *finding = X509_STORE_CTX_get_app_data(ctx);
	int error = X509_STORE_CTX_get_error(ctx);

	if (ok)
		return ok;
	if (!is_about_time(error)) {
		keep(&finding->error_at, X509_STORE_CTX_get_current_cert(ctx));
		return 0;
	}
	/* The chain is walked from the anchor down: the last is the nearest
	 * to the signer. */
	finding->expired = error;
	keep(&finding->expired_at, X509_STORE_CTX_get_current_cert(ctx));
	X509_STORE_CTX_set_error(ctx, X509_V_OK);
	return 1;
}

static bool
prepare(X509_STORE_CTX *ctx, const csi_trust *trust, X509 *certificate,
    STACK_OF(X509) * others, int64_t time, struct finding *finding)
{
	X509_VERIFY_PARAM *param;

	if (X509_STORE_CTX_init(ctx, trust->store, certificate, others) != 1)
		return false;
	param = X509_STORE_CTX_get0_param(ctx);
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
	X509_VERIFY_PARAM_set_depth(param, CSI_TRUST_DEPTH_MOST);
	X509_VERIFY_PARAM_set_auth_level(param, STRENGTH);
	X509_VERIFY_PARAM_set_time(param, (time_t)time);
	X509_STORE_CTX_set_verify_cb(ctx, look);
	return X509_STORE_CTX_set_app_data(ctx, finding) == 1;
}

static cseal_status
take_chain(STACK_OF(X509) * found, int count, struct csi_trust_chain *chain,
    cseal_error **ret_error)
{
	for (int i = 0; i < count && i < CSI_TRUST_DEPTH_MOST + 2; i++) {
		struct csi_bytes *der = &chain->der[chain->count++];
		unsigned char *at = NULL;
		int len = i2d_X509(sk_X509_value(found, i), &at);

		if (len <= 0)
			return csi_fail_memory(ret_error);
		csi_bytes_add(der, at, (size_t)len);
		OPENSSL_free(at);
		if (der->failed)
			return csi_fail_memory(ret_error);
	}
	return CSEAL_OK;
}

void
csi_trust_chain_clear(struct csi_trust_chain *chain)
{
	for (size_t i = 0; i < chain->count; i++)
		csi_bytes_free(&chain->der[i]);
	memset(chain, 0, sizeof(*chain));
}

/* An anchor of a list ends the chain, whatever OpenSSL put behind it: what is
 * trusted by itself may have issuers, too. */
static cseal_status
take_found(X509_STORE_CTX *ctx, bool has_lists, struct finding *finding,
    cseal_error **ret_error)
{
	STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(ctx);
	int count = found == NULL ? 0 : sk_X509_num(found);
	int below = X509_STORE_CTX_get_num_untrusted(ctx);

	if (has_lists && below < count)
		count = below + 1;
	if (count > 0)
		keep(&finding->anchor, sk_X509_value(found, count - 1));
	if (finding->chain == NULL)
		return CSEAL_OK;
	return take_chain(found, count, finding->chain, ret_error);
}

/* anchors: those that may be used now; NULL: the ones that were given. */
static cseal_status
find_chain(const csi_trust *trust, STACK_OF(X509) * anchors, X509 *certificate,
    STACK_OF(X509) * others, int64_t time, struct finding *finding,
    cseal_error **ret_error)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	cseal_status st = CSEAL_OK;
	int ok;

	if (ctx == NULL ||
	    !prepare(ctx, trust, certificate, others, time, finding)) {
		X509_STORE_CTX_free(ctx);
		return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the crypto library could not start to build a chain");
	}
	if (anchors != NULL)
		X509_STORE_CTX_set0_trusted_stack(ctx, anchors);
	ERR_set_mark();
	ok = X509_verify_cert(ctx);
	finding->error = ok == 1 ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
	if (ok != 1 && finding->error == X509_V_OK)
		finding->error = X509_V_ERR_UNSPECIFIED;
	ERR_pop_to_mark();
	if (finding->error == X509_V_ERR_OUT_OF_MEM)
		st = csi_fail_memory(ret_error);
	else if (ok == 1)
		st = take_found(ctx, anchors != NULL, finding, ret_error);
	X509_STORE_CTX_free(ctx);
	return st;
}

/* ---- sentences ------------------------------------------------------ */

/* A %s is the name of the certificate at fault. */
static const struct {
	int error;
	const char *sentence;
} sentences[] = {
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
	    "no chain leads to a given trust anchor: the issuer of \"%s\" is "
	    "missing or not trusted" },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
	    "no chain leads to a given trust anchor: the issuer of \"%s\" is "
	    "missing" },
	{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
	    "no chain leads to a given trust anchor: the issuer of \"%s\" is "
	    "missing" },
	{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
	    "\"%s\" issued its certificate itself, and it is not among the "
	    "trust anchors" },
	{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
	    "the chain ends at \"%s\", which is not among the trust anchors" },
	{ X509_V_ERR_CERT_SIGNATURE_FAILURE,
	    "the certificate of \"%s\" was not made by the issuer that it "
	    "names" },
	{ X509_V_ERR_INVALID_CA,
	    "\"%s\" issued a certificate, which it is not allowed to" },
	{ X509_V_ERR_KEYUSAGE_NO_CERTSIGN,
	    "\"%s\" issued a certificate, which it is not allowed to" },
	{ X509_V_ERR_PATH_LENGTH_EXCEEDED,
	    "\"%s\" is followed by more issuers than it allows" },
	{ X509_V_ERR_CERT_CHAIN_TOO_LONG,
	    "the chain of \"%s\" is longer than is accepted" },
	{ X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION,
	    "the certificate of \"%s\" has a critical extension that is not "
	    "known" },
	{ X509_V_ERR_EE_KEY_TOO_SMALL,
	    "the key of \"%s\" is too short to be trusted" },
	{ X509_V_ERR_CA_KEY_TOO_SMALL,
	    "the key of \"%s\" is too short to be trusted" },
	{ X509_V_ERR_CA_MD_TOO_WEAK,
	    "the certificate of \"%s\" is signed with a digest that can be "
	    "forged" },
	{ X509_V_ERR_PERMITTED_VIOLATION,
	    "\"%s\" has a name that its issuer may not certify" },
	{ X509_V_ERR_EXCLUDED_VIOLATION,
	    "\"%s\" has a name that its issuer may not certify" },
};

static char *
name_of(X509 *certificate)
{
	const X509_NAME *name;
	char *text;

	if (certificate == NULL)
		return strdup("the signer");
	name = X509_get_subject_name(certificate);
	text = csi_certificate_common_name(name);
	if (text != NULL && text[0] == '\0') {
		free(text);
		text = strdup("a certificate without a name");
	}
	return text;
}

static char *
sentence_untrusted(int error, X509 *certificate)
{
	struct csi_bytes text = { 0 };
	char *name = name_of(certificate);
	const char *at = NULL, *mark;

	if (name == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		if (sentences[i].error == error)
			at = sentences[i].sentence;
	}
	mark = at == NULL ? NULL : strstr(at, "%s");
	if (mark != NULL) {
		csi_bytes_add(&text, at, (size_t)(mark - at));
		csi_bytes_add_text(&text, name);
		csi_bytes_add_text(&text, mark + 2);
	} else {
		csi_bytes_print(&text, "the chain of \"%s\" does not hold (%s)",
		    name, X509_verify_cert_error_string(error));
	}
	free(name);
	return csi_bytes_take_text(&text);
}

static char *
sentence_time(int error, X509 *certificate, int64_t time)
{
	bool over = error == X509_V_ERR_CERT_HAS_EXPIRED;
	struct csi_bytes text = { 0 };
	char *name = name_of(certificate), *limit = NULL;
	char *judged = csi_time_text(time);
	int64_t seconds;

	if (csi_crypto_time(over ? X509_get0_notAfter(certificate)
				 : X509_get0_notBefore(certificate),
		&seconds))
		limit = csi_time_text(seconds);
	else
		limit = strdup("an unreadable time");
	if (name == NULL || judged == NULL || limit == NULL)
		text.failed = true;
	else
		csi_bytes_print(&text,
		    "the certificate of \"%s\" %s %s, and was judged at %s",
		    name, over ? "expired at" : "is valid only from", limit,
		    judged);
	free(name);
	free(judged);
	free(limit);
	return csi_bytes_take_text(&text);
}

/* ---- the answer ----------------------------------------------------- */

/* Why the certificate is not for what it did; NULL: it is. */
static const char *
misuse(X509 *certificate, struct csi_span der, bool for_stamps)
{
	bool only = false;

	if (!csi_certificate_may_sign(certificate))
		return "the signer's certificate is not for signing "
		       "documents (key usage)";
	if (for_stamps)
		csi_certificate_has_purpose(der, csi_oid_time_stamping, &only);
	if (for_stamps && !only)
		return "the certificate is not one of a time-stamp authority "
		       "(extended key usage)";
	return NULL;
}

static cseal_status
answer(const struct finding *finding, const struct csi_listing *listed,
    const char *misused, int64_t time, enum csi_trust_answer *ret_answer,
    char **ret_why, cseal_error **ret_error)
{
	enum csi_trust_answer made = CSI_TRUST_TRUSTED;
	char *why = NULL;

	if (finding->error != X509_V_OK && listed->service != NULL) {
		made = listed->answer == CSI_SERVICE_OLD ? CSI_TRUST_UNKNOWN
							 : CSI_TRUST_UNTRUSTED;
		why = csi_service_say(listed->service, listed->answer, time);
	} else if (finding->error != X509_V_OK) {
		made = CSI_TRUST_UNTRUSTED;
		why = sentence_untrusted(finding->error, finding->error_at);
	} else if (misused != NULL) {
		made = CSI_TRUST_UNTRUSTED;
		why = strdup(misused);
	} else if (finding->expired != X509_V_OK) {
		made = CSI_TRUST_EXPIRED;
		why =
		    sentence_time(finding->expired, finding->expired_at, time);
	} else if (listed->service != NULL) {
		why = csi_service_say(listed->service, listed->answer, time);
	}
	if ((made != CSI_TRUST_TRUSTED || listed->service != NULL) &&
	    why == NULL)
		return csi_fail_memory(ret_error);
	*ret_answer = made;
	*ret_why = why;
	return CSEAL_OK;
}

/* What is no certificate among the others cannot help, and does no harm. */
static STACK_OF(X509) * stack_of(const struct csi_span *others, size_t count)
{
	STACK_OF(X509) *stack = sk_X509_new_null();
	X509 *one;

	if (count > CSI_CERTIFICATES_MOST)
		count = CSI_CERTIFICATES_MOST;
	ERR_set_mark();
	for (size_t i = 0; stack != NULL && i < count; i++) {
		one = csi_certificate_x509(others[i]);
		if (one != NULL && sk_X509_push(stack, one) <= 0)
			X509_free(one);
	}
	ERR_pop_to_mark();
	return stack;
}

/* Through the anchors that were given and those that lists have: first those
 * that may be used, and where they do not help, all of them, to say why not.
 * *ret_listed is the one that was used, or would have been. */
static cseal_status
find_listed(const csi_trust *trust, const struct csi_moment *moment,
    X509 *certificate, STACK_OF(X509) * others, struct finding *finding,
    struct csi_listing *ret_listed, cseal_error **ret_error)
{
	struct finding other = { .chain = finding->chain };
	STACK_OF(X509) *anchors = NULL;
	cseal_status st;

	st = csi_listed_anchors(
	    &trust->listed, trust->store, moment, &anchors, ret_error);
	if (st == CSEAL_OK)
		st = find_chain(trust, anchors, certificate, others,
		    moment->time, finding, ret_error);
	sk_X509_pop_free(anchors, X509_free);
	if (st != CSEAL_OK || finding->error == X509_V_OK) {
		if (st == CSEAL_OK)
			csi_listed_find(&trust->listed, trust->store, moment,
			    finding->anchor, ret_listed);
		return st;
	}
	anchors = NULL;
	st = csi_listed_anchors(
	    &trust->listed, trust->store, NULL, &anchors, ret_error);
	if (st == CSEAL_OK)
		st = find_chain(trust, anchors, certificate, others,
		    moment->time, &other, ret_error);
	sk_X509_pop_free(anchors, X509_free);
	if (st == CSEAL_OK && other.error == X509_V_OK)
		csi_listed_find(&trust->listed, trust->store, moment,
		    other.anchor, ret_listed);
	if (finding->chain != NULL && ret_listed->answer != CSI_SERVICE_OLD)
		csi_trust_chain_clear(finding->chain);
	clear(&other);
	return st;
}

cseal_status
csi_trust_find(const csi_trust *trust, struct csi_span certificate,
    const struct csi_span *others, size_t other_count, int64_t time,
    bool for_stamps, enum csi_trust_answer *ret_answer, char **ret_why,
    struct csi_trust_chain *chain, cseal_error **ret_error)
{
	const struct csi_moment moment = { time, for_stamps };
	struct finding finding = { .chain = chain };
	struct csi_listing listed = { 0 };
	STACK_OF(X509) * stack;
	X509 *x509;
	cseal_status st;

	if (trust == NULL) {
		*ret_answer = CSI_TRUST_UNKNOWN;
		*ret_why = NULL;
		return CSEAL_OK;
	}
	x509 = csi_certificate_x509(certificate);
	if (x509 == NULL)
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the signer's certificate was not an X.509 certificate");
	stack = stack_of(others, other_count);
	if (stack == NULL)
		st = csi_fail_memory(ret_error);
	else if (trust->listed.count == 0)
		st = find_chain(
		    trust, NULL, x509, stack, time, &finding, ret_error);
	else
		st = find_listed(
		    trust, &moment, x509, stack, &finding, &listed, ret_error);
	if (st == CSEAL_OK)
		st = answer(&finding, &listed,
		    misuse(x509, certificate, for_stamps), time, ret_answer,
		    ret_why, ret_error);
	clear(&finding);
	sk_X509_pop_free(stack, X509_free);
	X509_free(x509);
	return st;
}

cseal_status
csi_trust_judge(const csi_trust *trust, struct csi_span certificate,
    const struct csi_span *others, size_t other_count, int64_t time,
    enum csi_trust_answer *ret_answer, char **ret_why, cseal_error **ret_error)
{
	return csi_trust_find(trust, certificate, others, other_count, time,
	    false, ret_answer, ret_why, NULL, ret_error);
}
