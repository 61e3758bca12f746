/* SPDX-License-Identifier: Apache-2.0 */
/* levels.c -- the levels that the seals of one call want, and got.
 *
 * The time-stamp is a part of each seal.  What goes beyond is the same for
 * all of them, and is added once, when all of them are on. */
#include "document/levels.h"

#include "error.h"

#include <string.h>

cseal_status
csi_levels_check(const struct cseal_seal *seal, cseal_error **ret_error)
{
	if (seal->level < CSEAL_LEVEL_B || seal->level > CSEAL_LEVEL_LTA)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there is no level %d", (int)seal->level);
	if (seal->lower_level_ok && seal->ret_level == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a lower level must be told to somebody");
	return CSEAL_OK;
}

cseal_status
csi_levels_seal(struct csi_levels *levels, size_t i,
    struct csi_sealing *sealing, cseal_error **ret_error)
{
	const struct cseal_seal *seal = sealing->seal;
	cseal_status st;

	sealing->reached = CSEAL_LEVEL_B;
	st = csi_sealing_run(sealing, ret_error);
	levels->reached[i] = sealing->reached;
	if (sealing->reached == CSEAL_LEVEL_T)
		levels->raise.token_len = sealing->token_most;
	levels->lowered[i] = sealing->lowered;
	levels->is_lowered |= sealing->lowered != NULL;
	sealing->lowered = NULL;
	if (seal->level > levels->raise.level)
		levels->raise.level = seal->level;
	if (levels->raise.tsa == NULL)
		levels->raise.tsa = seal->tsa;
	return st;
}

/* Each seal says whether less will do: all that want more must say so. */
static bool
may_be_lower(
    const struct cseal_seal_by *const *seals, size_t count, cseal_level reached)
{
	for (size_t i = 0; i < count; i++) {
		if (seals[i]->seal->level > reached &&
		    !seals[i]->seal->lower_level_ok)
			return false;
	}
	return true;
}

static cseal_status
fail_unstamped(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
	    "a seal of the same call got no time-stamp");
}

cseal_status
csi_levels_raise(struct csi_levels *levels,
    const struct cseal_seal_by *const *seals, size_t count,
    cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st;

	levels->raise.reached = CSEAL_LEVEL_T;
	if (levels->raise.level < CSEAL_LEVEL_LT)
		return CSEAL_OK;
	if (levels->is_lowered)
		st = fail_unstamped(&error);
	else
		st = csi_raise_run(&levels->raise, &error);
	if (st == CSEAL_OK)
		return st;
	if (csi_raise_is_lowerable(st) &&
	    may_be_lower(seals, count, levels->raise.reached)) {
		levels->error = error;
		return CSEAL_OK;
	}
	csi_error_move(error, ret_error);
	return st;
}

static void
tell(struct csi_levels *levels, size_t i, const struct cseal_seal *seal)
{
	cseal_level reached = levels->reached[i];

	if (reached == CSEAL_LEVEL_T)
		reached = levels->raise.reached;
	if (reached > seal->level)
		reached = seal->level;
	if (seal->ret_level != NULL)
		*seal->ret_level = reached;
	if (reached == seal->level || seal->ret_lowered == NULL)
		return;
	if (levels->lowered[i] != NULL) {
		*seal->ret_lowered = levels->lowered[i];
		levels->lowered[i] = NULL;
		return;
	}
	cseal_fail(seal->ret_lowered, cseal_error_status(levels->error), "%s",
	    cseal_error_text(levels->error));
}

void
csi_levels_tell(struct csi_levels *levels,
    const struct cseal_seal_by *const *seals, size_t count)
{
	for (size_t i = 0; i < count; i++)
		tell(levels, i, seals[i]->seal);
}

void
csi_levels_clear(struct csi_levels *levels, size_t count)
{
	for (size_t i = 0; i < count; i++)
		cseal_error_free(levels->lowered[i]);
	cseal_error_free(levels->error);
	memset(levels, 0, sizeof(*levels));
}
