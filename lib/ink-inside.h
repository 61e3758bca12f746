/* SPDX-License-Identifier: Apache-2.0 */
/* ink-inside.h -- one handwritten signature, as the files of the noun share
 * it. */
#ifndef CSI_INK_INSIDE_H
#define CSI_INK_INSIDE_H

#include "bytes.h"
#include "ink/samples.h"

#include <counterseal/error.h>

#define CSI_INK_DIGEST_LEN 32 /* bytes of SHA-256 */

/* What a number in JSON can be, and no signature's is. */
#define CSI_INK_NUMBER_MOST (INT64_C(1) << 53)

/* What the ink was written for: so many bytes, and their SHA-256. */
struct csi_ink_document {
	bool is_there;
	uint64_t len;
	uint8_t digest[CSI_INK_DIGEST_LEN];
};

struct cseal_ink {
	struct csi_samples samples;
	struct cseal_ink_account account; /* size 0: it was not captured */
	struct csi_ink_document document;
	bool is_virtual;
	/* By is_virtual: a mark that is set later does not change what was
	 * handed out before. */
	struct csi_ink_record {
		struct csi_locked memory;
		struct csi_span record;
	} records[2];
	struct csi_locked inkml;
	struct csi_bytes drawing;
	struct csi_bytes sealed;
	char *json;
};

/* As cseal_ink_draw(); the drawing lives in the place of the one before. */
cseal_status csi_ink_draw(const struct csi_samples *samples, bool is_virtual,
    const char *format, struct csi_bytes *drawing, const void **ret_bytes,
    size_t *ret_len, cseal_error **ret_error);

/* Without samples. */
cseal_status csi_ink_new(cseal_ink **ret_ink, cseal_error **ret_error);

/* SHA-256.  Status: FAULT_CRYPTO. */
cseal_status csi_ink_digest(struct csi_span bytes,
    uint8_t digest[CSI_INK_DIGEST_LEN], cseal_error **ret_error);
/* In lower case. */
void csi_ink_hex(const uint8_t digest[CSI_INK_DIGEST_LEN],
    char hex[2 * CSI_INK_DIGEST_LEN + 1]);

#endif
