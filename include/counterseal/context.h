/* SPDX-License-Identifier: Apache-2.0 */
/* context.h -- one installation of modules, one configuration, one log. */
#ifndef COUNTERSEAL_CONTEXT_H
#define COUNTERSEAL_CONTEXT_H

#include <counterseal/error.h>

/* Severity says whom to call. */
typedef enum cseal_log_level {
	CSEAL_LOG_NONE = 0,
	CSEAL_LOG_BUG_APP = 1,    /* the application broke the API */
	CSEAL_LOG_BUG_MODULE = 2, /* a module broke its contract */
	CSEAL_LOG_BUG_DEVICE = 3, /* a device broke its protocol */
	CSEAL_LOG_WARNING = 4,
	CSEAL_LOG_INFO = 5,
	CSEAL_LOG_DEBUG = 6
} cseal_log_level;

/* Called by the thread that logs; must not call back into the library.
 * origin is "core" or "module:ID".  Lines hold no PIN, no personal data and
 * no captured bytes, only lengths. */
typedef void (*cseal_log_fn)(
    void *user, cseal_log_level level, const char *origin, const char *text);

struct cseal_context_options {
	size_t size; /* sizeof(struct cseal_context_options) */
	/* Absolute path of the system's configuration file, whose sibling
	 * folder conf.d/ is read after it; NULL: the compiled-in one
	 * ($sysconfdir/counterseal/counterseal.conf).  May be missing. */
	const char *system_config;
	/* One more file that overrides it; NULL: none.  Must exist. */
	const char *user_config;
	/* Absolute path of the modules' folder; NULL: the compiled-in one. */
	const char *module_dir;
	cseal_log_fn log; /* NULL: no log */
	void *log_user;
	cseal_log_level log_level;
};

/* Reads the configuration; loads no module yet.  options may be NULL.
 * Status: SETUP_CONFIG, SETUP_FILE, FAULT_MEMORY. */
CSEAL_API cseal_status cseal_context_new(
    const struct cseal_context_options *options, cseal_context **ret_context,
    cseal_error **ret_error);

/* Objects made from a context hold a reference of their own. */
CSEAL_API cseal_context *cseal_context_ref(cseal_context *context);
CSEAL_API void cseal_context_unref(cseal_context *context);

/* Loads one more module from an absolute path, for a module that is not
 * installed.  It takes precedence over an installed one of the same id.
 * Status: SETUP_MODULE_UNFIT, FAULT_APPLICATION (relative path). */
CSEAL_API cseal_status cseal_context_load_module(
    cseal_context *context, const char *path, cseal_error **ret_error);

/* The configured value, or NULL.  Sections are written [section]; see
 * counterseal.conf(5).  Lives as long as the context. */
CSEAL_API const char *cseal_context_setting(
    const cseal_context *context, const char *section, const char *key);

#endif
