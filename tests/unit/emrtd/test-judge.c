/* SPDX-License-Identifier: Apache-2.0 */
/* test-judge.c -- proves lib/identity/emrtd.c, lib/identity-judge.c and
 * lib/states.c: what a reader hands over, as an identity. */
#include "build.h"
#include "error.h"
#include "identity/emrtd.h"
#include "issuer.h"
#include "scratch.h"
#include "tap.h"

#include <stdlib.h>

#define ZONE                                           \
	"P<NLDERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<" \
	"L898902C36NLD7408122F3204153ZE184226B<<<<<16"

static struct issuer state;
static const char *trust;
static struct csi_bytes files[17], sod;

static bool
is(const cseal_identity *identity, cseal_identity_field field, const char *text)
{
	const char *value = cseal_identity_value(identity, field);

	if (value == text ||
	    (value != NULL && text != NULL && strcmp(value, text) == 0))
		return true;
	printf("# \"%s\"\n", value == NULL ? "nothing" : value);
	return false;
}

static bool
has_reason(const cseal_identity *identity, const char *part)
{
	for (size_t i = 0; i < cseal_identity_reason_count(identity); i++) {
		if (strstr(cseal_identity_reason(identity, i), part) != NULL)
			return true;
	}
	return false;
}

static void
hand_over(cseal_identity *identity, const char *name, struct csi_span file)
{
	if (file.len > 0 && cseal_evidence_add(identity->files, name, file.at,
				file.len, NULL) != CSEAL_OK)
		abort();
}

/* What the core makes of the files, read on a day of 2026. */
static cseal_status
derive(cseal_identity **ret_identity)
{
	cseal_identity *identity = calloc(1, sizeof(*identity));
	char name[32];
	cseal_status st;

	if (identity == NULL ||
	    csi_evidence_new(&identity->files, NULL) != CSEAL_OK)
		abort();
	snprintf(identity->read_at, sizeof(identity->read_at),
	    "2026-11-29T10:11:12+01:00");
	for (unsigned i = 1; i <= 16; i++) {
		snprintf(name, sizeof(name), CSEAL_FILE_EMRTD_DG "%u", i);
		hand_over(identity, name, csi_bytes_span(&files[i]));
	}
	hand_over(identity, CSEAL_FILE_EMRTD_SOD, csi_bytes_span(&sod));
	st = csi_identity_derive(identity, "2026-11-29", NULL, NULL);
	if (st == CSEAL_OK)
		*ret_identity = identity;
	else
		cseal_identity_free(identity);
	return st;
}

/* The files of a good document, and their signature. */
static void
make_files(void)
{
	struct csi_span spans[17] = { { NULL, 0 } };
	struct csi_bytes stream = build_codestream(413, 531, 0, 0);
	struct csi_bytes record = build_record(csi_bytes_span(&stream), 0);

	for (size_t i = 1; i <= 16; i++)
		csi_bytes_free(&files[i]);
	csi_bytes_free(&sod);
	files[1] = build_dg1(ZONE);
	files[2] = build_dg2(0x5f2e, csi_bytes_span(&record));
	build_text(&files[11], 0x5f0e, "ERIKSSON<<ANNA MARIA");
	build_text(&files[11], 0x5f2b, "19740812");
	build_around(&files[11], 0x6b);
	build_text(&files[12], 0x5f26, "20261101");
	build_around(&files[12], 0x6c);
	build_object(&files[7], 0x5f43, csi_bytes_span(&stream));
	build_around(&files[7], 0x67);
	build_text(&files[16], 0x5f51, "ERIKSSON<<LARS");
	build_around(&files[16], 0xa1);
	build_around(&files[16], 0x70);
	for (size_t i = 1; i <= 16; i++)
		spans[i] = csi_bytes_span(&files[i]);
	sod = issuer_sod(&state, spans, "SHA256");
	csi_bytes_free(&stream);
	csi_bytes_free(&record);
}

static cseal_status
judge(cseal_identity *identity, const char *path, const char *mrz)
{
	struct cseal_identity_judging judging = { .size = sizeof(judging),
		.trust = &path,
		.trust_count = path != NULL,
		.mrz = mrz };

	return cseal_identity_judge(identity, &judging, NULL);
}

