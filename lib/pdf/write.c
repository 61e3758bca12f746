/* SPDX-License-Identifier: Apache-2.0 */
/* write.c -- PDF objects as they are written (ISO 32000-1, 7.3). */
#include "write.h"

#include "parser.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Readers keep coordinates in 32 bits (ISO 32000-1, Annex C). */
#define NUMBER_MOST 2147483647.0

static const char hex[] = "0123456789ABCDEF";

/* Regular characters (7.2.2) but "#"; delimiters and what is not graphic are
 * written as #xx. */
static bool
is_plain(uint8_t byte)
{
	return byte > ' ' && byte < 0x7f && strchr("#()<>[]{}/%", byte) == NULL;
}

void
csi_pdf_write_name(struct csi_bytes *out, struct csi_span name)
{
	csi_bytes_add_u8(out, '/');
	for (size_t i = 0; i < name.len; i++) {
		uint8_t byte = name.at[i];

		if (is_plain(byte)) {
			csi_bytes_add_u8(out, byte);
			continue;
		}
		csi_bytes_add_u8(out, '#');
		csi_bytes_add_u8(out, (uint8_t)hex[byte >> 4]);
		csi_bytes_add_u8(out, (uint8_t)hex[byte & 15]);
	}
}

/* Not printf: the application's locale may write a comma. */
void
csi_pdf_write_number(struct csi_bytes *out, double number)
{
	uint64_t scaled, places;
	int width = 5;

	if (!(number >= -NUMBER_MOST))
		number = number < 0 ? -NUMBER_MOST : 0;
	if (number > NUMBER_MOST)
		number = NUMBER_MOST;
	scaled = (uint64_t)llround(fabs(number) * 1e5);
	if (number < 0 && scaled > 0)
		csi_bytes_add_u8(out, '-');
	csi_bytes_print(out, "%llu", (unsigned long long)(scaled / 100000));
	places = scaled % 100000;
	if (places == 0)
		return;
	for (; places % 10 == 0; places /= 10)
		width--;
	csi_bytes_print(out, ".%0*llu", width, (unsigned long long)places);
}

void
csi_pdf_write_ref(struct csi_bytes *out, struct csi_pdf_ref ref)
{
	csi_bytes_print(out, "%u %u R", ref.number, ref.generation);
}

void
csi_pdf_write_object(struct csi_bytes *out, struct csi_pdf_ref ref)
{
	csi_bytes_print(out, "%u %u obj\n", ref.number, ref.generation);
}

void
csi_pdf_write_hex(struct csi_bytes *out, struct csi_span bytes)
{
	uint8_t *at = csi_bytes_room(out, 2 * bytes.len + 2);

	if (at == NULL)
		return;
	*at++ = '<';
	for (size_t i = 0; i < bytes.len; i++) {
		*at++ = (uint8_t)hex[bytes.at[i] >> 4];
		*at++ = (uint8_t)hex[bytes.at[i] & 15];
	}
	*at = '>';
	out->len += 2 * bytes.len + 2;
}

void
csi_pdf_write_numbers(
    struct csi_bytes *out, const double *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			csi_bytes_add_u8(out, ' ');
		csi_pdf_write_number(out, numbers[i]);
	}
}

void
csi_pdf_write_array(struct csi_bytes *out, const double *numbers, size_t count)
{
	csi_bytes_add_u8(out, '[');
	csi_pdf_write_numbers(out, numbers, count);
	csi_bytes_add_u8(out, ']');
}

static void
write_plain(struct csi_bytes *out, const struct csi_pdf_value *value)
{
	if (value->type == CSI_PDF_NULL)
		csi_bytes_add_text(out, "null");
	else
		csi_bytes_add_span(out, value->source);
}

/* An array or dictionary whose strings are written one by one. */
struct unfolding {
	const struct csi_pdf_value *value;
	size_t next;
};

