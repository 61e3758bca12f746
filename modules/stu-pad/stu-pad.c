/* SPDX-License-Identifier: Apache-2.0 */
/* stu-pad.c -- the tables: signature pads of Wacom's STU series. */
#include "find.h"
#include "pad.h"

static cseal_status
pad_open(cseal_host *host, const char *uri, cseal_wait *wait, void **ret_pad,
    cseal_error **ret_error)
{
	struct stu_settings settings;
	struct stu_pad *pad;
	struct stu_uri parsed;
	cseal_status st;

	st = stu_settings_read(host, &settings, ret_error);
	if (st == CSEAL_OK)
		st = stu_uri_parse(uri, &parsed, ret_error);
	if (st == CSEAL_OK)
		st = stu_pad_new(
		    host, &parsed, &settings, wait, &pad, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_pad = pad;
	return CSEAL_OK;
}

static void
pad_close(void *opened)
{
	stu_pad_free(opened);
}

static cseal_status
pad_start(
    void *opened, const char *prompt, cseal_wait *wait, cseal_error **ret_error)
{
	return stu_pad_start(opened, prompt, wait, ret_error);
}

static cseal_status
pad_read(void *opened, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *ret_count, cseal_pad_button *ret_button,
    cseal_error **ret_error)
{
	return stu_pad_read(
	    opened, buf, room, wait, ret_count, ret_button, ret_error);
}

static void
pad_account(void *opened, struct cseal_ink_account *account)
{
	stu_pad_account(opened, account);
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
	.title = "Signature pads of the Wacom STU series",
	.find = stu_find,
	.watch = &cseal_node_watch,
	.doctor = stu_doctor,
	.ops.pad = &pad_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "stu-pad",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
