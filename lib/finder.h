/* SPDX-License-Identifier: Apache-2.0 */
/* finder.h -- the devices that one driver found in one look. */
#ifndef CSI_FINDER_H
#define CSI_FINDER_H

#include "loader.h"

#define CSI_FOUND_MOST 256 /* devices of one driver */
#define CSI_TITLE_MOST 255 /* bytes; a longer one is cut */

struct csi_found {
	char *uri, *title;
	cseal_device_state state;
};

/* On the stack of who looks. */
struct cseal_finder {
	const struct csi_module *module;
	struct csi_found *found;
	size_t count;
};

/* Asks the driver, and adds what the configuration names.  On failure the
 * finder is empty. */
cseal_status csi_finder_look(struct csi_module *module, cseal_wait *wait,
    struct cseal_finder *finder, cseal_error **ret_error);
/* The one of that URI, or NULL. */
struct csi_found *csi_finder_find(
    const struct cseal_finder *finder, const char *uri);
void csi_finder_free(struct cseal_finder *finder);

#endif
