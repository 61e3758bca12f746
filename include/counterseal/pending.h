/* SPDX-License-Identifier: Apache-2.0 */
/* pending.h -- a seal that waits for its signature: the key is in another
 * process, on another machine, or used on another day. */
#ifndef COUNTERSEAL_PENDING_H
#define COUNTERSEAL_PENDING_H

#include <counterseal/seal.h>

struct cseal_preparation {
	size_t size;
	/* Its level says only whether room is kept for a time-stamp. */
	const struct cseal_seal *seal;
	/* PEM, the signer's certificate first, then its chain; or that one in
	 * DER.  NULL: not known; then a whole CMS must come. */
	const void *certificates;
	size_t certificates_len;
	/* Bytes to keep for the CMS; 0: what the certificates need, or 16384
	 * without them. */
	uint32_t room;
	/* A CMS will come that PAdES does not allow (no ESS attribute, or a
	 * signing time): the signature is marked adbe.pkcs7.detached. */
	bool plain_cms;
};

/*
 * Appends the revision of the seal with an empty place for its signature.  The
 * document is to be saved as it is now; nothing may be appended before it is
 * finished.  Without certificates, seal->digest is what is computed here.
 * Status: that of cseal_document_seal().
 */
CSEAL_API cseal_status cseal_document_prepare(cseal_context *context,
    cseal_document *document, const struct cseal_preparation *preparation,
    int timeout_ms, cseal_cancel *cancel, cseal_pending **ret_pending,
    cseal_error **ret_error);

/* The bytes whose signature is wanted: signed attributes, DER (RFC 5652, 5.4);
 * and their digest, for keys that sign one.  NULL where the certificates were
 * not known. */
CSEAL_API const void *cseal_pending_to_sign(
    const cseal_pending *pending, size_t *ret_len);
CSEAL_API const void *cseal_pending_to_sign_digest(
    const cseal_pending *pending, size_t *ret_len);

/* The bytes of the document that the signature covers, as /ByteRange has them:
 * offset and length, twice; they are the content of a whole CMS.  And their
 * digest. */
CSEAL_API void cseal_pending_covered(
    const cseal_pending *pending, uint64_t ret_range[4]);
CSEAL_API const void *cseal_pending_covered_digest(
    const cseal_pending *pending, size_t *ret_len);

/* "SHA256", "SHA384", "SHA512" or "SM3" of both digests.  For an SM2 key the
 * digest to sign has Z in front of what is signed.  Static. */
CSEAL_API const char *cseal_pending_digest_name(const cseal_pending *pending);

/* All of it as bytes, to be kept beside the document.  Without secrets. */
CSEAL_API const void *cseal_pending_state(
    const cseal_pending *pending, size_t *ret_len);
/* Status: REFUSED_INPUT (no state, or damaged), REFUSED_UNSUPPORTED (of a
 * newer version), REFUSED_LIMIT. */
CSEAL_API cseal_status cseal_pending_new_state(const void *state, size_t len,
    cseal_pending **ret_pending, cseal_error **ret_error);

/* Exactly one of the pointers is set. */
struct cseal_finish {
	size_t size;
	const void *value; /* as a token gives it; of SM2 DER, as of ECDSA */
	size_t value_len;
	/* ContentInfo with a detached SignedData, DER; of the form of GM the
	 * covered bytes, or their SM3, may be inside. */
	const void *cms;
	size_t cms_len;
	/* What is to be reached, as in struct cseal_seal.  A whole CMS gets no
	 * time-stamp of its own: B, LT or LTA. */
	cseal_level level;
	const char *tsa; /* NULL: whom the field names, or the configuration */
	bool lower_level_ok;
	cseal_level *ret_level;
	cseal_error **ret_lowered;
};

/*
 * Puts the signature into its place.  It is proven first, against this
 * document: a value or a CMS of another one, or a document that is not the
 * one that was prepared, is refused, and nothing is changed.
 * context is needed for levels above B only.
 * Status: REFUSED_INPUT, REFUSED_CERT_*, REFUSED_LIMIT (a CMS larger than
 * its room), REFUSED_UNSUPPORTED; above B that of cseal_document_seal(), too.
 */
CSEAL_API cseal_status cseal_document_finish(cseal_context *context,
    cseal_document *document, const cseal_pending *pending,
    const struct cseal_finish *finish, int timeout_ms, cseal_cancel *cancel,
    cseal_error **ret_error);

/* Wipes nothing: there are no secrets in it. */
CSEAL_API void cseal_pending_free(cseal_pending *pending);

#endif
