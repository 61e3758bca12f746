/* SPDX-License-Identifier: Apache-2.0 */
/* infos.c -- SecurityInfos: what a chip can do. */
#include "emrtd/infos.h"
#include "emrtd/details.h"
#include "emrtd/tlv.h"

#include <string.h>

/* bsi-de 0.4.0.127.0.7, its protocols for smart cards .2.2 */
#define BSI(n) CSI_SPAN("\x04\x00\x7f\x00\x07\x02\x02" n)

/* ICAO 9303-11, 9.2; those of PACE are longer for what they name, and say
 * whether they are infos or domain parameters by that. */
static const struct {
	struct csi_span oid;
	enum csi_info_kind kind;
} kinds[] = {
	{ BSI("\x04"), CSI_INFO_PACE },
	{ BSI("\x03"), CSI_INFO_CHIP },
	{ BSI("\x01"), CSI_INFO_CHIP_KEY },
	{ BSI("\x02"), CSI_INFO_TERMINAL },
	{ CSI_SPAN("\x67\x81\x08\x01\x01\x05"), CSI_INFO_ACTIVE },
};

#define CAM 6 /* id-PACE-ECDH-CAM */

static void
find_kind(struct csi_info *info)
{
	size_t len, more;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		len = kinds[i].oid.len;
		if (info->oid.len < len ||
		    memcmp(info->oid.at, kinds[i].oid.at, len) != 0)
			continue;
		more = info->oid.len - len;
		if (more > 2)
			continue;
		info->kind = kinds[i].kind;
		memcpy(info->variant, info->oid.at + len, more);
	}
	if (info->kind == CSI_INFO_PACE && info->variant[1] == 0)
		info->kind = CSI_INFO_PACE_DOMAIN;
}

/* False: it is of a kind that is known, or says none, and cannot be read. */
static bool
read_info(struct csi_der one, struct csi_info *info)
{
	struct csi_reader in = csi_der_inside(one);

	memset(info, 0, sizeof(*info));
	if (one.tag != CSI_DER_SEQUENCE)
		return false;
	info->whole = one.whole;
	info->oid = csi_der_take(&in, CSI_DER_OID).body;
	if (in.bad || info->oid.len == 0)
		return false;
	find_kind(info);
	if (info->kind == CSI_INFO_OTHER)
		return true;
	info->required = csi_der_any(&in);
	if (!in.bad && csi_reader_left(&in) > 0)
		info->optional = csi_der_any(&in);
	return !in.bad;
}

static void
add(struct csi_infos *infos, struct csi_der one)
{
	struct csi_info info;

	if (!read_info(one, &info)) {
		infos->has_more = true;
		return;
	}
	if (info.kind == CSI_INFO_OTHER)
		return;
	if (infos->count == CSI_INFOS_MOST)
		infos->has_more = true;
	else
		infos->at[infos->count++] = info;
}

bool
csi_infos_read(struct csi_span set, struct csi_infos *ret_infos)
{
	struct csi_reader whole = csi_reader_of(set.at, set.len), in;
	struct csi_der one;

	ret_infos->count = 0;
	ret_infos->has_more = false;
	in = csi_der_inside(csi_der_take(&whole, CSI_DER_SET));
	if (!csi_der_done(&whole))
		return false;
	while (csi_reader_left(&in) > 0) {
		one = csi_der_any(&in);
		if (in.bad)
			return false;
		add(ret_infos, one);
	}
	return true;
}

bool
csi_dg14_read(struct csi_span dg14, struct csi_infos *ret_infos)
{
	struct csi_tlv file;

	return csi_tlv_file(dg14, csi_group_tag(14), &file) &&
	       csi_infos_read(file.body, ret_infos);
}

bool
csi_infos_have(const struct csi_infos *infos, enum csi_info_kind kind)
{
	for (size_t i = 0; i < infos->count; i++) {
		if (infos->at[i].kind == kind)
			return true;
	}
	return false;
}

bool
csi_infos_have_cam(const struct csi_infos *infos)
{
	for (size_t i = 0; i < infos->count; i++) {
		if (infos->at[i].kind == CSI_INFO_PACE &&
		    infos->at[i].variant[0] == CAM)
			return true;
	}
	return false;
}

static bool
has(const struct csi_infos *infos, struct csi_span info)
{
	for (size_t i = 0; i < infos->count; i++) {
		if (csi_span_equal(infos->at[i].whole, info))
			return true;
	}
	return false;
}

bool
csi_infos_hold(const struct csi_infos *whole, const struct csi_infos *part)
{
	for (size_t i = 0; i < part->count; i++) {
		enum csi_info_kind kind = part->at[i].kind;

		if ((kind == CSI_INFO_PACE || kind == CSI_INFO_PACE_DOMAIN) &&
		    !has(whole, part->at[i].whole))
			return false;
	}
	return true;
}

bool
csi_dg15_read(struct csi_span dg15, struct csi_der *ret_key)
{
	struct csi_tlv file;
	struct csi_reader in, key;
	struct csi_der made;

	if (!csi_tlv_file(dg15, csi_group_tag(15), &file))
		return false;
	in = csi_tlv_inside(file);
	made = csi_der_take(&in, CSI_DER_SEQUENCE);
	if (!csi_der_done(&in))
		return false;
	key = csi_der_inside(made);
	csi_der_take(&key, CSI_DER_SEQUENCE);
	csi_der_take(&key, CSI_DER_BIT_STRING);
	if (!csi_der_done(&key))
		return false;
	*ret_key = made;
	return true;
}
