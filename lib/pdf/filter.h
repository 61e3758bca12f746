/* SPDX-License-Identifier: Apache-2.0 */
/* filter.h -- decodes streams (ISO 32000-1, 7.4); pure functions over bytes. */
#ifndef CSI_PDF_FILTER_H
#define CSI_PDF_FILTER_H

#include "bytes.h"

#include <counterseal/error.h>

enum csi_pdf_filter_kind {
	CSI_PDF_FILTER_FLATE,
	CSI_PDF_FILTER_ASCII_HEX,
	CSI_PDF_FILTER_ASCII_85,
	CSI_PDF_FILTER_RUN_LENGTH
};

/* Components of a sample, and samples of a row, that a predictor takes. */
#define CSI_PDF_COLORS_MOST  32
#define CSI_PDF_COLUMNS_MOST (1 << 24)

struct csi_pdf_filter {
	enum csi_pdf_filter_kind kind;
	uint32_t predictor; /* 1: none (7.4.4.4); of FLATE only */
	uint32_t colors, bits, columns;
};

/* Appends to an empty `out`.  Lenient: data that break off or are spoilt give
 * what was decoded before.  Status: REFUSED_DAMAGED, REFUSED_LIMIT (more than
 * `most` bytes), FAULT_MEMORY. */
cseal_status csi_pdf_filter_run(const struct csi_pdf_filter *filter,
    struct csi_span in, bool strict, size_t most, struct csi_bytes *out,
    cseal_error **ret_error);

/* The front of FLATE data, leniently: what `most` bytes of it decode to, before
 * the predictor.  *ret_whole: that was all.  Status: FAULT_MEMORY. */
cseal_status csi_pdf_filter_front(const struct csi_pdf_filter *filter,
    struct csi_span in, size_t most, struct csi_bytes *out, bool *ret_whole,
    cseal_error **ret_error);

#endif
