/* SPDX-License-Identifier: Apache-2.0 */
/* proof-mapping.c -- PACE with chip authentication mapping (ICAO 9303-11,
 * 4.4.3.3.3 and 4.4.3.5.2): what the chip drew for the mapping is its signed
 * key, times a number that only who has the secret key can tell. */
#include "emrtd/proof.h"
#include "emrtd/public-key.h"
#include "emrtd/tlv.h"

#include "cms/crypto.h"

#include "error.h"

#define NUMBER_MOST 80

struct saying {
	unsigned parameter;
	struct csi_span element, number;
};

static bool
read_saying(struct csi_span record, struct saying *saying)
{
	struct csi_reader in = csi_reader_of(record.at, record.len);
	struct csi_span parameter;

	parameter = csi_tlv_take(&in, 0x80).body;
	saying->element = csi_tlv_take(&in, 0x81).body;
	saying->number = csi_tlv_take(&in, 0x82).body;
	if (in.bad || csi_reader_left(&in) > 0 || parameter.len != 1 ||
	    saying->number.len == 0 || saying->number.len > NUMBER_MOST)
		return false;
	saying->parameter = parameter.at[0];
	return true;
}

/* *ret_same: the element is the key times the number. */
static bool
compare(const struct csi_public_key *key, const struct saying *saying,
    bool *ret_same)
{
	BIGNUM *number =
	    BN_bin2bn(saying->number.at, (int)saying->number.len, NULL);
	EC_POINT *point = EC_POINT_new(key->curve);
	EC_POINT *given = EC_POINT_new(key->curve);
	bool ok, is_point;
	int differ;

	is_point = given != NULL &&
		   EC_POINT_oct2point(key->curve, given, saying->element.at,
		       saying->element.len, NULL) == 1;
	ok = number != NULL && point != NULL && given != NULL &&
	     (is_point || !csi_crypto_lacked_memory());
	if (ok && is_point && !BN_is_zero(number)) {
		ok = EC_POINT_mul(key->curve, point, NULL, key->point, number,
			 NULL) == 1;
		differ = ok ? EC_POINT_cmp(key->curve, point, given, NULL) : -1;
		ok = differ >= 0;
		*ret_same = differ == 0;
	}
	EC_POINT_free(point);
	EC_POINT_free(given);
	BN_free(number);
	return ok;
}

/* One of the keys with those parameters. */
static cseal_status
try_key(struct csi_span info, const EC_GROUP *curve,
    const struct saying *saying, bool *ret_same, cseal_error **ret_error)
{
	struct csi_public_key key = { .key = NULL };
	cseal_status st = csi_public_key_read(info, &key, NULL);
	bool ok = true;
	int differ = 1;

	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK)
		return CSEAL_OK;
	if (key.curve != NULL)
		differ = EC_GROUP_cmp(key.curve, curve, NULL);
	if (differ == 0)
		ok = compare(&key, saying, ret_same);
	else if (differ < 0)
		ok = false;
	csi_public_key_clear(&key);
	return ok ? CSEAL_OK : csi_fail_memory(ret_error);
}

cseal_status
csi_proof_mapping(struct csi_span record, const struct csi_infos *infos,
    enum csi_proof *ret_proof, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	struct saying saying;
	bool same = false;
	EC_GROUP *curve;

	*ret_proof = CSI_PROOF_NONE;
	if (record.len == 0)
		return CSEAL_OK;
	*ret_proof = CSI_PROOF_BAD;
	if (!read_saying(record, &saying))
		return CSEAL_OK;
	curve = csi_standard_curve(saying.parameter);
	if (curve == NULL) {
		*ret_proof = CSI_PROOF_UNKNOWN;
		return CSEAL_OK;
	}
	for (size_t i = 0; st == CSEAL_OK && !same && i < infos->count; i++) {
		if (infos->at[i].kind == CSI_INFO_CHIP_KEY)
			st = try_key(infos->at[i].required.whole, curve,
			    &saying, &same, ret_error);
	}
	EC_GROUP_free(curve);
	if (st == CSEAL_OK && same)
		*ret_proof = CSI_PROOF_GOOD;
	return st;
}
