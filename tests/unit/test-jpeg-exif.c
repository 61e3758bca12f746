/* SPDX-License-Identifier: Apache-2.0 */
/* test-jpeg-exif.c -- proves lib/jpeg-exif.c: how a camera was held. */
#include "jpeg-exif.h"

#include "tap.h"

#include <stdlib.h>
#include <string.h>

/* A copy of just that length, so that a sanitizer sees what is read behind. */
static unsigned
orientation_of(const char *bytes, size_t len)
{
	uint8_t *copy = malloc(len + !len);
	unsigned found;

	memcpy(copy, bytes, len);
	found = csi_exif_orientation((struct csi_span){ copy, len });
	free(copy);
	return found;
}

#define BIG      "Exif\0\0MM\0\x2a\0\0\0\x08"
#define LITTLE   "Exif\0\0II\x2a\0\x08\0\0\0"
#define OF(text) orientation_of(text, sizeof(text) - 1)

static void
each_orientation_is_read_in_both_byte_orders(void)
{
	char big[] = BIG "\0\1\1\x12\0\3\0\0\0\1\0\0\0\0";
	char little[] = LITTLE "\1\0\x12\1\3\0\1\0\0\0\0\0\0\0";

	for (unsigned i = 0; i <= 8; i++) {
		big[sizeof(big) - 1 - 3] = (char)i;
		little[sizeof(little) - 1 - 4] = (char)i;
		OK(orientation_of(big, sizeof(big) - 1) == i);
		OK(orientation_of(little, sizeof(little) - 1) == i);
	}
	big[sizeof(big) - 1 - 3] = 9;
	OK(orientation_of(big, sizeof(big) - 1) == 0);
}

static void
it_is_found_among_others_and_behind_a_gap(void)
{
	OK(OF("Exif\0\0MM\0\x2a\0\0\0\x0a\xff\xff"
	      "\0\2\1\x0f\0\2\0\0\0\1A\0\0\0\1\x12\0\3\0\0\0\1\0\6\0\0") == 6);
}

static void
what_does_not_say_it_rightly_is_not_followed(void)
{
	OK(OF("") == 0);
	OK(OF("Exif\0\0") == 0);
	OK(OF("http://ns.adobe.com/xap/1.0/") == 0);
	OK(OF("Exif\0\0MM\0\x2b\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0") == 0);
	OK(OF("Exif\0\0IM\0\x2a\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0") == 0);
	/* Another tag, type or count. */
	OK(OF(BIG "\0\1\1\x13\0\3\0\0\0\1\0\6\0\0") == 0);
	OK(OF(BIG "\0\1\1\x12\0\4\0\0\0\1\0\6\0\0") == 0);
	OK(OF(BIG "\0\1\1\x12\0\3\0\0\0\2\0\6\0\0") == 0);
}

static void
what_points_outside_is_not_read(void)
{
	static const char whole[] = BIG "\0\1\1\x12\0\3\0\0\0\1\0\6\0\0";

	for (size_t len = 0; len < sizeof(whole) - 1; len++)
		if (orientation_of(whole, len) != 0)
			OKF(false, "%zu bytes", len);
	OK(OF("Exif\0\0MM\0\x2a\xff\xff\xff\xff\0\1") == 0);
	OK(OF("Exif\0\0MM\0\x2a\0\0\0\x09\0\1") == 0);
	OK(OF("Exif\0\0MM\0\x2a\0\0\0\x08\xff\xff") == 0);
	OK(OF(BIG "\xff\xff\1\x0f\0\2\0\0\0\1A\0\0\0") == 0);
}

int
main(void)
{
	RUN(each_orientation_is_read_in_both_byte_orders);
	RUN(it_is_found_among_others_and_behind_a_gap);
	RUN(what_does_not_say_it_rightly_is_not_followed);
	RUN(what_points_outside_is_not_read);
	return tap_done();
}
