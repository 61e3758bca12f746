/* SPDX-License-Identifier: Apache-2.0 */
/* security.c -- what an encryption dictionary says (7.6.1, 7.6.3, 7.6.5). */
#include "security.h"

#include "error.h"

#include <string.h>

/* Tables 20 and 21: bytes of the strings, before and since revision 5. */
#define OLD_LEN   32
#define NEW_LEN   48
#define KEY_LEN   32
#define PERMS_LEN 16
/* The identifiers of real files have 16 bytes, or 32 hexadecimal digits. */
#define ID_MOST 1024

struct reading {
	csi_pdf_reader *reader;
	const struct csi_pdf_value *dict;
	struct csi_pdf_security *security;
	int64_t version;
	cseal_error **ret_error;
};

static cseal_status
refuse(const struct reading *reading, const char *key)
{
	return cseal_fail(reading->ret_error, CSEAL_REFUSED_DAMAGED,
	    "the encryption had a bad /%s", key);
}

static cseal_status
get(const struct reading *reading, const char *key,
    const struct csi_pdf_value **ret_value)
{
	return csi_pdf_get(
	    reading->reader, reading->dict, key, ret_value, reading->ret_error);
}

static cseal_status
get_integer(const struct reading *reading, const char *key, int64_t low,
    int64_t high, int64_t *integer)
{
	const struct csi_pdf_value *value;
	cseal_status st = get(reading, key, &value);

	if (st != CSEAL_OK || value->type == CSI_PDF_NULL)
		return st;
	if (!csi_pdf_as_integer(value, low, high, integer))
		return refuse(reading, key);
	return CSEAL_OK;
}

/* Real files have zeros after the bytes that count. */
static cseal_status
get_string(const struct reading *reading, const char *key, size_t len,
    struct csi_span *ret_string)
{
	const struct csi_pdf_value *value;
	cseal_status st = get(reading, key, &value);

	if (st != CSEAL_OK)
		return st;
	if (value->type != CSI_PDF_STRING || value->as.text.len < len)
		return refuse(reading, key);
	ret_string->at = value->as.text.at;
	ret_string->len = len;
	return CSEAL_OK;
}

static cseal_status
read_strings(const struct reading *reading)
{
	struct csi_pdf_security *security = reading->security;
	bool is_new = security->revision >= 5;
	size_t len = is_new ? NEW_LEN : OLD_LEN;
	cseal_status st;

	st = get_string(reading, "O", len, &security->o);
	if (st == CSEAL_OK)
		st = get_string(reading, "U", len, &security->u);
	if (st == CSEAL_OK && is_new)
		st = get_string(reading, "OE", KEY_LEN, &security->oe);
	if (st == CSEAL_OK && is_new)
		st = get_string(reading, "UE", KEY_LEN, &security->ue);
	if (st == CSEAL_OK && is_new)
		st = get_string(reading, "Perms", PERMS_LEN, &security->perms);
	return st;
}

/* Before revision 5 the key depends on the first one (7.6.3.3). */
static cseal_status
read_id(const struct reading *reading)
{
	const struct csi_pdf_value *id, *first;
	cseal_status st;

	st = csi_pdf_get(reading->reader, csi_pdf_trailer(reading->reader),
	    "ID", &id, reading->ret_error);
	if (st != CSEAL_OK || id->type != CSI_PDF_ARRAY ||
	    id->as.array.count == 0)
		return st;
	st = csi_pdf_resolve(reading->reader, &id->as.array.items[0], &first,
	    reading->ret_error);
	if (st != CSEAL_OK || first->type != CSI_PDF_STRING)
		return st;
	if (first->as.text.len > ID_MOST)
		return cseal_fail(reading->ret_error, CSEAL_REFUSED_LIMIT,
		    "the identifier of the document was longer than %d bytes",
		    ID_MOST);
	reading->security->id = first->as.text;
	return CSEAL_OK;
}

