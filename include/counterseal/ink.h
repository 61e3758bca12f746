/* SPDX-License-Identifier: Apache-2.0 */
/* ink.h -- one handwritten signature: strokes of samples. */
#ifndef COUNTERSEAL_INK_H
#define COUNTERSEAL_INK_H

#include <counterseal/device.h>

/* x to the right and y down, from the top-left corner of the pad. */
struct cseal_ink_sample {
	int32_t x_um, y_um;
	uint16_t pressure; /* 0: pen up; 65535: the most the pad can tell */
	uint16_t flags;    /* 0 today */
	uint32_t time_us;  /* since the first sample */
};

struct cseal_ink_options {
	size_t size;
	const char *prompt; /* shown by a pad with a screen, or NULL */
	/* Less ink than this on the pad is AGAIN_INK_TOO_SHORT; 0: 3000. */
	uint32_t least_um;
};

/* Lets the customer write on the pad uri names (NULL: the only one) and
 * returns when OK is pressed.  Blocks.  Status: AGAIN_INK_TOO_SHORT,
 * STOPPED_DECLINED (cancel was pressed), COUNTER_*.  options may be NULL. */
CSEAL_API cseal_status cseal_ink_capture(cseal_context *context,
    const char *uri, const struct cseal_ink_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_ink **ret_ink, cseal_error **ret_error);

/* From an ISO/IEC 19794-7:2007 full-format record.  Status: REFUSED_INPUT,
 * REFUSED_LIMIT. */
CSEAL_API cseal_status cseal_ink_new_iso19794_7(const void *record, size_t len,
    cseal_ink **ret_ink, cseal_error **ret_error);

/* As such a record.  Biometric data: store with care.  Lives as long as the
 * ink. */
CSEAL_API cseal_status cseal_ink_iso19794_7(cseal_ink *ink,
    const void **ret_record, size_t *ret_len, cseal_error **ret_error);

/* A drawing of it without time or pressure: "svg" or "pdf".  Lives until
 * the next call.  Status: FAULT_APPLICATION (other format). */
CSEAL_API cseal_status cseal_ink_draw(cseal_ink *ink, const char *format,
    const void **ret_bytes, size_t *ret_len, cseal_error **ret_error);

/* The samples in the order of time, of all strokes; what a virtual pad wrote
 * is marked, and a mark is never taken off. */
CSEAL_API size_t cseal_ink_count(const cseal_ink *ink);
CSEAL_API const struct cseal_ink_sample *cseal_ink_samples(
    const cseal_ink *ink);
CSEAL_API uint32_t cseal_ink_duration_us(const cseal_ink *ink);
CSEAL_API size_t cseal_ink_stroke_count(const cseal_ink *ink);
CSEAL_API bool cseal_ink_is_virtual(const cseal_ink *ink);
CSEAL_API void cseal_ink_mark_virtual(cseal_ink *ink);

/* Wipes, then frees. */
CSEAL_API void cseal_ink_free(cseal_ink *ink);

#endif
