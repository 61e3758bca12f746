/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c -- may the file have become what it is after a signature?
 *
 * Starts at the trailer, the catalogue and the changed pages, follows the few
 * paths on which a later signature, validation data or metadata may change
 * something, and marks the objects that are explained in this way.  A changed
 * object that is left over is forbidden. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/same.h"

#include <stdlib.h>

/* Bytes of appearances and values that are looked at: a short file may show
 * a long one in many fields. */
#define LOOKS_MOST ((size_t)32 << 20)

const char *
csi_pdf_changes_name(enum csi_pdf_changes changes)
{
	static const char *const names[] = { "none", "permitted", "unknown",
		"forbidden" };

	return names[changes];
}

void
csi_pdf_raise(struct csi_pdf_judge *judge, enum csi_pdf_changes changes)
{
	if (changes > judge->worst)
		judge->worst = changes;
}

cseal_status
csi_pdf_forbid(struct csi_pdf_judge *judge, const char *what, uint32_t number)
{
	csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
	if (number != 0)
		csi_reasons_add(
		    judge->reasons, "%s (object %u).", what, number);
	else
		csi_reasons_add(judge->reasons, "%s.", what);
	return CSEAL_OK;
}

/* ---- catalogue and trailer ------------------------------------------ */

/* Metadata is shown by no page; it must be a stream of its own that says what
 * it is, in both revisions, so that it cannot double as page content. */
static cseal_status
rule_metadata(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	const struct csi_pdf_value *values[] = { old, new };
	const struct csi_pdf_value *type;

	for (size_t i = 0; i < 2; i++) {
		if (values[i]->type == CSI_PDF_NULL)
			continue;
		type = values[i]->type == CSI_PDF_STREAM
			   ? csi_pdf_find(values[i], "Type")
			   : NULL;
		if (type == NULL || !csi_pdf_is_name(type, "Metadata"))
			return csi_pdf_forbid(
			    judge, "The metadata are no metadata", 0);
	}
	return CSEAL_OK;
}

static const struct csi_pdf_rule catalog_rules[] = {
	{ "AcroForm", csi_pdf_rule_form, NULL },
	{ "DSS", csi_pdf_rule_dss, NULL },
	{ "Extensions", NULL, NULL },
	{ "Version", NULL, NULL },
	{ "Metadata", rule_metadata, NULL },
	{ "OpenAction", NULL,
	    "What happens when the document is opened was changed" },
	{ "AA", NULL, "What the document does by itself was changed" },
	{ "Names", NULL,
	    "Scripts, attachments or names of the document were changed" },
	{ "OCProperties", NULL,
	    "Which layers of the document are shown was changed" },
	{ "PageLabels", NULL, "The page numbers that are shown were changed" },
	{ "Outlines", NULL, "The bookmarks were changed" },
	{ "Perms", NULL, "What may be done with the document was changed" },
};

static cseal_status
rule_catalog(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(judge, "The catalogue was replaced", 0);
	return csi_pdf_compare_dicts(judge, "The catalogue", catalog_rules,
	    sizeof(catalog_rules) / sizeof(catalog_rules[0]), old, new);
}

/* Document information is shown by no page. */
static cseal_status
rule_info(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	if ((old->type != CSI_PDF_DICT && old->type != CSI_PDF_NULL) ||
	    (new->type != CSI_PDF_DICT &&new->type != CSI_PDF_NULL))
		return csi_pdf_forbid(
		    judge, "The document information was replaced", 0);
	return csi_pdf_explain_new(judge, new);
}

static const struct csi_pdf_rule trailer_rules[] = {
	{ "Root", rule_catalog, NULL },
	{ "Info", rule_info, NULL },
};

/* Of the trailer only /Root, /Info and /Encrypt mean anything to a reader of
 * the whole. */
static cseal_status
judge_trailer(struct csi_pdf_judge *judge)
{
	const struct csi_pdf_value *old = csi_pdf_trailer(judge->delta.before);
	const struct csi_pdf_value *new = csi_pdf_trailer(judge->delta.after);
	static const char *const keys[] = { "Root", "Info" };
	const struct csi_pdf_value *a, *b;
	bool same;
	cseal_status st;

	for (size_t i = 0; i < 2; i++) {
		a = csi_pdf_find(old, keys[i]);
		b = csi_pdf_find(new, keys[i]);
		if (a != NULL && b != NULL) {
			st = csi_pdf_same(a, b, &same, judge->ret_error);
			if (st != CSEAL_OK)
				return st;
			if (!same)
				csi_pdf_forbid(judge,
				    i == 0 ? "The catalogue was exchanged"
					   : "The document information was "
					     "exchanged",
				    0);
		}
		if (a == NULL && b == NULL)
			continue;
		st = csi_pdf_apply(judge, &trailer_rules[i], a, b);
		if (st != CSEAL_OK)
			return st;
	}
	if ((csi_pdf_find(old, "Encrypt") == NULL) !=
	    (csi_pdf_find(new, "Encrypt") == NULL))
		return csi_pdf_forbid(judge, "The encryption was changed", 0);
	return CSEAL_OK;
}

