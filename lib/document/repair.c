/* SPDX-License-Identifier: Apache-2.0 */
/* repair.c -- replaces a damaged document by what a repair module makes of
 * it. */
#include "blob.h"
#include "document/document.h"
#include "error.h"
#include "loader.h"
#include "pdf/field.h"
#include "pdf/rebuild.h"
#include "wait.h"

#include <string.h>

/* What the new file may have beyond the old one. */
#define REPAIRED_LEAST ((size_t)64 << 20)
#define REPAIRED_TIMES 4
/* Pages from the front that are looked at, and the last one. */
#define PAGES_MOST 10000

/* ---- is there a need? ------------------------------------------------ */

static cseal_status
read_pages(csi_pdf_reader *reader, cseal_error **ret_error)
{
	struct csi_pdf_page page;
	uint32_t count;
	cseal_status st;

	st = csi_pdf_page_count(reader, &count, ret_error);
	if (st == CSEAL_OK && count == 0)
		st = cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the document had no page");
	for (uint32_t i = 0; st == CSEAL_OK && i < count && i < PAGES_MOST; i++)
		st = csi_pdf_page(reader, i, &page, ret_error);
	if (st == CSEAL_OK && count > PAGES_MOST)
		st = csi_pdf_page(reader, count - 1, &page, ret_error);
	return st;
}

static cseal_status
read_signed(csi_pdf_reader *reader, bool *ret_signed, cseal_error **ret_error)
{
	struct csi_pdf_form form;
	cseal_status st;

	st = csi_pdf_form_read(reader, &form, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_form_is_signed(
		    reader, &form, ret_signed, ret_error);
	return st;
}

/* REFUSED_DAMAGED where sealing or stamping would fail. */
static cseal_status
examine(cseal_document *document, cseal_error **ret_error)
{
	csi_pdf_reader *reader;
	cseal_status st;
	bool is_signed;

	st = csi_document_reader(document, &reader, ret_error);
	if (st != CSEAL_OK || csi_pdf_is_encrypted(reader))
		return st;
	st = read_pages(reader, ret_error);
	if (st == CSEAL_OK)
		st = read_signed(reader, &is_signed, ret_error);
	return st;
}

static cseal_status
needs_repair(cseal_document *document, bool *ret_needs, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st;

	st = examine(document, &error);
	if (csi_document_mend(document, &st, &error))
		st = examine(document, &error);
	*ret_needs = st == CSEAL_REFUSED_DAMAGED;
	if (*ret_needs) {
		cseal_error_free(error);
		return CSEAL_OK;
	}
	csi_error_move(error, ret_error);
	return st;
}

/* ---- the new file ---------------------------------------------------- */

static cseal_status
refuse_signed(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_FORBIDDEN,
	    "the document is signed: a repair would destroy its signatures");
}

static cseal_status
call_module(cseal_context *context, const cseal_document *document,
    cseal_wait *wait, cseal_blob *pdf, cseal_error **ret_error)
{
	const struct csi_pdf_file *file = &document->file;
	struct csi_module *module;
	cseal_status st;

	st = csi_loader_only(context, CSEAL_KIND_REPAIR, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_module_said(module, "repaired the document",
	    module->driver->ops.repair->repair(
		&module->host, file->at, file->len, wait, pdf, ret_error),
	    ret_error);
}

/* The document must be readable now, and not be signed. */
static cseal_status
check_repaired(cseal_document *repaired, cseal_error **ret_error)
{
	csi_pdf_reader *reader;
	bool is_signed = false;
	cseal_status st;

	st = examine(repaired, ret_error);
	if (st == CSEAL_OK)
		st = csi_document_reader(repaired, &reader, ret_error);
	if (st == CSEAL_OK && !csi_pdf_is_encrypted(reader))
		st = read_signed(reader, &is_signed, ret_error);
	if (st == CSEAL_OK && is_signed)
		st = refuse_signed(ret_error);
	return st;
}

static cseal_status
take_repaired(
    cseal_document *document, struct csi_span pdf, cseal_error **ret_error)
{
	cseal_document *repaired;
	struct csi_pdf_file file;
	cseal_status st;

	st = cseal_document_open_mem(pdf.at, pdf.len, &repaired, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = check_repaired(repaired, ret_error);
	if (st == CSEAL_OK) {
		/* The old file goes with the other. */
		file = document->file;
		document->file = repaired->file;
		repaired->file = file;
		csi_pdf_reader_free(document->reader);
		document->reader = repaired->reader;
		repaired->reader = NULL;
	}
	cseal_document_free(repaired);
	return st;
}

static cseal_status
repair(cseal_context *context, cseal_document *document, cseal_wait *wait,
    cseal_error **ret_error)
{
	const struct csi_pdf_file *file = &document->file;
	cseal_blob pdf;
	cseal_status st;

	/* What a signature is known by, wherever it stands. */
	if (memmem(file->at, file->len, "/ByteRange", 10) != NULL)
		return refuse_signed(ret_error);
	/* A repair would choose one of two documents. */
	st = csi_pdf_rebuild_check(file->at, file->len, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_blob_init(&pdf, REPAIRED_LEAST + REPAIRED_TIMES * file->len);
	st = call_module(context, document, wait, &pdf, ret_error);
	if (st == CSEAL_OK)
		st = take_repaired(document, csi_blob_span(&pdf), ret_error);
	csi_blob_wipe(&pdf);
	return st;
}

cseal_status
cseal_document_repair(cseal_context *context, cseal_document *document,
    int timeout_ms, cseal_cancel *cancel, bool *ret_repaired,
    cseal_error **ret_error)
{
	cseal_wait wait;
	cseal_status st;
	bool needs;

	if (context == NULL || document == NULL || ret_repaired == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the context or the document was NULL");
	csi_wait_init(&wait, timeout_ms, cancel);
	st = needs_repair(document, &needs, ret_error);
	if (st == CSEAL_OK && needs)
		st = repair(context, document, &wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_repaired = needs;
	return CSEAL_OK;
}
