/* SPDX-License-Identifier: Apache-2.0 */
/* document.c -- a PDF, opened for merging, sealing or verifying. */
#include "document/document.h"

#include "document/hashing.h"
#include "error.h"
#include "pdf/field.h"
#include "pdf/place.h"
#include "pdf/rebuild.h"
#include "pdf/rights.h"
#include "pdf/save.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* Readers look for the header so far (ISO 32000-1, Annex H, 3.4.1), and for
 * the end-of-file marker as far from the end (3.4.4). */
#define HEADER_MOST 1024

/* A file that lost its header is recognised by its end. */
static bool
is_pdf(const struct csi_pdf_file *file)
{
	size_t part = file->len < HEADER_MOST ? file->len : HEADER_MOST;

	return memmem(file->at, part, "%PDF-", 5) != NULL ||
	       memmem(file->at + file->len - part, part, "%%EOF", 5) != NULL;
}

static cseal_status
take_file(struct csi_pdf_file *file, cseal_document **ret_document,
    cseal_error **ret_error)
{
	cseal_document *document;
	cseal_status st;

	if (!is_pdf(file)) {
		st = cseal_fail(ret_error, CSEAL_REFUSED_NOT_A_PDF,
		    "there was no PDF header");
		goto fail;
	}
	document = calloc(1, sizeof(*document));
	if (document == NULL) {
		st = csi_fail_memory(ret_error);
		goto fail;
	}
	document->file = *file;
	*ret_document = document;
	return CSEAL_OK;
fail:
	csi_pdf_file_close(file);
	return st;
}

