/* SPDX-License-Identifier: Apache-2.0 */
/* context.h -- what the core keeps in a context. */
#ifndef CSI_CONTEXT_H
#define CSI_CONTEXT_H

#include "config.h"
#include "loader.h"
#include "log.h"

#include <counterseal/context.h>

struct csi_log {
	cseal_log_fn fn;
	void *user;
	cseal_log_level level;
};

const struct csi_log *csi_context_log(const cseal_context *context);
const csi_config *csi_context_config(const cseal_context *context);
struct csi_loader *csi_context_loader(cseal_context *context);

#endif
