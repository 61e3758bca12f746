/* SPDX-License-Identifier: Apache-2.0 */
/* second-page.c -- what the customer declares, and where everybody signs. */
#include "form.h"
#include "places.h"

#include <stdio.h>

static void
draw_running_head(const struct form *form)
{
	static const struct style left = { 8, SHEET_BRAND, true, false,
		PANGO_ALIGN_LEFT, 0 };
	static const struct style right = { 7, SHEET_GREY, false, false,
		PANGO_ALIGN_RIGHT, 0 };
	char text[96];

	snprintf(text, sizeof(text), "%s　电信业务受理单（续）",
	    form_value(form, "operator.name"));
	sheet_text(form->cr, &left, FORM_X, 10.5, 100, text);
	sheet_text(form->cr, &right, FORM_X + 82, 10.9, 100,
	    form_value(form, "number"));
	sheet_line(form->cr, FORM_X, 16.5, FORM_RIGHT, 16.5, SHEET_BRAND, 0.4);
}

static void
draw_tick(cairo_t *cr, double x, double y)
{
	struct box box = { x, y, 2.9, 2.9 };

	sheet_frame(cr, &box, SHEET_INK, 0.22, false);
	sheet_color(cr, SHEET_BRAND);
	cairo_set_line_width(cr, sheet_mm(0.45));
	cairo_move_to(cr, sheet_mm(x + 0.6), sheet_mm(y + 1.5));
	cairo_line_to(cr, sheet_mm(x + 1.25), sheet_mm(y + 2.2));
	cairo_line_to(cr, sheet_mm(x + 2.4), sheet_mm(y + 0.7));
	cairo_stroke(cr);
}

static void
draw_notice(const struct form *form, double y)
{
	static const struct style style = { 8, SHEET_INK, false, false,
		PANGO_ALIGN_LEFT, 1.65 };
	struct box box = { FORM_X, y + 6, FORM_W, 21.5 };

	form_section(
	    form, y, "五、重要提示", "加重客户责任的条款摘要，以服务协议为准");
	sheet_fill(form->cr, &box, 0xfbf6ea);
	sheet_frame(form->cr, &box, 0xd9c48f, 0.18, false);
	sheet_text(form->cr, &style, box.x + 2, box.y + 1.2, box.w - 4,
	    "1．合约期内提前终止的，退还已享受的优惠，金额不超过剩余合约期月费总额的百分之三十。\n"
	    "2．超出套餐的国内流量每 GB 收取 5 元，国内通话每分钟收取 0.15 元，短信每条收取 0.10 元。\n"
	    "3．电话卡与宽带账户仅限登记的客户本人使用，不得出租、出借、转售，违者承担法律责任。\n"
	    "4．工作人员不会向您索取服务密码、短信验证码或者要求转账，遇到此类情形请拨打服务热线核实。");
}

static void
draw_declaration(const struct form *form, double y)
{
	static const char *const sentences[] = {
		"本人所提供的证件与资料真实、有效，同意营业厅为核验身份读取证件信息并现场拍照。",
		("本人已核对本受理单所列业务、资费、合约期与生效方式，工作人员已就其中加重本人责任、"
		 "限制本人权利的条款作出说明。"),
		"本人已完整阅读并同意上述电信服务协议及个人信息保护条款，同意以电子方式签署并接收本受理单。",
		"本人知悉不得出租、出借、转售电话卡与宽带账户，并对以本人名义办理的号码承担法律责任。",
	};
	static const struct style style = { 8, SHEET_INK, false, false,
		PANGO_ALIGN_LEFT, 1.45 };

	form_section(form, y, "六、客户声明", "请逐项阅读并确认");
	y += 6.5;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		draw_tick(form->cr, FORM_X + 2, y + 0.6);
		y += sheet_text(form->cr, &style, FORM_X + 7, y, FORM_W - 9,
			 sentences[i]) +
		     1.2;
	}
}

/* A box to write in, and a hint that says so. */
static void
draw_ink_box(const struct form *form)
{
	static const struct style style = { 6.5, 0xa5b4bb, false, false,
		PANGO_ALIGN_LEFT, 0 };
	const struct box *box = &places[PLACE_SIGNATURE].box;

	sheet_frame(form->cr, box, 0xc3ced3, 0.18, true);
	sheet_text(form->cr, &style, box->x, box->y + box->h + 0.6, box->w,
	    "请在签名设备上书写，笔迹不得超出虚线框");
}

static void
draw_party(const struct form *form, const struct box *box, const char *title,
    const char *name)
{
	static const struct style bold = { 8.5, SHEET_INK, true, false,
		PANGO_ALIGN_LEFT, 0 };
	static const struct style plain = { 8.5, SHEET_INK, false, false,
		PANGO_ALIGN_LEFT, 1.4 };
	const char *day = form_value(form, "accepted");
	struct box head = { box->x, box->y, box->w, 6.5 };
	char date[64];

	sheet_fill(form->cr, &head, SHEET_TINT);
	sheet_frame(form->cr, &head, SHEET_LINE, 0.18, false);
	sheet_frame(form->cr, box, SHEET_LINE, 0.18, false);
	sheet_cell(form->cr, &bold, &head, title);
	sheet_text(
	    form->cr, &plain, box->x + 1.4, box->y + 7.6, box->w - 2.8, name);
	snprintf(date, sizeof(date), "日期：%.4s 年 %.2s 月 %.2s 日", day,
	    day + 5, day + 8);
	sheet_text(form->cr, &plain, box->x + 1.4, box->y + box->h - 7,
	    box->w - 2.8, date);
}

static void
draw_clerk(const struct form *form)
{
	static const struct style plain = { 8.5, SHEET_INK, false, false,
		PANGO_ALIGN_LEFT, 0 };
	const struct box *box = &places[PLACE_CLERK].box;
	char text[96];

	snprintf(text, sizeof(text), "经办人：%s（%s）",
	    form_value(form, "clerk.name"), form_value(form, "clerk.number"));
	sheet_text(form->cr, &plain, 79.4, box->y + 1.2, 43, text);
}

static void
draw_signatures(const struct form *form, double y)
{
	struct box customer = { FORM_X, y, 64, 72 };
	struct box operator= { FORM_X + 64, y, 59, 72 };
	struct box verifier = { FORM_X + 123, y, 59, 72 };
	char name[160];

	form_section(form, y - 6, "七、签署",
	    "以下签名与印章均为电子签名，可凭验签工具核验");
	draw_party(form, &customer, "甲方（客户）签名",
	    form_value(form, "customer.name"));
	snprintf(name, sizeof(name), "%s\n%s",
	    form_value(form, "operator.name"), form_value(form, "hall"));
	draw_party(form, &operator, "乙方（盖章）", name);
	draw_clerk(form);
	draw_party(form, &verifier, "实名核验机构（盖章）",
	    form_value(form, "verifier"));
	draw_ink_box(form);
}

void
form_second_page(const struct form *form)
{
	draw_running_head(form);
	draw_notice(form, 125);
	draw_declaration(form, 157.5);
	draw_signatures(form, 197.5);
	form_footer(form, 2);
}
