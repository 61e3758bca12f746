/* SPDX-License-Identifier: Apache-2.0 */
/* openjpeg-picture.c -- makes PNG and JPEG of JPEG 2000, through a program of
 * its own that has OpenJPEG in it: the tables. */
#include <counterseal/module.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MOST ((size_t)64 << 20)

static const char *
program_of(cseal_host *host)
{
	const char *path = cseal_host_setting(host, "program");

	return path != NULL ? path : DECODE_PICTURE;
}

static void
wipe(void *bytes, size_t len)
{
	if (bytes != NULL)
		explicit_bzero(bytes, len);
	free(bytes);
}

/* A signal means that a limit was met, or that it broke down: the picture is
 * to blame for both. */
static cseal_status
run(cseal_host *host, const void *question, size_t question_len,
    cseal_wait *wait, cseal_blob *picture, cseal_error **ret_error)
{
	const struct cseal_program program = { .size = sizeof(program),
		.path = program_of(host),
		.input = question,
		.input_len = question_len,
		.output_most = ANSWER_MOST };
	void *answer = NULL;
	size_t len = 0;
	cseal_status st;
	int code = 0;

	st = cseal_host_run(
	    host, &program, wait, &answer, &len, &code, ret_error);
	if (st == CSEAL_REFUSED_INPUT)
		return cseal_fail_note(ret_error, st,
		    "the picture took too much memory or time, or broke its "
		    "decoder");
	if (st != CSEAL_OK)
		return st;
	if (code == 0)
		st = cseal_blob_append(picture, answer, len, ret_error);
	else
		st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT, "%.*s",
		    (int)(len < 200 ? len : 200),
		    len == 0 ? "the picture could not be decoded"
			     : (const char *)answer);
	wipe(answer, len);
	return st;
}

static cseal_status
decode(cseal_host *host, const struct cseal_picture_request *request,
    cseal_wait *wait, cseal_blob *picture, cseal_error **ret_error)
{
	const char *form =
	    request->form == CSEAL_PICTURE_PNG ? "png\n" : "jpeg\n";
	size_t head = strlen(form);
	uint8_t *question = malloc(head + request->len);
	cseal_status st;

	if (question == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	memcpy(question, form, head);
	memcpy(question + head, request->bytes, request->len);
	st = run(host, question, head + request->len, wait, picture, ret_error);
	wipe(question, head + request->len);
	return st;
}

static void
doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	const char *path = program_of(host);

	if (access(path, F_OK) != 0)
		cseal_desk_say(&desk, true,
		    "Install the module again, or set program in [module "
		    "openjpeg-picture].",
		    "Portraits in JPEG 2000 cannot be opened: there is no %s.",
		    path);
	else if (access(path, X_OK) != 0)
		cseal_desk_say(&desk, true,
		    "Let it be executed, or set program in [module "
		    "openjpeg-picture].",
		    "Portraits in JPEG 2000 cannot be opened: %s may not be "
		    "run.",
		    path);
	else
		cseal_desk_say(&desk, false, NULL,
		    "Portraits in JPEG 2000 are opened by %s.", path);
}

static const struct cseal_picture_ops ops = {
	.size = sizeof(ops),
	.decode = decode,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_PICTURE,
	.title = "Pictures in JPEG 2000, through OpenJPEG",
	.doctor = doctor,
	.ops.picture = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "openjpeg-picture",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
