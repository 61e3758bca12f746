/* SPDX-License-Identifier: Apache-2.0 */
/* token.c -- an identity from what a token holds.
 *
 * A card that has data objects is read from those; its certificates say who it
 * is where it has none, and who signed. */
#include "token.h"

#include "anchored.h"
#include "belgium-signed.h"
#include "belgium.h"
#include "cards.h"
#include "cms/der.h"
#include "error.h"
#include "holder.h"
#include "number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum card { CARD_ANY, CARD_BELGIUM, CARD_ITALY, CARD_PORTUGAL, CARD_PIV };

static const char *const types[] = {
	[CARD_ANY] = "certificate",
	[CARD_BELGIUM] = "be-card",
	[CARD_ITALY] = "it-cns",
	[CARD_PORTUGAL] = "pt-card",
	[CARD_PIV] = "piv-card",
};

static const struct file {
	const char *name;
	size_t least, most; /* bytes */
	enum card card;     /* whose file that is */
} rows[] = {
	{ CSEAL_FILE_TOKEN_CERTIFICATES, 1, 1 << 20, CARD_ANY },
	{ CSEAL_FILE_BE_IDENTITY, 1, 4096, CARD_BELGIUM },
	{ CSEAL_FILE_BE_IDENTITY_SIGNATURE, 1, 1024, CARD_BELGIUM },
	{ CSEAL_FILE_BE_ADDRESS, 1, 4096, CARD_BELGIUM },
	{ CSEAL_FILE_BE_ADDRESS_SIGNATURE, 1, 1024, CARD_BELGIUM },
	{ CSEAL_FILE_BE_PHOTO, 1, 65536, CARD_BELGIUM },
	{ CSEAL_FILE_BE_REGISTER, 1, 8192, CARD_BELGIUM },
	{ CSEAL_FILE_IT_PERSONAL, 1, 4096, CARD_ITALY },
	{ CSEAL_FILE_PT_CITIZEN, 1, 65536, CARD_PORTUGAL },
	{ CSEAL_FILE_PT_ADDRESS, 1, 8192, CARD_PORTUGAL },
	{ CSEAL_FILE_PIV_HOLDER, 1, 8192, CARD_PIV },
	{ CSEAL_FILE_PIV_PRINTED, 1, 4096, CARD_PIV },
	{ CSEAL_FILE_PIV_FACE, 1, 65536, CARD_PIV },
};

static const struct file *
row_of(const char *name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

bool
csi_token_is_file(const char *name)
{
	return row_of(name) != NULL;
}

bool
csi_token_is(const cseal_evidence *evidence)
{
	for (size_t i = 0; i < csi_evidence_count(evidence); i++) {
		if (csi_token_is_file(csi_evidence_name(evidence, i)))
			return true;
	}
	return false;
}

bool
csi_token_is_type(const char *document_type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(types[i], document_type) == 0)
			return true;
	}
	return false;
}

/* What is read from the files on the way; personal data. */
struct reading {
	cseal_identity *identity;
	const struct csi_identity_trust *trust;
	enum card card;
	struct csi_span certificates[CSI_TOKEN_CERTIFICATES_MOST];
	size_t certificate_count;
	struct csi_holder holder;
	struct csi_span holder_certificate; /* empty: nobody's */
};

static struct csi_span
file_of(const struct reading *reading, const char *name)
{
	struct csi_span file = { NULL, 0 };

	csi_evidence_find(reading->identity->files, name, &file);
	return file;
}

/* Two documents in one would be judged by one of them. */
static cseal_status
check_files(struct reading *reading, cseal_error **ret_error)
{
	const cseal_evidence *files = reading->identity->files;

	for (size_t i = 0; i < csi_evidence_count(files); i++) {
		const char *name = csi_evidence_name(files, i);
		const struct file *row = row_of(name);
		struct csi_span file = { NULL, 0 };

		csi_evidence_find(files, name, &file);
		if (row == NULL || file.len < row->least ||
		    file.len > row->most)
			return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
			    "the file %s does not belong to a token, or had "
			    "%zu bytes",
			    name, file.len);
		if (row->card == CARD_ANY)
			continue;
		if (reading->card != CARD_ANY && reading->card != row->card)
			return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
			    "there were files of two documents");
		reading->card = row->card;
	}
	return CSEAL_OK;
}

/* ---- whose certificates ----------------------------------------------- */

