/* SPDX-License-Identifier: Apache-2.0 */
/* stamp.c -- draws looks on pages for good. */
#include "pdf/stamp.h"

#include "document/document.h"
#include "document/look.h"
#include "error.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STAMPS_MOST 1000

/* One stamp, with the page that it is for. */
struct one {
	const struct cseal_stamp *asked;
	uint32_t page; /* index */
	size_t order;
};

struct stamping {
	cseal_context *context;
	cseal_document *document;
	csi_pdf_reader *reader;
	csi_pdf_update *update;
	cseal_wait wait;
	struct one *all; /* by page, then as they were given */
	struct csi_pdf_stamp *drawn;
	size_t count;
	unsigned marks;
};

static cseal_status
check_stamps(const struct cseal_stamp *const *stamps, size_t count,
    cseal_error **ret_error)
{
	if (stamps == NULL || count == 0 || count > STAMPS_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there must be 1 to %u stamps", STAMPS_MOST);
	for (size_t i = 0; i < count; i++) {
		cseal_status st;

		if (stamps[i] == NULL || stamps[i]->size < sizeof(*stamps[i]))
			return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
			    "the size of a stamp was not set");
		st = csi_look_check(&stamps[i]->look, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

static int
compare_pages(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	if (x->page != y->page)
		return x->page < y->page ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static cseal_status
sort_stamps(struct stamping *stamping, const struct cseal_stamp *const *stamps,
    cseal_error **ret_error)
{
	stamping->all = calloc(stamping->count, sizeof(*stamping->all));
	stamping->drawn = calloc(stamping->count, sizeof(*stamping->drawn));
	if (stamping->all == NULL || stamping->drawn == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; i < stamping->count; i++) {
		struct one *one = &stamping->all[i];
		cseal_status st;

		one->asked = stamps[i];
		one->order = i;
		st = csi_document_page(stamping->document,
		    stamps[i]->place.page, &one->page, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	qsort(stamping->all, stamping->count, sizeof(*stamping->all),
	    compare_pages);
	return CSEAL_OK;
}

static cseal_status
draw_one(struct stamping *stamping, const struct csi_pdf_page *page,
    const struct one *one, struct csi_pdf_stamp *ret_drawn,
    cseal_error **ret_error)
{
	const struct cseal_place *place = &one->asked->place;
	const struct csi_pdf_shown shown = { place->x_um, place->y_um,
		place->width_um, place->height_um };
	double room[2];
	unsigned marks;
	cseal_status st;

	st = csi_pdf_place_box(page, &shown, &ret_drawn->box, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_shown_size(&ret_drawn->box, page->rotate, &room[0], &room[1]);
	st = csi_look_write(stamping->context, stamping->update,
	    &one->asked->look, room, page->user_unit, &stamping->wait,
	    &ret_drawn->look, &marks, ret_error);
	if (st != CSEAL_OK)
		return st;
	stamping->marks |= marks;
	return CSEAL_OK;
}

/* All stamps of one page, from number i on; *ret_next is the first of the
 * next page. */
static cseal_status
stamp_page(struct stamping *stamping, size_t i, size_t *ret_next,
    cseal_error **ret_error)
{
	struct csi_pdf_page page;
	size_t end = i;
	cseal_status st;

	st = csi_pdf_page(
	    stamping->reader, stamping->all[i].page, &page, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (; end < stamping->count &&
	       stamping->all[end].page == stamping->all[i].page;
	     end++) {
		st = draw_one(stamping, &page, &stamping->all[end],
		    &stamping->drawn[end], ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	*ret_next = end;
	return csi_pdf_stamp_page(
	    stamping->update, &page, &stamping->drawn[i], end - i, ret_error);
}

static cseal_status
stamp_all(struct stamping *stamping, const struct cseal_stamp *const *stamps,
    cseal_error **ret_error)
{
	cseal_status st;

	st = csi_document_writable(
	    stamping->document, &stamping->reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_document_unsigned(stamping->reader, ret_error);
	if (st == CSEAL_OK)
		st = sort_stamps(stamping, stamps, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_new(
		    stamping->reader, &stamping->update, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_keep_promises(stamping->update, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < stamping->count;)
		st = stamp_page(stamping, i, &i, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_virtual_mark(stamping->update, stamping->marks,
		    (int64_t)time(NULL), ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_finish(stamping->update, ret_error);
	if (st == CSEAL_OK)
		st = csi_document_place(
		    stamping->document, stamping->update, ret_error);
	return st;
}

/* One attempt. */
static cseal_status
stamp_document(struct stamping *stamping,
    const struct cseal_stamp *const *stamps, cseal_error **ret_error)
{
	cseal_status st;

	st = stamp_all(stamping, stamps, ret_error);
	if (st == CSEAL_OK)
		stamping->document->file.len +=
		    csi_pdf_update_len(stamping->update);
	csi_pdf_update_free(stamping->update);
	free(stamping->all);
	free(stamping->drawn);
	stamping->update = NULL;
	stamping->all = NULL;
	stamping->drawn = NULL;
	return st;
}

cseal_status
cseal_document_stamp(cseal_context *context, cseal_document *document,
    const struct cseal_stamp *const *stamps, size_t count,
    cseal_error **ret_error)
{
	struct stamping stamping = {
		.context = context, .document = document, .count = count
	};
	cseal_status st;

	st = check_stamps(stamps, count, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_wait_init(&stamping.wait, CSEAL_NO_TIMEOUT, NULL);
	st = stamp_document(&stamping, stamps, ret_error);
	if (csi_document_mend(document, &st, ret_error))
		st = stamp_document(&stamping, stamps, ret_error);
	return st;
}
