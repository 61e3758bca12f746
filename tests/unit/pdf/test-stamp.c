/* SPDX-License-Identifier: Apache-2.0 */
/* test-stamp.c -- proves lib/pdf/stamp.c: content added to a page, and the
 * mark of virtual devices. */
#include "pdf/stamp.h"

#include "revise.h"

static const struct csi_pdf_stamp stamp = { .look = { .ref = { 4, 0 },
						.width = 10,
						.height = 10,
						.matrix = { 1, 0, 0, 1, 0, 0 },
						.scale = 1 },
	.box = { 100, 200, 110, 210 } };

/* The page that object 3 is, stamped count times. */
static bool
stamped(struct revise *revise, const char *page, size_t count)
{
	const struct csi_pdf_stamp stamps[2] = { stamp, stamp };
	struct csi_pdf_page about;

	build_small(&revise->build);
	build_object(&revise->build, 5,
	    "<< /XObject << /Old 4 0 R /Cseal7 4 0 R >> /Font << /F 4 0 R >> "
	    ">>");
	build_stream(&revise->build, 6, "", "n", 1);
	build_object(&revise->build, 7, "[4 0 R 6 0 R]");
	build_stream(&revise->build, 8, "", "q q 2 0 0 2 0 0 cm q Q", 22);
	build_stream(&revise->build, 9, "", "q n Q Q", 7);
	build_table(&revise->build, "/Root 1 0 R");
	build_object(&revise->build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources 5 0 R "
	    "/MediaBox [0 0 595 842] >>");
	build_object(&revise->build, 3, page);
	build_table(&revise->build, "/Root 1 0 R");
	return revise_start(revise) &&
	       OK(csi_pdf_page(revise->reader, 0, &about, NULL) == CSEAL_OK) &&
	       OK(csi_pdf_stamp_page(revise->update, &about, stamps, count,
		      NULL) == CSEAL_OK) &&
	       revise_end(revise);
}

/* The content streams of the page, joined. */
static char *
contents_of(const struct revise *revise)
{
	const struct csi_pdf_value *page = revise_load(revise, 3), *array;
	struct csi_bytes all = { 0 };

	array = revise_get(revise, page, "Contents");
	for (size_t i = 0; i < array->as.array.count; i++) {
		const struct csi_pdf_value *stream = NULL;
		struct csi_bytes data = { 0 };

		if (csi_pdf_resolve(revise->strict, &array->as.array.items[i],
			&stream, NULL) == CSEAL_OK)
			csi_pdf_stream_data(
			    revise->strict, stream, 10000, &data, NULL);
		csi_bytes_add_span(&all, csi_bytes_span(&data));
		csi_bytes_free(&data);
		csi_bytes_add_u8(&all, '|');
	}
	return csi_bytes_take_text(&all);
}

static void
contents_are(const char *page, const char *expected)
{
	struct revise revise = { .reader = NULL };
	char *text;

	if (stamped(&revise, page, 1)) {
		text = contents_of(&revise);
		OKF(strcmp(text, expected) == 0, "contents of %s", page);
		free(text);
	}
	revise_free(&revise);
}

#define DRAW "Q\nq 1 0 0 1 100 200 cm /Cseal8 Do Q\n|"

static void
what_was_there_is_put_between_q_and_q(void)
{
	contents_are("<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
	    "q\n|0 0 10 10 re f|" DRAW);
	contents_are("<< /Type /Page /Parent 2 0 R /Contents [4 0 R 6 0 R] >>",
	    "q\n|0 0 10 10 re f|n|" DRAW);
	contents_are("<< /Type /Page /Parent 2 0 R /Contents 7 0 R >>",
	    "q\n|0 0 10 10 re f|n|" DRAW);
	contents_are("<< /Type /Page /Parent 2 0 R >>", "q\n|" DRAW);
	contents_are(
	    "<< /Type /Page /Parent 2 0 R /Contents [] >>", "q\n|" DRAW);
}

static void
states_that_were_left_open_are_closed(void)
{
	contents_are("<< /Type /Page /Parent 2 0 R /Contents 8 0 R >>",
	    "q\n|q q 2 0 0 2 0 0 cm q Q|Q\nQ\n" DRAW);
	contents_are("<< /Type /Page /Parent 2 0 R /Contents [8 0 R 8 0 R] >>",
	    "q\n|q q 2 0 0 2 0 0 cm q Q|q q 2 0 0 2 0 0 cm q Q|"
	    "Q\nQ\nQ\nQ\n" DRAW);
	/* One that was not open is closed already. */
	contents_are("<< /Type /Page /Parent 2 0 R /Contents 9 0 R >>",
	    "q\n|q n Q Q|q 1 0 0 1 100 200 cm /Cseal8 Do Q\n|");
}

