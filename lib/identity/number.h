/* SPDX-License-Identifier: Apache-2.0 */
/* number.h -- ID numbers, their check characters, and the dates in them. */
#ifndef CSI_IDENTITY_NUMBER_H
#define CSI_IDENTITY_NUMBER_H

#include <counterseal/types.h>

#define CSI_DATE_ROOM       11 /* "YYYY-MM-DD" */
#define CSI_NUMBER_LEN      18 /* GB 11643 */
#define CSI_NUMBER_OLD_LEN  15 /* of the foreigners' card of 2017 */
#define CSI_ASSOCIATION_LEN 3  /* item that ties the 2023 card to it */

/* Whether the eight digits at `digits` (more may follow) are a day of the
 * calendar from 1800 on; ret_date, "YYYY-MM-DD", is written only if so. */
bool csi_date_from_digits(const char *digits, char ret_date[CSI_DATE_ROOM]);

/* Whether the text is "YYYY-MM-DD" and such a day.  Such texts are in the
 * order of time when compared with strcmp(). */
bool csi_date_is(const char *text);

/* Whether the text is 17 digits and a digit or X. */
bool csi_number_is_whole(const char *number);

/* The rest take a text for which csi_number_is_whole() is true. */

/* GB 11643: check character by ISO 7064 MOD 11-2. */
bool csi_number_check(const char *number);

/* The check character for 17 digits, of which more may follow. */
char csi_number_check_character(const char *digits);

/* The birth date in the number; false if it is no date. */
bool csi_number_birth(const char *number, char ret_date[CSI_DATE_ROOM]);

/* The sequence number, characters 15 to 17, is odd for a man. */
bool csi_number_is_male(const char *number);

/* Whether the text is three letters (of a country), then twelve digits. */
bool csi_number_old_is_whole(const char *number);

/* The check digit of such a number: weights 7 3 1 as in ICAO Doc 9303-3,
 * 4.9. */
bool csi_number_old_check(const char *number);

/* Whether it has YYMMDD of the date "YYYY-MM-DD" where it must. */
bool csi_number_old_has_birth(const char *number, const char *date);

/*
 * The number that the card of 2017 had, from what the card of 2023 says:
 * nationality (alpha-3), number, and the three characters that associate the
 * two.  False if these are not of the form that makes one.
 */
bool csi_number_old(const char *nationality, const char *number,
    const char *association, char ret_old[CSI_NUMBER_OLD_LEN + 1]);

#endif
