/* SPDX-License-Identifier: Apache-2.0 */
/* test-identity.c -- proves lib/identity.c and lib/identity/json-*.c.
 *
 * Reading through a module is proved by tests/modules/test-sdt-reader.c. */
#include "error.h"
#include "identity/card.h"
#include "identity/identity.h"
#include "tap.h"

#include <jansson.h>
#include <openssl/evp.h>
#include <stdlib.h>

#define READ_AT "2024-06-30T10:11:12+08:00"

static json_t *
base64(const void *bytes, size_t len)
{
	char text[4096];

	EVP_EncodeBlock((unsigned char *)text, bytes, (int)len);
	return json_string(text);
}

/* What cseal_identity_json() would write of a resident's card. */
static json_t *
sample(void)
{
	static const uint8_t photo[] = { 'W', 'L', 'f', 0, 0x7e, 0, 0x32, 0 };
	static const uint8_t sam[16] = { 5, 0, 3 };
	struct card card = card_resident();

	return json_pack("{s:s, s:s, s:{s:s, s:s}, s:b, s:s,"
			 " s:{s:s, s:o}, s:{s:o, s:o, s:o, s:o}}",
	    "document_type", "cn-resident", "name", "林小满", "reader", "uri",
	    "sdt:tcp:hall:1", "module", "sdt-reader", "virtual", 0, "read_at",
	    READ_AT, "portrait", "media_type", "application/x-wlt", "base64",
	    base64(photo, sizeof(photo)), "files", "sdt.text",
	    base64(card.bytes, 256), "sdt.photo", base64(photo, sizeof(photo)),
	    "sdt.address", json_string(""), "sdt.sam",
	    base64(sam, sizeof(sam)));
}

/* The same without the raw files. */
static json_t *
bare_sample(void)
{
	json_t *object = sample();

	json_object_del(object, "files");
	json_object_set_new(
	    object, "number", json_string("990101199003070023"));
	json_object_set_new(object, "birth_date", json_string("1990-03-07"));
	json_object_set_new(object, "sex", json_string("female"));
	return object;
}

static char note[1024]; /* of the last failure */

