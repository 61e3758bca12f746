/* SPDX-License-Identifier: Apache-2.0 */
/* codes.h -- codes that stand for a word on an identity document. */
#ifndef CSI_IDENTITY_CODES_H
#define CSI_IDENTITY_CODES_H

#include <counterseal/types.h>

/* The nation (ethnic group) of a two-digit code of GB/T 3304 in Chinese, as
 * printed on the card; 97 and 98 are what the resident card adds to it.  NULL
 * for any other text. */
const char *csi_nation_name(const char *code);

/* "male", "female" or "unspecified" for a code of GB/T 2261.1; NULL for any
 * other text. */
const char *csi_sex_name(const char *code);

#endif
