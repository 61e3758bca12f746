/* SPDX-License-Identifier: Apache-2.0 */
/* changes-shown.h -- a field that was filled in; shared by changes-shown.c and
 * changes-value.c. */
#ifndef CSI_PDF_CHANGES_SHOWN_H
#define CSI_PDF_CHANGES_SHOWN_H

#include "pdf/changes-inside.h"
#include "pdf/shown.h"

/* Bits of /Ff (Tables 226 to 230). */
#define CSI_PDF_FLAG_MULTILINE (1 << 12)
#define CSI_PDF_FLAG_PASSWORD  (1 << 13)
#define CSI_PDF_FLAG_COMBO     (1 << 17)
#define CSI_PDF_FLAG_COMB      (1 << 24)

struct csi_pdf_filled {
	struct csi_pdf_judge *judge;
	const struct csi_pdf_value *dict, *widget; /* now */
	const struct csi_pdf_value *old_widget;    /* or null */
	const struct csi_pdf_value *resources;     /* of the form, or null */
	const struct csi_pdf_value *type;
	int64_t flags;
};

/* ---- changes-shown.c ---- */

/* Of the field, or of those that it belongs to. */
cseal_status csi_pdf_field_inherited(struct csi_pdf_judge *judge,
    csi_pdf_reader *reader, const struct csi_pdf_value *dict, const char *key,
    const struct csi_pdf_value **ret_value);
/* Gives CSEAL_OK, as csi_pdf_forbid() does. */
cseal_status csi_pdf_field_say(const struct csi_pdf_filled *field,
    enum csi_pdf_changes changes, const char *how);

/* ---- changes-value.c ---- */

/* Is the text of one appearance that of the value? */
cseal_status csi_pdf_check_text(
    const struct csi_pdf_filled *field, const struct csi_pdf_shown *shown);
/* Says that nobody can tell. */
cseal_status csi_pdf_field_unsure(const struct csi_pdf_filled *field);

#endif
