/* SPDX-License-Identifier: Apache-2.0 */
/* text.h -- which text may be set, before any library sees it. */
#ifndef PANGO_TYPESET_TEXT_H
#define PANGO_TYPESET_TEXT_H

#include <counterseal/module.h>

#define TEXT_BYTES_MOST 100000

/* UTF-8 without control characters except tabs and line ends, and without
 * characters that make text look other than it reads.  Status: REFUSED_INPUT,
 * REFUSED_LIMIT. */
cseal_status text_check(const char *text, cseal_error **ret_error);

#endif
