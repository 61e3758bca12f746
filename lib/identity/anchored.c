/* SPDX-License-Identifier: Apache-2.0 */
/* anchored.c -- did somebody who is trusted make a certificate of a card? */
#include "anchored.h"

#include "cms/algorithm-limits.h"
#include "cms/certificate.h"
#include "cms/statement.h"
#include "cms/trust.h"
#include "error.h"

#include <stdlib.h>

void
csi_anchored_say(struct csi_record *record, cseal_verdict *verdict,
    cseal_verdict answer, const char *reason)
{
	if (answer == CSEAL_VERDICT_NO ||
	    (answer == CSEAL_VERDICT_UNKNOWN && *verdict == CSEAL_VERDICT_YES))
		*verdict = answer;
	csi_record_reason(record, "%s", reason);
}

/* ---- the chain -------------------------------------------------------- */

static cseal_status
make_trust(const csi_csca *csca, csi_trust **ret_trust, cseal_error **ret_error)
{
	size_t count = csi_csca_count(csca);
	struct csi_span *given = calloc(count + 1, sizeof(*given));
	cseal_status st;

	if (given == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; i < count; i++)
		given[i] = csi_csca_at(csca, i);
	st = csi_trust_new_der(given, count, ret_trust, ret_error);
	free(given);
	return st;
}

/* At the time that was given; or now, for what was renewed since. */
static cseal_status
find_chain(const struct csi_anchored *anchored, enum csi_trust_answer *answer,
    struct csi_trust_chain *chain, cseal_error **ret_error)
{
	const int64_t times[] = { anchored->time, anchored->trust->now };
	csi_trust *trust = NULL;
	cseal_status st;

	st = make_trust(anchored->trust->csca, &trust, ret_error);
	for (int i = 0; st == CSEAL_OK && i < 2; i++) {
		char *why = NULL; /* names the holder: not told */

		csi_trust_chain_clear(chain);
		st = csi_trust_find(trust, anchored->certificate,
		    anchored->others, anchored->other_count, times[i], false,
		    answer, &why, chain, ret_error);
		free(why);
		if (*answer != CSI_TRUST_EXPIRED)
			break;
	}
	csi_trust_free(trust);
	return st;
}

static void
say_answer(struct csi_record *record, cseal_verdict *verdict,
    enum csi_trust_answer answer)
{
	if (answer == CSI_TRUST_EXPIRED)
		csi_anchored_say(record, verdict, CSEAL_VERDICT_UNKNOWN,
		    "A certificate of the card was not valid at that time, and "
		    "is not now.");
	else if (answer != CSI_TRUST_TRUSTED)
		csi_anchored_say(record, verdict, CSEAL_VERDICT_UNKNOWN,
		    "The card's certificate does not lead to any that was "
		    "given.");
}

/* ---- what is known of each certificate of it --------------------------- */

static bool
is_weak(const struct csi_trust_chain *chain, int64_t now)
{
	struct csi_weakness weakness;
	bool weak = false;

	for (size_t i = 0; !weak && i + 1 < chain->count; i++) {
		struct csi_span der = csi_bytes_span(&chain->der[i]);
		X509 *x509 = csi_certificate_x509(der);

		weak = csi_certificate_is_weak(der, now, &weakness) ||
		       (x509 != NULL && csi_key_is_weak(x509, now, &weakness));
		X509_free(x509);
	}
	return weak;
}

static cseal_status
ask_lists(const struct csi_anchored *anchored,
    const struct csi_trust_chain *chain, struct csi_record *record,
    cseal_verdict *verdict, cseal_error **ret_error)
{
	const struct csi_passive_lists *lists = &anchored->trust->lists;
	struct csi_statements said = { 0 };
	int64_t now = anchored->trust->now;
	cseal_status st = CSEAL_OK;
	bool is_told = true;

	for (size_t i = 0; i < lists->count; i++)
		csi_statements_add(&said, lists->at[i], true, CSI_OUTSIDE);
	for (size_t i = 0; st == CSEAL_OK && i + 1 < chain->count; i++) {
		struct csi_state state = { 0 };

		st = csi_state_find(&said, csi_bytes_span(&chain->der[i]),
		    csi_bytes_span(&chain->der[i + 1]), now, now, &state,
		    ret_error);
		if (state.known == CSI_KNOWN_REVOKED)
			csi_anchored_say(record, verdict, CSEAL_VERDICT_NO,
			    "A certificate of the card was revoked.");
		is_told = is_told && (state.known == CSI_KNOWN_GOOD ||
					 state.known == CSI_KNOWN_REVOKED);
	}
	if (said.failed)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK && !is_told)
		csi_record_reason(record,
		    "Nothing that is here says whether the certificates of the "
		    "card were revoked.");
	csi_statements_clear(&said);
	return st;
}

cseal_status
csi_anchored_judge(const struct csi_anchored *anchored,
    struct csi_record *record, cseal_verdict *verdict, cseal_error **ret_error)
{
	enum csi_trust_answer answer = CSI_TRUST_UNKNOWN;
	struct csi_trust_chain chain = { 0 };
	cseal_status st;

	if (anchored->trust->csca == NULL) {
		csi_anchored_say(record, verdict, CSEAL_VERDICT_UNKNOWN,
		    "No certificates of issuing states were given: who signed "
		    "cannot be shown.");
		return CSEAL_OK;
	}
	st = find_chain(anchored, &answer, &chain, ret_error);
	if (st == CSEAL_OK)
		say_answer(record, verdict, answer);
	if (st == CSEAL_OK && is_weak(&chain, anchored->trust->now))
		csi_anchored_say(record, verdict, CSEAL_VERDICT_UNKNOWN,
		    "A certificate of the card has a key, or is signed with a "
		    "digest, that is not safe any more.");
	if (st == CSEAL_OK && chain.count > 0)
		st = ask_lists(anchored, &chain, record, verdict, ret_error);
	csi_trust_chain_clear(&chain);
	return st;
}
