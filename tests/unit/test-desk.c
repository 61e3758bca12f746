/* SPDX-License-Identifier: Apache-2.0 */
/* test-desk.c -- proves lib/desk.c: what the doctor of a module says. */
#include "tap.h"

#include <counterseal/module.h>

#include <string.h>

struct heard {
	size_t count;
	bool is_problem;
	char text[2 * CSEAL_FINDING_MOST], cure[64];
};

static void
hear(void *user, const struct cseal_finding *finding)
{
	struct heard *heard = user;

	heard->count += finding->size == sizeof(*finding);
	heard->is_problem = finding->is_problem;
	snprintf(heard->text, sizeof(heard->text), "%s", finding->text);
	snprintf(heard->cure, sizeof(heard->cure), "%s",
	    finding->cure == NULL ? "none" : finding->cure);
}

static void
a_finding_is_reported_once_as_it_is_said(void)
{
	struct heard heard = { 0 };
	const struct cseal_desk desk = { hear, &heard };

	cseal_desk_say(&desk, true, "Buy one.", "There are %d of %s.", 0, "it");
	OK(heard.count == 1 && heard.is_problem);
	OK(strcmp(heard.text, "There are 0 of it.") == 0);
	OK(strcmp(heard.cure, "Buy one.") == 0);
	cseal_desk_say(&desk, false, NULL, "It is there.");
	OK(heard.count == 2 && !heard.is_problem);
	OK(strcmp(heard.cure, "none") == 0);
}

static void
what_a_device_says_in_it_stays_one_line(void)
{
	struct heard heard = { 0 };
	const struct cseal_desk desk = { hear, &heard };

	cseal_desk_say(&desk, false, NULL, "It is %s.", "a\nb\x1b[31m\xff");
	OKF(strcmp(heard.text, "It is a b [31m?.") == 0, "%s", heard.text);
}

static void
a_text_without_end_is_cut(void)
{
	struct heard heard = { 0 };
	const struct cseal_desk desk = { hear, &heard };
	char said[CSEAL_FINDING_MOST + 2];

	memset(said, 'a', sizeof(said) - 1);
	said[sizeof(said) - 1] = '\0';
	cseal_desk_say(&desk, false, NULL, "%s", said);
	OK(strlen(heard.text) == CSEAL_FINDING_MOST);
	/* In the middle of a character, which is not left in halves. */
	memcpy(said + CSEAL_FINDING_MOST - 1, "\xc3\xa4", 2);
	cseal_desk_say(&desk, false, NULL, "%s", said);
	OK(strlen(heard.text) == CSEAL_FINDING_MOST);
	OK(heard.text[CSEAL_FINDING_MOST - 1] == '?');
}

int
main(void)
{
	RUN(a_finding_is_reported_once_as_it_is_said);
	RUN(what_a_device_says_in_it_stays_one_line);
	RUN(a_text_without_end_is_cut);
	return tap_done();
}
