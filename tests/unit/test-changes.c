/* SPDX-License-Identifier: Apache-2.0 */
/* test-changes.c -- proves lib/pdf/changes.c and the files around it: what may
 * come after a signature, and what may not, case by case. */
#include "judge/judge.h"
#include "tap.h"
#include "trusted.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- the signed document --------------------------------------------- */

#define FIELDS \
	"6 0 R 20 0 R 21 0 R 24 0 R 27 0 R 28 0 R 29 0 R 75 0 R 76 0 R 78 0 R 70 0 R"
#define GROUP(kids) "<</T (Group) /Kids [71 0 R" kids "]>>"
#define ANNOTS \
	"6 0 R 20 0 R 22 0 R 23 0 R 24 0 R 26 0 R 27 0 R 28 0 R 29 0 R 75 0 R 76 0 R"
#define CATALOG "<</Type /Catalog /Pages 2 0 R /OCProperties 40 0 R "
#define FORM(fields)                                                              \
	"/AcroForm <</SigFlags 3 /DR <</Font <</Helv 33 0 R>>>> /Fields [" fields \
	"]>>"
#define PAGE_BODY                                                    \
	"<</Type /Page /Parent 2 0 R /MediaBox [-300 0 300 77 0 R] " \
	"/CropBox [0 0 200 100] "                                    \
	"/Resources <</Font <</F1 33 0 R>> /XObject <</X 34 0 R>>>> "
#define PAGE(annots) PAGE_BODY "/Contents 4 0 R /Annots [" annots "]>>"
#define WIDGET(rect) \
	"/Type /Annot /Subtype /Widget /F 4 /P 3 0 R /Rect [" rect "] "
#define SEAL(name, rect) "<</FT /Sig /T (" name ") " WIDGET(rect)
#define TEXT(name, rect) \
	"<</FT /Tx /T (" name ") /DA (/Helv 9 Tf) " WIDGET(rect)
#define PAPER     TEXT("Paper", "10 85 60 95") "/MK <</BG [1 1 1] /BC [0]>> "
#define BOX(more) "<</FT /Btn /T (Box) " WIDGET("70 85 80 95") more ">>"
#define MARKS     "/AP <</N <</Yes 72 0 R>>>> " /* that show a word */
#define CHOICE                                               \
	"<</FT /Ch /Ff 131072 /T (Choice) /DA (/Helv 9 Tf) " \
	"/Opt [[(1) (Yes)] [(2) (No)]] " WIDGET("90 85 120 95")
#define PRICE                                                     \
	TEXT("Price", "125 85 160 95")                            \
	"/AA <</F <</S /JavaScript /JS (AFNumber_Format\\(2, 0, " \
	"0, 0, \"EUR \", true\\);)>>>> "
#define SHEET                                                          \
	"<</FT /Tx /Ff 4096 /T (Sheet) /DA (/Helv 9 Tf) /Type /Annot " \
	"/Subtype /Widget /F 4 /Rect [-300 0 300 77] "
#define EMPTY  SEAL("Empty", "130 10 180 30") "/MK <</BG [1 1 1]>> "
#define AMOUNT TEXT("Amount", "10 60 60 80")
#define PICTURE(text)                                                     \
	"<</Type /XObject /Subtype /Form /BBox [0 0 50 20] /Length 8>>\n" \
	"stream\n" text "\nendstream"

#define LOOK(text) "!BT /Helv 9 Tf 2 5 Td (" text ") Tj ET"

#define DRAWS(what, text)                                               \
	"<</Type /XObject /Subtype /Form /BBox [0 0 50 20] /Resources " \
	"<</XObject <</" what ">>>> /Length 8>>\nstream\n" text "\nendstream"
#define FONT                                                     \
	"<</Type /Font /Subtype /TrueType /BaseFont /Helvetica " \
	"/Encoding /WinAnsiEncoding "                            \
	"/FontDescriptor 36 0 R>>"

#define WITH_CMAP(map)                                             \
	"<</Type /Font /Subtype /Type0 /BaseFont /Song /Encoding " \
	"/Identity-H /ToUnicode " map " 0 R>>"
#define CMAP                                                       \
	"#1 begincodespacerange <0000> <ffff> endcodespacerange\n" \
	"1 beginbfchar <0007> <5f20> endbfchar\n"                  \
	"1 beginbfrange <0010> <0019> <0030> endbfrange"

struct object {
	unsigned number;
	const char
	    *text; /* "": freed; "!...": of a form; "#...": of a stream */
};

struct variant {
	const char *what;
	const char *reference; /* of the first signature */
	const char *lock;      /* of its field */
	struct object objects[6];
	bool sign; /* the revision has a signature 9 */
	const char *verdict, *words;
};

static void
make_signed(struct made *made, const struct variant *variant)
{
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG FORM(FIELDS) "%s>>",
	    strstr(variant->reference, "DocMDP") != NULL
		? "/Perms <</DocMDP 7 0 R>>"
		: "");
	made_object(made, 3, PAGE(ANNOTS));
	made_object(made, 6,
	    SEAL("First", "10 10 60 30") "/V 7 0 R /AP <</N "
					 "35 0 R>> %s>>",
	    variant->lock);
	made_object(made, 20, AMOUNT "/V (100) /AP <</N 30 0 R>>>>");
	made_object(made, 21, "<</FT /Tx /T (Twice) /Kids [22 0 R 23 0 R]>>");
	made_object(made, 22,
	    "<</Parent 21 0 R " WIDGET("70 60 90 80") "/AP <</N 31 0 R>>>>");
	made_object(made, 23,
	    "<</Parent 21 0 R " WIDGET("100 60 120 80") "/AP <</N 32 0 R>>>>");
	made_object(made, 24, TEXT("Amount 10", "130 60 150 80") ">>");
	made_object(made, 25, PICTURE("Pay 9999"));
	made_object(made, 26,
	    "<</Type /Annot /Subtype /Text /Rect [160 60 170 70] /Contents "
	    "(Note)>>");
	made_object(made, 27, EMPTY ">>");
	made_object(made, 28, PAPER ">>");
	made_object(made, 29, BOX("/V /Off /AS /Off " MARKS));
	made_object(made, 72,
	    "<</Type /XObject /Subtype /Form /BBox [0 0 10 10] /Length 24>>\n"
	    "stream\nBT /Helv 9 Tf (Ja) Tj ET\nendstream");
	made_object(made, 75, CHOICE ">>");
	made_object(made, 76, PRICE ">>");
	made_object(made, 77, "300");
	made_object(made, 78, SHEET ">>");
	made_object(made, 70, GROUP(""));
	made_object(made, 71, "<</FT /Tx /T (Kid) /Parent 70 0 R /V (1)>>");
	for (unsigned i = 30; i <= 32; i++)
		made_object(made, i, PICTURE("Amount 1"));
	made_object(made, 33, FONT);
	made_object(made, 36, "<</Type /FontDescriptor /FontFile2 37 0 R>>");
	made_object(made, 37, "<</Length 8>>\nstream\nSerifs..\nendstream");
	made_object(made, 38, PICTURE("Inside.."));
	made_object(made, 43, WITH_CMAP("44"));
	made_object(made, 44, "<</Length %zu>>\nstream\n%s\nendstream",
	    strlen(CMAP) - 1, CMAP + 1);
	for (unsigned i = 41; i <= 42; i++)
		made_object(made, i,
		    "<</Type /XRef /Root 1 0 R /Info 5 0 R /Length 1>>\n"
		    "stream\nx\nendstream");
	made_object(made, 39, PICTURE("A lion.."));
	made_object(made, 34, DRAWS("Y 38 0 R", "Picture "));
	made_object(made, 35, DRAWS("Z 39 0 R", "The seal"));
	made_object(made, 40, "<</OCGs [] /D <</Order []>>>>");
	made_signature(made, 7, variant->reference);
	made_sign(made, pkey, csi_bytes_span(&certificate));
}

