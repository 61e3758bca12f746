/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.c -- bounded reader, growing writer. */
#include "bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
csi_span_is(struct csi_span span, const char *text)
{
	size_t len = strlen(text);

	return span.len == len && (len == 0 || memcmp(span.at, text, len) == 0);
}

struct csi_reader
csi_reader_of(const void *bytes, size_t len)
{
	struct csi_reader reader = { bytes, bytes, false };

	/* An empty span may have no place: NULL + 0 is undefined in C. */
	if (len != 0)
		reader.end += len;
	return reader;
}

size_t
csi_reader_left(const struct csi_reader *reader)
{
	return (size_t)(reader->end - reader->at);
}

struct csi_span
csi_read_span(struct csi_reader *reader, size_t len)
{
	struct csi_span span = { reader->at, len };

	if (reader->bad || len > csi_reader_left(reader)) {
		reader->bad = true;
		reader->at = reader->end;
		span.len = 0;
		return span;
	}
	reader->at += len;
	return span;
}

static uint32_t
read_be(struct csi_reader *reader, size_t len)
{
	struct csi_span span = csi_read_span(reader, len);
	uint32_t value = 0;

	for (size_t i = 0; i < span.len; i++)
		value = value << 8 | span.at[i];
	return value;
}

uint8_t
csi_read_u8(struct csi_reader *reader)
{
	return (uint8_t)read_be(reader, 1);
}

uint16_t
csi_read_be16(struct csi_reader *reader)
{
	return (uint16_t)read_be(reader, 2);
}

uint32_t
csi_read_be24(struct csi_reader *reader)
{
	return read_be(reader, 3);
}

uint32_t
csi_read_be32(struct csi_reader *reader)
{
	return read_be(reader, 4);
}

uint16_t
csi_read_le16(struct csi_reader *reader)
{
	uint16_t value = csi_read_be16(reader);

	return (uint16_t)(value << 8 | value >> 8);
}

uint32_t
csi_read_le32(struct csi_reader *reader)
{
	return __builtin_bswap32(csi_read_be32(reader));
}

/* realloc() frees what it moves as it is. */
static uint8_t *
move_and_wipe(struct csi_bytes *bytes, size_t room)
{
	uint8_t *at = malloc(room);

	if (at == NULL || bytes->at == NULL)
		return at;
	memcpy(at, bytes->at, bytes->len);
	explicit_bzero(bytes->at, bytes->room);
	free(bytes->at);
	return at;
}

uint8_t *
csi_bytes_room(struct csi_bytes *bytes, size_t len)
{
	size_t room = bytes->room;
	uint8_t *at;

	if (bytes->failed)
		return NULL;
	if (len <= room - bytes->len)
		return bytes->at + bytes->len;
	if (len > SIZE_MAX / 2 - bytes->len)
		goto fail;
	if (room < 256)
		room = 256;
	while (room < bytes->len + len)
		room += room / 2;
	at = bytes->is_wiped ? move_and_wipe(bytes, room)
			     : realloc(bytes->at, room);
	if (at == NULL)
		goto fail;
	bytes->at = at;
	bytes->room = room;
	return bytes->at + bytes->len;
fail:
	bytes->failed = true;
	return NULL;
}

void
csi_bytes_add(struct csi_bytes *bytes, const void *more, size_t len)
{
	uint8_t *at;

	if (len == 0)
		return;
	at = csi_bytes_room(bytes, len);
	if (at == NULL)
		return;
	memcpy(at, more, len);
	bytes->len += len;
}

void
csi_bytes_add_span(struct csi_bytes *bytes, struct csi_span span)
{
	csi_bytes_add(bytes, span.at, span.len);
}

void
csi_bytes_add_text(struct csi_bytes *bytes, const char *text)
{
	csi_bytes_add(bytes, text, strlen(text));
}

void
csi_bytes_add_u8(struct csi_bytes *bytes, uint8_t value)
{
	csi_bytes_add(bytes, &value, 1);
}

void
csi_bytes_add_be16(struct csi_bytes *bytes, uint16_t value)
{
	uint8_t be[2] = { (uint8_t)(value >> 8), (uint8_t)value };

	csi_bytes_add(bytes, be, sizeof(be));
}

void
csi_bytes_add_be32(struct csi_bytes *bytes, uint32_t value)
{
	csi_bytes_add_be16(bytes, (uint16_t)(value >> 16));
	csi_bytes_add_be16(bytes, (uint16_t)value);
}

void
csi_bytes_print(struct csi_bytes *bytes, const char *format, ...)
{
	char text[256];
	va_list args;
	uint8_t *at;
	int len;

	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (len < 0) {
		bytes->failed = true;
		return;
	}
	if ((size_t)len < sizeof(text)) {
		csi_bytes_add(bytes, text, (size_t)len);
		return;
	}
	at = csi_bytes_room(bytes, (size_t)len + 1);
	if (at == NULL)
		return;
	va_start(args, format);
	vsnprintf((char *)at, (size_t)len + 1, format, args);
	va_end(args);
	bytes->len += (size_t)len;
}

struct csi_span
csi_bytes_span(const struct csi_bytes *bytes)
{
	struct csi_span span = { bytes->at, bytes->len };

	return span;
}

char *
csi_bytes_take_text(struct csi_bytes *bytes)
{
	char *text;

	csi_bytes_add_u8(bytes, 0);
	if (bytes->failed) {
		csi_bytes_free(bytes);
		return NULL;
	}
	text = (char *)bytes->at;
	memset(bytes, 0, sizeof(*bytes));
	return text;
}

void
csi_bytes_free(struct csi_bytes *bytes)
{
	free(bytes->at);
	memset(bytes, 0, sizeof(*bytes));
}

void
csi_bytes_wipe(struct csi_bytes *bytes)
{
	if (bytes->at != NULL)
		explicit_bzero(bytes->at, bytes->room);
	csi_bytes_free(bytes);
}
