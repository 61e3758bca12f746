/* SPDX-License-Identifier: Apache-2.0 */
/* xmlsec-trustlist.c -- reads trusted lists, through a program of its own that
 * has libxml2 and xmlsec1 in it: the tables. */
#include "answer.h"

#include <stdlib.h>

#define ANSWER_MOST ((size_t)64 << 20)

static void
ask(const struct cseal_trustlist_request *request, struct record_writer *out)
{
	for (size_t i = 0; i < request->signer_count; i++) {
		record_start(out, SAY_SIGNER);
		record_put(
		    out, request->signers[i].bytes, request->signers[i].len);
		record_end(out);
	}
	record_start(out, SAY_LIST);
	record_put(out, request->bytes, request->len);
	record_end(out);
}

/* A signal means that a limit was met, or that it broke down: the list is to
 * blame for both. */
static cseal_status
run(cseal_host *host, const struct record_writer *question, cseal_wait *wait,
    void **ret_answer, size_t *ret_len, cseal_error **ret_error)
{
	const char *path = cseal_host_setting(host, "program");
	const struct cseal_program program = { .size = sizeof(program),
		.path = path != NULL ? path : READ_TRUSTLIST,
		.input = question->at,
		.input_len = question->len,
		.output_most = ANSWER_MOST };
	cseal_status st;
	int code = 0;

	st = cseal_host_run(
	    host, &program, wait, ret_answer, ret_len, &code, ret_error);
	if (st == CSEAL_REFUSED_INPUT)
		return cseal_fail_note(ret_error, st,
		    "the list took too much memory or time, or broke its "
		    "reader");
	if (st == CSEAL_OK && code != 0) {
		free(*ret_answer);
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the list took too much memory, or its reader could not "
		    "start");
	}
	return st;
}

static cseal_status
read_list(cseal_host *host, const struct cseal_trustlist_request *request,
    cseal_wait *wait, cseal_trustlist *list, cseal_error **ret_error)
{
	struct record_writer question = { .at = NULL };
	void *answer = NULL;
	size_t len = 0;
	cseal_status st;

	ask(request, &question);
	st = question.failed
		 ? cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory")
		 : run(host, &question, wait, &answer, &len, ret_error);
	free(question.at);
	if (st != CSEAL_OK)
		return st;
	st = answer_take(answer, len, list, ret_error);
	free(answer);
	return st;
}

static const struct cseal_trustlist_ops ops = {
	.size = sizeof(ops),
	.read = read_list,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_TRUSTLIST,
	.title = "Trusted lists through libxml2 and xmlsec1",
	.ops.trustlist = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "xmlsec-trustlist",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
