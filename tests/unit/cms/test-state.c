/* SPDX-License-Identifier: Apache-2.0 */
/* test-state.c -- proves lib/cms/state.c: what several lists say of one
 * certificate, in whatever order they stand. */
#include "authority.h"
#include "cms/statement.h"
#include "tap.h"

#include <time.h>

#define SERIAL 2
#define DAY    (24 * 3600L)

#define REASON_COMPROMISE 1
#define REASON_ON_HOLD    6
#define LISTS_MOST        3

/* Of days before today. */
struct list {
	int this_day;
	int reason; /* 0: it is not revoked */
};

static const struct variant {
	const char *what;
	enum csi_known known;
	int reason;
	struct list lists[LISTS_MOST];
	size_t count;
} variants[] = {
	{ "nothing", CSI_KNOWN_NOTHING, -1, { { 0, 0 } }, 0 },
	{ "good", CSI_KNOWN_GOOD, -1, { { -1, 0 } }, 1 },
	{ "too old", CSI_KNOWN_STALE, -1, { { -300, 0 } }, 1 },
	{ "too old, but revoked", CSI_KNOWN_REVOKED, REASON_COMPROMISE,
	    { { -300, REASON_COMPROMISE } }, 1 },
	{ "on hold", CSI_KNOWN_REVOKED, REASON_ON_HOLD,
	    { { -9, 0 }, { -1, REASON_ON_HOLD } }, 2 },
	{ "on hold no more", CSI_KNOWN_GOOD, -1,
	    { { -9, REASON_ON_HOLD }, { -1, 0 } }, 2 },
	{ "on hold, then revoked", CSI_KNOWN_REVOKED, REASON_COMPROMISE,
	    { { -9, REASON_ON_HOLD }, { -1, REASON_COMPROMISE } }, 2 },
	{ "revoked for ever", CSI_KNOWN_REVOKED, REASON_COMPROMISE,
	    { { -9, REASON_COMPROMISE }, { -1, 0 } }, 2 },
	{ "revoked for ever, whatever is said of a hold", CSI_KNOWN_REVOKED,
	    REASON_COMPROMISE,
	    { { -9, REASON_COMPROMISE }, { -5, REASON_ON_HOLD }, { -1, 0 } },
	    3 },
};

static struct identity ca, signer;

static struct csi_bytes
make(const struct list *list)
{
	struct csi_bytes der =
	    authority_list(&ca, list->this_day, list->this_day + 30, 0, 0);

	if (list->reason != 0)
		authority_list_add(
		    &der, &ca, SERIAL, list->this_day - 1, list->reason, NULL);
	return der;
}

/* first, second: which of the lists stand first. */
static void
ask(const struct variant *variant, size_t first, size_t second)
{
	struct csi_bytes ders[LISTS_MOST];
	struct csi_bytes certificate = identity_der(&signer);
	struct csi_bytes issuer = identity_der(&ca);
	struct csi_statements statements = { 0 };
	struct csi_state state = { 0 };
	int64_t now = (int64_t)time(NULL);
	const size_t order[LISTS_MOST] = { first, second, 3 - first - second };
	cseal_status st;

	for (size_t i = 0; i < variant->count; i++)
		ders[i] = make(&variant->lists[i]);
	for (size_t i = 0; i < LISTS_MOST; i++) {
		if (order[i] < variant->count)
			csi_statements_add(&statements,
			    csi_bytes_span(&ders[order[i]]), true, 0);
	}
	st = csi_state_find(&statements, csi_bytes_span(&certificate),
	    csi_bytes_span(&issuer), now - 2 * DAY, now, &state, NULL);
	OKF(st == CSEAL_OK && state.known == variant->known &&
		(state.known != CSI_KNOWN_REVOKED ||
		    state.said.reason == variant->reason),
	    "%s, in the order %zu %zu: %d", variant->what, first, second,
	    (int)state.known);
	csi_statements_clear(&statements);
	for (size_t i = 0; i < variant->count; i++)
		csi_bytes_free(&ders[i]);
	csi_bytes_free(&certificate);
	csi_bytes_free(&issuer);
}

static void
lists_say_the_same_in_any_order(void)
{
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		for (size_t order = 0; order < 9; order++) {
			if (order / 3 != order % 3)
				ask(&variants[i], order / 3, order % 3);
		}
	}
}

int
main(void)
{
	ca = identity_make("CA", NULL, 1, -400, 400, NULL);
	signer = identity_make("Signer", &ca, SERIAL, -400, 400, NULL);
	RUN(lists_say_the_same_in_any_order);
	identity_free(&ca);
	identity_free(&signer);
	return tap_done();
}
