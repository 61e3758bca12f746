/* SPDX-License-Identifier: Apache-2.0 */
/* contacts.c -- data group 16: persons to notify. */
#include "emrtd/contacts.h"
#include "emrtd/tlv.h"

#include <string.h>

/* A0 and the number of the person, from 1. */
enum { FIRST_PERSON = 0xa1, LAST_PERSON = 0xaf };

static const struct {
	unsigned tag;
	cseal_identity_contact_part part;
	enum csi_detail_form form;
} items[] = {
	{ 0x5f50, CSEAL_CONTACT_RECORDED, CSI_FORM_DATE },
	{ 0x5f51, CSEAL_CONTACT_NAME, CSI_FORM_NAME },
	{ 0x5f52, CSEAL_CONTACT_PHONE, CSI_FORM_TEXT },
	{ 0x5f53, CSEAL_CONTACT_ADDRESS, CSI_FORM_NAME },
};

/* False: it says nothing. */
static bool
read_person(struct csi_span person, struct csi_contacts *contacts)
{
	char(*at)[CSI_DETAIL_ROOM] = contacts->at[contacts->count];
	struct csi_tlv object;
	bool says = false;

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		char *out = at[items[i].part];

		if (!csi_tlv_find(person, items[i].tag, &object))
			continue;
		if (!csi_detail_read(items[i].form, object.body, out))
			contacts->was_replaced = true;
		says = says || out[0] != '\0';
	}
	return says;
}

/* How many there are, the file says, too (02); the templates themselves count,
 * in their order. */
bool
csi_contacts_read(struct csi_span dg16, struct csi_contacts *ret_contacts)
{
	struct csi_reader in;
	struct csi_tlv file;

	if (!csi_tlv_file(dg16, csi_group_tag(16), &file))
		return false;
	memset(ret_contacts, 0, sizeof(*ret_contacts));
	in = csi_tlv_inside(file);
	while (!in.bad && csi_reader_left(&in) > 0) {
		struct csi_tlv person = csi_tlv_any(&in);

		if (in.bad || person.tag < FIRST_PERSON ||
		    person.tag > LAST_PERSON)
			continue;
		if (ret_contacts->count == CSI_CONTACTS_MOST)
			ret_contacts->has_more = true;
		else if (read_person(person.body, ret_contacts))
			ret_contacts->count++;
	}
	if (!in.bad)
		return true;
	explicit_bzero(ret_contacts, sizeof(*ret_contacts));
	return false;
}
