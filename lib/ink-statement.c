/* SPDX-License-Identifier: Apache-2.0 */
/* ink-statement.c -- what is sealed: a line that says what it is, and the ink
 * as a record behind it. */
#include "ink-statement.h"

#include "error.h"
#include "ink/iso19794_7.h"
#include "line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STATEMENT_KIND    "handwritten signature"
#define STATEMENT_VERSION 1
#define RECORD_FORMAT     "ISO/IEC 19794-7:2007"

/* ---- writing ------------------------------------------------------------ */

static cseal_status
describe(json_t *line, const char *name, const char *format,
    struct csi_span bytes, cseal_error **ret_error)
{
	uint8_t digest[CSI_INK_DIGEST_LEN];
	char hex[2 * CSI_INK_DIGEST_LEN + 1];
	cseal_status st;

	st = csi_ink_digest(bytes, digest, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_ink_hex(digest, hex);
	if (json_object_set_new(line, name,
		json_pack("{s:s, s:I, s:s}", "format", format, "bytes",
		    (json_int_t)bytes.len, "sha256", hex)) != 0)
		return csi_fail_memory(ret_error);
	return CSEAL_OK;
}

/* What the drawing shows can be compared with what is on the document. */
static cseal_status
describe_drawing(cseal_ink *ink, json_t *line, cseal_error **ret_error)
{
	struct csi_span drawing = { 0 };
	const void *bytes;
	cseal_status st;

	st = cseal_ink_draw(ink, "pdf", &bytes, &drawing.len, ret_error);
	if (st != CSEAL_OK)
		return st;
	drawing.at = bytes;
	return describe(line, "appearance", "pdf", drawing, ret_error);
}

static cseal_status
make_line(cseal_ink *ink, struct csi_span record, char **ret_text,
    cseal_error **ret_error)
{
	json_t *line = json_pack("{s:s, s:i}", "counterseal", STATEMENT_KIND,
	    "version", STATEMENT_VERSION);
	json_t *members = csi_ink_members(ink);
	cseal_status st = CSEAL_OK;

	if (line == NULL || members == NULL ||
	    json_object_update(line, members) != 0)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK)
		st = describe_drawing(ink, line, ret_error);
	if (st == CSEAL_OK)
		st = describe(line, "record", RECORD_FORMAT, record, ret_error);
	if (st == CSEAL_OK) {
		*ret_text =
		    json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER);
		if (*ret_text == NULL)
			st = csi_fail_memory(ret_error);
	}
	json_decref(members);
	json_decref(line);
	return st;
}

cseal_status
csi_statement_write(cseal_ink *ink, struct csi_locked *ret_memory,
    size_t *ret_len, cseal_error **ret_error)
{
	struct csi_span record;
	const void *bytes;
	char *line = NULL;
	cseal_status st;
	size_t len;

	st = cseal_ink_iso19794_7(ink, &bytes, &record.len, ret_error);
	if (st != CSEAL_OK)
		return st;
	record.at = bytes;
	st = make_line(ink, record, &line, ret_error);
	if (st != CSEAL_OK)
		return st;
	len = strlen(line);
	if (csi_locked_init(ret_memory, len + 1 + record.len)) {
		uint8_t *at = ret_memory->at;

		memcpy(at, line, len);
		at[len] = '\n';
		memcpy(at + len + 1, record.at, record.len);
		*ret_len = len + 1 + record.len;
	} else {
		st = csi_fail_memory(ret_error);
	}
	free(line);
	return st;
}

/* ---- reading ------------------------------------------------------------ */

static cseal_status
refuse(cseal_error **ret_error, const char *why)
{
	return cseal_fail(
	    ret_error, CSEAL_REFUSED_INPUT, "what was sealed %s", why);
}

/* A text of that room, "" where there is none. */
static bool
take_text(const json_t *object, const char *key, char *text, size_t room)
{
	const json_t *value = json_object_get(object, key);
	size_t len = json_string_length(value);

	text[0] = '\0';
	if (value == NULL || json_is_null(value))
		return true;
	if (!json_is_string(value) || len >= room)
		return false;
	memcpy(text, json_string_value(value), len + 1);
	return csi_line_is_clean(text, len);
}

