/* SPDX-License-Identifier: Apache-2.0 */
/* json-read.c -- an identity back from JSON, which anybody may have written.
 *
 * The raw files win: fields, verdicts, reasons and portrait are read from
 * them again, and a member that says something else makes the whole refused.
 * Reasons are never taken from the JSON.  Notes name members, never what they
 * hold; jansson's own texts quote the input and are not passed on. */
#include "emrtd.h"
#include "error.h"
#include "json-take.h"
#include "json.h"
#include "line.h"
#include "number.h"
#include "text.h"
#include "token.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_value(cseal_identity_field field, const char *text)
{
	if (field == CSEAL_IDENTITY_DOCUMENT_TYPE)
		return csi_record_is_type(text);
	if (field == CSEAL_IDENTITY_SEX)
		return strcmp(text, "male") == 0 ||
		       strcmp(text, "female") == 0 ||
		       strcmp(text, "unspecified") == 0;
	if (field == CSEAL_IDENTITY_VALID_TO && strcmp(text, "long-term") == 0)
		return true;
	if (field == CSEAL_IDENTITY_BIRTH_DATE ||
	    field == CSEAL_IDENTITY_VALID_FROM ||
	    field == CSEAL_IDENTITY_VALID_TO)
		return csi_date_is(text);
	return csi_text_is_plain(text);
}