/* ---- what is left over ----------------------------------------------- */

static cseal_status
judge_left_over(struct csi_pdf_judge *judge, uint32_t number)
{
	const struct csi_pdf_value *old;
	bool there, same;
	cseal_status st;

	if (csi_numbers_has(&judge->explained, number))
		return CSEAL_OK;
	st = csi_pdf_was_there(&judge->delta, number, &there, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!there) {
		/* Whatever leads to a new object is a changed object, and
		 * those are all looked at: what nothing leads to shows
		 * nothing. */
		if (!csi_numbers_has(&judge->delta.dangling, number))
			return CSEAL_OK;
		return csi_pdf_forbid(judge,
		    "Something was added that the signed content refers to",
		    number);
	}
	st = csi_pdf_is_same(&judge->delta, number, &same, judge->ret_error);
	if (st != CSEAL_OK || same)
		return st;
	st = csi_pdf_load_newest(
	    judge->delta.before, number, &old, judge->ret_error);
	return st == CSEAL_OK ? csi_pdf_judge_rest(judge, number, old) : st;
}

/* Fields that were there, before the pages and appearances that they account
 * for. */
static cseal_status
judge_known(struct csi_pdf_judge *judge, uint32_t number)
{
	const struct csi_pdf_known *known =
	    csi_pdf_roster_find(&judge->before, number);
	bool same;
	cseal_status st;

	if (known == NULL || csi_numbers_has(&judge->explained, number))
		return CSEAL_OK;
	st = csi_pdf_is_same(&judge->delta, number, &same, judge->ret_error);
	if (st != CSEAL_OK || same)
		return st;
	if (known->has_fields)
		return csi_pdf_judge_group(judge, known);
	return known->is_signature ? csi_pdf_judge_signature_field(judge, known)
				   : csi_pdf_judge_filling(judge, known);
}

static cseal_status
run(struct csi_pdf_judge *judge, const struct csi_pdf_value *value)
{
	const uint32_t *changed = judge->delta.changed;
	size_t count = judge->delta.changed_count;
	cseal_status st;

	st = csi_pdf_roster_read(
	    judge->delta.before, &judge->before, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_roster_read(
		    judge->delta.after, &judge->after, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_read_permissions(judge, value);
	if (st == CSEAL_OK)
		st = judge_trailer(judge);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = judge_known(judge, changed[i]);
	if (st == CSEAL_OK)
		st = csi_pdf_judge_due_pages(judge);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = judge_left_over(judge, changed[i]);
	if (st == CSEAL_OK &&
	    (judge->explained.failed || judge->hiding.failed ||
		judge->reasons->failed))
		st = csi_fail_memory(judge->ret_error);
	return st;
}

cseal_status
csi_pdf_judge_changes(csi_pdf_reader *before, csi_pdf_reader *after,
    const struct csi_pdf_value *value, enum csi_pdf_changes *ret_changes,
    struct csi_reasons *reasons, cseal_error **ret_error)
{
	struct csi_pdf_judge judge = { .left = LOOKS_MOST,
		.reasons = reasons,
		.ret_error = ret_error };
	cseal_error *cause = NULL;
	cseal_status st;

	st = csi_pdf_delta_init(&judge.delta, before, after, &cause);
	if (st == CSEAL_REFUSED_FORBIDDEN) {
		csi_reasons_add(reasons, "The file was rebuilt: %s.",
		    cseal_error_note(cause, 0));
		cseal_error_free(cause);
		*ret_changes = CSI_PDF_CHANGES_FORBIDDEN;
		return CSEAL_OK;
	}
	if (st != CSEAL_OK) {
		if (ret_error != NULL)
			*ret_error = cause;
		else
			cseal_error_free(cause);
		return st;
	}
	judge.worst = judge.delta.changed_count > 0 ? CSI_PDF_CHANGES_PERMITTED
						    : CSI_PDF_CHANGES_NONE;
	st = run(&judge, value);
	if (st == CSEAL_OK)
		*ret_changes = judge.worst;
	csi_pdf_delta_clear(&judge.delta);
	csi_numbers_free(&judge.explained);
	csi_numbers_free(&judge.hiding);
	free(judge.due);
	csi_pdf_roster_clear(&judge.before);
	csi_pdf_roster_clear(&judge.after);
	csi_pdf_permissions_clear(&judge);
	return st;
}
