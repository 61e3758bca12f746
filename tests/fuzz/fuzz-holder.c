/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-holder.c -- the person that a certificate is made out to: what comes out
 * is fit to be shown. */
#include "fuzz.h"
#include "identity/holder.h"
#include "identity/number.h"
#include "identity/text.h"
#include "identity/token.h"

#include <stdlib.h>
#include <string.h>

static void
check(const char *text, size_t room)
{
	if (memchr(text, 0, room) == NULL || !csi_text_is_plain(text))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span certificate = { data, size };
	struct csi_holder *holder = calloc(1, sizeof(*holder));
	struct csi_record *record = calloc(1, sizeof(*record));

	if (holder == NULL || record == NULL)
		abort();
	if (csi_holder_read(certificate, holder)) {
		check(holder->surname, CSI_HOLDER_ROOM);
		check(holder->given, CSI_HOLDER_ROOM);
		check(holder->common, CSI_HOLDER_ROOM);
		check(holder->serial, CSI_HOLDER_ROOM);
		check(holder->birth_place, CSI_HOLDER_ROOM);
		if (holder->birth[0] != '\0' && !csi_date_is(holder->birth))
			abort();
		if (!csi_token_is_type(csi_holder_type(holder)))
			abort();
		csi_holder_is_person(holder);
		csi_holder_record(holder, record);
		for (int i = 0; i <= CSEAL_IDENTITY_LAST; i++)
			check(record->values[i], CSI_VALUE_ROOM);
	} else if (csi_holder_is_person(holder)) {
		abort();
	}
	free(holder);
	free(record);
	return 0;
}
