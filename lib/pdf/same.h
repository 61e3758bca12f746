/* SPDX-License-Identifier: Apache-2.0 */
/* same.h -- do two values say the same? */
#ifndef CSI_PDF_SAME_H
#define CSI_PDF_SAME_H

#include "pdf/object.h"

#include <counterseal/error.h>

/*
 * Compares two values, also of different readers: names, strings and numbers
 * by value, references by number, streams by dictionary and encoded bytes,
 * of an encrypted file as they stand there.
 * What a reference points at is not looked at.
 */
cseal_status csi_pdf_same(const struct csi_pdf_value *a,
    const struct csi_pdf_value *b, bool *ret_same, cseal_error **ret_error);

#endif
