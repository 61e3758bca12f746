/* SPDX-License-Identifier: Apache-2.0 */
/* mock-symbol.c -- a symbol whose modules are the text's ones and zeros, so
 * that a text can be no square; other characters are handed over as they
 * are. */
#include <counterseal/module.h>

static cseal_status
encode(cseal_host *host, const struct cseal_symbol_request *request,
    cseal_wait *wait, cseal_blob *modules, cseal_error **ret_error)
{
	cseal_status st = cseal_wait_check(wait, ret_error);

	for (const char *at = request->text; st == CSEAL_OK && *at != '\0';
	     at++) {
		char module = *at == '0' || *at == '1' ? (char)(*at - '0')
							: *at;

		st = cseal_blob_append(modules, &module, 1, ret_error);
	}
	return st;
}

static const struct cseal_symbol_ops ops = {
	.size = sizeof(ops),
	.encode = encode,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_SYMBOL,
	.title = "Mock of a symbol",
	.ops.symbol = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "mock-symbol",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
