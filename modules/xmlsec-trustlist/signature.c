/* SPDX-License-Identifier: Apache-2.0 */
/* signature.c -- proves that one of the given signers signed all of a list
 * (ETSI TS 119 612, 5.7 and B; W3C XML Signature 1.1).
 *
 * What the signature must look like is checked before it is verified, so that
 * it cannot cover something else than what is read: one signature, a child of
 * the root, with one reference to the whole document, from which nothing but
 * the signature itself is taken away.  What lies in the signature is not
 * covered, and is not read as content.
 *
 * KeyInfo only says which of the given certificates to try. */
#include "reader.h"

#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#define ID_MOST           256    /* bytes */
#define BASE64_MOST       131072 /* characters of a certificate */
#define REFERENCES_MOST   8
#define CERTIFICATES_MOST 16 /* in KeyInfo */
/* NIST SP 800-57 part 1, 5.6.1: 112 is RSA 2048, and EC P-224. */
#define STRENGTH_LEAST 112

#define XADES_NS  "http://uri.etsi.org/01903/v1.3.2#"
#define ENVELOPED "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
#define EXCLUSIVE "http://www.w3.org/2001/10/xml-exc-c14n#"

static const char *const digests[] = {
	"http://www.w3.org/2001/04/xmlenc#sha256",
	"http://www.w3.org/2001/04/xmldsig-more#sha384",
	"http://www.w3.org/2001/04/xmlenc#sha512",
};

static const char *const methods[] = {
	"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
	"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
	"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
	"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
	"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
	"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- what it must look like ---------------------------------------------- */

static bool
refuse(struct reader *reader, const char *why)
{
	return reader_fail(reader, FAILED_DAMAGED,
	    "the signature is not one of a trusted list: %s", why);
}

static bool
is_one_of(const char *text, const char *const *all, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(text, all[i]) == 0)
			return true;
	}
	return false;
}

/* The attribute without a namespace, in place; NULL: there is none, or it is
 * not one plain text. */
static const char *
attribute_of(const xmlNode *node, const char *name)
{
	for (const xmlAttr *at = node->properties; at != NULL; at = at->next) {
		if (at->ns != NULL || strcmp((const char *)at->name, name) != 0)
			continue;
		if (at->children == NULL)
			return "";
		if (at->children->type != XML_TEXT_NODE ||
		    at->children->next != NULL)
			return NULL;
		return (const char *)at->children->content;
	}
	return NULL;
}

static bool
is_signature(const xmlNode *node)
{
	return is_element(node, DSIG_NS, "Signature");
}

/* The next element of the whole document, without going back down the stack:
 * a list is deep as far as DEPTH_MOST says. */
static xmlNode *
walk(const xmlNode *root, xmlNode *node)
{
	xmlNode *next = first_element(node);

	while (next == NULL && node != root) {
		next = next_element(node);
		node = node->parent;
	}
	return next;
}

/* Two signatures are one to verify and one to be seen. */
static xmlNode *
find_signature(struct reader *reader, xmlNode *root)
{
	xmlNode *found = NULL;
	size_t count = 0;

	for (xmlNode *at = root; at != NULL; at = walk(root, at)) {
		if (is_signature(at)) {
			count++;
			found = at;
		}
	}
	if (count == 0)
		reader_fail(reader, FAILED_DAMAGED, "the list was not signed");
	else if (count > 1)
		refuse(reader, "there was more than one");
	else if (found->parent != root)
		refuse(reader, "it was not right below the root");
	return reader->failure == 0 ? found : NULL;
}

/* ---- references ----------------------------------------------------------- */

static bool
is_plain_id(const char *id)
{
	size_t len = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"abcdefghijklmnopqrstuvwxyz0123456789._-");

	return len > 0 && len <= ID_MOST && id[len] == '\0';
}

/* Makes its Id one, and the only one of that name. */
static bool
name_element(struct reader *reader, xmlDoc *doc, xmlNode *node)
{
	const char *id = attribute_of(node, "Id");
	xmlAttr *attribute = xmlHasProp(node, (const xmlChar *)"Id");

	if (id == NULL || attribute == NULL || !is_plain_id(id))
		return refuse(reader, "an Id was missing or odd");
	if (xmlAddID(NULL, doc, (const xmlChar *)id, attribute) == NULL)
		return refuse(reader, "two elements had one Id");
	return true;
}

static bool
refers_to(const char *uri, const xmlNode *node)
{
	const char *id = node == NULL ? NULL : attribute_of(node, "Id");

	return id != NULL && uri[0] == '#' && is_plain_id(uri + 1) &&
	       strcmp(uri + 1, id) == 0;
}

