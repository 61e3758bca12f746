/* SPDX-License-Identifier: Apache-2.0 */
/* revise.h -- for tests: a built file, an update to it, and the file with the
 * update behind it, read again by the strict reader. */
#ifndef TESTS_REVISE_H
#define TESTS_REVISE_H

#include "build.h"
#include "pdf/update.h"
#include "tap.h"

struct revise {
	struct build build;
	csi_pdf_reader *reader; /* lenient */
	csi_pdf_update *update;
	struct csi_bytes after; /* the whole file */
	csi_pdf_reader *strict; /* of after */
};

static inline bool
revise_said(cseal_status st, cseal_error *error)
{
	if (st != CSEAL_OK)
		printf("# %s: %s\n", cseal_status_name(st),
		    cseal_error_text(error));
	cseal_error_free(error);
	return st == CSEAL_OK;
}

/* After the build is complete. */
static inline bool
revise_start(struct revise *revise)
{
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_pdf_reader_new(revise->build.pdf.at, revise->build.pdf.len,
	    CSI_PDF_LENIENT, &revise->reader, &error);
	if (st == CSEAL_OK)
		st =
		    csi_pdf_update_new(revise->reader, &revise->update, &error);
	return OK(revise_said(st, error));
}

static inline bool
revise_end(struct revise *revise)
{
	struct csi_bytes *after = &revise->after;
	cseal_error *error = NULL;
	cseal_status st;
	size_t len;
	uint8_t *at;

	st = csi_pdf_update_finish(revise->update, &error);
	if (!OK(revise_said(st, error)))
		return false;
	error = NULL;
	len = csi_pdf_update_len(revise->update);
	csi_bytes_add_span(after, csi_bytes_span(&revise->build.pdf));
	at = csi_bytes_room(after, len);
	if (at == NULL)
		abort();
	csi_pdf_update_write(revise->update, at);
	after->len += len;
	st = csi_pdf_reader_new(
	    after->at, after->len, CSI_PDF_STRICT, &revise->strict, &error);
	return OK(revise_said(st, error));
}

/* The object as the revised file has it; NULL where it cannot be read. */
static inline const struct csi_pdf_value *
revise_load(const struct revise *revise, uint32_t number)
{
	struct csi_pdf_ref ref = { number, 0 };
	const struct csi_pdf_value *value = NULL;
	cseal_error *error = NULL;

	if (!revise_said(
		csi_pdf_load(revise->strict, ref, &value, &error), error))
		return NULL;
	return value;
}

/* dict's entry, resolved. */
static inline const struct csi_pdf_value *
revise_get(const struct revise *revise, const struct csi_pdf_value *dict,
    const char *key)
{
	const struct csi_pdf_value *value = NULL;

	if (dict == NULL ||
	    csi_pdf_get(revise->strict, dict, key, &value, NULL) != CSEAL_OK)
		return NULL;
	return value;
}

/* What was appended, as text with a NUL; what is no text stays as it is. */
static inline char *
revise_text(const struct revise *revise)
{
	size_t len = revise->after.len - revise->build.pdf.len;
	char *text = calloc(1, len + 1);

	if (text == NULL)
		abort();
	memcpy(text, revise->after.at + revise->build.pdf.len, len);
	return text;
}

static inline void
revise_free(struct revise *revise)
{
	csi_pdf_update_free(revise->update);
	csi_pdf_reader_free(revise->reader);
	csi_pdf_reader_free(revise->strict);
	csi_bytes_free(&revise->after);
	build_free(&revise->build);
	memset(revise, 0, sizeof(*revise));
}

#endif
