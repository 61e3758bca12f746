/* SPDX-License-Identifier: Apache-2.0 */
/* form.c -- the forms of signatures, as /SubFilter names them. */
#include "judge/form.h"

#include <string.h>
#include <strings.h>

/* ISO 32000-1, 12.8.3; ISO 32000-2, 12.8.3 and 12.8.5.  Names are what they
 * are, to the letter. */
static const struct csi_form forms[] = {
	{ "ETSI.CAdES.detached", CSI_FORM_CMS, true },
	{ "adbe.pkcs7.detached", CSI_FORM_CMS, false },
	{ "adbe.pkcs7.sha1", CSI_FORM_CMS_SHA1, false },
	{ "ETSI.RFC3161", CSI_FORM_STAMP, false },
	{ "adbe.x509.rsa_sha1", CSI_FORM_PKCS1, false },
	{ "", CSI_FORM_NONE, false },
};

/* Products of GB/T 38540 and GB/T 35275 spell theirs in different cases:
 * GM.sm2cms.detached, GM.SM2, and what else there may be behind the dot. */
static const struct csi_form seal = { "GM.sm2seal", CSI_FORM_SES, false };
static const struct csi_form gm = { "GM.", CSI_FORM_CMS, false };
static const struct csi_form other = { NULL, CSI_FORM_OTHER, false };

const struct csi_form *
csi_form_of(const char *subfilter)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (strcmp(subfilter, forms[i].subfilter) == 0)
			return &forms[i];
	}
	if (strcasecmp(subfilter, seal.subfilter) == 0)
		return &seal;
	if (strncasecmp(subfilter, gm.subfilter, strlen(gm.subfilter)) == 0)
		return &gm;
	return &other;
}

bool
csi_form_is_judged(const struct csi_form *form)
{
	return form->kind == CSI_FORM_CMS || form->kind == CSI_FORM_CMS_SHA1 ||
	       form->kind == CSI_FORM_STAMP || form->kind == CSI_FORM_PKCS1;
}
