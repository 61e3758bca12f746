/* SPDX-License-Identifier: Apache-2.0 */
/* same.c -- do two values say the same? */
#include "pdf/same.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

/* Entries of dictionaries whose keys stand in another order: looked up one by
 * one, so larger ones count as different. */
#define SHUFFLED_MOST 4096

struct pair {
	const struct csi_pdf_value *a, *b;
};

struct pairs {
	struct pair *at;
	size_t count, room;
};

static bool
span_same(struct csi_span a, struct csi_span b)
{
	return a.len == b.len &&
	       (a.len == 0 || a.at == b.at || memcmp(a.at, b.at, a.len) == 0);
}

static bool
push(struct pairs *pairs, const struct csi_pdf_value *a,
    const struct csi_pdf_value *b)
{
	struct pair *at;

	if (pairs->count == pairs->room) {
		size_t room = pairs->room == 0 ? 64 : pairs->room * 2;

		at = reallocarray(pairs->at, room, sizeof(*at));
		if (at == NULL)
			return false;
		pairs->at = at;
		pairs->room = room;
	}
	pairs->at[pairs->count++] = (struct pair){ a, b };
	return true;
}

static const struct csi_pdf_value *
partner(const struct csi_pdf_value *dict, size_t i, struct csi_span key)
{
	const struct csi_pdf_entry *entries = dict->as.dict.entries;

	if (span_same(entries[i].key, key))
		return &entries[i].value;
	if (dict->as.dict.count > SHUFFLED_MOST)
		return NULL;
	for (i = 0; i < dict->as.dict.count; i++) {
		if (span_same(entries[i].key, key))
			return &entries[i].value;
	}
	return NULL;
}

/* Pushes the entries that stand in both; false in *ret_same if one does not. */
static bool
push_entries(struct pairs *pairs, const struct pair *pair, bool *ret_same)
{
	const struct csi_pdf_entry *entry;
	const struct csi_pdf_value *b;

	*ret_same = pair->a->as.dict.count == pair->b->as.dict.count &&
		    (pair->a->type != CSI_PDF_STREAM ||
			span_same(pair->a->as.dict.raw, pair->b->as.dict.raw));
	for (size_t i = 0; *ret_same && i < pair->a->as.dict.count; i++) {
		entry = &pair->a->as.dict.entries[i];
		b = partner(pair->b, i, entry->key);
		if (b == NULL)
			*ret_same = false;
		else if (!push(pairs, &entry->value, b))
			return false;
	}
	return true;
}

static bool
push_items(struct pairs *pairs, const struct pair *pair, bool *ret_same)
{
	size_t count = pair->a->as.array.count;

	*ret_same = count == pair->b->as.array.count;
	for (size_t i = 0; *ret_same && i < count; i++) {
		if (!push(pairs, &pair->a->as.array.items[i],
			&pair->b->as.array.items[i]))
			return false;
	}
	return true;
}

/* False when out of memory. */
static bool
compare(struct pairs *pairs, const struct pair *pair, bool *ret_same)
{
	const struct csi_pdf_value *a = pair->a, *b = pair->b;

	*ret_same = a == b;
	if (*ret_same)
		return true;
	if (a->type != b->type)
		return true;
	switch (a->type) {
	case CSI_PDF_NULL: *ret_same = true; break;
	case CSI_PDF_BOOLEAN: *ret_same = a->as.boolean == b->as.boolean; break;
	case CSI_PDF_INTEGER: *ret_same = a->as.integer == b->as.integer; break;
	case CSI_PDF_REAL: *ret_same = a->as.real == b->as.real; break;
	case CSI_PDF_STRING:
	case CSI_PDF_NAME: *ret_same = span_same(a->as.text, b->as.text); break;
	case CSI_PDF_REFERENCE:
		*ret_same = csi_pdf_same_ref(a->as.ref, b->as.ref);
		break;
	case CSI_PDF_ARRAY: return push_items(pairs, pair, ret_same);
	case CSI_PDF_DICT:
	case CSI_PDF_STREAM: return push_entries(pairs, pair, ret_same);
	}
	return true;
}

cseal_status
csi_pdf_same(const struct csi_pdf_value *a, const struct csi_pdf_value *b,
    bool *ret_same, cseal_error **ret_error)
{
	struct pairs pairs = { 0 };
	struct pair pair = { a, b };
	bool same = true, ok;

	ok = compare(&pairs, &pair, &same);
	while (ok && same && pairs.count > 0) {
		pair = pairs.at[--pairs.count];
		ok = compare(&pairs, &pair, &same);
	}
	free(pairs.at);
	if (!ok)
		return csi_fail_memory(ret_error);
	*ret_same = same;
	return CSEAL_OK;
}
