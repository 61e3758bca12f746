/* SPDX-License-Identifier: Apache-2.0 */
/* card.c -- what is done apart: finds somebody's card, and reads it.
 *
 * One card may be seen by several drivers, and in several slots of one: the one
 * that shows most of it is read. */
#include "card.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

static void
forget_error(struct token_desk *desk)
{
	cseal_error_free(desk->error);
	desk->error = NULL;
	desk->st = CSEAL_OK;
}

void
token_desk_free(void *state)
{
	struct token_desk *desk = state;

	token_session_close(&desk->session);
	token_contents_clear(&desk->contents);
	if (desk->has_library)
		token_library_close(&desk->library);
	cseal_secret_free(desk->secret);
	cseal_error_free(desk->error);
	p11_kit_uri_free(desk->uri);
	free(desk->path);
	free(desk);
}

void
token_card_start(void *state, const atomic_bool *is_left)
{
	struct token_desk *desk = state;

	forget_error(desk);
	desk->st = token_library_open(&desk->library, desk->path, &desk->error);
	desk->has_library = desk->st == CSEAL_OK;
}

/* ---- one card --------------------------------------------------------- */

/* A driver whose card goes away may say that anything failed. */
static void
find_reason(struct token_desk *desk, const struct token_slot *slot)
{
	cseal_error *error = NULL;

	if (desk->st == CSEAL_OK || desk->st == CSEAL_FAULT_MEMORY ||
	    desk->st == CSEAL_AGAIN_CARD_LIFTED || token_slot_has_card(slot))
		return;
	cseal_fail(&error, CSEAL_AGAIN_CARD_LIFTED,
	    "the card was taken away while it was read: %s",
	    cseal_error_text(desk->error));
	cseal_error_free(desk->error);
	desk->error = error;
	desk->st = CSEAL_AGAIN_CARD_LIFTED;
}

static bool
is_same_reader(const struct token_slot *a, const struct token_slot *b)
{
	return memcmp(a->info.slotDescription, b->info.slotDescription,
		   sizeof(a->info.slotDescription)) == 0 ||
	       (a->module == b->module &&
		   memcmp(a->token.serialNumber, b->token.serialNumber,
		       sizeof(a->token.serialNumber)) == 0 &&
		   (a->info.flags & b->info.flags & CKF_REMOVABLE_DEVICE) != 0);
}

/* Takes over what was read, if that is more than what there is. */
static void
take_better(struct token_desk *desk, const struct token_slot *slot,
    struct token_session *session, struct token_contents *contents)
{
	bool is_first = desk->finding != TOKEN_FOUND_ONE &&
			desk->finding != TOKEN_FOUND_SEVERAL;

	if (contents->card == TOKEN_NOBODY) {
		if (is_first)
			desk->finding = TOKEN_FOUND_OTHER;
		return;
	}
	if (!is_first && !is_same_reader(&desk->slot, slot)) {
		desk->finding = TOKEN_FOUND_SEVERAL;
		return;
	}
	if (!is_first && (desk->contents.card > TOKEN_PERSON ||
			     contents->card == TOKEN_PERSON))
		return;
	token_session_close(&desk->session);
	token_contents_clear(&desk->contents);
	desk->slot = *slot;
	desk->session = *session;
	desk->contents = *contents;
	memset(session, 0, sizeof(*session));
	memset(contents, 0, sizeof(*contents));
	if (is_first)
		desk->finding = TOKEN_FOUND_ONE;
}

static void
read_slot(struct token_desk *desk, const struct token_slot *slot,
    const atomic_bool *is_left)
{
	struct token_session session = { .is_open = false };
	struct token_contents contents = { .card = TOKEN_NOBODY };

	desk->st = token_session_open(&session, slot, &desk->error);
	if (desk->st == CSEAL_OK)
		desk->st = token_contents_read(
		    &session, false, is_left, &contents, &desk->error);
	if (desk->st == CSEAL_OK)
		take_better(desk, slot, &session, &contents);
	else
		find_reason(desk, slot);
	token_session_close(&session);
	token_contents_clear(&contents);
}

/* A card that fails is told of only where no other is somebody's. */
void
token_card_read(void *state, const atomic_bool *is_left)
{
	struct token_slot *slots = calloc(TOKEN_SLOTS_MOST, sizeof(*slots));
	struct token_desk *desk = state;
	cseal_error *first = NULL;
	cseal_status st = CSEAL_OK;
	size_t count;

	forget_error(desk);
	token_session_close(&desk->session);
	token_contents_clear(&desk->contents);
	desk->finding = TOKEN_FOUND_NOTHING;
	if (slots == NULL) {
		desk->st = token_fail_memory(&desk->error);
		return;
	}
	count = token_slots(
	    &desk->library, desk->uri, slots, TOKEN_SLOTS_MOST, is_left);
	for (size_t i = 0; i < count && !atomic_load(is_left); i++) {
		if (!slots[i].has_token)
			continue;
		read_slot(desk, &slots[i], is_left);
		if (desk->st == CSEAL_OK)
			continue;
		if (first == NULL) {
			first = desk->error;
			st = desk->st;
			desk->error = NULL;
		}
		forget_error(desk);
		if (st == CSEAL_FAULT_MEMORY)
			break;
	}
	free(slots);
	if (st == CSEAL_FAULT_MEMORY || desk->finding < TOKEN_FOUND_SEVERAL) {
		desk->st = st;
		desk->error = first;
	} else {
		cseal_error_free(first);
	}
}

/* ---- behind the PIN --------------------------------------------------- */

/* The login is the program's: one that somebody else of it made stays. */
static CK_RV
login(struct token_desk *desk, bool *ret_own)
{
	const struct token_session *session = &desk->session;
	size_t len = 0;
	const void *bytes = desk->secret == NULL
				? NULL
				: cseal_secret_bytes(desk->secret, &len);
	/* PKCS #11 knows no const. */
	CK_RV rv = session->module->C_Login(
	    session->handle, CKU_USER, (CK_UTF8CHAR_PTR)(uintptr_t)bytes, len);

	*ret_own = rv == CKR_OK;
	return rv == CKR_USER_ALREADY_LOGGED_IN ? CKR_OK : rv;
}

void
token_card_unlock(void *state, const atomic_bool *is_left)
{
	struct token_desk *desk = state;
	bool is_own;
	CK_RV rv;

	forget_error(desk);
	rv = login(desk, &is_own);
	if (rv == CKR_OK)
		desk->st = token_contents_more(
		    &desk->session, is_left, &desk->contents, &desk->error);
	else
		desk->st = token_fail(&desk->error, rv, "log in to the card");
	if (is_own)
		desk->session.module->C_Logout(desk->session.handle);
	if (desk->st != CSEAL_AGAIN_PIN_WRONG &&
	    desk->st != CSEAL_COUNTER_PIN_LOCKED)
		find_reason(desk, &desk->slot);
}
