/* SPDX-License-Identifier: Apache-2.0 */
/* stamp.c -- content added to a page for good (ISO 32000-1, 7.8.2). */
#include "stamp.h"

#include "content.h"
#include "rights.h"
#include "text.h"
#include "write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_PREFIX "Cseal"

/* ---- resources ----------------------------------------------------------- */

/* The number after those of all names "CsealN": one pass, however many. */
static unsigned
first_free(const struct csi_pdf_value *objects)
{
	unsigned next = 1;

	if (objects == NULL || objects->type != CSI_PDF_DICT)
		return next;
	for (size_t i = 0; i < objects->as.dict.count; i++) {
		struct csi_span key = objects->as.dict.entries[i].key;
		size_t prefix = sizeof(NAME_PREFIX) - 1;
		unsigned number = 0;

		if (key.len <= prefix || key.len > prefix + 6 ||
		    memcmp(key.at, NAME_PREFIX, prefix) != 0)
			continue;
		for (size_t k = prefix; k < key.len; k++)
			number = number * 10 + (key.at[k] - (unsigned)'0') % 10;
		if (number >= next)
			next = number + 1;
	}
	return next;
}

/* The page's resources with our XObjects among the others, as direct
 * dictionaries: nobody else has them. */
static cseal_status
write_resources(csi_pdf_update *update, const struct csi_pdf_page *page,
    const struct csi_pdf_stamp *stamps, size_t count, struct csi_bytes *out,
    unsigned *ret_first, cseal_error **ret_error)
{
	const struct csi_pdf_value *resources = page->resources, *objects;
	struct csi_pdf_change change = { "XObject", { 0 } };
	struct csi_bytes text = { 0 };
	cseal_status st;

	st = csi_pdf_get(csi_pdf_update_reader(update), resources, "XObject",
	    &objects, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_first = first_free(objects);
	csi_bytes_add_text(&text, "<<\n");
	csi_pdf_write_entries(&text, objects, NULL, 0);
	for (size_t i = 0; i < count; i++) {
		csi_bytes_print(
		    &text, "/" NAME_PREFIX "%u ", *ret_first + (unsigned)i);
		csi_pdf_write_ref(&text, stamps[i].look.ref);
		csi_bytes_add_u8(&text, '\n');
	}
	csi_bytes_add_text(&text, ">>");
	change.text = csi_bytes_span(&text);
	csi_pdf_write_dict(out, resources, &change, 1);
	out->failed |= text.failed;
	csi_bytes_free(&text);
	return CSEAL_OK;
}

/* ---- contents ------------------------------------------------------------ */

static void
write_draws(struct csi_bytes *out, const struct csi_pdf_page *page,
    const struct csi_pdf_stamp *stamps, size_t count, unsigned first)
{
	for (size_t i = 0; i < count; i++) {
		double upright[6], width, height;
		char name[32];

		snprintf(
		    name, sizeof(name), NAME_PREFIX "%u", first + (unsigned)i);
		csi_pdf_upright(&stamps[i].box, page->rotate, upright);
		csi_pdf_shown_size(
		    &stamps[i].box, page->rotate, &width, &height);
		csi_pdf_look_draw(
		    out, &stamps[i].look, name, upright, width, height);
	}
}

static struct csi_pdf_ref
add_content(csi_pdf_update *update, const char *text)
{
	struct csi_pdf_ref ref = csi_pdf_update_new_ref(update);
	struct csi_span data = { (const uint8_t *)text, strlen(text) };
	struct csi_bytes entries = { 0 };

	csi_pdf_update_stream(update, ref, &entries, data);
	return ref;
}

/* What was there is put between q and as many Q as it needs, so that its
 * graphics state does not reach what is added. */
static void
write_contents(csi_pdf_update *update, const struct csi_pdf_page *page,
    const struct csi_pdf_value *contents, struct csi_pdf_ref draws,
    struct csi_bytes *out)
{
	const struct csi_pdf_value *entry =
	    csi_pdf_find(page->dict, "Contents");

	csi_bytes_add_u8(out, '[');
	csi_pdf_write_ref(out, add_content(update, "q\n"));
	if (contents->type == CSI_PDF_ARRAY) {
		for (size_t i = 0; i < contents->as.array.count; i++) {
			csi_bytes_add_u8(out, '\n');
			csi_pdf_write_source(out, &contents->as.array.items[i]);
		}
	} else if (contents->type == CSI_PDF_STREAM) {
		csi_bytes_add_u8(out, '\n');
		csi_pdf_write_ref(out, entry->as.ref);
	}
	csi_bytes_add_u8(out, '\n');
	csi_pdf_write_ref(out, draws);
	csi_bytes_add_u8(out, ']');
}

cseal_status
csi_pdf_stamp_page(csi_pdf_update *update, const struct csi_pdf_page *page,
    const struct csi_pdf_stamp *stamps, size_t count, cseal_error **ret_error)
{
	struct csi_pdf_change changes[2] = { { "Resources", { 0 } },
		{ "Contents", { 0 } } };
	struct csi_bytes resources = { 0 }, contents = { 0 }, draws = { 0 };
	struct csi_pdf_ref ref = csi_pdf_update_new_ref(update);
	struct csi_bytes entries = { 0 };
	const struct csi_pdf_value *old;
	unsigned first, saved;
	cseal_status st;

	st = csi_pdf_rights_check(csi_pdf_update_reader(update),
	    CSI_PDF_ACT_CHANGE_CONTENT, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(csi_pdf_update_reader(update), page->dict,
		    "Contents", &old, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_content_saved(
		    csi_pdf_update_reader(update), old, &saved, ret_error);
	if (st == CSEAL_OK)
		st = write_resources(
		    update, page, stamps, count, &resources, &first, ret_error);
	if (st != CSEAL_OK)
		goto out;
	for (unsigned i = 0; i < saved; i++)
		csi_bytes_add_text(&draws, "Q\n");
	write_draws(&draws, page, stamps, count, first);
	csi_pdf_update_flate(update, ref, &entries, &draws);
	write_contents(update, page, old, ref, &contents);
	changes[0].text = csi_bytes_span(&resources);
	changes[1].text = csi_bytes_span(&contents);
	csi_pdf_write_dict(
	    csi_pdf_update_open(update, page->ref), page->dict, changes, 2);
	csi_pdf_update_close(update);
	if (resources.failed || contents.failed)
		csi_pdf_update_fail(update);
out:
	csi_bytes_free(&resources);
	csi_bytes_free(&contents);
	return st;
}

/* ---- the mark of virtual devices ------------------------------------------ */

static const struct {
	unsigned bit;
	const char *name;
} virtuals[] = { { CSI_PDF_VIRTUAL_INK, "Ink" },
	{ CSI_PDF_VIRTUAL_PHOTO, "Photo" } };

#define VIRTUALS (sizeof(virtuals) / sizeof(virtuals[0]))

cseal_status
csi_pdf_virtual_read(
    csi_pdf_reader *reader, unsigned *ret_virtual, cseal_error **ret_error)
{
	static const char *const path[] = { "PieceInfo", "CSEAL", "Private",
		"Virtual" };
	const struct csi_pdf_value *value, *item;
	struct csi_pdf_ref ref;
	unsigned found = 0;
	cseal_status st;

	st = csi_pdf_catalog(reader, &value, &ref, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < 4; i++)
		st = csi_pdf_get(reader, value, path[i], &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0;
	     value->type == CSI_PDF_ARRAY && i < value->as.array.count; i++) {
		st = csi_pdf_resolve(
		    reader, &value->as.array.items[i], &item, ret_error);
		if (st != CSEAL_OK)
			return st;
		for (size_t k = 0; k < VIRTUALS; k++)
			if (csi_pdf_is_name(item, virtuals[k].name))
				found |= virtuals[k].bit;
	}
	*ret_virtual = found;
	return CSEAL_OK;
}

static void
write_mark(struct csi_bytes *out, unsigned what, int64_t time)
{
	csi_bytes_add_text(out, "<</LastModified ");
	csi_pdf_write_date(out, time);
	csi_bytes_add_text(out, "/Private <</Virtual [");
	for (size_t i = 0; i < VIRTUALS; i++)
		if ((what & virtuals[i].bit) != 0)
			csi_bytes_print(out, "/%s", virtuals[i].name);
	csi_bytes_add_text(out, "]>>>>");
}

cseal_status
csi_pdf_virtual_mark(csi_pdf_update *update, unsigned what, int64_t time,
    cseal_error **ret_error)
{
	csi_pdf_reader *reader = csi_pdf_update_reader(update);
	struct csi_pdf_change ours = { "CSEAL", { 0 } },
			      change = { "PieceInfo", { 0 } };
	struct csi_bytes mark = { 0 }, pieces = { 0 };
	const struct csi_pdf_value *catalog, *info;
	struct csi_pdf_ref ref;
	unsigned before;
	cseal_status st;

	st = csi_pdf_virtual_read(reader, &before, ret_error);
	if (st != CSEAL_OK || (what & ~before) == 0)
		return st;
	st = csi_pdf_catalog(reader, &catalog, &ref, ret_error);
	if (st == CSEAL_OK)
		st =
		    csi_pdf_get(reader, catalog, "PieceInfo", &info, ret_error);
	if (st != CSEAL_OK)
		return st;
	write_mark(&mark, what | before, time);
	ours.text = csi_bytes_span(&mark);
	csi_pdf_write_dict(&pieces, info, &ours, 1);
	change.text = csi_bytes_span(&pieces);
	csi_pdf_write_dict(
	    csi_pdf_update_open(update, ref), catalog, &change, 1);
	csi_pdf_update_close(update);
	if (mark.failed || pieces.failed)
		csi_pdf_update_fail(update);
	csi_bytes_free(&mark);
	csi_bytes_free(&pieces);
	return CSEAL_OK;
}
