/* SPDX-License-Identifier: Apache-2.0 */
/* entry.h -- one device, as a list or a watch tells of it. */
#ifndef CSI_ENTRY_H
#define CSI_ENTRY_H

#include "finder.h"

struct csi_entry {
	struct cseal_device device; /* points to what follows */
	char *uri, *title, *module;
};

cseal_status csi_entry_new(const struct csi_module *module,
    const struct csi_found *found, struct csi_entry **ret_entry,
    cseal_error **ret_error);
/* One that the configuration names, but no usable module serves. */
cseal_status csi_entry_new_absent(cseal_kind kind, const char *uri,
    const char *module_id, struct csi_entry **ret_entry,
    cseal_error **ret_error);
void csi_entry_free(struct csi_entry *entry);

#endif
