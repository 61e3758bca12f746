/* SPDX-License-Identifier: Apache-2.0 */
/* credential.c -- which token, which key, which certificate.
 *
 * Exactly one must match: the wrong customer's key must never sign because it
 * was found first. */
#include "signer.h"
#include "status.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

/* ---- which token ---------------------------------------------------- */

static bool
names_match(
    const struct pkcs11_key *keys, size_t count, const struct pkcs11_uri *uri)
{
	for (size_t i = 0; i < count; i++) {
		if (pkcs11_name_matches(&keys[i].name, uri))
			return true;
	}
	return false;
}

/* Before the login: a certificate that may have a key, or a key. */
static bool
holds_match(const struct pkcs11_contents *contents,
    const struct pkcs11_token *token, const struct pkcs11_uri *uri)
{
	for (size_t i = 0; i < contents->certificate_count; i++) {
		const struct pkcs11_certificate *one =
		    &contents->certificates[i];

		if (pkcs11_name_matches(&one->name, uri) &&
		    pkcs11_may_have_key(contents, token, one))
			return true;
	}
	return names_match(contents->keys, contents->key_count, uri) ||
	       names_match(contents->publics, contents->public_count, uri);
}

/* A token that fails does not have what is looked for. */
static cseal_status
look_into(struct pkcs11_signer *signer, const struct pkcs11_token *token,
    const struct pkcs11_uri *uri, bool *ret_match, cseal_error **ret_error)
{
	struct pkcs11_session session;
	struct pkcs11_contents *contents = NULL;
	cseal_error *why = NULL;
	cseal_status st;

	*ret_match = false;
	st = pkcs11_session_open(&session, token, &why);
	if (st == CSEAL_OK) {
		st = pkcs11_contents_read(&session, &contents, &why);
		pkcs11_session_close(&session);
	}
	if (st == CSEAL_OK)
		*ret_match = holds_match(contents, token, uri);
	else
		cseal_host_log(signer->host, CSEAL_LOG_WARNING,
		    "the token \"%s\" was left out: %s", token->label,
		    cseal_error_text(why));
	pkcs11_contents_free(contents);
	cseal_error_free(why);
	return st == CSEAL_FAULT_MEMORY ? pkcs11_fail_memory(ret_error)
					: CSEAL_OK;
}

static cseal_status
narrow(struct pkcs11_signer *signer, const struct pkcs11_token *tokens,
    size_t count, const struct pkcs11_uri *uri, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	size_t matches = 0;
	bool match;

	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		st = cseal_wait_check(wait, ret_error);
		if (st == CSEAL_OK)
			st = look_into(
			    signer, &tokens[i], uri, &match, ret_error);
		if (st == CSEAL_OK && match && matches++ == 0)
			signer->token = tokens[i];
	}
	if (st == CSEAL_OK && matches != 1)
		st = cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "%zu tokens are there that match, and %zu of them show "
		    "what is looked for: say which with token= or serial=",
		    count, matches);
	return st;
}

cseal_status
pkcs11_choose_token(struct pkcs11_signer *signer, const struct pkcs11_uri *uri,
    cseal_wait *wait, cseal_error **ret_error)
{
	struct pkcs11_token *tokens =
	    calloc(PKCS11_TOKENS_MOST, sizeof(*tokens));
	cseal_status st;
	size_t count = 0;

	if (tokens == NULL)
		return pkcs11_fail_memory(ret_error);
	st = pkcs11_tokens(&signer->library, signer->host, uri, tokens,
	    PKCS11_TOKENS_MOST, &count, wait, ret_error);
	if (st == CSEAL_OK && count == 0)
		st = cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "no token is there that the URI matches");
	else if (st == CSEAL_OK && count == 1)
		signer->token = tokens[0];
	else if (st == CSEAL_OK)
		st = narrow(signer, tokens, count, uri, wait, ret_error);
	free(tokens);
	return st;
}

/* ---- which key and certificate -------------------------------------- */

/* One way to read the URI. */
struct choice {
	const struct pkcs11_key *key;
	const struct pkcs11_certificate *certificate;
	size_t count;              /* different ones that match */
	size_t mismatches;         /* of the same id, and yet not a pair */
	size_t keys, certificates; /* that the URI names */
	bool is_sm2;               /* one of these certificates */
};

static void
choose(struct choice *choice, const struct pkcs11_key *key,
    const struct pkcs11_certificate *certificate)
{
	/* The same certificate may be there twice. */
	if (choice->key == key &&
	    X509_cmp(choice->certificate->x509, certificate->x509) == 0)
		return;
	choice->key = key;
	choice->certificate = certificate;
	choice->count++;
}

/* A pair has the same id, as PKCS #11 recommends (v2.40, 4.6.3), or shows by
 * its public part that it is one. */
static void
consider(struct choice *choice, const struct pkcs11_key *key,
    const struct pkcs11_certificate *certificate)
{
	bool same = pkcs11_same_id(&key->name, &certificate->name);
	enum pkcs11_fit fit = pkcs11_key_fits(key, certificate->x509);

	if (fit == PKCS11_FITS || (same && fit == PKCS11_UNTOLD))
		choose(choice, key, certificate);
	else if (same)
		choice->mismatches++;
}

static cseal_status
fail_choice(const struct choice *choice, cseal_error **ret_error)
{
	if (choice->count > 1)
		return cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "%zu keys with certificates match: say which with object= "
		    "or id=",
		    choice->count);
	if (choice->mismatches > 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_KEY_MISMATCH,
		    "the token's key does not belong to the certificate");
	if (choice->keys > 0)
		return cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "the key has no certificate in the token: name a file "
		    "with it");
	if (choice->is_sm2)
		return pkcs11_fail_sm2(ret_error);
	if (choice->certificates > 0)
		return cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "the certificate has no key for signing in the token");
	return cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
	    "the token has no key and no certificate of that name");
}

