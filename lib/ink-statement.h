/* SPDX-License-Identifier: Apache-2.0 */
/* ink-statement.h -- what is sealed: a line that says what it is, and the ink
 * as a record behind it.
 *
 * The line is a JSON object, for whoever opens it with another program; the
 * record is as it is, ISO/IEC 19794-7:2007.  Nothing in the line is biometric. */
#ifndef CSI_INK_STATEMENT_H
#define CSI_INK_STATEMENT_H

#include "ink-inside.h"

#include <jansson.h>

#define CSI_STATEMENT_MOST 16384 /* bytes of the line */

/* The members of cseal_ink_json(); NULL: out of memory. */
json_t *csi_ink_members(const cseal_ink *ink);

/* Both, in locked memory that csi_locked_free() frees; *ret_len of it. */
cseal_status csi_statement_write(cseal_ink *ink, struct csi_locked *ret_memory,
    size_t *ret_len, cseal_error **ret_error);

/* Ink of both, which anybody may have written.  Status: REFUSED_INPUT,
 * REFUSED_LIMIT. */
cseal_status csi_statement_read(
    struct csi_span content, cseal_ink **ret_ink, cseal_error **ret_error);

#endif
