/* SPDX-License-Identifier: Apache-2.0 */
/* delta.c -- which objects differ between a signed revision and the file. */
#include "pdf/delta.h"

#include "error.h"
#include "pdf/same.h"

#include <stdlib.h>
#include <string.h>

/* Values of the signed revision that are looked through for references to
 * objects that it does not have. */
#define VALUES_MOST 20000000

struct collect {
	struct csi_pdf_delta *delta;
	bool failed;
};

static void
collect_row(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	struct collect *collect = user;
	struct csi_pdf_delta *delta = collect->delta;

	(void)row;
	if (number == 0 || !csi_numbers_add(&delta->is_changed, number))
		return;
	if (delta->changed_count == delta->changed_room) {
		size_t room =
		    delta->changed_room == 0 ? 64 : delta->changed_room * 2;
		uint32_t *at = reallocarray(delta->changed, room, sizeof(*at));

		if (at == NULL) {
			collect->failed = true;
			return;
		}
		delta->changed = at;
		delta->changed_room = room;
	}
	delta->changed[delta->changed_count++] = number;
}

/* The sections of the signed revision must be the older sections of the file,
 * one for one: otherwise a reader of the file does not see that revision. */
static cseal_status
check_base(struct csi_pdf_delta *delta, cseal_error **ret_error)
{
	size_t before = csi_pdf_section_count(delta->before);
	size_t after = csi_pdf_section_count(delta->after);

	if (after < before)
		return cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
		    "the file did not contain the signed revision whole");
	delta->new_sections = after - before;
	for (size_t i = 0; i < before; i++) {
		if (csi_pdf_section_at(delta->before, i)->offset !=
		    csi_pdf_section_at(delta->after, i + delta->new_sections)
			->offset)
			return cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
			    "a later revision did not build on the signed "
			    "one");
	}
	return CSEAL_OK;
}

