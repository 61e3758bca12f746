/* SPDX-License-Identifier: Apache-2.0 */
/* state.c -- finds what issuers said of one certificate.
 *
 * A statement that does not hold is none: it is passed over, as if it were
 * not there. */
#include "cms/algorithm-limits.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/statement.h"

#include "error.h"

#include <openssl/evp.h>
#include <string.h>

#define SKEW_S         300 /* of clocks */
#define REASON_ON_HOLD 6   /* RFC 5280, 5.3.1: may be taken back */

struct search {
	struct csi_statements *statements;
	struct csi_span certificate, issuer;
	uint8_t whom[CSI_STATEMENT_WHOM_LEN]; /* both of them */
	uint8_t issuer_hash[CSI_STATEMENT_WHOM_LEN];
	int64_t time, now;
	int64_t not_after; /* of the certificate */
};

/* Reasons of RFC 5280, 5.3.1. */
bool
csi_reason_is_harmless(int reason)
{
	return reason >= 3 && reason <= 5;
}

/* What does not hold, or is of a form that is not read, is no statement. */
static bool
may_go_on(cseal_status st)
{
	return st == CSEAL_OK || st == CSEAL_REFUSED_DAMAGED ||
	       st == CSEAL_REFUSED_UNSUPPORTED || st == CSEAL_FAULT_REMOTE;
}

/* Long ones count for more. */
static cseal_status
count_proof(
    const struct search *search, struct csi_span der, cseal_error **ret_error)
{
	struct csi_statements *statements = search->statements;

	statements->proofs += 1 + der.len / CSI_STATEMENT_PROOF_BYTES;
	if (statements->proofs <= CSI_STATEMENT_PROOFS_MOST)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "more than %d answers and lists had to be proven",
	    CSI_STATEMENT_PROOFS_MOST);
}

/* ---- lists --------------------------------------------------------------- */

static cseal_status
prove_list(const struct search *search, struct csi_statement *statement,
    const struct csi_crl *crl, cseal_error **ret_error)
{
	struct csi_list_proof *proof = &statement->proof;
	cseal_error *error = NULL;
	cseal_status st;

	if (!proof->is_set || memcmp(proof->issuer, search->issuer_hash,
				  sizeof(proof->issuer)) != 0) {
		st = count_proof(search, statement->der, ret_error);
		if (st != CSEAL_OK)
			return st;
		st = csi_crl_prove(crl, search->issuer, &error);
		if (!may_go_on(st)) {
			csi_error_move(error, ret_error);
			return st;
		}
		cseal_error_free(error);
		memcpy(
		    proof->issuer, search->issuer_hash, sizeof(proof->issuer));
		proof->holds = st == CSEAL_OK;
		proof->is_set = true;
	}
	return proof->holds ? CSEAL_OK
			    : cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
				  "the revocation list did not hold");
}

/* Entries are gone through only where they hold. */
static cseal_status
find_in_list(const struct search *search, struct csi_statement *statement,
    struct csi_told *told, cseal_error **ret_error)
{
	struct csi_crl crl;
	cseal_status st;

	st = csi_crl_read(statement->der, &crl, ret_error);
	if (st != CSEAL_OK || !csi_crl_is_by(&crl, search->issuer))
		return st;
	told->algorithm = crl.object.algorithm;
	st = prove_list(search, statement, &crl, ret_error);
	if (st == CSEAL_OK)
		st = csi_crl_find(&crl, search->certificate, &told->found,
		    &told->said, ret_error);
	return st;
}

/* ---- who answers ---------------------------------------------------------- */

/* Does it come from one whose own state is not to be asked for? */
static bool
is_beyond_doubt(const struct csi_told *told)
{
	return told->responder.len == 0 ||
	       csi_certificate_is_unchecked(told->responder);
}

static bool
is_weak_at(const struct csi_told *told, int64_t time)
{
	struct csi_weakness weakness;

	return csi_algorithm_is_weak(told->algorithm, time, &weakness) ||
	       (told->responder.len > 0 &&
		   csi_certificate_is_weak(told->responder, time, &weakness));
}

/* May somebody else have made it since, before it is proven to have been
 * there? */
static bool
is_weak(const struct search *search, const struct csi_statement *statement,
    const struct csi_told *told)
{
	const struct csi_statements *statements = search->statements;
	int64_t time = search->now;

	/* Most are safe still: when they were made does not matter. */
	if (!is_weak_at(told, time) || statements->proven_at == NULL)
		return is_weak_at(told, time);
	return is_weak_at(
	    told, statements->proven_at(statements->user, statement->at));
}

static cseal_status
find_in_answer(const struct search *search, struct csi_statement *statement,
    struct csi_told *told, cseal_error **ret_error)
{
	struct csi_span by;
	struct csi_ocsp ocsp;
	cseal_status st;

