/* SPDX-License-Identifier: Apache-2.0 */
/* filter.c -- decodes streams (ISO 32000-1, 7.4). */
#include "filter.h"

#include "error.h"
#include "lexer.h"
#include "predictor.h"

#include <string.h>
#include <zlib.h>

#define FLATE_LEAST ((size_t)1 << 10)
#define FLATE_MOST  ((size_t)1 << 20)

static cseal_status
damaged(cseal_error **ret_error, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED, "%s", what);
}

static cseal_status
too_much(cseal_error **ret_error, size_t most)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "a stream decoded to more than %zu bytes", most);
}

/* ---- FlateDecode ---------------------------------------------------- */

/* zlib counts in 32 bits. */
static void
feed(z_stream *z, struct csi_span *in)
{
	uInt len = in->len > (1u << 30) ? 1u << 30 : (uInt)in->len;

	if (z->avail_in > 0)
		return;
	/* zlib does not change what it reads. */
	memcpy(&z->next_in, &in->at, sizeof(z->next_in));
	z->avail_in = len;
	in->at += len;
	in->len -= len;
}

static cseal_status
inflate_all(z_stream *z, struct csi_span in, bool strict, size_t most,
    struct csi_bytes *out, cseal_error **ret_error)
{
	/* Few steps: each copies what zlib looks back at. */
	size_t step = in.len < FLATE_LEAST      ? FLATE_LEAST
		      : in.len < FLATE_MOST / 4 ? in.len * 4
						: FLATE_MOST;
	int rc = Z_OK;

	while (rc == Z_OK) {
		/* One byte past the limit tells that there is more. */
		size_t room = most + 1 - out->len;

		if (step < out->len / 2)
			step = out->len / 2;
		if (step > FLATE_MOST)
			step = FLATE_MOST;
		if (room > step)
			room = step;
		feed(z, &in);
		z->next_out = csi_bytes_room(out, room);
		if (z->next_out == NULL)
			return csi_fail_memory(ret_error);
		z->avail_out = (uInt)room;
		rc = inflate(z, Z_NO_FLUSH);
		out->len += room - z->avail_out;
		if (out->len > most)
			return too_much(ret_error, most);
		if (rc == Z_BUF_ERROR && in.len > 0)
			rc = Z_OK;
	}
	if (rc == Z_MEM_ERROR)
		return csi_fail_memory(ret_error);
	if (rc != Z_STREAM_END && strict)
		return damaged(
		    ret_error, "a stream's compressed data were spoilt");
	return CSEAL_OK;
}

/* The two bytes that come first, without a dictionary (RFC 1950, 2.2). */
static bool
has_plain_head(struct csi_span in)
{
	return in.len > 2 && (in.at[0] & 15) == Z_DEFLATED &&
	       in.at[0] >> 4 <= MAX_WBITS - 8 &&
	       (in.at[0] << 8 | in.at[1]) % 31 == 0 && (in.at[1] & 32) == 0;
}

/* Lenient: a checksum that is wrong changes nothing, and to make one takes a
 * tenth of the time. */
static bool
start_inflate(z_stream *z, struct csi_span *in, bool strict)
{
	if (strict || !has_plain_head(*in))
		return inflateInit(z) == Z_OK;
	in->at += 2;
	in->len -= 2;
	return inflateInit2(z, -MAX_WBITS) == Z_OK;
}

static cseal_status
decode_flate(struct csi_span in, bool strict, size_t most,
    struct csi_bytes *out, cseal_error **ret_error)
{
	z_stream z = { 0 };
	cseal_status st;

	/* Nothing is nothing to every reader. */
	if (in.len == 0)
		return CSEAL_OK;
	if (!start_inflate(&z, &in, strict))
		return csi_fail_memory(ret_error);
	st = inflate_all(&z, in, strict, most, out, ret_error);
	inflateEnd(&z);
	return st;
}

/* ---- the ASCII filters ---------------------------------------------- */

