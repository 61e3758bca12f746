/* SPDX-License-Identifier: Apache-2.0 */
/* predictor.h -- undoes prediction (ISO 32000-1, 7.4.4.4). */
#ifndef CSI_PDF_PREDICTOR_H
#define CSI_PDF_PREDICTOR_H

#include "filter.h"

/* In place.  Status: REFUSED_DAMAGED. */
cseal_status csi_pdf_predict(const struct csi_pdf_filter *filter, bool strict,
    struct csi_bytes *data, cseal_error **ret_error);

#endif
