/* SPDX-License-Identifier: Apache-2.0 */
/* test-place.c -- proves lib/place.c: "PAGE:X,Y,W,H". */
#include <counterseal/document.h>

#include "tap.h"

static struct cseal_place place;

static cseal_status
parse(const char *text)
{
	cseal_error *error = NULL;
	cseal_status st = cseal_place_parse(text, &place, &error);

	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static bool
is(const char *text, uint32_t page, int32_t x, int32_t y, uint32_t width,
    uint32_t height)
{
	return parse(text) == CSEAL_OK && place.page == page &&
	       place.x_um == x && place.y_um == y && place.width_um == width &&
	       place.height_um == height;
}

static void
millimetres_become_micrometres(void)
{
	OK(is("1:10,20,30,40", 1, 10000, 20000, 30000, 40000));
	OK(is("12:0.5,0,1.234,0.001", 12, 500, 0, 1234, 1));
	OK(is("last:1.2345,2,3,4", CSEAL_PAGE_LAST, 1234, 2000, 3000, 4000));
	OK(is("1:-5,-0.5,10,10", 1, -5000, -500, 10000, 10000));
	OK(is("1:0,0,210,297", 1, 0, 0, 210000, 297000));
	OK(is("1:000010.500000000000000,0,1,1", 1, 10500, 0, 1000, 1000));
}

static void
a_size_can_be_left_out(void)
{
	OK(is("1:10,20", 1, 10000, 20000, 0, 0));
	OK(is("1:10,20,30", 1, 10000, 20000, 30000, 0));
	OK(is("last:10,20,,40", CSEAL_PAGE_LAST, 10000, 20000, 0, 40000));
}

static void
what_is_no_place_is_refused_and_changes_nothing(void)
{
	static const char *const bad[] = { "", "1", "1:", "1:1", "1:1,",
		"0:1,2,3,4", "1:1,2,3,", "1:1,2,,", "1:1,2,", "1:1,2,0",
		"1:1,2,3,4,5", "1:1,2,3,4 ", " 1:1,2,3,4", "1:1;2;3;4",
		"-1:1,2,3,4", "x:1,2,3,4", "1:1,2,0,4", "1:1,2,3,-4",
		"1:1.,2,3,4", "1:.5,2,3,4", "1:1e3,2,3,4", "1:,2,3,4",
		"1:1,2,3,0.0004", "1:--1,2,3,4", "1:99999999999,2,3,4",
		"99999999999:1,2,3,4", "1:1,2,3,10000.001", "last1:1,2,3,4",
		"1:0x10,2,3,4", "1:1,2,3,4\n", "1:+1,2,3,4" };

	place.page = 77;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OKF(parse(bad[i]) == CSEAL_FAULT_APPLICATION,
		    "text %zu is refused", i);
	OK(parse(NULL) == CSEAL_FAULT_APPLICATION);
	OK(place.page == 77);
}

int
main(void)
{
	RUN(millimetres_become_micrometres);
	RUN(a_size_can_be_left_out);
	RUN(what_is_no_place_is_refused_and_changes_nothing);
	return tap_done();
}
