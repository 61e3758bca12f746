/* SPDX-License-Identifier: Apache-2.0 */
/* test-emrtd-reader.c -- proves the conversation of modules/emrtd-reader with
 * a chip of our own, without a daemon. */
#include "desk.h"
#include "harness.h"
#include "tap.h"
#include "ways.h"

#include <string.h>

struct desk desk_of_tests;

static struct harness harness;
static struct chip chip;
static struct document document;

static const struct document_how only_bac = { .has_bac = true };

static void
put_on_for(const struct issuer *state, const struct document_how *how)
{
	document_free(&document);
	document_make(&document, state, how);
	chip_clear(&chip);
	chip_init(&chip, &document.model);
	desk_of_tests = (struct desk){ .chip = &chip };
}

static void
put_on(const struct document_how *how)
{
	put_on_for(&harness.state, how);
}

static bool
is(const struct outcome *outcome, cseal_identity_field field, const char *text)
{
	const char *value = cseal_identity_value(outcome->identity, field);

	return value != NULL && strcmp(value, text) == 0;
}

static bool
is_read(const struct outcome *outcome)
{
	if (outcome->st == CSEAL_OK &&
	    outcome_signed(outcome) == CSEAL_VERDICT_YES)
		return true;
	outcome_show(outcome);
	return false;
}

/* ---- access -------------------------------------------------------------- */

static void
a_document_without_pace_is_read_with_the_zone(void)
{
	struct outcome outcome;

	put_on(&only_bac);
	outcome = harness_read(&harness, false, 30000);
	if (!OK(is_read(&outcome)))
		return;
	OK(is(&outcome, CSEAL_IDENTITY_NUMBER, "L898902C3"));
	OK(is(&outcome, CSEAL_IDENTITY_NAME_LATIN, "ERIKSSON, ANNA MARIA"));
	OK(cseal_identity_verdict(outcome.identity,
	       CSEAL_IDENTITY_MATCHES_PRINT) == CSEAL_VERDICT_YES);
	OK(cseal_identity_portrait(outcome.identity, NULL, NULL) != NULL);
	OK(!cseal_identity_is_virtual(outcome.identity));
	outcome_free(&outcome);
	outcome = harness_read(&harness, true, 30000);
	OK(outcome.st == CSEAL_COUNTER_PIN_NEEDED);
}

static void
read_with(const struct chip_way *way, bool can, bool is_short)
{
	const struct document_how how = { .ways = { *way }, .has_bac = true };
	struct outcome outcome;

	put_on(&how);
	desk_of_tests.is_short = desk_of_tests.says_short = is_short;
	outcome = harness_read(&harness, can, 30000);
	OKF(is_read(&outcome) && !outcome_has_reason(&outcome, "weaker"),
	    "PACE %u.%u with parameters %u, %s, %s", way->protocol, way->cipher,
	    way->parameter, can ? "number" : "zone",
	    is_short ? "short" : "extended");
	if (outcome.st == CSEAL_OK)
		OKF(strstr(cseal_identity_json(outcome.identity),
			"\"emrtd.access\":\"cGFjZ") != NULL,
		    "which the record says");
	outcome_free(&outcome);
}

static void
a_document_is_read_with_every_way_of_pace(void)
{
	for (size_t i = 0; i < ALL_WAYS_COUNT; i++) {
		read_with(&all_ways[i], false, i % 2 == 0);
		read_with(&all_ways[i], true, i % 2 == 1);
	}
	for (size_t i = 0; i < WIDE_WAYS_COUNT; i++) {
		read_with(&wide_ways[i], false, false);
		read_with(&wide_ways[i], true, false);
	}
}

static void
a_document_without_access_control_is_read(void)
{
	const struct document_how how = { .is_open = true };
	struct cseal_identity_options options = { .size = sizeof(options),
		.trust = harness.trust };
	struct outcome outcome;

	put_on(&how);
	outcome = harness_read_with(&harness, &options, 5000, NULL);
	OK(is_read(&outcome));
	outcome_free(&outcome);
	put_on(&only_bac);
	outcome = harness_read_with(&harness, &options, 5000, NULL);
	OKF(outcome.st == CSEAL_COUNTER_PIN_NEEDED,
	    "others want something printed");
}

