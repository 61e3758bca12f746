/* SPDX-License-Identifier: Apache-2.0 */
/* loader.c -- dlopen, ABI check, ownership of modules.
 *
 * Modules come from one folder or from absolute paths that the application
 * gave, and from nowhere else.  The list only grows until it is freed. */
#include "loader.h"

#include "context.h"
#include "error.h"
#include "folder.h"
#include "kind.h"
#include "line.h"
#include "module-check.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUFFIX ".so"

struct csi_loader {
	cseal_context *context; /* that owns it: not a reference */
	char *dir;
	pthread_mutex_t lock; /* for what follows */
	struct csi_module *modules[CSI_MODULES_MOST];
	size_t count;
};

cseal_status
csi_loader_new(cseal_context *context, const char *dir,
    struct csi_loader **ret_loader, cseal_error **ret_error)
{
	struct csi_loader *loader;

	if (dir[0] != '/')
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the path of the modules' folder, %s, was not absolute",
		    dir);
	loader = calloc(1, sizeof(*loader));
	if (loader == NULL)
		return csi_fail_memory(ret_error);
	loader->context = context;
	loader->dir = strdup(dir);
	if (loader->dir == NULL) {
		free(loader);
		return csi_fail_memory(ret_error);
	}
	pthread_mutex_init(&loader->lock, NULL);
	*ret_loader = loader;
	return CSEAL_OK;
}

void
csi_loader_free(struct csi_loader *loader)
{
	if (loader == NULL)
		return;
	for (size_t i = 0; i < loader->count; i++) {
		csi_host_end(&loader->modules[i]->host);
		dlclose(loader->modules[i]->handle);
		free(loader->modules[i]);
	}
	pthread_mutex_destroy(&loader->lock);
	free(loader->dir);
	free(loader);
}

const char *
csi_loader_dir(const struct csi_loader *loader)
{
	return loader->dir;
}

/* The newest one that was loaded explicitly, else the installed one. */
static struct csi_module *
loaded(struct csi_loader *loader, const char *id)
{
	struct csi_module *found = NULL;

	for (size_t i = 0; i < loader->count; i++) {
		struct csi_module *module = loader->modules[i];

		if (strcmp(module->table->id, id) == 0 &&
		    (found == NULL || module->is_explicit))
			found = module;
	}
	return found;
}

static cseal_status
ask_module(struct csi_module *module, const char *path, const char *id,
    cseal_error **ret_error)
{
	const struct cseal_module *(*entry)(void);
	void *symbol;

	/* What a module is built on (Cairo, Fontconfig, PKCS#11 modules) keeps
	 * caches and threads of its own, which must not lose their code. */
	module->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (module->handle == NULL)
		return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
		    "could not load %s: %s", path, dlerror());
	symbol = dlsym(module->handle, "cseal_module_v1");
	if (symbol == NULL)
		return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
		    "%s did not export cseal_module_v1()", path);
	/* POSIX has a function pointer fit into a void *, C does not. */
	memcpy(&entry, &symbol, sizeof(entry));
	module->table = entry();
	return csi_module_check(module->table, id, ret_error);
}

static cseal_status
load(struct csi_loader *loader, const char *path, const char *id,
    struct csi_module **ret_module, cseal_error **ret_error)
{
	struct csi_module *module;
	cseal_status st;

	if (loader->count == CSI_MODULES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %d modules were loaded", CSI_MODULES_MOST);
	st = csi_module_check_file(path, ret_error);
	if (st != CSEAL_OK)
		return st;
	module = calloc(1, sizeof(*module));
	if (module == NULL)
		return csi_fail_memory(ret_error);
	st = ask_module(module, path, id, ret_error);
	if (st != CSEAL_OK) {
		if (module->handle != NULL)
			dlclose(module->handle);
		free(module);
		return st;
	}
	module->driver = module->table->driver;
	module->is_virtual = (module->table->flags & CSEAL_MODULE_VIRTUAL) != 0;
	csi_host_init(&module->host, loader->context, module->table->id);
	loader->modules[loader->count++] = module;
	*ret_module = module;
	return CSEAL_OK;
}

static void
log_loaded(struct csi_loader *loader, const struct csi_module *module)
{
	csi_log(loader->context, CSEAL_LOG_DEBUG, "loaded the module %s %s%s",
	    module->table->id, module->table->version,
	    module->is_virtual ? ", which is virtual" : "");
}

/* "/a/b/sdt-reader.so" -> "sdt-reader"; false if it is not such a name. */
static bool
id_of_path(const char *path, char *id, size_t room)
{
	const char *name = strrchr(path, '/') + 1;
	size_t len = strlen(name), end = strlen(SUFFIX);
	cseal_kind kind;

	if (len <= end || strcmp(name + len - end, SUFFIX) != 0 ||
	    len - end >= room)
		return false;
	memcpy(id, name, len - end);
	id[len - end] = '\0';
	return csi_kind_of_id(id, &kind) && id[0] != '-';
}

cseal_status
csi_loader_load(
    struct csi_loader *loader, const char *path, cseal_error **ret_error)
{
	struct csi_module *module = NULL;
	char id[CSI_MODULE_ID_MOST + 1];
	cseal_status st;