static void
print_findings(const struct cseal_report *report)
{
	for (size_t i = 0; i < report->problems.count; i++)
		printf("# problem: %s\n", report->problems.at[i]);
	for (size_t i = 0; i < report->count; i++) {
		for (size_t j = 0; j < report->rows[i].reasons.count; j++)
			printf("# %s: %s\n", report->rows[i].field,
			    report->rows[i].reasons.at[j]);
	}
}

static bool
says(const struct cseal_report *report, const char *words)
{
	for (size_t i = 0; i < report->problems.count; i++) {
		if (strstr(report->problems.at[i], words) != NULL)
			return true;
	}
	for (size_t i = 0; i < report->count; i++) {
		for (size_t j = 0; j < report->rows[i].reasons.count; j++) {
			if (strstr(report->rows[i].reasons.at[j], words) !=
			    NULL)
				return true;
		}
	}
	return false;
}

static void
put(struct made *made, const struct object *object)
{
	const char *text = object->text;

	if (text[0] == '\0')
		made_free_object(made, object->number);
	else if (text[0] == '!')
		made_object(made, object->number,
		    "<</Type /XObject /Subtype /Form /BBox [0 0 50 20] "
		    "/Resources <</Font <</F2 57 0 R /F3 58 0 R /F4 59 0 R /F5 43 0 R>> "
		    "/XObject <</X 34 0 R /Y 60 0 R>>>> "
		    "/Length %zu>>\nstream\n%s\nendstream",
		    strlen(text) - 1, text + 1);
	else if (text[0] == '#')
		made_object(made, object->number,
		    "<</Length %zu>>\nstream\n%s\nendstream", strlen(text) - 1,
		    text + 1);
	else
		made_object(made, object->number, "%s", text);
}

static void
try(const struct variant *variant)
{
	struct csi_judge_wish wish = { .trust = trust,
		.time = (int64_t)time(NULL) };
	struct cseal_report *report = calloc(1, sizeof(*report));
	struct made made;
	bool ok;

	make_signed(&made, variant);
	for (size_t i = 0; i < 6 && variant->objects[i].number != 0; i++) {
		const struct object *object = &variant->objects[i];

		put(&made, object);
	}
	if (variant->sign) {
		made_signature(&made, 9, "");
		made_sign(&made, pkey, csi_bytes_span(&certificate));
	} else {
		made_end(&made);
	}
	if (csi_judge(report, csi_bytes_span(&made.out), &wish, NULL) !=
	    CSEAL_OK)
		report->verdict = "no report";
	ok = strcmp(report->verdict, variant->verdict) == 0;
	if (ok && variant->words != NULL)
		ok = says(report, variant->words);
	if (!OKF(ok, "%s: %s: %s", variant->what, variant->verdict,
		variant->words != NULL ? variant->words : "no objection"))
		print_findings(report);
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

#define TRY(variants) \
	try_all(variants, sizeof(variants) / sizeof((variants)[0]))

static void
try_all(const struct variant *variants, size_t count)
{
	for (size_t i = 0; i < count; i++)
		try(&variants[i]);
}

#define MDP(p)                                                  \
	"/Reference [<</Type /SigRef /TransformMethod /DocMDP " \
	"/TransformParams <</Type /TransformParams /V /1.2 /P " p ">>>>]"
#define LOCKS(params)                                             \
	"/Reference [<</Type /SigRef /TransformMethod /FieldMDP " \
	"/TransformParams <</Type /TransformParams /V /1.2 " params ">>>>]"

/* ---- honest work ------------------------------------------------------ */

static void
honest_work_is_permitted(void)
{
	static const struct variant variants[] = {
		{ "a field filled in", "", "",
		    { { 20, AMOUNT "/V (200) /AP <</N 50 0 R>>>>" },
			{ 50, LOOK("200") } },
		    false, "valid", NULL },
		{ "painted in place", "", "",
		    { { 20, AMOUNT "/V (200) /AP <</N 30 0 R>>>>" },
			{ 30, LOOK("200") } },
		    false, "valid", NULL },
		{ "painted in place, the appearance first", "", "",
		    { { 30, LOOK("200") },
			{ 20, AMOUNT "/V (200) /AP <</N 30 0 R>>>>" } },
		    false, "valid", NULL },
		{ "two widgets of one field", "", "",
		    { { 21, "<</FT /Tx /T (Twice) /V (7) "
			    "/Kids [22 0 R 23 0 R]>>" },
			{ 31, LOOK("7") }, { 32, LOOK("7") } },
		    false, "valid", NULL },
		{ "a first value without an appearance", "", "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "valid", NULL },
		{ "filled in under P 2", MDP("2"), "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "valid", NULL },
		{ "another field than the locked one",
		    LOCKS("/Action /Include /Fields [(Amount)]"), "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "valid", NULL },
		{ "the field that the lock leaves out",
		    LOCKS("/Action /Exclude /Fields [(Amount 10)]"), "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "valid", NULL },
		{ "filled in and signed", "", "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" },
			{ 27, EMPTY "/V 9 0 R /AP "
				    "<</N 51 0 R>>>>" },
			{ 51, PICTURE("A seal  ") } },
		    true, "valid", NULL },
		{ "filled in and sealed on the same page", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 20, AMOUNT "/V (200) /AP <</N 50 0 R>>>>" },
			{ 50, LOOK("200") },
			{ 8, SEAL("Second", "70 10 120 30") "/V 9 0 R>>" } },
		    true, "valid", NULL },
		{ "a seal across another", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "40 10 90 30") "/V 9 0 R /AP "
							   "<</N 51 0 R>>>>" },
			{ 51, PICTURE("A seal  ") } },
		    true, "valid", NULL },
		{ "a seal in several places of a page", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 51 0 R 52 0 R") },
			{ 8, "<</FT /Sig /T (Second) /Kids [51 0 R 52 0 R] /V "
			     "9 0 R>>" },
			{ 51, "<</Parent 8 0 R " WIDGET(
				  "62 0 128 58") "/AP "
						 "<</N 53 0 R>>>>" },
			{ 52, "<</Parent 8 0 R " WIDGET(
				  "182 0 199 58") "/AP "
						  "<</N 53 0 R>>>>" },
			{ 53, PICTURE("Seals...") } },
		    true, "valid", NULL },
		{ "a field in a group", MDP("2"), "",
		    { { 70, GROUP(" 8 0 R") }, { 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "70 10 120 30") "/Parent 70 0 R "
							    "/V 9 0 R>>" } },
		    true, "valid", NULL },
		{ "a field in a new group", "", "",
		    { { 1, CATALOG FORM(FIELDS " 51 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 51, "<</T (New) /Kids [52 0 R]>>" },
			{ 52, "<</T (Inner) /Parent 51 0 R /Kids [8 0 R]>>" },
			{ 8, SEAL("Second", "70 10 120 30") "/Parent 52 0 R "
							    "/V 9 0 R>>" } },
		    true, "valid", NULL },
		{ "a new group in one that was there", "", "",
		    { { 70, GROUP(" 51 0 R") }, { 3, PAGE(ANNOTS " 8 0 R") },
			{ 51, "<</T (New) /Parent 70 0 R /Kids [8 0 R]>>" },
			{ 8, SEAL("Second", "70 10 120 30") "/Parent 51 0 R "
							    "/V 9 0 R>>" } },
		    true, "valid", NULL },
		{ "fields in the form and in a group at once", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 70, GROUP(" 51 0 R") },
			{ 3, PAGE(ANNOTS " 8 0 R 51 0 R") },
			{ 51, "<</FT /Sig /T (Third) /Parent 70 0 R " WIDGET(
				  "0 0 0 0") ">>" },
			{ 8, SEAL("Second", "70 10 120 30") "/V 9 0 R>>" } },
		    true, "valid", NULL },
		{ "validation data", MDP("1"), "",
		    { { 1,
			  CATALOG FORM(
			      FIELDS) "/Perms <</DocMDP 7 0 R>> "
				      "/DSS <</Certs [52 0 R] /VRI <</0123456789ABCDEF01"
				      "23456789ABCDEF01234567 <</Cert [52 0 R]>>>>>>>>" },
			{ 52, "<</Length 1>>\nstream\n0\nendstream" } },
		    false, "valid", NULL },
		{ "a comment under P 3", MDP("3"), "",
		    { { 3, PAGE(ANNOTS " 53 0 R") },
			{ 53, "<</Type /Annot /Subtype /Text /Rect [180 80 190 "
			      "90] /Contents (Seen)>>" } },
		    false, "valid", NULL },
		{ "a comment changed under P 3", MDP("3"), "",
		    { { 26, "<</Type /Annot /Subtype /Text /Rect [160 60 170 "
			    "70] /Contents (Other)>>" } },
		    false, "valid", NULL },
		{ "a comment taken away under P 3", MDP("3"), "",
		    { { 3,
			  PAGE(
			      "6 0 R 20 0 R 22 0 R 23 0 R 24 0 R 27 0 R 28 0 R 29 0 R 75 0 R 76 0 R") },
			{ 26, "" } },
		    false, "valid", NULL },
		{ "more fonts for the form", "", "",
		    { { 1, CATALOG
			  "/AcroForm <</SigFlags 3 /DR <</Font "
			  "<</Helv 33 0 R /Song 54 0 R>>>> /Fields [" FIELDS
			  "]>>>>" },
			{ 54, "<</Type /Font /Subtype /Type1>>" } },
		    false, "valid", NULL },
		{ "information that two cross-reference streams name", "", "",
		    { { 5, "<</Title (Order) /ModDate (D:2026)>>" } }, false,
		    "valid", NULL },
		{ "the same again", "", "", { { 33, FONT } }, false, "valid",
		    NULL },
	};

	TRY(variants);
}

