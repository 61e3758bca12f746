/* SPDX-License-Identifier: Apache-2.0 */
/* der.c -- reads and writes DER in place, without a tree.
 *
 * SignedData is a dozen fields around bytes that must not change (names,
 * certificates, signed attributes).  Spans into the original keep them
 * unchanged by construction, need no memory that an attacker could multiply,
 * and let the signature be sized before there is one; OpenSSL's templates
 * copy, and make a tree. */
#include "cms/der.h"

#include <string.h>

bool
csi_span_equal(struct csi_span a, struct csi_span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* X.690, 8.1.3.  Lengths that take more bytes than needed are accepted: they
 * are BER, and unambiguous. */
static size_t
read_length(struct csi_reader *in)
{
	size_t len = csi_read_u8(in);
	size_t bytes = len & 0x7f;

	if (len < 0x80)
		return len;
	if (bytes == 0 || bytes > 4) {
		in->bad = true;
		return 0;
	}
	len = 0;
	for (size_t i = 0; i < bytes; i++)
		len = len << 8 | csi_read_u8(in);
	return len;
}

struct csi_der
csi_der_any(struct csi_reader *in)
{
	struct csi_der element = { 0 };
	const uint8_t *start = in->at;
	size_t len;

	element.tag = csi_read_u8(in);
	if ((element.tag & 0x1f) == 0x1f)
		in->bad = true;
	len = read_length(in);
	element.body = csi_read_span(in, len);
	if (in->bad) {
		memset(&element, 0, sizeof(element));
		return element;
	}
	element.whole.at = start;
	element.whole.len = (size_t)(in->at - start);
	return element;
}

struct csi_der
csi_der_take(struct csi_reader *in, uint8_t tag)
{
	struct csi_der none = { 0 };

	if (!csi_der_next_is(in, tag)) {
		in->bad = true;
		return none;
	}
	return csi_der_any(in);
}

bool
csi_der_next_is(const struct csi_reader *in, uint8_t tag)
{
	return !in->bad && csi_reader_left(in) > 0 && *in->at == tag;
}

struct csi_reader
csi_der_inside(struct csi_der element)
{
	struct csi_reader in = { element.body.at, element.body.at, false };

	if (element.body.at == NULL)
		in.bad = true;
	else
		in.end += element.body.len;
	return in;
}

bool
csi_der_done(const struct csi_reader *in)
{
	return !in->bad && csi_reader_left(in) == 0;
}

long
csi_der_small(struct csi_der integer)
{
	long value = 0;

	if (integer.tag != CSI_DER_INTEGER || integer.body.len == 0 ||
	    integer.body.len > 3 || (integer.body.at[0] & 0x80) != 0)
		return -1;
	for (size_t i = 0; i < integer.body.len; i++)
		value = value << 8 | integer.body.at[i];
	return value > 1000000 ? -1 : value;
}

/* ---- writing -------------------------------------------------------- */

/* Bytes that a length takes after its first byte; 0: the short form. */
static size_t
length_bytes(size_t len)
{
	size_t bytes = 1;

	if (len < 0x80)
		return 0;
	while (bytes < sizeof(len) && len >> (8 * bytes) != 0)
		bytes++;
	return bytes;
}

static void
write_length(uint8_t *at, size_t len, size_t bytes)
{
	if (bytes == 0) {
		at[0] = (uint8_t)len;
		return;
	}
	at[0] = (uint8_t)(0x80 | bytes);
	for (size_t i = bytes; i > 0; i--, len >>= 8)
		at[i] = (uint8_t)len;
}

void
csi_der_add(struct csi_bytes *bytes, uint8_t tag, const void *body, size_t len)
{
	size_t extra = length_bytes(len);
	uint8_t head[1 + 1 + sizeof(size_t)];

	head[0] = tag;
	write_length(head + 1, len, extra);
	csi_bytes_add(bytes, head, 2 + extra);
	csi_bytes_add(bytes, body, len);
}

void
csi_der_add_span(struct csi_bytes *bytes, uint8_t tag, struct csi_span body)
{
	csi_der_add(bytes, tag, body.at, body.len);
}

size_t
csi_der_begin(struct csi_bytes *bytes, uint8_t tag)
{
	csi_bytes_add_u8(bytes, tag);
	csi_bytes_add_u8(bytes, 0);
	return bytes->len;
}

void
csi_der_end(struct csi_bytes *bytes, size_t mark)
{
	size_t len, extra;

	if (bytes->failed)
		return;
	len = bytes->len - mark;
	extra = length_bytes(len);
	if (extra != 0) {
		if (csi_bytes_room(bytes, extra) == NULL)
			return;
		memmove(bytes->at + mark + extra, bytes->at + mark, len);
		bytes->len += extra;
	}
	write_length(bytes->at + mark - 1, len, extra);
}

static bool
comes_before(struct csi_span a, struct csi_span b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.at, b.at, len);

	return order < 0 || (order == 0 && a.len < b.len);
}

/* By insertion: there are a few, and nothing here may fail. */
void
csi_der_sort(struct csi_span *encodings, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct csi_span one = encodings[i];
		size_t at = i;

		for (; at > 0 && comes_before(one, encodings[at - 1]); at--)
			encodings[at] = encodings[at - 1];
		encodings[at] = one;
	}
}
