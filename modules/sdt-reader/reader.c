/* SPDX-License-Identifier: Apache-2.0 */
/* reader.c -- the conversation with a reader's SAM about one card.
 *
 * One command is under way at a time.  A command that was not answered is
 * never followed by another: its answer might come late and be taken for that
 * of the next.  What was read of a card is handed over only when all of it
 * was read of the same card. */
#include "reader.h"

#include "photo.h"
#include "protocol.h"
#include "transport.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* For a reader to be given back: of the tenth of a second after a cancel, and
 * where there is time. */
#define STOPPED_MS    50
#define CLOSE_MS      5000
#define SAM_ID_TRIES  3
#define READ_TRIES    3 /* of a card that stays where it is */
#define ADDRESS_TRIES 2
#define STALE_MOST    65536 /* bytes thrown away before a command */

struct sdt_reader {
	cseal_host *host;
	struct sdt_line *line;
	struct sdt_settings settings;
	int frame_ms; /* that the longest response takes on the line */
	bool was_heard;
	bool was_silent; /* the last command had no answer at all */
	bool has_sam;
	uint8_t sam[SDT_SAM_LEN];
	int patience_ms; /* for it to be given back */
	struct sdt_receiver receiver;
};

/* What is known of the card on the reader. */
struct visit {
	int64_t deadline_ms; /* for a card to be read */
	bool want_fingerprint;
	/* After a read, and after a failure, many a SAM does not find the
	 * card that still lies there; it can be selected all the same. */
	bool select_anyway;
	bool was_lifted; /* there was a card, and it was not read */
	int failed_reads, failed_addresses;
	/* What was read. */
	bool has_address;
	uint8_t text[SDT_TEXT_LEN];
	uint8_t photo[SDT_PHOTO_MOST];
	uint8_t fingerprint[SDT_FINGERPRINT_MOST];
	uint8_t address[SDT_ADDRESS_MOST];
	size_t photo_len, fingerprint_len, address_len;
};

enum step {
	STEP_ON,    /* go on with this card */
	STEP_AGAIN, /* begin again with finding one */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Throws away what was said before the question. */
static cseal_status
drain(struct sdt_reader *reader, cseal_wait *wait, cseal_error **ret_error)
{
	size_t total = 0, len;
	uint8_t buf[512];
	cseal_status st;

	do {
		st = sdt_line_receive(
		    reader->line, buf, sizeof(buf), 0, wait, &len, ret_error);
		if (st != CSEAL_OK)
			return st;
		total += len;
	} while (len > 0 && total <= STALE_MOST);
	explicit_bzero(buf, sizeof(buf));
	if (total > STALE_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the reader sent more than %d bytes without being asked",
		    STALE_MOST);
	return CSEAL_OK;
}

/* No answer, or half of one, in time. */
static cseal_status
fail_silent(struct sdt_reader *reader, cseal_error **ret_error)
{
	const struct sdt_receiver *receiver = &reader->receiver;

	reader->was_silent = receiver->len + receiver->skipped == 0;
	if (!reader->was_silent)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the reader sent %zu bytes that are no answer, and %zu of "
		    "one",
		    receiver->skipped, receiver->len);
	if (!reader->was_heard)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "no SAM answered within %d ms",
		    reader->settings.response_ms);
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
	    "the reader did not answer any more");
}

static cseal_status
fail_frame(enum sdt_progress progress, cseal_error **ret_error)
{
	const char *what = progress == SDT_NOISE ? "noise without end"
			   : progress == SDT_BAD_LENGTH
			       ? "a frame of a wrong length twice"
			       : "a damaged frame twice";

	return cseal_fail(
	    ret_error, CSEAL_FAULT_DEVICE, "the reader sent %s", what);
}

/* Feeds the receiver until it is done with a response to the command; what is
 * left over of the bytes is no answer to it. */