/* ---- what is not allowed any more ------------------------------------- */

#define IN_GROUP SEAL("Second", "70 10 120 30") "/Parent 70 0 R "

static void
groups_of_fields_hold(void)
{
	static const struct variant variants[] = {
		{ "a field in a group under P 1", MDP("1"), "",
		    { { 70, GROUP(" 8 0 R") }, { 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, IN_GROUP "/V 9 0 R>>" } },
		    true, "invalid", "the certification allows no changes" },
		{ "in a group that is locked",
		    LOCKS("/Action /Include /Fields [(Group)]"), "",
		    { { 70, GROUP(" 8 0 R") }, { 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, IN_GROUP "/V 9 0 R>>" } },
		    true, "invalid", "that an earlier signature locked" },
		{ "one that is no signature", "", "",
		    { { 70, GROUP(" 8 0 R") }, { 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, "<</FT /Tx /T (x) /Parent 70 0 R " WIDGET(
				 "70 10 120 30") ">>" } },
		    false, "invalid", "that is not a signature field" },
		{ "one that names no group", "", "",
		    { { 70, GROUP(" 8 0 R") }, { 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "70 10 120 30") "/V 9 0 R>>" } },
		    true, "invalid", "does not name its group" },
		{ "one that names another", "", "",
		    { { 70, GROUP(" 8 0 R") }, { 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "70 10 120 30") "/Parent 21 0 R "
							    "/V 9 0 R>>" } },
		    true, "invalid", "does not name its group" },
		{ "one of the form that names a group", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, IN_GROUP "/V 9 0 R>>" } },
		    true, "invalid", "does not name its group" },
		{ "a kid taken away", "", "",
		    { { 70, "<</T (Group) /Kids []>>" } }, false, "invalid",
		    "Form fields were taken away" },
		{ "a kid exchanged", "", "",
		    { { 70, "<</T (Group) /Kids [8 0 R]>>" },
			{ 8, "<</FT /Tx /T (Kid) /Parent 70 0 R /V (2)>>" } },
		    false, "invalid", "Form fields were exchanged" },
		{ "another name", "", "",
		    { { 70, "<</T (Other) /Kids [71 0 R]>>" } }, false,
		    "invalid", "The group of fields \"Group\"" },
		{ "a value for all", "", "",
		    { { 70, "<</T (Group) /V (9) /Kids [71 0 R]>>" } }, false,
		    "invalid", "The group of fields \"Group\"" },
		{ "a field out of it", "", "", { { 70, "(none)" } }, false,
		    "invalid", "A group of fields was replaced" },
	};

	TRY(variants);
}

#define NEW_GROUP(more)                                  \
	{ 1, CATALOG FORM(FIELDS " 51 0 R") ">>" },      \
	    { 3, PAGE(ANNOTS " 8 0 R") },                \
	{                                                \
		51, "<</T (New) " more "/Kids [8 0 R]>>" \
	}
#define IN_NEW SEAL("Second", "70 10 120 30") "/Parent 51 0 R /V 9 0 R>>"

