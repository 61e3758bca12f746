/* SPDX-License-Identifier: Apache-2.0 */
/* rights.h -- what the permissions of an encrypted document allow (ISO
 * 32000-1, Table 22).
 *
 * Bits are counted from 1.  To sign a field that is there is to fill it in:
 * bit 9, or bit 6, which says more; revision 2 knows no bit 9.  A signature
 * that nobody sees changes no page, and needs no more than that.  To make a
 * field that is seen: bits 6 and 4.  A stamp is content: bit 4.  Whoever gave
 * the owner's password may do everything. */
#ifndef CSI_PDF_RIGHTS_H
#define CSI_PDF_RIGHTS_H

#include "reader.h"

enum csi_pdf_act {
	CSI_PDF_ACT_SIGN_FIELD,
	CSI_PDF_ACT_MAKE_FIELD, /* that is seen */
	CSI_PDF_ACT_CHANGE_CONTENT
};

/* Status: REFUSED_FORBIDDEN; the note names the bit. */
cseal_status csi_pdf_rights_check(const csi_pdf_reader *reader,
    enum csi_pdf_act act, cseal_error **ret_error);

/* Whether an update leaves the document as good as it is: an authentication
 * code of all of it (ISO/TS 32004) would be wrong, and is not made here.
 * Status: REFUSED_ENCRYPTED. */
cseal_status csi_pdf_rights_no_code(
    csi_pdf_reader *reader, cseal_error **ret_error);

#endif
