/* SPDX-License-Identifier: Apache-2.0 */
/* envelope.c -- AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084).
 *
 * The content goes from the caller's memory through OpenSSL's cipher, which
 * wipes what it keeps, and not through CMS_encrypt() and CMS_decrypt(), which
 * leave copies on the stack. */
#include "cms/envelope.h"

#include "cms/crypto.h"
#include "cms/der.h"
#include "error.h"

#include <limits.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#define RSA_LEAST 2048 /* bits */
#define EC_LEAST  256
#define KEY_LEN   32 /* bytes of AES-256 */
#define TAG_LEN   16 /* bytes of GCM, all of them */

/* ---- recipients --------------------------------------------------------- */

static bool
is_rsa(const EVP_PKEY *key)
{
	return EVP_PKEY_is_a(key, "RSA") == 1;
}

/* X509_get_key_usage() has all bits where nothing is said. */
static bool
may_receive(X509 *x509, const EVP_PKEY *key)
{
	uint32_t wanted = is_rsa(key) ? KU_KEY_ENCIPHERMENT : KU_KEY_AGREEMENT;

	return (X509_get_key_usage(x509) & wanted) != 0;
}

cseal_status
csi_envelope_check(X509 *x509, cseal_error **ret_error)
{
	const EVP_PKEY *key = X509_get0_pubkey(x509);
	int least;

	if (key == NULL)
		return csi_crypto_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the certificate's key was of a kind that is not known");
	least = is_rsa(key)                     ? RSA_LEAST
		: EVP_PKEY_is_a(key, "EC") == 1 ? EC_LEAST
						: INT_MAX;
	if (least == INT_MAX)
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "nothing can be sealed for a key that is neither RSA nor "
		    "EC");
	if (EVP_PKEY_get_bits(key) < least)
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "a key of %d bits was too short: %d are the least",
		    EVP_PKEY_get_bits(key), least);
	if (!may_receive(x509, key))
		return cseal_fail(ret_error, CSEAL_REFUSED_CERT_USAGE,
		    "the certificate's key usage did not allow to encrypt for "
		    "it");
	return CSEAL_OK;
}

/* The defaults are PKCS #1 v1.5, and SHA-1 to derive keys. */
static bool
set_scheme(CMS_RecipientInfo *info)
{
	EVP_PKEY_CTX *ctx = CMS_RecipientInfo_get0_pkey_ctx(info);

	if (ctx == NULL)
		return false;
	if (CMS_RecipientInfo_type(info) == CMS_RECIPINFO_AGREE)
		return EVP_PKEY_CTX_set_ecdh_kdf_md(ctx, EVP_sha256()) > 0;
	return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) > 0 &&
	       EVP_PKEY_CTX_set_rsa_oaep_md(ctx, EVP_sha256()) > 0 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()) > 0;
}

static bool
add_recipients(CMS_ContentInfo *cms, X509 *const *recipients, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		CMS_RecipientInfo *info;

		info =
		    CMS_add1_recipient_cert(cms, recipients[i], CMS_KEY_PARAM);
		if (info == NULL || !set_scheme(info))
			return false;
	}
	return true;
}

/* ---- sealing ------------------------------------------------------------ */

static bool
write_content(CMS_ContentInfo *cms, struct csi_span content)
{
	BIO *chain = CMS_dataInit(cms, NULL);
	bool ok;

	if (chain == NULL)
		return false;
	ok = BIO_write(chain, content.at, (int)content.len) ==
		 (int)content.len &&
	     BIO_flush(chain) == 1 && CMS_dataFinal(cms, chain) == 1;
	BIO_free_all(chain);
	return ok;
}

static bool
encode(const CMS_ContentInfo *cms, struct csi_bytes *der)
{
	uint8_t *at = NULL;
	int len = i2d_CMS_ContentInfo(cms, &at);

	if (len <= 0)
		return false;
	csi_bytes_add(der, at, (size_t)len);
	OPENSSL_free(at);
	return true;
}

cseal_status
csi_envelope_seal(X509 *const *recipients, size_t count,
    struct csi_span content, struct csi_bytes *der, cseal_error **ret_error)
{
	CMS_ContentInfo *cms;
	bool ok;

	if (content.len > CSI_ENVELOPE_MOST / 2)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %u bytes were to be sealed",
		    CSI_ENVELOPE_MOST / 2);
	cms = CMS_encrypt(
	    NULL, NULL, EVP_aes_256_gcm(), CMS_BINARY | CMS_PARTIAL);
	ok = cms != NULL && add_recipients(cms, recipients, count) &&
	     write_content(cms, content) && encode(cms, der);
	CMS_ContentInfo_free(cms);
	if (!ok)
		return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the crypto library could not seal");
	return der->failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}

