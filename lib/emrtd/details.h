/* SPDX-License-Identifier: Apache-2.0 */
/* details.h -- what data groups 1, 11 and 12 say as text, and the list of
 * data groups in EF.COM (ICAO 9303-10, 4.6 and 4.7).
 *
 * Pure functions over bytes; what a chip says is cleaned, so that it can go to
 * a terminal, a log or a form. */
#ifndef CSI_EMRTD_DETAILS_H
#define CSI_EMRTD_DETAILS_H

#include "emrtd/mrz.h"

#define CSI_DETAIL_ROOM 512

enum csi_detail {
	CSI_DETAIL_NAME,            /* 5F0E, in national characters */
	CSI_DETAIL_PERSONAL_NUMBER, /* 5F10 */
	CSI_DETAIL_BIRTH,           /* 5F2B, "YYYY-MM-DD" */
	CSI_DETAIL_BIRTH_PLACE,     /* 5F11 */
	CSI_DETAIL_ADDRESS,         /* 5F42 */
	CSI_DETAIL_AUTHORITY,       /* 5F19 of data group 12 */
	CSI_DETAIL_ISSUED,          /* 5F26 of data group 12, "YYYY-MM-DD" */
	CSI_DETAIL_COUNT
};

/* How a value is written. */
enum csi_detail_form {
	CSI_FORM_TEXT,
	CSI_FORM_NAME, /* as in a machine-readable zone: fillers between */
	CSI_FORM_DATE  /* eight digits, or four bytes of two digits each */
};

/* What a value says, "" if that is no date; out has CSI_DETAIL_ROOM bytes.
 * False: something was no text, and is U+FFFD now. */
bool csi_detail_read(
    enum csi_detail_form form, struct csi_span value, char *out);

/* All zero is empty.  Personal data: wipe it. */
struct csi_details {
	char at[CSI_DETAIL_COUNT][CSI_DETAIL_ROOM]; /* "": it was not said */
	bool was_replaced; /* something was no text, and is U+FFFD now */
};

/* Adds what a file says.  False: it is none; what was read is kept. */
bool csi_details_add_dg11(struct csi_details *details, struct csi_span dg11);
bool csi_details_add_dg12(struct csi_details *details, struct csi_span dg12);

/* False: it is no such file, or has no machine-readable zone. */
bool csi_dg1_read(struct csi_span dg1, struct csi_mrz *ret_mrz);

/* Bit n: data group n (1 to 16) is there.  What EF.COM says is not signed. */
bool csi_com_read(struct csi_span com, uint32_t *ret_groups);

/* What a data group's file begins with, 0x61 to 0x70; its number for that;
 * 0: none. */
unsigned csi_group_tag(unsigned group);
unsigned csi_group_of_tag(unsigned tag);

#endif