static const struct csi_pdf_value *
next_inside(struct csi_bytes *out, struct unfolding *unfolding)
{
	const struct csi_pdf_value *value = unfolding->value;
	const struct csi_pdf_entry *entry;
	size_t i = unfolding->next++;

	if (value->type == CSI_PDF_ARRAY) {
		csi_bytes_add_u8(out, i == 0 ? '[' : ' ');
		return i < value->as.array.count ? &value->as.array.items[i]
						 : NULL;
	}
	csi_bytes_add_text(out, i == 0 ? "<<" : " ");
	if (i == value->as.dict.count)
		return NULL;
	entry = &value->as.dict.entries[i];
	csi_pdf_write_name(out, entry->key);
	csi_bytes_add_u8(out, ' ');
	return &entry->value;
}

/* As it stands in the file, but with strings as they were before they were
 * encrypted: they are for another object, or will be encrypted anew. */
static void
write_decrypted(struct csi_bytes *out, const struct csi_pdf_value *value)
{
	struct unfolding stack[CSI_PDF_DEPTH_MOST + 1];
	size_t depth = 0;

	for (;;) {
		if (value == NULL) {
			depth--;
			csi_bytes_add_text(out,
			    stack[depth].value->type == CSI_PDF_ARRAY ? "]"
								      : ">>");
		} else if (value->encrypted && value->type == CSI_PDF_STRING) {
			csi_pdf_write_hex(out, value->as.text);
		} else if (value->encrypted) {
			/* The parser lets nothing be deeper. */
			assert(depth <= CSI_PDF_DEPTH_MOST);
			stack[depth].value = value;
			stack[depth++].next = 0;
		} else {
			write_plain(out, value);
		}
		if (depth == 0)
			return;
		value = next_inside(out, &stack[depth - 1]);
	}
}

void
csi_pdf_write_source(struct csi_bytes *out, const struct csi_pdf_value *value)
{
	if (value->encrypted)
		write_decrypted(out, value);
	else
		write_plain(out, value);
}

static bool
is_changed(
    struct csi_span key, const struct csi_pdf_change *changes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (csi_span_is(key, changes[i].key))
			return true;
	return false;
}

static void
write_kept(struct csi_bytes *out, const struct csi_pdf_value *dict,
    const struct csi_pdf_change *changes, size_t count)
{
	for (size_t i = 0; i < dict->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &dict->as.dict.entries[i];

		if (is_changed(entry->key, changes, count))
			continue;
		csi_pdf_write_name(out, entry->key);
		csi_bytes_add_u8(out, ' ');
		csi_pdf_write_source(out, &entry->value);
		csi_bytes_add_u8(out, '\n');
	}
}

void
csi_pdf_write_entries(struct csi_bytes *out, const struct csi_pdf_value *dict,
    const struct csi_pdf_change *changes, size_t count)
{
	if (dict != NULL &&
	    (dict->type == CSI_PDF_DICT || dict->type == CSI_PDF_STREAM))
		write_kept(out, dict, changes, count);
	for (size_t i = 0; i < count; i++) {
		if (changes[i].text.len == 0)
			continue;
		csi_bytes_print(out, "/%s ", changes[i].key);
		csi_bytes_add_span(out, changes[i].text);
		csi_bytes_add_u8(out, '\n');
	}
}

void
csi_pdf_write_dict(struct csi_bytes *out, const struct csi_pdf_value *dict,
    const struct csi_pdf_change *changes, size_t count)
{
	csi_bytes_add_text(out, "<<\n");
	csi_pdf_write_entries(out, dict, changes, count);
	csi_bytes_add_text(out, ">>");
}

void
csi_pdf_write_appended(struct csi_bytes *out, const struct csi_pdf_value *array,
    const struct csi_pdf_ref *more, size_t count)
{
	csi_bytes_add_u8(out, '[');
	if (array != NULL && array->type == CSI_PDF_ARRAY) {
		for (size_t i = 0; i < array->as.array.count; i++) {
			csi_pdf_write_source(out, &array->as.array.items[i]);
			csi_bytes_add_u8(out, '\n');
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			csi_bytes_add_u8(out, '\n');
		csi_pdf_write_ref(out, more[i]);
	}
	csi_bytes_add_u8(out, ']');
}
