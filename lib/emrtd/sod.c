/* SPDX-License-Identifier: Apache-2.0 */
/* sod.c -- the document security object. */
#include "emrtd/sod.h"
#include "emrtd/tlv.h"

#include "cms/crypto.h"
#include "cms/read.h"

#include "error.h"

#include <string.h>

#define SOD 0x77

/* id-icao-mrtd-security-ldsSecurityObject, 2.23.136.1.1.1 */
static const struct csi_span oid_lds = CSI_SPAN("\x67\x81\x08\x01\x01\x01");

/* id-SecurityObject, 0.4.0.127.0.7.3.2.1 */
static const struct csi_span oid_infos =
    CSI_SPAN("\x04\x00\x7f\x00\x07\x03\x02\x01");

static cseal_status
fail_damaged(cseal_error **ret_error, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the document security object was not well formed (%s)", what);
}

/* DataGroupHash ::= SEQUENCE { dataGroupNumber INTEGER,
 * dataGroupHashValue OCTET STRING } */
static bool
read_digest(struct csi_der one, size_t len, struct csi_sod *sod)
{
	struct csi_reader in = csi_der_inside(one);
	long group = csi_der_small(csi_der_take(&in, CSI_DER_INTEGER));
	struct csi_span digest = csi_der_take(&in, CSI_DER_OCTET_STRING).body;

	if (!csi_der_done(&in) || group < 1 || group > CSI_GROUPS_MOST ||
	    digest.len != len || sod->digests[group].len != 0)
		return false;
	sod->digests[group] = digest;
	return true;
}

/* LDSSecurityObject ::= SEQUENCE { version INTEGER, hashAlgorithm,
 * dataGroupHashValues SEQUENCE OF DataGroupHash, ldsVersionInfo OPTIONAL }
 * (9303-10, 4.6.2.3) */
static cseal_status
read_object(struct csi_sod *sod, cseal_error **ret_error)
{
	struct csi_span content = csi_cms_content(sod->cms);
	struct csi_reader whole = csi_reader_of(content.at, content.len);
	struct csi_reader in, list;
	const struct csi_digest_row *row;
	struct csi_der digest;
	cseal_status st;

	in = csi_der_inside(csi_der_take(&whole, CSI_DER_SEQUENCE));
	csi_der_take(&in, CSI_DER_INTEGER);
	digest = csi_der_take(&in, CSI_DER_SEQUENCE);
	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	if (csi_der_next_is(&in, CSI_DER_SEQUENCE))
		csi_der_any(&in);
	if (!csi_der_done(&whole) || !csi_der_done(&in))
		return fail_damaged(ret_error, "content");
	st = csi_digest_read(digest, &row, ret_error);
	if (st != CSEAL_OK)
		return st;
	sod->digest = row;
	while (!list.bad && csi_reader_left(&list) > 0) {
		if (!read_digest(
			csi_der_take(&list, CSI_DER_SEQUENCE), row->len, sod))
			return fail_damaged(ret_error, "digests");
	}
	if (list.bad)
		return fail_damaged(ret_error, "digests");
	return CSEAL_OK;
}

/* Some issuers name their own certificate wrongly.  Where one came along, it
 * is the one: the signature holds with its key, or not at all. */
static void
find_only_signer(csi_cms_read *cms)
{
	if (cms->certificates[0].len != 0 || cms->certificate_count != 2)
		return;
	cms->certificates[0] = cms->certificates[1];
	cms->certificate_count = 1;
}

static cseal_status
read_signed(struct csi_span body, struct csi_sod *sod, cseal_error **ret_error)
{
	cseal_status st;

	st = csi_cms_parse(body.at, body.len, &sod->cms, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_span_equal(sod->cms->content_type, oid_lds) ||
	    csi_cms_is_detached(sod->cms))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the document security object held something else than "
		    "digests of data groups");
	find_only_signer(sod->cms);
	return read_object(sod, ret_error);
}

cseal_status
csi_sod_read(
    struct csi_span file, struct csi_sod *ret_sod, cseal_error **ret_error)
{
	struct csi_sod sod = { 0 };
	struct csi_tlv whole;
	cseal_status st;

	if (file.len > CSI_SOD_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the document security object took %zu bytes, more than "
		    "%u",
		    file.len, CSI_SOD_MOST);
	if (!csi_tlv_file(file, SOD, &whole))
		return fail_damaged(ret_error, "file");
	st = read_signed(whole.body, &sod, ret_error);
	if (st != CSEAL_OK) {
		csi_sod_clear(&sod);
		return st;
	}
	*ret_sod = sod;
	return CSEAL_OK;
}

cseal_status
csi_card_security_read(
    struct csi_span file, struct csi_sod *ret_card, cseal_error **ret_error)
{
	struct csi_sod card = { 0 };
	cseal_status st;

	if (file.len > CSI_SOD_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "EF.CardSecurity took %zu bytes, more than %u", file.len,
		    CSI_SOD_MOST);
	st = csi_cms_parse(file.at, file.len, &card.cms, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_span_equal(card.cms->content_type, oid_infos) ||
	    csi_cms_is_detached(card.cms)) {
		csi_sod_clear(&card);
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "EF.CardSecurity held something else than infos");
	}
	find_only_signer(card.cms);
	card.digest = card.cms->digest;
	*ret_card = card;
	return CSEAL_OK;
}

struct csi_span
csi_sod_signer(const struct csi_sod *sod)
{
	return sod->cms->certificates[0];
}

cseal_status
csi_sod_compare(const struct csi_sod *sod, unsigned group, struct csi_span file,
    bool *ret_same, cseal_error **ret_error)
{
	struct csi_span digest = { 0 };
	uint8_t found[CSI_DIGEST_MOST];
	cseal_status st;

	if (group >= 1 && group <= CSI_GROUPS_MOST)
		digest = sod->digests[group];
	*ret_same = false;
	if (digest.len == 0)
		return CSEAL_OK;
	st = csi_crypto_digest(sod->digest, file, found, ret_error);
	if (st == CSEAL_OK)
		*ret_same = memcmp(found, digest.at, digest.len) == 0;
	return st;
}

cseal_status
csi_sod_prove(const struct csi_sod *sod, cseal_error **ret_error)
{
	return csi_cms_prove(sod->cms, NULL, 0, ret_error);
}

bool
csi_sod_is_weak(const struct csi_sod *sod)
{
	return strcmp(sod->digest->name, "SHA1") == 0 ||
	       strcmp(sod->cms->digest->name, "SHA1") == 0;
}

void
csi_sod_clear(struct csi_sod *sod)
{
	csi_cms_read_free(sod->cms);
	memset(sod, 0, sizeof(*sod));
}
