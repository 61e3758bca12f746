/* SPDX-License-Identifier: Apache-2.0 */
/* write.h -- PDF objects as they are written (ISO 32000-1, 7.3).
 *
 * What an update does not change is copied as it stands in the file. */
#ifndef CSI_PDF_WRITE_H
#define CSI_PDF_WRITE_H

#include "object.h"

/* "/Name", with what needs it as #xx (7.3.5). */
void csi_pdf_write_name(struct csi_bytes *out, struct csi_span name);
/* Decimal, at most five places, whatever the locale; never an exponent. */
void csi_pdf_write_number(struct csi_bytes *out, double number);
/* "12 0 R" */
void csi_pdf_write_ref(struct csi_bytes *out, struct csi_pdf_ref ref);
/* "12 0 obj" and an end of line */
void csi_pdf_write_object(struct csi_bytes *out, struct csi_pdf_ref ref);
/* "<414243>" */
void csi_pdf_write_hex(struct csi_bytes *out, struct csi_span bytes);
/* "[1 0 0 1 0 0]" and "1 0 0 1 0 0" */
void csi_pdf_write_numbers(
    struct csi_bytes *out, const double *numbers, size_t count);
void csi_pdf_write_array(
    struct csi_bytes *out, const double *numbers, size_t count);

/* A value as it stands in the file; null where a damaged file has a word
 * that says nothing, or no value. */
void csi_pdf_write_source(
    struct csi_bytes *out, const struct csi_pdf_value *value);

/* Another value for a key: text is PDF; empty leaves the entry out. */
struct csi_pdf_change {
	const char *key;
	struct csi_span text;
};

/* The entries of dict without << and >>: those that are not changed as they
 * stand in the file, then the changed ones.  dict may be NULL. */
void csi_pdf_write_entries(struct csi_bytes *out,
    const struct csi_pdf_value *dict, const struct csi_pdf_change *changes,
    size_t count);
/* The same with << and >>. */
void csi_pdf_write_dict(struct csi_bytes *out, const struct csi_pdf_value *dict,
    const struct csi_pdf_change *changes, size_t count);

/* The items of array (NULL or no array: none) and more, as an array. */
void csi_pdf_write_appended(struct csi_bytes *out,
    const struct csi_pdf_value *array, const struct csi_pdf_ref *more,
    size_t count);

#endif