static void
new_groups_of_fields_hold_signatures_and_nothing_else(void)
{
	static const struct variant variants[] = {
		{ "under P 1", MDP("1"), "", { NEW_GROUP(""), { 8, IN_NEW } },
		    true, "invalid", "the certification allows no changes" },
		{ "that is locked", LOCKS("/Action /Include /Fields [(New)]"),
		    "", { NEW_GROUP(""), { 8, IN_NEW } }, true, "invalid",
		    "that an earlier signature locked" },
		{ "with a value for all", "", "",
		    { NEW_GROUP("/V (1) "), { 8, IN_NEW } }, true, "invalid",
		    "A group of fields was added with more than fields" },
		{ "with an action", "", "",
		    { NEW_GROUP("/AA <<>> "), { 8, IN_NEW } }, true, "invalid",
		    "A group of fields was added with more than fields" },
		{ "that names another above it", "", "",
		    { NEW_GROUP("/Parent 70 0 R "), { 8, IN_NEW } }, true,
		    "invalid", "does not name its group" },
		{ "with a text field in it", "", "",
		    { NEW_GROUP(""),
			{ 8, "<</FT /Tx /T (x) /Parent 51 0 R " WIDGET(
				 "70 10 120 30") ">>" } },
		    false, "invalid", "that is not a signature field" },
		{ "with a field that was there in it", "", "",
		    { { 1, CATALOG FORM(FIELDS " 51 0 R") ">>" },
			{ 51, "<</T (New) /Kids [71 0 R]>>" } },
		    false, "invalid", "that is not a signature field" },
		{ "with the name of a field", "", "",
		    { { 1, CATALOG FORM(FIELDS " 51 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 51, "<</T (First) /Kids [8 0 R]>>" }, { 8, IN_NEW } },
		    true, "invalid", "has the name of another" },
	};

	TRY(variants);
}

static void
certifications_and_locks_hold(void)
{
	static const struct variant variants[] = {
		{ "filled in under P 1", MDP("1"), "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "invalid",
		    "The field \"Amount 10\" on page 1 was filled in, but the "
		    "certification" },
		{ "a comment under P 2", MDP("2"), "",
		    { { 3, PAGE(ANNOTS " 53 0 R") },
			{ 53, "<</Type /Annot /Subtype /Text /Rect [180 80 190 "
			      "90]>>" } },
		    false, "invalid",
		    "An annotation was added on "
		    "page 1" },
		{ "a comment changed under P 2", MDP("2"), "",
		    { { 26, "<</Type /Annot /Subtype /Text /Rect [160 60 170 "
			    "70] /Contents (Other)>>" } },
		    false, "invalid", "an annotation of page 1" },
		{ "all locked", LOCKS("/Action /All"), "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "invalid", "a signature locked it" },
		{ "named", LOCKS("/Action /Include /Fields [(Amount 10)]"), "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "invalid", "a signature locked it" },
		{ "not left out", LOCKS("/Action /Exclude /Fields [(Amount)]"),
		    "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "invalid", "a signature locked it" },
		{ "a lock of nothing known", LOCKS(""), "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "invalid", "a signature locked it" },
		{ "the field's own lock", "",
		    "/Lock <</Type /SigFieldLock /Action /Include /Fields "
		    "[(Amount 10)]>>",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "invalid", "a signature locked it" },
		{ "the field's own P", "",
		    "/Lock <</Type /SigFieldLock /Action /Include /Fields [] "
		    "/P 1>>",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7)>>" } },
		    false, "invalid", "the certification allows no changes" },
		{ "a locked signature field", LOCKS("/Action /All"), "",
		    { { 27, EMPTY "/V 9 0 R>>" } }, true, "invalid",
		    "an earlier signature locked" },
		{ "a new signature field under a lock", LOCKS("/Action /All"),
		    "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 8, SEAL("Second", "70 10 90 30") "/V 9 0 R>>" },
			{ 3, PAGE(ANNOTS " 8 0 R") } },
		    true, "invalid", "an earlier signature locked" },
	};

	TRY(variants);
}

/* ---- fields that are abused ------------------------------------------- */

static void
fields_do_no_more_than_be_filled_in(void)
{
	static const struct variant variants[] = {
		{ "moved", "", "",
		    { { 20, TEXT("Amount", "10 40 160 80") "/V (200) /AP <</N "
							   "30 0 R>>>>" } },
		    false, "invalid",
		    "The field \"Amount\" on page 1 was moved" },
		{ "moved to another page", "", "",
		    { { 20, "<</FT /Tx /T (Amount) /DA (/Helv 9 Tf) /Type "
			    "/Annot /Subtype /Widget /F 4 /P 55 0 R /Rect [10 "
			    "60 60 80] /V (100) /AP <</N 30 0 R>>>>" } },
		    false, "invalid", "was changed: its /P" },
		{ "a widget moved", "", "",
		    { { 22, "<</Parent 21 0 R " WIDGET(
				"0 0 200 100") "/AP "
					       "<</N 31 0 R>>>>" } },
		    false, "invalid",
		    "The field \"Twice\" on page 1 was moved" },
		{ "hidden", "", "",
		    { { 20, "<</FT /Tx /T (Amount) /DA (/Helv 9 Tf) /Type "
			    "/Annot /Subtype /Widget /F 6 /P 3 0 R /Rect [10 "
			    "60 60 80] /V (100) /AP <</N 30 0 R>>>>" } },
		    false, "invalid", "was hidden or shown" },
		{ "painted anew, not filled in", "", "",
		    { { 20, AMOUNT "/V (100) /AP <</N 50 0 R>>>>" },
			{ 50, PICTURE("Amount 9") } },
		    false, "invalid", "looks different" },
		{ "painted anew in place, not filled in", "", "",
		    { { 30, PICTURE("Amount 9") } }, false, "invalid",
		    "Signed content was replaced" },
		{ "shows what lay ready", "", "",
		    { { 20, AMOUNT "/V (200) /AP <</N 25 0 R>>>>" } }, false,
		    "invalid", "lay hidden in the document" },
		{ "shows what lay ready, changed", "", "",
		    { { 20, AMOUNT "/V (200) /AP <</N 34 0 R>>>>" },
			{ 34, PICTURE("Pay 9999") } },
		    false, "invalid", "lay hidden in the document" },
		{ "acts", "", "",
		    { { 20, AMOUNT "/V (200) /AA <</F <</S /JavaScript /JS "
				   "(x)>>>> /AP <</N 30 0 R>>>>" } },
		    false, "invalid", "was changed: its /AA" },
		{ "has another name", "", "",
		    { { 20, TEXT("Total", "10 60 60 80") "/V (100) /AP <</N 30 "
							 "0 R>>>>" } },
		    false, "invalid", "was changed: its /T" },
		{ "is another kind", "", "",
		    { { 24,
			"<</FT /Btn /T (Amount 10) /DA (/Helv 9 Tf) " WIDGET(
			    "130 60 150 80") ">>" } },
		    false, "invalid", "was changed: its /FT" },
		{ "set in other letters", "", "",
		    { { 20,
			"<</FT /Tx /T (Amount) /DA (/Helv 90 Tf) " WIDGET(
			    "10 60 60 80") "/V (200) /AP <</N 30 0 R>>>>" } },
		    false, "invalid", "was changed: its /DA" },
		{ "new, a text", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 8, TEXT("More", "0 0 200 100") "/V (Pay)>>" } },
		    false, "invalid", "not a signature field" },
		{ "new, by the name of another", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("First", "70 10 90 30") "/V 9 0 R>>" } },
		    true, "invalid", "the name of another" },
		{ "taken away", "", "",
		    { { 1, CATALOG FORM("6 0 R 20 0 R 21 0 R 24 0 R") ">>" } },
		    false, "invalid", "Form fields were taken away" },
		{ "in another order", "", "",
		    { { 1,
			CATALOG FORM(
			    "20 0 R 6 0 R 21 0 R 24 0 R 27 0 R 28 0 R 29 0 R "
			    "75 0 R 76 0 R 78 0 R 70 0 R") ">>" } },
		    false, "invalid", "Form fields were exchanged" },
		{ "a font of the form", "", "",
		    { { 1, CATALOG "/AcroForm <</SigFlags 3 /DR <</Font "
				   "<</Helv 54 0 R>>>> /Fields [" FIELDS
				   "]>>>>" },
			{ 54, "<</Type /Font /Subtype /Type3>>" } },
		    false, "invalid", "defaults of the form" },
	};

	TRY(variants);
}

/* ---- what fields show --------------------------------------------------- */

#define FILLED(value) AMOUNT "/V (" value ") /AP <</N 50 0 R>>>>"
static void
fields_show_what_was_filled_in(void)
{
	static const struct variant variants[] = {
		{ "the value", "", "",
		    { { 20, FILLED("200") },
			{ 50, "!/Tx BMC q BT 0 g /Helv 9 Tf 2 5 Td (200) Tj "
			      "ET Q EMC" } },
		    false, "valid", NULL },
		{ "in lines, where there is one", "", "",
		    { { 20, FILLED("To be paid: 200\\rby card") },
			{ 50, "!BT /Helv 9 Tf 9 TL 1 10 Td [(To b) 20 (e ) -7 "
			      "(pa)] TJ (id:) Tj T* <323030> Tj ET BT /Helv 4 "
			      "Tf 18 1 Td (by card) Tj ET" } },
		    false, "indeterminate", "cannot be compared" },
		{ "with accents", "", "",
		    { { 20, FILLED("Caf\\351") }, { 50, LOOK("Caf\\351") } },
		    false, "valid", NULL },
		{ "in a form in the form", "", "",
		    { { 20, FILLED("200") }, { 50, "!q /Y Do Q" },
			{ 60, "!BT /Helv 9 Tf (200) Tj ET" } },
		    false, "valid", NULL },
		{ "in Chinese, by a map", "", "",
		    { { 20, AMOUNT "/V <feff5f200032> /AP <</N 50 0 R>>>>" },
			{ 50, "!BT /F5 9 Tf 2 5 Td <00070012> Tj ET" } },
		    false, "valid", NULL },
		{ "in Chinese, by a map that came with it", "", "",
		    { { 20, AMOUNT "/V <feff5f200032> /AP <</N 50 0 R>>>>" },
			{ 50, "!BT /F3 9 Tf 2 5 Td <00070012> Tj ET" },
			{ 58, WITH_CMAP("61") }, { 61, CMAP } },
		    false, "indeterminate",
		    "The field \"Amount\" on page 1 shows letters of a font "
		    "that came with them, which can look like any others." },
		{ "in Chinese, by the font's name", "", "",
		    { { 20, AMOUNT "/V <feff5f200032> /AP <</N 50 0 R>>>>" },
			{ 50, "!BT /F2 9 Tf 2 5 Td <5f200032> Tj ET" },
			{ 57, "<</Type /Font /Subtype /Type0 /BaseFont /Song "
			      "/Encoding /UniGB-UTF16-H>>" } },
		    false, "valid", NULL },
		{ "nothing", "", "",
		    { { 20, FILLED("200") }, { 50, "!/Tx BMC EMC" } }, false,
		    "indeterminate",
		    "The field \"Amount\" on page 1 shows nothing of what was "
		    "filled in." },
		{ "nothing, for readers to make a look", "", "",
		    { { 20, FILLED("200") }, { 50, "!/Tx BMC EMC" },
			{ 1, CATALOG "/AcroForm <</NeedAppearances true "
				     "/SigFlags 3 /DR <</Font <</Helv 33 0 "
				     "R>>>> /Fields [" FIELDS "]>>>>" } },
		    false, "valid", NULL },
		{ "no value and nothing", "", "",
		    { { 20, FILLED("") }, { 50, "!/Tx BMC EMC" } }, false,
		    "valid", NULL },
		{ "a background that it was made with", "", "",
		    { { 28, PAPER "/V (200) /AP <</N 50 0 R>>>>" },
			{ 50, "!1 g 0 0 50 20 re f 0 G 0 0 50 20 re S 0 g BT "
			      "/Helv 18 Tf 2 5 Td (200) Tj ET" } },
		    false, "valid", NULL },
		{ "a border that is beveled", "", "",
		    { { 28, PAPER "/V (200) /AP <</N 50 0 R>>>>" },
			{ 50, "!1 g 0 0 50 20 re f 1 w 0.5 0.5 49 19 re s "
			      "1 1 m 1 19 l 49 19 l 48 18 l 2 18 l 2 2 l f "
			      "49 19 m 49 1 l 1 1 l 2 2 l 48 2 l 48 18 l f "
			      "/Tx BMC q 2 2 46 16 re W n 0 g BT /Helv 12 Tf 2 "
			      "5 Td (200) Tj ET Q EMC" } },
		    false, "valid", NULL },
		{ "another amount", "", "",
		    { { 20, FILLED("200") },
			{ 50, "!BT /Helv 9 Tf (900) Tj ET" } },
		    false, "invalid",
		    "The field \"Amount\" on page 1 shows something other than "
		    "what was filled in." },
		{ "more than the amount", "", "",
		    { { 20, FILLED("200") },
			{ 50, "!BT /Helv 9 Tf (200) Tj (0) Tj ET" } },
		    false, "invalid", "shows something other" },
		{ "a part of the amount", "", "",
		    { { 20, FILLED("2000") },
			{ 50, "!BT /Helv 9 Tf (200) Tj ET" } },
		    false, "indeterminate", "shows only a part" },
		{ "another amount, the right one not seen", "", "",
		    { { 20, FILLED("200") },
			{ 50, "!BT /Helv 9 Tf 3 Tr (200) Tj 0 Tr (900) Tj "
			      "ET" } },
		    false, "invalid", "shows something other" },
		{ "another amount in a form in the form", "", "",
		    { { 20, FILLED("200") }, { 50, "!q /Y Do Q" },
			{ 60, "!BT /Helv 9 Tf (900) Tj ET" } },
		    false, "invalid", "shows something other" },
		{ "another amount in place", "", "",
		    { { 20, AMOUNT "/V (200) /AP <</N 30 0 R>>>>" },
			{ 30, "!BT /Helv 9 Tf (900) Tj ET" } },
		    false, "invalid", "shows something other" },
		{ "another amount in one of two widgets", "", "",
		    { { 21, "<</FT /Tx /T (Twice) /V (7) "
			    "/Kids [22 0 R 23 0 R]>>" },
			{ 31, "!BT /Helv 9 Tf (7) Tj ET" },
			{ 32, "!BT /Helv 9 Tf (9) Tj ET" } },
		    false, "invalid", "shows something other" },
		{ "text without a value", "", "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/AP <</N 50 0 "
							       "R>>>>" },
			{ 50, "!BT /Helv 9 Tf (Pay 900) Tj ET" } },
		    false, "invalid", "shows something other" },
		{ "another amount, by a map", "", "",
		    { { 20, AMOUNT "/V <feff5f200032> /AP <</N 50 0 R>>>>" },
			{ 50, "!BT /F5 9 Tf 2 5 Td <00070019> Tj ET" } },
		    false, "invalid", "shows something other" },
		{ "letters of a font that says nothing", "", "",
		    { { 20, FILLED("200") }, { 50, "!BT /F4 9 Tf (200) Tj ET" },
			{ 59, "<</Type /Font /Subtype /Type0 /BaseFont /Song "
			      "/Encoding /Identity-H>>" } },
		    false, "indeterminate", "a font that came with them" },
		{ "letters that mean others", "", "",
		    { { 20, FILLED("200") }, { 50, "!BT /F4 9 Tf (200) Tj ET" },
			{ 59, "<</Type /Font /Subtype /Type1 /BaseFont /Odd "
			      "/Encoding <</Differences [50 /nine]>>>>" } },
		    false, "indeterminate", "a font that came with them" },
		{ "letters that mean others, in a common font", "", "",
		    { { 20, FILLED("200") },
			{ 50, "!BT /F4 9 Tf 2 5 Td (200) Tj ET" },
			{ 59, "<</Type /Font /Subtype /Type1 /BaseFont /Arial "
			      "/Encoding <</Differences [50 /nine]>>>>" } },
		    false, "invalid", "shows something other" },
		{ "an image", "", "",
		    { { 20, FILLED("200") }, { 50, "!q /Y Do Q" },
			{ 60, "<</Type /XObject /Subtype /Image /Width 1 "
			      "/Height 1 /ColorSpace /DeviceGray "
			      "/BitsPerComponent 8 /Length "
			      "1>>\nstream\n0\nendstream" } },
		    false, "invalid", "shows a picture" },
		{ "an image in the content", "", "",
		    { { 20, FILLED("200") },
			{ 50, "!BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI" } },
		    false, "invalid", "shows a picture" },
		{ "a paper over the page", "", "",
		    { { 20, FILLED("200") },
			{ 50, "!1 g 0 0 50 20 re f 0 g BT /Helv 9 Tf (200) Tj "
			      "ET" } },
		    false, "invalid", "hides what is behind it" },
		{ "digits that are drawn", "", "",
		    { { 20, FILLED("200") }, { 50, "!0 0 m 9 9 l S" } }, false,
		    "invalid", "shows a drawing" },
		{ "a mark in a box", "", "",
		    { { 29, BOX("/V /Yes /AS /Yes " MARKS) } }, false, "valid",
		    NULL },
		{ "the option that was chosen", "", "",
		    { { 75, CHOICE "/V (1) /AP <</N 50 0 R>>>>" },
			{ 50, "!BT /Helv 9 Tf (Yes) Tj ET" } },
		    false, "valid", NULL },
		{ "a sentence in a box", "", "",
		    { { 29,
			  BOX("/V /Yes /AS /Yes /AP <</N <</Yes 50 0 R>>>>") },
			{ 50, "!BT /Helv 9 Tf (I pay 900) Tj ET" } },
		    false, "invalid", "shows something other" },
	};

	TRY(variants);
}

