/* SPDX-License-Identifier: Apache-2.0 */
/* proofs.c -- collects what later proves that certificates held.
 *
 * A list of certificates that grows while it is gone through: the issuer of
 * one, and who answered for it, come behind it.  Every item is proven before
 * it is kept, and every URL is one that a certificate names. */
#include "proofs.h"

#include "cms/bundle.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/revocation.h"
#include "error.h"
#include "fetch.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NONCE_LEN    16
#define ISSUERS_MOST 16                 /* certificates in one answer */
#define SKEW_S       300                /* of clocks */
#define FETCHED_MOST ((size_t)64 << 20) /* bytes, in all */

struct collector {
	struct csi_proofs *proofs;
	cseal_context *context;
	const struct csi_span *others;
	size_t other_count;
	cseal_wait *wait;
	int64_t now;
	uint64_t *uses;
	size_t queue[CSI_PDF_DSS_MOST]; /* indices of certificates */
	size_t queued;
};

void
csi_proofs_free(struct csi_proofs *proofs)
{
	for (int kind = 0; kind < CSI_PDF_DSS_KINDS; kind++) {
		for (size_t i = 0; i < proofs->counts[kind]; i++)
			csi_bytes_free(&proofs->items[kind][i]);
	}
	memset(proofs, 0, sizeof(*proofs));
}

static struct csi_span
item_at(const struct csi_proofs *proofs, int kind, size_t i)
{
	return csi_bytes_span(&proofs->items[kind][i]);
}

/* Keeps a copy, once, and marks it as used. */
static cseal_status
keep(struct collector *collector, int kind, struct csi_span item,
    size_t *ret_index, cseal_error **ret_error)
{
	struct csi_proofs *proofs = collector->proofs;
	size_t count = proofs->counts[kind], i = 0;

	while (i < count && !csi_span_equal(item_at(proofs, kind, i), item))
		i++;
	if (i == CSI_PDF_DSS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %d certificates, answers or lists were needed",
		    CSI_PDF_DSS_MOST);
	if (i == count) {
		csi_bytes_add_span(&proofs->items[kind][i], item);
		if (proofs->items[kind][i].failed) {
			csi_bytes_free(&proofs->items[kind][i]);
			return csi_fail_memory(ret_error);
		}
		proofs->counts[kind]++;
	}
	collector->uses[kind] |= UINT64_C(1) << i;
	if (ret_index != NULL)
		*ret_index = i;
	return CSEAL_OK;
}

/* Each certificate is gone through once. */
static cseal_status
enqueue(struct collector *collector, struct csi_span certificate,
    cseal_error **ret_error)
{
	size_t index = 0;
	cseal_status st;

	st = keep(collector, CSI_PDF_DSS_CERTIFICATES, certificate, &index,
	    ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < collector->queued; i++) {
		if (collector->queue[i] == index)
			return CSEAL_OK;
	}
	collector->queue[collector->queued++] = index;
	return CSEAL_OK;
}

