/* SPDX-License-Identifier: Apache-2.0 */
/* test-date.c -- proves lib/pdf/date.c. */
#include "pdf/date.h"
#include "tap.h"

#include <string.h>

static bool
dates_as(const char *text, int64_t wanted)
{
	struct csi_span span = { (const uint8_t *)text, strlen(text) };
	int64_t time;

	return csi_pdf_read_date(span, &time) && time == wanted;
}

static bool
is_no_date(const char *text)
{
	struct csi_span span = { (const uint8_t *)text, strlen(text) };
	int64_t time;

	return !csi_pdf_read_date(span, &time);
}

static void
dates_are_read_with_their_offset(void)
{
	OK(dates_as("D:20261123100000+08'00'", 1795399200));
	OK(dates_as("D:20261123100000+08'00", 1795399200));
	OK(dates_as("D:20261123020000Z", 1795399200));
	OK(dates_as("D:20261122210000-05'00'", 1795399200));
	OK(dates_as("20261123020000", 1795399200));
	OK(dates_as("D:2026", 1767225600));
	OK(dates_as("D:202611", 1793491200));
	OK(dates_as("D:20261123020000Z00'00'", 1795399200));
}

static void
what_is_no_date_is_refused(void)
{
	OK(is_no_date(""));
	OK(is_no_date("D:"));
	OK(is_no_date("D:20"));
	OK(is_no_date("D:20261323"));
	OK(is_no_date("D:20260132"));
	OK(is_no_date("D:20260101240000"));
	OK(is_no_date("D:20260101000000+25'00'"));
	OK(is_no_date("yesterday"));
	OK(is_no_date("D:20260101000000Z and much more text than fits"));
}

int
main(void)
{
	RUN(dates_are_read_with_their_offset);
	RUN(what_is_no_date_is_refused);
	return tap_done();
}
