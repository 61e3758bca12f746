/* SPDX-License-Identifier: Apache-2.0 */
/* scripted.h -- a folder for scripts that virtual devices play, and a context
 * that has the virtual modules. */
#ifndef TESTS_SCRIPTED_H
#define TESTS_SCRIPTED_H

#include <counterseal/counterseal.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char scripted_folder[] = "/tmp/cseal-XXXXXX";
static char scripted_names[64][64];
static size_t scripted_count;

static inline bool
scripted_init(void)
{
	return mkdtemp(scripted_folder) != NULL;
}

static inline const char *
scripted_path(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", scripted_folder, name);
	return path;
}

/* Writes a file into the folder; it is gone after scripted_end(). */
static inline bool
scripted_file(const char *name, const void *bytes, size_t len)
{
	FILE *file = fopen(scripted_path(name), "w");
	bool ok = file != NULL;
	bool known = false;

	for (size_t i = 0; i < scripted_count; i++)
		known = known || strcmp(scripted_names[i], name) == 0;
	if (!known && scripted_count < 64)
		snprintf(scripted_names[scripted_count++], 64, "%s", name);
	if (ok && len != 0)
		ok = fwrite(bytes, len, 1, file) == 1;
	return file != NULL && fclose(file) == 0 && ok;
}

/* Writes a script and gives its URI. */
static inline const char *
scripted_uri(const char *text)
{
	static char uri[160];

	scripted_file("script", text, strlen(text));
	snprintf(uri, sizeof(uri), "virtual:%s", scripted_path("script"));
	return uri;
}

static inline void
scripted_end(void)
{
	while (scripted_count > 0)
		unlink(scripted_path(scripted_names[--scripted_count]));
	rmdir(scripted_folder);
}

/* user_config may be NULL. */
static inline cseal_context *
scripted_context(const char *user_config)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = user_config,
		.module_dir = TEST_MODULE_DIR };
	cseal_context *context = NULL;
	cseal_error *error = NULL;

	if (cseal_context_new(&options, &context, &error) != CSEAL_OK)
		printf("# no context: %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return context;
}

#endif
