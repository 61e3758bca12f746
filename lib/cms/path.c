/* SPDX-License-Identifier: Apache-2.0 */
/* path.c -- judges a certificate at a time, with what its issuers said.
 *
 * The anchor is trusted as it is.  Of every other certificate of the chain
 * the states are looked for; the worst of them is the answer. */
#include "cms/path.h"
#include "cms/algorithm-limits.h"
#include "cms/certificate.h"
#include "cms/crypto.h"

#include "error.h"

#include <stdlib.h>

/* ---- sentences ------------------------------------------------------- */

struct words {
	char *name, *when, *time; /* to be freed */
};

static bool
start_words(struct words *words, struct csi_span certificate, int64_t when,
    int64_t time)
{
	X509 *x509 = csi_certificate_x509(certificate);

	words->name = x509 == NULL ? NULL
				   : csi_certificate_common_name(
					 X509_get_subject_name(x509));
	words->when = csi_time_text(when);
	words->time = csi_time_text(time);
	X509_free(x509);
	return words->name != NULL && words->when != NULL &&
	       words->time != NULL;
}

static void
end_words(struct words *words)
{
	free(words->name);
	free(words->when);
	free(words->time);
}

static void
say_revoked(const struct csi_path *path, const struct words *words,
    bool is_later, struct csi_reasons *reasons)
{
	if (is_later)
		csi_reasons_add(reasons,
		    "The certificate of \"%s\" was revoked at %s, after the "
		    "proven time %s: what was signed before holds.",
		    words->name, words->when, words->time);
	else if (path->is_proven)
		csi_reasons_add(reasons,
		    "The certificate of \"%s\" was revoked at %s, before the "
		    "proven time %s.",
		    words->name, words->when, words->time);
	else
		csi_reasons_add(reasons,
		    "The certificate of \"%s\" was revoked at %s, and nothing "
		    "proves an earlier time of signing.",
		    words->name, words->when);
}

static void
say_unknown(const struct csi_state *state, const struct words *words,
    struct csi_reasons *reasons)
{
	if (state->known == CSI_KNOWN_STALE)
		csi_reasons_add(reasons,
		    "Whether the certificate of \"%s\" was revoked is known "
		    "only as of %s, which is too old for %s.",
		    words->name, words->when, words->time);
	else if (state->known == CSI_KNOWN_HEARSAY)
		csi_reasons_add(reasons,
		    "That the certificate of \"%s\" was not revoked is said by "
		    "a responder of whom nothing that is here says whether its "
		    "own certificate was revoked: it is not proven.",
		    words->name);
	else
		csi_reasons_add(reasons,
		    "Nothing that is here says whether the certificate of "
		    "\"%s\" was revoked.",
		    words->name);
}

/* ---- one certificate -------------------------------------------------- */

static bool
has_expired(struct csi_span certificate, int64_t now)
{
	X509 *x509 = csi_certificate_x509(certificate);
	int64_t end = now;
	bool known =
	    x509 != NULL && csi_crypto_time(X509_get0_notAfter(x509), &end);

	X509_free(x509);
	return !known || end < now;
}

static bool
is_after(const struct csi_path *path, const struct csi_state *state)
{
	if (path->for_stamps && csi_reason_is_harmless(state->said.reason))
		return true;
	return path->is_proven && state->said.revoked_at > path->time;
}

/* Nobody answers for a certificate that has expired: it cannot be found out
 * any more. */
static void
miss(const struct csi_path *path, struct csi_span certificate,
    const struct words *words, struct csi_path_answer *answer,
    struct csi_reasons *reasons)
{
	if (answer->trust != CSI_TRUST_TRUSTED)
		return;
	if (has_expired(certificate, path->now)) {
		answer->trust = CSI_TRUST_EXPIRED;
		csi_reasons_add(reasons,
		    "The certificate of \"%s\" has expired since the proven "
		    "time, and nobody tells any more whether it had been "
		    "revoked.",
		    words->name);
	} else if (path->must_be_told) {
		answer->trust = CSI_TRUST_UNKNOWN;
	}
}

static bool
was_told(const struct csi_path *path, const struct csi_state *state)
{
	return state->known == CSI_KNOWN_STALE && path->told_at != 0 &&
	       csi_state_is_of(state, path->told_at);
}

static cseal_status
judge_one(const struct csi_path *path, struct csi_span certificate,
    struct csi_span issuer, struct csi_path_answer *answer,
    struct csi_reasons *reasons, cseal_error **ret_error)
{
	struct csi_state state = { 0 };
	struct words words = { 0 };
	int64_t when;
	cseal_status st;

