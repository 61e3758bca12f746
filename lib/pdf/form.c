/* SPDX-License-Identifier: Apache-2.0 */
/* form.c -- a new field in the form, and its widget on a page. */
#include "form.h"

#include "error.h"
#include "structure.h"
#include "text.h"

/* /SigFlags: signatures exist, append only (Table 219). */
#define SIG_FLAGS 3

void
csi_pdf_replace(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_value *dict, const struct csi_pdf_change *changes,
    size_t count)
{
	struct csi_bytes *out = csi_pdf_update_open(update, ref);

	csi_pdf_write_dict(out, dict, changes, count);
	csi_pdf_update_close(update);
}

/* The other values for keys of one dictionary, each with its text. */
struct changes {
	struct csi_pdf_change list[3];
	struct csi_bytes texts[3];
	size_t count;
};

/* Where the value of a key is composed. */
static struct csi_bytes *
change_key(struct changes *changes, const char *key)
{
	changes->list[changes->count].key = key;
	return &changes->texts[changes->count++];
}

/* The texts stand still from here on. */
static void
settle(csi_pdf_update *update, struct changes *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		if (changes->texts[i].failed)
			csi_pdf_update_fail(update);
		changes->list[i].text = csi_bytes_span(&changes->texts[i]);
	}
}

static void
end_changes(struct changes *changes)
{
	for (size_t i = 0; i < changes->count; i++)
		csi_bytes_free(&changes->texts[i]);
}

/* What the page must have beside its annotations. */
static cseal_status
keep_promises(csi_pdf_update *update, const struct csi_pdf_page *page,
    struct changes *changes, cseal_error **ret_error)
{
	const struct csi_pdf_value *tabs;
	cseal_status st;

	if (!csi_pdf_structure_is_used(update))
		return CSEAL_OK;
	st = csi_pdf_get(csi_pdf_update_reader(update), page->dict, "Tabs",
	    &tabs, ret_error);
	if (st == CSEAL_OK && !csi_pdf_is_name(tabs, "S"))
		csi_bytes_add_text(change_key(changes, "Tabs"), "/S");
	return st;
}

