/* SPDX-License-Identifier: Apache-2.0 */
/* appearance.c -- what is drawn: one XObject, and how it fills a room. */
#include "appearance.h"

#include "colour.h"
#include "error.h"
#include "image_png.h"
#include "jpeg.h"
#include "turn.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

static const struct csi_pdf_look unit_look = { .width = 1,
	.height = 1,
	.matrix = { 1, 0, 0, 1, 0, 0 },
	.fit = CSI_PDF_FIT_CENTRED,
	.scale = 1 };

static void
set_image(struct csi_pdf_look *look, uint32_t width, uint32_t height)
{
	look->width = width;
	look->height = height;
	/* An image fills the unit square (8.9.5.1). */
	look->matrix[0] = width;
	look->matrix[3] = height;
}

static void
write_image(csi_pdf_update *update, struct csi_pdf_ref ref, uint32_t width,
    uint32_t height, const char *space, const char *more, struct csi_span data)
{
	struct csi_bytes entries = { 0 };

	csi_bytes_print(&entries,
	    "/Type/XObject/Subtype/Image/Width %u/Height %u"
	    "/ColorSpace%s/BitsPerComponent 8%s",
	    width, height, space, more);
	csi_pdf_update_stream(update, ref, &entries, data);
}

/* ---- JPEG -------------------------------------------------------------- */

static enum csi_pdf_device
jpeg_device(const struct csi_jpeg_info *info)
{
	switch (info->components) {
	case 1: return CSI_PDF_GREY;
	case 3: return CSI_PDF_RGB;
	default: return CSI_PDF_CMYK;
	}
}

static cseal_status
look_jpeg(csi_pdf_update *update, struct csi_span bytes,
    struct csi_pdf_look *ret_look, cseal_error **ret_error)
{
	struct csi_pdf_look look = unit_look;
	const struct csi_pdf_promises *promises =
	    csi_pdf_update_promises(update);
	struct csi_jpeg_info info;
	const char *more = "/Filter/DCTDecode";
	cseal_status st;

	st = csi_jpeg_read(bytes, &info, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* Motion JPEG leaves them to the player; a PDF viewer has none. */
	if (!info.has_huffman)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the JPEG had no Huffman tables");
	if (jpeg_device(&info) == CSI_PDF_CMYK &&
	    !csi_pdf_has_device(promises, CSI_PDF_CMYK))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the JPEG had colours in CMYK, and the document's PDF/A "
		    "has no output intent for them");
	/* Who writes the Adobe segment writes CMYK as its complement. */
	if (info.components == 4 && info.has_adobe)
		more = "/Decode[1 0 1 0 1 0 1 0]/Filter/DCTDecode";
	bytes.len = info.len;
	look.ref = csi_pdf_update_new_ref(update);
	look.is_virtual = info.is_virtual;
	set_image(&look, info.width, info.height);
	csi_pdf_look_orient(info.orientation, &look);
	write_image(update, look.ref, info.width, info.height,
	    csi_pdf_space(promises, jpeg_device(&info)), more, bytes);
	*ret_look = look;
	return CSEAL_OK;
}

/* ---- PNG --------------------------------------------------------------- */

/* A mask of one bit needs no colour space (8.9.6.2). */
static void
write_mask(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_png *png, struct csi_span data)
{
	struct csi_bytes entries = { 0 };

	csi_bytes_print(&entries,
	    "/Type/XObject/Subtype/Image/Width %u/Height %u/ImageMask true"
	    "/BitsPerComponent 1/Filter/FlateDecode",
	    png->width, png->height);
	csi_pdf_update_stream(update, ref, &entries, data);
}

