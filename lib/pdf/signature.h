/* SPDX-License-Identifier: Apache-2.0 */
/* signature.h -- the signature fields of a document and what is in them
 * (ISO 32000-1, 12.7.4.5 and 12.8.1). */
#ifndef CSI_PDF_SIGNATURE_H
#define CSI_PDF_SIGNATURE_H

#include "pdf/reader.h"

struct csi_pdf_signature {
	char *field;                       /* full name, UTF-8 */
	struct csi_pdf_ref field_ref;      /* number 0 if the field is direct */
	const struct csi_pdf_value *value; /* /V, or NULL: not signed */
};

/* The signature fields of the form, signed or not, in the order of the field
 * tree.  Borrowed values live as long as the reader.  Status:
 * REFUSED_DAMAGED (the tree has a loop, or is no tree), REFUSED_LIMIT. */
cseal_status csi_pdf_signatures(csi_pdf_reader *reader,
    struct csi_pdf_signature **ret_signatures, size_t *ret_count,
    cseal_error **ret_error);
void csi_pdf_signatures_free(
    struct csi_pdf_signature *signatures, size_t count);

/* What /ByteRange says is signed: all bytes up to `end` but for the gap, in
 * which /Contents stands. */
struct csi_pdf_range {
	uint64_t gap, after, end;
	struct csi_span contents; /* decoded */
};

/*
 * Reads /ByteRange and /Contents.  The gap must be the hexadecimal string of
 * /Contents of this very dictionary, with its brackets and no byte more, and
 * the range must begin with the file: everything else is REFUSED_DAMAGED, and
 * the note says how it differs.
 */
cseal_status csi_pdf_range(csi_pdf_reader *reader,
    const struct csi_pdf_value *value, struct csi_pdf_range *ret_range,
    cseal_error **ret_error);

#endif
