/* SPDX-License-Identifier: Apache-2.0 */
/* structure.h -- annotations in the structure of a tagged document (ISO
 * 32000-1, 14.7): an element for each, and its place in the parent tree.
 *
 * Nothing is done in a document that is not tagged, or whose structure cannot
 * be added to.  Where a document is only tagged, and promises neither PDF/UA
 * nor level A of PDF/A, nothing is done after its first signature: some who
 * judge it take any change of the structure for a forbidden one. */
#ifndef CSI_PDF_STRUCTURE_H
#define CSI_PDF_STRUCTURE_H

#include "update.h"

/* Levels of a parent tree that are followed. */
#define CSI_PDF_PARENTS_DEPTH 32

enum csi_pdf_role { CSI_PDF_ROLE_FORM, CSI_PDF_ROLE_ANNOTATION };

/* To be called before the annotation is written: its /StructParent is *ret_key,
 * unless that is negative.  alt: for those who cannot see it, UTF-8, or NULL.
 * Status: FAULT_MEMORY, FAULT_APPLICATION (text that is not UTF-8). */
cseal_status csi_pdf_structure_add(csi_pdf_update *update,
    enum csi_pdf_role role, struct csi_pdf_ref annotation,
    struct csi_pdf_ref page, const char *alt, int64_t *ret_key,
    cseal_error **ret_error);

/* Was anything added?  Then pages with annotations have /Tabs /S (ISO 14289-1,
 * 7.18.3). */
bool csi_pdf_structure_is_used(const csi_pdf_update *update);

/* Once, after all of them. */
void csi_pdf_structure_finish(csi_pdf_update *update);

/* The highest key of a parent tree, -1 where there is none.  False: it cannot
 * be told.  Status: FAULT_MEMORY, and that of the reader. */
cseal_status csi_pdf_parents_last(csi_pdf_reader *reader,
    const struct csi_pdf_value *tree, int64_t *ret_last, bool *ret_known,
    cseal_error **ret_error);

/* ---- for the update that holds it ---- */

struct csi_pdf_structure;
void csi_pdf_structure_free(struct csi_pdf_structure *structure);

#endif