static bool
take_number(const json_t *object, const char *key, uint64_t *ret_number)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    json_integer_value(value) > CSI_INK_NUMBER_MOST)
		return false;
	*ret_number = (uint64_t)json_integer_value(value);
	return true;
}

static bool
take_digest(const json_t *object, uint8_t digest[CSI_INK_DIGEST_LEN])
{
	const json_t *value = json_object_get(object, "sha256");
	const char *hex = json_string_value(value);

	if (json_string_length(value) != 2 * CSI_INK_DIGEST_LEN)
		return false;
	for (size_t i = 0; i < CSI_INK_DIGEST_LEN; i++) {
		char pair[3] = { hex[2 * i], hex[2 * i + 1], '\0' };
		char *end;

		if (strspn(pair, "0123456789abcdef") != 2)
			return false;
		digest[i] = (uint8_t)strtoul(pair, &end, 16);
	}
	return true;
}

/* RFC 3339 in the one form that is written; null is 0. */
static bool
take_moment(const json_t *object, const char *key, int64_t *ret_ms)
{
	static const char form[] = "0000-00-00T00:00:00.000Z";
	char text[sizeof(form)];
	struct tm tm = { 0 };
	unsigned ms = 0;

	*ret_ms = 0;
	if (!take_text(object, key, text, sizeof(text)))
		return false;
	if (text[0] == '\0')
		return true;
	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		bool is_digit = text[i] >= '0' && text[i] <= '9';

		if (form[i] == '0' ? !is_digit : text[i] != form[i])
			return false;
	}
	sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3uZ", &tm.tm_year, &tm.tm_mon,
	    &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &ms);
	tm.tm_year -= 1900;
	tm.tm_mon--;
	*ret_ms = (int64_t)timegm(&tm) * 1000 + ms;
	return true;
}

static bool
take_link(const json_t *object, cseal_ink_link *ret_link)
{
	const char *text = json_string_value(json_object_get(object, "link"));

	for (int i = 0; text != NULL && i <= CSEAL_INK_LINK_STRONG; i++) {
		*ret_link = (cseal_ink_link)i;
		if (strcmp(text, cseal_ink_link_name(*ret_link)) == 0)
			return true;
	}
	return false;
}

static bool
take_tally(const json_t *object, cseal_ink_tally *ret_tally)
{
	const char *text = json_string_value(json_object_get(object, "tally"));

	for (int i = 0; text != NULL && i <= CSEAL_INK_TALLY_COUNT; i++) {
		*ret_tally = (cseal_ink_tally)i;
		if (strcmp(text, cseal_ink_tally_name(*ret_tally)) == 0)
			return true;
	}
	return false;
}

static cseal_status
take_capture(const json_t *line, struct cseal_ink_account *account,
    cseal_error **ret_error)
{
	const json_t *from = json_object_get(line, "capture");

	if (from == NULL || json_is_null(from))
		return CSEAL_OK;
	if (!take_text(
		from, "module", account->module, sizeof(account->module)) ||
	    !take_text(
		from, "device", account->device, sizeof(account->device)) ||
	    !take_text(
		from, "cipher", account->cipher, sizeof(account->cipher)) ||
	    !take_link(from, &account->link) ||
	    !take_tally(from, &account->tally) ||
	    !take_number(from, "counted", &account->counted) ||
	    !take_number(from, "received", &account->received) ||
	    !take_number(from, "lost", &account->lost) ||
	    !take_number(from, "gaps", &account->gaps) ||
	    !take_number(from, "pad_us", &account->pad_us) ||
	    !take_number(from, "host_us", &account->host_us) ||
	    !take_moment(from, "began", &account->began_ms) ||
	    !take_moment(from, "ended", &account->ended_ms))
		return refuse(ret_error, "does not say how it was captured");
	account->size = sizeof(*account);
	return CSEAL_OK;
}

static cseal_status
take_document(const json_t *line, struct csi_ink_document *document,
    cseal_error **ret_error)
{
	const json_t *from = json_object_get(line, "document");

	if (from == NULL || json_is_null(from))
		return CSEAL_OK;
	if (!take_number(from, "bytes", &document->len) || document->len == 0 ||
	    !take_digest(from, document->digest))
		return refuse(ret_error, "does not name its document");
	document->is_there = true;
	return CSEAL_OK;
}

