/* SPDX-License-Identifier: Apache-2.0 */
/* hex.h -- bytes as the standards print them. */
#ifndef TESTS_MODULES_HEX_H
#define TESTS_MODULES_HEX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline int
hex_nibble(char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* Reads digits, between which there may be spaces; returns the length. */
static inline size_t
hex_read(const char *text, uint8_t *out, size_t room)
{
	size_t len = 0;

	while (*text != '\0' && len < room) {
		if (*text == ' ') {
			text++;
			continue;
		}
		out[len++] =
		    (uint8_t)(hex_nibble(text[0]) * 16 + hex_nibble(text[1]));
		text += 2;
	}
	return len;
}

static inline bool
hex_is(const uint8_t *bytes, size_t len, const char *text)
{
	uint8_t expected[4096];
	size_t count = hex_read(text, expected, sizeof(expected));

	if (count == len && memcmp(bytes, expected, len) == 0)
		return true;
	printf("# ");
	for (size_t i = 0; i < len; i++)
		printf("%02X", bytes[i]);
	printf("\n");
	return false;
}

#endif
