/* SPDX-License-Identifier: Apache-2.0 */
/* filling.c -- puts what a card says into a record. */
#include "filling.h"

#include "number.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

#define PART_ROOM 256

void
csi_fill_text(
    struct csi_record *record, struct csi_span field, char *text, size_t room)
{
	if (csi_text_from_bytes(field.at, field.len, text, room) &
	    CSI_TEXT_REPLACED)
		csi_record_reason(record,
		    "A text on the chip has something that is no text; U+FFFD "
		    "stands for it.");
}

/* A part that does not fit any more is left out. */
void
csi_fill_parts(struct csi_record *record, cseal_identity_field to,
    const struct csi_fill_part *parts, size_t count)
{
	char *value = record->values[to], text[PART_ROOM];
	size_t len = 0;

	value[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		const char *before = len == 0 ? "" : parts[i].before;
		size_t more;

		csi_fill_text(record, parts[i].field, text, sizeof(text));
		more = strlen(before) + strlen(text);
		if (text[0] == '\0' || len + more >= CSI_VALUE_ROOM)
			continue;
		snprintf(
		    value + len, CSI_VALUE_ROOM - len, "%s%s", before, text);
		len += more;
	}
	explicit_bzero(text, sizeof(text));
}

void
csi_fill_day(struct csi_record *record, cseal_identity_field to,
    struct csi_span field, const char *reason)
{
	size_t gap = field.len == 10 ? 1 : 0;
	char digits[9], date[CSI_DATE_ROOM];

	if (field.len == 0)
		return;
	if (field.len == 8 + 2 * gap) {
		memcpy(digits, field.at + 4 + 2 * gap, 4);
		memcpy(digits + 4, field.at + 2 + gap, 2);
		memcpy(digits + 6, field.at, 2);
		digits[8] = '\0';
		if (csi_date_from_digits(digits, date)) {
			memcpy(record->values[to], date, sizeof(date));
			return;
		}
	}
	csi_record_reason(record, "%s", reason);
}

void
csi_fill_sex(
    struct csi_record *record, struct csi_span field, const char *women)
{
	const char *sex = "";

	if (csi_span_is(field, "M"))
		sex = "male";
	else if (field.len == 1 && field.at[0] != '\0' &&
		 strchr(women, field.at[0]) != NULL)
		sex = "female";
	else if (field.len > 0)
		csi_record_reason(record, "The sex is not a code of the card.");
	snprintf(record->values[CSEAL_IDENTITY_SEX], CSI_VALUE_ROOM, "%s", sex);
}
