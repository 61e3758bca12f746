/* SPDX-License-Identifier: Apache-2.0 */
/* list.c -- which certificates are there that have a key, and why not.
 *
 * Nobody logs in for a list. */
#include "signer.h"
#include "status.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One token, looked at. */
struct look {
	struct pkcs11_token token;
	bool needs_serial; /* another one has the same label */
	struct pkcs11_contents *contents;
};

static cseal_status
look_into(struct look *look, cseal_error **ret_error)
{
	struct pkcs11_session session;
	cseal_status st;

	st = pkcs11_session_open(&session, &look->token, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = pkcs11_contents_read(&session, &look->contents, ret_error);
	pkcs11_session_close(&session);
	return st;
}

static bool
may_have_key(const struct look *look, size_t i)
{
	return pkcs11_may_have_key(
	    look->contents, &look->token, &look->contents->certificates[i]);
}

static cseal_device_state
state_of(const struct pkcs11_token *token)
{
	return (token->info.flags & CKF_USER_PIN_LOCKED) != 0
		   ? CSEAL_DEVICE_LOCKED
		   : CSEAL_DEVICE_READY;
}

/* ---- URI and title -------------------------------------------------- */

static bool
set_attribute(
    P11KitUri *uri, CK_ATTRIBUTE_TYPE type, const void *bytes, size_t len)
{
	CK_ATTRIBUTE one = { type, (void *)(uintptr_t)bytes, len };

	return len == 0 || p11_kit_uri_set_attribute(uri, &one) == 0;
}

/* token=..;object=..;id=.., to be freed; NULL when out of memory. */
static char *
uri_of(const struct look *look, const struct pkcs11_name *name)
{
	P11KitUri *uri = p11_kit_uri_new();
	CK_TOKEN_INFO *info;
	char *text = NULL;

	if (uri == NULL)
		return NULL;
	info = p11_kit_uri_get_token_info(uri);
	memcpy(info->label, look->token.info.label, sizeof(info->label));
	if (look->needs_serial || look->token.label[0] == '\0')
		memcpy(info->serialNumber, look->token.info.serialNumber,
		    sizeof(info->serialNumber));
	if (!set_attribute(uri, CKA_LABEL, name->label, name->label_len) ||
	    !set_attribute(uri, CKA_ID, name->id, name->id_len) ||
	    p11_kit_uri_format(uri, P11_KIT_URI_FOR_OBJECT_ON_TOKEN, &text) !=
		P11_KIT_URI_OK)
		text = NULL;
	p11_kit_uri_free(uri);
	return text;
}

/* "Common name (label of the token)" */
static void
title_of(const struct look *look, X509 *x509, char *title, size_t size)
{
	const X509_NAME *name = X509_get_subject_name(x509);
	unsigned char *text = NULL;
	int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
	int len = -1;

	if (at >= 0)
		len = ASN1_STRING_to_UTF8(&text,
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	for (int i = 0; i < len; i++) {
		if (text[i] < 0x20 || text[i] == 0x7f)
			text[i] = ' ';
	}
	snprintf(title, size, "%.*s (%s)",
	    len > 150 ? 150
	    : len > 0 ? len
		      : 0,
	    len > 0 ? (char *)text : "", look->token.label);
	if (len > 0)
		OPENSSL_free(text);
	ERR_clear_error();
}

/* ---- finding -------------------------------------------------------- */

static cseal_status
add_certificate(cseal_finder *finder, const struct look *look,
    const struct pkcs11_certificate *one, cseal_error **ret_error)
{
	char *uri = uri_of(look, &one->name);
	char title[256];
	cseal_status st;

	if (uri == NULL)
		return pkcs11_fail_memory(ret_error);
	title_of(look, one->x509, title, sizeof(title));
	st = cseal_finder_add(
	    finder, uri, title, state_of(&look->token), ret_error);
	free(uri);
	return st;
}

/* A token that fails is left out. */
static cseal_status
find_in_token(cseal_host *host, cseal_finder *finder, struct look *look,
    cseal_error **ret_error)
{
	cseal_error *why = NULL;
	cseal_status st = look_into(look, &why);

	if (st != CSEAL_OK) {
		cseal_host_log(host, CSEAL_LOG_INFO,
		    "the token \"%s\" was left out: %s", look->token.label,
		    cseal_error_text(why));
		cseal_error_free(why);
		return st == CSEAL_FAULT_MEMORY ? pkcs11_fail_memory(ret_error)
						: CSEAL_OK;
	}
	for (size_t i = 0;
	     st == CSEAL_OK && i < look->contents->certificate_count; i++) {
		if (may_have_key(look, i))
			st = add_certificate(finder, look,
			    &look->contents->certificates[i], ret_error);
	}
	return st;
}

static bool
shares_label(const struct pkcs11_token *tokens, size_t count, size_t i)
{
	for (size_t k = 0; k < count; k++) {
		if (k != i && strcmp(tokens[k].label, tokens[i].label) == 0)
			return true;
	}
	return false;
}

static cseal_status
find_in_tokens(cseal_host *host, cseal_finder *finder,
    const struct pkcs11_token *tokens, size_t count, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct look look = { 0 };
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		look.token = tokens[i];
		look.needs_serial = shares_label(tokens, count, i);
		look.contents = NULL;
		st = cseal_wait_check(wait, ret_error);
		if (st == CSEAL_OK)
			st = find_in_token(host, finder, &look, ret_error);
		pkcs11_contents_free(look.contents);
	}
	return st;
}

/* Tokens of all modules: the configured one, or p11-kit's. */
static cseal_status
present_tokens(struct pkcs11_library *library, cseal_host *host,
    struct pkcs11_token **ret_tokens, size_t *ret_count, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct pkcs11_token *tokens =
	    calloc(PKCS11_TOKENS_MOST, sizeof(*tokens));
	cseal_status st;

	if (tokens == NULL)
		return pkcs11_fail_memory(ret_error);
	st = pkcs11_tokens(library, host, NULL, tokens, PKCS11_TOKENS_MOST,
	    ret_count, wait, ret_error);
	if (st != CSEAL_OK) {
		free(tokens);
		return st;
	}
	*ret_tokens = tokens;
	return CSEAL_OK;
}

cseal_status
pkcs11_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct pkcs11_library library;
	struct pkcs11_token *tokens = NULL;
	cseal_status st;
	size_t count = 0;

	st = pkcs11_library_open(
	    &library, pkcs11_uri_module(host, NULL), ret_error);
	if (st != CSEAL_OK)
		return st;
	st = present_tokens(&library, host, &tokens, &count, wait, ret_error);
	if (st == CSEAL_OK)
		st = find_in_tokens(
		    host, finder, tokens, count, wait, ret_error);
	free(tokens);
	pkcs11_library_close(&library);
	return st;
}

