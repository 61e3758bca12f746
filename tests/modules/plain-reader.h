/* SPDX-License-Identifier: Apache-2.0 */
/* plain-reader.h -- a reader without fault, for modules that have one. */
#ifndef TESTS_PLAIN_READER_H
#define TESTS_PLAIN_READER_H

#include <counterseal/module.h>

static inline cseal_status
plain_open(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_reader, cseal_error **ret_error)
{
	*ret_reader = host;
	return CSEAL_OK;
}

static inline void
plain_close(void *reader)
{
}

static inline cseal_status
plain_read(void *reader, const struct cseal_read_request *request,
    cseal_wait *wait, cseal_evidence *evidence, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_AGAIN_NO_CARD, "there was no card");
}

#define PLAIN_OPS                                                            \
	{                                                                    \
		.size = sizeof(struct cseal_reader_ops), .open = plain_open, \
		.close = plain_close, .read = plain_read                     \
	}

#endif
