/* SPDX-License-Identifier: Apache-2.0 */
/* inkml.h -- ink as InkML (W3C Recommendation of 20 September 2011). */
#ifndef CSI_INK_INKML_H
#define CSI_INK_INKML_H

#include <counterseal/ink.h>

/* What is known beside the samples. */
struct csi_inkml_about {
	int64_t began_ms;   /* of the first sample, since 1970; 0: not known */
	const char *device; /* "": not known */
	bool is_virtual;
};

/*
 * Writes it to room bytes at `at`, and gives the length that it has; what does
 * not fit is left out, so that room 0 measures.  X, Y in millimetres from the
 * top left, T in milliseconds, F from 0 to 65535; the pen in the air is a trace
 * of its own.
 */
size_t csi_inkml_write(const struct cseal_ink_sample *samples, size_t count,
    const struct csi_inkml_about *about, char *at, size_t room);

#endif
