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

static const char *const patterns[] = {
	/* of an identity */
	N_("The reader's SAM checks the card but passes no proof on: whether "
	   "the state signed the data cannot be shown."),
	N_("The reader's SAM authenticates the chip but passes no proof on: "
	   "whether the chip is genuine cannot be shown."),
	N_("Nobody compared the chip with what is printed on the card."),
	N_("The number is not 17 digits and a check character."),
	N_("The check character of the number is wrong."),
	N_("The check digit of the number is wrong."),
	N_("The birth date in the number is not a date."),
	N_("The birth date differs from that in the number."),
	N_("The sex differs from that in the number."),
	N_("The nationality differs from that in the number."),
	N_("The birth date is in the future."),
	N_("The document is not valid yet."),
	N_("The document has expired."),
	N_("The document expires before it is valid."),
	N_("The document has no number."),

	/* of a signature */
	N_("The signature does not hold: %s."),
	N_("The signature value cannot be read: %s."),
	N_("The signature is malformed: %s."),
	N_("The signer's certificate is not in the signature."),
	N_("The signer's certificate cannot be read: %s."),
	N_("The certificate chain cannot be judged: %s."),
	N_("What the signature covers is no whole document: %s."),
	N_("What was changed later cannot be judged: %s."),
	N_("SHA-1 was used, which no longer proves that nothing was changed."),
	N_("This version does not judge signatures of the form \"%s\"."),

	/* of its trust */
	N_("no chain leads to a given trust anchor: the issuer of \"%s\" is "
	   "missing or not trusted"),
	N_("no chain leads to a given trust anchor: the issuer of \"%s\" is "
	   "missing"),
	N_("\"%s\" issued its certificate itself, and it is not among the "
	   "trust anchors"),
	N_("the chain ends at \"%s\", which is not among the trust anchors"),
	N_("the certificate of \"%s\" was not made by the issuer that it "
	   "names"),
	N_("\"%s\" issued a certificate, which it is not allowed to"),
	N_("the key of \"%s\" is too short to be trusted"),
	N_("the certificate of \"%s\" is signed with a digest that can be "
	   "forged"),
	N_("the certificate of \"%s\" expired at %s, and was judged at %s"),
	N_("the certificate of \"%s\" is valid only from %s, and was judged "
	   "at %s"),
	N_("the signer's certificate is not for signing documents (key "
	   "usage)"),

	/* of what was changed */
	N_("%s was changed: its /%s."),
	N_("%s (object %s)."),
	N_("A field was signed that an earlier signature locked."),
	N_("A form field was added that is not a signature field."),
	N_("A page was added."),
	N_("A page was replaced."),
	N_("A signature field was changed after it was signed."),
	N_("A signature field was replaced."),
	N_("An annotation was put on a page."),
	N_("Annotations were taken from a page."),
	N_("Form fields were exchanged."),
	N_("Form fields were taken away."),
	N_("Signed content was replaced."),
	N_("Something was added that the signed content refers to."),
	N_("The annotations of a page were exchanged."),
	N_("The catalogue was exchanged."),
	N_("The catalogue was replaced."),
	N_("The encryption was changed."),
	N_("The form was changed."),
	N_("The form was taken away."),
	N_("The file was rebuilt: %s."),

	/* of the document */
	N_("The document cannot be read without guessing: %s."),
	N_("The signature \"%s\" of revision %s was taken away later."),
	N_("After the end of the document there are %s bytes that belong to "
	   "no revision."),
	N_("There are more findings."),

	/* parts of others */
	N_("A page"),
	N_("A signature field"),
	N_("The catalogue"),
	N_("The form"),
	N_("An annotation was put on a page"),
	N_("Signed content was replaced"),
	N_("Something was added that the signed content refers to"),
};
#define PATTERN_COUNT (sizeof(patterns) / sizeof(patterns[0]))

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
	for (size_t i = 0; i < PATTERN_COUNT; i++) {
		if (strncmp(patterns[i], part->at, part->len) == 0 &&
		    patterns[i][part->len] == '\0') {
			fputs(_(patterns[i]), stdout);
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

	for (size_t i = 0; i < PATTERN_COUNT; i++) {
		if (!match(patterns[i], sentence, parts, &count))
			continue;
		print_filled(_(patterns[i]), parts, count);
		return;
	}
	fputs(sentence, stdout);
}
