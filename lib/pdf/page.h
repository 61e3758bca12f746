/* SPDX-License-Identifier: Apache-2.0 */
/* page.h -- the way down the page tree to a page (ISO 32000-1, 7.7.3). */
#ifndef CSI_PDF_PAGE_H
#define CSI_PDF_PAGE_H

#include "inside.h"

#define CSI_PDF_NO_NODE SIZE_MAX

/* What is inherited (7.7.3.4). */
enum {
	CSI_PDF_RESOURCES,
	CSI_PDF_MEDIA_BOX,
	CSI_PDF_CROP_BOX,
	CSI_PDF_ROTATE,
	CSI_PDF_INHERITED_COUNT
};

/* An inner node, with where its walk is. */
struct csi_pdf_node {
	struct csi_pdf_ref ref;
	const struct csi_pdf_value *dict;
	const struct csi_pdf_value *kids; /* an array, or null */
	/* Its own or from above; NULL: none. */
	const struct csi_pdf_value *inherited[CSI_PDF_INHERITED_COUNT];
	size_t first_leaf;
	size_t next; /* kid */
	size_t parent;
};

struct csi_pdf_leaf {
	struct csi_pdf_ref ref;
	const struct csi_pdf_value *dict;
	size_t parent;
};

/* The way down to one page, or the whole tree. */
struct csi_pdf_page_list {
	size_t node_count, node_room;
	struct csi_pdf_node *nodes;
	size_t leaf_count, leaf_room;
	struct csi_pdf_leaf *leaves;
};

/* Fills `inherited` from the node's dictionary and its parent, or NULL. */
void csi_pdf_inherit(
    struct csi_pdf_node *node, const struct csi_pdf_node *parent);

/* What a leaf has, and what it inherits from the nodes above it. */
cseal_status csi_pdf_read_page(csi_pdf_reader *reader,
    const struct csi_pdf_page_list *list, const struct csi_pdf_leaf *leaf,
    struct csi_pdf_page *ret_page, cseal_error **ret_error);

#endif