	st = csi_ocsp_read(statement->der, &ocsp, ret_error);
	if (st == CSEAL_OK)
		st = csi_ocsp_find(&ocsp, search->certificate, search->issuer,
		    &told->found, &told->said, ret_error);
	if (st != CSEAL_OK || !told->found)
		return st;
	st = count_proof(search, statement->der, ret_error);
	if (st == CSEAL_OK)
		st = csi_ocsp_prove(&ocsp, search->issuer, &by, ret_error);
	told->algorithm = ocsp.object.algorithm;
	if (st == CSEAL_OK && !csi_span_equal(by, search->issuer))
		told->responder = by;
	return st;
}

/* What one statement says of a responder, whose certificate and issuer are
 * those of `about`.  An answer about it may be good news only by one who is
 * beyond doubt: never by itself, nor round in a circle. */
static cseal_status
ask_about_responder(const struct search *about, struct csi_statement *statement,
    int64_t said_at, enum csi_voucher *voucher, cseal_error **ret_error)
{
	struct csi_told told = { 0 };
	struct csi_state state = { 0 };
	cseal_status st;

	if (statement->is_list)
		st = find_in_list(about, statement, &told, ret_error);
	else
		st = find_in_answer(about, statement, &told, ret_error);
	if (st != CSEAL_OK || !told.found ||
	    told.said.this_update > about->now + SKEW_S)
		return st;
	state.said = told.said;
	if (told.said.state == CSI_REVOCATION_REVOKED &&
	    (told.said.revoked_at <= said_at ||
		!csi_reason_is_harmless(told.said.reason)))
		*voucher = CSI_SILENCED;
	else if (told.said.state == CSI_REVOCATION_GOOD &&
		 *voucher == CSI_VOUCHED_NOT && is_beyond_doubt(&told) &&
		 !is_weak(about, statement, &told) &&
		 told.said.this_update <= about->not_after &&
		 csi_state_is_of(&state, said_at))
		*voucher = CSI_VOUCHED;
	return CSEAL_OK;
}

static bool
read_end(struct csi_span certificate, int64_t *ret_end)
{
	X509 *x509 = csi_certificate_x509(certificate);
	bool ok =
	    x509 != NULL && csi_crypto_time(X509_get0_notAfter(x509), ret_end);

	X509_free(x509);
	return ok;
}

static cseal_status
hash_both(struct csi_span one, struct csi_span other,
    uint8_t hash[CSI_STATEMENT_WHOM_LEN], cseal_error **ret_error)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx != NULL &&
		  EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 &&
		  EVP_DigestUpdate(ctx, one.at, one.len) == 1 &&
		  EVP_DigestUpdate(ctx, other.at, other.len) == 1 &&
		  EVP_DigestFinal_ex(ctx, hash, NULL) == 1;

	EVP_MD_CTX_free(ctx);
	return ok ? CSEAL_OK
		  : csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
			"the digest of a certificate could not be computed");
}

static cseal_status
start_search(struct search *search, cseal_error **ret_error)
{
	const struct csi_span none = { 0 };
	cseal_status st;

	if (!read_end(search->certificate, &search->not_after))
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "this was not an X.509 certificate");
	st = hash_both(
	    search->certificate, search->issuer, search->whom, ret_error);
	if (st == CSEAL_OK)
		st = hash_both(
		    search->issuer, none, search->issuer_hash, ret_error);
	return st;
}

static cseal_status
look_for_voucher(const struct search *about, int64_t said_at,
    enum csi_voucher *ret_voucher, cseal_error **ret_error)
{
	struct csi_statements *statements = about->statements;
	cseal_error *error = NULL;
	cseal_status st = CSEAL_OK;

	*ret_voucher = CSI_VOUCHED_NOT;
	for (size_t i = 0; st == CSEAL_OK && *ret_voucher != CSI_SILENCED &&
			   i < statements->count;
	     i++) {
		st = ask_about_responder(
		    about, &statements->all[i], said_at, ret_voucher, &error);
		if (may_go_on(st)) {
			cseal_error_free(error);
			error = NULL;
			st = CSEAL_OK;
		}
	}
	if (st != CSEAL_OK)
		csi_error_move(error, ret_error);
	return st;
}

/* A responder whose certificate its issuer revoked says nothing any more
 * about the time after; nor before, if its key may be in other hands.  Of
 * whom nothing is known, what it says is not proven (RFC 6960, 4.2.2.2.1). */
static cseal_status
vouch(
    const struct search *search, struct csi_told *told, cseal_error **ret_error)
{
	int64_t said_at = told->said.this_update;
	struct csi_told *last = &search->statements->responder;
	struct search about = *search;
	cseal_status st;

	if (is_beyond_doubt(told))
		return CSEAL_OK;
	about.certificate = told->responder;
	st = start_search(&about, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!last->is_set || last->said.this_update != said_at ||
	    memcmp(last->whom, about.whom, sizeof(last->whom)) != 0) {
		last->is_set = false;
		st = look_for_voucher(
		    &about, said_at, &last->voucher, ret_error);
		if (st != CSEAL_OK)
			return st;
		memcpy(last->whom, about.whom, sizeof(last->whom));
		last->said.this_update = said_at;
		last->is_set = true;
	}
	told->voucher = last->voucher;
	return CSEAL_OK;
}

