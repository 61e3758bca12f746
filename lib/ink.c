/* SPDX-License-Identifier: Apache-2.0 */
/* ink.c -- one handwritten signature: strokes of samples.
 *
 * Samples are in the order of their time, the first at 0; what the pen did in
 * the air before the first stroke and after the last is not kept.  A pad
 * writes into locked memory, which is wiped on every way out. */
#include <counterseal/ink.h>

#include "context.h"
#include "device.h"
#include "error.h"
#include "ink/drawing.h"
#include "ink/iso19794_7.h"
#include "ink/samples.h"
#include "line.h"
#include "wait.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROMPT_MOST   256  /* bytes */
#define LEAST_DEFAULT 3000 /* um */
#define READ_MOST     256  /* samples that a pad is asked for at a time */

struct cseal_ink {
	struct csi_samples samples;
	bool is_virtual;
	/* By is_virtual: a mark that is set later does not change what was
	 * handed out before. */
	struct csi_bytes records[2];
	struct csi_bytes drawing;
};

static cseal_status
new_ink(cseal_ink **ret_ink, cseal_error **ret_error)
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
	csi_bytes_wipe(&ink->records[0]);
	csi_bytes_wipe(&ink->records[1]);
	csi_bytes_wipe(&ink->drawing);
	free(ink);
}

/* ---- capture ---------------------------------------------------------- */

/* One pad, while the customer writes on it. */
struct capture {
	struct csi_module *module;
	const struct cseal_pad_ops *ops;
	void *pad;
	struct cseal_wait *wait;
	struct csi_samples *samples;
	cseal_error **ret_error;
};

static cseal_status
check_options(const struct cseal_ink_options *options, cseal_error **ret_error)
{
	size_t len;

	if (options == NULL)
		return CSEAL_OK;
	if (options->size < sizeof(*options))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size in the ink's options, %zu, was too small",
		    options->size);
	if (options->prompt == NULL)
		return CSEAL_OK;
	len = strnlen(options->prompt, PROMPT_MOST + 1);
	if (len > PROMPT_MOST || !csi_line_is_clean(options->prompt, len))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the prompt was not one line of at most %d bytes",
		    PROMPT_MOST);
	return CSEAL_OK;
}

static cseal_status
broke(struct capture *capture, const char *how)
{
	return cseal_fail(capture->ret_error, CSEAL_FAULT_MODULE,
	    "the module %s %s", capture->module->table->id, how);
}

/* The samples behind the others that the module says it has put there. */
static cseal_status
check_samples(struct capture *capture, size_t count)
{
	const struct csi_samples *samples = capture->samples;
	const struct cseal_ink_sample *at = samples->at + samples->count;

	for (size_t i = 0; i < count; i++) {
		if (llabs((long long)at[i].x_um) > CSI_INK_SIDE_MOST_UM ||
		    llabs((long long)at[i].y_um) > CSI_INK_SIDE_MOST_UM)
			return broke(capture, "gave ink beside its pad");
		if ((i > 0 || samples->count > 0) &&
		    at[i].time_us < at[i - 1].time_us)
			return broke(capture, "gave ink of an earlier time");
	}
	return CSEAL_OK;
}

/* Before the first stroke there is nothing to keep. */
static void
keep_samples(struct csi_samples *samples, size_t count)
{
	struct cseal_ink_sample *at = samples->at + samples->count;
	size_t skip = 0;

	while (samples->count == 0 && skip < count && at[skip].pressure == 0)
		skip++;
	for (size_t i = skip; i < count; i++) {
		at[i - skip] = at[i];
		at[i - skip].flags = 0;
	}
	samples->count += count - skip;
}

