/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-sdt-frame.c -- what a reader may send. */
#include "fuzz.h"
#include "protocol.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static volatile unsigned sink; /* what is read is used */

/* Reads every byte, so that a sanitizer sees whether it is there. */
static unsigned
sum(const uint8_t *bytes, size_t len)
{
	unsigned value = 0;

	for (size_t i = 0; i < len; i++)
		value += bytes[i];
	return value;
}

static unsigned
use_frame(const struct sdt_receiver *receiver)
{
	const struct sdt_status *status = sdt_status(receiver);
	struct sdt_card card;
	const uint8_t *data;
	unsigned value;
	size_t len;

	data = sdt_data(receiver, &len);
	if (len > SDT_LEN_MOST || status->text == NULL)
		abort();
	value = sum(data, len);
	for (int i = SDT_SAM_STATUS; i <= SDT_READ_ADDRESS; i++)
		value += sdt_fits(receiver, (enum sdt_command)i);
	for (int i = 0; i < 2; i++) {
		if (sdt_card_of(data, len, i == 1, &card))
			value += sum(card.text, SDT_TEXT_LEN) +
				 sum(card.photo, card.photo_len) +
				 sum(card.fingerprint, card.fingerprint_len);
	}
	return value;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sdt_receiver receiver = { 0 };

	for (size_t i = 0; i < size; i++) {
		enum sdt_progress progress = sdt_receive(&receiver, data[i]);

		if (progress == SDT_MORE)
			continue;
		if (progress == SDT_FRAME)
			sink += use_frame(&receiver);
		memset(&receiver, 0, sizeof(receiver));
	}
	return 0;
}
