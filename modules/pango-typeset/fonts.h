/* SPDX-License-Identifier: Apache-2.0 */
/* fonts.h -- which fonts there are. */
#ifndef PANGO_TYPESET_FONTS_H
#define PANGO_TYPESET_FONTS_H

#include <counterseal/module.h>
#include <pango/pango.h>

/* Tried in this order after the one that was asked for. */
#define FONTS_DEFAULT                                                 \
	"Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, " \
	"WenQuanYi Zen Hei, Sans"

#define FONT_NAME_MOST 127

/* That there is any font, and one of that family unless family is NULL:
 * fontconfig would take another one without a word, and Pango end the process
 * where there is none.  Status: SETUP_NO_FONT, REFUSED_INPUT, FAULT_MEMORY. */
cseal_status fonts_check(const char *family, cseal_error **ret_error);

/* Sets the text in that family, and what it lacks in the default ones; the
 * size is in Pango's units.  family may be NULL. */
void fonts_choose(PangoLayout *layout, const char *family, double size);

/* That a font has each of its characters.  Status: SETUP_NO_FONT. */
cseal_status fonts_cover(PangoLayout *layout, cseal_error **ret_error);

#endif
