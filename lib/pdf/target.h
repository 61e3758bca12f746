/* SPDX-License-Identifier: Apache-2.0 */
/* target.h -- the field that a signature goes into (ISO 32000-1, 12.7.4.5). */
#ifndef CSI_PDF_TARGET_H
#define CSI_PDF_TARGET_H

#include "field.h"
#include "place.h"

/* Where the signature goes. */
struct csi_pdf_target {
	struct csi_pdf_form form;
	char *name;  /* full */
	bool is_new; /* field and widget are made, on page */
	/* Of a new field: the group that is there and that it is made in, or
	 * number 0; and the rest of the name: partial names of groups that
	 * are made, too, and last that of the field, each ended by a NUL. */
	struct csi_pdf_ref group_ref;
	const struct csi_pdf_value *group;
	char *parts;
	size_t new_groups;
	struct csi_pdf_ref field_ref, widget_ref; /* may be the same */
	const struct csi_pdf_value *field, *widget;
	struct csi_pdf_page page;
	struct csi_pdf_box box; /* of the widget; all zero: invisible */
	int rotate;             /* of the page that shows it */
	double user_unit;
	/* Annotations that go on the page with a new widget. */
	struct csi_pdf_ref *beside;
	size_t beside_count;
};

/*
 * Finds the field of that name, which must be an unsigned signature field,
 * or prepares a new one: name NULL chooses one that is not taken, and
 * "group.name" is made in the group of fields of that name, which is made
 * where it is not there.  page: its index, and where on it; shown NULL: invisible.  Status: REFUSED_FIELD,
 * REFUSED_PLACE.
 */
cseal_status csi_pdf_target_find(csi_pdf_reader *reader, const char *name,
    uint32_t page, const struct csi_pdf_shown *shown,
    struct csi_pdf_target *ret_target, cseal_error **ret_error);
void csi_pdf_target_clear(struct csi_pdf_target *target);

bool csi_pdf_target_is_visible(const struct csi_pdf_target *target);

#endif