static cseal_status
check_record(
    const json_t *line, struct csi_span record, cseal_error **ret_error)
{
	const json_t *from = json_object_get(line, "record");
	uint8_t said[CSI_INK_DIGEST_LEN], digest[CSI_INK_DIGEST_LEN];
	uint64_t len = 0;
	cseal_status st;

	if (!take_number(from, "bytes", &len) || len != record.len ||
	    !take_digest(from, said))
		return refuse(ret_error, "does not fit its record");
	st = csi_ink_digest(record, digest, ret_error);
	if (st == CSEAL_OK && memcmp(said, digest, sizeof(said)) != 0)
		st = refuse(ret_error, "does not fit its record");
	return st;
}

static cseal_status
check_kind(const json_t *line, cseal_error **ret_error)
{
	const char *kind =
	    json_string_value(json_object_get(line, "counterseal"));
	uint64_t version = 0;

	if (kind == NULL || strcmp(kind, STATEMENT_KIND) != 0)
		return refuse(ret_error, "is no handwritten signature");
	if (!take_number(line, "version", &version) ||
	    version != STATEMENT_VERSION)
		return refuse(ret_error, "is of another version");
	return CSEAL_OK;
}

static cseal_status
read_both(const json_t *line, struct csi_span record, cseal_ink **ret_ink,
    cseal_error **ret_error)
{
	struct cseal_ink_account account = { 0 };
	struct csi_ink_document document = { 0 };
	cseal_ink *ink = NULL;
	cseal_status st;

	st = check_kind(line, ret_error);
	if (st == CSEAL_OK)
		st = check_record(line, record, ret_error);
	if (st == CSEAL_OK)
		st = take_capture(line, &account, ret_error);
	if (st == CSEAL_OK)
		st = take_document(line, &document, ret_error);
	if (st == CSEAL_OK)
		st = cseal_ink_new_iso19794_7(
		    record.at, record.len, &ink, ret_error);
	if (st != CSEAL_OK)
		return st;
	ink->account = account;
	ink->document = document;
	/* A mark is never taken off. */
	if (json_is_true(json_object_get(line, "virtual")))
		ink->is_virtual = true;
	*ret_ink = ink;
	return CSEAL_OK;
}

/* Without memory, jansson 2.14 may say that the text is wrong, or give a part
 * of it as if that were all: it reads twice, and must see the same. */
static cseal_status
parse(struct csi_span text, json_t **ret_line, cseal_error **ret_error)
{
	const char *at = (const char *)text.at;
	json_error_t why;
	json_t *first = json_loadb(at, text.len, JSON_REJECT_DUPLICATES, &why);
	json_t *second = json_loadb(at, text.len, JSON_REJECT_DUPLICATES, &why);
	cseal_status st = CSEAL_OK;

	if (first == NULL && second == NULL)
		st = why.text[0] == '\0'
			 ? csi_fail_memory(ret_error)
			 : refuse(ret_error, "is no handwritten signature");
	else if (!json_equal(first, second))
		st = csi_fail_memory(ret_error);
	else
		*ret_line = json_incref(first);
	json_decref(first);
	json_decref(second);
	return st;
}

cseal_status
csi_statement_read(
    struct csi_span content, cseal_ink **ret_ink, cseal_error **ret_error)
{
	struct csi_span text = { content.at, content.len < CSI_STATEMENT_MOST
						 ? content.len
						 : CSI_STATEMENT_MOST };
	const uint8_t *end = memchr(content.at, '\n', text.len);
	struct csi_span record;
	json_t *line = NULL;
	cseal_status st;

	if (end == NULL)
		return refuse(ret_error, "is no handwritten signature");
	text.len = (size_t)(end - content.at);
	record.at = end + 1;
	record.len = content.len - text.len - 1;
	st = parse(text, &line, ret_error);
	if (st == CSEAL_OK)
		st = read_both(line, record, ret_ink, ret_error);
	json_decref(line);
	return st;
}
