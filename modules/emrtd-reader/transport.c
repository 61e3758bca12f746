/* SPDX-License-Identifier: Apache-2.0 */
/* transport.c -- a card in a reader, through the PC/SC daemon.
 *
 * A call of libpcsclite cannot be stopped, and a card may take seconds.  So a
 * thread of the line makes all of them, one at a time, and the caller waits for
 * it beside its own wait; one that goes away leaves the thread behind, which
 * then puts the card back and frees the line.  The module is linked to stay in
 * memory (-z nodelete), for the thread may outlive the context. */
#include "transport.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <winscard.h>

#define CLOSE_MS   1000 /* for the card to be put back */
#define GONE_MS    800  /* for the daemon to see that a card is away */
#define NO_WAIT_MS 3000 /* for the daemon, where nobody gave a wait */

enum op { OP_OPEN, OP_LIST, OP_LOOK, OP_START, OP_CONTROL, OP_SAY };

struct emrtd_line {
	atomic_int owners;
	pthread_mutex_t lock; /* for what follows, up to the empty line */
	pthread_cond_t has_news;
	bool has_job, is_ending;
	int done_fd; /* readable when a job, or the thread, is done */

	bool is_stuck; /* the caller's: a job was left behind */

	/* Of the job: whoever has it, by has_job. */
	enum op op;
	char reader_name[MAX_READERNAME];
	int step_ms;
	uint32_t code;
	uint8_t *in, *out; /* EMRTD_BYTES_ROOM each */
	size_t in_len, out_len;
	LONG result;
	bool is_present;

	/* The thread's. */
	SCARDCONTEXT context;
	SCARDHANDLE card;
	bool has_context, has_card;
	DWORD protocol, state;
};

/* ---- what the thread does ---------------------------------------------- */

static void
put_back(struct emrtd_line *line)
{
	if (!line->has_card)
		return;
	SCardEndTransaction(line->card, SCARD_LEAVE_CARD);
	SCardDisconnect(line->card, SCARD_RESET_CARD);
	line->has_card = false;
}

static LONG
list(struct emrtd_line *line)
{
	DWORD len = EMRTD_NAMES_ROOM;
	LONG result =
	    SCardListReaders(line->context, NULL, (char *)line->out, &len);

	if (result == SCARD_E_NO_READERS_AVAILABLE) {
		memset(line->out, 0, 2);
		return SCARD_S_SUCCESS;
	}
	/* Two zeros end them, whatever the daemon said. */
	if (result == SCARD_S_SUCCESS)
		memset(line->out + len, 0, 2);
	return result;
}

static LONG
look(struct emrtd_line *line, int step_ms)
{
	SCARD_READERSTATE state = { .szReader = line->reader_name,
		.dwCurrentState = line->state };
	LONG result =
	    SCardGetStatusChange(line->context, (DWORD)step_ms, &state, 1);

	if (result == SCARD_E_TIMEOUT)
		return SCARD_S_SUCCESS;
	if (result != SCARD_S_SUCCESS)
		return result;
	if (state.dwEventState &
	    (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE))
		return SCARD_E_READER_UNAVAILABLE;
	line->state = state.dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
	line->is_present = (line->state & SCARD_STATE_PRESENT) != 0;
	return SCARD_S_SUCCESS;
}

/* Not for it alone in the sense of PC/SC: a browser that has looked at the card
 * would keep us from it for ever.  Others wait while this lasts. */
static LONG
start(struct emrtd_line *line)
{
	char name[MAX_READERNAME];
	DWORD name_len = sizeof(name), state, len = EMRTD_ATR_ROOM;
	LONG result;

	put_back(line);
	result = SCardConnect(line->context, line->reader_name,
	    SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
	    &line->card, &line->protocol);
	if (result != SCARD_S_SUCCESS)
		return result;
	line->has_card = true;
	result = SCardBeginTransaction(line->card);
	if (result == SCARD_S_SUCCESS)
		result = SCardStatus(line->card, name, &name_len, &state,
		    &line->protocol, line->out, &len);
	line->out_len = len;
	return result;
}

