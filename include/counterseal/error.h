/* SPDX-License-Identifier: Apache-2.0 */
/* error.h -- why it failed: a chain of notes. */
#ifndef COUNTERSEAL_ERROR_H
#define COUNTERSEAL_ERROR_H

#include <counterseal/status.h>

/* The status that the failing call returned. */
CSEAL_API cseal_status cseal_error_status(const cseal_error *error);

/* Notes, outermost first: note 0 says what was attempted, the last one what
 * broke.  One line each, English, without secrets or personal data. */
CSEAL_API size_t cseal_error_count(const cseal_error *error);

/* Note number i, or NULL past the end.  Lives as long as the error. */
CSEAL_API const char *cseal_error_note(const cseal_error *error, size_t i);

/* All notes joined by ": ".  Lives as long as the error. */
CSEAL_API const char *cseal_error_text(const cseal_error *error);

/* Takes NULL. */
CSEAL_API void cseal_error_free(cseal_error *error);

#endif
