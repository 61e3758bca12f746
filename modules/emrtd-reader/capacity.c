/* SPDX-License-Identifier: Apache-2.0 */
/* capacity.c -- how much a reader and a card can say at once. */
#include "capacity.h"

#define FEATURE_PROPERTIES   0x12
#define PROPERTY_APDU_MOST   0x0a
#define COMPACT_CAPABILITIES 0x73 /* three bytes of them */
#define EXTENDED             0x40 /* of the third */

/* A list of tag, length and value, one byte each for the first two. */
static bool
find(const uint8_t *list, size_t len, uint8_t tag, size_t value_len,
    const uint8_t **ret_value)
{
	while (len >= 2 && len - 2 >= list[1]) {
		if (list[0] == tag && list[1] == value_len) {
			*ret_value = list + 2;
			return true;
		}
		len -= 2 + (size_t)list[1];
		list += 2 + list[1];
	}
	return false;
}

uint32_t
emrtd_properties_code(const uint8_t *features, size_t len)
{
	const uint8_t *value;

	if (!find(features, len, FEATURE_PROPERTIES, 4, &value))
		return 0;
	return (uint32_t)value[0] << 24 | (uint32_t)value[1] << 16 |
	       (uint32_t)value[2] << 8 | value[3];
}

/* 0 is for short ones only; numbers are little endian here. */
bool
emrtd_properties_allow_extended(const uint8_t *properties, size_t len)
{
	const uint8_t *value;

	if (!find(properties, len, PROPERTY_APDU_MOST, 4, &value))
		return true;
	return value[1] > 1 || value[2] != 0 || value[3] != 0;
}

/* Interface bytes up to the historical ones (ISO/IEC 7816-3, 8.2). */
static size_t
find_history(const uint8_t *atr, size_t len, size_t *ret_count)
{
	size_t at = 1;
	uint8_t which;

	*ret_count = 0;
	if (len < 2)
		return 0;
	*ret_count = atr[1] & 0x0f;
	do {
		which = atr[at] >> 4;
		at++;
		for (int i = 0; i < 3; i++)
			at += which >> i & 1;
	} while ((which & 8) != 0 && at < len);
	if ((which & 8) != 0)
		at++;
	if (at <= len && *ret_count <= len - at)
		return at;
	*ret_count = 0;
	return 0;
}

bool
emrtd_atr_denies_extended(const uint8_t *atr, size_t len)
{
	size_t count, start = find_history(atr, len, &count);
	const uint8_t *at = atr + start, *end = at + count;

	if (count == 0 || (*at != 0x80 && *at != 0x00))
		return false;
	at++;
	while (at < end) {
		size_t body = *at & 0x0f;

		if ((size_t)(end - at) < 1 + body)
			return false;
		if (*at == COMPACT_CAPABILITIES)
			return (at[3] & EXTENDED) == 0;
		at += 1 + body;
	}
	return false;
}
