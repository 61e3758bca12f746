/* SPDX-License-Identifier: Apache-2.0 */
/* authority.h -- issuers, time-stamp authorities and responders for tests, by
 * OpenSSL alone, at whatever time a test wants. */
#ifndef TESTS_UNIT_AUTHORITY_H
#define TESTS_UNIT_AUTHORITY_H

#include "bytes.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <time.h>

struct identity {
	EVP_PKEY *key;
	X509 *certificate;
};

/* Days are from now.  issuer NULL: a root.  purpose as in openssl.cnf, or
 * NULL. */
struct identity identity_make(const char *name, const struct identity *issuer,
    long serial, int from_day, int to_day, const char *purpose);
void identity_free(struct identity *identity);
struct csi_bytes identity_der(const struct identity *identity);

/* Adds an extension, as openssl.cnf has it, and signs anew; conf has the
 * sections that the value names, or is "". */
void identity_extend(struct identity *identity, const struct identity *issuer,
    const char *conf, const char *name, const char *value);

/* Signs anew, with that digest. */
void identity_sign(struct identity *identity, const struct identity *issuer,
    const EVP_MD *digest);

/* A time-stamp token over a SHA-256 digest; ca NULL: with no certificate. */
struct csi_bytes authority_stamp(const struct identity *tsa,
    const struct identity *ca, uint8_t *digest, time_t when);

/* A list of one issuer; serial 0: nothing is revoked. */
struct csi_bytes authority_list(const struct identity *issuer, int this_day,
    int next_day, long serial, int revoked_day);

/* The same for an extension of a list. */
void authority_list_extend(struct csi_bytes *list,
    const struct identity *issuer, const char *conf, const char *name,
    const char *value);
/* Signs anew, with that digest. */
void authority_list_sign(struct csi_bytes *list, const struct identity *issuer,
    const EVP_MD *digest);
/* Adds an entry, of another issuer if one is given. */
void authority_list_add(struct csi_bytes *list, const struct identity *issuer,
    long serial, int revoked_day, int reason, const struct identity *of);

/* The answer of a responder about a certificate; revoked_day 1: good. */
struct csi_bytes authority_answer(const struct identity *responder,
    const struct identity *about, const struct identity *issuer, int this_day,
    int next_day, int revoked_day);

#endif
