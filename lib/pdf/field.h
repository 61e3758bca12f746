/* SPDX-License-Identifier: Apache-2.0 */
/* field.h -- the interactive form, and what its fields allow a new signature
 * (ISO 32000-1, 12.7 and 12.8). */
#ifndef CSI_PDF_FIELD_H
#define CSI_PDF_FIELD_H

#include "reader.h"

#define CSI_PDF_FIELD_DEPTH_MOST 32
#define CSI_PDF_FIELDS_MOST      200000

struct csi_pdf_form {
	struct csi_pdf_ref catalog_ref;
	const struct csi_pdf_value *catalog;
	const struct csi_pdf_value *dict; /* /AcroForm, or null */
	struct csi_pdf_ref ref; /* number 0: it stands in the catalog */
	const struct csi_pdf_value *fields; /* /Fields, or null */
	struct csi_pdf_ref fields_ref;      /* number 0: it stands in dict */
};

cseal_status csi_pdf_form_read(csi_pdf_reader *reader,
    struct csi_pdf_form *ret_form, cseal_error **ret_error);

/* One field; what it may inherit is resolved. */
struct csi_pdf_field {
	struct csi_pdf_ref ref; /* number 0: it is direct */
	const struct csi_pdf_value *dict;
	const char *name; /* full, UTF-8; until the next step */
	bool is_signature;
	bool has_fields;                   /* kids that are fields */
	const struct csi_pdf_value *value; /* /V, or null */
};

/* Goes through the fields, parents before kids. */
struct csi_pdf_field_walk {
	csi_pdf_reader *reader;
	struct csi_pdf_field_frame {
		const struct csi_pdf_value *kids;  /* an array */
		const struct csi_pdf_value *value; /* inherited /V */
		size_t next, name_len;
		bool is_signature;
	} frames[CSI_PDF_FIELD_DEPTH_MOST];
	size_t depth, seen;
	struct csi_bytes name;
};

void csi_pdf_field_start(struct csi_pdf_field_walk *walk,
    csi_pdf_reader *reader, const struct csi_pdf_form *form);
/* *ret_more false: that was all.  Status: REFUSED_LIMIT, and what the reader
 * says. */
cseal_status csi_pdf_field_next(struct csi_pdf_field_walk *walk,
    struct csi_pdf_field *ret_field, bool *ret_more, cseal_error **ret_error);
void csi_pdf_field_end(struct csi_pdf_field_walk *walk);

/* Is any signature field of the form signed? */
cseal_status csi_pdf_form_is_signed(csi_pdf_reader *reader,
    const struct csi_pdf_form *form, bool *ret_signed, cseal_error **ret_error);

#endif
