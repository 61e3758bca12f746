/* SPDX-License-Identifier: Apache-2.0 */
/* mrz.h -- the machine-readable zone of travel documents: TD1 (ICAO 9303-5),
 * TD2 (9303-6) and TD3 (9303-4).
 *
 * Pure functions over text.  A check digit that is wrong is told, not
 * refused: what is signed is signed as it is. */
#ifndef CSI_EMRTD_MRZ_H
#define CSI_EMRTD_MRZ_H

#include "bytes.h"

#define CSI_MRZ_MOST        90 /* characters, without ends of lines */
#define CSI_MRZ_NUMBER_MOST 23 /* TD1: 9, and 14 of the optional data */
#define CSI_MRZ_NAME_MOST   39

enum csi_mrz_form { CSI_MRZ_TD1 = 1, CSI_MRZ_TD2 = 2, CSI_MRZ_TD3 = 3 };

/* Check digits that are wrong. */
#define CSI_MRZ_NUMBER    1u
#define CSI_MRZ_BIRTH     2u
#define CSI_MRZ_EXPIRY    4u
#define CSI_MRZ_OPTIONAL  8u /* of the personal number, TD3 only */
#define CSI_MRZ_COMPOSITE 16u

/* Texts are without the fillers that end them.  Personal data: wipe it. */
struct csi_mrz {
	enum csi_mrz_form form;
	unsigned wrong;                       /* CSI_MRZ_ bits */
	char code[3];                         /* "P", "ID", "I", "AR" */
	char state[4];                        /* that issued it: "D", "UTO" */
	char number[CSI_MRZ_NUMBER_MOST + 1]; /* of the document */
	char nationality[4];
	char birth[7], expiry[7]; /* YYMMDD; what is unknown is '<' */
	char sex;                 /* 'M', 'F' or '<' */
	char optional[16];        /* TD3: the personal number */
	char optional_2[12];      /* TD1 */
	char surname[CSI_MRZ_NAME_MOST + 1]; /* '<' is a space */
	char given[CSI_MRZ_NAME_MOST + 1];   /* "": there is none */
};

/* Spaces and ends of lines do not count.  False: it has another length than
 * 90, 72 or 88 characters, or one that a zone does not have. */
bool csi_mrz_read(const char *text, size_t len, struct csi_mrz *ret_mrz);

/* 9303-3, 4.9: '0' to '9' for that many characters of a zone. */
char csi_mrz_check_digit(const char *text, size_t len);

/*
 * "YYYY-MM-DD" of the six characters: a birth is the last such day that is
 * not after `today` ("YYYY-MM-DD"), an end of validity the one that is nearest
 * to it.  False: a part is unknown, or it is no day of the calendar.
 */
bool csi_mrz_birth(const char six[7], const char *today, char ret_date[11]);
bool csi_mrz_expiry(const char six[7], const char *today, char ret_date[11]);

#endif
