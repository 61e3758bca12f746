/* SPDX-License-Identifier: Apache-2.0 */
/* file.c -- reads files of a chip.
 *
 * The first read asks for as much as can be had at once, and tells by the
 * file's tag and length how much is left.  Every read but the last brings
 * bytes, or it ends. */
#include "file.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#define SHORT_ID(id) ((uint8_t)((id)&0x1f))

/* Bytes that a first read asks for where everything else was refused: a tag
 * and a length fit in. */
#define HEAD_LEN 6

/* Offsets that an even instruction can say (9303-10, 3.6.3.1). */
#define EVEN_MOST 0x7fff

/* Lengths of reads.  The last but one and those before it fit what was seen of
 * cards and readers that cannot do what they should; the last asks for no byte
 * more than there is. */
static const size_t rungs[] = { 65536, 4096, 1024, 256, 160, 112, 112 };

#define RUNG_SHORT 3
#define RUNG_EXACT 6

void
emrtd_reading_start(struct emrtd_reading *how, bool is_extended)
{
	memset(how, 0, sizeof(*how));
	how->rung = is_extended ? 0 : RUNG_SHORT;
}

void
emrtd_file_clear(struct emrtd_file *file)
{
	if (file->bytes != NULL)
		OPENSSL_cleanse(file->bytes, file->len);
	free(file->bytes);
	memset(file, 0, sizeof(*file));
}

/* One file, on its way. */
struct course {
	struct emrtd_link *link;
	struct emrtd_reading *how;
	uint16_t id;
	bool is_again;
	bool is_found, is_absent;
	uint16_t sw;
	uint8_t *bytes;
	size_t len, total; /* total 0: not known yet */
};

static size_t
length_of(const struct course *course)
{
	size_t len = rungs[course->how->rung];

	if (course->how->rung >= RUNG_SHORT &&
	    len > emrtd_link_short_most(course->link))
		len = emrtd_link_short_most(course->link);
	return len;
}

size_t
emrtd_file_total(const uint8_t *bytes, size_t len)
{
	size_t at = 1, more, total = 0;

	if (len < 2)
		return 0;
	if ((bytes[0] & 0x1f) == 0x1f)
		at++;
	if (len <= at)
		return 0;
	if (bytes[at] < 0x80)
		return at + 1 + bytes[at];
	more = bytes[at] & 0x7f;
	if (more == 0 || more > 3)
		return EMRTD_FILE_MOST + 1;
	if (len < at + 1 + more)
		return 0;
	for (size_t i = 0; i < more; i++)
		total = total << 8 | bytes[at + 1 + i];
	return at + 1 + more + total;
}

/* Was it refused for its length or its form, and may another do? */
static bool
is_about_length(uint16_t sw)
{
	return sw == 0x6700 || sw == 0x6b00 || (sw & 0xff00) == 0x6c00 ||
	       sw == 0x6a86 || sw == 0x6f00 || sw == 0x6986 || sw == 0x6985 ||
	       sw == 0x6282 || sw == 0x6281 || sw == 0x9000;
}

/* ISO/IEC 7816-4, table 6: there is none, or it is not for us. */
static bool
is_absence(uint16_t sw)
{
	return sw == 0x6a82 || sw == 0x6a83 || sw == 0x6982 || sw == 0x6985 ||
	       sw == 0x6a88;
}

static cseal_status
fail_unreadable(const struct course *course, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
	    "the chip's file %04X could not be read: it answered %04X",
	    course->id, course->sw);
}

static cseal_status
ask(struct course *course, const struct emrtd_command *command,
    struct emrtd_answer *answer, cseal_error **ret_error)
{
	cseal_status st;

	if (course->how->read_count++ >= EMRTD_READS_MOST)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the chip gives its files in more than %d pieces",
		    EMRTD_READS_MOST);
	st = emrtd_link_ask(course->link, command, answer, ret_error);
	if (st == CSEAL_OK)
		course->sw = answer->sw;
	return st;
}

/* Goes one length down; false: there is none left. */
static bool
step_down(struct course *course)
{
	if (course->how->rung == RUNG_EXACT)
		return false;
	course->how->rung++;
	if (course->how->rung == RUNG_SHORT)
		course->link->is_extended = false;
	return true;
}

/* After an answer that brought no bytes. */
static cseal_status
take_refusal(struct course *course, cseal_error **ret_error)
{
	bool is_lost = emrtd_link_is_lost(course->link);

	if (!is_about_length(course->sw) && !is_lost)
		return fail_unreadable(course, ret_error);
	if (!step_down(course))
		return fail_unreadable(course, ret_error);
	course->is_again = is_lost;
	return CSEAL_OK;
}

