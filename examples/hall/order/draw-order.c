/* SPDX-License-Identifier: Apache-2.0 */
/* draw-order.c -- the work order, as the BOSS of an operator would print it.
 *
 *	draw-order --data order.json --agreement agreement.txt
 *	    [--identity id.json] [--set PATH=TEXT]... -o OUT.pdf
 *	draw-order --layout
 *
 * --identity fills in what "counterseal --json id read" said; --set replaces
 * one text, by its path: customer.name=...  Both change the data that were
 * named before them. */
#include "form.h"
#include "places.h"

#include <cairo-pdf.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
usage(void)
{
	fputs("usage: draw-order --data F --agreement F [--identity F] "
	      "[--set PATH=TEXT]... -o OUT.pdf\n"
	      "       draw-order --layout\n",
	    stderr);
	exit(2);
}

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "draw-order: %s: %s\n", what, why);
	exit(1);
}

static json_t *
load_data(const char *path)
{
	json_error_t error;
	json_t *data = json_load_file(path, 0, &error);

	if (data == NULL)
		die(path, error.text);
	return data;
}

static char *
load_text(const char *path)
{
	GError *error = NULL;
	char *text;

	if (!g_file_get_contents(path, &text, NULL, &error))
		die(path, error->message);
	if (!g_utf8_validate(text, -1, NULL))
		die(path, "not UTF-8");
	return text;
}

/* assignment: "customer.name=TEXT" or "number=TEXT". */
static void
set_value(json_t *data, const char *assignment)
{
	char **halves = g_strsplit(assignment, "=", 2);
	char **keys;
	json_t *at = data;
	size_t i;

	if (halves[0] == NULL || halves[1] == NULL)
		usage();
	keys = g_strsplit(halves[0], ".", 2);
	for (i = 0; keys[i + 1] != NULL; i++)
		at = json_object_get(at, keys[i]);
	if (json_object_set_new(at, keys[i], json_string(halves[1])) != 0)
		die(assignment, "there is no such text in the data");
	g_strfreev(keys);
	g_strfreev(halves);
}

static void
set_customer(json_t *data, const char *key, const char *text)
{
	json_t *customer = json_object_get(data, "customer");

	if (text != NULL &&
	    json_object_set_new(customer, key, json_string(text)) != 0)
		die(key, "the data have no customer, or the text is broken");
}

/* What the operator's form calls the documents of identity.h. */
static const char *
document_title(const char *type)
{
	static const char *const titles[][2] = {
		{ "cn-resident", "居民身份证" },
		{ "cn-hmt-permit", "港澳台居民居住证" },
		{ "cn-foreign-2017", "外国人永久居留身份证" },
		{ "cn-foreign-2023", "外国人永久居留身份证" },
	};

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (type != NULL && strcmp(type, titles[i][0]) == 0)
			return titles[i][1];
	return type;
}

static const char *
first_text(const json_t *identity, const char *key, const char *other)
{
	const char *text = json_string_value(json_object_get(identity, key));

	if (text != NULL)
		return text;
	return json_string_value(json_object_get(identity, other));
}

static void
take_identity(json_t *data, const char *path)
{
	json_t *identity = load_data(path);
	const char *from = first_text(identity, "valid_from", "");
	const char *to = first_text(identity, "valid_to", "");
	char valid[64];

	set_customer(data, "name", first_text(identity, "name", "name_latin"));
	set_customer(data, "document_type",
	    document_title(first_text(identity, "document_type", "")));
	set_customer(data, "number", first_text(identity, "number", ""));
	set_customer(data, "authority", first_text(identity, "authority", ""));
	set_customer(
	    data, "address", first_text(identity, "address_new", "address"));
	if (from != NULL && to != NULL) {
		snprintf(valid, sizeof(valid), "%s 至 %s", from,
		    strcmp(to, "long-term") == 0 ? "长期" : to);
		set_customer(data, "valid", valid);
	}
	json_decref(identity);
}

static void
describe(cairo_surface_t *surface, const struct form *form)
{
	char title[128];
	char created[32];

	snprintf(title, sizeof(title), "电信业务受理单 %s",
	    form_value(form, "number"));
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_TITLE, title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR,
	    form_value(form, "operator.name"));
	/* The same data make the same bytes. */
	snprintf(created, sizeof(created), "%.10sT%.5s:00",
	    form_value(form, "accepted"), form_value(form, "accepted") + 11);
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
}

static void
draw(struct form *form, const char *path)
{
	cairo_surface_t *surface =
	    cairo_pdf_surface_create(path, sheet_mm(PAGE_W), sheet_mm(PAGE_H));

	describe(surface, form);
	form->cr = cairo_create(surface);
	form_first_page(form);
	form_agreement(form);
	form_second_page(form);
	cairo_show_page(form->cr);
	cairo_destroy(form->cr);
	cairo_surface_finish(surface);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		die(path,
		    cairo_status_to_string(cairo_surface_status(surface)));
	cairo_surface_destroy(surface);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "data", required_argument, NULL, 'd' },
		{ "agreement", required_argument, NULL, 'a' },
		{ "identity", required_argument, NULL, 'i' },
		{ "set", required_argument, NULL, 's' },
		{ "layout", no_argument, NULL, 'l' },
		{ NULL, 0, NULL, 0 },
	};
	const char *out = NULL;
	json_t *data = NULL;
	char *agreement = NULL;
	struct form form = { NULL, NULL, NULL };
	int c;

	while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (c == 'l') {
			places_print();
			return 0;
		} else if (c == 'd' && data == NULL) {
			data = load_data(optarg);
		} else if (c == 'a' && agreement == NULL) {
			agreement = load_text(optarg);
		} else if (c == 'i' && data != NULL) {
			take_identity(data, optarg);
		} else if (c == 's' && data != NULL) {
			set_value(data, optarg);
		} else if (c == 'o') {
			out = optarg;
		} else {
			usage();
		}
	}
	if (data == NULL || agreement == NULL || out == NULL || optind < argc)
		usage();
	form.data = data;
	form.agreement = agreement;
	draw(&form, out);
	g_free(agreement);
	json_decref(data);
	return 0;
}
