/* SPDX-License-Identifier: Apache-2.0 */
/* test-emrtd-faults.c -- whatever a chip, or who is between it and the reader,
 * does wrong: modules/emrtd-reader ends with the right status, and never with
 * "genuine" or "signed" for what is not. */
#include "desk.h"
#include "harness.h"
#include "tap.h"
#include "unit/emrtd/build.h"

struct desk desk_of_tests;

static struct harness harness;
static struct chip chip;
static struct document document;

static const struct document_how everything = { .ways = { { 6, 2, 13 } },
	.has_bac = true,
	.has_details = true,
	.agree_cipher = 2,
	.agree_parameter = 13,
	.active = "EC:P-256",
	.active_digest = "SHA256" };
static const struct document_how simple = { .has_bac = true };

static void
put_on(const struct document_how *how)
{
	document_free(&document);
	document_make(&document, &harness.state, how);
	chip_clear(&chip);
	chip_init(&chip, &document.model);
	desk_of_tests = (struct desk){ .chip = &chip };
}

/* Anew, with the same document. */
static void
put_on_again(void)
{
	chip_clear(&chip);
	chip_init(&chip, &document.model);
	desk_of_tests = (struct desk){ .chip = &chip };
}

static unsigned long fault_count;

static bool
is_good(const struct outcome *outcome)
{
	return outcome->st == CSEAL_OK &&
	       (outcome_signed(outcome) == CSEAL_VERDICT_YES ||
		   outcome_genuine(outcome) == CSEAL_VERDICT_YES);
}

/* Of a document with which something is wrong. */
static bool
is_taken(const struct outcome *outcome)
{
	fault_count++;
	return is_good(outcome);
}

/* ---- a card that is lifted ----------------------------------------------- */

static bool
lift(struct chip *changed, void *user, unsigned long n, const uint8_t *command,
    size_t command_len, uint8_t *answer, size_t *len)
{
	return n != *(const unsigned long *)user;
}

static void
a_card_may_be_lifted_at_any_command(void)
{
	struct outcome outcome;
	unsigned long last, bad = 0;

	put_on(&everything);
	outcome = harness_read(&harness, false, 30000);
	OK(is_good(&outcome));
	outcome_free(&outcome);
	last = chip.total_count;
	for (unsigned long n = 1; n <= last; n++) {
		put_on_again();
		chip.mangle = lift;
		chip.user = &n;
		outcome = harness_read(&harness, false, 30000);
		bad +=
		    is_taken(&outcome) || outcome.st != CSEAL_AGAIN_CARD_LIFTED;
		outcome_free(&outcome);
	}
	OKF(last > 20 && bad == 0, "%lu of %lu were told otherwise", bad, last);
}

/* ---- bytes of secure messaging ------------------------------------------- */

struct flip {
	unsigned long n; /* the answer */
	size_t at;       /* its byte */
	uint8_t tag;     /* of what it begins with */
	bool was_done;
};

static bool
flip(struct chip *changed, void *user, unsigned long n, const uint8_t *command,
    size_t command_len, uint8_t *answer, size_t *len)
{
	struct flip *how = user;

	if (n != how->n || how->at >= *len)
		return true;
	how->tag = answer[0];
	answer[how->at] ^= 0x10;
	how->was_done = true;
	return true;
}

/* Every byte of an answer under secure messaging, of either cipher: tag, length,
 * padding indicator, cryptogram, status, checksum, trailer. */
static void
flip_all(const struct document_how *how, unsigned long n, uint8_t tag,
    const char *what)
{
	size_t count = 0, bad = 0;
	struct flip flipping;

	put_on(how);
	document.model.has_no_extended = how->portrait_len > 0;
	for (size_t at = 0;; at++) {
		struct outcome outcome;

		put_on_again();
		flipping = (struct flip){ .n = n, .at = at };
		chip.mangle = flip;
		chip.user = &flipping;
		outcome = harness_read(&harness, false, 30000);
		if (!flipping.was_done) {
			outcome_free(&outcome);
			break;
		}
		count++;
		bad += flipping.tag != tag;
		if (is_taken(&outcome) || outcome.st == CSEAL_OK ||
		    (outcome.st != CSEAL_FAULT_DEVICE &&
			outcome.st != CSEAL_COUNTER_CARD_UNREADABLE)) {
			printf("# byte %zu: ", at);
			outcome_show(&outcome);
			bad++;
		}
		outcome_free(&outcome);
	}
	OKF(count >= 16 && bad == 0, "%s: %zu bytes, %zu accepted", what, count,
	    bad);
}

