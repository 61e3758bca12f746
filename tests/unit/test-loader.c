/* SPDX-License-Identifier: Apache-2.0 */
/* test-loader.c -- proves lib/loader.c and lib/module-check.c, with the modules
 * of tests/modules/ that misbehave each in one way. */
#include "loader.h"

#include "context.h"
#include "error.h"
#include "scratch.h"
#include "tap.h"

#include <pthread.h>

static char *built; /* where they are */

static cseal_context *
context_of(const char *config, const char *module_dir)
{
	struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = scratch_write("c.conf", config),
		.module_dir = module_dir,
	};
	cseal_context *context = NULL;

	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK)
		exit(99);
	return context;
}

static const char *
module_path(const char *id)
{
	static char path[4200];

	snprintf(path, sizeof(path), "%s/%s.so", built, id);
	return path;
}

/* Puts a link to a built module into a folder of the scratch. */
static void
install(const char *folder, const char *id)
{
	char name[300];

	snprintf(name, sizeof(name), "%s/%s.so", folder, id);
	if (symlink(module_path(id), scratch_path(name)) != 0)
		exit(99);
}

/* Copies one, so that its own mode and folder count. */
static void
copy_module(const char *id, const char *to)
{
	char buf[65536];
	FILE *from = fopen(module_path(id), "rb");
	int fd = open(scratch_path(to), O_WRONLY | O_CREAT | O_TRUNC, 0755);
	size_t len;

	if (from == NULL || fd < 0)
		exit(99);
	while ((len = fread(buf, 1, sizeof(buf), from)) != 0) {
		if (write(fd, buf, len) != (ssize_t)len)
			exit(99);
	}
	fclose(from);
	close(fd);
}

struct misfit {
	const char *id;
	const char *note; /* a part of it */
};

static const struct misfit misfits[] = {
	{ "bad-abi-reader", "ABI 2, not 1" },
	{ "bad-id-reader", "another name" },
	{ "bad-null-id-reader", "another name" },
	{ "bad-version-reader", "no version" },
	{ "bad-kind-reader", "another kind" },
	{ "bad-kind-fetch", "no fetch()" },
	{ "bad-no-driver-reader", "no driver" },
	{ "bad-short-driver-reader", "driver was too short" },
	{ "bad-no-title-reader", "title" },
	{ "bad-no-ops-reader", "a table was missing" },
	{ "bad-short-ops-reader", "a table was too short" },
	{ "bad-no-read-reader", "no read()" },
	{ "bad-watch-reader", "no open()" },
	{ "bad-blind-reader", "could not find" },
	{ "bad-null-reader", "no table" },
	{ "bad-silent-reader", "did not export" },
};

static void
a_module_that_does_not_fit_is_refused_with_the_reason(void)
{
	cseal_context *context = context_of("", built);

	for (size_t i = 0; i < sizeof(misfits) / sizeof(misfits[0]); i++) {
		const struct misfit *misfit = &misfits[i];
		struct csi_module *module = NULL;
		cseal_error *error = NULL;

		OKF(cseal_context_load_module(context, module_path(misfit->id),
			&error) == CSEAL_SETUP_MODULE_UNFIT,
		    "%s", misfit->id);
		OKF(strstr(cseal_error_text(error), misfit->note) != NULL, "%s",
		    cseal_error_text(error));
		cseal_error_free(error);
		OK(csi_loader_module(csi_context_loader(context), misfit->id,
		       &module, NULL) == CSEAL_SETUP_MODULE_UNFIT);
		OK(module == NULL);
	}
	cseal_context_unref(context);
}

