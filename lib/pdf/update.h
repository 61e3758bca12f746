/* SPDX-License-Identifier: Apache-2.0 */
/* update.h -- one revision in the making: an incremental update (ISO 32000-1,
 * 7.5.6) in the kind of cross-reference section that the file has.  Where the
 * table was made anew (rebuild.h) the section is complete and the only one.
 *
 * Objects are composed one after another, then csi_pdf_update_finish() adds
 * the section and the trailer.  Running out of memory is remembered and told
 * there. */
#ifndef CSI_PDF_UPDATE_H
#define CSI_PDF_UPDATE_H

#include "promises.h"

/* Acrobat's limit on object numbers (ISO 32000-1, Annex C). */
#define CSI_PDF_NUMBER_MOST 8388607

typedef struct csi_pdf_update csi_pdf_update;

/* The reader, and what it reads, is borrowed until the update is freed. */
cseal_status csi_pdf_update_new(csi_pdf_reader *reader,
    csi_pdf_update **ret_update, cseal_error **ret_error);
void csi_pdf_update_free(csi_pdf_update *update);

csi_pdf_reader *csi_pdf_update_reader(const csi_pdf_update *update);

/* Reads what the document promises, which what is added must keep.  Until
 * then it promises nothing.  Status: FAULT_MEMORY. */
cseal_status csi_pdf_update_keep_promises(
    csi_pdf_update *update, cseal_error **ret_error);
const struct csi_pdf_promises *csi_pdf_update_promises(
    const csi_pdf_update *update);

/* What is added to its structure, which structure.h fills; NULL: nothing. */
struct csi_pdf_structure;
struct csi_pdf_structure **csi_pdf_update_structure(csi_pdf_update *update);
const struct csi_pdf_structure *csi_pdf_update_structure_of(
    const csi_pdf_update *update);

/* A reference that no object has yet; the object must be written. */
struct csi_pdf_ref csi_pdf_update_new_ref(csi_pdf_update *update);

/* Starts an object, new or replaced; what is added to the bytes is its body.
 * One at a time, each reference once. */
struct csi_bytes *csi_pdf_update_open(
    csi_pdf_update *update, struct csi_pdf_ref ref);
void csi_pdf_update_close(csi_pdf_update *update);

/* In an encrypted document the strings of an object are encrypted when it is
 * closed.  settle does it now, for who must know where the next byte will be;
 * clear leaves what was added since as it is, as /Contents of a signature
 * must be (7.6.1). */
void csi_pdf_update_settle(csi_pdf_update *update);
void csi_pdf_update_clear(csi_pdf_update *update);

/* Was it started already? */
bool csi_pdf_update_has(const csi_pdf_update *update, struct csi_pdf_ref ref);

/* A whole stream object.  take_entries: of its dictionary, without /Length;
 * freed.  data is borrowed until the update is written, unless it is short. */
#define CSI_PDF_BORROW_LEAST 1024
void csi_pdf_update_stream(csi_pdf_update *update, struct csi_pdf_ref ref,
    struct csi_bytes *take_entries, struct csi_span data);
/* The same with data compressed (7.4.4); /Filter is added.  Frees both. */
void csi_pdf_update_flate(csi_pdf_update *update, struct csi_pdf_ref ref,
    struct csi_bytes *take_entries, struct csi_bytes *take_data);

/* Keeps the bytes until the update is freed, and leaves *take empty: for
 * borrowed data that nobody else owns. */
void csi_pdf_update_keep(csi_pdf_update *update, struct csi_bytes *take);

/* Remembers that memory ran out. */
void csi_pdf_update_fail(csi_pdf_update *update);

/* Where in the file the next byte will be. */
uint64_t csi_pdf_update_at(const csi_pdf_update *update);

/* Status: FAULT_MEMORY, REFUSED_LIMIT (an offset that the file's kind of
 * section cannot hold), REFUSED_DAMAGED (one object was changed twice). */
cseal_status csi_pdf_update_finish(
    csi_pdf_update *update, cseal_error **ret_error);

/* After that: its length, and its bytes. */
size_t csi_pdf_update_len(const csi_pdf_update *update);
void csi_pdf_update_write(const csi_pdf_update *update, uint8_t *to);

#endif
