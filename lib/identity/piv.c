/* SPDX-License-Identifier: Apache-2.0 */
/* piv.c -- data objects of a PIV card (NIST SP 800-73-4). */
#include "cards.h"

#include "emrtd/tlv.h"
#include "filling.h"
#include "number.h"

#include <counterseal/module.h>
#include <stdio.h>
#include <string.h>

enum {
	OBJECT = 0x53,
	NAME = 0x01,
	EXPIRES = 0x04,
	CARD_NUMBER = 0x05,
	ISSUER = 0x06,
	IMAGE = 0xbc
};

/* SP 800-76-2, table 14: what stands before the record, and where in that the
 * record's length is. */
#define CBEFF_LEN       88
#define CBEFF_LENGTH_AT 2

/* The object without the tag that a card puts around it, which some drivers
 * leave on. */
static struct csi_span
inside(struct csi_span object)
{
	struct csi_tlv whole;

	return csi_tlv_file(object, OBJECT, &whole) ? whole.body : object;
}

static void
take(struct csi_record *record, struct csi_span object, unsigned tag,
    cseal_identity_field to)
{
	struct csi_tlv field;

	if (csi_tlv_find(object, tag, &field))
		csi_fill_text(
		    record, field.body, record->values[to], CSI_VALUE_ROOM);
}

/* "YYYYMMMDD" with an English month */
static bool
read_day(struct csi_span text, char ret_date[CSI_DATE_ROOM])
{
	static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
	char digits[9];

	if (text.len != 9)
		return false;
	for (unsigned i = 0; i < 12; i++) {
		if (memcmp(text.at + 4, months + 3 * (size_t)i, 3) != 0)
			continue;
		memcpy(digits, text.at, 4);
		snprintf(digits + 4, 3, "%02u", i + 1);
		memcpy(digits + 6, text.at + 7, 2);
		digits[8] = '\0';
		return csi_date_from_digits(digits, ret_date);
	}
	return false;
}

cseal_status
csi_piv_printed(
    struct csi_span object, struct csi_record *record, cseal_error **ret_error)
{
	struct csi_tlv field;
	char date[CSI_DATE_ROOM];

	object = inside(object);
	if (!csi_tlv_find(object, NAME, &field))
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's printed information was not well formed");
	take(record, object, NAME, CSEAL_IDENTITY_NAME);
	take(record, object, CARD_NUMBER, CSEAL_IDENTITY_NUMBER);
	take(record, object, ISSUER, CSEAL_IDENTITY_AUTHORITY);
	if (!csi_tlv_find(object, EXPIRES, &field) || field.body.len == 0)
		return CSEAL_OK;
	if (read_day(field.body, date))
		memcpy(record->values[CSEAL_IDENTITY_VALID_TO], date,
		    sizeof(date));
	else
		csi_record_reason(
		    record, "The last day of validity is not a date.");
	return CSEAL_OK;
}

cseal_status
csi_piv_face(
    struct csi_span object, struct csi_image *ret_face, cseal_error **ret_error)
{
	struct csi_reader in;
	struct csi_tlv image;
	uint32_t len;

	if (!csi_tlv_find(inside(object), IMAGE, &image))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the card's facial image was not well formed");
	in = csi_reader_of(image.body.at, image.body.len);
	csi_read_span(&in, CBEFF_LENGTH_AT);
	len = csi_read_be32(&in);
	csi_read_span(&in, CBEFF_LEN - CBEFF_LENGTH_AT - 4);
	if (in.bad || len > csi_reader_left(&in))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the card's facial image had another length than it says");
	return csi_face_record_read(
	    csi_read_span(&in, len), ret_face, ret_error);
}