static cseal_status
keep(struct course *course, const uint8_t *bytes, size_t len,
    cseal_error **ret_error)
{
	uint8_t *more = malloc(course->len + len);

	if (more == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	if (course->len > 0) {
		memcpy(more, course->bytes, course->len);
		OPENSSL_cleanse(course->bytes, course->len);
	}
	memcpy(more + course->len, bytes, len);
	free(course->bytes);
	course->bytes = more;
	course->len += len;
	return CSEAL_OK;
}

/* With the whole length known there is room for all of it. */
static cseal_status
make_room(struct course *course, cseal_error **ret_error)
{
	size_t had = course->len;
	uint8_t *whole;

	if (course->total > EMRTD_FILE_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the chip's file %04X says that it is of more than %u "
		    "bytes, or of no length",
		    course->id, EMRTD_FILE_MOST);
	if (course->len > course->total)
		course->len = course->total; /* padding behind it */
	whole = malloc(course->total);
	if (whole == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	memcpy(whole, course->bytes, course->len);
	OPENSSL_cleanse(course->bytes, had);
	free(course->bytes);
	course->bytes = whole;
	return CSEAL_OK;
}

static cseal_status
take(struct course *course, const uint8_t *bytes, size_t len,
    cseal_error **ret_error)
{
	cseal_status st;

	if (course->total > 0) {
		if (len > course->total - course->len)
			len = course->total - course->len;
		memcpy(course->bytes + course->len, bytes, len);
		course->len += len;
		return CSEAL_OK;
	}
	st = keep(course, bytes, len, ret_error);
	if (st != CSEAL_OK)
		return st;
	course->total = emrtd_file_total(course->bytes, course->len);
	return course->total == 0 ? CSEAL_OK : make_room(course, ret_error);
}

/* ---- the start --------------------------------------------------------- */

static cseal_status
select_it(struct course *course, cseal_error **ret_error)
{
	const uint8_t id[2] = { (uint8_t)(course->id >> 8),
		(uint8_t)course->id };
	struct emrtd_command command;
	struct emrtd_answer answer;
	cseal_status st;

	emrtd_select_file(id, &command);
	st = ask(course, &command, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	course->is_found = answer.sw == 0x9000;
	course->is_absent = !course->is_found;
	course->is_again = emrtd_link_is_lost(course->link);
	return CSEAL_OK;
}

static cseal_status
read_first(struct course *course, cseal_error **ret_error)
{
	uint8_t room[EMRTD_OFFSET_ROOM];
	struct emrtd_command command;
	struct emrtd_answer answer;
	size_t le = length_of(course);
	cseal_status st;

	if (course->how->rung == RUNG_EXACT)
		le = HEAD_LEN;
	if (course->is_found)
		emrtd_read_at(0, le, room, &command);
	else
		emrtd_read_short(SHORT_ID(course->id), le, &command);
	command.is_extended = course->how->rung < RUNG_SHORT;
	st = ask(course, &command, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (answer.len > 0) {
		course->is_found = true;
		return take(course, answer.data, answer.len, ret_error);
	}
	if (!course->is_found && is_absence(answer.sw) &&
	    !emrtd_link_is_lost(course->link)) {
		course->is_absent = true;
		return CSEAL_OK;
	}
	/* 6A86, 6B00, 6D00, 6981: it may be the short identifier. */
	if (!course->is_found && course->how->rung >= RUNG_SHORT &&
	    !course->how->is_by_select) {
		course->how->is_by_select = true;
		course->is_again = emrtd_link_is_lost(course->link);
		return CSEAL_OK;
	}
	return take_refusal(course, ret_error);
}

static cseal_status
find(struct course *course, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && course->len == 0 && !course->is_absent &&
	       !course->is_again) {
		if (course->how->is_by_select && !course->is_found)
			st = select_it(course, ret_error);
		else
			st = read_first(course, ret_error);
	}
	return st;
}

/* ---- the rest ---------------------------------------------------------- */

/* 9303-10, 3.6.3.2: an object with the tag 53 around the bytes. */
static bool
open_object(struct emrtd_answer *answer)
{
	struct emrtd_object object;

	if (answer->len == 0)
		return true;
	if (!emrtd_object_find(answer->data, answer->len, 0x53, &object))
		return false;
	answer->data = object.at;
	answer->len = object.len;
	return true;
}

static cseal_status
read_next(struct course *course, cseal_error **ret_error)
{
	uint8_t room[EMRTD_OFFSET_ROOM];
	struct emrtd_command command;
	struct emrtd_answer answer;
	size_t le = length_of(course);
	size_t left =
	    course->total > 0 ? course->total - course->len : HEAD_LEN;
	bool is_odd = course->len > EVEN_MOST;
	cseal_status st;

	if (is_odd && left > 0xffff - 4)
		left = 0xffff - 4;
	if (is_odd && le > 4 && left > le - 4)
		left = le - 4;
	if (le > left)
		le = left;
	if (is_odd)
		le += le > 0xff ? 4 : le > 0x7f ? 3 : 2;
	emrtd_read_at((uint32_t)course->len, le, room, &command);
	command.is_extended = course->how->rung < RUNG_SHORT;
	st = ask(course, &command, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (is_odd && !open_object(&answer))
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the chip's file %04X came without the object around it",
		    course->id);
	if (answer.len == 0)
		return take_refusal(course, ret_error);
	return take(course, answer.data, answer.len, ret_error);
}

cseal_status
emrtd_file_read(struct emrtd_link *link, struct emrtd_reading *how, uint16_t id,
    struct emrtd_file *ret_file, bool *ret_again, cseal_error **ret_error)
{
	struct course course = { .link = link, .how = how, .id = id };
	cseal_status st;

	st = find(&course, ret_error);
	while (st == CSEAL_OK && !course.is_absent && !course.is_again &&
	       (course.total == 0 || course.len < course.total))
		st = read_next(&course, ret_error);
	*ret_again = course.is_again;
	if (st == CSEAL_OK && !course.is_absent && !course.is_again) {
		ret_file->bytes = course.bytes;
		ret_file->len = course.total;
		ret_file->sw = course.sw;
		return CSEAL_OK;
	}
	if (course.bytes != NULL)
		OPENSSL_cleanse(course.bytes, course.len);
	free(course.bytes);
	*ret_file = (struct emrtd_file){ .sw = course.sw };
	return st;
}
