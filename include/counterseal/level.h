/* SPDX-License-Identifier: Apache-2.0 */
/* level.h -- how long a signature can be proven (ETSI EN 319 142-1, 6). */
#ifndef COUNTERSEAL_LEVEL_H
#define COUNTERSEAL_LEVEL_H

#include <counterseal/document.h>

typedef enum cseal_level {
	CSEAL_LEVEL_B = 0,  /* the signature alone */
	CSEAL_LEVEL_T = 1,  /* and a time-stamp: when it was there */
	CSEAL_LEVEL_LT = 2, /* and what proves the certificates */
	CSEAL_LEVEL_LTA = 3 /* and a time-stamp over all of that */
} cseal_level;

/* "B-B", "B-T", "B-LT", "B-LTA"; NULL for an unknown level.  Static. */
CSEAL_API const char *cseal_level_name(cseal_level level);

/* How to reach a level, and which one was reached. */
struct cseal_extension {
	size_t size;
	cseal_level level; /* LT or LTA */
	/* URL of the time-stamp authority; NULL: [tsa] url of the
	 * configuration.  Not asked where no time-stamp is missing. */
	const char *tsa;
	/* Where a service fails, the highest level that was reached is kept
	 * instead of failing.  Needs ret_level. */
	bool lower_level_ok;
	cseal_level *ret_level; /* NULL, or where the level goes */
	/* NULL, or where the reason goes when it is a lower one: an error to
	 * be freed; untouched else. */
	cseal_error **ret_lowered;
};

/*
 * Brings every signature of the document to the level: appends what proves
 * its certificates and those of its time-stamps, fetched through a module of
 * the kind fetch, and for LTA a document time-stamp over all, which renews
 * one that is there.  A signature without a time-stamp gets one of the
 * document.  Those are over SHA-256; over SM3 where all signatures are and the
 * authority does not refuse it.  What is asked of whom stands in the
 * certificates.  Blocks while services answer.
 * Status: REFUSED_FIELD (there is no signature), REFUSED_*, FAULT_REMOTE,
 * SETUP_NO_MODULE, SETUP_CONFIG (no authority is configured), STOPPED_*.
 */
CSEAL_API cseal_status cseal_document_extend(cseal_context *context,
    cseal_document *document, const struct cseal_extension *extension,
    int timeout_ms, cseal_cancel *cancel, cseal_error **ret_error);

#endif
