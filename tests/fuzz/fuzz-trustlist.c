/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-trustlist.c -- the parts of the program that reads trusted lists: each
 * has its turn with a list, whatever the one before said, and what is handed
 * over is whole records. */
#include "fuzz.h"

#include "reader.h"

#include <stdlib.h>

#define LIST_MOST 262144

static void
check_records(const struct reader *reader)
{
	struct record_reader in = { .at = reader->out.at,
		.end = reader->out.at + reader->out.len };
	struct record_reader body;
	uint8_t tag = 0;

	while (record_next(&in, &tag, &body))
		;
	/* Of a list that was read the last one is the end. */
	if (in.bad || (reader->failure == 0 && tag != SAY_END))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t none[] = { 0x30, 0 };
	const struct signer signer = { none, sizeof(none) };
	struct reader proving = { .signers = &signer, .signer_count = 1 };
	struct reader reading = { .failure = 0 };
	static bool is_ready;
	size_t index = 0;
	xmlDoc *doc;

	if (!is_ready && !reader_init())
		abort();
	is_ready = true;
	doc = size > LIST_MOST ? NULL : document_parse(&reading, data, size);
	if (doc == NULL)
		return 0;
	if (signature_prove(&proving, doc, &index))
		abort();
	content_read(&reading, doc, 0);
	if (reading.failure == 0 || reading.out.len > 0)
		check_records(&reading);
	free(reading.out.at);
	xmlFreeDoc(doc);
	return 0;
}