static enum sdt_progress
feed(struct sdt_reader *reader, enum sdt_command command, const uint8_t *bytes,
    size_t len)
{
	struct sdt_receiver *receiver = &reader->receiver;
	enum sdt_progress progress = SDT_MORE;

	for (size_t i = 0; progress == SDT_MORE && i < len; i++) {
		progress = sdt_receive(receiver, bytes[i]);
		if (progress != SDT_FRAME || sdt_fits(receiver, command))
			continue;
		receiver->skipped += receiver->len;
		receiver->len = 0;
		progress =
		    receiver->skipped > SDT_SKIP_MOST ? SDT_NOISE : SDT_MORE;
	}
	return progress;
}

/* Receives until the receiver is done. */
static cseal_status
receive(struct sdt_reader *reader, enum sdt_command command, cseal_wait *wait,
    enum sdt_progress *ret_progress, cseal_error **ret_error)
{
	int64_t deadline =
	    now_ms() + reader->settings.response_ms + reader->frame_ms;
	cseal_status st = CSEAL_OK;
	uint8_t buf[512];
	size_t len;

	memset(&reader->receiver, 0, sizeof(reader->receiver));
	reader->was_silent = false;
	*ret_progress = SDT_MORE;
	while (st == CSEAL_OK && *ret_progress == SDT_MORE) {
		int64_t left = deadline - now_ms();

		if (left <= 0) {
			st = fail_silent(reader, ret_error);
			break;
		}
		st = sdt_line_receive(reader->line, buf, sizeof(buf), (int)left,
		    wait, &len, ret_error);
		if (st == CSEAL_OK)
			*ret_progress = feed(reader, command, buf, len);
	}
	explicit_bzero(buf, sizeof(buf));
	return st;
}

/* Sends a command and receives its response, twice if one of the two was
 * damaged on the way: every command can be repeated. */
static cseal_status
exchange(struct sdt_reader *reader, enum sdt_command command, cseal_wait *wait,
    const struct sdt_status **ret_status, cseal_error **ret_error)
{
	enum sdt_progress progress = SDT_MORE;
	uint8_t request[SDT_REQUEST_LEN];
	cseal_status st;

	sdt_request(command, request);
	for (int i = 0; i < 2; i++) {
		st = drain(reader, wait, ret_error);
		if (st == CSEAL_OK)
			st = sdt_line_send(reader->line, request,
			    sizeof(request), wait, ret_error);
		if (st == CSEAL_OK)
			st = receive(
			    reader, command, wait, &progress, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (progress == SDT_BAD_CHECK || progress == SDT_BAD_LENGTH)
			continue;
		if (progress != SDT_FRAME)
			return fail_frame(progress, ret_error);
		reader->was_heard = true;
		*ret_status = sdt_status(&reader->receiver);
		if ((*ret_status)->answer != SDT_NOT_HEARD)
			return CSEAL_OK;
	}
	if (progress == SDT_FRAME)
		return CSEAL_OK;
	return fail_frame(progress, ret_error);
}

/* An answer that the conversation has no use for. */
static cseal_status
fail_answer(
    const struct sdt_status *status, const char *doing, cseal_error **ret_error)
{
	if (status->answer == SDT_SAM_FAILED)
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "while %s: %s", doing, status->text);
	return cseal_fail(
	    ret_error, CSEAL_FAULT_DEVICE, "while %s: %s", doing, status->text);
}

static cseal_status
fail_unreadable(const struct sdt_status *status, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
	    "the card could not be used: %s", status->text);
}