/* ---- one statement --------------------------------------------------------- */

static cseal_status
find_in(const struct search *search, struct csi_statement *statement,
    struct csi_told *told, cseal_error **ret_error)
{
	cseal_status st;

	if (statement->is_list)
		return find_in_list(search, statement, told, ret_error);
	st = find_in_answer(search, statement, told, ret_error);
	if (st != CSEAL_OK || !told->found)
		return st;
	return vouch(search, told, ret_error);
}

/* Of one certificate it says the same, however often it is asked. */
static cseal_status
ask(const struct search *search, struct csi_statement *statement,
    cseal_error **ret_error)
{
	struct csi_told made = { .voucher = CSI_VOUCHED };
	cseal_error *error = NULL;
	cseal_status st;

	if (statement->told.is_set && memcmp(statement->told.whom, search->whom,
					  sizeof(search->whom)) == 0)
		return CSEAL_OK;
	st = find_in(search, statement, &made, &error);
	if (!may_go_on(st)) {
		csi_error_move(error, ret_error);
		return st;
	}
	cseal_error_free(error);
	if (st != CSEAL_OK || made.voucher == CSI_SILENCED)
		made.found = false;
	memcpy(made.whom, search->whom, sizeof(made.whom));
	made.is_set = true;
	statement->told = made;
	return CSEAL_OK;
}

bool
csi_state_is_of(const struct csi_state *state, int64_t time)
{
	return state->said.this_update + SKEW_S >= time ||
	       state->said.next_update >= time;
}

/* Could it be known of the time?  After the end of a certificate its issuer
 * may leave it out. */
static bool
is_fresh(const struct search *search, const struct csi_state *state)
{
	return state->said.this_update <= search->not_after &&
	       csi_state_is_of(state, search->time);
}

/* That a certificate was revoked is believed of any responder: whoever could
 * forge it has nothing to win by it. */
static enum csi_known
known_by(const struct search *search, const struct csi_state *state,
    enum csi_voucher voucher)
{
	const struct csi_revocation *said = &state->said;

	if (said->this_update > search->now + SKEW_S ||
	    said->state == CSI_REVOCATION_UNKNOWN)
		return CSI_KNOWN_NOTHING;
	if (said->state == CSI_REVOCATION_REVOKED)
		return CSI_KNOWN_REVOKED;
	if (!is_fresh(search, state))
		return CSI_KNOWN_STALE;
	return voucher == CSI_VOUCHED ? CSI_KNOWN_GOOD : CSI_KNOWN_HEARSAY;
}

static bool
is_hold(const struct csi_state *state)
{
	return state->known == CSI_KNOWN_REVOKED &&
	       state->said.reason == REASON_ON_HOLD;
}

static bool
is_final(const struct csi_state *state)
{
	return state->known == CSI_KNOWN_REVOKED && !is_hold(state);
}

/* A revocation is for ever, but for a hold, which is what was said last.  Of
 * two that say the same, the one that was in the document first: a
 * time-stamp is the likelier to cover it. */
static bool
is_better(const struct csi_state *one, const struct csi_state *best)
{
	if (is_final(one) != is_final(best))
		return is_final(one);
	if (is_hold(one) || is_hold(best))
		return best->known < CSI_KNOWN_GOOD ||
		       (one->known >= CSI_KNOWN_GOOD &&
			   one->said.this_update > best->said.this_update);
	if (one->known != best->known)
		return one->known > best->known;
	if (one->known == CSI_KNOWN_REVOKED)
		return one->said.revoked_at < best->said.revoked_at;
	if (one->known == CSI_KNOWN_STALE)
		return one->said.this_update > best->said.this_update;
	return one->at < best->at;
}

cseal_status
csi_state_find(struct csi_statements *statements, struct csi_span certificate,
    struct csi_span issuer, int64_t time, int64_t now,
    struct csi_state *ret_state, cseal_error **ret_error)
{
	struct search search = { .statements = statements,
		.certificate = certificate,
		.issuer = issuer,
		.time = time,
		.now = now };
	struct csi_state best = { 0 };
	cseal_status st = start_search(&search, ret_error);

	for (size_t i = 0; st == CSEAL_OK && i < statements->count; i++) {
		struct csi_statement *one = &statements->all[i];
		struct csi_state made = { .at = one->at };

		st = ask(&search, one, ret_error);
		if (st != CSEAL_OK || !one->told.found)
			continue;
		if (one->told.said.state == CSI_REVOCATION_GOOD &&
		    is_weak(&search, one, &one->told))
			continue;
		made.said = one->told.said;
		made.known = known_by(&search, &made, one->told.voucher);
		if (made.known != CSI_KNOWN_NOTHING && is_better(&made, &best))
			best = made;
	}
	if (st == CSEAL_OK)
		*ret_state = best;
	return st;
}