static LONG
control(struct emrtd_line *line)
{
	DWORD len = 0;
	LONG result = SCardControl(
	    line->card, line->code, "", 0, line->out, EMRTD_BYTES_ROOM, &len);

	line->out_len = result == SCARD_S_SUCCESS ? len : 0;
	return SCARD_S_SUCCESS;
}

/* What went wrong says little; that the card is away says all, and the daemon
 * sees it a little later. */
static LONG
find_reason(struct emrtd_line *line, LONG result)
{
	if (result == SCARD_W_REMOVED_CARD || result == SCARD_W_RESET_CARD ||
	    result == SCARD_E_INSUFFICIENT_BUFFER)
		return result;
	line->state = SCARD_STATE_UNAWARE;
	if (look(line, 0) == SCARD_S_SUCCESS && line->is_present)
		look(line, GONE_MS);
	return line->is_present ? result : SCARD_W_REMOVED_CARD;
}

static LONG
transmit(struct emrtd_line *line)
{
	const SCARD_IO_REQUEST *how =
	    line->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
	DWORD len = EMRTD_BYTES_ROOM;
	LONG result = SCardTransmit(line->card, how, line->in,
	    (DWORD)line->in_len, NULL, line->out, &len);

	/* Of a card that goes away, some drivers have an empty answer. */
	if (result == SCARD_S_SUCCESS && len == 0)
		result = SCARD_E_NOT_TRANSACTED;
	if (result != SCARD_S_SUCCESS)
		return find_reason(line, result);
	line->out_len = len;
	return result;
}

static LONG
perform(struct emrtd_line *line)
{
	LONG result;

	switch (line->op) {
	case OP_OPEN:
		result = SCardEstablishContext(
		    SCARD_SCOPE_SYSTEM, NULL, NULL, &line->context);
		line->has_context = result == SCARD_S_SUCCESS;
		return result;
	case OP_LIST: return list(line);
	case OP_LOOK: return look(line, line->step_ms);
	case OP_START: return start(line);
	case OP_CONTROL: return control(line);
	case OP_SAY: return transmit(line);
	}
	return SCARD_F_INTERNAL_ERROR;
}

static void
disown(struct emrtd_line *line)
{
	if (atomic_fetch_sub(&line->owners, 1) != 1)
		return;
	if (line->done_fd >= 0)
		close(line->done_fd);
	pthread_cond_destroy(&line->has_news);
	pthread_mutex_destroy(&line->lock);
	if (line->in != NULL)
		explicit_bzero(line->in, EMRTD_BYTES_ROOM);
	if (line->out != NULL)
		explicit_bzero(line->out, EMRTD_BYTES_ROOM);
	free(line->in);
	free(line->out);
	free(line);
}

static void
tell(const struct emrtd_line *line)
{
	const uint64_t one = 1;
	ssize_t len = write(line->done_fd, &one, sizeof(one));

	(void)len; /* the counter cannot be full */
}

static void *
run(void *argument)
{
	struct emrtd_line *line = argument;

	pthread_mutex_lock(&line->lock);
	while (!line->is_ending) {
		if (!line->has_job) {
			pthread_cond_wait(&line->has_news, &line->lock);
			continue;
		}
		pthread_mutex_unlock(&line->lock);
		line->result = perform(line);
		pthread_mutex_lock(&line->lock);
		line->has_job = false;
		tell(line);
	}
	pthread_mutex_unlock(&line->lock);
	put_back(line);
	if (line->has_context)
		SCardReleaseContext(line->context);
	tell(line);
	disown(line);
	return NULL;
}

/* ---- what the caller does ---------------------------------------------- */

