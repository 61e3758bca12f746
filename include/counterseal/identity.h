/* SPDX-License-Identifier: Apache-2.0 */
/* identity.h -- what an identity document says, and how far to believe it. */
#ifndef COUNTERSEAL_IDENTITY_H
#define COUNTERSEAL_IDENTITY_H

#include <counterseal/device.h>
#include <counterseal/signer.h>

/* Which text of the document; those that it does not have are NULL. */
typedef enum cseal_identity_field {
	CSEAL_IDENTITY_DOCUMENT_TYPE = 1, /* see cseal_identity_value() */
	CSEAL_IDENTITY_NAME = 2,
	CSEAL_IDENTITY_NAME_LATIN = 3,
	CSEAL_IDENTITY_SEX = 4,         /* "male" "female" "unspecified" */
	CSEAL_IDENTITY_NATION = 5,      /* ethnic group, GB/T 3304, as text */
	CSEAL_IDENTITY_NATIONALITY = 6, /* ISO 3166-1 alpha-3 or ICAO 9303-3 */
	CSEAL_IDENTITY_BIRTH_DATE = 7,  /* YYYY-MM-DD */
	CSEAL_IDENTITY_ADDRESS = 8,
	CSEAL_IDENTITY_ADDRESS_NEW = 9, /* address added to the chip later */
	CSEAL_IDENTITY_NUMBER = 10,
	CSEAL_IDENTITY_NUMBER_OLD = 11, /* 2017 number of a 2023 card */
	CSEAL_IDENTITY_AUTHORITY = 12,
	CSEAL_IDENTITY_VALID_FROM = 13,    /* YYYY-MM-DD */
	CSEAL_IDENTITY_VALID_TO = 14,      /* YYYY-MM-DD or "long-term" */
	CSEAL_IDENTITY_PERMIT_NUMBER = 15, /* travel permit of HK/MO/TW */
	CSEAL_IDENTITY_ISSUE_COUNT = 16,
	CSEAL_IDENTITY_READER_ID = 17,     /* SAM id of the reader, for audit */
	CSEAL_IDENTITY_ISSUING_STATE = 18, /* as NATIONALITY */
	CSEAL_IDENTITY_PERSONAL_NUMBER = 19,
	CSEAL_IDENTITY_BIRTH_PLACE = 20,
	CSEAL_IDENTITY_LAST = 20
} cseal_identity_field;

/* The stable name of a field, as in the JSON: "name", "birth_date", ... */
CSEAL_API const char *cseal_identity_field_name(cseal_identity_field field);

typedef enum cseal_verdict {
	CSEAL_VERDICT_UNKNOWN = 0, /* it could not be found out: see reasons */
	CSEAL_VERDICT_YES = 1,
	CSEAL_VERDICT_NO = 2
} cseal_verdict;

/* "yes", "no" or "unknown"; NULL for any other value.  Static. */
CSEAL_API const char *cseal_verdict_name(cseal_verdict verdict);

/* Three separate questions; none stands for another. */
typedef enum cseal_identity_question {
	CSEAL_IDENTITY_DATA_SIGNED = 1,  /* did the issuing state sign it? */
	CSEAL_IDENTITY_CHIP_GENUINE = 2, /* is this the chip it was put on? */
	CSEAL_IDENTITY_MATCHES_PRINT = 3 /* is it what the print says? */
} cseal_identity_question;

struct cseal_identity_options {
	size_t size;
	/* How long to wait for a card to be put on; negative: as long as
	 * timeout_ms allows. */
	int card_wait_ms;
	/* Off by default: fingerprints are sensitive personal data. */
	bool want_fingerprint;
	const char *mrz; /* machine-readable zone as printed, or NULL */
	const char *can; /* card access number as printed, or NULL */
	/* As trust of cseal_identity_judge(): one path, or NULL. */
	const char *trust;
	/* For what a card shows only after its PIN; NULL: that is left out, and
	 * nobody is asked.  Not called for a card that hides nothing that is
	 * read here. */
	cseal_pin_fn pin;
	void *pin_user;
};

