/* SPDX-License-Identifier: Apache-2.0 */
/* library.c -- PKCS #11 modules, through p11-kit, and the tokens in them. */
#include "library.h"
#include "protocol.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

/* ---- modules -------------------------------------------------------- */

static cseal_status
fail_load(const char *path, cseal_error **ret_error)
{
	const char *why = p11_kit_message();

	return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
	    "could not load the PKCS #11 module %s: %s", path,
	    why == NULL ? "p11-kit gave no reason" : why);
}

static cseal_status
open_one(
    struct pkcs11_library *library, const char *path, cseal_error **ret_error)
{
	CK_FUNCTION_LIST *module;

	/* p11-kit would look for it in its own folder. */
	if (path[0] != '/')
		return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
		    "the path of the PKCS #11 module %s was not absolute",
		    path);
	module = p11_kit_module_load(path, 0);
	if (module == NULL)
		return fail_load(path, ret_error);
	if (p11_kit_module_initialize(module) != CKR_OK) {
		p11_kit_module_release(module);
		return fail_load(path, ret_error);
	}
	library->one[0] = module;
	return CSEAL_OK;
}

cseal_status
pkcs11_library_open(
    struct pkcs11_library *library, const char *path, cseal_error **ret_error)
{
	memset(library, 0, sizeof(*library));
	if (path != NULL)
		return open_one(library, path, ret_error);
	library->modules = p11_kit_modules_load_and_initialize(0);
	if (library->modules == NULL)
		return fail_load("that p11-kit is set up with", ret_error);
	return CSEAL_OK;
}

void
pkcs11_library_close(struct pkcs11_library *library)
{
	if (library->modules != NULL)
		p11_kit_modules_finalize_and_release(library->modules);
	if (library->one[0] != NULL) {
		p11_kit_module_finalize(library->one[0]);
		p11_kit_module_release(library->one[0]);
	}
	memset(library, 0, sizeof(*library));
}

CK_FUNCTION_LIST **
pkcs11_library_modules(struct pkcs11_library *library)
{
	return library->modules != NULL ? library->modules : library->one;
}

/* ---- URI ------------------------------------------------------------ */

static cseal_status
check_uri(cseal_host *host, struct pkcs11_uri *uri, cseal_error **ret_error)
{
	const CK_ATTRIBUTE *class;
	CK_OBJECT_CLASS type = CKO_PRIVATE_KEY;

	if (p11_kit_uri_get_pin_value(uri->uri) != NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a PIN must not stand in a URI");
	if (p11_kit_uri_get_pin_source(uri->uri) != NULL)
		cseal_host_log(host, CSEAL_LOG_WARNING,
		    "pin-source in a URI is not used: the application is "
		    "asked for the PIN");
	if (p11_kit_uri_any_unrecognized(uri->uri))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the PKCS #11 URI has attributes that are not known");
	class = p11_kit_uri_get_attribute(uri->uri, CKA_CLASS);
	if (class != NULL && class->ulValueLen == sizeof(type))
		memcpy(&type, class->pValue, sizeof(type));
	if (type != CKO_PRIVATE_KEY && type != CKO_CERTIFICATE)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the PKCS #11 URI names neither a certificate nor a "
		    "private key");
	uri->label = p11_kit_uri_get_attribute(uri->uri, CKA_LABEL);
	uri->id = p11_kit_uri_get_attribute(uri->uri, CKA_ID);
	return CSEAL_OK;
}

cseal_status
pkcs11_uri_parse(cseal_host *host, const char *text, struct pkcs11_uri *ret_uri,
    cseal_error **ret_error)
{
	struct pkcs11_uri uri = { .uri = p11_kit_uri_new() };
	cseal_status st;
	int rc;

	if (uri.uri == NULL)
		return pkcs11_fail_memory(ret_error);
	rc = p11_kit_uri_parse(text, P11_KIT_URI_FOR_ANY, uri.uri);
	if (rc != P11_KIT_URI_OK)
		st = cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the PKCS #11 URI could not be read: %s",
		    p11_kit_uri_message(rc));
	else
		st = check_uri(host, &uri, ret_error);
	if (st != CSEAL_OK) {
		pkcs11_uri_free(&uri);
		return st;
	}
	*ret_uri = uri;
	return CSEAL_OK;
}

void
pkcs11_uri_free(struct pkcs11_uri *uri)
{
	p11_kit_uri_free(uri->uri);
	memset(uri, 0, sizeof(*uri));
}

