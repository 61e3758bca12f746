/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-mrz.c -- a machine-readable zone, as somebody typed it or a chip holds
 * it. */
#include "emrtd/mrz.h"
#include "fuzz.h"
#include "identity/number.h"

#include <stdlib.h>
#include <string.h>

static void
check(const char *text, size_t room)
{
	if (memchr(text, 0, room) == NULL)
		abort();
	if (strspn(text, "<ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ") !=
	    strlen(text))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char today[] = "2026-11-29";
	char date[CSI_DATE_ROOM];
	struct csi_mrz mrz;

	if (!csi_mrz_read((const char *)data, size, &mrz))
		return 0;
	check(mrz.code, sizeof(mrz.code));
	check(mrz.state, sizeof(mrz.state));
	check(mrz.number, sizeof(mrz.number));
	check(mrz.nationality, sizeof(mrz.nationality));
	check(mrz.birth, sizeof(mrz.birth));
	check(mrz.expiry, sizeof(mrz.expiry));
	check(mrz.optional, sizeof(mrz.optional));
	check(mrz.optional_2, sizeof(mrz.optional_2));
	check(mrz.surname, sizeof(mrz.surname));
	check(mrz.given, sizeof(mrz.given));
	if (csi_mrz_birth(mrz.birth, today, date) &&
	    (!csi_date_is(date) || strcmp(date, today) > 0))
		abort();
	if (csi_mrz_expiry(mrz.expiry, today, date) && !csi_date_is(date))
		abort();
	return 0;
}
