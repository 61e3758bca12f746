/* SPDX-License-Identifier: Apache-2.0 */
/* apart.h -- work that is done in a child of the process, with limits. */
#ifndef QPDF_REPAIR_APART_H
#define QPDF_REPAIR_APART_H

#include <counterseal/module.h>

/* How the work ended; what was written is the result. */
enum apart_end { APART_DONE, APART_DAMAGED, APART_ENCRYPTED };

typedef enum apart_end (*apart_fn)(const void *user, int fd);

/* For the work: all of it, or the child ends. */
void apart_write(int fd, const void *bytes, size_t len);

/* Does the work on len bytes of input, and collects what it writes.  Status:
 * what the end stands for, STOPPED_*, REFUSED_LIMIT (no memory or time was
 * left for it), FAULT_*. */
cseal_status apart_do(apart_fn work, const void *user, size_t len,
    cseal_wait *wait, cseal_blob *blob, cseal_error **ret_error);

#endif
