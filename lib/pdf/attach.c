/* SPDX-License-Identifier: Apache-2.0 */
/* attach.c -- puts files into a document.
 *
 * The tree of names is written anew, as one node: that is simple, and right
 * whatever the old one was like. */
#include "attach.h"

#include "attached.h"
#include "error.h"
#include "line.h"
#include "rights.h"
#include "text.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

struct attaching {
	csi_pdf_update *update;
	csi_pdf_reader *reader;
	const struct csi_pdf_value *catalog, *names;
	struct csi_pdf_ref catalog_ref;
	struct csi_pdf_attached *old;
	size_t old_count;
};

/* ---- what the document allows -------------------------------------------- */

/* What the file promises, if it is a PDF: then it is let into PDF/A-2. */
static cseal_status
promised_by(struct csi_span data, struct csi_pdf_promises *ret_promises,
    cseal_error **ret_error)
{
	csi_pdf_reader *reader;
	cseal_status st;

	memset(ret_promises, 0, sizeof(*ret_promises));
	st = csi_pdf_reader_new(
	    data.at, data.len, CSI_PDF_STRICT, &reader, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK)
		return CSEAL_OK;
	st = csi_pdf_promises_read(reader, ret_promises, ret_error);
	csi_pdf_reader_free(reader);
	return st;
}

/* ISO 19005-1, 6.1.7 and 6.1.11; -2, 6.8; -3, 6.8; -4, 6.9: which of the parts
 * takes which files. */
static cseal_status
check_archive(const struct csi_pdf_promises *promises,
    const struct csi_pdf_attachment *file, cseal_error **ret_error)
{
	struct csi_pdf_promises inside;
	cseal_status st;

	if (promises->archive == 0 || promises->archive == 3 ||
	    (promises->archive >= 4 &&
		(promises->level == 'F' || promises->level == 'E')))
		return CSEAL_OK;
	if (promises->archive == 1)
		return cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
		    "the document is PDF/A-1, which takes no files");
	st = promised_by(file->data, &inside, ret_error);
	if (st != CSEAL_OK || inside.archive == 1 || inside.archive == 2 ||
	    (promises->archive >= 4 && inside.archive == 4))
		return st;
	return cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
	    "the document is PDF/A-%d, which takes no file that is not PDF/A "
	    "itself, and \"%s\" is not; PDF/A-%s would",
	    promises->archive, file->name, promises->archive == 2 ? "3" : "4f");
}

/* ---- keys ------------------------------------------------------------------ */

/* A text string before it is written (7.9.2): ASCII, or UTF-16BE. */
static void
encode_key(struct csi_bytes *out, const char *name)
{
	const uint8_t *at = (const uint8_t *)name;
	size_t left = strlen(name), step;
	uint32_t code;

	for (step = 0; step < left && at[step] < 0x80; step++)
		;
	if (step == left) {
		csi_bytes_add_text(out, name);
		return;
	}
	csi_bytes_add_be16(out, 0xfeff);
	for (; left > 0; at += step, left -= step) {
		step = csi_utf8_char(at, left, &code);
		if (step == 0)
			return;
		if (code >= 0x10000) {
			code -= 0x10000;
			csi_bytes_add_be16(
			    out, (uint16_t)(0xd800 | code >> 10));
			code = 0xdc00 | (code & 0x3ff);
		}
		csi_bytes_add_be16(out, (uint16_t)code);
	}
}

/* Two names are the same where people could not tell them apart. */
static bool
is_named(struct csi_span text, const char *name, struct csi_bytes *scratch)
{
	struct csi_span utf8;

	scratch->len = 0;
	csi_pdf_text_to_utf8(scratch, text);
	utf8 = csi_bytes_span(scratch);
	return csi_span_is(utf8, name);
}

static cseal_status
check_name(const struct attaching *attaching, const char *name,
    cseal_error **ret_error)
{
	struct csi_bytes scratch = { 0 };
	cseal_status st = CSEAL_OK;
	bool is_there = false;

	for (size_t i = 0;
	     st == CSEAL_OK && !is_there && i < attaching->old_count; i++) {
		struct csi_pdf_file_spec spec;

		st = csi_pdf_file_spec_read(
		    attaching->reader, &attaching->old[i], &spec, ret_error);
		is_there = st == CSEAL_OK &&
			   (is_named(spec.name, name, &scratch) ||
			       is_named(attaching->old[i].key, name, &scratch));
	}
	if (st == CSEAL_OK && scratch.failed)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK && is_there)
		st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "a file named \"%s\" is in the document already", name);
	csi_bytes_free(&scratch);
	return st;
}

