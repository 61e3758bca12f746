/* SPDX-License-Identifier: Apache-2.0 */
/* bad-null-id-reader.c -- has no name. */
#include "plain-reader.h"

static const struct cseal_reader_ops ops = PLAIN_OPS;

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "Bad",
	.ops.reader = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = NULL,
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
