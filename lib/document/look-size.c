/* SPDX-License-Identifier: Apache-2.0 */
/* look-size.c -- how large a picture really is, where it says so. */
#include "bytes.h"
#include "document/look.h"
#include "error.h"
#include "ink/outline.h"
#include "jpeg.h"
#include "pdf/image_png.h"
#include "pdf/import.h"
#include "pdf/turn.h"

#include <math.h>

#define UM_PER_INCH    25400.0
#define UM_PER_MM      1000.0
#define UM_PER_METRE   1000000.0
#define SIDE_MOST_UM   10000000 /* as of a place that is parsed */
#define PNG_FRONT      8
#define PNG_UNIT_METRE 1

/* In micrometres, or only in proportion. */
struct natural {
	double width, height;
	bool is_real;
};

static void
set_density(struct natural *natural, double across, double down, double unit_um)
{
	if (across <= 0 || down <= 0)
		return;
	natural->width *= unit_um / across;
	natural->height *= unit_um / down;
	natural->is_real = true;
}

/* PNG, 11.2.2 and 11.3.4.3: IHDR is first, pHYs before the pixels. */
static cseal_status
measure_png(
    struct csi_span png, struct natural *natural, cseal_error **ret_error)
{
	struct csi_reader reader = csi_reader_of(png.at, png.len);

	csi_read_span(&reader, PNG_FRONT);
	while (!reader.bad) {
		uint32_t len = csi_read_be32(&reader);
		struct csi_span name = csi_read_span(&reader, 4);
		struct csi_span data = csi_read_span(&reader, len);
		struct csi_reader chunk = csi_reader_of(data.at, data.len);

		csi_read_span(&reader, 4);
		if (reader.bad || csi_span_is(name, "IDAT"))
			break;
		if (csi_span_is(name, "IHDR")) {
			natural->width = csi_read_be32(&chunk);
			natural->height = csi_read_be32(&chunk);
		} else if (csi_span_is(name, "pHYs") && len == 9 &&
			   data.at[8] == PNG_UNIT_METRE) {
			double across = csi_read_be32(&chunk);

			set_density(natural, across, csi_read_be32(&chunk),
			    UM_PER_METRE);
			break;
		}
	}
	if (natural->width <= 0 || natural->height <= 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the PNG did not begin with its size");
	return CSEAL_OK;
}

/* JFIF 1.02: the units are dots an inch or a centimetre. */
static cseal_status
measure_jpeg(
    struct csi_span jpeg, struct natural *natural, cseal_error **ret_error)
{
	struct csi_jpeg_info info;
	cseal_status st = csi_jpeg_read(jpeg, &info, ret_error);
	double width;

	if (st != CSEAL_OK)
		return st;
	natural->width = info.width;
	natural->height = info.height;
	if (info.density_unit == CSI_JPEG_INCH)
		set_density(
		    natural, info.density_x, info.density_y, UM_PER_INCH);
	else if (info.density_unit == CSI_JPEG_CENTIMETRE)
		set_density(natural, info.density_x, info.density_y,
		    UM_PER_METRE / 100);
	/* Lying on its side. */
	if (info.orientation >= 5) {
		width = natural->width;
		natural->width = natural->height;
		natural->height = width;
	}
	return CSEAL_OK;
}

static cseal_status
measure_pdf(
    struct csi_span pdf, struct natural *natural, cseal_error **ret_error)
{
	cseal_document *document;
	uint32_t width, height;
	cseal_status st;

	st = cseal_document_open_mem(pdf.at, pdf.len, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_page_size(document, 1, &width, &height, ret_error);
	if (st == CSEAL_OK)
		*natural = (struct natural){ width, height, true };
	cseal_document_free(document);
	return st;
}

static cseal_status
measure_ink(
    const cseal_ink *ink, struct natural *natural, cseal_error **ret_error)
{
	struct csi_ink_box box;

	if (!csi_ink_bounds(cseal_ink_samples(ink), cseal_ink_count(ink), &box))
		return cseal_fail(
		    ret_error, CSEAL_REFUSED_INPUT, "there was no ink");
	*natural = (struct natural){ box.right - box.left, box.bottom - box.top,
		true };
	return CSEAL_OK;
}

static cseal_status
measure(const struct cseal_look *look, struct natural *natural,
    cseal_error **ret_error)
{
	struct csi_span bytes = { look->image, look->image_len };

	if (look->text != NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "a text has no size of its own: its place must have a "
		    "width and a height");
	if (look->qr != NULL) {
		*natural = (struct natural){ 1, 1, false };
		return CSEAL_OK;
	}
	if (look->ink != NULL)
		return measure_ink(look->ink, natural, ret_error);
	if (look->photo != NULL)
		bytes.at = cseal_photo_bytes(look->photo, &bytes.len);
	if (csi_pdf_is(bytes))
		return measure_pdf(bytes, natural, ret_error);
	if (csi_png_is(bytes))
		return measure_png(bytes, natural, ret_error);
	return measure_jpeg(bytes, natural, ret_error);
}

static cseal_status
complete(struct cseal_place *place, const struct natural *natural,
    cseal_error **ret_error)
{
	double width = place->width_um, height = place->height_um;

	if (width == 0 && height == 0 && !natural->is_real)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "the picture does not say how large it is: its place must "
		    "have a width or a height");
	if (width == 0)
		width = height == 0 ? natural->width
				    : natural->width * height / natural->height;
	if (height == 0)
		height = natural->height * width / natural->width;
	if (!(width >= 1) || !(height >= 1) || width > SIDE_MOST_UM ||
	    height > SIDE_MOST_UM)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "the picture would be %.3f x %.3f mm", width / UM_PER_MM,
		    height / UM_PER_MM);
	place->width_um = (uint32_t)lround(width);
	place->height_um = (uint32_t)lround(height);
	return CSEAL_OK;
}

cseal_status
cseal_place_complete(struct cseal_place *place, const struct cseal_look *look,
    cseal_error **ret_error)
{
	struct natural natural = { 0 };
	struct csi_pdf_look turned = { .scale = 1 };
	cseal_status st = csi_look_check(look, ret_error);

	if (st != CSEAL_OK || (place->width_um != 0 && place->height_um != 0))
		return st;
	st = measure(look, &natural, ret_error);
	if (st != CSEAL_OK)
		return st;
	turned.width = natural.width;
	turned.height = natural.height;
	csi_pdf_look_turn(look->turn_mdeg, &turned);
	natural.width = turned.width;
	natural.height = turned.height;
	return complete(place, &natural, ret_error);
}
