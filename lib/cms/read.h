/* SPDX-License-Identifier: Apache-2.0 */
/* read.h -- what read.c finds in a SignedData and prove.c proves. */
#ifndef CSI_CMS_READ_H
#define CSI_CMS_READ_H

#include "cms/algorithm.h"
#include "cms/cms.h"

enum csi_ess {
	CSI_ESS_NONE,
	CSI_ESS_V1, /* signing-certificate, RFC 2634: SHA-1 */
	CSI_ESS_V2  /* signing-certificate-v2, RFC 5035 */
};

/* All spans are into `bytes`. */
struct csi_cms_read {
	struct csi_bytes bytes;       /* the ContentInfo, lengths definite */
	struct csi_span content_type; /* body of the OID */
	bool is_detached;
	struct csi_span content;
	struct csi_span *certificates; /* [0] the signer's, or empty */
	size_t certificate_count;
	bool is_lent; /* [0] is from elsewhere */

	struct csi_der revocations; /* [1]; tag 0: none */

	struct csi_der signer_id; /* SEQUENCE or [0] */
	const struct csi_digest_row *digest;
	struct csi_signature_algorithm algorithm;
	struct csi_der attributes; /* [0]; tag 0: there are none */
	struct csi_span value;
	struct csi_der unsigned_attributes; /* [1]; tag 0: there are none */

	/* from the signed attributes; tag 0: absent */
	struct csi_der attribute_content_type;
	struct csi_der attribute_message_digest;
	struct csi_der attribute_signing_time;
	struct csi_der attribute_ess;
	struct csi_der attribute_revocations; /* Adobe's */
	enum csi_ess ess;
};

/* Fills in what the signed attributes say. */
cseal_status csi_cms_read_attributes(
    csi_cms_read *read, cseal_error **ret_error);

#endif
