/* SPDX-License-Identifier: Apache-2.0 */
/* ink-key.h -- the private key of an escrow, from a file's bytes. */
#ifndef CSI_INK_KEY_H
#define CSI_INK_KEY_H

#include <counterseal/ink.h>
#include <openssl/x509.h>

/* *ret_x509 is the certificate that came with it, or NULL.  Status:
 * SETUP_NO_KEY, AGAIN_PIN_WRONG, COUNTER_PIN_NEEDED, what the application
 * answered, REFUSED_LIMIT. */
cseal_status csi_ink_key_read(const struct cseal_ink_key *key,
    EVP_PKEY **ret_pkey, X509 **ret_x509, cseal_error **ret_error);

#endif
