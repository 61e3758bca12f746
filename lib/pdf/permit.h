/* SPDX-License-Identifier: Apache-2.0 */
/* permit.h -- what earlier signatures, and the field itself, allow a new
 * signature (ISO 32000-1, 12.7.4.5 and 12.8.2). */
#ifndef CSI_PDF_PERMIT_H
#define CSI_PDF_PERMIT_H

#include "field.h"

/* What is about to be signed. */
struct csi_pdf_intent {
	const char *field;     /* full name */
	bool is_new;           /* the field is made for it */
	bool is_seen;          /* on a page */
	const char *digest;    /* as /DigestMethod names it: "SHA256" */
	const char *reason;    /* or NULL */
	const char *filter;    /* NULL: Adobe.PPKLite */
	const char *subfilter; /* NULL: ETSI.CAdES.detached */
	int certify;           /* as DocMDP counts; 0: it is an approval */
	int allowed; /* in the document from then on; 0: nothing is said */
	const char *attestation;      /* or NULL */
	bool is_stamped;              /* gets a time-stamp */
	bool is_proven;               /* and what proves its certificates */
	bool annotates;               /* has marks beside its widget */
	const struct csi_span *chain; /* DER; [0] is the signer's */
	size_t chain_count;           /* 0: not known */
	uint32_t key_usage; /* bit 0 is digitalSignature; all: unrestricted */
	/* Texts that end with a NUL each: the policies of the signer's
	 * certificate, dotted; and of each attribute of its subject number,
	 * short name, long name and value. */
	struct csi_span policies, attributes;
};

/* Status: REFUSED_FORBIDDEN; the note says by what. */
cseal_status csi_pdf_permit_signing(csi_pdf_reader *reader,
    const struct csi_pdf_form *form, const struct csi_pdf_intent *intent,
    cseal_error **ret_error);

/* The seed values of the field: what they require and is not done is
 * REFUSED_FORBIDDEN. */
cseal_status csi_pdf_permit_field(csi_pdf_reader *reader,
    const struct csi_pdf_value *field, const struct csi_pdf_intent *intent,
    cseal_error **ret_error);

/* The first of the digests that the field asks for; 0 where it asks for none,
 * or for none of them. */
cseal_status csi_pdf_seed_digest(csi_pdf_reader *reader,
    const struct csi_pdf_value *field, const char *const *digests, size_t count,
    size_t *ret_index, cseal_error **ret_error);

/* The time-stamp authority that the seed values of the field name (/TimeStamp,
 * Table 234), to be freed; NULL: none.  It may be anything but empty. */
cseal_status csi_pdf_seed_tsa(csi_pdf_reader *reader,
    const struct csi_pdf_value *field, char **ret_url, cseal_error **ret_error);

#endif
