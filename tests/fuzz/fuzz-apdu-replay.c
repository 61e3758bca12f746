/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-apdu-replay.c -- the whole conversation of modules/emrtd-reader with a
 * card that says what the input has: a length of two bytes and an answer, one
 * after another; at its end the card is lifted.
 *
 * Bytes with a checksum under keys that nobody knows come to nothing, so the
 * first byte says what is given to the reader: nothing (a chip without access
 * control, whose files are read), a number or a zone. */
#include "desk.h"
#include "fuzz.h"
#include "reader.h"

#include "evidence.h"
#include "host.h"
#include "identity/identity.h"
#include "wait.h"

#include <counterseal/counterseal.h>

#include <stdlib.h>
#include <string.h>

#define COMMANDS_MOST 400

struct replay {
	const uint8_t *at;
	size_t left;
	unsigned count;
};

struct desk desk_of_tests;

/* There is no chip. */
void
chip_reset(struct chip *chip)
{
}

size_t
chip_say(struct chip *chip, const uint8_t *command, size_t len,
    uint8_t answer[CHIP_ANSWER_ROOM])
{
	return 0;
}

static cseal_context *
context_of_tests(void)
{
	static cseal_context *context;
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent" };

	if (context == NULL &&
	    cseal_context_new(&options, &context, NULL) != CSEAL_OK)
		abort();
	return context;
}

static size_t
say(void *user, const uint8_t *command, size_t command_len,
    uint8_t answer[CHIP_ANSWER_ROOM])
{
	struct replay *replay = user;
	size_t len;

	if (replay->left < 2 || ++replay->count > COMMANDS_MOST)
		return 0;
	len = (size_t)replay->at[0] << 8 | replay->at[1];
	replay->at += 2;
	replay->left -= 2;
	if (len > replay->left)
		len = replay->left;
	memcpy(answer, replay->at, len);
	replay->at += len;
	replay->left -= len;
	return len;
}

/* What was read is derived from, as the core does. */
static void
derive(cseal_evidence *evidence)
{
	cseal_identity *identity = calloc(1, sizeof(*identity));

	if (identity == NULL)
		abort();
	identity->files = evidence;
	csi_identity_derive(identity, "2026-11-29", NULL, NULL);
	for (int i = 1; i <= CSEAL_IDENTITY_MATCHES_PRINT; i++) {
		if (identity->verdicts[i] == CSEAL_VERDICT_YES)
			abort();
	}
	cseal_identity_free(identity);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char zone[] =
	    "P<NLDERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	    "L898902C36NLD7408122F3204153ZE184226B<<<<<16";
	uint8_t how = size > 0 ? data[0] % 3 : 0;
	struct replay replay = { size > 0 ? data + 1 : data,
		size > 0 ? size - 1 : 0, 0 };
	const struct cseal_read_request request = {
		.size = sizeof(request),
		.mrz = how == 2 ? zone : NULL,
		.can = how == 1 ? "123456" : NULL,
	};
	struct emrtd_reader *reader = NULL;
	cseal_evidence *evidence = NULL;
	struct cseal_host host;
	struct cseal_wait wait;

	csi_host_init(&host, context_of_tests(), "emrtd-reader");
	desk_of_tests = (struct desk){ .say = say, .user = &replay };
	csi_wait_init(&wait, 10000, NULL);
	if (emrtd_reader_new(&host, "emrtd:" DESK_READER, EMRTD_ANY, &wait,
		&reader, NULL) != CSEAL_OK ||
	    csi_evidence_new(&evidence, NULL) != CSEAL_OK)
		abort();
	if (emrtd_reader_read(reader, &request, &wait, evidence, NULL) ==
	    CSEAL_OK)
		derive(evidence);
	else
		csi_evidence_free(evidence);
	emrtd_reader_free(reader);
	csi_host_end(&host);
	return 0;
}
