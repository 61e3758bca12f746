/* SPDX-License-Identifier: Apache-2.0 */
/* find.h -- which pads are there, and why one is not. */
#ifndef STU_FIND_H
#define STU_FIND_H

#include "uri.h"

cseal_status stu_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error);
void stu_doctor(cseal_host *host, cseal_finding_fn report, void *user);

/* The name of a pad that is spoken to, or NULL. */
const char *stu_model_of(uint16_t product);
#define STU_PRODUCT_541 0x00a9 /* speaks another language */

bool stu_is_tty(const char *path);

#endif
