/* SPDX-License-Identifier: Apache-2.0 */
/* test-field.c -- proves lib/pdf/field.c: the form and its fields. */
#include "pdf/field.h"

#include "revise.h"

static csi_pdf_reader *reader;
static struct build build;

/* What the catalog has besides its pages; objects may have been added. */
static bool
open_form(const char *catalog)
{
	char text[500];

	snprintf(text, sizeof(text), "<< /Type /Catalog /Pages 2 0 R %s >>",
	    catalog);
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 1, text);
	build_table(&build, "/Root 1 0 R");
	return OK(csi_pdf_reader_new(build.pdf.at, build.pdf.len,
		      CSI_PDF_LENIENT, &reader, NULL) == CSEAL_OK);
}

static void
end(void)
{
	csi_pdf_reader_free(reader);
	reader = NULL;
	build_free(&build);
}

/* "name:flags name:flags ": s of a signature, g of a group, v with a value,
 * d if it is direct. */
static const char *
all_fields(cseal_status *ret_status)
{
	static char text[1000];
	struct csi_pdf_field_walk walk;
	struct csi_pdf_field field;
	struct csi_pdf_form form;
	cseal_status st;
	bool more = true;

	text[0] = '\0';
	st = csi_pdf_form_read(reader, &form, NULL);
	if (st == CSEAL_OK)
		csi_pdf_field_start(&walk, reader, &form);
	while (st == CSEAL_OK) {
		size_t len = strlen(text);

		st = csi_pdf_field_next(&walk, &field, &more, NULL);
		if (st != CSEAL_OK || !more)
			break;
		snprintf(text + len, sizeof(text) - len, "%s:%s%s%s%s ",
		    field.name, field.is_signature ? "s" : "",
		    field.has_fields ? "g" : "",
		    field.value->type != CSI_PDF_NULL ? "v" : "",
		    field.ref.number == 0 ? "d" : "");
	}
	csi_pdf_field_end(&walk);
	if (ret_status != NULL)
		*ret_status = st;
	return text;
}

static void
a_document_without_a_form_has_no_field(void)
{
	static const char *const forms[] = { "", "/AcroForm null",
		"/AcroForm 99 0 R", "/AcroForm []", "/AcroForm <<>>",
		"/AcroForm << /Fields null >>", "/AcroForm << /Fields 4 0 R >>",
		"/AcroForm << /Fields [] >>",
		"/AcroForm << /Fields [null 4 0 R 99 0 R [] (x)] >>" };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		cseal_status st;

		build_small(&build);
		if (open_form(forms[i]))
			OKF(strcmp(all_fields(&st), "") == 0 && st == CSEAL_OK,
			    "%s", forms[i]);
		end();
	}
}

static void
a_form_is_found_direct_or_not(void)
{
	struct csi_pdf_form form;

	build_small(&build);
	if (open_form("/AcroForm << /Fields [] >>")) {
		OK(csi_pdf_form_read(reader, &form, NULL) == CSEAL_OK);
		OK(form.dict != NULL && form.ref.number == 0);
		OK(form.fields != NULL && form.fields_ref.number == 0);
		OK(form.catalog_ref.number == 1);
	}
	end();
	build_small(&build);
	build_object(&build, 5, "<< /Fields 6 0 R >>");
	build_object(&build, 6, "[]");
	if (open_form("/AcroForm 5 0 R")) {
		OK(csi_pdf_form_read(reader, &form, NULL) == CSEAL_OK);
		OK(form.dict != NULL && form.ref.number == 5);
		OK(form.fields != NULL && form.fields_ref.number == 6);
	}
	end();
}

static void
fields_have_full_names_and_inherit_their_type(void)
{
	build_small(&build);
	build_object(&build, 5, "<< /T (a) /FT /Sig /Kids [6 0 R 7 0 R] >>");
	build_object(&build, 6, "<< /T <FEFF5370> /Parent 5 0 R >>");
	build_object(
	    &build, 7, "<< /T (b) /Parent 5 0 R /Kids [8 0 R 9 0 R 10 0 R] >>");
	build_object(&build, 8, "<< /T (c) /V << /Type /Sig >> >>");
	build_object(&build, 9, "<< /T (d) /FT /Tx /V (x) >>");
	build_object(&build, 10, "<< /Subtype /Widget >>");
	if (open_form("/AcroForm << /Fields [ << /T (e) /FT /Sig >> 5 0 R"
		      " << /FT /Sig /Kids [ << /Subtype /Widget >> ] >> ] >>"))
		OK(strcmp(all_fields(NULL),
		       "e:sd a:sg a.\xe5\x8d\xb0:s a.b:sg a.b.c:sv a.b.d:v "
		       ":sd ") == 0);
	end();
}

static void
a_loop_in_the_tree_is_a_limit(void)
{
	cseal_status st;

	build_small(&build);
	build_object(&build, 5, "<< /T (a) /Kids [6 0 R] >>");
	build_object(&build, 6, "<< /T (b) /Kids [5 0 R] >>");
	if (open_form("/AcroForm << /Fields [5 0 R] >>")) {
		all_fields(&st);
		OK(st == CSEAL_REFUSED_LIMIT);
	}
	end();
	build_small(&build);
	build_object(&build, 5, "<< /T (a) /Kids [5 0 R 5 0 R] >>");
	if (open_form("/AcroForm << /Fields [5 0 R] >>")) {
		all_fields(&st);
		OK(st == CSEAL_REFUSED_LIMIT);
	}
	end();
}

static void
a_signed_field_makes_the_form_signed(void)
{
	static const struct {
		const char *field;
		bool is_signed;
	} fields[] = { { "<< /T (a) /FT /Sig >>", false },
		{ "<< /T (a) /FT /Sig /V null >>", false },
		{ "<< /T (a) /FT /Sig /V 99 0 R >>", false },
		{ "<< /T (a) /FT /Tx /V << >> >>", false },
		{ "<< /T (a) /FT /Sig /V << /Type /Sig >> >>", true },
		{ "<< /T (a) /Kids [ << /T (b) /FT /Sig /V << >> >> ] >>",
		    true } };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct csi_pdf_form form;
		bool is_signed = false;

		build_small(&build);
		build_object(&build, 5, fields[i].field);
		if (open_form("/AcroForm << /Fields [5 0 R] >>") &&
		    OK(csi_pdf_form_read(reader, &form, NULL) == CSEAL_OK)) {
			OK(csi_pdf_form_is_signed(
			       reader, &form, &is_signed, NULL) == CSEAL_OK);
			OKF(is_signed == fields[i].is_signed, "%s",
			    fields[i].field);
		}
		end();
	}
}

int
main(void)
{
	RUN(a_document_without_a_form_has_no_field);
	RUN(a_form_is_found_direct_or_not);
	RUN(fields_have_full_names_and_inherit_their_type);
	RUN(a_loop_in_the_tree_is_a_limit);
	RUN(a_signed_field_makes_the_form_signed);
	return tap_done();
}
