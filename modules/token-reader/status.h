/* SPDX-License-Identifier: Apache-2.0 */
/* status.h -- what a CKR_ value means to somebody who reads. */
#ifndef TOKEN_STATUS_H
#define TOKEN_STATUS_H

#include <counterseal/module.h>
#include <p11-kit/pkcs11.h>

/* Makes the error of a call that failed; `what` completes "could not". */
cseal_status token_fail(cseal_error **ret_error, CK_RV rv, const char *what);
cseal_status token_fail_memory(cseal_error **ret_error);

#endif