/* Without raw files: takes the field as it stands. */
static cseal_status
take_field(cseal_identity *identity, const json_t *object,
    cseal_identity_field field, cseal_error **ret_error)
{
	const char *member = cseal_identity_field_name(field), *text;
	cseal_status st;

	st = csi_json_text(object, member, &text, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (text == NULL)
		return CSEAL_OK;
	if (strlen(text) >= CSI_VALUE_ROOM)
		return csi_json_refuse(ret_error, member, "is too long");
	if (!is_value(field, text))
		return csi_json_refuse(
		    ret_error, member, "is not what it must be");
	memcpy(identity->record.values[field], text, strlen(text) + 1);
	return CSEAL_OK;
}

static cseal_status
take_file(cseal_evidence *files, const char *name, const json_t *value,
    cseal_error **ret_error)
{
	struct csi_bytes bytes = { 0 };
	cseal_status st;

	if (!csi_identity_is_file(name))
		return csi_json_refuse(
		    ret_error, "files", "has one not known here");
	st = csi_json_base64(value, name, CSI_JSON_MOST, &bytes, ret_error);
	if (st == CSEAL_OK)
		st = cseal_evidence_add(
		    files, name, bytes.at, bytes.len, ret_error);
	csi_bytes_wipe(&bytes);
	return st;
}

/* The raw files, if there are any. */
static cseal_status
take_files(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error)
{
	json_t *files;
	cseal_status st;

	st = csi_json_object(object, "files", &files, ret_error);
	if (st != CSEAL_OK || files == NULL || json_object_size(files) == 0)
		return st;
	st = csi_evidence_new(&identity->files, ret_error);
	for (void *at = json_object_iter(files); st == CSEAL_OK && at != NULL;
	     at = json_object_iter_next(files, at))
		st = take_file(identity->files, json_object_iter_key(at),
		    json_object_iter_value(at), ret_error);
	return st;
}

static cseal_status
take_reader(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error)
{
	static const char *const members[] = { "uri", "module" };
	char *const places[] = { identity->uri, identity->module };
	json_t *reader;
	cseal_status st;

	st = csi_json_object(object, "reader", &reader, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < 2; i++) {
		const char *text;

		st = csi_json_text(reader, members[i], &text, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (text == NULL)
			continue;
		if (strlen(text) >= CSI_READER_ROOM ||
		    !csi_line_is_clean(text, strlen(text)))
			return csi_json_refuse(
			    ret_error, members[i], "is not what it must be");
		memcpy(places[i], text, strlen(text) + 1);
	}
	return st;
}

/* A mark that is missing must not pass for "not virtual". */
static cseal_status
take_virtual(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error)
{
	const json_t *value = json_object_get(object, "virtual");

	if (!json_is_boolean(value))
		return csi_json_refuse(
		    ret_error, "virtual", "is not a boolean");
	identity->is_virtual = json_is_true(value);
	if (strncmp(identity->module, "virtual-", 8) == 0 &&
	    !identity->is_virtual)
		return csi_json_refuse(ret_error, "virtual",
		    "contradicts the module that read it");
	return CSEAL_OK;
}

/* RFC 3339, 5.6, in the one form that is written. */
static bool
is_time(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00+00:00";
	char day[CSI_DATE_ROOM] = "";

	if (strlen(text) != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		bool is_digit = text[i] >= '0' && text[i] <= '9';

		if (form[i] == '0' ? !is_digit
				   : text[i] != form[i] &&
					 !(form[i] == '+' && text[i] == '-'))
			return false;
	}
	memcpy(day, text, sizeof(day) - 1);
	return csi_date_is(day);
}

static cseal_status
take_time(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error)
{
	const char *text;
	cseal_status st;

	st = csi_json_text(object, "read_at", &text, ret_error);
	if (st != CSEAL_OK || text == NULL)
		return st;
	if (!is_time(text))
		return csi_json_refuse(ret_error, "read_at", "is not a time");
	memcpy(identity->read_at, text, strlen(text) + 1);
	return CSEAL_OK;
}

static cseal_status
derive_and_compare(cseal_identity *identity, const json_t *object,
    const char *today, cseal_error **ret_error)
{
	cseal_error *why = NULL;
	cseal_status st;

	st = csi_identity_derive(identity, today, NULL, &why);
	if (st == CSEAL_FAULT_MEMORY || st == CSEAL_FAULT_CRYPTO) {
		csi_error_move(why, ret_error);
		return st;
	}
	if (st != CSEAL_OK) {
		/* No reader is at fault here, and no card. */
		st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the identity's raw files cannot be used: %s",
		    cseal_error_text(why));
		cseal_error_free(why);
		return st;
	}
	for (int i = 1; st == CSEAL_OK && i <= CSEAL_IDENTITY_LAST; i++)
		st = csi_json_compare(object,
		    cseal_identity_field_name((cseal_identity_field)i),
		    identity->record.values[i], ret_error);
	return st;
}

static cseal_status
take_without_files(cseal_identity *identity, const json_t *object,
    const char *today, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (int i = 1; st == CSEAL_OK && i <= CSEAL_IDENTITY_LAST; i++)
		st = take_field(
		    identity, object, (cseal_identity_field)i, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (identity->record.values[CSEAL_IDENTITY_DOCUMENT_TYPE][0] == '\0')
		return csi_json_refuse(
		    ret_error, "document_type", "is missing");
	if (csi_record_is_sdt(
		identity->record.values[CSEAL_IDENTITY_DOCUMENT_TYPE]))
		csi_record_check(&identity->record, today);
	else if (csi_token_is_type(
		     identity->record.values[CSEAL_IDENTITY_DOCUMENT_TYPE]))
		csi_token_check(&identity->record, today);
	else
		csi_emrtd_check(&identity->record, today);
	csi_record_reason(&identity->record,
	    "The raw files are no longer there: that the document says this "
	    "cannot be checked.");
	if (csi_record_is_sdt(
		identity->record.values[CSEAL_IDENTITY_DOCUMENT_TYPE]))
		csi_record_explain_verdicts(&identity->record);
	return CSEAL_OK;
}

/* Of a chip's files, what was known with the help of others is not known any
 * more; nobody is believed. */
static bool
needs_more(const cseal_identity *identity, int question)
{
	const char *type =
	    identity->record.values[CSEAL_IDENTITY_DOCUMENT_TYPE];

	return !csi_record_is_sdt(type) &&
	       identity->verdicts[question] == CSEAL_VERDICT_UNKNOWN;
}

/* Members that say again what was derived must say the same. */
static cseal_status
compare_rest(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error)
{
	json_t *verdicts, *reader;
	cseal_status st;

	st = csi_json_object(object, "verdicts", &verdicts, ret_error);
	for (int i = 1; st == CSEAL_OK && i <= CSEAL_IDENTITY_MATCHES_PRINT;
	     i++) {
		if (needs_more(identity, i))
			continue;
		st = csi_json_compare(verdicts,
		    csi_identity_question_name((cseal_identity_question)i),
		    cseal_verdict_name(identity->verdicts[i]), ret_error);
	}
	if (st != CSEAL_OK)
		return st;
	st = csi_json_object(object, "reader", &reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_json_compare(reader, "sam",
	    identity->record.values[CSEAL_IDENTITY_READER_ID], ret_error);
}

static cseal_status
take_all(cseal_identity *identity, const json_t *object, const char *today,
    cseal_error **ret_error)
{
	char day[CSI_DATE_ROOM];
	cseal_status st;

	st = take_reader(identity, object, ret_error);
	if (st == CSEAL_OK)
		st = take_virtual(identity, object, ret_error);
	if (st == CSEAL_OK)
		st = take_time(identity, object, ret_error);
	if (st == CSEAL_OK)
		st = take_files(identity, object, ret_error);
	if (st != CSEAL_OK)
		return st;
	snprintf(day, sizeof(day), "%.10s",
	    identity->read_at[0] == '\0' ? today : identity->read_at);
	st = identity->files != NULL
		 ? derive_and_compare(identity, object, day, ret_error)
		 : take_without_files(identity, object, day, ret_error);
	if (st == CSEAL_OK)
		st = csi_json_pictures(identity, object, ret_error);
	if (st == CSEAL_OK)
		st = csi_json_contacts(identity, object, ret_error);
	if (st == CSEAL_OK)
		st = compare_rest(identity, object, ret_error);
	return st;
}

static cseal_status
fail_json(const json_error_t *why, size_t len, cseal_error **ret_error)
{
	void *memory = malloc(len + 1);

	if (memory == NULL || why->text[0] == '\0') {
		free(memory);
		return csi_fail_memory(ret_error);
	}
	free(memory);
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the identity was not JSON in line %d, column %d", why->line,
	    why->column);
}

/* When it has no memory, jansson 2.14 calls a string an invalid token, or even
 * gives only a part of it as if that were all.  So it reads twice here, and
 * must see the same. */
static cseal_status
parse(
    const char *json, size_t len, json_t **ret_object, cseal_error **ret_error)
{
	json_error_t why;
	json_t *first = json_loadb(json, len, JSON_REJECT_DUPLICATES, &why);
	json_t *second = json_loadb(json, len, JSON_REJECT_DUPLICATES, &why);
	cseal_status st = CSEAL_OK;

	if (first == NULL && second == NULL)
		return fail_json(&why, len, ret_error);
	if (!json_equal(first, second)) {
		csi_identity_forget_json(first);
		json_decref(first);
		st = csi_fail_memory(ret_error);
	} else {
		*ret_object = first;
	}
	csi_identity_forget_json(second);
	json_decref(second);
	return st;
}

cseal_status
csi_identity_read_json(cseal_identity *identity, const char *json, size_t len,
    const char *today, cseal_error **ret_error)
{
	json_t *object;
	cseal_status st;

	if (len > CSI_JSON_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the identity had %zu bytes of JSON, more than %lu", len,
		    (unsigned long)CSI_JSON_MOST);
	st = parse(json, len, &object, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (json_is_object(object))
		st = take_all(identity, object, today, ret_error);
	else
		st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the identity was JSON, but not an object");
	csi_identity_forget_json(object);
	json_decref(object);
	return st;
}
