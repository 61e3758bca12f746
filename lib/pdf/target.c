/* SPDX-License-Identifier: Apache-2.0 */
/* target.c -- the field that a signature goes into: one that is there, or a
 * new one at a place. */
#include "target.h"

#include "error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARENTS_MOST 500
/* Annotations of all pages together that are looked at for one widget. */
#define ANNOTS_MOST 1000000

bool
csi_pdf_target_is_visible(const struct csi_pdf_target *target)
{
	return target->box.right > target->box.left &&
	       target->box.top > target->box.bottom;
}

void
csi_pdf_target_clear(struct csi_pdf_target *target)
{
	free(target->name);
	free(target->parts);
	free(target->beside);
	memset(target, 0, sizeof(*target));
}

/* ---- an existing field --------------------------------------------------- */

/* /Rotate and /UserUnit of the page that a widget names; /Rotate may be
 * inherited (7.7.3.4). */
static cseal_status
read_rotation(csi_pdf_reader *reader, const struct csi_pdf_value *page,
    struct csi_pdf_target *target, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	int64_t rotate = 0;
	cseal_status st;

	st = csi_pdf_get(reader, page, "UserUnit", &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_pdf_as_number(value, &target->user_unit) ||
	    !(target->user_unit > 0))
		target->user_unit = 1;
	for (int i = 0; i < PARENTS_MOST && page->type == CSI_PDF_DICT; i++) {
		st = csi_pdf_get(reader, page, "Rotate", &value, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (csi_pdf_as_integer(value, INT32_MIN, INT32_MAX, &rotate))
			break;
		st = csi_pdf_get(reader, page, "Parent", &page, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	target->rotate = (int)((rotate % 360 + 360) % 360 / 90 * 90);
	return CSEAL_OK;
}

static cseal_status
names_widget(csi_pdf_reader *reader, const struct csi_pdf_value *page,
    struct csi_pdf_ref widget, size_t *seen, bool *ret_names,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *annots;
	cseal_status st;

	*ret_names = false;
	st = csi_pdf_get(reader, page, "Annots", &annots, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (++*seen > ANNOTS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the field's page was not among the first");
	if (annots->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	*seen += annots->as.array.count;
	for (size_t i = 0; i < annots->as.array.count; i++) {
		const struct csi_pdf_value *item = &annots->as.array.items[i];

		if (item->type == CSI_PDF_REFERENCE &&
		    csi_pdf_same_ref(item->as.ref, widget))
			*ret_names = true;
	}
	return CSEAL_OK;
}

/* The page that shows the widget: /P is optional (Table 164). */
static cseal_status
find_page(csi_pdf_reader *reader, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *dict;
	size_t seen = 0;
	uint32_t count;
	cseal_status st;

	st = csi_pdf_get(reader, target->widget, "P", &dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (dict->type == CSI_PDF_DICT)
		return read_rotation(reader, dict, target, ret_error);
	st = csi_pdf_page_count(reader, &count, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (uint32_t i = 0; i < count; i++) {
		struct csi_pdf_page page;
		bool names;

		st = csi_pdf_page(reader, i, &page, ret_error);
		if (st == CSEAL_OK)
			st = names_widget(reader, page.dict, target->widget_ref,
			    &seen, &names, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (names) {
			target->rotate = page.rotate;
			target->user_unit = page.user_unit;
			return CSEAL_OK;
		}
	}
	return CSEAL_OK;
}

static cseal_status
read_rect(csi_pdf_reader *reader, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *rect, *item;
	double n[4] = { 0 };
	cseal_status st;

	st = csi_pdf_get(reader, target->widget, "Rect", &rect, ret_error);
	if (st != CSEAL_OK || rect->type != CSI_PDF_ARRAY ||
	    rect->as.array.count < 4)
		return st;
	for (size_t i = 0; i < 4; i++) {
		st = csi_pdf_resolve(
		    reader, &rect->as.array.items[i], &item, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!csi_pdf_as_number(item, &n[i]))
			return CSEAL_OK;
	}
	target->box = (struct csi_pdf_box){ n[0] < n[2] ? n[0] : n[2],
		n[1] < n[3] ? n[1] : n[3], n[0] < n[2] ? n[2] : n[0],
		n[1] < n[3] ? n[3] : n[1] };
	return CSEAL_OK;
}

/* The field itself, or its first kid, is the widget. */
static cseal_status
find_widget(csi_pdf_reader *reader, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *kids, *first;
	cseal_status st;

	target->widget = target->field;
	target->widget_ref = target->field_ref;
	st = csi_pdf_get(reader, target->field, "Kids", &kids, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (kids->type == CSI_PDF_ARRAY && kids->as.array.count > 0) {
		first = &kids->as.array.items[0];
		if (first->type != CSI_PDF_REFERENCE)
			return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
			    "the widget of the field %s was not an object of "
			    "its own",
			    target->name);
		target->widget_ref = first->as.ref;
		st = csi_pdf_resolve(reader, first, &target->widget, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (target->widget->type != CSI_PDF_DICT)
			return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
			    "the field %s had no widget", target->name);
	}
	st = read_rect(reader, target, ret_error);
	if (st != CSEAL_OK)
		return st;
	return find_page(reader, target, ret_error);
}

static cseal_status
use_field(csi_pdf_reader *reader, const struct csi_pdf_field *field,
    struct csi_pdf_target *target, cseal_error **ret_error)
{
	const char *why = NULL;

	if (!field->is_signature)
		why = "is not a signature field";
	else if (field->has_fields)
		why = "is a group of fields";
	else if (field->value->type != CSI_PDF_NULL)
		why = "is signed already";
	else if (field->ref.number == 0)
		why = "is not an object of its own";
	if (why != NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
		    "the field %s %s", field->name, why);
	target->is_new = false;
	target->field = field->dict;
	target->field_ref = field->ref;
	return find_widget(reader, target, ret_error);
}

/* ---- a new field ---------------------------------------------------------- */

/* Sees every name; finds the one that is wanted, the innermost group that it
 * would be in, or the first number that no "SignatureN" has. */
struct search {
	const char *wanted;
	size_t group_len; /* of the name of the group; 0: there is none */
	bool found;
	unsigned next, groups;
	const char *why; /* no field can be made in the group */
};

/* What is in a group inherits from it (12.7.3.1). */
static void
note_group(struct search *search, const struct csi_pdf_field *field,
    struct csi_pdf_target *target)
{
	size_t len = strlen(field->name);

	if (search->wanted == NULL || len == 0 || len < search->group_len ||
	    strncmp(field->name, search->wanted, len) != 0 ||
	    search->wanted[len] != '.')
		return;
	if (len > search->group_len)
		search->groups = 0;
	search->group_len = len;
	search->why = NULL;
	if (++search->groups > 1)
		search->why = "stands in the form twice";
	else if (!field->has_fields)
		search->why = "is no group of fields";
	else if (field->value->type != CSI_PDF_NULL)
		search->why = "has a value, which a field in it would inherit";
	else if (field->ref.number == 0)
		search->why = "is not an object of its own";
	target->group_ref = field->ref;
	target->group = field->dict;
}

static void
note_name(struct search *search, const char *name)
{
	static const char prefix[] = "Signature";
	char *end;
	unsigned long number;

	if (strncmp(name, prefix, sizeof(prefix) - 1) != 0)
		return;
	name += sizeof(prefix) - 1;
	number = strtoul(name, &end, 10);
	if (end != name && number < 1000000 && number >= search->next)
		search->next = (unsigned)number + 1;
}

static cseal_status
search_fields(csi_pdf_reader *reader, struct csi_pdf_target *target,
    struct search *search, cseal_error **ret_error)
{
	struct csi_pdf_field_walk walk;
	struct csi_pdf_field field;
	bool more = true;
	cseal_status st = CSEAL_OK;

	csi_pdf_field_start(&walk, reader, &target->form);
	while (st == CSEAL_OK && !search->found) {
		st = csi_pdf_field_next(&walk, &field, &more, ret_error);
		if (st != CSEAL_OK || !more)
			break;
		note_name(search, field.name);
		note_group(search, &field, target);
		if (search->wanted == NULL ||
		    strcmp(field.name, search->wanted) != 0)
			continue;
		search->found = true;
		st = use_field(reader, &field, target, ret_error);
	}
	csi_pdf_field_end(&walk);
	return st;
}

/* Each full stop ends the name of a group (12.7.3.2). */
static cseal_status
split_name(
    struct csi_pdf_target *target, size_t group_len, cseal_error **ret_error)
{
	size_t start = group_len == 0 ? 0 : group_len + 1, depth = 1;
	const char *at = target->name;

	if (*at == '.' || *at == '\0' || at[strlen(at) - 1] == '.' ||
	    strstr(at, "..") != NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
		    "there is no field %s, and in the name of a new one each "
		    "full stop stands between two parts",
		    at);
	for (; *at != '\0'; at++)
		depth += *at == '.';
	if (depth > CSI_PDF_FIELD_DEPTH_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the name of the new field had %zu parts, more than %d",
		    depth, CSI_PDF_FIELD_DEPTH_MOST);
	target->parts = strdup(target->name + start);
	if (target->parts == NULL)
		return csi_fail_memory(ret_error);
	for (char *stop = strchr(target->parts, '.'); stop != NULL;
	     stop = strchr(stop + 1, '.')) {
		*stop = '\0';
		target->new_groups++;
	}
	return CSEAL_OK;
}

static cseal_status
check_group(const struct search *search, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	if (search->why != NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
		    "there is no field %s, and %.*s, where it would be made, "
		    "%s",
		    target->name, (int)search->group_len, target->name,
		    search->why);
	return split_name(target, search->group_len, ret_error);
}

static cseal_status
prepare_new(csi_pdf_reader *reader, uint32_t page,
    const struct csi_pdf_shown *shown, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	cseal_status st;

	st = csi_pdf_page(reader, page, &target->page, ret_error);
	if (st != CSEAL_OK)
		return st;
	target->is_new = true;
	target->rotate = target->page.rotate;
	target->user_unit = target->page.user_unit;
	if (shown == NULL)
		return CSEAL_OK;
	return csi_pdf_place_box(&target->page, shown, &target->box, ret_error);
}

static cseal_status
find_target(csi_pdf_reader *reader, const char *name, uint32_t page,
    const struct csi_pdf_shown *shown, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	struct search search = { .wanted = name, .next = 1 };
	char chosen[32];
	cseal_status st;

	st = csi_pdf_form_read(reader, &target->form, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (name != NULL) {
		target->name = strdup(name);
		if (target->name == NULL)
			return csi_fail_memory(ret_error);
	}
	st = search_fields(reader, target, &search, ret_error);
	if (st != CSEAL_OK || search.found)
		return st;
	if (name == NULL) {
		snprintf(chosen, sizeof(chosen), "Signature%u", search.next);
		target->name = strdup(chosen);
		if (target->name == NULL)
			return csi_fail_memory(ret_error);
	}
	st = check_group(&search, target, ret_error);
	if (st != CSEAL_OK)
		return st;
	return prepare_new(reader, page, shown, target, ret_error);
}

cseal_status
csi_pdf_target_find(csi_pdf_reader *reader, const char *name, uint32_t page,
    const struct csi_pdf_shown *shown, struct csi_pdf_target *ret_target,
    cseal_error **ret_error)
{
	struct csi_pdf_target target = { .user_unit = 1 };
	cseal_status st;

	st = find_target(reader, name, page, shown, &target, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_target_clear(&target);
		return st;
	}
	*ret_target = target;
	return CSEAL_OK;
}
