/* SPDX-License-Identifier: Apache-2.0 */
/* portugal.c -- the files of Portugal's first citizen card: fields of fixed
 * places and lengths, UTF-8, with zeros behind what they hold. */
#include "cards.h"

#include "number.h"
#include "text.h"

#include <counterseal/module.h>
#include <stdio.h>
#include <string.h>

struct place {
	uint16_t at, len;
};

/* Of the citizen's data.  Places and lengths are those of the card, as its
 * middleware has them. */
static const struct place issuer = { 0, 40 };
static const struct place document = { 154, 28 };
static const struct place valid_from = { 230, 20 };
static const struct place valid_to = { 310, 20 };
static const struct place surname = { 330, 120 };
static const struct place given = { 450, 120 };
static const struct place sex = { 570, 2 };
static const struct place nationality = { 572, 6 };
static const struct place birth = { 578, 20 };
static const struct place civil = { 606, 18 };

#define CITIZEN_LEAST 624
#define FACE_AT       1537 /* a record of ISO/IEC 19794-5 without points */
#define IMAGE_AT      1583
#define PART_ROOM     256

/* A field up to the zeros; empty where the file is shorter. */
static struct csi_span
field_of(struct csi_span file, struct place place)
{
	struct csi_span field = { NULL, 0 };

	if ((size_t)place.at + place.len > file.len)
		return field;
	field.at = file.at + place.at;
	while (field.len < place.len && field.at[field.len] != 0)
		field.len++;
	return field;
}

static void
take(struct csi_record *record, struct csi_span file, struct place place,
    char *text, size_t room)
{
	struct csi_span field = field_of(file, place);

	if (csi_text_from_bytes(field.at, field.len, text, room) &
	    CSI_TEXT_REPLACED)
		csi_record_reason(record,
		    "A text on the chip has something that is no text; U+FFFD "
		    "stands for it.");
}

/* "DD MM YYYY" */
static void
put_day(struct csi_record *record, struct csi_span field,
    cseal_identity_field to, const char *reason)
{
	char digits[9], date[CSI_DATE_ROOM];

	if (field.len == 0)
		return;
	if (field.len == 10) {
		memcpy(digits, field.at + 6, 4);
		memcpy(digits + 4, field.at + 3, 2);
		memcpy(digits + 6, field.at, 2);
		digits[8] = '\0';
		if (csi_date_from_digits(digits, date)) {
			memcpy(record->values[to], date, sizeof(date));
			return;
		}
	}
	csi_record_reason(record, "%s", reason);
}

static void
put_codes(struct csi_record *record, struct csi_span file)
{
	struct csi_span code = field_of(file, nationality);
	struct csi_span letter = field_of(file, sex);
	char *to = record->values[CSEAL_IDENTITY_NATIONALITY];

	to[0] = '\0';
	if (code.len == 3)
		take(record, file, nationality, to, CSI_VALUE_ROOM);
	else if (code.len > 0)
		csi_record_reason(record,
		    "The nationality is a code of the card that is not known "
		    "here, and is left out.");
	to = record->values[CSEAL_IDENTITY_SEX];
	snprintf(to, CSI_VALUE_ROOM, "%s",
	    csi_span_is(letter, "M")   ? "male"
	    : csi_span_is(letter, "F") ? "female"
				       : "");
	if (letter.len > 0 && to[0] == '\0')
		csi_record_reason(record, "The sex is not a code of the card.");
}

static void
put_name(struct csi_record *record, struct csi_span file)
{
	char last[PART_ROOM], first[PART_ROOM];
	bool both;

	take(record, file, surname, last, sizeof(last));
	take(record, file, given, first, sizeof(first));
	both = last[0] != '\0' && first[0] != '\0';
	snprintf(record->values[CSEAL_IDENTITY_NAME], CSI_VALUE_ROOM,
	    "%.240s%s%.240s", last, both ? ", " : "", first);
	explicit_bzero(last, sizeof(last));
	explicit_bzero(first, sizeof(first));
}