/* The figure 4. */
#define BARS "0 5 1 9 re 1 5 3 1 re 4 0 1 5 re 4 5 1 5 re f 2 2 m 4 4 l f "

static void
fields_do_not_show_it_by_tricks(void)
{
	static const struct variant variants[] = {
		{ "another look in place, and a date", "", "",
		    { { 20, AMOUNT "/V (100) /M (D:2026) /AP <</N 30 0 R>>>>" },
			{ 30, "!BT /Helv 9 Tf (900) Tj ET" } },
		    false, "invalid", "looks different" },
		{ "another text for readers that show it formatted", "", "",
		    { { 20, AMOUNT "/V (100) /RV (<p>900</p>) /AP <</N 30 0 "
				   "R>>>>" } },
		    false, "invalid", "looks different" },
		{ "a box that is ticked, and no value", "", "",
		    { { 29, BOX("/V /Off /AS /Yes " MARKS) } }, false,
		    "invalid", "shows something other" },
		{ "a value, and a box that is not ticked", "", "",
		    { { 29, BOX("/V /Yes /AS /Off " MARKS) } }, false,
		    "invalid", "shows something other" },
		{ "another option than the one that was chosen", "", "",
		    { { 75, CHOICE "/V (1) /AP <</N 50 0 R>>>>" },
			{ 50, "!BT /Helv 9 Tf (No) Tj ET" } },
		    false, "invalid", "shows something other" },
		{ "another amount than one with a letter from the right", "",
		    "",
		    { { 20, AMOUNT "/V <feff003200300030061c> /AP <</N 50 0 "
				   "R>>>>" },
			{ 50, "!BT /Helv 9 Tf (900) Tj ET" } },
		    false, "indeterminate", "cannot be compared" },
		{ "digits drawn where there is a border", "", "",
		    { { 28, PAPER "/V (200) /AP <</N 50 0 R>>>>" },
			{ 50,
			    "!0 0 m 1 9 9 1 9 9 c f 0 0 m 9 9 1 1 9 9 c f" } },
		    false, "invalid", "shows a drawing" },
		{ "digits drawn of lines", "", "",
		    { { 28, PAPER "/V (200) /AP <</N 50 0 R>>>>" },
			{ 50, "!" BARS BARS BARS BARS BARS } },
		    false, "invalid", "shows a drawing" },
		{ "an image of the page", "", "",
		    { { 20, FILLED("200") },
			{ 50, "<</Type /XObject /Subtype /Form /BBox [0 0 50 "
			      "20] /Length 5>>\nstream\n/X Do\nendstream" } },
		    false, "indeterminate", "cannot be compared" },
		{ "digits of a font that draws", "", "",
		    { { 20, FILLED("200") }, { 50, "!BT /F3 9 Tf (200) Tj ET" },
			{ 58, "<</Type /Font /Subtype /Type3 /ToUnicode 61 0 "
			      "R>>" },
			{ 61, "#1 beginbfrange <30> <39> <0030> endbfrange" } },
		    false, "indeterminate", "a font that came with them" },
		{ "letters of Symbol", "", "",
		    { { 20, FILLED("200") }, { 50, "!BT /F3 9 Tf (200) Tj ET" },
			{ 58, "<</Type /Font /Subtype /Type1 /BaseFont 61 0 "
			      "R>>" },
			{ 61, "/ZapfDingbats" } },
		    false, "indeterminate", "cannot be compared" },
		{ "digits that a map twists", "", "",
		    { { 20, FILLED("200") }, { 50, "!BT /F3 9 Tf (900) Tj ET" },
			{ 58, "<</Type /Font /Subtype /Type1 /BaseFont "
			      "/Helvetica /ToUnicode 61 0 R>>" },
			{ 61, "#1 beginbfchar <39> <0032> <30> <0030> "
			      "endbfchar" } },
		    false, "invalid", "shows something other" },
	};

	TRY(variants);
}