/* ---- the files ------------------------------------------------------------- */

static struct csi_pdf_ref
write_stream(csi_pdf_update *update, const struct csi_pdf_attachment *file)
{
	const struct csi_span type = { (const uint8_t *)file->type,
		strlen(file->type) };
	struct csi_pdf_ref ref = csi_pdf_update_new_ref(update);
	struct csi_bytes entries = { 0 }, data = { 0 };

	csi_bytes_add_text(&entries, "/Type /EmbeddedFile\n/Subtype ");
	csi_pdf_write_name(&entries, type);
	csi_bytes_print(
	    &entries, "\n/Params <</Size %zu /ModDate ", file->data.len);
	if (!csi_pdf_write_date(&entries, file->time))
		csi_bytes_add_text(&entries, "null");
	csi_bytes_add_text(&entries, ">>\n");
	csi_bytes_add_span(&data, file->data);
	csi_pdf_update_flate(update, ref, &entries, &data);
	return ref;
}

/* ISO 19005-3 wants both names, of the file and of its stream. */
static struct csi_pdf_ref
write_spec(csi_pdf_update *update, const struct csi_pdf_attachment *file)
{
	struct csi_pdf_ref stream = write_stream(update, file);
	struct csi_pdf_ref ref = csi_pdf_update_new_ref(update);
	struct csi_bytes *out = csi_pdf_update_open(update, ref);

	csi_bytes_add_text(out, "<</Type /Filespec\n/F ");
	csi_pdf_write_text(out, file->name);
	csi_bytes_add_text(out, "\n/UF ");
	csi_pdf_write_text(out, file->name);
	if (file->description != NULL) {
		csi_bytes_add_text(out, "\n/Desc ");
		csi_pdf_write_text(out, file->description);
	}
	csi_bytes_print(
	    out, "\n/AFRelationship /%s\n/EF <</F ", file->relation);
	csi_pdf_write_ref(out, stream);
	csi_bytes_add_text(out, " /UF ");
	csi_pdf_write_ref(out, stream);
	csi_bytes_add_text(out, ">>>>");
	csi_pdf_update_close(update);
	return ref;
}

/* ---- the tree ------------------------------------------------------------- */

/* An entry that was there, or is new. */
struct entry {
	struct csi_span key;
	const struct csi_pdf_value *value; /* NULL: the reference */
	struct csi_pdf_ref ref;
	size_t order; /* keeps what was there twice as it was */
};

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	size_t len = x->key.len < y->key.len ? x->key.len : y->key.len;
	int order = len == 0 ? 0 : memcmp(x->key.at, y->key.at, len);

	if (order == 0 && x->key.len != y->key.len)
		order = x->key.len < y->key.len ? -1 : 1;
	if (order == 0)
		order = x->order < y->order ? -1 : x->order > y->order;
	return order;
}

static struct csi_pdf_ref
write_tree(csi_pdf_update *update, const struct entry *entries, size_t count)
{
	struct csi_pdf_ref ref = csi_pdf_update_new_ref(update);
	struct csi_bytes *out = csi_pdf_update_open(update, ref);

	csi_bytes_add_text(out, "<</Names [");
	for (size_t i = 0; i < count; i++) {
		csi_pdf_write_hex(out, entries[i].key);
		csi_bytes_add_u8(out, ' ');
		if (entries[i].value != NULL)
			csi_pdf_write_source(out, entries[i].value);
		else
			csi_pdf_write_ref(out, entries[i].ref);
		csi_bytes_add_u8(out, '\n');
	}
	csi_bytes_add_text(out, "]>>");
	csi_pdf_update_close(update);
	return ref;
}

/* ---- the catalog ------------------------------------------------------------ */

/* /Names with the new tree: an object of its own stays one. */
static void
write_names(const struct attaching *attaching, struct csi_pdf_ref tree,
    struct csi_bytes *direct)
{
	const struct csi_pdf_value *entry =
	    csi_pdf_find(attaching->catalog, "Names");
	struct csi_pdf_change change = { "EmbeddedFiles", { 0 } };
	struct csi_bytes text = { 0 };
	bool is_own = entry != NULL && entry->type == CSI_PDF_REFERENCE &&
		      attaching->names->type == CSI_PDF_DICT;
	struct csi_bytes *out = direct;

	csi_pdf_write_ref(&text, tree);
	change.text = csi_bytes_span(&text);
	if (is_own)
		out = csi_pdf_update_open(attaching->update, entry->as.ref);
	csi_pdf_write_dict(out, attaching->names, &change, 1);
	out->failed |= text.failed;
	if (is_own)
		csi_pdf_update_close(attaching->update);
	csi_bytes_free(&text);
}

