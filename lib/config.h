/* SPDX-License-Identifier: Apache-2.0 */
/* config.h -- the configuration: what counterseal.conf(5) describes. */
#ifndef CSI_CONFIG_H
#define CSI_CONFIG_H

#include <counterseal/error.h>

#define CSI_CONFIG_FILE_MOST    (UINT32_C(1) << 20) /* bytes of one file */
#define CSI_CONFIG_LINE_MOST    4096                /* bytes of one line */
#define CSI_CONFIG_NAME_MOST    128  /* bytes of a section or key */
#define CSI_CONFIG_ENTRIES_MOST 4096 /* of all files together */
#define CSI_CONFIG_FOLDER_MOST  256  /* files in conf.d/ */

typedef struct csi_config csi_config;

/*
 * Reads system_config, then conf.d/ *.conf beside it in byte order, then
 * user_config (may be NULL).  Only the last must exist.  Status:
 * SETUP_CONFIG (the note names file and line), SETUP_FILE,
 * SETUP_PERMISSION, FAULT_MEMORY.
 */
cseal_status csi_config_new(const char *system_config, const char *user_config,
    csi_config **ret_config, cseal_error **ret_error);

/* The last value given, or NULL.  An empty value takes back the ones before
 * it, and counts as none. */
const char *csi_config_value(
    const csi_config *config, const char *section, const char *key);
/* Value number i of a key that may stand several times, in the order read;
 * NULL past the end. */
const char *csi_config_value_at(
    const csi_config *config, const char *section, const char *key, size_t i);

/* Entry number i of all, in the order read; false past the end. */
bool csi_config_entry(const csi_config *config, size_t i,
    const char **ret_section, const char **ret_key, const char **ret_value);

void csi_config_free(csi_config *config);

#endif
