/* SPDX-License-Identifier: Apache-2.0 */
/* sdt-reader.c -- the tables: resident ID card readers with a SAM. */
#include "find.h"
#include "reader.h"

static cseal_status
reader_open(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_reader, cseal_error **ret_error)
{
	struct sdt_settings settings;
	struct sdt_reader *reader;
	struct sdt_uri parsed;
	cseal_status st;

	st = sdt_settings_read(host, &settings, ret_error);
	if (st == CSEAL_OK)
		st = sdt_uri_parse(uri, &parsed, ret_error);
	if (st == CSEAL_OK)
		st = sdt_reader_new(
		    host, &parsed, &settings, wait, &reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_reader = reader;
	return CSEAL_OK;
}

static void
reader_close(void *opened)
{
	sdt_reader_free(opened);
}

static cseal_status
reader_read(void *opened, const struct cseal_read_request *request,
    cseal_wait *wait, cseal_evidence *evidence, cseal_error **ret_error)
{
	return sdt_reader_read(opened, request, wait, evidence, ret_error);
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
	.title = "Resident ID card readers with a SAM (GA/T 467)",
	.find = sdt_find,
	.watch = &cseal_node_watch,
	.doctor = sdt_doctor,
	.ops.reader = &reader_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "sdt-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
