/* SPDX-License-Identifier: Apache-2.0 */
/* test-place.c -- proves lib/pdf/place.c: from the page as shown to default
 * user space. */
#include "pdf/place.h"

#include "tap.h"

#include <math.h>
#include <string.h>

/* A crop box that is not at the origin: 400 x 600 units. */
static struct csi_pdf_page
page_of(int rotate, double user_unit)
{
	struct csi_pdf_page page = { .crop = { 100, 50, 500, 650 },
		.rotate = rotate,
		.user_unit = user_unit };

	return page;
}

static bool
near(double a, double b)
{
	return fabs(a - b) < 0.01;
}

static bool
is_box(const struct csi_pdf_box *box, double left, double bottom, double right,
    double top)
{
	return near(box->left, left) && near(box->bottom, bottom) &&
	       near(box->right, right) && near(box->top, top);
}

/* 72 units are an inch, 25400 um: 10 from the left, 20 from the top, 30 wide,
 * 40 high. */
static const struct csi_pdf_shown ten = { 3528, 7056, 10583, 14111 };

static cseal_status
place(const struct csi_pdf_page *page, const struct csi_pdf_shown *shown,
    struct csi_pdf_box *box)
{
	return csi_pdf_place_box(page, shown, box, NULL);
}

static void
a_page_is_measured_as_shown(void)
{
	struct csi_pdf_page page = page_of(0, 1);
	struct csi_pdf_shown shown = csi_pdf_shown_page(&page);

	OK(shown.x == 0 && shown.y == 0);
	OK(shown.width == 141111 && shown.height == 211667);
	page.rotate = 90;
	shown = csi_pdf_shown_page(&page);
	OK(shown.width == 211667 && shown.height == 141111);
	page.user_unit = 2;
	shown = csi_pdf_shown_page(&page);
	OK(shown.width == 423333 && shown.height == 282222);
}

static void
the_top_left_corner_follows_the_rotation(void)
{
	struct csi_pdf_page page;
	struct csi_pdf_box box;

	page = page_of(0, 1);
	OK(place(&page, &ten, &box) == CSEAL_OK);
	OK(is_box(&box, 110, 590, 140, 630));
	page = page_of(90, 1);
	OK(place(&page, &ten, &box) == CSEAL_OK);
	OK(is_box(&box, 120, 60, 160, 90));
	page = page_of(180, 1);
	OK(place(&page, &ten, &box) == CSEAL_OK);
	OK(is_box(&box, 460, 70, 490, 110));
	page = page_of(270, 1);
	OK(place(&page, &ten, &box) == CSEAL_OK);
	OK(is_box(&box, 440, 610, 480, 640));
}

static void
a_user_unit_is_respected(void)
{
	struct csi_pdf_page page = page_of(0, 10);
	struct csi_pdf_box box;

	OK(place(&page, &ten, &box) == CSEAL_OK);
	OK(is_box(&box, 101, 644, 104, 648));
}

/* The corner of the drawing that is at 0 0 is shown at the bottom left. */
static void
a_drawing_is_upright_whatever_the_rotation(void)
{
	for (int rotate = 0; rotate < 360; rotate += 90) {
		struct csi_pdf_page page = page_of(rotate, 1);
		struct csi_pdf_shown corner = ten;
		struct csi_pdf_box box, at;
		double m[6], width, height, x, y;

		OK(place(&page, &ten, &box) == CSEAL_OK);
		csi_pdf_upright(&box, rotate, m);
		csi_pdf_shown_size(&box, rotate, &width, &height);
		OK(near(width, 30) && near(height, 40));
		/* 5 to the right and 7 up from the bottom left corner. */
		corner.x += 1764 - 353;
		corner.y += 14111 - 2469 - 353;
		corner.width = corner.height = 706;
		OK(place(&page, &corner, &at) == CSEAL_OK);
		x = 5 * m[0] + 7 * m[2] + m[4];
		y = 5 * m[1] + 7 * m[3] + m[5];
		OK(near(x, (at.left + at.right) / 2));
		OK(near(y, (at.bottom + at.top) / 2));
	}
}

