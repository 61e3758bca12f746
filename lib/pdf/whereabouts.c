/* SPDX-License-Identifier: Apache-2.0 */
/* whereabouts.c -- which page and what of it: for the sentences about changes.
 * Nothing is decided here, and what cannot be read is not said. */
#include "pdf/changes-inside.h"

#include "pdf/signature.h"

#include <stdio.h>
#include <string.h>

#define PAGES_MOST  2000 /* that are looked through for a sentence */
#define STACK_MOST  256  /* values of one resource, at a time */
#define VALUES_MOST 2000 /* in all */

void
csi_pdf_say_page(
    csi_pdf_reader *reader, uint32_t page_number, char text[CSI_PDF_WHERE_MOST])
{
	struct csi_pdf_page page;
	uint32_t count = 0;

	text[0] = '\0';
	if (page_number == 0 ||
	    csi_pdf_page_count(reader, &count, NULL) != CSEAL_OK)
		return;
	for (uint32_t i = 0; i < count && i < PAGES_MOST; i++) {
		if (csi_pdf_page(reader, i, &page, NULL) != CSEAL_OK)
			return;
		if (page.ref.number == page_number) {
			snprintf(text, CSI_PDF_WHERE_MOST, " on page %u",
			    (unsigned)i + 1);
			return;
		}
	}
}

static uint32_t
page_of(csi_pdf_reader *reader, uint32_t number)
{
	const struct csi_pdf_value *dict, *p;

	if (csi_pdf_load_newest(reader, number, &dict, NULL) != CSEAL_OK ||
	    dict->type != CSI_PDF_DICT)
		return 0;
	p = csi_pdf_find(dict, "P");
	return p != NULL && p->type == CSI_PDF_REFERENCE ? p->as.ref.number : 0;
}

void
csi_pdf_say_field(struct csi_pdf_judge *judge, const char *kind,
    const struct csi_pdf_known *known, char text[CSI_PDF_WHERE_MOST])
{
	char page[CSI_PDF_WHERE_MOST];

	csi_pdf_say_page(judge->delta.before,
	    page_of(judge->delta.before, known->number), page);
	if (page[0] == '\0')
		csi_pdf_say_page(judge->delta.after,
		    page_of(judge->delta.after, known->number), page);
	snprintf(text, CSI_PDF_WHERE_MOST, "%s \"%.80s\"%.20s", kind,
	    known->name, page);
}

static bool
names(const struct csi_pdf_value *value, uint32_t number)
{
	if (value == NULL)
		return false;
	if (value->type == CSI_PDF_REFERENCE)
		return value->as.ref.number == number;
	if (value->type != CSI_PDF_ARRAY)
		return false;
	for (size_t i = 0; i < value->as.array.count; i++) {
		const struct csi_pdf_value *item = &value->as.array.items[i];

		if (item->type == CSI_PDF_REFERENCE &&
		    item->as.ref.number == number)
			return true;
	}
	return false;
}

/* Is the object, or something that it is made of, the one? */
static bool
leads_to(
    csi_pdf_reader *reader, const struct csi_pdf_value *value, uint32_t number)
{
	const struct csi_pdf_value *stack[STACK_MOST] = { value };
	size_t depth = 1, seen = 0;

	while (depth > 0 && seen++ < VALUES_MOST) {
		const struct csi_pdf_value *at = stack[--depth];
		bool is_dict;

		if (at->type == CSI_PDF_REFERENCE) {
			if (at->as.ref.number == number)
				return true;
			if (csi_pdf_resolve(reader, at, &at, NULL) != CSEAL_OK)
				continue;
		}
		is_dict =
		    at->type == CSI_PDF_DICT || at->type == CSI_PDF_STREAM;
		for (size_t i = 0;
		     is_dict && i < at->as.dict.count && depth < STACK_MOST;
		     i++)
			stack[depth++] = &at->as.dict.entries[i].value;
		for (size_t i = 0; at->type == CSI_PDF_ARRAY &&
				   i < at->as.array.count && depth < STACK_MOST;
		     i++)
			stack[depth++] = &at->as.array.items[i];
	}
	return false;
}

