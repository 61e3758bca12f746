/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why something is not there: the core's findings, then those of
 * every module.  Only memory ends it: a module that fails is a finding. */
#include "bytes.h"
#include "context.h"
#include "device.h"
#include "error.h"
#include "kind.h"
#include "locked.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Where findings go. */
struct desk {
	cseal_context *context;
	cseal_finding_fn report;
	void *user;
	const char *about;
};

static cseal_status say(const struct desk *desk, bool is_problem,
    const char *cure, cseal_error **ret_error, const char *format, ...)
    CSEAL_PRINTF(5, 6);

static cseal_status
say(const struct desk *desk, bool is_problem, const char *cure,
    cseal_error **ret_error, const char *format, ...)
{
	struct cseal_finding finding = {
		.size = sizeof(finding),
		.is_problem = is_problem,
		.about = desk->about,
		.cure = cure,
	};
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	if (len < 0)
		return csi_fail_memory(ret_error);
	finding.text = text;
	desk->report(desk->user, &finding);
	free(text);
	return CSEAL_OK;
}

/* What a module reports comes through here: it speaks for itself only. */
static void
pass_on(void *user, const struct cseal_finding *finding)
{
	const struct desk *desk = user;
	struct cseal_finding copy = {
		.size = sizeof(copy),
		.about = desk->about,
	};

	if (finding == NULL || finding->size < sizeof(*finding) ||
	    finding->text == NULL) {
		csi_log(desk->context, CSEAL_LOG_BUG_MODULE,
		    "the module %s reported a finding without text",
		    desk->about);
		return;
	}
	copy.is_problem = finding->is_problem;
	copy.text = finding->text;
	copy.cure = finding->cure;
	desk->report(desk->user, &copy);
}

static cseal_status
ask_module(const struct desk *desk, const char *id, cseal_error **ret_error)
{
	struct csi_loader *loader = csi_context_loader(desk->context);
	struct desk its_desk = *desk;
	struct csi_module *module;
	cseal_error *error = NULL;
	cseal_status st;

	its_desk.about = id;
	st = csi_loader_module(loader, id, &module, &error);
	if (st == CSEAL_FAULT_MEMORY) {
		csi_error_move(error, ret_error);
		return st;
	}
	if (st != CSEAL_OK) {
		st = say(&its_desk, true,
		    "Install the module again, with what it needs.", ret_error,
		    "The module cannot be used: %s.", cseal_error_text(error));
		cseal_error_free(error);
		return st;
	}
	st = say(&its_desk, false, NULL, ret_error, "%s, version %s%s.",
	    module->driver->title, module->table->version,
	    module->is_virtual ? ", virtual: plays a script" : "");
	if (st == CSEAL_OK && module->driver->doctor != NULL)
		module->driver->doctor(&module->host, pass_on, &its_desk);
	return st;
}

static cseal_status
check_folder(const struct desk *desk, cseal_error **ret_error)
{
	const char *dir = csi_loader_dir(csi_context_loader(desk->context));
	struct stat meta;

	if (stat(dir, &meta) != 0)
		return say(desk, true,
		    "Install the modules, or name their folder.", ret_error,
		    "The modules' folder %s cannot be read: %s.", dir,
		    strerror(errno));
	if (!S_ISDIR(meta.st_mode))
		return say(desk, true,
		    "Install the modules, or name their folder.", ret_error,
		    "%s, the modules' folder, is not a folder.", dir);
	return say(desk, false, NULL, ret_error,
	    "Modules are taken from the folder %s.", dir);
}

static cseal_status
check_configured(const struct desk *desk, cseal_kind kind, const char *uri,
    cseal_error **ret_error)
{
	char id[CSI_MODULE_ID_MOST + 1];
	const char *name = cseal_kind_name(kind);
	struct csi_module *module;
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_loader_id_of(uri, kind, id, &error);
	if (st == CSEAL_OK)
		st = csi_loader_module(
		    csi_context_loader(desk->context), id, &module, &error);
	if (st == CSEAL_FAULT_MEMORY)
		csi_error_move(error, ret_error);
	if (st == CSEAL_FAULT_MEMORY || st == CSEAL_OK)
		return st;
	/* A module that is there and unfit has its own finding. */
	st = st == CSEAL_SETUP_MODULE_UNFIT
		 ? CSEAL_OK
		 : say(desk, true, "Correct the URI, or install its module.",
		       ret_error, "The configured %s %s cannot be used: %s.",
		       name, uri, cseal_error_text(error));
	cseal_error_free(error);
	return st;
}

