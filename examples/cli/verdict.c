/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c -- a report in words that a clerk understands. */
#include "verdict.h"

#include "sentence.h"

#include <string.h>

/* What the report calls something, how people are told, what it means. */
struct word {
	const char *value, *shown, *meaning;
};

static const struct word verdicts[] = {
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

static const struct word integrities[] = {
	{ "intact", N_("intact"),
	    N_("the signed bytes are the ones that were signed") },
	{ "broken", N_("BROKEN"),
	    N_("the signature does not fit what it covers") },
	{ "unknown", N_("not known"), N_("the reasons say why") },
	{ NULL, NULL, NULL },
};

static const struct word trusts[] = {
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

static const struct word changes[] = {
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

static const struct word sources[] = {
	{ "claimed", N_("claimed by the signer"),
	    N_("the signer's clock says so; nobody else vouches for it") },
	{ "timestamp", N_("from a time-stamp"),
	    N_("a time-stamp service vouches for it") },
	{ NULL, NULL, NULL },
};

static const struct word *
find(const struct word *words, const char *value)
{
	static const struct word none = { "", "?", "" };

	if (value == NULL)
		return &none;
	while (words->value != NULL && strcmp(words->value, value) != 0)
		words++;
	return words->value != NULL ? words : &none;
}

static const char *
shown(const struct word *words, const char *value)
{
	return _(find(words, value)->shown);
}

static void
print_verdict(const cseal_report *report, const char *file)
{
	const struct word *word = find(verdicts, cseal_report_verdict(report));

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
print_finding(const char *label, const struct word *words, const char *value,
    const char *good)
{
	const struct word *word = find(words, value);

	printf("%s%s", label, _(word->shown));
	if (strcmp(word->value, good) != 0 && word->meaning[0] != '\0')
		printf(_(" (%s)"), _(word->meaning));
	putchar('\n');
}

static void
print_signature(const struct cseal_report_signature *signature, size_t number)
{
	printf("\n%zu. %s: %s\n", number, signature->field,
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
	print_verdict(report, file);
	for (size_t i = 0; i < cseal_report_problem_count(report); i++)
		print_item("- ", cseal_report_problem(report, i));
	for (size_t i = 0; i < cseal_report_count(report); i++)
		print_signature(cseal_report_at(report, i), i + 1);
}

/* ---- --explain --------------------------------------------------------- */

/* One branch of a signature; the last one has reasons below it. */
static void
branch(const char *bar, const char *what, const struct word *word)
{
	printf("%s├─ %s: %s\n", bar, what, _(word->shown));
	if (word->meaning[0] != '\0')
		printf("%s│     %s\n", bar, _(word->meaning));
}

static void
leaf(const char *bar, bool last, const char *what, const char *text)
{
	printf("%s%s %s: %s\n", bar, last ? "└─" : "├─", what,
	    text != NULL ? text : _("not known"));
}

static void
explain_certificate(
    const char *bar, const struct cseal_report_signature *signature)
{
	leaf(bar, false, _("subject"), signature->subject);
	leaf(bar, false, _("issuer"), signature->issuer);
	leaf(bar, false, _("serial number"), signature->serial);
	leaf(bar, false, _("valid from"), signature->not_before);
	leaf(bar, true, _("valid to"), signature->not_after);
}

static void
explain_reasons(const char *bar, const struct cseal_report_signature *signature)
{
	size_t count = signature->reason_count;

	for (size_t i = 0; i < count; i++) {
		printf("%s%s ", bar, i + 1 == count ? "└─" : "├─");
		print_item("", signature->reasons[i]);
	}
	if (count == 0)
		printf("%s└─ %s\n", bar, _("no objection"));
}

static void
explain_signature(const struct cseal_report_signature *signature, bool last)
{
	const char *bar = last ? "   " : "│  ";
	char deeper[32];

	printf("%s %s: %s\n", last ? "└─" : "├─", signature->field,
	    shown(verdicts, signature->verdict));
	leaf(bar, false, _("kind"), signature->kind);
	leaf(bar, false, _("form"), signature->subfilter);
	leaf(bar, false, _("level"), signature->level);
	printf("%s├─ ", bar);
	printf(_("revision %u of %u%s\n"), signature->revision,
	    signature->revisions,
	    signature->covers_file ? _(", covers the whole file") : "");
	branch(bar, _("content"), find(integrities, signature->integrity));
	branch(bar, _("trust"), find(trusts, signature->trust));
	branch(bar, _("changes afterwards"), find(changes, signature->changes));
	leaf(bar, false, _("time"), signature->time);
	if (signature->time != NULL)
		branch(bar, _("source of the time"),
		    find(sources, signature->time_source));
	leaf(bar, false, _("captured by virtual devices"),
	    signature->is_virtual ? _("yes") : _("no"));
	printf("%s├─ %s\n", bar, _("certificate"));
	snprintf(deeper, sizeof(deeper), "%s│  ", bar);
	explain_certificate(deeper, signature);
	printf("%s└─ %s\n", bar, _("reasons"));
	snprintf(deeper, sizeof(deeper), "%s   ", bar);
	explain_reasons(deeper, signature);
}

void
cli_explain_report(const cseal_report *report, const char *file)
{
	size_t problems = cseal_report_problem_count(report);
	size_t count = cseal_report_count(report);

	print_verdict(report, file);
	for (size_t i = 0; i < problems; i++)
		print_item(i + 1 == problems && count == 0 ? "└─ " : "├─ ",
		    cseal_report_problem(report, i));
	for (size_t i = 0; i < count; i++)
		explain_signature(cseal_report_at(report, i), i + 1 == count);
}