static cseal_status
fetch(struct collector *collector, struct csi_span url, const char *type,
    struct csi_span body, size_t most, struct csi_bytes *ret_answer,
    cseal_error **ret_error)
{
	char text[CSI_URL_MOST + 1];
	struct csi_question question = {
		.url = text, .content_type = type, .body = body, .most = most
	};
	cseal_status st;

	if (collector->proofs->fetched > FETCHED_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %zu bytes were fetched", FETCHED_MOST);
	memcpy(text, url.at, url.len);
	text[url.len] = '\0';
	st = csi_fetch(collector->context, &question, collector->wait,
	    ret_answer, ret_error);
	if (st == CSEAL_OK)
		collector->proofs->fetched += ret_answer->len;
	return st;
}

/* One source failed: is there any sense in asking the next? */
static bool
may_go_on(cseal_status st)
{
	return st == CSEAL_FAULT_REMOTE || st == CSEAL_REFUSED_DAMAGED ||
	       st == CSEAL_REFUSED_UNSUPPORTED || st == CSEAL_REFUSED_LIMIT;
}

/* What the source before said is forgotten; this one's word stays. */
static void
forget(cseal_error **ret_error)
{
	if (ret_error == NULL)
		return;
	cseal_error_free(*ret_error);
	*ret_error = NULL;
}

/* "Test CA", for a note. */
static cseal_status
fail_about(struct csi_span certificate, cseal_status st, const char *what,
    cseal_error **ret_error)
{
	X509 *x509 = csi_certificate_x509(certificate);
	char *name = NULL;

	if (x509 != NULL)
		name = csi_certificate_common_name(X509_get_subject_name(x509));
	cseal_fail_note(
	    ret_error, st, "%s of \"%s\"", what, name == NULL ? "?" : name);
	free(name);
	X509_free(x509);
	return st;
}

/* ---- the issuer -------------------------------------------------------- */

static bool
is_issuer(struct csi_span issuer, struct csi_span certificate)
{
	bool is;

	ERR_set_mark();
	is = csi_signed_by(certificate, issuer, NULL) == CSEAL_OK;
	ERR_pop_to_mark();
	return is;
}

static bool
find_issuer(const struct collector *collector, struct csi_span certificate,
    struct csi_span *ret_issuer)
{
	const struct csi_proofs *proofs = collector->proofs;

	for (size_t i = 0; i < collector->other_count; i++) {
		if (is_issuer(collector->others[i], certificate)) {
			*ret_issuer = collector->others[i];
			return true;
		}
	}
	for (size_t i = 0; i < proofs->counts[CSI_PDF_DSS_CERTIFICATES]; i++) {
		struct csi_span one =
		    item_at(proofs, CSI_PDF_DSS_CERTIFICATES, i);

		if (is_issuer(one, certificate)) {
			*ret_issuer = one;
			return true;
		}
	}
	return false;
}

/* Of what was fetched (RFC 5280, 4.2.2.1: DER, or a SignedData; PEM is met,
 * too), the issuer's certificate. */
static cseal_status
pick_issuer(struct collector *collector, struct csi_span bytes,
    struct csi_span certificate, size_t *ret_index, cseal_error **ret_error)
{
	struct csi_bytes ders[ISSUERS_MOST] = { { .at = NULL } };
	size_t count = 0, i = 0;
	cseal_status st;

	st = csi_bundle_read(bytes, ders, ISSUERS_MOST, &count, ret_error);
	while (st == CSEAL_OK && i < count &&
	       !is_issuer(csi_bytes_span(&ders[i]), certificate))
		i++;
	if (st == CSEAL_REFUSED_INPUT)
		forget(ret_error);
	if (st == CSEAL_REFUSED_INPUT || (st == CSEAL_OK && i == count))
		st = cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
		    "what was fetched was not the issuer's certificate");
	if (st == CSEAL_OK)
		st = keep(collector, CSI_PDF_DSS_CERTIFICATES,
		    csi_bytes_span(&ders[i]), ret_index, ret_error);
	for (i = 0; i < ISSUERS_MOST; i++)
		csi_bytes_free(&ders[i]);
	return st;
}

static cseal_status
fetch_issuer(struct collector *collector, struct csi_span certificate,
    struct csi_span *ret_issuer, cseal_error **ret_error)
{
	const struct csi_span none = { 0 };
	struct csi_bytes answer = { 0 };
	struct csi_urls urls;
	size_t index = 0;
	cseal_status st;

	csi_certificate_issuers(certificate, &urls);
	st = cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "the certificate does not say where its issuer's is");
	for (size_t i = 0; may_go_on(st) && i < urls.count; i++) {
		forget(ret_error);
		st = fetch(collector, urls.at[i], NULL, none,
		    CSI_CERTIFICATE_MOST, &answer, ret_error);
		if (st == CSEAL_OK)
			st = pick_issuer(collector, csi_bytes_span(&answer),
			    certificate, &index, ret_error);
		csi_bytes_free(&answer);
	}
	if (st == CSEAL_OK)
		*ret_issuer =
		    item_at(collector->proofs, CSI_PDF_DSS_CERTIFICATES, index);
	return st;
}

/* ---- answers of responders --------------------------------------------- */

/* Does it hold now?  REFUSED_CERT_REVOKED and FAULT_REMOTE. */
static cseal_status
check_state(const struct collector *collector,
    const struct csi_revocation *revocation, cseal_error **ret_error)
{
	if (revocation->state == CSI_REVOCATION_REVOKED)
		return cseal_fail(ret_error, CSEAL_REFUSED_CERT_REVOKED,
		    "the certificate was revoked by its issuer");
	if (revocation->state == CSI_REVOCATION_UNKNOWN)
		return cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
		    "the responder did not know the certificate");
	if (revocation->this_update > collector->now + SKEW_S ||
	    (revocation->next_update != 0 &&
		revocation->next_update < collector->now - SKEW_S))
		return cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
		    "what was said of the certificate was not for now");
	return CSEAL_OK;
}

static cseal_status
check_answer(const struct collector *collector, struct csi_span der,
    struct csi_span certificate, struct csi_span issuer,
    struct csi_span *ret_responder, cseal_error **ret_error)
{
	struct csi_revocation revocation;
	struct csi_ocsp ocsp;
	bool found = false;
	cseal_status st;

