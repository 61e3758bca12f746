/* SPDX-License-Identifier: Apache-2.0 */
/* form.c -- a new field in the form, and its widget on a page. */
#include "form.h"

/* /SigFlags: signatures exist, append only (Table 219). */
#define SIG_FLAGS 3

/* All that is written in pieces, so that one check at the end suffices. */
struct parts {
	struct csi_bytes a, b;
};

static void
end_parts(csi_pdf_update *update, struct parts *parts)
{
	if (parts->a.failed || parts->b.failed)
		csi_pdf_update_fail(update);
	csi_bytes_free(&parts->a);
	csi_bytes_free(&parts->b);
}

void
csi_pdf_replace(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_value *dict, const struct csi_pdf_change *changes,
    size_t count)
{
	struct csi_bytes *out = csi_pdf_update_open(update, ref);

	csi_pdf_write_dict(out, dict, changes, count);
	csi_pdf_update_close(update);
}

/* /Annots may be an array of its own; then only that changes. */
cseal_status
csi_pdf_page_add(csi_pdf_update *update, const struct csi_pdf_page *page,
    struct csi_pdf_ref annotation, cseal_error **ret_error)
{
	const struct csi_pdf_value *entry = csi_pdf_find(page->dict, "Annots");
	const struct csi_pdf_value *annots;
	struct parts parts = { .a = { 0 } };
	cseal_status st;

	st = csi_pdf_resolve(
	    csi_pdf_update_reader(update), entry, &annots, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (annots->type == CSI_PDF_ARRAY && entry->type == CSI_PDF_REFERENCE) {
		csi_pdf_write_appended(
		    csi_pdf_update_open(update, entry->as.ref), annots,
		    annotation);
		csi_pdf_update_close(update);
	} else {
		struct csi_pdf_change change = { "Annots", { 0 } };

		csi_pdf_write_appended(&parts.a, annots, annotation);
		change.text = csi_bytes_span(&parts.a);
		csi_pdf_replace(update, page->ref, page->dict, &change, 1);
	}
	end_parts(update, &parts);
	return CSEAL_OK;
}

static void
write_form(csi_pdf_update *update, const struct csi_pdf_form *form,
    struct csi_span fields, int64_t flags)
{
	struct csi_pdf_change changes[2], catalog = { "AcroForm", { 0 } };
	struct csi_pdf_ref ref = form->ref;
	struct parts parts = { .a = { 0 } };
	size_t count = 0;

	csi_bytes_print(&parts.a, "%lld", (long long)flags);
	changes[count].key = "SigFlags";
	changes[count++].text = csi_bytes_span(&parts.a);
	if (fields.len > 0) {
		changes[count].key = "Fields";
		changes[count++].text = fields;
	}
	if (form->dict != NULL && ref.number == 0) {
		csi_pdf_write_dict(&parts.b, form->dict, changes, count);
		catalog.text = csi_bytes_span(&parts.b);
		csi_pdf_replace(
		    update, form->catalog_ref, form->catalog, &catalog, 1);
	} else if (form->dict != NULL) {
		csi_pdf_replace(update, ref, form->dict, changes, count);
	} else {
		ref = csi_pdf_update_new_ref(update);
		csi_pdf_replace(update, ref, NULL, changes, count);
		csi_pdf_write_ref(&parts.b, ref);
		catalog.text = csi_bytes_span(&parts.b);
		csi_pdf_replace(
		    update, form->catalog_ref, form->catalog, &catalog, 1);
	}
	end_parts(update, &parts);
}

cseal_status
csi_pdf_form_add(csi_pdf_update *update, const struct csi_pdf_form *form,
    struct csi_pdf_ref field, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	struct parts parts = { .a = { 0 } };
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
		    field);
		csi_pdf_update_close(update);
	} else if (field.number != 0) {
		csi_pdf_write_appended(&parts.a, form->fields, field);
	}
	if (parts.a.len > 0 || (flags & SIG_FLAGS) != SIG_FLAGS)
		write_form(
		    update, form, csi_bytes_span(&parts.a), flags | SIG_FLAGS);
	end_parts(update, &parts);
	return CSEAL_OK;
}
