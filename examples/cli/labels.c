/* SPDX-License-Identifier: Apache-2.0 */
/* labels.c -- what people call the parts of an identity. */
#include "labels.h"
#include "words.h"

#include <string.h>

static const char *const labels[CSEAL_IDENTITY_LAST + 1] = {
	[CSEAL_IDENTITY_DOCUMENT_TYPE] = N_("Document"),
	[CSEAL_IDENTITY_NAME] = N_("Name"),
	[CSEAL_IDENTITY_NAME_LATIN] = N_("Name (Latin)"),
	[CSEAL_IDENTITY_SEX] = N_("Sex"),
	[CSEAL_IDENTITY_NATION] = N_("Ethnic group"),
	[CSEAL_IDENTITY_NATIONALITY] = N_("Nationality"),
	[CSEAL_IDENTITY_BIRTH_DATE] = N_("Date of birth"),
	[CSEAL_IDENTITY_ADDRESS] = N_("Address"),
	[CSEAL_IDENTITY_ADDRESS_NEW] = N_("New address"),
	[CSEAL_IDENTITY_NUMBER] = N_("Number"),
	[CSEAL_IDENTITY_NUMBER_OLD] = N_("Old number"),
	[CSEAL_IDENTITY_AUTHORITY] = N_("Issued by"),
	[CSEAL_IDENTITY_VALID_FROM] = N_("Valid from"),
	[CSEAL_IDENTITY_VALID_TO] = N_("Valid to"),
	[CSEAL_IDENTITY_PERMIT_NUMBER] = N_("Permit number"),
	[CSEAL_IDENTITY_ISSUE_COUNT] = N_("Times issued"),
	[CSEAL_IDENTITY_READER_ID] = N_("Reader"),
	[CSEAL_IDENTITY_ISSUING_STATE] = N_("Issuing state"),
	[CSEAL_IDENTITY_PERSONAL_NUMBER] = N_("Personal number"),
	[CSEAL_IDENTITY_BIRTH_PLACE] = N_("Place of birth"),
};

static bool
is_resident_card(const cseal_identity *identity)
{
	const char *type =
	    cseal_identity_value(identity, CSEAL_IDENTITY_DOCUMENT_TYPE);

	return type != NULL && strcmp(type, "cn-resident") == 0;
}

const char *
cli_identity_label(const cseal_identity *identity, cseal_identity_field field)
{
	if (field < 1 || field > CSEAL_IDENTITY_LAST || labels[field] == NULL)
		return "?";
	if (field == CSEAL_IDENTITY_NUMBER && is_resident_card(identity))
		return _("Citizen identity number");
	return _(labels[field]);
}

const char *
cli_identity_shown(const cseal_identity *identity, cseal_identity_field field)
{
	return cli_word(cseal_identity_value(identity, field));
}

const char *
cli_question_label(cseal_identity_question question)
{
	switch (question) {
	case CSEAL_IDENTITY_DATA_SIGNED:
		return _("Signed by the issuing state");
	case CSEAL_IDENTITY_CHIP_GENUINE: return _("Genuine chip");
	case CSEAL_IDENTITY_MATCHES_PRINT: return _("Matches the print");
	}
	return "?";
}

const char *
cli_verdict_label(cseal_verdict verdict)
{
	switch (verdict) {
	case CSEAL_VERDICT_YES: return _("yes");
	case CSEAL_VERDICT_NO: return _("no");
	case CSEAL_VERDICT_UNKNOWN: return _("not known");
	}
	return _("not known");
}
