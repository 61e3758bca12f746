/* SPDX-License-Identifier: Apache-2.0 */
/* dss-read.c -- reads the document security store (ISO 32000-2, 12.8.4.3). */
#include "dss.h"

#include "error.h"

#define ITEM_MOST       ((size_t)16 << 20) /* bytes of one */
#define STORED_MOST     512                /* items of one list */
#define SIGNATURES_MOST 1000               /* in /VRI */

struct reading {
	csi_pdf_reader *reader;
	struct csi_pdf_dss_taker *taker;
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
	struct csi_pdf_dss_taker *taker = reading->taker;
	size_t most = taker->left < ITEM_MOST ? taker->left : ITEM_MOST;
	uint64_t at;
	cseal_status st;

	st = csi_pdf_resolve(reading->reader, entry, &stream, NULL);
	if (st != CSEAL_OK || stream->type != CSI_PDF_STREAM)
		return settle(st, ret_error);
	at = (uint64_t)(stream->as.dict.raw.at -
			csi_pdf_bytes(reading->reader).at);
	if (taker->has(taker->user, kind, at))
		return CSEAL_OK;
	st = csi_pdf_stream_data(reading->reader, stream, most, &data, NULL);
	if (st != CSEAL_OK) {
		csi_bytes_free(&data);
		return settle(st, ret_error);
	}
	taker->left -= data.len;
	taker->take(taker->user, kind, at, &data);
	return CSEAL_OK;
}

static cseal_status
read_list(struct reading *reading, const struct csi_pdf_value *store,
    enum csi_pdf_dss_kind kind, const char *key, cseal_error **ret_error)
{
	const struct csi_pdf_value *list;
	cseal_status st;

	st = csi_pdf_get(reading->reader, store, key, &list, NULL);
	if (st != CSEAL_OK || list->type != CSI_PDF_ARRAY)
		return settle(st, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < STORED_MOST &&
			   i < list->as.array.count && reading->taker->left > 0;
	     i++)
		st = read_item(
		    reading, kind, &list->as.array.items[i], ret_error);
	return st;
}

static cseal_status
read_lists(struct reading *reading, const struct csi_pdf_value *store,
    const char *const keys[CSI_PDF_DSS_KINDS], cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (int kind = 0; st == CSEAL_OK && kind < CSI_PDF_DSS_KINDS; kind++)
		st = read_list(reading, store, (enum csi_pdf_dss_kind)kind,
		    keys[kind], ret_error);
	return st;
}

static cseal_status
read_single(struct reading *reading, const struct csi_pdf_value *store,
    cseal_error **ret_error)
{
	static const char *const keys[CSI_PDF_DSS_KINDS] = {
		[CSI_PDF_DSS_CERTIFICATES] = "Cert",
		[CSI_PDF_DSS_ANSWERS] = "OCSP",
		[CSI_PDF_DSS_LISTS] = "CRL",
	};
	const struct csi_pdf_value *vri, *one;
	cseal_status st;

	st = csi_pdf_get(reading->reader, store, "VRI", &vri, NULL);
	if (st != CSEAL_OK || vri->type != CSI_PDF_DICT)
		return settle(st, ret_error);
	for (size_t i = 0;
	     st == CSEAL_OK && i < SIGNATURES_MOST && i < vri->as.dict.count;
	     i++) {
		st = csi_pdf_resolve(reading->reader,
		    &vri->as.dict.entries[i].value, &one, NULL);
		if (st == CSEAL_OK && one->type == CSI_PDF_DICT)
			st = read_lists(reading, one, keys, ret_error);
		else
			st = settle(st, ret_error);
	}
	return st;
}

cseal_status
csi_pdf_dss_read(csi_pdf_reader *reader, struct csi_pdf_dss_taker *taker,
    cseal_error **ret_error)
{
	static const char *const keys[CSI_PDF_DSS_KINDS] = {
		[CSI_PDF_DSS_CERTIFICATES] = "Certs",
		[CSI_PDF_DSS_ANSWERS] = "OCSPs",
		[CSI_PDF_DSS_LISTS] = "CRLs",
	};
	struct reading reading = { reader, taker };
	const struct csi_pdf_value *catalog, *store = NULL;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = csi_pdf_catalog(reader, &catalog, &ref, NULL);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, catalog, "DSS", &store, NULL);
	if (st != CSEAL_OK || store->type != CSI_PDF_DICT)
		return settle(st, ret_error);
	st = read_lists(&reading, store, keys, ret_error);
	return st == CSEAL_OK ? read_single(&reading, store, ret_error) : st;
}
