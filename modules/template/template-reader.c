/* SPDX-License-Identifier: Apache-2.0 */
/* template-reader.c -- the tables: where the core comes in.
 *
 * URI: template:PATH, a device node.  /dev/null is one that never sees a
 * card. */
#include "protocol.h"
#include "transport.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCHEME  "template:"
#define STEP_MS 100 /* between two questions */

/* What one opened device needs: no globals. */
struct reader {
	cseal_host *host;
	int fd;
};

static cseal_status
reader_open(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_reader, cseal_error **ret_error)
{
	struct reader *reader = calloc(1, sizeof(*reader));
	cseal_status st;

	if (reader == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	reader->host = host;
	/* The core has checked that the scheme is ours, and nothing more. */
	st = template_open(uri + strlen(SCHEME), &reader->fd, ret_error);
	if (st != CSEAL_OK) {
		free(reader);
		return st;
	}
	*ret_reader = reader;
	return CSEAL_OK;
}

static void
reader_close(void *opened)
{
	struct reader *reader = opened;

	close(reader->fd);
	free(reader);
}

/* Asks once.  CSEAL_OK: there is no card now. */
static cseal_status
ask(struct reader *reader, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t frame[TEMPLATE_FRAME_MOST];
	size_t len = 0, more = 0;
	cseal_status st;

	st = template_send(reader->fd, TEMPLATE_ASK, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	do {
		st = template_receive(reader->fd, frame + len,
		    sizeof(frame) - len, STEP_MS, wait, &more, ret_error);
		if (st != CSEAL_OK)
			return st;
		len += more;
		if (template_parse(frame, len) == TEMPLATE_ANSWER_BROKEN)
			return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
			    "the reader answered %zu bytes that are no frame",
			    len);
	} while (
	    more != 0 && template_parse(frame, len) == TEMPLATE_ANSWER_SHORT);
	return CSEAL_OK;
}

/* A reader that saw a card would hand over its files now, with
 * cseal_evidence_add(). */
static cseal_status
reader_read(void *opened, const struct cseal_read_request *request,
    cseal_wait *wait, cseal_evidence *evidence, cseal_error **ret_error)
{
	struct reader *reader = opened;
	int waited_ms = 0;
	cseal_status st;
	short events;

	cseal_host_log(reader->host, CSEAL_LOG_DEBUG, "waiting for a card");
	do {
		st = ask(reader, wait, ret_error);
		if (st == CSEAL_OK)
			st = cseal_wait_poll(
			    wait, -1, 0, STEP_MS, &events, ret_error);
		if (st != CSEAL_OK)
			return st;
		waited_ms += STEP_MS;
	} while (
	    request->card_wait_ms < 0 || waited_ms < request->card_wait_ms);
	return cseal_fail(ret_error, CSEAL_AGAIN_NO_CARD, "there was no card");
}

/* Reports what the configuration names and what can be seen.  This device
 * cannot be seen by looking around. */
static cseal_status
reader_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	const char *uri;

	for (size_t i = 0; st == CSEAL_OK; i++) {
		uri = cseal_host_named(host, i);
		if (uri == NULL)
			return CSEAL_OK;
		if (access(uri + strlen(SCHEME), R_OK | W_OK) == 0)
			st = cseal_finder_add(finder, uri, "Template reader",
			    CSEAL_DEVICE_READY, ret_error);
	}
	return st;
}

static void
reader_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };

	cseal_desk_say(&desk, false, "Use a real module.",
	    "This reader never sees a card: it is a template.");
}

static const struct cseal_reader_ops reader_ops = {
	.size = sizeof(reader_ops),
	.open = reader_open,
	.close = reader_close,
	.read = reader_read,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "A reader that never sees a card",
	.find = reader_find,
	.doctor = reader_doctor,
	.ops.reader = &reader_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.flags = CSEAL_MODULE_VIRTUAL, /* a real device is not */
		.id = "template-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
