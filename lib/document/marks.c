/* SPDX-License-Identifier: Apache-2.0 */
/* marks.c -- what one signature shows: its looks, each written once, and the
 * stamp annotations that repeat them or cut them. */
#include "document/marks.h"

#include "document/look.h"
#include "document/straddle.h"
#include "error.h"
#include "pdf/form.h"

#include <stdlib.h>
#include <string.h>

#define MARKS_MOST   10000
#define UM_PER_POINT (25400.0 / 72.0)

/* ---- looks --------------------------------------------------------------- */

struct known {
	const struct cseal_look *asked;
	double room[2], user_unit;
	struct csi_pdf_look look;
};

/* Text depends on its room, and whether a QR code is large enough. */
static bool
is_known(const struct known *known, const struct cseal_look *asked,
    const double room[2], double user_unit)
{
	return known->asked == asked &&
	       ((asked->text == NULL && asked->qr == NULL) ||
		   (known->room[0] == room[0] && known->room[1] == room[1] &&
		       known->user_unit == user_unit));
}

static cseal_status
fill(struct csi_looks *looks, const char *text, struct csi_bytes *into,
    const char **ret_text, cseal_error **ret_error)
{
	cseal_status st;

	if (text == NULL)
		return CSEAL_OK;
	st = csi_seal_text(text, &looks->words, into, ret_error);
	if (st == CSEAL_OK)
		*ret_text = (const char *)into->at;
	return st;
}

static cseal_status
write_look(struct csi_looks *looks, const struct cseal_look *asked,
    struct known *one, unsigned *ret_marks, cseal_error **ret_error)
{
	struct cseal_look filled = *asked;
	struct csi_bytes text = { 0 }, qr = { 0 };
	cseal_status st;

	st = fill(looks, asked->text, &text, &filled.text, ret_error);
	if (st == CSEAL_OK)
		st = fill(looks, asked->qr, &qr, &filled.qr, ret_error);
	/* The words may be no UTF-8. */
	if (st == CSEAL_OK)
		st = csi_look_check(&filled, ret_error);
	if (st == CSEAL_OK)
		st = csi_look_write(looks->context, looks->update, &filled,
		    one->room, one->user_unit, looks->wait, &one->look,
		    ret_marks, ret_error);
	csi_bytes_free(&text);
	csi_bytes_free(&qr);
	return st;
}

