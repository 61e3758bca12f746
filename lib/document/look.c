/* SPDX-License-Identifier: Apache-2.0 */
/* look.c -- from a look, as the application gives it, to an XObject. */
#include "document/look.h"

#include "blob.h"
#include "document/symbol.h"
#include "error.h"
#include "ink/drawing.h"
#include "ink/outline.h"
#include "line.h"
#include "loader.h"
#include "pdf/colour.h"
#include "pdf/import.h"
#include "pdf/pair.h"
#include "pdf/stamp.h"
#include "pdf/turn.h"

#include <math.h>
#include <string.h>

#define UM_PER_POINT    (25400.0 / 72.0)
#define UM_PER_MM       1000.0
#define FONT_MOST       256 /* bytes of a name */
#define TEXT_UM         3500
#define TEXT_LEAST_UM   1400 /* 4 pt: smaller than that is not read */
#define GAP_UM          2000 /* from a picture to its text */
#define TEXT_UM_MOST    1000000
#define TYPESET_MOST    ((size_t)32 << 20) /* of the PDF that is made of it */
#define COLOR_MOST      0xffffffu
#define OPACITY_MOST    100
#define QR_LOST         15     /* percent */
#define MODULE_LEAST_UM 200    /* smaller ones are not read from paper */
#define TURN_MOST       360000 /* thousandths of a degree */

static bool
is_text(const char *text, size_t most)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t len = strlen(text), step;

	for (size_t i = 0; len <= most && i < len; i += step) {
		step = csi_utf8_char(at + i, len - i, NULL);
		if (step == 0)
			return false;
	}
	return len <= most;
}

static bool
is_correction(unsigned lost_percent)
{
	return lost_percent == 0 || lost_percent == 7 || lost_percent == 15 ||
	       lost_percent == 25 || lost_percent == 30;
}

cseal_status
csi_look_check(const struct cseal_look *look, cseal_error **ret_error)
{
	int pictures = (look->image != NULL) + (look->ink != NULL) +
		       (look->photo != NULL) + (look->qr != NULL);
	const char *why = NULL;

	if (look->size < sizeof(*look))
		why = "the size of the look was not set";
	else if (pictures > 1)
		why = "a look can have only one image, ink, photo or QR code";
	else if (pictures == 0 && look->text == NULL)
		why = "a look must have an image, ink, photo, QR code or text";
	else if (look->color > COLOR_MOST)
		why = "a color is 0xRRGGBB";
	else if (look->opacity > OPACITY_MOST)
		why = "an opacity is 100 percent at most";
	else if (look->turn_mdeg < -TURN_MOST || look->turn_mdeg > TURN_MOST)
		why = "a look is turned by 360 degrees at most";
	else if (look->text_um > TEXT_UM_MOST)
		why = "the text was too high";
	else if (look->text != NULL && !is_text(look->text, CSI_LOOK_TEXT_MOST))
		why = "the text was too long, or not UTF-8";
	else if (look->qr != NULL && !is_text(look->qr, CSI_LOOK_TEXT_MOST))
		why = "the text of the QR code was too long, or not UTF-8";
	else if (!is_correction(look->qr_lost_percent))
		why = "a QR code has no such error correction";
	else if (look->font != NULL && !is_text(look->font, FONT_MOST))
		why = "the name of the font was too long, or not UTF-8";
	if (why != NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_APPLICATION, "%s", why);
	return CSEAL_OK;
}

static cseal_status
look_image(csi_pdf_update *update, struct csi_span bytes,
    struct csi_pdf_look *ret_look, cseal_error **ret_error)
{
	if (csi_pdf_is(bytes))
		return csi_pdf_look_page(update, bytes, ret_look, ret_error);
	return csi_pdf_look_image(update, bytes, ret_look, ret_error);
}

static cseal_status
look_ink(csi_pdf_update *update, const cseal_ink *ink, uint32_t color,
    struct csi_pdf_look *ret_look, cseal_error **ret_error)
{
	const struct cseal_ink_sample *samples = cseal_ink_samples(ink);
	size_t count = cseal_ink_count(ink);
	struct csi_bytes paths = { 0 };
	struct csi_ink_box box;

	if (!csi_ink_bounds(samples, count, &box))
		return cseal_fail(
		    ret_error, CSEAL_REFUSED_INPUT, "there was no ink");
	csi_ink_paths_pdf(samples, count, &box, &paths);
	if (paths.failed) {
		csi_bytes_free(&paths);
		return csi_fail_memory(ret_error);
	}
	csi_pdf_look_paths(update, csi_bytes_span(&paths),
	    (box.right - box.left) / UM_PER_POINT,
	    (box.bottom - box.top) / UM_PER_POINT, color, ret_look);
	csi_bytes_free(&paths);
	return CSEAL_OK;
}