/* /Annots may be an array of its own; then only that changes. */
cseal_status
csi_pdf_page_add(csi_pdf_update *update, const struct csi_pdf_page *page,
    const struct csi_pdf_ref *annotations, size_t count,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *entry = csi_pdf_find(page->dict, "Annots");
	const struct csi_pdf_value *annots;
	struct changes changes = { .count = 0 };
	cseal_status st;

	st = csi_pdf_resolve(
	    csi_pdf_update_reader(update), entry, &annots, ret_error);
	if (st == CSEAL_OK)
		st = keep_promises(update, page, &changes, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (annots->type == CSI_PDF_ARRAY && entry->type == CSI_PDF_REFERENCE) {
		csi_pdf_write_appended(
		    csi_pdf_update_open(update, entry->as.ref), annots,
		    annotations, count);
		csi_pdf_update_close(update);
	} else {
		csi_pdf_write_appended(
		    change_key(&changes, "Annots"), annots, annotations, count);
	}
	settle(update, &changes);
	if (changes.count > 0)
		csi_pdf_replace(
		    update, page->ref, page->dict, changes.list, changes.count);
	end_changes(&changes);
	return CSEAL_OK;
}

/* A dictionary in the catalog gets other values: where it is an object of
 * its own, only that is written; else it is composed for the catalog. */
static void
change_inner(csi_pdf_update *update, struct changes *catalog, const char *key,
    const struct csi_pdf_value *dict, struct csi_pdf_ref ref,
    struct changes *changes)
{
	settle(update, changes);
	if (dict != NULL && ref.number != 0)
		csi_pdf_replace(
		    update, ref, dict, changes->list, changes->count);
	else
		csi_pdf_write_dict(change_key(catalog, key), dict,
		    changes->list, changes->count);
}

static cseal_status
find_inner(csi_pdf_update *update, const struct csi_pdf_form *form,
    const char *key, const struct csi_pdf_value **ret_dict,
    struct csi_pdf_ref *ret_ref, cseal_error **ret_error)
{
	const struct csi_pdf_value *entry = csi_pdf_find(form->catalog, key);
	cseal_status st;

	st = csi_pdf_resolve(
	    csi_pdf_update_reader(update), entry, ret_dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_ref = (struct csi_pdf_ref){ 0, 0 };
	if ((*ret_dict)->type != CSI_PDF_DICT)
		*ret_dict = NULL;
	else if (entry->type == CSI_PDF_REFERENCE)
		*ret_ref = entry->as.ref;
	return CSEAL_OK;
}

static cseal_status
change_acroform(csi_pdf_update *update, const struct csi_pdf_form *form,
    struct csi_pdf_ref field, struct changes *catalog, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	struct changes changes = { .count = 0 };
	struct csi_pdf_ref ref = form->ref;
	int64_t flags = 0;
	cseal_status st;

	st = csi_pdf_get(csi_pdf_update_reader(update), form->dict, "SigFlags",
	    &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_as_integer(value, 0, UINT32_MAX, &flags);
	/* One array may be both /Annots and /Fields: it was written. */
	if (field.number != 0 && csi_pdf_update_has(update, form->fields_ref)) {
		;
	} else if (field.number != 0 && form->fields_ref.number != 0) {
		csi_pdf_write_appended(
		    csi_pdf_update_open(update, form->fields_ref), form->fields,
		    &field, 1);
		csi_pdf_update_close(update);
	} else if (field.number != 0) {
		csi_pdf_write_appended(
		    change_key(&changes, "Fields"), form->fields, &field, 1);
	}
	if (changes.count == 0 && (flags & SIG_FLAGS) == SIG_FLAGS)
		return CSEAL_OK;
	csi_bytes_print(change_key(&changes, "SigFlags"), "%lld",
	    (long long)(flags | SIG_FLAGS));
	if (form->dict != NULL) {
		change_inner(
		    update, catalog, "AcroForm", form->dict, ref, &changes);
	} else {
		settle(update, &changes);
		ref = csi_pdf_update_new_ref(update);
		csi_pdf_replace(update, ref, NULL, changes.list, changes.count);
		csi_pdf_write_ref(change_key(catalog, "AcroForm"), ref);
	}
	end_changes(&changes);
	return CSEAL_OK;
}

static cseal_status
add_certification(csi_pdf_update *update, const struct csi_pdf_form *form,
    struct csi_pdf_ref certification, struct changes *catalog,
    cseal_error **ret_error)
{
	struct changes changes = { .count = 0 };
	const struct csi_pdf_value *dict;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = find_inner(update, form, "Perms", &dict, &ref, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_write_ref(change_key(&changes, "DocMDP"), certification);
	change_inner(update, catalog, "Perms", dict, ref, &changes);
	end_changes(&changes);
	return CSEAL_OK;
}

static cseal_status
add_attestation(csi_pdf_update *update, const struct csi_pdf_form *form,
    const char *attestation, struct changes *catalog, cseal_error **ret_error)
{
	struct changes changes = { .count = 0 };
	const struct csi_pdf_value *dict;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = find_inner(update, form, "Legal", &dict, &ref, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_pdf_write_text(
		change_key(&changes, "Attestation"), attestation))
		st = cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the legal attestation was not UTF-8");
	else
		change_inner(update, catalog, "Legal", dict, ref, &changes);
	end_changes(&changes);
	return st;
}

cseal_status
csi_pdf_form_change(csi_pdf_update *update, const struct csi_pdf_form *form,
    const struct csi_pdf_form_change *change, cseal_error **ret_error)
{
	struct changes catalog = { .count = 0 };
	cseal_status st;

	st = change_acroform(update, form, change->field, &catalog, ret_error);
	if (st == CSEAL_OK && change->certification.number != 0)
		st = add_certification(
		    update, form, change->certification, &catalog, ret_error);
	if (st == CSEAL_OK && change->attestation != NULL)
		st = add_attestation(
		    update, form, change->attestation, &catalog, ret_error);
	settle(update, &catalog);
	if (st == CSEAL_OK && catalog.count > 0)
		csi_pdf_replace(update, form->catalog_ref, form->catalog,
		    catalog.list, catalog.count);
	end_changes(&catalog);
	return st;
}
