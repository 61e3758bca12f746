/* SPDX-License-Identifier: Apache-2.0 */
/* statement.c -- collects what issuers said, and finds what they said of one
 * certificate.
 *
 * A statement that does not hold is none: it is passed over, as if it were
 * not there. */
#include "cms/statement.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/oid.h"
#include "cms/read.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

#define SKEW_S         300 /* of clocks */
#define REASON_ON_HOLD 6   /* RFC 5280, 5.3.1: may be taken back */

/* ---- collecting ------------------------------------------------------ */

void
csi_statements_add(
    struct csi_statements *statements, struct csi_statement statement)
{
	if (statements->failed || statements->count == CSI_STATEMENTS_MOST)
		return;
	if (statements->all == NULL)
		statements->all =
		    calloc(CSI_STATEMENTS_MOST, sizeof(*statements->all));
	if (statements->all == NULL) {
		statements->failed = true;
		return;
	}
	statements->all[statements->count++] = statement;
}

void
csi_statements_clear(struct csi_statements *statements)
{
	free(statements->all);
	memset(statements, 0, sizeof(*statements));
}

static void
add_each(struct csi_statements *statements, struct csi_der list, bool is_list,
    uint64_t at)
{
	struct csi_reader in = csi_der_inside(list);

	while (!in.bad && csi_reader_left(&in) > 0) {
		struct csi_der one = csi_der_take(&in, CSI_DER_SEQUENCE);

		if (!in.bad)
			csi_statements_add(statements,
			    (struct csi_statement){ one.whole, is_list, at });
	}
}

/* RevocationInfoChoices ::= SET OF CHOICE { CertificateList,
 * other [1] SEQUENCE { OID, ANY } } */
static void
add_choices(
    struct csi_statements *statements, struct csi_der choices, uint64_t at)
{
	struct csi_reader in = csi_der_inside(choices), other;
	struct csi_span oid;
	struct csi_der one;

	while (!in.bad && csi_reader_left(&in) > 0) {
		one = csi_der_any(&in);
		if (one.tag == CSI_DER_SEQUENCE)
			csi_statements_add(statements,
			    (struct csi_statement){ one.whole, true, at });
		if (one.tag != CSI_DER_CONTEXT(1))
			continue;
		other = csi_der_inside(one);
		oid = csi_der_take(&other, CSI_DER_OID).body;
		one = csi_der_take(&other, CSI_DER_SEQUENCE);
		if (csi_der_done(&other) &&
		    csi_span_equal(oid, csi_oid_ocsp_in_cms))
			csi_statements_add(statements,
			    (struct csi_statement){ one.whole, false, at });
	}
}

/* RevocationInfoArchival ::= SEQUENCE { crl [0] EXPLICIT SEQUENCE OF,
 * ocsp [1] EXPLICIT SEQUENCE OF, otherRevInfo [2] } */
static void
add_archival(
    struct csi_statements *statements, struct csi_der archival, uint64_t at)
{
	struct csi_reader in = csi_der_inside(archival), inside;
	struct csi_der field, list;

	while (!in.bad && csi_reader_left(&in) > 0) {
		field = csi_der_any(&in);
		if (field.tag != CSI_DER_CONTEXT(0) &&
		    field.tag != CSI_DER_CONTEXT(1))
			continue;
		inside = csi_der_inside(field);
		list = csi_der_take(&inside, CSI_DER_SEQUENCE);
		if (csi_der_done(&inside))
			add_each(statements, list,
			    field.tag == CSI_DER_CONTEXT(0), at);
	}
}

void
csi_statements_add_from(
    struct csi_statements *statements, const csi_cms_read *read, uint64_t at)
{
	if (read->revocations.tag != 0)
		add_choices(statements, read->revocations, at);
	if (read->attribute_revocations.tag == CSI_DER_SEQUENCE)
		add_archival(statements, read->attribute_revocations, at);
}

/* Reasons of RFC 5280, 5.3.1. */
bool
csi_reason_is_harmless(int reason)
{
	return reason >= 3 && reason <= 5;
}

/* ---- finding --------------------------------------------------------- */

struct search {
	struct csi_statements *statements;
	struct csi_span certificate, issuer;
	int64_t time, now;
	int64_t not_after; /* of the certificate */
};

static cseal_status
count_proof(struct csi_statements *statements, cseal_error **ret_error)
{
	if (statements->proofs++ < CSI_STATEMENT_PROOFS_MOST)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "more than %d answers and lists had to be proven",
	    CSI_STATEMENT_PROOFS_MOST);
}

static cseal_status
find_in_list(const struct search *search, struct csi_span der, bool *ret_found,
    struct csi_revocation *ret_said, cseal_error **ret_error)
{
	struct csi_crl crl;
	cseal_status st;

	st = csi_crl_read(der, &crl, ret_error);
	if (st == CSEAL_OK)
		st = csi_crl_find(
		    &crl, search->certificate, ret_found, ret_said, ret_error);
	if (st != CSEAL_OK || !*ret_found)
		return st;
	st = count_proof(search->statements, ret_error);
	if (st == CSEAL_OK)
		st = csi_crl_prove(&crl, search->issuer, ret_error);
	return st;
}