static void
what_is_not_printed_there_is_refused(void)
{
	const struct document_how with_pace = { .ways = { { 2, 2, 13 } },
		.has_bac = true };
	struct cseal_identity_options options = { .size = sizeof(options),
		.mrz = "P<NLDERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
		       "L898902C36NLD7408122F3304150ZE184226B<<<<<16" };
	struct outcome outcome;

	put_on(&only_bac);
	outcome = harness_read_with(&harness, &options, 5000, NULL);
	OK(outcome.st == CSEAL_AGAIN_PIN_WRONG);
	put_on(&with_pace);
	outcome = harness_read_with(&harness, &options, 5000, NULL);
	OK(outcome.st == CSEAL_AGAIN_PIN_WRONG);
	options.mrz = NULL;
	options.can = "123456";
	outcome = harness_read_with(&harness, &options, 5000, NULL);
	OK(outcome.st == CSEAL_AGAIN_PIN_WRONG);
	options.can = "12x456";
	outcome = harness_read_with(&harness, &options, 5000, NULL);
	OK(outcome.st == CSEAL_REFUSED_INPUT);
	options.can = NULL;
	options.mrz = "ERIKSSON";
	outcome = harness_read_with(&harness, &options, 5000, NULL);
	OK(outcome.st == CSEAL_REFUSED_INPUT);
	OKF(strstr(outcome.text, "ERIKSSON") == NULL,
	    "without saying what it was");
}

static void
basic_access_where_the_chip_has_pace_is_told(void)
{
	const struct document_how how = { .ways = { { 2, 2, 13 } },
		.has_bac = true };
	struct outcome outcome;

	put_on(&how);
	document.model.wants_parameter = true;
	document.model.ways[0].parameter = 12; /* not what it says */
	outcome = harness_read(&harness, false, 30000);
	OK(is_read(&outcome));
	OK(outcome_has_reason(&outcome, "weaker access"));
	outcome_free(&outcome);

	put_on(&how);
	document.model.card_access.at = NULL; /* somebody took it away */
	outcome = harness_read(&harness, false, 30000);
	OK(is_read(&outcome));
	OK(outcome_has_reason(&outcome, "weaker access"));
	outcome_free(&outcome);

	harness_configure(&harness, "access = pace");
	outcome = harness_read(&harness, false, 30000);
	OKF(outcome.st == CSEAL_COUNTER_CARD_UNREADABLE,
	    "or refused, where that is wished");
	put_on(&how);
	outcome = harness_read(&harness, false, 30000);
	OK(is_read(&outcome) && !outcome_has_reason(&outcome, "weaker"));
	outcome_free(&outcome);
	harness_configure(&harness, "access = bac");
	outcome = harness_read(&harness, false, 30000);
	OK(is_read(&outcome) && outcome_has_reason(&outcome, "weaker access"));
	outcome_free(&outcome);
	harness_configure(&harness, "access = all");
	outcome = harness_read(&harness, false, 30000);
	OK(outcome.st == CSEAL_SETUP_CONFIG);
	harness_configure(&harness, "");
}

static void
a_chip_that_wants_its_parameters_named_is_served(void)
{
	const struct document_how how = { .ways = { { 2, 2, 13 } } };
	const struct document_how two = { .ways = {
					      { 2, 2, 13 }, { 2, 2, 12 } } };
	struct outcome outcome;

	put_on(&how);
	document.model.wants_parameter = true;
	outcome = harness_read(&harness, true, 30000);
	OK(is_read(&outcome) && !outcome_has_reason(&outcome, "weaker"));
	outcome_free(&outcome);
	put_on(&two);
	outcome = harness_read(&harness, true, 30000);
	OK(is_read(&outcome));
	outcome_free(&outcome);
}

/* ---- files --------------------------------------------------------------- */

static void
all_data_groups_for_which_no_right_is_needed_are_read(void)
{
	const struct document_how how = { .ways = { { 2, 2, 13 } },
		.has_details = true };
	struct outcome outcome;
	const char *json;
	char name[32];

	put_on(&how);
	outcome = harness_read(&harness, true, 30000);
	if (!OK(is_read(&outcome)))
		return;
	json = cseal_identity_json(outcome.identity);
	for (unsigned i = 1; i <= 16; i++) {
		bool is_there = document.files[i].len > 0;

		snprintf(name, sizeof(name), "\"emrtd.dg%u\"", i);
		OKF((strstr(json, name) != NULL) == is_there, "%s", name);
	}
	OK(strstr(json, "\"emrtd.com\"") != NULL);
	OK(strstr(json, "\"emrtd.sod\"") != NULL);
	OK(strstr(json, "\"emrtd.card-access\"") != NULL);
	OK(is(&outcome, CSEAL_IDENTITY_AUTHORITY, "GEMEENTE UTRECHT"));
	OK(cseal_identity_signature_image(outcome.identity, NULL, NULL) !=
	    NULL);
	OK(cseal_identity_contact_count(outcome.identity) == 1);
	outcome_free(&outcome);
}

