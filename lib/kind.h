/* SPDX-License-Identifier: Apache-2.0 */
/* kind.h -- the kinds of device, by name. */
#ifndef CSI_KIND_H
#define CSI_KIND_H

#include <counterseal/device.h>

#define CSI_KIND_END (CSEAL_KIND_PICTURE + 1)

/* The kind after the last '-' of SCHEME-KIND; false if there is none. */
bool csi_kind_of_id(const char *id, cseal_kind *ret_kind);

#endif
