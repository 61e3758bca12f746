/* SPDX-License-Identifier: Apache-2.0 */
/* test-emrtd-zone.c -- proves that modules/emrtd-reader/bac.c makes its key of
 * what lib/emrtd/mrz.c reads: both know where things are in a zone, and neither
 * sees the other. */
#include "bac.h"
#include "emrtd/mrz.h"
#include "tap.h"

#include <string.h>

#define NUMBER_PLACES 9

static const struct form {
	const char *name;
	/* Fillers stand for what is set. */
	const char *zone;
	size_t number, birth, expiry, optional; /* where they begin */
	size_t number_most;                     /* characters */
} forms[] = {
	{ "TD1",
	    "I<UTO<<<<<<<<<<<<<<<<<<<<<<<<<"
	    "740812<F120415<UTO<<<<<<<<<<<0"
	    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
	    5, 30, 38, 15, 23 },
	{ "TD2",
	    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
	    "<<<<<<<<<<UTO740812<F120415<<<<<<<<0",
	    36, 49, 57, 64, 15 },
	{ "TD3",
	    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	    "<<<<<<<<<<UTO740812<F120415<<<<<<<<<<<<<<<<0",
	    44, 57, 65, 72, 9 },
};

/* A number longer than its places goes on in the optional data, which end with
 * its check digit (9303-5, 4.2.2.2, note j). */
static void
set_number(char *zone, const struct form *form, const char *number)
{
	size_t len = strlen(number);
	char *more = zone + form->optional;

	if (len <= NUMBER_PLACES) {
		memcpy(zone + form->number, number, len);
		zone[form->number + NUMBER_PLACES] =
		    csi_mrz_check_digit(zone + form->number, NUMBER_PLACES);
		return;
	}
	memcpy(zone + form->number, number, NUMBER_PLACES);
	memcpy(more, number + NUMBER_PLACES, len - NUMBER_PLACES);
	more[len - NUMBER_PLACES] = csi_mrz_check_digit(number, len);
}

static void
set_dates(char *zone, const struct form *form)
{
	zone[form->birth + 6] = csi_mrz_check_digit(zone + form->birth, 6);
	zone[form->expiry + 6] = csi_mrz_check_digit(zone + form->expiry, 6);
}

/* What 9303-11, 4.3.2 makes of what the library read. */
static void
inform(const struct csi_mrz *mrz, char out[64])
{
	char number[CSI_MRZ_NUMBER_MOST + NUMBER_PLACES + 1];
	size_t len = strlen(mrz->number);

	snprintf(number, sizeof(number), "%s", mrz->number);
	while (len < NUMBER_PLACES)
		number[len++] = '<';
	number[len] = '\0';
	snprintf(out, 64, "%s%c%s%c%s%c", number,
	    csi_mrz_check_digit(number, len), mrz->birth,
	    csi_mrz_check_digit(mrz->birth, 6), mrz->expiry,
	    csi_mrz_check_digit(mrz->expiry, 6));
}

static bool
agree(const char *zone)
{
	char module[EMRTD_INFORMATION_ROOM] = "", library[64] = "";
	struct csi_mrz mrz;
	bool read = csi_mrz_read(zone, strlen(zone), &mrz);

	if (read)
		inform(&mrz, library);
	if (emrtd_information(zone, module) == read &&
	    strcmp(module, library) == 0)
		return true;
	printf("# %s: \"%s\" and \"%s\"\n", zone, module, library);
	return false;
}

static void
numbers_of_every_length_are_the_same(void)
{
	static const char all[] = "L8Z8902C361234567890ABCDE";
	char zone[91], number[32];

	for (size_t i = 0; i < 3; i++) {
		size_t good = 0, count = 0;

		for (size_t len = 1; len <= forms[i].number_most; len++) {
			/* The check digit wants a place, and one more is left
			 * or the number ends with the zone's part. */
			snprintf(number, sizeof(number), "%.*s", (int)len, all);
			snprintf(zone, sizeof(zone), "%s", forms[i].zone);
			set_number(zone, &forms[i], number);
			set_dates(zone, &forms[i]);
			good += agree(zone);
			count++;
		}
		OKF(good == count && count == forms[i].number_most,
		    "%s: %zu of %zu numbers", forms[i].name, good, count);
	}
}

/* As they are printed: with blanks and ends of lines. */
static void
the_standards_examples_are_the_same(void)
{
	static const char *const zones[] = {
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<10\n",
		"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\r\n"
		"D231458907UTO7408122F1204159<<<<<<<6",
		"I<UTOD231458907<<<<<<<<<<<<<<<\n"
		"7408122F1204159UTO<<<<<<<<<<<6\n"
		"ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
		"I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\n"
		"D23145890<UTO3407127M95071227349<<<8",
		"I<UTOD23145890<7349<<<<<<<<<<< \n"
		"3407127M9507122UTO<<<<<<<<<<<2 \n"
		"STEVENSON<<PETER<JOHN<<<<<<<<<",
	};
	size_t good = 0, count = sizeof(zones) / sizeof(zones[0]);

	for (size_t i = 0; i < count; i++)
		good += agree(zones[i]);
	OKF(good == count, "%zu of %zu", good, count);
}

static void
what_is_optional_is_no_number(void)
{
	char zone[91];

	for (size_t i = 0; i < 3; i++) {
		snprintf(zone, sizeof(zone), "%s", forms[i].zone);
		set_number(zone, &forms[i], "D23145890");
		set_dates(zone, &forms[i]);
		memcpy(zone + forms[i].optional, "AB12", 4);
		OKF(agree(zone), "%s: behind a whole number", forms[i].name);
	}
}

/* No check digit, and no number that could go on. */
static void
fillers_in_odd_places_are_taken_alike(void)
{
	static const char odd[] = "I<UTOD2314<<<<<7349<<<<<<<<<<<"
				  "7408122F1204159UTO<<<<<<<<<<<6"
				  "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
	char module[EMRTD_INFORMATION_ROOM];
	struct csi_mrz mrz;

	OK(csi_mrz_read(odd, 90, &mrz) && strcmp(mrz.number, "D2314") == 0);
	OK(emrtd_information(odd, module) &&
	    strncmp(module, "D2314<<<<<740812", 16) == 0);
}

static void
what_is_no_zone_is_none_for_both(void)
{
	static const char *const texts[] = { "", "P<UTO", "p<utoeriksson",
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<1",
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<10<<<",
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<1?" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		OKF(agree(texts[i]), "%zu characters", strlen(texts[i]));
}

int
main(void)
{
	RUN(numbers_of_every_length_are_the_same);
	RUN(the_standards_examples_are_the_same);
	RUN(what_is_optional_is_no_number);
	RUN(fillers_in_odd_places_are_taken_alike);
	RUN(what_is_no_zone_is_none_for_both);
	return tap_done();
}
