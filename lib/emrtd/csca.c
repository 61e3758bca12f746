/* SPDX-License-Identifier: Apache-2.0 */
/* csca.c -- certificates of states that make document signers. */
#include "emrtd/csca.h"

#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/read.h"
#include "cms/signed.h"

#include "error.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

/* 2.23.136.1.1.2 and .3: the list, and the purpose of who signs it */
static const struct csi_span oid_list = CSI_SPAN("\x67\x81\x08\x01\x01\x02");
static const struct csi_span oid_list_signer =
    CSI_SPAN("\x67\x81\x08\x01\x01\x03");

/* A certificate, in the bytes of a file or of a list. */
struct entry {
	struct csi_span certificate, subject;
	bool is_listed; /* it is from a list, and was not given by itself */
};

struct csi_csca {
	struct csi_bytes *files; /* what entries point into */
	size_t file_count;
	csi_cms_read **lists; /* likewise */
	size_t list_count;
	struct entry *entries;
	size_t count, room;
};

cseal_status
csi_csca_new(csi_csca **ret_csca, cseal_error **ret_error)
{
	csi_csca *csca = calloc(1, sizeof(*csca));

	if (csca == NULL)
		return csi_fail_memory(ret_error);
	*ret_csca = csca;
	return CSEAL_OK;
}

void
csi_csca_free(csi_csca *csca)
{
	if (csca == NULL)
		return;
	for (size_t i = 0; i < csca->file_count; i++)
		csi_bytes_free(&csca->files[i]);
	for (size_t i = 0; i < csca->list_count; i++)
		csi_cms_read_free(csca->lists[i]);
	free(csca->files);
	free(csca->lists);
	free(csca->entries);
	free(csca);
}

size_t
csi_csca_count(const csi_csca *csca)
{
	return csca->count;
}

struct csi_span
csi_csca_at(const csi_csca *csca, size_t i)
{
	struct csi_span none = { 0 };

	return i < csca->count ? csca->entries[i].certificate : none;
}

/* ---- adding ----------------------------------------------------------- */

/* One that was given by itself needs no list any more. */
static bool
is_there(csi_csca *csca, struct csi_span certificate, bool is_listed)
{
	for (size_t i = 0; i < csca->count; i++) {
		if (!csi_span_equal(csca->entries[i].certificate, certificate))
			continue;
		if (!is_listed)
			csca->entries[i].is_listed = false;
		return true;
	}
	return false;
}

static bool
grow(csi_csca *csca)
{
	size_t room = csca->room == 0 ? 64 : 2 * csca->room;
	struct entry *more;

	if (csca->count < csca->room)
		return true;
	more = realloc(csca->entries, room * sizeof(*more));
	if (more == NULL)
		return false;
	csca->entries = more;
	csca->room = room;
	return true;
}

/* The bytes must stay as long as the store. */
static cseal_status
add_entry(csi_csca *csca, struct csi_span certificate, bool is_listed,
    cseal_error **ret_error)
{
	struct csi_certificate_parts parts;

	if (!csi_certificate_split(certificate, &parts))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "there was something that is no certificate");
	if (is_there(csca, certificate, is_listed))
		return CSEAL_OK;
	if (csca->count == CSI_CSCA_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "there were more than %d certificates", CSI_CSCA_MOST);
	if (!grow(csca))
		return csi_fail_memory(ret_error);
	csca->entries[csca->count++] = (struct entry){
		.certificate = certificate,
		.subject = parts.subject,
		.is_listed = is_listed,
	};
	return CSEAL_OK;
}

/* Keeps bytes, which it takes over also where it fails. */
static cseal_status
keep_file(csi_csca *csca, struct csi_bytes *take_bytes,
    struct csi_span *ret_span, cseal_error **ret_error)
{
	struct csi_bytes *more;

	more = realloc(
	    csca->files, (csca->file_count + 1) * sizeof(csca->files[0]));
	if (more != NULL)
		csca->files = more;
	if (more == NULL || take_bytes->failed) {
		csi_bytes_free(take_bytes);
		return csi_fail_memory(ret_error);
	}
	csca->files[csca->file_count++] = *take_bytes;
	*ret_span = csi_bytes_span(take_bytes);
	return CSEAL_OK;
}

