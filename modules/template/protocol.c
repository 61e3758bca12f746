/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.c -- what the reader and the computer say to each other. */
#include "protocol.h"

enum template_answer
template_parse(const uint8_t *bytes, size_t len)
{
	if (len == 0)
		return TEMPLATE_ANSWER_SHORT;
	/* The length counts what follows it: never believe it before that
	 * many bytes are there. */
	if (bytes[0] == 0)
		return TEMPLATE_ANSWER_BROKEN;
	if (len - 1 < bytes[0])
		return TEMPLATE_ANSWER_SHORT;
	return bytes[1] == TEMPLATE_NO_CARD ? TEMPLATE_ANSWER_NO_CARD
					    : TEMPLATE_ANSWER_BROKEN;
}