const char *
pkcs11_uri_module(cseal_host *host, const struct pkcs11_uri *uri)
{
	const char *path = NULL;

	if (uri != NULL)
		path = p11_kit_uri_get_module_path(uri->uri);
	return path != NULL ? path : cseal_host_setting(host, "module");
}

/* ---- tokens --------------------------------------------------------- */

struct search {
	cseal_host *host;
	const struct pkcs11_uri *uri;
	struct pkcs11_token *tokens;
	size_t room, count;
};

static bool
matches_module(const struct search *search, CK_FUNCTION_LIST *module)
{
	const char *wanted;
	CK_INFO info;
	bool is = true;
	char *name;

	if (search->uri == NULL)
		return true;
	if (module->C_GetInfo(&info) != CKR_OK ||
	    !p11_kit_uri_match_module_info(search->uri->uri, &info))
		return false;
	wanted = p11_kit_uri_get_module_name(search->uri->uri);
	if (wanted == NULL)
		return true;
	name = p11_kit_module_get_name(module);
	is = name != NULL && strcmp(name, wanted) == 0;
	free(name);
	return is;
}

static bool
matches_slot(
    const struct search *search, CK_FUNCTION_LIST *module, CK_SLOT_ID slot)
{
	CK_SLOT_ID wanted;
	CK_SLOT_INFO info;

	if (search->uri == NULL)
		return true;
	wanted = p11_kit_uri_get_slot_id(search->uri->uri);
	if (wanted != (CK_SLOT_ID)-1 && wanted != slot)
		return false;
	return module->C_GetSlotInfo(slot, &info) == CKR_OK &&
	       p11_kit_uri_match_slot_info(search->uri->uri, &info);
}

CK_RV
pkcs11_token_refresh(struct pkcs11_token *token)
{
	CK_RV rv = token->module->C_GetTokenInfo(token->slot, &token->info);

	if (rv != CKR_OK)
		return rv;
	pkcs11_text(token->label, sizeof(token->label), token->info.label,
	    sizeof(token->info.label));
	pkcs11_text(token->serial, sizeof(token->serial),
	    token->info.serialNumber, sizeof(token->info.serialNumber));
	return CKR_OK;
}

static void
look_in_slot(struct search *search, CK_FUNCTION_LIST *module, CK_SLOT_ID slot)
{
	struct pkcs11_token token = { .module = module, .slot = slot };

	if (search->count == search->room ||
	    !matches_slot(search, module, slot) ||
	    pkcs11_token_refresh(&token) != CKR_OK ||
	    (token.info.flags & CKF_TOKEN_INITIALIZED) == 0)
		return;
	if (search->uri == NULL ||
	    p11_kit_uri_match_token_info(search->uri->uri, &token.info))
		search->tokens[search->count++] = token;
}

/* A list that does not fit is cut: more slots than that are no counter. */
static cseal_status
look_in_module(struct search *search, CK_FUNCTION_LIST *module,
    cseal_wait *wait, cseal_error **ret_error)
{
	CK_SLOT_ID slots[PKCS11_SLOTS_MOST];
	CK_ULONG count = 0;
	cseal_status st = CSEAL_OK;
	CK_RV rv;

	/* This call is the one by which a module sees new readers. */
	rv = module->C_GetSlotList(CK_FALSE, NULL, &count);
	count = PKCS11_SLOTS_MOST;
	if (rv == CKR_OK)
		rv = module->C_GetSlotList(CK_TRUE, slots, &count);
	if (rv != CKR_OK || count > PKCS11_SLOTS_MOST) {
		cseal_host_log(search->host, CSEAL_LOG_WARNING,
		    "a PKCS #11 module gave no usable list of slots (0x%lx, "
		    "%lu slots)",
		    rv, count);
		return CSEAL_OK;
	}
	for (CK_ULONG i = 0; st == CSEAL_OK && i < count; i++) {
		look_in_slot(search, module, slots[i]);
		if (wait != NULL)
			st = cseal_wait_check(wait, ret_error);
	}
	return st;
}

cseal_status
pkcs11_tokens(struct pkcs11_library *library, cseal_host *host,
    const struct pkcs11_uri *uri, struct pkcs11_token *tokens, size_t room,
    size_t *ret_count, cseal_wait *wait, cseal_error **ret_error)
{
	struct search search = { host, uri, tokens, room, 0 };
	CK_FUNCTION_LIST **module = pkcs11_library_modules(library);
	cseal_status st = CSEAL_OK;

	for (; st == CSEAL_OK && *module != NULL; module++) {
		if (matches_module(&search, *module))
			st = look_in_module(&search, *module, wait, ret_error);
	}
	if (st == CSEAL_OK)
		*ret_count = search.count;
	return st;
}
