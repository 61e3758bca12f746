/* SPDX-License-Identifier: Apache-2.0 */
/* test-looks.c -- proves what lib/pdf/shown.c and the files around it tell
 * from where letters stand and how they look: a field that was filled in
 * after a signature, case by case. */
#include "judge/judge.h"
#include "tap.h"
#include "trusted.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The field is 100 points wide and 20 high. */
struct filling {
	const char *what;
	const char *field; /* what it was signed with, and keeps */
	const char *value; /* its new entries, but the appearance */
	const char *look;  /* the content of that; NULL: in the entries */
	const char *verdict, *words;
};

/* What else the look was given. */
struct extra {
	const char *was;       /* what the field was signed with, too */
	const char *box;       /* and matrix */
	const char *resources; /* besides fonts */
	const char *old;       /* content that the field showed before */
	const char *font;      /* F2, 57 */
	const char *more;      /* 60 */
};

#define TX      "/FT /Tx /Rect [50 40 150 60] /F 4 /DA (/Helv 9 Tf 0 g) "
#define NOWHERE "/FT /Tx /Rect [9 9 9 9] /F 4 /DA (/Helv 9 Tf 0 g) "
#define NOTE    TX "/Ff 4096 "
#define PAPER   TX "/MK <</BG [1] /BC [0]>> "
#define FRAMED  TX "/MK <</BC [0]>> "
#define COMB    TX "/Ff 16777216 /MaxLen 5 /MK <</BC [0]>> "
#define DARK    "/FT /Tx /Rect [50 40 150 60] /F 4 /DA (/Helv 9 Tf 1 g) "
#define CHOICE                                                         \
	"/FT /Ch /Rect [50 40 150 60] /F 4 /DA (/Helv 9 Tf 0 g) /Opt " \
	"[(Rome) [(o) (Oslo)] (Lima)] "
#define COMBO          CHOICE "/Ff 131072 "
#define MANY           CHOICE "/Ff 2097152 "
#define BOX            "/FT /Btn /Rect [50 40 150 60] /F 4 /DA (/ZaDb 0 Tf 0 g) "
#define FORMAT(script) TX "/AA <</F <</S /JavaScript /JS (" script ")>>>> "

#define VALUE(text) "/V (" text ") /AP <</N 50 0 R>> "
#define SHOWN(text) "BT /Helv 9 Tf 2 5 Td (" text ") Tj ET"

#define FORM "<</Type /XObject /Subtype /Form "

static void
make_signed(struct made *made, const char *field, const struct extra *extra)
{
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1,
	    "<</Type /Catalog /Pages 2 0 R /AcroForm <</SigFlags 3 /DR "
	    "<</Font <</Helv 33 0 R /ZaDb 34 0 R>>>> /Fields [6 0 R 20 0 "
	    "R]>>>>");
	made_object(made, 3,
	    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 "
	    "0 R /Annots [6 0 R 20 0 R] /Resources <</Font <</F1 33 0 "
	    "R>>>>>>");
	made_object(made, 6,
	    "<</FT /Sig /T (First) /Type /Annot /Subtype /Widget /F 4 /P 3 0 "
	    "R /Rect [10 10 30 20] /V 7 0 R>>");
	made_object(made, 20,
	    "<</T (F) /Type /Annot /Subtype /Widget /P 3 0 R %s%s%s>>", field,
	    extra->was != NULL ? extra->was : "",
	    extra->old != NULL ? "/AP <</N 51 0 R>>" : "");
	if (extra->old != NULL)
		made_object(made, 51,
		    FORM "/BBox [0 0 100 20] /Length %zu>>\nstream\n%s\n"
			 "endstream",
		    strlen(extra->old), extra->old);
	made_object(made, 33,
	    "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding "
	    "/WinAnsiEncoding>>");
	made_object(made, 34,
	    "<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>");
	made_signature(made, 7, "");
	made_sign(made, pkey, csi_bytes_span(&certificate));
}

static bool
says(const struct cseal_report *report, const char *words)
{
	for (size_t i = 0; i < report->count; i++) {
		for (size_t j = 0; j < report->rows[i].reasons.count; j++) {
			if (words == NULL)
				printf("# %s\n", report->rows[i].reasons.at[j]);
			else if (strstr(report->rows[i].reasons.at[j], words) !=
				 NULL)
				return true;
		}
	}
	return false;
}

static void
fill_in(
    struct made *made, const struct filling *filling, const struct extra *extra)
{
	made_object(made, 20,
	    "<</T (F) /Type /Annot /Subtype /Widget /P 3 0 R %s%s>>",
	    filling->field, filling->value);
	if (filling->look != NULL)
		made_object(made, 50,
		    FORM "%s /Resources <</Font <</F2 57 0 R>> %s>> /Length "
			 "%zu>>\nstream\n%s\nendstream",
		    extra->box != NULL ? extra->box : "/BBox [0 0 100 20]",
		    extra->resources != NULL ? extra->resources : "",
		    strlen(filling->look), filling->look);
	if (extra->font != NULL)
		made_object(made, 57, "<</Type /Font %s>>", extra->font);
	if (extra->more != NULL)
		made_object(made, 60, "%s", extra->more);
	made_end(made);
}

