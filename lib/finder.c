/* SPDX-License-Identifier: Apache-2.0 */
/* finder.c -- the devices that one driver found in one look. */
#include "finder.h"

#include "context.h"
#include "error.h"
#include "line.h"

#include <stdlib.h>
#include <string.h>

struct csi_found *
csi_finder_find(const struct cseal_finder *finder, const char *uri)
{
	for (size_t i = 0; i < finder->count; i++) {
		if (strcmp(finder->found[i].uri, uri) == 0)
			return &finder->found[i];
	}
	return NULL;
}

static cseal_status
add(struct cseal_finder *finder, const char *uri, const char *title,
    cseal_device_state state, cseal_error **ret_error)
{
	struct csi_found *found = reallocarray(
	    finder->found, finder->count + 1, sizeof(*finder->found));
	struct csi_found one;

	if (found == NULL)
		return csi_fail_memory(ret_error);
	finder->found = found;
	one.state = state;
	one.uri = strdup(uri);
	one.title = strndup(title, CSI_TITLE_MOST);
	if (one.uri == NULL || one.title == NULL) {
		free(one.uri);
		free(one.title);
		return csi_fail_memory(ret_error);
	}
	csi_line_clean(one.title); /* a device may call itself anything */
	found[finder->count++] = one;
	return CSEAL_OK;
}

cseal_status
cseal_finder_add(cseal_finder *finder, const char *uri, const char *title,
    cseal_device_state state, cseal_error **ret_error)
{
	const char *id = finder->module->table->id;

	if (!csi_host_serves(&finder->module->host, uri))
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the module %s found a device whose URI was not its own",
		    id);
	if (title == NULL || cseal_device_state_name(state) == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the module %s found a device without title or state", id);
	if (csi_finder_find(finder, uri) != NULL)
		return CSEAL_OK;
	if (finder->count == CSI_FOUND_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the module %s found more than %d devices", id,
		    CSI_FOUND_MOST);
	return add(finder, uri, title, state, ret_error);
}

/* Configured, but the driver did not find it.  One that cannot look around
 * takes the configuration at its word. */
static cseal_status
add_named(
    cseal_host *host, struct cseal_finder *finder, cseal_error **ret_error)
{
	cseal_device_state state = finder->module->driver->find == NULL
				       ? CSEAL_DEVICE_READY
				       : CSEAL_DEVICE_ABSENT;
	cseal_status st = CSEAL_OK;
	const char *uri;

	for (size_t i = 0; st == CSEAL_OK; i++) {
		uri = cseal_host_named(host, i);
		if (uri == NULL)
			return CSEAL_OK;
		st = cseal_finder_add(finder, uri, uri, state, ret_error);
	}
	return st;
}

cseal_status
csi_finder_look(struct csi_module *module, cseal_wait *wait,
    struct cseal_finder *finder, cseal_error **ret_error)
{
	cseal_find_fn find = module->driver->find;
	cseal_status st = CSEAL_OK;

	memset(finder, 0, sizeof(*finder));
	finder->module = module;
	if (find != NULL)
		st = csi_module_said(module, "looked for devices",
		    find(&module->host, finder, wait, ret_error), ret_error);
	if (st == CSEAL_OK)
		st = add_named(&module->host, finder, ret_error);
	if (st != CSEAL_OK)
		csi_finder_free(finder);
	return st;
}

void
csi_finder_free(struct cseal_finder *finder)
{
	for (size_t i = 0; i < finder->count; i++) {
		free(finder->found[i].uri);
		free(finder->found[i].title);
	}
	free(finder->found);
	memset(finder, 0, sizeof(*finder));
}
