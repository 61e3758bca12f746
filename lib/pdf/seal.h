/* SPDX-License-Identifier: Apache-2.0 */
/* seal.h -- a signature field with its signature dictionary (ISO 32000-1,
 * 12.7.4.5 and 12.8.1; ETSI EN 319 142-1, 5).  Knows no key. */
#ifndef CSI_PDF_SEAL_H
#define CSI_PDF_SEAL_H

#include "appearance.h"
#include "lock.h"
#include "target.h"

/* UTF-8; NULL: none. */
struct csi_pdf_claims {
	const char *name, *reason, *location, *contact;
	int64_t time; /* seconds since 1970 UTC */
	bool is_virtual;
	const char *filter;    /* NULL: Adobe.PPKLite */
	const char *subfilter; /* NULL: ETSI.CAdES.detached */
	int certify;           /* DocMDP: 1 to 3; 0: an approval */
	const char *attestation;
	struct csi_pdf_lock lock; /* put on a new field, too */
	bool is_timestamp;        /* of the document (ISO 32000-2, 12.8.5): it
			      claims nothing */
};

/* Offsets in the file: what is filled in when the revision is whole. */
struct csi_pdf_holes {
	uint64_t contents;   /* of "<" */
	size_t contents_len; /* with the brackets */
	uint64_t range;
};

/* Writes field, widget, appearance and signature dictionary.  look NULL: an
 * empty appearance.  contents_len: of the SignedData, in bytes.  Status:
 * FAULT_APPLICATION (text that is not UTF-8, a time out of range). */
cseal_status csi_pdf_seal_write(csi_pdf_update *update,
    const struct csi_pdf_target *target, const struct csi_pdf_look *look,
    const struct csi_pdf_claims *claims, size_t contents_len,
    struct csi_pdf_holes *ret_holes, cseal_error **ret_error);

/* Fills /ByteRange in.  file: all of it; len: its length. */
void csi_pdf_seal_range(
    uint8_t *file, uint64_t len, const struct csi_pdf_holes *holes);
/* Fills /Contents in; der is not longer than there is room. */
void csi_pdf_seal_contents(
    uint8_t *file, struct csi_span der, const struct csi_pdf_holes *holes);

#endif
