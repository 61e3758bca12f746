/* SPDX-License-Identifier: Apache-2.0 */
/* text.h -- text strings and dates (ISO 32000-1, 7.9.2 and 7.9.4). */
#ifndef CSI_PDF_TEXT_H
#define CSI_PDF_TEXT_H

#include "bytes.h"

/* A text string object: literal where PDFDocEncoding has it as ASCII, else
 * UTF-16BE.  False: this is not UTF-8; nothing was added. */
bool csi_pdf_write_text(struct csi_bytes *out, const char *utf8);

/* Adds a decoded string as UTF-8.  What the encoding does not have becomes
 * U+FFFD, and so does a NUL. */
void csi_pdf_text_to_utf8(struct csi_bytes *out, struct csi_span text);

/* "(D:20261123080000Z)"; time: seconds since 1970 UTC.  False: the year does
 * not have four digits. */
bool csi_pdf_write_date(struct csi_bytes *out, int64_t time);

#endif
