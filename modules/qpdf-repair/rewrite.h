/* SPDX-License-Identifier: Apache-2.0 */
/* rewrite.h -- a damaged PDF written anew by libqpdf. */
#ifndef QPDF_REPAIR_REWRITE_H
#define QPDF_REPAIR_REWRITE_H

#include "apart.h"

struct damaged {
	const void *bytes;
	size_t len;
};

/* Of a struct damaged; runs apart. */
enum apart_end rewrite_pdf(const void *damaged, int fd);

#endif