static cseal_status
write_catalog(const struct attaching *attaching, struct csi_pdf_ref tree,
    const struct csi_pdf_ref *files, size_t count, cseal_error **ret_error)
{
	struct csi_bytes names = { 0 }, list = { 0 }, *out;
	struct csi_pdf_change changes[2] = { { "AF", { 0 } },
		{ "Names", { 0 } } };
	const struct csi_pdf_value *old;
	cseal_status st;

	st = csi_pdf_get(
	    attaching->reader, attaching->catalog, "AF", &old, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_write_appended(&list, old, files, count);
	write_names(attaching, tree, &names);
	changes[0].text = csi_bytes_span(&list);
	changes[1].text = csi_bytes_span(&names);
	out = csi_pdf_update_open(attaching->update, attaching->catalog_ref);
	csi_pdf_write_dict(
	    out, attaching->catalog, changes, names.len == 0 ? 1 : 2);
	out->failed |= list.failed || names.failed;
	csi_pdf_update_close(attaching->update);
	csi_bytes_free(&list);
	csi_bytes_free(&names);
	return CSEAL_OK;
}

/* ---- all of it ---------------------------------------------------------------- */

static cseal_status
check(const struct attaching *attaching,
    const struct csi_pdf_attachment *attachments, size_t count,
    cseal_error **ret_error)
{
	cseal_status st;

	st = csi_pdf_rights_check(
	    attaching->reader, CSI_PDF_ACT_CHANGE_CONTENT, ret_error);
	if (st == CSEAL_OK &&
	    count > CSI_PDF_ATTACHED_MOST - attaching->old_count)
		st = cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the document would have more than %u files in it",
		    CSI_PDF_ATTACHED_MOST);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		st = check_archive(csi_pdf_update_promises(attaching->update),
		    &attachments[i], ret_error);
		if (st == CSEAL_OK)
			st = check_name(
			    attaching, attachments[i].name, ret_error);
	}
	return st;
}

static cseal_status
write_all(const struct attaching *attaching,
    const struct csi_pdf_attachment *attachments, size_t count,
    cseal_error **ret_error)
{
	size_t total = attaching->old_count + count;
	struct entry *entries = calloc(total, sizeof(*entries));
	struct csi_pdf_ref *files = calloc(count, sizeof(*files));
	struct csi_bytes *keys = calloc(count, sizeof(*keys));
	cseal_status st = CSEAL_OK;
	struct csi_pdf_ref tree;

	if (entries == NULL || files == NULL || keys == NULL) {
		st = csi_fail_memory(ret_error);
		goto out;
	}
	for (size_t i = 0; i < attaching->old_count; i++) {
		entries[i].key = attaching->old[i].key;
		entries[i].value = attaching->old[i].value;
	}
	for (size_t i = 0; i < count; i++) {
		struct entry *entry = &entries[attaching->old_count + i];

		encode_key(&keys[i], attachments[i].name);
		if (keys[i].failed)
			csi_pdf_update_fail(attaching->update);
		files[i] = write_spec(attaching->update, &attachments[i]);
		entry->key = csi_bytes_span(&keys[i]);
		entry->ref = files[i];
	}
	for (size_t i = 0; i < total; i++)
		entries[i].order = i;
	qsort(entries, total, sizeof(*entries), compare_entries);
	tree = write_tree(attaching->update, entries, total);
	st = write_catalog(attaching, tree, files, count, ret_error);
out:
	for (size_t i = 0; keys != NULL && i < count; i++)
		csi_bytes_free(&keys[i]);
	free(keys);
	free(files);
	free(entries);
	return st;
}

cseal_status
csi_pdf_attach(csi_pdf_update *update,
    const struct csi_pdf_attachment *attachments, size_t count,
    cseal_error **ret_error)
{
	struct attaching attaching = { .update = update,
		.reader = csi_pdf_update_reader(update) };
	cseal_status st;

	st = csi_pdf_catalog(attaching.reader, &attaching.catalog,
	    &attaching.catalog_ref, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(attaching.reader, attaching.catalog, "Names",
		    &attaching.names, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_attached_list(attaching.reader, &attaching.old,
		    &attaching.old_count, ret_error);
	if (st == CSEAL_OK)
		st = check(&attaching, attachments, count, ret_error);
	if (st == CSEAL_OK)
		st = write_all(&attaching, attachments, count, ret_error);
	free(attaching.old);
	return st;
}