static void
split_certificates(struct reading *reading)
{
	struct csi_span file = file_of(reading, CSEAL_FILE_TOKEN_CERTIFICATES);
	struct csi_reader in = csi_reader_of(file.at, file.len);

	while (csi_reader_left(&in) > 0 &&
	       reading->certificate_count < CSI_TOKEN_CERTIFICATES_MOST) {
		struct csi_span one = csi_der_take(&in, CSI_DER_SEQUENCE).whole;

		if (in.bad)
			return;
		reading->certificates[reading->certificate_count++] = one;
	}
}

/* A person may have several certificates, and a number of another kind in
 * each; but not another name, too. */
static bool
is_other(const struct csi_holder *a, const struct csi_holder *b)
{
	return strcmp(a->serial, b->serial) != 0 &&
	       (strcmp(a->surname, b->surname) != 0 ||
		   strcmp(a->given, b->given) != 0);
}

static cseal_status
find_holder(struct reading *reading, cseal_error **ret_error)
{
	struct csi_holder *found = &reading->holder, here;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; i < reading->certificate_count; i++) {
		struct csi_span certificate = reading->certificates[i];

		if (!csi_holder_read(certificate, &here) ||
		    !csi_holder_is_person(&here))
			continue;
		if (reading->holder_certificate.len == 0) {
			*found = here;
			reading->holder_certificate = certificate;
		} else if (is_other(found, &here)) {
			st =
			    cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
				"the token has certificates of more than one "
				"person");
			break;
		}
	}
	explicit_bzero(&here, sizeof(here));
	return st;
}

/* Of a card that is known to be somebody's, a common name is enough. */
static void
find_named(struct reading *reading)
{
	struct csi_holder *holder = &reading->holder;

	for (size_t i = 0; reading->card == CARD_PIV &&
			   reading->holder_certificate.len == 0 &&
			   i < reading->certificate_count;
	     i++) {
		if (csi_holder_read(reading->certificates[i], holder) &&
		    !holder->is_issuer && holder->common[0] != '\0')
			reading->holder_certificate = reading->certificates[i];
		else
			explicit_bzero(holder, sizeof(*holder));
	}
}

/* ---- fields ----------------------------------------------------------- */

static cseal_status
read_belgium(struct reading *reading, cseal_error **ret_error)
{
	struct csi_record *record = &reading->identity->record;
	struct csi_span file = file_of(reading, CSEAL_FILE_BE_IDENTITY);
	cseal_status st;

	if (file.len == 0)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's identity file was not read");
	st = csi_belgium_identity(file, record, ret_error);
	if (st != CSEAL_OK)
		return st;
	file = file_of(reading, CSEAL_FILE_BE_ADDRESS);
	if (file.len > 0)
		csi_belgium_address(file, record);
	return CSEAL_OK;
}

static cseal_status
read_portugal(struct reading *reading, cseal_error **ret_error)
{
	struct csi_record *record = &reading->identity->record;
	struct csi_span file = file_of(reading, CSEAL_FILE_PT_CITIZEN);
	cseal_status st = CSEAL_OK;

	if (file.len > 0)
		st = csi_portugal_citizen(file, record, ret_error);
	file = file_of(reading, CSEAL_FILE_PT_ADDRESS);
	if (st == CSEAL_OK && file.len > 0)
		csi_portugal_address(file, record);
	return st;
}

static cseal_status
read_card(struct reading *reading, cseal_error **ret_error)
{
	struct csi_record *record = &reading->identity->record;
	struct csi_span file;

	switch (reading->card) {
	case CARD_BELGIUM: return read_belgium(reading, ret_error);
	case CARD_ITALY:
		file = file_of(reading, CSEAL_FILE_IT_PERSONAL);
		return csi_italy_personal(file, record, ret_error);
	case CARD_PORTUGAL: return read_portugal(reading, ret_error);
	case CARD_PIV:
		file = file_of(reading, CSEAL_FILE_PIV_PRINTED);
		return file.len == 0 ? CSEAL_OK
				     : csi_piv_printed(file, record, ret_error);
	case CARD_ANY: break;
	}
	return CSEAL_OK;
}

