/* SPDX-License-Identifier: Apache-2.0 */
/* symbol.h -- a QR code as paths that are filled. */
#ifndef CSI_SYMBOL_H
#define CSI_SYMBOL_H

#include "bytes.h"
#include "wait.h"

#include <counterseal/module.h>

/*
 * Path operators for a square of *ret_side: one unit a module, a light ground
 * and the quiet zone with it, then what is dark.  text is UTF-8; lost_percent
 * as in a look.  Status: that of the module, SETUP_NO_MODULE, REFUSED_LIMIT
 * (too much text), FAULT_MODULE.
 */
cseal_status csi_symbol_paths(cseal_context *context, const char *text,
    unsigned lost_percent, cseal_wait *wait, struct csi_bytes *paths,
    unsigned *ret_side, cseal_error **ret_error);

#endif