static void
try_with(const struct filling *filling, const struct extra *extra)
{
	struct csi_judge_wish wish = { .trust = trust,
		.time = (int64_t)time(NULL) };
	struct cseal_report *report = calloc(1, sizeof(*report));
	struct made made;
	bool ok;

	make_signed(&made, filling->field, extra);
	fill_in(&made, filling, extra);
	if (csi_judge(report, csi_bytes_span(&made.out), &wish, NULL) !=
	    CSEAL_OK)
		report->verdict = "no report";
	ok = strcmp(report->verdict, filling->verdict) == 0;
	if (ok && filling->words != NULL)
		ok = says(report, filling->words);
	if (!OKF(ok, "%s: %s: %s", filling->what, filling->verdict,
		filling->words != NULL ? filling->words : "no objection"))
		says(report, NULL);
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

static void
try_all(const struct filling *fillings, size_t count)
{
	static const struct extra nothing = { .was = NULL };

	for (size_t i = 0; i < count; i++)
		try_with(&fillings[i], &nothing);
}

#define TRY(fillings) \
	try_all(fillings, sizeof(fillings) / sizeof((fillings)[0]))

#define OTHER   "shows something other than what was filled in"
#define PART    "shows only a part of what was filled in"
#define NONE    "shows nothing of what was filled in"
#define UNSURE  "cannot be compared with what was filled in"
#define FOREIGN "shows letters of a font that came with them"
#define HIDES   "hides what is behind it"
#define DRAWN   "shows a drawing where text was filled in"
#define OVER    "paints over what was filled in"

/* ---- where letters stand ---------------------------------------------------- */

static void
letters_are_read_where_they_stand(void)
{
	static const struct filling fillings[] = {
		{ "from left to right", TX, VALUE("1000000"), SHOWN("1000000"),
		    "valid", NULL },
		{ "the last one first", TX, VALUE("19"),
		    "BT /Helv 9 Tf 1 0 0 1 20 5 Tm (9) Tj 1 0 0 1 10 5 Tm (1) "
		    "Tj ET",
		    "valid", NULL },
		{ "in another order", TX, VALUE("19"),
		    "BT /Helv 9 Tf 1 0 0 1 20 5 Tm (1) Tj 1 0 0 1 10 5 Tm (9) "
		    "Tj ET",
		    "invalid", OTHER },
		{ "by moving back", TX, VALUE("19"),
		    "BT /Helv 9 Tf 30 5 Td [(1) 2000 (9)] TJ ET", "invalid",
		    OTHER },
		{ "zeros beside the field", TX, VALUE("1000000"),
		    "BT /Helv 9 Tf 2 5 Td (1) Tj 900 0 Td (000000) Tj ET",
		    "indeterminate", PART },
		{ "all beside the field", TX, VALUE("1000000"),
		    "BT /Helv 9 Tf 900 5 Td (1000000) Tj ET", "indeterminate",
		    NONE },
		{ "another amount, the right one beside it", TX, VALUE("100"),
		    "BT /Helv 9 Tf 2 5 Td (900) Tj 900 0 Td (100) Tj ET",
		    "invalid", OTHER },
		{ "more than there is room for", TX,
		    VALUE("A long line that goes on where nobody sees it"),
		    SHOWN("A long line that goes on where nobody sees it"),
		    "indeterminate", PART },
		{ "one over the other", TX, VALUE("19"),
		    "BT /Helv 9 Tf 2 5 Td (1) Tj 1 0 Td (9) Tj ET",
		    "indeterminate", UNSURE },
		{ "one over the other by spacing", TX, VALUE("1999"),
		    "BT /Helv 9 Tf -4.5 Tc 2 5 Td (1999) Tj ET",
		    "indeterminate", UNSURE },
		{ "kerned", TX, VALUE("AVAT"),
		    "BT /Helv 9 Tf 2 5 Td [(A) 80 (V) 80 (A) 80 (T)] TJ ET",
		    "valid", NULL },
		{ "small and raised, as cents", TX, VALUE("1250"),
		    "BT /Helv 9 Tf 2 5 Td (12) Tj 6 Ts /Helv 4 Tf (50) Tj ET",
		    "invalid", OTHER },
		{ "small", TX, VALUE("1250"),
		    "BT /Helv 9 Tf 2 5 Td (12) Tj /Helv 4 Tf (50) Tj ET",
		    "indeterminate", UNSURE },
		{ "upside down", TX, VALUE("66"),
		    "BT /Helv 9 Tf -1 0 0 -1 30 12 Tm (66) Tj ET",
		    "indeterminate", UNSURE },
		{ "in a mirror", TX, VALUE("25"),
		    "BT /Helv 9 Tf -1 0 0 1 30 5 Tm (25) Tj ET",
		    "indeterminate", UNSURE },
		{ "mirrored by their width", TX, VALUE("25"),
		    "BT /Helv 9 Tf -100 Tz 30 5 Td (25) Tj ET", "indeterminate",
		    UNSURE },
		{ "of no width", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td (1) Tj 0 Tz (000) Tj ET",
		    "indeterminate", PART },
		{ "next to no width", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 10 Tz 2 5 Td (1000) Tj ET", "indeterminate",
		    UNSURE },
		{ "a little narrow", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 80 Tz 2 5 Td (1000) Tj ET", "valid", NULL },
		{ "too small to be seen", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td (1) Tj /Helv 0.5 Tf (000) Tj ET",
		    "indeterminate", PART },
		{ "made small by a matrix", TX, VALUE("1000"),
		    "0.05 0 0 0.05 0 0 cm BT /Helv 9 Tf 40 100 Td (1000) Tj "
		    "ET",
		    "indeterminate", NONE },
		{ "too large to be seen", TX, VALUE("1000"),
		    "BT /Helv 60 Tf 2 5 Td (1000) Tj ET", "indeterminate",
		    PART },
		{ "the heads cut off", TX, VALUE("700"),
		    "BT /Helv 9 Tf 2 14.5 Td (700) Tj ET", "indeterminate",
		    PART },
		{ "without a number that the operator wants", TX, VALUE("700"),
		    "BT /Helv 9 Tf 2 Infinity Td (700) Tj ET", "indeterminate",
		    UNSURE },
		{ "no letters at all for a place that does not exist", TX,
		    VALUE("700"), "BT /Helv 9 Tf 1e300 1e300 Td (700) Tj ET",
		    "indeterminate", UNSURE },
		{ "two strings where readers take the last", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td (1) (000) Tj ET", "indeterminate",
		    UNSURE },
		{ "a string behind an array", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td [(1)] (000) Tj ET", "indeterminate",
		    UNSURE },
		{ "two arrays", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td [(1)] [(000)] TJ ET", "indeterminate",
		    UNSURE },
		{ "an array in an array", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td [(1) [(000)]] TJ ET", "indeterminate",
		    UNSURE },
		{ "an array where a string belongs", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td [(1000)] Tj ET", "indeterminate",
		    UNSURE },
		{ "a string where an array belongs", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td (1000) TJ ET", "indeterminate",
		    UNSURE },
		{ "a number behind a string", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td (1) Tj (000) 5 Tj ET",
		    "indeterminate", UNSURE },
		{ "an empty string", TX, VALUE(""), SHOWN(""), "valid", NULL },
		{ "an empty string before another", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td () (1000) Tj ET", "indeterminate",
		    UNSURE },
		{ "no string", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 2 5 Td (1000) Tj Tj ET", "indeterminate",
		    UNSURE },
		{ "a size before its font", TX, VALUE("1000"),
		    "BT 9 /Helv Tf 2 5 Td (1000) Tj ET", "indeterminate",
		    UNSURE },
		{ "on the next line, with spacing", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 9 TL 2 14 Td 0 1 (1000) \" ET", "valid",
		    NULL },
	};

	TRY(fillings);
}

static void
lines_are_read_downwards(void)
{
	static const struct filling fillings[] = {
		{ "two lines", NOTE, VALUE("In two\\rlines"),
		    "BT /Helv 7 Tf 8 TL 2 11 Td (In two) Tj T* (lines) Tj ET",
		    "valid", NULL },
		{ "the second first", NOTE, VALUE("In two\\rlines"),
		    "BT /Helv 7 Tf 2 3 Td (lines) Tj 0 8 Td (In two) Tj ET",
		    "valid", NULL },
		{ "exchanged", NOTE, VALUE("In two\\rlines"),
		    "BT /Helv 7 Tf 2 3 Td (In two) Tj 0 8 Td (lines) Tj ET",
		    "invalid", OTHER },
		{ "one line of two", NOTE, VALUE("In two\\rlines"),
		    "BT /Helv 7 Tf 2 11 Td (In two) Tj ET", "indeterminate",
		    PART },
		{ "the second below the field", NOTE, VALUE("In two\\rlines"),
		    "BT /Helv 7 Tf 20 TL 2 11 Td (In two) Tj T* (lines) Tj ET",
		    "indeterminate", PART },
		{ "one over the other", NOTE, VALUE("In two\\rlines"),
		    "BT /Helv 7 Tf 3 TL 2 11 Td (In two) Tj T* (lines) Tj ET",
		    "indeterminate", UNSURE },
		{ "words one by one", NOTE, VALUE("In two lines"),
		    "BT /Helv 7 Tf 2 11 Td (In ) Tj 9 0 Td (two ) Tj -9 -8 Td "
		    "(lines) Tj ET",
		    "valid", NULL },
		{ "lines where the field has one", TX, VALUE("In two lines"),
		    "BT /Helv 7 Tf 8 TL 2 11 Td (In two) Tj T* (lines) Tj ET",
		    "indeterminate", UNSURE },
	};

	TRY(fillings);
}

static void
fields_may_be_turned(void)
{
	static const struct filling up = { "as it was made",
		TX "/MK <</R 90>> ", VALUE("12"), SHOWN("12"), "valid", NULL };
	static const struct filling flat = { "not as it was made",
		TX "/MK <</R 90>> ", VALUE("12"), SHOWN("12"), "valid", NULL };
	static const struct filling over = { "upside down, and made so",
		TX "/MK <</R 180>> ", VALUE("66"), SHOWN("66"), "valid", NULL };
	static const struct filling under = { "upright, and not made so",
		TX "/MK <</R 180>> ", VALUE("66"), SHOWN("66"), "indeterminate",
		UNSURE };
	static const struct filling lying = { "lying, and not made so", TX,
		VALUE("12"), SHOWN("12"), "indeterminate", UNSURE };
	static const struct extra left = {
		.box = "/BBox [0 0 20 100] /Matrix [0 1 -1 0 20 0]"
	};
	static const struct extra round = {
		.box = "/BBox [0 0 100 20] /Matrix [-1 0 0 -1 0 0]"
	};
	static const struct extra none = { .box = "/BBox [0 0 100 20]" };

	try_with(&up, &left);
	try_with(&flat, &none);
	try_with(&over, &round);
	try_with(&under, &none);
	try_with(&lying, &left);
}

static void
the_box_of_a_look_counts(void)
{
	static const struct filling part = { "a box around less", TX,
		VALUE("1000000"), SHOWN("1000000"), "indeterminate", PART };
	static const struct filling none = { "a box around nothing", TX,
		VALUE("1000000"), SHOWN("1000000"), "indeterminate", NONE };
	static const struct filling large = { "made small by its box", TX,
		VALUE("1000000"), SHOWN("1000000"), "indeterminate", NONE };
	static const struct extra narrow = { .box = "/BBox [0 0 50 10]" };
	static const struct extra empty = { .box = "/BBox [0 0 0 0]" };
	static const struct extra wide = { .box = "/BBox [0 0 1000 200]" };

	try_with(&part, &narrow);
	try_with(&none, &empty);
	try_with(&large, &wide);
}

/* ---- what can be seen --------------------------------------------------------- */

static void
what_cannot_be_seen_is_not_read(void)
{
	static const struct filling fillings[] = {
		{ "white", TX, VALUE("1000"),
		    "BT 0 g /Helv 9 Tf 2 5 Td (1) Tj 1 g (000) Tj ET",
		    "indeterminate", PART },
		{ "all white", TX, VALUE("1000"),
		    "BT 1 1 1 rg /Helv 9 Tf 2 5 Td (1000) Tj ET",
		    "indeterminate", NONE },
		{ "white by four colors", TX, VALUE("1000"),
		    "BT 0 0 0 0 k /Helv 9 Tf 2 5 Td (1000) Tj ET",
		    "indeterminate", NONE },
		{ "nearly white", TX, VALUE("1000"),
		    "BT 0.9 g /Helv 9 Tf 2 5 Td (1000) Tj ET", "indeterminate",
		    NONE },
		{ "blue", TX, VALUE("1000"),
		    "BT 0 0 1 rg /Helv 9 Tf 2 5 Td (1000) Tj ET", "valid",
		    NULL },
		{ "white, as the field was made", DARK, VALUE("1000"),
		    "BT 1 g /Helv 9 Tf 2 5 Td (1000) Tj ET", "valid", NULL },
		{ "white on its background", DARK "/MK <</BG [0 0 0.5]>> ",
		    VALUE("1000"),
		    "0 0 0.5 rg 0 0 100 20 re f BT 1 g /Helv 9 Tf 2 5 Td "
		    "(1000) Tj ET",
		    "valid", NULL },
		{ "white without its background", DARK "/MK <</BG [0 0 0.5]>> ",
		    VALUE("1000"), "BT 1 g /Helv 9 Tf 2 5 Td (1000) Tj ET",
		    "indeterminate", NONE },
		{ "black on black", PAPER, VALUE("1000"),
		    "0 g 0 0 100 20 re f BT /Helv 9 Tf 2 5 Td (1000) Tj ET",
		    "indeterminate", NONE },
		{ "by the name of the color's space", TX, VALUE("1000"),
		    "BT /DeviceGray cs 0 sc /Helv 9 Tf 2 5 Td (1000) Tj ET",
		    "valid", NULL },
		{ "of a color that nobody knows", TX, VALUE("1000"),
		    "BT /CS0 cs 0 sc /Helv 9 Tf 2 5 Td (1000) Tj ET",
		    "indeterminate", UNSURE },
		{ "painted by no mode", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 3 Tr 2 5 Td (1000) Tj ET", "indeterminate",
		    NONE },
		{ "painted by a mode that clips", TX, VALUE("1000"),
		    "BT /Helv 9 Tf 7 Tr 2 5 Td (1000) Tj ET", "indeterminate",
		    UNSURE },
		{ "outlines", TX, VALUE("1000"),
		    "BT 0.2 w /Helv 9 Tf 1 Tr 2 5 Td (1000) Tj ET", "valid",
		    NULL },
		{ "white outlines", TX, VALUE("1000"),
		    "BT 1 G 0.2 w /Helv 9 Tf 1 Tr 2 5 Td (1000) Tj ET",
		    "indeterminate", NONE },
		{ "white lines around black letters", TX, VALUE("1000"),
		    "BT 1 G 0.5 w /Helv 9 Tf 2 Tr 2 5 Td (1000) Tj ET",
		    "indeterminate", UNSURE },
		{ "lines around letters as bold as letters are", TX,
		    VALUE("1000"),
		    "BT 0.3 w /Helv 9 Tf 2 Tr 2 5 Td (1000) Tj ET", "valid",
		    NULL },
		{ "lines that make blots of letters", TX, VALUE("1000"),
		    "BT 4 w /Helv 9 Tf 2 Tr 2 5 Td (1000) Tj ET",
		    "indeterminate", UNSURE },
		{ "outlines that make blots of letters", TX, VALUE("1000"),
		    "BT 4 w /Helv 9 Tf 1 Tr 2 5 Td (1000) Tj ET",
		    "indeterminate", UNSURE },
		{ "clipped", TX, VALUE("1000"),
		    "0 0 6 20 re W n BT /Helv 9 Tf 2 5 Td (1000) Tj ET",
		    "indeterminate", PART },
		{ "clipped, and the clip gone", TX, VALUE("1000"),
		    "q 0 0 6 20 re W n Q BT /Helv 9 Tf 2 5 Td (1000) Tj ET",
		    "valid", NULL },
		{ "clipped by a path", TX, VALUE("1000"),
		    "0 0 m 99 0 l 0 19 l h W n BT /Helv 9 Tf 2 5 Td (1000) Tj "
		    "ET",
		    "indeterminate", UNSURE },
		{ "clipped by a rectangle of lines", TX, VALUE("1000"),
		    "1 1 m 99 1 l 99 19 l 1 19 l h W n BT /Helv 9 Tf 2 5 Td "
		    "(1000) Tj ET",
		    "valid", NULL },
		{ "on a layer", TX, VALUE("1000"),
		    "/OC /Layer BDC BT /Helv 9 Tf 2 5 Td (1000) Tj ET EMC",
		    "indeterminate", UNSURE },
		{ "marked as text", TX, VALUE("1000"),
		    "/Span <</MCID 0>> BDC BT /Helv 9 Tf 2 5 Td (1000) Tj ET "
		    "EMC",
		    "valid", NULL },
		{ "where nobody sees the field", NOWHERE, VALUE("1000"),
		    "BT /Helv 9 Tf 2 500 Td (1000) Tj ET", "valid", NULL },
		{ "another amount where nobody sees it", NOWHERE, VALUE("1000"),
		    SHOWN("9000"), "invalid", OTHER },
	};

	TRY(fillings);
}

/* Steps that are too short to count lead around most of the letters. */
static void
a_clip_of_tiny_steps_is_no_rectangle(void)
{
	static const struct extra nothing = { .was = NULL };
	struct filling filling = { "clipped in tiny steps", TX, VALUE("1000"),
		NULL, "indeterminate", UNSURE };
	struct csi_bytes path = { 0 };
	char *look;

	csi_bytes_add_text(&path, "0 0 m 2.1 0 l ");
	for (int i = 1; i < 270; i++)
		csi_bytes_print(&path, "2.1 %.4f l ", 0.0095 * i);
	for (int i = 1; i < 560; i++)
		csi_bytes_print(&path, "%.4f 2.56 l ", 2.1 + 0.0095 * i);
	csi_bytes_add_text(&path,
	    "7.415 2.6 l 0 2.6 l h W n BT /Helv 3 Tf 0.3 0.3 Td (1000) Tj ET");
	filling.look = look = csi_bytes_take_text(&path);
	try_with(&filling, &nothing);
	free(look);
}

static void
states_can_hide(void)
{
	static const struct {
		const char *state, *verdict, *words;
	} states[] = {
		{ "/LW 1 /ca 1 /BM /Normal /SMask /None", "valid", NULL },
		{ "/ca 0.8", "valid", NULL },
		{ "/ca 0", "indeterminate", NONE },
		{ "/ca 0.1", "indeterminate", NONE },
		{ "/SMask <</S /Alpha>>", "indeterminate", UNSURE },
		{ "/BM /Screen", "indeterminate", UNSURE },
		{ "/TR2 60 0 R", "indeterminate", UNSURE },
		{ "/op true", "indeterminate", UNSURE },
	};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		char resources[120];
		struct filling filling = { states[i].state, TX, VALUE("1000"),
			"/S gs BT /Helv 9 Tf 2 5 Td (1000) Tj ET",
			states[i].verdict, states[i].words };
		struct extra extra = { .resources = resources, .more = "<<>>" };

		snprintf(resources, sizeof(resources),
		    "/ExtGState <</S <<%s>>>>", states[i].state);
		try_with(&filling, &extra);
	}
}

static void
forms_can_hide(void)
{
	static const struct filling inner = { "in a form, moved away", TX,
		VALUE("1000"), "q 1 0 0 1 500 0 cm /X Do Q", "indeterminate",
		NONE };
	static const struct filling there = { "in a form, moved a little", TX,
		VALUE("1000"), "q 1 0 0 1 5 0 cm /X Do Q", "valid", NULL };
	static const struct filling layer = { "in a form on a layer", TX,
		VALUE("1000"), "/X Do", "indeterminate", UNSURE };
	static const struct filling gray = { "gray that means another", TX,
		VALUE("1000"), SHOWN("1000"), "indeterminate", UNSURE };
	struct extra extra = { .resources = "/XObject <</X 60 0 R>>",
		.more = FORM "/BBox [0 0 90 20] /Length 36>>\nstream\n"
			     "BT /Helv 9 Tf 2 5 Td (1000) Tj ET   \n"
			     "endstream" };
	static const struct extra colors = {
		.resources = "/ColorSpace <</DefaultGray [/Separation /White "
			     "/DeviceGray 60 0 R]>>",
		.more = "<</FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1>>"
	};

	try_with(&inner, &extra);
	try_with(&there, &extra);
	extra.more = FORM "/OC 61 0 R /BBox [0 0 90 20] /Length 36>>\nstream\n"
			  "BT /Helv 9 Tf 2 5 Td (1000) Tj ET   \nendstream";
	try_with(&layer, &extra);
	try_with(&gray, &colors);
}

/* What a group paints is as faint as the group (11.6.6). */
static void
groups_can_hide(void)
{
	static const struct filling faint = { "in a group that nobody sees", TX,
		VALUE("1000"), "/Faint gs /X Do", "indeterminate", NONE };
	static const struct filling light = { "in a group that is seen", TX,
		VALUE("1000"), "/Light gs /X Do", "valid", NULL };
	static const struct extra extra = {
		.resources = "/ExtGState <</Faint <</ca 0>> /Light <</ca 0.9>>"
			     ">> /XObject <</X 60 0 R>>",
		.more = FORM "/Group <</S /Transparency>> /BBox [0 0 90 20] "
			     "/Resources <</ExtGState <</Full <</ca 1 /CA 1>>"
			     ">>>> /Length 45>>\nstream\n"
			     "BT /Full gs /Helv 9 Tf 2 5 Td (1000) Tj ET   \n"
			     "endstream"
	};

	try_with(&faint, &extra);
	try_with(&light, &extra);
}

/* ---- areas and lines ------------------------------------------------------- */

#define ONE "q 0 g 50 4 2 12 re f Q " /* a bar that reads as a 1 */

static void
areas_and_lines_are_those_of_the_field(void)
{
	static const struct filling fillings[] = {
		{ "a background and a border", PAPER, VALUE("12"),
		    "1 g 0 0 100 20 re f 0 G 0.5 0.5 99 19 re s 0 g " SHOWN(
			"12"),
		    "valid", NULL },
		{ "a border in one go", PAPER, VALUE("12"),
		    "1 g 0 G 0.5 0.5 99 19 re B 0 g " SHOWN("12"), "valid",
		    NULL },
		{ "an area over the text", PAPER, VALUE("1000"),
		    SHOWN("1000") " 1 g 8 2 40 16 re f", "invalid", OVER },
		{ "an area beside the text", PAPER, VALUE("1000"),
		    SHOWN("1000") " 1 g 80 2 10 16 re f", "invalid", DRAWN },
		{ "a bar that reads as a figure", PAPER, VALUE("000"),
		    ONE SHOWN("000"), "invalid", DRAWN },
		{ "a bar at the border that reads as a figure", PAPER,
		    VALUE("000"), "q 0 g 1.2 4 1 12 re f Q " SHOWN("000"),
		    "invalid", DRAWN },
		{ "a beveled border", PAPER, VALUE("12"),
		    "1 g 0 0 100 20 re f 0 G 0.5 0.5 99 19 re s 0.5 g 99 19 m "
		    "99 1 l 1 1 l 2 2 l 98 2 l 98 18 l f 0 g " SHOWN("12"),
		    "valid", NULL },
		{ "a line through the text", PAPER, VALUE("1000"),
		    "2 8 m 30 8 l S " SHOWN("1000"), "invalid", DRAWN },
		{ "a line from one border to the other", PAPER, VALUE("1000"),
		    "1 10 m 99 10 l S " SHOWN("1000"), "invalid", DRAWN },
		{ "a border as thick as the field", PAPER, VALUE("1000"),
		    "20 w 0.5 0.5 99 19 re s " SHOWN("1000"), "invalid",
		    DRAWN },
		{ "a curve", PAPER, VALUE("1000"),
		    "1 1 m 20 19 40 19 60 1 c S " SHOWN("1000"), "invalid",
		    DRAWN },
		{ "a triangle of border points", PAPER, VALUE("1000"),
		    "0 g 1 1 m 99 1 l 99 19 l f " SHOWN("1000"), "invalid",
		    DRAWN },
		{ "a line that ends where it began", PAPER, VALUE("1000"),
		    "1 1 m 1 19 l 99 19 l S " SHOWN("1000"), "valid", NULL },
		{ "what is off the field", TX, VALUE("1000"),
		    "0 0 1 rg 300 300 9 9 re f 0 g " SHOWN("1000"), "valid",
		    NULL },
		{ "a line from nowhere", PAPER, VALUE("1000"),
		    "9 9 l S " SHOWN("1000"), "indeterminate", UNSURE },
		{ "the cells of a comb", COMB, VALUE("12"),
		    "0 G 0.5 0.5 99 19 re s 20 1 m 20 19 l S 40 1 m 40 19 l S "
		    "60 1 m 60 19 l S 80 1 m 80 19 l S BT /Helv 9 Tf 8 5 Td "
		    "(1) Tj 20 0 Td (2) Tj ET",
		    "valid", NULL },
		{ "a divider of a comb that hides its cells", COMB, VALUE("12"),
		    "BT /Helv 9 Tf 8 5 Td (1) Tj 20 0 Td (2) Tj ET 1 G 40 w "
		    "20 1 m 20 19 l S",
		    "invalid", DRAWN },
		{ "a border made thick in one direction", PAPER, VALUE("1000"),
		    SHOWN("1000") " 1 G q 60 0 0 0.01667 0 0 cm 0 60 m 0 1140 "
				  "l S Q",
		    "invalid", DRAWN },
		{ "a spike of a border", PAPER, VALUE("1000"),
		    SHOWN("1000") " 1 G 2 w 200 M -20 -20 m 1 1 l -21 -20 l S",
		    "invalid", DRAWN },
		{ "a spike where a border is closed", PAPER, VALUE("1000"),
		    SHOWN("1000") " 1 G 2 w 200 M 1 1 m -21 -20 l -20 -20 l s",
		    "invalid", DRAWN },
		{ "an area that goes around twice, on either side", FRAMED,
		    VALUE("1000"),
		    "1 g 0 0 100 20 re -200 0 m -200 20 l -100 20 l -100 0 l h "
		    "f 0 g " SHOWN("1000"),
		    "invalid", HIDES },
		{ "a line in a cell of a comb", COMB, VALUE("12"),
		    "30 1 m 30 19 l S BT /Helv 9 Tf 8 5 Td (1) Tj 20 0 Td (2) "
		    "Tj ET",
		    "invalid", DRAWN },
	};

	TRY(fillings);
}

static void
what_was_painted_may_be_painted_again(void)
{
	static const struct filling same = { "the same curve", TX, VALUE("12"),
		"1 1 m 50 5 70 5 99 1 c S " SHOWN("12"), "valid", NULL };
	static const struct filling other = { "another curve", TX, VALUE("12"),
		"1 1 m 50 9 70 5 99 1 c S " SHOWN("12"), "invalid", DRAWN };
	static const struct filling over = { "the same area, over the text", TX,
		VALUE("12"), SHOWN("12") " 1 g 0 0 50 20 re f", "invalid",
		OVER };
	static const struct extra curve = { .old = "1 1 m 50 5 70 5 99 1 c S" };
	static const struct extra area = { .old = "1 g 0 0 50 20 re f" };
	static const struct filling figure = { "what nobody saw before", TX,
		VALUE("000"), ONE SHOWN("000"), "invalid", DRAWN };
	static const struct filling seen = { "what was seen before", TX,
		VALUE("000"), ONE SHOWN("000"), "valid", NULL };
	static const struct extra white = { .old = "q 1 g 50 4 2 12 re f Q" };
	static const struct extra covered = { .old =
						  ONE "1 g 0 0 100 20 re f" };
	static const struct extra black = { .old = ONE };
	static const struct extra clipped = { .old =
						  "q 0 0 1 1 re W n " ONE "Q" };
	static const struct filling ground = { "a small area grown", TX,
		VALUE("000"), "1 g 0 0 100 20 re f 0 g " SHOWN("000"),
		"invalid", HIDES };
	static const struct extra small = { .old = "1 g 2 2 2 2 re f" };

	try_with(&seen, &black);
	try_with(&figure, &white);
	try_with(&figure, &covered);
	try_with(&figure, &clipped);
	try_with(&ground, &small);
	try_with(&same, &curve);
	try_with(&other, &curve);
	try_with(&over, &area);
}

/* ---- fonts ------------------------------------------------------------------ */

static void
fonts_that_come_later_are_not_trusted(void)
{
	static const struct {
		const char *what, *font, *value, *codes, *verdict, *words;
	} fonts[] = {
		{ "a common one", "/Subtype /Type1 /BaseFont /Times-Roman",
		    "(12)", "(12)", "valid", NULL },
		{ "with signs of Windows",
		    "/Subtype /TrueType /BaseFont /Arial /Encoding "
		    "/WinAnsiEncoding",
		    "(\\240\\065\\351)", "(\\2005\\351)", "valid", NULL },
		{ "another currency",
		    "/Subtype /TrueType /BaseFont /Arial /Encoding "
		    "/WinAnsiEncoding",
		    "(\\2405)", "(\\2435)", "invalid", OTHER },
		{ "with signs of the Macintosh",
		    "/Subtype /TrueType /BaseFont /Arial /Encoding "
		    "/MacRomanEncoding",
		    "(\\351)", "(\\216)", "valid", NULL },
		{ "with names of its own",
		    "/Subtype /Type1 /BaseFont /Helvetica /Encoding "
		    "<</Differences [160 /Euro 200 /uni0035]>>",
		    "(\\2405)", "(\\240\\310)", "valid", NULL },
		{ "with names behind a code that is elsewhere",
		    "/Subtype /Type1 /BaseFont /Helvetica /Encoding "
		    "<</BaseEncoding /WinAnsiEncoding /Differences [61 0 R "
		    "/nine]>>",
		    "(1)", "(1)", "indeterminate", UNSURE },
		{ "with names behind a code that is no whole number",
		    "/Subtype /Type1 /BaseFont /Helvetica /Encoding "
		    "<</BaseEncoding /WinAnsiEncoding /Differences [49.0 "
		    "/nine]>>",
		    "(1)", "(1)", "indeterminate", UNSURE },
		{ "with a name that nobody knows",
		    "/Subtype /Type1 /BaseFont /Helvetica /Encoding "
		    "<</Differences [53 /g5]>>",
		    "(5)", "(5)", "indeterminate", UNSURE },
		{ "signs of a font that says nothing",
		    "/Subtype /Type1 /BaseFont /Helvetica", "(\\351)",
		    "(\\351)", "indeterminate", UNSURE },
		{ "a straight quotation mark in an old encoding",
		    "/Subtype /Type1 /BaseFont /Helvetica /Encoding "
		    "/StandardEncoding",
		    "(it's)", "(it's)", "valid", NULL },
		{ "one that a reader may have",
		    "/Subtype /TrueType /BaseFont /Wingdings /Encoding "
		    "/WinAnsiEncoding",
		    "(12)", "(12)", "indeterminate", FOREIGN },
		{ "one that nobody knows",
		    "/Subtype /TrueType /BaseFont /Odd /Encoding "
		    "/WinAnsiEncoding",
		    "(12)", "(12)", "indeterminate", FOREIGN },
		{ "with glyphs of its own",
		    "/Subtype /TrueType /BaseFont /Helvetica /Encoding "
		    "/WinAnsiEncoding /FontDescriptor <</FontFile2 60 0 R>>",
		    "(12)", "(12)", "indeterminate", FOREIGN },
		{ "with Chinese that each reader has",
		    "/Subtype /Type0 /BaseFont /STSong-Light /Encoding "
		    "/UniGB-UTF16-H",
		    "<feff5f20d840dc00>", "<5f20d840dc00>", "valid", NULL },
		{ "from top to bottom",
		    "/Subtype /Type0 /BaseFont /STSong-Light /Encoding "
		    "/UniGB-UTF16-V",
		    "<feff5f20>", "<5f20>", "indeterminate", FOREIGN },
		{ "with Chinese glyphs of its own",
		    "/Subtype /Type0 /BaseFont /STSong-Light /Encoding "
		    "/UniGB-UTF16-H /DescendantFonts [<</FontDescriptor "
		    "<</FontFile2 60 0 R>>>>]",
		    "<feff5f20>", "<5f20>", "indeterminate", FOREIGN },
		{ "with letters of no width",
		    "/Subtype /Type1 /BaseFont /Helvetica /FirstChar 48 "
		    "/Widths [0 0 0 0 0 0 0 0 0 0]",
		    "(12)", "(12)", "indeterminate", NULL },
		{ "with letters of a width that is written",
		    "/Subtype /Type1 /BaseFont /Helvetica /FirstChar 48 "
		    "/Widths [556 556 556]",
		    "(12)", "(12)", "valid", NULL },
	};

	for (size_t i = 0; i < sizeof(fonts) / sizeof(fonts[0]); i++) {
		char value[100], look[100];
		struct filling filling = { fonts[i].what, TX, value, look,
			fonts[i].verdict, fonts[i].words };
		struct extra extra = { .font = fonts[i].font,
			.more = "<</Length 1>>\nstream\nx\nendstream" };

		snprintf(value, sizeof(value), "/V %s /AP <</N 50 0 R>>",
		    fonts[i].value);
		snprintf(look, sizeof(look), "BT /F2 9 Tf 2 5 Td %s Tj ET",
		    fonts[i].codes);
		try_with(&filling, &extra);
	}
}

/* ---- choices ---------------------------------------------------------------- */

#define LIST(bar)                                                         \
	"0.6 0.75 0.85 rg " bar " 0 g BT /Helv 5 Tf 6 TL 2 14 Td (Rome) " \
	"Tj T* (Oslo) Tj T* (Lima) Tj ET"
#define ROME "0 13 100 6 re f "
#define OSLO "0 7 100 6 re f "
#define LIMA "0 1 100 6 re f "

static void
lists_show_what_was_chosen(void)
{
	static const struct filling fillings[] = {
		{ "a bar behind it", CHOICE, VALUE("o"), LIST(OSLO), "valid",
		    NULL },
		{ "a bar around it", CHOICE, VALUE("o"), LIST("0 7 100 6 re s"),
		    "valid", NULL },
		{ "a bar behind another", CHOICE, VALUE("o"), LIST(LIMA),
		    "invalid", OTHER },
		{ "bars behind two", CHOICE, VALUE("o"), LIST(OSLO LIMA),
		    "invalid", OTHER },
		{ "bars behind the two", MANY,
		    "/V [(o) (Lima)] /AP <</N 50 0 R>>", LIST(OSLO LIMA),
		    "valid", NULL },
		{ "a bar that nobody sees", CHOICE, VALUE("o"),
		    "1 g " OSLO "0 g BT /Helv 5 Tf 6 TL 2 14 Td (Rome) Tj T* "
		    "(Oslo) Tj T* (Lima) Tj ET",
		    "indeterminate", "does not show which option was chosen" },
		{ "no bar", CHOICE, VALUE("o"), LIST(""), "indeterminate",
		    "does not show which option was chosen" },
		{ "white on black, drawn in between", CHOICE, VALUE("o"),
		    "q BT 0 g /Helv 5 Tf 2 14 Td (Rome) Tj ET Q q 0 g 0 7 100 "
		    "6 re f BT 1 g /Helv 5 Tf 2 8 Td (Oslo) Tj ET Q q BT 0 g "
		    "/Helv 5 Tf 2 2 Td (Lima) Tj ET Q",
		    "valid", NULL },
		{ "scrolled", CHOICE, "/TI 1 " VALUE("o"),
		    "0.6 g 0 13 100 6 re f 0 g BT /Helv 5 Tf 6 TL 2 14 Td "
		    "(Oslo) Tj T* (Lima) Tj ET",
		    "valid", NULL },
		{ "the option alone", CHOICE, VALUE("o"), SHOWN("Oslo"),
		    "valid", NULL },
		{ "another alone", CHOICE, VALUE("o"), SHOWN("Lima"), "invalid",
		    OTHER },
		{ "what is no option", CHOICE, VALUE("o"),
		    LIST(OSLO) " BT /Helv 5 Tf 50 2 Td (Paid) Tj ET", "invalid",
		    OTHER },
		{ "nothing chosen, nothing marked", CHOICE, VALUE(""), LIST(""),
		    "valid", NULL },
		{ "nothing chosen, and one marked", CHOICE, VALUE(""),
		    LIST(OSLO), "invalid", OTHER },
		{ "a closed list", COMBO, VALUE("o"), SHOWN("Oslo"), "valid",
		    NULL },
		{ "a closed list by the name of the option", COMBO, VALUE("o"),
		    SHOWN("o"), "valid", NULL },
		{ "a closed list that shows another", COMBO, VALUE("o"),
		    SHOWN("Rome"), "invalid", OTHER },
		{ "a closed list that shows nothing", COMBO, VALUE("o"), "q Q",
		    "indeterminate", NONE },
	};

	TRY(fillings);
}

/* ---- buttons ---------------------------------------------------------------- */

#define TICK    "BT /ZaDb 12 Tf 40 5 Td (4) Tj ET"
#define CROSSED "2 2 m 98 18 l S 2 18 m 98 2 l S"

static void
boxes_show_whether_they_are_ticked(void)
{
	static const struct {
		const char *what, *field, *on, *off, *verdict, *words;
	} boxes[] = {
		{ "a sign", BOX, TICK, "", "valid", NULL },
		{ "a cross of lines", BOX, CROSSED, "", "valid", NULL },
		{ "a border and a sign", BOX, "0.5 0.5 99 19 re s " TICK,
		    "0.5 0.5 99 19 re s", "valid", NULL },
		{ "a round border", BOX,
		    "99 10 m 99 22 1 22 1 10 c 1 -2 99 -2 99 10 c s " TICK,
		    "99 10 m 99 22 1 22 1 10 c 1 -2 99 -2 99 10 c s", "valid",
		    NULL },
		{ "no sign where it is ticked", BOX, "0.5 0.5 99 19 re s",
		    "0.5 0.5 99 19 re s", "invalid", OTHER },
		{ "a sign where it is not", BOX, TICK, TICK, "invalid", OTHER },
		{ "lines where it is not", BOX, TICK, CROSSED, "invalid",
		    OTHER },
		{ "a sign that nobody sees", BOX,
		    "BT /ZaDb 12 Tf 400 5 Td (4) Tj ET", "", "invalid", OTHER },
		{ "a white sign", BOX, "1 g " TICK, "", "invalid", OTHER },
		{ "a sign of a color that nobody knows", BOX,
		    "/CS0 cs 0 sc " TICK, "", "indeterminate", UNSURE },
		{ "white lines", BOX, "1 G " CROSSED, "", "invalid", OTHER },
		{ "lines under the background", BOX "/MK <</BG [1]>> ",
		    CROSSED " 1 g 0 0 100 20 re f", "", "invalid", OTHER },
		{ "an area over the page", BOX, "1 g 0 0 100 20 re f 0 g " TICK,
		    "", "invalid", HIDES },
		{ "areas over the page", BOX,
		    "1 g 0 0 30 20 re f 30 0 30 20 re f 60 0 40 20 re f 0 g " TICK,
		    "", "invalid", HIDES },
		{ "its background", BOX "/MK <</BG [1]>> ",
		    "1 g 0 0 100 20 re f 0 g " TICK, "1 g 0 0 100 20 re f",
		    "valid", NULL },
		{ "a word", BOX, "BT /Helv 12 Tf 2 5 Td (No) Tj ET", "",
		    "invalid", OTHER },
		{ "a glyph that came with it", BOX,
		    "BT /F2 12 Tf 2 5 Td (4) Tj ET", "", "indeterminate",
		    UNSURE },
	};

	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		char off[300];
		struct filling filling = { boxes[i].what, boxes[i].field,
			"/V /Yes /AS /Yes /AP <</N <</Yes 50 0 R /Off 60 0 "
			"R>>>>",
			boxes[i].on, boxes[i].verdict, boxes[i].words };
		struct extra extra = { .was = "/V /Off /AS /Off ",
			.more = off,
			.font = "/Subtype /Type1 /BaseFont /Odd" };

		snprintf(off, sizeof(off),
		    FORM "/BBox [0 0 100 20] /Length %zu>>\nstream\n%s\n"
			 "endstream",
		    strlen(boxes[i].off), boxes[i].off);
		try_with(&filling, &extra);
	}
}

