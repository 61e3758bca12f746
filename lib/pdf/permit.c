/* SPDX-License-Identifier: Apache-2.0 */
/* permit.c -- what earlier signatures, and the field itself, allow. */
#include "permit.h"

#include "error.h"
#include "rights.h"
#include "text.h"

#include <string.h>

/* References and names that are looked at, of all signatures together: lists
 * may be shared, so that a short file says more than it holds. */
#define LOOKS_MOST 1000000

/* Is the text the name, or that of something above it ("a" of "a.b")? */
static cseal_status
match_name(struct csi_span text, const char *name, bool *ret_same,
    bool *ret_above, cseal_error **ret_error)
{
	struct csi_bytes decoded = { 0 };
	size_t len;

	csi_pdf_text_to_utf8(&decoded, text);
	csi_bytes_add_u8(&decoded, 0);
	if (decoded.failed) {
		csi_bytes_free(&decoded);
		return csi_fail_memory(ret_error);
	}
	len = decoded.len - 1;
	*ret_same = strcmp((const char *)decoded.at, name) == 0;
	*ret_above = strncmp((const char *)decoded.at, name, len) == 0 &&
		     name[len] == '.';
	csi_bytes_free(&decoded);
	return CSEAL_OK;
}

/* One question, and how much was looked at for it. */
struct permit {
	csi_pdf_reader *reader;
	const struct csi_pdf_intent *intent;
	size_t looks;
	bool annotations; /* a signature says that they may be added */
	cseal_error **ret_error;
};

static cseal_status
count_looks(struct permit *permit, size_t more)
{
	if (more <= LOOKS_MOST - permit->looks) {
		permit->looks += more;
		return CSEAL_OK;
	}
	return cseal_fail(permit->ret_error, CSEAL_REFUSED_LIMIT,
	    "the signatures named more than %u fields", LOOKS_MOST);
}

static cseal_status
get(const struct permit *permit, const struct csi_pdf_value *dict,
    const char *key, const struct csi_pdf_value **ret_value)
{
	return csi_pdf_get(
	    permit->reader, dict, key, ret_value, permit->ret_error);
}

/* Is the field, or one that it belongs to, in a list of names (12.8.2.4)? */
static cseal_status
lists_field(
    struct permit *permit, const struct csi_pdf_value *params, bool *ret_lists)
{
	const struct csi_pdf_value *names, *name;
	bool same = false, above = false;
	cseal_status st;

	*ret_lists = false;
	st = get(permit, params, "Fields", &names);
	if (st != CSEAL_OK || names->type != CSI_PDF_ARRAY)
		return st;
	st = count_looks(permit, names->as.array.count);
	for (size_t i = 0;
	     st == CSEAL_OK && i < names->as.array.count && !*ret_lists; i++) {
		st = csi_pdf_resolve(permit->reader, &names->as.array.items[i],
		    &name, permit->ret_error);
		if (st == CSEAL_OK && name->type == CSI_PDF_STRING)
			st = match_name(name->as.text, permit->intent->field,
			    &same, &above, permit->ret_error);
		*ret_lists = same || above;
	}
	return st;
}

static cseal_status
check_doc_mdp(
    struct permit *permit, const struct csi_pdf_value *params, const char *by)
{
	const struct csi_pdf_value *value;
	int64_t level = 2;
	cseal_status st;

	st = get(permit, params, "P", &value);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_as_integer(value, INT64_MIN, INT64_MAX, &level);
	permit->annotations |= level == 3;
	if (level == 1)
		return cseal_fail(permit->ret_error, CSEAL_REFUSED_FORBIDDEN,
		    "the signature in %s allows no change (DocMDP, P 1)", by);
	return CSEAL_OK;
}

/* A field that is new is under a lock of all, too. */
static cseal_status
check_field_lock(
    struct permit *permit, const struct csi_pdf_value *params, const char *by)
{
	const struct csi_pdf_value *action;
	bool lists, locked;
	cseal_status st;

	/* As in the field's own lock (ISO 32000-2, Table 236). */
	if (csi_pdf_find(params, "P") != NULL) {
		st = check_doc_mdp(permit, params, by);
		if (st != CSEAL_OK)
			return st;
	}
	st = get(permit, params, "Action", &action);
	if (st == CSEAL_OK)
		st = lists_field(permit, params, &lists);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_name(action, "Include"))
		locked = lists;
	else if (csi_pdf_is_name(action, "Exclude"))
		locked = !lists;
	else
		locked = true;
	if (locked)
		return cseal_fail(permit->ret_error, CSEAL_REFUSED_FORBIDDEN,
		    "the signature in %s locked the field %s (FieldMDP)", by,
		    permit->intent->field);
	return CSEAL_OK;
}

