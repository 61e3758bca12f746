/* SPDX-License-Identifier: Apache-2.0 */
/* find.c -- which readers have somebody's card in them.
 *
 * A reader that is empty, or has a token in it that is not somebody's card, is
 * reported only where the configuration names it: most readers are there for
 * something else, and "the only reader there is" must stay that.  A reader
 * keeps its URI whoever's card comes. */
#include "find.h"

#include "apart.h"
#include "reader.h"
#include "status.h"
#include "uri.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is done apart ----------------------------------------------- */

/* A card that fails is nobody's. */
static enum token_card
look_into(const struct token_list *list, const struct token_slot *slot,
    const atomic_bool *is_left)
{
	struct token_session session = { .is_open = false };
	struct token_contents contents = { .card = TOKEN_NOBODY };
	enum token_card card = TOKEN_NOBODY;

	if (token_session_open(&session, slot, NULL) == CSEAL_OK &&
	    token_contents_read(&session, !list->is_thorough, is_left,
		&contents, NULL) == CSEAL_OK)
		card = contents.card;
	token_session_close(&session);
	token_contents_clear(&contents);
	return card;
}

static void
look_for_named(struct token_list *list, size_t i, const atomic_bool *is_left)
{
	struct token_slot *slot = calloc(1, sizeof(*slot));
	P11KitUri *uri = NULL;

	if (slot != NULL &&
	    token_uri_parse(list->named[i], &uri, NULL) == CSEAL_OK) {
		list->is_there[i] =
		    token_slots(&list->library, uri, slot, 1, is_left) > 0;
		p11_kit_uri_free(uri);
	}
	free(slot);
}

void
token_list_look(void *state, const atomic_bool *is_left)
{
	struct token_list *list = state;
	struct token_slot *slots;

	list->st = token_library_open(&list->library, list->path, &list->error);
	list->has_library = list->st == CSEAL_OK;
	if (list->st != CSEAL_OK)
		return;
	slots = calloc(TOKEN_SLOTS_MOST, sizeof(*slots));
	if (slots == NULL) {
		list->st = token_fail_memory(&list->error);
		return;
	}
	list->seen_count =
	    token_slots(&list->library, NULL, slots, TOKEN_SLOTS_MOST, is_left);
	for (size_t i = 0; i < list->seen_count; i++) {
		list->seen[i].slot = slots[i];
		if (slots[i].has_token && !atomic_load(is_left))
			list->seen[i].card =
			    look_into(list, &slots[i], is_left);
	}
	free(slots);
	for (size_t i = 0; i < list->named_count; i++)
		look_for_named(list, i, is_left);
}

void
token_list_free(void *state)
{
	struct token_list *list = state;

	if (list->has_library)
		token_library_close(&list->library);
	for (size_t i = 0; i < list->named_count; i++)
		free(list->named[i]);
	cseal_error_free(list->error);
	free(list->path);
	free(list);
}

/* ---- the list --------------------------------------------------------- */

cseal_status
token_list_new(
    cseal_host *host, struct token_list **ret_list, cseal_error **ret_error)
{
	struct token_list *list = calloc(1, sizeof(*list));
	const char *path = cseal_host_setting(host, "module"), *uri;
	bool ok = list != NULL;

	if (ok && path != NULL) {
		list->path = strdup(path);
		ok = list->path != NULL;
	}
	for (size_t i = 0; ok && i < TOKEN_NAMED_MOST; i++) {
		uri = cseal_host_named(host, i);
		if (uri == NULL)
			break;
		list->named[i] = strdup(uri);
		ok = list->named[i] != NULL;
		if (ok)
			list->named_count++;
	}
	if (!ok) {
		if (list != NULL)
			token_list_free(list);
		return token_fail_memory(ret_error);
	}
	*ret_list = list;
	return CSEAL_OK;
}

bool
token_list_needs_driver(const struct token_list *list, size_t i)
{
	const struct token_slot *own = &list->seen[i].slot;

	for (size_t k = 0; k < list->seen_count; k++) {
		const struct token_slot *other = &list->seen[k].slot;

		if (k != i && other->module != own->module &&
		    memcmp(other->info.slotDescription,
			own->info.slotDescription,
			sizeof(own->info.slotDescription)) == 0)
			return true;
	}
	return false;
}

/* Of a card the reader's name: the card's own may be that of its holder. */
static void
title_of(const struct token_slot *slot, char *title, size_t size)
{
	if ((slot->info.flags & CKF_REMOVABLE_DEVICE) != 0)
		token_text(title, size, slot->info.slotDescription,
		    sizeof(slot->info.slotDescription));
	else
		token_text(
		    title, size, slot->token.label, sizeof(slot->token.label));
}

static cseal_status
add_seen(cseal_finder *finder, const struct token_list *list, size_t i,
    cseal_error **ret_error)
{
	const struct token_slot *slot = &list->seen[i].slot;
	char title[65], *uri;
	cseal_status st;

	if (list->seen[i].card == TOKEN_NOBODY)
		return CSEAL_OK;
	uri = token_uri_of(slot, token_list_needs_driver(list, i));
	if (uri == NULL)
		return token_fail_memory(ret_error);
	title_of(slot, title, sizeof(title));
	st =
	    cseal_finder_add(finder, uri, title, CSEAL_DEVICE_READY, ret_error);
	free(uri);
	return st;
}

static cseal_status
add_all(cseal_finder *finder, const struct token_list *list,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < list->named_count; i++) {
		if (list->is_there[i])
			st = cseal_finder_add(finder, list->named[i],
			    list->named[i], CSEAL_DEVICE_READY, ret_error);
	}
	for (size_t i = 0; st == CSEAL_OK && i < list->seen_count; i++)
		st = add_seen(finder, list, i, ret_error);
	return st;
}

cseal_status
token_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct token_apart *apart = NULL;
	struct token_list *list;
	cseal_status st;

	st = token_list_new(host, &list, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = token_apart_new(list, token_list_free, &apart, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = token_apart_do(apart, token_list_look, wait, ret_error);
	if (st == CSEAL_OK && list->st != CSEAL_OK)
		st = cseal_fail(
		    ret_error, list->st, "%s", cseal_error_text(list->error));
	if (st == CSEAL_OK)
		st = add_all(finder, list, ret_error);
	token_apart_free(apart);
	return st;
}
