/* SPDX-License-Identifier: Apache-2.0 */
/* evdev-pad.c -- the tables: pen tablets and pen displays of Linux. */
#include "find.h"
#include "pad.h"

static cseal_status
pad_open(cseal_host *host, const char *uri, cseal_wait *wait, void **ret_pad,
    cseal_error **ret_error)
{
	struct evdev_settings settings;
	char node[EVDEV_PATH_ROOM];
	struct evdev_pad *pad;
	const char *path;
	cseal_status st;

	st = evdev_settings_read(host, &settings, ret_error);
	if (st == CSEAL_OK)
		st = evdev_uri_parse(uri, &path, ret_error);
	if (st == CSEAL_OK)
		st = cseal_node_await(path, wait, ret_error);
	if (st == CSEAL_OK)
		st = evdev_locate(path, node, ret_error);
	if (st == CSEAL_OK)
		st = evdev_pad_new(host, node, &settings, &pad, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_pad = pad;
	return CSEAL_OK;
}

static void
pad_close(void *opened)
{
	evdev_pad_free(opened);
}

/* There is no screen for the prompt. */
static cseal_status
pad_start(
    void *opened, const char *prompt, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st = cseal_wait_check(wait, ret_error);

	return st == CSEAL_OK ? evdev_pad_start(opened, ret_error) : st;
}

static cseal_status
pad_read(void *opened, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *ret_count, cseal_pad_button *ret_button,
    cseal_error **ret_error)
{
	return evdev_pad_read(
	    opened, buf, room, wait, ret_count, ret_button, ret_error);
}

static void
pad_account(void *opened, struct cseal_ink_account *account)
{
	evdev_pad_account(opened, account);
}

static const struct cseal_pad_ops pad_ops = {
	.size = sizeof(pad_ops),
	.open = pad_open,
	.close = pad_close,
	.start = pad_start,
	.read = pad_read,
	.account = pad_account,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_PAD,
	.title = "Pen tablets and pen displays of Linux (evdev)",
	.find = evdev_find,
	.watch = &cseal_node_watch,
	.doctor = evdev_doctor,
	.ops.pad = &pad_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "evdev-pad",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
