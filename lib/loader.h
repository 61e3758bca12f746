/* SPDX-License-Identifier: Apache-2.0 */
/* loader.h -- dlopen, ABI check, ownership of modules.
 *
 * Thread-safe.  A module stays where it is until the context is freed, so a
 * pointer to one is good as long as the caller's reference to the context. */
#ifndef CSI_LOADER_H
#define CSI_LOADER_H

#include "host.h"

#include <counterseal/module.h>

#define CSI_URI_MOST     4096
#define CSI_SCHEME_MOST  31
#define CSI_MODULES_MOST 256 /* in the folder, and loaded */

struct csi_loader; /* one in each context */

struct csi_module {
	const struct cseal_module *table;
	const struct cseal_driver *driver; /* checked: see module-check.h */
	struct cseal_host host;
	bool is_virtual;
	bool is_explicit; /* by cseal_context_load_module() */
	void *handle;
};

/* dir must be absolute; it may be missing. */
cseal_status csi_loader_new(cseal_context *context, const char *dir,
    struct csi_loader **ret_loader, cseal_error **ret_error);
void csi_loader_free(struct csi_loader *loader);

const char *csi_loader_dir(const struct csi_loader *loader);

/* Loads path and gives it precedence. */
cseal_status csi_loader_load(
    struct csi_loader *loader, const char *path, cseal_error **ret_error);

/* The module of that id.  Status: SETUP_NO_MODULE, SETUP_MODULE_UNFIT. */
cseal_status csi_loader_module(struct csi_loader *loader, const char *id,
    struct csi_module **ret_module, cseal_error **ret_error);

/* Ids of all modules of the kinds (bits), installed or loaded, in byte order,
 * each once: an array of strings that ends with NULL, freed by
 * csi_loader_free_ids().  None of them is loaded by that. */
cseal_status csi_loader_ids(struct csi_loader *loader, unsigned kinds,
    char ***ret_ids, cseal_error **ret_error);
void csi_loader_free_ids(char **ids);

/* Id of the module for a URI and kind, CSI_MODULE_ID_MOST + 1 bytes of room;
 * FAULT_APPLICATION where it has no scheme. */
cseal_status csi_loader_id_of(
    const char *uri, cseal_kind kind, char *id, cseal_error **ret_error);

/*
 * What nouns call.  The module that serves the URI's scheme for that kind;
 * its driver's table of operations is there and complete.  Status:
 * FAULT_APPLICATION (no URI), SETUP_NO_MODULE, SETUP_MODULE_UNFIT.
 */
cseal_status csi_loader_driver(cseal_context *context, const char *uri,
    cseal_kind kind, struct csi_module **ret_module, cseal_error **ret_error);

/* For kinds without a URI (typeset): the one module of that kind; of several
 * the one that the configuration names, [modules] KIND = ID. */
cseal_status csi_loader_only(cseal_context *context, cseal_kind kind,
    struct csi_module **ret_module, cseal_error **ret_error);

/*
 * Every status that comes from a driver's operation goes through this one:
 * it sees to it that status and error agree, and turns what is not a status
 * into FAULT_MODULE.  `what` completes "the module ID ...", in the past tense
 * ("opened the reader").  Use: st = csi_module_said(module, "opened the
 * reader", ops->open(..., ret_error), ret_error);
 */
cseal_status csi_module_said(const struct csi_module *module, const char *what,
    cseal_status st, cseal_error **ret_error);

#endif