/* One signature reference dictionary (Table 253). */
static cseal_status
check_reference(struct permit *permit, const struct csi_pdf_value *reference,
    const char *by)
{
	const struct csi_pdf_value *method, *params;
	cseal_status st;

	st = get(permit, reference, "TransformMethod", &method);
	if (st == CSEAL_OK)
		st = get(permit, reference, "TransformParams", &params);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_name(method, "DocMDP"))
		return check_doc_mdp(permit, params, by);
	if (csi_pdf_is_name(method, "FieldMDP"))
		return check_field_lock(permit, params, by);
	return CSEAL_OK;
}

static cseal_status
check_signature(struct permit *permit, const struct csi_pdf_value *signature,
    const char *by)
{
	const struct csi_pdf_value *list, *reference;
	cseal_status st;

	st = get(permit, signature, "Reference", &list);
	if (st != CSEAL_OK || list->type != CSI_PDF_ARRAY)
		return st;
	st = count_looks(permit, list->as.array.count);
	for (size_t i = 0; st == CSEAL_OK && i < list->as.array.count; i++) {
		st = csi_pdf_resolve(permit->reader, &list->as.array.items[i],
		    &reference, permit->ret_error);
		if (st == CSEAL_OK)
			st = check_reference(permit, reference, by);
	}
	return st;
}

/* /Perms /DocMDP may name a signature that no field has. */
static cseal_status
check_perms(struct permit *permit, const struct csi_pdf_value *catalog)
{
	const struct csi_pdf_value *perms, *certification;
	cseal_status st;

	st = get(permit, catalog, "Perms", &perms);
	if (st == CSEAL_OK)
		st = get(permit, perms, "DocMDP", &certification);
	if (st == CSEAL_OK && permit->intent->certify != 0 &&
	    certification->type != CSI_PDF_NULL)
		return cseal_fail(permit->ret_error, CSEAL_REFUSED_FORBIDDEN,
		    "the document was certified already");
	if (st == CSEAL_OK)
		st = check_signature(permit, certification, "the catalog");
	return st;
}

/* A signed field's lock may forbid every change (ISO 32000-2, Table 236). */
static cseal_status
check_signed_lock(struct permit *permit, const struct csi_pdf_field *field)
{
	const struct csi_pdf_value *lock;
	cseal_status st;

	st = get(permit, field->dict, "Lock", &lock);
	if (st != CSEAL_OK || csi_pdf_find(lock, "P") == NULL)
		return st;
	return check_doc_mdp(permit, lock, field->name);
}

/* The pages of a dynamic XFA form only say "please wait": what people see is
 * made from XML by the few programs that can (ISO 32000-1, Table 28), and no
 * seal is in it.  The static kind has real pages and fields. */
static cseal_status
check_xfa(const struct permit *permit, const struct csi_pdf_value *catalog)
{
	const struct csi_pdf_value *value;
	cseal_status st;

	st = get(permit, catalog, "NeedsRendering", &value);
	if (st == CSEAL_OK && value->type == CSI_PDF_BOOLEAN &&
	    value->as.boolean)
		st = cseal_fail(permit->ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the document is a dynamic XFA form: its pages are not "
		    "what is seen");
	return st;
}

cseal_status
csi_pdf_permit_signing(csi_pdf_reader *reader, const struct csi_pdf_form *form,
    const struct csi_pdf_intent *intent, cseal_error **ret_error)
{
	struct permit permit = { reader, intent, 0, false, ret_error };
	struct csi_pdf_field_walk walk;
	struct csi_pdf_field field;
	bool more = true;
	cseal_status st;

	st = csi_pdf_rights_check(reader,
	    intent->is_new && intent->is_seen ? CSI_PDF_ACT_MAKE_FIELD
					      : CSI_PDF_ACT_SIGN_FIELD,
	    ret_error);
	if (st == CSEAL_OK)
		st = check_xfa(&permit, form->catalog);
	if (st == CSEAL_OK)
		st = check_perms(&permit, form->catalog);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_field_start(&walk, reader, form);
	while (st == CSEAL_OK) {
		st = csi_pdf_field_next(&walk, &field, &more, ret_error);
		if (st != CSEAL_OK || !more)
			break;
		if (!field.is_signature || field.value->type != CSI_PDF_DICT)
			continue;
		if (intent->certify != 0)
			st = cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
			    "the document was signed in %s already: only the "
			    "first signature can certify",
			    field.name);
		else
			st = check_signature(&permit, field.value, field.name);
		if (st == CSEAL_OK)
			st = check_signed_lock(&permit, &field);
		if (st == CSEAL_OK && intent->annotates && !permit.annotations)
			st = cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
			    "the document was signed in %s: marks beside the "
			    "seal, or across page edges, would be a change "
			    "that it does not allow",
			    field.name);
	}
	csi_pdf_field_end(&walk);
	return st;
}
