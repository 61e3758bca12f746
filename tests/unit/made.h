/* SPDX-License-Identifier: Apache-2.0 */
/* made.h -- makes small PDFs as text, revision by revision, and signs them
 * with a key made for the test, by the plainest means there are. */
#ifndef TESTS_UNIT_MADE_H
#define TESTS_UNIT_MADE_H

#include "bytes.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#define MADE_ROWS_MOST 64

struct made {
	struct csi_bytes out;
	uint64_t prev; /* offset of the last section; 0: none */
	uint32_t size;
	struct {
		uint32_t number;
		uint64_t offset; /* 0: freed */
	} rows[MADE_ROWS_MOST];
	size_t row_count;
	uint64_t gap, after; /* of the signature in the making */
};

/* Catalogue 1, pages 2, page 3, content 4, information 5, with what else goes
 * into the catalogue and the page. */
void made_base(struct made *made, const char *catalog, const char *page);

/* One object of the revision in the making. */
void made_object(struct made *made, uint32_t number, const char *format, ...)
    CSEAL_PRINTF(3, 4);
void made_free_object(struct made *made, uint32_t number);
/* Ends the revision: section, trailer, startxref. */
void made_end(struct made *made);

/* Signature dictionary as object `number`, with a placeholder. */
void made_signature(struct made *made, uint32_t number, const char *more);
/* Ends the revision and fills the placeholder in. */
void made_sign(struct made *made, EVP_PKEY *pkey, struct csi_span certificate);
/* The same with a chain, and with a time-stamp token in it that is made of
 * the SHA-256 of the signature value. */
typedef struct csi_bytes (*made_stamp_fn)(void *user, const uint8_t *digest);
void made_sign_stamped(struct made *made, EVP_PKEY *pkey,
    const struct csi_span *chain, size_t count, made_stamp_fn stamp,
    void *user);
/* Fills in a token over the document. */
void made_stamp(struct made *made, made_stamp_fn stamp, void *user);
/* Names another form: at most as many bytes as /ETSI.CAdES.detached has, or
 * any other object.  Before the revision is ended. */
void made_subfilter(struct made *made, const char *to);
/* Ends the revision and fills in whatever that is. */
void made_fill(struct made *made, struct csi_span contents);
/* One stream of any bytes. */
void made_stream(struct made *made, uint32_t number, struct csi_span data);
/* The same with the sub-filter adbe.pkcs7.sha1, by OpenSSL. */
void made_sign_sha1(
    struct made *made, EVP_PKEY *pkey, struct csi_span certificate);

/* The value alone, of PKCS #1 v1.5, as adbe.x509.rsa_sha1 has it. */
void made_sign_pkcs1(struct made *made, EVP_PKEY *pkey, const EVP_MD *digest);
/* A detached SignedData by OpenSSL, with any digest. */
void made_sign_with(
    struct made *made, EVP_PKEY *pkey, X509 *certificate, const EVP_MD *digest);

/* A P-256 key and its self-signed certificate, DER, and the same as a PEM
 * file for trust. */
EVP_PKEY *made_key(struct csi_bytes *certificate, const char *pem_path);

#endif
