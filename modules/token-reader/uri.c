/* SPDX-License-Identifier: Apache-2.0 */
/* uri.c -- "token:" and then what "pkcs11:" has of a reader or a token. */
#include "uri.h"

#include "library.h"
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char pkcs11[] = "pkcs11:";

/* What stands behind the scheme: "any" is nothing for p11-kit. */
static const char *
rest_of(const char *text)
{
	const char *rest = text + strlen(TOKEN_SCHEME);

	if (strncmp(rest, "any", 3) == 0 && (rest[3] == '\0' || rest[3] == '?'))
		rest += 3;
	return rest;
}

/* The text with another scheme; NULL: out of memory. */
static char *
with_scheme(const char *scheme, const char *rest)
{
	size_t len = strlen(scheme) + strlen(rest) + 1;
	char *text = malloc(len);

	if (text != NULL)
		snprintf(text, len, "%s%s", scheme, rest);
	return text;
}

static cseal_status
check(P11KitUri *uri, cseal_error **ret_error)
{
	CK_ULONG count = 0;

	if (p11_kit_uri_get_pin_value(uri) != NULL ||
	    p11_kit_uri_get_pin_source(uri) != NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a PIN must not stand in a URI");
	p11_kit_uri_get_attributes(uri, &count);
	if (p11_kit_uri_any_unrecognized(uri) || count != 0)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the URI names more than a reader and a token");
	return CSEAL_OK;
}

cseal_status
token_uri_parse(const char *text, P11KitUri **ret_uri, cseal_error **ret_error)
{
	char *whole = with_scheme(pkcs11, rest_of(text));
	P11KitUri *uri = p11_kit_uri_new();
	cseal_status st;
	int rc;

	if (whole == NULL || uri == NULL) {
		free(whole);
		p11_kit_uri_free(uri);
		return token_fail_memory(ret_error);
	}
	rc = p11_kit_uri_parse(whole, P11_KIT_URI_FOR_ANY, uri);
	free(whole);
	if (rc != P11_KIT_URI_OK)
		st = cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the URI could not be read: %s", p11_kit_uri_message(rc));
	else
		st = check(uri, ret_error);
	if (st != CSEAL_OK) {
		p11_kit_uri_free(uri);
		return st;
	}
	*ret_uri = uri;
	return CSEAL_OK;
}

bool
token_uri_is_any(const char *text)
{
	return *rest_of(text) == '\0' || *rest_of(text) == '?';
}

char *
token_uri_of(const struct token_slot *slot, bool with_driver)
{
	bool is_card = (slot->info.flags & CKF_REMOVABLE_DEVICE) != 0;
	unsigned type = is_card ? P11_KIT_URI_FOR_SLOT : P11_KIT_URI_FOR_TOKEN;
	P11KitUri *uri = p11_kit_uri_new();
	char *text = NULL, *mine = NULL;

	if (uri == NULL)
		return NULL;
	if (is_card) {
		CK_SLOT_INFO *info = p11_kit_uri_get_slot_info(uri);

		memcpy(info->slotDescription, slot->info.slotDescription,
		    sizeof(info->slotDescription));
	} else {
		CK_TOKEN_INFO *info = p11_kit_uri_get_token_info(uri);

		memcpy(info->label, slot->token.label, sizeof(info->label));
		memcpy(info->serialNumber, slot->token.serialNumber,
		    sizeof(info->serialNumber));
	}
	if (with_driver) {
		memcpy(p11_kit_uri_get_module_info(uri), &slot->driver,
		    sizeof(slot->driver));
		type |= P11_KIT_URI_FOR_MODULE;
	}
	if (p11_kit_uri_format(uri, (P11KitUriType)type, &text) ==
		P11_KIT_URI_OK &&
	    strncmp(text, pkcs11, strlen(pkcs11)) == 0)
		mine = with_scheme(TOKEN_SCHEME, text + strlen(pkcs11));
	free(text);
	p11_kit_uri_free(uri);
	return mine;
}
