/* SPDX-License-Identifier: Apache-2.0 */
/* crypto.h -- what failed in the crypto library, and what it says of time. */
#ifndef CSI_CRYPTO_H
#define CSI_CRYPTO_H

#include "cms/algorithm.h"

#include <openssl/asn1.h>
#include <openssl/evp.h>

/*
 * For a call of libcrypto that failed: FAULT_MEMORY if that was for want of
 * memory, else `status` with the note.  Empties the error queue of the
 * thread.
 */
cseal_status csi_crypto_fail(
    cseal_error **ret_error, cseal_status status, const char *note);

/* The same question alone: was it for want of memory?  Empties the queue. */
bool csi_crypto_lacked_memory(void);

/* FAULT_CRYPTO or FAULT_MEMORY.  out has room for CSI_DIGEST_MOST bytes. */
cseal_status csi_crypto_digest(const struct csi_digest_row *digest,
    struct csi_span in, uint8_t *out, cseal_error **ret_error);

/* Of what a signature with that key is made over: what SM2 signs has Z in
 * front. */
cseal_status csi_crypto_digest_signed(EVP_PKEY *key,
    const struct csi_signature_algorithm *algorithm,
    const struct csi_digest_row *digest, struct csi_span in, uint8_t *out,
    cseal_error **ret_error);

/*
 * Proves a signature value over a digest.  REFUSED_DAMAGED: it does not fit
 * the key; REFUSED_UNSUPPORTED: that scheme with that key.
 */
cseal_status csi_crypto_verify(EVP_PKEY *key,
    const struct csi_signature_algorithm *algorithm,
    const struct csi_digest_row *digest, const uint8_t *hash,
    struct csi_span value, cseal_error **ret_error);

/* What is in a value of PKCS #1 v1.5, appended: a DigestInfo.
 * Status: REFUSED_DAMAGED (it was not made with that key), FAULT_MEMORY. */
cseal_status csi_crypto_recover(EVP_PKEY *key, struct csi_span value,
    struct csi_bytes *inside, cseal_error **ret_error);

/* Seconds since 1970; false if it is no time. */
bool csi_crypto_time(const ASN1_TIME *time, int64_t *ret_time);
/* The same of a UTCTime or GeneralizedTime. */
bool csi_crypto_der_time(struct csi_der element, int64_t *ret_time);

#endif
