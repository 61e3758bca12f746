/* SPDX-License-Identifier: Apache-2.0 */
/* bad-short-ops-reader.c -- was made before reading was invented. */
#include "plain-reader.h"

static const struct cseal_reader_ops ops = { .size = offsetof(
						 struct cseal_reader_ops, read),
	.open = plain_open,
	.close = plain_close,
	.read = plain_read };

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
		.id = "bad-short-ops-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
