/* SPDX-License-Identifier: Apache-2.0 */
/* oid.h -- object identifiers of SignedData: the bodies. */
#ifndef CSI_OID_H
#define CSI_OID_H

#include "bytes.h"

/* Content types: RFC 5652, RFC 3161, GM/T 0010. */
extern const struct csi_span csi_oid_data, csi_oid_signed_data;
extern const struct csi_span csi_oid_tst_info;
extern const struct csi_span csi_oid_gm_data, csi_oid_gm_signed_data;

/* Attributes: RFC 5652, 11; RFC 2634, 5.4; RFC 5035, 3. */
extern const struct csi_span csi_oid_content_type, csi_oid_message_digest;
extern const struct csi_span csi_oid_signing_time;
extern const struct csi_span csi_oid_signing_certificate;
extern const struct csi_span csi_oid_signing_certificate_v2;
extern const struct csi_span csi_oid_signature_time_stamp; /* RFC 3161, A */
extern const struct csi_span csi_oid_adobe_revocation;
extern const struct csi_span csi_oid_ocsp_in_cms; /* RFC 5940 */

#endif
