/* SPDX-License-Identifier: Apache-2.0 */
/* dss-read.c -- reads the document security store (ISO 32000-2, 12.8.4.3). */
#include "dss.h"

#include "error.h"

#define ITEM_MOST   ((size_t)16 << 20) /* bytes of one */
#define ALL_MOST    ((size_t)64 << 20) /* bytes of all */
#define STORED_MOST 512                /* items of one kind */

struct reading {
	csi_pdf_reader *reader;
	csi_pdf_dss_fn each;
	void *user;
	size_t left; /* bytes */
};

static cseal_status
settle(cseal_status st, cseal_error **ret_error)
{
	return st == CSEAL_FAULT_MEMORY ? csi_fail_memory(ret_error) : CSEAL_OK;
}

static cseal_status
read_item(struct reading *reading, enum csi_pdf_dss_kind kind,
    const struct csi_pdf_value *entry, cseal_error **ret_error)
{
	const struct csi_pdf_value *stream;
	struct csi_bytes data = { 0 };
	size_t most = reading->left < ITEM_MOST ? reading->left : ITEM_MOST;
	cseal_status st;

	st = csi_pdf_resolve(reading->reader, entry, &stream, NULL);
	if (st != CSEAL_OK || stream->type != CSI_PDF_STREAM)
		return settle(st, ret_error);
	st = csi_pdf_stream_data(reading->reader, stream, most, &data, NULL);
	if (st != CSEAL_OK) {
		csi_bytes_free(&data);
		return settle(st, ret_error);
	}
	reading->left -= data.len;
	reading->each(reading->user, kind,
	    (uint64_t)(stream->as.dict.raw.at -
		       csi_pdf_bytes(reading->reader).at),
	    &data);
	return CSEAL_OK;
}

static cseal_status
read_kind(struct reading *reading, const struct csi_pdf_value *store,
    enum csi_pdf_dss_kind kind, const char *key, cseal_error **ret_error)
{
	const struct csi_pdf_value *list;
	cseal_status st;

	st = csi_pdf_get(reading->reader, store, key, &list, NULL);
	if (st != CSEAL_OK || list->type != CSI_PDF_ARRAY)
		return settle(st, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < STORED_MOST &&
			   i < list->as.array.count && reading->left > 0;
	     i++)
		st = read_item(
		    reading, kind, &list->as.array.items[i], ret_error);
	return st;
}

cseal_status
csi_pdf_dss_read(csi_pdf_reader *reader, csi_pdf_dss_fn each, void *user,
    cseal_error **ret_error)
{
	static const char *const keys[CSI_PDF_DSS_KINDS] = {
		[CSI_PDF_DSS_CERTIFICATES] = "Certs",
		[CSI_PDF_DSS_ANSWERS] = "OCSPs",
		[CSI_PDF_DSS_LISTS] = "CRLs",
	};
	struct reading reading = { reader, each, user, ALL_MOST };
	const struct csi_pdf_value *catalog, *store = NULL;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = csi_pdf_catalog(reader, &catalog, &ref, NULL);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, catalog, "DSS", &store, NULL);
	if (st != CSEAL_OK || store->type != CSI_PDF_DICT)
		return settle(st, ret_error);
	for (int kind = 0; st == CSEAL_OK && kind < CSI_PDF_DSS_KINDS; kind++)
		st = read_kind(&reading, store, (enum csi_pdf_dss_kind)kind,
		    keys[kind], ret_error);
	return st;
}