cseal_status
cseal_document_open_file(
    const char *path, cseal_document **ret_document, cseal_error **ret_error)
{
	struct csi_pdf_file file;
	cseal_status st;

	if (path == NULL || ret_document == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_APPLICATION, "a path was NULL");
	st = csi_pdf_file_open(path, &file, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = take_file(&file, ret_document, ret_error);
	return st == CSEAL_OK
		   ? st
		   : cseal_fail_note(ret_error, st, "could not open %s", path);
}

cseal_status
cseal_document_open_mem(const void *bytes, size_t len,
    cseal_document **ret_document, cseal_error **ret_error)
{
	struct csi_pdf_file file;
	cseal_status st;

	if ((bytes == NULL && len > 0) || ret_document == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_APPLICATION, "the bytes were NULL");
	st = csi_pdf_file_copy(bytes, len, &file, ret_error);
	if (st != CSEAL_OK)
		return st;
	return take_file(&file, ret_document, ret_error);
}

bool
cseal_document_was_damaged(const cseal_document *document)
{
	return document != NULL && document->was_damaged;
}

static cseal_status
unlock(cseal_document *document, cseal_error **ret_error)
{
	return csi_pdf_unlock(
	    document->reader, csi_bytes_span(&document->password), ret_error);
}

cseal_status
cseal_document_password(cseal_document *document, const void *password,
    size_t len, cseal_error **ret_error)
{
	struct csi_bytes copy = { 0 };
	csi_pdf_reader *reader;
	cseal_status st;

	if (document == NULL || (password == NULL && len > 0))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the document or the password was NULL");
	if (len > CSEAL_PASSWORD_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the password was longer than %d bytes",
		    CSEAL_PASSWORD_MOST);
	csi_bytes_add(&copy, password, len);
	if (copy.failed)
		return csi_fail_memory(ret_error);
	csi_bytes_wipe(&document->password);
	document->password = copy;
	csi_pdf_reader_free(document->reader);
	document->reader = NULL;
	st = csi_document_reader(document, &reader, ret_error);
	return st == CSEAL_OK ? unlock(document, ret_error) : st;
}

const void *
cseal_document_bytes(const cseal_document *document, uint64_t *ret_len)
{
	if (ret_len != NULL)
		*ret_len = document->file.len;
	return document->file.at;
}

cseal_status
cseal_document_save_file(
    cseal_document *document, const char *path, cseal_error **ret_error)
{
	struct csi_span bytes = { document->file.at, document->file.len };

	if (path == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_APPLICATION, "a path was NULL");
	return csi_pdf_save_file(bytes, path, ret_error);
}

cseal_status
cseal_document_save_fd(
    cseal_document *document, int fd, cseal_error **ret_error)
{
	struct csi_span bytes = { document->file.at, document->file.len };

	return csi_pdf_save_fd(bytes, fd, ret_error);
}

void
cseal_document_free(cseal_document *document)
{
	if (document == NULL)
		return;
	for (size_t i = 0; i < CSI_PREFIXES_MOST; i++)
		EVP_MD_CTX_free(document->prefixes[i].md);
	csi_pdf_reader_free(document->reader);
	csi_bytes_wipe(&document->password);
	csi_pdf_file_close(&document->file);
	free(document);
}

/* ---- for stamping and sealing -------------------------------------------- */

/* What every operation needs first. */
static cseal_status
check_reader(csi_pdf_reader *reader, cseal_error **ret_error)
{
	const struct csi_pdf_value *catalog;
	struct csi_pdf_ref ref;
	uint32_t count;
	cseal_status st;

	st = csi_pdf_catalog(reader, &catalog, &ref, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_page_count(reader, &count, ret_error);
	if (st == CSEAL_OK && count == 0)
		st = cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the document had no page");
	return st;
}

static bool
is_damage(cseal_status st)
{
	return st == CSEAL_REFUSED_DAMAGED || st == CSEAL_REFUSED_NOT_A_PDF;
}

/* It may be no worse than that. */
static bool
is_password(cseal_status st)
{
	return st == CSEAL_COUNTER_PASSWORD_NEEDED ||
	       st == CSEAL_AGAIN_PASSWORD_WRONG;
}

/* *ret_done false: it is no better, and the document is as it was. */
static cseal_status
rebuild(cseal_document *document, bool *ret_done, cseal_error **ret_error)
{
	csi_pdf_reader *reader = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	*ret_done = false;
	if (document->reader != NULL && csi_pdf_is_rebuilt(document->reader))
		return CSEAL_OK;
	st = csi_pdf_reader_rebuild(document->file.at, document->file.len,
	    csi_bytes_span(&document->password), &reader, &error);
	if (st == CSEAL_OK)
		st = check_reader(reader, &error);
	if (st != CSEAL_OK) {
		csi_pdf_reader_free(reader);
		if (cseal_status_class_of(st) == CSEAL_CLASS_FAULT ||
		    is_password(st)) {
			csi_error_move(error, ret_error);
			return st;
		}
		cseal_error_free(error);
		return CSEAL_OK;
	}
	csi_pdf_reader_free(document->reader);
	document->reader = reader;
	document->was_damaged = true;
	*ret_done = true;
	return CSEAL_OK;
}

bool
csi_document_mend(
    cseal_document *document, cseal_status *st, cseal_error **error)
{
	cseal_error *why = NULL;
	cseal_status done_st;
	bool done;

	if (!is_damage(*st))
		return false;
	done = false;
	/* That tells more than what was noticed first. */
	done_st =
	    csi_pdf_rebuild_check(document->file.at, document->file.len, &why);
	if (done_st == CSEAL_OK)
		done_st = rebuild(document, &done, &why);
	if (done_st == CSEAL_OK && !done)
		return false;
	if (error != NULL) {
		cseal_error_free(*error);
		*error = NULL;
	}
	csi_error_move(why, error);
	*st = done_st;
	return done;
}

static cseal_status
open_reader(cseal_document *document, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st;
	bool done;

	st = csi_pdf_reader_new(document->file.at, document->file.len,
	    CSI_PDF_LENIENT, &document->reader, &error);
	if (st != CSEAL_OK) {
		csi_document_mend(document, &st, &error);
	} else {
		st = check_reader(document->reader, &error);
		/* Who needs what is missing will say so. */
		if (cseal_status_class_of(st) == CSEAL_CLASS_REFUSED) {
			done = st == CSEAL_REFUSED_DAMAGED;
			cseal_error_free(error);
			error = NULL;
			st = CSEAL_OK;
			if (done)
				st = rebuild(document, &done, &error);
		}
	}
	csi_error_move(error, ret_error);
	return st;
}

cseal_status
csi_document_reader(cseal_document *document, csi_pdf_reader **ret_reader,
    cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st;

	if (document->reader == NULL) {
		st = open_reader(document, ret_error);
		if (st != CSEAL_OK) {
			csi_pdf_reader_free(document->reader);
			document->reader = NULL;
			return st;
		}
	}
	/* Without its password some of a document can be read. */
	st = unlock(document, &error);
	if (cseal_status_class_of(st) == CSEAL_CLASS_FAULT) {
		csi_error_move(error, ret_error);
		return st;
	}
	cseal_error_free(error);
	*ret_reader = document->reader;
	return CSEAL_OK;
}

/* What a signature was put on is not known any more, and must not be given
 * another meaning. */
static cseal_status
refuse_signed(csi_pdf_reader *reader, cseal_error **ret_error)
{
	struct csi_pdf_form form;
	cseal_status st;
	bool is_signed;

	st = csi_pdf_form_read(reader, &form, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_form_is_signed(
		    reader, &form, &is_signed, ret_error);
	if (st == CSEAL_OK && is_signed)
		st = cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the document is signed, and its cross-reference table is "
		    "damaged");
	return st;
}

cseal_status
csi_document_writable(cseal_document *document, csi_pdf_reader **ret_reader,
    cseal_error **ret_error)
{
	cseal_status st = csi_document_reader(document, ret_reader, ret_error);

	if (st == CSEAL_OK)
		st = unlock(document, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_rights_no_code(*ret_reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_rebuilt(*ret_reader))
		return refuse_signed(*ret_reader, ret_error);
	return CSEAL_OK;
}

cseal_status
csi_document_open(cseal_document *document, csi_pdf_reader **ret_reader,
    cseal_error **ret_error)
{
	cseal_status st = csi_document_reader(document, ret_reader, ret_error);

	return st == CSEAL_OK ? unlock(document, ret_error) : st;
}

cseal_status
csi_document_unsigned(csi_pdf_reader *reader, cseal_error **ret_error)
{
	struct csi_pdf_form form;
	bool is_signed = false;
	cseal_status st;

	st = csi_pdf_form_read(reader, &form, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_form_is_signed(
		    reader, &form, &is_signed, ret_error);
	if (st == CSEAL_OK && is_signed)
		return cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
		    "the document is signed: its content must not change");
	return st;
}

cseal_status
csi_document_place(cseal_document *document, const csi_pdf_update *update,
    cseal_error **ret_error)
{
	size_t len = csi_pdf_update_len(update);
	uint8_t *at = NULL;
	cseal_status st;

	st = csi_pdf_file_room(&document->file, len, &at, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_update_write(update, at);
	csi_pdf_reader_free(document->reader);
	document->reader = NULL;
	return CSEAL_OK;
}

void
csi_document_rewind(cseal_document *document, size_t len)
{
	csi_document_forget(document, len);
	csi_pdf_reader_free(document->reader);
	document->reader = NULL;
	document->file.len = len;
}

/* ---- pages --------------------------------------------------------------- */

cseal_status
cseal_document_page_count(
    cseal_document *document, uint32_t *ret_count, cseal_error **ret_error)
{
	csi_pdf_reader *reader;
	cseal_status st;

	st = csi_document_reader(document, &reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_pdf_page_count(reader, ret_count, ret_error);
}

cseal_status
csi_document_page(cseal_document *document, uint32_t page, uint32_t *ret_index,
    cseal_error **ret_error)
{
	uint32_t count;
	cseal_status st;

	if (page != CSEAL_PAGE_LAST && page != 0) {
		*ret_index = page - 1;
		return CSEAL_OK;
	}
	st = cseal_document_page_count(document, &count, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (page == 0 || count == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    page == 0 ? "pages are counted from 1"
			      : "the document had no page");
	*ret_index = count - 1;
	return CSEAL_OK;
}

cseal_status
cseal_document_page_size(cseal_document *document, uint32_t page,
    uint32_t *ret_width_um, uint32_t *ret_height_um, cseal_error **ret_error)
{
	struct csi_pdf_page about;
	struct csi_pdf_shown shown;
	csi_pdf_reader *reader;
	uint32_t index;
	cseal_status st;

	st = csi_document_reader(document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_document_page(document, page, &index, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_page(reader, index, &about, ret_error);
	if (st != CSEAL_OK)
		return st;
	shown = csi_pdf_shown_page(&about);
	if (shown.width <= 0 || shown.width > UINT32_MAX || shown.height <= 0 ||
	    shown.height > UINT32_MAX)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "page %u had an impossible size", index + 1);
	*ret_width_um = (uint32_t)shown.width;
	*ret_height_um = (uint32_t)shown.height;
	return CSEAL_OK;
}
