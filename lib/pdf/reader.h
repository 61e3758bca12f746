/* SPDX-License-Identifier: Apache-2.0 */
/* reader.h -- reads a PDF file that lies whole in memory, and no more of it
 * than it is asked for.
 *
 * Two policies on one tokenizer.  Lenient, for sealing: what other readers
 * accept is accepted where all would read the same.  Strict, for judging:
 * what two readers could read differently is CSEAL_REFUSED_DAMAGED, and the
 * note says what.  Nothing here recurses on input. */
#ifndef CSI_PDF_READER_H
#define CSI_PDF_READER_H

#include "object.h"

#include <counterseal/error.h>

enum csi_pdf_policy { CSI_PDF_LENIENT, CSI_PDF_STRICT };

typedef struct csi_pdf_reader csi_pdf_reader;

/* The bytes are borrowed and must stay as they are.  A revision is read by
 * giving only the bytes up to its end.  Reads the cross-reference sections
 * and the trailer.  Status: REFUSED_NOT_A_PDF, REFUSED_DAMAGED,
 * REFUSED_LIMIT. */
cseal_status csi_pdf_reader_new(const void *bytes, uint64_t len,
    enum csi_pdf_policy policy, csi_pdf_reader **ret_reader,
    cseal_error **ret_error);
void csi_pdf_reader_free(csi_pdf_reader *reader);

struct csi_span csi_pdf_bytes(const csi_pdf_reader *reader);

/* What every offset written in the file lacks: 0, or, lenient, the number of
 * bytes before the header.  Offsets of sections and rows have it added. */
uint64_t csi_pdf_base(const csi_pdf_reader *reader);

/* The newest trailer dictionary (or cross-reference stream dictionary). */
const struct csi_pdf_value *csi_pdf_trailer(const csi_pdf_reader *reader);
bool csi_pdf_is_encrypted(const csi_pdf_reader *reader);

/* Opens an encrypted document, so that strings and streams are decrypted as
 * they are loaded; does nothing to another.  What was loaded before stays as
 * it was.  Status: COUNTER_PASSWORD_NEEDED (password is empty, and that is
 * not it), AGAIN_PASSWORD_WRONG, REFUSED_ENCRYPTED (in a way that is not
 * known), REFUSED_DAMAGED. */
cseal_status csi_pdf_unlock(
    csi_pdf_reader *reader, struct csi_span password, cseal_error **ret_error);
/* The same with the key of another reader, which was opened, where this one is
 * encrypted in the same way; does nothing where it is not.  Computing a key
 * takes long, by design.  Status: FAULT_MEMORY, FAULT_CRYPTO, REFUSED_DAMAGED,
 * REFUSED_ENCRYPTED. */
cseal_status csi_pdf_unlock_like(csi_pdf_reader *reader,
    const csi_pdf_reader *other, cseal_error **ret_error);
/* Encrypted, and not opened. */
bool csi_pdf_needs_key(const csi_pdf_reader *reader);

/* Whether the table was made anew (rebuild.h): its one section is nowhere in
 * the file. */
bool csi_pdf_is_rebuilt(const csi_pdf_reader *reader);

/* One more than the highest object number that a section has a row for. */
uint32_t csi_pdf_rows_end(const csi_pdf_reader *reader);

/* The same; not less than the newest /Size, which may be anything. */
uint32_t csi_pdf_size(const csi_pdf_reader *reader);

/* Loads an indirect object; the null object where the file has none
 * (7.3.10).  Cached: the same value comes back. */
cseal_status csi_pdf_load(csi_pdf_reader *reader, struct csi_pdf_ref ref,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error);

/* How many objects were loaded so far: what reading has cost. */
size_t csi_pdf_loaded(const csi_pdf_reader *reader);

/* Follows references until there is a direct value; NULL gives null. */
cseal_status csi_pdf_resolve(csi_pdf_reader *reader,
    const struct csi_pdf_value *value, const struct csi_pdf_value **ret_value,
    cseal_error **ret_error);

/* csi_pdf_find() and resolve; the null object where there is no entry. */
cseal_status csi_pdf_get(csi_pdf_reader *reader,
    const struct csi_pdf_value *dict, const char *key,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error);

