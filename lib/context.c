/* SPDX-License-Identifier: Apache-2.0 */
/* context.c -- one installation of modules, one configuration, one log. */
#include "context.h"

#include "error.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct cseal_context {
	atomic_uint refs;
	struct csi_log log;
	csi_config *config;
	struct csi_loader *loader;
};

static cseal_status
check_options(
    const struct cseal_context_options *options, cseal_error **ret_error)
{
	if (options->size < sizeof(*options))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size in the context's options, %zu, was too small",
		    options->size);
	return CSEAL_OK;
}

cseal_status
cseal_context_new(const struct cseal_context_options *options,
    cseal_context **ret_context, cseal_error **ret_error)
{
	static const struct cseal_context_options defaults = {
		.size = sizeof(defaults),
	};
	const char *system_config, *module_dir;
	cseal_context *context;
	cseal_status st;

	if (ret_context == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there was no place for the context");
	if (options == NULL)
		options = &defaults;
	st = check_options(options, ret_error);
	if (st != CSEAL_OK)
		return st;
	context = calloc(1, sizeof(*context));
	if (context == NULL)
		return csi_fail_memory(ret_error);
	atomic_init(&context->refs, 1);
	context->log.fn = options->log;
	context->log.user = options->log_user;
	context->log.level = options->log_level;
	system_config = options->system_config != NULL ? options->system_config
						       : CSI_SYSTEM_CONFIG;
	module_dir =
	    options->module_dir != NULL ? options->module_dir : CSI_MODULE_DIR;
	st = csi_config_new(
	    system_config, options->user_config, &context->config, ret_error);
	if (st == CSEAL_OK)
		st = csi_loader_new(
		    context, module_dir, &context->loader, ret_error);
	if (st != CSEAL_OK) {
		cseal_context_unref(context);
		return st;
	}
	*ret_context = context;
	return CSEAL_OK;
}

cseal_context *
cseal_context_ref(cseal_context *context)
{
	if (context != NULL)
		atomic_fetch_add_explicit(
		    &context->refs, 1, memory_order_relaxed);
	return context;
}

void
cseal_context_unref(cseal_context *context)
{
	/* Whoever frees it must see what the others did with it before. */
	if (context == NULL || atomic_fetch_sub_explicit(&context->refs, 1,
				   memory_order_acq_rel) != 1)
		return;
	csi_loader_free(context->loader);
	csi_config_free(context->config);
	free(context);
}

cseal_status
cseal_context_load_module(
    cseal_context *context, const char *path, cseal_error **ret_error)
{
	if (context == NULL || path == NULL || path[0] != '/')
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a module is loaded from an absolute path only");
	return csi_loader_load(context->loader, path, ret_error);
}

const char *
cseal_context_setting(
    const cseal_context *context, const char *section, const char *key)
{
	return csi_config_value(context->config, section, key);
}

const struct csi_log *
csi_context_log(const cseal_context *context)
{
	return &context->log;
}

const csi_config *
csi_context_config(const cseal_context *context)
{
	return context->config;
}

struct csi_loader *
csi_context_loader(cseal_context *context)
{
	return context->loader;
}
