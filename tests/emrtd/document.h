/* SPDX-License-Identifier: Apache-2.0 */
/* document.h -- travel documents of nobody, and the model of a chip for each;
 * a state that OpenSSL makes signs them. */
#ifndef TESTS_EMRTD_DOCUMENT_H
#define TESTS_EMRTD_DOCUMENT_H

#include "chip.h"
#include "unit/emrtd/issuer.h"

#define DOCUMENT_ZONE                                  \
	"P<NLDERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<" \
	"L898902C36NLD7408122F3204153ZE184226B<<<<<16"
#define DOCUMENT_INFORMATION "L898902C3674081223204153"
#define DOCUMENT_CAN         "512034"

struct document_how {
	const char *zone; /* NULL: that above */
	struct chip_way ways[CHIP_WAYS_MOST];
	bool has_bac, is_open;
	/* Terminal authentication outside of the application, for which there is
	 * EF.CardSecurity, too. */
	bool has_terminal;
	bool has_details;      /* data groups 7, 11, 12, 13 and 16 */
	size_t portrait_len;   /* of data group 2 in all; 0: small */
	unsigned agree_cipher; /* chip authentication; 0: none */
	unsigned agree_parameter;
	const char *active; /* "RSA:1024", "EC:P-256"; NULL: none */
	const char *active_digest;
	struct csi_span more_infos; /* behind those of data group 14 */
};

/* A state with keys of RSA, whose security object over two data groups has 1.4
 * kB: no more than 1386 bytes with "RSA:1984", and more with "RSA:2048". */
void document_large_state(struct issuer *state, const char *key);

struct document {
	struct csi_bytes files[17], sod, com, card_access, card_security;
	struct chip_model model;
};

void document_make(struct document *document, const struct issuer *state,
    const struct document_how *how);
/* Signs the data groups again, as they are now. */
void document_sign(struct document *document, const struct issuer *state);
/* Gives the chip the files as they are now. */
void document_load(struct document *document);
void document_free(struct document *document);

#endif
