/* SPDX-License-Identifier: Apache-2.0 */
/* test-page.c -- proves lib/pdf/page.c and attribute.c: the page tree. */
#include "build.h"
#include "tap.h"

#include <time.h>

static cseal_status page_status;

static struct csi_pdf_page
page_of(csi_pdf_reader *reader, uint32_t index)
{
	struct csi_pdf_page page = { .rotate = -1 };
	cseal_error *error = NULL;

	page_status = csi_pdf_page(reader, index, &page, &error);
	if (page_status != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return page;
}

static uint32_t
count_of(csi_pdf_reader *reader)
{
	uint32_t count = UINT32_MAX;
	cseal_error *error = NULL;

	page_status = csi_pdf_page_count(reader, &count, &error);
	if (page_status != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return count;
}

/* Numbers and values, ended by NULL; object 1 is the catalog, 2 the root. */
static csi_pdf_reader *
open_objects(
    struct build *build, const char *const *objects, enum csi_pdf_policy policy)
{
	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	for (uint32_t i = 0; objects[i] != NULL; i++)
		build_object(build, i + 2, objects[i]);
	build_table(build, "/Root 1 0 R");
	return build_open(build, policy);
}

static bool
box_is(const struct csi_pdf_box *box, double left, double bottom, double right,
    double top)
{
	return box->left == left && box->bottom == bottom &&
	       box->right == right && box->top == top;
}

static const char *const tree[] = {
	/* 2 */ "<< /Type /Pages /Kids [3 0 R 6 0 R 7 0 R] /Count 4 "
		"/MediaBox [0 0 595 842] /Rotate 90 "
		"/Resources << /Root true >> >>",
	/* 3 */
	"<< /Type /Pages /Parent 2 0 R /Kids [4 0 R 5 0 R] /Count 2 "
	"/CropBox [10 10 1000 200] /Resources 9 0 R >>",
	/* 4 */ "<< /Type /Page /Parent 3 0 R >>",
	/* 5 */
	"<< /Type /Page /Parent 3 0 R /MediaBox [100 200 0 0] "
	"/Rotate -90 /Resources << /Own true >> /UserUnit 2.5 >>",
	/* 6 */ "<< /Type /Page /Parent 2 0 R /Rotate 450 >>",
	/* 7 */ "<< /Type /Pages /Parent 2 0 R /Kids [8 0 R] /Count 1 >>",
	/* 8 */ "<< /Type /Page /Parent 7 0 R /MediaBox 10 0 R >>",
	/* 9 */ "<< /Middle true >>",
	/* 10 */ "[11 0 R 0 612 792]",
	/* 11 */ "12", NULL
};

static void
pages_are_found_with_what_they_inherit(void)
{
	for (int policy = 0; policy < 2; policy++) {
		struct build build = { 0 };
		csi_pdf_reader *reader = open_objects(&build, tree, policy);
		struct csi_pdf_page page;

		OK(reader != NULL);
		if (reader == NULL)
			return;
		OK(count_of(reader) == 4);

		page = page_of(reader, 0);
		OK(page.ref.number == 4 && page.rotate == 90);
		OK(box_is(&page.media, 0, 0, 595, 842));
		OK(box_is(&page.crop, 10, 10, 595, 200));
		OK(page.user_unit == 1);
		OK(csi_pdf_find(page.resources, "Middle") != NULL);
		OK(page.resources_ref.number == 9 && page.resources_inherited);

		page = page_of(reader, 1);
		OK(page.ref.number == 5 && page.rotate == 270);
		OK(box_is(&page.media, 0, 0, 100, 200));
		OK(box_is(&page.crop, 10, 10, 100, 200));
		OK(page.user_unit == 2.5);
		OK(csi_pdf_find(page.resources, "Own") != NULL);
		OK(page.resources_ref.number == 0 && !page.resources_inherited);

		page = page_of(reader, 2);
		OK(page.ref.number == 6 && page.rotate == 90);
		OK(box_is(&page.crop, 0, 0, 595, 842));
		OK(csi_pdf_find(page.resources, "Root") != NULL);
		OK(page.resources_inherited);

		page = page_of(reader, 3);
		OK(page.ref.number == 8);
		OK(box_is(&page.media, 12, 0, 612, 792));

		page_of(reader, 4);
		OK(page_status == CSEAL_REFUSED_PLACE);
		page_of(reader, UINT32_MAX);
		OK(page_status == CSEAL_REFUSED_PLACE);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

/* One page with the given entries. */
static struct csi_pdf_page
single(const char *entries, enum csi_pdf_policy policy)
{
	struct build build = { 0 };
	struct csi_pdf_page page = { 0 };
	csi_pdf_reader *reader;
	struct csi_bytes leaf = { 0 };
	const char *objects[3] = { "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		NULL, NULL };

	csi_bytes_print(&leaf, "<< /Type /Page /Parent 2 0 R %s >>", entries);
	csi_bytes_add_u8(&leaf, 0);
	objects[1] = (const char *)leaf.at;
	reader = open_objects(&build, objects, policy);
	if (reader != NULL)
		page = page_of(reader, 0);
	/* What points into the file goes with it. */
	page.dict = page.resources = NULL;
	csi_pdf_reader_free(reader);
	csi_bytes_free(&leaf);
	build_free(&build);
	return page;
}

static void
angles_are_any_multiple_of_90(void)
{
	static const struct {
		int written, shown;
	} angles[] = { { 0, 0 }, { 90, 90 }, { 180, 180 }, { 270, 270 },
		{ 360, 0 }, { 450, 90 }, { -90, 270 }, { -180, 180 },
		{ -270, 90 }, { -360, 0 }, { -450, 270 }, { 36000090, 90 } };
	char entries[80];

	for (size_t i = 0; i < sizeof(angles) / sizeof(angles[0]); i++) {
		snprintf(entries, sizeof(entries),
		    "/MediaBox [0 0 9 9] /Rotate %d", angles[i].written);
		OKF(single(entries, CSI_PDF_STRICT).rotate == angles[i].shown,
		    "%d", angles[i].written);
	}
	OK(single("/MediaBox [0 0 9 9] /Rotate 90.0", CSI_PDF_STRICT).rotate ==
	    90);
	single("/MediaBox [0 0 9 9] /Rotate 45", CSI_PDF_STRICT);
	OK(page_status == CSEAL_REFUSED_DAMAGED);
	OK(single("/MediaBox [0 0 9 9] /Rotate 45", CSI_PDF_LENIENT).rotate ==
	    0);
	single("/MediaBox [0 0 9 9] /Rotate /Left", CSI_PDF_STRICT);
	OK(page_status == CSEAL_REFUSED_DAMAGED);
	single("/MediaBox [0 0 9 9] /Rotate 99999999999999", CSI_PDF_STRICT);
	OK(page_status == CSEAL_REFUSED_DAMAGED);
}

static void
boxes_that_make_no_sense_are_letter_when_lenient(void)
{
	static const char *const bad[] = { "", "/MediaBox null",
		"/MediaBox [0 0 0 0]", "/MediaBox [0 0 9]",
		"/MediaBox [0 0 9 /A]", "/MediaBox 5",
		"/MediaBox [0 0 99999999999 9]", "/MediaBox [5 5 5 9]",
		"/MediaBox 77 0 R" };
	struct csi_pdf_page page;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		page = single(bad[i], CSI_PDF_LENIENT);
		OKF(page_status == CSEAL_OK &&
			box_is(&page.media, 0, 0, 612, 792) &&
			box_is(&page.crop, 0, 0, 612, 792),
		    "lenient: %s", bad[i]);
		single(bad[i], CSI_PDF_STRICT);
		OKF(page_status == CSEAL_REFUSED_DAMAGED, "strict: %s", bad[i]);
	}
}

static void
the_crop_box_is_cut_to_the_media_box(void)
{
	struct csi_pdf_page page;

	page = single(
	    "/MediaBox [0 0 100 100] /CropBox [-50 -50 50 50]", CSI_PDF_STRICT);
	OK(box_is(&page.crop, 0, 0, 50, 50));
	page = single(
	    "/MediaBox [0 0 100 100] /CropBox [90 80 20 10]", CSI_PDF_STRICT);
	OK(box_is(&page.crop, 20, 10, 90, 80));
	page = single("/MediaBox [0 0 100 100] /CropBox [200 200 300 300]",
	    CSI_PDF_STRICT);
	OK(box_is(&page.crop, 0, 0, 100, 100));
	page = single(
	    "/MediaBox [0 0 100 100] /CropBox [1 1 1 1]", CSI_PDF_LENIENT);
	OK(box_is(&page.crop, 0, 0, 100, 100));
	page = single("/MediaBox [0 0 100 100] /CropBox (x)", CSI_PDF_LENIENT);
	OK(box_is(&page.crop, 0, 0, 100, 100));
	single("/MediaBox [0 0 100 100] /CropBox (x)", CSI_PDF_STRICT);
	OK(page_status == CSEAL_REFUSED_DAMAGED);
	page = single("/MediaBox [0.5 -.5 10.25 1e]", CSI_PDF_LENIENT);
	OK(box_is(&page.media, 0, 0, 612, 792));
	page = single("/MediaBox [0.5 -.5 10.25 1.]", CSI_PDF_STRICT);
	OK(box_is(&page.media, .5, -.5, 10.25, 1));
}

static void
user_units_are_positive(void)
{
	OK(single("/MediaBox [0 0 9 9] /UserUnit 3", CSI_PDF_STRICT)
		.user_unit == 3);
	OK(single("/MediaBox [0 0 9 9] /UserUnit -3", CSI_PDF_LENIENT)
		.user_unit == 1);
	single("/MediaBox [0 0 9 9] /UserUnit 0", CSI_PDF_STRICT);
	OK(page_status == CSEAL_REFUSED_DAMAGED);
	single("/MediaBox [0 0 9 9] /UserUnit 1000000000", CSI_PDF_STRICT);
	OK(page_status == CSEAL_REFUSED_DAMAGED);
}

static void
wrong_counts_are_refused_when_strict_and_counted_when_lenient(void)
{
	static const struct {
		const char *what;
		const char *objects[8];
		uint32_t count;
	} trees[] = {
		{ "root too low",
		    { "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R >>",
			"<< /Type /Page /Parent 2 0 R >>", NULL },
		    2 },
		{ "root too high",
		    { "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 3 >>",
			"<< /Type /Page /Parent 2 0 R >>",
			"<< /Type /Page /Parent 2 0 R >>", NULL },
		    2 },
		{ "root without",
		    { "<< /Type /Pages /Kids [3 0 R 4 0 R] >>",
			"<< /Type /Page /Parent 2 0 R >>",
			"<< /Type /Page /Parent 2 0 R >>", NULL },
		    2 },
		{ "root negative",
		    { "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count -2 >>",
			"<< /Type /Page /Parent 2 0 R >>",
			"<< /Type /Page /Parent 2 0 R >>", NULL },
		    2 },
		{ "kid without",
		    { "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
			"<< /Type /Pages /Parent 2 0 R /Kids [5 0 R] >>",
			"<< /Type /Page /Parent 2 0 R >>",
			"<< /Type /Page /Parent 3 0 R >>", NULL },
		    2 },
		{ "kid that is more than one",
		    { "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
			"<< /Type /Pages /Parent 2 0 R /Kids [5 0 R 6 0 R] "
			"/Count 2 >>",
			"<< /Type /Page /Parent 2 0 R >>",
			"<< /Type /Page /Parent 3 0 R >>",
			"<< /Type /Page /Parent 3 0 R >>", NULL },
		    3 },
		{ "kid that is null",
		    { "<< /Type /Pages /Kids [3 0 R 77 0 R] /Count 2 >>",
			"<< /Type /Page /Parent 2 0 R >>", NULL },
		    1 },
		{ "kid that is no reference",
		    { "<< /Type /Pages /Kids [3 0 R 5] /Count 2 >>",
			"<< /Type /Page /Parent 2 0 R >>", NULL },
		    1 },
		{ "kids that are none",
		    { "<< /Type /Pages /Kids 5 /Count 0 >>", NULL }, 0 },
	};

	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;

		reader =
		    open_objects(&build, trees[i].objects, CSI_PDF_LENIENT);
		OKF(reader != NULL && count_of(reader) == trees[i].count,
		    "lenient: %s", trees[i].what);
		if (reader != NULL && trees[i].count > 0) {
			page_of(reader, trees[i].count - 1);
			OKF(page_status == CSEAL_OK, "last: %s", trees[i].what);
		}
		if (reader != NULL) {
			page_of(reader, trees[i].count);
			OKF(page_status == CSEAL_REFUSED_PLACE, "past: %s",
			    trees[i].what);
		}
		csi_pdf_reader_free(reader);
		build_free(&build);
		reader = open_objects(&build, trees[i].objects, CSI_PDF_STRICT);
		if (reader != NULL)
			count_of(reader);
		OKF(reader != NULL && page_status == CSEAL_REFUSED_DAMAGED,
		    "strict: %s", trees[i].what);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
a_count_that_is_wrong_further_down_is_found_on_the_way(void)
{
	static const char *const objects[] = {
		/* 2 */ "<< /Type /Pages /Kids [3 0 R] /Count 2 "
			"/MediaBox [0 0 9 9] >>",
		/* 3 */
		"<< /Type /Pages /Parent 2 0 R /Kids [4 0 R] "
		"/Count 2 >>",
		/* 4 */
		"<< /Type /Pages /Parent 3 0 R /Kids [5 0 R] "
		"/Count 2 >>",
		/* 5 */ "<< /Type /Page /Parent 4 0 R >>", NULL
	};
	struct build build = { 0 };
	csi_pdf_reader *reader = open_objects(&build, objects, CSI_PDF_STRICT);

	OK(reader != NULL && count_of(reader) == 2);
	OK(page_of(reader, 0).ref.number == 5);
	page_of(reader, 1);
	OK(page_status == CSEAL_REFUSED_DAMAGED);
	csi_pdf_reader_free(reader);
	build_free(&build);
	reader = open_objects(&build, objects, CSI_PDF_LENIENT);
	OK(reader != NULL);
	page_of(reader, 1);
	OK(page_status == CSEAL_REFUSED_PLACE);
	OK(count_of(reader) == 1);
	OK(page_of(reader, 0).ref.number == 5);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
going_through_all_pages_checks_every_count_when_strict(void)
{
	static const char *const objects[] = {
		/* 2 */ "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 4 "
			"/MediaBox [0 0 9 9] >>",
		/* 3 */
		"<< /Type /Pages /Parent 2 0 R /Kids [4 0 R 5 0 R] "
		"/Count 2 >>",
		/* 4 */ "<< /Type /Page /Parent 3 0 R >>",
		/* 5 */ "<< /Type /Page /Parent 3 0 R >>",
		/* 6 */
		"<< /Type /Pages /Parent 2 0 R /Kids [7 0 R 8 0 R] "
		"/Count 2 >>",
		/* 7 */ "<< /Type /Page /Parent 6 0 R >>",
		/* 8 */ "<< /Type /Pages /Parent 6 0 R /Kids [] /Count 1 >>",
		NULL
	};
	struct build build = { 0 };
	csi_pdf_reader *reader = open_objects(&build, objects, CSI_PDF_STRICT);

	OK(reader != NULL && count_of(reader) == 4);
	for (uint32_t i = 0; i < 3; i++) {
		page_of(reader, i);
		OK(page_status == CSEAL_OK);
	}
	for (uint32_t i = 0; i < 30; i++)
		page_of(reader, 1);
	OK(page_status == CSEAL_REFUSED_DAMAGED);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
circles_are_refused(void)
{
	static const char *const circles[][5] = {
		{ "<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
		    NULL },
		{ "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		    "<< /Type /Pages /Parent 2 0 R /Kids [4 0 R] /Count 1 >>",
		    "<< /Type /Pages /Parent 3 0 R /Kids [3 0 R] /Count 1 >>",
		    NULL },
		/* The same node under two others. */
		{ "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 7 >>",
		    "<< /Type /Pages /Parent 2 0 R /Kids [4 0 R] /Count 1 >>",
		    "<< /Type /Page /Parent 3 0 R >>", NULL },
	};

	for (size_t i = 0; i < 2 * sizeof(circles) / sizeof(circles[0]); i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader =
		    open_objects(&build, circles[i / 2], i % 2);

		OK(reader != NULL);
		page_of(reader, 0);
		OK(page_status == CSEAL_REFUSED_DAMAGED);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
roots_that_are_none_are_refused(void)
{
	static const char *const roots[] = { "<< /Type /Catalog >>",
		"<< /Type /Catalog /Pages 5 >>",
		"<< /Type /Catalog /Pages 77 0 R >>",
		"<< /Type /Catalog /Pages 0 0 R >>", "[1]", "null" };

	for (size_t i = 0; i < 2 * sizeof(roots) / sizeof(roots[0]); i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;

		build_start(&build);
		build_object(&build, 1, roots[i / 2]);
		build_table(&build, "/Root 1 0 R");
		reader = build_open(&build, i % 2);
		OK(reader != NULL);
		count_of(reader);
		OKF(page_status == CSEAL_REFUSED_DAMAGED, "%s", roots[i / 2]);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
the_root_may_be_the_only_page(void)
{
	static const char *const objects[] = {
		"<< /Type /Page /MediaBox [0 0 9 9] >>", NULL
	};
	struct build build = { 0 };
	csi_pdf_reader *reader = open_objects(&build, objects, CSI_PDF_LENIENT);

	OK(reader != NULL && count_of(reader) == 1);
	OK(page_of(reader, 0).ref.number == 2);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
strict_nodes_are_what_they_say_they_are(void)
{
	static const char *const trees[][3] = {
		{ "<< /Type /Page /Kids [3 0 R] /Count 1 >>",
		    "<< /Type /Page /Parent 2 0 R >>", NULL },
		{ "<< /Kids [3 0 R] /Count 1 >>",
		    "<< /Type /Page /Parent 2 0 R >>", NULL },
		{ "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		    "<< /Type /Pages /Parent 2 0 R >>", NULL },
		{ "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		    "<< /Type /Page >>", NULL },
		{ "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		    "<< /Type /Page /Parent 3 0 R >>", NULL },
	};

	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader =
		    open_objects(&build, trees[i], CSI_PDF_STRICT);

		OK(reader != NULL);
		count_of(reader);
		OK(page_status == CSEAL_REFUSED_DAMAGED);
		csi_pdf_reader_free(reader);
		build_free(&build);
		reader = open_objects(&build, trees[i], CSI_PDF_LENIENT);
		OK(reader != NULL && count_of(reader) == 1);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Every node has one kid; the last one is a page.  A wrong count makes a
 * lenient reader walk the whole tree. */
static void
build_deep(struct build *build, uint32_t depth, const char *count)
{
	char text[120];

	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	for (uint32_t i = 2; i < depth + 2; i++) {
		snprintf(text, sizeof(text),
		    "<< /Type /Pages /Kids [%u 0 R] %s /Parent %u 0 R >>",
		    i + 1, count, i - 1);
		build_object(build, i, text);
	}
	snprintf(text, sizeof(text),
	    "<< /Type /Page /Parent %u 0 R /MediaBox [0 0 9 9] >>", depth + 1);
	build_object(build, depth + 2, text);
	build_table(build, "/Root 1 0 R");
}

static void
a_tree_of_100000_levels_takes_bounded_time(void)
{
	static const char *const counts[] = { "/Count 1", "/Count 5", "" };

	for (size_t i = 0; i < 3; i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;
		double start;

		build_deep(&build, 100000, counts[i]);
		start = seconds();
		reader = build_open(&build, CSI_PDF_LENIENT);
		OK(reader != NULL);
		OK(page_of(reader, 0).ref.number == 100002);
		page_of(reader, 1);
		OK(page_status == CSEAL_REFUSED_PLACE);
		OK(count_of(reader) == 1);
		OKF(seconds() - start < 5, "took %.3f s", seconds() - start);
		csi_pdf_reader_free(reader);
		if (i == 0) {
			reader = build_open(&build, CSI_PDF_STRICT);
			OK(reader != NULL && count_of(reader) == 1);
			OK(page_of(reader, 0).ref.number == 100002);
			csi_pdf_reader_free(reader);
		}
		build_free(&build);
	}
}

/* One node with `count` pages. */
static void
build_flat(struct build *build, uint32_t count)
{
	struct csi_bytes root = { 0 };

	csi_bytes_print(&root,
	    "<< /Type /Pages /Count %u /MediaBox [0 0 9 9] /Kids [", count);
	for (uint32_t i = 0; i < count; i++)
		csi_bytes_print(&root, "%u 0 R\n", i + 3);
	csi_bytes_add_text(&root, "] >>");
	csi_bytes_add_u8(&root, 0);
	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(build, 2, (const char *)root.at);
	for (uint32_t i = 0; i < count; i++)
		build_object(build, i + 3, "<< /Type /Page /Parent 2 0 R >>");
	build_table(build, "/Root 1 0 R");
	csi_bytes_free(&root);
}

static void
a_page_among_100000_is_found_without_loading_the_others(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	double start;
	size_t wrong = 0;

	build_flat(&build, 100000);
	reader = build_open(&build, CSI_PDF_LENIENT);
	start = seconds();
	OK(reader != NULL && count_of(reader) == 100000);
	OK(page_of(reader, 0).ref.number == 3);
	OK(page_of(reader, 54321).ref.number == 54324);
	OK(page_of(reader, 99999).ref.number == 100002);
	OKF(seconds() - start < 1, "took %.3f s", seconds() - start);
	csi_pdf_reader_free(reader);
	reader = build_open(&build, CSI_PDF_STRICT);
	start = seconds();
	OK(reader != NULL && count_of(reader) == 100000);
	OK(page_of(reader, 99999).ref.number == 100002);
	for (uint32_t i = 0; i < 100000; i++)
		wrong += page_of(reader, i).ref.number != i + 3;
	OK(wrong == 0);
	OKF(seconds() - start < 5, "took %.3f s", seconds() - start);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

/* Every page inherits from the far end of a long chain. */
static void
inheriting_from_far_above_takes_bounded_time(void)
{
	struct build build = { 0 };
	struct csi_bytes kids = { 0 };
	csi_pdf_reader *reader;
	double start;
	size_t wrong = 0;

	build_start(&build);
	build_object(&build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(&build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 20000 "
	    "/MediaBox [0 0 7 9] >>");
	for (uint32_t i = 3; i < 20000; i++) {
		kids.len = 0;
		csi_bytes_print(&kids,
		    "<< /Type /Pages /Kids [%u 0 R] /Count 20000 "
		    "/Parent %u 0 R >>",
		    i + 1, i - 1);
		csi_bytes_add_u8(&kids, 0);
		build_object(&build, i, (const char *)kids.at);
	}
	kids.len = 0;
	csi_bytes_add_text(
	    &kids, "<< /Type /Pages /Parent 19999 0 R /Count 20000 /Kids [");
	for (uint32_t i = 0; i < 20000; i++)
		csi_bytes_print(&kids, "%u 0 R\n", 20001 + i);
	csi_bytes_add_text(&kids, "] >>");
	csi_bytes_add_u8(&kids, 0);
	build_object(&build, 20000, (const char *)kids.at);
	for (uint32_t i = 0; i < 20000; i++)
		build_object(
		    &build, 20001 + i, "<< /Type /Page /Parent 20000 0 R >>");
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_LENIENT);
	start = seconds();
	OK(reader != NULL && count_of(reader) == 20000);
	for (uint32_t i = 0; i < 20000; i++)
		wrong += page_of(reader, i).media.right != 7;
	OK(wrong == 0);
	OKF(seconds() - start < 5, "took %.3f s", seconds() - start);
	csi_pdf_reader_free(reader);
	csi_bytes_free(&kids);
	build_free(&build);
}

/* A page that stands in /Kids again and again has very many entries. */
static void
a_large_page_that_stands_often_takes_bounded_time(void)
{
	struct build build = { 0 };
	struct csi_bytes text = { 0 };
	csi_pdf_reader *reader;
	double start;

	build_start(&build);
	build_object(&build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	csi_bytes_add_text(&text, "<< /Type /Pages /Count 7 /Kids [");
	for (uint32_t i = 0; i < 200000; i++)
		csi_bytes_add_text(&text, "3 0 R ");
	csi_bytes_add_text(&text, "] >>");
	csi_bytes_add_u8(&text, 0);
	build_object(&build, 2, (const char *)text.at);
	text.len = 0;
	csi_bytes_add_text(&text, "<< /Type /Page /Parent 2 0 R ");
	for (uint32_t i = 0; i < 200000; i++)
		csi_bytes_print(&text, "/K%u 0", i);
	csi_bytes_add_text(&text, " >>");
	csi_bytes_add_u8(&text, 0);
	build_object(&build, 3, (const char *)text.at);
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_LENIENT);
	start = seconds();
	OK(reader != NULL && count_of(reader) == 200000);
	for (uint32_t i = 0; i < 1000; i++)
		page_of(reader, i * 200);
	OK(page_status == CSEAL_OK);
	OKF(seconds() - start < 5, "took %.3f s", seconds() - start);
	csi_pdf_reader_free(reader);
	csi_bytes_free(&text);
	build_free(&build);
}

int
main(void)
{
	RUN(pages_are_found_with_what_they_inherit);
	RUN(angles_are_any_multiple_of_90);
	RUN(boxes_that_make_no_sense_are_letter_when_lenient);
	RUN(the_crop_box_is_cut_to_the_media_box);
	RUN(user_units_are_positive);
	RUN(wrong_counts_are_refused_when_strict_and_counted_when_lenient);
	RUN(a_count_that_is_wrong_further_down_is_found_on_the_way);
	RUN(going_through_all_pages_checks_every_count_when_strict);
	RUN(circles_are_refused);
	RUN(roots_that_are_none_are_refused);
	RUN(the_root_may_be_the_only_page);
	RUN(strict_nodes_are_what_they_say_they_are);
	RUN(a_tree_of_100000_levels_takes_bounded_time);
	RUN(a_page_among_100000_is_found_without_loading_the_others);
	RUN(inheriting_from_far_above_takes_bounded_time);
	RUN(a_large_page_that_stands_often_takes_bounded_time);
	return tap_done();
}
