/* SPDX-License-Identifier: Apache-2.0 */
/* test-emrtd-genuine.c -- proves modules/emrtd-reader/genuine.c and
 * agreement.c, lib/emrtd/proof-*.c and lib/identity/emrtd-chip.c with a chip of
 * our own: who is genuine, who is not, and who is not known to be. */
#include "cms/der.h"
#include "desk.h"
#include "harness.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

struct desk desk_of_tests;

static struct harness harness;
static struct chip chip;
static struct document document;

#define PACE             \
	{                \
		2, 2, 13 \
	}
#define WITH_CAM         \
	{                \
		6, 2, 13 \
	}
#define SUITE_LAST 4

static void
put_on(const struct document_how *how)
{
	document_free(&document);
	document_make(&document, &harness.state, how);
	chip_clear(&chip);
	chip_init(&chip, &document.model);
	desk_of_tests = (struct desk){ .chip = &chip };
}

static const char *
name(cseal_verdict verdict)
{
	return cseal_verdict_name(verdict);
}

/* Reads what is on the desk. */
static bool
finds(cseal_verdict expected, const char *reason)
{
	struct outcome outcome = harness_read(&harness, false, 30000);
	bool ok = outcome.st == CSEAL_OK &&
		  outcome_signed(&outcome) == CSEAL_VERDICT_YES &&
		  outcome_genuine(&outcome) == expected &&
		  outcome_has_reason(&outcome, reason);

	if (!ok)
		outcome_show(&outcome);
	outcome_free(&outcome);
	return ok;
}

static bool
is_genuine(const struct document_how *how, const char *reason)
{
	put_on(how);
	return finds(CSEAL_VERDICT_YES, reason);
}

/* ---- who can prove it ---------------------------------------------------- */

static void
chip_authentication_makes_a_chip_genuine(void)
{
	static const unsigned parameters[] = { 8, 9, 10, 11, 12, 13, 14, 15, 16,
		17, 18, 0 };

	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]);
	     i++) {
		const struct document_how how = { .ways = { PACE },
			.agree_cipher = (unsigned)i % SUITE_LAST + 1,
			.agree_parameter = parameters[i] };

		OKF(is_genuine(&how, "by chip authentication that"),
		    "parameters %u, cipher %u", parameters[i],
		    how.agree_cipher);
	}
}

static void
chip_authentication_works_after_basic_access_too(void)
{
	const struct document_how how = {
		.has_bac = true, .agree_cipher = 1, .agree_parameter = 12
	};
	const struct document_how residues = {
		.has_bac = true, .agree_cipher = 2, .agree_parameter = 2
	};

	OK(is_genuine(&how, "by chip authentication that"));
	OKF(is_genuine(&residues, "by chip authentication that"),
	    "with residues of 2048 bits");
}

static void
active_authentication_makes_a_chip_genuine(void)
{
	static const struct {
		const char *key, *digest;
	} rows[] = { { "RSA:1024", "SHA1" }, { "RSA:1024", "SHA224" },
		{ "RSA:1280", "SHA256" }, { "RSA:2048", "SHA256" },
		{ "RSA:2048", "SHA384" }, { "RSA:2048", "SHA512" },
		{ "EC:P-256", "SHA256" }, { "EC:P-256", "SHA1" },
		{ "EC:P-384", "SHA384" }, { "EC:P-521", "SHA512" },
		{ "EC:brainpoolP256r1", "SHA224" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct document_how how = { .ways = { PACE },
			.active = rows[i].key,
			.active_digest = rows[i].digest };

		OKF(is_genuine(&how, "by active authentication that"),
		    "%s with %s", rows[i].key, rows[i].digest);
	}
}

static void
mapping_makes_a_chip_genuine(void)
{
	static const struct chip_way ways[] = { { 6, 2, 12 }, { 6, 2, 13 },
		{ 6, 3, 15 }, { 6, 4, 16 }, { 6, 4, 18 } };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const struct document_how how = { .ways = { ways[i] } };

		OKF(is_genuine(&how, "by chip authentication mapping that"),
		    "parameters %u, cipher %u", ways[i].parameter,
		    ways[i].cipher);
	}
}

/* The mapping is taken also where another way has longer keys. */
static const struct document_how everything = { .ways = { WITH_CAM,
						    { 2, 4, 16 } },
	.has_bac = true,
	.agree_cipher = 4,
	.agree_parameter = 13,
	.active = "EC:P-256",
	.active_digest = "SHA256" };

static void
all_that_the_state_signed_is_asked_for(void)
{
	put_on(&everything);
	OK(finds(CSEAL_VERDICT_YES, "by active authentication that"));
	OK(finds(CSEAL_VERDICT_YES, "by chip authentication that"));
	OK(finds(CSEAL_VERDICT_YES, "by chip authentication mapping that"));
}

