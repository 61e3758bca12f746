/* SPDX-License-Identifier: Apache-2.0 */
/* test-changes-structure.c -- proves lib/pdf/changes-structure.c: what may
 * come into the structure of a tagged document after a signature. */
#include "judge/judge.h"
#include "tap.h"
#include "trusted.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- the signed document --------------------------------------------- */

#define CATALOG                                                 \
	"<</Type /Catalog /Pages 2 0 R /StructTreeRoot 30 0 R " \
	"/MarkInfo <</Marked true>> "
#define PERMS        "/Perms <</DocMDP 7 0 R>> "
#define FORM(fields) "/AcroForm <</SigFlags 3 /Fields [" fields "]>>>>"
#define PAGE(annots)                                           \
	"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] " \
	"/Contents 4 0 R /StructParents 0 /Tabs /S /Annots [" annots "]>>"
#define SEAL(name, key, value)                                        \
	"<</Type /Annot /Subtype /Widget /FT /Sig /F 132 /P 3 0 R "   \
	"/T (" name ") /TU (Who) /StructParent " key " /V " value " " \
	"/Rect [0 0 0 0]>>"
#define ROOT(kids, more, next)                                         \
	"<</Type /StructTreeRoot /K " kids " /ParentTree 32 0 R " more \
	"/ParentTreeNextKey " next ">>"
#define DOCUMENT(kids) \
	"<</Type /StructElem /S /Document /P 30 0 R /K [" kids "]>>"
#define PARAGRAPH(more) \
	"<</Type /StructElem /S /P /P 31 0 R /Pg 3 0 R /K 0 " more ">>"
#define ELEMENT(type, more) \
	"<</Type /StructElem /S /" type " /P 31 0 R /Pg 3 0 R " more ">>"
#define OBJR(number) "/K <</Type /OBJR /Pg 3 0 R /Obj " number " 0 R>>"
#define NUMS(nums)   "<</Nums [0 [33 0 R] 1 34 0 R " nums "]>>"
#define LEAVES(kids) "<</Kids [36 0 R " kids "]>>"

struct object {
	unsigned number;
	const char *text;
};

struct variant {
	const char *what;
	struct object objects[4]; /* beside those of a further signature */
	const char *verdict, *words;
};

static const struct object signing[] = { { 1, CATALOG FORM("6 0 R 8 0 R") },
	{ 3, PAGE("6 0 R 8 0 R") }, { 8, SEAL("Second", "2", "9 0 R") },
	{ 30, ROOT("31 0 R", "", "3") },
	{ 31, DOCUMENT("33 0 R 34 0 R 40 0 R") }, { 32, NUMS("2 40 0 R") },
	{ 40, ELEMENT("Form", OBJR("8")) } };

static void
make_signed(struct made *made, const char *reference, const char *tree)
{
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, "%s",
	    strstr(reference, "DocMDP") != NULL ? CATALOG PERMS FORM("6 0 R")
						: CATALOG FORM("6 0 R"));
	made_object(made, 3, PAGE("6 0 R"));
	made_object(made, 6, SEAL("First", "1", "7 0 R"));
	made_object(made, 30, ROOT("31 0 R", "", "2"));
	made_object(made, 31, DOCUMENT("33 0 R 34 0 R"));
	made_object(made, 32, "%s", tree);
	made_object(made, 33, PARAGRAPH("/ActualText (Pay 100)"));
	made_object(made, 34, ELEMENT("Form", OBJR("6")));
	made_object(made, 36, "<</Limits [0 1] /Nums [0 [33 0 R] 1 34 0 R]>>");
	made_signature(made, 7, reference);
	made_sign(made, pkey, csi_bytes_span(&certificate));
}

static void
print_findings(const struct cseal_report *report)
{
	for (size_t i = 0; i < report->problems.count; i++)
		printf("# problem: %s\n", report->problems.at[i]);
	for (size_t i = 0; i < report->count; i++)
		for (size_t j = 0; j < report->rows[i].reasons.count; j++)
			printf("# %s: %s\n", report->rows[i].field,
			    report->rows[i].reasons.at[j]);
}

