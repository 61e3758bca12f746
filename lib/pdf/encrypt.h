/* SPDX-License-Identifier: Apache-2.0 */
/* encrypt.h -- encrypts what is added to an encrypted document. */
#ifndef CSI_PDF_ENCRYPT_H
#define CSI_PDF_ENCRYPT_H

#include "reader.h"

/* The text of an object, or the beginning of it, with its strings encrypted
 * for the object ref.  Status: COUNTER_PASSWORD_NEEDED (the reader is
 * locked), FAULT_CRYPTO, FAULT_MEMORY. */
cseal_status csi_pdf_encrypt_text(csi_pdf_reader *reader,
    struct csi_pdf_ref ref, struct csi_span text, struct csi_bytes *out,
    cseal_error **ret_error);

/* The data of a stream; entries: of its dictionary, as text. */
cseal_status csi_pdf_encrypt_stream(csi_pdf_reader *reader,
    struct csi_pdf_ref ref, struct csi_span entries, struct csi_span data,
    struct csi_bytes *out, cseal_error **ret_error);

#endif
