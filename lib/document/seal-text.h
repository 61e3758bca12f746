/* SPDX-License-Identifier: Apache-2.0 */
/* seal-text.h -- the text of a seal, with what the signature says. */
#ifndef CSI_SEAL_TEXT_H
#define CSI_SEAL_TEXT_H

#include "bytes.h"

#include <counterseal/module.h>

/* As in the signature dictionary; NULL: it does not say. */
struct csi_seal_words {
	const char *name, *reason, *location;
	int64_t time; /* seconds since 1970 UTC */
};

/*
 * %name%, %date% (2026-03-01, where the program runs), %reason% and
 * %location% give way to the words; nothing in the words does, nor what else
 * is between percent signs.  *ret_text ends with a zero byte.  Status:
 * REFUSED_INPUT (the text wants what the signature does not say, or becomes
 * too long).
 */
cseal_status csi_seal_text(const char *text, const struct csi_seal_words *words,
    struct csi_bytes *ret_text, cseal_error **ret_error);

#endif
