/* SPDX-License-Identifier: Apache-2.0 */
/* picture.h -- text as a picture of grey bytes. */
#ifndef PANGO_TYPESET_PICTURE_H
#define PANGO_TYPESET_PICTURE_H

#include <counterseal/module.h>

/* Text and font were checked, and the core has checked the sizes. */
cseal_status picture_set(const struct cseal_raster_request *request,
    const char *language, cseal_blob *grey, cseal_error **ret_error);

#endif
