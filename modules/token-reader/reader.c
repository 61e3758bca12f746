/* SPDX-License-Identifier: Apache-2.0 */
/* reader.c -- waits for somebody's card, and reads it.
 *
 * What was read is handed over only when all of it was read.  Where a card is
 * taken away, it begins again with the next one. */
#include "reader.h"

#include "apart.h"
#include "card.h"
#include "status.h"
#include "uri.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_MS 250 /* between two looks at the readers */

struct token_reader {
	cseal_host *host;
	struct token_apart *apart;
	struct token_desk *desk; /* apart's */
	bool is_any;             /* the URI names no reader */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Has it done, and passes on what came of it.  Once the wait ended, the desk is
 * another's. */
static cseal_status
have_done(struct token_reader *reader, token_work_fn work, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct token_desk *desk = reader->desk;
	cseal_status st = token_apart_do(reader->apart, work, wait, ret_error);

	if (st != CSEAL_OK || desk->st == CSEAL_OK)
		return st;
	if (ret_error != NULL)
		*ret_error = desk->error;
	else
		cseal_error_free(desk->error);
	desk->error = NULL;
	return desk->st;
}

/* ---- opening ---------------------------------------------------------- */

static cseal_status
make_desk(cseal_host *host, const char *uri, struct token_desk **ret_desk,
    cseal_error **ret_error)
{
	struct token_desk *desk = calloc(1, sizeof(*desk));
	const char *path = NULL;
	cseal_status st;

	if (desk == NULL)
		return token_fail_memory(ret_error);
	st = token_uri_parse(uri, &desk->uri, ret_error);
	if (st == CSEAL_OK) {
		path = p11_kit_uri_get_module_path(desk->uri);
		if (path == NULL)
			path = cseal_host_setting(host, "module");
	}
	if (path != NULL) {
		desk->path = strdup(path);
		if (desk->path == NULL)
			st = token_fail_memory(ret_error);
	}
	if (st != CSEAL_OK) {
		token_desk_free(desk);
		return st;
	}
	*ret_desk = desk;
	return CSEAL_OK;
}

cseal_status
token_reader_new(cseal_host *host, const char *uri, cseal_wait *wait,
    struct token_reader **ret_reader, cseal_error **ret_error)
{
	struct token_reader *reader = calloc(1, sizeof(*reader));
	cseal_status st;