static void
add_letters(struct csi_bytes *out, size_t count)
{
	for (size_t i = 0; i < count; i++)
		csi_bytes_add_u8(out, 'a');
}

#define PRICED(value, shown)                                          \
	{                                                             \
		{ 76, PRICE "/V (" value ") /AP <</N 50 0 R>>>>" },   \
		{                                                     \
			50, "!BT /Helv 6 Tf 2 8 Td (" shown ") Tj ET" \
		}                                                     \
	}

static void
numbers_may_be_formatted(void)
{
	static const struct variant variants[] = {
		{ "with groups and decimals", "", "",
		    PRICED("1234.5", "EUR 1,234.50"), false, "valid", NULL },
		{ "in another country", "", "", PRICED("-1234", "-1.234,00"),
		    false, "valid", NULL },
		{ "rounded", "", "", PRICED("0.996", "1.00"), false, "valid",
		    NULL },
		{ "as it is", "", "", PRICED("1,234", "1,234"), false, "valid",
		    NULL },
		{ "with a comma", "", "", PRICED("1,5", "1,50"), false, "valid",
		    NULL },
		{ "a comma that may part a group", "", "",
		    PRICED("1,234", "1,234.00"), false, "indeterminate",
		    "cannot be compared" },
		{ "what is no number", "", "", PRICED("none", "900"), false,
		    "indeterminate", "cannot be compared" },
		{ "another number", "", "", PRICED("1234.5", "9,234.50"), false,
		    "invalid", "shows something other" },
		{ "more", "", "", PRICED("1234.5", "123,450"), false, "invalid",
		    "shows something other" },
		{ "one more than there is", "", "", PRICED("12", "12.01"),
		    false, "invalid", "shows something other" },
		{ "less than nothing", "", "", PRICED("12", "-12.00"), false,
		    "invalid", "shows something other" },
	};

	TRY(variants);
}

/* A text that is nearly there, at each place of a value. */
static void
endless_comparisons_end(void)
{
	struct csi_bytes field = { 0 }, look = { 0 }, content = { 0 };
	struct variant variant = { "a long text that is like another", "", "",
		{ { 78, NULL }, { 50, NULL } }, false, "indeterminate",
		"cannot be compared" };

	csi_bytes_add_text(&field, SHEET "/V (");
	add_letters(&field, 14000);
	csi_bytes_add_text(&field, ") /AP <</N 50 0 R>>>>");
	csi_bytes_add_u8(&field, 0);
	csi_bytes_add_text(&content, "BT /Helv 2.6 Tf 2.7 TL 1 74 Td ");
	for (size_t i = 0; i < 20; i++) {
		csi_bytes_add_text(&content, "(");
		add_letters(&content, 400);
		csi_bytes_add_text(&content, i < 19 ? ") Tj T* " : "b) Tj ET");
	}
	csi_bytes_print(&look,
	    "<</Type /XObject /Subtype /Form /BBox [0 0 600 77] /Length "
	    "%zu>>\nstream\n",
	    content.len);
	csi_bytes_add_span(&look, csi_bytes_span(&content));
	csi_bytes_add_text(&look, "\nendstream");
	csi_bytes_add_u8(&look, 0);
	OK(!field.failed && !look.failed);
	variant.objects[0].text = (const char *)field.at;
	variant.objects[1].text = (const char *)look.at;
	try(&variant);
	csi_bytes_free(&field);
	csi_bytes_free(&look);
	csi_bytes_free(&content);
}

