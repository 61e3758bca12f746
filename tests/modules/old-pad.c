/* SPDX-License-Identifier: Apache-2.0 */
/* old-pad.c -- a pad whose table ends where that of ABI 1 did at first, and
 * behind which is what must not be called.  URI: old: */
#include <counterseal/module.h>

static cseal_status
pad_open(cseal_host *host, const char *uri, cseal_wait *wait, void **ret_pad,
    cseal_error **ret_error)
{
	*ret_pad = (void *)(uintptr_t)uri;
	return CSEAL_OK;
}

static void
pad_close(void *opened)
{
}

static cseal_status
pad_start(
    void *opened, const char *prompt, cseal_wait *wait, cseal_error **ret_error)
{
	return CSEAL_OK;
}

static cseal_status
pad_read(void *opened, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *ret_count, cseal_pad_button *ret_button,
    cseal_error **ret_error)
{
	buf[0] = (struct cseal_ink_sample){ .pressure = 1 };
	buf[1] = (struct cseal_ink_sample){ .x_um = 9000, .pressure = 1 };
	buf[2] = (struct cseal_ink_sample){ .x_um = 9000 };
	*ret_count = 3;
	*ret_button = CSEAL_PAD_OK;
	return CSEAL_OK;
}

static void
pad_account(void *opened, struct cseal_ink_account *account)
{
	account->link = CSEAL_INK_LINK_STRONG;
}

static const struct cseal_pad_ops ops = {
	.size = offsetof(struct cseal_pad_ops, account),
	.open = pad_open,
	.close = pad_close,
	.start = pad_start,
	.read = pad_read,
	.account = pad_account,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_PAD,
	.title = "A pad of an older version",
	.ops.pad = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "old-pad",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