static cseal_status
collect_changed(struct csi_pdf_delta *delta, cseal_error **ret_error)
{
	struct collect collect = { .delta = delta };
	cseal_status st;

	for (size_t i = 0; i < delta->new_sections; i++) {
		st = csi_pdf_section_rows(
		    delta->after, i, collect_row, &collect, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (collect.failed || delta->is_changed.failed)
			return csi_fail_memory(ret_error);
	}
	return CSEAL_OK;
}

/* ---- references to nothing ------------------------------------------ */

struct scan {
	struct csi_pdf_delta *delta;
	const struct csi_pdf_value **stack;
	size_t depth, room, seen;
	struct csi_numbers scanned; /* several sections have a row for one */
	cseal_status st;
	cseal_error **ret_error;
};

static bool
scan_push(struct scan *scan, const struct csi_pdf_value *value)
{
	if (scan->depth == scan->room) {
		size_t room = scan->room == 0 ? 256 : scan->room * 2;
		const struct csi_pdf_value **stack = reallocarray(
		    scan->stack, room, sizeof(const struct csi_pdf_value *));

		if (stack == NULL) {
			scan->st = csi_fail_memory(scan->ret_error);
			return false;
		}
		scan->stack = stack;
		scan->room = room;
	}
	scan->stack[scan->depth++] = value;
	return true;
}

static void
scan_reference(struct scan *scan, struct csi_pdf_ref ref)
{
	struct csi_pdf_delta *delta = scan->delta;
	bool there;

	if (csi_numbers_has(&delta->is_changed, ref.number) &&
	    !csi_numbers_add(&delta->used, ref.number))
		csi_numbers_add(&delta->shared, ref.number);
	scan->st =
	    csi_pdf_was_there(delta, ref.number, &there, scan->ret_error);
	if (scan->st == CSEAL_OK && !there)
		csi_numbers_add(&delta->dangling, ref.number);
}

static void
scan_value(struct scan *scan, const struct csi_pdf_value *value)
{
	if (++scan->seen > VALUES_MOST) {
		scan->st = cseal_fail(scan->ret_error, CSEAL_REFUSED_LIMIT,
		    "the signed revision was too large to be compared");
		return;
	}
	if (value->type == CSI_PDF_REFERENCE) {
		scan_reference(scan, value->as.ref);
	} else if (value->type == CSI_PDF_ARRAY) {
		for (size_t i = 0; i < value->as.array.count; i++) {
			if (!scan_push(scan, &value->as.array.items[i]))
				return;
		}
	} else if (value->type == CSI_PDF_DICT ||
		   value->type == CSI_PDF_STREAM) {
		for (size_t i = 0; i < value->as.dict.count; i++) {
			if (!scan_push(scan, &value->as.dict.entries[i].value))
				return;
		}
	}
}

/* A cross-reference stream names the catalogue and the information once more,
 * and uses neither. */
static bool
is_section(const struct csi_pdf_value *value)
{
	return value->type == CSI_PDF_STREAM &&
	       csi_pdf_is_name(csi_pdf_find(value, "Type"), "XRef");
}

static void
scan_row(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	struct scan *scan = user;
	const struct csi_pdf_value *value;
	struct csi_pdf_row newest;
	struct csi_pdf_ref ref = { number, 0 };

	(void)row;
	if (scan->st != CSEAL_OK || number == 0 ||
	    !csi_numbers_add(&scan->scanned, number))
		return;
	scan->st = csi_pdf_row_of(
	    scan->delta->before, number, &newest, scan->ret_error);
	if (scan->st != CSEAL_OK || newest.kind == CSI_PDF_ROW_FREE ||
	    newest.kind == CSI_PDF_ROW_NONE)
		return;
	ref.generation = newest.generation;
	scan->st =
	    csi_pdf_load(scan->delta->before, ref, &value, scan->ret_error);
	if (scan->st != CSEAL_OK || is_section(value) ||
	    !scan_push(scan, value))
		return;
	while (scan->st == CSEAL_OK && scan->depth > 0)
		scan_value(scan, scan->stack[--scan->depth]);
}

/*
 * An object that the signed revision refers to but does not have is null in
 * it (ISO 32000-1, 7.3.10).  A later revision that brings it changes what
 * was signed without touching one signed object.
 */
static cseal_status
find_dangling(struct csi_pdf_delta *delta, cseal_error **ret_error)
{
	struct scan scan = { .delta = delta, .ret_error = ret_error };
	cseal_error *error = NULL; /* the rows go on after one has failed */
	bool failed;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && scan.st == CSEAL_OK &&
			   i < csi_pdf_section_count(delta->before);
	     i++)
		st = csi_pdf_section_rows(
		    delta->before, i, scan_row, &scan, &error);
	free(scan.stack);
	if (scan.st == CSEAL_OK && st != CSEAL_OK && ret_error != NULL)
		*ret_error = error;
	else
		cseal_error_free(error);
	failed = scan.scanned.failed;
	csi_numbers_free(&scan.scanned);
	if (scan.st != CSEAL_OK)
		return scan.st;
	if (st == CSEAL_OK && (failed || delta->dangling.failed ||
				  delta->used.failed || delta->shared.failed))
		return csi_fail_memory(ret_error);
	return st;
}

cseal_status
csi_pdf_delta_init(struct csi_pdf_delta *delta, csi_pdf_reader *before,
    csi_pdf_reader *after, cseal_error **ret_error)
{
	cseal_status st;

	memset(delta, 0, sizeof(*delta));
	delta->before = before;
	delta->after = after;
	st = check_base(delta, ret_error);
	if (st == CSEAL_OK)
		st = collect_changed(delta, ret_error);
	if (st == CSEAL_OK && delta->changed_count > 0)
		st = find_dangling(delta, ret_error);
	if (st != CSEAL_OK)
		csi_pdf_delta_clear(delta);
	return st;
}

