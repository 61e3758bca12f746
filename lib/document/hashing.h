/* SPDX-License-Identifier: Apache-2.0 */
/* hashing.h -- the digest of what a signature covers. */
#ifndef CSI_HASHING_H
#define CSI_HASHING_H

#include "document/document.h"
#include "pdf/seal.h"
#include "wait.h"

/* Of all bytes up to len but the hole that /Contents is (ISO 32000-1,
 * 12.8.1).  name: of the digest, as OpenSSL has it.  Status: FAULT_CRYPTO,
 * STOPPED_*. */
cseal_status csi_document_hash(cseal_document *document, size_t len,
    const struct csi_pdf_holes *holes, const char *name, cseal_wait *wait,
    uint8_t *ret_digest, cseal_error **ret_error);

/* Bytes from there on are about to change, or to go. */
void csi_document_forget(cseal_document *document, size_t from);

#endif
