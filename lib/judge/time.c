/* SPDX-License-Identifier: Apache-2.0 */
/* time.c -- when was it signed, as far as that is proven, and was the
 * signer to be trusted then (ETSI EN 319 102-1, 5.5 and 5.6)?
 *
 * Proof goes backwards in time.  The newest document time-stamp is judged now;
 * what it covers was there at its time, and is judged at that time: an older
 * time-stamp, and so on, until the signature is reached. */
#include "judge/inside.h"

#include "error.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define SKEW_S 300 /* of clocks */

/* ---- the time-stamp in a signature ------------------------------------ */

/* Its imprint is the digest of the signature value (RFC 3161, A). */
static cseal_status
prove_token(void *user, const csi_cms_read *token, cseal_error **ret_error)
{
	struct csi_report_row *row = user;
	struct csi_span value = csi_cms_value(row->cms);
	struct csi_timestamp timestamp = { 0 };
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	cseal_status st;

	st = csi_cms_timestamp(token, &timestamp, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (EVP_Digest(value.at, value.len, digest, &len,
		EVP_get_digestbyname(timestamp.digest_name), NULL) != 1)
		return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the digest %s could not be computed",
		    timestamp.digest_name);
	if (timestamp.imprint.len != len ||
	    memcmp(timestamp.imprint.at, digest, len) != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "it was made for another signature");
	row->stamped = timestamp.time;
	return csi_cms_prove(token, NULL, 0, ret_error);
}

static cseal_status
read_token(struct csi_judge *judge, struct csi_report_row *row)
{
	struct csi_span der = csi_cms_token(row->cms);
	cseal_error *error = NULL;
	csi_cms_read *token = NULL;
	cseal_status st;

	if (der.len == 0)
		return CSEAL_OK;
	st = csi_cms_parse(der.at, der.len, &token, &error);
	if (st == CSEAL_OK)
		st = csi_judge_prove_lent(
		    judge, token, prove_token, row, &error);
	if (st == CSEAL_OK) {
		csi_judge_take_proofs(judge, token, row->end);
		row->token = token;
		return CSEAL_OK;
	}
	csi_cms_read_free(token);
	return csi_judge_to_reason(judge, &row->reasons,
	    "The time-stamp of the signature does not hold", st, error);
}

cseal_status
csi_judge_tokens(struct csi_judge *judge)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < judge->report->count; i++) {
		struct csi_report_row *row = &judge->report->rows[i];

		if (row->cms != NULL && !row->is_stamp)
			st = read_token(judge, row);
	}
	return st;
}

/* ---- proven times ------------------------------------------------------ */

/* The oldest proof that all bytes up to `end` were there; NULL: none. */
static const struct csi_report_row *
proof_of(const struct csi_judge *judge, uint64_t end)
{
	const struct csi_report_row *oldest = NULL;

	for (size_t i = 0; i < judge->report->count; i++) {
		const struct csi_report_row *row = &judge->report->rows[i];

		if (row->is_proof && row->end > end &&
		    (oldest == NULL || row->stamped < oldest->stamped))
			oldest = row;
	}
	return oldest;
}

static int64_t
proven_at(const void *user, uint64_t at)
{
	const struct csi_judge *judge = user;
	const struct csi_report_row *proof = proof_of(judge, at);

	return proof != NULL ? proof->stamped : judge->wish->time;
}

static void
set_time(struct csi_report_row *row, int64_t time, bool is_proven)
{
	free(row->time);
	row->time = csi_time_text(time);
	row->shown.time = row->time;
	row->shown.time_source = is_proven ? "timestamp" : "claimed";
}

/* Is the authority behind a time-stamp to be trusted, at the time at which
 * the time-stamp is known to have been there? */
static cseal_status
judge_authority(struct csi_judge *judge, const csi_cms_read *cms,
    const struct csi_report_row *row, struct csi_path_answer *ret_answer,
    struct csi_reasons *reasons)
{
	const struct csi_report_row *proof = proof_of(judge, row->end);
	struct csi_path path = { .for_stamps = true,
		.told_at = row->stamped,
		.time = proof != NULL ? proof->stamped : judge->wish->time,
		.is_proven = proof != NULL };
	bool is_weak;
	cseal_status st;

	memset(ret_answer, 0, sizeof(*ret_answer));
	st = csi_judge_weakness(judge, cms, "", path.time, reasons, &is_weak);
	if (st != CSEAL_OK || is_weak)
		return st;
	if (row->stamped > path.time + SKEW_S) {
		csi_reasons_add(reasons,
		    "The time-stamp is of the future, or later than what was "
		    "put on after it.");
		return CSEAL_OK;
	}
	return csi_judge_path(judge, cms, &path, ret_answer, reasons);
}