static void
write_png(csi_pdf_update *update, struct csi_pdf_ref ref, struct csi_png *png)
{
	struct csi_bytes more = { 0 };
	struct csi_span color = csi_bytes_span(&png->color);
	struct csi_span alpha = csi_bytes_span(&png->alpha);
	const struct csi_pdf_promises *promises =
	    csi_pdf_update_promises(update);

	csi_pdf_update_keep(update, &png->color);
	csi_bytes_add_text(&more, "/Filter/FlateDecode");
	if (alpha.len > 0) {
		struct csi_pdf_ref mask = csi_pdf_update_new_ref(update);

		csi_pdf_update_keep(update, &png->alpha);
		if (png->is_masked)
			write_mask(update, mask, png, alpha);
		else
			write_image(update, mask, png->width, png->height,
			    "/DeviceGray", "/Filter/FlateDecode", alpha);
		csi_bytes_add_text(
		    &more, png->is_masked ? "/Mask " : "/SMask ");
		csi_pdf_write_ref(&more, mask);
	}
	csi_bytes_add_u8(&more, 0);
	if (more.failed)
		csi_pdf_update_fail(update);
	else
		write_image(update, ref, png->width, png->height,
		    csi_pdf_space(
			promises, png->is_grey ? CSI_PDF_GREY : CSI_PDF_RGB),
		    (const char *)more.at, color);
	csi_bytes_free(&more);
}

static cseal_status
look_png(csi_pdf_update *update, struct csi_span bytes,
    struct csi_pdf_look *ret_look, cseal_error **ret_error)
{
	struct csi_pdf_look look = unit_look;
	struct csi_png png;
	cseal_status st;

	st = csi_pdf_has_transparency(csi_pdf_update_promises(update))
		 ? csi_png_read(bytes, &png, ret_error)
		 : csi_png_read_masked(bytes, &png, ret_error);
	if (st != CSEAL_OK)
		return st;
	look.ref = csi_pdf_update_new_ref(update);
	set_image(&look, png.width, png.height);
	write_png(update, look.ref, &png);
	*ret_look = look;
	return CSEAL_OK;
}

cseal_status
csi_pdf_look_image(csi_pdf_update *update, struct csi_span bytes,
    struct csi_pdf_look *ret_look, cseal_error **ret_error)
{
	if (csi_png_is(bytes))
		return look_png(update, bytes, ret_look, ret_error);
	if (bytes.len >= 2 && bytes.at[0] == 0xff && bytes.at[1] == 0xd8)
		return look_jpeg(update, bytes, ret_look, ret_error);
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the image was neither PNG nor JPEG nor PDF");
}

/* ---- forms ------------------------------------------------------------- */

void
csi_pdf_start_form(struct csi_bytes *entries, double width, double height,
    const double matrix[6])
{
	const double box[4] = { 0, 0, width, height };

	csi_bytes_add_text(entries, "/Type/XObject/Subtype/Form/BBox");
	csi_pdf_write_array(entries, box, 4);
	csi_bytes_add_text(entries, "/Matrix");
	csi_pdf_write_array(entries, matrix, 6);
}

void
csi_pdf_look_paths(csi_pdf_update *update, struct csi_span paths, double width,
    double height, uint32_t color, struct csi_pdf_look *ret_look)
{
	const double rgb[3] = { (color >> 16 & 0xff) / 255.0,
		(color >> 8 & 0xff) / 255.0, (color & 0xff) / 255.0 };
	struct csi_pdf_look look = unit_look;
	struct csi_bytes entries = { 0 }, content = { 0 };
	const char *spaces =
	    csi_pdf_default_spaces(csi_pdf_update_promises(update));

	look.ref = csi_pdf_update_new_ref(update);
	look.width = width;
	look.height = height;
	csi_pdf_start_form(&entries, width, height, look.matrix);
	csi_bytes_print(&entries, "/Resources<<%s%s%s>>",
	    *spaces == '\0' ? "" : "/ColorSpace<<", spaces,
	    *spaces == '\0' ? "" : ">>");
	csi_pdf_write_numbers(&content, rgb, 3);
	csi_bytes_add_text(&content, " rg\n");
	csi_bytes_add_span(&content, paths);
	csi_pdf_update_flate(update, look.ref, &entries, &content);
	*ret_look = look;
}

/* A form of the natural size of a look, in whose resources /Look is inner. */
static struct csi_pdf_ref
write_wrapping(csi_pdf_update *update, const struct csi_pdf_look *look,
    struct csi_pdf_ref inner, const char *more, struct csi_bytes *content)
{
	struct csi_pdf_ref ref = csi_pdf_update_new_ref(update);
	struct csi_bytes entries = { 0 };