static void
the_chip_speaks_in_fields(void)
{
	cseal_identity *identity = NULL;
	uint32_t width = 0, height = 0;
	const char *type = NULL;
	size_t len = 0;

	make_files();
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	OK(is(identity, CSEAL_IDENTITY_DOCUMENT_TYPE, "icao-passport"));
	OK(is(identity, CSEAL_IDENTITY_NAME, "ERIKSSON, ANNA MARIA"));
	OK(is(identity, CSEAL_IDENTITY_NAME_LATIN, "ERIKSSON, ANNA MARIA"));
	OK(is(identity, CSEAL_IDENTITY_NUMBER, "L898902C3"));
	OK(is(identity, CSEAL_IDENTITY_ISSUING_STATE, "NLD"));
	OK(is(identity, CSEAL_IDENTITY_SEX, "female"));
	OK(is(identity, CSEAL_IDENTITY_BIRTH_DATE, "1974-08-12"));
	OK(is(identity, CSEAL_IDENTITY_VALID_TO, "2032-04-15"));
	OK(is(identity, CSEAL_IDENTITY_PERSONAL_NUMBER, "ZE184226B"));
	OK(is(identity, CSEAL_IDENTITY_ADDRESS, NULL));
	OK(cseal_identity_portrait(identity, &len, &type) != NULL && len > 0 &&
	    strcmp(type, "image/j2c") == 0);
	cseal_identity_portrait_size(identity, &width, &height);
	OK(width == 413 && height == 531);
	OK(cseal_identity_signature_image(identity, &len, &type) != NULL &&
	    len > 0 && strcmp(type, "image/j2c") == 0);
	OK(cseal_identity_contact_count(identity) == 1);
	OK(strcmp(cseal_identity_contact(identity, 0, CSEAL_CONTACT_NAME),
	       "ERIKSSON, LARS") == 0);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_UNKNOWN);
	OK(!has_reason(identity, "check digit"));
	cseal_identity_free(identity);
}

static void
a_state_that_is_trusted_makes_it_signed(void)
{
	cseal_identity *identity = NULL;

	make_files();
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	OK(judge(identity, trust, NULL) == CSEAL_OK);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_YES);
	OKF(cseal_identity_verdict(identity, CSEAL_IDENTITY_CHIP_GENUINE) ==
		CSEAL_VERDICT_UNKNOWN,
	    "which says nothing of the chip");
	OK(is(identity, CSEAL_IDENTITY_NUMBER, "L898902C3"));
	OK(judge(identity, trust, ZONE) == CSEAL_OK);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_MATCHES_PRINT) ==
	    CSEAL_VERDICT_YES);
	OK(judge(identity, NULL, NULL) == CSEAL_OK);
	OKF(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
		CSEAL_VERDICT_UNKNOWN,
	    "and nobody stays trusted");
	cseal_identity_free(identity);
}

/* Somebody took a file out of what was kept. */
static void
what_is_missing_is_not_signed(void)
{
	cseal_identity *identity = NULL;

	make_files();
	csi_bytes_free(&files[2]);
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	OK(judge(identity, trust, NULL) == CSEAL_OK);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
		CSEAL_VERDICT_UNKNOWN &&
	    has_reason(identity, "Data group 2, which the state signed"));
	cseal_identity_free(identity);
}

