/* SPDX-License-Identifier: Apache-2.0 */
/* library.h -- PKCS #11 modules, through p11-kit, and the tokens in them. */
#ifndef PKCS11_LIBRARY_H
#define PKCS11_LIBRARY_H

#include <counterseal/module.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

#define PKCS11_SLOTS_MOST  256 /* of one module */
#define PKCS11_TOKENS_MOST 64  /* of all */

/* p11-kit counts who uses a module, and initializes it for threads. */
struct pkcs11_library {
	CK_FUNCTION_LIST **modules; /* those that p11-kit is set up with */
	CK_FUNCTION_LIST *one[2];   /* or one, by its path */
};

/* path: of the one module, or NULL for all that p11-kit knows.  Status:
 * SETUP_MODULE_UNFIT. */
cseal_status pkcs11_library_open(
    struct pkcs11_library *library, const char *path, cseal_error **ret_error);
void pkcs11_library_close(struct pkcs11_library *library);

/* The end is NULL. */
CK_FUNCTION_LIST **pkcs11_library_modules(struct pkcs11_library *library);

struct pkcs11_token {
	CK_FUNCTION_LIST *module;
	CK_SLOT_ID slot;
	CK_TOKEN_INFO info;
	char label[33], serial[17];
};

/* A URI (RFC 7512) as this module takes it: without a PIN. */
struct pkcs11_uri {
	P11KitUri *uri;
	CK_ATTRIBUTE *label, *id; /* of the object; NULL: any */
};

/* Status: FAULT_APPLICATION (not such a URI, or a PIN in it). */
cseal_status pkcs11_uri_parse(cseal_host *host, const char *text,
    struct pkcs11_uri *ret_uri, cseal_error **ret_error);
void pkcs11_uri_free(struct pkcs11_uri *uri);
/* The module that URI or configuration name, or NULL. */
const char *pkcs11_uri_module(cseal_host *host, const struct pkcs11_uri *uri);

/*
 * Tokens that are there and that the URI (NULL: any) matches; the first
 * `room` of them.  A module that fails is logged and left out.  wait may be
 * NULL.  Status: FAULT_MEMORY, STOPPED_*.
 */
cseal_status pkcs11_tokens(struct pkcs11_library *library, cseal_host *host,
    const struct pkcs11_uri *uri, struct pkcs11_token *tokens, size_t room,
    size_t *ret_count, cseal_wait *wait, cseal_error **ret_error);

/* Asks the token again for its flags. */
CK_RV pkcs11_token_refresh(struct pkcs11_token *token);

#endif
