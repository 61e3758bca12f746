/* SPDX-License-Identifier: Apache-2.0 */
/* device.c -- which readers, cameras, pads and signers are there now.
 *
 * A module that fails is logged and left out: what the others found is
 * listed.  Only the end of the wait and of memory end the list. */
#include "device.h"

#include "context.h"
#include "entry.h"
#include "error.h"
#include "kind.h"

#include <stdlib.h>
#include <string.h>

struct cseal_device_list {
	cseal_context *context;
	struct csi_entry **entries;
	size_t count;
};

cseal_status
csi_device_kinds(unsigned kinds, unsigned *ret_kinds, cseal_error **ret_error)
{
	const unsigned usual = CSEAL_KIND_BIT(CSEAL_KIND_READER) |
			       CSEAL_KIND_BIT(CSEAL_KIND_CAMERA) |
			       CSEAL_KIND_BIT(CSEAL_KIND_PAD) |
			       CSEAL_KIND_BIT(CSEAL_KIND_SIGNER);
	const unsigned all = (1u << CSI_KIND_END) - 2;

	if ((kinds & ~all) != 0)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the bits 0x%x named kinds that do not exist", kinds);
	*ret_kinds = kinds == 0 ? usual : kinds;
	return CSEAL_OK;
}

/* Takes the entry over in any case. */
static cseal_status
append(cseal_device_list *list, struct csi_entry *take_entry,
    cseal_error **ret_error)
{
	struct csi_entry **entries;

	if (list->count == CSI_DEVICES_MOST) {
		csi_entry_free(take_entry);
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "there were more than %d devices", CSI_DEVICES_MOST);
	}
	entries = reallocarray(
	    list->entries, list->count + 1, sizeof(*list->entries));
	if (entries == NULL) {
		csi_entry_free(take_entry);
		return csi_fail_memory(ret_error);
	}
	list->entries = entries;
	entries[list->count++] = take_entry;
	return CSEAL_OK;
}

static cseal_status
append_found(cseal_device_list *list, const struct cseal_finder *finder,
    cseal_error **ret_error)
{
	struct csi_entry *entry;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < finder->count; i++) {
		st = csi_entry_new(
		    finder->module, &finder->found[i], &entry, ret_error);
		if (st == CSEAL_OK)
			st = append(list, entry, ret_error);
	}
	return st;
}

static bool
ends_list(cseal_status st)
{
	return st == CSEAL_FAULT_MEMORY || st == CSEAL_STOPPED_CANCELLED ||
	       st == CSEAL_STOPPED_TIMEOUT;
}

static cseal_status
ask_module(cseal_device_list *list, const char *id, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct csi_loader *loader = csi_context_loader(list->context);
	struct cseal_finder finder = { 0 };
	struct csi_module *module;
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_loader_module(loader, id, &module, &error);
	if (st == CSEAL_OK)
		st = csi_finder_look(module, wait, &finder, &error);
	if (st == CSEAL_OK)
		st = append_found(list, &finder, &error);
	csi_finder_free(&finder);
	if (st == CSEAL_OK)
		return cseal_wait_check(wait, ret_error);
	if (ends_list(st)) {
		csi_error_move(error, ret_error);
		return st;
	}
	csi_log(list->context, CSEAL_LOG_WARNING, "left out the module %s: %s",
	    id, cseal_error_text(error));
	cseal_error_free(error);
	return CSEAL_OK;
}

static bool
has(const cseal_device_list *list, cseal_kind kind, const char *uri)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct cseal_device *device = &list->entries[i]->device;

		if (device->kind == kind && strcmp(device->uri, uri) == 0)
			return true;
	}
	return false;
}

/* What the configuration names and no module told of. */
static cseal_status
append_absent(cseal_device_list *list, cseal_kind kind, cseal_error **ret_error)
{
	const csi_config *config = csi_context_config(list->context);
	const char *name = cseal_kind_name(kind);
	char id[CSI_MODULE_ID_MOST + 1];
	struct csi_entry *entry;
	cseal_status st = CSEAL_OK;
	const char *uri;

	for (size_t i = 0; st == CSEAL_OK; i++) {
		uri = csi_config_value_at(config, "devices", name, i);
		if (uri == NULL)
			return CSEAL_OK;
		if (has(list, kind, uri))
			continue;
		if (csi_loader_id_of(uri, kind, id, NULL) != CSEAL_OK) {
			csi_log(list->context, CSEAL_LOG_WARNING,
			    "[devices] %s did not name a URI", name);
			continue;
		}
		st = csi_entry_new_absent(kind, uri, id, &entry, ret_error);
		if (st == CSEAL_OK)
			st = append(list, entry, ret_error);
	}
	return st;
}

