/* SPDX-License-Identifier: Apache-2.0 */
/* sdt-harness.h -- reading a card from the simulator, for the tests of
 * modules/sdt-reader. */
#ifndef TESTS_SDT_HARNESS_H
#define TESTS_SDT_HARNESS_H

#include "simulator.h"

#include <counterseal/counterseal.h>

#define RESPONSE_MS 400 /* as configured below, unless sdt_response_ms says */

/* For slower machines; to be set before sdt_begin(). */
extern int sdt_response_ms;

/* Makes the configuration; ends the program if it cannot. */
void sdt_begin(void);
void sdt_end(void);

/* Writes the configuration anew, with more at its end. */
void sdt_configure(const char *more);
cseal_context *sdt_context(void);

struct read {
	cseal_status st;
	cseal_identity *identity; /* if st is CSEAL_OK */
	char text[512];           /* of the error */
	long took_ms;
};

struct wish {
	int card_wait_ms, timeout_ms;
	bool want_fingerprint;
	int cancel_ms; /* after which it is cancelled; 0: never */
};

extern const char *const sdt_no_faults[];
extern const struct wish sdt_usual;

/* FAULT_INTERNAL also if status and error did not agree. */
struct read sdt_read(
    cseal_context *context, const char *uri, const struct wish *wish);
/* One read of a card with faults, from start to end; FAULT_INTERNAL also if a
 * descriptor was left open. */
struct read sdt_read_card(bool on_tcp, const char *card,
    const char *const *faults, const struct wish *wish);

/* Whether the field has that text; NULL: none. */
bool sdt_is(const cseal_identity *identity, cseal_identity_field field,
    const char *text);
bool sdt_has_reason(const cseal_identity *identity, const char *part);
int sdt_count_fds(void);
/* Whether, for long, there are others than that many. */
bool sdt_leaves_open(int fds);

/* sdt-faults.c: whatever goes wrong, over one of the transports; returns what
 * main() does. */
int sdt_faults_run(bool on_tcp);

#endif
