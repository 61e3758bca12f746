/* SPDX-License-Identifier: Apache-2.0 */
/* mock-typeset.c -- draws each byte of a text as one byte of a picture, so that
 * a text can be too short for it. */
#include <counterseal/module.h>
#include <string.h>

static cseal_status
typeset(cseal_host *host, const struct cseal_text_request *request,
    cseal_wait *wait, cseal_blob *pdf, cseal_error **ret_error)
{
	return cseal_fail(
	    ret_error, CSEAL_REFUSED_UNSUPPORTED, "this mock sets no pages");
}

static cseal_status
raster(cseal_host *host, const struct cseal_raster_request *request,
    cseal_wait *wait, cseal_blob *grey, cseal_error **ret_error)
{
	cseal_status st = cseal_wait_check(wait, ret_error);

	if (st != CSEAL_OK)
		return st;
	return cseal_blob_append(
	    grey, request->text, strlen(request->text), ret_error);
}

static const struct cseal_typeset_ops ops = {
	.size = sizeof(ops),
	.typeset = typeset,
	.raster = raster,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_TYPESET,
	.title = "Mock of a typesetter",
	.ops.typeset = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "mock-typeset",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
