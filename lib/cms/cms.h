/* SPDX-License-Identifier: Apache-2.0 */
/* cms.h -- SignedData (RFC 5652) with detached content and one signer, as
 * CAdES-B-B wants it (ETSI EN 319 122-1): contentType, messageDigest and ESS
 * signing-certificate-v2 (RFC 5035).  Knows no PDF and no device.
 *
 * Two steps, so that the key may be anywhere: csi_cms_start() gives the
 * digest to sign, csi_cms_finish() takes the signature value. */
#ifndef CSI_CMS_H
#define CSI_CMS_H

#include "bytes.h"

#include <counterseal/error.h>
#include <counterseal/signer.h>

#define CSI_DIGEST_MOST       64
#define CSI_CMS_MOST          (8u << 20) /* bytes of a SignedData to read */
#define CSI_CERTIFICATES_MOST 128        /* certificates in one to read */

/* Length in bytes and the name that EVP_get_digestbyname() takes. */
size_t csi_digest_len(cseal_digest digest);
const char *csi_digest_name(cseal_digest digest);

/* Fills in DEFAULT by the key of a certificate (DER), and refuses what the
 * key cannot do: SETUP_KEY_UNSUPPORTED. */
cseal_status csi_cms_choose(struct csi_span certificate, cseal_scheme *scheme,
    cseal_digest *digest, cseal_error **ret_error);

typedef struct csi_cms csi_cms; /* one SignedData in the making */

/* content_digest is the messageDigest.  chain as in csi_signer_chain(). */
cseal_status csi_cms_start(const struct csi_span *chain, size_t chain_count,
    cseal_scheme scheme, cseal_digest digest, const uint8_t *content_digest,
    csi_cms **ret_cms, cseal_error **ret_error);

/* The same with the object identifiers of GB/T 35275 (GM/T 0010), for SM2
 * keys. */
cseal_status csi_cms_start_gm(const struct csi_span *chain, size_t chain_count,
    cseal_scheme scheme, cseal_digest digest, const uint8_t *content_digest,
    csi_cms **ret_cms, cseal_error **ret_error);

/* The digest of the signed attributes (SM2: of Z and them), to be signed; its length is that of
 * the digest algorithm. */
const uint8_t *csi_cms_to_sign(const csi_cms *cms);

/* A time-stamp token over the signature value, for csi_cms_finish() to put in
 * as id-aa-signatureTimeStampToken (ETSI EN 319 122-1, 5.3); copied. */
cseal_status csi_cms_stamp(
    csi_cms *cms, struct csi_span token, cseal_error **ret_error);

/* What that is the digest of: a SET OF Attribute, DER. */
struct csi_span csi_cms_attributes(const csi_cms *cms);

/* Appends the whole ContentInfo, DER. */
cseal_status csi_cms_finish(const csi_cms *cms, const uint8_t *value,
    size_t value_len, struct csi_bytes *der, cseal_error **ret_error);

void csi_cms_free(csi_cms *cms);

/* The most bytes that csi_cms_finish() can give for that chain. */
size_t csi_cms_most(const struct csi_span *chain, size_t chain_count,
    cseal_scheme scheme, cseal_digest digest);
/* How much longer a token of that length makes it. */
size_t csi_cms_stamp_most(size_t token_len);

/* ---- reading -------------------------------------------------------- */

typedef struct csi_cms_read csi_cms_read; /* a SignedData that was parsed */

/*
 * Parses /Contents: one ContentInfo; trailing zero bytes (the unused part of
 * the placeholder) are allowed, any other trailing byte is not.  Status:
 * REFUSED_DAMAGED (not a SignedData), REFUSED_UNSUPPORTED (a form not judged
 * yet; the note names it), REFUSED_LIMIT.
 */
cseal_status csi_cms_parse(const void *der, size_t len, csi_cms_read **ret_read,
    cseal_error **ret_error);

/*
 * The same for a signature that is no SignedData: the DER of an OCTET STRING
 * that holds a value of PKCS #1 v1.5, and zeros behind it (ISO 32000-1,
 * 12.8.3.2); certificates[0] is the signer's.  Which digest was used is said
 * inside of the value only.  Status: likewise.
 */
