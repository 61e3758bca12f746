/* SPDX-License-Identifier: Apache-2.0 */
/* seed.c -- what a field demands of its signature (ISO 32000-1, 12.7.4.5). */
#include "permit.h"

#include "error.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Table 234, /Ff: a set bit makes the entry a requirement. */
enum {
	SV_FILTER = 1 << 0,
	SV_SUBFILTER = 1 << 1,
	SV_V = 1 << 2,
	SV_REASONS = 1 << 3,
	SV_LEGAL_ATTESTATION = 1 << 4,
	SV_ADD_REV_INFO = 1 << 5,
	SV_DIGEST_METHOD = 1 << 6,
	SV_LOCK_DOCUMENT = 1 << 7, /* ISO 32000-2 */
	SV_KNOWN = (1 << 8) - 1
};

/* The newest form of seed values, ISO 32000-2. */
#define SV_VERSION_MOST 3

/* Table 235, /Ff: the same for the certificate. */
enum {
	CERT_SUBJECT = 1 << 0,
	CERT_ISSUER = 1 << 1,
	CERT_OID = 1 << 2,
	CERT_SUBJECT_DN = 1 << 3,
	CERT_KEY_USAGE = 1 << 5,
	CERT_URL = 1 << 6,
	CERT_KNOWN = CERT_SUBJECT | CERT_ISSUER | CERT_OID | CERT_SUBJECT_DN |
		     CERT_KEY_USAGE | CERT_URL
};

#define USAGES 9 /* bits of a key usage (RFC 5280, 4.2.1.3) */

static cseal_status
demand(const struct csi_pdf_intent *intent, const char *what,
    cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
	    "the field %s requires %s (seed value)", intent->field, what);
}

