/* SPDX-License-Identifier: Apache-2.0 */
/* direct.c -- the transport of modules/emrtd-reader without a daemon, for the
 * many conversations that go wrong; the real one is proven by
 * test-emrtd-daemon.sh. */
#include "desk.h"
#include "transport.h"

#include <stdlib.h>
#include <string.h>

struct emrtd_line {
	uint8_t bytes[EMRTD_BYTES_ROOM];
};

cseal_status
emrtd_line_open(
    cseal_wait *wait, struct emrtd_line **ret_line, cseal_error **ret_error)
{
	struct emrtd_line *line = calloc(1, sizeof(*line));

	if (line == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "no memory");
	*ret_line = line;
	return CSEAL_OK;
}

void
emrtd_line_close(struct emrtd_line *line)
{
	free(line);
}

cseal_status
emrtd_line_readers(struct emrtd_line *line, cseal_wait *wait,
    const char **ret_names, cseal_error **ret_error)
{
	static const char names[] = DESK_READER "\0";

	*ret_names = names;
	return CSEAL_OK;
}

static bool
is_there(void)
{
	return !desk_of_tests.was_lifted &&
	       (desk_of_tests.chip != NULL || desk_of_tests.say != NULL);
}

cseal_status
emrtd_line_look(struct emrtd_line *line, const char *reader, int step_ms,
    cseal_wait *wait, bool *ret_present, cseal_error **ret_error)
{
	*ret_present = is_there();
	return cseal_wait_check(wait, ret_error);
}

static cseal_status
fail_lifted(cseal_error **ret_error)
{
	desk_of_tests.was_lifted = true;
	return cseal_fail(ret_error, CSEAL_AGAIN_CARD_LIFTED, "it was lifted");
}

cseal_status
emrtd_line_start(struct emrtd_line *line, const char *reader, cseal_wait *wait,
    uint8_t ret_atr[EMRTD_ATR_ROOM], size_t *ret_len, cseal_error **ret_error)
{
	static const uint8_t atr[] = { 0x3b, 0x80, 0x80, 0x01, 0x01 };
	/* Its capabilities (ISO/IEC 7816-4, 8.1.1.2.7): none. */
	static const uint8_t brief[] = { 0x3b, 0x85, 0x80, 0x01, 0x80, 0x73,
		0x00, 0x00, 0x00, 0x77 };
	cseal_status st = cseal_wait_check(wait, ret_error);

	if (st != CSEAL_OK)
		return st;
	if (!is_there())
		return fail_lifted(ret_error);
	if (desk_of_tests.chip != NULL)
		chip_reset(desk_of_tests.chip);
	else if (desk_of_tests.start != NULL)
		desk_of_tests.start(desk_of_tests.user);
	*ret_len = desk_of_tests.card_says_short ? sizeof(brief) : sizeof(atr);
	memcpy(ret_atr, desk_of_tests.card_says_short ? brief : atr, *ret_len);
	return CSEAL_OK;
}

/* PC/SC part 10, 2.6.14 */
cseal_status
emrtd_line_control(struct emrtd_line *line, uint32_t code, cseal_wait *wait,
    const uint8_t **ret_bytes, size_t *ret_len, cseal_error **ret_error)
{
	static const uint8_t features[] = { 0x12, 4, 0x42, 0, 0x0d, 0xb2 };
	static const uint8_t properties[] = { 0x0a, 4, 0, 0, 0, 0 };

	*ret_bytes = code == 0x42000db2 ? properties : features;
	*ret_len = sizeof(features);
	if (!desk_of_tests.says_short)
		*ret_len = 0;
	return CSEAL_OK;
}

cseal_status
emrtd_line_say(struct emrtd_line *line, const uint8_t *bytes, size_t len,
    cseal_wait *wait, const uint8_t **ret_bytes, size_t *ret_len,
    cseal_error **ret_error)
{
	cseal_status st = cseal_wait_check(wait, ret_error);

	if (st != CSEAL_OK)
		return st;
	if (!is_there())
		return fail_lifted(ret_error);
	/* As many readers do with what they cannot pass on. */
	if (desk_of_tests.is_short && len > 5 && bytes[4] == 0)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "it was too long");
	*ret_len = desk_of_tests.chip != NULL
		       ? chip_say(desk_of_tests.chip, bytes, len, line->bytes)
		       : desk_of_tests.say(
			     desk_of_tests.user, bytes, len, line->bytes);
	if (*ret_len == 0)
		return fail_lifted(ret_error);
	*ret_bytes = line->bytes;
	return CSEAL_OK;
}
