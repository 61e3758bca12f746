/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h -- what the files of the reader share; nobody else includes it. */
#ifndef CSI_PDF_INSIDE_H
#define CSI_PDF_INSIDE_H

#include "crypt.h"
#include "parser.h"
#include "xref.h"

struct csi_pdf_objstm;
struct csi_pdf_page_list;

/* What is known of one object number. */
struct csi_pdf_known {
	uint32_t number; /* 0: unused place */
	uint32_t walk;   /* the page tree walk that came by last */
	cseal_status status;
	const struct csi_pdf_value *value; /* NULL: not loaded */
	struct csi_pdf_objstm *objstm;     /* NULL: not decoded */
	cseal_status objstm_status;
};

/* A hash table by number; its places move when it grows. */
struct csi_pdf_cache {
	size_t count, room; /* room is a power of two */
	struct csi_pdf_known *known;
};

struct csi_pdf_reader {
	const uint8_t *bytes;
	size_t len;
	uint64_t base; /* of the header: what every offset lacks */
	bool strict;
	bool is_rebuilt; /* the table is ours: see rebuild.h */
	struct csi_pdf_arena arena;
	struct csi_pdf_parser parser;
	struct csi_pdf_xref xref;
	struct csi_pdf_cache cache;
	csi_pdf_crypt *crypt;    /* NULL: not encrypted, or locked */
	uint32_t encrypt_number; /* of the encryption dictionary, or 0 */
	/* Decoded object streams, the one used last first. */
	struct csi_pdf_objstm *objstms;
	size_t objstm_bytes;
	/* Work that hostile files could ask for again and again. */
	uint64_t worked, inflated;
	uint32_t walk;
	struct csi_pdf_page_list *pages; /* NULL: not listed yet */
	bool page_count_known;
	uint32_t page_count;
	size_t kids_passed; /* on the way to pages, until they are listed */
};

/* Where the /Length of a stream may come from, so that reading one object
 * never needs another that needs another (7.5.7, 7.5.8). */
enum csi_pdf_length_from {
	CSI_PDF_LENGTH_DIRECT,   /* of a cross-reference stream */
	CSI_PDF_LENGTH_UNPACKED, /* of an object stream: an object of the file */
	CSI_PDF_LENGTH_ANYWHERE
};

struct csi_pdf_object {
	struct csi_pdf_ref ref;
	struct csi_pdf_value value;
	uint64_t end; /* past endobj */
};

extern const struct csi_pdf_value csi_pdf_null_value;

/* A reader that has read nothing. */
cseal_status csi_pdf_reader_make(const void *bytes, uint64_t len,
    enum csi_pdf_policy policy, csi_pdf_reader **ret_reader,
    cseal_error **ret_error);
/* Sets the base; false where there is no header. */
bool csi_pdf_find_header(csi_pdf_reader *reader);
/* REFUSED_DAMAGED where the last startxref of the file leads to a section and
 * objects come after it. */
cseal_status csi_pdf_check_end(csi_pdf_reader *reader, cseal_error **ret_error);

/* Counts bytes of the file that were read through.  Objects that lie over one
 * another, or have no end, are read through again and again: REFUSED_LIMIT
 * when it was more than a file that is merely untidy needs. */
cseal_status csi_pdf_count_work(
    csi_pdf_reader *reader, size_t len, cseal_error **ret_error);

/* At offset, or at the end where that is past it. */
struct csi_pdf_lexer csi_pdf_lexer_at(
    const csi_pdf_reader *reader, uint64_t offset);

/* The place of number, made if there is none.  Valid until the next call. */
cseal_status csi_pdf_known_of(struct csi_pdf_cache *cache, uint32_t number,
    struct csi_pdf_known **ret_known, cseal_error **ret_error);
/* NULL if there is none. */
struct csi_pdf_known *csi_pdf_known_find(
    const struct csi_pdf_cache *cache, uint32_t number);

/* The indirect object that is written at offset. */
cseal_status csi_pdf_read_object(csi_pdf_reader *reader, uint64_t offset,
    enum csi_pdf_length_from from, struct csi_pdf_object *ret_object,
    cseal_error **ret_error);

/* Decrypts the strings of an object that was just read from the file, and
 * notes of a stream that it is encrypted. */
cseal_status csi_pdf_decrypt_object(csi_pdf_reader *reader,
    struct csi_pdf_object *object, cseal_error **ret_error);

/* A copy in the arena. */
cseal_status csi_pdf_keep(csi_pdf_reader *reader,
    const struct csi_pdf_value *value, const struct csi_pdf_value **ret_value,
    cseal_error **ret_error);

/* As csi_pdf_stream_data(), of a stream that refers to nothing. */
cseal_status csi_pdf_stream_data_direct(csi_pdf_reader *reader,
    const struct csi_pdf_value *stream, size_t most, struct csi_bytes *data,
    cseal_error **ret_error);

/* The front of such a stream, for the lenient policy: what `most` bytes of it
 * decode to, before a predictor, if FlateDecode is its only filter; else, or
 * where that is all, *ret_whole, and all of it. */
cseal_status csi_pdf_stream_front(csi_pdf_reader *reader,
    const struct csi_pdf_value *stream, size_t front, size_t most,
    struct csi_bytes *data, bool *ret_whole, cseal_error **ret_error);

/* The bytes, copied into the arena, of an object in an object stream. */
cseal_status csi_pdf_packed_text(csi_pdf_reader *reader, uint32_t number,
    const struct csi_pdf_row *row, struct csi_span *ret_text,
    cseal_error **ret_error);
/* The numbers of the objects in an object stream, in their order, in the
 * arena. */
cseal_status csi_pdf_objstm_numbers(csi_pdf_reader *reader, uint32_t number,
    const uint32_t **ret_numbers, uint32_t *ret_count, cseal_error **ret_error);
void csi_pdf_objstms_free(csi_pdf_reader *reader);

void csi_pdf_pages_free(csi_pdf_reader *reader);

#endif
