/* SPDX-License-Identifier: Apache-2.0 */
/* changes-inside.h -- shared by the files that judge changes, and by no
 * other. */
#ifndef CSI_PDF_CHANGES_INSIDE_H
#define CSI_PDF_CHANGES_INSIDE_H

#include "pdf/changes.h"
#include "pdf/delta.h"

struct csi_pdf_judge {
	struct csi_pdf_delta delta;
	struct csi_numbers explained;
	struct csi_numbers fields_before, fields_after; /* signature fields */
	struct csi_numbers signed_before; /* those that had a value */
	int docmdp;    /* P of the certification, 0 if there is none */
	bool lock_all; /* every field is locked by this signature */
	enum csi_pdf_changes worst;
	struct csi_reasons *reasons;
	cseal_error **ret_error;
};

/* A rule for one key of a dictionary: the resolved values before and after,
 * null where the key is absent. */
typedef cseal_status (*csi_pdf_rule_fn)(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new);

struct csi_pdf_rule {
	const char *key;
	csi_pdf_rule_fn rule; /* NULL: any change is permitted */
};

/* ---- changes.c ---- */

/* Makes the answer at least that bad. */
void csi_pdf_raise(struct csi_pdf_judge *judge, enum csi_pdf_changes changes);
/* ... and says why; number 0: no object is named.  Gives CSEAL_OK, so that a
 * rule can end with it. */
cseal_status csi_pdf_forbid(
    struct csi_pdf_judge *judge, const char *what, uint32_t number);

/* ---- explain.c ---- */

/* Explains the objects that are new and can be reached from the value. */
cseal_status csi_pdf_explain_new(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *value);
/* Explains the object that a reference names, be it old or new. */
cseal_status csi_pdf_explain_holder(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *value);

/* ---- compare.c ---- */

/* Applies the rule to a key's values, unresolved; NULL where absent. */
cseal_status csi_pdf_apply(struct csi_pdf_judge *judge,
    const struct csi_pdf_rule *rule, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new);

/* Compares entry by entry; keys without a rule must say the same.  old may be
 * NULL: an empty dictionary. */
cseal_status csi_pdf_compare_dicts(struct csi_pdf_judge *judge,
    const char *what, const struct csi_pdf_rule *rules, size_t rule_count,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new);

/* ---- permissions.c ---- */

/* Sets docmdp from the certification of the signed revision. */
cseal_status csi_pdf_read_docmdp(struct csi_pdf_judge *judge);
/* Sets lock_all if the signature locks fields. */
cseal_status csi_pdf_read_lock(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *value);

#endif
