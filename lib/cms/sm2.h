/* SPDX-License-Identifier: Apache-2.0 */
/* sm2.h -- what SM2 signs: SM3 of Z and the message (GB/T 32918.2, 5.5 and
 * 6.1), where Z binds the signer's key and a distinguishing identifier. */
#ifndef CSI_SM2_H
#define CSI_SM2_H

#include "bytes.h"

#include <counterseal/error.h>
#include <openssl/x509.h>

#define CSI_SM2_LEN 32 /* bytes of Z, and of SM3 */

/* What everybody uses (GM/T 0009, 10), and none at all. */
extern const struct csi_span csi_sm2_id, csi_sm2_no_id;

/* Of an SM2 key.  Status: REFUSED_UNSUPPORTED (of another kind),
 * FAULT_CRYPTO, FAULT_MEMORY. */
cseal_status csi_sm2_z(EVP_PKEY *key, struct csi_span id,
    uint8_t ret_z[CSI_SM2_LEN], cseal_error **ret_error);
cseal_status csi_sm2_digest(EVP_PKEY *key, struct csi_span id,
    struct csi_span message, uint8_t ret_digest[CSI_SM2_LEN],
    cseal_error **ret_error);

/* Tells OpenSSL, whose own default is the empty one, with which identifier a
 * certificate was signed; no other than SM2 signatures are touched.  False:
 * out of memory. */
bool csi_sm2_prepare(X509 *x509);

#endif