	if (!id_of_path(path, id, sizeof(id)))
		return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
		    "%s was not named SCHEME-KIND" SUFFIX, path);
	pthread_mutex_lock(&loader->lock);
	st = load(loader, path, id, &module, ret_error);
	if (st == CSEAL_OK)
		module->is_explicit = true;
	pthread_mutex_unlock(&loader->lock);
	if (st == CSEAL_OK)
		log_loaded(loader, module);
	return st;
}

static cseal_status
load_installed(struct csi_loader *loader, const char *id,
    struct csi_module **ret_module, cseal_error **ret_error)
{
	cseal_status st;
	char *path;

	if (asprintf(&path, "%s/%s" SUFFIX, loader->dir, id) < 0)
		return csi_fail_memory(ret_error);
	if (access(path, F_OK) != 0)
		st = cseal_fail(ret_error, CSEAL_SETUP_NO_MODULE,
		    "there was no module %s in %s", id, loader->dir);
	else
		st = load(loader, path, id, ret_module, ret_error);
	free(path);
	return st;
}

cseal_status
csi_loader_module(struct csi_loader *loader, const char *id,
    struct csi_module **ret_module, cseal_error **ret_error)
{
	struct csi_module *module;
	cseal_status st = CSEAL_OK;
	bool fresh;

	pthread_mutex_lock(&loader->lock);
	module = loaded(loader, id);
	fresh = module == NULL;
	if (fresh)
		st = load_installed(loader, id, &module, ret_error);
	pthread_mutex_unlock(&loader->lock);
	if (st != CSEAL_OK)
		return st;
	if (fresh)
		log_loaded(loader, module);
	*ret_module = module;
	return CSEAL_OK;
}

static bool
is_of_kinds(const char *id, unsigned kinds)
{
	cseal_kind kind;

	return strlen(id) <= CSI_MODULE_ID_MOST && id[0] != '-' &&
	       csi_kind_of_id(id, &kind) && (kinds & CSEAL_KIND_BIT(kind)) != 0;
}

static bool
has_id(char *const *ids, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(ids[i], id) == 0)
			return true;
	}
	return false;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* ids has room for all of them. */
static cseal_status
collect(struct csi_loader *loader, const struct csi_folder *folder,
    unsigned kinds, char **ids, cseal_error **ret_error)
{
	size_t count = 0;

	for (size_t i = 0; i < folder->count + loader->count; i++) {
		const char *name =
		    i < folder->count
			? folder->names[i]
			: loader->modules[i - folder->count]->table->id;
		size_t len = strlen(name);
		char *id;

		if (i < folder->count)
			len -= strlen(SUFFIX);
		id = strndup(name, len);
		if (id == NULL)
			return csi_fail_memory(ret_error);
		if (is_of_kinds(id, kinds) && !has_id(ids, count, id))
			ids[count++] = id;
		else
			free(id);
	}
	qsort(ids, count, sizeof(*ids), by_bytes);
	return CSEAL_OK;
}

cseal_status
csi_loader_ids(struct csi_loader *loader, unsigned kinds, char ***ret_ids,
    cseal_error **ret_error)
{
	struct csi_folder folder = { 0 };
	cseal_status st;
	char **ids;

	st = csi_folder_read(
	    loader->dir, SUFFIX, CSI_MODULES_MOST, &folder, ret_error);
	if (st != CSEAL_OK)
		return st;
	ids = calloc(2 * CSI_MODULES_MOST + 1, sizeof(*ids));
	if (ids == NULL) {
		csi_folder_free(&folder);
		return csi_fail_memory(ret_error);
	}
	pthread_mutex_lock(&loader->lock);
	st = collect(loader, &folder, kinds, ids, ret_error);
	pthread_mutex_unlock(&loader->lock);
	csi_folder_free(&folder);
	if (st != CSEAL_OK) {
		csi_loader_free_ids(ids);
		return st;
	}
	*ret_ids = ids;
	return CSEAL_OK;
}

