/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-dg11.c -- data groups 1, 11, 12 and 16: what comes out of them is fit to
 * be shown, and a date is one. */
#include "emrtd/contacts.h"
#include "fuzz.h"
#include "identity/number.h"
#include "identity/text.h"

#include <stdlib.h>
#include <string.h>

static void
check(const char text[CSI_DETAIL_ROOM], bool is_date)
{
	if (memchr(text, 0, CSI_DETAIL_ROOM) == NULL ||
	    !csi_text_is_plain(text) ||
	    (is_date && text[0] != '\0' && !csi_date_is(text)))
		abort();
}

static void
check_contacts(struct csi_span file)
{
	struct csi_contacts *contacts = calloc(1, sizeof(*contacts));

	if (contacts == NULL)
		abort();
	csi_contacts_read(file, contacts);
	if (contacts->count > CSI_CONTACTS_MOST)
		abort();
	for (size_t i = 0; i < contacts->count; i++) {
		for (size_t k = 1; k <= CSEAL_CONTACT_LAST; k++)
			check(contacts->at[i][k], k == CSEAL_CONTACT_RECORDED);
	}
	free(contacts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span file = { data, size };
	struct csi_details *details = calloc(1, sizeof(*details));
	struct csi_mrz mrz;

	if (details == NULL)
		abort();
	csi_details_add_dg11(details, file);
	csi_details_add_dg12(details, file);
	for (size_t i = 0; i < CSI_DETAIL_COUNT; i++)
		check(details->at[i],
		    i == CSI_DETAIL_BIRTH || i == CSI_DETAIL_ISSUED);
	csi_dg1_read(file, &mrz);
	check_contacts(file);
	free(details);
	return 0;
}
