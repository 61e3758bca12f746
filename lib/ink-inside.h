/* SPDX-License-Identifier: Apache-2.0 */
/* ink-inside.h -- one handwritten signature, as the files of the noun share
 * it. */
#ifndef CSI_INK_INSIDE_H
#define CSI_INK_INSIDE_H

#include "bytes.h"
#include "ink/samples.h"

#include <counterseal/error.h>

struct cseal_ink {
	struct csi_samples samples;
	struct cseal_ink_account account; /* size 0: it was not captured */
	bool is_virtual;
	/* By is_virtual: a mark that is set later does not change what was
	 * handed out before. */
	struct csi_ink_record {
		struct csi_locked memory;
		struct csi_span record;
	} records[2];
	struct csi_bytes drawing;
	char *json;
};

/* Without samples. */
cseal_status csi_ink_new(cseal_ink **ret_ink, cseal_error **ret_error);

#endif
