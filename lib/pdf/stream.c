/* SPDX-License-Identifier: Apache-2.0 */
/* stream.c -- what a stream's dictionary says of its filters (ISO 32000-1,
 * 7.3.8.2, 7.4). */
#include "error.h"
#include "filter.h"
#include "inside.h"

#include <string.h>

/* Filters of one stream, one after another. */
#define FILTERS_MOST 8

/* Where values of the dictionary are looked up: a cross-reference stream
 * cannot refer to objects that it has yet to tell of. */
struct decoding {
	csi_pdf_reader *reader;
	bool direct;
	struct csi_pdf_filter filters[FILTERS_MOST];
	size_t count;
	enum csi_pdf_method method; /* of encryption, as one filter may say */
	bool has_crypt;
	bool is_kept; /* nothing is decoded: any filter will do */
};

static cseal_status
resolve(const struct decoding *decoding, const struct csi_pdf_value *value,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error)
{
	if (decoding->direct && value != NULL &&
	    value->type == CSI_PDF_REFERENCE)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a cross-reference stream referred to an object");
	return csi_pdf_resolve(decoding->reader, value, ret_value, ret_error);
}

static cseal_status
get(const struct decoding *decoding, const struct csi_pdf_value *dict,
    const char *key, const struct csi_pdf_value **ret_value,
    cseal_error **ret_error)
{
	return resolve(decoding, csi_pdf_find(dict, key), ret_value, ret_error);
}

