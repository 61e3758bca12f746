/* SPDX-License-Identifier: Apache-2.0 */
/* qpdf-repair.c -- what libqpdf can save of a damaged PDF: the tables. */
#include "rewrite.h"

static cseal_status
repair(cseal_host *host, const void *bytes, size_t len, cseal_wait *wait,
    cseal_blob *pdf, cseal_error **ret_error)
{
	const struct damaged damaged = { bytes, len };

	return apart_do(rewrite_pdf, &damaged, len, wait, pdf, ret_error);
}

static const struct cseal_repair_ops ops = {
	.size = sizeof(ops),
	.repair = repair,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_REPAIR,
	.title = "Repair of PDF through libqpdf",
	.ops.repair = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "qpdf-repair",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