cseal_status
csi_looks_get(struct csi_looks *looks, const struct cseal_look *asked,
    const double room[2], double user_unit, struct csi_pdf_look *ret_look,
    cseal_error **ret_error)
{
	const struct known *known = (const void *)looks->known.at;
	struct known one = { .asked = asked,
		.room = { room[0], room[1] },
		.user_unit = user_unit };
	size_t count = looks->known.len / sizeof(one);
	unsigned marks;
	cseal_status st;

	for (size_t i = 0; i < count; i++) {
		if (is_known(&known[i], asked, room, user_unit)) {
			*ret_look = known[i].look;
			return CSEAL_OK;
		}
	}
	st = write_look(looks, asked, &one, &marks, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_bytes_add(&looks->known, &one, sizeof(one));
	if (looks->known.failed)
		return csi_fail_memory(ret_error);
	looks->virtual_marks |= marks;
	*ret_look = one.look;
	return CSEAL_OK;
}

void
csi_looks_clear(struct csi_looks *looks)
{
	csi_bytes_free(&looks->known);
}

/* ---- what was asked for ---------------------------------------------------- */

bool
csi_marks_any(const struct cseal_seal *seal)
{
	return seal->mark_count > 0 || seal->straddle != NULL;
}

static cseal_status
check_look(const struct cseal_seal *seal, const struct cseal_look *look,
    cseal_error **ret_error)
{
	return csi_look_check(look != NULL ? look : &seal->look, ret_error);
}

cseal_status
csi_marks_check(const struct cseal_seal *seal, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (seal->mark_count > 0 && seal->marks == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the marks of the seal were NULL");
	if (seal->mark_count > MARKS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a seal has %d marks at most", MARKS_MOST);
	for (size_t i = 0; st == CSEAL_OK && i < seal->mark_count; i++) {
		const struct cseal_mark *mark = seal->marks[i];

		if (mark == NULL || mark->size < sizeof(*mark))
			return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
			    "the size of a mark was not set");
		if (mark->sides < CSEAL_SIDES_ALL ||
		    mark->sides > CSEAL_SIDES_EVEN)
			return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
			    "there is no such side of a page");
		st = check_look(seal, mark->look, ret_error);
	}
	if (st == CSEAL_OK && seal->straddle != NULL)
		st = csi_straddle_check(seal->straddle, ret_error);
	if (st == CSEAL_OK && seal->straddle != NULL)
		st = check_look(seal, seal->straddle->look, ret_error);
	return st;
}

/* ---- where they go --------------------------------------------------------- */

/* One mark before its look is written. */
struct plan {
	uint32_t page;
	size_t order;
	const struct cseal_look *asked;
	struct csi_pdf_shown shown, whole;
};

struct planning {
	cseal_document *document;
	csi_pdf_reader *reader;
	const struct cseal_seal *seal;
	uint32_t own_page;      /* index */
	struct csi_bytes plans; /* struct plan */
};

static void
add_plan(
    struct planning *planning, struct plan *plan, const struct cseal_look *look)
{
	plan->order = planning->plans.len;
	plan->asked = look != NULL ? look : &planning->seal->look;
	csi_bytes_add(&planning->plans, plan, sizeof(*plan));
}

/* Is it the seal's own place? */
static bool
is_own(const struct planning *planning, const struct cseal_place *place,
    uint32_t page)
{
	const struct cseal_place *own = &planning->seal->place;

	return planning->seal->visible && page == planning->own_page &&
	       place->x_um == own->x_um && place->y_um == own->y_um &&
	       place->width_um == own->width_um &&
	       place->height_um == own->height_um;
}

static cseal_status
plan_mark(struct planning *planning, const struct cseal_mark *mark,
    cseal_error **ret_error)
{
	const struct cseal_place *place = &mark->place;
	struct plan plan = { .shown = { place->x_um, place->y_um,
				 place->width_um, place->height_um } };
	uint32_t first, last;
	cseal_status st;

	st = csi_document_page(
	    planning->document, place->page, &first, ret_error);
	last = first;
	if (st == CSEAL_OK && mark->last_page != 0)
		st = csi_document_page(
		    planning->document, mark->last_page, &last, ret_error);
	plan.whole = plan.shown;
	for (uint64_t page = first; st == CSEAL_OK && page <= last; page++) {
		plan.page = (uint32_t)page;
		/* Page numbers begin at 1, indexes at 0. */
		if (is_own(planning, place, plan.page) ||
		    (mark->sides != CSEAL_SIDES_ALL &&
			(page % 2 == 0) != (mark->sides == CSEAL_SIDES_ODD)))
			continue;
		if (planning->plans.len / sizeof(plan) == MARKS_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "a seal has %d marks at most", MARKS_MOST);
		add_plan(planning, &plan, mark->look);
	}
	return st;
}

static cseal_status
plan_marks(struct planning *planning, cseal_error **ret_error)
{
	const struct cseal_seal *seal = planning->seal;
	cseal_status st = CSEAL_OK;

	planning->own_page = UINT32_MAX;
	if (seal->visible && seal->mark_count > 0 && seal->place.page != 0)
		st = csi_document_page(planning->document, seal->place.page,
		    &planning->own_page, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < seal->mark_count; i++)
		st = plan_mark(planning, seal->marks[i], ret_error);
	return st;
}

static cseal_status
read_size(csi_pdf_reader *reader, uint32_t index,
    struct csi_pdf_shown *ret_size, cseal_error **ret_error)
{
	struct csi_pdf_page page;
	cseal_status st = csi_pdf_page(reader, index, &page, ret_error);

	if (st == CSEAL_OK)
		*ret_size = csi_pdf_shown_page(&page);
	return st;
}

/* Where the seals' middle is along the edges: the same on every page, or
 * their slices would not join. */
static cseal_status
find_middle(struct planning *planning, const struct csi_slice *slices,
    size_t count, int64_t *ret_middle, cseal_error **ret_error)
{
	const struct cseal_straddle *straddle = planning->seal->straddle;
	int64_t shortest = INT64_MAX;

	if (straddle->along_um != 0) {
		*ret_middle = straddle->along_um;
		return CSEAL_OK;
	}
	for (size_t i = 0; i < count; i++) {
		struct csi_pdf_shown size;
		cseal_status st = read_size(
		    planning->reader, slices[i].page, &size, ret_error);
		int64_t side;

		if (st != CSEAL_OK)
			return st;
		side = csi_straddle_is_upright(straddle) ? size.height
							 : size.width;
		if (side < shortest)
			shortest = side;
	}
	*ret_middle = shortest / 2;
	return CSEAL_OK;
}

static cseal_status
plan_slice(struct planning *planning, const struct csi_slice *slice,
    int64_t middle, cseal_error **ret_error)
{
	const struct cseal_straddle *straddle = planning->seal->straddle;
	struct plan plan = { .page = slice->page };
	struct csi_slice_place place;
	struct csi_pdf_shown size;
	cseal_status st;

	st = read_size(planning->reader, slice->page, &size, ret_error);
	if (st != CSEAL_OK)
		return st;
	place = csi_straddle_place(
	    straddle, slice, size.width, size.height, middle);
	plan.shown = (struct csi_pdf_shown){ place.x, place.y, place.width,
		place.height };
	plan.whole = (struct csi_pdf_shown){ place.whole_x, place.whole_y,
		straddle->width_um, straddle->height_um };
	add_plan(planning, &plan, straddle->look);
	return CSEAL_OK;
}

static cseal_status
plan_straddle(struct planning *planning, cseal_error **ret_error)
{
	const struct csi_slice *all;
	struct csi_bytes slices = { 0 };
	int64_t middle = 0;
	uint32_t pages;
	size_t count;
	cseal_status st;

	st = csi_pdf_page_count(planning->reader, &pages, ret_error);
	if (st == CSEAL_OK)
		st = csi_straddle_cut(
		    planning->seal->straddle, pages, &slices, ret_error);
	all = (const void *)slices.at;
	count = slices.len / sizeof(*all);
	if (st == CSEAL_OK)
		st = find_middle(planning, all, count, &middle, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		st = plan_slice(planning, &all[i], middle, ret_error);
		if (st != CSEAL_OK)
			st = cseal_fail_note(ret_error, st,
			    "page %u could not have its slice of the seal",
			    all[i].page + 1);
	}
	csi_bytes_free(&slices);
	return st;
}

static int
compare_plans(const void *a, const void *b)
{
	const struct plan *x = a, *y = b;

	if (x->page != y->page)
		return x->page < y->page ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* ---- writing ---------------------------------------------------------------- */

struct writing {
	struct csi_looks *looks;
	struct csi_pdf_target *target;
	const char *contents;
	int64_t time;
};

static cseal_status
write_one(struct writing *writing, const struct csi_pdf_page *page,
    const struct plan *plan, struct csi_pdf_ref *ret_ref,
    cseal_error **ret_error)
{
	struct csi_pdf_mark mark = { .page = plan->page,
		.shown = plan->shown,
		.whole = plan->whole,
		.contents = writing->contents,
		.time = writing->time };
	double unit = UM_PER_POINT * page->user_unit;
	const double room[2] = { (double)plan->whole.width / unit,
		(double)plan->whole.height / unit };
	cseal_status st;

	st = csi_looks_get(writing->looks, plan->asked, room, page->user_unit,
	    &mark.look, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_pdf_mark_write(
	    writing->looks->update, page, &mark, ret_ref, ret_error);
}

/* All of one page; refs is taken over. */
static cseal_status
put_on_page(struct writing *writing, const struct csi_pdf_page *page,
    struct csi_pdf_ref *take_refs, size_t count, cseal_error **ret_error)
{
	struct csi_pdf_target *target = writing->target;
	cseal_status st;

	if (target->is_new && csi_pdf_same_ref(target->page.ref, page->ref)) {
		target->beside = take_refs;
		target->beside_count = count;
		return CSEAL_OK;
	}
	st = csi_pdf_page_add(
	    writing->looks->update, page, take_refs, count, ret_error);
	free(take_refs);
	return st;
}

static cseal_status
write_page(struct writing *writing, csi_pdf_reader *reader,
    const struct plan *plans, size_t count, cseal_error **ret_error)
{
	struct csi_pdf_ref *refs = calloc(count, sizeof(*refs));
	struct csi_pdf_page page;
	cseal_status st;

	if (refs == NULL)
		return csi_fail_memory(ret_error);
	st = csi_pdf_page(reader, plans[0].page, &page, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = write_one(writing, &page, &plans[i], &refs[i], ret_error);
	if (st != CSEAL_OK) {
		free(refs);
		return st;
	}
	return put_on_page(writing, &page, refs, count, ret_error);
}

static cseal_status
write_pages(
    struct writing *writing, struct planning *planning, cseal_error **ret_error)
{
	struct plan *plans = (void *)planning->plans.at;
	size_t count = planning->plans.len / sizeof(*plans), end;
	cseal_status st = CSEAL_OK;

	qsort(plans, count, sizeof(*plans), compare_plans);
	for (size_t i = 0; st == CSEAL_OK && i < count; i = end) {
		for (end = i; end < count && plans[end].page == plans[i].page;)
			end++;
		st = cseal_wait_check(writing->looks->wait, ret_error);
		if (st == CSEAL_OK)
			st = write_page(writing, planning->reader, plans + i,
			    end - i, ret_error);
	}
	return st;
}

cseal_status
csi_marks_write(cseal_document *document, const struct cseal_seal *seal,
    struct csi_looks *looks, struct csi_pdf_target *target,
    const char *contents, int64_t time, cseal_error **ret_error)
{
	struct planning planning = { .document = document,
		.reader = csi_pdf_update_reader(looks->update),
		.seal = seal };
	struct writing writing = { looks, target, contents, time };
	cseal_status st;

	st = plan_marks(&planning, ret_error);
	if (st == CSEAL_OK && seal->straddle != NULL)
		st = plan_straddle(&planning, ret_error);
	if (st == CSEAL_OK && planning.plans.failed)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK && planning.plans.len > 0)
		st = write_pages(&writing, &planning, ret_error);
	csi_bytes_free(&planning.plans);
	return st;
}
