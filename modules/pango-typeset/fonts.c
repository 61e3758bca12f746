/* SPDX-License-Identifier: Apache-2.0 */
/* fonts.c -- which fonts there are. */
#include "fonts.h"

#include <fontconfig/fontconfig.h>
#include <string.h>
#include <strings.h>

/* What fontconfig's own configuration gives a meaning to. */
static bool
is_generic(const char *family)
{
	static const char *const generic[] = { "sans", "sans-serif", "serif",
		"mono", "monospace", "system-ui", "cursive", "fantasy" };

	for (size_t i = 0; i < sizeof(generic) / sizeof(generic[0]); i++) {
		if (strcasecmp(family, generic[i]) == 0)
			return true;
	}
	return false;
}

/* How many fonts have that family name in any language; of all if NULL. */
static cseal_status
count_fonts(const char *family, int *ret_count, cseal_error **ret_error)
{
	FcPattern *pattern = FcPatternCreate();
	FcObjectSet *objects = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
	FcFontSet *set = NULL;
	bool ok = pattern != NULL && objects != NULL;

	if (ok && family != NULL)
		ok = FcPatternAddString(
		    pattern, FC_FAMILY, (const FcChar8 *)family);
	if (ok)
		set = FcFontList(NULL, pattern, objects);
	if (set != NULL)
		*ret_count = set->nfont;
	if (set != NULL)
		FcFontSetDestroy(set);
	if (objects != NULL)
		FcObjectSetDestroy(objects);
	if (pattern != NULL)
		FcPatternDestroy(pattern);
	if (set == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	return CSEAL_OK;
}

cseal_status
fonts_check(const char *family, cseal_error **ret_error)
{
	bool any = family == NULL || is_generic(family);
	int count = 0;
	cseal_status st;

	if (!any && (family[0] == '\0' || strchr(family, ',') != NULL ||
			strlen(family) > FONT_NAME_MOST))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "this is not the name of one font family");
	st = count_fonts(any ? NULL : family, &count, ret_error);
	if (st == CSEAL_OK && count == 0 && any)
		st = cseal_fail(
		    ret_error, CSEAL_SETUP_NO_FONT, "no font is installed");
	if (st == CSEAL_OK && count == 0)
		st = cseal_fail(ret_error, CSEAL_SETUP_NO_FONT,
		    "no font \"%s\" is installed", family);
	return st;
}
