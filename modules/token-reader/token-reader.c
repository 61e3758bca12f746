/* SPDX-License-Identifier: Apache-2.0 */
/* token-reader.c -- the tables: whose card that is, by what a PKCS #11 driver
 * shows of it. */
#include "reader.h"

static cseal_status
reader_open(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_reader, cseal_error **ret_error)
{
	struct token_reader *reader;
	cseal_status st;

	st = token_reader_new(host, uri, wait, &reader, ret_error);
	if (st == CSEAL_OK)
		*ret_reader = reader;
	return st;
}

static void
reader_close(void *opened)
{
	token_reader_free(opened);
}

static cseal_status
reader_read(void *opened, const struct cseal_read_request *request,
    cseal_wait *wait, cseal_evidence *evidence, cseal_error **ret_error)
{
	return token_reader_read(opened, request, wait, evidence, ret_error);
}

static const struct cseal_reader_ops reader_ops = {
	.size = sizeof(reader_ops),
	.open = reader_open,
	.close = reader_close,
	.read = reader_read,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "Identity cards with certificates, through PKCS #11",
	.find = token_find,
	.doctor = token_doctor,
	.ops.reader = &reader_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "token-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
