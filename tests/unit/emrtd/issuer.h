/* SPDX-License-Identifier: Apache-2.0 */
/* issuer.h -- a state that issues documents, made on the spot by OpenSSL,
 * which is a witness here: nothing of our own code signs. */
#ifndef TESTS_EMRTD_ISSUER_H
#define TESTS_EMRTD_ISSUER_H

#include "credentials.h"

#include "bytes.h"

struct issuer_how {
	const char *country, *common_name;
	long from, to; /* seconds from now; both 0: yesterday, ten years */
	const char *usage;
	const char *digest;  /* NULL: SHA256 */
	const char *purpose; /* extended key usage, or NULL */
	/* One extension more: its identifier, or NULL, and what OpenSSL makes
	 * its value of. */
	const char *more_oid, *more_value;
	int is_ca;
	long serial;
};

X509 *issuer_certificate(EVP_PKEY *key, const struct issuer_how *how,
    X509 *issuer, EVP_PKEY *issuer_key);

/* The key, its curve written out as numbers (ICAO 9303-12, 4.1.6). */
EVP_PKEY *issuer_explicit_key(const char *curve);

/* A CSCA and a document signer below it. */
struct issuer {
	EVP_PKEY *csca_key, *key;
	X509 *csca, *certificate;
};

void issuer_make(struct issuer *issuer, const char *country);
void issuer_make_with(struct issuer *issuer, const char *country,
    EVP_PKEY *take_csca_key, EVP_PKEY *take_key);
void issuer_free(struct issuer *issuer);

/* SignedData over the content, of that type (dotted). */
struct csi_bytes issuer_sign(const struct issuer *issuer, const char *type,
    struct csi_span content, const char *digest);

/* LDSSecurityObject over files of the data groups 1 to 16; an empty one is
 * left out. */
struct csi_bytes issuer_object(
    const struct csi_span files[17], const char *digest);

/* The whole file EF.SOD. */
struct csi_bytes issuer_sod(const struct issuer *issuer,
    const struct csi_span files[17], const char *digest);

#endif
