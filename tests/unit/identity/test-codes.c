/* SPDX-License-Identifier: Apache-2.0 */
/* test-codes.c -- proves lib/identity/codes.c. */
#include "identity/codes.h"
#include "identity/text.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

static void
the_56_nations_and_the_two_additions_have_names(void)
{
	for (unsigned i = 0; i < 100; i++) {
		bool known = (i >= 1 && i <= 56) || i == 97 || i == 98;
		const char *name;
		char code[8];

		snprintf(code, sizeof(code), "%02u", i);
		name = csi_nation_name(code);
		OKF((name != NULL) == known, "%s", code);
		if (name != NULL)
			OKF(name[0] != '\0' && csi_text_is_plain(name),
			    "%s has a text", code);
	}
}

static void
no_two_nations_have_the_same_name(void)
{
	for (unsigned i = 1; i <= 56; i++) {
		bool twice = false;
		char code[8];
		const char *name;

		snprintf(code, sizeof(code), "%02u", i);
		name = csi_nation_name(code);
		for (unsigned k = 1; k < i; k++) {
			snprintf(code, sizeof(code), "%02u", k);
			twice =
			    twice || strcmp(csi_nation_name(code), name) == 0;
		}
		OKF(!twice, "nation %u", i);
	}
}

static void
nations_are_those_of_the_standard(void)
{
	OK(strcmp(csi_nation_name("01"), "汉") == 0);
	OK(strcmp(csi_nation_name("05"), "维吾尔") == 0);
	OK(strcmp(csi_nation_name("46"), "德昂") == 0);
	OK(strcmp(csi_nation_name("56"), "基诺") == 0);
	OK(strcmp(csi_nation_name("97"), "其他") == 0);
}

static void
a_text_that_is_no_code_has_no_name(void)
{
	static const char *const no_codes[] = { "", "1", "001", "01 ", "0a",
		"汉", "99", "57", "-1" };

	for (size_t i = 0; i < sizeof(no_codes) / sizeof(no_codes[0]); i++)
		OKF(csi_nation_name(no_codes[i]) == NULL, "'%s'", no_codes[i]);
}

static void
sexes_are_those_of_the_standard(void)
{
	OK(strcmp(csi_sex_name("1"), "male") == 0);
	OK(strcmp(csi_sex_name("2"), "female") == 0);
	OK(strcmp(csi_sex_name("0"), "unspecified") == 0);
	OK(strcmp(csi_sex_name("9"), "unspecified") == 0);
	OK(csi_sex_name("3") == NULL);
	OK(csi_sex_name("") == NULL);
	OK(csi_sex_name("11") == NULL);
	OK(csi_sex_name("男") == NULL);
}

int
main(void)
{
	RUN(the_56_nations_and_the_two_additions_have_names);
	RUN(no_two_nations_have_the_same_name);
	RUN(nations_are_those_of_the_standard);
	RUN(a_text_that_is_no_code_has_no_name);
	RUN(sexes_are_those_of_the_standard);
	return tap_done();
}
