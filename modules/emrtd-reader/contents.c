/* SPDX-License-Identifier: Apache-2.0 */
/* contents.c -- which files a chip has. */
#include "contents.h"

#include "apdu.h"

#include <string.h>

#define GROUPS_MOST 16

/* 0.4.0.127.0.7.2.2, under which a number is the protocol (9303-11, 9.2) */
static const uint8_t id_protocols[] = { 0x04, 0x00, 0x7f, 0x00, 0x07, 0x02,
	0x02 };

enum { CHIP_KEY = 1, TERMINAL = 2, CHIP = 3, PACE = 4, PACE_CAM = 6 };

enum {
	SOD = 0x77,
	COM = 0x60,
	TAG_LIST = 0x5c,
	INTEGER = 0x02,
	OCTETS = 0x04,
	OID = 0x06,
	OCTETS_PARTS = 0x24,
	SEQUENCE = 0x30,
	SET = 0x31,
	CONTEXT_0 = 0xa0
};

/* Goes into the next object, which must have that tag. */
static bool
enter(struct emrtd_object *at, uint8_t tag)
{
	struct emrtd_object object;

	if (!emrtd_object_next(&at->at, &at->len, &object) || object.tag != tag)
		return false;
	*at = object;
	return true;
}

static bool
skip(struct emrtd_object *at, uint8_t tag)
{
	struct emrtd_object object;

	return emrtd_object_next(&at->at, &at->len, &object) &&
	       object.tag == tag;
}

/* SignedData up to its content (RFC 5652, 5.1), and that up to the digests
 * (ICAO 9303-10, 4.6.2.3). */
static bool
find_digests(struct emrtd_object *at)
{
	bool found = enter(at, SOD) && enter(at, SEQUENCE) && skip(at, OID) &&
		     enter(at, CONTEXT_0) && enter(at, SEQUENCE) &&
		     skip(at, INTEGER) && skip(at, SET) &&
		     enter(at, SEQUENCE) && skip(at, OID) &&
		     enter(at, CONTEXT_0);

	if (found && at->len > 0 && at->at[0] == OCTETS_PARTS)
		found = enter(at, OCTETS_PARTS);
	return found && enter(at, OCTETS) && enter(at, SEQUENCE) &&
	       skip(at, INTEGER) && skip(at, SEQUENCE) && enter(at, SEQUENCE);
}

uint32_t
emrtd_groups_of_sod(const uint8_t *file, size_t len)
{
	struct emrtd_object at = { .at = file, .len = len }, one, number;
	uint32_t groups = 0;

	if (!find_digests(&at))
		return 0;
	while (emrtd_object_next(&at.at, &at.len, &one)) {
		if (one.tag == SEQUENCE &&
		    emrtd_object_next(&one.at, &one.len, &number) &&
		    number.tag == INTEGER && number.len == 1 &&
		    number.at[0] >= 1 && number.at[0] <= GROUPS_MOST)
			groups |= UINT32_C(1) << number.at[0];
	}
	return groups;
}

/* Tags of data groups are not in their order (9303-10, table 37). */
static uint32_t
group_of(uint8_t tag)
{
	static const uint8_t tags[GROUPS_MOST + 1] = { 0, 0x61, 0x75, 0x63,
		0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
		0x6e, 0x6f, 0x70 };

	for (unsigned i = 1; i <= GROUPS_MOST; i++) {
		if (tags[i] == tag)
			return UINT32_C(1) << i;
	}
	return 0;
}

/* Before the list there are objects whose tag has a second byte. */
uint32_t
emrtd_groups_of_com(const uint8_t *file, size_t len)
{
	struct emrtd_object at = { .at = file, .len = len }, one;
	uint32_t groups = 0;

	if (!enter(&at, COM))
		return 0;
	while (at.len > 0) {
		if ((at.at[0] & 0x1f) == 0x1f) {
			at.at++;
			at.len--;
		}
		if (!emrtd_object_next(&at.at, &at.len, &one))
			return 0;
		if (one.tag != TAG_LIST)
			continue;
		for (size_t i = 0; i < one.len; i++)
			groups |= group_of(one.at[i]);
		return groups;
	}
	return 0;
}

static bool
is_beyond_pace(const struct emrtd_object *oid)
{
	const size_t len = sizeof(id_protocols);

	if (oid->tag != OID || oid->len <= len ||
	    memcmp(oid->at, id_protocols, len) != 0)
		return false;
	return oid->at[len] == CHIP_KEY || oid->at[len] == TERMINAL ||
	       oid->at[len] == CHIP ||
	       (oid->at[len] == PACE && oid->len > len + 1 &&
		   oid->at[len + 1] == PACE_CAM);
}

bool
emrtd_needs_card_security(const uint8_t *card_access, size_t len)
{
	struct emrtd_object at = { .at = card_access, .len = len }, one, oid;

	if (!enter(&at, SET))
		return false;
	while (emrtd_object_next(&at.at, &at.len, &one)) {
		if (one.tag == SEQUENCE &&
		    emrtd_object_next(&one.at, &one.len, &oid) &&
		    is_beyond_pace(&oid))
			return true;
	}
	return false;
}
