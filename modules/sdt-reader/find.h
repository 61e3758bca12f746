/* SPDX-License-Identifier: Apache-2.0 */
/* find.h -- which readers are there, and why one is not. */
#ifndef SDT_FIND_H
#define SDT_FIND_H

#include "reader.h"

#include <glob.h>

/* Reads [module sdt-reader].  Status: SETUP_CONFIG. */
cseal_status sdt_settings_read(cseal_host *host,
    struct sdt_settings *ret_settings, cseal_error **ret_error);
bool sdt_may_probe(cseal_host *host);

/* Whether there is a character device of that path. */
bool sdt_is_tty(const char *path);
/* The serial lines that readers come with; freed with globfree() also if it
 * is false, which is for lack of memory. */
bool sdt_list_lines(glob_t *ret_lines);

cseal_status sdt_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error);

void sdt_doctor(cseal_host *host, cseal_finding_fn report, void *user);

#endif
