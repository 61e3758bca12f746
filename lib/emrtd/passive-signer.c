/* SPDX-License-Identifier: Apache-2.0 */
/* passive-signer.c -- may the document signer's certificate sign documents
 * (ICAO 9303-12, 7.1)?
 *
 * A state's key makes certificates for much else: for those who sign lists,
 * visas or bar codes, and for its servers. */
#include "emrtd/passive-inside.h"

#include "cms/crypto.h"

#include "error.h"

#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <string.h>

#define CE(n) CSI_SPAN("\x55\x1d" n)

/* Extensions that a critical mark may stand at: those of 9303-12, 7.1.1, that
 * are looked at here or in passive-issuer.c, and those that ask for nothing.
 * Among the latter are policies (RFC 5280, 6.1.1: any will do) and points of
 * distribution, for lists come from elsewhere. */
static const struct csi_span known_extensions[] = {
	CE("\x0e"), /* subject key identifier */
	CE("\x0f"), /* key usage */
	CE("\x11"), /* other names of the subject */
	CE("\x12"), /* and of the issuer */
	CE("\x13"), /* basic constraints */
	CE("\x1f"), /* CRL distribution points */
	CE("\x20"), /* certificate policies */
	CE("\x23"), /* authority key identifier */
	CSI_SPAN("\x67\x81\x08\x01\x01\x06\x01"), /* name change */
	CSI_SPAN("\x67\x81\x08\x01\x01\x06\x02"), /* document types */
};

/* Purposes below id-kp (RFC 5280, 4.2.1.12) and id-icao-mrtd-security: none of
 * them is to sign documents. */
static const struct csi_span other_purposes[] = {
	CSI_SPAN("\x2b\x06\x01\x05\x05\x07\x03"),
	CSI_SPAN("\x67\x81\x08\x01\x01"),
};

static struct csi_span
span_of(const ASN1_OBJECT *oid)
{
	return (struct csi_span){ OBJ_get0_data(oid), OBJ_length(oid) };
}

static bool
is_known(const ASN1_OBJECT *oid)
{
	for (size_t i = 0;
	     i < sizeof(known_extensions) / sizeof(known_extensions[0]); i++) {
		if (csi_span_equal(span_of(oid), known_extensions[i]))
			return true;
	}
	return false;
}

bool
csi_passive_knows_extensions(X509 *x509, bool but_purpose)
{
	for (int i = 0; i < X509_get_ext_count(x509); i++) {
		X509_EXTENSION *one = X509_get_ext(x509, i);
		const ASN1_OBJECT *oid = X509_EXTENSION_get_object(one);

		if (X509_EXTENSION_get_critical(one) &&
		    !(but_purpose && OBJ_obj2nid(oid) == NID_ext_key_usage) &&
		    !is_known(oid))
			return false;
	}
	return true;
}

/* ---- extended key usage ----------------------------------------------- */

static bool
is_other_purpose(const ASN1_OBJECT *purpose)
{
	struct csi_span oid = span_of(purpose);

	for (size_t i = 0;
	     i < sizeof(other_purposes) / sizeof(other_purposes[0]); i++) {
		struct csi_span below = other_purposes[i];

		if (oid.len > below.len &&
		    memcmp(oid.at, below.at, below.len) == 0)
			return true;
	}
	return false;
}

/* A document signer has none.  One that is there and is not critical binds as
 * well (RFC 5280, 4.2.1.12); but some states may have an identifier of their
 * own for what they sign here, or allow any purpose, which is not known. */
static cseal_verdict
judge_purposes(const EXTENDED_KEY_USAGE *purposes, bool is_critical)
{
	if (is_critical)
		return CSEAL_VERDICT_NO;
	for (int i = 0; i < sk_ASN1_OBJECT_num(purposes); i++) {
		if (is_other_purpose(sk_ASN1_OBJECT_value(purposes, i)))
			return CSEAL_VERDICT_NO;
	}
	return CSEAL_VERDICT_UNKNOWN;
}

static cseal_status
judge_purpose(struct csi_passive_state *state, cseal_error **ret_error)
{
	cseal_verdict verdict = CSEAL_VERDICT_NO;
	EXTENDED_KEY_USAGE *purposes;
	int critical = -1; /* -1: there is none; -2: more than one */

	purposes =
	    X509_get_ext_d2i(state->x509, NID_ext_key_usage, &critical, NULL);
	if (critical == -1)
		return CSEAL_OK;
	if (purposes == NULL && csi_crypto_lacked_memory())
		return csi_fail_memory(ret_error);
	if (purposes != NULL)
		verdict = judge_purposes(purposes, critical != 0);
	sk_ASN1_OBJECT_pop_free(purposes, ASN1_OBJECT_free);
	csi_passive_say(state, verdict,
	    verdict == CSEAL_VERDICT_NO
		? "The document signer's certificate is for something else "
		  "than signing documents (extended key usage)."
		: "The document signer's certificate names a purpose that is "
		  "not known here (extended key usage): whether it is for "
		  "signing documents cannot be shown.");
	return CSEAL_OK;
}

/* ---- all of it -------------------------------------------------------- */

cseal_status
csi_passive_judge_signer(
    struct csi_passive_state *state, cseal_error **ret_error)
{
	cseal_status st = csi_csca_check_key(state->signer, NULL);

	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK)
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document signer's key is not RSA, and not on a curve "
		    "that has a name.");
	else if ((X509_get_key_usage(state->x509) & KU_DIGITAL_SIGNATURE) == 0)
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document signer's certificate is not for signing "
		    "(key usage).");
	if (!csi_passive_knows_extensions(state->x509, true))
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document signer's certificate has a critical "
		    "extension that is not known here.");
	return judge_purpose(state, ret_error);
}
