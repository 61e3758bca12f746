/* SPDX-License-Identifier: Apache-2.0 */
/* emrtd-reader.c -- the tables: travel documents in a PC/SC reader. */
#include "find.h"
#include "reader.h"

static cseal_status
reader_open(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_reader, cseal_error **ret_error)
{
	struct emrtd_reader *reader;
	enum emrtd_policy policy;
	cseal_status st;

	st = emrtd_policy_read(host, &policy, ret_error);
	if (st == CSEAL_OK)
		st = emrtd_reader_new(
		    host, uri, policy, wait, &reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_reader = reader;
	return CSEAL_OK;
}

static void
reader_close(void *opened)
{
	emrtd_reader_free(opened);
}

static cseal_status
reader_read(void *opened, const struct cseal_read_request *request,
    cseal_wait *wait, cseal_evidence *evidence, cseal_error **ret_error)
{
	return emrtd_reader_read(opened, request, wait, evidence, ret_error);
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
	.title = "Passports, identity and residence cards (ICAO 9303), PC/SC",
	.find = emrtd_find,
	.doctor = emrtd_doctor,
	.ops.reader = &reader_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "emrtd-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