void
csi_pdf_delta_clear(struct csi_pdf_delta *delta)
{
	free(delta->changed);
	csi_numbers_free(&delta->is_changed);
	csi_numbers_free(&delta->dangling);
	csi_numbers_free(&delta->used);
	csi_numbers_free(&delta->shared);
	memset(delta, 0, sizeof(*delta));
}

cseal_status
csi_pdf_was_there(struct csi_pdf_delta *delta, uint32_t number, bool *ret_there,
    cseal_error **ret_error)
{
	struct csi_pdf_row row;
	cseal_status st =
	    csi_pdf_row_of(delta->before, number, &row, ret_error);

	if (st == CSEAL_OK)
		*ret_there = row.kind == CSI_PDF_ROW_OFFSET ||
			     row.kind == CSI_PDF_ROW_PACKED;
	return st;
}

cseal_status
csi_pdf_load_newest(csi_pdf_reader *reader, uint32_t number,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error)
{
	struct csi_pdf_row row;
	struct csi_pdf_ref ref = { number, 0 };
	cseal_status st = csi_pdf_row_of(reader, number, &row, ret_error);

	if (st != CSEAL_OK)
		return st;
	ref.generation = row.generation;
	return csi_pdf_load(reader, ref, ret_value, ret_error);
}

cseal_status
csi_pdf_load_both(const struct csi_pdf_delta *delta, uint32_t number,
    const struct csi_pdf_value **ret_old, const struct csi_pdf_value **ret_new,
    cseal_error **ret_error)
{
	cseal_status st =
	    csi_pdf_load_newest(delta->before, number, ret_old, ret_error);

	return st == CSEAL_OK ? csi_pdf_load_newest(
				    delta->after, number, ret_new, ret_error)
			      : st;
}

/* Of bytes that cannot be decrypted it is not known that they are the same. */
static cseal_status
compare_clear(struct csi_pdf_delta *delta, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new, bool *ret_same, cseal_error **ret_error)
{
	struct csi_pdf_value a = *old, b = *new;
	struct csi_bytes old_data = { 0 }, new_data = { 0 };
	cseal_status st;

	st = csi_pdf_stream_clear(delta->before, old, &old_data, NULL);
	if (st == CSEAL_OK)
		st = csi_pdf_stream_clear(delta->after, new, &new_data, NULL);
	a.as.dict.raw = csi_bytes_span(&old_data);
	b.as.dict.raw = csi_bytes_span(&new_data);
	if (st == CSEAL_OK)
		st = csi_pdf_same(&a, &b, ret_same, ret_error);
	else if (cseal_status_class_of(st) == CSEAL_CLASS_REFUSED)
		st = CSEAL_OK;
	else
		cseal_fail(ret_error, st, "two streams could not be compared");
	csi_bytes_free(&old_data);
	csi_bytes_free(&new_data);
	return st;
}

cseal_status
csi_pdf_is_same(struct csi_pdf_delta *delta, uint32_t number, bool *ret_same,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *old, *new;
	struct csi_pdf_row old_row, new_row;
	cseal_status st;

	st = csi_pdf_row_of(delta->before, number, &old_row, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_row_of(delta->after, number, &new_row, ret_error);
	if (st == CSEAL_OK)
		st =
		    csi_pdf_load_newest(delta->before, number, &old, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_load_newest(delta->after, number, &new, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (old_row.generation != new_row.generation) {
		*ret_same = false;
		return CSEAL_OK;
	}
	st = csi_pdf_same(old, new, ret_same, ret_error);
	if (st != CSEAL_OK || *ret_same || old->type != CSI_PDF_STREAM ||
	    new->type != CSI_PDF_STREAM ||
	    !csi_pdf_is_encrypted(delta->before) ||
	    !csi_pdf_is_encrypted(delta->after))
		return st;
	/* Encrypted again, the same bytes look different. */
	return compare_clear(delta, old, new, ret_same, ret_error);
}
