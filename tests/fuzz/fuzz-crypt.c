/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-crypt.c -- an encrypted document, with and without a password: all of
 * it is read, and what is added to it is encrypted, so that whoever has the
 * password reads it again; judged, it is never good.  Its table is made anew,
 * too, and it is copied in the clear. */
#include "fuzz.h"

#include "judge/judge.h"
#include "pdf/clear.h"
#include "pdf/rebuild.h"
#include "pdf/update.h"
#include "read-all.h"

#include <stdlib.h>
#include <string.h>

#define CLEAR_MOST ((size_t)16 << 20)
#define JUDGED_AT  1795000000 /* no clock: a run can be repeated */

static const struct csi_span passwords[] = { { NULL, 0 },
	{ (const uint8_t *)"user", 4 } };

static const struct csi_span said = { (const uint8_t *)"said", 4 };

static csi_pdf_reader *
unlock(const uint8_t *data, size_t size, enum csi_pdf_policy policy,
    struct csi_span password)
{
	csi_pdf_reader *reader;

	if (csi_pdf_reader_new(data, size, policy, &reader, NULL) != CSEAL_OK)
		return NULL;
	if (csi_pdf_is_encrypted(reader) &&
	    csi_pdf_unlock(reader, password, NULL) == CSEAL_OK) {
		if (csi_pdf_needs_key(reader))
			abort();
		return reader;
	}
	csi_pdf_reader_free(reader);
	return NULL;
}

static void
add(csi_pdf_update *update, const struct csi_pdf_ref refs[2])
{
	struct csi_bytes entries = { 0 };

	csi_bytes_add_text(csi_pdf_update_open(update, refs[0]), "(said)");
	csi_pdf_update_close(update);
	csi_pdf_update_stream(update, refs[1], &entries, said);
}

static bool
is_said(struct csi_span span)
{
	return span.len == said.len && memcmp(span.at, said.at, said.len) == 0;
}

static void
find(csi_pdf_reader *reader, const struct csi_pdf_ref refs[2])
{
	const struct csi_pdf_value *value;
	struct csi_bytes data = { 0 };

	if (csi_pdf_load(reader, refs[0], &value, NULL) != CSEAL_OK ||
	    value->type != CSI_PDF_STRING || !is_said(value->as.text))
		abort();
	if (csi_pdf_load(reader, refs[1], &value, NULL) != CSEAL_OK ||
	    csi_pdf_stream_data(reader, value, READ_STREAM_MOST, &data, NULL) !=
		CSEAL_OK ||
	    !is_said(csi_bytes_span(&data)))
		abort();
	csi_bytes_free(&data);
}

/* The file with the update behind it. */
static void
read_again(const csi_pdf_update *update, const uint8_t *data, size_t size,
    struct csi_span password, const struct csi_pdf_ref refs[2])
{
	size_t len = size + csi_pdf_update_len(update);
	uint8_t *file = malloc(len);
	csi_pdf_reader *reader;

	if (file == NULL)
		abort();
	memcpy(file, data, size);
	csi_pdf_update_write(update, file + size);
	reader = unlock(file, len, CSI_PDF_LENIENT, password);
	if (reader == NULL)
		abort();
	find(reader, refs);
	csi_pdf_reader_free(reader);
	free(file);
}

static void
write_more(csi_pdf_reader *reader, const uint8_t *data, size_t size,
    struct csi_span password)
{
	struct csi_pdf_ref refs[2];
	csi_pdf_update *update;

	if (csi_pdf_update_new(reader, &update, NULL) != CSEAL_OK)
		return;
	refs[0] = csi_pdf_update_new_ref(update);
	refs[1] = csi_pdf_update_new_ref(update);
	add(update, refs);
	if (csi_pdf_update_finish(update, NULL) == CSEAL_OK)
		read_again(update, data, size, password, refs);
	csi_pdf_update_free(update);
}

/* What can be copied is a file without encryption. */
static void
copy_clear(csi_pdf_reader *reader)
{
	struct csi_bytes clear = { 0 };
	csi_pdf_reader *again;

	if (csi_pdf_clear_copy(reader, CLEAR_MOST, &clear, NULL) == CSEAL_OK &&
	    csi_pdf_reader_new(clear.at, clear.len, CSI_PDF_LENIENT, &again,
		NULL) == CSEAL_OK) {
		if (csi_pdf_is_encrypted(again))
			abort();
		csi_pdf_reader_free(again);
	}
	csi_bytes_wipe(&clear);
}

static void
rebuild(const uint8_t *data, size_t size, struct csi_span password)
{
	size_t head = size < 1024 ? size : 1024;
	csi_pdf_reader *reader;

	if (csi_pdf_reader_rebuild(data, size, password, &reader, NULL) !=
	    CSEAL_OK)
		return;
	read_reader(reader);
	/* Without a header it would have to be made anew once more. */
	if (csi_pdf_is_encrypted(reader) && !csi_pdf_needs_key(reader) &&
	    memmem(data, head, "%PDF-", 5) != NULL)
		write_more(reader, data, size, password);
	csi_pdf_reader_free(reader);
}

static void
judge(const uint8_t *data, size_t size, struct csi_span password)
{
	const struct csi_judge_wish wish = { .time = JUDGED_AT,
		.password = password };
	const struct csi_span bytes = { data, size };
	cseal_report *report = calloc(1, sizeof(*report));

	if (report == NULL)
		return;
	if (csi_judge(report, bytes, &wish, NULL) == CSEAL_OK &&
	    strcmp(report->verdict, "valid") == 0)
		abort();
	cseal_report_free(report);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	csi_pdf_reader *reader;

	for (size_t i = 0; i < 2; i++) {
		rebuild(data, size, passwords[i]);
		reader = unlock(data, size, CSI_PDF_LENIENT, passwords[i]);
		if (reader == NULL)
			continue;
		read_reader(reader);
		write_more(reader, data, size, passwords[i]);
		copy_clear(reader);
		csi_pdf_reader_free(reader);
		reader = unlock(data, size, CSI_PDF_STRICT, passwords[i]);
		if (reader != NULL)
			read_reader(reader);
		csi_pdf_reader_free(reader);
		judge(data, size, passwords[i]);
	}
	return 0;
}