	st = csi_ocsp_read(der, &ocsp, ret_error);
	if (st == CSEAL_OK)
		st = csi_ocsp_find(
		    &ocsp, certificate, issuer, &found, &revocation, ret_error);
	if (st == CSEAL_OK && !found)
		st = cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
		    "the responder said nothing of the certificate");
	if (st == CSEAL_OK)
		st = csi_ocsp_prove(&ocsp, issuer, ret_responder, ret_error);
	if (st == CSEAL_OK)
		st = check_state(collector, &revocation, ret_error);
	return st;
}

/* Who answered must be proven, too, unless the issuer said not to ask. */
static cseal_status
keep_answer(struct collector *collector, struct csi_span der,
    struct csi_span responder, struct csi_span issuer, cseal_error **ret_error)
{
	cseal_status st;

	st = keep(collector, CSI_PDF_DSS_ANSWERS, der, NULL, ret_error);
	if (st != CSEAL_OK || csi_span_equal(responder, issuer))
		return st;
	if (csi_certificate_is_unchecked(responder))
		return keep(collector, CSI_PDF_DSS_CERTIFICATES, responder,
		    NULL, ret_error);
	return enqueue(collector, responder, ret_error);
}

/* A nonce is sent; a responder that makes its answers beforehand leaves it
 * out, and what it says is fresh by its times. */
static cseal_status
check_nonce(struct csi_span der, struct csi_span nonce, cseal_error **ret_error)
{
	struct csi_reader in;
	struct csi_ocsp ocsp;
	struct csi_span said;
	cseal_status st;

	st = csi_ocsp_read(der, &ocsp, ret_error);
	if (st != CSEAL_OK || ocsp.nonce.len == 0)
		return st;
	in = csi_reader_of(ocsp.nonce.at, ocsp.nonce.len);
	said = csi_der_take(&in, CSI_DER_OCTET_STRING).body;
	if (!csi_span_equal(said, nonce))
		return cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
		    "the responder answered another question (nonce)");
	return CSEAL_OK;
}

static cseal_status
ask_responder(struct collector *collector, struct csi_span url,
    struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error)
{
	struct csi_bytes request = { 0 }, answer = { 0 };
	uint8_t bytes[NONCE_LEN];
	const struct csi_span nonce = { bytes, sizeof(bytes) };
	struct csi_span responder;
	cseal_status st;

	if (RAND_bytes(bytes, NONCE_LEN) != 1)
		return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the crypto library gave no random bytes");
	st = csi_ocsp_request(certificate, issuer, nonce, &request, ret_error);
	if (st == CSEAL_OK)
		st = fetch(collector, url, "application/ocsp-request",
		    csi_bytes_span(&request), CSI_OCSP_MOST, &answer,
		    ret_error);
	if (st == CSEAL_OK)
		st = check_nonce(csi_bytes_span(&answer), nonce, ret_error);
	if (st == CSEAL_OK)
		st = check_answer(collector, csi_bytes_span(&answer),
		    certificate, issuer, &responder, ret_error);
	if (st == CSEAL_OK)
		st = keep_answer(collector, csi_bytes_span(&answer), responder,
		    issuer, ret_error);
	csi_bytes_free(&request);
	csi_bytes_free(&answer);
	return st;
}

/* ---- lists ------------------------------------------------------------- */

static cseal_status
check_list(const struct collector *collector, struct csi_span der,
    struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error)
{
	struct csi_revocation revocation;
	struct csi_crl crl;
	bool found = false;
	cseal_status st;

	st = csi_crl_read(der, &crl, ret_error);
	if (st == CSEAL_OK)
		st = csi_crl_find(
		    &crl, certificate, &found, &revocation, ret_error);
	if (st == CSEAL_OK && !found)
		st = cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
		    "the revocation list was of another issuer");
	if (st == CSEAL_OK)
		st = csi_crl_prove(&crl, issuer, ret_error);
	if (st == CSEAL_OK)
		st = check_state(collector, &revocation, ret_error);
	return st;
}

static cseal_status
fetch_list(struct collector *collector, struct csi_span url,
    struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error)
{
	const struct csi_span none = { 0 };
	struct csi_bytes answer = { 0 };
	cseal_status st;

	st =
	    fetch(collector, url, NULL, none, CSI_CRL_MOST, &answer, ret_error);
	if (st == CSEAL_OK)
		st = check_list(collector, csi_bytes_span(&answer), certificate,
		    issuer, ret_error);
	if (st == CSEAL_OK)
		st = keep(collector, CSI_PDF_DSS_LISTS, csi_bytes_span(&answer),
		    NULL, ret_error);
	csi_bytes_free(&answer);
	return st;
}

