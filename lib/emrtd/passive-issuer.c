/* SPDX-License-Identifier: Apache-2.0 */
/* passive-issuer.c -- did a state make the document signer's certificate, was
 * it valid when it signed, and for this document (ICAO 9303-12, 6 and 7)? */
#include "emrtd/country.h"
#include "emrtd/passive-inside.h"

#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/revocation.h"
#include "cms/signed.h"

#include "error.h"

#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define DAY INT64_C(86400)

/* 2.23.136.1.1.6.2 */
static const struct csi_span oid_document_types =
    CSI_SPAN("\x67\x81\x08\x01\x01\x06\x02");

/* ---- the issuer ------------------------------------------------------- */

/* Does the certificate name that very key of its issuer? */
static bool
names_key(X509 *x509, X509 *issuer)
{
	const ASN1_OCTET_STRING *wanted = X509_get0_authority_key_id(x509);
	const ASN1_OCTET_STRING *own = X509_get0_subject_key_id(issuer);

	return wanted != NULL && own != NULL &&
	       ASN1_OCTET_STRING_cmp(wanted, own) == 0;
}

static bool
is_by_sha1(struct csi_span certificate)
{
	struct csi_reader in = csi_reader_of(certificate.at, certificate.len);
	struct csi_reader whole;
	struct csi_signature_algorithm algorithm;
	struct csi_signed object;

	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	return csi_signed_read(&whole, &object) &&
	       csi_signature_algorithm_read(
		   object.algorithm, &algorithm, NULL) == CSEAL_OK &&
	       algorithm.digest != NULL &&
	       strcmp(algorithm.digest->name, "SHA1") == 0;
}

/* What is known of those that have the right name. */
struct search {
	bool is_named, is_key;
	X509 *issuer; /* the one whose key fits */
};

static cseal_status
try_issuer(struct csi_passive_state *state, struct csi_span der,
    struct search *search, cseal_error **ret_error)
{
	X509 *issuer = csi_certificate_x509(der);
	cseal_status st;

	search->is_named = true;
	st = csi_csca_check_made(state->signer, der, NULL);
	if (st == CSEAL_OK && issuer != NULL) {
		search->issuer = issuer;
		return CSEAL_OK;
	}
	if (issuer != NULL)
		search->is_key =
		    search->is_key || names_key(state->x509, issuer);
	X509_free(issuer);
	return st == CSEAL_FAULT_MEMORY ? csi_fail_memory(ret_error) : CSEAL_OK;
}

static void
say_not_found(struct csi_passive_state *state, const struct search *search)
{
	if (search->is_key)
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document signer's certificate was not made with the "
		    "key that it names.");
	else if (search->is_named)
		csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
		    "None of the given certificates of the issuing state that "
		    "have the right name made the document signer's.");
	else
		csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
		    "The certificate of the issuing state is not among those "
		    "that were given.");
}

/* Of several certificates with one name, the one whose key fits.  NULL: none,
 * and the reason is told. */
static cseal_status
find_issuer(
    struct csi_passive_state *state, X509 **ret_issuer, cseal_error **ret_error)
{
	struct csi_certificate_parts parts = { 0 };
	struct search search = { 0 };
	struct csi_span der;
	cseal_status st = CSEAL_OK;
	size_t at = 0;

	csi_certificate_split(state->signer, &parts);
	while (st == CSEAL_OK && search.issuer == NULL &&
	       csi_csca_next(state->passive->csca, parts.issuer, &at, &der))
		st = try_issuer(state, der, &search, ret_error);
	if (st == CSEAL_OK && search.issuer == NULL)
		say_not_found(state, &search);
	*ret_issuer = search.issuer;
	return st;
}

/* ---- time ------------------------------------------------------------- */

struct validity {
	int64_t from, to;
};

static bool
read_validity(X509 *x509, struct validity *ret_validity)
{
	return csi_crypto_time(
		   X509_get0_notBefore(x509), &ret_validity->from) &&
	       csi_crypto_time(X509_get0_notAfter(x509), &ret_validity->to);
}

