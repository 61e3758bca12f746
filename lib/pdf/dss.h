/* SPDX-License-Identifier: Apache-2.0 */
/* dss.h -- writes and reads the document security store: what later proves that the
 * certificates of signatures held (ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1,
 * 5.4). */
#ifndef CSI_PDF_DSS_H
#define CSI_PDF_DSS_H

#include "update.h"

#define CSI_PDF_DSS_MOST 64 /* items of one kind that are added at once */

enum csi_pdf_dss_kind {
	CSI_PDF_DSS_CERTIFICATES,
	CSI_PDF_DSS_ANSWERS, /* OCSPResponse */
	CSI_PDF_DSS_LISTS,
	CSI_PDF_DSS_KINDS
};

/* What is added; borrowed until the update is written. */
struct csi_pdf_dss {
	struct csi_span items[CSI_PDF_DSS_KINDS][CSI_PDF_DSS_MOST];
	size_t counts[CSI_PDF_DSS_KINDS];
};

/* One signature, by its whole /Contents, and which items are for it: bit i of
 * a kind is its item i. */
struct csi_pdf_vri {
	struct csi_span contents;
	uint64_t uses[CSI_PDF_DSS_KINDS];
};

/*
 * Adds to the store that is there, or makes one: what is in it already is not
 * written again.  *ret_changed false: there was nothing to add, and nothing
 * was written.  Status: what the reader says; FAULT_CRYPTO.
 */
cseal_status csi_pdf_dss_write(csi_pdf_update *update,
    const struct csi_pdf_dss *dss, const struct csi_pdf_vri *vris,
    size_t vri_count, bool *ret_changed, cseal_error **ret_error);

/* Who gets the items. */
struct csi_pdf_dss_taker {
	void *user;
	/* Is an item there already whose bytes begin there in the file? */
	bool (*has)(void *user, enum csi_pdf_dss_kind kind, uint64_t at);
	/* Takes data over. */
	void (*take)(void *user, enum csi_pdf_dss_kind kind, uint64_t at,
	    struct csi_bytes *take_data);
	size_t left; /* bytes that may still be taken, of all */
};

#define CSI_PDF_DSS_BYTES_MOST ((size_t)64 << 20)

/*
 * Gives each item of the store, and of what it has for single signatures
 * (/VRI): some writers list items only there.  What is no stream or cannot be
 * decoded is left out, and what goes beyond a count or size is, too: a store
 * only ever adds proof.  Status: FAULT_MEMORY.
 */
cseal_status csi_pdf_dss_read(csi_pdf_reader *reader,
    struct csi_pdf_dss_taker *taker, cseal_error **ret_error);

#endif
