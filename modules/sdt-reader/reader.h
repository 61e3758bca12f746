/* SPDX-License-Identifier: Apache-2.0 */
/* reader.h -- the conversation with a reader's SAM about one card. */
#ifndef SDT_READER_H
#define SDT_READER_H

#include "uri.h"

struct sdt_reader;

/* What can be set in [module sdt-reader]. */
struct sdt_settings {
	int response_ms; /* for the reader to answer one command */
	int poll_ms;     /* between two looks for a card */
};

/* Opens the line and asks for the SAM's status and id.  Status: that of
 * sdt_line_open(); COUNTER_NO_DEVICE if no SAM answers there;
 * COUNTER_DEVICE_FAILED, COUNTER_DEVICE_GONE, FAULT_DEVICE. */
cseal_status sdt_reader_new(cseal_host *host, const struct sdt_uri *uri,
    const struct sdt_settings *settings, cseal_wait *wait,
    struct sdt_reader **ret_reader, cseal_error **ret_error);

cseal_status sdt_reader_read(struct sdt_reader *reader,
    const struct cseal_read_request *request, cseal_wait *wait,
    cseal_evidence *evidence, cseal_error **ret_error);

/* Wipes what it received, then frees. */
void sdt_reader_free(struct sdt_reader *reader);

#endif