/* The start of the day "YYYY-MM-DD"; false: it is none. */
static bool
start_of(const char *day, int64_t *ret_time)
{
	struct tm tm = { 0 };

	if (sscanf(day, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) !=
	    3)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	*ret_time = timegm(&tm);
	return true;
}

static bool
meets(const struct validity *validity, int64_t from, int64_t to)
{
	return validity->from <= to && validity->to >= from;
}

/* The time is the signer's own saying or, a day, that of the document.  Only
 * the first can show that something is wrong. */
static void
judge_time(struct csi_passive_state *state, X509 *issuer)
{
	struct validity own, above;
	int64_t time;

	if (!read_validity(state->x509, &own) ||
	    !read_validity(issuer, &above)) {
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The times of a certificate cannot be read.");
		return;
	}
	if (csi_cms_signing_time(state->passive->sod->cms, &time)) {
		if (time > state->passive->now + DAY)
			csi_passive_say(state, CSEAL_VERDICT_NO,
			    "The time of signing is in the future.");
		if (!meets(&own, time, time) || !meets(&above, time, time))
			csi_passive_say(state, CSEAL_VERDICT_NO,
			    "A certificate was not valid at the time of "
			    "signing.");
	} else if (start_of(state->passive->issued, &time)) {
		if (!meets(&own, time - DAY, time + DAY) ||
		    !meets(&above, time - DAY, time + DAY))
			csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
			    "A certificate was not valid on the day of issue, "
			    "and the time of signing is not told.");
	} else if (!meets(&own, above.from, above.to)) {
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The certificates were never valid at the same time.");
	}
	if (own.from > state->passive->now + DAY)
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document signer's certificate is not valid yet.");
}

/* ---- countries and kinds of documents --------------------------------- */

/* The two letters in capitals; false: there is not exactly one country. */
static bool
read_country(const X509_NAME *name, char ret_country[3])
{
	int at = X509_NAME_get_index_by_NID(name, NID_countryName, -1);
	const ASN1_STRING *text;

	if (at < 0 ||
	    X509_NAME_get_index_by_NID(name, NID_countryName, at) >= 0)
		return false;
	text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
	if (ASN1_STRING_length(text) != 2)
		return false;
	for (int i = 0; i < 2; i++) {
		char c = (char)ASN1_STRING_get0_data(text)[i];

		ret_country[i] =
		    c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	ret_country[2] = '\0';
	return true;
}

static void
judge_countries(struct csi_passive_state *state, X509 *issuer)
{
	char own[3], above[3], document[3];

	if (!read_country(X509_get_subject_name(state->x509), own) ||
	    !read_country(X509_get_subject_name(issuer), above) ||
	    strcmp(own, above) != 0) {
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The certificates of the document signer and of the state "
		    "are not of one country.");
		return;
	}
	if (!csi_country_of_state(state->passive->mrz->state, document))
		csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
		    "The issuing state in the machine-readable zone is not "
		    "known here: whether its country signed cannot be shown.");
	else if (strcmp(own, document) != 0)
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document was signed by another country than the "
		    "issuing state in the machine-readable zone.");
}

/* DocumentTypeListSyntax ::= SEQUENCE { version INTEGER,
 * docTypeList SET OF PrintableString } (9303-12, 7.1.1.6); "P" is for "PD",
 * too. */
static bool
lists_type(struct csi_span value, const char *code)
{
	struct csi_reader in = csi_reader_of(value.at, value.len), list, types;

	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	csi_der_take(&list, CSI_DER_INTEGER);
	types = csi_der_inside(csi_der_take(&list, CSI_DER_SET));
	while (!types.bad && csi_reader_left(&types) > 0) {
		struct csi_span type = csi_der_any(&types).body;

		if (csi_span_is(type, code) ||
		    (type.len == 1 && type.at[0] == (uint8_t)code[0]))
			return true;
	}
	return false;
}