/* ---- opening ------------------------------------------------------------ */

/*
 * OpenSSL compares as many bytes as there are, and who may cut the tag needs
 * few tries to put another document's digest into what was sealed.  Ours is
 * the last element, behind no attributes (RFC 5083, 2.1).
 */
static bool
has_whole_tag(struct csi_span der)
{
	struct csi_reader in = csi_reader_of(der.at, der.len), envelope;

	in = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	csi_der_take(&in, CSI_DER_OID);
	in = csi_der_inside(csi_der_take(&in, CSI_DER_CONTEXT(0)));
	envelope = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	csi_der_take(&envelope, CSI_DER_INTEGER);
	csi_der_take(&envelope, CSI_DER_SET);
	csi_der_take(&envelope, CSI_DER_SEQUENCE);
	return csi_der_take(&envelope, CSI_DER_OCTET_STRING).body.len ==
		   TAG_LEN &&
	       csi_der_done(&envelope);
}

static CMS_ContentInfo *
decode(struct csi_span der)
{
	const uint8_t *at = der.at;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.len);

	if (cms != NULL &&
	    (at != der.at + der.len || OBJ_obj2nid(CMS_get0_type(cms)) !=
					   NID_id_smime_ct_authEnvelopedData)) {
		CMS_ContentInfo_free(cms);
		return NULL;
	}
	return cms;
}

/* Another cipher in an AuthEnvelopedData would prove nothing. */
static bool
is_aes_256_gcm(BIO *chain)
{
	BIO *cipher = BIO_find_type(chain, BIO_TYPE_CIPHER);
	EVP_CIPHER_CTX *ctx = NULL;

	return cipher != NULL && BIO_get_cipher_ctx(cipher, &ctx) == 1 &&
	       ctx != NULL &&
	       EVP_CIPHER_CTX_get_mode(ctx) == EVP_CIPH_GCM_MODE &&
	       EVP_CIPHER_CTX_get_key_length(ctx) == KEY_LEN;
}

static bool
read_content(BIO *chain, struct csi_locked *content, size_t *ret_len)
{
	BIO *cipher = BIO_find_type(chain, BIO_TYPE_CIPHER);
	size_t len = 0;
	int count;

	while (len < content->len) {
		count = BIO_read(chain, (uint8_t *)content->at + len,
		    (int)(content->len - len));
		if (count <= 0)
			break;
		len += (size_t)count;
	}
	*ret_len = len;
	/* At the end the tag was compared. */
	return len < content->len && BIO_get_cipher_status(cipher) == 1;
}

static cseal_status
fail_closed(cseal_error **ret_error)
{
	return csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "it did not open: it was sealed for other keys, or is not as it "
	    "was sealed");
}

static cseal_status
open_content(CMS_ContentInfo *cms, struct csi_locked *content, size_t *ret_len,
    cseal_error **ret_error)
{
	BIO *chain = CMS_dataInit(cms, NULL);
	cseal_status st = CSEAL_OK;

	if (chain == NULL)
		return fail_closed(ret_error);
	if (!is_aes_256_gcm(chain))
		st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "it was not sealed with AES-256-GCM");
	else if (!read_content(chain, content, ret_len))
		st = fail_closed(ret_error);
	BIO_free_all(chain);
	return st;
}

cseal_status
csi_envelope_open(struct csi_span der, EVP_PKEY *key, X509 *x509,
    struct csi_locked *ret_content, size_t *ret_len, cseal_error **ret_error)
{
	struct csi_locked content = { 0 };
	CMS_ContentInfo *cms;
	cseal_status st;

	if (der.len > CSI_ENVELOPE_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "it was larger than %u bytes", CSI_ENVELOPE_MOST);
	ERR_clear_error();
	cms = decode(der);
	if (cms == NULL)
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "this is no AuthEnvelopedData");
	if (!has_whole_tag(der)) {
		CMS_ContentInfo_free(cms);
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "it had no tag of %d bytes at its end", TAG_LEN);
	}
	/* The content is shorter than its envelope. */
	if (!csi_locked_init(&content, der.len))
		st = csi_fail_memory(ret_error);
	else if (CMS_decrypt_set1_pkey(cms, key, x509) != 1)
		st = csi_crypto_fail(ret_error, CSEAL_REFUSED_KEY_MISMATCH,
		    "it was not sealed for this key");
	else
		st = open_content(cms, &content, ret_len, ret_error);
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	if (st == CSEAL_OK)
		*ret_content = content;
	else
		csi_locked_free(&content);
	return st;
}
