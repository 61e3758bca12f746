/* SPDX-License-Identifier: Apache-2.0 */
/* raster.c -- text as a picture, for a module that has a screen. */
#include "blob.h"
#include "context.h"
#include "error.h"

#include <string.h>

static cseal_status
check_request(const struct cseal_host *host,
    const struct cseal_raster_request *request, cseal_error **ret_error)
{
	if (request == NULL || request->size < sizeof(*request) ||
	    request->text == NULL || request->width_px == 0 ||
	    request->width_px > CSEAL_RASTER_SIDE_MOST ||
	    request->height_px == 0 ||
	    request->height_px > CSEAL_RASTER_SIDE_MOST ||
	    request->text_least_px == 0 ||
	    request->text_least_px > request->text_px ||
	    request->text_px > CSEAL_RASTER_SIDE_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the %s asked for a picture in a way that is not one",
		    host->origin);
	return CSEAL_OK;
}

static cseal_status
draw(struct csi_module *module, const struct cseal_raster_request *request,
    cseal_wait *wait, cseal_blob *grey, cseal_error **ret_error)
{
	const struct cseal_typeset_ops *ops = module->driver->ops.typeset;

	if (ops->raster == NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the module %s sets no text as a picture",
		    module->table->id);
	return csi_module_said(module, "drew the text",
	    ops->raster(&module->host, request, wait, grey, ret_error),
	    ret_error);
}

cseal_status
cseal_host_raster(cseal_host *host, const struct cseal_raster_request *request,
    cseal_wait *wait, uint8_t *ret_grey, cseal_error **ret_error)
{
	struct csi_module *module;
	struct csi_span bytes;
	cseal_blob grey;
	cseal_status st;
	size_t len;

	st = check_request(host, request, ret_error);
	if (st == CSEAL_OK)
		st = csi_loader_only(
		    host->context, CSEAL_KIND_TYPESET, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	len = (size_t)request->width_px * request->height_px;
	csi_blob_init(&grey, len);
	st = draw(module, request, wait, &grey, ret_error);
	bytes = csi_blob_span(&grey);
	if (st == CSEAL_OK && bytes.len != len)
		st = cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the module %s gave a part of a picture",
		    module->table->id);
	if (st == CSEAL_OK)
		memcpy(ret_grey, bytes.at, len);
	csi_blob_wipe(&grey);
	return st;
}
