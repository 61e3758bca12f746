/* SPDX-License-Identifier: Apache-2.0 */
/* emrtd.c -- an identity from the files of a travel document's chip. */
#include "emrtd.h"

#include "emrtd-chip.h"
#include "emrtd/contacts.h"
#include "emrtd/face.h"
#include "emrtd/infos.h"
#include "error.h"
#include "number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GROUP_NAME CSEAL_FILE_EMRTD_DG

/* What is read from the files on the way; personal data. */
struct reading {
	struct csi_span files[CSI_GROUPS_MOST + 1];
	struct csi_mrz mrz;
	struct csi_details details;
	uint32_t signed_groups; /* bit n: the security object has number n */
};

/* ---- files ------------------------------------------------------------ */

/* "emrtd.dg1" to "emrtd.dg16"; 0: it is none of them. */
static unsigned
group_of(const char *name)
{
	char expected[CSI_EVIDENCE_NAME_MOST + 1];

	for (unsigned i = 1; i <= CSI_GROUPS_MOST; i++) {
		snprintf(expected, sizeof(expected), "%s%u", GROUP_NAME, i);
		if (strcmp(name, expected) == 0)
			return i;
	}
	return 0;
}

bool
csi_emrtd_is_file(const char *name)
{
	static const char *const names[] = { CSEAL_FILE_EMRTD_COM,
		CSEAL_FILE_EMRTD_SOD, CSEAL_FILE_EMRTD_CARD_ACCESS,
		CSEAL_FILE_EMRTD_CARD_SECURITY, CSEAL_FILE_EMRTD_ACCESS,
		CSEAL_FILE_EMRTD_ACTIVE, CSEAL_FILE_EMRTD_AGREEMENT,
		CSEAL_FILE_EMRTD_MAPPING };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return group_of(name) != 0;
}

bool
csi_emrtd_is(const cseal_evidence *evidence)
{
	for (size_t i = 0; i < csi_evidence_count(evidence); i++) {
		if (csi_emrtd_is_file(csi_evidence_name(evidence, i)))
			return true;
	}
	return false;
}

static void
find_groups(const cseal_evidence *evidence, struct reading *reading)
{
	for (size_t i = 0; i < csi_evidence_count(evidence); i++) {
		const char *name = csi_evidence_name(evidence, i);
		unsigned group = group_of(name);

		if (group != 0)
			csi_evidence_find(
			    evidence, name, &reading->files[group]);
	}
}

/* ---- fields ----------------------------------------------------------- */

static void
put(struct csi_record *record, cseal_identity_field field, const char *text)
{
	snprintf(record->values[field], CSI_VALUE_ROOM, "%s", text);
}

/* ICAO 9303-3, section 5: Germany has one letter there. */
static void
put_state(
    struct csi_record *record, cseal_identity_field field, const char *state)
{
	put(record, field, strcmp(state, "D") == 0 ? "DEU" : state);
}

static void
put_names(struct csi_record *record, const struct csi_mrz *mrz)
{
	bool both = mrz->surname[0] != '\0' && mrz->given[0] != '\0';

	snprintf(record->values[CSEAL_IDENTITY_NAME_LATIN], CSI_VALUE_ROOM,
	    "%s%s%s", mrz->surname, both ? ", " : "", mrz->given);
}

/* Data group 11 has the century, too; it must be the same day. */
static void
put_birth(
    struct csi_record *record, const struct reading *reading, const char *today)
{
	const char *whole = reading->details.at[CSI_DETAIL_BIRTH];
	const char *six = reading->mrz.birth;
	char *value = record->values[CSEAL_IDENTITY_BIRTH_DATE];
	char date[CSI_DATE_ROOM];

	if (whole[0] != '\0' && memcmp(whole + 2, six, 2) == 0 &&
	    memcmp(whole + 5, six + 2, 2) == 0 &&
	    memcmp(whole + 8, six + 4, 2) == 0) {
		memcpy(value, whole, CSI_DATE_ROOM);
		return;
	}
	if (whole[0] != '\0')
		csi_record_reason(record,
		    "The birth date differs from that in data group 11.");
	if (csi_mrz_birth(reading->mrz.birth, today, date))
		memcpy(value, date, sizeof(date));
	else
		csi_record_reason(
		    record, "The birth date is not wholly known.");
}

static void
put_expiry(
    struct csi_record *record, const struct csi_mrz *mrz, const char *today)
{
	char date[CSI_DATE_ROOM];