static void
a_field_without_a_signature_shows_no_seal(void)
{
	static const struct variant variants[] = {
		{ "a new field, and nothing in it", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "70 10 90 30") "/AP <</N 51 0 "
							   "R>>>>" },
			{ 51, "!q Q" } },
		    false, "valid", NULL },
		{ "a new field that shows a seal", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "70 10 90 30") "/AP <</N 51 0 "
							   "R>>>>" },
			{ 51, "!1 0 0 rg 0 0 20 20 re f" } },
		    false, "invalid", "shows a seal, but nobody signed it" },
		{ "a new field that readers paint a box for", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "70 10 90 30") "/MK <</BG [1 1 "
							   "1]>>>>" } },
		    false, "invalid", "shows a seal, but nobody signed it" },
		{ "a new field that shows a seal when it is touched", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "70 10 90 30") "/AP <</N 52 0 R "
							   "/R 51 0 R>>>>" },
			{ 51, "!1 0 0 rg 0 0 20 20 re f" }, { 52, "!q Q" } },
		    false, "invalid", "shows a seal, but nobody signed it" },
		{ "a time-stamp that is seen, under P 1", MDP("1"), "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") "/Perms <</DocMDP 7 0 "
							 "R>>>>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "70 10 90 30") "/V <</Type "
							   "/DocTimeStamp>> "
							   "/AP <</N 51 0 "
							   "R>>>>" },
			{ 51, "!1 0 0 rg 0 0 20 20 re f" } },
		    false, "invalid", "the certification allows no changes" },
		{ "a date in an empty field", "", "",
		    { { 27, EMPTY "/M (D:2026)>>" } }, false, "valid", NULL },
		{ "an empty field that shows a seal", "", "",
		    { { 27, EMPTY "/AP <</N 51 0 "
				  "R>>>>" },
			{ 51, "!BT /Helv 9 Tf (Signed) Tj ET" } },
		    false, "invalid", "shows a seal, but nobody signed it" },
	};

	TRY(variants);
}

/* ---- seals, pages and the rest ---------------------------------------- */

static void
what_was_signed_stays(void)
{
	static const struct variant variants[] = {
		{ "a seal moved", "", "",
		    { { 6, SEAL("First", "90 10 140 30") "/V 7 0 R /AP <</N 35 "
							 "0 R>> >>" } },
		    false, "invalid",
		    "The signature field \"First\" on page 1 was changed after "
		    "it was signed: the seal was moved." },
		{ "a seal painted anew", "", "",
		    { { 6, SEAL("First", "10 10 60 30") "/V 7 0 R /AP <</N 51 "
							"0 R>> >>" },
			{ 51, PICTURE("Not it  ") } },
		    false, "invalid", "the seal was painted anew" },
		{ "a seal painted anew in place", "", "",
		    { { 35, PICTURE("Not it  ") } }, false, "invalid",
		    "Signed content was replaced" },
		{ "a seal hidden", "", "",
		    { { 6, "<</FT /Sig /T (First) /Type /Annot /Subtype "
			   "/Widget /F 6 /P 3 0 R /Rect [10 10 60 30] /V 7 0 R "
			   "/AP <</N 35 0 R>> >>" } },
		    false, "invalid", "the seal was hidden" },
		{ "a seal under another", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8, SEAL("Second", "5 5 70 35") "/V 9 0 R /AP <</N 51 "
							 "0 R>>>>" },
			{ 51, PICTURE("A seal  ") } },
		    true, "invalid", "put over the field \"First\" on page 1" },
		{ "a page under a seal", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 8 0 R") },
			{ 8,
			    SEAL("Second", "0 0 200 90") "/V 9 0 R /AP <</N 51 "
							 "0 R>>>>" },
			{ 51, PICTURE("Pay 9999") } },
		    true, "invalid", "hides most of it was added on page 1" },
		{ "a page under a seal in two pieces", "", "",
		    { { 1, CATALOG FORM(FIELDS " 8 0 R") ">>" },
			{ 3, PAGE(ANNOTS " 51 0 R 52 0 R") },
			{ 8, "<</FT /Sig /T (Second) /Kids [51 0 R 52 0 R] /V "
			     "9 0 R>>" },
			{ 51, "<</Parent 8 0 R " WIDGET(
				  "61 32 199 58") "/AP "
						  "<</N 53 0 R>>>>" },
			{ 52, "<</Parent 8 0 R " WIDGET(
				  "0 0 129 59") "/MK "
						"<</BG [1]>>>>" },
			{ 53, PICTURE("Pay 9999") } },
		    true, "invalid", "hides most of it was added on page 1" },
		{ "a comment over a field, even under P 3", MDP("3"), "",
		    { { 3, PAGE(ANNOTS " 53 0 R") },
			{ 53, "<</Type /Annot /Subtype /Stamp /Rect [10 60 40 "
			      "80] /AP <</N 51 0 R>>>>" },
			{ 51, PICTURE("Pay 9999") } },
		    false, "invalid", "put over the field \"Amount\"" },
		{ "a link, even under P 3", MDP("3"), "",
		    { { 3, PAGE(ANNOTS " 53 0 R") },
			{ 53, "<</Type /Annot /Subtype /Link /Rect [180 80 190 "
			      "90] /A <</S /URI /URI (x)>>>>" } },
		    false, "invalid", "An annotation was added" },
		{ "a field off the page, even under P 3", MDP("3"), "",
		    { { 3, PAGE("6 0 R 22 0 R 23 0 R 24 0 R 26 0 R 27 0 R") } },
		    false, "invalid", "Annotations were taken away" },
		{ "the text", "", "",
		    { { 4, "<</Length 8>>\nstream\nPay 9999\nendstream" } },
		    false, "invalid", "the text and lines of page 1" },
		{ "a font", "", "",
		    { { 33, "<</Type /Font /Subtype /Type3>>" } }, false,
		    "invalid", "a font of page 1" },
		{ "a picture", "", "", { { 34, PICTURE("Pay 9999") } }, false,
		    "invalid", "a picture or form of page 1" },
		{ "the shapes of a font", "", "",
		    { { 37, "<</Length 8>>\nstream\nPay 9999\nendstream" } },
		    false, "invalid", "a font of page 1" },
		{ "the description of a font", "", "",
		    { { 36, "<</Type /FontDescriptor /FontFile2 56 0 R>>" },
			{ 56, "<</Length 8>>\nstream\nPay 9999\nendstream" } },
		    false, "invalid", "a font of page 1" },
		{ "a picture in a picture", "", "",
		    { { 38, PICTURE("Pay 9999") } }, false, "invalid",
		    "a picture or form of page 1" },
		{ "a picture in a seal", "", "",
		    { { 39, PICTURE("Pay 9999") } }, false, "invalid",
		    "Signed content was replaced" },
		{ "a picture for a font", "", "",
		    { { 33, PICTURE("Pay 9999") } }, false, "invalid",
		    "a font of page 1" },
		{ "a hidden picture for the text", "", "",
		    { { 3, PAGE_BODY "/Contents [4 0 R 25 0 R] /Annots [" ANNOTS
				     "]>>" } },
		    false, "invalid", "Page 1 was changed: its /Contents" },
		{ "resources of its parent", "", "",
		    { { 2, "<</Type /Pages /Count 1 /Kids [3 0 R] /Resources "
			   "<</Font <</F1 56 0 R>>>>>>" },
			{ 56, "<</Type /Font /Subtype /Type3>>" } },
		    false, "invalid", "what they have in common" },
		{ "a box around less", "", "",
		    { { 3,
			"<</Type /Page /Parent 2 0 R /MediaBox [-300 0 300 "
			"77 0 R] /CropBox [0 0 9 9] /Resources <</Font <</F1 "
			"33 0 R>> /XObject <</X 34 0 R>>>> /Contents 4 0 R "
			"/Annots [" ANNOTS "]>>" } },
		    false, "invalid", "Page 1 was changed: its /CropBox" },
		{ "an action of the page", "", "",
		    { { 3,
			PAGE_BODY "/AA <</O <</S /JavaScript /JS (x)>>>> "
				  "/Contents 4 0 R /Annots [" ANNOTS "]>>" } },
		    false, "invalid", "Page 1 was changed: its /AA" },
		{ "a comment moved over a field, even under P 3", MDP("3"), "",
		    { { 26, "<</Type /Annot /Subtype /FreeText /Rect [10 60 60 "
			    "80] /Contents (900)>>" } },
		    false, "invalid", "put over the field \"Amount\"" },
		{ "a comment that is painted by readers, even under P 3",
		    MDP("3"), "",
		    { { 3, PAGE(ANNOTS " 53 0 R") },
			{ 53, "<</Type /Annot /Subtype /FreeText /Rect [10 60 "
			      "60 80] /Contents (900)>>" } },
		    false, "invalid", "put over the field \"Amount\"" },
		{ "a comment over the page, even under P 3", MDP("3"), "",
		    { { 3, PAGE(ANNOTS " 53 0 R") },
			{ 53, "<</Type /Annot /Subtype /Square /Rect [0 0 200 "
			      "100] /IC [1 1 1]>>" } },
		    false, "invalid", "hides most of it" },
		{ "other resources", "", "",
		    { { 3, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 "
			   "100] /Resources <</Font <</F1 54 0 R>> /XObject "
			   "<</X 34 0 R>>>> /Contents 4 0 R /Annots [" ANNOTS
			   "]>>" },
			{ 54, "<</Type /Font /Subtype /Type3>>" } },
		    false, "invalid", "Page 1 was changed: its /Resources" },
		{ "what lay ready as the text", "", "",
		    { { 3,
			PAGE_BODY "/Contents 25 0 R /Annots [" ANNOTS "]>>" } },
		    false, "invalid", "Page 1 was changed: its /Contents" },
		{ "turned", "", "",
		    { { 3,
			PAGE_BODY "/Rotate 180 /Contents 4 0 R /Annots [" ANNOTS
				  "]>>" } },
		    false, "invalid", "its /Rotate" },
		{ "turned by its parent", "", "",
		    { { 2, "<</Type /Pages /Count 1 /Kids [3 0 R] /Rotate "
			   "180>>" } },
		    false, "invalid", "what they have in common" },
		{ "no page left", "", "",
		    { { 2, "<</Type /Pages /Count 0 /Kids []>>" } }, false,
		    "invalid", "Pages were added or taken away" },
		{ "another parent", "", "",
		    { { 3, "<</Type /Page /Parent 55 0 R /MediaBox [0 0 200 "
			   "100] /Resources <</Font <</F1 33 0 R>> /XObject "
			   "<</X 34 0 R>>>> /Contents 4 0 R /Annots [" ANNOTS
			   "]>>" },
			{ 55, "<</Type /Pages /Rotate 90>>" } },
		    false, "invalid", "its /Parent" },
	};

	TRY(variants);
}

