/* SPDX-License-Identifier: Apache-2.0 */
/* identity.c -- what an identity document says: check, dispatch, verify. */
#include "identity/identity.h"

#include "device.h"
#include "error.h"
#include "identity-judge.h"
#include "identity/json.h"
#include "identity/number.h"
#include "line.h"
#include "loader.h"
#include "pin.h"
#include "wait.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const field_names[CSEAL_IDENTITY_LAST + 1] = {
	[CSEAL_IDENTITY_DOCUMENT_TYPE] = "document_type",
	[CSEAL_IDENTITY_NAME] = "name",
	[CSEAL_IDENTITY_NAME_LATIN] = "name_latin",
	[CSEAL_IDENTITY_SEX] = "sex",
	[CSEAL_IDENTITY_NATION] = "nation",
	[CSEAL_IDENTITY_NATIONALITY] = "nationality",
	[CSEAL_IDENTITY_BIRTH_DATE] = "birth_date",
	[CSEAL_IDENTITY_ADDRESS] = "address",
	[CSEAL_IDENTITY_ADDRESS_NEW] = "address_new",
	[CSEAL_IDENTITY_NUMBER] = "number",
	[CSEAL_IDENTITY_NUMBER_OLD] = "number_old",
	[CSEAL_IDENTITY_AUTHORITY] = "authority",
	[CSEAL_IDENTITY_VALID_FROM] = "valid_from",
	[CSEAL_IDENTITY_VALID_TO] = "valid_to",
	[CSEAL_IDENTITY_PERMIT_NUMBER] = "permit_number",
	[CSEAL_IDENTITY_ISSUE_COUNT] = "issue_count",
	[CSEAL_IDENTITY_READER_ID] = "reader_id",
	[CSEAL_IDENTITY_ISSUING_STATE] = "issuing_state",
	[CSEAL_IDENTITY_PERSONAL_NUMBER] = "personal_number",
	[CSEAL_IDENTITY_BIRTH_PLACE] = "birth_place",
};

static const char *const contact_part_names[CSEAL_CONTACT_LAST + 1] = {
	[CSEAL_CONTACT_NAME] = "name",
	[CSEAL_CONTACT_PHONE] = "phone",
	[CSEAL_CONTACT_ADDRESS] = "address",
	[CSEAL_CONTACT_RECORDED] = "recorded",
};

static const char *const question_names[] = {
	[CSEAL_IDENTITY_DATA_SIGNED] = "data_signed",
	[CSEAL_IDENTITY_CHIP_GENUINE] = "chip_genuine",
	[CSEAL_IDENTITY_MATCHES_PRINT] = "matches_print",
};

static const char *const verdict_names[] = {
	[CSEAL_VERDICT_UNKNOWN] = "unknown",
	[CSEAL_VERDICT_YES] = "yes",
	[CSEAL_VERDICT_NO] = "no",
};

static bool
is_field(cseal_identity_field field)
{
	return (int)field >= 1 && (int)field <= CSEAL_IDENTITY_LAST;
}

static bool
is_question(cseal_identity_question question)
{
	return (int)question >= 1 &&
	       (int)question <= CSEAL_IDENTITY_MATCHES_PRINT;
}

const char *
cseal_identity_field_name(cseal_identity_field field)
{
	return is_field(field) ? field_names[field] : NULL;
}

const char *
csi_identity_question_name(cseal_identity_question question)
{
	return is_question(question) ? question_names[question] : NULL;
}

const char *
cseal_verdict_name(cseal_verdict verdict)
{
	if ((int)verdict < 0 || (int)verdict > CSEAL_VERDICT_NO)
		return NULL;
	return verdict_names[verdict];
}

const char *
cseal_identity_value(const cseal_identity *identity, cseal_identity_field field)
{
	if (!is_field(field) || identity->record.values[field][0] == '\0')
		return NULL;
	return identity->record.values[field];
}

static const void *
show(const struct csi_image *picture, size_t *ret_len,
    const char **ret_media_type)
{
	if (ret_len != NULL)
		*ret_len = picture->bytes.len;
	if (picture->bytes.len == 0)
		return NULL;
	if (ret_media_type != NULL)
		*ret_media_type = picture->media_type;
	return picture->bytes.at;
}

const void *
cseal_identity_portrait(const cseal_identity *identity, size_t *ret_len,
    const char **ret_media_type)
{
	return show(&identity->portrait, ret_len, ret_media_type);
}

