/* SPDX-License-Identifier: Apache-2.0 */
/* test-import.c -- proves lib/pdf/import.c: one page of another PDF. */
#include "pdf/import.h"

#include "revise.h"

/* The other file: a page whose resources are a graph with a loop, and which
 * leads to what must stay behind. */
static void
build_other(struct build *build, const char *page, const char *contents)
{
	build_start(build);
	build_object(
	    build, 1, "<< /Type /Catalog /Pages 2 0 R /Secret 9 0 R >>");
	build_object(build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 1 "
	    "/MediaBox [10 20 110 70] /Resources 5 0 R >>");
	build_object(build, 3, page);
	build_stream(build, 4, "", contents, strlen(contents));
	build_object(build, 5,
	    "<< /XObject << /Ref 6 0 R /A 6 0 R >> /Pages [2 0 R 3 0 R] "
	    "/Odd#20One [ [ ] << >> (a\\)b) <41> 1.5 null true /N#20m ] >>");
	build_stream(build, 6,
	    "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /StructParents 3 "
	    "/Resources << /XObject << /Self 6 0 R /Next 7 0 R >> >>",
	    "/Next Do", 8);
	build_stream(build, 7,
	    "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Up 6 0 R", "n", 1);
	build_stream(build, 8, "", "1 0 0 rg", 8);
	build_object(build, 9, "(secret)");
}

static bool
start(struct revise *revise)
{
	build_small(&revise->build);
	build_table(&revise->build, "/Root 1 0 R");
	return revise_start(revise);
}