static bool
says(const struct cseal_report *report, const char *words)
{
	for (size_t i = 0; i < report->count; i++)
		for (size_t j = 0; j < report->rows[i].reasons.count; j++)
			if (strstr(report->rows[i].reasons.at[j], words) !=
			    NULL)
				return true;
	return false;
}

/* The objects of a further signature, those of the variant instead where they
 * have the same number, and its others. */
static void
make_changed(
    struct made *made, const struct variant *variant, bool is_certified)
{
	const struct object *objects = variant->objects;
	bool is_used[4] = { false };

	for (size_t i = 0; i < sizeof(signing) / sizeof(signing[0]); i++) {
		const char *text = signing[i].number == 1 && is_certified
				       ? CATALOG PERMS FORM("6 0 R 8 0 R")
				       : signing[i].text;

		for (size_t k = 0; k < 4; k++)
			if (objects[k].number == signing[i].number) {
				text = objects[k].text;
				is_used[k] = true;
			}
		if (text[0] != '\0')
			made_object(made, signing[i].number, "%s", text);
	}
	for (size_t k = 0; k < 4; k++)
		if (objects[k].number != 0 && !is_used[k])
			made_object(
			    made, objects[k].number, "%s", objects[k].text);
	made_signature(made, 9, "");
	made_sign(made, pkey, csi_bytes_span(&certificate));
}

