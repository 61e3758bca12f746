/* SPDX-License-Identifier: Apache-2.0 */
/* resolve.h -- addresses of a host, within a wait. */
#ifndef SDT_RESOLVE_H
#define SDT_RESOLVE_H

#include <counterseal/module.h>

struct addrinfo;

/* *ret_addresses is freed with freeaddrinfo().  Status: COUNTER_NO_DEVICE,
 * STOPPED_*. */
cseal_status sdt_resolve(const char *host, const char *port, cseal_wait *wait,
    struct addrinfo **ret_addresses, cseal_error **ret_error);

#endif