/* Table 25, /CFM.  The keys of versions 4 and 5 have one length each,
 * whatever /Length says: writers disagree about its unit. */
static cseal_status
read_method(const struct reading *reading, const struct csi_pdf_value *filter,
    enum csi_pdf_method *ret_method)
{
	const struct csi_pdf_value *name;
	cseal_status st;

	st = csi_pdf_get(
	    reading->reader, filter, "CFM", &name, reading->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (name->type == CSI_PDF_NULL || csi_pdf_is_name(name, "None"))
		*ret_method = CSI_PDF_METHOD_NONE;
	else if (csi_pdf_is_name(name, "V2") && reading->version == 4)
		*ret_method = CSI_PDF_METHOD_RC4;
	else if (csi_pdf_is_name(name, "AESV2") && reading->version == 4)
		*ret_method = CSI_PDF_METHOD_AESV2;
	else if (csi_pdf_is_name(name, "AESV3") && reading->version == 5)
		*ret_method = CSI_PDF_METHOD_AESV3;
	else
		return cseal_fail(reading->ret_error, CSEAL_REFUSED_ENCRYPTED,
		    "a crypt filter used a method that is not known");
	return CSEAL_OK;
}

static cseal_status
read_filters(const struct reading *reading)
{
	struct csi_pdf_security *security = reading->security;
	const struct csi_pdf_value *filters, *filter;
	cseal_status st = get(reading, "CF", &filters);

	if (st != CSEAL_OK || filters->type != CSI_PDF_DICT)
		return st;
	if (filters->as.dict.count > CSI_PDF_CRYPT_FILTERS_MOST)
		return cseal_fail(reading->ret_error, CSEAL_REFUSED_LIMIT,
		    "the encryption had more than %d crypt filters",
		    CSI_PDF_CRYPT_FILTERS_MOST);
	for (size_t i = 0; i < filters->as.dict.count; i++) {
		const struct csi_pdf_entry *entry =
		    &filters->as.dict.entries[i];
		struct csi_pdf_crypt_filter *out =
		    &security->filters[security->filter_count];

		st = csi_pdf_resolve(reading->reader, &entry->value, &filter,
		    reading->ret_error);
		if (st == CSEAL_OK)
			st = read_method(reading, filter, &out->method);
		if (st != CSEAL_OK)
			return st;
		out->name = entry->key;
		security->filter_count++;
	}
	return CSEAL_OK;
}

/* /StmF, /StrF, /EFF: *method where there is no such entry. */
static cseal_status
choose_filter(
    const struct reading *reading, const char *key, enum csi_pdf_method *method)
{
	const struct csi_pdf_value *name;
	cseal_status st = get(reading, key, &name);

	if (st != CSEAL_OK || name->type == CSI_PDF_NULL)
		return st;
	if (name->type != CSI_PDF_NAME ||
	    !csi_pdf_security_method(reading->security, name->as.text, method))
		return refuse(reading, key);
	return CSEAL_OK;
}

static cseal_status
read_methods(const struct reading *reading)
{
	struct csi_pdf_security *security = reading->security;
	cseal_status st;

	if (reading->version < 4) {
		security->streams = security->strings = security->files =
		    CSI_PDF_METHOD_RC4;
		return CSEAL_OK;
	}
	st = read_filters(reading);
	if (st == CSEAL_OK)
		st = choose_filter(reading, "StmF", &security->streams);
	if (st == CSEAL_OK)
		st = choose_filter(reading, "StrF", &security->strings);
	security->files = security->streams;
	if (st == CSEAL_OK)
		st = choose_filter(reading, "EFF", &security->files);
	return st;
}

bool
csi_pdf_security_method(const struct csi_pdf_security *security,
    struct csi_span name, enum csi_pdf_method *ret_method)
{
	if (csi_span_is(name, "Identity")) {
		*ret_method = CSI_PDF_METHOD_NONE;
		return true;
	}
	for (size_t i = security->filter_count; i-- > 0;) {
		if (csi_pdf_compare_keys(security->filters[i].name, name) != 0)
			continue;
		*ret_method = security->filters[i].method;
		return true;
	}
	return false;
}

enum csi_pdf_method
csi_pdf_security_of_stream(
    const struct csi_pdf_security *security, struct csi_span type)
{
	if (csi_span_is(type, "XRef") ||
	    (csi_span_is(type, "Metadata") && !security->encrypt_metadata))
		return CSI_PDF_METHOD_NONE;
	if (csi_span_is(type, "EmbeddedFile"))
		return security->files;
	return security->streams;
}

/* /V and /R belong together (Tables 20 and 21). */
static cseal_status
read_version(struct reading *reading)
{
	struct csi_pdf_security *security = reading->security;
	int64_t bits = 40, revision = 0;
	cseal_status st;

	st = get_integer(reading, "V", INT32_MIN, INT32_MAX, &reading->version);
	if (st == CSEAL_OK)
		st = get_integer(reading, "R", INT32_MIN, INT32_MAX, &revision);
	if (st != CSEAL_OK)
		return st;
	security->revision = (int)revision;
	switch (reading->version) {
	case 1:
	case 2:
		if (revision != 2 && revision != 3)
			break;
		if (reading->version == 2)
			st = get_integer(reading, "Length", 40, 128, &bits);
		if (st == CSEAL_OK && bits % 8 != 0)
			st = refuse(reading, "Length");
		security->key_len = revision == 2 ? 5 : (size_t)bits / 8;
		return st;
	case 4:
		security->key_len = 16;
		if (revision == 4)
			return CSEAL_OK;
		break;
	case 5:
		security->key_len = 32;
		if (revision == 5 || revision == 6)
			return CSEAL_OK;
		break;
	}
	return cseal_fail(reading->ret_error, CSEAL_REFUSED_ENCRYPTED,
	    "the document was encrypted in a way that is not known: V %lld, "
	    "R %lld",
	    (long long)reading->version, (long long)revision);
}

static cseal_status
read_dict(struct reading *reading)
{
	const struct csi_pdf_value *value;
	int64_t permissions = -1;
	cseal_status st = get(reading, "Filter", &value);

	if (st != CSEAL_OK)
		return st;
	if (!csi_pdf_is_name(value, "Standard"))
		return cseal_fail(reading->ret_error, CSEAL_REFUSED_ENCRYPTED,
		    "the document was encrypted for certificates, or by a "
		    "handler that is not known");
	st = read_version(reading);
	if (st == CSEAL_OK)
		st = read_strings(reading);
	/* Some write its 32 bits without a sign. */
	if (st == CSEAL_OK)
		st = get_integer(
		    reading, "P", INT32_MIN, UINT32_MAX, &permissions);
	if (st == CSEAL_OK)
		st = get(reading, "EncryptMetadata", &value);
	if (st == CSEAL_OK)
		st = read_methods(reading);
	if (st != CSEAL_OK)
		return st;
	reading->security->permissions = (uint32_t)permissions;
	reading->security->encrypt_metadata = reading->version < 4 ||
					      value->type != CSI_PDF_BOOLEAN ||
					      value->as.boolean;
	return read_id(reading);
}

cseal_status
csi_pdf_security_read(csi_pdf_reader *reader,
    struct csi_pdf_security *ret_security, cseal_error **ret_error)
{
	struct csi_pdf_security security = { .revision = 0 };
	struct reading reading = {
		.reader = reader, .security = &security, .ret_error = ret_error
	};
	cseal_status st;

	st = csi_pdf_get(reader, csi_pdf_trailer(reader), "Encrypt",
	    &reading.dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (reading.dict->type != CSI_PDF_DICT)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the encryption was no dictionary");
	st = read_dict(&reading);
	if (st == CSEAL_OK)
		*ret_security = security;
	return st;
}