/* ---- one certificate ---------------------------------------------------- */

/* What was collected for another one, or for another signature. */
static cseal_status
use_collected(struct collector *collector, struct csi_span certificate,
    struct csi_span issuer, bool *ret_used, cseal_error **ret_error)
{
	const struct csi_proofs *proofs = collector->proofs;
	struct csi_span responder, one;

	for (size_t i = 0; i < proofs->counts[CSI_PDF_DSS_ANSWERS]; i++) {
		one = item_at(proofs, CSI_PDF_DSS_ANSWERS, i);
		if (check_answer(collector, one, certificate, issuer,
			&responder, NULL) != CSEAL_OK)
			continue;
		*ret_used = true;
		return keep_answer(
		    collector, one, responder, issuer, ret_error);
	}
	for (size_t i = 0; i < proofs->counts[CSI_PDF_DSS_LISTS]; i++) {
		one = item_at(proofs, CSI_PDF_DSS_LISTS, i);
		if (check_list(collector, one, certificate, issuer, NULL) !=
		    CSEAL_OK)
			continue;
		*ret_used = true;
		return keep(collector, CSI_PDF_DSS_LISTS, one, NULL, ret_error);
	}
	return CSEAL_OK;
}

static cseal_status
prove_unrevoked(struct collector *collector, struct csi_span certificate,
    struct csi_span issuer, cseal_error **ret_error)
{
	struct csi_urls responders, lists;
	bool used = false;
	cseal_status st;

	st = use_collected(collector, certificate, issuer, &used, ret_error);
	if (st != CSEAL_OK || used)
		return st;
	csi_certificate_responders(certificate, &responders);
	csi_certificate_lists(certificate, &lists);
	st = cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "the certificate does not say who knows whether it is revoked");
	for (size_t i = 0; may_go_on(st) && i < responders.count; i++) {
		forget(ret_error);
		st = ask_responder(collector, responders.at[i], certificate,
		    issuer, ret_error);
	}
	for (size_t i = 0; may_go_on(st) && i < lists.count; i++) {
		forget(ret_error);
		st = fetch_list(
		    collector, lists.at[i], certificate, issuer, ret_error);
	}
	return st;
}

static cseal_status
go_through(struct collector *collector, size_t index, cseal_error **ret_error)
{
	struct csi_span certificate =
	    item_at(collector->proofs, CSI_PDF_DSS_CERTIFICATES, index);
	struct csi_span issuer;
	cseal_status st = CSEAL_OK;

	if (is_issuer(certificate, certificate))
		return CSEAL_OK; /* a root: an anchor, or nothing */
	if (!find_issuer(collector, certificate, &issuer))
		st = fetch_issuer(collector, certificate, &issuer, ret_error);
	if (st != CSEAL_OK)
		return fail_about(certificate, st,
		    "could not get the issuer's certificate", ret_error);
	st = prove_unrevoked(collector, certificate, issuer, ret_error);
	if (st != CSEAL_OK)
		return fail_about(certificate, st,
		    "could not get the state of the certificate", ret_error);
	return enqueue(collector, issuer, ret_error);
}

/* What does not hold is the fault of whom was asked. */
static cseal_status
settle(cseal_status st, cseal_error **ret_error)
{
	cseal_error *cause = NULL;

	if (st != CSEAL_REFUSED_DAMAGED)
		return st;
	if (ret_error != NULL) {
		cause = *ret_error;
		*ret_error = NULL;
	}
	st = cseal_fail(ret_error, CSEAL_FAULT_REMOTE, "%s",
	    cause == NULL ? "it did not hold" : cseal_error_text(cause));
	cseal_error_free(cause);
	return st;
}

cseal_status
csi_proofs_collect(struct csi_proofs *proofs, cseal_context *context,
    struct csi_span certificate, const struct csi_span *others,
    size_t other_count, cseal_wait *wait, uint64_t ret_uses[CSI_PDF_DSS_KINDS],
    cseal_error **ret_error)
{
	struct collector collector = { .proofs = proofs,
		.context = context,
		.others = others,
		.other_count = other_count,
		.wait = wait,
		.now = (int64_t)time(NULL),
		.uses = ret_uses };
	cseal_status st;

	st = enqueue(&collector, certificate, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < collector.queued; i++)
		st = go_through(&collector, collector.queue[i], ret_error);
	return settle(st, ret_error);
}