static cseal_status
read_flags(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    int64_t *ret_flags, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	cseal_status st;

	*ret_flags = 0;
	st = csi_pdf_get(reader, dict, "Ff", &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_as_integer(value, INT64_MIN, INT64_MAX, ret_flags);
	return CSEAL_OK;
}

/* Names and texts alike. */
static cseal_status
is_word(const struct csi_pdf_value *item, const char *wanted, bool any_case,
    bool *ret_is, cseal_error **ret_error)
{
	struct csi_bytes decoded = { 0 };
	char *text;

	*ret_is = false;
	if (item->type == CSI_PDF_NAME)
		csi_bytes_add_span(&decoded, item->as.text);
	else if (item->type == CSI_PDF_STRING)
		csi_pdf_text_to_utf8(&decoded, item->as.text);
	else
		return CSEAL_OK;
	text = csi_bytes_take_text(&decoded);
	if (text == NULL)
		return csi_fail_memory(ret_error);
	*ret_is = (any_case ? strcasecmp : strcmp)(text, wanted) == 0;
	free(text);
	return CSEAL_OK;
}

/* Is a name or text among the items of an array (or is it the value)? */
static cseal_status
has_item(csi_pdf_reader *reader, const struct csi_pdf_value *seed,
    const char *key, const char *wanted, bool *ret_has, cseal_error **ret_error)
{
	/* Not every writer has digests in capitals. */
	bool any_case = strcmp(key, "DigestMethod") == 0;
	const struct csi_pdf_value *list, *item;
	cseal_status st;

	*ret_has = false;
	st = csi_pdf_get(reader, seed, key, &list, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (list->type != CSI_PDF_ARRAY)
		return is_word(list, wanted, any_case, ret_has, ret_error);
	for (size_t i = 0; i < list->as.array.count && !*ret_has; i++) {
		st = csi_pdf_resolve(
		    reader, &list->as.array.items[i], &item, ret_error);
		if (st == CSEAL_OK)
			st =
			    is_word(item, wanted, any_case, ret_has, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

/* The entries that are lists of what is allowed. */
static cseal_status
check_lists(csi_pdf_reader *reader, const struct csi_pdf_value *seed,
    int64_t flags, const struct csi_pdf_intent *intent, cseal_error **ret_error)
{
	/* "." as the only reason: none must be given. */
	const struct {
		int64_t flag;
		const char *key, *wanted, *what;
	} lists[] = {
		{ SV_FILTER, "Filter",
		    intent->filter != NULL ? intent->filter : "Adobe.PPKLite",
		    "another /Filter" },
		{ SV_SUBFILTER, "SubFilter",
		    intent->subfilter != NULL ? intent->subfilter
					      : "ETSI.CAdES.detached",
		    "another /SubFilter" },
		{ SV_DIGEST_METHOD, "DigestMethod", intent->digest,
		    "another digest algorithm" },
		{ SV_REASONS, "Reasons",
		    intent->reason != NULL ? intent->reason : ".",
		    "one of its own reasons" },
		{ SV_LEGAL_ATTESTATION, "LegalAttestation",
		    intent->attestation != NULL ? intent->attestation : "",
		    "one of its own legal attestations" },
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		cseal_status st;
		bool has;

		if ((flags & lists[i].flag) == 0 ||
		    csi_pdf_find(seed, lists[i].key) == NULL)
			continue;
		st = has_item(reader, seed, lists[i].key, lists[i].wanted, &has,
		    ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!has)
			return demand(intent, lists[i].what, ret_error);
	}
	return CSEAL_OK;
}

/* ---- the certificate (Table 235) ------------------------------------------ */

/* Is one of the certificates among the strings of an array? */
static cseal_status
has_certificate(csi_pdf_reader *reader, const struct csi_pdf_value *cert,
    const char *key, const struct csi_span *chain, size_t count, bool *ret_has,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *list, *item;
	cseal_status st;

	*ret_has = false;
	st = csi_pdf_get(reader, cert, key, &list, ret_error);
	if (st != CSEAL_OK || list->type != CSI_PDF_ARRAY)
		return st;
	for (size_t i = 0; i < list->as.array.count && !*ret_has; i++) {
		st = csi_pdf_resolve(
		    reader, &list->as.array.items[i], &item, ret_error);
		if (st != CSEAL_OK)
			return st;
		for (size_t j = 0; item->type == CSI_PDF_STRING && j < count;
		     j++)
			*ret_has |= item->as.text.len == chain[j].len &&
				    memcmp(item->as.text.at, chain[j].at,
					chain[j].len) == 0;
	}
	return CSEAL_OK;
}

/* "1X0": a bit that must be set, one that may be anything, one that must not
 * be set; from digitalSignature on. */
static bool
fits_usage(struct csi_span wanted, uint32_t usage)
{
	for (size_t i = 0; i < wanted.len && i < USAGES; i++) {
		bool has = (usage >> i & 1) != 0;

		if ((wanted.at[i] == '1' && !has) ||
		    (wanted.at[i] == '0' && has))
			return false;
	}
	return true;
}

static cseal_status
has_usage(csi_pdf_reader *reader, const struct csi_pdf_value *cert,
    uint32_t usage, bool *ret_has, cseal_error **ret_error)
{
	const struct csi_pdf_value *list, *item;
	cseal_status st;

	*ret_has = false;
	st = csi_pdf_get(reader, cert, "KeyUsage", &list, ret_error);
	if (st != CSEAL_OK || list->type != CSI_PDF_ARRAY)
		return st;
	for (size_t i = 0; i < list->as.array.count && !*ret_has; i++) {
		st = csi_pdf_resolve(
		    reader, &list->as.array.items[i], &item, ret_error);
		if (st != CSEAL_OK)
			return st;
		*ret_has = item->type == CSI_PDF_STRING &&
			   fits_usage(item->as.text, usage);
	}
	return CSEAL_OK;
}

/* The texts of a list, one after another; NULL: that was all. */
static const char *
next_text(struct csi_span *list)
{
	const char *text = (const char *)list->at;
	size_t len;

	if (list->len == 0)
		return NULL;
	len = strnlen(text, list->len - 1) + 1;
	list->at += len;
	list->len -= len;
	return text;
}

static cseal_status
has_policy(csi_pdf_reader *reader, const struct csi_pdf_value *wanted,
    struct csi_span policies, bool *ret_has, cseal_error **ret_error)
{
	const char *policy = next_text(&policies);
	cseal_status st = CSEAL_OK;

	*ret_has = false;
	for (; st == CSEAL_OK && !*ret_has && policy != NULL;
	     policy = next_text(&policies))
		st = is_word(wanted, policy, false, ret_has, ret_error);
	return st;
}

/* Acrobat's names of attributes that OpenSSL has another for. */
static const char *
usual_name(const char *key)
{
	static const char *const others[][2] = { { "E", "emailAddress" },
		{ "Email", "emailAddress" }, { "S", "ST" },
		{ "SerialNumber", "serialNumber" } };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (strcmp(key, others[i][0]) == 0)
			return others[i][1];
	}
	return key;
}

static cseal_status
has_attribute(const char *key, const struct csi_pdf_value *wanted,
    struct csi_span attributes, bool *ret_has, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	*ret_has = false;
	while (st == CSEAL_OK && !*ret_has && attributes.len > 0) {
		const char *number = next_text(&attributes);
		const char *short_name = next_text(&attributes);
		const char *long_name = next_text(&attributes);
		const char *value = next_text(&attributes);

		if (value == NULL)
			break;
		if (*key != '\0' && (strcmp(key, number) == 0 ||
					strcasecmp(key, short_name) == 0 ||
					strcasecmp(key, long_name) == 0))
			st = is_word(wanted, value, false, ret_has, ret_error);
	}
	return st;
}

/* All attributes of a dictionary. */
static cseal_status
has_name(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_span attributes, bool *ret_has, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	*ret_has = dict->type == CSI_PDF_DICT;
	if (!*ret_has)
		return CSEAL_OK;
	for (size_t i = 0;
	     st == CSEAL_OK && *ret_has && i < dict->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &dict->as.dict.entries[i];
		const struct csi_pdf_value *wanted;
		char *key =
		    strndup((const char *)entry->key.at, entry->key.len);

		if (key == NULL)
			return csi_fail_memory(ret_error);
		st = csi_pdf_resolve(reader, &entry->value, &wanted, ret_error);
		if (st == CSEAL_OK)
			st = has_attribute(usual_name(key), wanted, attributes,
			    ret_has, ret_error);
		free(key);
	}
	return st;
}

typedef cseal_status (*has_fn)(csi_pdf_reader *reader,
    const struct csi_pdf_value *wanted, struct csi_span texts, bool *ret_has,
    cseal_error **ret_error);

/* The certificate shall have each item of a list: all that /OID names, all
 * the attributes of each dictionary of /SubjectDN. */
static cseal_status
has_each(csi_pdf_reader *reader, const struct csi_pdf_value *cert,
    const char *key, has_fn has, struct csi_span texts, bool *ret_has,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *list, *item;
	cseal_status st;

	*ret_has = false;
	st = csi_pdf_get(reader, cert, key, &list, ret_error);
	if (st != CSEAL_OK || list->type != CSI_PDF_ARRAY)
		return st;
	*ret_has = true;
	for (size_t i = 0; i < list->as.array.count && *ret_has; i++) {
		st = csi_pdf_resolve(
		    reader, &list->as.array.items[i], &item, ret_error);
		if (st == CSEAL_OK)
			st = has(reader, item, texts, ret_has, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

/* Of a certificate that is not known nothing is.  /URL says where to get
 * another one. */
static cseal_status
check_names(csi_pdf_reader *reader, const struct csi_pdf_value *cert,
    int64_t flags, const struct csi_pdf_intent *intent, cseal_error **ret_error)
{
	bool has = true;
	cseal_status st = CSEAL_OK;

	if ((flags & (CERT_OID | CERT_SUBJECT_DN)) != 0 &&
	    intent->chain_count == 0)
		return demand(intent, "a certificate that is known beforehand",
		    ret_error);
	if ((flags & CERT_OID) != 0)
		st = has_each(reader, cert, "OID", has_policy,
		    intent->policies, &has, ret_error);
	if (st == CSEAL_OK && !has)
		return demand(
		    intent, "a certificate of another policy", ret_error);
	if (st == CSEAL_OK && (flags & CERT_SUBJECT_DN) != 0)
		st = has_each(reader, cert, "SubjectDN", has_name,
		    intent->attributes, &has, ret_error);
	if (st == CSEAL_OK && !has)
		return demand(
		    intent, "a certificate of another subject", ret_error);
	return st;
}

/* What is not known is refused where it is required. */
static cseal_status
check_certificate(csi_pdf_reader *reader, const struct csi_pdf_value *cert,
    int64_t flags, const struct csi_pdf_intent *intent, cseal_error **ret_error)
{
	bool has = true;
	cseal_status st = CSEAL_OK;

	if ((flags & ~(int64_t)CERT_KNOWN) != 0)
		return demand(intent,
		    "a certificate by what is not compared here", ret_error);
	if ((flags & CERT_SUBJECT) != 0)
		st = has_certificate(reader, cert, "Subject", intent->chain,
		    intent->chain_count > 0 ? 1 : 0, &has, ret_error);
	if (st == CSEAL_OK && !has)
		return demand(intent, "another certificate", ret_error);
	if (st == CSEAL_OK && (flags & CERT_ISSUER) != 0)
		st = has_certificate(reader, cert, "Issuer", intent->chain,
		    intent->chain_count, &has, ret_error);
	if (st == CSEAL_OK && !has)
		return demand(
		    intent, "a certificate of another issuer", ret_error);
	if (st == CSEAL_OK && (flags & CERT_KEY_USAGE) != 0)
		st =
		    has_usage(reader, cert, intent->key_usage, &has, ret_error);
	if (st == CSEAL_OK && !has)
		return demand(intent, "another key usage", ret_error);
	if (st != CSEAL_OK)
		return st;
	return check_names(reader, cert, flags, intent, ret_error);
}

/* ---- all of it -------------------------------------------------------------- */

/* By the P of /MDP (Table 235); 0 is an approval. */
static const char *const certifications[] = {
	"an approval, no certification",
	"a certification that allows nothing",
	"a certification that allows forms",
	"a certification that allows annotations",
};

/* The dictionaries inside that have requirements of their own. */
static cseal_status
check_inner(csi_pdf_reader *reader, const struct csi_pdf_value *seed,
    const struct csi_pdf_intent *intent, cseal_error **ret_error)
{
	const struct csi_pdf_value *mdp, *cert, *stamp, *level;
	int64_t wanted = 0, cert_flags = 0, stamp_flags = 0;
	cseal_status st;

	st = csi_pdf_get(reader, seed, "MDP", &mdp, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, mdp, "P", &level, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, seed, "Cert", &cert, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, seed, "TimeStamp", &stamp, ret_error);
	if (st == CSEAL_OK)
		st = read_flags(reader, cert, &cert_flags, ret_error);
	if (st == CSEAL_OK)
		st = read_flags(reader, stamp, &stamp_flags, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_as_integer(level, 0, 3, &wanted) &&
	    wanted != intent->certify)
		return demand(intent, certifications[wanted], ret_error);
	st = check_certificate(reader, cert, cert_flags, intent, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (stamp_flags != 0 && !intent->is_stamped)
		return demand(intent, "a time-stamp", ret_error);
	return CSEAL_OK;
}

/* /LockDocument is the name true, false or auto (ISO 32000-2, Table 237). */
static cseal_status
check_document_lock(csi_pdf_reader *reader, const struct csi_pdf_value *seed,
    const struct csi_pdf_intent *intent, cseal_error **ret_error)
{
	const struct csi_pdf_value *lock;
	cseal_status st;

	st = csi_pdf_get(reader, seed, "LockDocument", &lock, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_name(lock, "true") && intent->allowed != 1)
		return demand(intent, "that the document is locked", ret_error);
	if (csi_pdf_is_name(lock, "false") && intent->allowed == 1)
		return demand(
		    intent, "that the document is not locked", ret_error);
	return CSEAL_OK;
}

cseal_status
csi_pdf_permit_field(csi_pdf_reader *reader, const struct csi_pdf_value *field,
    const struct csi_pdf_intent *intent, cseal_error **ret_error)
{
	const struct csi_pdf_value *seed, *version, *revocation;
	int64_t flags, number = 1;
	cseal_status st;

	st = csi_pdf_get(reader, field, "SV", &seed, ret_error);
	if (st != CSEAL_OK || seed->type != CSI_PDF_DICT)
		return st;
	st = csi_pdf_get(reader, seed, "V", &version, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    reader, seed, "AddRevInfo", &revocation, ret_error);
	if (st == CSEAL_OK)
		st = read_flags(reader, seed, &flags, ret_error);
	if (st != CSEAL_OK)
		return st;
	if ((flags & ~(int64_t)SV_KNOWN) != 0)
		return demand(intent, "what is not known here", ret_error);
	csi_pdf_as_integer(version, 0, INT64_MAX, &number);
	if ((flags & SV_V) != 0 && number > SV_VERSION_MOST)
		return demand(intent, "a newer signer", ret_error);
	if ((flags & SV_ADD_REV_INFO) != 0 &&
	    revocation->type == CSI_PDF_BOOLEAN && revocation->as.boolean &&
	    !intent->is_proven)
		return demand(intent, "revocation data", ret_error);
	st = check_lists(reader, seed, flags, intent, ret_error);
	if (st == CSEAL_OK && (flags & SV_LOCK_DOCUMENT) != 0)
		st = check_document_lock(reader, seed, intent, ret_error);
	if (st != CSEAL_OK)
		return st;
	return check_inner(reader, seed, intent, ret_error);
}

cseal_status
csi_pdf_seed_digest(csi_pdf_reader *reader, const struct csi_pdf_value *field,
    const char *const *digests, size_t count, size_t *ret_index,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *seed;
	bool has = false;
	cseal_status st;

	st = csi_pdf_get(reader, field, "SV", &seed, ret_error);
	*ret_index = 0;
	if (st != CSEAL_OK || seed->type != CSI_PDF_DICT ||
	    csi_pdf_find(seed, "DigestMethod") == NULL)
		return st;
	for (size_t i = 0; st == CSEAL_OK && !has && i < count; i++) {
		st = has_item(
		    reader, seed, "DigestMethod", digests[i], &has, ret_error);
		*ret_index = i;
	}
	if (st == CSEAL_OK && !has)
		*ret_index = 0;
	return st;
}

cseal_status
csi_pdf_seed_tsa(csi_pdf_reader *reader, const struct csi_pdf_value *field,
    char **ret_url, cseal_error **ret_error)
{
	const struct csi_pdf_value *seed, *stamp, *url;
	cseal_status st;

	st = csi_pdf_get(reader, field, "SV", &seed, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, seed, "TimeStamp", &stamp, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, stamp, "URL", &url, ret_error);
	if (st != CSEAL_OK || url->type != CSI_PDF_STRING ||
	    url->as.text.len == 0)
		return st;
	*ret_url = strndup((const char *)url->as.text.at, url->as.text.len);
	return *ret_url == NULL ? csi_fail_memory(ret_error) : CSEAL_OK;
}
