/* SPDX-License-Identifier: Apache-2.0 */
/* bad-no-driver-reader.c -- has no driver. */
#include <counterseal/module.h>

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "bad-no-driver-reader",
		.version = "1",
		.driver = NULL,
	};

	return &module;
}
