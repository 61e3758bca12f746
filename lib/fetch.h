/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.h -- asks a service over HTTP, through a module. */
#ifndef CSI_FETCH_H
#define CSI_FETCH_H

#include "bytes.h"

#include <counterseal/module.h>

#define CSI_FETCH_URL_MOST 2048 /* bytes */

struct csi_question {
	const char *url;
	const char *content_type; /* NULL: GET; else POST of the body */
	struct csi_span body;
	size_t most; /* bytes of the answer */
};

/*
 * Asks, and gives the body of an answer with code 200; the caller frees it
 * with csi_bytes_free().  Status: FAULT_REMOTE (nobody answered, another
 * code, or more than `most`), FAULT_APPLICATION (the URL is none), SETUP_*,
 * STOPPED_*.
 */
cseal_status csi_fetch(cseal_context *context,
    const struct csi_question *question, cseal_wait *wait,
    struct csi_bytes *ret_body, cseal_error **ret_error);

#endif
