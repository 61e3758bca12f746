/* SPDX-License-Identifier: Apache-2.0 */
/* first-page.c -- who, what and for how much. */
#include "barcode.h"
#include "form.h"
#include "places.h"

#include <math.h>
#include <stdio.h>

#define ROW     6.2
#define LABEL_W 21.0

static const struct style label_style = { 7.5, SHEET_GREY, false, false,
	PANGO_ALIGN_LEFT, 0 };
static const struct style value_style = { 8.5, SHEET_INK, false, false,
	PANGO_ALIGN_LEFT, 0 };

struct pair {
	const char *label, *path;
};

/* Waves in a ring: nobody's mark. */
static void
draw_mark(cairo_t *cr, double x, double y, double size)
{
	double r = size / 2;

	sheet_color(cr, SHEET_BRAND);
	cairo_arc(
	    cr, sheet_mm(x + r), sheet_mm(y + r), sheet_mm(r), 0, 2 * M_PI);
	cairo_fill(cr);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_width(cr, sheet_mm(size * 0.085));
	for (int i = 0; i < 3; i++) {
		cairo_arc(cr, sheet_mm(x + size * 0.30),
		    sheet_mm(y + size * 0.70), sheet_mm(size * 0.17 * (i + 1)),
		    -M_PI / 2, 0);
		cairo_stroke(cr);
	}
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
}

static void
draw_head(const struct form *form)
{
	static const struct style name = { 11, SHEET_BRAND, true, false,
		PANGO_ALIGN_LEFT, 0 };
	static const struct style latin = { 5.2, SHEET_GREY, true, false,
		PANGO_ALIGN_LEFT, 0 };
	static const struct style title = { 21, SHEET_INK, true, true,
		PANGO_ALIGN_CENTER, 0 };
	static const struct style number = { 7.5, SHEET_INK, false, false,
		PANGO_ALIGN_CENTER, 0 };
	struct box bars = { 147, 11.5, 48, 8 };
	cairo_t *cr = form->cr;

	draw_mark(cr, FORM_X, 11, 11);
	sheet_text(cr, &name, 27, 11, 60, form_value(form, "operator.name"));
	sheet_text(
	    cr, &latin, 27, 17.4, 60, form_value(form, "operator.latin"));
	sheet_text(cr, &title, 76, 10.2, 66, "电信业务受理单");
	barcode_draw(cr, &bars, form_value(form, "number"));
	sheet_text(
	    cr, &number, bars.x, 19.7, bars.w, form_value(form, "number"));
	sheet_line(cr, FORM_X, 25.5, FORM_RIGHT, 25.5, SHEET_BRAND, 0.6);
}

static void
draw_label(cairo_t *cr, const struct box *cell, const char *text)
{
	sheet_fill(cr, cell, SHEET_TINT);
	sheet_frame(cr, cell, SHEET_LINE, 0.18, false);
	sheet_cell(cr, &label_style, cell, text);
}

static void
draw_value(cairo_t *cr, const struct box *cell, const char *text)
{
	sheet_frame(cr, cell, SHEET_LINE, 0.18, false);
	sheet_cell(cr, &value_style, cell, text);
}

/* One row with count pairs side by side, each as wide as the others. */
static void
draw_pairs(const struct form *form, double y, double h,
    const struct pair *pairs, size_t count)
{
	double w = FORM_W / (double)count;

	for (size_t i = 0; i < count; i++) {
		double x = FORM_X + w * (double)i;
		struct box label = { x, y, LABEL_W, h };
		struct box value = { x + LABEL_W, y, w - LABEL_W, h };

		draw_label(form->cr, &label, pairs[i].label);
		draw_value(form->cr, &value, form_value(form, pairs[i].path));
	}
}

static void
draw_acceptance(const struct form *form, double y)
{
	static const struct pair row[] = { { "受理营业厅", "hall" },
		{ "受理时间", "accepted" }, { "受理渠道", "channel" } };

	draw_pairs(form, y, ROW, row, 3);
}

static void
draw_customer(const struct form *form, double y)
{
	static const struct pair rows[][2] = {
		{ { "客户名称", "customer.name" },
		    { "客户类型", "customer.kind" } },
		{ { "证件类型", "customer.document_type" },
		    { "证件号码", "customer.number" } },
		{ { "发证机关", "customer.authority" },
		    { "证件有效期", "customer.valid" } },
		{ { "证件地址", "customer.address" } },
		{ { "联系电话", "customer.phone" },
		    { "电子邮箱", "customer.mail" } },
		{ { "通信地址", "customer.mail_address" } },
		{ { "付费方式", "customer.payment" },
		    { "账单方式", "customer.bill" } },
	};

	form_section(form, y, "一、客户基本资料", "甲方，即本受理单的客户");
	y += 6;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++, y += ROW)
		draw_pairs(
		    form, y, ROW, rows[i], rows[i][1].label == NULL ? 1 : 2);
}