/* The algorithm of each, none with anything inside. */
static bool
read_transforms(struct reader *reader, const xmlNode *transforms,
    bool *ret_enveloped, size_t *ret_count)
{
	size_t count = 0;

	*ret_enveloped = false;
	for (xmlNode *at = transforms == NULL ? NULL
					      : first_element(transforms);
	     at != NULL; at = next_element(at)) {
		const char *algorithm = attribute_of(at, "Algorithm");
		bool is_enveloped =
		    algorithm != NULL && strcmp(algorithm, ENVELOPED) == 0;

		if (!is_element(at, DSIG_NS, "Transform") ||
		    algorithm == NULL || first_element(at) != NULL ||
		    (!is_enveloped && strcmp(algorithm, EXCLUSIVE) != 0))
			return refuse(reader,
			    "a transform is neither the enveloped signature "
			    "nor exclusive canonical XML");
		if (is_enveloped && count > 0)
			return refuse(reader, "a transform is out of order");
		*ret_enveloped = *ret_enveloped || is_enveloped;
		count++;
	}
	*ret_count = count;
	return true;
}

/* Of the whole document, or of the signed properties of the signature. */
static bool
check_reference(struct reader *reader, const xmlNode *reference,
    const xmlNode *root, const xmlNode *properties, size_t *ret_roots)
{
	const char *uri = attribute_of(reference, "URI");
	const char *digest;
	bool is_root, is_enveloped = false;
	xmlNode *method;
	size_t count = 0;

	if (uri == NULL)
		return refuse(reader, "a reference names nothing");
	is_root = uri[0] == '\0' || refers_to(uri, root);
	if (!is_root && !refers_to(uri, properties))
		return refuse(reader,
		    "a reference is neither to the whole list nor to the "
		    "signed properties");
	method = needed_child(reader, reference, DSIG_NS, "DigestMethod");
	if (method == NULL)
		return false;
	digest = attribute_of(method, "Algorithm");
	if (digest == NULL || !is_one_of(digest, digests, COUNT(digests)))
		return reader_fail(reader, FAILED_UNSUPPORTED,
		    "a digest of the signature is too weak, or not known");
	if (!read_transforms(reader,
		only_child(reader, reference, DSIG_NS, "Transforms"),
		&is_enveloped, &count))
		return false;
	/* Enveloped, then exclusive canonical XML; of the properties, the
	 * latter or none. */
	if (is_root ? !is_enveloped || count != 2 : is_enveloped || count > 1)
		return refuse(reader, "a reference has odd transforms");
	*ret_roots += is_root;
	return reader->failure == 0;
}

static bool
check_info(struct reader *reader, const xmlNode *info, const xmlNode *root,
    const xmlNode *properties)
{
	const xmlNode *at = first_element(info);
	size_t count = 0, roots = 0;
	const char *algorithm;

	algorithm = at == NULL ? NULL : attribute_of(at, "Algorithm");
	if (at == NULL || !is_element(at, DSIG_NS, "CanonicalizationMethod") ||
	    algorithm == NULL || first_element(at) != NULL ||
	    strcmp(algorithm, EXCLUSIVE) != 0)
		return refuse(reader, "it is not in exclusive canonical XML");
	at = next_element(at);
	algorithm = at == NULL ? NULL : attribute_of(at, "Algorithm");
	if (at == NULL || !is_element(at, DSIG_NS, "SignatureMethod") ||
	    algorithm == NULL || !is_one_of(algorithm, methods, COUNT(methods)))
		return reader_fail(reader, FAILED_UNSUPPORTED,
		    "the signature's algorithm is too weak, or not known");
	for (at = next_element(at); at != NULL; at = next_element(at)) {
		if (!is_element(at, DSIG_NS, "Reference") ||
		    ++count > REFERENCES_MOST)
			return refuse(reader, "too much is in SignedInfo");
		if (!check_reference(reader, at, root, properties, &roots))
			return false;
	}
	if (roots != 1)
		return refuse(reader, "not one reference is to the whole list");
	return true;
}

/* XAdES (ETSI EN 319 132-1, 4.3): NULL where there are none. */
static xmlNode *
find_properties(struct reader *reader, const xmlNode *signature)
{
	xmlNode *object = only_child(reader, signature, DSIG_NS, "Object");
	xmlNode *qualifying = NULL;

	if (object != NULL)
		qualifying = only_child(
		    reader, object, XADES_NS, "QualifyingProperties");
	if (qualifying == NULL)
		return NULL;
	return only_child(reader, qualifying, XADES_NS, "SignedProperties");
}

static bool
check_shape(
    struct reader *reader, xmlDoc *doc, xmlNode *root, xmlNode *signature)
{
	xmlNode *properties = find_properties(reader, signature);
	xmlNode *info = needed_child(reader, signature, DSIG_NS, "SignedInfo");

	if (info == NULL)
		return false;
	if (attribute_of(root, "Id") != NULL &&
	    !name_element(reader, doc, root))
		return false;
	if (properties != NULL && !name_element(reader, doc, properties))
		return false;
	return check_info(reader, info, root, properties);
}

/* ---- who signed ------------------------------------------------------------ */

