/* SPDX-License-Identifier: Apache-2.0 */
/* access.h -- gets access to a chip (ICAO 9303-11, 4.2): PACE where it offers
 * that, else basic access control. */
#ifndef EMRTD_ACCESS_H
#define EMRTD_ACCESS_H

#include "bac.h"
#include "file.h"
#include "pace.h"

/* What is allowed. */
enum emrtd_policy { EMRTD_ANY, EMRTD_PACE_ONLY, EMRTD_BAC_ONLY };

/* What is printed on the document.  Secret: wipe it. */
struct emrtd_print {
	bool has_zone, has_number;
	uint8_t seed[EMRTD_SEED_LEN]; /* of the zone */
	const char *number;           /* card access number; borrowed */
};

/* Status: REFUSED_INPUT (what was given cannot be printed on a document). */
cseal_status emrtd_print_read(struct emrtd_print *print, const char *zone,
    const char *number, cseal_error **ret_error);

enum emrtd_way_in { EMRTD_OPEN, EMRTD_BAC, EMRTD_PACE_WAY };

/* Why lengths beyond a byte are not used: nothing is known against them; the
 * reader says that it passes on none; the card says in its answer to reset that
 * it knows none; one of them turned out not to take them. */
enum emrtd_brevity {
	EMRTD_NOT_BRIEF,
	EMRTD_READER_BRIEF,
	EMRTD_CARD_BRIEF,
	EMRTD_TURNED_OUT
};

struct emrtd_access {
	const char *reader; /* its name; borrowed */
	enum emrtd_policy policy;
	struct emrtd_print print;
	enum emrtd_brevity brevity;
	/* How files of this card are read, once has_started. */
	struct emrtd_reading how;
	bool has_started;
	bool skips_security; /* EF.CardSecurity, which it does not give */

	/* How it was got. */
	enum emrtd_way_in way_in;
	struct emrtd_pace_way way;
	enum emrtd_password password;
	struct emrtd_file card_access;
	/* With chip authentication mapping: its record. */
	struct emrtd_file mapping;
	struct emrtd_file card_security; /* where EF.CardAccess calls for it */
};

#define EMRTD_SAYING_ROOM 64

/* One line that says how, as counterseal/module.h has it: "bac", "open",
 * "pace 2 2 13 mrz", and behind it "short" where extended lengths were not used
 * at the end, or "short-reader" or "short-card" where one of them said so. */
void emrtd_access_say(const struct emrtd_access *access,
    const struct emrtd_link *link, char ret_text[EMRTD_SAYING_ROOM]);

#define EMRTD_RESTARTS_MOST 10 /* of one card, for lengths */

/*
 * Starts the card anew, gets access and selects the application; once more
 * where it ends secure messaging over a length.  What was learned of lengths
 * stays.  Status: that of emrtd_line_start() and emrtd_link_ask();
 * AGAIN_PIN_WRONG (it is not what is printed on this document),
 * COUNTER_PIN_NEEDED, COUNTER_CARD_UNREADABLE.
 */
cseal_status emrtd_access_get(struct emrtd_access *access,
    struct emrtd_link *link, cseal_error **ret_error);

/* What the card says in its answer to reset. */
void emrtd_access_heed(
    struct emrtd_access *access, const uint8_t *atr, size_t len);

/* Forgets what was got from a card and learned of it; the rest stays. */
void emrtd_access_forget(struct emrtd_access *access);

#endif