/* ---- scripts ---------------------------------------------------------------- */

#define AMOUNT(unit) \
	FORMAT("AFNumber_Format\\(2, 0, 0, 0, \"" unit "\", true\\);")
#define DATE(format) FORMAT("AFDate_FormatEx\\(\"" format "\"\\);")

static void
scripts_excuse_what_they_make(void)
{
	static const struct filling fillings[] = {
		{ "a script, and the value", FORMAT("event.value = 1;"),
		    VALUE("12"), SHOWN("12"), "valid", NULL },
		{ "a script, and another text", FORMAT("event.value = 1;"),
		    VALUE("12"), SHOWN("1"), "indeterminate", UNSURE },
		{ "a date", DATE("dd.mm.yyyy"), VALUE("1.2.26"),
		    SHOWN("01.02.2026"), "valid", NULL },
		{ "a date with the year first", DATE("dd.mm.yyyy"),
		    VALUE("2026-02-01"), SHOWN("01.02.2026"), "valid", NULL },
		{ "a date with a name", DATE("d-mmm-yyyy"), VALUE("1.2.2026"),
		    SHOWN("1-Feb-2026"), "valid", NULL },
		{ "a date that may be read otherwise", DATE("dd.mm.yyyy"),
		    VALUE("2.1.2026"), SHOWN("01.02.2026"), "indeterminate",
		    UNSURE },
		{ "another date", DATE("dd.mm.yyyy"), VALUE("1.2.2026"),
		    SHOWN("01.03.2026"), "invalid", OTHER },
		{ "another century", DATE("dd.mm.yyyy"), VALUE("1.2.2026"),
		    SHOWN("01.02.1926"), "indeterminate", UNSURE },
		{ "a date by a number", FORMAT("AFDate_Format\\(2\\);"),
		    VALUE("1/2/26"), SHOWN("01/02/26"), "valid", NULL },
		{ "a time", FORMAT("AFTime_Format\\(0\\);"), VALUE("9:05"),
		    SHOWN("09:05"), "valid", NULL },
		{ "the morning for the evening",
		    FORMAT("AFTime_Format\\(1\\);"), VALUE("9:05 pm"),
		    SHOWN("9:05 am"), "indeterminate", UNSURE },
		{ "the evening", FORMAT("AFTime_Format\\(1\\);"),
		    VALUE("9:05 pm"), SHOWN("9:05 PM"), "valid", NULL },
		{ "the morning", FORMAT("AFTime_Format\\(1\\);"), VALUE("9:05"),
		    SHOWN("9:05 am"), "valid", NULL },
		{ "the evening for a time of the morning",
		    FORMAT("AFTime_Format\\(1\\);"), VALUE("9:05"),
		    SHOWN("9:05 pm"), "indeterminate", UNSURE },
		{ "a century that was not typed", DATE("dd.mm.yyyy"),
		    VALUE("1.2.26"), SHOWN("01.02.1926"), "indeterminate",
		    UNSURE },
		{ "the century before", DATE("dd.mm.yyyy"), VALUE("1.2.76"),
		    SHOWN("01.02.1976"), "valid", NULL },
		{ "the evening for the morning",
		    FORMAT("AFTime_Format\\(1\\);"), VALUE("21:05"),
		    SHOWN("9:05 am"), "indeterminate", UNSURE },
		{ "a part of a hundred", FORMAT("AFPercent_Format\\(1, 0\\);"),
		    VALUE("0.255"), SHOWN("25.5%"), "valid", NULL },
		{ "another part", FORMAT("AFPercent_Format\\(1, 0\\);"),
		    VALUE("0.255"), SHOWN("35.5%"), "invalid", OTHER },
		{ "an amount", AMOUNT("EUR "), VALUE("1000"),
		    SHOWN("EUR 1,000.00"), "valid", NULL },
		{ "with a sign for the currency", AMOUNT("\\\\u20ac "),
		    VALUE("1000"), SHOWN("\\200 1,000.00"), "valid", NULL },
		{ "in parentheses that say minus", AMOUNT("EUR "),
		    VALUE("-1000"), SHOWN("(EUR 1,000.00)"), "valid", NULL },
		{ "in parentheses that say what is not so", AMOUNT("EUR "),
		    VALUE("1000"), SHOWN("(EUR 1,000.00)"), "invalid", OTHER },
		{ "of another currency", AMOUNT("EUR "), VALUE("1000"),
		    SHOWN("USD 1,000.00"), "indeterminate", UNSURE },
		{ "with words around it", AMOUNT("EUR "), VALUE("1000"),
		    SHOWN("refund of 1,000.00"), "indeterminate", UNSURE },
		{ "with a digit that is none of ASCII", AMOUNT("EUR "),
		    VALUE("1000"), SHOWN("1,000.00\\271"), "indeterminate",
		    UNSURE },
		{ "a telephone", FORMAT("AFSpecial_Format\\(2\\);"),
		    VALUE("5551234567"), SHOWN("(555) 123-4567"), "valid",
		    NULL },
		{ "a post code", FORMAT("AFSpecial_Format\\(1\\);"),
		    VALUE("123456789"), SHOWN("12345-6789"), "valid", NULL },
		{ "another post code", FORMAT("AFSpecial_Format\\(1\\);"),
		    VALUE("123456789"), SHOWN("12345-6780"), "invalid", OTHER },
	};

	TRY(fillings);
}

