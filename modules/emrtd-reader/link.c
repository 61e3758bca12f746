/* SPDX-License-Identifier: Apache-2.0 */
/* link.c -- commands and their answers. */
#include "link.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#define MORE_MOST 300 /* parts of an answer that comes in parts */

cseal_status
emrtd_link_init(struct emrtd_link *link, cseal_host *host,
    struct emrtd_line *line, cseal_error **ret_error)
{
	memset(link, 0, sizeof(*link));
	link->host = host;
	link->line = line;
	link->said = malloc(EMRTD_BYTES_ROOM);
	link->heard = malloc(EMRTD_BYTES_ROOM);
	link->plain = malloc(EMRTD_BYTES_ROOM);
	if (link->said != NULL && link->heard != NULL && link->plain != NULL)
		return CSEAL_OK;
	emrtd_link_clear(link);
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

static void
wipe(uint8_t *bytes)
{
	if (bytes != NULL)
		OPENSSL_cleanse(bytes, EMRTD_BYTES_ROOM);
	free(bytes);
}

void
emrtd_link_clear(struct emrtd_link *link)
{
	wipe(link->said);
	wipe(link->heard);
	wipe(link->plain);
	OPENSSL_cleanse(link, sizeof(*link));
}

void
emrtd_link_forget(struct emrtd_link *link)
{
	emrtd_secure_wipe(&link->secure);
	link->is_secure = false;
	link->count = 0;
}

void
emrtd_link_protect(struct emrtd_link *link, struct emrtd_secure *take_keys)
{
	link->secure = *take_keys;
	link->is_secure = true;
	emrtd_secure_wipe(take_keys);
}

bool
emrtd_link_is_lost(const struct emrtd_link *link)
{
	return link->is_secure && link->secure.is_over;
}

size_t
emrtd_link_short_most(const struct emrtd_link *link)
{
	return link->is_secure ? emrtd_secure_most(&link->secure, 256) : 256;
}

static cseal_status
say(struct emrtd_link *link, const uint8_t *bytes, size_t len,
    const uint8_t **ret_bytes, size_t *ret_len, cseal_error **ret_error)
{
	cseal_status st = emrtd_line_say(
	    link->line, bytes, len, link->wait, ret_bytes, ret_len, ret_error);

	link->count++;
	if (st != CSEAL_OK)
		return st;
	if (*ret_len < 2)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the card gave an answer of %zu bytes", *ret_len);
	return CSEAL_OK;
}

/* ISO/IEC 7816-3, 10.3.4: what T=0 could not give at once, and what a card
 * says of a length that was wrong. */
static cseal_status
fetch_more(struct emrtd_link *link, uint8_t more, cseal_error **ret_error)
{
	uint8_t get[] = { 0x00, 0xc0, 0x00, 0x00, more };
	const uint8_t *bytes;
	cseal_status st;
	size_t len;

	for (int i = 0; i < MORE_MOST; i++) {
		st = say(link, get, sizeof(get), &bytes, &len, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (len > EMRTD_BYTES_ROOM - link->heard_len)
			break;
		memcpy(link->heard + link->heard_len, bytes, len);
		link->heard_len += len;
		if (bytes[len - 2] != 0x61)
			return CSEAL_OK;
		get[4] = bytes[len - 1];
		link->heard_len -= 2;
	}
	return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
	    "the card gave an answer without an end");
}

/* ISO/IEC 7816-4, 5.6: 6C names the length that fits, 00 is 256; what has none
 * must stay what it is.  False: it has none. */
static bool
correct_le(struct emrtd_link *link, uint8_t le)
{
	uint8_t *end = link->said + link->said_len;

	if (!link->says_le)
		return false;
	end[-1] = le;
	if (link->said_len > 5 && link->said[4] == 0) /* extended */
		end[-2] = le == 0 ? 1 : 0;
	return true;
}

static cseal_status
exchange(struct emrtd_link *link, cseal_error **ret_error)
{
	bool was_corrected = false;
	const uint8_t *bytes;
	cseal_status st;
	size_t len;

	for (;;) {
		st = say(
		    link, link->said, link->said_len, &bytes, &len, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (len != 2 || bytes[0] != 0x6c || was_corrected ||
		    !correct_le(link, bytes[1]))
			break;
		was_corrected = true;
	}
	if (bytes[len - 2] == 0x61) {
		link->heard_len = len - 2;
		memcpy(link->heard, bytes, len);
		return fetch_more(link, bytes[len - 1], ret_error);
	}
	memcpy(link->heard, bytes, len);
	link->heard_len = len;
	return CSEAL_OK;
}

cseal_status
emrtd_fail_crypto(const char *note, cseal_error **ret_error)
{
	bool lacked = emrtd_lacked_memory();

	ERR_clear_error();
	if (lacked)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO, "%s", note);
}

static cseal_status
fail_cipher(cseal_error **ret_error)
{
	return emrtd_fail_crypto(
	    "a cipher of secure messaging failed", ret_error);
}

static cseal_status
unwrap(struct emrtd_link *link, struct emrtd_answer *ret_answer,
    cseal_error **ret_error)
{
	enum emrtd_result result;

	if (!link->is_secure) {
		emrtd_answer_read(link->heard, link->heard_len, ret_answer);
		return CSEAL_OK;
	}
	result = emrtd_secure_unwrap(&link->secure, link->heard,
	    link->heard_len, link->plain, ret_answer);
	if (result == EMRTD_OK)
		return CSEAL_OK;
	if (result == EMRTD_FAULT)
		return fail_cipher(ret_error);
	if (link->heard_len != 2)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the card's answer was not made with the keys that were "
		    "agreed on");
	emrtd_answer_read(link->heard, link->heard_len, ret_answer);
	return CSEAL_OK;
}

cseal_status
emrtd_link_ask(struct emrtd_link *link, const struct emrtd_command *command,
    struct emrtd_answer *ret_answer, cseal_error **ret_error)
{
	enum emrtd_result result = EMRTD_OK;
	cseal_status st;

	if (emrtd_link_is_lost(link))
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card ended secure messaging");
	link->says_le = link->is_secure || command->le > 0;
	if (link->is_secure)
		result = emrtd_secure_wrap(&link->secure, command, link->said,
		    EMRTD_BYTES_ROOM, &link->said_len);
	else
		link->said_len =
		    emrtd_command_write(command, link->said, EMRTD_BYTES_ROOM);
	if (result != EMRTD_OK || link->said_len == 0)
		return fail_cipher(ret_error);
	st = exchange(link, ret_error);
	if (st != CSEAL_OK)
		return st;
	return unwrap(link, ret_answer, ret_error);
}
