/* SPDX-License-Identifier: Apache-2.0 */
/* reader.c -- the conversation with the chip of one document.
 *
 * What was read is handed over only when all of it was read.  Where a card is
 * lifted, it begins again with the next one that is put on. */
#include "reader.h"

#include "capacity.h"
#include "contents.h"
#include "genuine.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FILE_COM   0x011e
#define FILE_SOD   0x011d
#define FILE_GROUP 0x0100
#define GROUP_MOST 16
#define NAME_ROOM  256

#define LOOK_MS 100 /* between two looks at the reader */

struct emrtd_reader {
	cseal_host *host;
	struct emrtd_line *line;
	char name[NAME_ROOM];
	enum emrtd_policy policy;
	bool was_asked; /* how much it can pass on */
	enum emrtd_brevity brevity;
	struct emrtd_link link;
};

/* What is read of one card. */
struct visit {
	struct emrtd_reader *reader;
	struct emrtd_link *link;
	struct emrtd_access access;
	struct emrtd_file sod, com;
	struct emrtd_file groups[GROUP_MOST + 1];
	struct emrtd_file active, agreement; /* records */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the reader -------------------------------------------------------- */

static const char *
next_name(const char *name)
{
	return name + strlen(name) + 1;
}

/* The whole name, or else its beginning where no other begins so: the numbers
 * at the end of a name are those of the order in which readers were found. */
static cseal_status
choose_name(struct emrtd_reader *reader, const char *wanted, const char *names,
    cseal_error **ret_error)
{
	const char *found = NULL;
	size_t count = 0;

	for (const char *at = names; *at != '\0'; at = next_name(at)) {
		if (strcmp(at, wanted) == 0) {
			found = at;
			count = 1;
			break;
		}
		if (wanted[0] != '\0' &&
		    strncmp(at, wanted, strlen(wanted)) == 0) {
			found = at;
			count++;
		}
	}
	if (count > 1)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "there were %zu readers whose name begins with %s", count,
		    wanted);
	if (found == NULL || strlen(found) >= sizeof(reader->name))
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "there was no reader %s", wanted);
	memcpy(reader->name, found, strlen(found) + 1);
	return CSEAL_OK;
}

