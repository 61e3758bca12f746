/* SPDX-License-Identifier: Apache-2.0 */
/* number.c -- decimal numbers as PDF and SVG have them.
 *
 * printf() would write the decimal comma of the user's locale. */
#include "number.h"

#include <math.h>

static size_t
print_int(char *text, uint64_t value)
{
	char digits[20];
	size_t count = 0, len = 0;

	do
		digits[count++] = (char)('0' + value % 10);
	while ((value /= 10) != 0);
	while (count > 0)
		text[len++] = digits[--count];
	return len;
}

void
csi_ink_add_number(struct csi_bytes *out, double value, bool hundredths)
{
	char text[32];
	double scaled = round(hundredths ? value * 100 : value);
	uint64_t whole = (uint64_t)fabs(scaled);
	unsigned part = hundredths ? (unsigned)(whole % 100) : 0;
	size_t len = 0;

	if (hundredths)
		whole /= 100;
	if (scaled < 0)
		text[len++] = '-';
	len += print_int(text + len, whole);
	if (part != 0) {
		text[len++] = '.';
		text[len++] = (char)('0' + part / 10);
		if (part % 10 != 0)
			text[len++] = (char)('0' + part % 10);
	}
	csi_bytes_add(out, text, len);
}
