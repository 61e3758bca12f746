/* SPDX-License-Identifier: Apache-2.0 */
/* escrow.h -- who may open what is sealed at the counter: certificates.
 *
 * Their keys are elsewhere, with a notary or in a safe: the counter can seal
 * ink for them, and can open nothing. */
#ifndef COUNTERSEAL_ESCROW_H
#define COUNTERSEAL_ESCROW_H

#include <counterseal/error.h>

#define CSEAL_ESCROW_MOST 16 /* certificates */

/* Of nobody yet. */
CSEAL_API cseal_status cseal_escrow_new(
    cseal_escrow **ret_escrow, cseal_error **ret_error);

/*
 * Adds the certificates of a file: PEM, or one in DER.  Any one of them will
 * be able to open.  Keys: RSA from 2048 bits (3072 are better for what must
 * stay closed for decades), EC on P-256, P-384, P-521.  Who chose the file
 * vouches for it: neither an issuer nor the time of validity is looked at.
 * Status: REFUSED_INPUT (no certificate), REFUSED_CERT_USAGE (not made for
 * encrypting), REFUSED_LIMIT, SETUP_KEY_UNSUPPORTED.
 */
CSEAL_API cseal_status cseal_escrow_add(cseal_escrow *escrow,
    const void *certificates, size_t len, cseal_error **ret_error);

/* The subject of number i, RFC 4514; NULL past the end. */
CSEAL_API size_t cseal_escrow_count(const cseal_escrow *escrow);
CSEAL_API const char *cseal_escrow_subject(
    const cseal_escrow *escrow, size_t i);

/* What was sealed for it stays sealed. */
CSEAL_API void cseal_escrow_free(cseal_escrow *escrow);

#endif
