/* SPDX-License-Identifier: Apache-2.0 */
/* mock-repair.c -- a repair that gives what the damaged document has behind
 * the line %MOCK, each byte with its highest bit turned, or fails where there
 * is no such line. */
#include <counterseal/module.h>
#include <string.h>

static const char mark[] = "%MOCK\n";

static cseal_status
repair(cseal_host *host, const void *bytes, size_t len, cseal_wait *wait,
    cseal_blob *pdf, cseal_error **ret_error)
{
	const char *at = memmem(bytes, len, mark, sizeof(mark) - 1);
	const char *end = (const char *)bytes + len;
	cseal_status st = cseal_wait_check(wait, ret_error);

	if (st != CSEAL_OK)
		return st;
	if (at == NULL)
		return cseal_fail(
		    ret_error, CSEAL_REFUSED_DAMAGED, "there was no mark");
	for (at += sizeof(mark) - 1; st == CSEAL_OK && at < end; at++) {
		char byte = (char)(*at ^ '\x80');

		st = cseal_blob_append(pdf, &byte, 1, ret_error);
	}
	return st;
}

static const struct cseal_repair_ops ops = {
	.size = sizeof(ops),
	.repair = repair,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_REPAIR,
	.title = "Mock of a repair",
	.ops.repair = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "mock-repair",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