static bool
match(struct reader *reader, const xmlNode *certificate, size_t *ret_signer,
    bool *ret_found)
{
	size_t len;
	uint8_t *der = bytes_of(reader, certificate, BASE64_MOST, &len);

	if (der == NULL)
		return false;
	for (size_t i = 0; !*ret_found && i < reader->signer_count; i++) {
		const struct signer *signer = &reader->signers[i];

		if (signer->len == len && memcmp(signer->der, der, len) == 0) {
			*ret_signer = i;
			*ret_found = true;
		}
	}
	free(der);
	return true;
}

static bool
find_signer(struct reader *reader, const xmlNode *signature, size_t *ret_signer)
{
	xmlNode *info = needed_child(reader, signature, DSIG_NS, "KeyInfo");
	size_t count = 0;
	bool found = false;

	for (xmlNode *data = info == NULL ? NULL : first_element(info);
	     data != NULL; data = next_element(data)) {
		if (!is_element(data, DSIG_NS, "X509Data"))
			continue;
		for (xmlNode *at = first_element(data); at != NULL;
		     at = next_element(at)) {
			if (!is_element(at, DSIG_NS, "X509Certificate"))
				continue;
			if (++count > CERTIFICATES_MOST)
				return refuse(reader, "too many certificates");
			if (!match(reader, at, ret_signer, &found))
				return false;
		}
	}
	if (!found)
		reader_fail(reader, FAILED_SIGNER,
		    "none of the signers that were given signed it");
	return reader->failure == 0;
}

/* Long enough to be trusted? */
static bool
is_strong(const struct signer *signer)
{
	const unsigned char *at = signer->der;
	X509 *x509 = d2i_X509(NULL, &at, (long)signer->len);
	EVP_PKEY *key = x509 == NULL ? NULL : X509_get0_pubkey(x509);
	bool is =
	    key != NULL && EVP_PKEY_get_security_bits(key) >= STRENGTH_LEAST;

	X509_free(x509);
	return is;
}

/* ---- verifying -------------------------------------------------------------- */

/* No more than what check_shape() lets through. */
static bool
restrict_to_shape(xmlSecDSigCtx *ctx)
{
	const xmlSecTransformId references[] = {
		xmlSecTransformEnvelopedId,
		xmlSecTransformExclC14NId,
		xmlSecTransformInclC14NId, /* where none is named */
		xmlSecTransformSha256Id,
		xmlSecTransformSha384Id,
		xmlSecTransformSha512Id,
	};
	const xmlSecTransformId signatures[] = {
		xmlSecTransformExclC14NId,
		xmlSecTransformRsaSha256Id,
		xmlSecTransformRsaSha384Id,
		xmlSecTransformRsaSha512Id,
		xmlSecTransformEcdsaSha256Id,
		xmlSecTransformEcdsaSha384Id,
		xmlSecTransformEcdsaSha512Id,
	};

	ctx->flags |= XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
	ctx->enabledReferenceUris =
	    xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
	for (size_t i = 0; i < COUNT(references); i++) {
		if (xmlSecDSigCtxEnableReferenceTransform(ctx, references[i]) <
		    0)
			return false;
	}
	for (size_t i = 0; i < COUNT(signatures); i++) {
		if (xmlSecDSigCtxEnableSignatureTransform(ctx, signatures[i]) <
		    0)
			return false;
	}
	return true;
}

static bool
verify(struct reader *reader, xmlNode *signature, const struct signer *signer)
{
	xmlSecDSigCtx *ctx = xmlSecDSigCtxCreate(NULL);
	bool ok = ctx != NULL && restrict_to_shape(ctx);

	/* With a key of its own it does not look at KeyInfo. */
	if (ok)
		ctx->signKey = xmlSecCryptoAppKeyLoadMemory(signer->der,
		    (xmlSecSize)signer->len, xmlSecKeyDataFormatCertDer, NULL,
		    NULL, NULL);
	ok = ok && ctx->signKey != NULL;
	ok = ok && xmlSecDSigCtxVerify(ctx, signature) == 0 &&
	     ctx->status == xmlSecDSigStatusSucceeded;
	if (ctx != NULL)
		xmlSecDSigCtxDestroy(ctx);
	if (!ok)
		return reader_fail(reader, FAILED_DAMAGED,
		    "the signature does not hold: the list was changed, or "
		    "another key signed it");
	return true;
}

bool
signature_prove(struct reader *reader, xmlDoc *doc, size_t *ret_signer)
{
	xmlNode *root = xmlDocGetRootElement(doc), *signature;

	if (root == NULL || !is_element(root, TSL_NS, "TrustServiceStatusList"))
		return reader_fail(
		    reader, FAILED_DAMAGED, "this was no trusted list");
	signature = find_signature(reader, root);
	if (signature == NULL)
		return false;
	if (!check_shape(reader, doc, root, signature) ||
	    !find_signer(reader, signature, ret_signer))
		return false;
	if (!is_strong(&reader->signers[*ret_signer]))
		return reader_fail(reader, FAILED_UNSUPPORTED,
		    "the key of the list's signer is too short, or not known");
	return verify(reader, signature, &reader->signers[*ret_signer]);
}
