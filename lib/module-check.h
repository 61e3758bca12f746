/* SPDX-License-Identifier: Apache-2.0 */
/* module-check.h -- does what a module says of itself fit this library? */
#ifndef CSI_MODULE_CHECK_H
#define CSI_MODULE_CHECK_H

#include <counterseal/module.h>

/*
 * Checks ABI, id, kind, sizes and that every operation that is not optional
 * is there; nothing of it is looked at before.  Status: SETUP_MODULE_UNFIT.
 */
cseal_status csi_module_check(
    const struct cseal_module *table, const char *id, cseal_error **ret_error);

/* The file and its folder, links resolved, must be writable by nobody but
 * owner and group.  Status: SETUP_MODULE_UNFIT. */
cseal_status csi_module_check_file(const char *path, cseal_error **ret_error);

#endif
