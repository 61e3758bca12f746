/* SPDX-License-Identifier: Apache-2.0 */
/* raise.h -- brings signatures that are in a document to a higher level. */
#ifndef CSI_RAISE_H
#define CSI_RAISE_H

#include "document/document.h"
#include "wait.h"

#include <counterseal/level.h>

struct csi_raise {
	cseal_context *context;
	cseal_document *document;
	cseal_wait *wait;
	cseal_level level; /* LT or LTA */
	const char *tsa;   /* or NULL: that of the configuration */
	/* Bytes of its tokens, where one of the signatures has one: then it
	 * is not asked for a token over nothing.  0: not known. */
	size_t token_len;
	uint64_t since; /* signatures that end there or before are left alone */
	cseal_level reached; /* set, also where it fails */
};

/* What was reached before it failed stays in the document. */
cseal_status csi_raise_run(struct csi_raise *raise, cseal_error **ret_error);

/* Whether a lower level may do where this went wrong. */
bool csi_raise_is_lowerable(cseal_status st);

#endif
