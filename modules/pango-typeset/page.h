/* SPDX-License-Identifier: Apache-2.0 */
/* page.h -- text on a PDF page of its own size. */
#ifndef PANGO_TYPESET_PAGE_H
#define PANGO_TYPESET_PAGE_H

#include <counterseal/module.h>

/* Text and font were checked.  language is a tag as "zh-cn": it chooses among
 * the forms that one Chinese character has in several countries. */
cseal_status page_set(const struct cseal_text_request *request,
    const char *language, cseal_blob *pdf, cseal_error **ret_error);

#endif