static cseal_status
read_some(struct capture *capture, cseal_pad_button *ret_button)
{
	struct csi_samples *samples = capture->samples;
	cseal_pad_button button = CSEAL_PAD_NONE;
	size_t count = 0;
	cseal_status st;

	st = cseal_wait_check(capture->wait, capture->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_samples_reserve(samples, READ_MOST))
		return csi_fail_memory(capture->ret_error);
	st = capture->ops->read(capture->pad, samples->at + samples->count,
	    READ_MOST, capture->wait, &count, &button, capture->ret_error);
	st = csi_module_said(
	    capture->module, "read from the pad", st, capture->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (count > READ_MOST)
		return broke(capture, "gave more ink than there was room for");
	if (button < CSEAL_PAD_NONE || button > CSEAL_PAD_CANCEL)
		return broke(capture, "told of a button that does not exist");
	st = check_samples(capture, count);
	if (st != CSEAL_OK)
		return st;
	keep_samples(samples, count);
	if (samples->count > CSI_INK_MOST)
		return cseal_fail(capture->ret_error, CSEAL_REFUSED_LIMIT,
		    "the signature had more than %u samples", CSI_INK_MOST);
	*ret_button = button;
	return CSEAL_OK;
}

static cseal_status
read_until_ok(struct capture *capture)
{
	for (;;) {
		cseal_pad_button button = CSEAL_PAD_NONE;
		cseal_status st;

		st = read_some(capture, &button);
		if (st != CSEAL_OK)
			return st;
		if (button == CSEAL_PAD_OK)
			return CSEAL_OK;
		if (button == CSEAL_PAD_CLEAR)
			csi_samples_clear(capture->samples);
		if (button == CSEAL_PAD_CANCEL)
			return cseal_fail(capture->ret_error,
			    CSEAL_STOPPED_DECLINED,
			    "the customer pressed cancel on the pad");
	}
}

static cseal_status
write_on_pad(struct capture *capture, const char *uri, const char *prompt)
{
	cseal_error **ret_error = capture->ret_error;
	void *pad = NULL;
	cseal_status st;

	st = capture->ops->open(
	    &capture->module->host, uri, capture->wait, &pad, ret_error);
	st = csi_module_said(capture->module, "opened the pad", st, ret_error);
	if (st != CSEAL_OK)
		return st;
	capture->pad = pad;
	st = capture->ops->start(pad, prompt, capture->wait, ret_error);
	st = csi_module_said(capture->module, "started the pad", st, ret_error);
	if (st == CSEAL_OK)
		st = read_until_ok(capture);
	capture->ops->close(pad);
	return st;
}

/* Time starts with the first stroke, and ends with the last one. */
static void
trim(struct csi_samples *samples)
{
	uint32_t start = samples->count != 0 ? samples->at[0].time_us : 0;

	while (samples->count != 0 &&
	       samples->at[samples->count - 1].pressure == 0)
		samples->count--;
	for (size_t i = 0; i < samples->count; i++)
		samples->at[i].time_us -= start;
}

/* How far the pen went on the pad. */
static double
written_um(const struct csi_samples *samples)
{
	double length = 0;

	for (size_t i = 1; i < samples->count; i++) {
		const struct cseal_ink_sample *a = &samples->at[i - 1];
		const struct cseal_ink_sample *b = &samples->at[i];

		if (a->pressure != 0 && b->pressure != 0)
			length += hypot((double)b->x_um - a->x_um,
			    (double)b->y_um - a->y_um);
	}
	return length;
}

static cseal_status
check_length(const struct csi_samples *samples,
    const struct cseal_ink_options *options, cseal_error **ret_error)
{
	uint32_t least = LEAST_DEFAULT;

	if (options != NULL && options->least_um != 0)
		least = options->least_um;
	if (samples->count == 0)
		return cseal_fail(ret_error, CSEAL_AGAIN_INK_TOO_SHORT,
		    "nothing was written on the pad");
	if (written_um(samples) < least)
		return cseal_fail(ret_error, CSEAL_AGAIN_INK_TOO_SHORT,
		    "less than %u um was written on the pad", (unsigned)least);
	return CSEAL_OK;
}

static cseal_status
capture_ink(cseal_context *context, const char *uri,
    const struct cseal_ink_options *options, struct cseal_wait *wait,
    cseal_ink *ink, cseal_error **ret_error)
{
	struct capture capture = {
		.wait = wait, .samples = &ink->samples, .ret_error = ret_error
	};
	const char *prompt = options != NULL ? options->prompt : NULL;
	cseal_status st;

	st = csi_loader_driver(
	    context, uri, CSEAL_KIND_PAD, &capture.module, ret_error);
	if (st != CSEAL_OK)
		return st;
	capture.ops = capture.module->driver->ops.pad;
	ink->is_virtual = capture.module->is_virtual;
	st = write_on_pad(&capture, uri, prompt);
	if (st != CSEAL_OK)
		return st;
	trim(&ink->samples);
	return check_length(&ink->samples, options, ret_error);
}

cseal_status
cseal_ink_capture(cseal_context *context, const char *uri,
    const struct cseal_ink_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_ink **ret_ink, cseal_error **ret_error)
{
	struct cseal_wait wait;
	cseal_ink *ink = NULL;
	char *only = NULL;
	cseal_status st;

	csi_wait_init(&wait, timeout_ms, cancel);
	st = check_options(options, ret_error);
	if (st == CSEAL_OK && uri == NULL) {
		st = csi_only_device(
		    context, CSEAL_KIND_PAD, &wait, &only, ret_error);
		uri = only;
	}
	if (st == CSEAL_OK)
		st = new_ink(&ink, ret_error);
	if (st == CSEAL_OK)
		st = capture_ink(context, uri, options, &wait, ink, ret_error);
	free(only);
	if (st != CSEAL_OK) {
		cseal_ink_free(ink);
		return st;
	}
	*ret_ink = ink;
	return CSEAL_OK;
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
	st = new_ink(&ink, ret_error);
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

cseal_status
cseal_ink_iso19794_7(cseal_ink *ink, const void **ret_record, size_t *ret_len,
    cseal_error **ret_error)
{
	struct csi_bytes *record = &ink->records[ink->is_virtual];

	if (record->len == 0)
		csi_iso_write(ink->samples.at, ink->samples.count,
		    ink->is_virtual, record);
	if (record->failed) {
		csi_bytes_wipe(record);
		return csi_fail_memory(ret_error);
	}
	*ret_record = record->at;
	*ret_len = record->len;
	return CSEAL_OK;
}

cseal_status
cseal_ink_draw(cseal_ink *ink, const char *format, const void **ret_bytes,
    size_t *ret_len, cseal_error **ret_error)
{
	bool is_svg = format != NULL && strcmp(format, "svg") == 0;
	bool is_pdf = format != NULL && strcmp(format, "pdf") == 0;
	const struct csi_samples *samples = &ink->samples;
	struct csi_bytes drawing = { 0 };
	bool any;

	if (!is_svg && !is_pdf)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "ink is drawn as \"svg\" or \"pdf\", nothing else");
	any = (is_svg ? csi_ink_svg : csi_ink_pdf)(
	    samples->at, samples->count, ink->is_virtual, &drawing);
	if (drawing.failed) {
		csi_bytes_wipe(&drawing);
		return csi_fail_memory(ret_error);
	}
	if (!any)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the pen never touched the pad");
	csi_bytes_wipe(&ink->drawing);
	ink->drawing = drawing;
	*ret_bytes = drawing.at;
	*ret_len = drawing.len;
	return CSEAL_OK;
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

bool
cseal_ink_is_virtual(const cseal_ink *ink)
{
	return ink->is_virtual;
}

void
cseal_ink_mark_virtual(cseal_ink *ink)
{
	ink->is_virtual = true;
}
