/* SPDX-License-Identifier: Apache-2.0 */
/* test-attachment.c -- proves lib/document/attachment.c, lib/pdf/attach.c and
 * lib/pdf/attached.c: files inside a document. */
#include "document/document.h"
#include "pdf/build.h"
#include "tap.h"

#include <counterseal/attachment.h>

/* One page, what the catalog has beside it, and objects from number 5 on. */
static cseal_document *
document_with(const char *catalog, const char *const *objects, size_t count)
{
	cseal_document *document = NULL;
	struct build build = { .count = 0 };
	struct csi_bytes text = { 0 };
	char *root;

	build_small(&build);
	for (size_t i = 0; i < count; i++)
		build_object(&build, 5 + (uint32_t)i, objects[i]);
	build_table(&build, "/Root 1 0 R");
	csi_bytes_print(&text, "<< /Type /Catalog /Pages 2 0 R %s >>", catalog);
	root = csi_bytes_take_text(&text);
	build_object(&build, 1, root);
	free(root);
	build_table(&build, "/Root 1 0 R");
	if (cseal_document_open_mem(
		build.pdf.at, build.pdf.len, &document, NULL) != CSEAL_OK)
		exit(99);
	build_free(&build);
	return document;
}

static cseal_status
attach_all(
    cseal_document *document, const struct cseal_attachment *all, size_t count)
{
	const struct cseal_attachment *list[80];
	cseal_error *error = NULL;
	cseal_status st;

	for (size_t i = 0; i < count; i++)
		list[i] = &all[i];
	st = cseal_document_attach(document, list, count, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_status
attach_one(cseal_document *document, const char *name)
{
	struct cseal_attachment one = cseal_attachment_of(name, "ink", 3);

	return attach_all(document, &one, 1);
}

static cseal_attachments *
listed(cseal_document *document, size_t count)
{
	cseal_attachments *list = NULL;

	OK(cseal_document_attachments(document, &list, NULL) == CSEAL_OK);
	OKF(list != NULL && cseal_attachments_count(list) == count,
	    "%zu files are listed", count);
	if (list == NULL)
		exit(99);
	return list;
}

static cseal_status
list_status(cseal_document *document)
{
	cseal_attachments *list = NULL;
	cseal_error *error = NULL;
	cseal_status st = cseal_document_attachments(document, &list, &error);

	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	cseal_attachments_free(list);
	return st;
}

static bool
is(const char *text, const char *wanted)
{
	return text != NULL && strcmp(text, wanted) == 0;
}

static bool
has_data(cseal_attachments *list, size_t i, const void *data, size_t len)
{
	const void *found;
	size_t found_len;

	return cseal_attachments_data(list, i, &found, &found_len, NULL) ==
		   CSEAL_OK &&
	       found_len == len && (len == 0 || memcmp(found, data, len) == 0);
}

static bool
is_same(const cseal_document *document, const struct csi_bytes *copy)
{
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	return len == copy->len && memcmp(bytes, copy->at, copy->len) == 0;
}

static struct csi_bytes
copy_of(const cseal_document *document)
{
	struct csi_bytes copy = { 0 };
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	csi_bytes_add(&copy, bytes, (size_t)len);
	return copy;
}

static bool
has(const cseal_document *document, const char *text)
{
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	return memmem(bytes, (size_t)len, text, strlen(text)) != NULL;
}

/* ---- what was attached is there -------------------------------------------- */

static void
what_was_attached_is_listed_as_it_was_given(void)
{
	static const char name[] = "\xe7\xad\xbe\xe5\x90\x8d \xf0\x9f\x96\x8a"
				   ".cms";
	cseal_document *document = document_with("", NULL, 0);
	struct cseal_attachment all[3] = {
		cseal_attachment_of(name, "\0\1\2", 3),
		cseal_attachment_of("empty.txt", NULL, 0),
		cseal_attachment_of("(order).xml", "<a/>", 4),
	};
	cseal_attachments *list;

	all[0].description = "Ink, sealed (for the notary)";
	all[0].type = "application/pkcs7-mime";
	all[0].relation = CSEAL_RELATION_SUPPLEMENT;
	all[2].relation = CSEAL_RELATION_SOURCE;
	all[2].time = 1764000000;
	list = listed(document, 0);
	cseal_attachments_free(list);
	OK(attach_all(document, all, 3) == CSEAL_OK);
	list = listed(document, 3);
	/* In the order of their names as strings of PDF. */
	OK(is(cseal_attachments_name(list, 0), "(order).xml"));
	OK(is(cseal_attachments_type(list, 0), "application/octet-stream"));
	OK(cseal_attachments_description(list, 0) == NULL);
	OK(cseal_attachments_relation(list, 0) == CSEAL_RELATION_SOURCE);
	OK(has_data(list, 0, "<a/>", 4));
	OK(is(cseal_attachments_name(list, 1), "empty.txt"));
	OK(cseal_attachments_relation(list, 1) == CSEAL_RELATION_UNSPECIFIED);
	OK(has_data(list, 1, "", 0));
	OK(is(cseal_attachments_name(list, 2), name));
	OK(is(cseal_attachments_description(list, 2), all[0].description));
	OK(is(cseal_attachments_type(list, 2), "application/pkcs7-mime"));
	OK(cseal_attachments_relation(list, 2) == CSEAL_RELATION_SUPPLEMENT);
	OK(has_data(list, 2, "\0\1\2", 3));
	OK(cseal_attachments_name(list, 3) == NULL);
	OK(cseal_attachments_description(list, 3) == NULL);
	OK(cseal_attachments_type(list, 3) == NULL);
	OK(cseal_attachments_relation(list, 3) == CSEAL_RELATION_UNSPECIFIED);
	OK(has(document, "/ModDate (D:20251124160000Z)"));
	OK(has(document, "/AF ["));
	cseal_attachments_free(list);
	cseal_document_free(document);
}

static void
a_file_of_a_size_that_compresses_is_the_same_again(void)
{
	cseal_document *document = document_with("", NULL, 0);
	struct csi_bytes data = { 0 };
	struct cseal_attachment one;
	cseal_attachments *list;

	for (unsigned i = 0; i < 300000; i++)
		csi_bytes_add_be32(&data, i * 2654435761u >> (i % 23));
	one = cseal_attachment_of("a", data.at, data.len);
	OK(attach_all(document, &one, 1) == CSEAL_OK);
	list = listed(document, 1);
	OK(has_data(list, 0, data.at, data.len));
	cseal_attachments_free(list);
	csi_bytes_free(&data);
	cseal_document_free(document);
}

/* A tree with kids, of which one file is described where it stands. */
static const char *const tree[] = {
	"<< /Kids [6 0 R 7 0 R] >>",
	"<< /Limits [(a) (c)] /Names [(a) 8 0 R (c) << /F (c) /Desc (old) "
	"/EF << /F 9 0 R >> >>] >>",
	"<< /Limits [(x) (x)] /Names [(x) (elsewhere.txt)] >>",
	"<< /Type /Filespec /F (a.txt) /UF <FEFF00E4002E007400780074> "
	"/AFRelationship /Schema /EF << /F 9 0 R >> >>",
	"<< /Type /EmbeddedFile /Subtype /text#2Fplain /Length 3 >>\nstream\n"
	"old\nendstream",
	"<< /EmbeddedFiles 5 0 R /JavaScript << /Names [] >> >>",
};
#define TREE tree, sizeof(tree) / sizeof(tree[0])

static void
what_was_there_stays_there(void)
{
	cseal_document *document =
	    document_with("/Names 10 0 R /AF [8 0 R]", TREE);
	cseal_attachments *list;
	const void *data;
	size_t len;

	list = listed(document, 3);
	OK(is(cseal_attachments_name(list, 0), "\xc3\xa4.txt"));
	OK(is(cseal_attachments_type(list, 0), "text/plain"));
	OK(cseal_attachments_relation(list, 0) == CSEAL_RELATION_UNSPECIFIED);
	OK(is(cseal_attachments_description(list, 1), "old"));
	cseal_attachments_free(list);
	OK(attach_one(document, "b") == CSEAL_OK);
	OK(attach_one(document, "z") == CSEAL_OK);
	list = listed(document, 5);
	OK(is(cseal_attachments_name(list, 0), "\xc3\xa4.txt"));
	OK(is(cseal_attachments_name(list, 1), "b"));
	OK(is(cseal_attachments_name(list, 2), "c"));
	OK(is(cseal_attachments_name(list, 3), "elsewhere.txt"));
	OK(is(cseal_attachments_name(list, 4), "z"));
	OK(has_data(list, 0, "old", 3));
	OK(has_data(list, 1, "ink", 3));
	OK(has_data(list, 2, "old", 3));
	OK(cseal_attachments_data(list, 3, &data, &len, NULL) ==
	    CSEAL_REFUSED_UNSUPPORTED);
	OK(has_data(list, 4, "ink", 3));
	OK(cseal_attachments_data(list, 5, &data, &len, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(has(document, "/AF [8 0 R\n"));
	OK(has(document, "10 0 obj\n<<\n/JavaScript << /Names [] >>"));
	cseal_attachments_free(list);
	cseal_document_free(document);
}

static void
a_list_is_of_its_time(void)
{
	cseal_document *document = document_with("", NULL, 0);
	cseal_attachments *list;
	const void *data;
	size_t len;

	OK(attach_one(document, "b") == CSEAL_OK);
	list = listed(document, 1);
	OK(attach_one(document, "a") == CSEAL_OK);
	OK(is(cseal_attachments_name(list, 0), "b"));
	OK(cseal_attachments_data(list, 0, &data, &len, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_attachments_free(list);
	cseal_document_free(document);
}

/* ---- what is refused ----------------------------------------------------------- */

static void
no_two_files_have_one_name(void)
{
	cseal_document *document =
	    document_with("/Names << /EmbeddedFiles 5 0 R >>", TREE);
	struct csi_bytes copy = copy_of(document);
	struct cseal_attachment twice[2] = {
		cseal_attachment_of("n", "1", 1),
		cseal_attachment_of("n", "2", 1),
	};

	OK(attach_one(document, "a") == CSEAL_REFUSED_INPUT);
	OK(attach_one(document, "\xc3\xa4.txt") == CSEAL_REFUSED_INPUT);
	OK(attach_one(document, "elsewhere.txt") == CSEAL_REFUSED_INPUT);
	OK(attach_all(document, twice, 2) == CSEAL_REFUSED_INPUT);
	OK(is_same(document, &copy));
	OK(attach_one(document, "\xc3\xb6.txt") == CSEAL_OK);
	OK(attach_one(document, "\xc3\xb6.txt") == CSEAL_REFUSED_INPUT);
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

static void
an_attachment_must_be_one(void)
{
	static const char *const names[] = { NULL, "", "a/b", "a\\b", "a\nb",
		"\x7f", "\xff", "\xc0\xaf" };
	static const char *const types[] = { "", "text", "/a", "a/", "a/b/c",
		"a/b c", "text/pl\xc3\xa4in" };
	cseal_document *document = document_with("", NULL, 0);
	struct csi_bytes copy = copy_of(document);
	struct cseal_attachment one = cseal_attachment_of("a", "ink", 3);
	struct cseal_attachment many[65];
	const struct cseal_attachment *none = NULL;
	char long_name[257];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		OKF(attach_one(document, names[i]) == CSEAL_REFUSED_INPUT,
		    "name %zu", i);
	memset(long_name, 'n', 256);
	long_name[256] = '\0';
	OK(attach_one(document, long_name) == CSEAL_REFUSED_INPUT);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		one.type = types[i];
		OKF(attach_all(document, &one, 1) == CSEAL_REFUSED_INPUT,
		    "type \"%s\"", types[i]);
	}
	one.type = NULL;
	one.description = "two\nlines";
	OK(attach_all(document, &one, 1) == CSEAL_REFUSED_INPUT);
	one.description = NULL;
	one.relation = (cseal_relation)5;
	OK(attach_all(document, &one, 1) == CSEAL_FAULT_APPLICATION);
	one.relation = CSEAL_RELATION_DATA;
	one.data = NULL;
	OK(attach_all(document, &one, 1) == CSEAL_FAULT_APPLICATION);
	one.data = "ink";
	one.len = ((size_t)256 << 20) + 1;
	OK(attach_all(document, &one, 1) == CSEAL_REFUSED_LIMIT);
	one.len = 3;
	one.size = 8;
	OK(attach_all(document, &one, 1) == CSEAL_FAULT_APPLICATION);
	for (size_t i = 0; i < 65; i++)
		many[i] = cseal_attachment_of("a", "", 0);
	OK(attach_all(document, many, 65) == CSEAL_FAULT_APPLICATION);
	OK(attach_all(document, many, 0) == CSEAL_FAULT_APPLICATION);
	OK(cseal_document_attach(document, NULL, 1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_document_attach(document, &none, 1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_document_attach(NULL, &none, 1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(is_same(document, &copy));
	long_name[255] = '\0';
	OK(attach_one(document, long_name) == CSEAL_OK);
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

static void
a_signed_document_gets_no_files(void)
{
	cseal_document *document = document_with(
	    "/AcroForm << /Fields [ << /T (a) /FT /Sig /V << /Type /Sig >> "
	    ">> ] >>",
	    NULL, 0);

	OK(attach_one(document, "a") == CSEAL_REFUSED_FORBIDDEN);
	OK(list_status(document) == CSEAL_OK);
	cseal_document_free(document);
}

/* ---- PDF/A ---------------------------------------------------------------------- */

static cseal_document *
archive_of(const char *promise)
{
	const char *object;
	struct csi_bytes text = { 0 };
	cseal_document *document;
	char *made;

	csi_bytes_print(&text,
	    "<< /Type /Metadata /Subtype /XML /Length %zu >>\nstream\n%s\n"
	    "endstream",
	    strlen(promise), promise);
	object = made = csi_bytes_take_text(&text);
	document = document_with("/Metadata 5 0 R", &object, 1);
	free(made);
	return document;
}

static void
each_part_of_pdf_a_takes_its_files(void)
{
	static const struct {
		const char *promise;
		cseal_status any, archived;
	} cases[] = {
		{ "<x pdfaid:part='1' pdfaid:conformance='B'/>",
		    CSEAL_REFUSED_FORBIDDEN, CSEAL_REFUSED_FORBIDDEN },
		{ "<x pdfaid:part='2' pdfaid:conformance='U'/>",
		    CSEAL_REFUSED_FORBIDDEN, CSEAL_OK },
		{ "<x pdfaid:part='3' pdfaid:conformance='B'/>", CSEAL_OK,
		    CSEAL_OK },
		{ "<x pdfaid:part='4' pdfaid:rev='2020'/>",
		    CSEAL_REFUSED_FORBIDDEN, CSEAL_OK },
		{ "<x pdfaid:part='4' pdfaid:conformance='F'/>", CSEAL_OK,
		    CSEAL_OK },
		{ "<x/>", CSEAL_OK, CSEAL_OK },
	};
	cseal_document *inner = archive_of(cases[0].promise);
	cseal_document *third = archive_of(cases[2].promise);
	struct cseal_attachment one, other;
	uint64_t len;
	const void *bytes = cseal_document_bytes(inner, &len);

	one = cseal_attachment_of("inner.pdf", bytes, (size_t)len);
	bytes = cseal_document_bytes(third, &len);
	other = cseal_attachment_of("third.pdf", bytes, (size_t)len);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cseal_document *document = archive_of(cases[i].promise);

		OKF(attach_one(document, "a.txt") == cases[i].any, "%s: text",
		    cases[i].promise);
		OKF(attach_all(document, &other, 1) == cases[i].any,
		    "%s: PDF/A-3", cases[i].promise);
		OKF(attach_all(document, &one, 1) == cases[i].archived,
		    "%s: PDF/A-1", cases[i].promise);
		cseal_document_free(document);
	}
	cseal_document_free(inner);
	cseal_document_free(third);
}

/* ---- hostile trees ------------------------------------------------------------------ */

static cseal_status
status_of(const char *root)
{
	cseal_document *document =
	    document_with("/Names << /EmbeddedFiles 5 0 R >>", &root, 1);
	cseal_status st = list_status(document);

	if (st == CSEAL_OK)
		st = attach_one(document, "n");
	else if (attach_one(document, "n") != st)
		st = CSEAL_FAULT_INTERNAL;
	cseal_document_free(document);
	return st;
}

static void
a_tree_that_loops_or_is_too_large_is_refused(void)
{
	struct csi_bytes text = { 0 };
	char *made;

	OK(status_of("<< /Kids [5 0 R] >>") == CSEAL_REFUSED_LIMIT);
	OK(status_of("<< /Kids [5 0 R 5 0 R 5 0 R] >>") == CSEAL_REFUSED_LIMIT);
	csi_bytes_add_text(&text, "<< /Names [");
	for (unsigned i = 0; i < 4097; i++)
		csi_bytes_print(&text, "(%04u) 0 ", i);
	csi_bytes_add_text(&text, "] >>");
	made = csi_bytes_take_text(&text);
	OK(status_of(made) == CSEAL_REFUSED_LIMIT);
	free(made);
	csi_bytes_add_text(&text, "<< /Kids [");
	for (unsigned i = 0; i < 16400; i++)
		csi_bytes_add_text(&text, "<<>>");
	csi_bytes_add_text(&text, "] >>");
	made = csi_bytes_take_text(&text);
	OK(status_of(made) == CSEAL_REFUSED_LIMIT);
	free(made);
}

static void
what_is_no_entry_is_passed_over(void)
{
	static const char *const roots[] = { "null", "[]", "(a)", "<<>>",
		"<< /Names 5 >>", "<< /Names [(a)] >>",
		"<< /Names [/a 1 (b)] >>", "<< /Kids 7 >>",
		"<< /Kids [1 null (a) [] 99 0 R] >>" };

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		OKF(status_of(roots[i]) == CSEAL_OK, "%s", roots[i]);
}

static void
what_a_file_says_of_itself_may_be_anything(void)
{
	static const char *const objects[] = {
		"<< /Names [(a) null (b) 7 (c) << /F 7 /EF 8 >> (d) "
		"<< /UF (../\\n\\001[1m) /Desc (a\\nb) /EF << /F 6 0 R >> >> "
		"() << /EF << /UF 7 0 R /F 6 0 R >> >>] >>",
		"<< /Filter /Crypt2 /Length 1 >>\nstream\nx\nendstream",
		"<< /Filter /FlateDecode /Length 9 /Params << /Size 9 >> >>\n"
		"stream\nxxxxxxxxx\nendstream",
	};
	cseal_document *document =
	    document_with("/Names << /EmbeddedFiles 5 0 R >>", objects, 3);
	cseal_attachments *list = listed(document, 5);
	const void *data;
	size_t len;

	for (size_t i = 0; i < 3; i++)
		OKF(cseal_attachments_data(list, i, &data, &len, NULL) ==
			CSEAL_REFUSED_UNSUPPORTED,
		    "file %zu is not there", i);
	OK(is(cseal_attachments_name(list, 3), "../  [1m"));
	OK(is(cseal_attachments_description(list, 3), "a b"));
	OK(cseal_attachments_data(list, 3, &data, &len, NULL) ==
	    CSEAL_REFUSED_UNSUPPORTED);
	OK(cseal_attachments_name(list, 4) == NULL);
	OK(cseal_attachments_data(list, 4, &data, &len, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	cseal_attachments_free(list);
	cseal_document_free(document);
}

static void
nothing_is_listed_of_nothing(void)
{
	cseal_attachments *list;
	cseal_document *document = document_with("", NULL, 0);

	OK(cseal_document_attachments(NULL, &list, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_document_attachments(document, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_attachments_free(NULL);
	cseal_document_free(document);
}

int
main(void)
{
	RUN(what_was_attached_is_listed_as_it_was_given);
	RUN(a_file_of_a_size_that_compresses_is_the_same_again);
	RUN(what_was_there_stays_there);
	RUN(a_list_is_of_its_time);
	RUN(no_two_files_have_one_name);
	RUN(an_attachment_must_be_one);
	RUN(a_signed_document_gets_no_files);
	RUN(each_part_of_pdf_a_takes_its_files);
	RUN(a_tree_that_loops_or_is_too_large_is_refused);
	RUN(what_is_no_entry_is_passed_over);
	RUN(what_a_file_says_of_itself_may_be_anything);
	RUN(nothing_is_listed_of_nothing);
	return tap_done();
}
