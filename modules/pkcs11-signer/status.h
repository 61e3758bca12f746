/* SPDX-License-Identifier: Apache-2.0 */
/* status.h -- what a CKR_ value means to the counter. */
#ifndef PKCS11_STATUS_H
#define PKCS11_STATUS_H

#include <counterseal/module.h>
#include <p11-kit/pkcs11.h>

/* Makes the error of a call that failed; `what` completes "could not". */
cseal_status pkcs11_fail(cseal_error **ret_error, CK_RV rv, const char *what);
cseal_status pkcs11_fail_memory(cseal_error **ret_error);
/* There is no CKM_ of it (PKCS #11 v2.40), only vendors' own. */
cseal_status pkcs11_fail_sm2(cseal_error **ret_error);

#endif