static void
the_page_gets_resources_of_its_own(void)
{
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *resources, *objects, *shared;

	if (stamped(&revise,
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Kept (x) >>",
		2)) {
		OK(revise_get(&revise, revise_load(&revise, 3), "Kept") !=
		    NULL);
		resources = csi_pdf_find(revise_load(&revise, 3), "Resources");
		OK(resources != NULL && resources->type == CSI_PDF_DICT);
		OK(revise_get(&revise, resources, "Font")->type ==
		    CSI_PDF_DICT);
		objects = revise_get(&revise, resources, "XObject");
		OK(objects->as.dict.count == 4);
		OK(csi_pdf_find(objects, "Old") != NULL);
		OK(csi_pdf_find(objects, "Cseal7") != NULL);
		OK(csi_pdf_find(objects, "Cseal8") != NULL);
		OK(csi_pdf_find(objects, "Cseal9") != NULL);
		shared =
		    revise_get(&revise, revise_load(&revise, 5), "XObject");
		OK(shared->as.dict.count == 2);
	}
	revise_free(&revise);
}

static void
a_page_without_any_resources_gets_some(void)
{
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *objects;

	build_small(&revise.build);
	build_table(&revise.build, "/Root 1 0 R");
	if (revise_start(&revise)) {
		struct csi_pdf_page page;

		OK(csi_pdf_page(revise.reader, 0, &page, NULL) == CSEAL_OK);
		OK(csi_pdf_stamp_page(revise.update, &page, &stamp, 1, NULL) ==
		    CSEAL_OK);
		OK(revise_end(&revise));
		objects = revise_get(&revise,
		    revise_get(&revise, revise_load(&revise, 3), "Resources"),
		    "XObject");
		OK(csi_pdf_find(objects, "Cseal1") != NULL);
	}
	revise_free(&revise);
}

/* ---- the mark ---------------------------------------------------------- */

static unsigned
marked(const char *catalog, unsigned what, struct revise *revise)
{
	unsigned found = 77;
	char text[400];

	build_small(&revise->build);
	build_table(&revise->build, "/Root 1 0 R");
	snprintf(text, sizeof(text), "<< /Type /Catalog /Pages 2 0 R %s >>",
	    catalog);
	build_object(&revise->build, 1, text);
	build_table(&revise->build, "/Root 1 0 R");
	if (!revise_start(revise))
		return 77;
	OK(csi_pdf_virtual_mark(revise->update, what, 0, NULL) == CSEAL_OK);
	if (!revise_end(revise))
		return 77;
	OK(csi_pdf_virtual_read(revise->strict, &found, NULL) == CSEAL_OK);
	return found;
}

static void
a_mark_is_written_and_found(void)
{
	static const char before[] =
	    "/PieceInfo << /Other << /LastModified (x) /Private 1 >> "
	    "/CSEAL << /Private << /Virtual [/Photo] >> >> >>";
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *info;

	OK(marked("", CSI_PDF_VIRTUAL_INK, &revise) == CSI_PDF_VIRTUAL_INK);
	info = revise_get(&revise, revise_load(&revise, 1), "PieceInfo");
	info = revise_get(&revise, info, "CSEAL");
	OK(csi_span_is(revise_get(&revise, info, "LastModified")->as.text,
	    "D:19700101000000Z"));
	revise_free(&revise);
	OK(marked(before, CSI_PDF_VIRTUAL_INK, &revise) ==
	    (CSI_PDF_VIRTUAL_INK | CSI_PDF_VIRTUAL_PHOTO));
	info = revise_get(&revise, revise_load(&revise, 1), "PieceInfo");
	OK(csi_pdf_find(info, "Other") != NULL);
	revise_free(&revise);
	/* Nothing new: the catalog stays as it is. */
	OK(marked(before, CSI_PDF_VIRTUAL_PHOTO, &revise) ==
	    CSI_PDF_VIRTUAL_PHOTO);
	OK(memmem(revise.after.at + revise.build.pdf.len,
	       revise.after.len - revise.build.pdf.len, "Catalog", 7) == NULL);
	revise_free(&revise);
	OK(marked("", 0, &revise) == 0);
	revise_free(&revise);
	OK(marked("/PieceInfo << /CSEAL << /Private << /Virtual 7 >> >> >>", 0,
	       &revise) == 0);
	revise_free(&revise);
}

int
main(void)
{
	RUN(what_was_there_is_put_between_q_and_q);
	RUN(states_that_were_left_open_are_closed);
	RUN(the_page_gets_resources_of_its_own);
	RUN(a_page_without_any_resources_gets_some);
	RUN(a_mark_is_written_and_found);
	return tap_done();
}