static cseal_status
ask_kind(cseal_device_list *list, cseal_kind kind, cseal_wait *wait,
    cseal_error **ret_error)
{
	char **ids = NULL;
	cseal_status st;

	st = csi_loader_ids(csi_context_loader(list->context),
	    CSEAL_KIND_BIT(kind), &ids, ret_error);
	for (size_t i = 0; st == CSEAL_OK && ids[i] != NULL; i++)
		st = ask_module(list, ids[i], wait, ret_error);
	csi_loader_free_ids(ids);
	if (st == CSEAL_OK)
		st = append_absent(list, kind, ret_error);
	return st;
}

static cseal_status
list_new(cseal_context *context, unsigned kinds, cseal_wait *wait,
    cseal_device_list **ret_list, cseal_error **ret_error)
{
	cseal_device_list *list = calloc(1, sizeof(*list));
	cseal_status st;

	if (list == NULL)
		return csi_fail_memory(ret_error);
	list->context = cseal_context_ref(context);
	st = cseal_wait_check(wait, ret_error);
	for (int kind = CSEAL_KIND_READER;
	     st == CSEAL_OK && kind < CSI_KIND_END; kind++) {
		if ((kinds & CSEAL_KIND_BIT(kind)) != 0)
			st = ask_kind(list, (cseal_kind)kind, wait, ret_error);
	}
	if (st != CSEAL_OK) {
		cseal_device_list_free(list);
		return st;
	}
	*ret_list = list;
	return CSEAL_OK;
}

cseal_status
cseal_device_list_new(cseal_context *context, unsigned kinds, int timeout_ms,
    cseal_cancel *cancel, cseal_device_list **ret_list, cseal_error **ret_error)
{
	struct cseal_wait wait;
	cseal_status st;

	if (context == NULL || ret_list == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a list was asked for without a context or a place");
	st = csi_device_kinds(kinds, &kinds, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_wait_init(&wait, timeout_ms, cancel);
	return list_new(context, kinds, &wait, ret_list, ret_error);
}

size_t
cseal_device_list_count(const cseal_device_list *list)
{
	return list->count;
}

const struct cseal_device *
cseal_device_list_at(const cseal_device_list *list, size_t i)
{
	return i < list->count ? &list->entries[i]->device : NULL;
}

void
cseal_device_list_free(cseal_device_list *list)
{
	if (list == NULL)
		return;
	for (size_t i = 0; i < list->count; i++)
		csi_entry_free(list->entries[i]);
	free(list->entries);
	cseal_context_unref(list->context);
	free(list);
}

/* The one that is ready; *ret_ready tells how many are. */
static const char *
ready_uri(const cseal_device_list *list, size_t *ret_ready)
{
	const char *uri = NULL;

	*ret_ready = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct cseal_device *device = &list->entries[i]->device;

		if (device->state != CSEAL_DEVICE_READY)
			continue;
		uri = device->uri;
		++*ret_ready;
	}
	return uri;
}

static cseal_status
fail_only(cseal_kind kind, size_t ready, size_t there, cseal_error **ret_error)
{
	const char *name = cseal_kind_name(kind);

	if (there == 0)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "no %s was named, and none was found", name);
	if (ready == 0)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "no %s was named, and none of %zu was ready", name, there);
	return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
	    "no %s was named, and %zu were ready: one must be named", name,
	    ready);
}

static cseal_status
find_only(cseal_context *context, cseal_kind kind, cseal_wait *wait,
    char **ret_uri, cseal_error **ret_error)
{
	cseal_device_list *list;
	const char *uri;
	cseal_status st;
	size_t ready;
	char *copy;

	st = list_new(context, CSEAL_KIND_BIT(kind), wait, &list, ret_error);
	if (st != CSEAL_OK)
		return st;
	uri = ready_uri(list, &ready);
	if (ready == 1) {
		copy = strdup(uri);
		if (copy == NULL)
			st = csi_fail_memory(ret_error);
		else
			*ret_uri = copy;
	} else {
		st = fail_only(kind, ready, list->count, ret_error);
	}
	cseal_device_list_free(list);
	return st;
}

cseal_status
csi_only_device(cseal_context *context, cseal_kind kind, cseal_wait *wait,
    char **ret_uri, cseal_error **ret_error)
{
	const csi_config *config = csi_context_config(context);
	const char *name = cseal_kind_name(kind);
	const char *first = csi_config_value_at(config, "devices", name, 0);
	char *uri;

	if (first == NULL ||
	    csi_config_value_at(config, "devices", name, 1) != NULL)
		return find_only(context, kind, wait, ret_uri, ret_error);
	uri = strdup(first);
	if (uri == NULL)
		return csi_fail_memory(ret_error);
	*ret_uri = uri;
	return CSEAL_OK;
}
