/* SPDX-License-Identifier: Apache-2.0 */
/* reasons.h -- sentences that explain a judgement. */
#ifndef CSI_REASONS_H
#define CSI_REASONS_H

#include <counterseal/types.h>

#define CSI_REASONS_MOST 64 /* more are left out, and the last one says so */

/* All zero is empty.  An addition that finds no memory sets `failed`. */
struct csi_reasons {
	char **at;
	size_t count;
	bool failed;
};

/* A sentence that is there already is not added again. */
void csi_reasons_add(struct csi_reasons *reasons, const char *format, ...)
    CSEAL_PRINTF(2, 3);
/* What is no UTF-8 becomes a question mark: a name of the document may hold
 * any bytes, and a long one is cut. */
void csi_reasons_clean(char *text);
void csi_reasons_free(struct csi_reasons *reasons);

#endif