/* What does not hold, or is of a form that is not read, is no statement. */
static bool
may_go_on(cseal_status st)
{
	return st == CSEAL_OK || st == CSEAL_REFUSED_DAMAGED ||
	       st == CSEAL_REFUSED_UNSUPPORTED || st == CSEAL_FAULT_REMOTE;
}

/* A responder whose certificate its issuer revoked says nothing any more
 * about the time after; nor before, if its key may be in other hands (RFC
 * 6960, 4.2.2.2.1).  Only lists are asked: an answer about a responder would
 * come from a responder. */
static cseal_status
is_silenced(const struct search *search, struct csi_span responder,
    int64_t said_at, bool *ret_is, cseal_error **ret_error)
{
	struct search about = *search;
	cseal_error *error = NULL;
	cseal_status st = CSEAL_OK;

	*ret_is = false;
	about.certificate = responder;
	if (csi_span_equal(responder, search->issuer) ||
	    csi_certificate_is_unchecked(responder))
		return CSEAL_OK;
	for (size_t i = 0;
	     st == CSEAL_OK && !*ret_is && i < search->statements->count; i++) {
		const struct csi_statement *one = &search->statements->all[i];
		struct csi_revocation said;
		bool found = false;

		if (!one->is_list)
			continue;
		st = find_in_list(&about, one->der, &found, &said, &error);
		if (st == CSEAL_OK && found &&
		    said.state == CSI_REVOCATION_REVOKED)
			*ret_is = said.revoked_at <= said_at ||
				  !csi_reason_is_harmless(said.reason);
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

static cseal_status
find_in_answer(const struct search *search, struct csi_span der,
    bool *ret_found, struct csi_revocation *ret_said, cseal_error **ret_error)
{
	struct csi_span responder;
	struct csi_ocsp ocsp;
	bool silenced = false;
	cseal_status st;

	st = csi_ocsp_read(der, &ocsp, ret_error);
	if (st == CSEAL_OK)
		st = csi_ocsp_find(&ocsp, search->certificate, search->issuer,
		    ret_found, ret_said, ret_error);
	if (st != CSEAL_OK || !*ret_found)
		return st;
	st = count_proof(search->statements, ret_error);
	if (st == CSEAL_OK)
		st = csi_ocsp_prove(
		    &ocsp, search->issuer, &responder, ret_error);
	if (st == CSEAL_OK)
		st = is_silenced(search, responder, ret_said->this_update,
		    &silenced, ret_error);
	if (st == CSEAL_OK && silenced)
		*ret_found = false;
	return st;
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

static enum csi_known
known_by(const struct search *search, const struct csi_state *state)
{
	const struct csi_revocation *said = &state->said;

	if (said->this_update > search->now + SKEW_S ||
	    said->state == CSI_REVOCATION_UNKNOWN)
		return CSI_KNOWN_NOTHING;
	if (said->state == CSI_REVOCATION_REVOKED)
		return CSI_KNOWN_REVOKED;
	return is_fresh(search, state) ? CSI_KNOWN_GOOD : CSI_KNOWN_STALE;
}

static bool
is_hold(const struct csi_state *state)
{
	return state->known == CSI_KNOWN_REVOKED &&
	       state->said.reason == REASON_ON_HOLD;
}

/* A revocation is for ever, but for a hold, which is what was said last.  Of
 * two that say the same, the one that was in the document first: a
 * time-stamp is the likelier to cover it. */
static bool
is_better(const struct csi_state *one, const struct csi_state *best)
{
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

static cseal_status
look_at(const struct search *search, const struct csi_statement *statement,
    struct csi_state *best, cseal_error **ret_error)
{
	struct csi_state made = { .at = statement->at };
	cseal_error *error = NULL;
	bool found = false;
	cseal_status st;

	if (statement->is_list)
		st = find_in_list(
		    search, statement->der, &found, &made.said, &error);
	else
		st = find_in_answer(
		    search, statement->der, &found, &made.said, &error);
	if (!may_go_on(st)) {
		if (ret_error != NULL)
			*ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	cseal_error_free(error);
	if (st != CSEAL_OK || !found)
		return CSEAL_OK;
	made.known = known_by(search, &made);
	if (made.known != CSI_KNOWN_NOTHING && is_better(&made, best))
		*best = made;
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

cseal_status
csi_state_find(struct csi_statements *statements, struct csi_span certificate,
    struct csi_span issuer, int64_t time, int64_t now,
    struct csi_state *ret_state, cseal_error **ret_error)
{
	struct search search = { statements, certificate, issuer, time, now,
		0 };
	struct csi_state best = { 0 };
	cseal_status st = CSEAL_OK;

	if (!read_end(certificate, &search.not_after))
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "this was not an X.509 certificate");
	for (size_t i = 0; st == CSEAL_OK && i < statements->count; i++)
		st = look_at(&search, &statements->all[i], &best, ret_error);
	if (st == CSEAL_OK)
		*ret_state = best;
	return st;
}
