/* SPDX-License-Identifier: Apache-2.0 */
/* ink.c -- one handwritten signature: strokes of samples.
 *
 * Samples are in the order of their time, the first at 0; what the pen did in
 * the air before the first stroke and after the last is not kept. */
#include "ink-inside.h"

#include "error.h"
#include "ink/drawing.h"
#include "ink/inkml.h"
#include "ink/iso19794_7.h"

#include <stdlib.h>
#include <string.h>

cseal_status
csi_ink_new(cseal_ink **ret_ink, cseal_error **ret_error)
{
	cseal_ink *ink = calloc(1, sizeof(*ink));

	if (ink == NULL)
		return csi_fail_memory(ret_error);
	*ret_ink = ink;
	return CSEAL_OK;
}

void
cseal_ink_free(cseal_ink *ink)
{
	if (ink == NULL)
		return;
	csi_samples_free(&ink->samples);
	csi_locked_free(&ink->records[0].memory);
	csi_locked_free(&ink->records[1].memory);
	csi_locked_free(&ink->inkml);
	csi_bytes_wipe(&ink->drawing);
	csi_bytes_free(&ink->sealed);
	free(ink->json);
	free(ink);
}

/* ---- records and drawings --------------------------------------------- */

cseal_status
cseal_ink_new_iso19794_7(const void *record, size_t len, cseal_ink **ret_ink,
    cseal_error **ret_error)
{
	struct csi_span bytes = { record, len };
	struct csi_iso_record parsed;
	cseal_ink *ink = NULL;
	cseal_status st;

	st = csi_iso_read(bytes, &parsed, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_ink_new(&ink, ret_error);
	if (st != CSEAL_OK)
		return st;
	ink->is_virtual = parsed.is_virtual;
	if (!csi_samples_reserve(&ink->samples, parsed.count)) {
		st = csi_fail_memory(ret_error);
		goto fail;
	}
	st = csi_iso_samples(&parsed, ink->samples.at, ret_error);
	if (st != CSEAL_OK)
		goto fail;
	ink->samples.count = parsed.count;
	*ret_ink = ink;
	return CSEAL_OK;
fail:
	cseal_ink_free(ink);
	return st;
}

static bool
write_record(const cseal_ink *ink, struct csi_ink_record *record)
{
	const struct csi_samples *samples = &ink->samples;
	struct csi_bytes bytes = { 0 };

	if (!csi_locked_init(&record->memory, csi_iso_most(samples->count)))
		return false;
	bytes.at = record->memory.at;
	bytes.room = record->memory.len;
	/* There is room enough: nothing of it gets beside the locked memory. */
	csi_iso_write(samples->at, samples->count, ink->is_virtual, &bytes);
	record->record = csi_bytes_span(&bytes);
	return true;
}

cseal_status
cseal_ink_iso19794_7(cseal_ink *ink, const void **ret_record, size_t *ret_len,
    cseal_error **ret_error)
{
	struct csi_ink_record *record = &ink->records[ink->is_virtual];

	if (record->record.len == 0 && !write_record(ink, record))
		return csi_fail_memory(ret_error);
	*ret_record = record->record.at;
	*ret_len = record->record.len;
	return CSEAL_OK;
}

cseal_status
cseal_ink_inkml(cseal_ink *ink, const void **ret_bytes, size_t *ret_len,
    cseal_error **ret_error)
{
	const struct csi_inkml_about about = { .is_virtual = ink->is_virtual,
		.began_ms = ink->account.began_ms,
		.device = ink->account.device };
	const struct csi_samples *samples = &ink->samples;
	struct csi_locked memory;
	size_t len;

	len = csi_inkml_write(samples->at, samples->count, &about, NULL, 0);
	/* The NUL behind it is not counted. */
	if (!csi_locked_init(&memory, len + 1))
		return csi_fail_memory(ret_error);
	csi_inkml_write(
	    samples->at, samples->count, &about, memory.at, len + 1);
	csi_locked_wipe_stack();
	csi_locked_free(&ink->inkml);
	ink->inkml = memory;
	*ret_bytes = memory.at;
	*ret_len = len;
	return CSEAL_OK;
}

cseal_status
csi_ink_draw(const struct csi_samples *samples, bool is_virtual,
    const char *format, struct csi_bytes *drawing_of, const void **ret_bytes,
    size_t *ret_len, cseal_error **ret_error)
{
	bool is_svg = format != NULL && strcmp(format, "svg") == 0;
	bool is_pdf = format != NULL && strcmp(format, "pdf") == 0;
	struct csi_bytes drawing = { .is_wiped = true };
	bool any;

	if (!is_svg && !is_pdf)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "ink is drawn as \"svg\" or \"pdf\", nothing else");
	any = (is_svg ? csi_ink_svg : csi_ink_pdf)(
	    samples->at, samples->count, is_virtual, &drawing);
	csi_locked_wipe_stack();
	if (drawing.failed) {
		csi_bytes_wipe(&drawing);
		return csi_fail_memory(ret_error);
	}
	if (!any)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the pen never touched the pad");
	csi_bytes_wipe(drawing_of);
	*drawing_of = drawing;
	*ret_bytes = drawing.at;
	*ret_len = drawing.len;
	return CSEAL_OK;
}

