/* SPDX-License-Identifier: Apache-2.0 */
/* portugal.c -- the files of Portugal's first citizen card: fields of fixed
 * places and lengths, UTF-8, with zeros behind what they hold. */
#include "cards.h"

#include "filling.h"

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
    cseal_identity_field to)
{
	csi_fill_text(
	    record, field_of(file, place), record->values[to], CSI_VALUE_ROOM);
}

static void
put_nationality(struct csi_record *record, struct csi_span file)
{
	record->values[CSEAL_IDENTITY_NATIONALITY][0] = '\0';
	if (field_of(file, nationality).len == 3)
		take(record, file, nationality, CSEAL_IDENTITY_NATIONALITY);
	else if (field_of(file, nationality).len > 0)
		csi_record_reason(record,
		    "The nationality is a code of the card that is not known "
		    "here, and is left out.");
}

static void
put_name(struct csi_record *record, struct csi_span file)
{
	const struct csi_fill_part parts[] = {
		{ field_of(file, surname), "" },
		{ field_of(file, given), ", " },
	};

	csi_fill_parts(record, CSEAL_IDENTITY_NAME, parts, 2);
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
	put_nationality(record, file);
	csi_fill_sex(record, field_of(file, sex), "F");
	take(record, file, issuer, CSEAL_IDENTITY_AUTHORITY);
	take(record, file, document, CSEAL_IDENTITY_NUMBER);
	take(record, file, civil, CSEAL_IDENTITY_PERSONAL_NUMBER);
	csi_fill_day(record, CSEAL_IDENTITY_BIRTH_DATE, field_of(file, birth),
	    "The birth date is not wholly known.");
	csi_fill_day(record, CSEAL_IDENTITY_VALID_FROM,
	    field_of(file, valid_from),
	    "The first day of validity is not a date.");
	csi_fill_day(record, CSEAL_IDENTITY_VALID_TO, field_of(file, valid_to),
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
	const struct part *rows = is_foreign ? foreign : national;
	size_t count = is_foreign ? sizeof(foreign) / sizeof(foreign[0])
				  : sizeof(national) / sizeof(national[0]);
	struct csi_fill_part parts[sizeof(national) / sizeof(national[0])];

	for (size_t i = 0; i < count; i++) {
		parts[i].field = field_of(file, rows[i].place);
		parts[i].before = rows[i].before;
	}
	csi_fill_parts(record, CSEAL_IDENTITY_ADDRESS, parts, count);
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
