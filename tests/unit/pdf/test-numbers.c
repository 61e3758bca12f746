/* SPDX-License-Identifier: Apache-2.0 */
/* test-numbers.c -- proves lib/pdf/numbers.c. */
#include "pdf/numbers.h"
#include "tap.h"

static void
a_number_is_new_once(void)
{
	struct csi_numbers set = { 0 };

	OK(!csi_numbers_has(&set, 7));
	OK(csi_numbers_add(&set, 7));
	OK(!csi_numbers_add(&set, 7));
	OK(csi_numbers_has(&set, 7));
	OK(!csi_numbers_has(&set, 8));
	OK(set.count == 1);
	csi_numbers_free(&set);
	OK(!csi_numbers_has(&set, 7));
}

static void
a_hundred_thousand_numbers_are_all_found(void)
{
	struct csi_numbers set = { 0 };
	bool all = true, none = true;

	for (uint32_t i = 0; i < 100000; i++)
		all = csi_numbers_add(&set, i * 7) && all;
	for (uint32_t i = 0; i < 100000; i++) {
		all = csi_numbers_has(&set, i * 7) && all;
		none = !csi_numbers_has(&set, i * 7 + 1) && none;
	}
	OK(all);
	OK(none);
	OK(set.count == 100000);
	csi_numbers_free(&set);
}

static void
the_extremes_are_kept_apart(void)
{
	struct csi_numbers set = { 0 };

	OK(csi_numbers_add(&set, 0));
	OK(csi_numbers_add(&set, UINT32_MAX - 1));
	OK(!csi_numbers_add(&set, UINT32_MAX));
	OK(csi_numbers_has(&set, 0));
	OK(csi_numbers_has(&set, UINT32_MAX - 1));
	OK(!csi_numbers_has(&set, UINT32_MAX));
	OK(!set.failed);
	csi_numbers_free(&set);
}

int
main(void)
{
	RUN(a_number_is_new_once);
	RUN(a_hundred_thousand_numbers_are_all_found);
	RUN(the_extremes_are_kept_apart);
	return tap_done();
}
