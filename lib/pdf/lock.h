/* SPDX-License-Identifier: Apache-2.0 */
/* lock.h -- what a signature forbids from then on: certification (DocMDP) and
 * the lock of fields (FieldMDP), ISO 32000-1, 12.8.2 and Table 233. */
#ifndef CSI_PDF_LOCK_H
#define CSI_PDF_LOCK_H

#include "reader.h"

/* Names that one lock has. */
#define CSI_PDF_LOCK_MOST 10000

enum csi_pdf_lock_action {
	CSI_PDF_LOCK_NONE,
	CSI_PDF_LOCK_ALL,
	CSI_PDF_LOCK_INCLUDE,
	CSI_PDF_LOCK_EXCLUDE
};

struct csi_pdf_lock {
	enum csi_pdf_lock_action action;
	size_t count;
	const char *const *fields; /* full names, UTF-8 */
	/* Of the whole document, as DocMDP counts (ISO 32000-2, Table 236):
	 * 1 to 3; 0: nothing is said. */
	int allowed;
	char **owned; /* what csi_pdf_lock_read() made, or NULL */
};

/* Reads a /Lock dictionary; of anything else, a lock of nothing.  Status:
 * REFUSED_LIMIT, REFUSED_DAMAGED (an action that there is not). */
cseal_status csi_pdf_lock_read(csi_pdf_reader *reader,
    const struct csi_pdf_value *dict, struct csi_pdf_lock *ret_lock,
    cseal_error **ret_error);
void csi_pdf_lock_clear(struct csi_pdf_lock *lock);

/* The dictionary for a field's /Lock.  False: a name is not UTF-8. */
bool csi_pdf_lock_write(struct csi_bytes *out, const struct csi_pdf_lock *lock);

/* "\n/Reference [..]" of a signature dictionary, or nothing.  certify: 1 to 3,
 * 0: an approval.  catalog: what a lock of fields is about. */
bool csi_pdf_write_references(struct csi_bytes *out, int certify,
    const struct csi_pdf_lock *lock, struct csi_pdf_ref catalog);

#endif