/* The identity file of a Belgian card says all that its certificate does. */
static cseal_status
read_fields(struct reading *reading, cseal_error **ret_error)
{
	struct csi_record *record = &reading->identity->record;
	const char *type = types[reading->card];
	cseal_status st;

	if (reading->holder_certificate.len > 0 &&
	    reading->card != CARD_BELGIUM)
		csi_holder_record(&reading->holder, record);
	if (reading->card == CARD_ANY)
		type = csi_holder_type(&reading->holder);
	st = read_card(reading, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (record->values[CSEAL_IDENTITY_NAME][0] == '\0' &&
	    record->values[CSEAL_IDENTITY_NUMBER][0] == '\0' &&
	    record->values[CSEAL_IDENTITY_PERSONAL_NUMBER][0] == '\0')
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the token says of nobody who that is");
	snprintf(record->values[CSEAL_IDENTITY_DOCUMENT_TYPE], CSI_VALUE_ROOM,
	    "%s", type);
	return CSEAL_OK;
}

void
csi_token_check(struct csi_record *record, const char *today)
{
	if (record->values[CSEAL_IDENTITY_NUMBER][0] == '\0' &&
	    record->values[CSEAL_IDENTITY_PERSONAL_NUMBER][0] == '\0')
		csi_record_reason(record, "The document has no number.");
	csi_record_check_dates(record, today);
}

/* ---- portrait --------------------------------------------------------- */

static cseal_status
read_portrait(struct reading *reading, cseal_error **ret_error)
{
	struct csi_span photo = file_of(reading, CSEAL_FILE_BE_PHOTO);
	struct csi_span citizen = file_of(reading, CSEAL_FILE_PT_CITIZEN);
	struct csi_span object = file_of(reading, CSEAL_FILE_PIV_FACE);
	cseal_identity *identity = reading->identity;
	struct csi_image face = { 0 };
	cseal_status st;

	if (photo.len > 0)
		st = csi_image_read(photo, &face, NULL);
	else if (citizen.len > 0)
		st = csi_portugal_face(citizen, &face, NULL);
	else if (object.len > 0)
		st = csi_piv_face(object, &face, NULL);
	else
		return CSEAL_OK;
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK) {
		csi_record_reason(&identity->record,
		    "The portrait on the chip is damaged, too large, or of a "
		    "kind that is not known here.");
		return CSEAL_OK;
	}
	identity->portrait = face;
	return CSEAL_OK;
}

/* ---- verdicts --------------------------------------------------------- */

/* The card's certificate and its files must be of one person. */
static void
compare_belgium(const struct reading *reading, cseal_verdict *verdict)
{
	struct csi_record *record = &reading->identity->record;
	const char *number = record->values[CSEAL_IDENTITY_PERSONAL_NUMBER];

	if (reading->holder_certificate.len > 0 &&
	    strcmp(csi_holder_type(&reading->holder), "be-card") == 0 &&
	    strcmp(reading->holder.serial, number) != 0)
		csi_anchored_say(record, verdict, CSEAL_VERDICT_UNKNOWN,
		    "The certificate and the data of the card have different "
		    "personal numbers.");
}

static cseal_status
judge_belgium(struct reading *reading, cseal_verdict *ret_verdict,
    cseal_error **ret_error)
{
	struct csi_record *record = &reading->identity->record;
	const struct csi_belgium_files files = {
		.identity = file_of(reading, CSEAL_FILE_BE_IDENTITY),
		.identity_signature =
		    file_of(reading, CSEAL_FILE_BE_IDENTITY_SIGNATURE),
		.address = file_of(reading, CSEAL_FILE_BE_ADDRESS),
		.address_signature =
		    file_of(reading, CSEAL_FILE_BE_ADDRESS_SIGNATURE),
		.photo = file_of(reading, CSEAL_FILE_BE_PHOTO),
		.certificate = file_of(reading, CSEAL_FILE_BE_REGISTER),
	};
	cseal_status st;

	st =
	    csi_belgium_judge(&files, record->values[CSEAL_IDENTITY_VALID_FROM],
		reading->trust, record, ret_verdict, ret_error);
	if (st == CSEAL_OK)
		compare_belgium(reading, ret_verdict);
	return st;
}

/* What a certificate says, its issuer signed. */
static cseal_status
judge_certificate(struct reading *reading, cseal_verdict *ret_verdict,
    cseal_error **ret_error)
{
	struct csi_record *record = &reading->identity->record;
	const struct csi_anchored anchored = {
		.certificate = reading->holder_certificate,
		.others = reading->certificates,
		.other_count = reading->certificate_count,
		.trust = reading->trust,
		.time = reading->trust->now,
	};
	cseal_verdict verdict = CSEAL_VERDICT_YES;
	cseal_status st;

	if (file_of(reading, CSEAL_FILE_IT_PERSONAL).len > 0 ||
	    file_of(reading, CSEAL_FILE_PT_CITIZEN).len > 0 ||
	    file_of(reading, CSEAL_FILE_PT_ADDRESS).len > 0 ||
	    file_of(reading, CSEAL_FILE_PIV_PRINTED).len > 0 ||
	    file_of(reading, CSEAL_FILE_PIV_FACE).len > 0)
		csi_anchored_say(record, &verdict, CSEAL_VERDICT_UNKNOWN,
		    "Whether the state signed the card's data objects is not "
		    "judged, only its certificate.");
	if (reading->holder_certificate.len == 0) {
		csi_anchored_say(record, &verdict, CSEAL_VERDICT_UNKNOWN,
		    "The card shows no certificate of its holder.");
		*ret_verdict = verdict;
		return CSEAL_OK;
	}
	st = csi_anchored_judge(&anchored, record, &verdict, ret_error);
	if (st == CSEAL_OK)
		*ret_verdict = verdict;
	return st;
}

