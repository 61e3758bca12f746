/* SPDX-License-Identifier: Apache-2.0 */
/* document.c -- a PDF, opened for merging, sealing or verifying. */
#include "document.h"

#include "error.h"
#include "pdf/place.h"
#include "pdf/save.h"

#include <stdlib.h>
#include <string.h>

/* Readers look for the header so far (ISO 32000-1, Annex H, 3.4.1). */
#define HEADER_MOST 1024

static cseal_status
take_file(struct csi_pdf_file *file, cseal_document **ret_document,
    cseal_error **ret_error)
{
	size_t head = file->len < HEADER_MOST ? file->len : HEADER_MOST;
	cseal_document *document;
	cseal_status st;

	if (memmem(file->at, head, "%PDF-", 5) == NULL) {
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
	csi_pdf_reader_free(document->reader);
	csi_pdf_file_close(&document->file);
	free(document);
}

/* ---- for stamping and sealing -------------------------------------------- */

cseal_status
csi_document_reader(cseal_document *document, csi_pdf_reader **ret_reader,
    cseal_error **ret_error)
{
	cseal_status st;

	if (document->reader == NULL) {
		st = csi_pdf_reader_new(document->file.at, document->file.len,
		    CSI_PDF_LENIENT, &document->reader, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	*ret_reader = document->reader;
	return CSEAL_OK;
}

cseal_status
csi_document_writable(cseal_document *document, csi_pdf_reader **ret_reader,
    cseal_error **ret_error)
{
	cseal_status st = csi_document_reader(document, ret_reader, ret_error);

	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_encrypted(*ret_reader))
		return cseal_fail(ret_error, CSEAL_REFUSED_ENCRYPTED,
		    "the document was encrypted");
	return CSEAL_OK;
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
