/* SPDX-License-Identifier: Apache-2.0 */
/* library.c -- drivers of cards through p11-kit, and the readers they see.
 *
 * Nothing here logs: it may be done by a thread that outlives the context. */
#include "library.h"

#include <stdlib.h>
#include <string.h>

cseal_status
token_library_open(
    struct token_library *library, const char *path, cseal_error **ret_error)
{
	const char *why;

	memset(library, 0, sizeof(*library));
	if (path == NULL) {
		library->all = p11_kit_modules_load_and_initialize(0);
		if (library->all != NULL)
			return CSEAL_OK;
	} else if (path[0] == '/') { /* p11-kit has a folder of its own */
		library->one = p11_kit_module_load(path, 0);
		if (library->one != NULL &&
		    p11_kit_module_initialize(library->one) == CKR_OK)
			return CSEAL_OK;
		if (library->one != NULL)
			p11_kit_module_release(library->one);
		library->one = NULL;
	}
	why = p11_kit_message();
	return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
	    "could not load the PKCS #11 module %s: %s",
	    path == NULL ? "that p11-kit is set up with" : path,
	    path != NULL && path[0] != '/' ? "its path was not absolute"
	    : why == NULL                  ? "p11-kit gave no reason"
					   : why);
}

void
token_library_close(struct token_library *library)
{
	if (library->all != NULL)
		p11_kit_modules_finalize_and_release(library->all);
	if (library->one != NULL) {
		p11_kit_module_finalize(library->one);
		p11_kit_module_release(library->one);
	}
	memset(library, 0, sizeof(*library));
}

static CK_FUNCTION_LIST *
module_at(const struct token_library *library, size_t i)
{
	if (library->all != NULL)
		return library->all[i];
	return i == 0 ? library->one : NULL;
}

size_t
token_library_count(const struct token_library *library)
{
	size_t count = 0;

	while (module_at(library, count) != NULL)
		count++;
	return count;
}

/* ---- which drivers ---------------------------------------------------- */

/* p11-kit's own store of trust anchors is a "token", too. */
static bool
is_for_trust(CK_FUNCTION_LIST *module)
{
	char *option = p11_kit_config_option(module, "trust-policy");
	bool is = option != NULL && strcmp(option, "yes") == 0;

	free(option);
	return is;
}

static bool
is_named(CK_FUNCTION_LIST *module, P11KitUri *uri)
{
	const char *wanted =
	    uri == NULL ? NULL : p11_kit_uri_get_module_name(uri);
	char *name;
	bool is;

	if (wanted == NULL)
		return true;
	name = p11_kit_module_get_name(module);
	is = name != NULL && strcmp(name, wanted) == 0;
	free(name);
	return is;
}

/* ---- readers ---------------------------------------------------------- */

struct search {
	P11KitUri *uri;
	struct token_slot *slots;
	size_t room, count;
};

/* The token that is not there has no label; a URI that names one does not mean
 * it. */
static bool
fits(const struct search *search, const struct token_slot *slot)
{
	CK_SLOT_ID wanted;

	if (search->uri == NULL)
		return true;
	wanted = p11_kit_uri_get_slot_id(search->uri);
	return (wanted == (CK_SLOT_ID)-1 || wanted == slot->id) &&
	       p11_kit_uri_match_module_info(search->uri, &slot->driver) &&
	       p11_kit_uri_match_slot_info(search->uri, &slot->info) &&
	       p11_kit_uri_match_token_info(search->uri, &slot->token);
}

static void
look_in(struct search *search, CK_FUNCTION_LIST *module, const CK_INFO *driver,
    CK_SLOT_ID id)
{
	struct token_slot slot = {
		.module = module, .id = id, .driver = *driver
	};

	if (module->C_GetSlotInfo(id, &slot.info) != CKR_OK)
		return;
	if ((slot.info.flags & CKF_TOKEN_PRESENT) != 0)
		slot.has_token =
		    module->C_GetTokenInfo(id, &slot.token) == CKR_OK &&
		    (slot.token.flags & CKF_TOKEN_INITIALIZED) != 0;
	if (!slot.has_token)
		memset(&slot.token, 0, sizeof(slot.token));
	if (fits(search, &slot))
		search->slots[search->count++] = slot;
}

static void
look_through(
    struct search *search, CK_FUNCTION_LIST *module, const atomic_bool *is_left)
{
	CK_SLOT_ID ids[TOKEN_SLOTS_MOST];
	CK_ULONG count = 0;
	CK_INFO driver;

	if (module->C_GetInfo(&driver) != CKR_OK)
		return;
	/* This call is the one by which a driver sees new readers. */
	if (module->C_GetSlotList(CK_FALSE, NULL, &count) != CKR_OK)
		return;
	count = TOKEN_SLOTS_MOST;
	if (module->C_GetSlotList(CK_FALSE, ids, &count) != CKR_OK ||
	    count > TOKEN_SLOTS_MOST)
		return;
	for (CK_ULONG i = 0; i < count && search->count < search->room; i++) {
		if (atomic_load(is_left))
			return;
		look_in(search, module, &driver, ids[i]);
	}
}

size_t
token_slots(const struct token_library *library, P11KitUri *uri,
    struct token_slot *slots, size_t room, const atomic_bool *is_left)
{
	struct search search = { uri, slots, room, 0 };
	CK_FUNCTION_LIST *module;

	for (size_t i = 0; (module = module_at(library, i)) != NULL; i++) {
		if (!is_for_trust(module) && is_named(module, uri))
			look_through(&search, module, is_left);
	}
	return search.count;
}

bool
token_slot_has_card(const struct token_slot *slot)
{
	CK_SLOT_INFO info;

	return slot->module->C_GetSlotInfo(slot->id, &info) == CKR_OK &&
	       (info.flags & CKF_TOKEN_PRESENT) != 0;
}

void
token_text(char *text, size_t size, const uint8_t *field, size_t len)
{
	while (len > 0 && (field[len - 1] == ' ' || field[len - 1] == '\0'))
		len--;
	if (len > size - 1)
		len = size - 1;
	for (size_t i = 0; i < len; i++)
		text[i] =
		    field[i] >= ' ' && field[i] <= '~' ? (char)field[i] : '?';
	text[len] = '\0';
}
