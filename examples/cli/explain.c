/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c -- a report as a tree: the document, its signatures, what was
 * checked of each, and under each check the reasons that are about it. */
#include "sentence.h"
#include "verdict.h"

#include <string.h>

enum { OF_SIGNATURE = 1, OF_CHECK, OF_REASON };

/* Is nothing of the same depth to come under the same parent? */
static bool
is_last(const cseal_report *report, size_t i)
{
	unsigned depth = cseal_report_finding_at(report, i)->depth;
	const struct cseal_report_finding *next;

	while ((next = cseal_report_finding_at(report, ++i)) != NULL) {
		if (next->depth <= depth)
			return next->depth < depth;
	}
	return true;
}

static const char *
fork_of(bool last)
{
	return last ? "└─" : "├─";
}

static const char *
name_of(const char *check)
{
	static const struct cli_word names[] = {
		{ "signature", N_("signature"), NULL },
		{ "timestamp", N_("time-stamp"), NULL },
		{ "integrity", N_("content"), NULL },
		{ "changes", N_("changes afterwards"), NULL },
		{ "trust", N_("trust"), NULL },
		{ "time", N_("time"), NULL },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i].value, check) == 0)
			return _(names[i].shown);
	}
	return check;
}

/* What the outcome does to the verdict, to be seen at a glance. */
static const char *
mark_of(const char *outcome)
{
	static const char *const good[] = { "intact", "none", "permitted",
		"trusted", "timestamp" };
	static const char *const bad[] = { "broken", "forbidden", "untrusted",
		"expired", "revoked" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (strcmp(good[i], outcome) == 0)
			return "✓";
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (strcmp(bad[i], outcome) == 0)
			return "✗";
	}
	return "?";
}

static void
leaf(const char *bar, bool last, const char *what, const char *text)
{
	printf("%s%s %s: %s\n", bar, fork_of(last), what,
	    text != NULL ? text : _("not known"));
}

/* What is told of a signature without judging it; the end of its branch. */
static void
explain_details(const char *bar, const struct cseal_report_signature *signature)
{
	char deeper[32];

	printf("%s└─ %s\n", bar, _("details"));
	snprintf(deeper, sizeof(deeper), "%s   ", bar);
	printf("%s├─ ", deeper);
	printf(_("revision %u of %u%s\n"), signature->revision,
	    signature->revisions,
	    signature->covers_file ? _(", covers the whole file") : "");
	leaf(deeper, false, _("form"), signature->subfilter);
	leaf(deeper, false, _("level"), signature->level);
	leaf(deeper, false, _("captured by virtual devices"),
	    signature->is_virtual ? _("yes") : _("no"));
	printf("%s└─ %s\n", deeper, _("certificate"));
	snprintf(deeper, sizeof(deeper), "%s      ", bar);
	leaf(deeper, false, _("issuer"), signature->issuer);
	leaf(deeper, false, _("serial number"), signature->serial);
	leaf(deeper, false, _("valid from"), signature->not_before);
	leaf(deeper, true, _("valid to"), signature->not_after);
}

static void
explain_check(const cseal_report *report, size_t i, const char *bar,
    const struct cseal_report_signature *signature)
{
	const struct cseal_report_finding *check =
	    cseal_report_finding_at(report, i);
	const struct cseal_report_finding *next =
	    cseal_report_finding_at(report, i + 1);
	const struct cli_word *word =
	    cli_find_word(check->check, check->outcome);
	bool has_reasons = next != NULL && next->depth == OF_REASON;

	printf("%s├─ %s %s: ", bar, mark_of(check->outcome),
	    name_of(check->check));
	if (strcmp(check->check, "time") == 0 && signature->time != NULL)
		printf("%s, ", signature->time);
	printf("%s\n", _(word->shown));
	if (word->meaning[0] != '\0')
		printf("%s│  %s%s\n", bar, has_reasons ? "│  " : "   ",
		    _(word->meaning));
}

static void
explain_reason(const cseal_report *report, size_t i, const char *bar)
{
	printf("%s│  %s ", bar, fork_of(is_last(report, i)));
	cli_print_sentence(cseal_report_finding_at(report, i)->sentence);
	putchar('\n');
}

static void
start_signature(const struct cseal_report_finding *finding, const char *bar,
    bool last, const struct cseal_report_signature *signature)
{
	const struct cli_word *word =
	    cli_find_word(finding->check, finding->outcome);

	printf("%s %s: %s %s\n", fork_of(last), _(word->shown),
	    name_of(finding->check), signature->field);
	leaf(bar, false, _("signed by"), signature->subject);
	if (signature->is_virtual)
		printf("%s├─ %s\n", bar,
		    _("VIRTUAL: something here was captured by a device that "
		      "plays a script."));
}

/* All that is under the signature at i; returns what comes behind it. */
static size_t
explain_signature(const cseal_report *report, size_t i,
    const struct cseal_report_signature *signature)
{
	bool last = is_last(report, i);
	const char *bar = last ? "   " : "│  ";
	const struct cseal_report_finding *finding;

	start_signature(
	    cseal_report_finding_at(report, i), bar, last, signature);
	while ((finding = cseal_report_finding_at(report, ++i)) != NULL &&
	       finding->depth > OF_SIGNATURE) {
		if (finding->depth == OF_CHECK)
			explain_check(report, i, bar, signature);
		else
			explain_reason(report, i, bar);
	}
	if (signature->time == NULL)
		leaf(bar, false, _("time"), NULL);
	explain_details(bar, signature);
	return i;
}

static void
explain_problem(const cseal_report *report, size_t i)
{
	printf("%s ", fork_of(is_last(report, i)));
	cli_print_sentence(cseal_report_finding_at(report, i)->sentence);
	putchar('\n');
}

void
cli_explain_report(const cseal_report *report, const char *file)
{
	const struct cseal_report_finding *finding;
	size_t number = 0, i = 1;

	cli_print_verdict(report, file);
	while ((finding = cseal_report_finding_at(report, i)) != NULL) {
		if (strcmp(finding->check, "document") == 0)
			explain_problem(report, i++);
		else
			i = explain_signature(
			    report, i, cseal_report_at(report, number++));
	}
}
