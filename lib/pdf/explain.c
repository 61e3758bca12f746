/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c -- which new objects belong to a change that is accounted for. */
#include "pdf/changes-inside.h"

#include "error.h"

#include <stdlib.h>

struct walk {
	struct csi_pdf_judge *judge;
	const struct csi_pdf_value **stack;
	size_t depth, room;
};

static cseal_status
walk_push(struct walk *walk, const struct csi_pdf_value *value)
{
	if (walk->depth == walk->room) {
		size_t room = walk->room == 0 ? 64 : walk->room * 2;
		const struct csi_pdf_value **stack = reallocarray(
		    walk->stack, room, sizeof(const struct csi_pdf_value *));

		if (stack == NULL)
			return csi_fail_memory(walk->judge->ret_error);
		walk->stack = stack;
		walk->room = room;
	}
	walk->stack[walk->depth++] = value;
	return CSEAL_OK;
}

static cseal_status
walk_reference(struct walk *walk, uint32_t number)
{
	struct csi_pdf_judge *judge = walk->judge;
	const struct csi_pdf_value *value;
	bool there;
	cseal_status st;

	if (!csi_numbers_has(&judge->delta.is_changed, number))
		return CSEAL_OK;
	st = csi_pdf_was_there(&judge->delta, number, &there, judge->ret_error);
	if (st != CSEAL_OK || there)
		return st;
	if (csi_numbers_has(&judge->delta.dangling, number))
		return csi_pdf_forbid(judge,
		    "Something was added that the signed content refers to",
		    number);
	if (!csi_numbers_add(&judge->explained, number))
		return judge->explained.failed
			   ? csi_fail_memory(judge->ret_error)
			   : CSEAL_OK;
	st = csi_pdf_load_newest(
	    judge->delta.after, number, &value, judge->ret_error);
	return st == CSEAL_OK ? walk_push(walk, value) : st;
}

/* Links upwards and to pages lead out of what was added. */
static bool
leads_out(struct csi_span key)
{
	return csi_span_is(key, "P") || csi_span_is(key, "Parent") ||
	       csi_span_is(key, "Page") || csi_span_is(key, "Pg");
}

static cseal_status
walk_value(struct walk *walk, const struct csi_pdf_value *value)
{
	cseal_status st = CSEAL_OK;

	if (value->type == CSI_PDF_REFERENCE)
		return walk_reference(walk, value->as.ref.number);
	if (value->type == CSI_PDF_ARRAY) {
		for (size_t i = 0; st == CSEAL_OK && i < value->as.array.count;
		     i++)
			st = walk_push(walk, &value->as.array.items[i]);
	} else if (value->type == CSI_PDF_DICT ||
		   value->type == CSI_PDF_STREAM) {
		for (size_t i = 0; st == CSEAL_OK && i < value->as.dict.count;
		     i++) {
			const struct csi_pdf_entry *entry =
			    &value->as.dict.entries[i];

			if (!leads_out(entry->key))
				st = walk_push(walk, &entry->value);
		}
	}
	return st;
}

/* Explains the objects that are new and can be reached from the value. */
cseal_status
csi_pdf_explain_new(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *value)
{
	struct walk walk = { .judge = judge };
	cseal_status st;

	if (value == NULL)
		return CSEAL_OK;
	st = walk_push(&walk, value);
	while (st == CSEAL_OK && walk.depth > 0)
		st = walk_value(&walk, walk.stack[--walk.depth]);
	free(walk.stack);
	return st;
}

/* An object that is rewritten in place must have stood in this place, and
 * serve for nothing else. */
static cseal_status
check_place(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    struct csi_pdf_ref ref)
{
	bool there, same;
	cseal_status st;

	if (!csi_numbers_has(&judge->delta.is_changed, ref.number))
		return CSEAL_OK;
	st = csi_pdf_was_there(
	    &judge->delta, ref.number, &there, judge->ret_error);
	if (st != CSEAL_OK || !there)
		return st;
	st =
	    csi_pdf_is_same(&judge->delta, ref.number, &same, judge->ret_error);
	if (st != CSEAL_OK || same)
		return st;
	if (csi_numbers_has(&judge->delta.shared, ref.number))
		return csi_pdf_forbid(judge,
		    "Something was replaced that is used in several places",
		    ref.number);
	if (old != NULL && old->type == CSI_PDF_REFERENCE &&
	    csi_pdf_same_ref(old->as.ref, ref))
		return CSEAL_OK;
	return csi_pdf_forbid(judge,
	    "Something that was there for another use was replaced",
	    ref.number);
}

/* An object that the rule accounts for, whether it is old or new. */
cseal_status
csi_pdf_explain_holder(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *old, const struct csi_pdf_value *value)
{
	if (value == NULL || value->type != CSI_PDF_REFERENCE)
		return CSEAL_OK;
	if (csi_numbers_has(&judge->delta.dangling, value->as.ref.number))
		return csi_pdf_forbid(judge,
		    "Something was added that the signed content refers to",
		    value->as.ref.number);
	csi_numbers_add(&judge->explained, value->as.ref.number);
	if (judge->explained.failed)
		return csi_fail_memory(judge->ret_error);
	return check_place(judge, old, value->as.ref);
}
