/* SPDX-License-Identifier: Apache-2.0 */
/* sample-context.c -- lets a sample find modules that are not installed.
 *
 * Samples use the installed modules.  test-samples.sh compiles them with
 * -Dcseal_context_new=sample_context_new, and changes no word of them. */
#include <counterseal/context.h>

cseal_status sample_context_new(const struct cseal_context_options *options,
    cseal_context **ret_context, cseal_error **ret_error);

cseal_status
sample_context_new(const struct cseal_context_options *options,
    cseal_context **ret_context, cseal_error **ret_error)
{
	struct cseal_context_options here = { .size = sizeof(here),
		.module_dir = TEST_MODULE_DIR };

	return cseal_context_new(&here, ret_context, ret_error);
}
