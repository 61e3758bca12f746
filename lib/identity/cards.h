/* SPDX-License-Identifier: Apache-2.0 */
/* cards.h -- what data objects of other cards say: Italy's services card,
 * Portugal's first citizen card, and PIV.
 *
 * Pure functions over bytes.  Each of those that fill a record takes an empty
 * one, or one that a certificate filled, and overwrites what it knows better.
 * Status: COUNTER_CARD_UNREADABLE. */
#ifndef CSI_IDENTITY_CARDS_H
#define CSI_IDENTITY_CARDS_H

#include "bytes.h"
#include "emrtd/face.h"
#include "identity/record.h"

/* EF.Dati_personali (CNS, file system of the card): six hexadecimal digits of
 * length, then fields that have two each. */
cseal_status csi_italy_personal(
    struct csi_span file, struct csi_record *record, cseal_error **ret_error);

/* Are they sixteen characters of a tax code with its check character? */
bool csi_italy_code_check(const char *code);

/* The file of the citizen's data, fields of fixed places and lengths, and the
 * address; and the portrait in the former. */
cseal_status csi_portugal_citizen(
    struct csi_span file, struct csi_record *record, cseal_error **ret_error);
void csi_portugal_address(struct csi_span file, struct csi_record *record);
cseal_status csi_portugal_face(
    struct csi_span file, struct csi_image *ret_face, cseal_error **ret_error);

/* Printed Information and Cardholder Facial Image (NIST SP 800-73-4, part 1,
 * table 12 and 13; SP 800-76-2, 9). */
cseal_status csi_piv_printed(
    struct csi_span object, struct csi_record *record, cseal_error **ret_error);
cseal_status csi_piv_face(struct csi_span object, struct csi_image *ret_face,
    cseal_error **ret_error);

#endif
