/* SPDX-License-Identifier: Apache-2.0 */
/* test-bytes.c -- proves lib/bytes.c. */
#include "bytes.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static void
reading_past_the_end_gives_zero_and_is_remembered(void)
{
	const uint8_t raw[] = { 0x12, 0x34, 0x56 };
	struct csi_reader reader = csi_reader_of(raw, sizeof(raw));

	OK(csi_read_be16(&reader) == 0x1234);
	OK(!reader.bad);
	OK(csi_read_be16(&reader) == 0);
	OK(reader.bad);
	OK(csi_read_u8(&reader) == 0);
	OK(csi_reader_left(&reader) == 0);
}

static void
both_byte_orders_are_read(void)
{
	const uint8_t raw[] = { 1, 2, 1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 4 };
	struct csi_reader reader = csi_reader_of(raw, sizeof(raw));

	OK(csi_read_le16(&reader) == 0x0201);
	OK(csi_read_le32(&reader) == 0x04030201);
	OK(csi_read_be24(&reader) == 0x010203);
	OK(csi_read_be32(&reader) == 0x01020304);
	OK(!reader.bad);
}

static void
a_writer_grows_and_prints(void)
{
	struct csi_bytes bytes = { 0 };
	char long_text[600];
	char *text;

	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	csi_bytes_print(&bytes, "%d %s", 7, long_text);
	OK(bytes.len == 601);
	csi_bytes_add_be32(&bytes, 0x41424344);
	text = csi_bytes_take_text(&bytes);
	OK(text != NULL && strlen(text) == 605);
	OK(text != NULL && strcmp(text + 601, "ABCD") == 0);
	OK(bytes.at == NULL && bytes.len == 0);
	free(text);
}

static void
an_addition_too_large_for_memory_sets_failed_for_good(void)
{
	struct csi_bytes bytes = { 0 };

	csi_bytes_add_u8(&bytes, 1);
	OK(csi_bytes_room(&bytes, SIZE_MAX - 8) == NULL);
	OK(bytes.failed);
	csi_bytes_add_u8(&bytes, 2);
	OK(bytes.len == 1);
	OK(csi_bytes_take_text(&bytes) == NULL);
}

int
main(void)
{
	RUN(reading_past_the_end_gives_zero_and_is_remembered);
	RUN(both_byte_orders_are_read);
	RUN(a_writer_grows_and_prints);
	RUN(an_addition_too_large_for_memory_sets_failed_for_good);
	return tap_done();
}