static void
draw_identity(const struct form *form, double y)
{
	static const struct style caption = { 7, SHEET_GREY, false, false,
		PANGO_ALIGN_LEFT, 0 };
	static const struct style middle = { 7, 0xb4c1c7, false, false,
		PANGO_ALIGN_CENTER, 0 };
	const struct place *id = &places[PLACE_IDENTITY];
	const struct place *photo = &places[PLACE_PHOTO];
	struct box left = { FORM_X, y + 6, photo->box.x - 2 - FORM_X, 39.5 };
	struct box right = { left.x + left.w, left.y,
		FORM_RIGHT - left.x - left.w, left.h };
	cairo_t *cr = form->cr;

	form_section(
	    form, y, "二、实名核验", "由读卡器与摄像头采集，系统自动合并");
	sheet_frame(cr, &left, SHEET_LINE, 0.18, false);
	sheet_frame(cr, &right, SHEET_LINE, 0.18, false);
	sheet_text(cr, &caption, id->box.x, left.y + 0.5, 80, "证件读取信息");
	sheet_text(cr, &middle, photo->box.x,
	    photo->box.y + photo->box.h / 2 - 2, photo->box.w, "现场照片");
}

/* ---- services ------------------------------------------------------- */

struct column {
	const char *title, *key;
	double w;
	PangoAlignment align;
};

static const struct column columns[] = {
	{ "序号", NULL, 9, PANGO_ALIGN_CENTER },
	{ "业务类别", "kind", 24, PANGO_ALIGN_LEFT },
	{ "业务或资费名称", "name", 40, PANGO_ALIGN_LEFT },
	{ "受理内容", "detail", 59, PANGO_ALIGN_LEFT },
	{ "生效方式", "from", 16, PANGO_ALIGN_CENTER },
	{ "月费（元）", "monthly", 16, PANGO_ALIGN_RIGHT },
	{ "一次性（元）", "once", 18, PANGO_ALIGN_RIGHT },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void
draw_service_head(const struct form *form, double y)
{
	static const struct style style = { 7, 0xffffff, true, false,
		PANGO_ALIGN_CENTER, 0 };
	struct box cell = { FORM_X, y, 0, 5.6 };

	for (size_t i = 0; i < COLUMNS; i++) {
		cell.w = columns[i].w;
		sheet_fill(form->cr, &cell, SHEET_BRAND);
		sheet_cell(form->cr, &style, &cell, columns[i].title);
		cell.x += cell.w;
	}
}

static void
draw_service(const struct form *form, double y, size_t row)
{
	const json_t *service =
	    json_array_get(json_object_get(form->data, "services"), row);
	struct box cell = { FORM_X, y, 0, 7.4 };

	for (size_t i = 0; i < COLUMNS; i++) {
		struct style style = { 7.2, SHEET_INK, false, false,
			columns[i].align, 1.3 };
		char number[24];
		const char *text = number;

		snprintf(number, sizeof(number), "%zu", row + 1);
		if (columns[i].key != NULL)
			text = json_string_value(
			    json_object_get(service, columns[i].key));
		cell.w = columns[i].w;
		sheet_frame(form->cr, &cell, SHEET_LINE, 0.18, false);
		sheet_cell(form->cr, &style, &cell, text == NULL ? "" : text);
		cell.x += cell.w;
	}
}

static void
draw_total(const struct form *form, double y)
{
	static const struct style bold = { 8.2, SHEET_INK, true, false,
		PANGO_ALIGN_LEFT, 0 };
	struct box cell = { FORM_X, y, FORM_W, 6.4 };
	char text[256];

	snprintf(text, sizeof(text),
	    "合计　　月费 ¥%s　　一次性费用 ¥%s　　本次应收（大写）人民币%s",
	    form_value(form, "total.monthly"), form_value(form, "total.once"),
	    form_value(form, "total.once_words"));
	sheet_fill(form->cr, &cell, SHEET_TINT);
	sheet_frame(form->cr, &cell, SHEET_LINE, 0.18, false);
	sheet_cell(form->cr, &bold, &cell, text);
}

static double
draw_services(const struct form *form, double y)
{
	static const struct style note = { 7, SHEET_GREY, false, false,
		PANGO_ALIGN_LEFT, 0 };
	size_t rows = json_array_size(json_object_get(form->data, "services"));

	form_section(form, y, "三、业务受理内容", "金额单位：人民币元，含税");
	y += 6;
	draw_service_head(form, y);
	y += 5.6;
	for (size_t i = 0; i < rows; i++, y += 7.4)
		draw_service(form, y, i);
	draw_total(form, y);
	sheet_text(form->cr, &note, FORM_X, y + 7, FORM_W,
	    form_value(form, "contract"));
	return y + 11;
}

void
form_first_page(const struct form *form)
{
	draw_head(form);
	draw_acceptance(form, 28.5);
	draw_customer(form, 38);
	draw_identity(form, 90);
	draw_services(form, 138.5);
	form_footer(form, 1);
}
