/* SPDX-License-Identifier: Apache-2.0 */
/* rights.c -- what the permissions of an encrypted document allow. */
#include "rights.h"

#include "error.h"
#include "inside.h"

/* Table 22 */
#define CONTENT   (UINT32_C(1) << 3) /* bit 4 */
#define ANNOTATE  (UINT32_C(1) << 5) /* bit 6 */
#define FILL_FORM (UINT32_C(1) << 8) /* bit 9, since revision 3 */

cseal_status
csi_pdf_rights_check(
    const csi_pdf_reader *reader, enum csi_pdf_act act, cseal_error **ret_error)
{
	const struct csi_pdf_security *security;
	const char *why = NULL;
	uint32_t may;

	if (reader->crypt == NULL || csi_pdf_crypt_is_owner(reader->crypt))
		return CSEAL_OK;
	security = csi_pdf_crypt_security(reader->crypt);
	may = security->permissions;
	if (security->revision < 3)
		may &= ~FILL_FORM;
	if (act == CSI_PDF_ACT_SIGN_FIELD &&
	    (may & (FILL_FORM | ANNOTATE)) == 0)
		why = "fields to be signed (bit 9)";
	else if (act == CSI_PDF_ACT_MAKE_FIELD && (may & ANNOTATE) == 0)
		why = "seals to be put on pages (bit 6)";
	else if (act == CSI_PDF_ACT_MAKE_FIELD && (may & CONTENT) == 0)
		why = "seals to be put on pages (bit 4)";
	else if (act == CSI_PDF_ACT_CHANGE_CONTENT && (may & CONTENT) == 0)
		why = "content to be changed (bit 4)";
	if (why == NULL)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
	    "the permissions of the document do not allow %s; the owner's "
	    "password would",
	    why);
}

cseal_status
csi_pdf_rights_no_code(csi_pdf_reader *reader, cseal_error **ret_error)
{
	const struct csi_pdf_value *trailer = csi_pdf_trailer(reader), *dict;
	cseal_status st;

	st = csi_pdf_get(reader, trailer, "Encrypt", &dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_find(dict, "KDFSalt") == NULL &&
	    csi_pdf_find(trailer, "AuthCode") == NULL)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_ENCRYPTED,
	    "the document has an authentication code (ISO/TS 32004), which "
	    "any change would break");
}
