/* SPDX-License-Identifier: Apache-2.0 */
/* escrow.c -- who may open what is sealed at the counter: certificates. */
#include "escrow.h"

#include "cms/bundle.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/envelope.h"
#include "error.h"

#include <stdlib.h>

cseal_status
cseal_escrow_new(cseal_escrow **ret_escrow, cseal_error **ret_error)
{
	cseal_escrow *escrow = calloc(1, sizeof(*escrow));

	if (escrow == NULL)
		return csi_fail_memory(ret_error);
	*ret_escrow = escrow;
	return CSEAL_OK;
}

static cseal_status
add(cseal_escrow *escrow, struct csi_span der, cseal_error **ret_error)
{
	X509 *x509 = csi_certificate_x509(der);
	char *subject = NULL;
	cseal_status st;

	if (x509 == NULL)
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "a certificate could not be read");
	st = csi_envelope_check(x509, ret_error);
	if (st == CSEAL_OK) {
		subject =
		    csi_certificate_name_text(X509_get_subject_name(x509));
		if (subject == NULL)
			st = csi_fail_memory(ret_error);
	}
	if (st != CSEAL_OK) {
		X509_free(x509);
		return st;
	}
	escrow->certificates[escrow->count] = x509;
	escrow->subjects[escrow->count++] = subject;
	return CSEAL_OK;
}

/* All of them, or none. */
static cseal_status
add_all(cseal_escrow *escrow, const struct csi_bytes *ders, size_t count,
    cseal_error **ret_error)
{
	size_t before = escrow->count;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = add(escrow, csi_bytes_span(&ders[i]), ret_error);
	while (st != CSEAL_OK && escrow->count > before) {
		escrow->count--;
		X509_free(escrow->certificates[escrow->count]);
		free(escrow->subjects[escrow->count]);
	}
	return st;
}

cseal_status
cseal_escrow_add(cseal_escrow *escrow, const void *certificates, size_t len,
    cseal_error **ret_error)
{
	struct csi_bytes ders[CSEAL_ESCROW_MOST + 1] = { 0 };
	struct csi_span bytes = { certificates, len };
	size_t count = 0;
	cseal_status st;

	st = csi_bundle_read(
	    bytes, ders, CSEAL_ESCROW_MOST + 1, &count, ret_error);
	if (st == CSEAL_OK && count > CSEAL_ESCROW_MOST - escrow->count)
		st = cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %d certificates were to open it",
		    CSEAL_ESCROW_MOST);
	if (st == CSEAL_OK)
		st = add_all(escrow, ders, count, ret_error);
	for (size_t i = 0; i <= CSEAL_ESCROW_MOST; i++)
		csi_bytes_free(&ders[i]);
	return st;
}

size_t
cseal_escrow_count(const cseal_escrow *escrow)
{
	return escrow->count;
}

const char *
cseal_escrow_subject(const cseal_escrow *escrow, size_t i)
{
	return i < escrow->count ? escrow->subjects[i] : NULL;
}

void
cseal_escrow_free(cseal_escrow *escrow)
{
	if (escrow == NULL)
		return;
	for (size_t i = 0; i < escrow->count; i++) {
		X509_free(escrow->certificates[i]);
		free(escrow->subjects[i]);
	}
	free(escrow);
}