/* Is the object an entry of that kind of resource, or a part of one? */
static bool
is_resource(csi_pdf_reader *reader, const struct csi_pdf_page *page,
    const char *kind, uint32_t number)
{
	const struct csi_pdf_value *dict;

	if (page->resources == NULL || page->resources->type != CSI_PDF_DICT ||
	    csi_pdf_get(reader, page->resources, kind, &dict, NULL) !=
		CSEAL_OK ||
	    dict->type != CSI_PDF_DICT)
		return false;
	for (size_t i = 0; i < dict->as.dict.count; i++) {
		if (leads_to(reader, &dict->as.dict.entries[i].value, number))
			return true;
	}
	return false;
}

static const char *
use_on_page(
    csi_pdf_reader *reader, const struct csi_pdf_page *page, uint32_t number)
{
	const struct csi_pdf_value *contents =
	    csi_pdf_find(page->dict, "Contents");
	const struct csi_pdf_value *list = NULL;

	if (names(contents, number))
		return "the text and lines of page";
	if (csi_pdf_resolve(reader, contents, &list, NULL) == CSEAL_OK &&
	    names(list, number))
		return "the text and lines of page";
	if (page->resources_ref.number == number)
		return "the resources of page";
	if (is_resource(reader, page, "Font", number))
		return "a font of page";
	if (is_resource(reader, page, "XObject", number))
		return "a picture or form of page";
	if (csi_pdf_get(reader, page->dict, "Annots", &list, NULL) ==
		CSEAL_OK &&
	    names(list, number))
		return "an annotation of page";
	return NULL;
}

bool
csi_pdf_say_use(
    struct csi_pdf_judge *judge, uint32_t number, char text[CSI_PDF_WHERE_MOST])
{
	csi_pdf_reader *reader = judge->delta.before;
	struct csi_pdf_page page;
	uint32_t count = 0;

	if (csi_pdf_page_count(reader, &count, NULL) != CSEAL_OK)
		return false;
	for (uint32_t i = 0; i < count && i < PAGES_MOST; i++) {
		const char *use;

		if (csi_pdf_page(reader, i, &page, NULL) != CSEAL_OK)
			return false;
		use = use_on_page(reader, &page, number);
		if (use == NULL)
			continue;
		snprintf(
		    text, CSI_PDF_WHERE_MOST, "%s %u", use, (unsigned)i + 1);
		return true;
	}
	return false;
}

uint32_t
csi_pdf_page_of_annots(struct csi_pdf_judge *judge, uint32_t number)
{
	csi_pdf_reader *reader = judge->delta.before;
	struct csi_pdf_page page;
	uint32_t count = 0;

	if (csi_pdf_page_count(reader, &count, NULL) != CSEAL_OK)
		return 0;
	for (uint32_t i = 0; i < count && i < PAGES_MOST; i++) {
		const struct csi_pdf_value *annots;

		if (csi_pdf_page(reader, i, &page, NULL) != CSEAL_OK)
			return 0;
		annots = csi_pdf_find(page.dict, "Annots");
		if (annots != NULL && annots->type == CSI_PDF_REFERENCE &&
		    annots->as.ref.number == number)
			return page.ref.number;
	}
	return 0;
}

uint32_t
csi_pdf_page_showing(struct csi_pdf_judge *judge, uint32_t number)
{
	csi_pdf_reader *reader = judge->delta.before;
	const struct csi_pdf_value *list;
	struct csi_pdf_page page;
	uint32_t count = 0;

	if (csi_pdf_page_count(reader, &count, NULL) != CSEAL_OK)
		return 0;
	for (uint32_t i = 0; i < count && i < PAGES_MOST; i++) {
		if (csi_pdf_page(reader, i, &page, NULL) != CSEAL_OK)
			return 0;
		if (csi_pdf_get(reader, page.dict, "Annots", &list, NULL) ==
			CSEAL_OK &&
		    names(list, number))
			return page.ref.number;
	}
	return 0;
}
