/* SPDX-License-Identifier: Apache-2.0 */
/* test-face.c -- proves lib/emrtd/face.c and lib/emrtd/jp2.c. */
#include "build.h"
#include "emrtd/face.h"
#include "error.h"
#include "sample-jpeg.h"
#include "tap.h"

static struct csi_image face;

static cseal_status
read_file(struct csi_bytes *file)
{
	cseal_error *error = NULL;
	cseal_status st;

	memset(&face, 0, sizeof(face));
	st = csi_face_read(csi_bytes_span(file), &face, &error);
	if ((st == CSEAL_OK) != (error == NULL))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_status
read_image(struct csi_span image, unsigned features)
{
	struct csi_bytes record = build_record(image, features);
	struct csi_bytes file = build_dg2(0x5f2e, csi_bytes_span(&record));
	cseal_status st = read_file(&file);
	bool same = st != CSEAL_OK ||
		    (face.bytes.len == image.len &&
			memcmp(face.bytes.at, image.at, image.len) == 0);

	csi_bytes_free(&record);
	csi_bytes_free(&file);
	return same ? st : CSEAL_FAULT_INTERNAL;
}

static void
the_size_is_that_of_the_image_not_of_the_record(void)
{
	struct csi_bytes jpeg = { 0 };
	struct csi_bytes stream = build_codestream(413, 531, 0, 0);
	struct csi_bytes jp2 = build_jp2(csi_bytes_span(&stream));

	sample_jpeg(&jpeg, 35, 45, 3);
	OK(read_image(csi_bytes_span(&jpeg), 0) == CSEAL_OK);
	OK(strcmp(face.media_type, "image/jpeg") == 0);
	OK(face.width == 35 && face.height == 45);
	OK(read_image(csi_bytes_span(&jp2), 0) == CSEAL_OK);
	OK(strcmp(face.media_type, "image/jp2") == 0);
	OK(face.width == 413 && face.height == 531);
	OK(read_image(csi_bytes_span(&stream), 0) == CSEAL_OK);
	OK(strcmp(face.media_type, "image/j2c") == 0);
	OK(face.width == 413 && face.height == 531);
	csi_bytes_free(&jpeg);
	csi_bytes_free(&jp2);
	csi_bytes_free(&stream);
}

static void
the_image_grid_has_an_offset(void)
{
	struct csi_bytes a = build_codestream(500, 600, 87, 69);
	struct csi_bytes b = build_codestream(500, 600, 500, 0);

	OK(read_image(csi_bytes_span(&a), 0) == CSEAL_OK);
	OK(face.width == 413 && face.height == 531);
	OK(read_image(csi_bytes_span(&b), 0) == CSEAL_REFUSED_UNSUPPORTED);
	csi_bytes_free(&a);
	csi_bytes_free(&b);
}

static void
feature_points_are_passed_over(void)
{
	struct csi_bytes stream = build_codestream(413, 531, 0, 0);

	OK(read_image(csi_bytes_span(&stream), 1) == CSEAL_OK);
	OK(read_image(csi_bytes_span(&stream), 4096) == CSEAL_OK);
	OK(read_image(csi_bytes_span(&stream), 4097) == CSEAL_REFUSED_INPUT);
	csi_bytes_free(&stream);
}

/* ISO/IEC 39794-5, A.1: only what leads to the image. */
static void
the_newer_format_is_read_too(void)
{
	static const unsigned tags[] = { 0x80, 0xa0, 0xa0, 0xa1, 0x30, 0xa1,
		0x65 };
	struct csi_bytes stream = build_codestream(413, 531, 0, 0);
	struct csi_bytes file;

	for (size_t i = 0; i < 7; i++)
		build_around(&stream, tags[i]);
	file = build_dg2(0x7f2e, csi_bytes_span(&stream));
	/* The template's tag is around the block's own. */
	OK(read_file(&file) == CSEAL_OK);
	OK(face.width == 413 && face.height == 531);
	csi_bytes_free(&file);
	stream.at[0] = 0x66;
	file = build_dg2(0x7f2e, csi_bytes_span(&stream));
	OK(read_file(&file) == CSEAL_REFUSED_INPUT);
	csi_bytes_free(&file);
	csi_bytes_free(&stream);
}

static void
an_image_of_another_kind_is_not_supported(void)
{
	static const char png[] = "\x89PNG\r\n\x1a\n and so on and so on";
	struct csi_span image = { (const uint8_t *)png, sizeof(png) };
	struct csi_span none = { (const uint8_t *)png, 0 };

	OK(read_image(image, 0) == CSEAL_REFUSED_UNSUPPORTED);
	OK(read_image(none, 0) == CSEAL_REFUSED_UNSUPPORTED);
}

static cseal_status
read_mark(struct csi_bytes *file)
{
	memset(&face, 0, sizeof(face));
	return csi_mark_read(csi_bytes_span(file), &face, NULL);
}

/* ICAO 9303-10, 4.7.7 */
static void
a_signature_is_an_image_alone(void)
{
	struct csi_bytes stream = build_codestream(400, 100, 0, 0);
	struct csi_bytes jpeg = { 0 }, file = { 0 };

	sample_jpeg(&jpeg, 35, 45, 3);
	build_text(&file, 0x02, "\2");
	build_object(&file, 0x5f43, csi_bytes_span(&jpeg));
	build_object(&file, 0x5f43, csi_bytes_span(&stream));
	build_around(&file, 0x67);
	OK(read_mark(&file) == CSEAL_OK);
	OKF(face.width == 35 && face.height == 45 &&
		strcmp(face.media_type, "image/jpeg") == 0,
	    "the first of two");
	file.at[0] = 0x75;
	OKF(read_mark(&file) == CSEAL_REFUSED_INPUT, "in another file");
	csi_bytes_free(&file);
	build_object(&file, 0x5f43, csi_bytes_span(&stream));
	build_around(&file, 0x67);
	OK(read_mark(&file) == CSEAL_OK && face.width == 400 &&
	    strcmp(face.media_type, "image/j2c") == 0);
	file.len--;
	OKF(read_mark(&file) == CSEAL_REFUSED_INPUT, "cut");
	csi_bytes_free(&file);
	build_text(&file, 0x02, "\1");
	build_around(&file, 0x67);
	OKF(read_mark(&file) == CSEAL_REFUSED_INPUT, "none");
	csi_bytes_free(&file);
	build_text(&file, 0x5f43, "GIF89a");
	build_around(&file, 0x67);
	OKF(read_mark(&file) == CSEAL_REFUSED_UNSUPPORTED, "another kind");
	csi_bytes_free(&file);
	csi_bytes_free(&jpeg);
	csi_bytes_free(&stream);
}

static void
too_many_dots_are_a_limit(void)
{
	struct csi_bytes most = build_codestream(1u << 13, 1u << 13, 0, 0);
	struct csi_bytes more = build_codestream(1u << 13, 8193, 0, 0);
	struct csi_bytes all = build_codestream(~0u, ~0u, 0, 0);

	OK(read_image(csi_bytes_span(&most), 0) == CSEAL_OK);
	OK(read_image(csi_bytes_span(&more), 0) == CSEAL_REFUSED_LIMIT);
	OK(read_image(csi_bytes_span(&all), 0) == CSEAL_REFUSED_LIMIT);
	csi_bytes_free(&most);
	csi_bytes_free(&more);
	csi_bytes_free(&all);
}

static void
a_file_cut_anywhere_is_refused(void)
{
	struct csi_bytes stream = build_codestream(413, 531, 0, 0);
	struct csi_bytes record = build_record(csi_bytes_span(&stream), 2);
	struct csi_bytes file = build_dg2(0x5f2e, csi_bytes_span(&record));
	size_t whole = file.len, refused = 0;

	OK(read_file(&file) == CSEAL_OK);
	for (file.len = 0; file.len < whole; file.len++)
		refused += read_file(&file) == CSEAL_REFUSED_INPUT;
	OKF(refused == whole, "%zu of %zu", refused, whole);
	csi_bytes_free(&stream);
	csi_bytes_free(&record);
	csi_bytes_free(&file);
}

static void
a_record_that_contradicts_itself_is_refused(void)
{
	struct csi_bytes stream = build_codestream(413, 531, 0, 0);
	struct csi_bytes record = build_record(csi_bytes_span(&stream), 0);
	static const struct {
		size_t at;
		uint8_t value;
		cseal_status st;
		const char *what;
	} changes[] = {
		{ 0, 'G', CSEAL_REFUSED_INPUT, "another format" },
		{ 13, 0, CSEAL_REFUSED_INPUT, "no face" },
		{ 14, 1, CSEAL_REFUSED_INPUT, "a block that is too long" },
		{ 17, 31, CSEAL_REFUSED_INPUT, "a block that is too short" },
		{ 18, 1, CSEAL_REFUSED_INPUT, "more features than there are" },
		{ 17, 32, CSEAL_REFUSED_UNSUPPORTED, "a block without image" },
	};

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		uint8_t kept = record.at[changes[i].at];
		struct csi_bytes file;

		record.at[changes[i].at] = changes[i].value;
		file = build_dg2(0x5f2e, csi_bytes_span(&record));
		OKF(read_file(&file) == changes[i].st, "%s", changes[i].what);
		record.at[changes[i].at] = kept;
		csi_bytes_free(&file);
	}
	csi_bytes_free(&stream);
	csi_bytes_free(&record);
}