/* [devices] and [modules] have the kinds for keys. */
static bool
is_kind_key(const char *key)
{
	for (int kind = CSEAL_KIND_READER; kind < CSI_KIND_END; kind++) {
		if (strcmp(key, cseal_kind_name((cseal_kind)kind)) == 0)
			return true;
	}
	return false;
}

static cseal_status
check_keys(const struct desk *desk, cseal_error **ret_error)
{
	const csi_config *config = csi_context_config(desk->context);
	const char *section, *key, *value;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK &&
			   csi_config_entry(config, i, &section, &key, &value);
	     i++) {
		if ((strcmp(section, "devices") == 0 ||
			strcmp(section, "modules") == 0) &&
		    !is_kind_key(key))
			st = say(desk, true,
			    "Use reader, camera, pad, signer, fetch, "
			    "typeset, repair, symbol, trustlist, gauge, "
			    "matcher or picture.",
			    ret_error,
			    "The configuration's [%s] has an unknown key, %s.",
			    section, key);
	}
	return st;
}

static cseal_status
check_config(const struct desk *desk, cseal_error **ret_error)
{
	const csi_config *config = csi_context_config(desk->context);
	cseal_status st = check_keys(desk, ret_error);

	for (int kind = CSEAL_KIND_READER; kind < CSI_KIND_END; kind++) {
		const char *name = cseal_kind_name((cseal_kind)kind);
		const char *uri;

		for (size_t i = 0; st == CSEAL_OK; i++) {
			uri = csi_config_value_at(config, "devices", name, i);
			if (uri == NULL)
				break;
			st = check_configured(
			    desk, (cseal_kind)kind, uri, ret_error);
		}
	}
	return st;
}

static cseal_status
ask_modules(const struct desk *desk, cseal_error **ret_error)
{
	const unsigned all = (1u << CSI_KIND_END) - 2;
	char **ids = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_loader_ids(
	    csi_context_loader(desk->context), all, &ids, &error);
	if (st == CSEAL_FAULT_MEMORY) {
		csi_error_move(error, ret_error);
		return st;
	}
	if (st != CSEAL_OK) {
		st = say(desk, true, NULL, ret_error,
		    "The modules cannot be listed: %s.",
		    cseal_error_text(error));
		cseal_error_free(error);
		return st;
	}
	if (ids[0] == NULL)
		st = say(desk, true, "Install the modules.", ret_error,
		    "There is no module at all.");
	for (size_t i = 0; st == CSEAL_OK && ids[i] != NULL; i++)
		st = ask_module(desk, ids[i], ret_error);
	csi_loader_free_ids(ids);
	return st;
}

/* As much as a signature of an ordinary length takes, with its record, and the
 * pad that it is written on. */
#define LOCKED_WANTED (224u << 10)

static cseal_status
check_locking(const struct desk *desk, cseal_error **ret_error)
{
	struct rlimit limit = { 0 };
	struct csi_locked memory;
	bool is_locked;

	if (!csi_locked_init(&memory, LOCKED_WANTED))
		return csi_fail_memory(ret_error);
	is_locked = memory.is_locked;
	csi_locked_free(&memory);
	if (is_locked)
		return CSEAL_OK;
	getrlimit(RLIMIT_MEMLOCK, &limit);
	return say(desk, true,
	    "Allow more: LimitMEMLOCK= of a service, memlock in limits.conf.",
	    ret_error,
	    "Handwriting may reach the swap: of its memory only %llu bytes can "
	    "be locked.",
	    (unsigned long long)limit.rlim_cur);
}

cseal_status
cseal_device_doctor(cseal_context *context, cseal_finding_fn report, void *user,
    cseal_error **ret_error)
{
	struct desk desk = { context, report, user, "core" };
	cseal_status st;

	if (context == NULL || report == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the doctor was asked without a context or a place");
	st = check_folder(&desk, ret_error);
	if (st == CSEAL_OK)
		st = check_config(&desk, ret_error);
	if (st == CSEAL_OK)
		st = check_locking(&desk, ret_error);
	if (st == CSEAL_OK)
		st = ask_modules(&desk, ret_error);
	return st;
}