static const struct {
	LONG result;
	cseal_status status;
} statuses[] = {
	{ SCARD_W_REMOVED_CARD, CSEAL_AGAIN_CARD_LIFTED },
	{ SCARD_W_RESET_CARD, CSEAL_AGAIN_CARD_LIFTED },
	{ SCARD_E_NO_SMARTCARD, CSEAL_AGAIN_CARD_LIFTED },
	{ SCARD_W_UNRESPONSIVE_CARD, CSEAL_COUNTER_CARD_UNREADABLE },
	{ SCARD_W_UNPOWERED_CARD, CSEAL_COUNTER_CARD_UNREADABLE },
	{ SCARD_W_UNSUPPORTED_CARD, CSEAL_COUNTER_CARD_UNREADABLE },
	{ SCARD_E_NOT_TRANSACTED, CSEAL_COUNTER_CARD_UNREADABLE },
	{ SCARD_E_PROTO_MISMATCH, CSEAL_COUNTER_CARD_UNREADABLE },
	{ SCARD_E_SHARING_VIOLATION, CSEAL_COUNTER_DEVICE_BUSY },
	{ SCARD_E_READER_UNAVAILABLE, CSEAL_COUNTER_DEVICE_GONE },
	{ SCARD_E_UNKNOWN_READER, CSEAL_COUNTER_DEVICE_GONE },
	{ SCARD_E_NO_SERVICE, CSEAL_COUNTER_DEVICE_GONE },
	{ SCARD_E_SERVICE_STOPPED, CSEAL_COUNTER_DEVICE_GONE },
	{ SCARD_F_COMM_ERROR, CSEAL_COUNTER_DEVICE_GONE },
	{ SCARD_W_SECURITY_VIOLATION, CSEAL_SETUP_PERMISSION },
	{ SCARD_E_NO_MEMORY, CSEAL_FAULT_MEMORY },
};

static cseal_status
fail(LONG result, const char *what, cseal_error **ret_error)
{
	cseal_status st = CSEAL_FAULT_DEVICE;

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		if (statuses[i].result == result)
			st = statuses[i].status;
	}
	return cseal_fail(ret_error, st, "could not %s: %s", what,
	    pcsc_stringify_error(result));
}

static cseal_status
wait_for_it(struct emrtd_line *line, cseal_wait *wait, cseal_error **ret_error)
{
	struct pollfd done = { .fd = line->done_fd, .events = POLLIN };
	short events;

	if (wait != NULL)
		return cseal_wait_poll(
		    wait, line->done_fd, POLLIN, -1, &events, ret_error);
	if (poll(&done, 1, NO_WAIT_MS) == 1)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_STOPPED_TIMEOUT,
	    "there was no answer within %d ms", NO_WAIT_MS);
}

/* Has the thread do it.  A wait that ends leaves it to that. */
static cseal_status
have_done(struct emrtd_line *line, enum op op, const char *what,
    cseal_wait *wait, cseal_error **ret_error)
{
	uint64_t count;
	cseal_status st;

	if (line->is_stuck)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "the reader was asked while it was busy");
	pthread_mutex_lock(&line->lock);
	line->op = op;
	line->has_job = true;
	pthread_cond_signal(&line->has_news);
	pthread_mutex_unlock(&line->lock);
	do {
		st = wait_for_it(line, wait, ret_error);
		if (st != CSEAL_OK) {
			line->is_stuck = true;
			return st;
		}
	} while (read(line->done_fd, &count, sizeof(count)) < 0);
	if (line->result == SCARD_S_SUCCESS)
		return CSEAL_OK;
	return fail(line->result, what, ret_error);
}

static struct emrtd_line *
make(void)
{
	struct emrtd_line *line = calloc(1, sizeof(*line));

	if (line == NULL)
		return NULL;
	atomic_init(&line->owners, 1);
	pthread_mutex_init(&line->lock, NULL);
	pthread_cond_init(&line->has_news, NULL);
	line->in = malloc(EMRTD_BYTES_ROOM);
	line->out = malloc(EMRTD_BYTES_ROOM);
	line->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (line->in != NULL && line->out != NULL && line->done_fd >= 0) {
		atomic_store(&line->owners, 2);
		if (cseal_thread_start(run, line) == 0)
			return line;
		atomic_store(&line->owners, 1);
	}
	disown(line);
	return NULL;
}

