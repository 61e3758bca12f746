/* SPDX-License-Identifier: Apache-2.0 */
/* seal-text.c -- the text of a seal, with what the signature says. */
#include "document/seal-text.h"

#include "document/look.h"
#include "error.h"

#include <string.h>
#include <time.h>

#define WORDS_COUNT 4
#define DATE_ROOM   32

struct word {
	const char *mark;
	const char *says;
};

/* "" if there is no such day. */
static void
write_date(int64_t seconds, char ret_date[DATE_ROOM])
{
	time_t moment = (time_t)seconds;
	struct tm tm;

	ret_date[0] = '\0';
	if (localtime_r(&moment, &tm) != NULL &&
	    strftime(ret_date, DATE_ROOM, "%Y-%m-%d", &tm) == 0)
		ret_date[0] = '\0';
}

static const struct word *
find_word(const struct word *words, const char *at)
{
	for (size_t i = 0; i < WORDS_COUNT; i++)
		if (strncmp(at, words[i].mark, strlen(words[i].mark)) == 0)
			return &words[i];
	return NULL;
}

static cseal_status
add_word(
    const struct word *word, struct csi_bytes *out, cseal_error **ret_error)
{
	if (word->says == NULL || word->says[0] == '\0')
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the text of the seal wants %s, but the signature has none",
		    word->mark);
	if (strlen(word->says) > CSI_LOOK_TEXT_MOST - out->len)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the text of the seal became too long");
	csi_bytes_add_text(out, word->says);
	return CSEAL_OK;
}

static cseal_status
fill(const char *text, const struct word *words, struct csi_bytes *out,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && *text != '\0' && !out->failed) {
		const struct word *word = find_word(words, text);

		if (word != NULL) {
			st = add_word(word, out, ret_error);
			text += strlen(word->mark);
		} else if (out->len < CSI_LOOK_TEXT_MOST) {
			csi_bytes_add_u8(out, (uint8_t)*text++);
		} else {
			st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
			    "the text of the seal became too long");
		}
	}
	return st;
}

cseal_status
csi_seal_text(const char *text, const struct csi_seal_words *words,
    struct csi_bytes *ret_text, cseal_error **ret_error)
{
	char date[DATE_ROOM];
	const struct word list[WORDS_COUNT] = { { "%name%", words->name },
		{ "%date%", date }, { "%reason%", words->reason },
		{ "%location%", words->location } };
	struct csi_bytes out = { 0 };
	cseal_status st;

	write_date(words->time, date);
	st = fill(text, list, &out, ret_error);
	csi_bytes_add_u8(&out, 0);
	if (st == CSEAL_OK && out.failed)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK)
		*ret_text = out;
	else
		csi_bytes_free(&out);
	return st;
}