cseal_status csi_cms_parse_pkcs1(struct csi_span contents,
    const struct csi_span *certificates, size_t count, csi_cms_read **ret_read,
    cseal_error **ret_error);

/* Digest algorithm of its one signer info. */
cseal_digest csi_cms_digest(const csi_cms_read *read);
/* The OpenSSL name of it, also for those that we do not sign with (SHA-1 in
 * old files); NULL if unknown. */
const char *csi_cms_digest_name(const csi_cms_read *read);

/* Signer's certificate and all that came along, DER; [0] is the signer's, or
 * empty if it is not in there. */
size_t csi_cms_certificates(
    const csi_cms_read *read, const struct csi_span **ret_certificates);

/* Where the signer's certificate is not in there: may it be this one?  Lends
 * it until another is lent; it must live as long as read.  Only
 * csi_cms_prove() tells whether it is the right one. */
bool csi_cms_lend(csi_cms_read *read, struct csi_span certificate);
void csi_cms_lend_none(csi_cms_read *read);
bool csi_cms_is_lent(const csi_cms_read *read);

/* Does the SignedData hold the signer's certificate, the ESS attribute, no
 * signing-time and detached content: level B-B rather than plain CMS? */
bool csi_cms_is_baseline(const csi_cms_read *read);

/* Is the content data (RFC 5652, 4; GB/T 35275, 7)? */
bool csi_cms_is_data(const csi_cms_read *read);
/* Is the content outside, as a PDF has it? */
bool csi_cms_is_detached(const csi_cms_read *read);
/* Are there signed attributes? */
bool csi_cms_has_attributes(const csi_cms_read *read);
/* Encapsulated content: TSTInfo of an RFC 3161 token, or the SHA-1 of the
 * bytes in an adbe.pkcs7.sha1 signature; empty when detached.  The caller
 * compares it with the document: csi_cms_prove() only proves that it was
 * signed. */
struct csi_span csi_cms_content(const csi_cms_read *read);
/* Is the content a TSTInfo (a document time-stamp)? */
bool csi_cms_is_timestamp(const csi_cms_read *read);

/* What a TSTInfo (RFC 3161, 2.4.2) says. */
struct csi_timestamp {
	const char *digest_name; /* of the imprint, for OpenSSL */
	struct csi_span imprint; /* borrowed from read */
	int64_t time;            /* seconds since 1970 */
};
/* Status: REFUSED_DAMAGED (no TSTInfo), REFUSED_UNSUPPORTED. */
cseal_status csi_cms_timestamp(const csi_cms_read *read,
    struct csi_timestamp *ret_timestamp, cseal_error **ret_error);

/* The signature value, and the time-stamp token over it in the unsigned
 * attributes; empty: there is none, or not exactly one. */
struct csi_span csi_cms_value(const csi_cms_read *read);
struct csi_span csi_cms_token(const csi_cms_read *read);

/* Claimed time of the signing-time attribute; false if absent. */
bool csi_cms_signing_time(const csi_cms_read *read, int64_t *ret_time);

/* What stands in front of content outside when it is digested: Z of SM2, where
 * there are no signed attributes; else nothing.  prefix: CSI_DIGEST_MOST.
 * Status: REFUSED_UNSUPPORTED. */
cseal_status csi_cms_prefix(const csi_cms_read *read, uint8_t *prefix,
    size_t *ret_len, cseal_error **ret_error);

/*
 * Proves message digest, signing certificate attribute and signature value.
 * content_digest is that of csi_cms_prefix() and the bytes that the ByteRange
 * covers; NULL for encapsulated content, whose digest is taken here.
 * CSEAL_OK: all hold.
 * REFUSED_DAMAGED: one does not, the note says which (also: content inside
 * where the caller has a digest of content outside).  REFUSED_UNSUPPORTED: it
 * cannot be told (no certificate of the signer, a key of another kind).
 */
cseal_status csi_cms_prove(const csi_cms_read *read,
    const uint8_t *content_digest, size_t len, cseal_error **ret_error);

void csi_cms_read_free(csi_cms_read *read);

#endif
