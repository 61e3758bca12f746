/* SPDX-License-Identifier: Apache-2.0 */
/* oid.c -- object identifiers of SignedData. */
#include "cms/oid.h"
#include "cms/der.h"

#define PKCS7(n) CSI_SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x07" n)
#define PKCS9(n) CSI_SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x09" n)
#define GM(n)    CSI_SPAN("\x2a\x81\x1c\xcf\x55\x06\x01\x04\x02" n)

const struct csi_span csi_oid_data = PKCS7("\x01");
const struct csi_span csi_oid_signed_data = PKCS7("\x02");
const struct csi_span csi_oid_tst_info = PKCS9("\x10\x01\x04");
const struct csi_span csi_oid_gm_data = GM("\x01");
const struct csi_span csi_oid_gm_signed_data = GM("\x02");

const struct csi_span csi_oid_content_type = PKCS9("\x03");
const struct csi_span csi_oid_message_digest = PKCS9("\x04");
const struct csi_span csi_oid_signing_time = PKCS9("\x05");
const struct csi_span csi_oid_signing_certificate = PKCS9("\x10\x02\x0c");
const struct csi_span csi_oid_signing_certificate_v2 = PKCS9("\x10\x02\x2f");
const struct csi_span csi_oid_signature_time_stamp = PKCS9("\x10\x02\x0e");
/* adbe-revocationInfoArchival, ISO 32000-2, 12.8.3.3.2 */
const struct csi_span csi_oid_adobe_revocation =
    CSI_SPAN("\x2a\x86\x48\x86\xf7\x2f\x01\x01\x08");
const struct csi_span csi_oid_ocsp_in_cms =
    CSI_SPAN("\x2b\x06\x01\x05\x05\x07\x10\x02");
