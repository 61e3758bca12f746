/* SPDX-License-Identifier: Apache-2.0 */
/* ses.h -- electronic seals (GB/T 38540, GM/T 0031): recognised, not judged. */
#ifndef CSI_SES_H
#define CSI_SES_H

#include "bytes.h"

#define CSI_SES_NAME_MOST 255 /* bytes of a seal's name */

/* The name of the seal of an SES_Signature, of which the name is UTF-8 without
 * control characters; zeros may follow.  False: it is none. */
bool csi_ses_name(struct csi_span der, char name[CSI_SES_NAME_MOST + 1]);

#endif