static cseal_status
judge_stamp(struct csi_judge *judge, struct csi_report_row *row)
{
	struct csi_path_answer answer = { 0 };
	cseal_status st;

	st = csi_judge_signer(judge, row);
	if (st != CSEAL_OK || strcmp(row->shown.integrity, "intact") != 0)
		return st;
	st = judge_authority(judge, row->cms, row, &answer, &row->reasons);
	if (st != CSEAL_OK)
		return st;
	row->shown.trust = csi_trust_answer_name(answer.trust);
	row->is_proof = answer.trust == CSI_TRUST_TRUSTED;
	set_time(row, row->stamped, row->is_proof);
	return row->time == NULL ? csi_fail_memory(judge->ret_error) : CSEAL_OK;
}

/* The document time-stamps, newest first. */
static cseal_status
judge_stamps(struct csi_judge *judge)
{
	uint64_t before = UINT64_MAX;
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK) {
		struct csi_report_row *next = NULL;

		for (size_t i = 0; i < judge->report->count; i++) {
			struct csi_report_row *row = &judge->report->rows[i];

			if (row->is_stamp && row->cms != NULL &&
			    row->end < before &&
			    (next == NULL || row->end > next->end))
				next = row;
		}
		if (next == NULL)
			break;
		before = next->end;
		st = judge_stamp(judge, next);
	}
	return st;
}

/* ---- one signature ------------------------------------------------------ */

struct times {
	int64_t time;       /* the best signature time, or now */
	bool is_proven;     /* by a time-stamp that is trusted */
	bool has_stamp;     /* one that holds, trusted or not */
	bool is_stamp_told; /* that the authority was not revoked */
	uint64_t last;      /* of the statements that tell it */
};

static cseal_status
find_time(
    struct csi_judge *judge, struct csi_report_row *row, struct times *times)
{
	const struct csi_report_row *proof = proof_of(judge, row->end);
	struct csi_path_answer answer = { 0 };
	cseal_status st = CSEAL_OK;

	times->time = proof != NULL ? proof->stamped : judge->wish->time;
	times->is_proven = times->is_stamp_told = proof != NULL;
	if (row->token == NULL)
		return CSEAL_OK;
	times->has_stamp = true;
	st = judge_authority(judge, row->token, row, &answer, &row->reasons);
	if (st != CSEAL_OK)
		return st;
	if (answer.trust != CSI_TRUST_TRUSTED) {
		csi_reasons_add(&row->reasons,
		    "The time-stamp of the signature proves no time: its "
		    "authority is %s.",
		    csi_trust_answer_name(answer.trust));
		return CSEAL_OK;
	}
	if (row->stamped < times->time)
		times->time = row->stamped;
	times->is_proven = true;
	times->is_stamp_told = answer.is_told;
	times->last = answer.last;
	return CSEAL_OK;
}

/* A level is what holds, not what is there (ETSI EN 319 142-1, 6). */
static const char *
level_of(const struct csi_judge *judge, const struct csi_report_row *row,
    const struct times *times, const struct csi_path_answer *answer)
{
	uint64_t last = answer->last > times->last ? answer->last : times->last;

	if (strcmp(row->shown.level, "B-B") != 0 ||
	    strcmp(row->shown.integrity, "intact") != 0)
		return row->shown.level;
	if (!times->is_proven)
		return judge->wish->trust == NULL && times->has_stamp ? "B-T"
								      : "B-B";
	if (answer->trust != CSI_TRUST_TRUSTED || !answer->is_told ||
	    !times->is_stamp_told || last == CSI_OUTSIDE)
		return "B-T";
	if (proof_of(judge, last > row->end ? last : row->end) == NULL)
		return "B-LT";
	return "B-LTA";
}

static cseal_status
judge_signature(struct csi_judge *judge, struct csi_report_row *row)
{
	struct csi_path_answer answer = { 0 };
	struct times times = { 0 };
	struct csi_path path = { 0 };
	cseal_status st;

	st = csi_judge_signer(judge, row);
	if (st == CSEAL_OK)
		st = find_time(judge, row, &times);
	if (st != CSEAL_OK)
		return st;
	path.time = times.time;
	path.is_proven = times.is_proven;
	st = csi_judge_weakness(judge, row->cms, row->subfilter, times.time,
	    &row->reasons, &row->is_weak);
	if (st == CSEAL_OK)
		st = csi_judge_path(
		    judge, row->cms, &path, &answer, &row->reasons);
	if (st != CSEAL_OK)
		return st;
	row->shown.trust = csi_trust_answer_name(answer.trust);
	row->shown.level =
	    row->is_weak ? "none" : level_of(judge, row, &times, &answer);
	if (!times.is_proven)
		return CSEAL_OK;
	set_time(row, times.time, true);
	return row->time == NULL ? csi_fail_memory(judge->ret_error) : CSEAL_OK;
}

cseal_status
csi_judge_times(struct csi_judge *judge)
{
	cseal_status st;

	judge->statements.proven_at = proven_at;
	judge->statements.user = judge;
	st = judge_stamps(judge);
	for (size_t i = 0; st == CSEAL_OK && i < judge->report->count; i++) {
		struct csi_report_row *row = &judge->report->rows[i];

		if (row->cms != NULL && !row->is_stamp)
			st = judge_signature(judge, row);
	}
	return st;
}
