/* SPDX-License-Identifier: Apache-2.0 */
/* test-details.c -- proves lib/emrtd/details.c. */
#include "build.h"
#include "emrtd/details.h"
#include "tap.h"

static struct csi_details details;

static bool
is(enum csi_detail detail, const char *text)
{
	if (strcmp(details.at[detail], text) == 0)
		return true;
	printf("# \"%s\" instead of \"%s\"\n", details.at[detail], text);
	return false;
}

static bool
add_11(unsigned tag, const char *text)
{
	struct csi_bytes file = { 0 };
	bool ok;

	memset(&details, 0, sizeof(details));
	build_text(&file, tag, text);
	build_around(&file, 0x6b);
	ok = csi_details_add_dg11(&details, csi_bytes_span(&file));
	csi_bytes_free(&file);
	return ok;
}

static void
data_group_1_holds_the_zone(void)
{
	struct csi_bytes file =
	    build_dg1("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
		      "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
	struct csi_mrz mrz;

	OK(csi_dg1_read(csi_bytes_span(&file), &mrz));
	OK(strcmp(mrz.number, "L898902C3") == 0);
	file.at[0] = 0x62;
	OK(!csi_dg1_read(csi_bytes_span(&file), &mrz));
	file.at[0] = 0x61;
	file.len--;
	OK(!csi_dg1_read(csi_bytes_span(&file), &mrz));
	csi_bytes_free(&file);
}

static void
data_group_11_is_read_item_by_item(void)
{
	static const char file[] =
	    "\x6b\x81\x81\x5c\x0a\x5f\x0e\x5f\x2b\x5f\x11\x5f\x42\x5f\x10"
	    "\x5f\x0e\x1aSM\xc3\x98RREBR\xc3\x98"
	    "D<<J\xc3\x98RGEN<ALF<"
	    "\x5f\x2b\x08"
	    "19740812"
	    "\x5f\x11\x0c"
	    "ANYTOWN<<UTO"
	    "\x5f\x42\x1d"
	    "ANYSTREET 1<ANYTOWN<<UTOPIA<<"
	    "\x5f\x10\x0a"
	    "0123456789";
	struct csi_span span = { (const uint8_t *)file, sizeof(file) - 1 };
	struct csi_bytes copy = { 0 };

	/* The length is set to what there is. */
	csi_bytes_add_span(&copy, span);
	copy.at[2] = (uint8_t)(copy.len - 3);
	memset(&details, 0, sizeof(details));
	OK(csi_details_add_dg11(&details, csi_bytes_span(&copy)));
	OK(is(CSI_DETAIL_NAME, "SM\xc3\x98RREBR\xc3\x98"
			       "D, J\xc3\x98RGEN ALF"));
	OK(is(CSI_DETAIL_BIRTH, "1974-08-12"));
	OK(is(CSI_DETAIL_BIRTH_PLACE, "ANYTOWN, UTO"));
	OK(is(CSI_DETAIL_ADDRESS, "ANYSTREET 1 ANYTOWN, UTOPIA"));
	OK(is(CSI_DETAIL_PERSONAL_NUMBER, "0123456789"));
	OK(!details.was_replaced);
	csi_bytes_free(&copy);
}

static void
data_group_12_is_read_item_by_item(void)
{
	struct csi_bytes file = { 0 };

	memset(&details, 0, sizeof(details));
	build_text(&file, 0x5f19, "UNITED STATES OF UTOPIA");
	build_text(&file, 0x5f26, "20020531");
	build_around(&file, 0x6c);
	OK(csi_details_add_dg12(&details, csi_bytes_span(&file)));
	OK(is(CSI_DETAIL_AUTHORITY, "UNITED STATES OF UTOPIA"));
	OK(is(CSI_DETAIL_ISSUED, "2002-05-31"));
	OK(!csi_details_add_dg11(&details, csi_bytes_span(&file)));
	csi_bytes_free(&file);
}

static void
a_date_may_be_two_digits_in_a_byte(void)
{
	OK(add_11(0x5f2b, "\x19\x74\x08\x12") &&
	    is(CSI_DETAIL_BIRTH, "1974-08-12"));
	OKF(add_11(0x5f2b, "\x19\x74\x0a\x12") && is(CSI_DETAIL_BIRTH, ""),
	    "none that has other digits");
	OKF(add_11(0x5f2b, "19741312") && is(CSI_DETAIL_BIRTH, ""),
	    "none that is no day");
	OKF(add_11(0x5f2b, "740812") && is(CSI_DETAIL_BIRTH, ""),
	    "none of another length");
}

static void
what_is_no_text_is_replaced(void)
{
	OK(add_11(0x5f11, "a\xffz") &&
	    is(CSI_DETAIL_BIRTH_PLACE, "a\xef\xbf\xbdz"));
	OK(details.was_replaced);
	OKF(add_11(0x5f11, "a\x1b[2J") &&
		is(CSI_DETAIL_BIRTH_PLACE, "a\xef\xbf\xbd[2J"),
	    "what a terminal would obey");
	OKF(add_11(0x5f11, "\xe2\x80\xaexyz") &&
		is(CSI_DETAIL_BIRTH_PLACE, "\xef\xbf\xbdxyz"),
	    "what turns a text around");
	OKF(add_11(0x5f11, "\xf0\x9f\x98") && details.was_replaced,
	    "half of a character");
}

static void
fillers_alone_are_nothing(void)
{
	OK(add_11(0x5f0e, "<<<<<<") && is(CSI_DETAIL_NAME, ""));
	OK(add_11(0x5f0e, "") && is(CSI_DETAIL_NAME, ""));
	OK(add_11(0x5f0e, "A<<") && is(CSI_DETAIL_NAME, "A"));
	OK(add_11(0x5f0e, "<A") && is(CSI_DETAIL_NAME, " A"));
	OK(add_11(0x5f0e, "A<<<<<B") && is(CSI_DETAIL_NAME, "A, B"));
}

static void
a_text_that_is_too_long_is_cut_at_a_character(void)
{
	char text[800];

	memset(text, 'x', sizeof(text));
	memcpy(text + 510, "\xe4\xb8\x89", 3);
	text[799] = '\0';
	OK(add_11(0x5f0e, text));
	OK(strlen(details.at[CSI_DETAIL_NAME]) == 510);
}

static void
the_list_of_groups_is_by_tags(void)
{
	static const char com[] = "\x60\x16\x5f\x01\x04"
				  "0107"
				  "\x5f\x36\x06"
				  "040000"
				  "\x5c\x04\x61\x75\x63\x6e";
	struct csi_span span = { (const uint8_t *)com, sizeof(com) - 1 };
	uint32_t groups = 7;

	OK(csi_com_read(span, &groups));
	OK(groups == (1u << 1 | 1u << 2 | 1u << 3 | 1u << 14));
	span.len--;
	OK(!csi_com_read(span, &groups));
	OK(csi_group_tag(2) == 0x75 && csi_group_of_tag(0x75) == 2);
	OK(csi_group_tag(16) == 0x70 && csi_group_of_tag(0x70) == 16);
	OK(csi_group_tag(0) == 0 && csi_group_tag(17) == 0);
	OK(csi_group_of_tag(0x60) == 0);
}

int
main(void)
{
	RUN(data_group_1_holds_the_zone);
	RUN(data_group_11_is_read_item_by_item);
	RUN(data_group_12_is_read_item_by_item);
	RUN(a_date_may_be_two_digits_in_a_byte);
	RUN(what_is_no_text_is_replaced);
	RUN(fillers_alone_are_nothing);
	RUN(a_text_that_is_too_long_is_cut_at_a_character);
	RUN(the_list_of_groups_is_by_tags);
	return tap_done();
}