cseal_status csi_pdf_catalog(csi_pdf_reader *reader,
    const struct csi_pdf_value **ret_catalog, struct csi_pdf_ref *ret_ref,
    cseal_error **ret_error);

/* Decodes a stream (FlateDecode with predictors, ASCIIHexDecode,
 * ASCII85Decode, RunLengthDecode; another filter, or a stream in another file,
 * is REFUSED_UNSUPPORTED) into data, which must be empty; more than `most`
 * bytes are REFUSED_LIMIT.  Decrypted, if the reader is unlocked.  The caller
 * frees the bytes with csi_bytes_free(). */
cseal_status csi_pdf_stream_data(csi_pdf_reader *reader,
    const struct csi_pdf_value *stream, size_t most, struct csi_bytes *data,
    cseal_error **ret_error);

/* Decrypts a stream with whatever filters, and decodes nothing. */
cseal_status csi_pdf_stream_clear(csi_pdf_reader *reader,
    const struct csi_pdf_value *stream, struct csi_bytes *data,
    cseal_error **ret_error);

/* ---- cross-reference sections (7.5.4, 7.5.8) ------------------------ */

enum csi_pdf_xref_kind {
	CSI_PDF_XREF_TABLE,
	CSI_PDF_XREF_STREAM,
	CSI_PDF_XREF_HYBRID /* a table with /XRefStm */
};

/* Newest first; [0] is what startxref points at. */
struct csi_pdf_section {
	enum csi_pdf_xref_kind kind;
	uint64_t offset; /* of "xref", or of the stream object */
	const struct csi_pdf_value *trailer;
};

size_t csi_pdf_section_count(const csi_pdf_reader *reader);
const struct csi_pdf_section *csi_pdf_section_at(
    const csi_pdf_reader *reader, size_t i);

enum csi_pdf_row_kind {
	CSI_PDF_ROW_NONE,
	CSI_PDF_ROW_FREE,
	CSI_PDF_ROW_OFFSET,
	CSI_PDF_ROW_PACKED
};

/* Where the newest version of an object is. */
struct csi_pdf_row {
	enum csi_pdf_row_kind kind;
	uint64_t offset; /* of "N G obj", if OFFSET */
	uint32_t generation;
	uint32_t stream, index; /* object stream and place, if PACKED */
	size_t section;         /* which section says so */
};

cseal_status csi_pdf_row_of(csi_pdf_reader *reader, uint32_t number,
    struct csi_pdf_row *ret_row, cseal_error **ret_error);

/* Calls each for every row of ONE section, newest rows or not: what a
 * revision changed.  Status: REFUSED_DAMAGED, REFUSED_LIMIT. */
typedef void (*csi_pdf_row_fn)(
    void *user, uint32_t number, const struct csi_pdf_row *row);
cseal_status csi_pdf_section_rows(csi_pdf_reader *reader, size_t section,
    csi_pdf_row_fn each, void *user, cseal_error **ret_error);

/* Where the revision of a section ends: just past the %%EOF (and its end of
 * line) that follows the section's startxref.  Status: REFUSED_DAMAGED. */
cseal_status csi_pdf_revision_end(csi_pdf_reader *reader, size_t section,
    uint64_t *ret_end, cseal_error **ret_error);

/* ---- pages (7.7.3) -------------------------------------------------- */

struct csi_pdf_box {
	double left, bottom, right, top; /* in default user space, ordered */
};

/* Attributes that a page may inherit, resolved. */
struct csi_pdf_page {
	struct csi_pdf_ref ref;
	const struct csi_pdf_value *dict;
	struct csi_pdf_box media, crop; /* crop is cut to media */
	int rotate;                     /* 0, 90, 180, 270: clockwise */
	double user_unit;
	const struct csi_pdf_value *resources; /* resolved, or null */
	struct csi_pdf_ref resources_ref; /* if indirect; number 0 if not */
	bool resources_inherited;
};

cseal_status csi_pdf_page_count(
    csi_pdf_reader *reader, uint32_t *ret_count, cseal_error **ret_error);
/* index from 0.  Status: REFUSED_PLACE (no such page). */
cseal_status csi_pdf_page(csi_pdf_reader *reader, uint32_t index,
    struct csi_pdf_page *ret_page, cseal_error **ret_error);

#endif
