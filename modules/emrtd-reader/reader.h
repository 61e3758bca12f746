/* SPDX-License-Identifier: Apache-2.0 */
/* reader.h -- the conversation with the chip of one document in a reader. */
#ifndef EMRTD_READER_H
#define EMRTD_READER_H

#include "access.h"

#define EMRTD_SCHEME "emrtd:"

struct emrtd_reader;

/* Connects to the daemon, and finds the reader by the URI: a name, or the
 * beginning of one that only one reader has.  Status: that of
 * emrtd_line_open(); COUNTER_NO_DEVICE. */
cseal_status emrtd_reader_new(cseal_host *host, const char *uri,
    enum emrtd_policy policy, cseal_wait *wait,
    struct emrtd_reader **ret_reader, cseal_error **ret_error);

cseal_status emrtd_reader_read(struct emrtd_reader *reader,
    const struct cseal_read_request *request, cseal_wait *wait,
    cseal_evidence *evidence, cseal_error **ret_error);

/* Wipes what it received, then frees. */
void emrtd_reader_free(struct emrtd_reader *reader);

#endif