static cseal_status
look_at(
    struct revise *revise, const struct build *other, struct csi_pdf_look *look)
{
	cseal_error *error = NULL;
	cseal_status st = csi_pdf_look_page(
	    revise->update, csi_bytes_span(&other->pdf), look, &error);

	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static void
a_page_becomes_a_form_with_all_that_it_uses(void)
{
	const struct csi_pdf_value *form, *resources, *objects, *inner, *odd;
	struct revise revise = { .reader = NULL };
	struct build other = { .count = 0 };
	struct csi_pdf_look look;
	char *text;

	build_other(&other,
	    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R "
	    "/Group << /S /Transparency /I true >> >>",
	    "/A Do");
	build_table(&other, "/Root 1 0 R");
	if (!start(&revise))
		return;
	OK(look_at(&revise, &other, &look) == CSEAL_OK);
	OK(look.width == 100 && look.height == 50);
	OK(revise_end(&revise));
	form = revise_load(&revise, look.ref.number);
	OK(csi_pdf_is_name(revise_get(&revise, form, "Subtype"), "Form"));
	OK(csi_span_is(csi_pdf_find(form, "BBox")->source, "[10 20 110 70]"));
	OK(csi_span_is(
	    csi_pdf_find(form, "Matrix")->source, "[1 0 0 1 -10 -20]"));
	OK(csi_span_is(form->as.dict.raw, "/A Do"));
	OK(revise_get(&revise, form, "Group")->type == CSI_PDF_DICT);
	resources = revise_get(&revise, form, "Resources");
	objects = revise_get(&revise, resources, "XObject");
	inner = revise_get(&revise, objects, "A");
	OK(inner->type == CSI_PDF_STREAM);
	OK(inner == revise_get(&revise, objects, "Ref"));
	OK(csi_span_is(inner->as.dict.raw, "/Next Do"));
	OK(csi_pdf_find(inner, "StructParents") == NULL);
	objects = revise_get(
	    &revise, revise_get(&revise, inner, "Resources"), "XObject");
	OK(revise_get(&revise, objects, "Self") == inner);
	OK(revise_get(&revise, revise_get(&revise, objects, "Next"), "Up") ==
	    inner);
	odd = revise_get(&revise, resources, "Odd One");
	OK(odd->type == CSI_PDF_ARRAY && odd->as.array.count == 8);
	OK(csi_span_is(odd->as.array.items[2].as.text, "a)b"));
	OK(csi_pdf_is_name(&odd->as.array.items[7], "N m"));
	/* The page tree is null, and nothing of the document came along. */
	odd = revise_get(&revise, resources, "Pages");
	OK(odd->as.array.count == 2);
	text = revise_text(&revise);
	OK(strstr(text, "/Kids") == NULL && strstr(text, "secret") == NULL);
	free(text);
	revise_free(&revise);
	build_free(&other);
}

static void
rotation_crop_box_and_user_unit_are_respected(void)
{
	static const struct {
		const char *entries, *box, *matrix;
		double width, height;
	} pages[] = {
		{ "/Rotate 90", "[10 20 110 70]", "[0 -1 1 0 -20 110]", 50,
		    100 },
		{ "/Rotate 180", "[10 20 110 70]", "[-1 0 0 -1 110 70]", 100,
		    50 },
		{ "/Rotate 270", "[10 20 110 70]", "[0 1 -1 0 70 -10]", 50,
		    100 },
		{ "/CropBox [20 30 60 50] /UserUnit 2", "[20 30 60 50]",
		    "[2 0 0 2 -40 -60]", 80, 40 },
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct revise revise = { .reader = NULL };
		struct build other = { .count = 0 };
		const struct csi_pdf_value *form;
		struct csi_pdf_look look;
		char page[200];

		snprintf(page, sizeof(page),
		    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s >>",
		    pages[i].entries);
		build_other(&other, page, "n");
		build_table(&other, "/Root 1 0 R");
		if (!start(&revise))
			return;
		OK(look_at(&revise, &other, &look) == CSEAL_OK);
		OK(look.width == pages[i].width &&
		    look.height == pages[i].height);
		OK(revise_end(&revise));
		form = revise_load(&revise, look.ref.number);
		OK(csi_span_is(
		    csi_pdf_find(form, "BBox")->source, pages[i].box));
		OK(csi_span_is(
		    csi_pdf_find(form, "Matrix")->source, pages[i].matrix));
		revise_free(&revise);
		build_free(&other);
	}
}

static void
several_content_streams_are_joined_by_white_space(void)
{
	struct revise revise = { .reader = NULL };
	struct build other = { .count = 0 };
	struct csi_bytes data = { 0 };
	struct csi_pdf_look look;

	build_other(&other,
	    "<< /Type /Page /Parent 2 0 R /Contents [8 0 R 99 0 R 4 0 R] >>",
	    "/A Do");
	build_table(&other, "/Root 1 0 R");
	if (!start(&revise))
		return;
	OK(look_at(&revise, &other, &look) == CSEAL_OK);
	OK(revise_end(&revise));
	OK(csi_pdf_stream_data(revise.strict,
	       revise_load(&revise, look.ref.number), 1000, &data,
	       NULL) == CSEAL_OK);
	OK(csi_span_is(csi_bytes_span(&data), "1 0 0 rg\n/A Do\n"));
	csi_bytes_free(&data);
	revise_free(&revise);
	build_free(&other);
}

static void
a_page_without_contents_is_an_empty_form(void)
{
	struct revise revise = { .reader = NULL };
	struct build other = { .count = 0 };
	struct csi_bytes data = { 0 };
	struct csi_pdf_look look;

	build_other(&other, "<< /Type /Page /Parent 2 0 R >>", "");
	build_table(&other, "/Root 1 0 R");
	if (!start(&revise))
		return;
	OK(look_at(&revise, &other, &look) == CSEAL_OK);
	OK(revise_end(&revise));
	OK(csi_pdf_stream_data(revise.strict,
	       revise_load(&revise, look.ref.number), 1000, &data,
	       NULL) == CSEAL_OK);
	OK(data.len == 0);
	csi_bytes_free(&data);
	revise_free(&revise);
	build_free(&other);
}

static void
refused(struct build *other, cseal_status expected)
{
	struct revise revise = { .reader = NULL };
	struct csi_pdf_look look;

	if (!start(&revise))
		return;
	OK(look_at(&revise, other, &look) == expected);
	revise_free(&revise);
	build_free(other);
}

static const char simple[] = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>";

static void
what_is_not_one_readable_page_is_refused(void)
{
	struct build other = { .count = 0 };

	refused(&other, CSEAL_REFUSED_INPUT);
	build_text(&other, "%PDF-1.7\nnothing");
	refused(&other, CSEAL_REFUSED_INPUT);
	build_other(&other, simple, "n");
	build_table(&other, "/Root 1 0 R /Encrypt << /Filter /Standard >>");
	refused(&other, CSEAL_REFUSED_INPUT);
	build_other(&other, simple, "n");
	build_table(&other, "/Root 1 0 R");
	build_object(&other, 2,
	    "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 "
	    "/MediaBox [0 0 9 9] >>");
	build_table(&other, "/Root 1 0 R");
	refused(&other, CSEAL_REFUSED_INPUT);
	build_other(&other, simple, "n");
	build_table(&other, "/Root 1 0 R");
	build_stream(&other, 7, "/F (/etc/passwd)", "n", 1);
	build_table(&other, "/Root 1 0 R");
	refused(&other, CSEAL_REFUSED_INPUT);
}

static void
a_chain_of_too_many_objects_is_a_limit(void)
{
	struct build other = { .count = 0 };
	char text[100];

	build_other(&other, simple, "n");
	build_table(&other, "/Root 1 0 R");
	build_object(&other, 5, "<< /Font << /A 16 0 R >> >>");
	for (uint32_t i = 16; i < 16 + CSI_PDF_IMPORT_OBJECTS_MOST; i++) {
		snprintf(text, sizeof(text), "<< /Next %u 0 R >>", i + 1);
		build_object(&other, i, text);
	}
	build_table(&other, "/Root 1 0 R");
	refused(&other, CSEAL_REFUSED_LIMIT);
}

static void
what_is_nested_too_deep_is_refused(void)
{
	struct csi_bytes deep = { 0 };
	struct build other = { .count = 0 };

	for (int i = 0; i < 150; i++)
		csi_bytes_add_text(&deep, "[");
	for (int i = 0; i < 150; i++)
		csi_bytes_add_text(&deep, "]");
	csi_bytes_add_u8(&deep, 0);
	build_other(&other, simple, "n");
	build_table(&other, "/Root 1 0 R");
	build_object(&other, 6, (char *)deep.at);
	build_table(&other, "/Root 1 0 R");
	refused(&other, CSEAL_REFUSED_LIMIT);
	csi_bytes_free(&deep);
}

int
main(void)
{
	RUN(a_page_becomes_a_form_with_all_that_it_uses);
	RUN(rotation_crop_box_and_user_unit_are_respected);
	RUN(several_content_streams_are_joined_by_white_space);
	RUN(a_page_without_contents_is_an_empty_form);
	RUN(what_is_not_one_readable_page_is_refused);
	RUN(a_chain_of_too_many_objects_is_a_limit);
	RUN(what_is_nested_too_deep_is_refused);
	return tap_done();
}
