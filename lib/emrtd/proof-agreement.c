/* SPDX-License-Identifier: Apache-2.0 */
/* proof-agreement.c -- chip authentication (ICAO 9303-11, 6.2).
 *
 * The reader kept the number that it drew, so that the secret can be made once
 * more from the chip's key: whoever trusts the reader for that number sees that
 * nobody without the chip's own could have answered. */
#include "emrtd/proof.h"
#include "emrtd/protected.h"
#include "emrtd/public-key.h"
#include "emrtd/tlv.h"

#include "cms/crypto.h"

#include "error.h"

#include <string.h>

#define NUMBER_MOST 512 /* bytes of the reader's number */
#define SECRET_MOST 512

/* id-CA, 0.4.0.127.0.7.2.2.3; two numbers follow */
static const struct csi_span id_ca =
    CSI_SPAN("\x04\x00\x7f\x00\x07\x02\x02\x03");

enum { ON_RESIDUES = 1, ON_CURVES = 2, CIPHER_3DES = 1, CIPHER_LAST = 4 };

/* What the reader kept. */
struct saying {
	uint8_t variant[2]; /* agreement, cipher */
	struct csi_span key_id, number, answer;
	bool is_refused;
};

static bool
read_saying(struct csi_span record, struct saying *saying)
{
	struct csi_reader in = csi_reader_of(record.at, record.len);
	struct csi_span oid, sw;

	memset(saying, 0, sizeof(*saying));
	oid = csi_tlv_take(&in, 0x80).body;
	if (csi_tlv_next_is(&in, 0x81))
		saying->key_id = csi_tlv_take(&in, 0x81).body;
	saying->number = csi_tlv_take(&in, 0x82).body;
	sw = csi_tlv_take(&in, 0x83).body;
	saying->answer = csi_tlv_take(&in, 0x84).body;
	if (in.bad || csi_reader_left(&in) > 0 || oid.len != id_ca.len + 2 ||
	    memcmp(oid.at, id_ca.at, id_ca.len) != 0 || sw.len != 2 ||
	    saying->number.len > NUMBER_MOST)
		return false;
	memcpy(saying->variant, oid.at + id_ca.len, 2);
	saying->is_refused = sw.at[0] != 0x90 || sw.at[1] != 0x00;
	return saying->variant[1] >= CIPHER_3DES &&
	       saying->variant[1] <= CIPHER_LAST;
}

/* ---- what the state signed ----------------------------------------------- */

/* An INTEGER, or nothing where there is but one key (9303-11, 9.2.5). */
static bool
has_id(const struct csi_info *info, struct csi_span id)
{
	if (id.len == 0)
		return info->optional.tag == 0;
	return info->optional.tag == CSI_DER_INTEGER &&
	       csi_span_equal(info->optional.body, id);
}

/* Did the state sign that protocol?  Older chips have 3DES without saying
 * so. */
static bool
is_offered(const struct csi_infos *infos, const struct saying *saying)
{
	bool told = csi_infos_have(infos, CSI_INFO_CHIP);

	for (size_t i = 0; i < infos->count; i++) {
		const struct csi_info *info = &infos->at[i];

		if (info->kind == CSI_INFO_CHIP &&
		    memcmp(info->variant, saying->variant, 2) == 0 &&
		    has_id(info, saying->key_id))
			return true;
	}
	return !told && saying->variant[1] == CIPHER_3DES;
}

static bool
find_key(const struct csi_infos *infos, const struct saying *saying,
    struct csi_span *ret_info)
{
	for (size_t i = 0; i < infos->count; i++) {
		const struct csi_info *info = &infos->at[i];

		if (info->kind == CSI_INFO_CHIP_KEY &&
		    info->variant[0] == saying->variant[0] &&
		    has_id(info, saying->key_id)) {
			*ret_info = info->required.whole;
			return true;
		}
	}
	return false;
}

/* ---- the secret ---------------------------------------------------------- */

static size_t
raise_point(const struct csi_public_key *key, const BIGNUM *number,
    uint8_t secret[SECRET_MOST])
{
	EC_POINT *point = EC_POINT_new(key->curve);
	BIGNUM *x = BN_new();
	int len = (EC_GROUP_get_degree(key->curve) + 7) / 8;
	bool ok = point != NULL && x != NULL &&
		  EC_POINT_mul(
		      key->curve, point, NULL, key->point, number, NULL) == 1 &&
		  EC_POINT_get_affine_coordinates(
		      key->curve, point, x, NULL, NULL) == 1 &&
		  BN_bn2binpad(x, secret, len) == len;

	EC_POINT_clear_free(point);
	BN_clear_free(x);
	return ok ? (size_t)len : 0;
}

static size_t
raise_residue(const struct csi_public_key *key, const BIGNUM *number,
    uint8_t secret[SECRET_MOST])
{
	BN_CTX *ctx = BN_CTX_new();
	BIGNUM *made = BN_new();
	int len = BN_num_bytes(key->p);
	bool ok = ctx != NULL && made != NULL &&
		  BN_mod_exp(made, key->residue, number, key->p, ctx) == 1 &&
		  BN_bn2binpad(made, secret, len) == len;

	BN_clear_free(made);
	BN_CTX_free(ctx);
	return ok ? (size_t)len : 0;
}

static cseal_status
judge(const struct csi_public_key *key, const struct saying *saying,
    enum csi_proof *ret_proof, cseal_error **ret_error)
{
	BIGNUM *number =
	    BN_bin2bn(saying->number.at, (int)saying->number.len, NULL);
	uint8_t secret[SECRET_MOST];
	size_t len = 0;
	bool holds = false;
	cseal_status st = CSEAL_OK;

	if (number != NULL)
		len = key->curve != NULL ? raise_point(key, number, secret)
					 : raise_residue(key, number, secret);
	*ret_proof = CSI_PROOF_BAD;
	if (len == 0 && (number == NULL || csi_crypto_lacked_memory()))
		st = csi_fail_memory(ret_error);
	BN_clear_free(number);
	if (len == 0)
		return st;
	st = csi_protected_holds((enum csi_protected_cipher)saying->variant[1],
	    secret, len, saying->answer, &holds, ret_error);
	explicit_bzero(secret, sizeof(secret));
	*ret_proof = holds ? CSI_PROOF_GOOD : CSI_PROOF_BAD;
	return st;
}

cseal_status
csi_proof_agreement(struct csi_span record, const struct csi_infos *infos,
    enum csi_proof *ret_proof, cseal_error **ret_error)
{
	struct csi_public_key key = { .key = NULL };
	struct saying saying;
	struct csi_span info;
	cseal_status st;

	*ret_proof = CSI_PROOF_NONE;
	if (record.len == 0)
		return CSEAL_OK;
	*ret_proof = CSI_PROOF_BAD;
	if (!read_saying(record, &saying) || saying.is_refused ||
	    !is_offered(infos, &saying) || !find_key(infos, &saying, &info))
		return CSEAL_OK;
	st = csi_public_key_read(info, &key, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK ||
	    (saying.variant[0] == ON_CURVES ? key.point == NULL
					    : key.residue == NULL)) {
		*ret_proof = CSI_PROOF_UNKNOWN;
		st = CSEAL_OK;
	} else {
		st = judge(&key, &saying, ret_proof, ret_error);
	}
	csi_public_key_clear(&key);
	return st;
}
