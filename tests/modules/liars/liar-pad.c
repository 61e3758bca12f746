/* SPDX-License-Identifier: Apache-2.0 */
/* liar-pad.c -- a pad that breaks its contract.  URI: liar:HOW */
#include <counterseal/module.h>

#include <string.h>

struct lie {
	const char *how;
	cseal_status status;
	struct cseal_ink_sample samples[4];
	size_t count;
	int button;
};

#define FAR  1000001
#define DOWN 1000

#define HONEST                                        \
	{                                             \
		{ 0, 0, DOWN, 7, 9 },                 \
		{                                     \
			1000000, -1000000, DOWN, 7, 9 \
		}                                     \
	}

static const struct lie lies[] = {
	{ "honest", CSEAL_OK, HONEST, 2, CSEAL_PAD_OK },
	{ "count", CSEAL_OK, { { 0 } }, 1000000, CSEAL_PAD_OK },
	{ "right", CSEAL_OK, { { FAR, 0, DOWN, 0, 0 } }, 1, CSEAL_PAD_OK },
	{ "left", CSEAL_OK, { { -FAR, 0, DOWN, 0, 0 } }, 1, CSEAL_PAD_OK },
	{ "below", CSEAL_OK, { { 0, INT32_MAX, 0, 0, 0 } }, 1, CSEAL_PAD_OK },
	{ "above", CSEAL_OK, { { 0, INT32_MIN, 0, 0, 0 } }, 1, CSEAL_PAD_OK },
	{ "time", CSEAL_OK, { { 0, 0, DOWN, 0, 5 }, { 0, 0, DOWN, 0, 4 } }, 2,
	    CSEAL_PAD_OK },
	/* Each read begins at 0 again. */
	{ "clock", CSEAL_OK, { { 0, 0, DOWN, 0, 0 }, { 9000, 0, DOWN, 0, 5 } },
	    2, CSEAL_PAD_NONE },
	{ "button", CSEAL_OK, { { 0 } }, 0, 4 },
	{ "minus", CSEAL_OK, { { 0 } }, 0, -1 },
	{ "status", (cseal_status)17, { { 0 } }, 0, CSEAL_PAD_OK },
	{ "silent", CSEAL_COUNTER_DEVICE_GONE, { { 0 } }, 0, CSEAL_PAD_OK },
	{ "nothing", CSEAL_OK, { { 0 } }, 0, CSEAL_PAD_NONE },
	/* Of how honest ink came. */
	{ "device", CSEAL_OK, HONEST, 2, CSEAL_PAD_OK },
	{ "cipher", CSEAL_OK, HONEST, 2, CSEAL_PAD_OK },
	{ "link", CSEAL_OK, HONEST, 2, CSEAL_PAD_OK },
	{ "tally", CSEAL_OK, HONEST, 2, CSEAL_PAD_OK },
	{ "lost", CSEAL_OK, HONEST, 2, CSEAL_PAD_OK },
	{ "endless", CSEAL_OK, HONEST, 2, CSEAL_PAD_OK },
};

static cseal_status
pad_open(cseal_host *host, const char *uri, cseal_wait *wait, void **ret_pad,
    cseal_error **ret_error)
{
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		if (strcmp(uri + strlen("liar:"), lies[i].how) != 0)
			continue;
		*ret_pad = (void *)(uintptr_t)&lies[i];
		return CSEAL_OK;
	}
	return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE, "no such lie");
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
	const struct lie *lie = opened;

	for (size_t i = 0; i < lie->count && i < 4 && i < room; i++)
		buf[i] = lie->samples[i];
	*ret_count = lie->count;
	*ret_button = (cseal_pad_button)lie->button;
	return lie->status;
}

/* How the ink came is lied about, too; the honest pad tells nothing that it
 * does not know. */
static void
pad_account(void *opened, struct cseal_ink_account *account)
{
	const char *how = ((const struct lie *)opened)->how;

	account->began_ms = 1;
	strcpy(account->module, "another");
	if (strcmp(how, "device") == 0)
		memset(account->device, 'x', sizeof(account->device));
	else if (strcmp(how, "cipher") == 0)
		strcpy(account->cipher, "two\nlines");
	else if (strcmp(how, "link") == 0)
		account->link = (cseal_ink_link)4;
	else if (strcmp(how, "tally") == 0)
		account->tally = (cseal_ink_tally)-1;
	else if (strcmp(how, "lost") == 0)
		account->lost = 1;
	else if (strcmp(how, "endless") == 0)
		account->pad_us = UINT64_MAX;
}

static const struct cseal_pad_ops ops = {
	.size = sizeof(ops),
	.open = pad_open,
	.close = pad_close,
	.start = pad_start,
	.read = pad_read,
	.account = pad_account,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_PAD,
	.title = "A pad that breaks its contract",
	.ops.pad = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	/* Not marked virtual, so that the tests see real ink, too. */
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "liar-pad",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