/* "YYYY-MM-DD" and YYMMDD; 1: the same, 0: another, -1: not known. */
static int
is_day(const char *day, const char *six)
{
	if (day[0] == '\0')
		return -1;
	return memcmp(day + 2, six, 2) == 0 &&
	       memcmp(day + 5, six + 2, 2) == 0 &&
	       memcmp(day + 8, six + 4, 2) == 0;
}

static void
compare_print(cseal_identity *identity, const struct csi_mrz *mrz)
{
	struct csi_record *record = &identity->record;
	const char *number = record->values[CSEAL_IDENTITY_NUMBER];
	int birth =
	    is_day(record->values[CSEAL_IDENTITY_BIRTH_DATE], mrz->birth);
	int expiry =
	    is_day(record->values[CSEAL_IDENTITY_VALID_TO], mrz->expiry);
	cseal_verdict *verdict =
	    &identity->verdicts[CSEAL_IDENTITY_MATCHES_PRINT];

	if (strcmp(number, mrz->number) != 0 || birth == 0 || expiry == 0) {
		*verdict = CSEAL_VERDICT_NO;
		csi_record_reason(record,
		    "The printed machine-readable zone differs from that on "
		    "the chip.");
	} else if (birth == 1 && expiry == 1) {
		*verdict = CSEAL_VERDICT_YES;
	} else {
		csi_record_reason(record,
		    "The card does not say all that is printed in its "
		    "machine-readable zone.");
	}
}

/* Of the cards that are read here, the Belgian says what its zone does. */
static cseal_status
judge_print(struct reading *reading, cseal_error **ret_error)
{
	struct csi_record *record = &reading->identity->record;
	const char *printed = reading->trust->mrz;
	struct csi_mrz mrz;

	if (printed == NULL) {
		csi_record_reason(record,
		    "Nobody compared the chip with what is printed on the "
		    "card.");
		return CSEAL_OK;
	}
	if (!csi_mrz_read(printed, strlen(printed), &mrz))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "what was given as printed is no machine-readable zone");
	if (reading->card == CARD_BELGIUM)
		compare_print(reading->identity, &mrz);
	else
		csi_record_reason(record,
		    "The card does not say all that is printed in its "
		    "machine-readable zone.");
	explicit_bzero(&mrz, sizeof(mrz));
	return CSEAL_OK;
}

static cseal_status
judge(struct reading *reading, cseal_error **ret_error)
{
	cseal_identity *identity = reading->identity;
	cseal_verdict *verdict =
	    &identity->verdicts[CSEAL_IDENTITY_DATA_SIGNED];
	cseal_status st;

	if (reading->card == CARD_BELGIUM)
		st = judge_belgium(reading, verdict, ret_error);
	else
		st = judge_certificate(reading, verdict, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_record_reason(&identity->record,
	    "The card was not asked to prove that it is genuine.");
	return judge_print(reading, ret_error);
}

cseal_status
csi_token_derive(cseal_identity *identity, const char *today,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	static const struct csi_identity_trust nothing = { 0 };
	struct reading *reading = calloc(1, sizeof(*reading));
	cseal_status st;

	if (reading == NULL)
		return csi_fail_memory(ret_error);
	reading->identity = identity;
	reading->trust = trust == NULL ? &nothing : trust;
	st = check_files(reading, ret_error);
	if (st == CSEAL_OK) {
		split_certificates(reading);
		st = find_holder(reading, ret_error);
	}
	if (st == CSEAL_OK) {
		find_named(reading);
		st = read_fields(reading, ret_error);
	}
	if (st == CSEAL_OK)
		st = read_portrait(reading, ret_error);
	if (st == CSEAL_OK)
		st = judge(reading, ret_error);
	if (st == CSEAL_OK)
		csi_token_check(&identity->record, today);
	explicit_bzero(reading, sizeof(*reading));
	free(reading);
	return st;
}