static cseal_status
read_text(const char *text, size_t len, cseal_identity **ret_identity)
{
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_identity_new_json(text, len, ret_identity, &error);
	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	if ((st == CSEAL_OK) != (error == NULL) ||
	    (error != NULL && cseal_error_status(error) != st))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_status
read_json(json_t *take_object, cseal_identity **ret_identity)
{
	char *text = json_dumps(take_object, 0);
	cseal_status st = read_text(text, strlen(text), ret_identity);

	free(text);
	json_decref(take_object);
	return st;
}

static bool
is(const cseal_identity *identity, cseal_identity_field field, const char *text)
{
	const char *value = cseal_identity_value(identity, field);

	if (value == NULL || text == NULL)
		return value == text;
	return strcmp(value, text) == 0;
}

static bool
has_reason(const cseal_identity *identity, const char *part)
{
	for (size_t i = 0; i < cseal_identity_reason_count(identity); i++) {
		if (strstr(cseal_identity_reason(identity, i), part) != NULL)
			return true;
	}
	return false;
}

static void
every_field_has_a_name_of_its_own(void)
{
	for (int i = 1; i <= CSEAL_IDENTITY_LAST; i++) {
		const char *name =
		    cseal_identity_field_name((cseal_identity_field)i);
		bool is_new = name != NULL;

		for (int k = 1; is_new && k < i; k++)
			is_new = strcmp(name, cseal_identity_field_name((
						  cseal_identity_field)k)) != 0;
		OKF(is_new, "%d is %s", i, name);
	}
	OK(cseal_identity_field_name((cseal_identity_field)0) == NULL);
	OK(cseal_identity_field_name((cseal_identity_field)-1) == NULL);
	OK(cseal_identity_field_name(
	       (cseal_identity_field)(CSEAL_IDENTITY_LAST + 1)) == NULL);
	OK(strcmp(cseal_verdict_name(CSEAL_VERDICT_UNKNOWN), "unknown") == 0);
	OK(strcmp(cseal_verdict_name(CSEAL_VERDICT_YES), "yes") == 0);
	OK(strcmp(cseal_verdict_name(CSEAL_VERDICT_NO), "no") == 0);
	OK(cseal_verdict_name((cseal_verdict)3) == NULL);
}

static void
what_is_left_out_is_read_from_the_raw_files(void)
{
	cseal_identity *identity = NULL;
	const char *media_type = NULL;
	size_t len = 0;

	if (!OKF(read_json(sample(), &identity) == CSEAL_OK, "%s", note))
		return;
	OK(is(identity, CSEAL_IDENTITY_NAME, "林小满"));
	OK(is(identity, CSEAL_IDENTITY_NUMBER, "990101199003070023"));
	OK(is(identity, CSEAL_IDENTITY_NATION, "汉"));
	OK(is(identity, CSEAL_IDENTITY_PERMIT_NUMBER, NULL));
	OK(is(identity, CSEAL_IDENTITY_READER_ID,
	    "05.03-00000000-0000000000-0000000000"));
	OK(is(identity, (cseal_identity_field)99, NULL));
	OK(cseal_identity_portrait(identity, &len, &media_type) != NULL);
	OK(len == 8 && strcmp(media_type, "application/x-wlt") == 0);
	OK(cseal_identity_portrait(identity, NULL, NULL) != NULL);
	OK(!cseal_identity_is_virtual(identity));
	for (int i = 1; i <= CSEAL_IDENTITY_MATCHES_PRINT; i++)
		OK(cseal_identity_verdict(identity,
		       (cseal_identity_question)i) == CSEAL_VERDICT_UNKNOWN);
	OK(cseal_identity_verdict(identity, (cseal_identity_question)99) ==
	    CSEAL_VERDICT_UNKNOWN);
	OK(cseal_identity_reason_count(identity) == 3);
	OK(cseal_identity_reason(identity, 3) == NULL);
	cseal_identity_free(identity);
}

static void
written_and_read_it_is_the_same(void)
{
	struct card cards[] = { card_resident(), card_hmt_permit(),
		card_foreign_2017(), card_foreign_2023() };

	for (size_t i = 0; i < 4; i++) {
		cseal_identity *identity = NULL, *again = NULL;
		json_t *object = sample();
		const char *text;

		json_object_del(object, "document_type");
		json_object_del(object, "name");
		json_object_set_new(json_object_get(object, "files"),
		    "sdt.text", base64(cards[i].bytes, 256));
		OKF(read_json(object, &identity) == CSEAL_OK, "%zu: %s", i,
		    note);
		text = cseal_identity_json(identity);
		OK(text == cseal_identity_json(identity));
		OKF(read_text(text, strlen(text), &again) == CSEAL_OK, "%s",
		    note);
		OK(again != NULL &&
		    strcmp(cseal_identity_json(again), text) == 0);
		cseal_identity_free(again);
		cseal_identity_free(identity);
	}
}

static void
the_json_has_every_key_that_is_promised(void)
{
	static const char *const keys[] = { "verdicts", "reasons", "reader",
		"read_at", "virtual", "portrait", "signature_image",
		"persons_to_notify", "files" };
	cseal_identity *identity = NULL;
	json_t *object;

	OK(read_json(sample(), &identity) == CSEAL_OK);
	object = json_loads(cseal_identity_json(identity), 0, NULL);
	OK(json_is_object(object));
	for (int i = 1; i <= CSEAL_IDENTITY_LAST; i++) {
		const char *name =
		    cseal_identity_field_name((cseal_identity_field)i);

		OKF(json_object_get(object, name) != NULL, "%s", name);
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		OKF(json_object_get(object, keys[i]) != NULL, "%s", keys[i]);
	OK(json_object_size(object) == CSEAL_IDENTITY_LAST + 9);
	OK(json_is_null(json_object_get(object, "permit_number")));
	OK(json_is_false(json_object_get(object, "virtual")));
	OK(strcmp(json_string_value(json_object_get(
		      json_object_get(object, "verdicts"), "data_signed")),
	       "unknown") == 0);
	OK(json_object_size(json_object_get(object, "files")) == 4);
	OK(json_array_size(json_object_get(object, "reasons")) == 3);
	json_decref(object);
	cseal_identity_free(identity);
}

static void
a_member_that_contradicts_the_raw_files_is_refused(void)
{
	static const char *const members[][2] = {
		{ "document_type", "cn-hmt-permit" },
		{ "name", "林大满" },
		{ "name", "" },
		{ "name_latin", "LIN" },
		{ "sex", "male" },
		{ "nation", "回" },
		{ "nationality", "CHN" },
		{ "birth_date", "1990-03-08" },
		{ "address", "x" },
		{ "address_new", "x" },
		{ "number", "990101199003070031" },
		{ "number_old", "CAN110081080310" },
		{ "authority", "x" },
		{ "valid_from", "2020-03-16" },
		{ "valid_to", "long-term" },
		{ "permit_number", "H00000000" },
		{ "issue_count", "02" },
		{ "reader_id", "05.03-00000000-0000000000-0000000001" },
	};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		cseal_identity *identity = NULL;
		json_t *object = sample();

		json_object_set_new(
		    object, members[i][0], json_string(members[i][1]));
		OKF(read_json(object, &identity) == CSEAL_REFUSED_INPUT &&
			identity == NULL,
		    "%s", members[i][0]);
		OKF(strstr(note, members[i][0]) != NULL &&
			strstr(note, "contradicts") != NULL,
		    "%s", note);
	}
}

/* Sets the member at "a" or "a.b". */
static void
set_at(json_t *object, const char *path, json_t *take_value)
{
	const char *dot =
	    strncmp(path, "files.", 6) == 0 ? path + 5 : strchr(path, '.');
	char outer[64];

	if (dot == NULL) {
		json_object_set_new(object, path, take_value);
		return;
	}
	snprintf(outer, sizeof(outer), "%.*s", (int)(dot - path), path);
	if (json_object_get(object, outer) == NULL)
		json_object_set_new(object, outer, json_object());
	json_object_set_new(
	    json_object_get(object, outer), dot + 1, take_value);
}

static void
what_is_not_as_it_is_written_is_refused(void)
{
	static const char *const rows[][2] = {
		/* path, JSON */
		{ "name", "7" },
		{ "name", "[]" },
		{ "name", "\"a\\nb\"" },
		{ "verdicts", "[]" },
		{ "verdicts.data_signed", "\"yes\"" },
		{ "verdicts.chip_genuine", "\"no\"" },
		{ "verdicts.matches_print", "\"maybe\"" },
		{ "verdicts.data_signed", "true" },
		{ "reader", "\"sdt\"" },
		{ "reader.uri", "7" },
		{ "reader.uri", "\"sdt:\\u001b[2J\"" },
		{ "reader.module", "{}" },
		{ "reader.sam", "\"05.03-00000000-0000000000-0000000009\"" },
		{ "virtual", "null" },
		{ "virtual", "0" },
		{ "virtual", "\"false\"" },
		{ "read_at", "\"2024-06-30\"" },
		{ "read_at", "\"2024-06-31T10:11:12+08:00\"" },
		{ "read_at", "\"2024-06-30T10:11:12Z\"" },
		{ "read_at", "\"2024-06-30 10:11:12+08:00\"" },
		{ "read_at", "\"2024-06-30T10:11:12+08:0x\"" },
		{ "read_at", "20240630" },
		{ "portrait", "\"x\"" },
		{ "portrait.media_type", "\"image/jpeg\"" },
		{ "portrait.media_type", "7" },
		{ "portrait.base64", "\"V0xmAH4AMgE=\"" },
		{ "portrait.base64", "\"V0xmAH4AMg==\"" },
		{ "portrait.base64", "\"\"" },
		{ "portrait.base64", "7" },
		{ "portrait.width", "102" },
		{ "portrait.height", "\"0\"" },
		{ "signature_image", "{\"base64\":\"\"}" },
		{ "persons_to_notify", "[{}]" },
		{ "persons_to_notify", "{}" },
		{ "files", "\"x\"" },
		{ "files", "[]" },
		{ "files.sdt.text", "7" },
		{ "files.sdt.text", "\"\"" },
		{ "files.sdt.text", "\"AAAA\"" },
		{ "files.sdt.text", "\"A\"" },
		{ "files.sdt.sam", "\"AAAA\"" },
		{ "files.sdt.sam", "\" BQADAAAAAAAAAAAAAAAAAA==\"" },
		{ "files.sdt.sam", "\"BQADAAAAAAAAAAAAAAAAAB==\"" },
		{ "files.sdt.sam", "\"BQADAAAAAAAAAAAAAAAAAA=\"" },
		{ "files.sdt.sam", "\"BQADAAAAAAAAAAAAAAAA====\"" },
		{ "files.sdt.sam", "\"BQAD-AAAAAAAAAAAAAAAAA==\"" },
		{ "files.sdt.other", "\"\"" },
		{ "files.", "\"\"" },
		{ "files.a b", "\"\"" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_identity *identity = NULL;
		json_t *object = sample();

		set_at(object, rows[i][0],
		    json_loads(rows[i][1], JSON_DECODE_ANY, NULL));
		OKF(read_json(object, &identity) == CSEAL_REFUSED_INPUT,
		    "%s: %s is refused: %s", rows[i][0], rows[i][1], note);
		OK(identity == NULL);
		cseal_identity_free(identity);
	}
}

static void
a_sample_without_oddities_is_taken(void)
{
	static const char *const rows[][2] = {
		{ "name", "null" },
		{ "verdicts", "null" },
		{ "verdicts.data_signed", "\"unknown\"" },
		{ "reasons", "[\"The state signed it.\"]" },
		{ "reader", "null" },
		{ "reader.sam", "null" },
		{ "read_at", "null" },
		{ "read_at", "\"2024-06-30T10:11:12-03:30\"" },
		{ "portrait", "null" },
		{ "portrait.width", "0" },
		{ "signature_image", "null" },
		{ "persons_to_notify", "null" },
		{ "persons_to_notify", "[]" },
		{ "something_new", "{\"a\":[1,2,{\"b\":null}]}" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_identity *identity = NULL;
		json_t *object = sample();

		set_at(object, rows[i][0],
		    json_loads(rows[i][1], JSON_DECODE_ANY, NULL));
		OKF(read_json(object, &identity) == CSEAL_OK, "%s: %s %s",
		    rows[i][0], rows[i][1], note);
		/* Nobody else's sentences. */
		OK(identity != NULL &&
		    !has_reason(identity, "The state signed it"));
		cseal_identity_free(identity);
	}
}

static void
what_is_not_json_is_refused_without_being_quoted(void)
{
	static const char *const texts[] = { "", " ", "{", "}", "nothing",
		"{\"name\":\"SECRET\"", "{\"name\":\"SECRET\",}",
		"{\"name\":\"SECRET\"} x", "[\"SECRET\"]", "\"SECRET\"", "7",
		"null", "{\"name\":\"SECRET\",\"name\":\"SECRET\"}",
		"{\"name\":\"SECRET\\ud800\"}", "{\"name\":\"SECRET\xff\"}",
		"{\"name\":\"SECRET\\u0000\"}" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		cseal_identity *identity = NULL;

		OKF(read_text(texts[i], strlen(texts[i]), &identity) ==
			CSEAL_REFUSED_INPUT,
		    "%zu: %s", i, note);
		OKF(strstr(note, "SECRET") == NULL, "%zu is not quoted", i);
	}
}

static void
what_is_too_long_meets_a_limit(void)
{
	char *text = malloc(CSI_JSON_MOST + 1);
	cseal_identity *identity = NULL;

	memset(text, ' ', CSI_JSON_MOST + 1);
	OK(read_text(text, CSI_JSON_MOST + 1, &identity) ==
	    CSEAL_REFUSED_LIMIT);
	OK(read_text(text, CSI_JSON_MOST, &identity) == CSEAL_REFUSED_INPUT);
	memset(text, '[', CSI_JSON_MOST);
	OK(read_text(text, CSI_JSON_MOST, &identity) == CSEAL_REFUSED_INPUT);
	free(text);
}

static void
wrong_arguments_are_the_applications_fault(void)
{
	const struct cseal_identity_options old = { .size = 4 };
	cseal_context *context = NULL;
	const struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent",
	};
	cseal_identity *identity = NULL;

	OK(cseal_identity_new_json("{}", 2, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_identity_new_json(NULL, 2, &identity, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_identity_new_json(NULL, 0, &identity, NULL) ==
	    CSEAL_REFUSED_INPUT);
	OK(cseal_identity_read(NULL, "sdt:tty:/x", NULL, 0, NULL, &identity,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(cseal_context_new(&options, &context, NULL) == CSEAL_OK);
	OK(cseal_identity_read(context, "sdt:tty:/x", NULL, 0, NULL, NULL,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(cseal_identity_read(context, "sdt:tty:/x", &old, 0, NULL, &identity,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(cseal_identity_read(context, "absent:x", NULL, 0, NULL, &identity,
	       NULL) == CSEAL_SETUP_NO_MODULE);
	OK(cseal_identity_read(context, "x", NULL, 0, NULL, &identity, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_identity_read(context, NULL, NULL, 1000, NULL, &identity,
	       NULL) == CSEAL_COUNTER_NO_DEVICE);
	cseal_context_unref(context);
	cseal_identity_free(NULL);
}

static void
without_raw_files_the_fields_stand_and_it_is_said(void)
{
	cseal_identity *identity = NULL;
	const char *media_type = NULL;
	size_t len = 0;

	if (!OKF(read_json(bare_sample(), &identity) == CSEAL_OK, "%s", note))
		return;
	OK(is(identity, CSEAL_IDENTITY_NUMBER, "990101199003070023"));
	OK(is(identity, CSEAL_IDENTITY_NATION, NULL));
	OK(has_reason(identity, "raw files are no longer there"));
	OK(cseal_identity_reason_count(identity) == 4);
	OK(cseal_identity_portrait(identity, &len, &media_type) != NULL);
	OK(len == 8 && strcmp(media_type, "application/x-wlt") == 0);
	cseal_identity_free(identity);
}

static void
without_raw_files_the_fields_are_checked_against_each_other(void)
{
	cseal_identity *identity = NULL;
	json_t *object = bare_sample();

	json_object_set_new(object, "sex", json_string("male"));
	json_object_set_new(object, "birth_date", json_string("1991-03-07"));
	json_object_set_new(object, "valid_to", json_string("2020-01-01"));
	json_object_set_new(
	    object, "number", json_string("990101199003070024"));
	OKF(read_json(object, &identity) == CSEAL_OK, "%s", note);
	OK(has_reason(identity, "sex differs"));
	OK(has_reason(identity, "birth date differs"));
	OK(has_reason(identity, "has expired"));
	OK(has_reason(identity, "check character"));
	cseal_identity_free(identity);
}

static void
without_raw_files_every_field_has_its_form(void)
{
	static const char *const rows[][2] = {
		{ "document_type", "null" },
		{ "document_type", "\"passport\"" },
		{ "sex", "\"f\"" },
		{ "birth_date", "\"1990-3-7\"" },
		{ "birth_date", "\"1990-02-30\"" },
		{ "birth_date", "\"long-term\"" },
		{ "valid_from", "\"long-term\"" },
		{ "valid_to", "\"for ever\"" },
		{ "address", "\"a\\tb\"" },
		{ "address", "\"\\u202eabc\"" },
		{ "authority", "7" },
		{ "verdicts.data_signed", "\"yes\"" },
		{ "portrait.media_type", "\"text/html\"" },
		{ "portrait.media_type", "null" },
		{ "portrait.base64", "\"*\"" },
		{ "portrait.width", "102" },
		{ "signature_image", "{\"media_type\":\"image/jpeg\"}" },
		{ "signature_image", "7" },
		{ "persons_to_notify", "[7]" },
		{ "persons_to_notify", "[{\"name\":7}]" },
		{ "persons_to_notify", "[{\"name\":\"a\\tb\"}]" },
		{ "persons_to_notify", "[{\"recorded\":\"2024\"}]" },
		{ "persons_to_notify", "[{},{},{},{},{},{},{},{},{}]" },
		{ "reader.sam", "\"05.03\"" },
	};
	cseal_identity *identity = NULL;
	char longest[CSI_VALUE_ROOM + 1];
	json_t *object;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		object = bare_sample();
		set_at(object, rows[i][0],
		    json_loads(rows[i][1], JSON_DECODE_ANY, NULL));
		OKF(read_json(object, &identity) == CSEAL_REFUSED_INPUT,
		    "%s: %s: %s", rows[i][0], rows[i][1], note);
		OK(identity == NULL);
	}
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	object = bare_sample();
	json_object_set_new(object, "address", json_string(longest));
	OK(read_json(object, &identity) == CSEAL_REFUSED_INPUT);
	object = bare_sample();
	json_object_set_new(object, "address", json_string(longest + 1));
	OK(read_json(object, &identity) == CSEAL_OK);
	OK(is(identity, CSEAL_IDENTITY_ADDRESS, longest + 1));
	cseal_identity_free(identity);
}

/* The size of a picture is read from it, and not from beside it. */
static void
without_raw_files_pictures_and_persons_stand_too(void)
{
	static const char *const more =
	    "{\"signature_image\":{\"media_type\":\"image/png\",\"base64\":"
	    "\"iVBORw0KGgoAAAANSUhEUgAAAGYAAAB+\",\"width\":102,"
	    "\"height\":null},\"persons_to_notify\":[{\"name\":\"林大满\","
	    "\"recorded\":\"2024-06-30\"},{},{\"phone\":\"+86 1\"}]}";
	cseal_identity *identity = NULL, *again = NULL;
	json_t *object = bare_sample(), *added = json_loads(more, 0, NULL);
	const char *media_type = NULL, *text;
	uint32_t width = 1, height = 1;
	size_t len = 0;

	json_object_update(object, added);
	json_decref(added);
	if (!OKF(read_json(object, &identity) == CSEAL_OK, "%s", note))
		return;
	OK(cseal_identity_signature_image(identity, &len, &media_type) != NULL);
	OK(len == 24 && strcmp(media_type, "image/png") == 0);
	OK(identity->signature.width == 102 &&
	    identity->signature.height == 126);
	cseal_identity_portrait_size(identity, &width, &height);
	OKF(width == 0 && height == 0, "that of a vendor's form is not known");
	OK(cseal_identity_contact_count(identity) == 3);
	text = cseal_identity_contact(identity, 0, CSEAL_CONTACT_NAME);
	OK(text != NULL && strcmp(text, "林大满") == 0);
	OK(cseal_identity_contact(identity, 1, CSEAL_CONTACT_NAME) == NULL);
	OK(cseal_identity_contact(identity, 3, CSEAL_CONTACT_NAME) == NULL);
	OK(cseal_identity_contact(
	       identity, 0, (cseal_identity_contact_part)0) == NULL);
	OK(cseal_identity_contact_part_name(
	       (cseal_identity_contact_part)(CSEAL_CONTACT_LAST + 1)) == NULL);
	text = cseal_identity_json(identity);
	OK(read_text(text, strlen(text), &again) == CSEAL_OK);
	OK(again != NULL && strcmp(cseal_identity_json(again), text) == 0);
	cseal_identity_free(again);
	cseal_identity_free(identity);
}

static void
a_virtual_identity_stays_one(void)
{
	cseal_identity *identity = NULL, *again = NULL;
	json_t *object = sample();
	const char *text;

	json_object_set_new(object, "virtual", json_true());
	OK(read_json(object, &identity) == CSEAL_OK);
	OK(cseal_identity_is_virtual(identity));
	text = cseal_identity_json(identity);
	OK(read_text(text, strlen(text), &again) == CSEAL_OK);
	OK(cseal_identity_is_virtual(again));
	cseal_identity_free(identity);
	cseal_identity_free(again);

	object = sample();
	set_at(object, "reader.module", json_string("virtual-reader"));
	OK(read_json(object, &identity) == CSEAL_REFUSED_INPUT);
	object = sample();
	json_object_del(object, "virtual");
	OK(read_json(object, &identity) == CSEAL_REFUSED_INPUT);
}

static void
validity_is_judged_by_the_day_of_reading(void)
{
	cseal_identity *identity = NULL;
	json_t *object = sample();

	json_object_set_new(
	    object, "read_at", json_string("2040-03-15T23:59:59+08:00"));
	OK(read_json(object, &identity) == CSEAL_OK);
	OK(!has_reason(identity, "expired"));
	cseal_identity_free(identity);
	object = sample();
	json_object_set_new(
	    object, "read_at", json_string("2040-03-16T00:00:00+08:00"));
	OK(read_json(object, &identity) == CSEAL_OK);
	OK(has_reason(identity, "expired"));
	cseal_identity_free(identity);
}

/* A record of a card may hold anything: it comes back all the same. */
static void
a_card_with_odd_text_survives_json(void)
{
	static const char16_t odd[] = { '"', '\\', 0xd800, 0xe000, 0x2028, '<',
		0x0000, 0x9f98, 0 };
	cseal_identity *identity = NULL, *again = NULL;
	struct card card = card_resident();
	json_t *object = sample();
	const char *text;

	for (size_t i = 0; i < 8; i++) {
		card.bytes[52 + 2 * i] = (uint8_t)odd[i];
		card.bytes[53 + 2 * i] = (uint8_t)(odd[i] >> 8);
	}
	json_object_set_new(json_object_get(object, "files"), "sdt.text",
	    base64(card.bytes, 256));
	OKF(read_json(object, &identity) == CSEAL_OK, "%s", note);
	text = cseal_identity_json(identity);
	OKF(read_text(text, strlen(text), &again) == CSEAL_OK, "%s", note);
	OK(strcmp(cseal_identity_value(identity, CSEAL_IDENTITY_ADDRESS),
	       cseal_identity_value(again, CSEAL_IDENTITY_ADDRESS)) == 0);
	cseal_identity_free(identity);
	cseal_identity_free(again);
}

int
main(void)
{
	RUN(every_field_has_a_name_of_its_own);
	RUN(what_is_left_out_is_read_from_the_raw_files);
	RUN(written_and_read_it_is_the_same);
	RUN(the_json_has_every_key_that_is_promised);
	RUN(a_member_that_contradicts_the_raw_files_is_refused);
	RUN(what_is_not_as_it_is_written_is_refused);
	RUN(a_sample_without_oddities_is_taken);
	RUN(what_is_not_json_is_refused_without_being_quoted);
	RUN(what_is_too_long_meets_a_limit);
	RUN(wrong_arguments_are_the_applications_fault);
	RUN(without_raw_files_the_fields_stand_and_it_is_said);
	RUN(without_raw_files_the_fields_are_checked_against_each_other);
	RUN(without_raw_files_every_field_has_its_form);
	RUN(without_raw_files_pictures_and_persons_stand_too);
	RUN(a_virtual_identity_stays_one);
	RUN(validity_is_judged_by_the_day_of_reading);
	RUN(a_card_with_odd_text_survives_json);
	return tap_done();
}
