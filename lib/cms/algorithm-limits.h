/* SPDX-License-Identifier: Apache-2.0 */
/* algorithm-limits.h -- until when digests and sizes of keys were safe.
 *
 * The days are those of ETSI TS 119 312 V1.5.1, which builds on the SOG-IS
 * agreed mechanisms, and for what that does not name any more of the last
 * document that did (ETSI TS 102 176-1).  SM2 and SM3 (GB/T 32918, GB/T 32905)
 * have no end. */
#ifndef CSI_ALGORITHM_LIMITS_H
#define CSI_ALGORITHM_LIMITS_H

#include "cms/algorithm.h"

#include <openssl/x509.h>

#define CSI_WEAKNESS_MOST 64

struct csi_weakness {
	char what[CSI_WEAKNESS_MOST]; /* "RSA of 1024 bits" */
	int64_t since;                /* seconds since 1970 UTC */
};

/* Was it too weak at that time?  name as in struct csi_digest_row; of what is
 * not in the tables nothing is known that would be against it. */
bool csi_digest_is_weak(
    const char *name, int64_t time, struct csi_weakness *ret_weakness);
/* The digests of the AlgorithmIdentifier of a signature, and of that on a
 * certificate. */
bool csi_algorithm_is_weak(
    struct csi_der identifier, int64_t time, struct csi_weakness *ret_weakness);
bool csi_certificate_is_weak(struct csi_span certificate, int64_t time,
    struct csi_weakness *ret_weakness);
/* The key of a certificate. */
bool csi_key_is_weak(
    X509 *certificate, int64_t time, struct csi_weakness *ret_weakness);

#endif
