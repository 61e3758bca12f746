/* SPDX-License-Identifier: Apache-2.0 */
/* tlv.c -- reads the BER-TLV data objects of a chip's files in place. */
#include "emrtd/tlv.h"

#include <string.h>

/* ISO/IEC 7816-4, 5.2.2.1: five ones say that the number follows; one byte of
 * it is all that a chip's files have.  Many have a number there that would
 * have fit into the first (5F0E). */
static unsigned
read_tag(struct csi_reader *in)
{
	unsigned tag = csi_read_u8(in), more;

	if ((tag & 0x1f) != 0x1f)
		return tag;
	more = csi_read_u8(in);
	if (more > 0x7f)
		in->bad = true;
	return tag << 8 | more;
}

/* 5.2.2.2: 80 would be an indefinite length, which is not allowed here. */
static size_t
read_length(struct csi_reader *in)
{
	uint8_t first = csi_read_u8(in);

	switch (first) {
	case 0x81: return csi_read_u8(in);
	case 0x82: return csi_read_be16(in);
	case 0x83: return csi_read_be24(in);
	default: break;
	}
	if (first > 0x7f)
		in->bad = true;
	return first;
}

struct csi_tlv
csi_tlv_any(struct csi_reader *in)
{
	struct csi_tlv object = { 0 };
	const uint8_t *start = in->at;
	unsigned tag = read_tag(in);
	struct csi_span body = csi_read_span(in, read_length(in));

	if (in->bad)
		return object;
	object.tag = tag;
	object.body = body;
	object.whole.at = start;
	object.whole.len = (size_t)(in->at - start);
	return object;
}

struct csi_tlv
csi_tlv_take(struct csi_reader *in, unsigned tag)
{
	struct csi_tlv object = csi_tlv_any(in);

	if (object.tag == tag)
		return object;
	in->bad = true;
	memset(&object, 0, sizeof(object));
	return object;
}

bool
csi_tlv_next_is(const struct csi_reader *in, unsigned tag)
{
	struct csi_reader look = *in;

	return !look.bad && csi_reader_left(&look) > 0 &&
	       csi_tlv_any(&look).tag == tag && !look.bad;
}

struct csi_reader
csi_tlv_inside(struct csi_tlv object)
{
	return csi_reader_of(object.body.at, object.body.len);
}

bool
csi_tlv_find(struct csi_span template, unsigned tag, struct csi_tlv *ret_object)
{
	struct csi_reader in = csi_reader_of(template.at, template.len);

	while (!in.bad && csi_reader_left(&in) > 0) {
		struct csi_tlv object = csi_tlv_any(&in);

		if (in.bad || object.tag != tag)
			continue;
		*ret_object = object;
		return true;
	}
	return false;
}

bool
csi_tlv_file(struct csi_span file, unsigned tag, struct csi_tlv *ret_object)
{
	struct csi_reader in = csi_reader_of(file.at, file.len);
	struct csi_tlv object = csi_tlv_take(&in, tag);

	if (in.bad || csi_reader_left(&in) > 0)
		return false;
	*ret_object = object;
	return true;
}
