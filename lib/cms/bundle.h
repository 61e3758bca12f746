/* SPDX-License-Identifier: Apache-2.0 */
/* bundle.h -- a certificate with its chain, as one file holds them. */
#ifndef CSI_BUNDLE_H
#define CSI_BUNDLE_H

#include "bytes.h"

#include <counterseal/error.h>

#define CSI_BUNDLE_MOST (1u << 20) /* bytes of PEM or DER */

/*
 * PEM (other blocks are skipped), one certificate in DER, or a SignedData that
 * carries certificates (.p7c; the signature is not looked at), into ders[0] to
 * ders[most - 1], which are all zero.  Status: REFUSED_INPUT (none, or not
 * certificates), REFUSED_LIMIT.  ders are to be freed in any case.
 */
cseal_status csi_bundle_read(struct csi_span bytes, struct csi_bytes *ders,
    size_t most, size_t *ret_count, cseal_error **ret_error);

#endif
