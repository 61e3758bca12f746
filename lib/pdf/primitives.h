/* SPDX-License-Identifier: Apache-2.0 */
/* primitives.h -- digests and ciphers of encrypted documents.
 *
 * They come from the process, and where it lacks one (FIPS) from an
 * OSSL_LIB_CTX of our own: MD5 is there whatever the system's configuration
 * says, and it protects nothing that anyone relies on.  Not always from one of
 * our own: making it takes 4000 allocations, of which OpenSSL 3.0 loses some
 * where one is refused. */
#ifndef CSI_PDF_PRIMITIVES_H
#define CSI_PDF_PRIMITIVES_H

#include "bytes.h"

#include <counterseal/error.h>
#include <openssl/evp.h>

#define CSI_PDF_BLOCK 16 /* of AES */

struct csi_pdf_primitives {
	OSSL_LIB_CTX *lib; /* NULL: that of the process */
	EVP_MD *md5, *sha256, *sha384, *sha512;
	EVP_CIPHER *aes128, *aes256, *aes256_block;
};

cseal_status csi_pdf_primitives_fetch(
    struct csi_pdf_primitives *primitives, cseal_error **ret_error);
void csi_pdf_primitives_free(struct csi_pdf_primitives *primitives);

/* Of up to four parts one after another. */
#define CSI_PDF_PARTS_MOST 4
bool csi_pdf_digest(
    const EVP_MD *md, const struct csi_span *parts, size_t count, uint8_t *to);

/* Whole blocks, without padding.  iv: NULL for none, or zeros. */
bool csi_pdf_blocks(const EVP_CIPHER *cipher, bool encrypt, const uint8_t *key,
    const uint8_t *iv, const uint8_t *from, size_t len, uint8_t *to);

#endif
