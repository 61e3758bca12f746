/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.h -- what goes into C_Sign() and comes out of it. */
#ifndef PKCS11_PROTOCOL_H
#define PKCS11_PROTOCOL_H

#include <counterseal/module.h>
#include <p11-kit/pkcs11.h>

#define PKCS11_DATA_MOST 128 /* DigestInfo of SHA-512 is 83 bytes */

struct pkcs11_operation {
	CK_MECHANISM_TYPE mechanism;
	bool has_pss;
	CK_RSA_PKCS_PSS_PARAMS pss;
	uint8_t data[PKCS11_DATA_MOST];
	size_t len;
};

/* What a scheme is to PKCS #11 (v2.40, 2.1 and 2.3).  order_len: bytes of the
 * order of the curve, for ECDSA.  False: there is no such thing. */
bool pkcs11_prepare(struct pkcs11_operation *operation, cseal_scheme scheme,
    cseal_digest digest, const uint8_t *hash, size_t hash_len,
    size_t order_len);

/* r and s one after another (len bytes in all) to Ecdsa-Sig-Value in place;
 * the new length, or 0 if it is not such a value or has no room. */
size_t pkcs11_ecdsa_der(uint8_t *value, size_t len, size_t room);

/* A fixed field, padded with blanks, to text; control characters become
 * blanks. */
void pkcs11_text(char *text, size_t size, const uint8_t *field, size_t len);

#endif