static void
no_byte_of_secure_messaging_may_differ(void)
{
	const struct document_how pace = { .ways = { { 2, 2, 13 } } };
	const struct document_how long_one = { .has_bac = true,
		.portrait_len = 40000 };

	/* CardAccess, SELECT, challenge, keys, then the first group after
	 * EF.SOD; with PACE: eight to get in, EF.SOD, data group 14, 1. */
	flip_all(&simple, 6, 0x87, "3DES, data group 1");
	flip_all(&pace, 7, 0x99, "AES, an answer without data");
	flip_all(&pace, 9, 0x87, "AES, data group 1");
	flip_all(&pace, 10, 0x87, "AES, data group 14");
	/* In pieces, of which those beyond 32767 bytes come otherwise. */
	flip_all(&long_one, 165, 0x85, "3DES, an odd instruction");
}

/* ---- answers that are none ----------------------------------------------- */

struct replacement {
	const char *what;
	uint8_t bytes[8];
	size_t len;
	size_t cut;    /* bytes from its end */
	size_t repeat; /* how long it becomes */
	bool again;    /* the answer before, once more */
};

struct replacing {
	const struct replacement *with;
	unsigned long from;
	uint8_t before[300];
	size_t before_len;
};

static bool
replace(struct chip *changed, void *user, unsigned long n,
    const uint8_t *command, size_t command_len, uint8_t *answer, size_t *len)
{
	struct replacing *replacing = user;
	const struct replacement *with = replacing->with;

	if (n < replacing->from) {
		if (*len <= sizeof(replacing->before)) {
			memcpy(replacing->before, answer, *len);
			replacing->before_len = *len;
		}
		return true;
	}
	if (with->again) {
		memcpy(answer, replacing->before, replacing->before_len);
		*len = replacing->before_len;
	} else if (with->repeat > 0) {
		memset(answer, with->bytes[0], with->repeat);
		memcpy(answer + with->repeat - 2, with->bytes + 1, 2);
		*len = with->repeat;
	} else if (with->cut > 0) {
		*len = *len > with->cut ? *len - with->cut : 1;
	} else {
		memcpy(answer, with->bytes, with->len);
		*len = with->len;
	}
	return true;
}

static void
answers_that_are_none_end_it(void)
{
	static const struct replacement rows[] = {
		{ .what = "one byte", .bytes = { 0x90 }, .len = 1 },
		{ .what = "success alone", .bytes = { 0x90, 0x00 }, .len = 2 },
		{ .what = "a wrong length", .bytes = { 0x67, 0x00 }, .len = 2 },
		{ .what = "no secure messaging",
		    .bytes = { 0x69, 0x88 },
		    .len = 2 },
		{ .what = "no such file", .bytes = { 0x6a, 0x82 }, .len = 2 },
		{ .what = "more, without an end",
		    .bytes = { 0x61, 0x10 },
		    .len = 2 },
		{ .what = "another length, without an end",
		    .bytes = { 0x6c, 0x10 },
		    .len = 2 },
		{ .what = "a byte and more",
		    .bytes = { 1, 0x61, 1 },
		    .len = 3 },
		{ .what = "in the clear",
		    .bytes = { 0x61, 0x02, 0x5f, 0x1f, 0x90, 0x00 },
		    .len = 6 },
		{ .what = "cut by one", .cut = 1 },
		{ .what = "cut by ten", .cut = 10 },
		{ .what = "of 65000 bytes",
		    .bytes = { 0x87, 0x90, 0x00 },
		    .repeat = 65000 },
		{ .what = "of 65552 bytes",
		    .bytes = { 0x00, 0x90, 0x00 },
		    .repeat = 65552 },
		{ .what = "the one before", .again = true },
	};
	static const unsigned long from[] = { 1, 2, 3, 4, 5, 6, 9, 12, 14 };
	size_t bad = 0, count = 0;

	put_on(&everything);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t k = 0; k < sizeof(from) / sizeof(from[0]); k++) {
			struct replacing replacing = { .with = &rows[i],
				.from = from[k] };
			struct outcome outcome;

			put_on_again();
			chip.mangle = replace;
			chip.user = &replacing;
			outcome = harness_read(&harness, false, 30000);
			count++;
			if (is_taken(&outcome) ||
			    outcome.st == CSEAL_FAULT_INTERNAL ||
			    outcome.st == CSEAL_STOPPED_TIMEOUT) {
				printf("# %s from %lu on: ", rows[i].what,
				    from[k]);
				outcome_show(&outcome);
				bad++;
			}
			outcome_free(&outcome);
		}
	}
	OKF(bad == 0, "%zu of %zu did no harm", count - bad, count);
}

