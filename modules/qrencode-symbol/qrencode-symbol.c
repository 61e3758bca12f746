/* SPDX-License-Identifier: Apache-2.0 */
/* qrencode-symbol.c -- QR codes through libqrencode: the tables. */
#include "encode.h"

static cseal_status
encode_symbol(cseal_host *host, const struct cseal_symbol_request *request,
    cseal_wait *wait, cseal_blob *modules, cseal_error **ret_error)
{
	cseal_status st = cseal_wait_check(wait, ret_error);

	if (st != CSEAL_OK)
		return st;
	return encode(request, modules, ret_error);
}

static const struct cseal_symbol_ops ops = {
	.size = sizeof(ops),
	.encode = encode_symbol,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_SYMBOL,
	.title = "QR codes through libqrencode",
	.ops.symbol = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "qrencode-symbol",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
