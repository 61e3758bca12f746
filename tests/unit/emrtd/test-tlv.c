/* SPDX-License-Identifier: Apache-2.0 */
/* test-tlv.c -- proves lib/emrtd/tlv.c. */
#include "emrtd/tlv.h"
#include "tap.h"

#define BYTES(text)                                       \
	(struct csi_span)                                 \
	{                                                 \
		(const uint8_t *)(text), sizeof(text) - 1 \
	}

static struct csi_tlv object;

static bool
is_one(struct csi_span bytes)
{
	struct csi_reader in = csi_reader_of(bytes.at, bytes.len);

	object = csi_tlv_any(&in);
	return !in.bad && csi_reader_left(&in) == 0;
}

static void
tags_have_one_byte_or_two(void)
{
	OK(is_one(BYTES("\x61\1x")) && object.tag == 0x61);
	OK(csi_span_is(object.body, "x") && object.whole.len == 3);
	OK(is_one(BYTES("\x5f\x1f\1x")) && object.tag == 0x5f1f);
	OK(is_one(BYTES("\x7f\x61\0")) && object.tag == 0x7f61);
	OK(object.body.len == 0);
	OKF(!is_one(BYTES("\x5f\x81\x01\1x")), "a third byte is refused");
	OK(is_one(BYTES("\x5f\x0e\1x")) && object.tag == 0x5f0e);
	OKF(!is_one(BYTES("\x5f")), "half of a tag is refused");
	OKF(!is_one(BYTES("")), "nothing is no object");
	OK(object.tag == 0 && object.body.len == 0);
}

static void
lengths_have_up_to_three_bytes_more(void)
{
	OK(is_one(BYTES("\x61\x81\1x")) && object.body.len == 1);
	OK(is_one(BYTES("\x61\x82\0\1x")) && object.body.len == 1);
	OK(is_one(BYTES("\x61\x83\0\0\1x")) && object.body.len == 1);
	OKF(!is_one(BYTES("\x61\x84\0\0\0\1x")), "four are refused");
	OKF(!is_one(BYTES("\x61\x80x\0\0")), "an indefinite one is refused");
	OKF(!is_one(BYTES("\x61\x83\xff\xff\xffx")), "too long a one is");
	OKF(!is_one(BYTES("\x61\2x")), "so is one byte too many");
	OKF(!is_one(BYTES("\x61\x82\0")), "half of a length is refused");
}

static void
a_file_is_one_object_and_nothing_else(void)
{
	OK(csi_tlv_file(BYTES("\x61\1x"), 0x61, &object));
	OK(!csi_tlv_file(BYTES("\x61\1x"), 0x60, &object));
	OK(!csi_tlv_file(BYTES("\x61\1x\0"), 0x61, &object));
	OK(!csi_tlv_file(BYTES("\x61\2x"), 0x61, &object));
}

static void
the_first_of_a_tag_is_found(void)
{
	struct csi_span body = BYTES("\x02\1a\x5f\x1f\1b\x02\1c");

	OK(csi_tlv_find(body, 0x02, &object) && csi_span_is(object.body, "a"));
	OK(csi_tlv_find(body, 0x5f1f, &object) &&
	    csi_span_is(object.body, "b"));
	OK(!csi_tlv_find(body, 0x5f, &object));
	OKF(!csi_tlv_find(BYTES("\x02\x7f"
				"a\x03\0"),
		0x03, &object),
	    "and nothing behind what is not well formed");
}

static void
what_is_bad_stays_bad(void)
{
	struct csi_reader in = csi_reader_of("\x61\x01x\x62\x00", 5);

	OK(csi_tlv_next_is(&in, 0x61) && !csi_tlv_next_is(&in, 0x62));
	OK(csi_tlv_take(&in, 0x60).tag == 0 && in.bad);
	OK(csi_tlv_take(&in, 0x62).tag == 0 && in.bad);
	OK(!csi_tlv_next_is(&in, 0x62));
}

int
main(void)
{
	RUN(tags_have_one_byte_or_two);
	RUN(lengths_have_up_to_three_bytes_more);
	RUN(a_file_is_one_object_and_nothing_else);
	RUN(the_first_of_a_tag_is_found);
	RUN(what_is_bad_stays_bad);
	return tap_done();
}