	st = csi_state_find(path->statements, certificate, issuer, path->time,
	    path->now, &state, ret_error);
	if (st != CSEAL_OK)
		return st;
	when = state.known == CSI_KNOWN_REVOKED ? state.said.revoked_at
						: state.said.this_update;
	if (!start_words(&words, certificate, when, path->time)) {
		end_words(&words);
		return csi_fail_memory(ret_error);
	}
	if (state.known == CSI_KNOWN_REVOKED) {
		say_revoked(path, &words, is_after(path, &state), reasons);
		if (!is_after(path, &state))
			answer->trust = CSI_TRUST_REVOKED;
	} else if (state.known != CSI_KNOWN_GOOD) {
		say_unknown(&state, &words, reasons);
		if (!was_told(path, &state))
			answer->is_told = false;
		miss(path, certificate, &words, answer, reasons);
	}
	if (state.known != CSI_KNOWN_NOTHING && state.at > answer->last)
		answer->last = state.at;
	end_words(&words);
	return CSEAL_OK;
}

/* A key that can be found out lets anybody issue certificates. */
static cseal_status
judge_key(const struct csi_path *path, struct csi_span issuer,
    struct csi_path_answer *answer, struct csi_reasons *reasons,
    cseal_error **ret_error)
{
	struct csi_weakness weakness = { .since = path->time };
	X509 *x509 = csi_certificate_x509(issuer);
	struct words words = { 0 };
	bool ok = true;

	if (x509 != NULL && csi_key_is_weak(x509, path->time, &weakness)) {
		ok = start_words(&words, issuer, weakness.since, path->time);
		if (ok)
			csi_reasons_add(reasons,
			    "The issuer \"%s\" has a key that is not safe "
			    "since %.10s (%s).",
			    words.name, words.when, weakness.what);
		if (answer->trust == CSI_TRUST_TRUSTED)
			answer->trust = CSI_TRUST_UNTRUSTED;
		end_words(&words);
	}
	X509_free(x509);
	return ok ? CSEAL_OK : csi_fail_memory(ret_error);
}

/* So does a digest that others can aim at.  That the certificate was there at
 * the proven time is known by the signature, which is made over it or with its
 * key. */
static cseal_status
judge_digest(const struct csi_path *path, struct csi_span certificate,
    struct csi_path_answer *answer, struct csi_reasons *reasons,
    cseal_error **ret_error)
{
	struct csi_weakness weakness = { .since = 0 };
	struct words words = { 0 };
	bool ok;

	if (!csi_certificate_is_weak(certificate, path->time, &weakness))
		return CSEAL_OK;
	ok = start_words(&words, certificate, weakness.since, path->time);
	if (ok)
		csi_reasons_add(reasons,
		    "The certificate of \"%s\" is signed with %s, which is not "
		    "safe since %.10s.",
		    words.name, weakness.what, words.when);
	if (answer->trust == CSI_TRUST_TRUSTED)
		answer->trust = CSI_TRUST_UNTRUSTED;
	end_words(&words);
	return ok ? CSEAL_OK : csi_fail_memory(ret_error);
}

static cseal_status
judge_chain(const struct csi_path *path, const struct csi_trust_chain *chain,
    struct csi_path_answer *answer, struct csi_reasons *reasons,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	answer->is_told = true;
	for (size_t i = 0; st == CSEAL_OK && i + 1 < chain->count; i++)
		st = judge_one(path, csi_bytes_span(&chain->der[i]),
		    csi_bytes_span(&chain->der[i + 1]), answer, reasons,
		    ret_error);
	for (size_t i = 0; st == CSEAL_OK && i + 1 < chain->count; i++)
		st = judge_digest(path, csi_bytes_span(&chain->der[i]), answer,
		    reasons, ret_error);
	for (size_t i = 1; st == CSEAL_OK && i < chain->count; i++)
		st = judge_key(path, csi_bytes_span(&chain->der[i]), answer,
		    reasons, ret_error);
	return st;
}

cseal_status
csi_path_judge(const struct csi_path *path, struct csi_span certificate,
    struct csi_path_answer *ret_answer, struct csi_reasons *reasons,
    cseal_error **ret_error)
{
	struct csi_trust_chain chain = { 0 };
	struct csi_path_answer answer = { 0 };
	char *why = NULL;
	cseal_status st;

	st = csi_trust_find(path->trust, certificate, path->others,
	    path->other_count, path->time, path->for_stamps, &answer.trust,
	    &why, &chain, ret_error);
	if (st == CSEAL_OK && why != NULL)
		csi_reasons_add(reasons, "%s", why);
	/* What has expired may have been revoked before, which is worse. */
	if (st == CSEAL_OK && chain.count > 0 &&
	    answer.trust != CSI_TRUST_UNTRUSTED)
		st = judge_chain(path, &chain, &answer, reasons, ret_error);
	free(why);
	csi_trust_chain_clear(&chain);
	if (st == CSEAL_OK)
		*ret_answer = answer;
	return st;
}