void
csi_loader_free_ids(char **ids)
{
	if (ids == NULL)
		return;
	for (size_t i = 0; ids[i] != NULL; i++)
		free(ids[i]);
	free(ids);
}

/* RFC 3986, 3.1, in lower case only. */
static size_t
scheme_len(const char *uri)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	size_t len = strspn(uri, "abcdefghijklmnopqrstuvwxyz0123456789+.");

	if (len == 0 || len > CSI_SCHEME_MOST || uri[len] != ':' ||
	    strchr(letters, uri[0]) == NULL)
		return 0;
	return len;
}

cseal_status
csi_loader_id_of(
    const char *uri, cseal_kind kind, char *id, cseal_error **ret_error)
{
	const char *name = cseal_kind_name(kind);
	size_t uri_len = strnlen(uri, CSI_URI_MOST + 1);
	size_t len = scheme_len(uri);

	if (uri_len > CSI_URI_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the URI of a %s was longer than %d bytes", name,
		    CSI_URI_MOST);
	if (len == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the URI of a %s did not begin with a scheme and a colon, "
		    "as that of a file with file:",
		    name);
	if (!csi_line_is_clean(uri, uri_len))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the URI of a %s was not one line of UTF-8", name);
	snprintf(id, CSI_MODULE_ID_MOST + 1, "%.*s-%s", (int)len, uri, name);
	return CSEAL_OK;
}

cseal_status
csi_loader_driver(cseal_context *context, const char *uri, cseal_kind kind,
    struct csi_module **ret_module, cseal_error **ret_error)
{
	char id[CSI_MODULE_ID_MOST + 1];
	cseal_status st;

	st = csi_loader_id_of(uri, kind, id, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_loader_module(
	    csi_context_loader(context), id, ret_module, ret_error);
}

static cseal_status
choose(char *const *ids, cseal_kind kind, const char *configured,
    const char **ret_id, cseal_error **ret_error)
{
	const char *name = cseal_kind_name(kind);

	if (configured != NULL &&
	    !is_of_kinds(configured, CSEAL_KIND_BIT(kind)))
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[modules] %s = %s did not name a module of that kind",
		    name, configured);
	if (configured == NULL && ids[0] == NULL)
		return cseal_fail(ret_error, CSEAL_SETUP_NO_MODULE,
		    "there was no module of the kind %s", name);
	if (configured == NULL && ids[1] != NULL)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s and %s were both there: [modules] %s = ID must choose",
		    ids[0], ids[1], name);
	*ret_id = configured != NULL ? configured : ids[0];
	return CSEAL_OK;
}

cseal_status
csi_loader_only(cseal_context *context, cseal_kind kind,
    struct csi_module **ret_module, cseal_error **ret_error)
{
	struct csi_loader *loader = csi_context_loader(context);
	const char *id = NULL;
	char **ids = NULL;
	cseal_status st;

	st = csi_loader_ids(loader, CSEAL_KIND_BIT(kind), &ids, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = choose(ids, kind,
	    cseal_context_setting(context, "modules", cseal_kind_name(kind)),
	    &id, ret_error);
	if (st == CSEAL_OK)
		st = csi_loader_module(loader, id, ret_module, ret_error);
	csi_loader_free_ids(ids);
	return st;
}

cseal_status
csi_module_said(const struct csi_module *module, const char *what,
    cseal_status st, cseal_error **ret_error)
{
	cseal_error *said = ret_error == NULL ? NULL : *ret_error;
	const char *id = module->table->id;

	if (st == CSEAL_OK && said == NULL)
		return st;
	if (st == CSEAL_OK) {
		csi_log(module->host.context, CSEAL_LOG_BUG_MODULE,
		    "the module %s %s and left an error", id, what);
		cseal_error_free(said);
		*ret_error = NULL;
		return st;
	}
	if ((int)st < 100 || (int)st > 699) {
		cseal_error_free(said);
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the module %s should have %s, and returned %d", id, what,
		    (int)st);
	}
	if (ret_error == NULL)
		return st;
	if (said == NULL)
		return cseal_fail(ret_error, st,
		    "the module %s had not %s, and gave no reason", id, what);
	/* The status is the truth, but it must be one truth. */
	return cseal_error_status(said);
}
