/* SPDX-License-Identifier: Apache-2.0 */
/* answer.h -- hands what the program said over to the core. */
#ifndef XMLSEC_TRUSTLIST_ANSWER_H
#define XMLSEC_TRUSTLIST_ANSWER_H

#include "protocol.h"

#include <counterseal/module.h>

/* Status: what the program failed for, FAULT_MODULE (it said what is no
 * answer), and what the core says. */
cseal_status answer_take(const uint8_t *answer, size_t len,
    cseal_trustlist *list, cseal_error **ret_error);

#endif
