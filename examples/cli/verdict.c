/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c -- a report in words that a clerk understands. */
#include "verdict.h"

#include "sentence.h"

#include <string.h>

static const struct cli_word verdicts[] = {
	{ "valid", N_("VALID"),
	    N_("Every signature is intact, trusted, and nothing was changed "
	       "that must not be.") },
	{ "invalid", N_("NOT VALID"),
	    N_("At least one signature is broken, not to be trusted, or the "
	       "document was changed after it.") },
	{ "indeterminate", N_("CANNOT BE DECIDED"),
	    N_("Nothing is known to be wrong, but something that has to be "
	       "known is not.") },
	{ "unsigned", N_("NOT SIGNED"), N_("The document has no signature.") },
	{ NULL, NULL, NULL },
};

static const struct cli_word integrities[] = {
	{ "intact", N_("intact"),
	    N_("the signed bytes are the ones that were signed") },
	{ "broken", N_("BROKEN"),
	    N_("the signature does not fit what it covers") },
	{ "unknown", N_("not known"), N_("the reasons say why") },
	{ NULL, NULL, NULL },
};

static const struct cli_word trusts[] = {
	{ "trusted", N_("trusted"),
	    N_("the certificate leads to a trust anchor that was given") },
	{ "untrusted", N_("NOT TRUSTED"),
	    N_("the certificate leads to no trust anchor that was given") },
	{ "expired", N_("EXPIRED"),
	    N_("a certificate was not valid at that time") },
	{ "revoked", N_("REVOKED"),
	    N_("a certificate was taken back by its issuer") },
	{ "unknown", N_("not known"),
	    N_("no trust anchor was given (--trust), or the reasons say why") },
	{ NULL, NULL, NULL },
};

static const struct cli_word changes[] = {
	{ "none", N_("none"), N_("nothing was added after it") },
	{ "permitted", N_("permitted"),
	    N_("only what may be added was added after it: other signatures, "
	       "filled-in fields") },
	{ "forbidden", N_("FORBIDDEN"),
	    N_("what was signed looks different now") },
	{ "unknown", N_("not known"),
	    N_("something was added after it, and this version cannot tell "
	       "what") },
	{ NULL, NULL, NULL },
};

static const struct cli_word sources[] = {
	{ "claimed", N_("claimed by the signer"),
	    N_("the signer's clock says so; nobody else vouches for it") },
	{ "timestamp", N_("from a time-stamp"),
	    N_("a time-stamp service vouches for it") },
	{ NULL, NULL, NULL },
};

static const struct cli_word *
find(const struct cli_word *words, const char *value)
{
	static const struct cli_word none = { "", "?", "" };

	if (value == NULL)
		return &none;
	while (words->value != NULL && strcmp(words->value, value) != 0)
		words++;
	return words->value != NULL ? words : &none;
}

const struct cli_word *
cli_find_word(const char *check, const char *outcome)
{
	static const struct {
		const char *check;
		const struct cli_word *words;
	} of[] = {
		{ "integrity", integrities },
		{ "changes", changes },
		{ "trust", trusts },
		{ "time", sources },
	};

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		if (strcmp(of[i].check, check) == 0)
			return find(of[i].words, outcome);
	}
	return find(verdicts, outcome);
}

static const char *
shown(const struct cli_word *words, const char *value)
{
	return _(find(words, value)->shown);
}

void
cli_print_verdict(const cseal_report *report, const char *file)
{
	const struct cli_word *word = find(verdicts, cseal_report_verdict(report));

	printf("%s: %s\n", _(word->shown), file);
	printf("%s\n", _(word->meaning));
}

static void
print_time(const struct cseal_report_signature *signature)
{
	if (signature->time == NULL)
		printf(_("   Time:      not given\n"));
	else
		printf(_("   Time:      %s (%s)\n"), signature->time,
		    shown(sources, signature->time_source));
}

static void
print_item(const char *before, const char *sentence)
{
	fputs(before, stdout);
	cli_print_sentence(sentence);
	putchar('\n');
}

/* What is not as it should be is explained at once. */
static void
print_finding(const char *label, const struct cli_word *words, const char *value,
    const char *good)
{
	const struct cli_word *word = find(words, value);

	printf("%s%s", label, _(word->shown));
	if (strcmp(word->value, good) != 0 && word->meaning[0] != '\0')
		printf(_(" (%s)"), _(word->meaning));
	putchar('\n');
}

static void
print_signature(const struct cseal_report_signature *signature, size_t number)
{
	printf("\n%zu. %s%s: %s\n", number, signature->field,
	    strcmp(signature->kind, "timestamp") == 0 ? _(" (time-stamp)") : "",
	    shown(verdicts, signature->verdict));
	printf(_("   Signer:    %s\n"),
	    signature->subject != NULL ? signature->subject : _("not known"));
	printf(_("   Issuer:    %s\n"),
	    signature->issuer != NULL ? signature->issuer : _("not known"));
	print_time(signature);
	print_finding(
	    _("   Content:   "), integrities, signature->integrity, "intact");
	print_finding(_("   Trust:     "), trusts, signature->trust, "trusted");
	print_finding(_("   Changes:   "), changes, signature->changes, "none");
	if (strcmp(signature->level, "none") != 0)
		printf(_("   Level:     %s\n"), signature->level);
	printf(_("   Revision:  %u of %u%s\n"), signature->revision,
	    signature->revisions,
	    signature->covers_file ? _(", covers the whole file") : "");
	if (signature->is_virtual)
		printf("   %s\n",
		    _("VIRTUAL: something here was captured by a device that "
		      "plays a script."));
	for (size_t i = 0; i < signature->reason_count; i++)
		print_item("   - ", signature->reasons[i]);
}

void
cli_print_report(const cseal_report *report, const char *file)
{
	cli_print_verdict(report, file);
	for (size_t i = 0; i < cseal_report_problem_count(report); i++)
		print_item("- ", cseal_report_problem(report, i));
	for (size_t i = 0; i < cseal_report_count(report); i++)
		print_signature(cseal_report_at(report, i), i + 1);
}