cseal_status
csi_portugal_citizen(
    struct csi_span file, struct csi_record *record, cseal_error **ret_error)
{
	if (file.len < CITIZEN_LEAST)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's citizen data had %zu bytes, less than %d",
		    file.len, CITIZEN_LEAST);
	if (field_of(file, surname).len == 0 && field_of(file, civil).len == 0)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's citizen data had neither a name nor a number");
	put_name(record, file);
	put_codes(record, file);
	take(record, file, issuer, record->values[CSEAL_IDENTITY_AUTHORITY],
	    CSI_VALUE_ROOM);
	take(record, file, document, record->values[CSEAL_IDENTITY_NUMBER],
	    CSI_VALUE_ROOM);
	take(record, file, civil,
	    record->values[CSEAL_IDENTITY_PERSONAL_NUMBER], CSI_VALUE_ROOM);
	put_day(record, field_of(file, birth), CSEAL_IDENTITY_BIRTH_DATE,
	    "The birth date is not wholly known.");
	put_day(record, field_of(file, valid_from), CSEAL_IDENTITY_VALID_FROM,
	    "The first day of validity is not a date.");
	put_day(record, field_of(file, valid_to), CSEAL_IDENTITY_VALID_TO,
	    "The last day of validity is not a date.");
	snprintf(record->values[CSEAL_IDENTITY_ISSUING_STATE], CSI_VALUE_ROOM,
	    "PRT");
	return CSEAL_OK;
}

/* ---- address ---------------------------------------------------------- */

struct part {
	struct place place;
	const char *before;
};

static const struct part national[] = {
	{ { 350, 100 }, "" },                        /* kind of street */
	{ { 450, 200 }, " " },                       /* its name */
	{ { 770, 20 }, " " },                        /* door */
	{ { 790, 40 }, " " },                        /* floor */
	{ { 830, 40 }, " " },                        /* side */
	{ { 870, 100 }, ", " },                      /* place */
	{ { 970, 100 }, ", " },                      /* locality */
	{ { 1070, 8 }, ", " },                       /* postal code */
	{ { 1078, 6 }, "-" }, { { 1084, 50 }, " " }, /* its locality */
};

static const struct part foreign[] = {
	{ { 106, 300 }, "" },                          /* address */
	{ { 706, 100 }, ", " }, { { 406, 100 }, " " }, /* city */
	{ { 506, 100 }, ", " },                        /* region */
	{ { 6, 100 }, ", " },                          /* country */
};

void
csi_portugal_address(struct csi_span file, struct csi_record *record)
{
	bool is_foreign = file.len > 0 && file.at[0] == 'I';
	const struct part *parts = is_foreign ? foreign : national;
	size_t count = is_foreign ? sizeof(foreign) / sizeof(foreign[0])
				  : sizeof(national) / sizeof(national[0]);
	char *address = record->values[CSEAL_IDENTITY_ADDRESS];
	char part[PART_ROOM];
	size_t len = 0;

	for (size_t i = 0; i < count && len < CSI_VALUE_ROOM; i++) {
		take(record, file, parts[i].place, part, sizeof(part));
		if (part[0] != '\0')
			len += (size_t)snprintf(address + len,
			    CSI_VALUE_ROOM - len, "%s%s",
			    len == 0 ? "" : parts[i].before, part);
	}
	explicit_bzero(part, sizeof(part));
}

/* ---- portrait --------------------------------------------------------- */

/* The record; or, where its lengths are not those of the image, the image up to
 * the zeros at the end. */
cseal_status
csi_portugal_face(
    struct csi_span file, struct csi_image *ret_face, cseal_error **ret_error)
{
	struct csi_span image;

	if (file.len <= IMAGE_AT)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the citizen's data ended before the portrait");
	if (csi_face_record_read(
		(struct csi_span){ file.at + FACE_AT, file.len - FACE_AT },
		ret_face, NULL) == CSEAL_OK)
		return CSEAL_OK;
	image.at = file.at + IMAGE_AT;
	image.len = file.len - IMAGE_AT;
	while (image.len > 0 && image.at[image.len - 1] == 0)
		image.len--;
	return csi_image_read(image, ret_face, ret_error);
}