/* Reads the document on the reader uri names; NULL: the only one there is.
 * Blocks.  Status: AGAIN_NO_CARD, AGAIN_CARD_LIFTED, AGAIN_PIN_WRONG,
 * COUNTER_*, STOPPED_*, FAULT_DEVICE, SETUP_TRUST.  options may be NULL. */
CSEAL_API cseal_status cseal_identity_read(cseal_context *context,
    const char *uri, const struct cseal_identity_options *options,
    int timeout_ms, cseal_cancel *cancel, cseal_identity **ret_identity,
    cseal_error **ret_error);

/*
 * Reads back what cseal_identity_json() wrote.  The raw files win: fields,
 * verdicts, reasons and portrait are read from them again, and JSON in which
 * one says something else is refused; but a verdict that needs more than the
 * files is unknown again, whatever the JSON says: see cseal_identity_judge().
 * Without the raw files the fields stand as they are, and a reason says that
 * they could not be checked.  Validity is judged by the day of reading.
 * Status: REFUSED_INPUT, REFUSED_LIMIT.
 */
CSEAL_API cseal_status cseal_identity_new_json(const char *json, size_t len,
    cseal_identity **ret_identity, cseal_error **ret_error);

/* What to judge the raw files of a travel document or token by; zeros:
 * nothing. */
struct cseal_identity_judging {
	size_t size;
	/* Certificates of issuing states (ICAO 9303-12), or of those who issue
	 * tokens: each path a file of them (PEM or DER), a signed master list,
	 * or a folder of such files.
	 * Who signed a list must have a certificate for that, from a state
	 * whose own was given beside it or, where none of that name was, is in
	 * a list. */
	const char *const *trust;
	size_t trust_count;
	const char *const *revocation; /* files with their revocation lists */
	size_t revocation_count;
	const char *mrz; /* machine-readable zone as printed, or NULL */
	int64_t time;    /* "now", seconds since 1970; 0: ask the clock */
};

/*
 * Judges anew: verdicts and reasons are replaced, fields stay.  Was it signed
 * by the state: security object, every data group, document signer, the
 * state's certificate, validity at the time of signing, revocation, and
 * countries that must agree (passive authentication, ICAO 9303-11, 5.1); or of
 * a Belgian card's files the signatures of its national register, and of
 * another token the chain of its holder's certificate.  Of a document that a SAM
 * read, or whose raw files are not there, nothing changes.  Reads files.  Status: SETUP_TRUST (names the path),
 * REFUSED_INPUT (mrz is none); on failure nothing changes.
 */
CSEAL_API cseal_status cseal_identity_judge(cseal_identity *identity,
    const struct cseal_identity_judging *judging, cseal_error **ret_error);

/* The text of a field, or NULL.  The document type is "cn-resident",
 * "cn-hmt-permit", "cn-foreign-2017", "cn-foreign-2023", "icao-passport",
 * "icao-card" (other travel documents with a machine-readable zone), "be-card",
 * "it-cns", "pt-card", "piv-card" or "certificate" (any other token with a
 * person's certificate).  Of the two of ICAO NAME is what the chip has in
 * national characters, and missing where it has none; NAME_LATIN is "SURNAME,
 * GIVEN NAMES" as in the zone.  Of tokens NAME is "Surname, Given names" as the
 * token writes it, or what it has instead; NUMBER is that of the card, if known,
 * and PERSONAL_NUMBER the person's. */
CSEAL_API const char *cseal_identity_value(
    const cseal_identity *identity, cseal_identity_field field);

/* The portrait, or NULL: bytes and their media type ("image/jpeg";
 * "image/jp2" or "image/j2c", JPEG 2000 as a file or a bare code-stream;
 * "application/x-wlt", the resident card's form that only a vendor's decoder
 * can open; or "image/png", what such a decoder made of it). */
