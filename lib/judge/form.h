/* SPDX-License-Identifier: Apache-2.0 */
/* form.h -- the forms of signatures, as /SubFilter names them, and what
 * is judged of each. */
#ifndef CSI_JUDGE_FORM_H
#define CSI_JUDGE_FORM_H

#include <stdbool.h>

enum csi_form_kind {
	CSI_FORM_CMS,      /* SignedData over the range */
	CSI_FORM_CMS_SHA1, /* SignedData of the range's SHA-1 */
	CSI_FORM_STAMP,    /* time-stamp token over the range */
	CSI_FORM_SES,      /* electronic seal: recognised, not judged */
	CSI_FORM_PKCS1,    /* value of PKCS #1 over the range */
	CSI_FORM_NONE,     /* there is no name: not judged */
	CSI_FORM_OTHER     /* unknown: not judged */
};

struct csi_form {
	const char *subfilter;
	enum csi_form_kind kind;
	bool is_pades; /* may reach its levels */
};

/* Never NULL.  Static. */
const struct csi_form *csi_form_of(const char *subfilter);

/* Is it proven? */
bool csi_form_is_judged(const struct csi_form *form);

#endif
