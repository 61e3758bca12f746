/* SPDX-License-Identifier: Apache-2.0 */
/* ink-account.c -- how ink was captured, from what a module and the core
 * know.
 *
 * A module that says nothing leaves the count of what it gave, which is the
 * core's own. */
#include "ink-account.h"

#include "ink-inside.h"
#include "line.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

void
csi_ink_account_begin(
    const struct csi_module *module, struct cseal_ink_account *account)
{
	memset(account, 0, sizeof(*account));
	account->size = sizeof(*account);
	snprintf(
	    account->module, sizeof(account->module), "%s", module->table->id);
}

void
csi_ink_account_note(
    struct cseal_ink_account *account, size_t count, bool has_ink)
{
	account->received += count;
	if (has_ink && account->began_ms == 0)
		account->began_ms = now_ms();
}

static bool
can_tell(const struct cseal_pad_ops *ops)
{
	return ops->size >= offsetof(struct cseal_pad_ops, account) +
				sizeof(ops->account) &&
	       ops->account != NULL;
}

static bool
is_text(const char text[CSEAL_INK_TEXT_MOST + 1])
{
	size_t len = strnlen(text, CSEAL_INK_TEXT_MOST + 1);

	return len <= CSEAL_INK_TEXT_MOST && csi_line_is_clean(text, len);
}

static bool
is_number(uint64_t number)
{
	return number <= CSI_INK_NUMBER_MOST;
}

static cseal_status
check(const struct csi_module *module, const struct cseal_ink_account *told,
    cseal_error **ret_error)
{
	const char *wrong = NULL;

	if (!is_text(told->device) || !is_text(told->cipher))
		wrong = "a text that is not one line";
	else if (cseal_ink_link_name(told->link) == NULL)
		wrong = "a link that does not exist";
	else if (cseal_ink_tally_name(told->tally) == NULL)
		wrong = "a tally that does not exist";
	else if (!is_number(told->counted) || !is_number(told->received) ||
		 !is_number(told->lost) || !is_number(told->pad_us) ||
		 !is_number(told->host_us) || !is_number(told->gaps))
		wrong = "more than there can be";
	else if ((told->lost != 0 || told->gaps != 0) &&
		 told->tally == CSEAL_INK_TALLY_NONE)
		wrong = "a loss that nothing shows";
	if (wrong == NULL)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
	    "the module %s told of %s", module->table->id, wrong);
}

cseal_status
csi_ink_account_end(const struct csi_module *module, void *pad,
    struct cseal_ink_account *account, cseal_error **ret_error)
{
	const struct cseal_pad_ops *ops = module->driver->ops.pad;
	struct cseal_ink_account told = { .size = sizeof(told) };
	cseal_status st;

	account->ended_ms = now_ms();
	if (!can_tell(ops))
		return CSEAL_OK;
	ops->account(pad, &told);
	st = check(module, &told, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* What the core knows better. */
	told.size = sizeof(told);
	memcpy(told.module, account->module, sizeof(told.module));
	told.began_ms = account->began_ms;
	told.ended_ms = account->ended_ms;
	if (told.received == 0)
		told.received = account->received;
	*account = told;
	return CSEAL_OK;
}
