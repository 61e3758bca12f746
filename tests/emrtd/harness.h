/* SPDX-License-Identifier: Apache-2.0 */
/* harness.h -- reading documents of nobody through the public API. */
#ifndef TESTS_EMRTD_HARNESS_H
#define TESTS_EMRTD_HARNESS_H

#include "document.h"

#include <counterseal/counterseal.h>

/* A state, its certificate as a file, and a context with the module. */
struct harness {
	struct issuer state;
	char trust[512];
	cseal_context *context;
	char uri[128];
	char config[512]; /* a file, or "" */
};

/* The module of that path; more: lines for [module emrtd-reader], or NULL. */
void harness_make(struct harness *harness, const char *module);
void harness_configure(struct harness *harness, const char *more);
void harness_free(struct harness *harness);

struct outcome {
	cseal_status st;
	cseal_identity *identity; /* if st is CSEAL_OK */
	char text[512];           /* of the error */
	long took_ms;
};

/* can: with the card access number, else with the zone. */
struct outcome harness_read(struct harness *harness, bool can, int timeout_ms);
struct outcome harness_read_with(struct harness *harness,
    const struct cseal_identity_options *options, int timeout_ms,
    cseal_cancel *cancel);
void outcome_free(struct outcome *outcome);

bool outcome_has_reason(const struct outcome *outcome, const char *part);
cseal_verdict outcome_signed(const struct outcome *outcome);
cseal_verdict outcome_genuine(const struct outcome *outcome);
/* Prints the reasons. */
void outcome_show(const struct outcome *outcome);

long harness_now_ms(void);

#endif
