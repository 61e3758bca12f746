/* SPDX-License-Identifier: Apache-2.0 */
/* details.c -- what data groups 1, 11 and 12 say as text. */
#include "emrtd/details.h"
#include "emrtd/tlv.h"

#include "identity/number.h"
#include "identity/text.h"

#include <string.h>

enum { COM = 0x60, COM_LIST = 0x5c, DG1 = 0x61, DG1_MRZ = 0x5f1f };

/* ICAO 9303-10, table 35 and following: tag of each group's file. */
static const uint8_t groups[] = { 0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67,
	0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70 };

#define GROUP_COUNT (sizeof(groups) / sizeof(groups[0]))

struct item {
	unsigned tag;
	enum csi_detail detail;
	enum csi_detail_form form;
};

/* 9303-10, 4.7.11 */
static const struct item items_11[] = {
	{ 0x5f0e, CSI_DETAIL_NAME, CSI_FORM_NAME },
	{ 0x5f10, CSI_DETAIL_PERSONAL_NUMBER, CSI_FORM_TEXT },
	{ 0x5f2b, CSI_DETAIL_BIRTH, CSI_FORM_DATE },
	{ 0x5f11, CSI_DETAIL_BIRTH_PLACE, CSI_FORM_NAME },
	{ 0x5f42, CSI_DETAIL_ADDRESS, CSI_FORM_NAME },
};

/* 9303-10, 4.7.12 */
static const struct item items_12[] = {
	{ 0x5f19, CSI_DETAIL_AUTHORITY, CSI_FORM_TEXT },
	{ 0x5f26, CSI_DETAIL_ISSUED, CSI_FORM_DATE },
};

/* ---- one value -------------------------------------------------------- */

static void
read_date(struct csi_span value, char *out)
{
	static const char hex[] = "0123456789abcdef";
	char digits[9] = "", date[CSI_DATE_ROOM];

	if (value.len == 8) {
		memcpy(digits, value.at, 8);
	} else if (value.len == 4) {
		for (size_t i = 0; i < 4; i++) {
			digits[2 * i] = hex[value.at[i] >> 4];
			digits[2 * i + 1] = hex[value.at[i] & 15];
		}
	}
	if (csi_date_from_digits(digits, date))
		memcpy(out, date, sizeof(date));
}

/* Two fillers become ", ", one a space; fillers at the end are left out.  The
 * text gets no longer, so that writing stays behind reading. */
static void
replace_fillers(char *text)
{
	char *to = text, *end = text;
	const char *at = text;

	while (*at != '\0') {
		size_t fillers = strspn(at, "<");

		if (fillers == 0) {
			*to++ = *at++;
			end = to;
			continue;
		}
		at += fillers;
		if (fillers > 1)
			*to++ = ',';
		*to++ = ' ';
	}
	*end = '\0';
}

bool
csi_detail_read(enum csi_detail_form form, struct csi_span value, char *out)
{
	unsigned met;

	out[0] = '\0';
	if (form == CSI_FORM_DATE) {
		read_date(value, out);
		return true;
	}
	met = csi_text_from_utf8(value.at, value.len, out, CSI_DETAIL_ROOM);
	if (form == CSI_FORM_NAME)
		replace_fillers(out);
	return (met & CSI_TEXT_REPLACED) == 0;
}

/* The first of each: a second one would be another saying. */
static bool
add(struct csi_details *details, struct csi_span file, unsigned tag,
    const struct item *items, size_t count)
{
	struct csi_tlv whole, object;

	if (!csi_tlv_file(file, tag, &whole))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (csi_tlv_find(whole.body, items[i].tag, &object) &&
		    !csi_detail_read(items[i].form, object.body,
			details->at[items[i].detail]))
			details->was_replaced = true;
	}
	return true;
}

bool
csi_details_add_dg11(struct csi_details *details, struct csi_span dg11)
{
	return add(details, dg11, csi_group_tag(11), items_11,
	    sizeof(items_11) / sizeof(items_11[0]));
}

bool
csi_details_add_dg12(struct csi_details *details, struct csi_span dg12)
{
	return add(details, dg12, csi_group_tag(12), items_12,
	    sizeof(items_12) / sizeof(items_12[0]));
}

/* ---- files ------------------------------------------------------------ */

bool
csi_dg1_read(struct csi_span dg1, struct csi_mrz *ret_mrz)
{
	struct csi_tlv file, zone;

	return csi_tlv_file(dg1, DG1, &file) &&
	       csi_tlv_find(file.body, DG1_MRZ, &zone) &&
	       csi_mrz_read((const char *)zone.body.at, zone.body.len, ret_mrz);
}

unsigned
csi_group_tag(unsigned group)
{
	return group >= 1 && group <= GROUP_COUNT ? groups[group - 1] : 0;
}

unsigned
csi_group_of_tag(unsigned tag)
{
	for (unsigned i = 0; i < GROUP_COUNT; i++) {
		if (groups[i] == tag)
			return i + 1;
	}
	return 0;
}

bool
csi_com_read(struct csi_span com, uint32_t *ret_groups)
{
	struct csi_tlv file, list;
	uint32_t made = 0;

	if (!csi_tlv_file(com, COM, &file) ||
	    !csi_tlv_find(file.body, COM_LIST, &list))
		return false;
	for (size_t i = 0; i < list.body.len; i++) {
		unsigned group = csi_group_of_tag(list.body.at[i]);

		if (group != 0)
			made |= UINT32_C(1) << group;
	}
	*ret_groups = made;
	return true;
}
