/* SPDX-License-Identifier: Apache-2.0 */
/* test-stamp.c -- proves lib/stamp.c and lib/look.c: looks drawn for good. */
#include "pdf/stamp.h"

#include "sealing.h"

static struct cseal_stamp
stamp_of(struct cseal_look look)
{
	struct cseal_stamp stamp = { .size = sizeof(stamp),
		.place = { 1, 20000, 30000, 40000, 40000 },
		.look = look };

	return stamp;
}

static cseal_status
stamp_one(cseal_document *document, const struct cseal_stamp *stamp)
{
	cseal_error *error = NULL;
	cseal_status st =
	    cseal_document_stamp(context, document, &stamp, 1, &error);

	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_document *
three_pages(void)
{
	cseal_document *document = NULL;
	struct build build = { .count = 0 };

	build_small(&build);
	build_object(&build, 5, "<< /Type /Page /Parent 2 0 R >>");
	build_object(&build, 6, "<< /Type /Page /Parent 2 0 R /Rotate 90 >>");
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 2,
	    "<< /Type /Pages /Kids [3 0 R 5 0 R 6 0 R] /Count 3 "
	    "/MediaBox [0 0 595 842] >>");
	build_table(&build, "/Root 1 0 R");
	if (cseal_document_open_mem(
		build.pdf.at, build.pdf.len, &document, NULL) != CSEAL_OK)
		exit(99);
	build_free(&build);
	return document;
}

static size_t
sections_of(cseal_document *document)
{
	csi_pdf_reader *reader = NULL;

	if (csi_document_reader(document, &reader, NULL) != CSEAL_OK)
		return 0;
	return csi_pdf_section_count(reader);
}

static void
all_stamps_are_one_revision(void)
{
	cseal_document *document = three_pages();
	struct csi_bytes png = sealing_png();
	struct cseal_look look = sealing_look();
	struct cseal_stamp stamps[5];
	const struct cseal_stamp *list[5];
	struct csi_pdf_page page;
	csi_pdf_reader *reader;
	size_t before = sections_of(document);

	look.image = png.at;
	look.image_len = png.len;
	for (size_t i = 0; i < 5; i++) {
		stamps[i] = stamp_of(look);
		list[i] = &stamps[i];
	}
	stamps[0].place.page = CSEAL_PAGE_LAST;
	stamps[2].place.page = 3;
	stamps[4].place.page = 2;
	OK(cseal_document_stamp(NULL, document, list, 5, NULL) == CSEAL_OK);
	OK(sections_of(document) == before + 1);
	OK(csi_document_reader(document, &reader, NULL) == CSEAL_OK);
	for (uint32_t i = 0; i < 3; i++) {
		const struct csi_pdf_value *objects;

		OK(csi_pdf_page(reader, i, &page, NULL) == CSEAL_OK);
		objects = csi_pdf_find(page.resources, "XObject");
		OKF(objects != NULL &&
			objects->as.dict.count == (i == 1 ? 1 : 2),
		    "page %u has its stamps", i + 1);
	}
	csi_bytes_free(&png);
	cseal_document_free(document);
}

static void
a_stamp_that_fails_leaves_the_document_as_it_was(void)
{
	cseal_document *document = three_pages();
	struct csi_bytes png = sealing_png(), copy = sealing_copy(document);
	struct cseal_look look = sealing_look();
	struct cseal_stamp good, bad;
	const struct cseal_stamp *list[2] = { &good, &bad };

	look.image = png.at;
	look.image_len = png.len;
	good = bad = stamp_of(look);
	bad.look.image_len -= 20;
	OK(cseal_document_stamp(context, document, list, 2, NULL) ==
	    CSEAL_REFUSED_INPUT);
	OK(sealing_is_same(document, &copy));
	bad = good;
	bad.place.page = 4;
	OK(cseal_document_stamp(context, document, list, 2, NULL) ==
	    CSEAL_REFUSED_PLACE);
	bad.place.page = 0;
	OK(cseal_document_stamp(context, document, list, 2, NULL) ==
	    CSEAL_REFUSED_PLACE);
	bad.place = good.place;
	bad.place.x_um = 200000;
	OK(cseal_document_stamp(context, document, list, 2, NULL) ==
	    CSEAL_REFUSED_PLACE);
	OK(sealing_is_same(document, &copy));
	OK(stamp_one(document, &good) == CSEAL_OK);
	OK(!sealing_is_same(document, &copy));
	csi_bytes_free(&copy);
	csi_bytes_free(&png);
	cseal_document_free(document);
}

