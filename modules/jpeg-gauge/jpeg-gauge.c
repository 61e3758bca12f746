/* SPDX-License-Identifier: Apache-2.0 */
/* jpeg-gauge.c -- measures photos through libjpeg: the tables. */
#include "measure.h"

static cseal_status
measure(cseal_host *host, const void *jpeg, size_t len, cseal_wait *wait,
    struct cseal_gauge_reading *ret_reading, cseal_error **ret_error)
{
	cseal_status st = cseal_wait_check(wait, ret_error);

	if (st != CSEAL_OK)
		return st;
	return gauge_measure(jpeg, len, ret_reading, ret_error);
}

static const struct cseal_gauge_ops ops = {
	.size = sizeof(ops),
	.measure = measure,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_GAUGE,
	.title = "Light and sharpness of photos, through libjpeg",
	.ops.gauge = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "jpeg-gauge",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
