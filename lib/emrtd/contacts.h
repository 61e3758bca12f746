/* SPDX-License-Identifier: Apache-2.0 */
/* contacts.h -- data group 16: persons whom the holder of a travel document
 * wants to be notified (ICAO 9303-10, 4.7.16).
 *
 * Pure functions over bytes; what a chip says is cleaned as in details.h. */
#ifndef CSI_EMRTD_CONTACTS_H
#define CSI_EMRTD_CONTACTS_H

#include "emrtd/details.h"

#include <counterseal/identity.h>

#define CSI_CONTACTS_MOST 8

/* All zero is none.  Personal data: wipe it. */
struct csi_contacts {
	/* By cseal_identity_contact_part; "": it was not said. */
	char at[CSI_CONTACTS_MOST][CSEAL_CONTACT_LAST + 1][CSI_DETAIL_ROOM];
	size_t count;
	bool was_replaced; /* something was no text, and is U+FFFD now */
	bool has_more;     /* than CSI_CONTACTS_MOST, which are left out */
};

/* False: it is no such file; nothing is set then. */
bool csi_contacts_read(struct csi_span dg16, struct csi_contacts *ret_contacts);

#endif
