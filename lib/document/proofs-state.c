/* SPDX-License-Identifier: Apache-2.0 */
/* proofs-state.c -- what proves that a certificate was not revoked: answers of
 * responders, and lists. */
#include "document/proofs-inside.h"

#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/revocation.h"
#include "error.h"

#include <openssl/rand.h>

#define NONCE_LEN 16
#define SKEW_S    300 /* of clocks */

/* ---- answers of responders --------------------------------------------- */

/* Does it hold now?  REFUSED_CERT_REVOKED and FAULT_REMOTE. */
static cseal_status
check_state(const struct csi_collector *collector,
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
check_answer(const struct csi_collector *collector, struct csi_span der,
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
keep_answer(struct csi_collector *collector, struct csi_span der,
    struct csi_span responder, struct csi_span issuer, cseal_error **ret_error)
{
	cseal_status st;

	st = csi_proofs_keep(
	    collector, CSI_PDF_DSS_ANSWERS, der, NULL, ret_error);
	if (st != CSEAL_OK || csi_span_equal(responder, issuer))
		return st;
	if (csi_certificate_is_unchecked(responder))
		return csi_proofs_keep(collector, CSI_PDF_DSS_CERTIFICATES,
		    responder, NULL, ret_error);
	return csi_proofs_enqueue(collector, responder, ret_error);
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
ask_responder(struct csi_collector *collector, struct csi_span url,
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
		st = csi_proofs_fetch(collector, url,
		    "application/ocsp-request", csi_bytes_span(&request),
		    CSI_OCSP_MOST, &answer, ret_error);
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
check_list(const struct csi_collector *collector, struct csi_span der,
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
		    "the revocation list did not say anything of the certificate");
	if (st == CSEAL_OK)
		st = csi_crl_prove(&crl, issuer, ret_error);
	if (st == CSEAL_OK)
		st = check_state(collector, &revocation, ret_error);
	return st;
}

static cseal_status
fetch_list(struct csi_collector *collector, struct csi_span url,
    struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error)
{
	const struct csi_span none = { 0 };
	struct csi_bytes answer = { 0 };
	cseal_status st;

	st = csi_proofs_fetch(
	    collector, url, NULL, none, CSI_CRL_MOST, &answer, ret_error);
	if (st == CSEAL_OK)
		st = check_list(collector, csi_bytes_span(&answer), certificate,
		    issuer, ret_error);
	if (st == CSEAL_OK)
		st = csi_proofs_keep(collector, CSI_PDF_DSS_LISTS,
		    csi_bytes_span(&answer), NULL, ret_error);
	csi_bytes_free(&answer);
	return st;
}

/* ---- one certificate ---------------------------------------------------- */

/* What was collected for another one, or for another signature. */
static cseal_status
use_collected(struct csi_collector *collector, struct csi_span certificate,
    struct csi_span issuer, bool *ret_used, cseal_error **ret_error)
{
	const struct csi_proofs *proofs = collector->proofs;
	struct csi_span responder, one;

	for (size_t i = 0; i < proofs->counts[CSI_PDF_DSS_ANSWERS]; i++) {
		one = csi_proofs_item(proofs, CSI_PDF_DSS_ANSWERS, i);
		if (check_answer(collector, one, certificate, issuer,
			&responder, NULL) != CSEAL_OK)
			continue;
		*ret_used = true;
		return keep_answer(
		    collector, one, responder, issuer, ret_error);
	}
	for (size_t i = 0; i < proofs->counts[CSI_PDF_DSS_LISTS]; i++) {
		one = csi_proofs_item(proofs, CSI_PDF_DSS_LISTS, i);
		if (check_list(collector, one, certificate, issuer, NULL) !=
		    CSEAL_OK)
			continue;
		*ret_used = true;
		return csi_proofs_keep(
		    collector, CSI_PDF_DSS_LISTS, one, NULL, ret_error);
	}
	return CSEAL_OK;
}

cseal_status
csi_proofs_find_state(struct csi_collector *collector,
    struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error)
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
	for (size_t i = 0; csi_proofs_may_go_on(st) && i < responders.count;
	     i++) {
		csi_proofs_forget(ret_error);
		st = ask_responder(collector, responders.at[i], certificate,
		    issuer, ret_error);
	}
	for (size_t i = 0; csi_proofs_may_go_on(st) && i < lists.count; i++) {
		csi_proofs_forget(ret_error);
		st = fetch_list(
		    collector, lists.at[i], certificate, issuer, ret_error);
	}
	return st;
}
