/* SPDX-License-Identifier: Apache-2.0 */
#include "blob.h"
#include "context.h"
#include "scripted.h"
#include "tap.h"
#include "wait.h"

#include <locale.h>

static cseal_context *context;
static struct csi_module *module;
static struct csi_bytes pdf; /* what was made last */
static char note[1024];      /* of the last failure */
static bool has_poppler, has_chinese;

static cseal_status
set(const struct cseal_text_request *request, size_t most)
{
	cseal_error *error = NULL;
	struct cseal_blob blob;
	struct cseal_wait wait;
	cseal_status st;

	csi_wait_init(&wait, 60000, NULL);
	csi_blob_init(&blob, most);
	st = module->driver->ops.typeset->typeset(
	    &module->host, request, &wait, &blob, &error);
	csi_bytes_wipe(&pdf);
	pdf = csi_blob_take(&blob);
	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_status
set_text(const char *text)
{
	struct cseal_text_request request = {
		.size = sizeof(request), .text = text, .text_um = 3500
	};

	return set(&request, 16 << 20);
}

/* What a program says of the PDF. */
static const char *
asked(const char *program, const char *rest)
{
	static char answer[16384];
	char line[800];
	FILE *pipe;
	size_t len;

	scratch_write_bytes("text.pdf", pdf.at, pdf.len);
	snprintf(line, sizeof(line), "%s %s %s", program,
	    scratch_path("text.pdf"), rest);
	pipe = popen(line, "r");
	len = pipe != NULL ? fread(answer, 1, sizeof(answer) - 1, pipe) : 0;
	answer[len] = '\0';
	if (pipe != NULL)
		pclose(pipe);
	return answer;
}

static bool
reads_back(const char *text)
{
	const char *answer =
	    asked("pdftotext -enc UTF-8 -raw -nopgbrk", "- 2>&1");
	size_t len = strlen(text);

	if (strncmp(answer, text, len) == 0 &&
	    strspn(answer + len, "\n\f") == strlen(answer + len))
		return true;
	printf("# read back: %s\n", answer);
	return false;
}

static bool
has(const char *text)
{
	return memmem(pdf.at, pdf.len, text, strlen(text)) != NULL;
}

static void
media_box(double *ret_width, double *ret_height)
{
	const char *at = memmem(pdf.at, pdf.len, "/MediaBox", 9);

	*ret_width = *ret_height = 0;
	if (at != NULL)
		sscanf(at, "/MediaBox [ 0 0 %lf %lf", ret_width, ret_height);
}

static void
text_is_extracted_as_it_was_given(void)
{
	static const char *const texts[] = {
		"Paperless Service Order 2024-10-01 No. 0123456789",
		"office fluffy affiliate", /* ligatures */
		"沈佳禾",
		"本人已阅读并同意《服务协议》，姓名：沈佳禾。",
		"号码 13800000000（A-1）！？",
		"１２３ ￥99.00",
	};

	if (!has_poppler || !has_chinese) {
		tap_skip("needs pdftotext and a Chinese font");
		return;
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		OK(set_text(texts[i]) == CSEAL_OK);
		OKF(reads_back(texts[i]), "%s", texts[i]);
	}
}

static void
lines_end_where_they_were_ended(void)
{
	double one, two, width;

	OK(set_text("first line") == CSEAL_OK);
	media_box(&width, &one);
	OK(set_text("first line\nsecond line\n") == CSEAL_OK);
	media_box(&width, &two);
	OKF(two > 1.9 * one, "%g pt, %g pt", one, two);
	if (has_poppler)
		OK(reads_back("first line\nsecond line"));
	else
		tap_skip("needs pdftotext");
}

static void
fonts_are_embedded_as_subsets(void)
{
	const char *answer;

	OK(set_text("Subset") == CSEAL_OK);
	if (!has_poppler) {
		tap_skip("needs pdffonts");
		return;
	}
	answer = asked("pdffonts", "2>&1 | tail -n +3");
	OK(strlen(answer) > 20);
	OK(strstr(answer, "yes yes yes") != NULL);
	OK(strstr(answer, " no ") == NULL);
	OKF(pdf.len < 20000, "%zu bytes", pdf.len);
}

/* Cairo's own subset of Noto Sans CJK lacks a subroutine of the first and
 * embeds all of them for the second. */
static void
no_outline_is_lost(void)
{
	static const char *const texts[] = {
		"\xe5\xa6\x82",                 /* U+5982 */
		"FIL \xe5\xa6\x82\xe4\xb8\x80", /* U+5982 U+4E00 */
		"FIL KL \xe4\xb8\x80",          /* U+4E00 */
	};
	const char *answer;

	if (!has_chinese || system("mutool -v 2>/dev/null") != 0) {
		tap_skip("needs mutool and a Chinese font");
		return;
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		OK(set_text(texts[i]) == CSEAL_OK);
		OKF(pdf.len < 20000, "%zu bytes", pdf.len);
		answer = asked("mutool draw -q -F png -o /dev/null", "2>&1");
		OKF(strstr(answer, "glyph") == NULL, "%s", answer);
		if (has_poppler)
			OKF(reads_back(texts[i]), "%s", texts[i]);
	}
}

static void
the_page_is_as_large_as_the_text(void)
{
	double width, height, wider, higher;

	OK(set_text("Text") == CSEAL_OK);
	media_box(&width, &height);
	OKF(width > 12 && width < 30, "%g pt wide", width);
	OKF(height > 9.9 && height < 20, "%g pt high", height);
	OK(set_text("Text Text") == CSEAL_OK);
	media_box(&wider, &higher);
	OK(wider > 1.9 * width && higher == height);
}

static void
the_font_has_the_height_that_was_asked_for(void)
{
	struct cseal_text_request request = {
		.size = sizeof(request), .text = "Text", .text_um = 7000
	};
	double width, height, twice_wide, twice_high;

	OK(set_text("Text") == CSEAL_OK);
	media_box(&width, &height);
	OK(set(&request, 1 << 20) == CSEAL_OK);
	media_box(&twice_wide, &twice_high);
	OKF(twice_wide > 1.95 * width && twice_wide < 2.05 * width, "%g, %g",
	    width, twice_wide);
}

static void
long_lines_are_wrapped_at_the_width(void)
{
	struct cseal_text_request request = { .size = sizeof(request),
		.text = "one two three four five six seven eight nine ten "
			"incomprehensibilities",
		.text_um = 3500,
		.width_um = 20000 };
	double width, height;

	OK(set(&request, 1 << 20) == CSEAL_OK);
	media_box(&width, &height);
	OKF(width <= 20 * 72 / 25.4 + 0.1, "%g pt", width);
	OKF(height > 40, "%g pt", height);
	/* A word that is longer than the line is broken, too. */
	request.width_um = 5000;
	OK(set(&request, 1 << 20) == CSEAL_OK);
	media_box(&width, &height);
	OKF(width <= 5 * 72 / 25.4 + 4, "%g pt", width);
}

static void
text_that_is_too_high_is_refused(void)
{
	struct cseal_text_request request = { .size = sizeof(request),
		.text = "one\ntwo\nthree",
		.text_um = 3500,
		.height_um = 10000 };

	OK(set(&request, 1 << 20) == CSEAL_REFUSED_INPUT);
	request.height_um = 20000;
	OK(set(&request, 1 << 20) == CSEAL_OK);
}

static void
a_character_without_a_font_is_named(void)
{
	OK(set_text("a\xf4\x80\x80\x80z") == CSEAL_SETUP_NO_FONT);
	OKF(strstr(note, "U+100000") != NULL, "%s", note);
	OK(set_text("first\nsecond \xf4\x8f\xbf\xbd") == CSEAL_SETUP_NO_FONT);
	OKF(strstr(note, "U+10FFFD") != NULL, "%s", note);
}

static void
a_font_that_is_not_there_is_not_replaced(void)
{
	struct cseal_text_request request = { .size = sizeof(request),
		.text = "Text",
		.font = "Nonexistent Grotesk",
		.text_um = 3500 };

	OK(set(&request, 1 << 20) == CSEAL_SETUP_NO_FONT);
	OK(strstr(note, "Nonexistent Grotesk") != NULL);
	request.font = "Sans, Serif";
	OK(set(&request, 1 << 20) == CSEAL_REFUSED_INPUT);
	request.font = "";
	OK(set(&request, 1 << 20) == CSEAL_REFUSED_INPUT);
	request.font = "serif";
	OK(set(&request, 1 << 20) == CSEAL_OK);
	request.font = "sans-serif";
	OK(set(&request, 1 << 20) == CSEAL_OK);
}

static void
hostile_text_is_refused(void)
{
	static const char *const texts[] = {
		"\xff",
		"a\xc0\xaf",        /* overlong */
		"\xed\xa0\x80",     /* a surrogate */
		"\xf4\x90\x80\x80", /* past the end of Unicode */
		"cut\xe6\xb2",
		"bell\a",
		"carriage\rreturn",
		"escape\033[31m",
		"delete\x7f",
		"\xc2\x85",           /* C1 */
		"xyz\xe2\x80\xaeghi", /* right-to-left override */
		"abc\xe2\x80\xaa",    /* embedding */
		"\xe2\x81\xa6xyz",    /* isolate */
		"",
		"\n",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		OKF(set_text(texts[i]) == CSEAL_REFUSED_INPUT, "%zu: %s", i,
		    note);
}

static void
text_has_a_limit(void)
{
	char *text = malloc(100002);

	memset(text, 'a', 100001);
	text[100001] = '\0';
	OK(set_text(text) == CSEAL_REFUSED_LIMIT);
	/* As much as may be, but wider than a page can be. */
	text[100000] = '\0';
	OK(set_text(text) == CSEAL_REFUSED_LIMIT);
	for (size_t i = 0; i < 100000; i += 2)
		text[i] = '\n';
	OK(set_text(text) == CSEAL_REFUSED_LIMIT);
	free(text);
}

/* Ten lines of 3.5 mm are some 50 mm high. */
static void
text_becomes_as_small_as_its_place_needs_and_no_smaller(void)
{
	struct cseal_text_request request = { .size = sizeof(request),
		.text = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj",
		.text_um = 3500,
		.width_um = 80000,
		.height_um = 30000 };
	double width, height;

	OK(set(&request, 1 << 20) == CSEAL_REFUSED_INPUT);
	request.text_least_um = 1400;
	OK(set(&request, 1 << 20) == CSEAL_OK);
	media_box(&width, &height);
	OKF(height <= 85.1 && height > 83, "%g points", height);
	OK(reads_back("a\nb\nc\nd\ne\nf\ng\nh\ni\nj"));
	request.height_um = 100000;
	OK(set(&request, 1 << 20) == CSEAL_OK);
	media_box(&width, &height);
	OKF(height > 130, "as high as was asked for, %g", height);
	request.height_um = 10000;
	OK(set(&request, 1 << 20) == CSEAL_REFUSED_INPUT);
	OKF(strstr(note, "in a font of 1.4 mm") != NULL, "%s", note);
	request.text_least_um = 99;
	OK(set(&request, 1 << 20) == CSEAL_REFUSED_INPUT);
}

static void
sizes_have_limits(void)
{
	struct cseal_text_request request = { .size = sizeof(request),
		.text = "Text" };

	OK(set(&request, 1 << 20) == CSEAL_REFUSED_INPUT);
	request.text_um = UINT32_MAX;
	OK(set(&request, 1 << 20) == CSEAL_REFUSED_INPUT);
	request.text_um = 3500;
	request.width_um = UINT32_MAX;
	OK(set(&request, 1 << 20) == CSEAL_REFUSED_LIMIT);
	request.width_um = 0;
	request.height_um = UINT32_MAX;
	OK(set(&request, 1 << 20) == CSEAL_REFUSED_LIMIT);
}

static void
right_to_left_scripts_are_set(void)
{
	cseal_status st = set_text("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d");

	/* It depends on the fonts that there are. */
	OKF(st == CSEAL_OK || st == CSEAL_SETUP_NO_FONT, "%s", note);
}

static void
the_colour_is_used(void)
{
	struct cseal_text_request request = { .size = sizeof(request),
		.text = "Text",
		.text_um = 3500,
		.color = 0xff0080 };
	const char *answer;

	OK(set(&request, 1 << 20) == CSEAL_OK);
	answer = asked("qpdf --qdf --object-streams=disable",
	    "- 2>/dev/null | grep -a ' rg'");
	if (*answer == '\0')
		tap_skip("needs qpdf");
	else
		OKF(strstr(answer, "1 0 0.50") != NULL, "%s", answer);
}

static void
the_same_text_gives_the_same_bytes(void)
{
	struct csi_bytes first;

	OK(set_text("Text") == CSEAL_OK);
	first = pdf;
	memset(&pdf, 0, sizeof(pdf));
	OK(set_text("Text") == CSEAL_OK);
	OK(first.len == pdf.len && memcmp(first.at, pdf.at, pdf.len) == 0);
	csi_bytes_free(&first);
}

static void
a_decimal_comma_does_not_come_in(void)
{
	double width, height;

	if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL &&
	    setlocale(LC_ALL, "fr_FR.UTF-8") == NULL) {
		tap_skip("no locale with a decimal comma");
		return;
	}
	OK(set_text("Text") == CSEAL_OK);
	media_box(&width, &height);
	OK(width > 12 && height > 9);
	setlocale(LC_ALL, "C");
}

static void
it_is_a_plain_transparent_page(void)
{
	OK(set_text("Text") == CSEAL_OK);
	OK(memcmp(pdf.at, "%PDF-1.4", 8) == 0);
	OK(!has("/ObjStm") && has("xref\n0 "));
	OK(!has("/Annots") && !has("/OpenAction") && !has("/Encrypt"));
	OK(!has("Date"));
}

static void
qpdf_finds_no_fault(void)
{
	const char *answer;

	OK(set_text("Text\nText") == CSEAL_OK);
	answer = asked("qpdf --check", "2>&1");
	if (strstr(answer, "not found") != NULL)
		tap_skip("needs qpdf");
	else
		OKF(strstr(answer, "No syntax or stream encoding errors") !=
			    NULL &&
			strstr(answer, "WARNING") == NULL,
		    "%s", answer);
}

static void
the_limit_of_the_core_is_kept(void)
{
	struct cseal_text_request request = {
		.size = sizeof(request), .text = "Text", .text_um = 3500
	};

	OK(set(&request, 100) == CSEAL_REFUSED_LIMIT);
	OK(set(&request, 0) == CSEAL_REFUSED_LIMIT);
}

static void
a_cancel_is_seen(void)
{
	struct cseal_text_request request = {
		.size = sizeof(request), .text = "Text", .text_um = 3500
	};
	cseal_cancel *cancel = NULL;
	struct cseal_blob blob;
	struct cseal_wait wait;

	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	cseal_cancel_request(cancel);
	csi_wait_init(&wait, -1, cancel);
	csi_blob_init(&blob, 1 << 20);
	OK(module->driver->ops.typeset->typeset(&module->host, &request, &wait,
	       &blob, NULL) == CSEAL_STOPPED_CANCELLED);
	csi_blob_wipe(&blob);
	cseal_cancel_free(cancel);
}

static bool
open_module(const char *config)
{
	cseal_error *error = NULL;
	bool ok;

	scratch_write("conf", config);
	context = scripted_context(scratch_path("conf"));
	ok = context != NULL && csi_loader_only(context, CSEAL_KIND_TYPESET,
				    &module, &error) == CSEAL_OK;
	if (!ok)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return ok;
}

/* ---- pictures ----------------------------------------------------------- */

static uint8_t picture[200 * 40];

static cseal_status
draw(const char *text, bool is_centred, uint32_t height)
{
	const struct cseal_raster_request request = { .size = sizeof(request),
		.text = text,
		.text_px = 30,
		.text_least_px = 8,
		.width_px = 200,
		.height_px = height,
		.is_centred = is_centred };
	cseal_error *error = NULL;
	struct cseal_wait wait;
	cseal_status st;

	memset(picture, 0xee, sizeof(picture));
	csi_wait_init(&wait, -1, NULL);
	st = cseal_host_raster(&module->host, &request, &wait, picture, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return st;
}

/* Columns that have ink. */
static void
find_ink(size_t height, size_t *ret_left, size_t *ret_right)
{
	*ret_left = 200;
	*ret_right = 0;
	for (size_t i = 0; i < 200 * height; i++) {
		if (picture[i] < 0x80)
			continue;
		if (i % 200 < *ret_left)
			*ret_left = i % 200;
		if (i % 200 > *ret_right)
			*ret_right = i % 200;
	}
}

static void
a_picture_begins_at_the_left_or_is_centred(void)
{
	size_t left, right;

	OK(draw("II", false, 40) == CSEAL_OK);
	find_ink(40, &left, &right);
	OK(left < 10 && right > left && right < 60);
	OK(draw("II", true, 40) == CSEAL_OK);
	find_ink(40, &left, &right);
	OKF(left > 70 && right < 130, "%zu to %zu", left, right);
}

static void
a_picture_shrinks_its_text_or_is_refused(void)
{
	size_t left, right;

	OK(draw("What is too long in a large font", false, 20) == CSEAL_OK);
	find_ink(20, &left, &right);
	OK(left < 10 && right > 100);
	OK(draw("one\ntwo\nthree\nfour\nfive", false, 20) ==
	    CSEAL_REFUSED_INPUT);
	OK(draw("\xff", false, 40) == CSEAL_REFUSED_INPUT);
}

static void
it_can_be_loaded_again(void)
{
	for (int i = 0; i < 3; i++) {
		cseal_context_unref(context);
		OK(open_module(""));
		OK(set_text("Text") == CSEAL_OK);
	}
}

static void
the_configuration_names_the_font(void)
{
	struct cseal_text_request request = {
		.size = sizeof(request), .text = "Text", .text_um = 3500
	};

	cseal_context_unref(context);
	OK(open_module("[module pango-typeset]\nfont = Nonexistent Grotesk\n"));
	OK(set(&request, 1 << 20) == CSEAL_SETUP_NO_FONT);
	request.font = "sans";
	OK(set(&request, 1 << 20) == CSEAL_OK);
	cseal_context_unref(context);
	OK(open_module("[module pango-typeset]\nlanguage = ja\n"));
	OK(set_text("Text") == CSEAL_OK);
}

int
main(void)
{
	scratch_make();
	if (!open_module(""))
		return 1;
	has_poppler = system("pdftotext -v >/dev/null 2>&1") == 0;
	has_chinese = set_text("\xe6\xb2\x88") == CSEAL_OK;
	RUN(text_is_extracted_as_it_was_given);
	RUN(lines_end_where_they_were_ended);
	RUN(fonts_are_embedded_as_subsets);
	RUN(no_outline_is_lost);
	RUN(the_page_is_as_large_as_the_text);
	RUN(the_font_has_the_height_that_was_asked_for);
	RUN(long_lines_are_wrapped_at_the_width);
	RUN(text_that_is_too_high_is_refused);
	RUN(a_character_without_a_font_is_named);
	RUN(a_font_that_is_not_there_is_not_replaced);
	RUN(hostile_text_is_refused);
	RUN(text_has_a_limit);
	RUN(text_becomes_as_small_as_its_place_needs_and_no_smaller);
	RUN(sizes_have_limits);
	RUN(right_to_left_scripts_are_set);
	RUN(the_colour_is_used);
	RUN(the_same_text_gives_the_same_bytes);
	RUN(a_decimal_comma_does_not_come_in);
	RUN(it_is_a_plain_transparent_page);
	RUN(qpdf_finds_no_fault);
	RUN(the_limit_of_the_core_is_kept);
	RUN(a_cancel_is_seen);
	RUN(a_picture_begins_at_the_left_or_is_centred);
	RUN(a_picture_shrinks_its_text_or_is_refused);
	RUN(it_can_be_loaded_again);
	RUN(the_configuration_names_the_font);
	cseal_context_unref(context);
	csi_bytes_free(&pdf);
	return tap_done();
}
