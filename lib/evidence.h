/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.h -- the raw files that a reader read from an identity document. */
#ifndef CSI_EVIDENCE_H
#define CSI_EVIDENCE_H

#include "bytes.h"

#include <counterseal/module.h>

#define CSI_EVIDENCE_FILES_MOST 64
#define CSI_EVIDENCE_NAME_MOST  31 /* letters, digits, '.', '_' and '-' */
#define CSI_EVIDENCE_BYTES_MOST (UINT32_C(4) << 20) /* all files together */

cseal_status csi_evidence_new(
    cseal_evidence **ret_evidence, cseal_error **ret_error);

size_t csi_evidence_count(const cseal_evidence *evidence);
/* Name of file number i, in the order of reading; NULL past the end. */
const char *csi_evidence_name(const cseal_evidence *evidence, size_t i);
/* The file of that name; false if it was not read.  An empty file is true
 * with len 0.  Borrowed from the evidence. */
bool csi_evidence_find(const cseal_evidence *evidence, const char *name,
    struct csi_span *ret_file);

/* Wipes, then frees. */
void csi_evidence_free(cseal_evidence *evidence);

#endif
