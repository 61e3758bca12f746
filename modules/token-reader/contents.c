/* SPDX-License-Identifier: Apache-2.0 */
/* contents.c -- all of a card that tells who its holder is. */
#include "contents.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_MOST 255

/* ---- certificates ----------------------------------------------------- */

static cseal_status
append(struct token_bytes *all, const struct token_bytes *one,
    cseal_error **ret_error)
{
	uint8_t *more;

	if (one->len > TOKEN_CHAIN_MOST - all->len)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the card had more than %d bytes of certificates",
		    TOKEN_CHAIN_MOST);
	more = malloc(all->len + one->len);
	if (more == NULL)
		return token_fail_memory(ret_error);
	if (all->len > 0)
		memcpy(more, all->at, all->len);
	memcpy(more + all->len, one->at, one->len);
	free(all->at); /* certificates: everybody may see them */
	all->at = more;
	all->len += one->len;
	return CSEAL_OK;
}

/* What is no certificate of X.509 is left out. */
static cseal_status
take_certificate(const struct token_session *session, CK_OBJECT_HANDLE object,
    struct token_contents *contents, cseal_error **ret_error)
{
	struct token_bytes der;
	cseal_status st;

	st = token_attribute(session, object, CKA_VALUE, TOKEN_CERTIFICATE_MOST,
	    &der, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (token_is_der(der.at, der.len)) {
		st = append(&contents->certificates, &der, ret_error);
		contents->certificate_count++;
		if (st == CSEAL_OK && contents->card == TOKEN_NOBODY &&
		    token_is_person(der.at, der.len))
			contents->card = TOKEN_PERSON;
	}
	token_bytes_clear(&der);
	return st;
}

static cseal_status
read_certificates(const struct token_session *session, bool only_look,
    const atomic_bool *is_left, struct token_contents *contents,
    cseal_error **ret_error)
{
	CK_OBJECT_HANDLE handles[TOKEN_OBJECTS_MOST];
	size_t count = 0;
	cseal_status st;

	st =
	    token_objects(session, CKO_CERTIFICATE, handles, &count, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		if (atomic_load(is_left) ||
		    contents->certificate_count == TOKEN_CERTIFICATES_MOST ||
		    (only_look && contents->card != TOKEN_NOBODY))
			break;
		st = take_certificate(session, handles[i], contents, ret_error);
	}
	return st;
}

/* ---- data objects ----------------------------------------------------- */

static bool
is_read(const struct token_contents *contents, const struct token_object *row)
{
	for (size_t i = 0; i < contents->file_count; i++) {
		if (contents->files[i].object == row)
			return true;
	}
	return false;
}

static cseal_status
take_value(const struct token_session *session, CK_OBJECT_HANDLE object,
    const struct token_object *row, struct token_contents *contents,
    cseal_error **ret_error)
{
	struct token_file *file = &contents->files[contents->file_count];
	cseal_status st;

	if (contents->file_count == TOKEN_FILES_MOST)
		return CSEAL_OK;
	st = token_attribute(
	    session, object, CKA_VALUE, row->most, &file->bytes, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (file->bytes.len == 0) {
		token_bytes_clear(&file->bytes);
		return CSEAL_OK;
	}
	file->object = row;
	contents->file_count++;
	return CSEAL_OK;
}

static cseal_status
take_object(const struct token_session *session, CK_OBJECT_HANDLE object,
    bool only_look, struct token_contents *contents, cseal_error **ret_error)
{
	const struct token_object *row;
	struct token_bytes label;
	cseal_status st;

	st = token_attribute(
	    session, object, CKA_LABEL, LABEL_MOST, &label, ret_error);
	if (st != CSEAL_OK)
		return st;
	row = label.at == NULL ? NULL : token_object_of(label.at, label.len);
	token_bytes_clear(&label);
	if (row == NULL || is_read(contents, row))
		return CSEAL_OK;
	if (contents->card <= TOKEN_PERSON)
		contents->card = row->card;
	if (only_look || contents->card != row->card)
		return CSEAL_OK;
	return take_value(session, object, row, contents, ret_error);
}

static cseal_status
read_objects(const struct token_session *session, bool only_look,
    const atomic_bool *is_left, struct token_contents *contents,
    cseal_error **ret_error)
{
	CK_OBJECT_HANDLE handles[TOKEN_OBJECTS_MOST];
	size_t count = 0;
	cseal_status st;

	st = token_objects(session, CKO_DATA, handles, &count, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		if (atomic_load(is_left) ||
		    (only_look && contents->card != TOKEN_NOBODY))
			break;
		st = take_object(
		    session, handles[i], only_look, contents, ret_error);
	}
	return st;
}

cseal_status
token_contents_read(const struct token_session *session, bool only_look,
    const atomic_bool *is_left, struct token_contents *contents,
    cseal_error **ret_error)
{
	cseal_status st =
	    read_certificates(session, only_look, is_left, contents, ret_error);

	if (st == CSEAL_OK && (!only_look || contents->card == TOKEN_NOBODY))
		st = read_objects(
		    session, only_look, is_left, contents, ret_error);
	return st;
}

cseal_status
token_contents_more(const struct token_session *session,
    const atomic_bool *is_left, struct token_contents *contents,
    cseal_error **ret_error)
{
	return read_objects(session, false, is_left, contents, ret_error);
}

void
token_contents_clear(struct token_contents *contents)
{
	for (size_t i = 0; i < contents->file_count; i++)
		token_bytes_clear(&contents->files[i].bytes);
	token_bytes_clear(&contents->certificates);
	memset(contents, 0, sizeof(*contents));
}
