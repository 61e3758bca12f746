/* SPDX-License-Identifier: Apache-2.0 */
/* jpeg-exif.c -- how a camera was held: one tag of the first directory of the
 * TIFF file that is in an APP1 segment (TIFF 6.0, section 2).
 *
 * Offsets are from the front of that file; nothing else is followed. */
#include "jpeg-exif.h"

#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT      3
#define ENTRY_LEN       12
#define ENTRIES_MOST    512

struct tiff {
	struct csi_span file;
	bool little;
};

static uint32_t
number_at(const struct tiff *tiff, size_t at, unsigned len)
{
	uint32_t number = 0;

	for (unsigned i = 0; i < len; i++)
		number = number << 8 |
			 tiff->file.at[at + (tiff->little ? len - 1 - i : i)];
	return number;
}

static bool
open_tiff(struct csi_span segment, struct tiff *ret_tiff)
{
	static const char name[6] = "Exif\0";
	const size_t front = sizeof(name);
	struct tiff tiff;

	/* The directory's number of entries is the least that follows. */
	if (segment.len < front + 10 || memcmp(segment.at, name, front) != 0)
		return false;
	tiff.file.at = segment.at + front;
	tiff.file.len = segment.len - front;
	tiff.little = tiff.file.at[0] == 'I';
	if (memcmp(tiff.file.at, tiff.little ? "II" : "MM", 2) != 0 ||
	    number_at(&tiff, 2, 2) != 42)
		return false;
	*ret_tiff = tiff;
	return true;
}

unsigned
csi_exif_orientation(struct csi_span segment)
{
	struct tiff tiff;
	size_t at, count;

	if (!open_tiff(segment, &tiff))
		return 0;
	at = number_at(&tiff, 4, 4);
	if (at > tiff.file.len - 2)
		return 0;
	count = number_at(&tiff, at, 2);
	at += 2;
	for (size_t i = 0; i < count && i < ENTRIES_MOST; i++) {
		uint32_t value;

		if (tiff.file.len - at < ENTRY_LEN)
			return 0;
		if (number_at(&tiff, at, 2) == TAG_ORIENTATION) {
			value = number_at(&tiff, at + 8, 2);
			return number_at(&tiff, at + 2, 2) == TYPE_SHORT &&
				       number_at(&tiff, at + 4, 4) == 1 &&
				       value <= 8
				   ? value
				   : 0;
		}
		at += ENTRY_LEN;
	}
	return 0;
}
