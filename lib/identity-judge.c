/* SPDX-License-Identifier: Apache-2.0 */
/* identity-judge.c -- judges an identity anew, by what somebody gave. */
#include "identity-judge.h"

#include "cms/statement.h"
#include "error.h"
#include "identity/identity.h"
#include "identity/number.h"
#include "identity/token.h"
#include "states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- files ------------------------------------------------------------ */

static cseal_status
load_list(
    const char *path, struct csi_judging *judging, cseal_error **ret_error)
{
	struct csi_bytes *list = &judging->lists[judging->count];
	bool is_list = false;
	cseal_status st;

	st = csi_statement_load(path, list, &is_list, ret_error);
	if (st != CSEAL_OK)
		return st;
	judging->spans[judging->count++] = csi_bytes_span(list);
	if (!is_list)
		return cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "%s is no revocation list", path);
	return CSEAL_OK;
}

static cseal_status
load_lists(const char *const *paths, size_t count, struct csi_judging *judging,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (count == 0)
		return CSEAL_OK;
	if (count > CSI_JUDGING_LISTS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "there were more than %d revocation lists",
		    CSI_JUDGING_LISTS_MOST);
	judging->lists = calloc(count, sizeof(judging->lists[0]));
	judging->spans = calloc(count, sizeof(judging->spans[0]));
	if (judging->lists == NULL || judging->spans == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = load_list(paths[i], judging, ret_error);
	return st;
}

cseal_status
csi_judging_load(const struct cseal_identity_judging *given,
    struct csi_judging *judging, cseal_error **ret_error)
{
	struct csi_identity_trust *trust = &judging->trust;
	cseal_status st = CSEAL_OK;

	if (given->size < sizeof(*given))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size of what to judge by was not set");
	if (given->trust_count > 0)
		st = csi_states_load(given->trust, given->trust_count,
		    &judging->csca, ret_error);
	if (st == CSEAL_OK)
		st = load_lists(given->revocation, given->revocation_count,
		    judging, ret_error);
	if (st != CSEAL_OK)
		return st;
	trust->csca = judging->csca;
	trust->lists.at = judging->spans;
	trust->lists.count = judging->count;
	trust->mrz = given->mrz;
	trust->now = given->time != 0 ? given->time : (int64_t)time(NULL);
	return CSEAL_OK;
}

void
csi_judging_clear(struct csi_judging *judging)
{
	for (size_t i = 0; i < judging->count; i++)
		csi_bytes_free(&judging->lists[i]);
	free(judging->lists);
	free(judging->spans);
	csi_csca_free(judging->csca);
	memset(judging, 0, sizeof(*judging));
}

/* ---- judging ---------------------------------------------------------- */

static void
day_of_reading(
    const cseal_identity *identity, int64_t now, char ret_day[CSI_DATE_ROOM])
{
	time_t seconds = (time_t)now;
	struct tm tm;

	if (identity->read_at[0] != '\0')
		snprintf(ret_day, CSI_DATE_ROOM, "%.10s", identity->read_at);
	else if (localtime_r(&seconds, &tm) == NULL ||
		 strftime(ret_day, CSI_DATE_ROOM, "%Y-%m-%d", &tm) == 0)
		snprintf(ret_day, CSI_DATE_ROOM, "1970-01-01");
}

static void
take_answers(cseal_identity *identity, const cseal_identity *fresh)
{
	identity->record = fresh->record;
	memcpy(identity->verdicts, fresh->verdicts, sizeof(fresh->verdicts));
	if (identity->json != NULL)
		explicit_bzero(identity->json, identity->json_len);
	free(identity->json);
	identity->json = NULL;
	identity->json_len = 0;
}

static cseal_status
judge_by(cseal_identity *identity, const struct csi_identity_trust *trust,
    cseal_error **ret_error)
{
	cseal_identity *fresh = calloc(1, sizeof(*fresh));
	char day[CSI_DATE_ROOM];
	cseal_status st;

	if (fresh == NULL)
		return csi_fail_memory(ret_error);
	day_of_reading(identity, trust->now, day);
	fresh->files = identity->files;
	st = csi_identity_derive(fresh, day, trust, ret_error);
	if (st == CSEAL_OK)
		take_answers(identity, fresh);
	fresh->files = NULL; /* only lent */
	cseal_identity_free(fresh);
	return st;
}

cseal_status
cseal_identity_judge(cseal_identity *identity,
    const struct cseal_identity_judging *judging, cseal_error **ret_error)
{
	struct csi_judging loaded = { 0 };
	cseal_status st;

	if (identity == NULL || judging == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there was no identity, or nothing to judge it by");
	st = csi_judging_load(judging, &loaded, ret_error);
	if (st == CSEAL_OK && identity->files != NULL &&
	    (csi_emrtd_is(identity->files) || csi_token_is(identity->files)))
		st = judge_by(identity, &loaded.trust, ret_error);
	csi_judging_clear(&loaded);
	return st;
}