static cseal_status
add_certificate(csi_csca *csca, const void *der, size_t len, size_t *ret_count,
    cseal_error **ret_error)
{
	struct csi_bytes copy = { 0 };
	struct csi_span kept;
	cseal_status st;

	csi_bytes_add(&copy, der, len);
	st = keep_file(csca, &copy, &kept, ret_error);
	if (st == CSEAL_OK)
		st = add_entry(csca, kept, false, ret_error);
	if (st == CSEAL_OK)
		(*ret_count)++;
	return st;
}

static cseal_status
add_pem(csi_csca *csca, BIO *in, size_t *ret_count, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	unsigned char *der;
	char *name, *header;
	long len;

	while (st == CSEAL_OK &&
	       PEM_read_bio(in, &name, &header, &der, &len) == 1) {
		if (strcmp(name, PEM_STRING_X509) == 0 ||
		    strcmp(name, PEM_STRING_X509_OLD) == 0)
			st = add_certificate(
			    csca, der, (size_t)len, ret_count, ret_error);
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_free(der);
	}
	return st;
}

/* CscaMasterList ::= SEQUENCE { version INTEGER, certList SET OF
 * Certificate } (9303-12, 9.1) */
static cseal_status
add_list_entries(csi_csca *csca, const csi_cms_read *list, size_t *ret_count,
    cseal_error **ret_error)
{
	struct csi_span content = csi_cms_content(list);
	struct csi_reader whole = csi_reader_of(content.at, content.len);
	struct csi_reader in, set;
	cseal_status st = CSEAL_OK;

	in = csi_der_inside(csi_der_take(&whole, CSI_DER_SEQUENCE));
	csi_der_take(&in, CSI_DER_INTEGER);
	set = csi_der_inside(csi_der_take(&in, CSI_DER_SET));
	if (!csi_der_done(&whole) || in.bad)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the master list was not well formed");
	while (st == CSEAL_OK && csi_reader_left(&set) > 0) {
		struct csi_der one = csi_der_take(&set, CSI_DER_SEQUENCE);

		st = add_entry(csca, one.whole, true, ret_error);
		(*ret_count)++;
	}
	return st;
}

static cseal_status
keep_list(csi_csca *csca, csi_cms_read *take_list, size_t *ret_count,
    cseal_error **ret_error)
{
	csi_cms_read **more;
	cseal_status st;

	more = realloc(
	    csca->lists, (csca->list_count + 1) * sizeof(csca->lists[0]));
	if (more == NULL) {
		csi_cms_read_free(take_list);
		return csi_fail_memory(ret_error);
	}
	csca->lists = more;
	csca->lists[csca->list_count++] = take_list;
	st = csi_cms_prove(take_list, NULL, 0, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(ret_error, st,
		    "the signature of the master list does not hold");
	return add_list_entries(csca, take_list, ret_count, ret_error);
}

/* A SignedData that is no master list is a file of another kind. */
static cseal_status
add_list(csi_csca *csca, struct csi_span file, size_t *ret_count,
    cseal_error **ret_error)
{
	csi_cms_read *list = NULL;
	cseal_status st;

	st = csi_cms_parse(file.at, file.len, &list, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK)
		return CSEAL_OK;
	if (!csi_span_equal(list->content_type, oid_list)) {
		csi_cms_read_free(list);
		return CSEAL_OK;
	}
	return keep_list(csca, list, ret_count, ret_error);
}

cseal_status
csi_csca_add(csi_csca *csca, struct csi_span file, size_t *ret_count,
    cseal_error **ret_error)
{
	struct csi_certificate_parts parts;
	cseal_status st;
	BIO *in;

	*ret_count = 0;
	if (file.len > CSI_CSCA_BYTES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "it had %zu bytes, more than %u", file.len,
		    CSI_CSCA_BYTES_MOST);
	if (file.len == 0)
		return CSEAL_OK;
	if (csi_certificate_split(file, &parts))
		return add_certificate(
		    csca, file.at, file.len, ret_count, ret_error);
	if (file.at[0] == CSI_DER_SEQUENCE)
		return add_list(csca, file, ret_count, ret_error);
	ERR_set_mark();
	in = BIO_new_mem_buf(file.at, (int)file.len);
	st = in == NULL ? csi_fail_memory(ret_error)
			: add_pem(csca, in, ret_count, ret_error);
	BIO_free(in);
	ERR_pop_to_mark();
	return st;
}

/* ---- finding ---------------------------------------------------------- */

bool
csi_csca_next(const csi_csca *csca, struct csi_span name, size_t *at,
    struct csi_span *ret_certificate)
{
	while (*at < csca->count) {
		const struct entry *entry = &csca->entries[(*at)++];

		if (!csi_certificate_same_name(entry->subject, name))
			continue;
		*ret_certificate = entry->certificate;
		return true;
	}
	return false;
}

static bool
is_sound(EVP_PKEY *key)
{
	char name[64];

	/* libcrypto gives a curve of numbers the name that they have, after it
	 * compared all of them, the generator too. */
	if (EVP_PKEY_is_a(key, "EC") == 1)
		return EVP_PKEY_get_group_name(key, name, sizeof(name), NULL) ==
		       1;
	return EVP_PKEY_is_a(key, "RSA") == 1 ||
	       EVP_PKEY_is_a(key, "RSA-PSS") == 1;
}

cseal_status
csi_csca_check_key(struct csi_span certificate, cseal_error **ret_error)
{
	X509 *x509 = csi_certificate_x509(certificate);
	EVP_PKEY *key = x509 == NULL ? NULL : X509_get0_pubkey(x509);
	cseal_status st = CSEAL_OK;

	if (key == NULL)
		st = csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the key of the certificate could not be read");
	else if (!is_sound(key))
		st = csi_crypto_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the key of the certificate is not RSA, and not on a curve "
		    "that has a name");
	X509_free(x509);
	return st;
}