/* A reader whose SAM does not know these commands may still read cards. */
static cseal_status
ask_sam(struct sdt_reader *reader, cseal_wait *wait, cseal_error **ret_error)
{
	const struct sdt_status *status;
	const uint8_t *data;
	cseal_status st;
	size_t len;

	st = exchange(reader, SDT_SAM_STATUS, wait, &status, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (status->answer == SDT_SAM_FAILED)
		return fail_answer(
		    status, "asking for the SAM's status", ret_error);
	for (int i = 0; i < SAM_ID_TRIES && !reader->has_sam; i++) {
		st = exchange(reader, SDT_SAM_ID, wait, &status, ret_error);
		if (st != CSEAL_OK)
			return st;
		data = sdt_data(&reader->receiver, &len);
		if (status->answer != SDT_DONE || len != SDT_SAM_LEN)
			continue;
		memcpy(reader->sam, data, len);
		reader->has_sam = true;
	}
	if (!reader->has_sam)
		cseal_host_log(reader->host, CSEAL_LOG_WARNING,
		    "the reader did not tell its SAM id: %s", status->text);
	return CSEAL_OK;
}

static void
note_end(struct sdt_reader *reader, cseal_status st)
{
	if (cseal_status_class_of(st) == CSEAL_CLASS_STOPPED)
		reader->patience_ms = STOPPED_MS;
}

cseal_status
sdt_reader_new(cseal_host *host, const struct sdt_uri *uri,
    const struct sdt_settings *settings, cseal_wait *wait,
    struct sdt_reader **ret_reader, cseal_error **ret_error)
{
	struct sdt_reader *reader = calloc(1, sizeof(*reader));
	cseal_status st;

	if (reader == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	reader->host = host;
	reader->patience_ms = CLOSE_MS;
	reader->settings = *settings;
	/* Ten bits for each byte. */
	if (uri->kind == SDT_TTY)
		reader->frame_ms =
		    (int)(SDT_FRAME_MOST * 10u * 1000u / uri->baud);
	st = sdt_line_open(uri, wait, &reader->line, ret_error);
	if (st == CSEAL_OK)
		st = ask_sam(reader, wait, ret_error);
	if (st != CSEAL_OK) {
		note_end(reader, st);
		sdt_reader_free(reader);
		return st;
	}
	*ret_reader = reader;
	return CSEAL_OK;
}

static void
give_back(void *opened)
{
	struct sdt_reader *reader = opened;

	sdt_line_close(reader->line);
	explicit_bzero(reader, sizeof(*reader));
	free(reader);
}

void
sdt_reader_free(struct sdt_reader *reader)
{
	if (reader != NULL)
		cseal_give_back(
		    reader->host, give_back, reader, reader->patience_ms);
}

static bool
is_about_card(const struct sdt_status *status)
{
	return status->answer == SDT_NO_CARD ||
	       status->answer == SDT_NOT_TAKEN ||
	       status->answer == SDT_NOT_READ;
}

static cseal_status
find_card(struct sdt_reader *reader, struct visit *visit, cseal_wait *wait,
    enum step *ret_step, cseal_error **ret_error)
{
	const struct sdt_status *status;
	bool was_found;
	cseal_status st;

	st = exchange(reader, SDT_FIND_CARD, wait, &status, ret_error);
	if (st != CSEAL_OK)
		return st;
	was_found = status->answer == SDT_DONE;
	if (!was_found && !is_about_card(status))
		return fail_answer(status, "looking for a card", ret_error);
	*ret_step = STEP_AGAIN;
	if (!was_found && !visit->select_anyway) {
		visit->failed_reads = 0;
		return CSEAL_OK;
	}
	visit->select_anyway = false;
	st = exchange(reader, SDT_SELECT_CARD, wait, &status, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (status->answer == SDT_DONE) {
		*ret_step = STEP_ON;
		return CSEAL_OK;
	}
	/* Selecting what was not found may be answered in any way. */
	if (status->answer == SDT_SAM_FAILED ||
	    (was_found && !is_about_card(status)))
		return fail_answer(status, "selecting the card", ret_error);
	visit->was_lifted |= was_found;
	/* It is away: what failed may have been due to that. */
	if (!was_found)
		visit->failed_reads = 0;
	return CSEAL_OK;
}

static void
keep_card(struct visit *visit, const struct sdt_card *card)
{
	memcpy(visit->text, card->text, SDT_TEXT_LEN);
	memcpy(visit->photo, card->photo, card->photo_len);
	memcpy(visit->fingerprint, card->fingerprint, card->fingerprint_len);
	visit->photo_len = card->photo_len;
	visit->fingerprint_len = card->fingerprint_len;
}

static cseal_status
read_text(struct sdt_reader *reader, struct visit *visit, cseal_wait *wait,
    enum step *ret_step, cseal_error **ret_error)
{
	enum sdt_command command =
	    visit->want_fingerprint ? SDT_READ_FINGERPRINT : SDT_READ;
	const struct sdt_status *status;
	struct sdt_card card;
	const uint8_t *data;
	cseal_status st;
	size_t len;

	st = exchange(reader, command, wait, &status, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (is_about_card(status)) {
		visit->was_lifted = visit->select_anyway = true;
		if (++visit->failed_reads == READ_TRIES)
			return fail_unreadable(status, ret_error);
		*ret_step = STEP_AGAIN;
		return CSEAL_OK;
	}
	if (status->answer == SDT_NOT_A_CARD)
		return fail_unreadable(status, ret_error);
	if (status->answer != SDT_DONE)
		return fail_answer(status, "reading the card", ret_error);
	data = sdt_data(&reader->receiver, &len);
	if (!sdt_card_of(data, len, visit->want_fingerprint, &card))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the reader gave lengths of the card's text and photo "
		    "that do not agree");
	keep_card(visit, &card);
	*ret_step = STEP_ON;
	return CSEAL_OK;
}

/* A SAM may not know this command, and be silent about it: then it stays open
 * whether there is such an address. */
static cseal_status
ask_address(struct sdt_reader *reader, cseal_wait *wait,
    const struct sdt_status **ret_status, cseal_error **ret_error)
{
	static const struct sdt_status silence = { 0, SDT_NOT_OBEYED,
		"there was no answer" };
	cseal_error *error = NULL;
	cseal_status st;

	st = exchange(reader, SDT_READ_ADDRESS, wait, ret_status, &error);
	if (st != CSEAL_OK && reader->was_silent) {
		cseal_error_free(error);
		*ret_status = &silence;
		return CSEAL_OK;
	}
	if (st != CSEAL_OK && ret_error != NULL)
		*ret_error = error;
	else
		cseal_error_free(error);
	return st;
}

static cseal_status
keep_address(
    struct sdt_reader *reader, struct visit *visit, cseal_error **ret_error)
{
	const uint8_t *data;
	size_t len;

	data = sdt_data(&reader->receiver, &len);
	if (len > SDT_ADDRESS_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the reader gave %zu bytes of added addresses", len);
	memcpy(visit->address, data, len);
	visit->address_len = len;
	visit->has_address = true;
	return CSEAL_OK;
}

static cseal_status
read_address(struct sdt_reader *reader, struct visit *visit, cseal_wait *wait,
    enum step *ret_step, cseal_error **ret_error)
{
	const struct sdt_status *status;
	cseal_status st;

	st = ask_address(reader, wait, &status, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_step = STEP_ON;
	visit->has_address = status->answer == SDT_NONE;
	visit->address_len = 0;
	if (status->answer == SDT_NONE)
		return CSEAL_OK;
	if (status->answer == SDT_DONE)
		return keep_address(reader, visit, ret_error);
	if (is_about_card(status) &&
	    ++visit->failed_addresses < ADDRESS_TRIES) {
		visit->was_lifted = visit->select_anyway = true;
		*ret_step = STEP_AGAIN;
		return CSEAL_OK;
	}
	cseal_host_log(reader->host, CSEAL_LOG_WARNING,
	    "the reader did not tell the added address: %s", status->text);
	return CSEAL_OK;
}

static cseal_status
try_card(struct sdt_reader *reader, struct visit *visit, cseal_wait *wait,
    enum step *ret_step, cseal_error **ret_error)
{
	cseal_status st;

	st = find_card(reader, visit, wait, ret_step, ret_error);
	if (st != CSEAL_OK || *ret_step == STEP_AGAIN)
		return st;
	st = read_text(reader, visit, wait, ret_step, ret_error);
	if (st != CSEAL_OK || *ret_step == STEP_AGAIN)
		return st;
	return read_address(reader, visit, wait, ret_step, ret_error);
}

static cseal_status
wait_for_card(struct sdt_reader *reader, struct visit *visit, cseal_wait *wait,
    cseal_error **ret_error)
{
	enum step step = STEP_AGAIN;
	cseal_status st;
	short events;

	for (;;) {
		st = try_card(reader, visit, wait, &step, ret_error);
		if (st != CSEAL_OK || step == STEP_ON)
			return st;
		if (now_ms() >= visit->deadline_ms)
			break;
		st = cseal_wait_poll(
		    wait, -1, 0, reader->settings.poll_ms, &events, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	if (visit->was_lifted)
		return cseal_fail(ret_error, CSEAL_AGAIN_CARD_LIFTED,
		    "the card was lifted before it was read");
	return cseal_fail(
	    ret_error, CSEAL_AGAIN_NO_CARD, "no card was put on the reader");
}

/* Beside the photo as it came, the picture that it is, where somebody can
 * open it. */
static cseal_status
hand_over_picture(const struct sdt_reader *reader, const struct visit *visit,
    cseal_wait *wait, cseal_evidence *evidence, cseal_error **ret_error)
{
	void *png;
	cseal_status st;
	size_t len;

	st = sdt_photo_decode(reader->host, visit->photo, visit->photo_len,
	    wait, &png, &len, ret_error);
	if (st != CSEAL_OK || png == NULL)
		return st;
	st = cseal_evidence_add(
	    evidence, CSEAL_FILE_SDT_PORTRAIT, png, len, ret_error);
	explicit_bzero(png, len);
	free(png);
	return st;
}

static cseal_status
hand_over(const struct sdt_reader *reader, const struct visit *visit,
    cseal_evidence *evidence, cseal_error **ret_error)
{
	const struct {
		bool is_there;
		const char *name;
		const uint8_t *bytes;
		size_t len;
	} files[] = {
		{ true, CSEAL_FILE_SDT_TEXT, visit->text, SDT_TEXT_LEN },
		{ true, CSEAL_FILE_SDT_PHOTO, visit->photo, visit->photo_len },
		{ visit->want_fingerprint, CSEAL_FILE_SDT_FINGERPRINT,
		    visit->fingerprint, visit->fingerprint_len },
		{ visit->has_address, CSEAL_FILE_SDT_ADDRESS, visit->address,
		    visit->address_len },
		{ reader->has_sam, CSEAL_FILE_SDT_SAM, reader->sam,
		    SDT_SAM_LEN },
	};
	cseal_status st = CSEAL_OK;

	for (size_t i = 0;
	     st == CSEAL_OK && i < sizeof(files) / sizeof(files[0]); i++) {
		if (files[i].is_there)
			st = cseal_evidence_add(evidence, files[i].name,
			    files[i].bytes, files[i].len, ret_error);
	}
	return st;
}

cseal_status
sdt_reader_read(struct sdt_reader *reader,
    const struct cseal_read_request *request, cseal_wait *wait,
    cseal_evidence *evidence, cseal_error **ret_error)
{
	struct visit visit = {
		.deadline_ms = INT64_MAX,
		.want_fingerprint = request->want_fingerprint,
		.select_anyway = true,
	};
	cseal_status st;

	if (request->card_wait_ms >= 0)
		visit.deadline_ms = now_ms() + request->card_wait_ms;
	st = wait_for_card(reader, &visit, wait, ret_error);
	if (st == CSEAL_OK)
		st = hand_over(reader, &visit, evidence, ret_error);
	if (st == CSEAL_OK)
		st = hand_over_picture(
		    reader, &visit, wait, evidence, ret_error);
	note_end(reader, st);
	explicit_bzero(&visit, sizeof(visit));
	explicit_bzero(&reader->receiver, sizeof(reader->receiver));
	return st;
}