static void
what_fails_changes_nothing(void)
{
	struct cseal_identity_judging judging = { .size = 1 };
	cseal_identity *identity = NULL;
	size_t count;

	make_files();
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	OK(judge(identity, trust, NULL) == CSEAL_OK);
	count = cseal_identity_reason_count(identity);
	OK(judge(identity, scratch_path("none"), NULL) == CSEAL_SETUP_TRUST);
	OK(judge(identity, trust, "ANNA") == CSEAL_REFUSED_INPUT);
	OK(cseal_identity_judge(identity, &judging, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_identity_judge(identity, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
		CSEAL_VERDICT_YES &&
	    cseal_identity_reason_count(identity) == count);
	cseal_identity_free(identity);
}

static void
json_comes_back_and_is_judged_again(void)
{
	cseal_identity *identity = NULL, *again = NULL;
	const char *json;

	make_files();
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	OK(judge(identity, trust, NULL) == CSEAL_OK);
	json = cseal_identity_json(identity);
	OK(strstr(json, "\"data_signed\":\"yes\"") != NULL);
	OK(cseal_identity_new_json(json, strlen(json), &again, NULL) ==
	    CSEAL_OK);
	OK(cseal_identity_verdict(again, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_UNKNOWN);
	OK(judge(again, trust, NULL) == CSEAL_OK);
	OK(cseal_identity_verdict(again, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_YES);
	OK(strcmp(cseal_identity_json(again), cseal_identity_json(identity)) ==
	    0);
	cseal_identity_free(identity);
	cseal_identity_free(again);
}

/* Every letter of what is derived is compared. */
static void
json_that_says_another_is_refused(void)
{
	static const char *const rows[][2] = {
		{ "\"name\":\"ERIKSSON, LARS\"",
		    "\"name\":\"ERIKSSON, LENA\"" },
		{ "\"phone\":null", "\"phone\":\"12\"" },
		{ "\"width\":413", "\"width\":414" },
		{ "\"height\":531", "\"height\":631" },
		{ "\"persons_to_notify\":[{", "\"persons_to_notify\":[{},{" },
		{ "\"signature_image\":{\"media_type\":\"image/j2c\"",
		    "\"signature_image\":{\"media_type\":\"image/jp2\"" },
	};
	cseal_identity *identity = NULL, *again = NULL;
	const char *json, *at;
	char *changed;

	make_files();
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	json = cseal_identity_json(identity);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		at = strstr(json, rows[i][0]);
		if (!OKF(at != NULL, "%s is there", rows[i][0]) ||
		    asprintf(&changed, "%.*s%s%s", (int)(at - json), json,
			rows[i][1], at + strlen(rows[i][0])) < 0)
			continue;
		OKF(cseal_identity_new_json(changed, strlen(changed), &again,
			NULL) == CSEAL_REFUSED_INPUT,
		    "%s is refused", rows[i][1]);
		free(changed);
	}
	cseal_identity_free(identity);
}

static void
what_does_not_add_up_is_told(void)
{
	cseal_identity *identity = NULL;

	make_files();
	csi_bytes_free(&files[1]);
	files[1] = build_dg1("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<"
			     "C11T002JM5D<<9608122F1310317<<<<<<<<<<<<<<<6");
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	OK(is(identity, CSEAL_IDENTITY_ISSUING_STATE, "DEU"));
	OK(is(identity, CSEAL_IDENTITY_BIRTH_DATE, "1996-08-12"));
	OK(has_reason(identity, "differs from that in data group 11"));
	OK(has_reason(identity, "check digit of the number"));
	OK(has_reason(identity, "has expired"));
	OK(has_reason(identity, "Data group 1 is not what was signed"));
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_NO);
	cseal_identity_free(identity);
}

static void
a_chip_without_a_zone_is_not_readable(void)
{
	cseal_identity *identity = NULL;

	make_files();
	csi_bytes_free(&files[1]);
	OK(derive(&identity) == CSEAL_COUNTER_CARD_UNREADABLE);
	build_text(&files[1], 0x5f1f, "P<NLD");
	build_around(&files[1], 0x61);
	OK(derive(&identity) == CSEAL_COUNTER_CARD_UNREADABLE);
}

static void
what_is_damaged_is_left_out_and_told(void)
{
	cseal_identity *identity = NULL;

	make_files();
	files[2].at[0] = 0x76;
	files[11].len--;
	files[16].len--;
	files[7].at[0] = 0x68;
	sod.len--;
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	OK(cseal_identity_portrait(identity, NULL, NULL) == NULL);
	OK(has_reason(identity, "The portrait on the chip"));
	OK(cseal_identity_signature_image(identity, NULL, NULL) == NULL);
	OK(has_reason(identity, "The signature on the chip"));
	OK(cseal_identity_contact_count(identity) == 0);
	OK(has_reason(identity, "with details is damaged"));
	OK(has_reason(identity, "security object is damaged"));
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_NO);
	cseal_identity_free(identity);
}

static void
two_documents_in_one_are_refused(void)
{
	static const uint8_t text[256] = { 0 };
	cseal_identity *identity = NULL;

	make_files();
	if (!OK(derive(&identity) == CSEAL_OK))
		return;
	hand_over(identity, CSEAL_FILE_SDT_TEXT,
	    (struct csi_span){ text, sizeof(text) });
	OK(csi_identity_derive(identity, "2026-11-29", NULL, NULL) ==
	    CSEAL_FAULT_MODULE);
	OK(csi_emrtd_is_file("emrtd.dg16") && !csi_emrtd_is_file("emrtd.dg17"));
	OK(!csi_emrtd_is_file("emrtd.dg0") && !csi_emrtd_is_file("emrtd.dg"));
	cseal_identity_free(identity);
}

int
main(void)
{
	issuer_make(&state, "NL");
	scratch_make();
	trust = scratch_path("csca.pem");
	if (cred_write_pem(trust, NULL, NULL, &state.csca, 1) != 0)
		abort();
	RUN(the_chip_speaks_in_fields);
	RUN(a_state_that_is_trusted_makes_it_signed);
	RUN(what_is_missing_is_not_signed);
	RUN(what_fails_changes_nothing);
	RUN(json_comes_back_and_is_judged_again);
	RUN(json_that_says_another_is_refused);
	RUN(what_does_not_add_up_is_told);
	RUN(a_chip_without_a_zone_is_not_readable);
	RUN(what_is_damaged_is_left_out_and_told);
	RUN(two_documents_in_one_are_refused);
	for (size_t i = 1; i <= 16; i++)
		csi_bytes_free(&files[i]);
	csi_bytes_free(&sod);
	issuer_free(&state);
	return tap_done();
}
