/* SPDX-License-Identifier: Apache-2.0 */
/* http-fetch.c -- HTTP and HTTPS through libcurl: the tables. */
#include "transport.h"

#include <stddef.h>

static cseal_status
fetch(cseal_host *host, const struct cseal_fetch_request *request,
    cseal_wait *wait, struct cseal_fetch_answer *answer, cseal_blob *body,
    cseal_error **ret_error)
{
	struct http_settings settings;
	cseal_status st;

	st = http_settings_read(host, &settings, ret_error);
	if (st != CSEAL_OK)
		return st;
	return http_exchange(&settings, request, wait, answer, body, ret_error);
}

static void
doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	struct http_settings settings;
	cseal_error *error = NULL;

	if (http_settings_read(host, &settings, &error) != CSEAL_OK)
		cseal_desk_say(&desk, true, "Correct [module http-fetch].",
		    "%s", cseal_error_text(error));
	cseal_error_free(error);
}

static const struct cseal_fetch_ops ops = {
	.size = sizeof(ops),
	.fetch = fetch,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_FETCH,
	.title = "HTTP through libcurl",
	.doctor = doctor,
	.ops.fetch = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "http-fetch",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
