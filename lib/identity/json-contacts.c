/* SPDX-License-Identifier: Apache-2.0 */
/* json-contacts.c -- persons to notify of an identity, back from JSON. */
#include "json-take.h"
#include "number.h"
#include "text.h"

#include <string.h>

static cseal_status
take_contact_part(char *out, const json_t *person,
    cseal_identity_contact_part part, cseal_error **ret_error)
{
	const char *member = cseal_identity_contact_part_name(part), *text;
	cseal_status st = csi_json_text(person, member, &text, ret_error);

	if (st != CSEAL_OK || text == NULL)
		return st;
	if (strlen(text) >= CSI_DETAIL_ROOM)
		return csi_json_refuse(ret_error, member, "is too long");
	if (part == CSEAL_CONTACT_RECORDED ? !csi_date_is(text)
					   : !csi_text_is_plain(text))
		return csi_json_refuse(
		    ret_error, member, "is not what it must be");
	memcpy(out, text, strlen(text) + 1);
	return CSEAL_OK;
}

static cseal_status
take_contact(cseal_identity *identity, const json_t *person, size_t i,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (!json_is_object(person))
		return csi_json_refuse(
		    ret_error, "persons_to_notify", "has what is no object");
	for (int k = 1; st == CSEAL_OK && k <= CSEAL_CONTACT_LAST; k++) {
		cseal_identity_contact_part part =
		    (cseal_identity_contact_part)k;
		char *text = identity->contacts.at[i][part];

		st = identity->files != NULL
			 ? csi_json_compare(person,
			       cseal_identity_contact_part_name(part), text,
			       ret_error)
			 : take_contact_part(text, person, part, ret_error);
	}
	return st;
}

cseal_status
csi_json_contacts(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error)
{
	static const char member[] = "persons_to_notify";
	const json_t *persons = json_object_get(object, member);
	size_t count = json_array_size(persons);
	cseal_status st = CSEAL_OK;

	if (persons == NULL || json_is_null(persons))
		return CSEAL_OK;
	if (!json_is_array(persons))
		return csi_json_refuse(ret_error, member, "is not an array");
	if (identity->files != NULL && count != identity->contacts.count)
		return csi_json_refuse(
		    ret_error, member, "contradicts what the raw files say");
	if (count > CSI_CONTACTS_MOST)
		return csi_json_refuse(ret_error, member, "is too long");
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = take_contact(
		    identity, json_array_get(persons, i), i, ret_error);
	identity->contacts.count = count;
	return st;
}
