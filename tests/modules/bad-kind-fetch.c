/* SPDX-License-Identifier: Apache-2.0 */
/* bad-kind-fetch.c -- of a kind without a device, and without its operation. */
#include <counterseal/module.h>

static const struct cseal_fetch_ops ops = {
	.size = sizeof(ops),
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_FETCH,
	.title = "Bad",
	.ops.fetch = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "bad-kind-fetch",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