/* ---- who cannot ---------------------------------------------------------- */

/* Another's secret in the place of what the state made. */
static void
copy_without(bool active, bool agreement, bool mapping)
{
	static struct document other;

	document_free(&other);
	document_make(&other, &harness.state, &everything);
	put_on(&everything);
	if (active) {
		EVP_PKEY_free(document.model.active_key);
		document.model.active_key = other.model.active_key;
		EVP_PKEY_up_ref(document.model.active_key);
	}
	if (agreement)
		BN_copy(document.model.agree_key.secret,
		    other.model.agree_key.secret);
	if (mapping)
		BN_copy(document.model.mapping_key.secret,
		    other.model.mapping_key.secret);
}

static void
a_copy_is_not_genuine(void)
{
	copy_without(true, false, false);
	OK(finds(CSEAL_VERDICT_NO, "did not prove by active authentication"));
	copy_without(false, true, false);
	OK(finds(
	    CSEAL_VERDICT_NO, "did not prove by chip authentication that"));
	copy_without(false, false, true);
	OK(finds(
	    CSEAL_VERDICT_NO, "did not prove by chip authentication mapping"));
	copy_without(true, true, true);
	OK(finds(CSEAL_VERDICT_NO, "did not prove by active authentication"));
}

static void
a_chip_that_refuses_is_not_genuine(void)
{
	put_on(&everything);
	document.model.agree_cipher = 0;
	OK(finds(
	    CSEAL_VERDICT_NO, "did not prove by chip authentication that"));
	put_on(&everything);
	EVP_PKEY_free(document.model.active_key);
	document.model.active_key = NULL;
	OK(finds(CSEAL_VERDICT_NO, "did not prove by active authentication"));
}

/* 0.4.0.127.0.7.2.2, where protocols for chips are: 3 is that of chip
 * authentication, 6 is none that is known here. */
#define BSI(n)     "\x06\x08\x04\x00\x7f\x00\x07\x02\x02" n
#define OTHER      "\x30\x0d" BSI("\x06") "\x02\x01\x01"
#define TIMES_8(x) x x x x x x x x

static const struct {
	const char *what;
	struct csi_span infos;
} odd_ones[] = {
	{ "none", CSI_SPAN("") },
	{ "72 that are not known",
	    CSI_SPAN(TIMES_8(TIMES_8(OTHER)) TIMES_8(OTHER)) },
	{ "with a fourth element",
	    CSI_SPAN("\x30\x13" BSI(
		"\x06") "\x02\x01\x01\x02\x01\x02\x02\x01\x03") },
	{ "without a value", CSI_SPAN("\x30\x0a" BSI("\x06")) },
};

/* The keys of one document are made anew for each. */
static struct document_how
with_infos(struct csi_span infos)
{
	struct document_how how = everything;

	how.more_infos = infos;
	return how;
}

static void
infos_that_are_not_known_do_not_hide_the_others(void)
{
	for (size_t i = 0; i < sizeof(odd_ones) / sizeof(odd_ones[0]); i++) {
		const struct document_how how = with_infos(odd_ones[i].infos);

		OKF(is_genuine(&how, "by chip authentication that"), "%s",
		    odd_ones[i].what);
		put_on(&how);
		document.model.agree_cipher = 0;
		OKF(finds(CSEAL_VERDICT_NO,
			"did not prove by chip authentication that"),
		    "%s, and it refuses", odd_ones[i].what);
	}
}

static const struct {
	const char *what;
	struct csi_span infos;
} unclear_ones[] = {
	{ "without a value", CSI_SPAN("\x30\x0a" BSI("\x03")) },
	{ "that is none", CSI_SPAN("\x02\x01\x00") },
	{ "that is cut", CSI_SPAN("\x30\x0d\x06\x08\x04") },
};

/* What they say may be just what the chip cannot do. */
static void
nobody_is_genuine_whose_keys_cannot_all_be_read(void)
{
	for (size_t i = 0; i < sizeof(unclear_ones) / sizeof(unclear_ones[0]);
	     i++) {
		const struct document_how how =
		    with_infos(unclear_ones[i].infos);
		struct document_how alone = { .ways = { PACE } };

		put_on(&how);
		OKF(finds(CSEAL_VERDICT_UNKNOWN, "cannot be read in whole"),
		    "an info %s", unclear_ones[i].what);
		alone.more_infos = how.more_infos;
		put_on(&alone);
		OKF(finds(CSEAL_VERDICT_UNKNOWN, "cannot be read in whole"),
		    "and nothing else");
		OKF(!finds(CSEAL_VERDICT_UNKNOWN, "nothing with which"),
		    "which is not said to be nothing");
	}
	put_on(&everything);
	document.files[14].at[0] = 0x6d;
	document_sign(&document, &harness.state);
	document_load(&document);
	OKF(finds(CSEAL_VERDICT_UNKNOWN, "cannot be read in whole"),
	    "no infos at all");
	put_on(&everything);
	document.files[15].at[2] = 0x31;
	document_sign(&document, &harness.state);
	document_load(&document);
	OKF(finds(CSEAL_VERDICT_UNKNOWN, "active authentication is of a kind"),
	    "no key for active authentication");
}

