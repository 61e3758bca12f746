/* SPDX-License-Identifier: Apache-2.0 */
/* date.h -- reads dates (ISO 32000-1, 7.9.4). */
#ifndef CSI_PDF_DATE_H
#define CSI_PDF_DATE_H

#include "bytes.h"

/* "D:YYYYMMDDHHmmSSOHH'mm'" and its shorter forms, to seconds since 1970. */
bool csi_pdf_read_date(struct csi_span text, int64_t *ret_time);

#endif