static bool
is_sm2(X509 *x509)
{
	EVP_PKEY *key = X509_get0_pubkey(x509);

	return key != NULL && EVP_PKEY_is_a(key, "SM2") == 1;
}

static cseal_status
choose_in_token(const struct pkcs11_contents *contents,
    const struct pkcs11_uri *uri, struct choice *choice,
    cseal_error **ret_error)
{
	for (size_t k = 0; k < contents->key_count; k++)
		choice->keys +=
		    pkcs11_name_matches(&contents->keys[k].name, uri);
	for (size_t c = 0; c < contents->certificate_count; c++) {
		const struct pkcs11_certificate *certificate =
		    &contents->certificates[c];
		bool named = pkcs11_name_matches(&certificate->name, uri);

		choice->certificates += named;
		choice->is_sm2 |= named && is_sm2(certificate->x509);
		for (size_t k = 0; k < contents->key_count; k++) {
			if (named ||
			    pkcs11_name_matches(&contents->keys[k].name, uri))
				consider(
				    choice, &contents->keys[k], certificate);
		}
	}
	return choice->count == 1 ? CSEAL_OK : fail_choice(choice, ret_error);
}

/* The key that fits a certificate of the file; one that does not tell, if it
 * is the only one: the first signature will show. */
static cseal_status
choose_for_file(const struct pkcs11_contents *contents,
    const struct pkcs11_certificate *file, size_t file_count,
    const struct pkcs11_uri *uri, struct choice *choice,
    cseal_error **ret_error)
{
	const struct pkcs11_key *untold = NULL;

	for (size_t k = 0; k < contents->key_count; k++) {
		const struct pkcs11_key *key = &contents->keys[k];

		if (!pkcs11_name_matches(&key->name, uri))
			continue;
		choice->keys++;
		for (size_t c = 0; c < file_count; c++) {
			enum pkcs11_fit fit =
			    pkcs11_key_fits(key, file[c].x509);

			if (fit == PKCS11_FITS)
				choose(choice, key, &file[c]);
			else if (fit == PKCS11_UNTOLD)
				untold = key;
		}
	}
	if (choice->count == 0 && choice->keys == 1 && untold != NULL)
		choose(choice, untold, &file[0]);
	if (choice->count == 1)
		return CSEAL_OK;
	choice->mismatches = choice->count == 0 ? choice->keys : 0;
	return fail_choice(choice, ret_error);
}

/* ---- the chain ------------------------------------------------------ */

static bool
has(const struct pkcs11_signer *signer, const X509 *x509)
{
	for (size_t i = 0; i < signer->count; i++) {
		if (X509_cmp(signer->chain[i], x509) == 0)
			return true;
	}
	return false;
}

static void
add(struct pkcs11_signer *signer, X509 *x509)
{
	if (X509_up_ref(x509) == 1)
		signer->chain[signer->count++] = x509;
}

/* The certificate and its issuers, as far as they are known. */
static void
take_chain(struct pkcs11_signer *signer, X509 *own,
    const struct pkcs11_certificate *others, size_t count)
{
	size_t i;

	add(signer, own);
	while (signer->count > 0 && signer->count < PKCS11_CHAIN_MOST) {
		X509 *last = signer->chain[signer->count - 1];

		for (i = 0; i < count; i++) {
			if (!has(signer, others[i].x509) &&
			    X509_check_issued(others[i].x509, last) ==
				X509_V_OK)
				break;
		}
		if (i == count)
			break;
		add(signer, others[i].x509);
	}
	ERR_clear_error();
}

static cseal_status
choose_with_file(struct pkcs11_signer *signer,
    const struct pkcs11_contents *contents, const char *path,
    const struct pkcs11_uri *uri, cseal_error **ret_error)
{
	struct pkcs11_certificate *file =
	    calloc(PKCS11_CHAIN_MOST, sizeof(*file));
	struct choice choice = { 0 };
	cseal_status st;
	size_t count = 0;

	if (file == NULL)
		return pkcs11_fail_memory(ret_error);
	st = pkcs11_read_file(path, file, &count, ret_error);
	if (st == CSEAL_OK)
		st = choose_for_file(
		    contents, file, count, uri, &choice, ret_error);
	if (st == CSEAL_OK) {
		signer->key = *choice.key;
		take_chain(signer, choice.certificate->x509, file, count);
	}
	pkcs11_certificates_clear(file, count);
	free(file);
	return st;
}

cseal_status
pkcs11_choose_key(struct pkcs11_signer *signer, const struct pkcs11_uri *uri,
    const char *certificate_file, cseal_error **ret_error)
{
	struct pkcs11_contents *contents;
	struct choice choice = { 0 };
	cseal_status st;

	st = pkcs11_contents_read(&signer->session, &contents, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (certificate_file != NULL) {
		st = choose_with_file(
		    signer, contents, certificate_file, uri, ret_error);
	} else {
		st = choose_in_token(contents, uri, &choice, ret_error);
		if (st == CSEAL_OK) {
			signer->key = *choice.key;
			take_chain(signer, choice.certificate->x509,
			    contents->certificates,
			    contents->certificate_count);
		}
	}
	pkcs11_contents_free(contents);
	if (st == CSEAL_OK && signer->count == 0)
		return pkcs11_fail_memory(ret_error);
	return st;
}
