/* SPDX-License-Identifier: Apache-2.0 */
/* error.c -- a chain of notes.
 *
 * Explaining never fails: when there is no memory for an error, the caller
 * gets a static one, which is never changed and never freed. */
#include "error.h"

#include "line.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTES_MOST 16
#define NOTE_MOST  512

struct cseal_error {
	cseal_status status;
	bool is_static;
	size_t count;
	char *notes[NOTES_MOST]; /* innermost first */
	char *text;              /* all of them joined, made with each note */
};

static cseal_error out_of_memory = {
	.status = CSEAL_FAULT_MEMORY,
	.is_static = true,
};

static const char out_of_memory_text[] = "out of memory";

cseal_status
cseal_error_status(const cseal_error *error)
{
	return error == NULL ? CSEAL_OK : error->status;
}

size_t
cseal_error_count(const cseal_error *error)
{
	if (error == NULL)
		return 0;
	return error->is_static ? 1 : error->count;
}

const char *
cseal_error_note(const cseal_error *error, size_t i)
{
	if (i >= cseal_error_count(error))
		return NULL;
	if (error->is_static)
		return out_of_memory_text;
	return error->notes[error->count - 1 - i];
}

const char *
cseal_error_text(const cseal_error *error)
{
	if (error == NULL)
		return "";
	return error->is_static ? out_of_memory_text : error->text;
}

void
cseal_error_free(cseal_error *error)
{
	if (error == NULL || error->is_static)
		return;
	for (size_t i = 0; i < error->count; i++)
		free(error->notes[i]);
	free(error->text);
	free(error);
}

static bool add_note(cseal_error *error, const char *format, va_list args)
    CSEAL_PRINTF(2, 0);

static bool
add_note(cseal_error *error, const char *format, va_list args)
{
	char buf[NOTE_MOST];
	char *note, *text;
	size_t len;

	if (error->count == NOTES_MOST)
		return true;
	vsnprintf(buf, sizeof(buf), format, args);
	csi_line_clean(buf); /* it may quote a device or a file */
	note = strdup(buf);
	if (note == NULL)
		return false;
	len = strlen(note) + 3;
	if (error->text != NULL)
		len += strlen(error->text);
	text = malloc(len);
	if (text == NULL) {
		free(note);
		return false;
	}
	if (error->text != NULL)
		snprintf(text, len, "%s: %s", note, error->text);
	else
		snprintf(text, len, "%s", note);
	free(error->text);
	error->text = text;
	error->notes[error->count++] = note;
	return true;
}

cseal_status
cseal_fail(
    cseal_error **ret_error, cseal_status status, const char *format, ...)
{
	cseal_error *error;
	va_list args;
	bool ok;

	if (ret_error == NULL)
		return status;
	error = calloc(1, sizeof(*error));
	if (error == NULL) {
		*ret_error = &out_of_memory;
		return CSEAL_FAULT_MEMORY;
	}
	error->status = status;
	va_start(args, format);
	ok = add_note(error, format, args);
	va_end(args);
	if (!ok) {
		cseal_error_free(error);
		*ret_error = &out_of_memory;
		return CSEAL_FAULT_MEMORY;
	}
	*ret_error = error;
	return status;
}

cseal_status
cseal_fail_note(
    cseal_error **ret_error, cseal_status status, const char *format, ...)
{
	va_list args;

	if (ret_error == NULL || *ret_error == NULL || (*ret_error)->is_static)
		return status;
	va_start(args, format);
	/* A note that finds no memory is left out: the cause stays. */
	add_note(*ret_error, format, args);
	va_end(args);
	return status;
}

cseal_status
csi_fail_memory(cseal_error **ret_error)
{
	if (ret_error != NULL)
		*ret_error = &out_of_memory;
	return CSEAL_FAULT_MEMORY;
}

void
csi_error_move(cseal_error *take_error, cseal_error **ret_error)
{
	if (ret_error != NULL)
		*ret_error = take_error;
	else
		cseal_error_free(take_error);
}

cseal_status
csi_status_of_errno(int number)
{
	switch (number) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG: return CSEAL_SETUP_DISK_FULL;
	case EACCES:
	case EPERM:
	case EROFS: return CSEAL_SETUP_PERMISSION;
	case ENOMEM: return CSEAL_FAULT_MEMORY;
	default: return CSEAL_SETUP_FILE;
	}
}