static void
a_look_has_one_picture_or_text(void)
{
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);
	struct cseal_stamp stamp = stamp_of(sealing_look());
	char *text = calloc(1, 100002);

	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.image = "x";
	stamp.look.qr = "x";
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.image = stamp.look.qr = NULL;
	stamp.look.text = "x";
	stamp.look.color = 0x1000000;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.color = 0;
	stamp.look.opacity = 101;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.opacity = 0;
	stamp.look.turn_mdeg = 360001;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.turn_mdeg = -360001;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.turn_mdeg = 0;
	stamp.look.text_um = 1000001;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.text_um = 0;
	stamp.look.size = 8;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.size = sizeof(stamp.look);
	memset(text, 'a', 100001);
	stamp.look.text = text;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.text = "\xff";
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.look.text = "text";
	stamp.look.font = "\xff";
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	text[300] = '\0';
	stamp.look.font = text;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	stamp.size = 8;
	OK(stamp_one(document, &stamp) == CSEAL_FAULT_APPLICATION);
	OK(cseal_document_stamp(context, document, NULL, 1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	{
		const struct cseal_stamp *none = NULL;

		OK(cseal_document_stamp(context, document, &none, 1, NULL) ==
		    CSEAL_FAULT_APPLICATION);
		OK(cseal_document_stamp(context, document, &none, 0, NULL) ==
		    CSEAL_FAULT_APPLICATION);
	}
	OK(sealing_is_same(document, &copy));
	free(text);
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

static void
text_needs_a_context_with_a_typesetter(void)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = "/nonexistent" };
	cseal_document *document = sealing_document("");
	struct cseal_stamp stamp = stamp_of(sealing_look());
	const struct cseal_stamp *list = &stamp;
	cseal_context *bare = NULL;

	stamp.look.text = "text";
	OK(cseal_document_stamp(NULL, document, &list, 1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_context_new(&options, &bare, NULL) == CSEAL_OK);
	OK(cseal_document_stamp(bare, document, &list, 1, NULL) ==
	    CSEAL_SETUP_NO_MODULE);
	cseal_context_unref(bare);
	cseal_document_free(document);
}

static cseal_ink *
write_ink(void)
{
	cseal_ink *ink = NULL;
	char path[] = "sealing-pad-XXXXXX", uri[64];
	int fd = mkstemp(path);
	FILE *file = fdopen(fd, "w");

	fputs("stroke 200 1000 1000 30000 9000 8000 20000\nok\n", file);
	fclose(file);
	snprintf(uri, sizeof(uri), "virtual:%s", path);
	OK(cseal_ink_capture(context, uri, NULL, 5000, NULL, &ink, NULL) ==
	    CSEAL_OK);
	unlink(path);
	return ink;
}

static unsigned
marks_of(cseal_document *document)
{
	csi_pdf_reader *reader;
	unsigned marks = 77;

	if (csi_document_reader(document, &reader, NULL) == CSEAL_OK)
		csi_pdf_virtual_read(reader, &marks, NULL);
	return marks;
}

static void
what_virtual_devices_captured_is_marked(void)
{
	cseal_document *document = sealing_document("");
	struct csi_bytes png = sealing_png(), jpeg = { 0 };
	struct cseal_stamp stamp = stamp_of(sealing_look());
	cseal_ink *ink = write_ink();
	cseal_photo *photo = NULL;

	stamp.look.image = png.at;
	stamp.look.image_len = png.len;
	OK(stamp_one(document, &stamp) == CSEAL_OK);
	OK(marks_of(document) == 0);
	stamp.look = sealing_look();
	stamp.look.ink = ink;
	stamp.look.color = 0x0000ff;
	OK(stamp_one(document, &stamp) == CSEAL_OK);
	OK(marks_of(document) == CSI_PDF_VIRTUAL_INK);
	sample_jpeg(&jpeg, 32, 32, 1);
	OK(cseal_photo_new_mem(jpeg.at, jpeg.len, &photo, NULL) == CSEAL_OK);
	stamp.look = sealing_look();
	stamp.look.photo = photo;
	OK(stamp_one(document, &stamp) == CSEAL_OK);
	OK(marks_of(document) == CSI_PDF_VIRTUAL_INK);
	cseal_photo_mark_virtual(photo);
	OK(stamp_one(document, &stamp) == CSEAL_OK);
	OK(marks_of(document) == (CSI_PDF_VIRTUAL_INK | CSI_PDF_VIRTUAL_PHOTO));
	cseal_photo_free(photo);
	cseal_ink_free(ink);
	csi_bytes_free(&jpeg);
	csi_bytes_free(&png);
	cseal_document_free(document);
}

static void
a_drawing_of_virtual_ink_is_marked_as_the_ink_is(void)
{
	cseal_document *document = sealing_document("");
	struct cseal_stamp stamp = stamp_of(sealing_look());
	cseal_ink *ink = write_ink();

	OK(cseal_ink_draw(ink, "pdf", &stamp.look.image, &stamp.look.image_len,
	       NULL) == CSEAL_OK);
	OK(stamp_one(document, &stamp) == CSEAL_OK);
	OK(marks_of(document) ==
	    (cseal_ink_is_virtual(ink) ? CSI_PDF_VIRTUAL_INK : 0));
	cseal_ink_mark_virtual(ink);
	OK(cseal_ink_draw(ink, "pdf", &stamp.look.image, &stamp.look.image_len,
	       NULL) == CSEAL_OK);
	OK(stamp_one(document, &stamp) == CSEAL_OK);
	OK(marks_of(document) == CSI_PDF_VIRTUAL_INK);
	cseal_ink_free(ink);
	cseal_document_free(document);
}

static void
the_outline_of_ink_is_there_and_its_samples_are_not(void)
{
	cseal_document *document = sealing_document("");
	struct cseal_stamp stamp = stamp_of(sealing_look());
	cseal_ink *ink = write_ink();
	const void *record = NULL, *bytes;
	size_t len = 0;
	uint64_t whole = 0;

	stamp.look.ink = ink;
	OK(stamp_one(document, &stamp) == CSEAL_OK);
	OK(cseal_ink_iso19794_7(ink, &record, &len, NULL) == CSEAL_OK);
	bytes = cseal_document_bytes(document, &whole);
	OK(memmem(bytes, (size_t)whole, (const uint8_t *)record + len - 32,
	       32) == NULL);
	OK(sealing_has(document, "/Subtype/Form/BBox[0 0 "));
	cseal_ink_free(ink);
	cseal_document_free(document);
}

static void
only_an_opacity_below_100_is_written(void)
{
	struct csi_bytes png = sealing_png();
	struct cseal_stamp stamp = stamp_of(sealing_look());

	stamp.look.image = png.at;
	stamp.look.image_len = png.len;
	for (unsigned opacity = 0; opacity <= 100; opacity += 25) {
		cseal_document *document = sealing_document("");

		stamp.look.opacity = (uint8_t)opacity;
		OK(stamp_one(document, &stamp) == CSEAL_OK);
		OKF(sealing_has(document, "/ca .") ==
			(opacity > 0 && opacity < 100),
		    "%u percent", opacity);
		cseal_document_free(document);
	}
	csi_bytes_free(&png);
}

/* What stands in the last content stream of the first page. */
static bool
draws(cseal_document *document, const char *text)
{
	const struct csi_pdf_value *contents, *stream = NULL;
	struct csi_bytes data = { 0 };
	struct csi_pdf_page page;
	csi_pdf_reader *reader;
	bool found = false;

	if (csi_document_reader(document, &reader, NULL) != CSEAL_OK ||
	    csi_pdf_page(reader, 0, &page, NULL) != CSEAL_OK)
		return false;
	contents = csi_pdf_find(page.dict, "Contents");
	if (csi_pdf_resolve(reader,
		&contents->as.array.items[contents->as.array.count - 1],
		&stream, NULL) == CSEAL_OK &&
	    csi_pdf_stream_data(reader, stream, 10000, &data, NULL) == CSEAL_OK)
		found = memmem(data.at, data.len, text, strlen(text)) != NULL;
	if (!found)
		printf("# %.*s\n", (int)data.len, (const char *)data.at);
	csi_bytes_free(&data);
	return found;
}

/* It is 20 pixels wide and 10 high, its place 40 mm wide and high. */
static void
a_turned_image_fills_its_place(void)
{
	static const struct {
		int32_t turn_mdeg;
		const char *drawn;
	} cases[] = {
		{ 0, "q 113.38583 0 0 56.69291 " },
		{ 360000, "q 113.38583 0 0 56.69291 " },
		{ 90000, "q 0 -113.38583 56.69291 0 " },
		{ -270000, "q 0 -113.38583 56.69291 0 " },
		{ 180000, "q -113.38583 0 0 -56.69291 " },
		{ -90000, "q 0 113.38583 -56.69291 0 " },
		{ 45000, "q 75.59055 -75.59055 37.79528 37.79528 " },
	};
	struct csi_bytes png = sealing_png();
	struct cseal_stamp stamp = stamp_of(sealing_look());

	stamp.look.image = png.at;
	stamp.look.image_len = png.len;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cseal_document *document = sealing_document("");

		stamp.look.turn_mdeg = cases[i].turn_mdeg;
		OK(stamp_one(document, &stamp) == CSEAL_OK);
		OKF(draws(document, cases[i].drawn), "by %d",
		    cases[i].turn_mdeg);
		cseal_document_free(document);
	}
	csi_bytes_free(&png);
}

