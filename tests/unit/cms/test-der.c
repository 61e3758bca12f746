/* SPDX-License-Identifier: Apache-2.0 */
/* test-der.c -- proves lib/cms/der.c and ber.c. */
#include "cms/der.h"
#include "tap.h"

#include <string.h>

#define SPAN(text) ((struct csi_span)CSI_SPAN(text))

static struct csi_reader
reader(struct csi_span span)
{
	return csi_reader_of(span.at, span.len);
}

static void
elements_are_read_in_place(void)
{
	const struct csi_span in = SPAN("\x30\x05\x02\x01\x07\x05\x00\x04\x00");
	struct csi_reader outer = reader(in), inner;
	struct csi_der sequence = csi_der_take(&outer, CSI_DER_SEQUENCE);

	OK(sequence.body.at == in.at + 2 && sequence.body.len == 5);
	OK(sequence.whole.at == in.at && sequence.whole.len == 7);
	inner = csi_der_inside(sequence);
	OK(csi_der_next_is(&inner, CSI_DER_INTEGER));
	OK(!csi_der_next_is(&inner, CSI_DER_NULL));
	OK(csi_der_small(csi_der_any(&inner)) == 7);
	OK(!csi_der_done(&inner));
	OK(csi_der_take(&inner, CSI_DER_NULL).body.len == 0);
	OK(csi_der_done(&inner));
	OK(!csi_der_done(&outer));
	csi_der_take(&outer, CSI_DER_NULL);
	OK(outer.bad);
	OK(!csi_der_next_is(&outer, CSI_DER_OCTET_STRING));
}

static void
what_does_not_fit_is_bad(void)
{
	const struct csi_span rows[] = {
		SPAN(""), SPAN("\x30"), SPAN("\x30\x01"),
		SPAN("\x30\x80\x00\x00"),             /* indefinite */
		SPAN("\x30\x85\x00\x00\x00\x00\x00"), /* five length bytes */
		SPAN("\x30\x84\xff\xff\xff\xff"), SPAN("\x30\x82\x01"),
		SPAN("\x1f\x81\x01\x00"), /* tag above 30 */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct csi_reader in = reader(rows[i]);
		struct csi_der element = csi_der_any(&in);

		OKF(in.bad && element.tag == 0 && element.whole.at == NULL,
		    "row %zu", i);
		in = csi_der_inside(element);
		OK(in.bad);
	}
}

static void
small_numbers_are_small_and_not_negative(void)
{
	const struct {
		struct csi_span der;
		long value;
	} rows[] = {
		{ CSI_SPAN("\x02\x01\x00"), 0 },
		{ CSI_SPAN("\x02\x01\x7f"), 127 },
		{ CSI_SPAN("\x02\x02\x00\x80"), 128 },
		{ CSI_SPAN("\x02\x03\x0f\x42\x40"), 1000000 },
		{ CSI_SPAN("\x02\x03\x0f\x42\x41"), -1 },
		{ CSI_SPAN("\x02\x01\x80"), -1 },
		{ CSI_SPAN("\x02\x00"), -1 },
		{ CSI_SPAN("\x02\x04\x01\x00\x00\x00"), -1 },
		{ CSI_SPAN("\x04\x01\x05"), -1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct csi_reader in = reader(rows[i].der);

		OKF(csi_der_small(csi_der_any(&in)) == rows[i].value, "row %zu",
		    i);
	}
}

static void
lengths_are_written_as_short_as_can_be(void)
{
	const size_t lens[] = { 0, 1, 127, 128, 255, 256, 65535, 65536 };
	const size_t heads[] = { 2, 2, 2, 3, 3, 4, 4, 5 };
	static uint8_t body[65536];

	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct csi_bytes direct = { 0 }, nested = { 0 };
		struct csi_reader in;
		size_t mark;

		csi_der_add(&direct, CSI_DER_OCTET_STRING, body, lens[i]);
		mark = csi_der_begin(&nested, CSI_DER_OCTET_STRING);
		csi_bytes_add(&nested, body, lens[i]);
		csi_der_end(&nested, mark);
		OKF(direct.len == lens[i] + heads[i], "%zu bytes", lens[i]);
		OK(csi_span_equal(
		    csi_bytes_span(&direct), csi_bytes_span(&nested)));
		in = csi_reader_of(direct.at, direct.len);
		OK(csi_der_any(&in).body.len == lens[i] && csi_der_done(&in));
		csi_bytes_free(&direct);
		csi_bytes_free(&nested);
	}
}

