/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-ocsp.c -- what says whether a certificate is revoked: a certificate
 * and its issuer's, each behind its length in two bytes, then an answer of a
 * responder or a list. */
#include "fuzz.h"

#include "cms/extension.h"
#include "cms/revocation.h"

#include <stdlib.h>

static struct csi_span
take(struct csi_reader *in)
{
	return csi_read_span(in, csi_read_be16(in));
}

static bool
is_inside(struct csi_span inner, struct csi_span outer)
{
	return inner.at >= outer.at &&
	       inner.at + inner.len <= outer.at + outer.len;
}

static void
check_urls(struct csi_span certificate)
{
	void (*const kinds[])(
	    struct csi_span, struct csi_urls *) = { csi_certificate_responders,
		csi_certificate_issuers, csi_certificate_lists };
	struct csi_urls urls;
	bool only;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		kinds[i](certificate, &urls);
		for (size_t k = 0; k < urls.count; k++) {
			if (!is_inside(urls.at[k], certificate) ||
			    urls.at[k].len > CSI_URL_MOST)
				abort();
		}
	}
	csi_certificate_has_purpose(certificate, csi_oid_ocsp_signing, &only);
	csi_certificate_is_unchecked(certificate);
}

static void
check_answer(
    struct csi_span certificate, struct csi_span issuer, struct csi_span der)
{
	struct csi_revocation revocation;
	struct csi_span responder = { 0 };
	struct csi_ocsp ocsp, again;
	bool found = false;

	if (csi_ocsp_read(der, &ocsp, NULL) != CSEAL_OK)
		return;
	if (csi_ocsp_read(ocsp.basic, &again, NULL) != CSEAL_OK)
		abort();
	csi_ocsp_find(&ocsp, certificate, issuer, &found, &revocation, NULL);
	if (csi_ocsp_prove(&ocsp, issuer, &responder, NULL) == CSEAL_OK &&
	    responder.len == 0)
		abort();
}

static void
check_list(
    struct csi_span certificate, struct csi_span issuer, struct csi_span der)
{
	struct csi_revocation revocation;
	struct csi_crl crl;
	bool found = false;

	if (csi_crl_read(der, &crl, NULL) != CSEAL_OK)
		return;
	csi_crl_find(&crl, certificate, &found, &revocation, NULL);
	csi_crl_prove(&crl, issuer, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_reader in = csi_reader_of(data, size);
	struct csi_bytes request = { 0 };
	struct csi_span certificate = take(&in), issuer = take(&in), der;

	if (in.bad)
		return 0;
	der = csi_read_span(&in, csi_reader_left(&in));
	check_urls(certificate);
	csi_signed_by(certificate, issuer, NULL);
	csi_ocsp_request(certificate, issuer, der, &request, NULL);
	csi_bytes_free(&request);
	check_answer(certificate, issuer, der);
	check_list(certificate, issuer, der);
	return 0;
}
