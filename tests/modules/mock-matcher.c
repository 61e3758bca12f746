/* SPDX-License-Identifier: Apache-2.0 */
/* mock-matcher.c -- compares no faces: its score is that of the photo's width,
 * so that a test can ask for one that is none. */
#include <counterseal/module.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static cseal_status
compare(cseal_host *host, const struct cseal_match_request *request,
    cseal_wait *wait, struct cseal_match_answer *answer,
    cseal_error **ret_error)
{
	struct cseal_jpeg_facts facts = { .size = sizeof(facts) };
	cseal_status st = cseal_wait_check(wait, ret_error);

	if (st == CSEAL_OK)
		st = cseal_jpeg_check(
		    request->photo, request->photo_len, &facts, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (facts.width == 404)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "there was no face on the photo");
	answer->score = facts.width == 666 ? NAN : facts.width / 1000.0;
	answer->threshold = 0.5;
	if (facts.width != 777)
		snprintf(answer->matcher, sizeof(answer->matcher),
		    "Mock 1.0\n(%s of %zu bytes)", request->portrait_type,
		    request->portrait_len);
	return CSEAL_OK;
}

static const struct cseal_matcher_ops ops = {
	.size = sizeof(ops),
	.compare = compare,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_MATCHER,
	.title = "Mock of a matcher",
	.ops.matcher = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.flags = CSEAL_MODULE_VIRTUAL,
		.id = "mock-matcher",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
