/* SPDX-License-Identifier: Apache-2.0 */
/* form.c -- what all pages of the order have in common. */
#include "form.h"

#include <stdio.h>
#include <string.h>

const char *
form_value(const struct form *form, const char *path)
{
	const json_t *at = form->data;
	const char *text;

	while (at != NULL && *path != '\0') {
		char key[32];
		size_t len = strcspn(path, ".");

		snprintf(key, sizeof(key), "%.*s", (int)len, path);
		at = json_object_get(at, key);
		path += len + (path[len] == '.');
	}
	text = json_string_value(at);
	return text == NULL ? "" : text;
}

void
form_section(
    const struct form *form, double y, const char *title, const char *hint)
{
	static const struct style big = { 9.5, SHEET_BRAND, true, false,
		PANGO_ALIGN_LEFT, 0 };
	static const struct style small = { 6.5, SHEET_GREY, false, false,
		PANGO_ALIGN_RIGHT, 0 };
	struct box mark = { FORM_X, y + 0.7, 1.3, 3.6 };

	sheet_fill(form->cr, &mark, SHEET_BRAND);
	sheet_text(form->cr, &big, FORM_X + 2.6, y - 0.1, 80, title);
	sheet_text(form->cr, &small, FORM_X + 82, y + 1, 100, hint);
}

void
form_footer(const struct form *form, unsigned page)
{
	static const struct style small = { 6.5, SHEET_GREY, false, false,
		PANGO_ALIGN_LEFT, 0 };
	struct style right = small;
	char text[160];
	double y = PAGE_H - 13;

	right.align = PANGO_ALIGN_RIGHT;
	sheet_line(form->cr, FORM_X, y, FORM_RIGHT, y, SHEET_LINE, 0.15);
	snprintf(text, sizeof(text), "服务热线 %s　　网上营业厅 %s",
	    form_value(form, "operator.hotline"),
	    form_value(form, "operator.site"));
	sheet_text(form->cr, &small, FORM_X, y + 1, 100, text);
	snprintf(text, sizeof(text), "受理单编号 %s　　第 %u 页，共 2 页",
	    form_value(form, "number"), page);
	sheet_text(form->cr, &right, FORM_X + 82, y + 1, 100, text);
}
