/* SPDX-License-Identifier: Apache-2.0 */
/* jpeg-check.c -- a service for modules: is this a whole JPEG file? */
#include "jpeg.h"

#include <counterseal/module.h>

cseal_status
cseal_jpeg_check(const void *bytes, size_t len,
    struct cseal_jpeg_facts *ret_facts, cseal_error **ret_error)
{
	const struct csi_span jpeg = { bytes, len };
	struct csi_jpeg_info info;
	cseal_status st;

	if (ret_facts == NULL || ret_facts->size < sizeof(*ret_facts) ||
	    (bytes == NULL && len != 0))
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "a module asked about a JPEG in a way that is not one");
	st = csi_jpeg_read(jpeg, &info, ret_error);
	if (st != CSEAL_OK)
		return st;
	ret_facts->width = info.width;
	ret_facts->height = info.height;
	ret_facts->len = info.len;
	return CSEAL_OK;
}
