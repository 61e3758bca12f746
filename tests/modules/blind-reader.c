/* SPDX-License-Identifier: Apache-2.0 */
/* blind-reader.c -- a reader without fault that cannot look around. */
#include "plain-reader.h"

static const struct cseal_reader_ops ops = PLAIN_OPS;

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "A reader that must be named",
	.ops.reader = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.flags = CSEAL_MODULE_VIRTUAL,
		.id = "blind-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
