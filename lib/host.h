/* SPDX-License-Identifier: Apache-2.0 */
/* host.h -- the core, as one module sees it. */
#ifndef CSI_HOST_H
#define CSI_HOST_H

#include "parting.h"

#define CSI_MODULE_ID_MOST 63 /* bytes of SCHEME-KIND */

/* Lives in its module, which lives in the context. */
struct cseal_host {
	cseal_context *context;
	char origin[sizeof("module:") + CSI_MODULE_ID_MOST];
	char section[sizeof("module ") + CSI_MODULE_ID_MOST];
	struct csi_partings *partings;
};

void csi_host_init(
    struct cseal_host *host, cseal_context *context, const char *id);
void csi_host_end(struct cseal_host *host);

/* Whether the URI is of the module's scheme, and fit to be shown. */
bool csi_host_serves(const struct cseal_host *host, const char *uri);

#endif