static cseal_status
look_qr(cseal_context *context, csi_pdf_update *update,
    const struct cseal_look *look, double room_um, cseal_wait *wait,
    struct csi_pdf_look *ret_look, cseal_error **ret_error)
{
	unsigned lost =
	    look->qr_lost_percent != 0 ? look->qr_lost_percent : QR_LOST;
	struct csi_bytes paths = { 0 };
	unsigned side = 0;
	cseal_status st;

	st = csi_symbol_paths(
	    context, look->qr, lost, wait, &paths, &side, ret_error);
	if (st == CSEAL_OK && paths.failed)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK && room_um < (double)side * MODULE_LEAST_UM)
		st = cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "the QR code of that text needs a place of %.1f mm, and "
		    "has %.2f",
		    side * MODULE_LEAST_UM / UM_PER_MM, room_um / UM_PER_MM);
	if (st == CSEAL_OK)
		csi_pdf_look_paths(update, csi_bytes_span(&paths), side, side,
		    look->color, ret_look);
	csi_bytes_free(&paths);
	return st;
}

/* ---- text ---------------------------------------------------------------- */

static cseal_status
typeset(cseal_context *context, const struct cseal_text_request *request,
    cseal_wait *wait, cseal_blob *pdf, cseal_error **ret_error)
{
	const struct cseal_typeset_ops *ops;
	struct csi_module *module;
	cseal_status st;

	if (context == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_APPLICATION, "text needs a context");
	st = csi_loader_only(context, CSEAL_KIND_TYPESET, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	ops = module->driver->ops.typeset;
	return csi_module_said(module, "set the text",
	    ops->typeset(&module->host, request, wait, pdf, ret_error),
	    ret_error);
}

static cseal_status
look_text(cseal_context *context, csi_pdf_update *update,
    const struct cseal_look *look, const double room[2], double user_unit,
    cseal_wait *wait, struct csi_pdf_look *ret_look, cseal_error **ret_error)
{
	struct cseal_text_request request = { .size = sizeof(request),
		.text = look->text,
		.font = look->font,
		.text_um = look->text_um != 0 ? look->text_um : TEXT_UM,
		.color = look->color,
		.as_outlines = csi_pdf_update_promises(update)->archive == 1 };
	double um = UM_PER_POINT * user_unit;
	struct csi_bytes taken;
	cseal_blob pdf;
	cseal_status st;

	if (look->text_um == 0)
		request.text_least_um = TEXT_LEAST_UM;
	request.width_um = (uint32_t)lround(room[0] * um);
	request.height_um = (uint32_t)lround(room[1] * um);
	csi_blob_init(&pdf, TYPESET_MOST);
	st = typeset(context, &request, wait, &pdf, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_look_page(
		    update, csi_blob_span(&pdf), ret_look, ret_error);
	if (st != CSEAL_OK) {
		csi_blob_wipe(&pdf);
		return st;
	}
	taken = csi_blob_take(&pdf);
	csi_pdf_update_keep(update, &taken);
	ret_look->fit = CSI_PDF_FIT_TOP_LEFT;
	ret_look->scale = 1 / user_unit;
	return CSEAL_OK;
}

static bool
is_faded(const struct cseal_look *look)
{
	return look->opacity != 0 && look->opacity < OPACITY_MOST;
}

static cseal_status
check_promises(const struct csi_pdf_promises *promises,
    const struct cseal_look *look, cseal_error **ret_error)
{
	if (!is_faded(look) || csi_pdf_has_transparency(promises))
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the document is PDF/A-%d%s: its look cannot have an opacity",
	    promises->archive,
	    promises->archive == 1 ? "" : " without an output intent");
}

/* ---- all of it ------------------------------------------------------------ */

static bool
has_picture(const struct cseal_look *look)
{
	return look->image != NULL || look->ink != NULL ||
	       look->photo != NULL || look->qr != NULL;
}

/* An image or a photo. */
static cseal_status
look_pixels(csi_pdf_update *update, const struct cseal_look *look,
    struct csi_pdf_look *ret_look, unsigned *ret_virtual,
    cseal_error **ret_error)
{
	struct csi_span bytes = { look->image, look->image_len };
	unsigned marks = 0;
	cseal_status st;

	if (look->photo != NULL) {
		bytes.at = cseal_photo_bytes(look->photo, &bytes.len);
		if (cseal_photo_is_virtual(look->photo))
			marks = CSI_PDF_VIRTUAL_PHOTO;
	}
	st = look_image(update, bytes, ret_look, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (ret_look->is_virtual)
		marks = CSI_PDF_VIRTUAL_PHOTO;
	if (look->image != NULL && csi_ink_drawing_is_virtual(bytes))
		marks |= CSI_PDF_VIRTUAL_INK;
	*ret_virtual = marks;
	return CSEAL_OK;
}

static cseal_status
look_picture(cseal_context *context, csi_pdf_update *update,
    const struct cseal_look *look, double room_um, cseal_wait *wait,
    struct csi_pdf_look *ret_look, unsigned *ret_virtual,
    cseal_error **ret_error)
{
	*ret_virtual = 0;
	if (look->qr != NULL)
		return look_qr(
		    context, update, look, room_um, wait, ret_look, ret_error);
	if (look->ink == NULL)
		return look_pixels(
		    update, look, ret_look, ret_virtual, ret_error);
	if (cseal_ink_is_virtual(look->ink))
		*ret_virtual = CSI_PDF_VIRTUAL_INK;
	return look_ink(update, look->ink, look->color, ret_look, ret_error);
}

/* A QR code's side is known when it is made only: it is a square. */
static double
picture_room(const struct cseal_look *look, const double room[2])
{
	const struct csi_pdf_look square = { .width = 1, .height = 1 };
	struct csi_pdf_pair_rooms rooms;

	if (look->text == NULL)
		return fmin(room[0], room[1]);
	csi_pdf_pair_divide(&square, room, 0, look->text_over, &rooms);
	return fmin(rooms.picture[0], rooms.picture[1]);
}

/* Upright, and opaque. */
static cseal_status
write_plain(cseal_context *context, csi_pdf_update *update,
    const struct cseal_look *look, const double room[2], double user_unit,
    cseal_wait *wait, struct csi_pdf_look *ret_look, unsigned *ret_virtual,
    cseal_error **ret_error)
{
	double um = UM_PER_POINT * user_unit;
	struct csi_pdf_look picture = { 0 }, text = { 0 };
	struct csi_pdf_pair_rooms rooms;
	cseal_status st;

	*ret_virtual = 0;
	if (!has_picture(look))
		return look_text(context, update, look, room, user_unit, wait,
		    ret_look, ret_error);
	st = look_picture(context, update, look, picture_room(look, room) * um,
	    wait, &picture, ret_virtual, ret_error);
	if (st != CSEAL_OK || look->text == NULL) {
		*ret_look = picture;
		return st;
	}
	csi_pdf_pair_divide(
	    &picture, room, GAP_UM / um, look->text_over, &rooms);
	st = look_text(context, update, look, rooms.text, user_unit, wait,
	    &text, ret_error);
	if (st != CSEAL_OK)
		return st;
	text.fit = look->text_over ? CSI_PDF_FIT_MIDDLE : CSI_PDF_FIT_LEFT;
	csi_pdf_look_pair(update, &picture, &text, room, &rooms, ret_look);
	return CSEAL_OK;
}

static cseal_status
write_upright(cseal_context *context, csi_pdf_update *update,
    const struct cseal_look *look, const double room[2], double user_unit,
    cseal_wait *wait, struct csi_pdf_look *ret_look, unsigned *ret_virtual,
    cseal_error **ret_error)
{
	struct csi_pdf_look written = { 0 };
	unsigned marks;
	cseal_status st;

	st = check_promises(csi_pdf_update_promises(update), look, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = write_plain(context, update, look, room, user_unit, wait, &written,
	    &marks, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (is_faded(look))
		csi_pdf_look_fade(update, look->opacity, &written);
	*ret_look = written;
	*ret_virtual = marks;
	return CSEAL_OK;
}

/* Text is wrapped to the room that it has when it is turned back, and stays in
 * its corner. */
cseal_status
csi_look_write(cseal_context *context, csi_pdf_update *update,
    const struct cseal_look *look, const double room[2], double user_unit,
    cseal_wait *wait, struct csi_pdf_look *ret_look, unsigned *ret_virtual,
    cseal_error **ret_error)
{
	double inner[2];
	cseal_status st;

	if (look->turn_mdeg == 0)
		return write_upright(context, update, look, room, user_unit,
		    wait, ret_look, ret_virtual, ret_error);
	csi_pdf_turn_room(look->turn_mdeg, room, inner);
	st = write_upright(context, update, look, inner, user_unit, wait,
	    ret_look, ret_virtual, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (look->text != NULL)
		csi_pdf_look_settle(ret_look, inner);
	csi_pdf_look_turn(look->turn_mdeg, ret_look);
	return CSEAL_OK;
}