cseal_status
emrtd_line_open(
    cseal_wait *wait, struct emrtd_line **ret_line, cseal_error **ret_error)
{
	struct emrtd_line *line = make();
	cseal_status st;

	if (line == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_MEMORY,
		    "out of memory, threads or descriptors");
	st = have_done(
	    line, OP_OPEN, "connect to the PC/SC daemon", wait, ret_error);
	if (st == CSEAL_OK) {
		*ret_line = line;
		return CSEAL_OK;
	}
	emrtd_line_close(line);
	/* It was never there. */
	if (st == CSEAL_COUNTER_DEVICE_GONE) {
		if (ret_error != NULL) {
			cseal_error_free(*ret_error);
			*ret_error = NULL;
		}
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "the PC/SC daemon, pcscd, does not answer");
	}
	return st;
}

void
emrtd_line_close(struct emrtd_line *line)
{
	struct pollfd done = { .events = POLLIN };

	if (line == NULL)
		return;
	done.fd = line->done_fd;
	pthread_mutex_lock(&line->lock);
	line->is_ending = true;
	pthread_cond_signal(&line->has_news);
	pthread_mutex_unlock(&line->lock);
	if (!line->is_stuck)
		poll(&done, 1, CLOSE_MS);
	disown(line);
}

cseal_status
emrtd_line_readers(struct emrtd_line *line, cseal_wait *wait,
    const char **ret_names, cseal_error **ret_error)
{
	cseal_status st =
	    have_done(line, OP_LIST, "list the readers", wait, ret_error);

	if (st == CSEAL_OK)
		*ret_names = (const char *)line->out;
	return st;
}

/* The thread may need it when the caller is gone. */
static cseal_status
set_reader(struct emrtd_line *line, const char *reader, cseal_error **ret_error)
{
	size_t len = strlen(reader);

	if (len >= sizeof(line->reader_name))
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "no reader has a name as long as that");
	if (!line->is_stuck)
		memcpy(line->reader_name, reader, len + 1);
	return CSEAL_OK;
}

cseal_status
emrtd_line_look(struct emrtd_line *line, const char *reader, int step_ms,
    cseal_wait *wait, bool *ret_present, cseal_error **ret_error)
{
	cseal_status st = set_reader(line, reader, ret_error);

	if (st != CSEAL_OK)
		return st;
	if (!line->is_stuck)
		line->step_ms = step_ms;
	st = have_done(line, OP_LOOK, "watch the reader", wait, ret_error);
	if (st == CSEAL_OK)
		*ret_present = line->is_present;
	return st;
}

cseal_status
emrtd_line_start(struct emrtd_line *line, const char *reader, cseal_wait *wait,
    uint8_t ret_atr[EMRTD_ATR_ROOM], size_t *ret_len, cseal_error **ret_error)
{
	cseal_status st = set_reader(line, reader, ret_error);

	if (st == CSEAL_OK)
		st = have_done(
		    line, OP_START, "start the card", wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_len = line->out_len;
	memcpy(ret_atr, line->out, line->out_len);
	return CSEAL_OK;
}

cseal_status
emrtd_line_control(struct emrtd_line *line, uint32_t code, cseal_wait *wait,
    const uint8_t **ret_bytes, size_t *ret_len, cseal_error **ret_error)
{
	cseal_status st;

	if (!line->is_stuck)
		line->code = code;
	st = have_done(line, OP_CONTROL, "ask the reader", wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_bytes = line->out;
	*ret_len = line->out_len;
	return CSEAL_OK;
}

cseal_status
emrtd_line_say(struct emrtd_line *line, const uint8_t *bytes, size_t len,
    cseal_wait *wait, const uint8_t **ret_bytes, size_t *ret_len,
    cseal_error **ret_error)
{
	cseal_status st;

	if (len > EMRTD_BYTES_ROOM || line->is_stuck)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "a command of %zu bytes cannot be said", len);
	memcpy(line->in, bytes, len);
	line->in_len = len;
	st = have_done(line, OP_SAY, "talk to the card", wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_bytes = line->out;
	*ret_len = line->out_len;
	return CSEAL_OK;
}
