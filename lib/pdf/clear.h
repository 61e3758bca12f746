/* SPDX-License-Identifier: Apache-2.0 */
/* clear.h -- what an encrypted document says, in the clear and in memory: for
 * a program that must not be told the password. */
#ifndef CSI_PDF_CLEAR_H
#define CSI_PDF_CLEAR_H

#include "reader.h"

/* Every object of the newest revision that can be read, in a file of its own;
 * out must be empty, and is to be wiped.  The reader must be unlocked.
 * Status: REFUSED_LIMIT (more than `most` bytes), COUNTER_PASSWORD_NEEDED. */
cseal_status csi_pdf_clear_copy(csi_pdf_reader *reader, size_t most,
    struct csi_bytes *out, cseal_error **ret_error);

#endif