static void
the_document_does_nothing_new(void)
{
	static const struct variant variants[] = {
		{ "opens otherwise", "", "",
		    { { 1, CATALOG FORM(FIELDS) "/OpenAction <</S /JavaScript "
						"/JS (x)>>>>" } },
		    false, "invalid", "when the document is opened" },
		{ "acts", "", "",
		    { { 1, CATALOG FORM(FIELDS) "/AA <</WP 56 0 R>>>>" },
			{ 56, "<</S /JavaScript /JS (x)>>" } },
		    false, "invalid", "does by itself" },
		{ "has scripts", "", "",
		    { { 1, CATALOG FORM(
			       FIELDS) "/Names <</JavaScript <<>>>>>>" } },
		    false, "invalid", "Scripts, attachments or names" },
		{ "layers in place", "", "",
		    { { 40, "<</OCGs [] /D <</OFF [25 0 R]>>>>" } }, false,
		    "invalid", "layers" },
		{ "layers gone", "", "",
		    { { 1,
			"<</Type /Catalog /Pages 2 0 R " FORM(FIELDS) ">>" } },
		    false, "invalid", "layers" },
		{ "pages numbered otherwise", "", "",
		    { { 1, CATALOG FORM(FIELDS) "/PageLabels <</Nums [0 <</St "
						"7>>]>>>>" } },
		    false, "invalid", "page numbers" },
		{ "bookmarks", "", "",
		    { { 1, CATALOG FORM(FIELDS) "/Outlines 56 0 R>>" },
			{ 56, "<</Type /Outlines>>" } },
		    false, "invalid", "bookmarks" },
		{ "certified afterwards", "", "",
		    { { 1,
			CATALOG FORM(FIELDS) "/Perms <</DocMDP 7 0 R>>>>" } },
		    false, "invalid", "What may be done" },
		{ "another form", "", "",
		    { { 1, CATALOG "/AcroForm <</SigFlags 3 /XFA 56 0 R /DR "
				   "<</Font <</Helv 33 0 R>>>> /Fields [" FIELDS
				   "]>>>>" },
			{ 56, "<</Length 1>>\nstream\nx\nendstream" } },
		    false, "invalid", "other description" },
		{ "no form", "", "", { { 1, CATALOG ">>" } }, false, "invalid",
		    "was taken away later" },
		{ "validation data with more in it", "", "",
		    { { 1, CATALOG FORM(FIELDS) "/DSS <</Certs [] /X 25 0 "
						"R>>>>" } },
		    false, "invalid", "hold something else" },
		{ "validation data that are none", "", "",
		    { { 1,
			CATALOG FORM(FIELDS) "/DSS <</Certs [33 0 R]>>>>" } },
		    false, "invalid", "malformed" },
		{ "validation data in the place of the page's text", "", "",
		    { { 1, CATALOG FORM(FIELDS) "/DSS <</Certs 4 0 R>>>>" },
			{ 4, "[]" } },
		    false, "invalid", NULL },
		{ "metadata in the place of a picture", "", "",
		    { { 1, CATALOG FORM(FIELDS) "/Metadata 34 0 R>>" },
			{ 34, "<</Type /Metadata /Subtype /Form /BBox [0 0 9 "
			      "9] /Length 1>>\nstream\nx\nendstream" } },
		    false, "invalid", NULL },
		{ "an appearance in the place of a picture", "", "",
		    { { 24, TEXT("Amount 10", "130 60 150 80") "/V (7) /AP 34 "
							       "0 R>>" },
			{ 34, "<</N 50 0 R>>" }, { 50, PICTURE("Amount 9") } },
		    false, "invalid", NULL },
		{ "a freed font", "", "", { { 33, "" } }, false, "invalid",
		    "a font of page 1" },
	};

	TRY(variants);
}

int
main(void)
{
	trusted_make();
	RUN(honest_work_is_permitted);
	RUN(groups_of_fields_hold);
	RUN(new_groups_of_fields_hold_signatures_and_nothing_else);
	RUN(certifications_and_locks_hold);
	RUN(fields_do_no_more_than_be_filled_in);
	RUN(fields_show_what_was_filled_in);
	RUN(fields_do_not_show_it_by_tricks);
	RUN(numbers_may_be_formatted);
	RUN(endless_comparisons_end);
	RUN(a_field_without_a_signature_shows_no_seal);
	RUN(what_was_signed_stays);
	RUN(the_document_does_nothing_new);
	trusted_free();
	return tap_done();
}
