/* SPDX-License-Identifier: Apache-2.0 */
/* form.h -- the sections of the order, in the order of the pages. */
#ifndef HALL_FORM_H
#define HALL_FORM_H

#include "sheet.h"

#include <jansson.h>

#define PAGE_W     210.0
#define PAGE_H     297.0
#define FORM_X     14.0
#define FORM_W     182.0
#define FORM_RIGHT (FORM_X + FORM_W)

struct form {
	cairo_t *cr;
	const json_t *data;
	const char *agreement; /* paragraphs: a line of title, then text */
};

/* The text at a path such as "customer.name"; "" where there is none. */
const char *form_value(const struct form *form, const char *path);

void form_section(
    const struct form *form, double y, const char *title, const char *hint);
void form_footer(const struct form *form, unsigned page);

void form_first_page(const struct form *form);
/* Ends the first page on its way. */
void form_agreement(const struct form *form);
void form_second_page(const struct form *form);

#endif
