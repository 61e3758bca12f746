/* SPDX-License-Identifier: Apache-2.0 */
/* mock-gauge.c -- measures what the width of the photo says: a hundred times
 * the number of the case. */
#include <counterseal/module.h>

static const struct cseal_gauge_reading cases[] = {
	{ 0, 120, 150, 600, 10, 10 },  /* good */
	{ 0, 44, 150, 600, 10, 0 },    /* too dark */
	{ 0, 120, 150, 600, 601, 0 },  /* black */
	{ 0, 239, 100, 600, 0, 10 },   /* too bright */
	{ 0, 200, 150, 600, 0, 501 },  /* burnt out */
	{ 0, 120, 23, 0, 0, 0 },       /* flat */
	{ 0, 120, 24, 99, 0, 0 },      /* blurred */
	{ 0, 20, 10, 0, 900, 0 },      /* dark and flat */
	{ 0, 256, 150, 600, 0, 0 },    /* cannot be */
	{ 0, 120, 150, 600, 1001, 0 }, /* cannot be */
};

static cseal_status
measure(cseal_host *host, const void *jpeg, size_t len, cseal_wait *wait,
    struct cseal_gauge_reading *reading, cseal_error **ret_error)
{
	struct cseal_jpeg_facts facts = { .size = sizeof(facts) };
	cseal_status st = cseal_wait_check(wait, ret_error);
	size_t size = reading->size;

	if (st == CSEAL_OK)
		st = cseal_jpeg_check(jpeg, len, &facts, ret_error);
	if (st != CSEAL_OK)
		return st;
	*reading = cases[facts.width / 100 - 5];
	reading->size = size;
	return CSEAL_OK;
}

static const struct cseal_gauge_ops ops = {
	.size = sizeof(ops),
	.measure = measure,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_GAUGE,
	.title = "Mock of a gauge",
	.ops.gauge = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "mock-gauge",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
