/* SPDX-License-Identifier: Apache-2.0 */
/* scripted.h -- scripts that virtual devices play, and a context that has the
 * virtual modules. */
#ifndef TESTS_SCRIPTED_H
#define TESTS_SCRIPTED_H

#include "scratch.h"

#include <counterseal/counterseal.h>

/* Writes a script and gives its URI. */
static inline const char *
scripted_uri(const char *text)
{
	static char uri[600];

	snprintf(uri, sizeof(uri), "virtual:%s", scratch_write("script", text));
	return uri;
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
