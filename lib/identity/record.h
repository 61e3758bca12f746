/* SPDX-License-Identifier: Apache-2.0 */
/* record.h -- what a SAM reads from a resident ID card and its kin, as text.
 *
 * Pure functions over bytes: no device, no clock, no allocation.  What does
 * not add up becomes a reason; only a record that cannot be a document is a
 * failure. */
#ifndef CSI_IDENTITY_RECORD_H
#define CSI_IDENTITY_RECORD_H

#include <counterseal/error.h>
#include <counterseal/identity.h>

#define CSI_RECORD_LEN     256 /* sdt.text */
#define CSI_ADDRESS_LEN    70  /* each address of sdt.address */
#define CSI_ADDRESSES_MOST 4
#define CSI_SAM_LEN        16 /* sdt.sam */
#define CSI_VALUE_ROOM     512
#define CSI_REASON_ROOM    256
#define CSI_REASONS_MOST   48

/* All zero is an empty record.  Holds personal data: wipe it. */
struct csi_record {
	char values[CSEAL_IDENTITY_LAST + 1][CSI_VALUE_ROOM]; /* "": none */
	char reasons[CSI_REASONS_MOST][CSI_REASON_ROOM];
	size_t reason_count;
};

/* Adds a sentence; it holds no personal data.  Beyond CSI_REASONS_MOST it is
 * left out. */
void csi_record_reason(struct csi_record *record, const char *format, ...)
    CSEAL_PRINTF(2, 3);

/* Fills an empty record from the 256 bytes, in whichever of the four layouts
 * they are.  Status: COUNTER_CARD_UNREADABLE. */
cseal_status csi_record_parse(const void *text, size_t len,
    struct csi_record *record, cseal_error **ret_error);

/* Adds what the chip holds as addresses of later: n times 70 bytes. */
void csi_record_add_address(
    struct csi_record *record, const void *bytes, size_t len);

/* Adds the reader's id, in the form that is printed on readers. */
void csi_record_add_sam(
    struct csi_record *record, const uint8_t sam[CSI_SAM_LEN]);

/* Adds a reason for whatever in the values does not add up on the day
 * `today`, "YYYY-MM-DD". */
void csi_record_check(struct csi_record *record, const char *today);

/* The same of the dates alone. */
void csi_record_check_dates(struct csi_record *record, const char *today);

/* Adds why the verdicts on a card that was read by a SAM are unknown. */
void csi_record_explain_verdicts(struct csi_record *record);

/* Whether the text is one of the document types; one that is read by a SAM. */
bool csi_record_is_type(const char *document_type);
bool csi_record_is_sdt(const char *document_type);

#endif