cseal_status
csi_csca_check_made(struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error)
{
	cseal_status st = csi_csca_check_key(issuer, ret_error);

	if (st != CSEAL_OK)
		return st;
	return csi_signed_by(certificate, issuer, ret_error);
}

/* ---- lists ------------------------------------------------------------ */

enum found { FOUND_NONE, FOUND_NAME, FOUND_ISSUER };

/* Among all, or only those that were given by themselves. */
static cseal_status
find_issuer(const csi_csca *csca, struct csi_span signer, bool given_only,
    enum found *ret_found, cseal_error **ret_error)
{
	struct csi_certificate_parts parts = { 0 };
	cseal_status st;

	*ret_found = FOUND_NONE;
	csi_certificate_split(signer, &parts);
	for (size_t i = 0; i < csca->count; i++) {
		const struct entry *entry = &csca->entries[i];

		if ((given_only && entry->is_listed) ||
		    !csi_certificate_same_name(entry->subject, parts.issuer))
			continue;
		st = csi_csca_check_made(signer, entry->certificate, NULL);
		if (st == CSEAL_FAULT_MEMORY)
			return csi_fail_memory(ret_error);
		*ret_found = FOUND_NAME;
		if (st != CSEAL_OK)
			continue;
		*ret_found = FOUND_ISSUER;
		break;
	}
	return CSEAL_OK;
}

static cseal_status
check_list(
    const csi_csca *csca, const csi_cms_read *list, cseal_error **ret_error)
{
	struct csi_span signer = list->certificates[0];
	enum found found;
	cseal_status st;
	bool only;

	if (!csi_certificate_has_purpose(signer, oid_list_signer, &only))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "who signed a master list has no certificate for that");
	st = csi_csca_check_key(signer, ret_error);
	if (st == CSEAL_OK)
		st = find_issuer(csca, signer, true, &found, ret_error);
	if (st == CSEAL_OK && found == FOUND_NONE)
		st = find_issuer(csca, signer, false, &found, ret_error);
	if (st == CSEAL_OK && found != FOUND_ISSUER)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "none of the certificates made that of who signed a master "
		    "list");
	return st;
}

cseal_status
csi_csca_check(const csi_csca *csca, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < csca->list_count; i++)
		st = check_list(csca, csca->lists[i], ret_error);
	return st;
}
