/* SPDX-License-Identifier: Apache-2.0 */
/* sentence.c -- what the library says in English, as far as it is known.
 *
 * Reasons are made of a pattern and of names and numbers.  A pattern here is
 * compared with the sentence, and %s stands for what may differ; it stands as
 * often, and in the same order, in a translation. */
#include "sentence.h"

#include <string.h>

#define PARTS_MOST 4

struct part {
	const char *at;
	size_t len;
};

/* Where the text between two %s, or after the last one, is found. */
static const char *
find_literal(const char *text, const char *literal, size_t len, bool is_last)
{
	size_t left = strlen(text);

	if (is_last)
		return left >= len &&
			       strncmp(text + left - len, literal, len) == 0
			   ? text + left - len
			   : NULL;
	return memmem(text, left, literal, len);
}

static bool
match(const char *pattern, const char *text, struct part parts[PARTS_MOST],
    size_t *ret_count)
{
	const char *hole = strstr(pattern, "%s");
	size_t count = 0, len;

	if (hole == NULL)
		return strcmp(pattern, text) == 0;
	len = (size_t)(hole - pattern);
	if (strncmp(pattern, text, len) != 0)
		return false;
	text += len;
	while (hole != NULL && count < PARTS_MOST) {
		const char *literal = hole + 2, *end;

		hole = strstr(literal, "%s");
		len = hole != NULL ? (size_t)(hole - literal) : strlen(literal);
		end = find_literal(text, literal, len, hole == NULL);
		if (end == NULL)
			return false;
		parts[count].at = text;
		parts[count++].len = (size_t)(end - text);
		text = end + len;
	}
	*ret_count = count;
	return true;
}

/* A part may be one that the library made of words of its own. */
static void
print_part(const struct part *part)
{
	for (size_t i = 0; cli_sentences[i] != NULL; i++) {
		if (strncmp(cli_sentences[i], part->at, part->len) == 0 &&
		    cli_sentences[i][part->len] == '\0') {
			fputs(_(cli_sentences[i]), stdout);
			return;
		}
	}
	fwrite(part->at, 1, part->len, stdout);
}

static void
print_filled(const char *translated, const struct part *parts, size_t count)
{
	const char *hole;

	for (size_t i = 0; (hole = strstr(translated, "%s")) != NULL; i++) {
		fwrite(translated, 1, (size_t)(hole - translated), stdout);
		if (i < count)
			print_part(&parts[i]);
		translated = hole + 2;
	}
	fputs(translated, stdout);
}

void
cli_print_sentence(const char *sentence)
{
	struct part parts[PARTS_MOST];
	size_t count = 0;

	for (size_t i = 0; cli_sentences[i] != NULL; i++) {
		if (!match(cli_sentences[i], sentence, parts, &count))
			continue;
		print_filled(_(cli_sentences[i]), parts, count);
		return;
	}
	fputs(sentence, stdout);
}