void
cseal_identity_portrait_size(
    const cseal_identity *identity, uint32_t *ret_width, uint32_t *ret_height)
{
	*ret_width = identity->portrait.width;
	*ret_height = identity->portrait.height;
}

const void *
cseal_identity_signature_image(const cseal_identity *identity, size_t *ret_len,
    const char **ret_media_type)
{
	return show(&identity->signature, ret_len, ret_media_type);
}

static bool
is_contact_part(cseal_identity_contact_part part)
{
	return (int)part >= 1 && (int)part <= CSEAL_CONTACT_LAST;
}

const char *
cseal_identity_contact_part_name(cseal_identity_contact_part part)
{
	return is_contact_part(part) ? contact_part_names[part] : NULL;
}

size_t
cseal_identity_contact_count(const cseal_identity *identity)
{
	return identity->contacts.count;
}

const char *
cseal_identity_contact(
    const cseal_identity *identity, size_t i, cseal_identity_contact_part part)
{
	if (i >= identity->contacts.count || !is_contact_part(part) ||
	    identity->contacts.at[i][part][0] == '\0')
		return NULL;
	return identity->contacts.at[i][part];
}

cseal_verdict
cseal_identity_verdict(
    const cseal_identity *identity, cseal_identity_question question)
{
	if (!is_question(question))
		return CSEAL_VERDICT_UNKNOWN;
	return identity->verdicts[question];
}

size_t
cseal_identity_reason_count(const cseal_identity *identity)
{
	return identity->record.reason_count;
}

const char *
cseal_identity_reason(const cseal_identity *identity, size_t i)
{
	if (i >= identity->record.reason_count)
		return NULL;
	return identity->record.reasons[i];
}

bool
cseal_identity_is_virtual(const cseal_identity *identity)
{
	return identity->is_virtual;
}

const char *
cseal_identity_json(cseal_identity *identity)
{
	if (identity->json == NULL)
		identity->json =
		    csi_identity_write_json(identity, &identity->json_len);
	return identity->json;
}

void
cseal_identity_free(cseal_identity *identity)
{
	if (identity == NULL)
		return;
	if (identity->json != NULL)
		explicit_bzero(identity->json, identity->json_len);
	free(identity->json);
	csi_bytes_wipe(&identity->own_portrait);
	csi_bytes_wipe(&identity->own_signature);
	for (int i = 0; i <= CSEAL_PICTURE_JPEG; i++)
		csi_bytes_wipe(&identity->decoded[i]);
	csi_evidence_free(identity->files);
	explicit_bzero(identity, sizeof(*identity));
	free(identity);
}

/* The local time with its distance from UTC (RFC 3339, 5.6); it begins with
 * the day. */
