/* SPDX-License-Identifier: Apache-2.0 */
/* chain.c -- puts certificates in the order in which they certify. */
#include "cms/chain.h"
#include "cms/certificate.h"
#include "cms/crypto.h"

#include "error.h"
#include "signer.h"

#include <assert.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

static bool
issued(X509 *issuer, X509 *subject)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);

	return X509_check_issued(issuer, subject) == X509_V_OK && key != NULL &&
	       X509_verify(subject, key) == 1;
}

static void
swap(struct csi_span *certificates, X509 **x509s, size_t a, size_t b)
{
	struct csi_span span = certificates[a];
	X509 *x509 = x509s[a];

	certificates[a] = certificates[b];
	certificates[b] = span;
	x509s[a] = x509s[b];
	x509s[b] = x509;
}

static size_t
order(struct csi_span *certificates, X509 **x509s, size_t count)
{
	size_t have = 1, next;

	while (have < count && !issued(x509s[have - 1], x509s[have - 1])) {
		for (next = have; next < count; next++) {
			if (issued(x509s[next], x509s[have - 1]))
				break;
		}
		if (next == count)
			break;
		swap(certificates, x509s, have++, next);
	}
	return have;
}

cseal_status
csi_chain_order(struct csi_span *certificates, size_t count,
    size_t *ret_chain_count, cseal_error **ret_error)
{
	X509 *x509s[CSI_CHAIN_MOST] = { NULL };
	cseal_status st = CSEAL_OK;
	size_t i;

	assert(count > 0 && count <= CSI_CHAIN_MOST);
	for (i = 0; st == CSEAL_OK && i < count; i++) {
		x509s[i] = csi_certificate_x509(certificates[i]);
		if (x509s[i] != NULL)
			continue;
		st = csi_crypto_fail(
		    ret_error, CSEAL_REFUSED_DAMAGED, "it could not be parsed");
		cseal_fail_note(ret_error, st,
		    "number %zu of the chain was not a certificate", i + 1);
	}
	if (st == CSEAL_OK) {
		ERR_set_mark();
		*ret_chain_count = order(certificates, x509s, count);
		ERR_pop_to_mark();
	}
	for (i = 0; i < count; i++)
		X509_free(x509s[i]);
	return st;
}