CSEAL_API const void *cseal_identity_portrait(const cseal_identity *identity,
    size_t *ret_len, const char **ret_media_type);

/* Width and height of the portrait in dots, as its own bytes have them and not
 * what the record around it says; 0 where that is not known, as of
 * "application/x-wlt". */
CSEAL_API void cseal_identity_portrait_size(
    const cseal_identity *identity, uint32_t *ret_width, uint32_t *ret_height);

typedef enum cseal_picture_form {
	CSEAL_PICTURE_PNG = 1,
	CSEAL_PICTURE_JPEG = 2
} cseal_picture_form;

/*
 * The portrait in a form that everything shows, as wide and high as it is: its
 * own bytes where they have that form, else what the one picture module makes
 * of JPEG 2000.  *ret_bytes lives as long as the identity.  Blocks.  Status:
 * SETUP_NO_MODULE, REFUSED_INPUT (no portrait, or a damaged one),
 * REFUSED_LIMIT (more dots than 8192 each way or 16777216 in all),
 * REFUSED_UNSUPPORTED (another form cannot be made of it), STOPPED_*,
 * FAULT_MODULE.
 */
CSEAL_API cseal_status cseal_identity_decode_portrait(cseal_context *context,
    cseal_identity *identity, cseal_picture_form form, int timeout_ms,
    cseal_cancel *cancel, const void **ret_bytes, size_t *ret_len,
    cseal_error **ret_error);

/* The signature or usual mark that a travel document's chip shows (data group
 * 7), or NULL: JPEG or JPEG 2000, as cseal_identity_portrait() has it. */
CSEAL_API const void *cseal_identity_signature_image(
    const cseal_identity *identity, size_t *ret_len,
    const char **ret_media_type);

/* Of a person whom the holder wants to be notified (data group 16). */
typedef enum cseal_identity_contact_part {
	CSEAL_CONTACT_NAME = 1, /* "SURNAME, GIVEN NAMES" */
	CSEAL_CONTACT_PHONE = 2,
	CSEAL_CONTACT_ADDRESS = 3,
	CSEAL_CONTACT_RECORDED = 4, /* YYYY-MM-DD: when it was written down */
	CSEAL_CONTACT_LAST = 4
} cseal_identity_contact_part;

/* The stable name of a part, as in the JSON: "name", "phone", ...; static. */
CSEAL_API const char *cseal_identity_contact_part_name(
    cseal_identity_contact_part part);

/* How many such persons there are, at most eight; what is known of number i,
 * or NULL. */
CSEAL_API size_t cseal_identity_contact_count(const cseal_identity *identity);
CSEAL_API const char *cseal_identity_contact(
    const cseal_identity *identity, size_t i, cseal_identity_contact_part part);

/* The answer to one of the three questions. */
CSEAL_API cseal_verdict cseal_identity_verdict(
    const cseal_identity *identity, cseal_identity_question question);

/* Sentences: why a verdict is what it is, and what does not add up (a check
 * digit, a birth date that differs from the number, an expired card). */
CSEAL_API size_t cseal_identity_reason_count(const cseal_identity *identity);
CSEAL_API const char *cseal_identity_reason(
    const cseal_identity *identity, size_t i);

/* Did a virtual reader read it? */
CSEAL_API bool cseal_identity_is_virtual(const cseal_identity *identity);

/* One JSON object with stable keys: every field, verdicts, reasons, reader,
 * the portrait and the raw files in base64, and of a travel document the
 * signature and the persons to notify.  Personal data: store with care.
 * Lives as long as the identity; NULL when out of memory. */
CSEAL_API const char *cseal_identity_json(cseal_identity *identity);

/* Wipes, then frees. */
CSEAL_API void cseal_identity_free(cseal_identity *identity);

#endif
