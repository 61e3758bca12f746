/* SPDX-License-Identifier: Apache-2.0 */
/* words.c -- the words of the library in the language of the messages. */
#include "words.h"

#include <string.h>

/* Values that are words of the library, not of the document or device. */
static const char *const words[] = {
	N_("reader"),
	N_("camera"),
	N_("pad"),
	N_("signer"),
	N_("ready"),
	N_("busy"),
	N_("locked"),
	N_("denied"),
	N_("absent"),
	N_("male"),
	N_("female"),
	N_("unspecified"),
	N_("long-term"),
	N_("cn-resident"),
	N_("cn-hmt-permit"),
	N_("cn-foreign-2017"),
	N_("cn-foreign-2023"),
	N_("icao-passport"),
	N_("icao-card"),
	N_("be-card"),
	N_("it-cns"),
	N_("pt-card"),
	N_("piv-card"),
	N_("certificate"),
};

const char *
cli_word(const char *word)
{
	if (word == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0)
			return _(words[i]);
	return word;
}
