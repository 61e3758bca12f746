/* SPDX-License-Identifier: Apache-2.0 */
/* belgium.h -- what the files of a Belgian identity card say ("ID and address
 * file contents", version 5.0, Directorate General Identity and Civil
 * Affairs).
 *
 * Pure functions over bytes.  A field is a tag of one byte, a length, and text;
 * zeros may follow the last. */
#ifndef CSI_IDENTITY_BELGIUM_H
#define CSI_IDENTITY_BELGIUM_H

#include "bytes.h"
#include "identity/record.h"

#define CSI_BELGIUM_TAGS 32 /* 0x00 to 0x1f; others are passed over */

/* The fields of a file by their tags, in place; a tag that is there twice is
 * its first. */
struct csi_belgium {
	struct csi_span at[CSI_BELGIUM_TAGS];
};

/* False: it is not well formed; what stands before that is given. */
bool csi_belgium_split(struct csi_span file, struct csi_belgium *ret_fields);

/* Fills an empty record; what does not add up becomes a reason.  Status:
 * COUNTER_CARD_UNREADABLE (not such a file, or neither name nor number). */
cseal_status csi_belgium_identity(
    struct csi_span file, struct csi_record *record, cseal_error **ret_error);

/* Adds the address; a file that is none becomes a reason. */
void csi_belgium_address(struct csi_span file, struct csi_record *record);

/* The digest of the photo that the identity file has; empty: it has none. */
struct csi_span csi_belgium_photo_digest(struct csi_span identity);

/* What of the address file was signed: all but the zeros that end it. */
struct csi_span csi_belgium_signed_address(struct csi_span file);

/* Are they the eleven digits of a national number with its check digits, which
 * are taken modulo 97 over nine digits, with a 2 in front for those born from
 * 2000 on? */
bool csi_belgium_number_check(const char *number);

#endif
