/* SPDX-License-Identifier: Apache-2.0 */
/* decrypt.c -- opens an encrypted document, and decrypts the strings of what
 * is loaded from it (ISO 32000-1, 7.6.1).
 *
 * Streams are decrypted when their data is asked for.  What is in an object
 * stream was encrypted with the stream, and is not again. */
#include "error.h"
#include "inside.h"

#include <stdlib.h>
#include <string.h>

bool
csi_pdf_needs_key(const csi_pdf_reader *reader)
{
	return reader->crypt == NULL && csi_pdf_is_encrypted(reader);
}

/* What was loaded while it was locked is not decrypted. */
static void
forget(csi_pdf_reader *reader)
{
	csi_pdf_pages_free(reader);
	reader->pages = NULL;
	reader->page_count_known = false;
	csi_pdf_objstms_free(reader);
	reader->objstm_bytes = 0;
	free(reader->cache.known);
	memset(&reader->cache, 0, sizeof(reader->cache));
}

static void
finish(csi_pdf_reader *reader)
{
	const struct csi_pdf_value *entry =
	    csi_pdf_find(csi_pdf_trailer(reader), "Encrypt");

	if (entry->type == CSI_PDF_REFERENCE)
		reader->encrypt_number = entry->as.ref.number;
	forget(reader);
}

cseal_status
csi_pdf_unlock_like(csi_pdf_reader *reader, const csi_pdf_reader *other,
    cseal_error **ret_error)
{
	struct csi_pdf_security security;
	cseal_status st;

	if (!csi_pdf_needs_key(reader) || other->crypt == NULL)
		return CSEAL_OK;
	st = csi_pdf_security_read(reader, &security, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_crypt_copy(
		    other->crypt, &security, &reader->crypt, ret_error);
	if (st == CSEAL_OK && reader->crypt != NULL)
		finish(reader);
	return st;
}

cseal_status
csi_pdf_unlock(
    csi_pdf_reader *reader, struct csi_span password, cseal_error **ret_error)
{
	struct csi_pdf_security security;
	cseal_status st;

	if (!csi_pdf_needs_key(reader))
		return CSEAL_OK;
	st = csi_pdf_security_read(reader, &security, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_crypt_new(
		    &security, password, &reader->crypt, ret_error);
	if (st != CSEAL_OK)
		return st;
	finish(reader);
	return CSEAL_OK;
}

/* ---- strings ---------------------------------------------------------------- */

/* An array or dictionary that is walked through. */
struct frame {
	struct csi_pdf_value *value;
	size_t next;
	const struct csi_pdf_value *clear; /* what in it is not encrypted */
};

struct walk {
	csi_pdf_reader *reader;
	struct csi_pdf_ref ref;
	enum csi_pdf_method method;
	struct frame frames[CSI_PDF_DEPTH_MOST + 1];
	size_t depth;
	cseal_error **ret_error;
};

/* /Contents of a signature (Table 252), which must be known before the file
 * is whole. */
static const struct csi_pdf_value *
find_clear(const struct csi_pdf_value *dict)
{
	const struct csi_pdf_value *contents = csi_pdf_find(dict, "Contents");
	const struct csi_pdf_value *type = csi_pdf_find(dict, "Type");

	if (contents == NULL || contents->type != CSI_PDF_STRING ||
	    contents->source.len == 0 || contents->source.at[0] != '<' ||
	    csi_pdf_find(dict, "ByteRange") == NULL)
		return NULL;
	if (type != NULL && !csi_pdf_is_name(type, "Sig") &&
	    !csi_pdf_is_name(type, "DocTimeStamp"))
		return NULL;
	return contents;
}

static cseal_status
decrypt_string(struct walk *walk, struct csi_pdf_value *value)
{
	csi_pdf_reader *reader = walk->reader;
	struct csi_bytes clear = { 0 };
	cseal_status st;
	void *at;

	st = csi_pdf_decrypt(reader->crypt, walk->method, walk->ref,
	    value->as.text, reader->strict, &clear, walk->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_arena_take(
		    &reader->arena, clear.len + 1, &at, walk->ret_error);
	if (st == CSEAL_OK) {
		if (clear.len > 0)
			memcpy(at, clear.at, clear.len);
		value->as.text.at = at;
		value->as.text.len = clear.len;
		value->encrypted = true;
		for (size_t i = 0; i < walk->depth; i++)
			walk->frames[i].value->encrypted = true;
	}
	csi_bytes_free(&clear);
	return st;
}

static const struct csi_pdf_value *
next_inside(struct frame *frame)
{
	const struct csi_pdf_value *value = frame->value;
	size_t i = frame->next++;

	if (value->type == CSI_PDF_ARRAY)
		return i < value->as.array.count ? &value->as.array.items[i]
						 : NULL;
	return i < value->as.dict.count ? &value->as.dict.entries[i].value
					: NULL;
}

/* The value is in the arena and still being made: nobody else has seen it. */
static struct csi_pdf_value *
in_the_making(const struct csi_pdf_value *value)
{
	return (struct csi_pdf_value *)(uintptr_t)value;
}

static void
enter(struct walk *walk, struct csi_pdf_value *value)
{
	struct frame *frame = &walk->frames[walk->depth];

	/* The parser lets nothing be deeper. */
	if (walk->depth > CSI_PDF_DEPTH_MOST)
		return;
	frame->value = value;
	frame->next = 0;
	frame->clear = value->type == CSI_PDF_ARRAY ? NULL : find_clear(value);
	walk->depth++;
}

static cseal_status
walk_strings(struct walk *walk, struct csi_pdf_value *value)
{
	cseal_status st = CSEAL_OK;

	for (;;) {
		struct frame *top =
		    walk->depth > 0 ? &walk->frames[walk->depth - 1] : NULL;

		if (value == NULL)
			walk->depth--;
		else if (value->type == CSI_PDF_STRING &&
			 (top == NULL || top->clear != value))
			st = decrypt_string(walk, value);
		else if (value->type == CSI_PDF_ARRAY ||
			 value->type == CSI_PDF_DICT ||
			 value->type == CSI_PDF_STREAM)
			enter(walk, value);
		if (st != CSEAL_OK || walk->depth == 0)
			return st;
		value =
		    in_the_making(next_inside(&walk->frames[walk->depth - 1]));
	}
}

cseal_status
csi_pdf_decrypt_object(csi_pdf_reader *reader, struct csi_pdf_object *object,
    cseal_error **ret_error)
{
	struct walk walk = {
		.reader = reader, .ref = object->ref, .ret_error = ret_error
	};
	struct csi_pdf_value *value = &object->value;

	/* A cross-reference stream is read before there is a key (7.5.8.2),
	 * and the encryption dictionary tells of it. */
	if (reader->crypt == NULL ||
	    object->ref.number == reader->encrypt_number ||
	    (value->type == CSI_PDF_STREAM &&
		csi_pdf_is_name(csi_pdf_find(value, "Type"), "XRef")))
		return CSEAL_OK;
	if (value->type == CSI_PDF_STREAM)
		value->as.dict.object = object->ref;
	walk.method = csi_pdf_crypt_security(reader->crypt)->strings;
	if (walk.method == CSI_PDF_METHOD_NONE)
		return CSEAL_OK;
	return walk_strings(&walk, value);
}
