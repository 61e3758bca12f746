/* SPDX-License-Identifier: Apache-2.0 */
/* object.c -- questions to a value. */
#include "object.h"

#include <string.h>

static bool
has_entries(const struct csi_pdf_value *value)
{
	return value != NULL &&
	       (value->type == CSI_PDF_DICT || value->type == CSI_PDF_STREAM);
}

const struct csi_pdf_value *
csi_pdf_find(const struct csi_pdf_value *dict, const char *key)
{
	size_t len = strlen(key);

	if (!has_entries(dict))
		return NULL;
	for (size_t i = dict->as.dict.count; i-- > 0;) {
		const struct csi_pdf_entry *entry = &dict->as.dict.entries[i];

		if (entry->key.len == len &&
		    (len == 0 || memcmp(entry->key.at, key, len) == 0))
			return &entry->value;
	}
	return NULL;
}

bool
csi_pdf_has_twice(const struct csi_pdf_value *dict)
{
	return has_entries(dict) && dict->as.dict.twice;
}

bool
csi_pdf_is_name(const struct csi_pdf_value *value, const char *name)
{
	return value != NULL && value->type == CSI_PDF_NAME &&
	       csi_span_is(value->as.text, name);
}

bool
csi_pdf_as_integer(const struct csi_pdf_value *value, int64_t low, int64_t high,
    int64_t *ret_integer)
{
	int64_t integer;

	if (value == NULL)
		return false;
	if (value->type == CSI_PDF_INTEGER) {
		integer = value->as.integer;
	} else if (value->type == CSI_PDF_REAL) {
		/* Within 2^53 every integer has a double of its own. */
		if (!(value->as.real >= -9007199254740992.0 &&
			value->as.real <= 9007199254740992.0))
			return false;
		integer = (int64_t)value->as.real;
		if ((double)integer != value->as.real)
			return false;
	} else {
		return false;
	}
	if (integer < low || integer > high)
		return false;
	*ret_integer = integer;
	return true;
}

bool
csi_pdf_as_number(const struct csi_pdf_value *value, double *ret_number)
{
	if (value == NULL)
		return false;
	if (value->type == CSI_PDF_INTEGER)
		*ret_number = (double)value->as.integer;
	else if (value->type == CSI_PDF_REAL)
		*ret_number = value->as.real;
	else
		return false;
	return true;
}

bool
csi_pdf_same_ref(struct csi_pdf_ref a, struct csi_pdf_ref b)
{
	return a.number == b.number && a.generation == b.generation;
}
