/* SPDX-License-Identifier: Apache-2.0 */
/* test-conform.c -- proves lib/pdf/colour.c, lib/pdf/conform.c and what import
 * and appearance make of them: a look comes with the colours that PDF/A wants,
 * or is refused with the reason.  That the result conforms, veraPDF says in
 * tests/interop. */
#include "pdf/conform.h"

#include "pdf/import.h"
#include "revise.h"
#include "sample-jpeg.h"

#define RGB                                                     \
	"/OutputIntents [ << /S /GTS_PDFA1 /DestOutputProfile " \
	"<< /N 3 >> >> ]"
#define CMYK                                                    \
	"/OutputIntents [ << /S /GTS_PDFA1 /DestOutputProfile " \
	"<< /N 4 >> >> ]"
#define PART(part) "<x pdfaid:part='" part "' pdfaid:conformance='B'/>"

static bool
start(struct revise *revise, const char *packet, const char *catalog)
{
	struct build *build = &revise->build;
	char text[300];

	build_start(build);
	snprintf(text, sizeof(text),
	    "<< /Type /Catalog /Pages 2 0 R /Metadata 3 0 R %s >>", catalog);
	build_object(build, 1, text);
	build_object(build, 2, "<< /Type /Pages /Kids [] /Count 0 >>");
	build_stream(build, 3, "/Type /Metadata", packet, strlen(packet));
	build_table(build, "/Root 1 0 R");
	return revise_start(revise) &&
	       OK(csi_pdf_update_keep_promises(revise->update, NULL) ==
		   CSEAL_OK);
}