static void
a_set_is_sorted_as_x690_wants(void)
{
	struct csi_span each[] = { SPAN("\x30\x03zzz"), SPAN("\x30\x02zz"),
		SPAN("\x04\x01z"), SPAN("\x30\x02"), SPAN("\x30\x02zz") };

	csi_der_sort(each, 5);
	OK(each[0].at[0] == 0x04);
	OK(each[1].len == 2);
	OK(each[2].len == 4 && each[3].len == 4);
	OK(each[4].len == 5);
	csi_der_sort(each, 0);
}

static void
ber_becomes_der(void)
{
	const struct {
		struct csi_span ber, der;
		size_t rest; /* bytes that follow the element */
	} rows[] = {
		{ CSI_SPAN("\x02\x01\x05"), CSI_SPAN("\x02\x01\x05"), 0 },
		{ CSI_SPAN("\x30\x80\x02\x01\x05\x00\x00\x00\x00"),
		    CSI_SPAN("\x30\x03\x02\x01\x05"), 2 },
		{ CSI_SPAN("\x30\x80\x00\x00"), CSI_SPAN("\x30\x00"), 0 },
		{ CSI_SPAN("\x30\x82\x00\x02\x05\x00"),
		    CSI_SPAN("\x30\x02\x05\x00"), 0 },
		{ CSI_SPAN("\x30\x80\xa0\x80\x30\x00\x00\x00\x00\x00"),
		    CSI_SPAN("\x30\x04\xa0\x02\x30\x00"), 0 },
		/* strings in parts, one of them in parts again */
		{ CSI_SPAN("\x24\x80\x04\x02"
			   "ab\x24\x03\x04\x01"
			   "c\x04\x00\x00\x00"),
		    CSI_SPAN("\x04\x03"
			     "abc"),
		    0 },
		{ CSI_SPAN("\x24\x00"), CSI_SPAN("\x04\x00"), 0 },
		{ CSI_SPAN("\x30\x04\x24\x80\x00\x00"),
		    CSI_SPAN("\x30\x02\x04\x00"), 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct csi_bytes out = { 0 };
		size_t used = 0;

		OKF(csi_ber_to_der(rows[i].ber, &out, &used), "row %zu", i);
		OK(used == rows[i].ber.len - rows[i].rest);
		OK(csi_span_equal(csi_bytes_span(&out), rows[i].der));
		csi_bytes_free(&out);
	}
}

static void
what_is_not_ber_is_refused(void)
{
	const struct csi_span rows[] = {
		SPAN(""),
		SPAN("\x30\x80"),
		SPAN("\x30\x80\x00"),
		SPAN("\x30\x80\x02\x01\x05"),
		SPAN("\x04\x80\x00\x00"), /* indefinite and primitive */
		SPAN(
		    "\x30\x03\x30\x04\x05\x00\x05\x00"), /* beyond its parent */
		SPAN("\x30\x03\x30\x80\x00\x00"), /* its end is outside */
		SPAN("\x30\x02\x00\x00"),         /* an end without a begin */
		SPAN("\x24\x80\x02\x01\x05\x00\x00"), /* no string in it */
		SPAN("\x30\x85\x00\x00\x00\x00\x00"),
		SPAN("\x1f\x81\x01\x00"),
		SPAN("\x00\x00"),
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct csi_bytes out = { 0 };
		size_t used = 0;

		OKF(!csi_ber_to_der(rows[i], &out, &used), "row %zu", i);
		OK(!out.failed);
		csi_bytes_free(&out);
	}
}

static void
nesting_has_an_end(void)
{
	uint8_t deep[400];

	for (size_t levels = 31; levels <= 34; levels++) {
		struct csi_bytes out = { 0 };
		struct csi_span in = { deep, 4 * levels };
		size_t used;

		memset(deep, 0, sizeof(deep));
		for (size_t i = 0; i < levels; i++)
			memcpy(deep + 2 * i, "\x30\x80", 2);
		OKF(csi_ber_to_der(in, &out, &used) == (levels <= 32),
		    "%zu levels", levels);
		csi_bytes_free(&out);
	}
}

int
main(void)
{
	RUN(elements_are_read_in_place);
	RUN(what_does_not_fit_is_bad);
	RUN(small_numbers_are_small_and_not_negative);
	RUN(lengths_are_written_as_short_as_can_be);
	RUN(a_set_is_sorted_as_x690_wants);
	RUN(ber_becomes_der);
	RUN(what_is_not_ber_is_refused);
	RUN(nesting_has_an_end);
	return tap_done();
}