static void
try(const struct variant *variant, const char *reference, const char *tree)
{
	struct csi_judge_wish wish = { .trust = trust,
		.time = (int64_t)time(NULL) };
	struct cseal_report *report = calloc(1, sizeof(*report));
	struct made made;
	bool ok;

	make_signed(&made, reference, tree);
	make_changed(&made, variant, strstr(reference, "DocMDP") != NULL);
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

#define MDP(p)                                                  \
	"/Reference [<</Type /SigRef /TransformMethod /DocMDP " \
	"/TransformParams <</Type /TransformParams /V /1.2 /P " p ">>>>]"
#define STAMP                                                      \
	"<</Type /Annot /Subtype /Stamp /P 3 0 R /StructParent 3 " \
	"/Contents (Who) /Rect [100 10 130 30]>>"

static void
new_annotations_may_have_elements(void)
{
	static const struct variant plain = { "a further field", { { 0 } },
		"valid", NULL };
	static const struct variant leaf = { "a further leaf",
		{ { 32, LEAVES("41 0 R") },
		    { 41, "<</Limits [2 2] /Nums [2 40 0 R]>>" } },
		"valid", NULL };
	static const struct variant stamp = { "a mark",
		{ { 3, PAGE("6 0 R 8 0 R 42 0 R") }, { 42, STAMP },
		    { 31, DOCUMENT("33 0 R 34 0 R 40 0 R 43 0 R") },
		    { 43, ELEMENT("Annot", OBJR("42") "/Alt (Who)") } },
		"valid", NULL };
	static const struct variant none = { "nothing in the structure",
		{ { 30, "" }, { 31, "" }, { 32, "" }, { 40, "" } }, "valid",
		NULL };

	try(&plain, "", NUMS(""));
	try(&plain, MDP("2"), NUMS(""));
	try(&leaf, "", LEAVES(""));
	try(&stamp, MDP("3"), NUMS(""));
	try(&none, "", NUMS(""));
}

static void
what_is_read_aloud_stays(void)
{
	static const struct variant variants[] = {
		{ "other text for those who listen",
		    { { 33, PARAGRAPH("/ActualText (Pay 999)") } }, "invalid",
		    "Text or meaning in the structure was changed" },
		{ "an /Alt that was not there",
		    { { 33, PARAGRAPH("/ActualText (Pay 100) /Alt (Pay 9)") } },
		    "invalid", "Text or meaning in the structure was changed" },
		{ "an /E in the document's element",
		    { { 31, "<</Type /StructElem /S /Document /P 30 0 R /E "
			    "(x) /K [33 0 R 34 0 R 40 0 R]>>" } },
		    "invalid", "Text or meaning in the structure was changed" },
		{ "text that is gone", { { 33, PARAGRAPH("") } }, "invalid",
		    "Text or meaning in the structure was changed" },
		{ "another order", { { 31, DOCUMENT("34 0 R 33 0 R 40 0 R") } },
		    "invalid", "The structure of the document was changed" },
		{ "an element less", { { 31, DOCUMENT("33 0 R 40 0 R") } },
		    "invalid", "The structure of the document was changed" },
		{ "an element of signed content",
		    { { 40, ELEMENT("Form", "/K 0") } }, "invalid",
		    "The structure of the document was changed" },
		{ "an element of a field that was there",
		    { { 40, ELEMENT("Form", OBJR("6")) } }, "invalid",
		    "The structure of the document was changed" },
		{ "a new element with other text",
		    { { 40, ELEMENT("Form", OBJR("8") "/ActualText (x)") } },
		    "invalid", "The structure of the document was changed" },
		{ "a new heading", { { 40, ELEMENT("H1", OBJR("8")) } },
		    "invalid", "The structure of the document was changed" },
		{ "an element within the new one",
		    { { 40, ELEMENT("Form", "/K 41 0 R") },
			{ 41, ELEMENT("P", "/K 0") } },
		    "invalid", "The structure of the document was changed" },
		{ "a namespace of its own",
		    { { 40, ELEMENT("Form", OBJR("8") "/NS 41 0 R") },
			{ 41, "<</Type /Namespace /NS (x)>>" } },
		    "invalid", "The structure of the document was changed" },
		{ "an element of a mark where none may be",
		    { { 31, DOCUMENT("33 0 R 34 0 R 40 0 R 43 0 R") },
			{ 42, STAMP }, { 43, ELEMENT("Annot", OBJR("42")) } },
		    "invalid", "The structure of the document was changed" },
		{ "a role for types",
		    { { 30, ROOT("31 0 R", "/RoleMap <</P /H1>> ", "3") } },
		    "invalid", "Text or meaning in the structure was changed" },
		{ "another document's element",
		    { { 30, ROOT("[31 0 R 33 0 R]", "", "3") } }, "invalid",
		    "The structure of the document was changed" },
		{ "a count that goes back", { { 30, ROOT("31 0 R", "", "1") } },
		    "invalid", "The count of the structure was changed" },
		{ "no structure", { { 30, "null" } }, "invalid",
		    "The structure was replaced" },
		{ "another parent for signed content",
		    { { 32, "<</Nums [0 [34 0 R] 1 34 0 R 2 40 0 R]>>" } },
		    "invalid", "What belongs to which part" },
		{ "a number twice", { { 32, NUMS("1 40 0 R") } }, "invalid",
		    "What belongs to which part" },
		{ "a number of an element that was there",
		    { { 32, NUMS("2 33 0 R") } }, "invalid",
		    "What belongs to which part" },
		{ "a number without an element", { { 32, NUMS("2") } },
		    "invalid", "What belongs to which part" },
	};

	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
		try(&variants[i], "", NUMS(""));
}

static void
leaves_of_the_parent_tree_stay(void)
{
	static const struct variant variants[] = {
		{ "a leaf that was there",
		    { { 32, LEAVES("") },
			{ 36, "<</Limits [0 2] /Nums [0 [34 0 R] 1 34 0 R 2 "
			      "40 0 R]>>" } },
		    "invalid", NULL },
		{ "a leaf before it",
		    { { 32, "<</Kids [41 0 R 36 0 R]>>" },
			{ 41, "<</Limits [0 0] /Nums [0 40 0 R]>>" } },
		    "invalid", "What belongs to which part" },
		{ "a leaf with numbers that are taken",
		    { { 32, LEAVES("41 0 R") },
			{ 41, "<</Limits [0 2] /Nums [0 40 0 R]>>" } },
		    "invalid", "What belongs to which part" },
		{ "a leaf with leaves",
		    { { 32, LEAVES("41 0 R") },
			{ 41, "<</Limits [2 2] /Kids [36 0 R]>>" } },
		    "invalid", "What belongs to which part" },
	};

	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
		try(&variants[i], "", LEAVES(""));
}

int
main(void)
{
	trusted_make();
	RUN(new_annotations_may_have_elements);
	RUN(what_is_read_aloud_stays);
	RUN(leaves_of_the_parent_tree_stay);
	trusted_free();
	return tap_done();
}