	csi_pdf_start_form(
	    &entries, look->width, look->height, unit_look.matrix);
	csi_bytes_add_text(&entries, "/Resources<</XObject<</Look ");
	csi_pdf_write_ref(&entries, inner);
	csi_bytes_print(&entries, ">>%s", more);
	csi_pdf_update_stream(update, ref, &entries, csi_bytes_span(content));
	if (content->failed)
		csi_pdf_update_fail(update);
	csi_bytes_free(content);
	return ref;
}

/* Alpha is of each object that is painted: strokes that cross would be darker
 * where they do.  A group is one object (11.6.6), whatever is in it. */
void
csi_pdf_look_fade(
    csi_pdf_update *update, unsigned percent, struct csi_pdf_look *look)
{
	struct csi_bytes content = { 0 };
	struct csi_pdf_ref group;
	char more[64];

	csi_pdf_write_numbers(&content, look->matrix, 6);
	csi_bytes_add_text(&content, " cm /Look Do\n");
	group = write_wrapping(
	    update, look, look->ref, ">>/Group<</S/Transparency>>", &content);
	snprintf(more, sizeof(more),
	    "/ExtGState<</Fade<</ca .%02u/CA .%02u>>>>>>", percent, percent);
	csi_bytes_add_text(&content, "/Fade gs /Look Do\n");
	look->ref = write_wrapping(update, look, group, more, &content);
	memcpy(look->matrix, unit_look.matrix, sizeof(look->matrix));
}

void
csi_pdf_look_settle(struct csi_pdf_look *look, const double room[2])
{
	double place[6] = { 1, 0, 0, 1, 0, 0 }, scale;

	csi_pdf_fit(look->fit, room[0], room[1], look->width * look->scale,
	    look->height * look->scale, &scale, &place[4], &place[5]);
	place[0] = place[3] = scale * look->scale;
	csi_pdf_multiply(look->matrix, place, look->matrix);
	look->width = room[0];
	look->height = room[1];
	look->fit = CSI_PDF_FIT_CENTRED;
	look->scale = 1;
}

void
csi_pdf_look_draw(struct csi_bytes *out, const struct csi_pdf_look *look,
    const char *name, const double upright[6], double room_width,
    double room_height)
{
	const double room[2] = { room_width, room_height };
	struct csi_pdf_look settled = *look;
	double matrix[6];

	csi_pdf_look_settle(&settled, room);
	csi_pdf_multiply(settled.matrix, upright, matrix);
	csi_bytes_add_text(out, "q ");
	csi_pdf_write_numbers(out, matrix, 6);
	csi_bytes_print(out, " cm /%s Do Q\n", name);
}

void
csi_pdf_look_part(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_look *look, const struct csi_pdf_look_room *room)
{
	const double moved[6] = { 1, 0, 0, 1, room->x, room->y };
	struct csi_bytes entries = { 0 }, content = { 0 };

	csi_pdf_start_form(&entries, room->width, room->height, room->upright);
	csi_bytes_add_text(&entries, "/Resources<<");
	if (look != NULL) {
		csi_bytes_add_text(&entries, "/XObject<</Look ");
		csi_pdf_write_ref(&entries, look->ref);
		csi_bytes_add_text(&entries, ">>");
		csi_pdf_look_draw(&content, look, "Look", moved,
		    room->whole_width, room->whole_height);
	}
	csi_bytes_add_text(&entries, ">>");
	csi_pdf_update_stream(update, ref, &entries, csi_bytes_span(&content));
	if (content.failed)
		csi_pdf_update_fail(update);
	csi_bytes_free(&content);
}

void
csi_pdf_look_form(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_look *look, const double matrix[6], double room_width,
    double room_height)
{
	struct csi_pdf_look_room room = { room_width, room_height, 0, 0,
		room_width, room_height, { 0 } };

	memcpy(room.upright, matrix, sizeof(room.upright));
	csi_pdf_look_part(update, ref, look, &room);
}