static cseal_status
get_count(const struct decoding *decoding, const struct csi_pdf_value *dict,
    const char *key, int64_t most, uint32_t *count, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	int64_t integer;
	cseal_status st;

	st = get(decoding, dict, key, &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (value->type == CSI_PDF_NULL)
		return CSEAL_OK;
	if (!csi_pdf_as_integer(value, 1, most, &integer))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a filter had a bad /%s", key);
	*count = (uint32_t)integer;
	return CSEAL_OK;
}

/* Table 8 */
static cseal_status
read_predictor(const struct decoding *decoding,
    const struct csi_pdf_value *parms, struct csi_pdf_filter *filter,
    cseal_error **ret_error)
{
	cseal_status st;

	filter->predictor = filter->colors = filter->columns = 1;
	filter->bits = 8;
	st = get_count(
	    decoding, parms, "Predictor", 15, &filter->predictor, ret_error);
	if (st != CSEAL_OK || filter->predictor == 1)
		return st;
	if (filter->predictor != 2 && filter->predictor < 10)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a filter had a bad /Predictor");
	st = get_count(decoding, parms, "Colors", CSI_PDF_COLORS_MOST,
	    &filter->colors, ret_error);
	if (st == CSEAL_OK)
		st = get_count(decoding, parms, "BitsPerComponent", 16,
		    &filter->bits, ret_error);
	if (st == CSEAL_OK)
		st = get_count(decoding, parms, "Columns", CSI_PDF_COLUMNS_MOST,
		    &filter->columns, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* 1, 2, 4, 8 or 16 */
	if ((filter->bits & (filter->bits - 1)) != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a filter had a bad /BitsPerComponent");
	return CSEAL_OK;
}

/* 7.4.10: the first one, which says how the stream is encrypted. */
static cseal_status
take_crypt(struct decoding *decoding, const struct csi_pdf_value *parms,
    cseal_error **ret_error)
{
	static const struct csi_span identity = { (const uint8_t *)"Identity",
		8 };
	csi_pdf_crypt *crypt = decoding->reader->crypt;
	const struct csi_pdf_value *name;
	struct csi_span wanted = identity;
	cseal_status st;

	if (decoding->count > 0 || decoding->has_crypt)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a crypt filter was not the first");
	decoding->has_crypt = true;
	st = get(decoding, parms, "Name", &name, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (name->type == CSI_PDF_NAME)
		wanted = name->as.text;
	if (csi_span_is(wanted, "Identity"))
		decoding->method = CSI_PDF_METHOD_NONE;
	else if (crypt == NULL ||
		 !csi_pdf_security_method(
		     csi_pdf_crypt_security(crypt), wanted, &decoding->method))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a stream named a crypt filter that there is none of");
	return CSEAL_OK;
}

static cseal_status
add_filter(struct decoding *decoding, const struct csi_pdf_value *name,
    const struct csi_pdf_value *parms, cseal_error **ret_error)
{
	static const struct {
		const char *name, *short_name;
		enum csi_pdf_filter_kind kind;
	} known[] = {
		{ "FlateDecode", "Fl", CSI_PDF_FILTER_FLATE },
		{ "ASCIIHexDecode", "AHx", CSI_PDF_FILTER_ASCII_HEX },
		{ "ASCII85Decode", "A85", CSI_PDF_FILTER_ASCII_85 },
		{ "RunLengthDecode", "RL", CSI_PDF_FILTER_RUN_LENGTH },
	};
	struct csi_pdf_filter *filter;

	if (name->type != CSI_PDF_NAME)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a filter was not a name");
	if (csi_pdf_is_name(name, "Crypt"))
		return take_crypt(decoding, parms, ret_error);
	if (decoding->count == FILTERS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a stream had more than %d filters", FILTERS_MOST);
	filter = &decoding->filters[decoding->count++];
	if (decoding->is_kept)
		return CSEAL_OK;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!csi_pdf_is_name(name, known[i].name) &&
		    (decoding->reader->strict ||
			!csi_pdf_is_name(name, known[i].short_name)))
			continue;
		filter->kind = known[i].kind;
		if (filter->kind == CSI_PDF_FILTER_FLATE)
			return read_predictor(
			    decoding, parms, filter, ret_error);
		return CSEAL_OK;
	}
	return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "a stream had the filter %.*s",
	    name->as.text.len < 32 ? (int)name->as.text.len : 32,
	    (const char *)name->as.text.at);
}

/* One of /Filter with its /DecodeParms: the items of two arrays, or the two
 * themselves. */
static cseal_status
add_filter_at(struct decoding *decoding, const struct csi_pdf_value *filters,
    const struct csi_pdf_value *parms, size_t i, cseal_error **ret_error)
{
	const struct csi_pdf_value *name = filters, *parm = parms;
	cseal_status st;

	if (filters->type == CSI_PDF_ARRAY)
		name = &filters->as.array.items[i];
	if (parms->type == CSI_PDF_ARRAY)
		parm = i < parms->as.array.count ? &parms->as.array.items[i]
						 : NULL;
	else if (i > 0)
		parm = NULL;
	st = resolve(decoding, name, &name, ret_error);
	if (st == CSEAL_OK)
		st = resolve(decoding, parm, &parm, ret_error);
	if (st != CSEAL_OK)
		return st;
	return add_filter(decoding, name, parm, ret_error);
}

static cseal_status
read_filters(struct decoding *decoding, const struct csi_pdf_value *stream,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *filters, *parms;
	cseal_status st;
	size_t count;

	if (csi_pdf_find(stream, "F") != NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "a stream was in another file");
	st = get(decoding, stream, "Filter", &filters, ret_error);
	if (st == CSEAL_OK)
		st = get(decoding, stream, "DecodeParms", &parms, ret_error);
	if (st != CSEAL_OK)
		return st;
	count = filters->type == CSI_PDF_ARRAY  ? filters->as.array.count
		: filters->type == CSI_PDF_NULL ? 0
						: 1;
	for (size_t i = 0; i < count; i++) {
		st = add_filter_at(decoding, filters, parms, i, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

/* What a filter but the last may give: an ASCII filter takes up to five
 * bytes for four, and white space. */
static size_t
between(size_t most)
{
	return most > SIZE_MAX / 8 ? SIZE_MAX / 4 : most * 4 + 4096;
}

static cseal_status
run_filters(const struct decoding *decoding, struct csi_span raw, size_t most,
    struct csi_bytes *data, cseal_error **ret_error)
{
	struct csi_bytes in = { 0 }, out = { 0 };
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; i < decoding->count; i++) {
		bool last = i + 1 == decoding->count;

		st = csi_pdf_filter_run(&decoding->filters[i],
		    i == 0 ? raw : csi_bytes_span(&in),
		    decoding->reader->strict, last ? most : between(most), &out,
		    ret_error);
		csi_bytes_free(&in);
		in = out;
		memset(&out, 0, sizeof(out));
		if (st != CSEAL_OK)
			break;
	}
	if (decoding->count == 0) {
		if (raw.len > most)
			st = cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "a stream had more than %zu bytes", most);
		else
			csi_bytes_add_span(&in, raw);
		if (in.failed)
			st = csi_fail_memory(ret_error);
	}
	if (st != CSEAL_OK) {
		csi_bytes_free(&in);
		return st;
	}
	*data = in;
	return CSEAL_OK;
}

/* What the dictionary says of the stream as a whole. */
static enum csi_pdf_method
usual_method(const csi_pdf_reader *reader, const struct csi_pdf_value *stream)
{
	const struct csi_pdf_value *type = csi_pdf_find(stream, "Type");
	struct csi_span name = { NULL, 0 };

	if (reader->crypt == NULL || stream->as.dict.object.number == 0)
		return CSI_PDF_METHOD_NONE;
	if (type != NULL && type->type == CSI_PDF_NAME)
		name = type->as.text;
	return csi_pdf_security_of_stream(
	    csi_pdf_crypt_security(reader->crypt), name);
}

static cseal_status
decode(const struct decoding *decoding, const struct csi_pdf_value *stream,
    size_t most, struct csi_bytes *data, cseal_error **ret_error)
{
	csi_pdf_reader *reader = decoding->reader;
	struct csi_bytes clear = { 0 };
	cseal_status st;

	if (decoding->method == CSI_PDF_METHOD_NONE ||
	    stream->as.dict.object.number == 0)
		return run_filters(
		    decoding, stream->as.dict.raw, most, data, ret_error);
	st = csi_pdf_count_work(reader, stream->as.dict.raw.len, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_decrypt(reader->crypt, decoding->method,
		    stream->as.dict.object, stream->as.dict.raw, reader->strict,
		    &clear, ret_error);
	if (st == CSEAL_OK)
		st = run_filters(
		    decoding, csi_bytes_span(&clear), most, data, ret_error);
	csi_bytes_free(&clear);
	return st;
}

static cseal_status
stream_data(csi_pdf_reader *reader, const struct csi_pdf_value *stream,
    bool direct, size_t most, struct csi_bytes *data, cseal_error **ret_error)
{
	struct decoding decoding = { .reader = reader, .direct = direct };
	cseal_status st;

	if (stream == NULL || stream->type != CSI_PDF_STREAM)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "an object that should be a stream was none");
	decoding.method = usual_method(reader, stream);
	st = read_filters(&decoding, stream, ret_error);
	if (st != CSEAL_OK)
		return st;
	return decode(&decoding, stream, most, data, ret_error);
}

cseal_status
csi_pdf_stream_data(csi_pdf_reader *reader, const struct csi_pdf_value *stream,
    size_t most, struct csi_bytes *data, cseal_error **ret_error)
{
	return stream_data(reader, stream, false, most, data, ret_error);
}

cseal_status
csi_pdf_stream_data_direct(csi_pdf_reader *reader,
    const struct csi_pdf_value *stream, size_t most, struct csi_bytes *data,
    cseal_error **ret_error)
{
	return stream_data(reader, stream, true, most, data, ret_error);
}

cseal_status
csi_pdf_stream_clear(csi_pdf_reader *reader, const struct csi_pdf_value *stream,
    struct csi_bytes *data, cseal_error **ret_error)
{
	struct decoding decoding = { .reader = reader, .is_kept = true };
	cseal_status st;

	decoding.method = usual_method(reader, stream);
	st = read_filters(&decoding, stream, ret_error);
	decoding.count = 0;
	if (st == CSEAL_OK)
		st = decode(&decoding, stream, SIZE_MAX, data, ret_error);
	return st;
}

cseal_status
csi_pdf_stream_front(csi_pdf_reader *reader, const struct csi_pdf_value *stream,
    size_t front, size_t most, struct csi_bytes *data, bool *ret_whole,
    cseal_error **ret_error)
{
	struct decoding decoding = { .reader = reader, .direct = true };
	cseal_status st;

	*ret_whole = true;
	st = read_filters(&decoding, stream, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (front >= most || decoding.count != 1 ||
	    decoding.filters[0].kind != CSI_PDF_FILTER_FLATE)
		return run_filters(
		    &decoding, stream->as.dict.raw, most, data, ret_error);
	st = csi_pdf_filter_front(&decoding.filters[0], stream->as.dict.raw,
	    front, data, ret_whole, ret_error);
	if (st != CSEAL_OK)
		csi_bytes_free(data);
	return st;
}
