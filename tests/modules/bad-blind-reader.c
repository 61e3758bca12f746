/* SPDX-License-Identifier: Apache-2.0 */
/* bad-blind-reader.c -- watches for what it cannot find. */
#include "plain-reader.h"

static cseal_status
watch_open(cseal_host *host, void **ret_watch, cseal_error **ret_error)
{
	*ret_watch = host;
	return CSEAL_OK;
}

static int
watch_fd(void *watch)
{
	return -1;
}

static cseal_status
watch_dispatch(void *watch, bool *ret_changed, cseal_error **ret_error)
{
	return CSEAL_OK;
}

static void
watch_close(void *watch)
{
}

static const struct cseal_watch_ops watch = {
	.size = sizeof(watch),
	.open = watch_open,
	.fd = watch_fd,
	.dispatch = watch_dispatch,
	.close = watch_close,
};

static const struct cseal_reader_ops ops = PLAIN_OPS;

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "Bad",
	.watch = &watch,
	.ops.reader = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "bad-blind-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
