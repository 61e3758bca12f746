/* SPDX-License-Identifier: Apache-2.0 */
/* test-structure.c -- proves lib/pdf/structure.c: annotations get their place
 * in a structure of any shape, and one that is hostile is left alone.  That
 * the result conforms, veraPDF says in tests/interop. */
#include "pdf/structure.h"

#include "revise.h"

#define TAGGED "/MarkInfo << /Marked true >> /StructTreeRoot 10 0 R "

/* Whether it promises PDF/UA. */
static const char *packet = "<x pdfuaid:part='1'/>";

static void
build_tagged(struct revise *revise, const char *catalog,
    const char *const *objects, size_t count)
{
	struct build *build = &revise->build;
	char text[500];

	build_start(build);
	snprintf(text, sizeof(text),
	    "<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R %s >>", catalog);
	build_object(build, 1, text);
	build_object(build, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
	build_object(build, 3,
	    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>");
	build_stream(build, 4, "/Type /Metadata", packet, strlen(packet));
	for (size_t i = 0; i < count; i++)
		if (objects[i] != NULL)
			build_object(build, 10 + (uint32_t)i, objects[i]);
	build_table(build, "/Root 1 0 R");
}

static const struct csi_pdf_ref page = { 3, 0 };

/* Adds a form's and a mark's element; their keys are the answer. */
static bool
add_two(struct revise *revise, int64_t keys[2])
{
	struct csi_pdf_ref refs[2];

	if (!revise_start(revise) ||
	    !OK(csi_pdf_update_keep_promises(revise->update, NULL) == CSEAL_OK))
		return false;
	for (int i = 0; i < 2; i++) {
		refs[i] = csi_pdf_update_new_ref(revise->update);
		csi_bytes_add_text(
		    csi_pdf_update_open(revise->update, refs[i]), "<<>>");
		csi_pdf_update_close(revise->update);
	}
	if (!OK(csi_pdf_structure_add(revise->update, CSI_PDF_ROLE_FORM,
		    refs[0], page, NULL, &keys[0], NULL) == CSEAL_OK) ||
	    !OK(csi_pdf_structure_add(revise->update, CSI_PDF_ROLE_ANNOTATION,
		    refs[1], page, "Who", &keys[1], NULL) == CSEAL_OK))
		return false;
	csi_pdf_structure_finish(revise->update);
	return revise_end(revise);
}

static const struct csi_pdf_value *
find(const struct revise *revise, uint32_t number, const char *key)
{
	return revise_get(revise, revise_load(revise, number), key);
}

static size_t
count_of(const struct csi_pdf_value *value)
{
	return value->type == CSI_PDF_ARRAY ? value->as.array.count : 0;
}

static bool
names(const struct csi_pdf_value *array, size_t i, uint32_t number)
{
	return i < count_of(array) &&
	       array->as.array.items[i].type == CSI_PDF_REFERENCE &&
	       array->as.array.items[i].as.ref.number == number;
}

static void
elements_go_into_the_document(void)
{
	static const char *const objects[] = {
		"<< /Type /StructTreeRoot /K 11 0 R /ParentTree 12 0 R "
		"/ParentTreeNextKey 5 >>",
		"<< /S /Document /P 10 0 R /K 13 0 R /Lang (en) >>",
		"<< /Nums [ 0 [ 13 0 R ] ] >>", "<< /S /P /P 11 0 R /K 0 >>"
	};
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *kids, *nums, *element, *root;
	int64_t keys[2], next = 0;

	build_tagged(&revise, TAGGED, objects, 4);
	if (add_two(&revise, keys)) {
		OK(keys[0] == 5 && keys[1] == 6);
		root = revise_load(&revise, 10);
		OK(csi_pdf_as_integer(
		       csi_pdf_find(root, "ParentTreeNextKey"), 0, 99, &next) &&
		    next == 7);
		OK(csi_pdf_find(root, "K")->as.ref.number == 11);
		kids = find(&revise, 11, "K");
		OK(count_of(kids) == 3 && names(kids, 0, 13));
		OK(csi_span_is(find(&revise, 11, "Lang")->source, "(en)"));
		nums = find(&revise, 12, "Nums");
		OK(count_of(nums) == 6 && names(nums, 3, 16) &&
		    names(nums, 5, 17));
		element = revise_load(&revise, 16);
		OK(csi_pdf_is_name(csi_pdf_find(element, "S"), "Form"));
		OK(csi_pdf_find(element, "P")->as.ref.number == 11);
		OK(csi_pdf_find(element, "Alt") == NULL);
		OK(csi_span_is(csi_pdf_find(element, "K")->source,
		    "<</Type /OBJR /Pg 3 0 R /Obj 14 0 R>>"));
		/* The language of the document is not said. */
		OK(csi_span_is(csi_pdf_find(element, "Lang")->source, "(und)"));
		element = revise_load(&revise, 17);
		OK(csi_pdf_is_name(csi_pdf_find(element, "S"), "Annot"));
		OK(csi_span_is(csi_pdf_find(element, "Alt")->source, "(Who)"));
	}
	revise_free(&revise);
}

static void
other_shapes_are_added_to(void)
{
	static const struct {
		const char *what, *catalog, *objects[5];
		int64_t key;
		uint32_t parent;
		size_t kids;
	} files[] = {
		{ "nothing but the root", TAGGED "/Lang (zh)",
		    { "<< /Type /StructTreeRoot >>" }, 0, 10, 2 },
		{ "two elements at the top", TAGGED,
		    { "<< /K [ 11 0 R 12 0 R ] /ParentTree << /Nums [ 3 11 0 R "
		      "] >> /ParentTreeNextKey 2 >>",
			"<< /S /Document /P 10 0 R >>",
			"<< /S /Document /P 10 0 R >>" },
		    4, 10, 4 },
		{ "an array of the one document", TAGGED,
		    { "<< /K 12 0 R /ParentTreeNextKey 7 >>",
			"<< /S /Document /P 10 0 R >>", "[ 11 0 R ]" },
		    7, 11, 2 },
		{ "kids in an array of their own", TAGGED,
		    { "<< /K 11 0 R /ParentTreeNextKey 1 >>",
			"<< /S /Document /P 10 0 R /K 12 0 R >>",
			"[ 13 0 R 13 0 R ]", "<< /S /P /P 11 0 R >>" },
		    1, 11, 4 },
		{ "content that is no element", TAGGED,
		    { "<< /K 11 0 R >>",
			"<< /S /Document /P 10 0 R /Pg 3 0 R /K 4 >>" },
		    0, 11, 3 },
		{ "leaves two levels down", TAGGED,
		    { "<< /K 11 0 R /ParentTree 12 0 R >>",
			"<< /S /Document /P 10 0 R >>",
			"<< /Kids [ 13 0 R ] >>",
			"<< /Limits [ 0 20 ] /Kids [ 14 0 R ] >>",
			"<< /Limits [ 0 20 ] /Nums [ 0 11 0 R 20 11 0 R ] >>" },
		    21, 11, 2 },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct revise revise = { .reader = NULL };
		int64_t keys[2] = { -1, -1 };

		printf("# %s\n", files[i].what);
		build_tagged(&revise, files[i].catalog, files[i].objects, 5);
		if (add_two(&revise, keys)) {
			OK(keys[0] == files[i].key &&
			    keys[1] == files[i].key + 1);
			OK(count_of(find(&revise, files[i].parent, "K")) ==
			    files[i].kids);
			OK(find(&revise, 10, "ParentTree")->type ==
			    CSI_PDF_DICT);
		}
		revise_free(&revise);
	}
}

static void
a_new_leaf_is_put_beside_the_others(void)
{
	static const char *const objects[] = { "<< /ParentTree 11 0 R >>",
		"<< /Kids [ 12 0 R ] >>",
		"<< /Limits [ 0 4 ] /Nums [ 0 null 4 null ] >>" };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *kids, *leaf = NULL;
	int64_t keys[2];

	build_tagged(&revise, TAGGED, objects, 3);
	if (add_two(&revise, keys)) {
		OK(keys[0] == 5);
		kids = find(&revise, 11, "Kids");
		if (OK(count_of(kids) == 2 && names(kids, 0, 12)))
			leaf = revise_load(
			    &revise, kids->as.array.items[1].as.ref.number);
		OK(leaf != NULL &&
		    csi_span_is(csi_pdf_find(leaf, "Limits")->source, "[5 6]"));
		OK(leaf != NULL && count_of(csi_pdf_find(leaf, "Nums")) == 4);
	}
	revise_free(&revise);
}

static void
hostile_structures_are_left_alone(void)
{
	static const struct {
		const char *what, *catalog, *objects[3];
	} files[] = {
		{ "no structure", "/MarkInfo << /Marked true >>", { NULL } },
		{ "a structure in the catalogue",
		    "/MarkInfo << /Marked true >> /StructTreeRoot << /K [] >>",
		    { NULL } },
		{ "a root that is none", TAGGED, { "[ 1 ]" } },
		{ "a parent tree that is a loop", TAGGED,
		    { "<< /ParentTree 11 0 R >>", "<< /Kids [ 11 0 R ] >>" } },
		{ "a parent tree that is the root", TAGGED,
		    { "<< /ParentTree 10 0 R >>" } },
		{ "a parent tree that is a number", TAGGED,
		    { "<< /ParentTree 4 >>" } },
		{ "keys that are names", TAGGED,
		    { "<< /ParentTree << /Nums [ /A 1 ] >> >>" } },
		{ "keys that have an end", TAGGED,
		    { "<< /ParentTree << /Nums [ 2147483647 null ] >> >>" } },
		{ "a leaf that is none", TAGGED,
		    { "<< /ParentTree << /Kids [ 5 ] >> >>" } },
		{ "an element that is a stream", TAGGED, { "<< /K 4 0 R >>" } },
		{ "a document that is the parent tree", TAGGED,
		    { "<< /K 11 0 R /ParentTree 11 0 R >>",
			"<< /S /Document >>" } },
		{ "a root that leads nowhere", TAGGED, { "10 0 R" } },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct revise revise = { .reader = NULL };
		int64_t keys[2] = { 0, 0 };

		printf("# %s\n", files[i].what);
		build_tagged(&revise, files[i].catalog, files[i].objects, 3);
		if (add_two(&revise, keys)) {
			OK(keys[0] < 0 && keys[1] < 0);
			OK(!csi_pdf_structure_is_used(revise.update));
		}
		revise_free(&revise);
	}
}

static void
a_structure_100000_deep_is_no_trouble(void)
{
	struct revise revise = { .reader = NULL };
	int64_t keys[2] = { 0, 0 };
	char text[80];

	packet = "<x pdfuaid:part='1'/>";
	build_tagged(&revise, TAGGED, NULL, 0);
	build_object(&revise.build, 10, "<< /K 11 0 R /ParentTree 11 0 R >>");
	for (uint32_t i = 11; i < 100011; i++) {
		snprintf(text, sizeof(text),
		    "<< /S /Sect /K [ %u 0 R ] /Kids [ %u 0 R ] >>", i + 1,
		    i + 1);
		build_object(&revise.build, i, text);
	}
	build_table(&revise.build, "/Root 1 0 R");
	if (add_two(&revise, keys))
		OK(keys[0] < 0);
	revise_free(&revise);
}

static void
what_promises_nothing_is_added_to_before_it_is_signed_only(void)
{
	static const char *const objects[] = { "<< /K [] >>",
		"<< /FT /Sig /T (S) /V << /Type /Sig >> >>" };
	const char *before = packet;
	struct revise revise = { .reader = NULL }, again = { .reader = NULL };
	int64_t keys[2] = { -1, -1 };

	packet = "";
	build_tagged(&revise, TAGGED "/AcroForm << /Fields [] >>", objects, 2);
	if (add_two(&revise, keys))
		OK(keys[0] == 0);
	revise_free(&revise);
	build_tagged(
	    &again, TAGGED "/AcroForm << /Fields [ 11 0 R ] >>", objects, 2);
	if (add_two(&again, keys))
		OK(keys[0] < 0);
	revise_free(&again);
	packet = before;
}

int
main(void)
{
	RUN(elements_go_into_the_document);
	RUN(other_shapes_are_added_to);
	RUN(a_new_leaf_is_put_beside_the_others);
	RUN(hostile_structures_are_left_alone);
	RUN(a_structure_100000_deep_is_no_trouble);
	RUN(what_promises_nothing_is_added_to_before_it_is_signed_only);
	return tap_done();
}
