/* SPDX-License-Identifier: Apache-2.0 */
/* object.h -- PDF objects (ISO 32000-1, 7.3) as values that point into the
 * file.
 *
 * A value keeps the place where it is written (`at`, `len`), so that an
 * update can copy what it does not change byte for byte.  Values live in the
 * arena of their reader and are never changed. */
#ifndef CSI_PDF_OBJECT_H
#define CSI_PDF_OBJECT_H

#include "bytes.h"

enum csi_pdf_type {
	CSI_PDF_NULL,
	CSI_PDF_BOOLEAN,
	CSI_PDF_INTEGER,
	CSI_PDF_REAL,
	CSI_PDF_STRING,
	CSI_PDF_NAME,
	CSI_PDF_ARRAY,
	CSI_PDF_DICT,
	CSI_PDF_STREAM,
	CSI_PDF_REFERENCE
};

struct csi_pdf_ref {
	uint32_t number;
	uint32_t generation;
};

struct csi_pdf_value {
	enum csi_pdf_type type;
	bool twice;     /* a key of the dictionary or stream stands twice */
	bool encrypted; /* a string in it is, as written; its text is not */
	struct csi_span source; /* as written; of a stream: its dictionary */
	union {
		bool boolean;
		int64_t integer;
		double real;
		struct csi_span text; /* of a string or name, decoded */
		struct csi_pdf_ref ref;
		struct {
			size_t count;
			const struct csi_pdf_value *items;
		} array;
		struct { /* also of a stream */
			size_t count;
			const struct csi_pdf_entry *entries;
			/* Of many: their places by key; else NULL. */
			const uint32_t *sorted;
			struct csi_span raw; /* of a stream: still encoded */
			/* Of a stream that is encrypted; else number 0. */
			struct csi_pdf_ref object;
		} dict;
	} as;
};

struct csi_pdf_entry {
	struct csi_span key; /* decoded, without the slash */
	struct csi_pdf_value value;
};

/* The entry's value, unresolved, or NULL; also of a stream.  Of a key that
 * stands twice, the last one (csi_pdf_has_twice() tells). */
const struct csi_pdf_value *csi_pdf_find(
    const struct csi_pdf_value *dict, const char *key);
bool csi_pdf_has_twice(const struct csi_pdf_value *dict);
/* Some order of keys, as memcmp() says it. */
int csi_pdf_compare_keys(struct csi_span a, struct csi_span b);

bool csi_pdf_is_name(const struct csi_pdf_value *value, const char *name);
/* An integer, or a real that is one, between low and high. */
bool csi_pdf_as_integer(const struct csi_pdf_value *value, int64_t low,
    int64_t high, int64_t *ret_integer);
bool csi_pdf_as_number(const struct csi_pdf_value *value, double *ret_number);
bool csi_pdf_same_ref(struct csi_pdf_ref a, struct csi_pdf_ref b);

#endif