	if (csi_mrz_expiry(mrz->expiry, today, date))
		memcpy(record->values[CSEAL_IDENTITY_VALID_TO], date,
		    sizeof(date));
	else
		csi_record_reason(
		    record, "The last day of validity is not a date.");
}

static void
put_details(struct csi_record *record, const struct csi_details *details)
{
	static const struct {
		enum csi_detail detail;
		cseal_identity_field field;
	} pairs[] = {
		{ CSI_DETAIL_NAME, CSEAL_IDENTITY_NAME },
		{ CSI_DETAIL_PERSONAL_NUMBER, CSEAL_IDENTITY_PERSONAL_NUMBER },
		{ CSI_DETAIL_BIRTH_PLACE, CSEAL_IDENTITY_BIRTH_PLACE },
		{ CSI_DETAIL_ADDRESS, CSEAL_IDENTITY_ADDRESS },
		{ CSI_DETAIL_AUTHORITY, CSEAL_IDENTITY_AUTHORITY },
		{ CSI_DETAIL_ISSUED, CSEAL_IDENTITY_VALID_FROM },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		put(record, pairs[i].field, details->at[pairs[i].detail]);
	if (details->was_replaced)
		csi_record_reason(record,
		    "A text on the chip has something that is no text; U+FFFD "
		    "stands for it.");
}

static void
put_fields(
    struct csi_record *record, const struct reading *reading, const char *today)
{
	const struct csi_mrz *mrz = &reading->mrz;
	char *personal = record->values[CSEAL_IDENTITY_PERSONAL_NUMBER];

	put_details(record, &reading->details);
	put(record, CSEAL_IDENTITY_DOCUMENT_TYPE,
	    mrz->code[0] == 'P' ? "icao-passport" : "icao-card");
	put_names(record, mrz);
	put(record, CSEAL_IDENTITY_SEX,
	    mrz->sex == 'M'   ? "male"
	    : mrz->sex == 'F' ? "female"
			      : "unspecified");
	put_state(record, CSEAL_IDENTITY_NATIONALITY, mrz->nationality);
	put_state(record, CSEAL_IDENTITY_ISSUING_STATE, mrz->state);
	put(record, CSEAL_IDENTITY_NUMBER, mrz->number);
	put_birth(record, reading, today);
	put_expiry(record, mrz, today);
	if (mrz->form == CSI_MRZ_TD3 && personal[0] == '\0')
		put(record, CSEAL_IDENTITY_PERSONAL_NUMBER, mrz->optional);
}

static void
check_digits(struct csi_record *record, unsigned wrong)
{
	static const struct {
		unsigned bit;
		const char *reason;
	} reasons[] = {
		{ CSI_MRZ_NUMBER, "The check digit of the number is wrong." },
		{ CSI_MRZ_BIRTH,
		    "The check digit of the birth date is wrong." },
		{ CSI_MRZ_EXPIRY,
		    "The check digit of the last day of validity is wrong." },
		{ CSI_MRZ_OPTIONAL,
		    "The check digit of the personal number is wrong." },
		{ CSI_MRZ_COMPOSITE,
		    "The check digit of the whole machine-readable zone is "
		    "wrong." },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (wrong & reasons[i].bit)
			csi_record_reason(record, "%s", reasons[i].reason);
	}
}

/* False: one that is there is none. */
static bool
read_details(struct reading *reading, struct csi_contacts *contacts)
{
	struct csi_details *details = &reading->details;
	const struct csi_span *files = reading->files;
	bool ok = true;

	if (files[11].len > 0)
		ok = csi_details_add_dg11(details, files[11]);
	if (files[12].len > 0)
		ok = csi_details_add_dg12(details, files[12]) && ok;
	if (files[16].len > 0)
		ok = csi_contacts_read(files[16], contacts) && ok;
	details->was_replaced |= contacts->was_replaced;
	return ok;
}

static cseal_status
read_fields(cseal_identity *identity, struct reading *reading,
    const char *today, cseal_error **ret_error)
{
	const struct csi_span *files = reading->files;

	if (!csi_dg1_read(files[1], &reading->mrz))
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the chip has no machine-readable zone that can be read");
	if (!read_details(reading, &identity->contacts))
		csi_record_reason(&identity->record,
		    "A data group of the chip with details is damaged.");
	if (identity->contacts.has_more)
		csi_record_reason(&identity->record,
		    "The chip names more persons to notify than are kept "
		    "here.");
	put_fields(&identity->record, reading, today);
	check_digits(&identity->record, reading->mrz.wrong);
	csi_emrtd_check(&identity->record, today);
	return CSEAL_OK;
}

void
csi_emrtd_check(struct csi_record *record, const char *today)
{
	if (record->values[CSEAL_IDENTITY_NUMBER][0] == '\0')
		csi_record_reason(record, "The document has no number.");
	csi_record_check_dates(record, today);
}

/* ---- pictures --------------------------------------------------------- */

typedef cseal_status (*read_fn)(
    struct csi_span file, struct csi_image *ret_image, cseal_error **ret_error);

/* Of a file that may be missing; what is no picture is a reason. */
static cseal_status
read_picture(cseal_identity *identity, struct csi_span file, read_fn read,
    const char *reason, struct csi_image *ret_image, cseal_error **ret_error)
{
	cseal_status st;

	if (file.len == 0)
		return CSEAL_OK;
	st = read(file, ret_image, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK)
		csi_record_reason(&identity->record, "%s", reason);
	return CSEAL_OK;
}

static cseal_status
read_pictures(cseal_identity *identity, const struct reading *reading,
    cseal_error **ret_error)
{
	cseal_status st;

	st = read_picture(identity, reading->files[2], csi_face_read,
	    "The portrait on the chip is damaged, too large, or of a kind that "
	    "is not known here.",
	    &identity->portrait, ret_error);
	if (st != CSEAL_OK)
		return st;
	return read_picture(identity, reading->files[7], csi_mark_read,
	    "The signature on the chip is damaged, too large, or of a kind "
	    "that is not known here.",
	    &identity->signature, ret_error);
}

/* ---- verdicts --------------------------------------------------------- */

static void
passive_of(const struct reading *reading,
    const struct csi_identity_trust *trust, struct csi_passive *passive)
{
	*passive = (struct csi_passive){
		.mrz = &reading->mrz,
		.issued = reading->details.at[CSI_DETAIL_ISSUED],
		.csca = trust->csca,
		.lists = trust->lists,
		.now = trust->now,
	};
	memcpy(passive->files, reading->files, sizeof(passive->files));
}

static cseal_status
judge_with(cseal_identity *identity, struct reading *reading,
    const struct csi_sod *sod, const struct csi_identity_trust *trust,
    cseal_error **ret_error)
{
	struct csi_passive passive;

	for (unsigned i = 1; i <= CSI_GROUPS_MOST; i++) {
		if (sod->digests[i].len > 0)
			reading->signed_groups |= UINT32_C(1) << i;
	}
	passive_of(reading, trust, &passive);
	passive.sod = sod;
	return csi_passive_judge(&passive, &identity->record,
	    &identity->verdicts[CSEAL_IDENTITY_DATA_SIGNED], ret_error);
}

static cseal_status
judge_data(cseal_identity *identity, struct reading *reading,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	cseal_verdict *verdict =
	    &identity->verdicts[CSEAL_IDENTITY_DATA_SIGNED];
	struct csi_span file = { 0 };
	struct csi_sod sod = { 0 };
	cseal_status st;

	if (!csi_evidence_find(identity->files, CSEAL_FILE_EMRTD_SOD, &file)) {
		csi_record_reason(&identity->record,
		    "The chip's security object is not there: whether the "
		    "state signed the data cannot be shown.");
		return CSEAL_OK;
	}
	st = csi_sod_read(file, &sod, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st == CSEAL_OK) {
		st = judge_with(identity, reading, &sod, trust, ret_error);
		csi_sod_clear(&sod);
		return st;
	}
	if (st != CSEAL_REFUSED_UNSUPPORTED)
		*verdict = CSEAL_VERDICT_NO;
	csi_record_reason(&identity->record,
	    st == CSEAL_REFUSED_UNSUPPORTED
		? "The security object is signed in a way that is not "
		  "supported."
		: "The chip's security object is damaged.");
	return CSEAL_OK;
}

/* PACE is there to be used; that it was not may be somebody's doing, who can
 * listen then (9303-11, 4.2). */
static void
judge_access(cseal_identity *identity, const struct reading *reading)
{
	static const char pace[] = "pace";
	struct csi_infos infos = { .count = 0 };
	struct csi_span access, file;
	bool offered;

	if (!csi_evidence_find(
		identity->files, CSEAL_FILE_EMRTD_ACCESS, &access) ||
	    (access.len >= strlen(pace) &&
		memcmp(access.at, pace, strlen(pace)) == 0))
		return;
	offered = csi_dg14_read(reading->files[14], &infos) &&
		  csi_infos_have(&infos, CSI_INFO_PACE);
	if (!offered && csi_evidence_find(identity->files,
			    CSEAL_FILE_EMRTD_CARD_ACCESS, &file))
		offered = csi_infos_read(file, &infos) &&
			  csi_infos_have(&infos, CSI_INFO_PACE);
	if (offered)
		csi_record_reason(&identity->record,
		    "The chip offers PACE, and was read with weaker access "
		    "control.");
}

static cseal_status
judge_chip(cseal_identity *identity, const struct reading *reading,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	struct csi_passive passive;
	const struct csi_chip_case chip = {
		.groups = reading->files,
		.signed_groups = reading->signed_groups,
		.passive = &passive,
	};

	passive_of(reading, trust, &passive);
	return csi_emrtd_judge_chip(identity, &chip, ret_error);
}

static cseal_status
judge_print(cseal_identity *identity, const struct csi_mrz *chip,
    const char *printed, cseal_error **ret_error)
{
	cseal_verdict *verdict =
	    &identity->verdicts[CSEAL_IDENTITY_MATCHES_PRINT];
	struct csi_mrz mrz;

	if (printed == NULL) {
		csi_record_reason(&identity->record,
		    "Nobody compared the chip with what is printed on the "
		    "card.");
		return CSEAL_OK;
	}
	if (!csi_mrz_read(printed, strlen(printed), &mrz))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "what was given as printed is no machine-readable zone");
	*verdict = memcmp(&mrz, chip, sizeof(mrz)) == 0 ? CSEAL_VERDICT_YES
							: CSEAL_VERDICT_NO;
	if (*verdict == CSEAL_VERDICT_NO)
		csi_record_reason(&identity->record,
		    "The printed machine-readable zone differs from that on "
		    "the chip.");
	explicit_bzero(&mrz, sizeof(mrz));
	return CSEAL_OK;
}

