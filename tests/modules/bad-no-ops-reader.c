/* SPDX-License-Identifier: Apache-2.0 */
/* bad-no-ops-reader.c -- has no table of operations. */
#include <counterseal/module.h>

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "Bad",
	.ops.reader = NULL,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "bad-no-ops-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
