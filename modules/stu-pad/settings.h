/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h -- what can be set in [module stu-pad]. */
#ifndef STU_SETTINGS_H
#define STU_SETTINGS_H

#include "trace.h"

enum stu_encryption_wish {
	STU_WISH_AUTO, /* version 2 where the pad has it, else none */
	STU_WISH_NONE,
	STU_WISH_WEAK, /* version 2, or 1 where the pad has no other */
	STU_WISH_V2    /* or nothing is captured */
};

#define STU_LABEL_MOST 64 /* bytes */

struct stu_settings {
	enum stu_encryption_wish encryption;
	int response_ms;                /* for the pad to answer */
	int brightness;                 /* negative: as it is */
	struct stu_threshold threshold; /* on 0: as it is */
	/* What is on the buttons; NULL: a sign that needs no language. */
	const char *labels[STU_BUTTONS + 1]; /* by cseal_pad_button */
	const char *picture; /* path of a PBM below it all; NULL: none */
};

/* Status: SETUP_CONFIG. */
cseal_status stu_settings_read(cseal_host *host,
    struct stu_settings *ret_settings, cseal_error **ret_error);

#endif
