/* SPDX-License-Identifier: Apache-2.0 */
/* pango-typeset.c -- sets text with Pango and Cairo: the tables. */
#include "fonts.h"
#include "page.h"
#include "picture.h"
#include "text.h"

#include <stddef.h>

#define LANGUAGE_DEFAULT "zh-cn"

#define TEXT_LEAST_UM 100
#define TEXT_MOST_UM  1000000
#define SIDE_MOST_UM  5080000 /* 200 inch: as large as a page can be */

static cseal_status
check_request(const struct cseal_text_request *request, cseal_error **ret_error)
{
	if (request->text_um < TEXT_LEAST_UM || request->text_um > TEXT_MOST_UM)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "a font of %u um was asked for",
		    (unsigned)request->text_um);
	if (request->text_least_um != 0 &&
	    request->text_least_um < TEXT_LEAST_UM)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "a font of %u um was allowed",
		    (unsigned)request->text_least_um);
	if (request->width_um > SIDE_MOST_UM ||
	    request->height_um > SIDE_MOST_UM)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the place of the text was larger than a page can be");
	return CSEAL_OK;
}

/* Which forms of a Chinese character. */
static const char *
language_of(cseal_host *host)
{
	const char *language = cseal_host_setting(host, "language");

	return language != NULL ? language : LANGUAGE_DEFAULT;
}

static cseal_status
check_text(const char *text, const char *font, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st = text_check(text, ret_error);

	if (st == CSEAL_OK)
		st = fonts_check(font, ret_error);
	if (st == CSEAL_OK)
		st = cseal_wait_check(wait, ret_error);
	return st;
}

static cseal_status
typeset(cseal_host *host, const struct cseal_text_request *request,
    cseal_wait *wait, cseal_blob *pdf, cseal_error **ret_error)
{
	struct cseal_text_request chosen = *request;
	cseal_status st;

	if (chosen.font == NULL)
		chosen.font = cseal_host_setting(host, "font");
	st = check_request(&chosen, ret_error);
	if (st == CSEAL_OK)
		st = check_text(chosen.text, chosen.font, wait, ret_error);
	if (st == CSEAL_OK)
		st = page_set(&chosen, language_of(host), pdf, ret_error);
	return st;
}

static cseal_status
raster(cseal_host *host, const struct cseal_raster_request *request,
    cseal_wait *wait, cseal_blob *grey, cseal_error **ret_error)
{
	struct cseal_raster_request chosen = *request;
	cseal_status st;

	if (chosen.font == NULL)
		chosen.font = cseal_host_setting(host, "font");
	st = check_text(chosen.text, chosen.font, wait, ret_error);
	if (st == CSEAL_OK)
		st = picture_set(&chosen, language_of(host), grey, ret_error);
	return st;
}

static void
doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };

	if (fonts_check(NULL, NULL) != CSEAL_OK)
		cseal_desk_say(&desk, true,
		    "Install a font, such as fonts-noto-cjk.",
		    "No font is installed: text cannot be set.");
	else if (fonts_check("Noto Sans CJK SC", NULL) != CSEAL_OK &&
		 cseal_host_setting(host, "font") == NULL)
		cseal_desk_say(&desk, false,
		    "Install fonts-noto-cjk, or set font in "
		    "[module pango-typeset].",
		    "The default font for Chinese text is not installed.");
}

static const struct cseal_typeset_ops ops = {
	.size = sizeof(ops),
	.typeset = typeset,
	.raster = raster,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_TYPESET,
	.title = "Text through Pango and Cairo",
	.doctor = doctor,
	.ops.typeset = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "pango-typeset",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
