/* SPDX-License-Identifier: Apache-2.0 */
/* cards.h -- identity cards of people who do not exist, as a token holds them:
 * certificates and data objects, made on the spot.  OpenSSL signs, and is a
 * witness here: nothing of our own code is used for that. */
#ifndef TESTS_CARDS_H
#define TESTS_CARDS_H

#include "bytes.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>

#define CARDS_OBJECTS      8
#define CARDS_CERTIFICATES 4

struct cards_object {
	const char *label; /* CKA_LABEL */
	const char *file;  /* of the identity */
	bool is_hidden;    /* CKA_PRIVATE */
	struct csi_bytes bytes;
};

struct cards {
	struct cards_object objects[CARDS_OBJECTS];
	size_t object_count;
	X509 *certificates[CARDS_CERTIFICATES]; /* the holder's is first */
	size_t certificate_count;
	X509 *root; /* whom to trust; not on the card */
	/* Belgium's register, for who wants to sign anew. */
	EVP_PKEY *register_key;
};

/* One attribute of a subject: its short name and UTF-8; the end is NULL. */
struct cards_attribute {
	const char *name, *text;
};

struct cards_how {
	const struct cards_attribute *subject;
	long from, to; /* seconds from now; both 0: yesterday, ten years */
	bool is_issuer;
	/* Subject directory attributes: a day "YYYYMMDD" and 'M' or 'F'. */
	const char *birth;
	char sex;
};

X509 *cards_certificate(EVP_PKEY *key, const struct cards_how *how,
    X509 *issuer, EVP_PKEY *issuer_key);

/* kind: of cred_key(), of the register. */
void cards_belgium(struct cards *card, const char *kind);
void cards_italy(struct cards *card);
void cards_portugal(struct cards *card);
void cards_piv(struct cards *card);
/* Any other: a certificate by ETSI EN 319 412. */
void cards_plain(struct cards *card);
void cards_clear(struct cards *card);

/* Signs the Belgian files as they are now; with SHA-1 where RSA has it so. */
void cards_belgium_sign(struct cards *card, const char *digest);

/* That of a file; NULL: there is none. */
struct csi_bytes *cards_file(struct cards *card, const char *file);

/* All certificates, one after another. */
struct csi_bytes cards_chain(const struct cards *card);

/* Writes all of it into a folder, as mock-card.c reads it. */
void cards_write(const struct cards *card, const char *folder);

/* A field of the Belgian files. */
void cards_field(struct csi_bytes *file, uint8_t tag, const char *text);

#endif