static cseal_status
find_reader(struct emrtd_reader *reader, const char *uri, cseal_wait *wait,
    cseal_error **ret_error)
{
	const char *names;
	cseal_status st;

	st = emrtd_line_open(wait, &reader->line, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = emrtd_line_readers(reader->line, wait, &names, ret_error);
	if (st != CSEAL_OK)
		return st;
	return choose_name(
	    reader, uri + strlen(EMRTD_SCHEME), names, ret_error);
}

cseal_status
emrtd_reader_new(cseal_host *host, const char *uri, enum emrtd_policy policy,
    cseal_wait *wait, struct emrtd_reader **ret_reader, cseal_error **ret_error)
{
	struct emrtd_reader *reader = calloc(1, sizeof(*reader));
	cseal_status st;

	if (reader == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	reader->host = host;
	reader->policy = policy;
	st = find_reader(reader, uri, wait, ret_error);
	if (st == CSEAL_OK)
		st = emrtd_link_init(
		    &reader->link, host, reader->line, ret_error);
	if (st != CSEAL_OK) {
		emrtd_reader_free(reader);
		return st;
	}
	*ret_reader = reader;
	return CSEAL_OK;
}

void
emrtd_reader_free(struct emrtd_reader *reader)
{
	if (reader == NULL)
		return;
	emrtd_link_clear(&reader->link);
	emrtd_line_close(reader->line);
	free(reader);
}

/* The answer needs a card in the reader, and is that of the reader; what the
 * card says is heeded, too. */
static cseal_status
ask_limits(struct visit *visit, cseal_error **ret_error)
{
	struct emrtd_reader *reader = visit->reader;
	cseal_wait *wait = visit->link->wait;
	uint8_t atr[EMRTD_ATR_ROOM];
	const uint8_t *bytes;
	cseal_status st;
	size_t len, atr_len;
	uint32_t code;

	if (reader->was_asked)
		return CSEAL_OK;
	st = emrtd_line_start(
	    reader->line, reader->name, wait, atr, &atr_len, ret_error);
	if (st == CSEAL_OK)
		st = emrtd_line_control(reader->line, EMRTD_ASK_FEATURES, wait,
		    &bytes, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	reader->link.is_fresh = true;
	emrtd_access_heed(&visit->access, atr, atr_len);
	reader->was_asked = true;
	code = emrtd_properties_code(bytes, len);
	if (code == 0)
		return CSEAL_OK;
	st = emrtd_line_control(
	    reader->line, code, wait, &bytes, &len, ret_error);
	if (st == CSEAL_OK && !emrtd_properties_allow_extended(bytes, len))
		visit->access.brevity = reader->brevity = EMRTD_READER_BRIEF;
	return st;
}

/* ---- one card ---------------------------------------------------------- */

/* Gets access, the first time or after a length that the card did not take. */
static cseal_status
get_in(struct visit *visit, cseal_error **ret_error)
{
	return emrtd_access_get(&visit->access, visit->link, ret_error);
}

static cseal_status
read_file(struct visit *visit, uint16_t id, struct emrtd_file *file,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	bool again = true;

	for (int i = 0; st == CSEAL_OK && again && i < EMRTD_RESTARTS_MOST;
	     i++) {
		if (i > 0)
			st = get_in(visit, ret_error);
		if (st == CSEAL_OK)
			st = emrtd_file_read(visit->link, &visit->access.how,
			    id, file, &again, ret_error);
	}
	if (st == CSEAL_OK && again)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the chip's file %04X could not be read with any length",
		    id);
	return st;
}

/* What the chip has, by what its state signed; else by what it says itself. */
static cseal_status
list_groups(struct visit *visit, uint32_t *ret_groups, cseal_error **ret_error)
{
	cseal_status st;

	*ret_groups = emrtd_groups_of_sod(visit->sod.bytes, visit->sod.len);
	if (*ret_groups != 0)
		return CSEAL_OK;
	st = read_file(visit, FILE_COM, &visit->com, ret_error);
	if (st == CSEAL_OK)
		*ret_groups =
		    emrtd_groups_of_com(visit->com.bytes, visit->com.len);
	return st;
}

/* A chip that says nothing without a key. */
static cseal_status
fail_closed(const struct visit *visit, cseal_error **ret_error)
{
	const struct emrtd_print *print = &visit->access.print;

	return cseal_fail(ret_error, CSEAL_COUNTER_PIN_NEEDED,
	    print->has_number
		? "the chip has no PACE, and wants the machine-readable zone "
		  "instead of the card access number"
		: "the chip wants the machine-readable zone or the card access "
		  "number that is printed on the document");
}

/* The portrait comes last, for it takes longest: what fails fails early. */
static cseal_status
read_groups(struct visit *visit, cseal_error **ret_error)
{
	static const uint8_t order[] = { 1, 14, 15, 11, 12, 13, 7, 16, 2 };
	uint32_t groups = 0;
	cseal_status st;

	st = read_file(visit, FILE_SOD, &visit->sod, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (visit->sod.bytes == NULL && visit->sod.sw == 0x6982 &&
	    !visit->link->is_secure)
		return fail_closed(visit, ret_error);
	st = list_groups(visit, &groups, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < sizeof(order); i++) {
		if (groups >> order[i] & 1)
			st = read_file(visit, (uint16_t)(FILE_GROUP | order[i]),
			    &visit->groups[order[i]], ret_error);
	}
	return st;
}

/* A chip that ends secure messaging over one question may still answer the
 * next. */
static cseal_status
prove(struct visit *visit, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (visit->groups[15].bytes != NULL)
		st = emrtd_prove_active(
		    visit->link, &visit->groups[15], &visit->active, ret_error);
	if (st == CSEAL_OK && emrtd_link_is_lost(visit->link))
		st = get_in(visit, ret_error);
	if (st == CSEAL_OK && visit->groups[14].bytes != NULL) {
		/* It is read anew, which proves the new keys. */
		emrtd_file_clear(&visit->com);
		st = emrtd_prove_agreement(visit->link, &visit->groups[14],
		    &visit->agreement, &visit->com, ret_error);
	}
	return st;
}

static cseal_status
read_card(struct visit *visit, cseal_error **ret_error)
{
	cseal_status st = get_in(visit, ret_error);

	if (st == CSEAL_OK)
		st = read_groups(visit, ret_error);
	if (st == CSEAL_OK)
		st = prove(visit, ret_error);
	if (st == CSEAL_OK && visit->com.bytes == NULL &&
	    !emrtd_link_is_lost(visit->link))
		st = read_file(visit, FILE_COM, &visit->com, ret_error);
	if (st == CSEAL_OK && visit->groups[1].bytes == NULL)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the chip does not give its data group 1: it answered %04X",
		    visit->groups[1].sw);
	return st;
}

static void
forget(struct visit *visit)
{
	emrtd_access_forget(&visit->access);
	emrtd_file_clear(&visit->sod);
	emrtd_file_clear(&visit->com);
	emrtd_file_clear(&visit->active);
	emrtd_file_clear(&visit->agreement);
	for (size_t i = 0; i <= GROUP_MOST; i++)
		emrtd_file_clear(&visit->groups[i]);
}

/* ---- handing over ------------------------------------------------------ */

static cseal_status
hand_file(cseal_evidence *evidence, const char *name,
    const struct emrtd_file *file, cseal_error **ret_error)
{
	if (file->bytes == NULL)
		return CSEAL_OK;
	return cseal_evidence_add(
	    evidence, name, file->bytes, file->len, ret_error);
}

static cseal_status
hand_over(const struct visit *visit, cseal_evidence *evidence,
    cseal_error **ret_error)
{
	const struct {
		const char *name;
		const struct emrtd_file *file;
	} files[] = {
		{ CSEAL_FILE_EMRTD_CARD_ACCESS, &visit->access.card_access },
		{ CSEAL_FILE_EMRTD_CARD_SECURITY,
		    &visit->access.card_security },
		{ CSEAL_FILE_EMRTD_SOD, &visit->sod },
		{ CSEAL_FILE_EMRTD_COM, &visit->com },
		{ CSEAL_FILE_EMRTD_ACTIVE, &visit->active },
		{ CSEAL_FILE_EMRTD_AGREEMENT, &visit->agreement },
		{ CSEAL_FILE_EMRTD_MAPPING, &visit->access.mapping },
	};
	char saying[EMRTD_SAYING_ROOM], name[32];
	cseal_status st;

	emrtd_access_say(&visit->access, visit->link, saying);
	st = cseal_evidence_add(evidence, CSEAL_FILE_EMRTD_ACCESS, saying,
	    strlen(saying), ret_error);
	for (size_t i = 0;
	     st == CSEAL_OK && i < sizeof(files) / sizeof(files[0]); i++)
		st = hand_file(
		    evidence, files[i].name, files[i].file, ret_error);
	for (unsigned i = 1; st == CSEAL_OK && i <= GROUP_MOST; i++) {
		snprintf(name, sizeof(name), CSEAL_FILE_EMRTD_DG "%u", i);
		st = hand_file(evidence, name, &visit->groups[i], ret_error);
	}
	return st;
}

/* ---- many cards -------------------------------------------------------- */

static cseal_status
fail_time(bool was_lifted, cseal_error **ret_error)
{
	if (was_lifted)
		return cseal_fail(ret_error, CSEAL_AGAIN_CARD_LIFTED,
		    "the card was lifted before it was read");
	return cseal_fail(
	    ret_error, CSEAL_AGAIN_NO_CARD, "no card was put on the reader");
}

/* *ret_lifted: it is to be tried with the next one. */
static cseal_status
try_card(struct visit *visit, bool *ret_lifted, cseal_error **ret_error)
{
	struct emrtd_reader *reader = visit->reader;
	cseal_error *error = NULL;
	cseal_status st;

	visit->access.brevity = reader->brevity;
	st = ask_limits(visit, &error);
	if (st == CSEAL_OK)
		st = read_card(visit, &error);
	/* A card that is lifted by an extended length is not asked so again. */
	if (st == CSEAL_AGAIN_CARD_LIFTED &&
	    visit->access.brevity == EMRTD_TURNED_OUT)
		reader->brevity = EMRTD_TURNED_OUT;
	*ret_lifted = st == CSEAL_AGAIN_CARD_LIFTED;
	if (st != CSEAL_OK && !*ret_lifted) {
		if (ret_error != NULL)
			*ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	if (*ret_lifted)
		cseal_host_log(reader->host, CSEAL_LOG_DEBUG,
		    "begins again: %s", cseal_error_text(error));
	cseal_error_free(error);
	return CSEAL_OK;
}

static cseal_status
wait_for_card(struct visit *visit, int64_t deadline_ms, cseal_error **ret_error)
{
	struct emrtd_reader *reader = visit->reader;
	bool present = false, lifted = false, was_lifted = false;
	cseal_status st;

	for (;;) {
		st = emrtd_line_look(reader->line, reader->name, LOOK_MS,
		    visit->link->wait, &present, ret_error);
		if (st == CSEAL_OK && present) {
			st = try_card(visit, &lifted, ret_error);
			if (st != CSEAL_OK || !lifted)
				return st;
			forget(visit);
			was_lifted = true;
		}
		if (st != CSEAL_OK)
			return st;
		if (now_ms() >= deadline_ms)
			return fail_time(was_lifted, ret_error);
	}
}

cseal_status
emrtd_reader_read(struct emrtd_reader *reader,
    const struct cseal_read_request *request, cseal_wait *wait,
    cseal_evidence *evidence, cseal_error **ret_error)
{
	struct visit visit = {
		.reader = reader,
		.link = &reader->link,
		.access = { .reader = reader->name, .policy = reader->policy },
	};
	int64_t deadline_ms = request->card_wait_ms < 0
				  ? INT64_MAX
				  : now_ms() + request->card_wait_ms;
	cseal_status st;

	reader->link.wait = wait;
	st = emrtd_print_read(
	    &visit.access.print, request->mrz, request->can, ret_error);
	if (st == CSEAL_OK)
		st = wait_for_card(&visit, deadline_ms, ret_error);
	if (st == CSEAL_OK)
		cseal_host_log(reader->host, CSEAL_LOG_DEBUG,
		    "the chip was read with %lu commands", reader->link.count);
	if (st == CSEAL_OK)
		st = hand_over(&visit, evidence, ret_error);
	emrtd_link_forget(&reader->link);
	forget(&visit);
	OPENSSL_cleanse(&visit, sizeof(visit));
	return st;
}
