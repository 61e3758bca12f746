/* SPDX-License-Identifier: Apache-2.0 */
#include "jpeg.h"
#include "sample-jpeg.h"
#include "tap.h"

#include <counterseal/module.h>

#include <stdlib.h>

static struct csi_bytes made; /* what the test reads */
static struct csi_jpeg_info info;

static void
start(void)
{
	csi_bytes_free(&made);
	csi_bytes_add_be16(&made, 0xffd8);
}

static void
marker(uint8_t number)
{
	csi_bytes_add_u8(&made, 0xff);
	csi_bytes_add_u8(&made, number);
}

static cseal_status
read_made(void)
{
	cseal_error *error = NULL;
	cseal_status st = csi_jpeg_read(csi_bytes_span(&made), &info, &error);

	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_status
read_sample(uint16_t width, uint16_t height, uint8_t components)
{
	csi_bytes_free(&made);
	sample_jpeg(&made, width, height, components);
	return read_made();
}

static void
a_baseline_file_is_measured(void)
{
	OK(read_sample(640, 480, 3) == CSEAL_OK);
	OK(info.width == 640 && info.height == 480);
	OK(info.components == 3 && info.bits == 8);
	OK(!info.progressive && info.has_huffman);
	OK(!info.has_adobe && !info.is_virtual);
	OK(info.len == made.len);
	OK(info.comment_at == 20);
	OK(read_sample(1, 1, 1) == CSEAL_OK);
	OK(info.width == 1 && info.height == 1 && info.components == 1);
	OK(read_sample(300, 200, 4) == CSEAL_OK && info.components == 4);
}

static void
a_progressive_file_of_several_scans_is_measured(void)
{
	start();
	sample_jpeg_tables(&made, true);
	sample_jpeg_frame(&made, 0xc2, 16, 16, 1);
	sample_jpeg_scan(&made, 16, 16, 1);
	sample_jpeg_tables(&made, true);
	sample_jpeg_scan(&made, 16, 16, 1);
	marker(0xd9);
	OK(read_made() == CSEAL_OK);
	OK(info.progressive && info.len == made.len);
}

static void
motion_jpeg_without_huffman_tables_is_read(void)
{
	start();
	sample_jpeg_segment(&made, 0xe0, "AVI1\0\0\0", 7);
	sample_jpeg_tables(&made, false);
	sample_jpeg_frame(&made, 0xc0, 32, 16, 3);
	sample_jpeg_scan(&made, 32, 16, 3);
	marker(0xd9);
	OK(read_made() == CSEAL_OK);
	OK(!info.has_huffman && csi_jpeg_lacks_huffman(&info));
}

static void
the_tables_that_motion_jpeg_leaves_out_are_put_in_before_the_frame(void)
{
	struct csi_jpeg_info before;
	struct csi_bytes whole = { 0 };

	start();
	sample_jpeg_segment(&made, 0xe0, "AVI1\0\0\0", 7);
	sample_jpeg_tables(&made, false);
	sample_jpeg_frame(&made, 0xc0, 32, 16, 3);
	sample_jpeg_scan(&made, 32, 16, 3);
	marker(0xd9);
	OK(read_made() == CSEAL_OK);
	before = info;
	csi_jpeg_add_huffman(csi_bytes_span(&made), &info, &whole);
	OK(!whole.failed && whole.len == made.len + 420);
	OK(memcmp(whole.at, made.at, before.frame_at) == 0);
	OK(memcmp(whole.at + before.frame_at, "\xff\xc4\x01\xa2", 4) == 0);
	OK(memcmp(whole.at + before.frame_at + 420, made.at + before.frame_at,
	       made.len - before.frame_at) == 0);
	OK(csi_jpeg_read(csi_bytes_span(&whole), &info, NULL) == CSEAL_OK);
	OK(info.has_huffman && !csi_jpeg_lacks_huffman(&info));
	OK(info.width == 32 && info.height == 16);
	OK(info.frame_at == before.frame_at + 420);
	csi_bytes_free(&whole);
}

/* There are no typical ones for it (K.3.3). */
static void
a_progressive_file_lacks_no_tables_that_could_be_put_in(void)
{
	start();
	sample_jpeg_tables(&made, false);
	sample_jpeg_frame(&made, 0xc2, 16, 16, 1);
	sample_jpeg_scan(&made, 16, 16, 1);
	marker(0xd9);
	OK(read_made() == CSEAL_OK);
	OK(!info.has_huffman && !csi_jpeg_lacks_huffman(&info));
}

static void
a_module_may_ask_whether_a_file_is_whole(void)
{
	struct cseal_jpeg_facts facts = { .size = sizeof(facts) };
	cseal_error *error = NULL;

	OK(read_sample(320, 200, 3) == CSEAL_OK);
	csi_bytes_add_text(&made, "padding");
	OK(cseal_jpeg_check(made.at, made.len, &facts, NULL) == CSEAL_OK);
	OK(facts.width == 320 && facts.height == 200);
	OK(facts.len == made.len - 7);
	OK(cseal_jpeg_check(made.at, facts.len - 1, &facts, &error) ==
	    CSEAL_REFUSED_INPUT);
	cseal_error_free(error);
	OK(cseal_jpeg_check(NULL, 0, &facts, NULL) == CSEAL_REFUSED_INPUT);
	OK(cseal_jpeg_check(NULL, 1, &facts, NULL) == CSEAL_FAULT_MODULE);
	OK(cseal_jpeg_check(made.at, made.len, NULL, NULL) ==
	    CSEAL_FAULT_MODULE);
	facts.size = 4;
	OK(cseal_jpeg_check(made.at, made.len, &facts, NULL) ==
	    CSEAL_FAULT_MODULE);
}

static void
the_adobe_transform_is_told(void)
{
	for (uint8_t transform = 0; transform < 3; transform++) {
		uint8_t adobe[12] = { 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0,
			0, transform };

		start();
		sample_jpeg_segment(&made, 0xee, adobe, sizeof(adobe));
		sample_jpeg_tables(&made, true);
		sample_jpeg_frame(&made, 0xc0, 8, 8, 4);
		sample_jpeg_scan(&made, 8, 8, 4);
		marker(0xd9);
		OK(read_made() == CSEAL_OK);
		OK(info.has_adobe && info.adobe_transform == transform);
	}
}

static void
an_app14_of_others_or_cut_short_is_not_adobe(void)
{
	start();
	sample_jpeg_segment(&made, 0xee, "Adope\0d\0\0\0\0\1", 12);
	sample_jpeg_segment(&made, 0xee, "Adobe\0d\0\0\0\0", 11);
	sample_jpeg_segment(&made, 0xee, "", 0);
	sample_jpeg_tables(&made, true);
	sample_jpeg_frame(&made, 0xc0, 8, 8, 3);
	sample_jpeg_scan(&made, 8, 8, 3);
	marker(0xd9);
	OK(read_made() == CSEAL_OK);
	OK(!info.has_adobe);
}

static void
fill_bytes_restarts_and_stuffing_are_passed_over(void)
{
	static const uint8_t data[] = { 1, 0xff, 0, 0xff, 0xd0, 2, 0xff, 0xff,
		0xd7, 3, 0xff, 0xff, 0xff, 0xd9 };

	start();
	csi_bytes_add_u8(&made, 0xff);
	csi_bytes_add_u8(&made, 0xff);
	sample_jpeg_tables(&made, true);
	marker(0x01);
	sample_jpeg_frame(&made, 0xc0, 8, 8, 1);
	sample_jpeg_scan(&made, 8, 8, 1);
	csi_bytes_add(&made, data, sizeof(data));
	OK(read_made() == CSEAL_OK);
	OK(info.len == made.len);
}

static void
bytes_after_the_end_are_not_counted(void)
{
	size_t len;

	csi_bytes_free(&made);
	sample_jpeg(&made, 8, 8, 3);
	len = made.len;
	csi_bytes_add_text(&made, "trailer");
	OK(read_made() == CSEAL_OK);
	OK(info.len == len);
}

static void
the_mark_of_a_virtual_camera_is_put_in_and_found(void)
{
	struct csi_bytes marked = { 0 };
	struct csi_span span;

	OK(read_sample(64, 64, 3) == CSEAL_OK);
	csi_jpeg_mark_virtual(csi_bytes_span(&made), &info, &marked);
	span = csi_bytes_span(&marked);
	OK(csi_jpeg_read(span, &info, NULL) == CSEAL_OK);
	OK(info.is_virtual && info.width == 64 && info.len == marked.len);
	OK(memcmp(marked.at, made.at, 20) == 0);
	OK(marked.at[20] == 0xff && marked.at[21] == 0xfe);
	OK(memcmp(marked.at + marked.len - 30, made.at + made.len - 30, 30) ==
	    0);
	csi_bytes_free(&marked);
}

static void
another_comment_is_no_mark(void)
{
	static const char near[] = "counterseal: from a virtual camera.";

	start();
	sample_jpeg_segment(&made, 0xfe, near, sizeof(near) - 1);
	sample_jpeg_segment(&made, 0xfe, near, sizeof(near) - 3);
	sample_jpeg_segment(&made, 0xfe, "", 0);
	sample_jpeg_tables(&made, true);
	sample_jpeg_frame(&made, 0xc0, 8, 8, 1);
	sample_jpeg_scan(&made, 8, 8, 1);
	marker(0xd9);
	OK(read_made() == CSEAL_OK);
	OK(!info.is_virtual);
	OK(info.comment_at == 2);
}

static void
what_is_no_jpeg_is_refused(void)
{
	OK(csi_jpeg_read((struct csi_span){ NULL, 0 }, &info, NULL) ==
	    CSEAL_REFUSED_INPUT);
	csi_bytes_free(&made);
	csi_bytes_add_text(&made, "\x89PNG\r\n\x1a\n");
	OK(read_made() == CSEAL_REFUSED_INPUT);
	start();
	OK(read_made() == CSEAL_REFUSED_INPUT);
	marker(0xd9);
	OK(read_made() == CSEAL_REFUSED_INPUT);
}

static void
every_way_to_cut_it_short_is_refused(void)
{
	size_t len, refused = 0;

	OK(read_sample(16, 16, 3) == CSEAL_OK);
	len = made.len;
	for (size_t i = 0; i < len; i++) {
		struct csi_span cut = { made.at, i };
		uint8_t *copy = malloc(i + 1);

		/* A copy of its own lets a sanitizer see reads past it. */
		memcpy(copy, made.at, i);
		cut.at = copy;
		if (csi_jpeg_read(cut, &info, NULL) == CSEAL_REFUSED_INPUT)
			refused++;
		free(copy);
	}
	OK(refused == len);
}

static void
codings_that_pdf_cannot_show_are_refused(void)
{
	for (unsigned sof = 0xc0; sof <= 0xcf; sof++) {
		bool known = sof <= 0xc2;

		if (sof == 0xc4 || sof == 0xc8)
			continue;
		start();
		sample_jpeg_tables(&made, true);
		sample_jpeg_frame(&made, (uint8_t)sof, 8, 8, 1);
		sample_jpeg_scan(&made, 8, 8, 1);
		marker(0xd9);
		OKF((read_made() == CSEAL_OK) == known, "0x%x", sof);
	}
}

static cseal_status
read_frame(const void *frame, size_t len)
{
	start();
	sample_jpeg_tables(&made, true);
	sample_jpeg_segment(&made, 0xc0, frame, len);
	sample_jpeg_scan(&made, 8, 8, 1);
	marker(0xd9);
	return read_made();
}

static void
wrong_frame_headers_are_refused(void)
{
	static const struct {
		const char *why;
		uint8_t frame[20];
		size_t len;
	} wrong[] = {
		{ "12 bits", { 12, 0, 8, 0, 8, 1, 1, 0x11, 0 }, 9 },
		{ "no height", { 8, 0, 0, 0, 8, 1, 1, 0x11, 0 }, 9 },
		{ "no width", { 8, 0, 8, 0, 0, 1, 1, 0x11, 0 }, 9 },
		{ "no component", { 8, 0, 8, 0, 8, 0 }, 6 },
		{ "2 components", { 8, 0, 8, 0, 8, 2, 1, 0x11, 0, 2, 0x11, 0 },
		    12 },
		{ "5 components", { 8, 0, 8, 0, 8, 5 }, 20 },
		{ "255 components", { 8, 0, 8, 0, 8, 255 }, 6 },
		{ "a byte too many", { 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0 }, 10 },
		{ "a byte too few", { 8, 0, 8, 0, 8, 1, 1, 0x11 }, 8 },
		{ "nothing", { 0 }, 0 },
		{ "sampling 0", { 8, 0, 8, 0, 8, 1, 1, 0x10, 0 }, 9 },
		{ "sampling 5", { 8, 0, 8, 0, 8, 1, 1, 0x51, 0 }, 9 },
		{ "table 4", { 8, 0, 8, 0, 8, 1, 1, 0x11, 4 }, 9 },
		{ "one component twice",
		    { 8, 0, 8, 0, 8, 3, 1, 0x11, 0, 2, 0x11, 0, 1, 0x11, 0 },
		    15 },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		OKF(read_frame(wrong[i].frame, wrong[i].len) ==
			CSEAL_REFUSED_INPUT,
		    "%s", wrong[i].why);
}

static void
too_many_pixels_are_over_the_limit(void)
{
	OK(read_frame("\x08\x40\x00\x40\x00\x01\x01\x11\x00", 9) == CSEAL_OK);
	OK(read_frame("\x08\x40\x00\x40\x01\x01\x01\x11\x00", 9) ==
	    CSEAL_REFUSED_LIMIT);
	OK(read_frame("\x08\xff\xff\xff\xff\x01\x01\x11\x00", 9) ==
	    CSEAL_REFUSED_LIMIT);
}

static void
too_many_bytes_are_over_the_limit(void)
{
	struct csi_span span = { (const uint8_t *)"\xff\xd8",
		CSI_JPEG_BYTES_MOST + 1u };

	OK(csi_jpeg_read(span, &info, NULL) == CSEAL_REFUSED_LIMIT);
}

static cseal_status
read_scan(const void *scan, size_t len)
{
	start();
	sample_jpeg_tables(&made, true);
	sample_jpeg_frame(&made, 0xc0, 8, 8, 1);
	sample_jpeg_segment(&made, 0xda, scan, len);
	marker(0xd9);
	return read_made();
}

static void
wrong_scan_headers_are_refused(void)
{
	OK(read_scan("\1\1\0\0\77\0", 6) == CSEAL_OK);
	OK(read_scan("\0\0\77\0", 4) == CSEAL_REFUSED_INPUT);
	OK(read_scan("\1\2\0\0\77\0", 6) == CSEAL_REFUSED_INPUT);
	OK(read_scan("\2\1\0\1\0\0\77\0", 8) == CSEAL_REFUSED_INPUT);
	OK(read_scan("\1\1\0\0\77", 5) == CSEAL_REFUSED_INPUT);
	OK(read_scan("\1\1\0\0\77\0\0", 7) == CSEAL_REFUSED_INPUT);
	OK(read_scan("", 0) == CSEAL_REFUSED_INPUT);
}

static void
parts_in_a_wrong_order_are_refused(void)
{
	start();
	sample_jpeg_tables(&made, true);
	sample_jpeg_scan(&made, 8, 8, 1);
	marker(0xd9);
	OK(read_made() == CSEAL_REFUSED_INPUT);

	start();
	sample_jpeg_frame(&made, 0xc0, 8, 8, 1);
	sample_jpeg_scan(&made, 8, 8, 1);
	marker(0xd9);
	OK(read_made() == CSEAL_REFUSED_INPUT);

	start();
	sample_jpeg_tables(&made, true);
	sample_jpeg_frame(&made, 0xc0, 8, 8, 1);
	sample_jpeg_frame(&made, 0xc0, 8, 8, 1);
	sample_jpeg_scan(&made, 8, 8, 1);
	marker(0xd9);
	OK(read_made() == CSEAL_REFUSED_INPUT);

	start();
	sample_jpeg_tables(&made, true);
	sample_jpeg_frame(&made, 0xc0, 8, 8, 1);
	marker(0xd9);
	OK(read_made() == CSEAL_REFUSED_INPUT);
}

static void
markers_where_they_cannot_be_are_refused(void)
{
	static const uint8_t wrong[] = { 0x00, 0xd0, 0xd7, 0xd8, 0xdc, 0xcc };

	for (size_t i = 0; i < sizeof(wrong); i++) {
		start();
		sample_jpeg_segment(&made, wrong[i], "", 0);
		OKF(read_made() == CSEAL_REFUSED_INPUT, "0x%02x", wrong[i]);
	}
	start();
	csi_bytes_add_be16(&made, 0x1234);
	OK(read_made() == CSEAL_REFUSED_INPUT);
}

static void
segments_of_impossible_length_are_refused(void)
{
	static const uint16_t wrong[] = { 0, 1, 0xffff };

	for (size_t i = 0; i < 3; i++) {
		start();
		marker(0xe1);
		csi_bytes_add_be16(&made, wrong[i]);
		csi_bytes_add_be16(&made, 0xffd9);
		OKF(read_made() == CSEAL_REFUSED_INPUT, "%u", wrong[i]);
	}
}

static void
no_byte_changed_makes_it_read_out_of_bounds(void)
{
	size_t refused = 0;

	OK(read_sample(16, 8, 3) == CSEAL_OK);
	for (size_t i = 0; i < made.len; i++) {
		uint8_t was = made.at[i];

		for (unsigned value = 0; value < 256; value++) {
			made.at[i] = (uint8_t)value;
			if (csi_jpeg_read(csi_bytes_span(&made), &info, NULL) !=
			    CSEAL_OK)
				refused++;
			else if (info.len > made.len || info.width == 0)
				refused = SIZE_MAX / 2;
		}
		made.at[i] = was;
	}
	OK(refused > 0 && refused < SIZE_MAX / 2);
}

int
main(void)
{
	RUN(a_baseline_file_is_measured);
	RUN(a_progressive_file_of_several_scans_is_measured);
	RUN(motion_jpeg_without_huffman_tables_is_read);
	RUN(the_tables_that_motion_jpeg_leaves_out_are_put_in_before_the_frame);
	RUN(a_progressive_file_lacks_no_tables_that_could_be_put_in);
	RUN(a_module_may_ask_whether_a_file_is_whole);
	RUN(the_adobe_transform_is_told);
	RUN(an_app14_of_others_or_cut_short_is_not_adobe);
	RUN(fill_bytes_restarts_and_stuffing_are_passed_over);
	RUN(bytes_after_the_end_are_not_counted);
	RUN(the_mark_of_a_virtual_camera_is_put_in_and_found);
	RUN(another_comment_is_no_mark);
	RUN(what_is_no_jpeg_is_refused);
	RUN(every_way_to_cut_it_short_is_refused);
	RUN(codings_that_pdf_cannot_show_are_refused);
	RUN(wrong_frame_headers_are_refused);
	RUN(too_many_pixels_are_over_the_limit);
	RUN(too_many_bytes_are_over_the_limit);
	RUN(wrong_scan_headers_are_refused);
	RUN(parts_in_a_wrong_order_are_refused);
	RUN(markers_where_they_cannot_be_are_refused);
	RUN(segments_of_impossible_length_are_refused);
	RUN(no_byte_changed_makes_it_read_out_of_bounds);
	csi_bytes_free(&made);
	return tap_done();
}
