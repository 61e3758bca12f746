/* SPDX-License-Identifier: Apache-2.0 */
/* encode.h -- text to the modules of a QR code. */
#ifndef QRENCODE_SYMBOL_ENCODE_H
#define QRENCODE_SYMBOL_ENCODE_H

#include <counterseal/module.h>

/* Status: REFUSED_LIMIT (more than a QR code holds), REFUSED_INPUT. */
cseal_status encode(const struct cseal_symbol_request *request,
    cseal_blob *modules, cseal_error **ret_error);

#endif
