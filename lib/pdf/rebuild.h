/* SPDX-License-Identifier: Apache-2.0 */
/* rebuild.h -- opens a file whose cross-reference sections are damaged, for
 * sealing; judging never does.
 *
 * The table is made anew of the objects that are written in the file.  Of one
 * that stands there twice the last one counts, as in other readers.  Where
 * they would not agree, since the last section is whole and objects come after
 * it, the file is refused: what is sealed must be what was seen. */
#ifndef CSI_PDF_REBUILD_H
#define CSI_PDF_REBUILD_H

#include "reader.h"

/* As csi_pdf_reader_new() with the lenient policy; a header is not needed.
 * What is in object streams is found, too; in those of an encrypted file with
 * its password, which may be empty: the reader is unlocked if that is it.  An
 * update of such a file has a complete cross-reference section, and none
 * before it.  Status: that of csi_pdf_unlock() where object streams would stay
 * closed, too. */
cseal_status csi_pdf_reader_rebuild(const void *bytes, uint64_t len,
    struct csi_span password, csi_pdf_reader **ret_reader,
    cseal_error **ret_error);

/* Whether the file is refused for that reason.  Status: REFUSED_DAMAGED. */
cseal_status csi_pdf_rebuild_check(
    const void *bytes, uint64_t len, cseal_error **ret_error);

#endif
