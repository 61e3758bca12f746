/* SPDX-License-Identifier: Apache-2.0 */
/* secret.h -- memory that is locked, and wiped when freed. */
#ifndef CSI_SECRET_H
#define CSI_SECRET_H

#include <counterseal/module.h>

#define CSI_SECRET_MOST 1024 /* bytes of a PIN or pass phrase */

cseal_status csi_secret_new(cseal_secret **ret_secret, cseal_error **ret_error);

#endif