/* ---- doctor --------------------------------------------------------- */

static void
tell_of_token(const struct cseal_desk *desk, struct look *look)
{
	CK_FLAGS flags = look->token.info.flags;
	const char *label = look->token.label;
	size_t usable = 0;

	if ((flags & CKF_USER_PIN_LOCKED) != 0)
		cseal_desk_say(desk, true,
		    "unblock it with the PUK or the security officer's PIN",
		    "the PIN of the token \"%s\" is locked", label);
	else if ((flags & CKF_USER_PIN_FINAL_TRY) != 0)
		cseal_desk_say(desk, true, "enter the right PIN next",
		    "one more wrong PIN locks the token \"%s\"", label);
	if ((flags & CKF_LOGIN_REQUIRED) != 0 &&
	    (flags & CKF_USER_PIN_INITIALIZED) == 0)
		cseal_desk_say(desk, true, "set one with the vendor's tool",
		    "the token \"%s\" has no user PIN yet", label);
	for (size_t i = 0; i < look->contents->certificate_count; i++)
		usable += may_have_key(look, i);
	cseal_desk_say(desk, usable == 0,
	    usable != 0
		? NULL
		: "put the certificate into the token, or name a file with "
		  "it (--certificate)",
	    "the token \"%s\" has %zu certificates, %zu of them with a key",
	    label, look->contents->certificate_count, usable);
}

static void
tell_of_tokens(const struct cseal_desk *desk, const struct pkcs11_token *tokens,
    size_t count)
{
	struct look look = { 0 };
	cseal_error *why = NULL;

	for (size_t i = 0; i < count; i++) {
		look.token = tokens[i];
		look.contents = NULL;
		if (look_into(&look, &why) == CSEAL_OK)
			tell_of_token(desk, &look);
		else
			cseal_desk_say(
			    desk, true, NULL, "%s", cseal_error_text(why));
		cseal_error_free(why);
		why = NULL;
		pkcs11_contents_free(look.contents);
	}
}

static void
tell_of_library(const struct cseal_desk *desk, struct pkcs11_library *library,
    cseal_host *host)
{
	struct pkcs11_token *tokens = NULL;
	cseal_error *why = NULL;
	size_t count = 0;

	if (*pkcs11_library_modules(library) == NULL) {
		cseal_desk_say(desk, true,
		    "install the token's driver (such as opensc-pkcs11), or "
		    "name it: [module pkcs11-signer] module = /PATH.so",
		    "p11-kit knows no PKCS #11 module");
		return;
	}
	if (present_tokens(library, host, &tokens, &count, NULL, &why) !=
	    CSEAL_OK)
		cseal_desk_say(desk, true, NULL, "%s", cseal_error_text(why));
	else if (count == 0)
		cseal_desk_say(desk, false,
		    "plug one in; a smart card also needs pcscd running",
		    "no token is plugged in");
	tell_of_tokens(desk, tokens, count);
	cseal_error_free(why);
	free(tokens);
}

void
pkcs11_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	struct pkcs11_library library;
	cseal_error *why = NULL;

	if (pkcs11_library_open(
		&library, pkcs11_uri_module(host, NULL), &why) != CSEAL_OK) {
		cseal_desk_say(&desk, true,
		    "install the module, or correct the configuration", "%s",
		    cseal_error_text(why));
		cseal_error_free(why);
		return;
	}
	tell_of_library(&desk, &library, host);
	pkcs11_library_close(&library);
}