/* ---- files that are none ------------------------------------------------- */

static bool
has_status(cseal_status st)
{
	struct outcome outcome = harness_read(&harness, false, 30000);
	bool is = !is_taken(&outcome) && outcome.st == st;

	if (!is)
		outcome_show(&outcome);
	outcome_free(&outcome);
	return is;
}

static void
files_that_say_a_length_that_they_have_not_are_refused(void)
{
	static const uint8_t huge[] = { 0x61, 0x83, 0xff, 0xff, 0xff, 0 };
	static const uint8_t cut[] = { 0x61, 0x5b, 0x5f, 0x1f };
	static const uint8_t indefinite[] = { 0x61, 0x80, 0, 0 };
	static const uint8_t one[] = { 0x61 };

	put_on(&simple);
	document.model.groups[1] = (struct chip_file){ huge, sizeof(huge) };
	OKF(has_status(CSEAL_REFUSED_LIMIT), "16 MiB");
	document.model.groups[1] = (struct chip_file){ cut, sizeof(cut) };
	OKF(has_status(CSEAL_COUNTER_CARD_UNREADABLE), "more than there is");
	document.model.groups[1] =
	    (struct chip_file){ indefinite, sizeof(indefinite) };
	OKF(has_status(CSEAL_REFUSED_LIMIT), "no length");
	document.model.groups[1] = (struct chip_file){ one, sizeof(one) };
	OKF(has_status(CSEAL_COUNTER_CARD_UNREADABLE), "a tag alone");
	document.model.groups[1].at = NULL;
	OKF(has_status(CSEAL_COUNTER_CARD_UNREADABLE), "nothing");
}

/* Bytes that a protected read asks for; 0: it is none, or asks by one. */
static size_t
wide_le(const uint8_t *command, size_t len)
{
	const uint8_t *le = command + 7; /* behind the extended length */

	if (len < 12 || (command[0] & 0x0c) != 0x0c || command[1] != 0xb0 ||
	    command[4] != 0 || le[0] != 0x97 || le[1] != 2)
		return 0;
	return le[2] == 0 && le[3] == 0 ? 65536 : (size_t)le[2] << 8 | le[3];
}

/* Ends secure messaging, as some chips do over a length. */
static bool
end_it(struct chip *changed, uint8_t *answer, size_t *len)
{
	changed->session.is_on = changed->has_access = false;
	answer[0] = 0x67;
	answer[1] = 0x00;
	*len = 2;
	return true;
}

static bool
end_over_2000(struct chip *changed, void *user, unsigned long n,
    const uint8_t *command, size_t command_len, uint8_t *answer, size_t *len)
{
	return wide_le(command, command_len) <= 2000 ||
	       end_it(changed, answer, len);
}

