/* SPDX-License-Identifier: Apache-2.0 */
/* bad-watch-reader.c -- watches without telling when. */
#include "plain-reader.h"

static cseal_status
find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	return CSEAL_OK;
}

static const struct cseal_watch_ops watch = { .size = sizeof(watch) };

static const struct cseal_reader_ops ops = PLAIN_OPS;

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "Bad",
	.find = find,
	.watch = &watch,
	.ops.reader = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "bad-watch-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
