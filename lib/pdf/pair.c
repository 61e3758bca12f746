/* SPDX-License-Identifier: Apache-2.0 */
/* pair.c -- a picture and a text as one look. */
#include "pair.h"

#include "write.h"

#include <math.h>

#define PICTURE_MOST 0.4 /* of the width */

void
csi_pdf_pair_divide(const struct csi_pdf_look *picture, const double room[2],
    double gap, bool over, struct csi_pdf_pair_rooms *ret_rooms)
{
	struct csi_pdf_pair_rooms rooms = { { room[0], room[1] },
		{ room[0], room[1] }, 0 };

	if (!over) {
		rooms.picture[0] =
		    fmin(room[1] * picture->width / picture->height,
			room[0] * PICTURE_MOST);
		rooms.text_x =
		    rooms.picture[0] + fmin(gap, room[0] * PICTURE_MOST / 4);
		rooms.text[0] = room[0] - rooms.text_x;
	}
	*ret_rooms = rooms;
}

void
csi_pdf_look_pair(csi_pdf_update *update, const struct csi_pdf_look *picture,
    const struct csi_pdf_look *text, const double room[2],
    const struct csi_pdf_pair_rooms *rooms, struct csi_pdf_look *ret_look)
{
	const double left[6] = { 1, 0, 0, 1, 0, 0 };
	const double right[6] = { 1, 0, 0, 1, rooms->text_x, 0 };
	struct csi_pdf_look look = { .width = room[0],
		.height = room[1],
		.matrix = { 1, 0, 0, 1, 0, 0 },
		.fit = CSI_PDF_FIT_CENTRED,
		.scale = 1,
		.is_virtual = picture->is_virtual };
	struct csi_bytes entries = { 0 }, content = { 0 };

	look.ref = csi_pdf_update_new_ref(update);
	csi_pdf_start_form(&entries, room[0], room[1], look.matrix);
	csi_bytes_add_text(&entries, "/Resources<</XObject<</Look ");
	csi_pdf_write_ref(&entries, picture->ref);
	csi_bytes_add_text(&entries, "/Text ");
	csi_pdf_write_ref(&entries, text->ref);
	csi_bytes_add_text(&entries, ">>>>");
	csi_pdf_look_draw(&content, picture, "Look", left, rooms->picture[0],
	    rooms->picture[1]);
	csi_pdf_look_draw(
	    &content, text, "Text", right, rooms->text[0], rooms->text[1]);
	csi_pdf_update_stream(
	    update, look.ref, &entries, csi_bytes_span(&content));
	if (content.failed)
		csi_pdf_update_fail(update);
	csi_bytes_free(&content);
	*ret_look = look;
}
