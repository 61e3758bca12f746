/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-identity-json.c -- JSON that says it is an identity.  What is taken is
 * written, and taken again as the same. */
#include "fuzz.h"

#include <counterseal/identity.h>
#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cseal_identity *identity = NULL, *again = NULL;
	const char *json;

	if (cseal_identity_new_json(
		(const char *)data, size, &identity, NULL) != CSEAL_OK)
		return 0;
	json = cseal_identity_json(identity);
	if (json == NULL ||
	    cseal_identity_new_json(json, strlen(json), &again, NULL) !=
		CSEAL_OK ||
	    strcmp(cseal_identity_json(again), json) != 0)
		abort();
	for (int i = 1; i <= CSEAL_IDENTITY_MATCHES_PRINT; i++) {
		if (cseal_identity_verdict(identity,
			(cseal_identity_question)i) == CSEAL_VERDICT_YES)
			abort();
	}
	cseal_identity_free(again);
	cseal_identity_free(identity);
	return 0;
}
