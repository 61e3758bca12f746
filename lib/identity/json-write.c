/* SPDX-License-Identifier: Apache-2.0 */
/* json-write.c -- an identity as one JSON object.
 *
 * Every value that jansson is given is checked at the end of the line: a NULL
 * from a failed allocation makes the addition that takes it fail. */
#include "json.h"

#include <jansson.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

static void
forget_strings(json_t *value)
{
	if (json_is_string(value))
		explicit_bzero((void *)(uintptr_t)json_string_value(value),
		    json_string_length(value));
}

/* The strings that a value holds directly. */
static void
forget_children(json_t *value)
{
	for (size_t i = 0; i < json_array_size(value); i++)
		forget_strings(json_array_get(value, i));
	for (void *at = json_object_iter(value); at != NULL;
	     at = json_object_iter_next(value, at))
		forget_strings(json_object_iter_value(at));
}

void
csi_identity_forget_json(json_t *object)
{
	forget_children(object);
	for (void *at = json_object_iter(object); at != NULL;
	     at = json_object_iter_next(object, at)) {
		json_t *child = json_object_iter_value(at);

		forget_children(child);
		for (size_t i = 0; i < json_array_size(child); i++)
			forget_children(json_array_get(child, i));
	}
}

static bool
put(json_t *object, const char *key, json_t *take_value)
{
	return json_object_set_new(object, key, take_value) == 0;
}

static bool
put_text(json_t *object, const char *key, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return put(object, key, json_null());
	return put(object, key, json_string(text));
}

static bool
put_base64(json_t *object, const char *key, struct csi_span span)
{
	size_t room = (span.len + 2) / 3 * 4 + 1;
	unsigned char *text = malloc(room);
	bool ok;

	if (text == NULL)
		return false;
	EVP_EncodeBlock(text, span.at, (int)span.len);
	ok = put(object, key, json_stringn((const char *)text, room - 1));
	explicit_bzero(text, room);
	free(text);
	return ok;
}

static bool
put_fields(json_t *object, const cseal_identity *identity)
{
	bool ok = true;

	for (int i = 1; i <= CSEAL_IDENTITY_LAST; i++) {
		cseal_identity_field field = (cseal_identity_field)i;

		ok = ok && put_text(object, cseal_identity_field_name(field),
			       identity->record.values[i]);
	}
	return ok;
}

static bool
put_verdicts(json_t *object, const cseal_identity *identity)
{
	json_t *verdicts = json_object();
	bool ok = put(object, "verdicts", verdicts);

	for (int i = 1; ok && i <= CSEAL_IDENTITY_MATCHES_PRINT; i++)
		ok = put_text(verdicts,
		    csi_identity_question_name((cseal_identity_question)i),
		    cseal_verdict_name(identity->verdicts[i]));
	return ok;
}

static bool
put_reasons(json_t *object, const struct csi_record *record)
{
	json_t *reasons = json_array();
	bool ok = put(object, "reasons", reasons);

	for (size_t i = 0; ok && i < record->reason_count; i++)
		ok = json_array_append_new(
			 reasons, json_string(record->reasons[i])) == 0;
	return ok;
}

static bool
put_reader(json_t *object, const cseal_identity *identity)
{
	json_t *reader = json_object();

	return put(object, "reader", reader) &&
	       put_text(reader, "uri", identity->uri) &&
	       put_text(reader, "module", identity->module) &&
	       put_text(reader, "sam",
		   identity->record.values[CSEAL_IDENTITY_READER_ID]);
}

static bool
put_side(json_t *object, const char *key, uint32_t side)
{
	return put(object, key, side == 0 ? json_null() : json_integer(side));
}

static bool
put_picture(json_t *object, const char *key, const struct csi_image *picture)
{
	json_t *made;

	if (picture->bytes.len == 0)
		return put(object, key, json_null());
	made = json_object();
	return put(object, key, made) &&
	       put_text(made, "media_type", picture->media_type) &&
	       put_side(made, "width", picture->width) &&
	       put_side(made, "height", picture->height) &&
	       put_base64(made, "base64", picture->bytes);
}

static bool
put_contact(json_t *persons, const cseal_identity *identity, size_t i)
{
	json_t *person = json_object();
	bool ok = json_array_append_new(persons, person) == 0;

	for (int k = 1; ok && k <= CSEAL_CONTACT_LAST; k++) {
		cseal_identity_contact_part part =
		    (cseal_identity_contact_part)k;

		ok = put_text(person, cseal_identity_contact_part_name(part),
		    cseal_identity_contact(identity, i, part));
	}
	return ok;
}

static bool
put_contacts(json_t *object, const cseal_identity *identity)
{
	json_t *persons = json_array();
	bool ok = put(object, "persons_to_notify", persons);

	for (size_t i = 0; ok && i < identity->contacts.count; i++)
		ok = put_contact(persons, identity, i);
	return ok;
}

static bool
put_files(json_t *object, const cseal_evidence *evidence)
{
	json_t *files = json_object();
	bool ok = put(object, "files", files);

	for (size_t i = 0;
	     ok && evidence != NULL && i < csi_evidence_count(evidence); i++) {
		const char *name = csi_evidence_name(evidence, i);
		struct csi_span span = { 0 };

		csi_evidence_find(evidence, name, &span);
		ok = put_base64(files, name, span);
	}
	return ok;
}

/* In two passes, so that no half of the text is left behind in memory that a
 * growing buffer gave back. */
static char *
dump(const json_t *object, size_t *ret_len)
{
	size_t flags = JSON_COMPACT;
	size_t len = json_dumpb(object, NULL, 0, flags);
	char *text;

	if (len == 0)
		return NULL;
	text = malloc(len + 1);
	if (text == NULL)
		return NULL;
	if (json_dumpb(object, text, len, flags) != len) {
		explicit_bzero(text, len);
		free(text);
		return NULL;
	}
	text[len] = '\0';
	*ret_len = len;
	return text;
}

char *
csi_identity_write_json(const cseal_identity *identity, size_t *ret_len)
{
	json_t *object = json_object();
	char *text = NULL;

	if (put_fields(object, identity) && put_verdicts(object, identity) &&
	    put_reasons(object, &identity->record) &&
	    put_reader(object, identity) &&
	    put_text(object, "read_at", identity->read_at) &&
	    put(object, "virtual", json_boolean(identity->is_virtual)) &&
	    put_picture(object, "portrait", &identity->portrait) &&
	    put_picture(object, "signature_image", &identity->signature) &&
	    put_contacts(object, identity) &&
	    put_files(object, identity->files))
		text = dump(object, ret_len);
	csi_identity_forget_json(object);
	json_decref(object);
	return text;
}
