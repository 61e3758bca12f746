/* SPDX-License-Identifier: Apache-2.0 */
/* oom-portrait.c -- a portrait in another form, without memory.
 *
 * The module's program is a script, which draws the head of a PNG and is not
 * refused. */
#include "portrait.h"
#include "refuse.h"
#include "scratch.h"
#include "tap.h"
#include "unit/emrtd/build.h"

struct stage {
	cseal_context *context;
	struct csi_bytes stream;
};

static cseal_status
decode(void *user, cseal_error **ret_error)
{
	const struct stage *stage = user;
	cseal_identity *identity;
	const void *bytes;
	cseal_status st;
	size_t len;

	refuse_pause();
	identity =
	    portrait_of("image/j2c", stage->stream.at, stage->stream.len);
	refuse_resume();
	st = cseal_identity_decode_portrait(stage->context, identity,
	    CSEAL_PICTURE_PNG, 10000, NULL, &bytes, &len, ret_error);
	cseal_identity_free(identity);
	return st;
}

/* IHDR of 35 by 45 dots. */
static const char *
write_program(void)
{
	const char *path = scratch_write("decoder",
	    "#!/bin/sh\n"
	    "printf '\\211PNG\\r\\n\\032\\n\\0\\0\\0\\015IHDR'\n"
	    "printf '\\0\\0\\0\\043\\0\\0\\0\\055'\n");

	chmod(path, 0755);
	return path;
}

static bool
make_context(struct stage *stage)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent" };
	char text[600];

	snprintf(text, sizeof(text),
	    "[module openjpeg-picture]\nprogram = %s\n", write_program());
	options.user_config = scratch_write("test.conf", text);
	return cseal_context_new(&options, &stage->context, NULL) == CSEAL_OK &&
	       cseal_context_load_module(
		   stage->context, PICTURE_MODULE, NULL) == CSEAL_OK;
}

int
main(void)
{
	struct stage stage = { .stream = { 0 } };

	refuse_init();
	scratch_make();
	tap_test = "portrait";
	stage.stream = build_codestream(35, 45, 0, 0);
	if (OK(make_context(&stage)))
		OK(refuse_each("decode", decode, &stage, CSEAL_OK));
	csi_bytes_free(&stage.stream);
	cseal_context_unref(stage.context);
	return tap_done();
}
