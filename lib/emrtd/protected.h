/* SPDX-License-Identifier: Apache-2.0 */
/* protected.h -- was an answer of a chip made with keys from a secret (secure
 * messaging, ICAO 9303-11, 9.7 and 9.8)?  Its checksum is judged; nothing is
 * decrypted. */
#ifndef CSI_EMRTD_PROTECTED_H
#define CSI_EMRTD_PROTECTED_H

#include "bytes.h"

#include <counterseal/error.h>

/* As the object identifiers of the protocols number them. */
enum csi_protected_cipher {
	CSI_PROTECTED_3DES = 1,
	CSI_PROTECTED_AES_128 = 2,
	CSI_PROTECTED_AES_192 = 3,
	CSI_PROTECTED_AES_256 = 4
};

#define CSI_PROTECTED_MOST 65552 /* bytes of an answer */

/* The answer is the first under those keys: data, and the status word.
 * Status: FAULT_MEMORY, FAULT_CRYPTO. */
cseal_status csi_protected_holds(enum csi_protected_cipher cipher,
    const uint8_t *secret, size_t len, struct csi_span answer, bool *ret_holds,
    cseal_error **ret_error);

#endif
