/* SPDX-License-Identifier: Apache-2.0 */
/* agreement.c -- the clauses, in two columns on each of two pages. */
#include "form.h"

#include <stdlib.h>
#include <string.h>

#define COLUMN_W   88.0
#define COLUMN_GAP 6.0
#define TEXT_PT    7.8
#define LEADING    1.5

struct column {
	double x, y, bottom;
	bool new_page;
};

struct flow {
	const struct form *form;
	const struct column *columns;
	size_t count, at;
	double y;
};

static void
next_column(struct flow *flow)
{
	if (flow->at + 1 >= flow->count)
		return;
	flow->at++;
	flow->y = flow->columns[flow->at].y;
	if (flow->columns[flow->at].new_page)
		cairo_show_page(flow->form->cr);
}

static void
show_line(struct flow *flow, PangoLayoutIter *iter)
{
	cairo_t *cr = flow->form->cr;
	PangoRectangle area;
	double height, baseline;
	int top, bottom;

	pango_layout_iter_get_line_extents(iter, NULL, &area);
	pango_layout_iter_get_line_yrange(iter, &top, &bottom);
	height = TEXT_PT * LEADING * 25.4 / 72;
	if (flow->y + height > flow->columns[flow->at].bottom)
		next_column(flow);
	baseline = flow->y + height * 0.76;
	sheet_color(cr, SHEET_INK);
	cairo_move_to(cr,
	    sheet_mm(flow->columns[flow->at].x) + (double)area.x / PANGO_SCALE,
	    sheet_mm(baseline));
	pango_cairo_show_layout_line(
	    cr, pango_layout_iter_get_line_readonly(iter));
	flow->y += height;
}

/* The title is bold and runs into the text. */
static void
show_clause(struct flow *flow, const char *title, size_t title_len,
    const char *text, size_t text_len)
{
	static const struct style style = { TEXT_PT, SHEET_INK, false, false,
		PANGO_ALIGN_LEFT, LEADING };
	char *whole = g_strdup_printf(
	    "%.*s　%.*s", (int)title_len, title, (int)text_len, text);
	PangoLayout *layout =
	    sheet_layout(flow->form->cr, &style, COLUMN_W, whole);
	PangoAttrList *attributes = pango_attr_list_new();
	PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
	PangoLayoutIter *iter;

	bold->end_index = (unsigned)title_len;
	pango_attr_list_insert(attributes, bold);
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	pango_layout_set_justify(layout, TRUE);
	iter = pango_layout_get_iter(layout);
	do
		show_line(flow, iter);
	while (pango_layout_iter_next_line(iter));
	pango_layout_iter_free(iter);
	g_object_unref(layout);
	g_free(whole);
	flow->y += 0.9;
}

void
form_agreement(const struct form *form)
{
	static const struct column columns[] = {
		{ FORM_X, 215.5, PAGE_H - 15, false },
		{ FORM_X + COLUMN_W + COLUMN_GAP, 215.5, PAGE_H - 15, false },
		{ FORM_X, 20, 112.5, true },
		{ FORM_X + COLUMN_W + COLUMN_GAP, 20, 118, false },
	};
	struct flow flow = { form, columns,
		sizeof(columns) / sizeof(columns[0]), 0, columns[0].y };
	const char *at = form->agreement;

	form_section(form, 209, "四、电信服务协议",
	    "甲方：客户　　乙方：云汀示范通信有限公司");
	while (*(at += strspn(at, "\n")) != '\0') {
		size_t title_len = strcspn(at, "\n");
		const char *text = at + title_len;
		size_t text_len;

		text += strspn(text, "\n");
		text_len = strcspn(text, "\n");
		show_clause(&flow, at, title_len, text, text_len);
		at = text + text_len;
	}
}