static void
local_time(char ret_time[CSI_READ_AT_ROOM])
{
	time_t now = time(NULL);
	char text[CSI_READ_AT_ROOM] = "";
	struct tm tm;

	/* +HHMM becomes +HH:MM. */
	if (localtime_r(&now, &tm) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S%z", &tm) != 24)
		snprintf(text, sizeof(text), "1970-01-01T00:00:00+0000");
	snprintf(ret_time, CSI_READ_AT_ROOM, "%.22s:%.2s", text, text + 22);
}

static void
day_of(const char *time, char ret_day[CSI_DATE_ROOM])
{
	snprintf(ret_day, CSI_DATE_ROOM, "%.10s", time);
}

/* The driver is done with the document, and the device free for others, when
 * this returns. */
static cseal_status
run_driver(const struct csi_module *module, const char *uri,
    const struct cseal_read_request *request, cseal_wait *wait,
    cseal_evidence *evidence, cseal_error **ret_error)
{
	const struct cseal_reader_ops *ops = module->driver->ops.reader;
	cseal_host *host = (cseal_host *)(uintptr_t)&module->host;
	void *reader = NULL;
	cseal_status st;

	st = csi_partings_await(
	    host->partings, wait, CSI_PARTINGS_MS, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_module_said(module, "opened the reader",
	    ops->open(host, uri, wait, &reader, ret_error), ret_error);
	if (st != CSEAL_OK)
		return st;
	if (reader == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the module %s opened a reader and gave none",
		    module->table->id);
	st = csi_module_said(module, "read a document",
	    ops->read(reader, request, wait, evidence, ret_error), ret_error);
	ops->close(reader);
	return st;
}

static cseal_status
read_evidence(cseal_context *context, const char *uri,
    const struct cseal_read_request *request,
    const struct csi_identity_trust *trust, cseal_wait *wait,
    cseal_identity *identity, cseal_error **ret_error)
{
	struct csi_module *module;
	char today[CSI_DATE_ROOM];
	cseal_status st;

	st = csi_loader_driver(
	    context, uri, CSEAL_KIND_READER, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_evidence_new(&identity->files, ret_error);
	if (st != CSEAL_OK)
		return st;
	identity->is_virtual = module->is_virtual;
	snprintf(identity->uri, sizeof(identity->uri), "%s", uri);
	csi_line_clean(identity->uri);
	snprintf(identity->module, sizeof(identity->module), "%s",
	    module->table->id);
	st = run_driver(module, uri, request, wait, identity->files, ret_error);
	if (st != CSEAL_OK)
		return st;
	local_time(identity->read_at);
	day_of(identity->read_at, today);
	st = csi_identity_derive(identity, today, trust, ret_error);
	if (st == CSEAL_FAULT_MODULE)
		return cseal_fail_note(ret_error, st,
		    "the module %s gave files that cannot be used",
		    identity->module);
	return st;
}

static cseal_status
read_options(const struct cseal_identity_options *options,
    struct cseal_read_request *ret_request, struct csi_judging *judging,
    cseal_error **ret_error)
{
	struct cseal_identity_judging given = { .size = sizeof(given) };

	*ret_request = (struct cseal_read_request){
		.size = sizeof(*ret_request),
		.card_wait_ms = -1,
	};
	if (options == NULL)
		return CSEAL_OK;
	if (options->size < sizeof(*options))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size of the identity's options was not set");
	ret_request->card_wait_ms = options->card_wait_ms;
	ret_request->want_fingerprint = options->want_fingerprint;
	ret_request->mrz = options->mrz;
	ret_request->can = options->can;
	given.trust = &options->trust;
	given.trust_count = options->trust != NULL;
	given.mrz = options->mrz;
	return csi_judging_load(&given, judging, ret_error);
}

cseal_status
cseal_identity_read(cseal_context *context, const char *uri,
    const struct cseal_identity_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_identity **ret_identity,
    cseal_error **ret_error)
{
	struct csi_judging judging = { 0 };
	struct cseal_read_request request;
	struct cseal_pin_entry pin;
	struct cseal_wait wait;
	cseal_identity *identity = NULL;
	char *only = NULL;
	cseal_status st;

	if (context == NULL || ret_identity == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "an identity was asked for without a context or a place");
	csi_wait_init(&wait, timeout_ms, cancel);
	st = read_options(options, &request, &judging, ret_error);
	if (st == CSEAL_OK && options != NULL && options->pin != NULL) {
		pin.pin = options->pin;
		pin.user = options->pin_user;
		request.pin = &pin;
	}
	if (st == CSEAL_OK) {
		identity = calloc(1, sizeof(*identity));
		if (identity == NULL)
			st = csi_fail_memory(ret_error);
	}
	if (st == CSEAL_OK && uri == NULL)
		st = csi_only_device(
		    context, CSEAL_KIND_READER, &wait, &only, ret_error);
	if (uri == NULL)
		uri = only;
	pin.uri = uri;
	if (st == CSEAL_OK)
		st = read_evidence(context, uri, &request, &judging.trust,
		    &wait, identity, ret_error);
	free(only);
	csi_judging_clear(&judging);
	if (st != CSEAL_OK) {
		cseal_identity_free(identity);
		return st;
	}
	*ret_identity = identity;
	return CSEAL_OK;
}

cseal_status
cseal_identity_new_json(const char *json, size_t len,
    cseal_identity **ret_identity, cseal_error **ret_error)
{
	char now[CSI_READ_AT_ROOM], today[CSI_DATE_ROOM];
	cseal_identity *identity;
	cseal_status st;

	if (ret_identity == NULL || (json == NULL && len != 0))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there was no JSON, or no place for the identity");
	identity = calloc(1, sizeof(*identity));
	if (identity == NULL)
		return csi_fail_memory(ret_error);
	local_time(now);
	day_of(now, today);
	st = csi_identity_read_json(
	    identity, json == NULL ? "" : json, len, today, ret_error);
	if (st != CSEAL_OK) {
		cseal_identity_free(identity);
		return st;
	}
	*ret_identity = identity;
	return CSEAL_OK;
}
