/* SPDX-License-Identifier: Apache-2.0 */
/* reports.c -- which reports a pad has, and how long each is. */
#include "reports.h"

#include <string.h>

/* HID 1.11, 6.2.2.2 to 6.2.2.7: a short item is a prefix and 0, 1, 2 or 4
 * bytes; its type and tag are in the prefix without the size. */
#define ITEM_LONG    0xfe
#define ITEM_INPUT   0x80
#define ITEM_FEATURE 0xb0
#define ITEM_SIZE    0x74 /* of a field, in bits */
#define ITEM_ID      0x84
#define ITEM_COUNT   0x94
#define ITEM_PUSH    0xa4
#define ITEM_POP     0xb4

#define STACK_MOST 8
#define BITS_MOST  (8 * (STU_REPORT_MOST - 1))

struct globals {
	uint32_t size, count;
	uint8_t id;
};

struct parser {
	struct globals now, stack[STACK_MOST];
	size_t depth;
	uint32_t feature_bits[256], input_bits[256];
};

static bool
add_bits(struct parser *parser, uint32_t *bits)
{
	uint64_t more = (uint64_t)parser->now.size * parser->now.count;

	if (more > BITS_MOST - bits[parser->now.id])
		return false;
	bits[parser->now.id] += (uint32_t)more;
	return true;
}

static bool
take_item(struct parser *parser, uint8_t tag, uint32_t value)
{
	switch (tag) {
	case ITEM_INPUT: return add_bits(parser, parser->input_bits);
	case ITEM_FEATURE: return add_bits(parser, parser->feature_bits);
	case ITEM_SIZE: parser->now.size = value; return true;
	case ITEM_COUNT: parser->now.count = value; return true;
	case ITEM_ID: parser->now.id = (uint8_t)value; return value <= 0xff;
	case ITEM_PUSH:
		if (parser->depth == STACK_MOST)
			return false;
		parser->stack[parser->depth++] = parser->now;
		return true;
	case ITEM_POP:
		if (parser->depth == 0)
			return false;
		parser->now = parser->stack[--parser->depth];
		return true;
	default: return true;
	}
}

static bool
parse(struct parser *parser, const uint8_t *bytes, size_t len)
{
	size_t at = 0;

	while (at < len) {
		uint8_t prefix = bytes[at++];
		size_t size = (prefix & 3) == 3 ? 4 : prefix & 3;
		uint32_t value = 0;

		if (prefix == ITEM_LONG) {
			if (len - at < 2 || bytes[at] > len - at - 2)
				return false;
			at += 2 + (size_t)bytes[at];
			continue;
		}
		if (size > len - at)
			return false;
		for (size_t i = 0; i < size; i++)
			value |= (uint32_t)bytes[at + i] << 8 * i;
		at += size;
		if (!take_item(parser, prefix & 0xfc, value))
			return false;
	}
	return true;
}

bool
stu_reports_of_descriptor(
    const uint8_t *bytes, size_t len, struct stu_reports *ret_reports)
{
	struct stu_reports reports = { 0 };
	struct parser parser = { 0 };

	if (len > STU_DESCRIPTOR_MOST || !parse(&parser, bytes, len))
		return false;
	for (size_t id = 1; id < 256; id++) {
		reports.feature[id] =
		    (uint16_t)((parser.feature_bits[id] + 7) / 8);
		reports.input[id] = (uint16_t)((parser.input_bits[id] + 7) / 8);
	}
	if (reports.feature[STU_STATUS] == 0)
		return false;
	*ret_reports = reports;
	return true;
}

/* False unless the reports of the status and of what it is are as long as they
 * are on every pad. */
static bool
take_sizes(const uint8_t *payload, size_t len, size_t before,
    struct stu_reports *reports)
{
	for (size_t id = 1; id < 256; id++) {
		size_t at = 2 * id - before, size;

		if (at + 2 > len)
			break;
		size = (size_t)payload[at] << 8 | payload[at + 1];
		if (size < 2 || size > STU_REPORT_MOST)
			continue;
		reports->feature[id] = (uint16_t)(size - 1);
		reports->input[id] = (uint16_t)(size - 1);
	}
	return reports->feature[STU_STATUS] == STU_STATUS_LEN &&
	       reports->feature[STU_INFORMATION] == STU_INFORMATION_LEN;
}

/* A size is at twice its id; it was not seen on a pad whether the id of the
 * table itself counts, so the start is the one that makes sense. */
bool
stu_reports_of_sizes(
    const uint8_t *payload, size_t len, struct stu_reports *ret_reports)
{
	for (size_t before = 0; before < 2; before++) {
		struct stu_reports reports = { 0 };

		if (!take_sizes(payload, len, before, &reports))
			continue;
		*ret_reports = reports;
		return true;
	}
	return false;
}
