/* SPDX-License-Identifier: Apache-2.0 */
/* permissions.c -- what a signature says may be changed after it. */
#include "pdf/changes-inside.h"

/* P of the transform parameters, 2 where they do not say (Table 254). */
cseal_status
csi_pdf_read_docmdp(struct csi_pdf_judge *judge)
{
	const struct csi_pdf_value *catalog, *perms, *cert, *references;
	const struct csi_pdf_value *reference, *params, *p;
	csi_pdf_reader *reader = judge->delta.before;
	struct csi_pdf_ref ref;
	int64_t level;
	cseal_status st;

	st = csi_pdf_catalog(reader, &catalog, &ref, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_get(reader, catalog, "Perms", &perms, judge->ret_error);
	if (st != CSEAL_OK || perms->type != CSI_PDF_DICT)
		return st;
	st = csi_pdf_get(reader, perms, "DocMDP", &cert, judge->ret_error);
	if (st != CSEAL_OK || cert->type != CSI_PDF_DICT)
		return st;
	judge->docmdp = 2;
	st = csi_pdf_get(
	    reader, cert, "Reference", &references, judge->ret_error);
	if (st != CSEAL_OK || references->type != CSI_PDF_ARRAY ||
	    references->as.array.count == 0)
		return st;
	st = csi_pdf_resolve(reader, &references->as.array.items[0], &reference,
	    judge->ret_error);
	if (st != CSEAL_OK || reference->type != CSI_PDF_DICT)
		return st;
	st = csi_pdf_get(
	    reader, reference, "TransformParams", &params, judge->ret_error);
	if (st != CSEAL_OK || params->type != CSI_PDF_DICT)
		return st;
	p = csi_pdf_find(params, "P");
	if (p != NULL && csi_pdf_as_integer(p, 1, 3, &level))
		judge->docmdp = (int)level;
	return CSEAL_OK;
}

/* A FieldMDP transform in the signature locks fields (12.8.2.4).  Which ones
 * it names is not looked at yet: any of them counts as all. */
cseal_status
csi_pdf_read_lock(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *value)
{
	const struct csi_pdf_value *references, *reference, *method;
	cseal_status st;

	st = csi_pdf_get(judge->delta.before, value, "Reference", &references,
	    judge->ret_error);
	if (st != CSEAL_OK || references->type != CSI_PDF_ARRAY)
		return st;
	for (size_t i = 0; i < references->as.array.count && i < 64; i++) {
		st = csi_pdf_resolve(judge->delta.before,
		    &references->as.array.items[i], &reference,
		    judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		method = reference->type == CSI_PDF_DICT
			     ? csi_pdf_find(reference, "TransformMethod")
			     : NULL;
		if (method != NULL && csi_pdf_is_name(method, "FieldMDP"))
			judge->lock_all = true;
	}
	return CSEAL_OK;
}
