/* SPDX-License-Identifier: Apache-2.0 */
/* passive.c -- did the state sign what the chip says?
 *
 * Every step that can be made is made, so that all reasons are told; the
 * worst answer wins. */
#include "emrtd/passive.h"
#include "emrtd/passive-inside.h"

#include "cms/certificate.h"
#include "cms/crypto.h"

#include "error.h"

/* Data groups whose contents are given: 1, 2, 7, 11, 12, 13 and 16.  Where the
 * others are not signed, nothing is lost but a proof. */
#define GIVEN                                                           \
	(1u << 1 | 1u << 2 | 1u << 7 | 1u << 11 | 1u << 12 | 1u << 13 | \
	    1u << 16)

/* The zone and the portrait, without which nobody knows whose it is. */
#define NEEDED (1u << 1 | 1u << 2)

void
csi_passive_say(
    struct csi_passive_state *state, cseal_verdict verdict, const char *reason)
{
	if (verdict == CSEAL_VERDICT_NO ||
	    (verdict == CSEAL_VERDICT_UNKNOWN &&
		state->verdict == CSEAL_VERDICT_YES))
		state->verdict = verdict;
	csi_record_reason(state->record, "%s", reason);
}

/* ---- data groups ------------------------------------------------------ */

/* A portrait that does not come is not compared, and somebody else's may be on
 * the document.  Details may be for others to read, or not be wanted. */
static void
say_missing(struct csi_passive_state *state, unsigned group)
{
	if (NEEDED >> group & 1 && state->verdict == CSEAL_VERDICT_YES)
		state->verdict = CSEAL_VERDICT_UNKNOWN;
	csi_record_reason(state->record,
	    "Data group %u, which the state signed, did not come along.",
	    group);
}

static void
say_changed(struct csi_passive_state *state, unsigned group, bool is_signed)
{
	if (is_signed) {
		csi_record_reason(state->record,
		    "Data group %u is not what was signed: it was changed.",
		    group);
		state->verdict = CSEAL_VERDICT_NO;
	} else if (GIVEN >> group & 1) {
		csi_record_reason(state->record,
		    "Data group %u is not among those that were signed.",
		    group);
		state->verdict = CSEAL_VERDICT_NO;
	} else {
		csi_record_reason(state->record,
		    "Data group %u is not among those that were signed, and "
		    "is left aside.",
		    group);
	}
}

static cseal_status
judge_groups(struct csi_passive_state *state, cseal_error **ret_error)
{
	const struct csi_passive *passive = state->passive;
	cseal_status st;
	bool same;

	for (unsigned i = 1; i <= CSI_GROUPS_MOST; i++) {
		if (passive->files[i].len == 0) {
			if (GIVEN >> i & 1 && passive->sod->digests[i].len > 0)
				say_missing(state, i);
			continue;
		}
		st = csi_sod_compare(
		    passive->sod, i, passive->files[i], &same, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!same)
			say_changed(
			    state, i, passive->sod->digests[i].len != 0);
	}
	return CSEAL_OK;
}

/* ---- the signature ---------------------------------------------------- */

/* What was wrong becomes a reason; only a fault of ours is passed on. */
static cseal_status
only_fault(cseal_status st, cseal_error *take_error, cseal_error **ret_error)
{
	if (cseal_status_class_of(st) == CSEAL_CLASS_FAULT) {
		csi_error_move(take_error, ret_error);
		return st;
	}
	cseal_error_free(take_error);
	return CSEAL_OK;
}

static cseal_status
judge_signature(struct csi_passive_state *state, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st = csi_sod_prove(state->passive->sod, &error);

	if (st == CSEAL_REFUSED_UNSUPPORTED)
		csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
		    "The security object is signed in a way that is not "
		    "supported.");
	else if (st != CSEAL_OK)
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The signature of the security object does not hold.");
	if (csi_sod_is_weak(state->passive->sod))
		csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
		    "The security object relies on SHA-1, which is not safe "
		    "any more.");
	return only_fault(st, error, ret_error);
}

static cseal_status
judge_with_signer(struct csi_passive_state *state, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st;

	state->x509 = csi_certificate_x509(state->signer);
	if (state->x509 == NULL) {
		st = csi_crypto_fail(&error, CSEAL_REFUSED_DAMAGED, "damaged");
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document signer's certificate is damaged.");
		return only_fault(st, error, ret_error);
	}
	st = csi_passive_judge_signer(state, ret_error);
	if (st == CSEAL_OK)
		st = judge_signature(state, ret_error);
	if (st == CSEAL_OK)
		st = csi_passive_judge_issuer(state, ret_error);
	X509_free(state->x509);
	return st;
}

cseal_status
csi_passive_judge(const struct csi_passive *passive, struct csi_record *record,
    cseal_verdict *ret_verdict, cseal_error **ret_error)
{
	struct csi_passive_state state = {
		.passive = passive,
		.record = record,
		.verdict = CSEAL_VERDICT_YES,
		.signer = csi_sod_signer(passive->sod),
	};
	cseal_status st;

	st = judge_groups(&state, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (state.signer.len == 0)
		csi_passive_say(&state, CSEAL_VERDICT_UNKNOWN,
		    "The document signer's certificate did not come along.");
	else
		st = judge_with_signer(&state, ret_error);
	if (st == CSEAL_OK)
		*ret_verdict = state.verdict;
	return st;
}
