/* SPDX-License-Identifier: Apache-2.0 */
/* entry.c -- one device, as a list or a watch tells of it. */
#include "entry.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

static cseal_status
make(const struct cseal_device *device, struct csi_entry **ret_entry,
    cseal_error **ret_error)
{
	struct csi_entry *entry = calloc(1, sizeof(*entry));

	if (entry == NULL)
		return csi_fail_memory(ret_error);
	entry->uri = strdup(device->uri);
	entry->title = strdup(device->title);
	entry->module = strdup(device->module);
	if (entry->uri == NULL || entry->title == NULL ||
	    entry->module == NULL) {
		csi_entry_free(entry);
		return csi_fail_memory(ret_error);
	}
	entry->device = *device;
	entry->device.uri = entry->uri;
	entry->device.title = entry->title;
	entry->device.module = entry->module;
	*ret_entry = entry;
	return CSEAL_OK;
}

cseal_status
csi_entry_new(const struct csi_module *module, const struct csi_found *found,
    struct csi_entry **ret_entry, cseal_error **ret_error)
{
	struct cseal_device device = {
		.size = sizeof(device),
		.kind = module->driver->kind,
		.state = found->state,
		.is_virtual = module->is_virtual,
		.uri = found->uri,
		.title = found->title,
		.module = module->table->id,
	};

	return make(&device, ret_entry, ret_error);
}

cseal_status
csi_entry_new_absent(cseal_kind kind, const char *uri, const char *module_id,
    struct csi_entry **ret_entry, cseal_error **ret_error)
{
	struct cseal_device device = {
		.size = sizeof(device),
		.kind = kind,
		.state = CSEAL_DEVICE_ABSENT,
		.uri = uri,
		.title = uri,
		.module = module_id,
	};

	return make(&device, ret_entry, ret_error);
}

void
csi_entry_free(struct csi_entry *entry)
{
	if (entry == NULL)
		return;
	free(entry->uri);
	free(entry->title);
	free(entry->module);
	free(entry);
}