/* A way that is not known here, beside a key. */
static void
a_way_that_is_not_known_is_not_held_against_a_chip(void)
{
	static const struct csi_span nine = CSI_SPAN(
	    "\x30\x0f\x06\x0a\x04\x00\x7f\x00\x07\x02\x02\x03\x02\x09\x02"
	    "\x01\x01");
	const struct document_how how = { .ways = { PACE },
		.more_infos = nine };

	put_on(&how);
	OK(finds(CSEAL_VERDICT_UNKNOWN,
	    "by chip authentication that it is genuine, and no such proof"));
}

static void
a_chip_that_hides_its_keys_is_not_genuine(void)
{
	put_on(&everything);
	document.model.groups[14].at = NULL;
	OK(finds(CSEAL_VERDICT_NO, "Data group 14"));
	put_on(&everything);
	document.model.groups[15].at = NULL;
	OK(finds(CSEAL_VERDICT_NO, "Data group 15"));
	put_on(&everything);
	document.model.card_security.at = NULL;
	OK(finds(
	    CSEAL_VERDICT_NO, "did not prove by chip authentication mapping"));
}

/* EF.CardAccess without the mapping: it can be changed by anybody. */
static void
a_mapping_that_was_not_asked_for_proves_nothing(void)
{
	put_on(&everything);
	document.model.card_access.at = NULL;
	OK(finds(CSEAL_VERDICT_UNKNOWN,
	    "mapping that it is genuine, and no such proof"));
}

static void
a_key_that_another_state_signed_proves_nothing(void)
{
	struct issuer other;
	struct document theirs;

	issuer_make_with(
	    &other, "NL", cred_key("EC:P-256"), cred_key("EC:P-256"));
	document_make(&theirs, &other, &everything);
	put_on(&everything);
	document.model.card_security = theirs.model.card_security;
	BN_copy(
	    document.model.mapping_key.secret, theirs.model.mapping_key.secret);
	{
		struct outcome outcome = harness_read(&harness, false, 30000);

		OK(outcome.st == CSEAL_OK &&
		    outcome_genuine(&outcome) != CSEAL_VERDICT_YES);
		outcome_free(&outcome);
	}
	document_free(&theirs);
	issuer_free(&other);
}

/* ---- who is not known to be ---------------------------------------------- */

static void
nobody_is_genuine_whose_data_are_not_signed(void)
{
	struct cseal_identity_options options = { .size = sizeof(options),
		.mrz = DOCUMENT_ZONE };
	struct outcome outcome;

	put_on(&everything);
	outcome = harness_read_with(&harness, &options, 5000, NULL);
	OK(outcome.st == CSEAL_OK &&
	    outcome_genuine(&outcome) == CSEAL_VERDICT_UNKNOWN);
	outcome_free(&outcome);
	document.files[1].at[50] ^= 1;
	outcome = harness_read(&harness, false, 30000);
	OK(outcome.st == CSEAL_OK &&
	    outcome_signed(&outcome) == CSEAL_VERDICT_NO &&
	    outcome_genuine(&outcome) == CSEAL_VERDICT_UNKNOWN);
	outcome_free(&outcome);
}

static void
a_chip_without_keys_is_not_known_to_be(void)
{
	const struct document_how how = { .ways = { PACE } };

	put_on(&how);
	OK(finds(CSEAL_VERDICT_UNKNOWN, "nothing with which"));
}

static void
what_does_not_fit_through_the_reader_is_not_held_against_a_chip(void)
{
	const struct document_how how = { .ways = { PACE },
		.active = "RSA:2048",
		.active_digest = "SHA256" };

	put_on(&how);
	desk_of_tests.is_short = desk_of_tests.says_short = true;
	OK(finds(CSEAL_VERDICT_UNKNOWN, "and no such proof was kept"));
	OK(finds(CSEAL_VERDICT_UNKNOWN, "This reader passes on short"));
	put_on(&how);
	desk_of_tests.is_short = true;
	OK(finds(CSEAL_VERDICT_UNKNOWN, "Reader and chip could"));
	put_on(&how);
	document.model.has_no_extended = true;
	OK(finds(CSEAL_VERDICT_UNKNOWN, "Reader and chip could"));
	put_on(&how);
	desk_of_tests.card_says_short = true;
	OKF(finds(CSEAL_VERDICT_UNKNOWN, "The chip says that it gives short"),
	    "which a copy may say, too");
	put_on(&how);
	OKF(!finds(CSEAL_VERDICT_YES, "short answers"),
	    "and nothing of it where there was room");
}

