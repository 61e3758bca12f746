/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.c -- records between the module and its program. */
#include "protocol.h"

#include <stdlib.h>
#include <string.h>

#define LENGTH_LEN 4
#define ROOM_FIRST 4096

/* ---- writing ------------------------------------------------------------ */

static bool
make_room(struct record_writer *writer, size_t len)
{
	size_t room = writer->room == 0 ? ROOM_FIRST : writer->room;
	uint8_t *larger;

	if (writer->failed || len > SIZE_MAX / 4 - writer->len)
		return false;
	if (len <= writer->room - writer->len)
		return true;
	while (room - writer->len < len)
		room *= 2;
	larger = realloc(writer->at, room);
	if (larger == NULL)
		return false;
	writer->at = larger;
	writer->room = room;
	return true;
}

void
record_put(struct record_writer *writer, const void *bytes, size_t len)
{
	if (!make_room(writer, len)) {
		writer->failed = true;
		return;
	}
	if (len > 0)
		memcpy(writer->at + writer->len, bytes, len);
	writer->len += len;
}

void
record_put_number(struct record_writer *writer, uint64_t number, unsigned len)
{
	for (unsigned i = 0; i < len; i++) {
		uint8_t byte = (uint8_t)(number >> (8 * i));

		record_put(writer, &byte, 1);
	}
}

void
record_put_text(struct record_writer *writer, const char *text)
{
	record_put(writer, text, strlen(text) + 1);
}

void
record_start(struct record_writer *writer, uint8_t tag)
{
	record_put(writer, &tag, 1);
	writer->start = writer->len;
	record_put_number(writer, 0, LENGTH_LEN);
}

void
record_end(struct record_writer *writer)
{
	size_t len;

	if (writer->failed)
		return;
	len = writer->len - writer->start - LENGTH_LEN;
	if (len > UINT32_MAX) {
		writer->failed = true;
		return;
	}
	for (unsigned i = 0; i < LENGTH_LEN; i++)
		writer->at[writer->start + i] = (uint8_t)(len >> (8 * i));
}

/* ---- reading ------------------------------------------------------------- */

bool
record_next(struct record_reader *reader, uint8_t *ret_tag,
    struct record_reader *ret_body)
{
	size_t left = (size_t)(reader->end - reader->at);
	struct record_reader head = *reader;
	uint64_t len;

	if (left == 0)
		return false;
	head.at++;
	len = record_number(&head, LENGTH_LEN);
	if (head.bad || len > (size_t)(head.end - head.at)) {
		reader->bad = true;
		return false;
	}
	*ret_tag = *reader->at;
	ret_body->at = head.at;
	ret_body->end = head.at + len;
	ret_body->bad = false;
	reader->at = ret_body->end;
	return true;
}

uint64_t
record_number(struct record_reader *body, unsigned len)
{
	uint64_t number = 0;

	if ((size_t)(body->end - body->at) < len) {
		body->bad = true;
		body->at = body->end;
		return 0;
	}
	for (unsigned i = 0; i < len; i++)
		number |= (uint64_t)*body->at++ << (8 * i);
	return number;
}

const char *
record_text(struct record_reader *body)
{
	const char *text = (const char *)body->at;
	const uint8_t *end =
	    memchr(body->at, '\0', (size_t)(body->end - body->at));

	if (end == NULL) {
		body->bad = true;
		body->at = body->end;
		return "";
	}
	body->at = end + 1;
	return text;
}