/* ---- how a field was made ---------------------------------------------------- */

static void
programs_may_write_the_same_otherwise(void)
{
	static const struct filling fillings[] = {
		{ "no look at all", TX, "/V (1)", NULL, "valid", NULL },
		{ "a secret", TX "/Ff 8192 ", VALUE("abc"), SHOWN("***"),
		    "valid", NULL },
	};
	static const struct {
		const char *what, *old, *new, *verdict;
	} made[] = {
		{ "the color first", "/DA (/Helv 9 Tf 0 g)",
		    "/DA (0 0 0 rg /Helv 9 Tf)", "valid" },
		{ "another color", "/DA (/Helv 9 Tf 0 g)",
		    "/DA (1 g /Helv 9 Tf)", "invalid" },
		{ "another size", "/DA (/Helv 9 Tf 0 g)",
		    "/DA (0 g /Helv 99 Tf)", "invalid" },
		{ "more than a font and a color", "/DA (/Helv 9 Tf 0 g)",
		    "/DA (/Helv 9 Tf 0 g 3 Tr)", "invalid" },
		{ "gray by three numbers", "/DA (/Helv 9 Tf) /MK <</BC [0.5]>>",
		    "/DA (/Helv 9 Tf) /MK <</BC [0.5 0.5 0.5]>>", "valid" },
		{ "another gray", "/DA (/Helv 9 Tf) /MK <</BC [0.5]>>",
		    "/DA (/Helv 9 Tf) /MK <</BC [0.5 0.5 0.6]>>", "invalid" },
		{ "a background that was not there", "/DA (/Helv 9 Tf)",
		    "/DA (/Helv 9 Tf) /MK <</BG [1]>>", "invalid" },
		{ "turned", "/DA (/Helv 9 Tf) /MK <</BC [0]>>",
		    "/DA (/Helv 9 Tf) /MK <</BC [0] /R 90>>", "invalid" },
	};

	TRY(fillings);
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		char new[300];
		struct filling filling = { made[i].what,
			"/FT /Tx /Rect [50 40 150 60] /F 4 ", new, SHOWN("1"),
			made[i].verdict, NULL };
		struct extra extra = { .was = made[i].old };

		snprintf(new, sizeof(new), VALUE("1") "%s", made[i].new);
		try_with(&filling, &extra);
	}
}

int
main(void)
{
	trusted_make();
	RUN(letters_are_read_where_they_stand);
	RUN(lines_are_read_downwards);
	RUN(fields_may_be_turned);
	RUN(the_box_of_a_look_counts);
	RUN(what_cannot_be_seen_is_not_read);
	RUN(a_clip_of_tiny_steps_is_no_rectangle);
	RUN(states_can_hide);
	RUN(forms_can_hide);
	RUN(groups_can_hide);
	RUN(areas_and_lines_are_those_of_the_field);
	RUN(what_was_painted_may_be_painted_again);
	RUN(fonts_that_come_later_are_not_trusted);
	RUN(lists_show_what_was_chosen);
	RUN(boxes_show_whether_they_are_ticked);
	RUN(scripts_excuse_what_they_make);
	RUN(programs_may_write_the_same_otherwise);
	trusted_free();
	return tap_done();
}
