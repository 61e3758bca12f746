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

int
csi_pdf_compare_keys(struct csi_span a, struct csi_span b)
{
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return a.len == 0 ? 0 : memcmp(a.at, b.at, a.len);
}

/* The last of the entries with that key, in a dictionary of many. */
static const struct csi_pdf_value *
find_sorted(const struct csi_pdf_value *dict, struct csi_span key)
{
	const struct csi_pdf_entry *entries = dict->as.dict.entries;
	const uint32_t *sorted = dict->as.dict.sorted;
	size_t low = 0, high = dict->as.dict.count;

	/* All before low are not after the key, all from high on are. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (csi_pdf_compare_keys(entries[sorted[middle]].key, key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 ||
	    csi_pdf_compare_keys(entries[sorted[low - 1]].key, key) != 0)
		return NULL;
	return &entries[sorted[low - 1]].value;
}

const struct csi_pdf_value *
csi_pdf_find(const struct csi_pdf_value *dict, const char *key)
{
	struct csi_span span = { (const uint8_t *)key, strlen(key) };

	if (!has_entries(dict))
		return NULL;
	if (dict->as.dict.sorted != NULL)
		return find_sorted(dict, span);
	for (size_t i = dict->as.dict.count; i-- > 0;) {
		const struct csi_pdf_entry *entry = &dict->as.dict.entries[i];

		if (csi_pdf_compare_keys(entry->key, span) == 0)
			return &entry->value;
	}
	return NULL;
}

bool
csi_pdf_has_twice(const struct csi_pdf_value *dict)
{
	return has_entries(dict) && dict->twice;
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
