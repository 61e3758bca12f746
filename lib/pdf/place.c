/* SPDX-License-Identifier: Apache-2.0 */
/* place.c -- from a place on the page as shown to default user space. */
#include "place.h"

#include "error.h"

#include <math.h>
#include <string.h>

#define UM_PER_POINT (25400.0 / 72.0)
#define UM_PER_MM    1000.0
#define SLACK_POINTS 0.5

static double
um_per_unit(const struct csi_pdf_page *page)
{
	return UM_PER_POINT * (page->user_unit > 0 ? page->user_unit : 1);
}

void
csi_pdf_shown_size(const struct csi_pdf_box *box, int rotate, double *ret_width,
    double *ret_height)
{
	double width = box->right - box->left, height = box->top - box->bottom;
	bool across = rotate == 90 || rotate == 270;

	*ret_width = across ? height : width;
	*ret_height = across ? width : height;
}

struct csi_pdf_shown
csi_pdf_shown_page(const struct csi_pdf_page *page)
{
	struct csi_pdf_shown shown = { 0 };
	double width, height;

	csi_pdf_shown_size(&page->crop, page->rotate, &width, &height);
	shown.width = llround(width * um_per_unit(page));
	shown.height = llround(height * um_per_unit(page));
	return shown;
}

/* Cuts what is over by the slack only. */
static bool
clamp(double *low, double *high, double most, double slack)
{
	if (!(*high > *low) || *low < -slack || *high > most + slack)
		return false;
	*low = fmax(*low, 0);
	*high = fmin(*high, most);
	return *high > *low;
}

static cseal_status
fail_place(const struct csi_pdf_page *page, cseal_error **ret_error)
{
	struct csi_pdf_shown whole = csi_pdf_shown_page(page);

	return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
	    "the place was not wholly on the page, which is %.1f x %.1f mm",
	    (double)whole.width / UM_PER_MM, (double)whole.height / UM_PER_MM);
}

cseal_status
csi_pdf_place_box(const struct csi_pdf_page *page,
    const struct csi_pdf_shown *shown, struct csi_pdf_box *ret_box,
    cseal_error **ret_error)
{
	const struct csi_pdf_box *crop = &page->crop;
	double unit = um_per_unit(page), slack = SLACK_POINTS * UM_PER_POINT;
	double left = (double)shown->x / unit, top = (double)shown->y / unit;
	double right = (double)(shown->x + shown->width) / unit;
	double bottom = (double)(shown->y + shown->height) / unit;
	double width, height;

	csi_pdf_shown_size(crop, page->rotate, &width, &height);
	if (!clamp(&left, &right, width, slack / unit) ||
	    !clamp(&top, &bottom, height, slack / unit))
		return fail_place(page, ret_error);
	/* Turned clockwise by 90, what is left at the bottom comes to the top
	 * left; and so on. */
	switch (page->rotate) {
	case 90:
		*ret_box =
		    (struct csi_pdf_box){ crop->left + top, crop->bottom + left,
			    crop->left + bottom, crop->bottom + right };
		break;
	case 180:
		*ret_box = (struct csi_pdf_box){ crop->right - right,
			crop->bottom + top, crop->right - left,
			crop->bottom + bottom };
		break;
	case 270:
		*ret_box = (struct csi_pdf_box){ crop->right - bottom,
			crop->top - right, crop->right - top,
			crop->top - left };
		break;
	default:
		*ret_box =
		    (struct csi_pdf_box){ crop->left + left, crop->top - bottom,
			    crop->left + right, crop->top - top };
		break;
	}
	return CSEAL_OK;
}

void
csi_pdf_upright(const struct csi_pdf_box *box, int rotate, double ret_matrix[6])
{
	const double upright[4][6] = {
		{ 1, 0, 0, 1, box->left, box->bottom },
		{ 0, 1, -1, 0, box->right, box->bottom },
		{ -1, 0, 0, -1, box->right, box->top },
		{ 0, -1, 1, 0, box->left, box->top },
	};

	memcpy(ret_matrix, upright[rotate / 90 % 4], sizeof(upright[0]));
}

void
csi_pdf_multiply(
    const double first[6], const double second[6], double ret_matrix[6])
{
	const double *a = first, *b = second;
	double matrix[6] = { a[0] * b[0] + a[1] * b[2],
		a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2],
		a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4],
		a[4] * b[1] + a[5] * b[3] + b[5] };

	memcpy(ret_matrix, matrix, sizeof(matrix));
}

void
csi_pdf_fit(enum csi_pdf_fit fit, double room_width, double room_height,
    double width, double height, double *ret_scale, double *ret_x,
    double *ret_y)
{
	double scale = fmin(room_width / width, room_height / height);

	if (fit != CSI_PDF_FIT_CENTRED)
		scale = fmin(scale, 1);
	*ret_x = (room_width - width * scale) / 2;
	*ret_y = (room_height - height * scale) / 2;
	if (fit == CSI_PDF_FIT_TOP_LEFT || fit == CSI_PDF_FIT_LEFT)
		*ret_x = 0;
	if (fit == CSI_PDF_FIT_TOP_LEFT)
		*ret_y = room_height - height * scale;
	*ret_scale = scale;
}