/* Over every read of the file that is read first under secure messaging. */
static bool
end_always(struct chip *changed, void *user, unsigned long n,
    const uint8_t *command, size_t command_len, uint8_t *answer, size_t *len)
{
	return !changed->session.is_on || command[1] != 0xb0 ||
	       end_it(changed, answer, len);
}

static void
a_chip_that_ends_secure_messaging_over_a_length_is_asked_for_less(void)
{
	static const struct chip_way ways[] = { { 2, 2, 13 }, { 6, 2, 13 },
		{ 6, 4, 16 } };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const struct document_how how = { .ways = { ways[i] },
			.has_bac = true };
		struct outcome outcome;

		put_on(&how);
		chip.mangle = end_over_2000;
		outcome = harness_read(&harness, false, 30000);
		if (!OKF(is_good(&outcome) &&
			     !outcome_has_reason(&outcome, "weaker"),
			"PACE %u.%u: %s", ways[i].protocol, ways[i].cipher,
			outcome.text))
			outcome_show(&outcome);
		OKF(ways[i].protocol != 6 || outcome.st != CSEAL_OK ||
			outcome_genuine(&outcome) == CSEAL_VERDICT_YES,
		    "with its mapping");
		outcome_free(&outcome);
		put_on_again();
		chip.mangle = end_always;
		OKF(has_status(CSEAL_COUNTER_CARD_UNREADABLE),
		    "and over any length");
	}
}

static struct csi_bytes *const files[] = { &document.files[1],
	&document.files[2], &document.files[7], &document.files[11],
	&document.files[12], &document.files[13], &document.files[14],
	&document.files[15], &document.files[16], &document.sod };

/* One bit of each file that the chip gives, in its middle. */
static void
no_file_may_be_changed(void)
{
	put_on(&everything);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		uint8_t *byte = &files[i]->at[files[i]->len / 2];
		struct outcome outcome;

		put_on_again();
		*byte ^= 1;
		outcome = harness_read(&harness, false, 30000);
		*byte ^= 1;
		OKF(!is_taken(&outcome), "file %zu of %zu bytes: %s", i,
		    files[i]->len, cseal_status_name(outcome.st));
		outcome_free(&outcome);
	}
}

/* Each file ends before it says that it does: after a byte, after tag and
 * length, in the middle, and one byte too early. */
static void
no_file_may_be_cut(void)
{
	put_on(&everything);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const size_t whole = files[i]->len;
		const size_t cuts[] = { 1, 4, whole / 2, whole - 1 };
		size_t bad = 0;

		for (size_t k = 0; k < 4; k++) {
			struct outcome outcome;

			files[i]->len = cuts[k];
			document_load(&document);
			put_on_again();
			outcome = harness_read(&harness, false, 30000);
			bad +=
			    is_taken(&outcome) ||
			    (outcome.st != CSEAL_OK &&
				outcome.st != CSEAL_COUNTER_CARD_UNREADABLE &&
				outcome.st != CSEAL_REFUSED_LIMIT);
			outcome_free(&outcome);
		}
		files[i]->len = whole;
		OKF(bad == 0, "file %zu of %zu bytes", i, whole);
	}
	document_load(&document);
}

/* The same files in one another's places. */
static void
no_file_stands_for_another(void)
{
	struct chip_file kept;

	put_on(&everything);
	kept = document.model.groups[11];
	document.model.groups[11] = document.model.groups[12];
	document.model.groups[12] = kept;
	OKF(has_status(CSEAL_OK), "11 and 12");
	put_on(&everything);
	document.model.groups[1] = document.model.groups[11];
	OKF(has_status(CSEAL_COUNTER_CARD_UNREADABLE), "1 and 11");
	put_on(&everything);
	document.model.groups[14] = document.model.groups[15];
	OKF(has_status(CSEAL_OK), "14 and 15");
	put_on(&everything);
	document.model.sod = document.model.card_security;
	OKF(has_status(CSEAL_OK), "EF.SOD and EF.CardSecurity");
}

