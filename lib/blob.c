/* SPDX-License-Identifier: Apache-2.0 */
/* blob.c -- bytes that a module hands over, up to a limit.
 *
 * They may be personal data, so growing leaves no copy behind. */
#include "blob.h"

#include "error.h"

#include <string.h>

void
csi_blob_init(struct cseal_blob *blob, size_t most)
{
	memset(blob, 0, sizeof(*blob));
	blob->most = most;
}

static bool
grow(struct cseal_blob *blob, size_t len)
{
	struct csi_bytes larger = { 0 };
	size_t wished = blob->bytes.len + len;

	if (len <= blob->bytes.room - blob->bytes.len)
		return true;
	/* Doubled, so that many small appends copy little. */
	if (wished < 2 * blob->bytes.room)
		wished = 2 * blob->bytes.room;
	if (csi_bytes_room(&larger, wished) == NULL)
		return false;
	csi_bytes_add_span(&larger, csi_bytes_span(&blob->bytes));
	csi_bytes_wipe(&blob->bytes);
	blob->bytes = larger;
	return true;
}

cseal_status
cseal_blob_append(
    cseal_blob *blob, const void *bytes, size_t len, cseal_error **ret_error)
{
	if (bytes == NULL && len != 0)
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "a module appended %zu bytes from nowhere", len);
	if (len > blob->most - blob->bytes.len)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a module gave more than %zu bytes", blob->most);
	if (!grow(blob, len))
		return csi_fail_memory(ret_error);
	csi_bytes_add(&blob->bytes, bytes, len);
	return CSEAL_OK;
}

struct csi_span
csi_blob_span(const struct cseal_blob *blob)
{
	return csi_bytes_span(&blob->bytes);
}

struct csi_bytes
csi_blob_take(struct cseal_blob *blob)
{
	struct csi_bytes taken = blob->bytes;

	memset(&blob->bytes, 0, sizeof(blob->bytes));
	return taken;
}

void
csi_blob_wipe(struct cseal_blob *blob)
{
	csi_bytes_wipe(&blob->bytes);
}