static void
what_needs_secure_messaging_is_told_where_there_is_none(void)
{
	const struct document_how how = {
		.is_open = true, .agree_cipher = 2, .agree_parameter = 13
	};

	put_on(&how);
	OK(finds(CSEAL_VERDICT_UNKNOWN,
	    "by chip authentication that it is genuine, and no such proof"));
	OK(finds(CSEAL_VERDICT_UNKNOWN, "without access control"));
}

/* ---- afterwards ---------------------------------------------------------- */

static cseal_verdict
judge_again(const char *json)
{
	const char *trust = harness.trust;
	struct cseal_identity_judging judging = {
		.size = sizeof(judging), .trust = &trust, .trust_count = 1
	};
	cseal_identity *identity = NULL;
	cseal_verdict verdict;

	if (cseal_identity_new_json(json, strlen(json), &identity, NULL) !=
		CSEAL_OK ||
	    cseal_identity_judge(identity, &judging, NULL) != CSEAL_OK)
		return CSEAL_VERDICT_UNKNOWN;
	verdict = cseal_identity_verdict(identity, CSEAL_IDENTITY_CHIP_GENUINE);
	cseal_identity_free(identity);
	return verdict;
}

/* Another letter of base64 in the middle of a file of the record. */
static bool
change(char *json, const char *file, size_t at)
{
	char key[64];
	char *found;

	snprintf(key, sizeof(key), "\"%s\":\"", file);
	found = strstr(json, key);
	if (found == NULL)
		return false;
	found += strlen(key) + at;
	*found = *found == 'B' ? 'C' : 'B';
	return true;
}

static void
what_was_recorded_is_judged_again(void)
{
	static const struct {
		const char *file;
		size_t at; /* 4 letters are 3 bytes */
	} rows[] = { { "emrtd.active-authentication", 4 },
		{ "emrtd.active-authentication", 40 },
		{ "emrtd.chip-authentication", 40 },
		{ "emrtd.chip-authentication", 72 },
		{ "emrtd.chip-mapping", 20 }, { "emrtd.chip-mapping", 104 } };
	struct outcome outcome;
	const char *json;

	put_on(&everything);
	outcome = harness_read(&harness, false, 30000);
	if (!OK(outcome.st == CSEAL_OK))
		return;
	json = cseal_identity_json(outcome.identity);
	OK(judge_again(json) == CSEAL_VERDICT_YES);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *changed = strdup(json);

		OK(change(changed, rows[i].file, rows[i].at));
		OKF(judge_again(changed) == CSEAL_VERDICT_NO,
		    "a change in %s: %s", rows[i].file,
		    name(judge_again(changed)));
		free(changed);
	}
	outcome_free(&outcome);
}

int
main(void)
{
	harness_make(&harness, EMRTD_MODULE);
	RUN(chip_authentication_makes_a_chip_genuine);
	RUN(chip_authentication_works_after_basic_access_too);
	RUN(active_authentication_makes_a_chip_genuine);
	RUN(mapping_makes_a_chip_genuine);
	RUN(all_that_the_state_signed_is_asked_for);
	RUN(a_copy_is_not_genuine);
	RUN(a_chip_that_refuses_is_not_genuine);
	RUN(infos_that_are_not_known_do_not_hide_the_others);
	RUN(nobody_is_genuine_whose_keys_cannot_all_be_read);
	RUN(a_way_that_is_not_known_is_not_held_against_a_chip);
	RUN(a_chip_that_hides_its_keys_is_not_genuine);
	RUN(a_mapping_that_was_not_asked_for_proves_nothing);
	RUN(a_key_that_another_state_signed_proves_nothing);
	RUN(nobody_is_genuine_whose_data_are_not_signed);
	RUN(a_chip_without_keys_is_not_known_to_be);
	RUN(what_does_not_fit_through_the_reader_is_not_held_against_a_chip);
	RUN(what_needs_secure_messaging_is_told_where_there_is_none);
	RUN(what_was_recorded_is_judged_again);
	chip_clear(&chip);
	document_free(&document);
	harness_free(&harness);
	return tap_done();
}