static void
a_chip_that_never_comes_to_an_end_is_left(void)
{
	static uint8_t drip[30000] = { 0x61, 0x82, 0x75, 0x2c }, large[300000];

	put_on(&simple);
	document.model.gives_nothing = true;
	OKF(has_status(CSEAL_COUNTER_CARD_UNREADABLE), "reads bring nothing");
	put_on(&simple);
	document.model.begins_again = true;
	document.model.read_most = 120;
	OKF(has_status(CSEAL_OK), "the beginning over and over");
	put_on(&simple);
	document.model.give_most = 1;
	document.model.groups[1] = (struct chip_file){ drip, sizeof(drip) };
	OKF(has_status(CSEAL_COUNTER_CARD_UNREADABLE), "byte by byte");
	put_on(&simple);
	memcpy(large, "\x77\x83\x04\x93\xdb", 5);
	document.model.sod = (struct chip_file){ large, sizeof(large) };
	OKF(has_status(CSEAL_OK), "EF.SOD of 300 kB is read, and is none");
	put_on(&simple);
	memcpy(large, "\x61\x83\x10\x00\x01", 5);
	document.model.groups[1] = (struct chip_file){ large, sizeof(large) };
	OKF(has_status(CSEAL_REFUSED_LIMIT), "a byte more than 1 MiB");
}

static void
a_file_that_is_missing_is_not_made_up(void)
{
	struct outcome outcome;

	put_on(&everything);
	document.model.sod.at = NULL;
	outcome = harness_read(&harness, false, 30000);
	OKF(outcome.st == CSEAL_OK && !is_taken(&outcome),
	    "without EF.SOD nothing is signed");
	outcome_free(&outcome);
	put_on(&everything);
	document.model.com.at = NULL;
	outcome = harness_read(&harness, false, 30000);
	OKF(is_good(&outcome), "nobody needs EF.COM");
	outcome_free(&outcome);
	put_on(&everything);
	document.model.groups[2].at = NULL;
	outcome = harness_read(&harness, false, 30000);
	OK(outcome.st == CSEAL_OK && !is_taken(&outcome) &&
	    outcome_has_reason(&outcome, "Data group 2, which"));
	OKF(outcome.st == CSEAL_OK &&
		cseal_identity_portrait(outcome.identity, NULL, NULL) == NULL,
	    "nor is there a portrait");
	outcome_free(&outcome);
}

/* It says that there is none (6A82), or that it is not for us (6982). */
static void
withhold(unsigned group, bool is_closed)
{
	put_on(&everything);
	if (is_closed)
		document.model.closed_groups = 1u << group;
	else
		document.model.groups[group].at = NULL;
}

static void
what_is_kept_back_is_missed(void)
{
	static const unsigned details[] = { 7, 11, 12, 13, 16 };
	struct outcome outcome;
	char reason[64];

	for (int closed = 0; closed < 2; closed++) {
		withhold(2, closed != 0);
		outcome = harness_read(&harness, false, 30000);
		OKF(!is_taken(&outcome) &&
			outcome_signed(&outcome) == CSEAL_VERDICT_UNKNOWN &&
			outcome_has_reason(&outcome, "Data group 2, which"),
		    "the portrait");
		outcome_free(&outcome);
		withhold(1, closed != 0);
		OKF(has_status(CSEAL_COUNTER_CARD_UNREADABLE), "the zone");
		for (size_t i = 0; i < sizeof(details) / sizeof(details[0]);
		     i++) {
			withhold(details[i], closed != 0);
			snprintf(reason, sizeof(reason), "Data group %u, which",
			    details[i]);
			outcome = harness_read(&harness, false, 30000);
			OKF(outcome.st == CSEAL_OK &&
				outcome_signed(&outcome) == CSEAL_VERDICT_YES &&
				outcome_has_reason(&outcome, reason),
			    "data group %u", details[i]);
			outcome_free(&outcome);
		}
	}
}

/* ---- who signed ---------------------------------------------------------- */

