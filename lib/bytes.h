/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.h -- bounded reader, growing writer; the only shared helper. */
#ifndef CSI_BYTES_H
#define CSI_BYTES_H

#include <counterseal/types.h>

/* Borrowed bytes. */
struct csi_span {
	const uint8_t *at;
	size_t len;
};

bool csi_span_is(struct csi_span span, const char *text);

/*
 * Reads integers from bounded bytes.  Past the end every read gives 0 and
 * sets `bad`, which stays set: check once, when everything was read.
 */
struct csi_reader {
	const uint8_t *at, *end;
	bool bad;
};

struct csi_reader csi_reader_of(const void *bytes, size_t len);
size_t csi_reader_left(const struct csi_reader *reader);
uint8_t csi_read_u8(struct csi_reader *reader);
uint16_t csi_read_be16(struct csi_reader *reader);
uint32_t csi_read_be24(struct csi_reader *reader);
uint32_t csi_read_be32(struct csi_reader *reader);
uint16_t csi_read_le16(struct csi_reader *reader);
uint32_t csi_read_le32(struct csi_reader *reader);
/* len bytes in place; an empty span past the end. */
struct csi_span csi_read_span(struct csi_reader *reader, size_t len);

/*
 * A buffer that grows.  An addition that finds no memory sets `failed`, which
 * stays set and makes every later addition do nothing: check once, at the
 * end.  All zero is an empty buffer.
 */
struct csi_bytes {
	uint8_t *at;
	size_t len, room;
	bool failed;
	/* What it outgrows is wiped before it is freed; who sets this frees it
	 * with csi_bytes_wipe(). */
	bool is_wiped;
};

void csi_bytes_add(struct csi_bytes *bytes, const void *more, size_t len);
void csi_bytes_add_span(struct csi_bytes *bytes, struct csi_span span);
void csi_bytes_add_text(struct csi_bytes *bytes, const char *text);
void csi_bytes_add_u8(struct csi_bytes *bytes, uint8_t value);
void csi_bytes_add_be16(struct csi_bytes *bytes, uint16_t value);
void csi_bytes_add_be32(struct csi_bytes *bytes, uint32_t value);
void csi_bytes_print(struct csi_bytes *bytes, const char *format, ...)
    CSEAL_PRINTF(2, 3);
/* Room for len more bytes that the caller fills and then counts by adding to
 * `len`; NULL when out of memory. */
uint8_t *csi_bytes_room(struct csi_bytes *bytes, size_t len);
struct csi_span csi_bytes_span(const struct csi_bytes *bytes);
/* Ends the text with a NUL that is not counted and hands it to the caller, to
 * be freed with free(); NULL if anything failed. */
char *csi_bytes_take_text(struct csi_bytes *bytes);
void csi_bytes_free(struct csi_bytes *bytes);
/* Wipes, then frees. */
void csi_bytes_wipe(struct csi_bytes *bytes);

#endif
