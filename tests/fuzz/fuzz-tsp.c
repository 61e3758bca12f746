/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-tsp.c -- what a time-stamp authority may answer: 32 bytes of imprint
 * and 8 of nonce, as they were asked for, then the answer. */
#include "fuzz.h"

#include "cms/tsp.h"

#include <stdlib.h>
#include <string.h>

#define IMPRINT_LEN 32

/* What is taken is a time-stamp with that imprint, which holds. */
static void
check_token(const struct csi_tsp_question *question, struct csi_span token)
{
	struct csi_timestamp timestamp;
	csi_cms_read *read = NULL;

	if (csi_cms_parse(token.at, token.len, &read, NULL) != CSEAL_OK ||
	    csi_cms_prove(read, NULL, 0, NULL) != CSEAL_OK ||
	    csi_cms_timestamp(read, &timestamp, NULL) != CSEAL_OK ||
	    timestamp.imprint.len != IMPRINT_LEN ||
	    memcmp(timestamp.imprint.at, question->imprint, IMPRINT_LEN) != 0)
		abort();
	csi_cms_read_free(read);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_tsp_question question = { .digest = csi_digest_by(
						 CSEAL_DIGEST_SHA256) };
	struct csi_span response, token = { 0 };

	if (size < IMPRINT_LEN + CSI_TSP_NONCE)
		return 0;
	memcpy(question.imprint, data, IMPRINT_LEN);
	memcpy(question.nonce, data + IMPRINT_LEN, CSI_TSP_NONCE);
	response.at = data + IMPRINT_LEN + CSI_TSP_NONCE;
	response.len = size - IMPRINT_LEN - CSI_TSP_NONCE;
	if (csi_tsp_token(&question, response, &token, NULL) == CSEAL_OK)
		check_token(&question, token);
	return 0;
}