static void
a_signed_document_is_not_stamped(void)
{
	cseal_document *document = sealing_document(
	    "/AcroForm << /Fields [ << /T (a) /FT /Sig /V << /Type /Sig >> "
	    ">> ] >>");
	struct csi_bytes png = sealing_png();
	struct cseal_stamp stamp = stamp_of(sealing_look());

	stamp.look.image = png.at;
	stamp.look.image_len = png.len;
	OK(stamp_one(document, &stamp) == CSEAL_REFUSED_FORBIDDEN);
	csi_bytes_free(&png);
	cseal_document_free(document);
}

int
main(void)
{
	sealing_start();
	RUN(all_stamps_are_one_revision);
	RUN(a_stamp_that_fails_leaves_the_document_as_it_was);
	RUN(a_look_has_one_picture_or_text);
	RUN(text_needs_a_context_with_a_typesetter);
	RUN(what_virtual_devices_captured_is_marked);
	RUN(a_drawing_of_virtual_ink_is_marked_as_the_ink_is);
	RUN(the_outline_of_ink_is_there_and_its_samples_are_not);
	RUN(only_an_opacity_below_100_is_written);
	RUN(a_turned_image_fills_its_place);
	RUN(a_signed_document_is_not_stamped);
	cseal_context_unref(context);
	return tap_done();
}
