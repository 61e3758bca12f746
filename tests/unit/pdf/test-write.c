/* SPDX-License-Identifier: Apache-2.0 */
/* test-write.c -- proves lib/pdf/write.c: objects as they are written. */
#include "pdf/write.h"

#include "build.h"
#include "pdf/reader.h"
#include "tap.h"

#include <float.h>
#include <locale.h>
#include <math.h>

static struct csi_bytes out;

static const char *
taken(void)
{
	static char text[4096];

	snprintf(text, sizeof(text), "%.*s", (int)out.len, (char *)out.at);
	csi_bytes_free(&out);
	return text;
}

static const char *
number(double value)
{
	csi_pdf_write_number(&out, value);
	return taken();
}

static struct csi_span
span_of(const char *text)
{
	struct csi_span span = { (const uint8_t *)text, strlen(text) };

	return span;
}

static void
a_number_has_at_most_five_places_and_no_exponent(void)
{
	OK(strcmp(number(0), "0") == 0);
	OK(strcmp(number(-0.0), "0") == 0);
	OK(strcmp(number(12), "12") == 0);
	OK(strcmp(number(-12.5), "-12.5") == 0);
	OK(strcmp(number(0.1), "0.1") == 0);
	OK(strcmp(number(0.00001), "0.00001") == 0);
	OK(strcmp(number(0.000001), "0") == 0);
	OK(strcmp(number(-0.000001), "0") == 0);
	OK(strcmp(number(1.0 / 3), "0.33333") == 0);
	OK(strcmp(number(0.999999), "1") == 0);
	OK(strcmp(number(595.2756), "595.2756") == 0);
	OK(strcmp(number(1.00001), "1.00001") == 0);
}

static void
a_number_that_readers_cannot_hold_is_cut(void)
{
	OK(strcmp(number(DBL_MAX), "2147483647") == 0);
	OK(strcmp(number(-DBL_MAX), "-2147483647") == 0);
	OK(strcmp(number(INFINITY), "2147483647") == 0);
	OK(strcmp(number(-INFINITY), "-2147483647") == 0);
	OK(strcmp(number(NAN), "0") == 0);
}

static void
the_locale_does_not_reach_a_number(void)
{
	static const char *const commas[] = { "de_DE.UTF-8", "de_DE",
		"fr_FR.UTF-8", "ru_RU.UTF-8" };

	for (size_t i = 0; i < 4; i++) {
		if (setlocale(LC_ALL, commas[i]) == NULL)
			continue;
		OK(strcmp(number(1.5), "1.5") == 0);
		setlocale(LC_ALL, "C");
		return;
	}
	tap_skip("no locale with a decimal comma");
}

static void
a_name_is_escaped_where_it_must_be(void)
{
	csi_pdf_write_name(&out, span_of("Sig_1-x.y"));
	OK(strcmp(taken(), "/Sig_1-x.y") == 0);
	csi_pdf_write_name(&out, span_of("a b#c/d(e)\xe5%<>[]{}\n"));
	OK(strcmp(taken(),
	       "/a#20b#23c#2Fd#28e#29#E5#25#3C#3E#5B#5D#7B#7D#0A") == 0);
	csi_pdf_write_name(&out, span_of(""));
	OK(strcmp(taken(), "/") == 0);
}

static void
references_arrays_and_strings_are_written(void)
{
	const double numbers[] = { 1, -2.5, 0 };
	struct csi_pdf_ref ref = { 4294967295u, 65535 };

	csi_pdf_write_ref(&out, ref);
	OK(strcmp(taken(), "4294967295 65535 R") == 0);
	csi_pdf_write_object(&out, ref);
	OK(strcmp(taken(), "4294967295 65535 obj\n") == 0);
	csi_pdf_write_array(&out, numbers, 3);
	OK(strcmp(taken(), "[1 -2.5 0]") == 0);
	csi_pdf_write_array(&out, NULL, 0);
	OK(strcmp(taken(), "[]") == 0);
	csi_pdf_write_hex(&out, span_of("\x01\xfe"));
	OK(strcmp(taken(), "<01FE>") == 0);
	csi_pdf_write_hex(&out, span_of(""));
	OK(strcmp(taken(), "<>") == 0);
}

/* A dictionary with every trap in it, as object 5. */
static const struct csi_pdf_value *
odd_dict(struct build *build, csi_pdf_reader **ret_reader)
{
	const struct csi_pdf_value *value = NULL;
	struct csi_pdf_ref ref = { 5, 0 };

	build_small(build);
	build_object(build, 5,
	    "<< /Kept(a\\)b)/Array [1  2%c\n3 0 R]/Odd#20Key  <4 1>\n"
	    "/Gone 1/Changed << /In 1 >> /Last null>>");
	build_table(build, "/Root 1 0 R");
	if (csi_pdf_reader_new(build->pdf.at, build->pdf.len, CSI_PDF_LENIENT,
		ret_reader, NULL) != CSEAL_OK ||
	    csi_pdf_load(*ret_reader, ref, &value, NULL) != CSEAL_OK)
		return NULL;
	return value;
}

static void
what_is_not_changed_is_copied_as_it_stands(void)
{
	struct csi_pdf_change changes[] = { { "Gone", { 0 } },
		{ "Changed", span_of("7 0 R") }, { "New", span_of("(x)") },
		{ "Absent", { 0 } } };
	struct build build = { 0 };
	csi_pdf_reader *reader = NULL;
	const struct csi_pdf_value *dict = odd_dict(&build, &reader);

	if (OK(dict != NULL)) {
		csi_pdf_write_dict(&out, dict, changes, 4);
		OK(strcmp(taken(),
		       "<<\n/Kept (a\\)b)\n/Array [1  2%c\n3 0 R]\n"
		       "/Odd#20Key <4 1>\n/Last null\n/Changed 7 0 R\n"
		       "/New (x)\n>>") == 0);
		csi_pdf_write_dict(&out, dict, NULL, 0);
		OK(strstr(taken(), "/Changed << /In 1 >>\n") != NULL);
	}
	csi_pdf_write_dict(&out, NULL, changes + 1, 1);
	OK(strcmp(taken(), "<<\n/Changed 7 0 R\n>>") == 0);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
an_item_is_added_to_an_array(void)
{
	struct csi_pdf_ref ref = { 9, 0 };
	struct build build = { 0 };
	csi_pdf_reader *reader = NULL;
	const struct csi_pdf_value *dict = odd_dict(&build, &reader);

	if (OK(dict != NULL)) {
		csi_pdf_write_appended(
		    &out, csi_pdf_find(dict, "Array"), &ref, 1);
		OK(strcmp(taken(), "[1\n2\n3 0 R\n9 0 R]") == 0);
		csi_pdf_write_appended(
		    &out, csi_pdf_find(dict, "Gone"), &ref, 1);
		OK(strcmp(taken(), "[9 0 R]") == 0);
	}
	csi_pdf_write_appended(&out, NULL, &ref, 1);
	OK(strcmp(taken(), "[9 0 R]") == 0);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

int
main(void)
{
	RUN(a_number_has_at_most_five_places_and_no_exponent);
	RUN(a_number_that_readers_cannot_hold_is_cut);
	RUN(the_locale_does_not_reach_a_number);
	RUN(a_name_is_escaped_where_it_must_be);
	RUN(references_arrays_and_strings_are_written);
	RUN(what_is_not_changed_is_copied_as_it_stands);
	RUN(an_item_is_added_to_an_array);
	return tap_done();
}