static cseal_status
derive(cseal_identity *identity, const char *today,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	static const struct csi_identity_trust nothing = { 0 };
	struct reading *reading = calloc(1, sizeof(*reading));
	cseal_status st;

	if (reading == NULL)
		return csi_fail_memory(ret_error);
	if (trust == NULL)
		trust = &nothing;
	find_groups(identity->files, reading);
	st = read_fields(identity, reading, today, ret_error);
	if (st == CSEAL_OK)
		st = read_pictures(identity, reading, ret_error);
	if (st == CSEAL_OK)
		st = judge_data(identity, reading, trust, ret_error);
	if (st == CSEAL_OK) {
		judge_access(identity, reading);
		st = judge_chip(identity, reading, trust, ret_error);
	}
	if (st == CSEAL_OK)
		st =
		    judge_print(identity, &reading->mrz, trust->mrz, ret_error);
	explicit_bzero(reading, sizeof(*reading));
	free(reading);
	return st;
}

static bool
says_no(const cseal_identity *identity)
{
	return identity->verdicts[CSEAL_IDENTITY_DATA_SIGNED] ==
		   CSEAL_VERDICT_NO ||
	       identity->verdicts[CSEAL_IDENTITY_CHIP_GENUINE] ==
		   CSEAL_VERDICT_NO;
}

/* libcrypto does not always tell that it had no memory, and then what is good
 * looks forged to it: nobody is called that by one look. */
static cseal_status
look_again(const cseal_identity *identity, const char *today,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	cseal_identity *again = calloc(1, sizeof(*again));
	cseal_status st;
	bool same;

	if (again == NULL)
		return csi_fail_memory(ret_error);
	again->files = identity->files; /* only lent */
	st = derive(again, today, trust, ret_error);
	same = memcmp(again->verdicts, identity->verdicts,
		   sizeof(again->verdicts)) == 0;
	explicit_bzero(again, sizeof(*again));
	free(again);
	return st == CSEAL_OK && !same ? csi_fail_memory(ret_error) : st;
}

cseal_status
csi_emrtd_derive(cseal_identity *identity, const char *today,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	cseal_status st = derive(identity, today, trust, ret_error);

	if (st == CSEAL_OK && says_no(identity))
		st = look_again(identity, today, trust, ret_error);
	return st;
}
