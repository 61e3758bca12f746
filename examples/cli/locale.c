/* SPDX-License-Identifier: Apache-2.0 */
/* locale.c -- in which language the tool speaks.
 *
 * The C library translates only where the locale is not "C".  A counter often
 * has no Chinese locale generated, but always has C.UTF-8; with that one,
 * LANGUAGE alone chooses the catalogue. */
#include "tool.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* From the folder of the program to the catalogues: the same in the build
 * tree, below a DESTDIR and where it is installed. */
#define BESIDE "../share/locale"

static void
bind_catalogue(void)
{
	char path[PATH_MAX];
	char *slash;
	ssize_t len;

	len = readlink("/proc/self/exe", path, sizeof(path) - sizeof(BESIDE));
	path[len > 0 ? len : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL)
		strcpy(slash + 1, BESIDE);
	if (slash != NULL && access(path, R_OK) == 0)
		bindtextdomain("counterseal", path);
	else
		bindtextdomain("counterseal", CLI_LOCALEDIR);
	bind_textdomain_codeset("counterseal", "UTF-8");
	textdomain("counterseal");
}

/* What the environment asks for, as setlocale(3) looks for it. */
static const char *
wanted(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && *value != '\0')
			return value;
	}
	return NULL;
}

/* Only these two categories: decimals of PDF files know no locale. */
void
cli_set_language(const char *lang)
{
	const char *messages = setlocale(LC_MESSAGES, "");

	if (setlocale(LC_CTYPE, "") == NULL ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	if (lang == NULL && messages == NULL)
		lang = wanted();
	if (lang != NULL) {
		if (messages == NULL || strcmp(messages, "C") == 0 ||
		    strcmp(messages, "POSIX") == 0)
			setlocale(LC_MESSAGES, "C.UTF-8");
		setenv("LANGUAGE", lang, 1);
	}
	bind_catalogue();
}
