/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c -- hands what the program said over to the core.
 *
 * The program has read hostile bytes: what it says is checked here as far as
 * memory goes, and by the core as far as sense goes. */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

/* A pointer or a service in the making. */
struct entry {
	uint8_t tag; /* SAY_POINTER, SAY_SERVICE; 0: none */
	const char *texts[3];
	struct cseal_der ders[CSEAL_TRUSTLIST_CERTIFICATES_MOST];
	size_t der_count;
	struct cseal_trustlist_period periods[CSEAL_TRUSTLIST_PERIODS_MOST];
	size_t period_count;
};

static cseal_status
refuse(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
	    "the program that reads trusted lists said what is no answer");
}

static cseal_status
take_failure(struct record_reader *body, cseal_error **ret_error)
{
	static const cseal_status statuses[] = {
		[FAILED_DAMAGED] = CSEAL_REFUSED_DAMAGED,
		[FAILED_SIGNER] = CSEAL_SETUP_TRUST,
		[FAILED_UNSUPPORTED] = CSEAL_REFUSED_UNSUPPORTED,
		[FAILED_LIMIT] = CSEAL_REFUSED_LIMIT,
		[FAILED_MEMORY] = CSEAL_REFUSED_LIMIT,
	};
	uint64_t failure = record_number(body, 1);
	const char *why = record_text(body);

	if (body->bad || failure < FAILED_DAMAGED || failure > FAILED_MEMORY)
		return refuse(ret_error);
	return cseal_fail(ret_error, statuses[failure], "%s", why);
}

static cseal_status
take_head(
    struct record_reader *body, cseal_trustlist *list, cseal_error **ret_error)
{
	struct cseal_trustlist_head head = { .size = sizeof(head) };

	head.signer = (size_t)record_number(body, 4);
	head.next_update = (int64_t)record_number(body, 8);
	head.issued = (int64_t)record_number(body, 8);
	head.type = record_text(body);
	head.territory = record_text(body);
	if (body->bad)
		return refuse(ret_error);
	return cseal_trustlist_add_head(list, &head, ret_error);
}

static bool
start_entry(struct entry *entry, uint8_t tag, struct record_reader *body)
{
	size_t texts = tag == SAY_POINTER ? 3 : 2;

	if (entry->tag != 0)
		return false;
	entry->tag = tag;
	entry->der_count = entry->period_count = 0;
	for (size_t i = 0; i < texts; i++)
		entry->texts[i] = record_text(body);
	return !body->bad;
}

static bool
add_certificate(struct entry *entry, const struct record_reader *body)
{
	struct cseal_der *der = &entry->ders[entry->der_count];

	if (entry->tag == 0 ||
	    entry->der_count == CSEAL_TRUSTLIST_CERTIFICATES_MOST)
		return false;
	der->bytes = body->at;
	der->len = (size_t)(body->end - body->at);
	entry->der_count++;
	return true;
}

static bool
add_period(struct entry *entry, struct record_reader *body)
{
	struct cseal_trustlist_period *period =
	    &entry->periods[entry->period_count];
	uint64_t flags;

	if (entry->tag != SAY_SERVICE ||
	    entry->period_count == CSEAL_TRUSTLIST_PERIODS_MOST)
		return false;
	period->since = (int64_t)record_number(body, 8);
	flags = record_number(body, 1);
	period->is_limited = (flags & PERIOD_LIMITED) != 0;
	period->for_documents = (flags & PERIOD_DOCUMENTS) != 0;
	period->has_unknown = (flags & PERIOD_UNKNOWN) != 0;
	period->type = record_text(body);
	period->status = record_text(body);
	entry->period_count++;
	return !body->bad;
}

static cseal_status
hand_over(
    const struct entry *entry, cseal_trustlist *list, cseal_error **ret_error)
{
	const struct cseal_trustlist_pointer pointer = {
		.size = sizeof(pointer),
		.type = entry->texts[0],
		.territory = entry->texts[1],
		.mime_type = entry->texts[2],
		.signers = entry->ders,
		.signer_count = entry->der_count,
	};
	const struct cseal_trustlist_service service = {
		.size = sizeof(service),
		.provider = entry->texts[0],
		.name = entry->texts[1],
		.certificates = entry->ders,
		.certificate_count = entry->der_count,
		.periods = entry->periods,
		.period_count = entry->period_count,
	};

	if (entry->tag == SAY_POINTER)
		return cseal_trustlist_add_pointer(list, &pointer, ret_error);
	if (entry->tag == SAY_SERVICE)
		return cseal_trustlist_add_service(list, &service, ret_error);
	return refuse(ret_error);
}

static cseal_status
take_record(struct entry *entry, uint8_t tag, struct record_reader *body,
    cseal_trustlist *list, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	bool ok = true;

	switch (tag) {
	case SAY_FAILED: return take_failure(body, ret_error);
	case SAY_HEAD: return take_head(body, list, ret_error);
	case SAY_POINTER:
	case SAY_SERVICE: ok = start_entry(entry, tag, body); break;
	case SAY_CERT: ok = add_certificate(entry, body); break;
	case SAY_PERIOD: ok = add_period(entry, body); break;
	case SAY_DONE:
		st = hand_over(entry, list, ret_error);
		entry->tag = 0;
		break;
	default: ok = false;
	}
	return ok ? st : refuse(ret_error);
}

cseal_status
answer_take(const uint8_t *answer, size_t len, cseal_trustlist *list,
    cseal_error **ret_error)
{
	struct record_reader in = { .at = answer, .end = answer + len };
	struct entry *entry = calloc(1, sizeof(*entry));
	struct record_reader body;
	cseal_status st = CSEAL_OK;
	bool is_whole = false;
	uint8_t tag = 0;

	if (entry == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	while (st == CSEAL_OK && !is_whole && record_next(&in, &tag, &body)) {
		is_whole = tag == SAY_END;
		if (!is_whole)
			st = take_record(entry, tag, &body, list, ret_error);
	}
	if (st == CSEAL_OK && (!is_whole || entry->tag != 0 || in.at != in.end))
		st = refuse(ret_error);
	free(entry);
	return st;
}
