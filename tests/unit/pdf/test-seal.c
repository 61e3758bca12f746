/* SPDX-License-Identifier: Apache-2.0 */
/* test-seal.c -- proves lib/pdf/seal.c: field, widget, signature dictionary
 * and what is filled in.  Real signatures are in tests/interop. */
#include "pdf/seal.h"

#include "revise.h"

#define CONTENTS_LEN 100

static struct csi_pdf_holes holes;

static cseal_status
find(struct revise *revise, const char *name, const struct csi_pdf_shown *shown,
    struct csi_pdf_target *target)
{
	cseal_error *error = NULL;
	cseal_status st =
	    csi_pdf_target_find(revise->reader, name, 0, shown, target, &error);

	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* The document as built, sealed; the target is of the old one. */
static bool
seal(struct revise *revise, const char *name, const struct csi_pdf_shown *shown,
    const struct csi_pdf_claims *claims)
{
	struct csi_pdf_target target;
	bool ok;

	if (!revise_start(revise) ||
	    !OK(find(revise, name, shown, &target) == CSEAL_OK))
		return false;
	ok = OK(csi_pdf_seal_write(revise->update, &target, NULL, claims,
		    CONTENTS_LEN, &holes, NULL) == CSEAL_OK) &&
	     revise_end(revise);
	csi_pdf_target_clear(&target);
	return ok;
}

static void
build_catalog(struct revise *revise, const char *catalog)
{
	char text[400];

	build_table(&revise->build, "/Root 1 0 R");
	snprintf(text, sizeof(text), "<< /Type /Catalog /Pages 2 0 R %s >>",
	    catalog);
	build_object(&revise->build, 1, text);
	build_table(&revise->build, "/Root 1 0 R");
}

static const struct csi_pdf_value *
field_at(const struct revise *revise, size_t i)
{
	const struct csi_pdf_value *form =
	    revise_get(revise, revise_load(revise, 1), "AcroForm");
	const struct csi_pdf_value *fields = revise_get(revise, form, "Fields");
	const struct csi_pdf_value *field = NULL;
	int64_t flags = 0;

	csi_pdf_as_integer(revise_get(revise, form, "SigFlags"), 0, 99, &flags);
	OK(flags == 3);
	if (fields->type != CSI_PDF_ARRAY || i >= fields->as.array.count)
		return NULL;
	csi_pdf_resolve(
	    revise->strict, &fields->as.array.items[i], &field, NULL);
	return field;
}

static void
a_new_field_is_put_on_its_page_and_into_the_form(void)
{
	const struct csi_pdf_shown shown = { 25400, 25400, 50800, 25400 };
	const struct csi_pdf_claims claims = {
		.name = "n", .reason = "r", .location = "l", .contact = "c"
	};
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *field, *annots, *value, *form;

	build_small(&revise.build);
	build_table(&revise.build, "/Root 1 0 R");
	if (seal(&revise, NULL, &shown, &claims) &&
	    OK((field = field_at(&revise, 0)) != NULL)) {
		OK(csi_span_is(
		    csi_pdf_find(field, "T")->source, "(Signature1)"));
		OK(csi_span_is(
		    csi_pdf_find(field, "Rect")->source, "[72 698 216 770]"));
		OK(csi_span_is(csi_pdf_find(field, "F")->source, "132"));
		OK(csi_span_is(csi_pdf_find(field, "P")->source, "3 0 R"));
		OK(csi_pdf_find(field, "MK") == NULL);
		annots = revise_get(&revise, revise_load(&revise, 3), "Annots");
		OK(annots->type == CSI_PDF_ARRAY &&
		    annots->as.array.count == 1);
		OK(revise_load(&revise,
		       annots->as.array.items[0].as.ref.number) == field);
		form =
		    revise_get(&revise, revise_get(&revise, field, "AP"), "N");
		OK(csi_span_is(
		    csi_pdf_find(form, "BBox")->source, "[0 0 144 72]"));
		value = revise_get(&revise, field, "V");
		OK(csi_pdf_is_name(
		    csi_pdf_find(value, "SubFilter"), "ETSI.CAdES.detached"));
		OK(csi_span_is(csi_pdf_find(value, "Name")->source, "(n)"));
		OK(csi_span_is(csi_pdf_find(value, "Reason")->source, "(r)"));
		OK(csi_span_is(csi_pdf_find(value, "Location")->source, "(l)"));
		OK(csi_span_is(
		    csi_pdf_find(value, "ContactInfo")->source, "(c)"));
		OK(csi_span_is(
		    csi_pdf_find(value, "M")->source, "(D:19700101000000Z)"));
		OK(csi_pdf_find(value, "CSEAL_Virtual") == NULL);
		OK(csi_pdf_find(value, "Contents")->as.text.len ==
		    CONTENTS_LEN);
	}
	revise_free(&revise);
}

static void
holes_are_filled_and_nothing_else(void)
{
	const struct csi_pdf_claims claims = { .is_virtual = true };
	struct csi_span der = { (const uint8_t *)"\x30\x02\xab\xcd", 4 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *value, *range, *contents;
	csi_pdf_reader *again = NULL;
	struct csi_pdf_ref ref = { 5, 0 };
	uint64_t n[4];
	uint8_t *file;

	build_small(&revise.build);
	build_table(&revise.build, "/Root 1 0 R");
	if (!seal(&revise, NULL, NULL, &claims))
		return;
	file = revise.after.at;
	OK(file[holes.contents] == '<');
	OK(file[holes.contents + holes.contents_len - 1] == '>');
	OK(holes.contents_len == 2 * CONTENTS_LEN + 2);
	csi_pdf_seal_range(file, revise.after.len, &holes);
	csi_pdf_seal_contents(file, der, &holes);
	OK(csi_pdf_reader_new(file, revise.after.len, CSI_PDF_STRICT, &again,
	       NULL) == CSEAL_OK);
	OK(csi_pdf_load(again, ref, &value, NULL) == CSEAL_OK);
	range = csi_pdf_find(value, "ByteRange");
	OK(range->as.array.count == 4);
	for (size_t i = 0; i < 4; i++)
		n[i] = (uint64_t)range->as.array.items[i].as.integer;
	OK(n[0] == 0 && n[1] == holes.contents);
	OK(n[2] == holes.contents + holes.contents_len);
	OK(n[2] + n[3] == revise.after.len);
	contents = csi_pdf_find(value, "Contents");
	OK(contents->source.at == file + n[1]);
	OK(contents->source.len == n[2] - n[1]);
	OK(memcmp(contents->as.text.at, "\x30\x02\xab\xcd\0\0", 6) == 0);
	OK(csi_pdf_find(value, "CSEAL_Virtual")->as.boolean);
	csi_pdf_reader_free(again);
	revise_free(&revise);
}

/* The numbers of a file that is longer than any disk. */
static void
byte_ranges_have_sixty_four_bits(void)
{
	const struct csi_pdf_holes far = {
		.contents = UINT64_C(1) << 62, .contents_len = 2002, .range = 0
	};
	char text[3 + 3 * 21 + 1];

	memset(text, ' ', sizeof(text));
	memcpy(text, "[0", 2);
	text[sizeof(text) - 2] = ']';
	text[sizeof(text) - 1] = '\0';
	csi_pdf_seal_range((uint8_t *)text, (UINT64_C(1) << 63) + 12345, &far);
	OK(strstr(text, "[0 4611686018427387904 ") == text);
	OK(strstr(text, "4611686018427389906") != NULL);
	OK(strstr(text, "4611686018427398247") != NULL);
}

static void
an_invisible_field_has_an_empty_rectangle(void)
{
	const struct csi_pdf_claims claims = { .time = 1 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *field;

	build_small(&revise.build);
	build_table(&revise.build, "/Root 1 0 R");
	if (seal(&revise, "Named", NULL, &claims) &&
	    OK((field = field_at(&revise, 0)) != NULL)) {
		OK(csi_span_is(
		    csi_pdf_find(field, "Rect")->source, "[0 0 0 0]"));
		OK(csi_span_is(csi_pdf_find(field, "T")->source, "(Named)"));
	}
	revise_free(&revise);
}

static void
a_form_that_is_there_is_extended_wherever_it_stands(void)
{
	static const char *const forms[] = {
		"/AcroForm << /Fields [5 0 R] /DA (kept) >>",
		"/AcroForm << /Fields 7 0 R /DA (kept) >>",
		"/AcroForm 6 0 R",
		"/AcroForm 8 0 R",
		"/AcroForm << /DA (kept) /Fields [5 0 R] /SigFlags 1 >>",
	};
	const struct csi_pdf_claims claims = { .time = 1 };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct revise revise = { .reader = NULL };
		const struct csi_pdf_value *field, *form;

		build_small(&revise.build);
		build_object(&revise.build, 5, "<< /T (Signature4) /FT /Tx >>");
		build_object(
		    &revise.build, 6, "<< /Fields [5 0 R] /DA (kept) >>");
		build_object(&revise.build, 7, "[5 0 R]");
		build_object(&revise.build, 8,
		    "<< /Fields 7 0 R /DA (kept) /SigFlags 3 >>");
		build_catalog(&revise, forms[i]);
		if (seal(&revise, NULL, NULL, &claims)) {
			field = field_at(&revise, 0);
			OK(field != NULL &&
			    csi_pdf_is_name(csi_pdf_find(field, "FT"), "Tx"));
			field = field_at(&revise, 1);
			OK(field != NULL &&
			    csi_span_is(csi_pdf_find(field, "T")->source,
				"(Signature5)"));
			form = revise_get(
			    &revise, revise_load(&revise, 1), "AcroForm");
			OK(csi_span_is(
			    revise_get(&revise, form, "DA")->as.text, "kept"));
		}
		revise_free(&revise);
	}
}

static void
only_what_must_change_is_written_again(void)
{
	const struct csi_pdf_claims claims = { .time = 1 };
	struct revise revise = { .reader = NULL };
	char *text;

	build_small(&revise.build);
	build_object(&revise.build, 5, "[]");
	build_object(&revise.build, 6, "<< /Fields 5 0 R /SigFlags 3 >>");
	build_object(&revise.build, 7, "[]");
	build_table(&revise.build, "/Root 1 0 R");
	build_object(
	    &revise.build, 3, "<< /Type /Page /Parent 2 0 R /Annots 7 0 R >>");
	build_catalog(&revise, "/AcroForm 6 0 R");
	if (seal(&revise, NULL, NULL, &claims)) {
		text = revise_text(&revise);
		OK(strstr(text, "\n5 0 obj") != NULL);
		OK(strstr(text, "\n7 0 obj") != NULL);
		OK(strstr(text, "\n1 0 obj") == NULL);
		OK(strstr(text, "\n3 0 obj") == NULL);
		OK(strstr(text, "\n6 0 obj") == NULL);
		free(text);
	}
	revise_free(&revise);
	/* One array that is both lists. */
	build_small(&revise.build);
	build_object(&revise.build, 5, "[]");
	build_table(&revise.build, "/Root 1 0 R");
	build_object(
	    &revise.build, 3, "<< /Type /Page /Parent 2 0 R /Annots 5 0 R >>");
	build_catalog(&revise, "/AcroForm << /Fields 5 0 R >>");
	if (seal(&revise, NULL, NULL, &claims)) {
		OK(field_at(&revise, 0) != NULL);
		OK(field_at(&revise, 1) == NULL);
	}
	revise_free(&revise);
}

/* 5: a group with 6 in it; 7: a field; 8: a group with a value. */
static void
build_groups(struct revise *revise)
{
	build_small(&revise->build);
	build_object(&revise->build, 5, "<< /T (a) /Kept 1 /Kids [6 0 R] >>");
	build_object(
	    &revise->build, 6, "<< /T (b) /Parent 5 0 R /Kids [7 0 R] >>");
	build_object(&revise->build, 7, "<< /T (c) /FT /Tx /Parent 6 0 R >>");
	build_object(&revise->build, 8, "<< /T (v) /V (x) /Kids [9 0 R] >>");
	build_object(&revise->build, 9, "<< /T (c) /Parent 8 0 R >>");
	build_object(&revise->build, 10, "<< /T (t) /Kids [11 0 R] >>");
	build_object(&revise->build, 11, "<< /T (c) /Parent 10 0 R >>");
	build_object(&revise->build, 12, "<< /T (t) /Kids [11 0 R] >>");
	build_object(&revise->build, 13, "<< /T (i) /Kids 14 0 R >>");
	build_object(&revise->build, 14, "[15 0 R]");
	build_object(&revise->build, 15, "<< /T (c) /Parent 13 0 R >>");
	build_catalog(revise,
	    "/AcroForm << /Fields [5 0 R 8 0 R 10 0 R 12 0 R 13 0 R "
	    "<< /T (d) /Kids [15 0 R] >>] >>");
}

static void
a_field_is_made_in_a_group(void)
{
	static const struct {
		const char *name, *partial;
		uint32_t group;
	} cases[] = { { "a.new", "(new)", 5 }, { "a.b.new", "(new)", 6 },
		{ "i.new", "(new)", 13 } };
	const struct csi_pdf_claims claims = { .time = 1 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct revise revise = { .reader = NULL };
		const struct csi_pdf_value *kids, *field;
		struct csi_pdf_target target;

		build_groups(&revise);
		if (seal(&revise, cases[i].name, NULL, &claims)) {
			kids = revise_get(&revise,
			    revise_load(&revise, cases[i].group), "Kids");
			OK(kids->type == CSI_PDF_ARRAY &&
			    kids->as.array.count == 2);
			field = revise_load(
			    &revise, kids->as.array.items[1].as.ref.number);
			OK(csi_span_is(csi_pdf_find(field, "T")->source,
			    cases[i].partial));
			OK(csi_pdf_find(field, "Parent")->as.ref.number ==
			    cases[i].group);
			OK(csi_pdf_is_name(csi_pdf_find(field, "FT"), "Sig"));
			OK(field_at(&revise, 6) == NULL);
			/* It is found by its full name, and signed. */
			OK(csi_pdf_target_find(revise.strict, cases[i].name, 0,
			       NULL, &target, NULL) == CSEAL_REFUSED_FIELD);
			OK(csi_pdf_find(revise_load(&revise, 5), "Kept") !=
			    NULL);
			/* What was its array is as it was. */
			OK(revise_load(&revise, 14)->as.array.count == 1);
		}
		revise_free(&revise);
	}
}

/* Object 1 of the form, or of a group. */
static const struct csi_pdf_value *
kid_at(struct revise *revise, const struct csi_pdf_value *group, size_t i,
    const char *partial, uint32_t parent)
{
	const struct csi_pdf_value *kids = revise_get(revise, group, "Kids");
	const struct csi_pdf_value *kid, *up;

	if (kids->type != CSI_PDF_ARRAY || i >= kids->as.array.count)
		return NULL;
	kid = revise_load(revise, kids->as.array.items[i].as.ref.number);
	up = csi_pdf_find(kid, "Parent");
	OK(csi_span_is(csi_pdf_find(kid, "T")->source, partial));
	OK(parent == 0 ? up == NULL : up->as.ref.number == parent);
	return kid;
}

static void
groups_that_are_not_there_are_made(void)
{
	const struct csi_pdf_claims claims = { .time = 1 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *x, *y, *z;
	struct csi_pdf_target target;

	build_groups(&revise);
	if (seal(&revise, "a.b.x.y.z", NULL, &claims)) {
		x = kid_at(&revise, revise_load(&revise, 6), 1, "(x)", 6);
		OK(x != NULL && csi_pdf_find(x, "FT") == NULL);
		y = kid_at(&revise, x, 0, "(y)",
		    revise_get(&revise, revise_load(&revise, 6), "Kids")
			->as.array.items[1]
			.as.ref.number);
		z = kid_at(&revise, y, 0, "(z)",
		    revise_get(&revise, x, "Kids")
			->as.array.items[0]
			.as.ref.number);
		OK(z != NULL && csi_pdf_is_name(csi_pdf_find(z, "FT"), "Sig"));
		OK(field_at(&revise, 6) == NULL);
		OK(csi_pdf_target_find(revise.strict, "a.b.x.y.z", 0, NULL,
		       &target, NULL) == CSEAL_REFUSED_FIELD);
		OK(csi_pdf_target_find(revise.strict, "a.b.x.y", 0, NULL,
		       &target, NULL) == CSEAL_REFUSED_FIELD);
	}
	revise_free(&revise);
	build_groups(&revise);
	if (seal(&revise, "new.z", NULL, &claims)) {
		x = field_at(&revise, 6);
		OK(x != NULL && csi_pdf_find(x, "Parent") == NULL);
		OK(csi_span_is(csi_pdf_find(x, "T")->source, "(new)"));
		OK(field_at(&revise, 7) == NULL);
	}
	revise_free(&revise);
}

static void
no_field_is_made_where_none_can_be(void)
{
	static const char *const names[] = { "a.b.c.new", "v.new", "t.new",
		"d.new", "a.", ".new", "a..new", "." };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct revise revise = { .reader = NULL };
		struct csi_pdf_target target;

		build_groups(&revise);
		if (revise_start(&revise))
			OKF(find(&revise, names[i], NULL, &target) ==
				CSEAL_REFUSED_FIELD,
			    "%s", names[i]);
		revise_free(&revise);
	}
}

static void
a_field_that_is_there_keeps_all_but_value_and_appearance(void)
{
	static const struct csi_pdf_shown nowhere = { 0, 0, 1, 1 };
	const struct csi_pdf_claims claims = { .time = 1 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *field, *form;

	build_small(&revise.build);
	build_object(
	    &revise.build, 5, "<< /T (a) /FT /Sig /Kids [6 0 R] /Kept 1 >>");
	build_object(&revise.build, 6,
	    "<< /Subtype /Widget /Parent 5 0 R /P 3 0 R /Kept 2 "
	    "/Rect [300 200 100 150] /AP << /N 4 0 R >> >>");
	build_table(&revise.build, "/Root 1 0 R");
	build_object(&revise.build, 3,
	    "<< /Type /Page /Parent 2 0 R /Annots [6 0 R] >>");
	build_object(&revise.build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 1 /Rotate 270 "
	    "/MediaBox [0 0 595 842] >>");
	build_catalog(&revise, "/AcroForm << /Fields [5 0 R] >>");
	if (seal(&revise, "a", &nowhere, &claims)) {
		field = field_at(&revise, 0);
		OK(csi_pdf_find(field, "Kept") != NULL);
		OK(csi_pdf_find(field, "AP") == NULL);
		OK(revise_get(&revise, field, "V")->type == CSI_PDF_DICT);
		field = revise_load(&revise, 6);
		OK(csi_pdf_find(field, "Kept") != NULL);
		form =
		    revise_get(&revise, revise_get(&revise, field, "AP"), "N");
		/* Rotated: 50 wide and 200 high as shown. */
		OK(csi_span_is(
		    csi_pdf_find(form, "BBox")->source, "[0 0 50 200]"));
		OK(csi_span_is(
		    csi_pdf_find(form, "Matrix")->source, "[0 -1 1 0 0 50]"));
		OK(revise_get(&revise, revise_load(&revise, 3), "Annots")
			->as.array.count == 1);
	}
	revise_free(&revise);
}

static void
a_widget_without_its_page_is_found_by_the_pages(void)
{
	struct revise revise = { .reader = NULL };
	struct csi_pdf_target target;

	build_small(&revise.build);
	build_object(&revise.build, 5,
	    "<< /T (a) /FT /Sig /Subtype /Widget /Rect [0 0 10 20] >>");
	build_table(&revise.build, "/Root 1 0 R");
	build_object(&revise.build, 3,
	    "<< /Type /Page /Parent 2 0 R /Rotate 90 /UserUnit 2 "
	    "/Annots [5 0 R] >>");
	build_catalog(&revise, "/AcroForm << /Fields [5 0 R] >>");
	if (revise_start(&revise) &&
	    OK(find(&revise, "a", NULL, &target) == CSEAL_OK)) {
		OK(target.rotate == 90 && target.user_unit == 2);
		OK(!target.is_new && csi_pdf_target_is_visible(&target));
		csi_pdf_target_clear(&target);
	}
	revise_free(&revise);
}

static void
a_field_that_cannot_be_signed_is_refused(void)
{
	static const struct {
		const char *name;
		cseal_status st;
	} names[] = { { "text", CSEAL_REFUSED_FIELD },
		{ "group", CSEAL_REFUSED_FIELD },
		{ "signed", CSEAL_REFUSED_FIELD },
		{ "direct", CSEAL_REFUSED_FIELD },
		{ "odd", CSEAL_REFUSED_FIELD }, { "none", CSEAL_REFUSED_FIELD },
		{ "not.there", CSEAL_OK }, { "group.kid", CSEAL_OK },
		{ "text.x", CSEAL_REFUSED_FIELD },
		{ "text.x.y", CSEAL_REFUSED_FIELD },
		{ "signed.x", CSEAL_REFUSED_FIELD },
		{ "a..b", CSEAL_REFUSED_FIELD }, { ".a", CSEAL_REFUSED_FIELD },
		{ "a.", CSEAL_REFUSED_FIELD }, { ".", CSEAL_REFUSED_FIELD },
		{ "", CSEAL_REFUSED_FIELD },
		{ "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
		  "a.a.a",
		    CSEAL_OK },
		{ "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
		  "a.a.a.a",
		    CSEAL_REFUSED_LIMIT },
		{ "new", CSEAL_OK } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct revise revise = { .reader = NULL };
		struct csi_pdf_target target;

		build_small(&revise.build);
		build_object(&revise.build, 5,
		    "[ << /T (direct) /FT /Sig >> 6 0 R 7 0 R 8 0 R 9 0 R "
		    "10 0 R ]");
		build_object(&revise.build, 6, "<< /T (text) /FT /Tx >>");
		build_object(&revise.build, 7,
		    "<< /T (group) /FT /Sig /Kids [11 0 R] >>");
		build_object(
		    &revise.build, 8, "<< /T (signed) /FT /Sig /V << >> >>");
		build_object(&revise.build, 9,
		    "<< /T (odd) /FT /Sig /Kids [ << /Rect [0 0 1 1] >> ] >>");
		build_object(&revise.build, 10,
		    "<< /T (none) /FT /Sig /Kids [99 0 R] >>");
		build_object(&revise.build, 11, "<< /T (kid) >>");
		build_catalog(&revise, "/AcroForm << /Fields 5 0 R >>");
		if (revise_start(&revise)) {
			cseal_status st =
			    find(&revise, names[i].name, NULL, &target);

			OKF(st == names[i].st, "%s", names[i].name);
			if (st == CSEAL_OK)
				csi_pdf_target_clear(&target);
		}
		revise_free(&revise);
	}
}

static void
texts_that_are_not_utf_8_and_odd_times_are_refused(void)
{
	static const struct csi_pdf_claims bad[] = { { .name = "\xff" },
		{ .reason = "\xff" }, { .location = "\xff" },
		{ .contact = "\xff" }, { .time = INT64_MAX },
		{ .time = INT64_MIN } };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct revise revise = { .reader = NULL };
		struct csi_pdf_target target;

		build_small(&revise.build);
		build_table(&revise.build, "/Root 1 0 R");
		if (revise_start(&revise) &&
		    OK(find(&revise, NULL, NULL, &target) == CSEAL_OK)) {
			OK(csi_pdf_seal_write(revise.update, &target, NULL,
			       &bad[i], 10, &holes,
			       NULL) == CSEAL_FAULT_APPLICATION);
			csi_pdf_target_clear(&target);
		}
		revise_free(&revise);
	}
}

int
main(void)
{
	RUN(a_new_field_is_put_on_its_page_and_into_the_form);
	RUN(holes_are_filled_and_nothing_else);
	RUN(byte_ranges_have_sixty_four_bits);
	RUN(an_invisible_field_has_an_empty_rectangle);
	RUN(a_form_that_is_there_is_extended_wherever_it_stands);
	RUN(only_what_must_change_is_written_again);
	RUN(a_field_is_made_in_a_group);
	RUN(groups_that_are_not_there_are_made);
	RUN(no_field_is_made_where_none_can_be);
	RUN(a_field_that_is_there_keeps_all_but_value_and_appearance);
	RUN(a_widget_without_its_page_is_found_by_the_pages);
	RUN(a_field_that_cannot_be_signed_is_refused);
	RUN(texts_that_are_not_utf_8_and_odd_times_are_refused);
	return tap_done();
}