static bool
has_card_security(const struct outcome *outcome)
{
	return strstr(cseal_identity_json(outcome->identity),
		   "\"emrtd.card-security\"") != NULL;
}

/* Ends secure messaging over each read in the main folder. */
static bool
end_outside(struct chip *changed, void *user, unsigned long n,
    const uint8_t *command, size_t command_len, uint8_t *answer, size_t *len)
{
	if (!changed->session.is_on || command[1] != 0xb0 ||
	    changed->has_application)
		return true;
	changed->session.is_on = changed->has_access = false;
	answer[0] = 0x67;
	answer[1] = 0x00;
	*len = 2;
	return true;
}

static void
card_security_is_read_where_card_access_calls_for_it(void)
{
	const struct document_how terminal = { .ways = { { 2, 2, 13 } },
		.has_terminal = true };
	const struct document_how mapping = { .ways = { { 6, 2, 13 } } };
	const struct document_how plain = { .ways = { { 2, 2, 13 } } };
	struct outcome outcome;
	unsigned long count;

	put_on(&mapping);
	outcome = harness_read(&harness, true, 30000);
	OK(is_read(&outcome) && has_card_security(&outcome));
	outcome_free(&outcome);
	put_on(&terminal);
	outcome = harness_read(&harness, true, 30000);
	OK(is_read(&outcome) && has_card_security(&outcome));
	outcome_free(&outcome);
	count = chip.count;
	put_on(&plain);
	outcome = harness_read(&harness, true, 30000);
	OKF(is_read(&outcome) && chip.count == count - 1,
	    "%lu commands without it", chip.count);
	outcome_free(&outcome);
	put_on(&terminal);
	document.model.card_security.at = NULL;
	outcome = harness_read(&harness, true, 30000);
	OKF(is_read(&outcome) && !has_card_security(&outcome),
	    "nothing fails where there is none");
	outcome_free(&outcome);
	put_on(&terminal);
	chip.mangle = end_outside;
	outcome = harness_read(&harness, true, 30000);
	OKF(is_read(&outcome) && !has_card_security(&outcome),
	    "nor where it cannot be read");
	outcome_free(&outcome);
}

/* Reads a document of 20 088 bytes of portrait as the chip can. */
static unsigned long
count_for(const struct chip_model *ability, bool is_short)
{
	const struct document_how how = { .has_bac = true,
		.portrait_len = 20088 };
	struct outcome outcome;

	put_on(&how);
	document.model.read_most = ability->read_most;
	document.model.give_most = ability->give_most;
	document.model.has_no_extended = ability->has_no_extended;
	document.model.has_no_short_ids = ability->has_no_short_ids;
	document.model.ends_with_warning = ability->ends_with_warning;
	desk_of_tests.is_short = is_short;
	outcome = harness_read(&harness, false, 60000);
	if (!is_read(&outcome))
		return 0;
	outcome_free(&outcome);
	return chip.count;
}