	if (reader == NULL)
		return token_fail_memory(ret_error);
	reader->host = host;
	reader->is_any = token_uri_is_any(uri);
	st = make_desk(host, uri, &reader->desk, ret_error);
	if (st == CSEAL_OK)
		st = token_apart_new(
		    reader->desk, token_desk_free, &reader->apart, ret_error);
	if (st == CSEAL_OK)
		st = have_done(reader, token_card_start, wait, ret_error);
	if (st != CSEAL_OK) {
		token_reader_free(reader);
		return st;
	}
	*ret_reader = reader;
	return CSEAL_OK;
}

void
token_reader_free(struct token_reader *reader)
{
	if (reader == NULL)
		return;
	token_apart_free(reader->apart);
	free(reader);
}

/* ---- behind the PIN --------------------------------------------------- */

static cseal_status
ask(const struct token_desk *desk, const cseal_pin_entry *pin,
    cseal_secret **ret_secret, cseal_error **ret_error)
{
	CK_FLAGS flags = desk->slot.token.flags;
	char title[65];
	cseal_status st;
	size_t len;

	if ((flags & CKF_USER_PIN_LOCKED) != 0)
		return cseal_fail(ret_error, CSEAL_COUNTER_PIN_LOCKED,
		    "the PIN of the card is locked");
	*ret_secret = NULL;
	if ((flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0)
		return CSEAL_OK; /* the reader asks */
	/* The card's own label may be its holder's name. */
	token_text(title, sizeof(title), desk->slot.info.slotDescription,
	    sizeof(desk->slot.info.slotDescription));
	st = cseal_pin_ask(pin, title, (flags & CKF_USER_PIN_COUNT_LOW) != 0,
	    (flags & CKF_USER_PIN_FINAL_TRY) != 0, ret_secret, ret_error);
	if (st != CSEAL_OK)
		return st;
	cseal_secret_bytes(*ret_secret, &len);
	if (len > 0)
		return CSEAL_OK;
	/* An empty one would only use up a try. */
	cseal_secret_free(*ret_secret);
	return cseal_fail(ret_error, CSEAL_COUNTER_PIN_NEEDED,
	    "the PIN that was entered was empty");
}

/* A PIN is tried once; whoever wants to try again calls again. */
static cseal_status
unlock(struct token_reader *reader, const cseal_pin_entry *pin,
    cseal_wait *wait, cseal_error **ret_error)
{
	struct token_desk *desk = reader->desk;
	cseal_secret *secret = NULL;
	cseal_status st;
	char label[33];

	token_text(label, sizeof(label), desk->slot.token.label,
	    sizeof(desk->slot.token.label));
	if (pin == NULL || !token_card_hides(desk->contents.card, label) ||
	    (desk->slot.token.flags & CKF_LOGIN_REQUIRED) == 0)
		return CSEAL_OK;
	st = ask(desk, pin, &secret, ret_error);
	if (st != CSEAL_OK)
		return st;
	desk->secret = secret;
	st = have_done(reader, token_card_unlock, wait, ret_error);
	if (st == CSEAL_STOPPED_CANCELLED || st == CSEAL_STOPPED_TIMEOUT)
		return st; /* the desk is another's, and so is the PIN */
	desk->secret = NULL;
	cseal_secret_free(secret);
	return st;
}

/* ---- handing over ------------------------------------------------------ */

static cseal_status
hand_over(const struct token_contents *contents, cseal_evidence *evidence,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (contents->certificates.len > 0)
		st = cseal_evidence_add(evidence, CSEAL_FILE_TOKEN_CERTIFICATES,
		    contents->certificates.at, contents->certificates.len,
		    ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < contents->file_count; i++) {
		const struct token_file *file = &contents->files[i];

		st = cseal_evidence_add(evidence, file->object->file,
		    file->bytes.at, file->bytes.len, ret_error);
	}
	return st;
}

/* ---- many cards -------------------------------------------------------- */

static cseal_status
fail_time(
    const struct token_reader *reader, bool was_lifted, cseal_error **ret_error)
{
	if (was_lifted)
		return cseal_fail(ret_error, CSEAL_AGAIN_CARD_LIFTED,
		    "the card was taken away before it was read");
	if (reader->desk->finding == TOKEN_FOUND_OTHER)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "no card that is there says who its holder is");
	return cseal_fail(
	    ret_error, CSEAL_AGAIN_NO_CARD, "no card was put into the reader");
}

/* *ret_done: a card was read; else it is to be tried with the next one. */
static cseal_status
try_once(struct token_reader *reader, const cseal_pin_entry *pin,
    cseal_wait *wait, bool *ret_done, cseal_error **ret_error)
{
	cseal_status st = have_done(reader, token_card_read, wait, ret_error);

	*ret_done = false;
	if (st != CSEAL_OK)
		return st;
	switch (reader->desk->finding) {
	case TOKEN_FOUND_NOTHING: return CSEAL_OK;
	case TOKEN_FOUND_OTHER:
		/* Of whichever there is, another may come. */
		if (reader->is_any)
			return CSEAL_OK;
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card in the reader does not say who its holder is");
	case TOKEN_FOUND_SEVERAL:
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "several cards are there that say who their holder is: "
		    "say which reader");
	case TOKEN_FOUND_ONE: break;
	}
	*ret_done = true;
	return unlock(reader, pin, wait, ret_error);
}

static cseal_status
wait_for_card(struct token_reader *reader,
    const struct cseal_read_request *request, cseal_wait *wait,
    cseal_error **ret_error)
{
	int64_t deadline_ms = request->card_wait_ms < 0
				  ? INT64_MAX
				  : now_ms() + request->card_wait_ms;
	bool is_done = false, was_lifted = false;
	cseal_error *error = NULL;
	cseal_status st;
	short events;

	for (;;) {
		st = try_once(reader, request->pin, wait, &is_done, &error);
		if (st == CSEAL_AGAIN_CARD_LIFTED) {
			cseal_host_log(reader->host, CSEAL_LOG_DEBUG,
			    "begins again: %s", cseal_error_text(error));
			cseal_error_free(error);
			error = NULL;
			was_lifted = true;
		} else if (st != CSEAL_OK || is_done) {
			break;
		}
		if (now_ms() >= deadline_ms)
			return fail_time(reader, was_lifted, ret_error);
		st = cseal_wait_poll(wait, -1, 0, LOOK_MS, &events, ret_error);
		if (st != CSEAL_OK) {
			token_apart_leave(reader->apart);
			return st;
		}
	}
	if (st != CSEAL_OK && ret_error != NULL)
		*ret_error = error;
	else
		cseal_error_free(error);
	return st;
}

cseal_status
token_reader_read(struct token_reader *reader,
    const struct cseal_read_request *request, cseal_wait *wait,
    cseal_evidence *evidence, cseal_error **ret_error)
{
	cseal_status st = wait_for_card(reader, request, wait, ret_error);

	if (st == CSEAL_OK)
		st = hand_over(&reader->desk->contents, evidence, ret_error);
	return st;
}
