/* SPDX-License-Identifier: Apache-2.0 */
/* bad-short-driver-reader.c -- has a driver without operations. */
#include "plain-reader.h"

static const struct cseal_reader_ops ops = PLAIN_OPS;

static const struct cseal_driver driver = {
	.size = offsetof(struct cseal_driver, ops),
	.kind = CSEAL_KIND_READER,
	.title = "Bad",
	.ops.reader = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "bad-short-driver-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