static void
judge_type(struct csi_passive_state *state)
{
	struct csi_extension types;

	if (csi_certificate_extension(
		state->signer, oid_document_types, &types) &&
	    !lists_type(types.value, state->passive->mrz->code))
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document signer's certificate is not for documents "
		    "of this kind.");
}

/* ---- revocation ------------------------------------------------------- */

/* What the lists of the state said. */
struct told {
	bool is_told, is_fresh, is_revoked;
};

/* Lists may be signed with a younger key of the same state. */
static cseal_status
find_list_signer(struct csi_passive_state *state, const struct csi_crl *crl,
    bool *ret_found, cseal_error **ret_error)
{
	struct csi_span issuer;
	cseal_status st;
	size_t at = 0;

	*ret_found = false;
	while (!*ret_found &&
	       csi_csca_next(state->passive->csca, crl->issuer, &at, &issuer)) {
		st = csi_csca_check_key(issuer, NULL);
		if (st == CSEAL_OK)
			st = csi_crl_prove(crl, issuer, NULL);
		if (st == CSEAL_FAULT_MEMORY)
			return csi_fail_memory(ret_error);
		*ret_found = st == CSEAL_OK;
	}
	return CSEAL_OK;
}

/* A list that is damaged, or of somebody else, says nothing. */
static cseal_status
ask_list(struct csi_passive_state *state, struct csi_span list,
    struct told *told, cseal_error **ret_error)
{
	struct csi_revocation said = { 0 };
	struct csi_crl crl;
	cseal_status st;
	bool found = false;

	st = csi_crl_read(list, &crl, NULL);
	if (st == CSEAL_OK)
		st = csi_crl_find(&crl, state->signer, &found, &said, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK || !found)
		return CSEAL_OK;
	st = find_list_signer(state, &crl, &found, ret_error);
	if (st != CSEAL_OK || !found)
		return st;
	told->is_told = true;
	told->is_revoked =
	    told->is_revoked || said.state == CSI_REVOCATION_REVOKED;
	told->is_fresh =
	    told->is_fresh || said.next_update >= state->passive->now;
	return CSEAL_OK;
}

static cseal_status
judge_revocation(struct csi_passive_state *state, cseal_error **ret_error)
{
	const struct csi_passive_lists *lists = &state->passive->lists;
	struct told told = { 0 };
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < lists->count; i++)
		st = ask_list(state, lists->at[i], &told, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (told.is_revoked)
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The document signer's certificate was revoked.");
	else if (!told.is_told)
		csi_record_reason(state->record,
		    "Nothing that is here says whether the document signer's "
		    "certificate was revoked.");
	else if (!told.is_fresh)
		csi_record_reason(state->record,
		    "The revocation list of the issuing state is out of date.");
	return CSEAL_OK;
}

cseal_status
csi_passive_judge_issuer(
    struct csi_passive_state *state, cseal_error **ret_error)
{
	X509 *issuer = NULL;
	cseal_status st;

	if (state->passive->csca == NULL) {
		csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
		    "No certificates of issuing states were given: who signed "
		    "cannot be shown.");
		return CSEAL_OK;
	}
	st = find_issuer(state, &issuer, ret_error);
	if (issuer == NULL)
		return st;
	if (X509_check_ca(issuer) == 0)
		csi_passive_say(state, CSEAL_VERDICT_NO,
		    "The issuing state's certificate is not one that may make "
		    "others.");
	if (!csi_passive_knows_extensions(issuer, false))
		csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
		    "The issuing state's certificate has a critical extension "
		    "that is not known here: whether it may make that of the "
		    "document signer cannot be shown.");
	if (is_by_sha1(state->signer))
		csi_passive_say(state, CSEAL_VERDICT_UNKNOWN,
		    "The document signer's certificate relies on SHA-1, which "
		    "is not safe any more.");
	judge_time(state, issuer);
	judge_countries(state, issuer);
	judge_type(state);
	X509_free(issuer);
	return judge_revocation(state, ret_error);
}
