/* SPDX-License-Identifier: Apache-2.0 */
/* test-context.c -- proves lib/context.c, lib/log.c and lib/host.c. */
#include "context.h"

#include "scratch.h"
#include "tap.h"

#include <pthread.h>

/* The last line logged, and how many there were. */
struct notebook {
	int count;
	cseal_log_level level;
	char origin[128], text[2048];
};

static void
write_down(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	struct notebook *notebook = user;

	notebook->count++;
	notebook->level = level;
	snprintf(notebook->origin, sizeof(notebook->origin), "%s", origin);
	snprintf(notebook->text, sizeof(notebook->text), "%s", text);
}

static cseal_context *
make_context(struct notebook *notebook, cseal_log_level level)
{
	struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = scratch_path("c.conf"),
		.module_dir = scratch_path("modules"),
		.log = notebook == NULL ? NULL : write_down,
		.log_user = notebook,
		.log_level = level,
	};
	cseal_context *context = NULL;
	cseal_error *error = NULL;

	if (cseal_context_new(&options, &context, &error) != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return context;
}

static void
settings_are_those_of_the_files(void)
{
	cseal_context *context;

	scratch_write("c.conf", "[hall]\nname = \xe5\x8e\x85\n");
	context = make_context(NULL, CSEAL_LOG_NONE);
	OK(strcmp(cseal_context_setting(context, "hall", "name"),
	       "\xe5\x8e\x85") == 0);
	OK(cseal_context_setting(context, "hall", "none") == NULL);
	cseal_context_unref(context);
}

static void
options_may_be_left_out(void)
{
	cseal_context *context = NULL;

	/* The compiled-in paths: whether they exist is all the same. */
	OK(cseal_context_new(NULL, &context, NULL) == CSEAL_OK);
	cseal_context_unref(context);
	cseal_context_unref(NULL);
	OK(cseal_context_ref(NULL) == NULL);
}

static void
wrong_options_are_the_applications_fault(void)
{
	struct cseal_context_options options = { .size = 8 };
	cseal_context *context = NULL;
	cseal_error *error = NULL;

	OK(cseal_context_new(&options, &context, &error) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_error_free(error);
	options.size = sizeof(options);
	options.module_dir = "modules";
	OK(cseal_context_new(&options, &context, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	options.module_dir = NULL;
	options.system_config = "c.conf";
	OK(cseal_context_new(&options, &context, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_context_new(&options, NULL, NULL) == CSEAL_FAULT_APPLICATION);
	OK(context == NULL);
	OK(cseal_context_load_module(NULL, "/x", NULL) ==
	    CSEAL_FAULT_APPLICATION);
}

static void
a_broken_configuration_makes_no_context(void)
{
	cseal_context *context;

	scratch_write("c.conf", "broken\n");
	context = make_context(NULL, CSEAL_LOG_NONE);
	OK(context == NULL);
	scratch_write("c.conf", "");
}

static void
only_what_the_level_wants_is_logged(void)
{
	struct notebook notebook = { 0 };
	cseal_context *context = make_context(&notebook, CSEAL_LOG_WARNING);

	csi_log(context, CSEAL_LOG_INFO, "not wanted");
	csi_log(context, CSEAL_LOG_NONE, "not a level");
	OK(notebook.count == 0);
	csi_log(context, CSEAL_LOG_WARNING, "%s %d", "wanted", 1);
	OK(notebook.count == 1 && notebook.level == CSEAL_LOG_WARNING);
	OK(strcmp(notebook.origin, "core") == 0);
	OK(strcmp(notebook.text, "wanted 1") == 0);
	csi_log(context, CSEAL_LOG_BUG_APP, "wanted, too");
	OK(notebook.count == 2);
	cseal_context_unref(context);
	context = make_context(NULL, CSEAL_LOG_DEBUG);
	csi_log(context, CSEAL_LOG_BUG_APP, "nobody listens");
	cseal_context_unref(context);
}

static void
a_line_of_the_log_is_one_clean_line(void)
{
	struct notebook notebook = { 0 };
	cseal_context *context = make_context(&notebook, CSEAL_LOG_DEBUG);
	char *text = calloc(1, 5000);

	memset(text, 'x', 4999);
	csi_log(context, CSEAL_LOG_DEBUG, "%s", "a\r\nb\x1b]0;t\x07\xff");
	OK(strcmp(notebook.text, "a  b ]0;t ?") == 0);
	csi_log(context, CSEAL_LOG_DEBUG, "%s", text);
	OK(strlen(notebook.text) == CSI_LOG_TEXT_MOST - 1);
	free(text);
	cseal_context_unref(context);
}

static void
a_module_logs_and_reads_under_its_own_name(void)
{
	struct notebook notebook = { 0 };
	struct cseal_host host;
	cseal_context *context;

	scratch_write(
	    "c.conf", "[module x-pad]\nspeed = 9\n[module y-pad]\nspeed = 1\n");
	context = make_context(&notebook, CSEAL_LOG_DEBUG);
	csi_host_init(&host, context, "x-pad");
	cseal_host_log(&host, CSEAL_LOG_BUG_DEVICE, "%zu bytes", (size_t)7);
	OK(strcmp(notebook.origin, "module:x-pad") == 0);
	OK(strcmp(notebook.text, "7 bytes") == 0);
	OK(notebook.level == CSEAL_LOG_BUG_DEVICE);
	OK(strcmp(cseal_host_setting(&host, "speed"), "9") == 0);
	OK(cseal_host_setting(&host, "none") == NULL);
	csi_host_end(&host);
	cseal_context_unref(context);
	scratch_write("c.conf", "");
}

static void *
ref_and_unref(void *user)
{
	for (int i = 0; i < 20000; i++)
		cseal_context_unref(cseal_context_ref(user));
	return NULL;
}

static void
references_are_counted_across_threads(void)
{
	cseal_context *context = make_context(NULL, CSEAL_LOG_NONE);
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, ref_and_unref, context);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	OK(cseal_context_setting(context, "a", "b") == NULL);
	cseal_context_unref(context);
}

int
main(void)
{
	scratch_make();
	RUN(settings_are_those_of_the_files);
	RUN(options_may_be_left_out);
	RUN(wrong_options_are_the_applications_fault);
	RUN(a_broken_configuration_makes_no_context);
	RUN(only_what_the_level_wants_is_logged);
	RUN(a_line_of_the_log_is_one_clean_line);
	RUN(a_module_logs_and_reads_under_its_own_name);
	RUN(references_are_counted_across_threads);
	return tap_done();
}