static void
boxes_that_lead_nowhere_end(void)
{
	struct csi_bytes stream = build_codestream(413, 531, 0, 0);
	struct csi_bytes jp2 = build_jp2(csi_bytes_span(&stream));
	struct csi_jp2_info info;

	OK(csi_jp2_read(csi_bytes_span(&jp2), &info) && info.is_file &&
	    info.components == 3);
	memcpy(jp2.at + 32, "\0\0\0\0", 4); /* up to the end */
	OK(csi_jp2_read(csi_bytes_span(&jp2), &info));
	memcpy(jp2.at + 12, "\0\0\0\0", 4); /* so there is no stream */
	OK(!csi_jp2_read(csi_bytes_span(&jp2), &info));
	memcpy(jp2.at + 12, "\0\0\0\7", 4);
	OK(!csi_jp2_read(csi_bytes_span(&jp2), &info));
	memcpy(jp2.at + 12, "\xff\xff\xff\xff", 4);
	OK(!csi_jp2_read(csi_bytes_span(&jp2), &info));
	csi_bytes_free(&stream);
	csi_bytes_free(&jp2);
}

int
main(void)
{
	RUN(the_size_is_that_of_the_image_not_of_the_record);
	RUN(the_image_grid_has_an_offset);
	RUN(feature_points_are_passed_over);
	RUN(the_newer_format_is_read_too);
	RUN(an_image_of_another_kind_is_not_supported);
	RUN(a_signature_is_an_image_alone);
	RUN(too_many_dots_are_a_limit);
	RUN(a_file_cut_anywhere_is_refused);
	RUN(a_record_that_contradicts_itself_is_refused);
	RUN(boxes_that_lead_nowhere_end);
	return tap_done();
}
