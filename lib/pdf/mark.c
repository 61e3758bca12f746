/* SPDX-License-Identifier: Apache-2.0 */
/* mark.c -- locked stamp annotations that show a look, or a part of it.
 *
 * The look is one XObject however many marks show it: each has a small form
 * that puts it into place, and whose box cuts it. */
#include "mark.h"

#include "error.h"
#include "structure.h"
#include "text.h"
#include "write.h"

/* Print, Locked and LockedContents (Table 165). */
#define MARK_FLAGS 644

#define UM_PER_POINT (25400.0 / 72.0)

static void
write_appearance(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_page *page, const struct csi_pdf_mark *mark,
    const struct csi_pdf_box *box)
{
	const struct csi_pdf_box at_origin = { 0, 0, box->right - box->left,
		box->top - box->bottom };
	double unit = UM_PER_POINT * page->user_unit;
	struct csi_pdf_look_room room = { 0 };

	csi_pdf_upright(&at_origin, page->rotate, room.upright);
	csi_pdf_shown_size(box, page->rotate, &room.width, &room.height);
	room.whole_width = (double)mark->whole.width / unit;
	room.whole_height = (double)mark->whole.height / unit;
	/* From the bottom left corner of the box, y up. */
	room.x = (double)(mark->whole.x - mark->shown.x) / unit;
	room.y = (double)(mark->shown.y + mark->shown.height - mark->whole.y -
			  mark->whole.height) /
		 unit;
	csi_pdf_look_part(update, ref, &mark->look, &room);
}

cseal_status
csi_pdf_mark_write(csi_pdf_update *update, const struct csi_pdf_page *page,
    const struct csi_pdf_mark *mark, struct csi_pdf_ref *ret_ref,
    cseal_error **ret_error)
{
	struct csi_pdf_ref appearance, ref;
	struct csi_pdf_box box;
	struct csi_bytes *out;
	int64_t key;
	cseal_status st;
	bool ok = true;

	st = csi_pdf_place_box(page, &mark->shown, &box, ret_error);
	if (st != CSEAL_OK)
		return st;
	appearance = csi_pdf_update_new_ref(update);
	write_appearance(update, appearance, page, mark, &box);
	ref = csi_pdf_update_new_ref(update);
	st = csi_pdf_structure_add(update, CSI_PDF_ROLE_ANNOTATION, ref,
	    page->ref, mark->contents, &key, ret_error);
	if (st != CSEAL_OK)
		return st;
	out = csi_pdf_update_open(update, ref);
	csi_bytes_print(out,
	    "<<\n/Type /Annot\n/Subtype /Stamp\n/Name /Seal\n/F %d\n/Rect ",
	    MARK_FLAGS);
	csi_pdf_write_array(out,
	    (const double[4]){ box.left, box.bottom, box.right, box.top }, 4);
	csi_bytes_add_text(out, "\n/P ");
	csi_pdf_write_ref(out, page->ref);
	csi_bytes_add_text(out, "\n/M ");
	ok &= csi_pdf_write_date(out, mark->time);
	if (mark->contents != NULL) {
		csi_bytes_add_text(out, "\n/Contents ");
		ok &= csi_pdf_write_text(out, mark->contents);
	}
	if (key >= 0)
		csi_bytes_print(out, "\n/StructParent %lld", (long long)key);
	csi_bytes_add_text(out, "\n/AP <</N ");
	csi_pdf_write_ref(out, appearance);
	csi_bytes_add_text(out, ">>\n>>");
	csi_pdf_update_close(update);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a text of the seal was not UTF-8, or its time was out of "
		    "range");
	*ret_ref = ref;
	return CSEAL_OK;
}
