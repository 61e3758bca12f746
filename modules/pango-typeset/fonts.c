/* SPDX-License-Identifier: Apache-2.0 */
/* fonts.c -- which fonts there are. */
#include "fonts.h"

#include <fontconfig/fontconfig.h>
#include <stdio.h>
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

void
fonts_choose(PangoLayout *layout, const char *family, double size)
{
	char families[FONT_NAME_MOST + sizeof(", " FONTS_DEFAULT)];
	PangoFontDescription *font = pango_font_description_new();

	if (family != NULL)
		snprintf(families, sizeof(families), "%s, %s", family,
		    FONTS_DEFAULT);
	else
		snprintf(families, sizeof(families), "%s", FONTS_DEFAULT);
	pango_font_description_set_family(font, families);
	pango_font_description_set_absolute_size(font, size);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
}

/* The first character that no font has, of one line. */
static bool
find_missing(PangoLayoutLine *line, gunichar *ret_character)
{
	for (GSList *next = line->runs; next != NULL; next = next->next) {
		const PangoGlyphItem *run = next->data;

		for (int i = 0; i < run->glyphs->num_glyphs; i++) {
			PangoGlyph glyph = run->glyphs->glyphs[i].glyph;

			if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0)
				continue;
			*ret_character = glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
			return true;
		}
	}
	return false;
}

cseal_status
fonts_cover(PangoLayout *layout, cseal_error **ret_error)
{
	gunichar character = 0;
	GSList *lines;

	if (pango_layout_get_unknown_glyphs_count(layout) == 0)
		return CSEAL_OK;
	lines = pango_layout_get_lines_readonly(layout);
	while (lines != NULL && !find_missing(lines->data, &character))
		lines = lines->next;
	return cseal_fail(ret_error, CSEAL_SETUP_NO_FONT,
	    "no font has the character U+%04X", (unsigned)character);
}
