/* SPDX-License-Identifier: Apache-2.0 */
/* csca.h -- certificates of states that make document signers (country
 * signing CAs, ICAO 9303-12), and lists of them that somebody signed.
 *
 * They are split, not parsed, when they are added: of a thousand, a document
 * needs one. */
#ifndef CSI_EMRTD_CSCA_H
#define CSI_EMRTD_CSCA_H

#include "cms/cms.h"

#define CSI_CSCA_MOST       4096        /* certificates in all */
#define CSI_CSCA_BYTES_MOST (16u << 20) /* of one file */
#define CSI_CSCA_FILES_MOST 4096

typedef struct csi_csca csi_csca;

cseal_status csi_csca_new(csi_csca **ret_csca, cseal_error **ret_error);

/*
 * Adds what a file holds: a certificate (DER), certificates (PEM; other blocks
 * are passed over), or a master list, which is a SignedData (9303-12, 9).
 * *ret_count is how many there were, 0 for a file of another kind.  The
 * signature of a list must hold.  Status: REFUSED_DAMAGED,
 * REFUSED_UNSUPPORTED, REFUSED_LIMIT, FAULT_MEMORY.
 */
cseal_status csi_csca_add(csi_csca *csca, struct csi_span file,
    size_t *ret_count, cseal_error **ret_error);

/*
 * When everything was added: who signed each list must have a certificate for
 * that, made by a state whose certificate was added by itself, or, where none
 * of that name was, is in a list.  Status: REFUSED_DAMAGED.
 */
cseal_status csi_csca_check(const csi_csca *csca, cseal_error **ret_error);

/* How many there are, each once. */
size_t csi_csca_count(const csi_csca *csca);
/* Number i; empty past the end. */
struct csi_span csi_csca_at(const csi_csca *csca, size_t i);

/* The next whose subject is that name, from number *at on, which goes past
 * it; false: there is none. */
bool csi_csca_next(const csi_csca *csca, struct csi_span name, size_t *at,
    struct csi_span *ret_certificate);

void csi_csca_free(csi_csca *csca);

/*
 * CSEAL_OK: the key of the certificate is one of RSA, or on a curve that has a
 * name; one that is given by its numbers must be one of those, or anybody could
 * sign with a generator of his own (CVE-2020-0601).  Status: REFUSED_DAMAGED,
 * REFUSED_UNSUPPORTED, FAULT_MEMORY.
 */
cseal_status csi_csca_check_key(
    struct csi_span certificate, cseal_error **ret_error);

/* CSEAL_OK: the certificate was made with that key, which is sound.  Status:
 * likewise. */
cseal_status csi_csca_check_made(struct csi_span certificate,
    struct csi_span issuer, cseal_error **ret_error);

#endif