static void
what_is_not_a_module_is_refused(void)
{
	cseal_context *context = context_of("", built);

	OK(cseal_context_load_module(context, "list-reader.so", NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_context_load_module(context, "", NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_context_load_module(context, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_context_load_module(context, "/", NULL) ==
	    CSEAL_SETUP_MODULE_UNFIT);
	OK(cseal_context_load_module(context, "/reader.so", NULL) ==
	    CSEAL_SETUP_MODULE_UNFIT);
	OK(cseal_context_load_module(context, "/-reader.so", NULL) ==
	    CSEAL_SETUP_MODULE_UNFIT);
	OK(cseal_context_load_module(context, "/no/such-reader.so", NULL) ==
	    CSEAL_SETUP_MODULE_UNFIT);
	OK(cseal_context_load_module(context,
	       scratch_write("text-reader.so", "not an object"),
	       NULL) == CSEAL_SETUP_MODULE_UNFIT);
	OK(cseal_context_load_module(context,
	       scratch_write("text-mixer.so", ""),
	       NULL) == CSEAL_SETUP_MODULE_UNFIT);
	cseal_context_unref(context);
}

static void
what_everybody_may_write_is_refused(void)
{
	cseal_context *context = context_of("", built);
	cseal_error *error = NULL;

	scratch_folder("open");
	copy_module("blind-reader", "open/blind-reader.so");
	OK(cseal_context_load_module(context,
	       scratch_path("open/blind-reader.so"), NULL) == CSEAL_OK);
	chmod(scratch_path("open/blind-reader.so"), 0757);
	OK(cseal_context_load_module(context,
	       scratch_path("open/blind-reader.so"),
	       &error) == CSEAL_SETUP_MODULE_UNFIT);
	OK(strstr(cseal_error_text(error), "everybody may write") != NULL);
	cseal_error_free(error);
	chmod(scratch_path("open/blind-reader.so"), 0755);
	chmod(scratch_path("open"), 0777);
	OK(cseal_context_load_module(context,
	       scratch_path("open/blind-reader.so"),
	       NULL) == CSEAL_SETUP_MODULE_UNFIT);
	/* Nor does a link from a better folder help. */
	scratch_folder("links");
	OK(symlink("../open/blind-reader.so",
	       scratch_path("links/blind-reader.so")) == 0);
	OK(cseal_context_load_module(context,
	       scratch_path("links/blind-reader.so"),
	       NULL) == CSEAL_SETUP_MODULE_UNFIT);
	chmod(scratch_path("open"), 0755);
	OK(cseal_context_load_module(context,
	       scratch_path("links/blind-reader.so"), NULL) == CSEAL_OK);
	cseal_context_unref(context);
}

static void
a_uri_finds_the_module_of_its_scheme_and_kind(void)
{
	cseal_context *context = context_of("", built);
	struct csi_module *module = NULL, *again = NULL;
	cseal_error *error = NULL;

	OK(csi_loader_driver(context, "blind:1", CSEAL_KIND_READER, &module,
	       NULL) == CSEAL_OK);
	OK(strcmp(module->table->id, "blind-reader") == 0);
	OK(module->driver->kind == CSEAL_KIND_READER && module->is_virtual);
	OK(csi_loader_driver(context, "blind:2:x", CSEAL_KIND_READER, &again,
	       NULL) == CSEAL_OK);
	OK(again == module);
	OK(csi_loader_driver(context, "blind:1", CSEAL_KIND_PAD, &again,
	       &error) == CSEAL_SETUP_NO_MODULE);
	OK(strstr(cseal_error_text(error), "blind-pad") != NULL);
	cseal_error_free(error);
	cseal_context_unref(context);
}

static void
what_is_no_uri_is_the_applications_fault(void)
{
	static const char *const bad[] = { "", "blind", ":x", "Blind:x",
		"1blind:x", "../blind:x", "a/b:x", "bl ind:x", "blind:\n",
		"blind:\xff", "a-scheme:x",
		"abcdefghijklmnopqrstuvwxyzabcdefgh:x" };
	cseal_context *context = context_of("", built);
	char *much = malloc(CSI_URI_MOST + 2);
	struct csi_module *module;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OKF(csi_loader_driver(context, bad[i], CSEAL_KIND_READER,
			&module, NULL) == CSEAL_FAULT_APPLICATION,
		    "number %zu", i);
	memset(much, 'x', CSI_URI_MOST + 1);
	memcpy(much, "blind:", 6);
	much[CSI_URI_MOST + 1] = '\0';
	OK(csi_loader_driver(context, much, CSEAL_KIND_READER, &module, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	much[CSI_URI_MOST] = '\0';
	OK(csi_loader_driver(context, much, CSEAL_KIND_READER, &module, NULL) ==
	    CSEAL_OK);
	free(much);
	cseal_context_unref(context);
}

static void
an_explicit_module_takes_precedence(void)
{
	cseal_context *context = context_of("", built);
	struct csi_module *installed = NULL, *module = NULL;

	OK(csi_loader_driver(context, "blind:1", CSEAL_KIND_READER, &installed,
	       NULL) == CSEAL_OK);
	scratch_folder("own");
	copy_module("blind-reader", "own/blind-reader.so");
	OK(cseal_context_load_module(
	       context, scratch_path("own/blind-reader.so"), NULL) == CSEAL_OK);
	OK(csi_loader_driver(context, "blind:1", CSEAL_KIND_READER, &module,
	       NULL) == CSEAL_OK);
	OK(module != installed && module->table != installed->table);
	/* Whoever holds the first one may go on. */
	OK(strcmp(installed->table->id, "blind-reader") == 0);
	cseal_context_unref(context);
}

static void
ids_are_listed_once_by_kind_and_in_order(void)
{
	cseal_context *context;
	char **ids = NULL;

	scratch_folder("some");
	install("some", "list-reader");
	install("some", "blind-reader");
	install("some", "bad-kind-fetch");
	scratch_write("some/readme-reader.txt", "");
	scratch_write("some/odd.so", "");
	scratch_write("some/-reader.so", "");
	context = context_of("", scratch_path("some"));
	OK(cseal_context_load_module(
	       context, module_path("blind-reader"), NULL) == CSEAL_OK);
	OK(csi_loader_ids(csi_context_loader(context),
	       CSEAL_KIND_BIT(CSEAL_KIND_READER), &ids, NULL) == CSEAL_OK);
	OK(strcmp(ids[0], "blind-reader") == 0);
	OK(strcmp(ids[1], "list-reader") == 0);
	OK(ids[2] == NULL);
	csi_loader_free_ids(ids);
	cseal_context_unref(context);
	context = context_of("", "/no/such/folder");
	OK(csi_loader_ids(csi_context_loader(context),
	       CSEAL_KIND_BIT(CSEAL_KIND_READER), &ids, NULL) == CSEAL_OK);
	OK(ids[0] == NULL);
	csi_loader_free_ids(ids);
	cseal_context_unref(context);
}

static cseal_status
only(const char *config, const char *dir, const char *expected)
{
	cseal_context *context = context_of(config, dir);
	struct csi_module *module = NULL;
	cseal_status st;

	st = csi_loader_only(context, CSEAL_KIND_READER, &module, NULL);
	if (st == CSEAL_OK && strcmp(module->table->id, expected) != 0)
		st = CSEAL_FAULT_INTERNAL;
	cseal_context_unref(context);
	return st;
}

static void
of_several_modules_the_configuration_chooses(void)
{
	char *pair, *single;

	scratch_folder("pair");
	install("pair", "list-reader");
	install("pair", "blind-reader");
	scratch_folder("single");
	install("single", "list-reader");
	pair = strdup(scratch_path("pair"));
	single = strdup(scratch_path("single"));
	OK(only("", single, "list-reader") == CSEAL_OK);
	OK(only("", pair, "") == CSEAL_SETUP_CONFIG);
	OK(only("[modules]\nreader = blind-reader\n", pair, "blind-reader") ==
	    CSEAL_OK);
	OK(only("[modules]\nreader = none-reader\n", pair, "") ==
	    CSEAL_SETUP_NO_MODULE);
	OK(only("[modules]\nreader = ../x\n", pair, "") == CSEAL_SETUP_CONFIG);
	OK(only("[modules]\nreader = blind-pad\n", pair, "") ==
	    CSEAL_SETUP_CONFIG);
	OK(only("", "/no/such/folder", "") == CSEAL_SETUP_NO_MODULE);
	free(pair);
	free(single);
}

static void
what_a_module_says_is_brought_into_line(void)
{
	cseal_context *context = context_of("", built);
	struct csi_module *module = NULL;
	cseal_error *error = NULL;

	OK(csi_loader_driver(context, "blind:1", CSEAL_KIND_READER, &module,
	       NULL) == CSEAL_OK);
	OK(csi_module_said(module, "done", CSEAL_OK, &error) == CSEAL_OK);
	OK(csi_module_said(module, "done", CSEAL_OK, NULL) == CSEAL_OK);

	cseal_fail(&error, CSEAL_FAULT_DEVICE, "left over");
	OK(csi_module_said(module, "done", CSEAL_OK, &error) == CSEAL_OK);
	OK(error == NULL);

	OK(csi_module_said(module, "done", CSEAL_AGAIN_NO_CARD, &error) ==
	    CSEAL_AGAIN_NO_CARD);
	OK(strstr(cseal_error_text(error), "no reason") != NULL);
	cseal_error_free(error);
	error = NULL;

	for (int value = -1; value < 1000; value += 100 + 600 * (value == 99)) {
		OKF(csi_module_said(module, "done", (cseal_status)value,
			&error) == CSEAL_FAULT_MODULE,
		    "%d is not a status", value);
		OK(cseal_error_status(error) == CSEAL_FAULT_MODULE);
		cseal_error_free(error);
		error = NULL;
	}

	/* Two statuses: the one that was explained. */
	cseal_fail(&error, CSEAL_FAULT_DEVICE, "explained");
	OK(csi_module_said(module, "done", CSEAL_AGAIN_NO_CARD, &error) ==
	    CSEAL_FAULT_DEVICE);
	cseal_error_free(error);
	OK(csi_module_said(module, "done", (cseal_status)7, NULL) ==
	    CSEAL_FAULT_MODULE);
	OK(csi_module_said(module, "done", CSEAL_AGAIN_NO_CARD, NULL) ==
	    CSEAL_AGAIN_NO_CARD);
	cseal_context_unref(context);
}

static void *
load_both(void *user)
{
	struct csi_module *module;

	for (int i = 0; i < 50; i++) {
		if (csi_loader_driver(user, "blind:1", CSEAL_KIND_READER,
			&module, NULL) != CSEAL_OK ||
		    csi_loader_driver(user, "list:1", CSEAL_KIND_READER,
			&module, NULL) != CSEAL_OK)
			return user;
	}
	return NULL;
}

static void
several_threads_load_each_module_once(void)
{
	cseal_context *context = context_of("", built);
	struct csi_module *first = NULL, *second = NULL;
	pthread_t threads[4];
	void *failed = NULL;

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, load_both, context);
	for (int i = 0; i < 4; i++) {
		void *result;

		pthread_join(threads[i], &result);
		if (result != NULL)
			failed = result;
	}
	OK(failed == NULL);
	OK(csi_loader_driver(context, "blind:1", CSEAL_KIND_READER, &first,
	       NULL) == CSEAL_OK);
	OK(csi_loader_driver(context, "blind:1", CSEAL_KIND_READER, &second,
	       NULL) == CSEAL_OK);
	OK(first == second);
	cseal_context_unref(context);
}

int
main(void)
{
	umask(022);
	scratch_make();
	built = build_path("tests/modules/.libs");
	RUN(a_module_that_does_not_fit_is_refused_with_the_reason);
	RUN(what_is_not_a_module_is_refused);
	RUN(what_everybody_may_write_is_refused);
	RUN(a_uri_finds_the_module_of_its_scheme_and_kind);
	RUN(what_is_no_uri_is_the_applications_fault);
	RUN(an_explicit_module_takes_precedence);
	RUN(ids_are_listed_once_by_kind_and_in_order);
	RUN(of_several_modules_the_configuration_chooses);
	RUN(what_a_module_says_is_brought_into_line);
	RUN(several_threads_load_each_module_once);
	free(built);
	return tap_done();
}
