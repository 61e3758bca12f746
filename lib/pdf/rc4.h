/* SPDX-License-Identifier: Apache-2.0 */
/* rc4.h -- the stream cipher of old PDF files (RFC 6229 has its vectors).
 *
 * OpenSSL keeps it in a provider that many systems do not install, and that a
 * library must not load for its whole process. */
#ifndef CSI_PDF_RC4_H
#define CSI_PDF_RC4_H

#include "bytes.h"

/* key: 1 to 256 bytes.  to may be where from is. */
void csi_pdf_rc4(
    struct csi_span key, const uint8_t *from, size_t len, uint8_t *to);

#endif
