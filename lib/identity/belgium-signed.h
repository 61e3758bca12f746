/* SPDX-License-Identifier: Apache-2.0 */
/* belgium-signed.h -- did Belgium's national register sign what the files of an
 * identity card say? */
#ifndef CSI_IDENTITY_BELGIUM_SIGNED_H
#define CSI_IDENTITY_BELGIUM_SIGNED_H

#include "identity/emrtd.h"

/* The files; an empty one was not read. */
struct csi_belgium_files {
	struct csi_span identity, identity_signature;
	struct csi_span address, address_signature;
	struct csi_span photo;
	struct csi_span certificate; /* of the register, which signed */
};

/*
 * The answer and its reasons.  from: the first day of validity, "YYYY-MM-DD",
 * or "".  Status: FAULT_MEMORY, FAULT_CRYPTO, REFUSED_LIMIT.
 */
cseal_status csi_belgium_judge(const struct csi_belgium_files *files,
    const char *from, const struct csi_identity_trust *trust,
    struct csi_record *record, cseal_verdict *ret_verdict,
    cseal_error **ret_error);

#endif
