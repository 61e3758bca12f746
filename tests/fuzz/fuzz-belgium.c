/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-belgium.c -- the files of a Belgian card, and of three others: what
 * comes out of them is fit to be shown, and a date is one. */
#include "fuzz.h"
#include "identity/belgium.h"
#include "identity/cards.h"
#include "identity/number.h"
#include "identity/text.h"

#include <stdlib.h>
#include <string.h>

static struct csi_record *
fresh(void)
{
	struct csi_record *record = calloc(1, sizeof(*record));

	if (record == NULL)
		abort();
	return record;
}

static void
check(struct csi_record *record)
{
	static const cseal_identity_field dates[] = { CSEAL_IDENTITY_BIRTH_DATE,
		CSEAL_IDENTITY_VALID_FROM, CSEAL_IDENTITY_VALID_TO };

	for (int i = 0; i <= CSEAL_IDENTITY_LAST; i++) {
		if (memchr(record->values[i], 0, CSI_VALUE_ROOM) == NULL ||
		    !csi_text_is_plain(record->values[i]))
			abort();
	}
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		const char *date = record->values[dates[i]];

		if (date[0] != '\0' && !csi_date_is(date))
			abort();
	}
	free(record);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span file = { data, size };
	struct csi_record *record = fresh();
	struct csi_span digest;
	struct csi_image face;

	csi_belgium_identity(file, record, NULL);
	csi_belgium_address(file, record);
	check(record);
	digest = csi_belgium_photo_digest(file);
	if (digest.len > size || csi_belgium_signed_address(file).len > size)
		abort();
	record = fresh();
	csi_italy_personal(file, record, NULL);
	check(record);
	record = fresh();
	csi_portugal_citizen(file, record, NULL);
	csi_portugal_address(file, record);
	check(record);
	record = fresh();
	csi_piv_printed(file, record, NULL);
	check(record);
	if (csi_piv_face(file, &face, NULL) == CSEAL_OK &&
	    face.bytes.len > size)
		abort();
	if (csi_portugal_face(file, &face, NULL) == CSEAL_OK &&
	    face.bytes.len > size)
		abort();
	return 0;
}
