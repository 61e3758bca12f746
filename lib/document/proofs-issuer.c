/* SPDX-License-Identifier: Apache-2.0 */
/* proofs-issuer.c -- finds the certificate of an issuer, or fetches it from
 * where the certificate says that it is. */
#include "document/proofs-inside.h"

#include "cms/bundle.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/revocation.h"
#include "error.h"

#include <openssl/err.h>

#define ISSUERS_MOST 16 /* certificates in one answer */

bool
csi_proofs_is_issuer(struct csi_span issuer, struct csi_span certificate)
{
	bool is;

	ERR_set_mark();
	is = csi_signed_by(certificate, issuer, NULL) == CSEAL_OK;
	ERR_pop_to_mark();
	return is;
}

bool
csi_proofs_find_issuer(const struct csi_collector *collector,
    struct csi_span certificate, struct csi_span *ret_issuer)
{
	const struct csi_proofs *proofs = collector->proofs;

	for (size_t i = 0; i < collector->other_count; i++) {
		if (csi_proofs_is_issuer(collector->others[i], certificate)) {
			*ret_issuer = collector->others[i];
			return true;
		}
	}
	for (size_t i = 0; i < proofs->counts[CSI_PDF_DSS_CERTIFICATES]; i++) {
		struct csi_span one =
		    csi_proofs_item(proofs, CSI_PDF_DSS_CERTIFICATES, i);

		if (csi_proofs_is_issuer(one, certificate)) {
			*ret_issuer = one;
			return true;
		}
	}
	return false;
}

/* Of what was fetched (RFC 5280, 4.2.2.1: DER, or a SignedData; PEM is met,
 * too), the issuer's certificate. */
static cseal_status
pick_issuer(struct csi_collector *collector, struct csi_span bytes,
    struct csi_span certificate, size_t *ret_index, cseal_error **ret_error)
{
	struct csi_bytes ders[ISSUERS_MOST] = { { .at = NULL } };
	size_t count = 0, i = 0;
	cseal_status st;

	st = csi_bundle_read(bytes, ders, ISSUERS_MOST, &count, ret_error);
	while (st == CSEAL_OK && i < count &&
	       !csi_proofs_is_issuer(csi_bytes_span(&ders[i]), certificate))
		i++;
	if (st == CSEAL_REFUSED_INPUT)
		csi_proofs_forget(ret_error);
	if (st == CSEAL_REFUSED_INPUT || (st == CSEAL_OK && i == count))
		st = cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
		    "what was fetched was not the issuer's certificate");
	if (st == CSEAL_OK)
		st = csi_proofs_keep(collector, CSI_PDF_DSS_CERTIFICATES,
		    csi_bytes_span(&ders[i]), ret_index, ret_error);
	for (i = 0; i < ISSUERS_MOST; i++)
		csi_bytes_free(&ders[i]);
	return st;
}

cseal_status
csi_proofs_fetch_issuer(struct csi_collector *collector,
    struct csi_span certificate, struct csi_span *ret_issuer,
    cseal_error **ret_error)
{
	const struct csi_span none = { 0 };
	struct csi_bytes answer = { 0 };
	struct csi_urls urls;
	size_t index = 0;
	cseal_status st;

	csi_certificate_issuers(certificate, &urls);
	st = cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "the certificate does not say where its issuer's is");
	for (size_t i = 0; csi_proofs_may_go_on(st) && i < urls.count; i++) {
		csi_proofs_forget(ret_error);
		st = csi_proofs_fetch(collector, urls.at[i], NULL, none,
		    CSI_CERTIFICATE_MOST, &answer, ret_error);
		if (st == CSEAL_OK)
			st = pick_issuer(collector, csi_bytes_span(&answer),
			    certificate, &index, ret_error);
		csi_bytes_free(&answer);
	}
	if (st == CSEAL_OK)
		*ret_issuer = csi_proofs_item(
		    collector->proofs, CSI_PDF_DSS_CERTIFICATES, index);
	return st;
}