static int
hex_digit(uint8_t byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte |= 0x20;
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* 7.4.2 */
static cseal_status
decode_hex(struct csi_span in, bool strict, size_t most, struct csi_bytes *out,
    cseal_error **ret_error)
{
	int high = -1;

	for (size_t i = 0; i < in.len && in.at[i] != '>'; i++) {
		int digit = hex_digit(in.at[i]);

		if (digit < 0) {
			if (strict && !csi_pdf_is_space(in.at[i]))
				return damaged(ret_error,
				    "ASCIIHex data had another character");
			continue;
		}
		if (high < 0) {
			high = digit;
			continue;
		}
		if (out->len == most)
			return too_much(ret_error, most);
		csi_bytes_add_u8(out, (uint8_t)(high << 4 | digit));
		high = -1;
	}
	if (high >= 0) {
		if (out->len == most)
			return too_much(ret_error, most);
		csi_bytes_add_u8(out, (uint8_t)(high << 4));
	}
	return CSEAL_OK;
}

/* `count` characters of a group of five: count - 1 bytes (7.4.3). */
static cseal_status
add_group(const uint8_t *group, size_t count, bool strict, size_t most,
    struct csi_bytes *out, cseal_error **ret_error)
{
	uint64_t value = 0;
	uint8_t be[4];

	for (size_t i = 0; i < 5; i++)
		value = value * 85 + (i < count ? group[i] : 84u);
	if (strict && (value > UINT32_MAX || count == 1))
		return damaged(ret_error, "ASCII85 data had a bad group");
	for (size_t i = 0; i < 4; i++)
		be[i] = (uint8_t)(value >> (24 - 8 * i));
	if (count - 1 > most - out->len)
		return too_much(ret_error, most);
	csi_bytes_add(out, be, count - 1);
	return CSEAL_OK;
}

static cseal_status
decode_85(struct csi_span in, bool strict, size_t most, struct csi_bytes *out,
    cseal_error **ret_error)
{
	static const uint8_t zeros[5] = { 0 };
	uint8_t group[5];
	size_t count = 0;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; i < in.len && in.at[i] != '~'; i++) {
		uint8_t byte = in.at[i];

		if (byte == 'z' && count == 0) {
			st = add_group(zeros, 5, strict, most, out, ret_error);
		} else if (byte >= '!' && byte <= 'u') {
			group[count++] = (uint8_t)(byte - '!');
		} else if (strict && !csi_pdf_is_space(byte)) {
			return damaged(
			    ret_error, "ASCII85 data had another character");
		}
		if (count == 5) {
			st = add_group(group, 5, strict, most, out, ret_error);
			count = 0;
		}
		if (st != CSEAL_OK)
			return st;
	}
	if (count == 0)
		return CSEAL_OK;
	return add_group(group, count, strict, most, out, ret_error);
}

/* ---- RunLengthDecode (7.4.5) ---------------------------------------- */

static cseal_status
decode_runs(struct csi_span in, bool strict, size_t most, struct csi_bytes *out,
    cseal_error **ret_error)
{
	size_t i = 0;

	while (i < in.len && in.at[i] != 128) {
		size_t length = in.at[i++];
		bool same = length > 128;
		size_t wants = same ? 1 : length + 1;
		uint8_t *room;

		length = same ? 257 - length : length + 1;
		if (wants > in.len - i) {
			if (strict)
				return damaged(
				    ret_error, "run-length data broke off");
			wants = length = same ? 0 : in.len - i;
		}
		if (length > most - out->len)
			return too_much(ret_error, most);
		if (length == 0)
			break;
		room = csi_bytes_room(out, length);
		if (room == NULL)
			return csi_fail_memory(ret_error);
		if (same)
			memset(room, in.at[i], length);
		else
			memcpy(room, in.at + i, length);
		out->len += length;
		i += wants;
	}
	return CSEAL_OK;
}

cseal_status
csi_pdf_filter_run(const struct csi_pdf_filter *filter, struct csi_span in,
    bool strict, size_t most, struct csi_bytes *out, cseal_error **ret_error)
{
	cseal_status st = CSEAL_FAULT_INTERNAL;

	if (most > SIZE_MAX / 4)
		most = SIZE_MAX / 4;
	switch (filter->kind) {
	case CSI_PDF_FILTER_FLATE:
		/* A predictor takes a byte a row, at most as many again. */
		st = decode_flate(in, strict,
		    filter->predictor >= 10 ? most * 2 : most, out, ret_error);
		if (st == CSEAL_OK)
			st = csi_pdf_predict(filter, strict, out, ret_error);
		if (st == CSEAL_OK && out->len > most)
			st = too_much(ret_error, most);
		break;
	case CSI_PDF_FILTER_ASCII_HEX:
		st = decode_hex(in, strict, most, out, ret_error);
		break;
	case CSI_PDF_FILTER_ASCII_85:
		st = decode_85(in, strict, most, out, ret_error);
		break;
	case CSI_PDF_FILTER_RUN_LENGTH:
		st = decode_runs(in, strict, most, out, ret_error);
		break;
	}
	if (st == CSEAL_OK && out->failed)
		st = csi_fail_memory(ret_error);
	return st;
}

cseal_status
csi_pdf_filter_front(const struct csi_pdf_filter *filter, struct csi_span in,
    size_t most, struct csi_bytes *out, bool *ret_whole,
    cseal_error **ret_error)
{
	z_stream z = { 0 };
	int rc;

	z.next_out = csi_bytes_room(out, most);
	if (z.next_out == NULL || !start_inflate(&z, &in, false))
		return csi_fail_memory(ret_error);
	z.avail_out = (uInt)most;
	feed(&z, &in);
	rc = inflate(&z, Z_NO_FLUSH);
	out->len = most - z.avail_out;
	*ret_whole = rc == Z_STREAM_END || z.avail_out > 0;
	inflateEnd(&z);
	if (rc == Z_MEM_ERROR)
		return csi_fail_memory(ret_error);
	return csi_pdf_predict(filter, false, out, ret_error);
}