static bool
is_signed_by(const struct issuer_how *signer, const struct issuer_how *above)
{
	struct issuer state = { .csca_key = cred_key("EC:P-256"),
		.key = cred_key("EC:P-256") };
	struct harness other = harness;
	struct outcome outcome;
	bool is;

	state.csca = issuer_certificate(state.csca_key, above, NULL, NULL);
	state.certificate =
	    issuer_certificate(state.key, signer, state.csca, state.csca_key);
	snprintf(
	    other.trust, sizeof(other.trust), "%.400s.other", harness.trust);
	cred_write_pem(other.trust, NULL, NULL, &state.csca, 1);
	document_free(&document);
	document_make(&document, &state, &everything);
	put_on_again();
	outcome = harness_read(&other, false, 30000);
	if (!OKF(outcome.st == CSEAL_OK, "it is read"))
		outcome_show(&outcome);
	is = is_good(&outcome);
	outcome_free(&outcome);
	issuer_free(&state);
	return is;
}

#define CSCA(c, f, t)                                                    \
	{                                                                \
		.country = c, .common_name = "CSCA", .from = f, .to = t, \
		.usage = "keyCertSign,cRLSign", .is_ca = 1, .serial = 1  \
	}
#define SIGNER(c, f, t)                                                \
	{                                                              \
		.country = c, .common_name = "DS", .from = f, .to = t, \
		.usage = "digitalSignature", .serial = 2               \
	}

static void
who_may_not_sign_does_not(void)
{
	/* Servers, master lists, bar codes. */
	static const char *const purposes[] = {
		"critical,serverAuth,clientAuth", "critical,2.23.136.1.1.3",
		"critical,2.23.136.1.1.14.2", "serverAuth"
	};
	const long year = 365 * CRED_DAY;
	const struct issuer_how csca = CSCA("NL", 0, 0);
	const struct issuer_how foreign = CSCA("BE", 0, 0);
	const struct issuer_how old = CSCA("NL", -9 * year, -8 * year);
	const struct issuer_how signer = SIGNER("NL", 0, 0);
	const struct issuer_how expired = SIGNER("NL", -9 * year, -8 * year);
	const struct issuer_how future = SIGNER("NL", year, 2 * year);
	const struct issuer_how other = SIGNER("BE", 0, 0);

	OKF(is_signed_by(&signer, &csca), "who may does");
	fault_count += 6; /* of which no document is kept */
	OKF(!is_signed_by(&expired, &csca), "an expired signer");
	OKF(!is_signed_by(&future, &csca), "one that is not valid yet");
	OKF(!is_signed_by(&signer, &old), "an expired state");
	OKF(!is_signed_by(&other, &csca), "a signer of another country");
	OKF(!is_signed_by(&other, &foreign), "another country altogether");
	OKF(!is_signed_by(&signer, &foreign), "two countries");
	for (size_t i = 0; i < sizeof(purposes) / sizeof(purposes[0]); i++) {
		struct issuer_how elsewhere = signer;

		elsewhere.purpose = purposes[i];
		fault_count++;
		OKF(!is_signed_by(&elsewhere, &csca), "a signer for %s",
		    purposes[i]);
	}
}

static void
at_least_sixty_faults_were_made(void)
{
	OKF(fault_count >= 60, "%lu", fault_count);
}

int
main(void)
{
	harness_make(&harness, EMRTD_MODULE);
	RUN(a_card_may_be_lifted_at_any_command);
	RUN(no_byte_of_secure_messaging_may_differ);
	RUN(answers_that_are_none_end_it);
	RUN(files_that_say_a_length_that_they_have_not_are_refused);
	RUN(a_chip_that_ends_secure_messaging_over_a_length_is_asked_for_less);
	RUN(no_file_may_be_changed);
	RUN(no_file_may_be_cut);
	RUN(no_file_stands_for_another);
	RUN(a_chip_that_never_comes_to_an_end_is_left);
	RUN(a_file_that_is_missing_is_not_made_up);
	RUN(what_is_kept_back_is_missed);
	RUN(who_may_not_sign_does_not);
	RUN(at_least_sixty_faults_were_made);
	chip_clear(&chip);
	document_free(&document);
	harness_free(&harness);
	return tap_done();
}
