/* SPDX-License-Identifier: Apache-2.0 */
/* path.h -- file: URIs (RFC 8089). */
#ifndef FILE_PATH_H
#define FILE_PATH_H

#include <counterseal/module.h>

/* The path that a "file:" URI names, to be freed: absolute or relative,
 * percent-encoded or plain.  Status: FAULT_APPLICATION (another host, NUL in
 * the path, nothing at all), FAULT_MEMORY. */
cseal_status file_path_of(
    const char *uri, char **ret_path, cseal_error **ret_error);

#endif
