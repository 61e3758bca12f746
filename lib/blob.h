/* SPDX-License-Identifier: Apache-2.0 */
/* blob.h -- bytes that a module hands over, up to a limit. */
#ifndef CSI_BLOB_H
#define CSI_BLOB_H

#include "bytes.h"

#include <counterseal/module.h>

/* On the stack of the public function; `most` is its limit. */
struct cseal_blob {
	struct csi_bytes bytes;
	size_t most;
};

void csi_blob_init(struct cseal_blob *blob, size_t most);
struct csi_span csi_blob_span(const struct cseal_blob *blob);
/* Hands the bytes to the caller, who wipes and frees them with
 * csi_bytes_wipe(); the blob is empty again. */
struct csi_bytes csi_blob_take(struct cseal_blob *blob);
/* Wipes, then frees. */
void csi_blob_wipe(struct cseal_blob *blob);

#endif