cseal_status
cseal_ink_draw(cseal_ink *ink, const char *format, const void **ret_bytes,
    size_t *ret_len, cseal_error **ret_error)
{
	return csi_ink_draw(&ink->samples, ink->is_virtual, format,
	    &ink->drawing, ret_bytes, ret_len, ret_error);
}

/* ---- what it is ------------------------------------------------------- */

size_t
cseal_ink_count(const cseal_ink *ink)
{
	return ink->samples.count;
}

const struct cseal_ink_sample *
cseal_ink_samples(const cseal_ink *ink)
{
	return ink->samples.at;
}

uint32_t
cseal_ink_duration_us(const cseal_ink *ink)
{
	const struct csi_samples *samples = &ink->samples;

	return samples->at[samples->count - 1].time_us - samples->at[0].time_us;
}

size_t
cseal_ink_stroke_count(const cseal_ink *ink)
{
	const struct cseal_ink_sample *at = ink->samples.at;
	size_t strokes = 0;

	for (size_t i = 0; i < ink->samples.count; i++) {
		if (at[i].pressure != 0 && (i == 0 || at[i - 1].pressure == 0))
			strokes++;
	}
	return strokes;
}

static bool
is_locked(const struct csi_locked *memory)
{
	return memory->at == NULL || memory->is_locked;
}

bool
cseal_ink_is_locked(const cseal_ink *ink)
{
	return is_locked(&ink->samples.memory) &&
	       is_locked(&ink->records[0].memory) &&
	       is_locked(&ink->records[1].memory) && is_locked(&ink->inkml);
}

bool
cseal_ink_is_virtual(const cseal_ink *ink)
{
	return ink->is_virtual;
}

const struct cseal_ink_account *
cseal_ink_capture_account(const cseal_ink *ink)
{
	return ink->account.size != 0 ? &ink->account : NULL;
}

void
cseal_ink_mark_virtual(cseal_ink *ink)
{
	ink->is_virtual = true;
}

/* ---- names ------------------------------------------------------------ */

const char *
cseal_ink_link_name(cseal_ink_link link)
{
	switch (link) {
	case CSEAL_INK_LINK_UNKNOWN: return "unknown";
	case CSEAL_INK_LINK_CLEAR: return "clear";
	case CSEAL_INK_LINK_WEAK: return "weak";
	case CSEAL_INK_LINK_STRONG: return "strong";
	}
	return NULL;
}

const char *
cseal_ink_tally_name(cseal_ink_tally tally)
{
	switch (tally) {
	case CSEAL_INK_TALLY_NONE: return "none";
	case CSEAL_INK_TALLY_QUEUE: return "queue";
	case CSEAL_INK_TALLY_CLOCK: return "clock";
	case CSEAL_INK_TALLY_COUNT: return "count";
	}
	return NULL;
}
