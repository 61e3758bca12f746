/* SPDX-License-Identifier: Apache-2.0 */
/* test-status.c -- proves lib/status.c. */
#include "tap.h"

#include <counterseal/counterseal.h>

#include <string.h>

/* abi/test-docs.sh compares the table with the header. */
static void
every_value_has_a_name_of_its_class_and_a_sentence(void)
{
	static const char *const classes[] = { "OK", "AGAIN", "STOPPED",
		"COUNTER", "SETUP", "REFUSED", "FAULT" };
	unsigned known = 0;

	for (int value = 0; value < 1000; value++) {
		cseal_status st = (cseal_status)value;
		const char *name = cseal_status_name(st);
		const char *text = cseal_status_text(st);
		const char *class = classes[cseal_status_class_of(st)];

		if (strcmp(name, "UNKNOWN") == 0)
			continue;
		known++;
		OKF(strncmp(name, class, strlen(class)) == 0,
		    "%d is %s, of the class %s", value, name, class);
		OKF(strlen(text) > 4 && text[strlen(text) - 1] == '.',
		    "%s says: %s", name, text);
	}
	OK(known >= 46);
}

static void
an_unknown_value_has_the_class_of_its_hundred(void)
{
	OK(cseal_status_class_of((cseal_status)199) == CSEAL_CLASS_AGAIN);
	OK(cseal_status_class_of((cseal_status)299) == CSEAL_CLASS_STOPPED);
	OK(cseal_status_class_of((cseal_status)399) == CSEAL_CLASS_COUNTER);
	OK(cseal_status_class_of((cseal_status)499) == CSEAL_CLASS_SETUP);
	OK(cseal_status_class_of((cseal_status)599) == CSEAL_CLASS_REFUSED);
	OK(cseal_status_class_of((cseal_status)699) == CSEAL_CLASS_FAULT);
}

static void
a_status_says_who_can_make_the_next_attempt_succeed(void)
{
	static const char *const who[] = { "", "customer", "caller", "clerk",
		"administrator", "nobody", "developer" };

	for (int class = 1; class <= 6; class ++)
		OK(strcmp(cseal_status_who((cseal_status)(100 * class + 99)),
		       who[class]) == 0);
	OK(strcmp(cseal_status_who(CSEAL_OK), "") == 0);
	OK(strcmp(cseal_status_who((cseal_status)-1), "developer") == 0);
}

static void
a_value_outside_every_class_is_a_fault(void)
{
	OK(cseal_status_class_of((cseal_status)1) == CSEAL_CLASS_FAULT);
	OK(cseal_status_class_of((cseal_status)99) == CSEAL_CLASS_FAULT);
	OK(cseal_status_class_of((cseal_status)700) == CSEAL_CLASS_FAULT);
	OK(cseal_status_class_of((cseal_status)-1) == CSEAL_CLASS_FAULT);
	OK(cseal_status_class_of((cseal_status)-200) == CSEAL_CLASS_FAULT);
	OK(strcmp(cseal_status_name((cseal_status)-1), "UNKNOWN") == 0);
	OK(cseal_status_text((cseal_status)-1) != NULL);
}

static void
the_version_is_that_of_the_header(void)
{
	OK(strcmp(cseal_version(), CSEAL_VERSION) == 0);
}

int
main(void)
{
	RUN(every_value_has_a_name_of_its_class_and_a_sentence);
	RUN(an_unknown_value_has_the_class_of_its_hundred);
	RUN(a_status_says_who_can_make_the_next_attempt_succeed);
	RUN(a_value_outside_every_class_is_a_fault);
	RUN(the_version_is_that_of_the_header);
	return tap_done();
}
