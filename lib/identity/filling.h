/* SPDX-License-Identifier: Apache-2.0 */
/* filling.h -- puts what a card says into a record, made fit to show; what does
 * not add up becomes a reason. */
#ifndef CSI_IDENTITY_FILLING_H
#define CSI_IDENTITY_FILLING_H

#include "bytes.h"
#include "identity/record.h"

/* Text, in UTF-8 or, where it cannot be that, ISO 8859-1. */
void csi_fill_text(
    struct csi_record *record, struct csi_span field, char *text, size_t room);

/* Part after part; `before` goes in front of one that is not the first. */
struct csi_fill_part {
	struct csi_span field;
	const char *before;
};

void csi_fill_parts(struct csi_record *record, cseal_identity_field to,
    const struct csi_fill_part *parts, size_t count);

/* A day, "DDMMYYYY" or with one character between: nothing where the field is
 * empty, and the reason where it is no day of the calendar. */
void csi_fill_day(struct csi_record *record, cseal_identity_field to,
    struct csi_span field, const char *reason);

/* M for a man, one of the letters for a woman. */
void csi_fill_sex(
    struct csi_record *record, struct csi_span field, const char *women);

#endif
