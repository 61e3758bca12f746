/* SPDX-License-Identifier: Apache-2.0 */
/* attached.h -- the files inside a document (ISO 32000-1, 7.11.4): a name tree
 * of file specifications. */
#ifndef CSI_PDF_ATTACHED_H
#define CSI_PDF_ATTACHED_H

#include "reader.h"

#define CSI_PDF_ATTACHED_MOST 4096

/* An entry of the tree: a file specification, or a reference to it. */
struct csi_pdf_attached {
	struct csi_span key;
	const struct csi_pdf_value *value;
};

/* All of them, in the order of the tree; to be freed with free().  What is no
 * entry is passed over.  Status: REFUSED_LIMIT, FAULT_MEMORY, and what reading
 * gives. */
cseal_status csi_pdf_attached_list(csi_pdf_reader *reader,
    struct csi_pdf_attached **ret_list, size_t *ret_count,
    cseal_error **ret_error);

/* What a file specification says (Tables 44 to 46).  Spans are decoded
 * strings and names, empty where there are none. */
struct csi_pdf_file_spec {
	struct csi_span name, description, type, relation;
	/* The embedded stream, or NULL: the file is elsewhere. */
	const struct csi_pdf_value *stream;
	int64_t size; /* of its bytes; -1: it does not say */
};

/* Status: what reading gives. */
cseal_status csi_pdf_file_spec_read(csi_pdf_reader *reader,
    const struct csi_pdf_attached *attached, struct csi_pdf_file_spec *ret_spec,
    cseal_error **ret_error);

#endif