static void
lengths_step_down_to_what_card_and_reader_can(void)
{
	static const struct {
		const char *what;
		struct chip_model can;
		bool is_short;
		unsigned long most;
	} rows[] = {
		{ "everything at once", { .is_open = false }, false, 8 },
		{ "with warnings at ends", { .ends_with_warning = true }, false,
		    8 },
		{ "4096 at most", { .read_most = 4096 }, false, 13 },
		{ "2000 at most", { .read_most = 2000 }, false, 30 },
		{ "gives 700 whatever is asked", { .give_most = 700 }, false,
		    40 },
		{ "no extended lengths", { .has_no_extended = true }, false,
		    101 },
		{ "a reader without", { .is_open = false }, true, 101 },
		{ "200 at most", { .read_most = 200, .has_no_extended = true },
		    false, 150 },
		{ "150 at most", { .read_most = 150, .has_no_extended = true },
		    false, 205 },
		{ "no short identifiers",
		    { .has_no_short_ids = true, .has_no_extended = true },
		    false, 110 },
		{ "gives 10 bytes only",
		    { .give_most = 10, .has_no_extended = true }, false, 2300 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned long count = count_for(&rows[i].can, rows[i].is_short);

		OKF(count > 0 && count <= rows[i].most, "%s: %lu commands",
		    rows[i].what, count);
	}
}

/* What a chip was told, and what of it was changed. */
struct corrections {
	unsigned count, selections, changed;
};

/* 6Cxx to whatever selects. */
static bool
correct_selections(struct chip *changed, void *user, unsigned long n,
    const uint8_t *command, size_t command_len, uint8_t *answer, size_t *len)
{
	struct corrections *corrections = user;

	if (command[1] != 0xa4)
		return true;
	corrections->selections++;
	corrections->changed += command[command_len - 1] != 0x01;
	answer[0] = 0x6c;
	answer[1] = 0x10;
	*len = 2;
	return true;
}

/* 6Cxx where more is asked for than there is, and it can say that. */
static bool
correct_lengths(struct chip *changed, void *user, unsigned long n,
    const uint8_t *command, size_t command_len, uint8_t *answer, size_t *len)
{
	struct corrections *corrections = user;
	bool is_extended = command_len == 7 && command[4] == 0;
	size_t le =
	    is_extended ? (size_t)command[5] << 8 | command[6] : command[4];

	if (command[1] != 0xb0 || *len < 3 || *len > 2 + 256 ||
	    le % 256 == (*len - 2) % 256)
		return true;
	corrections->count++;
	answer[0] = 0x6c;
	answer[1] = (uint8_t)(*len - 2);
	*len = 2;
	return true;
}

static void
a_length_is_corrected_where_there_is_one(void)
{
	const struct document_how how = { .is_open = true };
	struct corrections corrections = { 0 };
	struct outcome outcome;

	for (int brief = 0; brief < 2; brief++) {
		put_on(&how);
		desk_of_tests.is_short = desk_of_tests.says_short = brief != 0;
		chip.mangle = correct_lengths;
		chip.user = &corrections;
		corrections.count = 0;
		outcome = harness_read(&harness, true, 30000);
		OKF(is_read(&outcome) && corrections.count >= 2,
		    "%u of %s reads", corrections.count,
		    brief ? "short" : "extended");
		outcome_free(&outcome);
	}
	put_on(&how);
	chip.mangle = correct_selections;
	chip.user = &corrections;
	outcome = harness_read(&harness, true, 30000);
	OK(outcome.st == CSEAL_COUNTER_CARD_UNREADABLE);
	OKF(corrections.selections > 0 && corrections.changed == 0,
	    "what selects stays what it is");
	outcome_free(&outcome);
}

static void
a_file_beyond_32767_bytes_is_read(void)
{
	for (int brief = 0; brief < 2; brief++) {
		const struct document_how how = { .has_bac = true,
			.portrait_len = 70000 };
		struct outcome outcome;

		put_on(&how);
		document.model.has_no_extended = brief != 0;
		outcome = harness_read(&harness, false, 30000);
		OKF(is_read(&outcome), "%s", brief ? "short" : "extended");
		outcome_free(&outcome);
	}
}

/* The fewest there can be: to get in, and for each file as many as it takes of
 * what fits into an answer.  EF.COM comes after them. */
static void
count_commands(struct harness *large, const char *what, const char *config,
    const struct document_how *how, bool is_short, size_t access,
    unsigned long most)
{
	size_t room = !is_short                    ? 65536
		      : how->ways[0].protocol == 0 ? 231
						   : 223;
	unsigned long least = access + 1; /* data group 1 */
	struct outcome outcome;

	put_on_for(&large->state, how);
	least += (document.sod.len + room - 1) / room;
	least += (document.files[2].len + room - 1) / room;
	least += document.files[14].len > 0;
	least += (document.card_security.len + room - 1) / room;
	harness_configure(large, config);
	document.model.com.at = NULL;
	desk_of_tests.is_short = desk_of_tests.says_short = is_short;
	outcome = harness_read(large, false, 30000);
	OK(is_read(&outcome));
	OKF(chip.count - 1 == least && least <= most,
	    "%s: %lu commands for EF.SOD (%zu bytes), DG1 and DG2 (%zu)", what,
	    chip.count - 1, document.sod.len, document.files[2].len);
	outcome_free(&outcome);
}

static void
use_large_state(struct harness *large, const char *key)
{
	*large = harness;
	document_large_state(&large->state, key);
	snprintf(
	    large->trust, sizeof(large->trust), "%.400s.large", harness.trust);
	cred_write_pem(large->trust, NULL, NULL, &large->state.csca, 1);
}

static void
drop_large_state(struct harness *large)
{
	harness.context = large->context;
	harness_configure(&harness, "");
	issuer_free(&large->state);
}

/* 1386 bytes are six answers of basic access control: with more than that, one
 * command more is the fewest. */
static void
no_command_is_said_that_is_not_needed(void)
{
	const struct document_how bac = { .has_bac = true,
		.portrait_len = 20088 };
	const struct document_how pace = {
		.ways = { { 2, 2, 13 } }, .has_bac = true, .portrait_len = 20088
	};
	const struct document_how mapping = { .ways = { { 6, 2, 13 } },
		.portrait_len = 20088 };
	struct harness large;

	use_large_state(&large, "RSA:1984");
	count_commands(&large, "BAC, short", "access = bac", &bac, true, 3, 97);
	OKF(document.sod.len >= 1350 && document.sod.len <= 1386,
	    "as there are");
	count_commands(&large, "PACE, short", "", &pace, true, 7, 107);
	count_commands(
	    &large, "BAC, extended", "access = bac", &bac, false, 3, 6);
	count_commands(&large, "PACE, extended", "", &pace, false, 7, 11);
	count_commands(
	    &large, "PACE with mapping, extended", "", &mapping, false, 7, 12);
	count_commands(
	    &large, "PACE with mapping, short", "", &mapping, true, 7, 114);
	count_commands(
	    &large, "BAC, extended, PACE looked for", "", &bac, false, 4, 7);
	count_commands(
	    &large, "BAC, short, PACE looked for", "", &bac, true, 4, 98);
	drop_large_state(&large);
	use_large_state(&large, "RSA:2048");
	count_commands(&large, "BAC, short", "access = bac", &bac, true, 3, 98);
	OKF(document.sod.len > 1386, "one answer more");
	count_commands(&large, "PACE, short", "", &pace, true, 7, 107);
	drop_large_state(&large);
}

static void
a_document_that_is_no_travel_document_is_refused(void)
{
	static const struct chip_model nothing;
	struct outcome outcome;

	put_on(&only_bac);
	chip.model = &nothing;
	outcome = harness_read(&harness, false, 30000);
	OK(outcome.st == CSEAL_COUNTER_CARD_UNREADABLE);
	desk_of_tests.chip = NULL;
	outcome = harness_read(&harness, false, 30000);
	OKF(outcome.st == CSEAL_AGAIN_NO_CARD, "and no card is waited for");
}

static void
a_reader_is_found_by_the_beginning_of_its_name(void)
{
	struct outcome outcome;

	put_on(&only_bac);
	snprintf(harness.uri, sizeof(harness.uri), "emrtd:Desk of Tests");
	outcome = harness_read(&harness, false, 30000);
	OK(is_read(&outcome));
	outcome_free(&outcome);
	snprintf(harness.uri, sizeof(harness.uri), "emrtd:Other");
	outcome = harness_read(&harness, false, 30000);
	OK(outcome.st == CSEAL_COUNTER_NO_DEVICE);
	snprintf(harness.uri, sizeof(harness.uri), "emrtd:");
	outcome = harness_read(&harness, false, 30000);
	OK(outcome.st == CSEAL_COUNTER_NO_DEVICE);
	harness.uri[0] = '\0';
}

int
main(void)
{
	harness_make(&harness, EMRTD_MODULE);
	RUN(a_document_without_pace_is_read_with_the_zone);
	RUN(a_document_is_read_with_every_way_of_pace);
	RUN(a_document_without_access_control_is_read);
	RUN(what_is_not_printed_there_is_refused);
	RUN(basic_access_where_the_chip_has_pace_is_told);
	RUN(a_chip_that_wants_its_parameters_named_is_served);
	RUN(all_data_groups_for_which_no_right_is_needed_are_read);
	RUN(card_security_is_read_where_card_access_calls_for_it);
	RUN(lengths_step_down_to_what_card_and_reader_can);
	RUN(a_length_is_corrected_where_there_is_one);
	RUN(a_file_beyond_32767_bytes_is_read);
	RUN(no_command_is_said_that_is_not_needed);
	RUN(a_document_that_is_no_travel_document_is_refused);
	RUN(a_reader_is_found_by_the_beginning_of_its_name);
	chip_clear(&chip);
	document_free(&document);
	harness_free(&harness);
	return tap_done();
}
