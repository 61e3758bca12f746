/* SPDX-License-Identifier: Apache-2.0 */
/* transport.h -- one HTTP exchange through libcurl. */
#ifndef HTTP_FETCH_TRANSPORT_H
#define HTTP_FETCH_TRANSPORT_H

#include "settings.h"

cseal_status http_exchange(const struct http_settings *settings,
    const struct cseal_fetch_request *request, cseal_wait *wait,
    struct cseal_fetch_answer *answer, cseal_blob *body,
    cseal_error **ret_error);

#endif
