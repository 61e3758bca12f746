/* SPDX-License-Identifier: Apache-2.0 */
/* attachment.c -- what files inside a PDF are, in words. */
#include "attachment.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *name, *title;
} relations[] = {
	[CSEAL_RELATION_UNSPECIFIED] = { "unspecified",
	    N_("of no stated relation") },
	[CSEAL_RELATION_SOURCE] = { "source",
	    N_("what the document was made from") },
	[CSEAL_RELATION_DATA] = { "data", N_("data of what is shown") },
	[CSEAL_RELATION_ALTERNATIVE] = { "alternative",
	    N_("the same in another form") },
	[CSEAL_RELATION_SUPPLEMENT] = { "supplement",
	    N_("more than is shown") },
};

#define RELATIONS (sizeof(relations) / sizeof(relations[0]))

bool
cli_relation_parse(const char *word, cseal_relation *ret_relation)
{
	for (size_t i = 0; i < RELATIONS; i++) {
		if (strcmp(word, relations[i].name) != 0)
			continue;
		*ret_relation = (cseal_relation)i;
		return true;
	}
	return false;
}

const char *
cli_relation_name(cseal_relation relation)
{
	return relations[relation].name;
}

const char *
cli_relation_title(cseal_relation relation)
{
	return relations[relation].title;
}

/* As IANA registered them. */
static const struct {
	const char *end, *type;
} types[] = {
	{ ".cms", "application/cms" },
	{ ".csv", "text/csv" },
	{ ".jpeg", "image/jpeg" },
	{ ".jpg", "image/jpeg" },
	{ ".json", "application/json" },
	{ ".p7m", "application/pkcs7-mime" },
	{ ".pdf", "application/pdf" },
	{ ".png", "image/png" },
	{ ".txt", "text/plain" },
	{ ".xml", "application/xml" },
};

const char *
cli_type_of(const char *name)
{
	const char *end = strrchr(name, '.');

	for (size_t i = 0; end != NULL && i < sizeof(types) / sizeof(types[0]);
	     i++) {
		if (strcasecmp(end, types[i].end) == 0)
			return types[i].type;
	}
	return NULL;
}
