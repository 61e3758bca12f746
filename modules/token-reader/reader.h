/* SPDX-License-Identifier: Apache-2.0 */
/* reader.h -- waits for somebody's card, and reads it. */
#ifndef TOKEN_READER_H
#define TOKEN_READER_H

#include <counterseal/module.h>

struct token_reader;

/* Status: FAULT_APPLICATION (the URI), SETUP_MODULE_UNFIT, STOPPED_*. */
cseal_status token_reader_new(cseal_host *host, const char *uri,
    cseal_wait *wait, struct token_reader **ret_reader,
    cseal_error **ret_error);

cseal_status token_reader_read(struct token_reader *reader,
    const struct cseal_read_request *request, cseal_wait *wait,
    cseal_evidence *evidence, cseal_error **ret_error);

/* Takes NULL. */
void token_reader_free(struct token_reader *reader);

/* find.c, doctor.c: as cseal_driver.find and .doctor */
cseal_status token_find(cseal_host *host, cseal_finder *finder,
    cseal_wait *wait, cseal_error **ret_error);
void token_doctor(cseal_host *host, cseal_finding_fn report, void *user);

#endif
