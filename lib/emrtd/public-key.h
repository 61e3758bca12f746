/* SPDX-License-Identifier: Apache-2.0 */
/* public-key.h -- a chip's public key, in a SubjectPublicKeyInfo (ICAO 9303-11,
 * 9.4 and 9.5): RSA, a point on a curve that has a name, or a residue. */
#ifndef CSI_EMRTD_PUBLIC_KEY_H
#define CSI_EMRTD_PUBLIC_KEY_H

#include "bytes.h"

#include <counterseal/error.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#define CSI_RESIDUE_BITS_MOST 4096

struct csi_public_key {
	EVP_PKEY *key;   /* NULL: by the number of its parameters alone */
	EC_GROUP *curve; /* NULL: none */
	EC_POINT *point;
	BIGNUM *p, *residue; /* NULL: none */
};

/* Status: REFUSED_DAMAGED, REFUSED_UNSUPPORTED (another kind, or a curve
 * without a name), FAULT_MEMORY. */
cseal_status csi_public_key_read(struct csi_span info,
    struct csi_public_key *ret_key, cseal_error **ret_error);
void csi_public_key_clear(struct csi_public_key *key);

/* The curve of a number of standardized parameters (9303-11, table 9); NULL:
 * none, or no memory. */
EC_GROUP *csi_standard_curve(unsigned parameter);

#endif
