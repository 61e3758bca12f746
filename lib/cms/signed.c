/* SPDX-License-Identifier: Apache-2.0 */
/* signed.c -- proves what certificates, lists and responders' answers have in
 * common: their signature. */
#include "cms/signed.h"
#include "cms/certificate.h"
#include "cms/cms.h"
#include "cms/crypto.h"

#include "error.h"

bool
csi_signed_read(struct csi_reader *in, struct csi_signed *ret_signed)
{
	struct csi_span bits;

	ret_signed->body = csi_der_take(in, CSI_DER_SEQUENCE);
	ret_signed->algorithm = csi_der_take(in, CSI_DER_SEQUENCE);
	bits = csi_der_take(in, CSI_DER_BIT_STRING).body;
	if (in->bad || bits.len < 2 || bits.at[0] != 0)
		return false;
	ret_signed->value.at = bits.at + 1;
	ret_signed->value.len = bits.len - 1;
	return true;
}

static cseal_status
prove(const struct csi_signed *object, EVP_PKEY *key, cseal_error **ret_error)
{
	struct csi_signature_algorithm algorithm;
	uint8_t hash[CSI_DIGEST_MOST];
	cseal_status st;

	st = csi_signature_algorithm_read(
	    object->algorithm, &algorithm, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (algorithm.digest == NULL || algorithm.digest->is_forged)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the signature named no digest, or one that can be forged");
	st = csi_crypto_digest_signed(key, &algorithm, algorithm.digest,
	    object->body.whole, hash, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_crypto_verify(
	    key, &algorithm, algorithm.digest, hash, object->value, ret_error);
}

cseal_status
csi_signed_prove(const struct csi_signed *object, struct csi_span certificate,
    cseal_error **ret_error)
{
	X509 *x509 = csi_certificate_x509(certificate);
	EVP_PKEY *key = x509 == NULL ? NULL : X509_get0_pubkey(x509);
	cseal_status st;

	if (key == NULL)
		st = csi_crypto_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the key of the signer's certificate could not be read");
	else
		st = prove(object, key, ret_error);
	X509_free(x509);
	return st;
}

cseal_status
csi_signed_by(struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(certificate.at, certificate.len);
	struct csi_certificate_parts own, above;
	struct csi_reader whole;
	struct csi_signed object;

	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	if (!csi_signed_read(&whole, &object) ||
	    !csi_certificate_split(certificate, &own) ||
	    !csi_certificate_split(issuer, &above))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "this was not an X.509 certificate");
	if (!csi_certificate_same_name(own.issuer, above.subject))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the certificate named another issuer");
	return csi_signed_prove(&object, issuer, ret_error);
}