/* A page with those resources, that content, and a fifth object. */
static void
build_look(struct build *build, const char *resources, const char *content,
    const char *object)
{
	char text[600];

	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(build, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
	snprintf(text, sizeof(text),
	    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
	    "/Group << /S /Transparency /I true /CS /DeviceRGB >> "
	    "/Resources << %s >> >>",
	    resources);
	build_object(build, 3, text);
	build_stream(build, 4, "", content, strlen(content));
	if (object[0] == 's')
		build_stream(build, 5, object + 1, "x", 1);
	else
		build_object(build, 5, object);
	build_object(build, 6, "<< /FontFile2 4 0 R >>");
	build_table(build, "/Root 1 0 R");
}

struct look {
	const char *what, *packet, *catalog, *resources, *content, *object;
	const char *words; /* of the refusal, or of what is written */
	bool is_refused;
};

static void
try(const struct look *look)
{
	struct revise revise = { .reader = NULL };
	struct build other = { .count = 0 };
	struct csi_pdf_look written;
	cseal_error *error = NULL;
	cseal_status st;
	bool ok;

	build_look(&other, look->resources, look->content, look->object);
	if (!start(&revise, look->packet, look->catalog))
		goto out;
	st = csi_pdf_look_page(
	    revise.update, csi_bytes_span(&other.pdf), &written, &error);
	if (look->is_refused) {
		ok = st == CSEAL_REFUSED_INPUT &&
		     strstr(cseal_error_text(error), look->words) != NULL;
	} else {
		char *text = NULL;

		ok = st == CSEAL_OK && revise_end(&revise);
		if (ok)
			text = revise_text(&revise);
		ok = ok && strstr(text, look->words) != NULL;
		free(text);
	}
	if (!OKF(ok, "%s", look->what) && error != NULL)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
out:
	revise_free(&revise);
	build_free(&other);
}

static void
pages_are_refused_with_the_reason(void)
{
#define FONT  "/Font << /F 5 0 R >>"
#define STATE "/ExtGState << /G 5 0 R >>"
#define IMAGE "/XObject << /I 5 0 R >>"
	static const struct look looks[] = {
		{ "a font that is not embedded", PART("2"), RGB, FONT, "",
		    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		    "not embedded", true },
		{ "a part of a font", PART("1"), RGB, FONT, "",
		    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont "
		    "/ABCDEF+Song /FontDescriptor 6 0 R >>",
		    "part of a font", true },
		{ "characters that are not known",
		    "<x pdfaid:part='2' pdfaid:conformance='U'/>", RGB, FONT,
		    "", "<< /Type /Font /Subtype /Type0 /BaseFont /Song >>",
		    "what its characters are", true },
		{ "alpha on PDF/A-1", PART("1"), RGB, STATE, "",
		    "<< /Type /ExtGState /ca .5 >>", "seen through", true },
		{ "a soft mask on PDF/A-1", PART("1"), RGB, IMAGE, "",
		    "s/Subtype /Image /SMask 4 0 R", "seen through", true },
		{ "a blend mode on PDF/A-1", PART("1"), RGB, STATE, "",
		    "<< /BM /Multiply >>", "seen through", true },
		{ "alpha without an output intent", PART("3"), "", STATE, "",
		    "<< /CA 0 >>", "no output intent", true },
		{ "LZW", PART("2"), RGB, IMAGE, "",
		    "s/Subtype /Image /Filter [ /FlateDecode /LZWDecode ]",
		    "LZW", true },
		{ "JPEG 2000 on PDF/A-1", PART("1"), RGB, IMAGE, "",
		    "s/Subtype /Image /Filter /JPXDecode", "JPEG 2000", true },
		{ "PostScript", PART("2"), RGB, IMAGE, "", "s/Subtype /PS",
		    "PostScript", true },
		{ "an operator of CMYK", PART("2"), RGB, "", "0 0 0 1 k f",
		    "null", "CMYK", true },
		{ "a picture in CMYK", PART("2"), RGB, IMAGE, "",
		    "s/Subtype /Image /ColorSpace /DeviceCMYK", "CMYK", true },
		{ "a small picture in CMYK", PART("2"), "", "",
		    "BI /W 1 /H 1 /CS /CMYK /BPC 8 ID abcd EI", "null", "CMYK",
		    true },
	};

	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		try(&looks[i]);
}

static void
pages_come_with_the_right_colours(void)
{
	static const struct look looks[] = {
		{ "where nothing is promised", "", "", "/Font << /F 5 0 R >>",
		    "0 0 0 1 k f",
		    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		    "/CS /DeviceRGB", false },
		{ "where the intent is that of the page", PART("2"), RGB, "",
		    "1 0 0 rg", "null", "/CS /DeviceRGB", false },
		{ "without an intent", PART("2"), "", "", "1 0 0 rg", "null",
		    "/ColorSpace<</DefaultGray [/CalGray<<", false },
		{ "with an intent of another kind", PART("2"), CMYK, "",
		    "1 0 0 rg", "null", "/ColorSpace<</DefaultRGB [/CalRGB<<",
		    false },
		{ "with one of that kind", PART("2"), CMYK, "", "0 0 0 1 k",
		    "null", "0 0 0 1 k", false },
		{ "k in a string is no colour", PART("2"), RGB, "",
		    "(a k b) Tj % k", "null", "(a k b)", false },
		{ "opaque states pass", PART("1"), RGB,
		    "/ExtGState << /G 5 0 "
		    "R >>",
		    "", "<< /ca 1 /CA 1.0 /BM /Normal /SMask /None >>",
		    "/SMask /None", false },
		{ "spaces that are there stay", PART("2"), "",
		    "/ColorSpace << /X [ /Lab ] /DefaultRGB 7 >>", "", "null",
		    "/ColorSpace<</X [ /Lab]", false },
	};

	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		try(&looks[i]);
}

/* What is written of a page whose fifth object is a picture. */
static char *
written(const char *packet, const char *object)
{
	struct revise revise = { .reader = NULL };
	struct build other = { .count = 0 };
	struct csi_pdf_look look;
	char *text = NULL;

	build_look(&other, "/XObject << /I 5 0 R >>", "", object);
	if (start(&revise, packet, RGB) &&
	    OK(csi_pdf_look_page(revise.update, csi_bytes_span(&other.pdf),
		   &look, NULL) == CSEAL_OK) &&
	    revise_end(&revise))
		text = revise_text(&revise);
	revise_free(&revise);
	build_free(&other);
	return text;
}

static void
what_need_not_be_there_is_left_out(void)
{
	char *text = written(PART("1"),
	    "s/Subtype /Image /Interpolate true /Alternates [] /OPI << >>");

	OK(text != NULL && strstr(text, "Interpolate") == NULL &&
	    strstr(text, "Alternates") == NULL && strstr(text, "OPI") == NULL);
	/* What is opaque needs no group. */
	OK(text != NULL && strstr(text, "/Group") == NULL);
	free(text);
	text = written("", "s/Subtype /Image /Interpolate true");
	OK(text != NULL && strstr(text, "/Interpolate true") != NULL &&
	    strstr(text, "/Group") != NULL);
	free(text);
	text = written(PART("2"), "<< /Type /ExtGState /TR /X /HT /Y /LW 1 >>");
	OK(text != NULL && strstr(text, "/TR") == NULL &&
	    strstr(text, "/HT") == NULL && strstr(text, "/LW 1") != NULL);
	free(text);
}

static void
a_jpeg_in_cmyk_needs_an_intent_for_it(void)
{
	static const struct {
		const char *packet, *catalog;
		cseal_status status;
	} files[] = { { "", "", CSEAL_OK },
		{ PART("1"), "", CSEAL_REFUSED_INPUT },
		{ PART("2"), RGB, CSEAL_REFUSED_INPUT },
		{ PART("2"), CMYK, CSEAL_OK } };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct revise revise = { .reader = NULL };
		struct csi_bytes jpeg = { 0 };
		struct csi_pdf_look look;

		sample_jpeg(&jpeg, 8, 8, 4);
		if (start(&revise, files[i].packet, files[i].catalog))
			OKF(csi_pdf_look_image(revise.update,
				csi_bytes_span(&jpeg), &look,
				NULL) == files[i].status,
			    "%s %s", files[i].packet, files[i].catalog);
		revise_free(&revise);
		csi_bytes_free(&jpeg);
	}
}

static void
ink_has_colours_that_are_defined(void)
{
	static const char path[] = "0 0 m 1 1 l f";
	struct csi_span paths = { (const uint8_t *)path, sizeof(path) - 1 };
	struct revise revise = { .reader = NULL };
	struct csi_pdf_look look;
	const struct csi_pdf_value *spaces, *form;

	if (start(&revise, PART("1"), "")) {
		csi_pdf_look_paths(revise.update, paths, 1, 1, 0xff0000, &look);
		if (revise_end(&revise)) {
			form = revise_load(&revise, look.ref.number);
			spaces = revise_get(&revise,
			    revise_get(&revise, form, "Resources"),
			    "ColorSpace");
			OK(csi_pdf_find(spaces, "DefaultRGB") != NULL);
			OK(csi_pdf_find(spaces, "DefaultGray") != NULL);
		}
	}
	revise_free(&revise);
}

int
main(void)
{
	RUN(pages_are_refused_with_the_reason);
	RUN(pages_come_with_the_right_colours);
	RUN(what_need_not_be_there_is_left_out);
	RUN(a_jpeg_in_cmyk_needs_an_intent_for_it);
	RUN(ink_has_colours_that_are_defined);
	return tap_done();
}