static void
a_place_that_is_not_wholly_on_the_page_is_refused(void)
{
	static const struct csi_pdf_shown off[] = { { -1000, 0, 5000, 5000 },
		{ 0, -1000, 5000, 5000 }, { 137000, 0, 5000, 5000 },
		{ 0, 207000, 5000, 5000 }, { 0, 0, 0, 5000 }, { 0, 0, 5000, 0 },
		{ 0, 0, -5000, 5000 }, { 0, 0, 142000, 5000 },
		{ 200000, 0, 5000, 5000 },
		{ INT32_MAX, INT32_MAX, UINT32_MAX, UINT32_MAX },
		{ INT32_MIN, INT32_MIN, UINT32_MAX, UINT32_MAX } };
	struct csi_pdf_page page = page_of(0, 1);
	struct csi_pdf_box box;

	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		OKF(place(&page, &off[i], &box) == CSEAL_REFUSED_PLACE,
		    "place %zu is refused", i);
	page = page_of(90, 1);
	OK(place(&page, &off[2], &box) == CSEAL_OK);
	OK(place(&page, &off[3], &box) == CSEAL_REFUSED_PLACE);
	page.crop.right = page.crop.left;
	OK(place(&page, &ten, &box) == CSEAL_REFUSED_PLACE);
}

/* A4 is 595.276 points wide, and written as 595. */
static void
half_a_point_beyond_the_page_is_cut_off(void)
{
	const struct csi_pdf_shown a4 = { 0, 0, 210000, 297000 };
	struct csi_pdf_page page = { .crop = { 0, 0, 595, 842 },
		.user_unit = 1 };
	struct csi_pdf_box box;

	OK(place(&page, &a4, &box) == CSEAL_OK);
	OK(box.right <= 595 && box.left >= 0);
	OK(box.bottom >= 0 && near(box.top, 842));
}

static void
the_whole_page_as_it_says_its_size_is_a_place(void)
{
	for (int rotate = 0; rotate < 360; rotate += 90) {
		struct csi_pdf_page page = page_of(rotate, 1);
		struct csi_pdf_shown whole = csi_pdf_shown_page(&page);
		struct csi_pdf_box box;

		OK(place(&page, &whole, &box) == CSEAL_OK);
		OK(is_box(&box, 100, 50, 500, 650));
	}
}

static void
something_is_fitted_into_a_room(void)
{
	double scale, x, y;

	csi_pdf_fit(CSI_PDF_FIT_CENTRED, 100, 50, 10, 10, &scale, &x, &y);
	OK(near(scale, 5) && near(x, 25) && near(y, 0));
	csi_pdf_fit(CSI_PDF_FIT_CENTRED, 100, 50, 1000, 100, &scale, &x, &y);
	OK(near(scale, 0.1) && near(x, 0) && near(y, 20));
	csi_pdf_fit(CSI_PDF_FIT_TOP_LEFT, 100, 50, 10, 10, &scale, &x, &y);
	OK(near(scale, 1) && near(x, 0) && near(y, 40));
	csi_pdf_fit(CSI_PDF_FIT_LEFT, 100, 50, 10, 10, &scale, &x, &y);
	OK(near(scale, 1) && near(x, 0) && near(y, 20));
	csi_pdf_fit(CSI_PDF_FIT_MIDDLE, 100, 50, 10, 10, &scale, &x, &y);
	OK(near(scale, 1) && near(x, 45) && near(y, 20));
	csi_pdf_fit(CSI_PDF_FIT_MIDDLE, 100, 50, 200, 10, &scale, &x, &y);
	OK(near(scale, 0.5) && near(x, 0) && near(y, 22.5));
	csi_pdf_fit(CSI_PDF_FIT_TOP_LEFT, 100, 50, 200, 10, &scale, &x, &y);
	OK(near(scale, 0.5) && near(x, 0) && near(y, 45));
}

static void
matrices_are_multiplied_in_order(void)
{
	const double scale[6] = { 2, 0, 0, 3, 0, 0 };
	const double move[6] = { 1, 0, 0, 1, 10, 20 };
	double m[6];

	csi_pdf_multiply(scale, move, m);
	OK(near(m[0], 2) && near(m[3], 3) && near(m[4], 10) && near(m[5], 20));
	csi_pdf_multiply(move, scale, m);
	OK(near(m[0], 2) && near(m[3], 3) && near(m[4], 20) && near(m[5], 60));
	memcpy(m, move, sizeof(m));
	csi_pdf_multiply(m, scale, m);
	OK(near(m[4], 20) && near(m[5], 60));
}

int
main(void)
{
	RUN(a_page_is_measured_as_shown);
	RUN(the_top_left_corner_follows_the_rotation);
	RUN(a_user_unit_is_respected);
	RUN(a_drawing_is_upright_whatever_the_rotation);
	RUN(a_place_that_is_not_wholly_on_the_page_is_refused);
	RUN(half_a_point_beyond_the_page_is_cut_off);
	RUN(the_whole_page_as_it_says_its_size_is_a_place);
	RUN(something_is_fitted_into_a_room);
	RUN(matrices_are_multiplied_in_order);
	return tap_done();
}
