/* SPDX-License-Identifier: Apache-2.0 */
/* gm.h -- SignedData with SM2 as other products make it: without signed
 * attributes, with or without the content inside. */
#ifndef TESTS_UNIT_GM_H
#define TESTS_UNIT_GM_H

#include "bytes.h"
#include "credentials.h"

struct gm_form {
	bool is_gm;             /* names of GB/T 35275 */
	struct csi_span inside; /* at NULL: outside */
	struct csi_span id;
	bool bare_algorithm; /* 1.2.156.10197.1.301.1 */
};

/* Of a chain of SM2 keys; the certificate's serial number is that of
 * cred_chain_make(). */
struct csi_bytes gm_make(const struct gm_form *form,
    const struct cred_chain *chain, struct csi_span covered);

#endif
