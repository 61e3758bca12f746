/* SPDX-License-Identifier: Apache-2.0 */
/* test-prove.c -- proves lib/cms/prove.c and attributes.c on SignedData that
 * no program should write, made by hand: each is signed with the right key, and
 * has one thing wrong. */
#include "cms/algorithm.h"
#include "cms/certificate.h"
#include "cms/cms.h"
#include "credentials.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#define DATA     "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
#define SIGNED   "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define TST_INFO "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04"
#define PKCS9(n) "\x2a\x86\x48\x86\xf7\x0d\x01\x09" n
#define SHA256   "\x60\x86\x48\x01\x65\x03\x04\x02\x01"
#define SHA384   "\x60\x86\x48\x01\x65\x03\x04\x02\x02"
#define SM3      "\x2a\x81\x1c\xcf\x55\x01\x83\x11"

#define SPAN(text) ((struct csi_span)CSI_SPAN(text))

static struct cred_chain ec;
static const uint8_t content_digest[32] = { 1, 2, 3 };

/* What is to be wrong.  All zero: nothing. */
struct craft {
	struct csi_span attributes; /* body of the SET, instead of ours */
	bool no_attributes;
	struct csi_span digest;       /* OID; empty: SHA-256 */
	struct csi_span algorithm;    /* whole; empty: ecdsa-with-SHA256 */
	struct csi_span content_type; /* empty: data */
	struct csi_span content;      /* encapsulated */
	struct csi_span issuer;       /* in the signer id */
	struct csi_span after;        /* bytes at the end of SignerInfo */
};

static void
add_attribute(struct csi_bytes *set, struct csi_span oid, uint8_t tag,
    struct csi_span value, int values)
{
	size_t whole = csi_der_begin(set, CSI_DER_SEQUENCE), inner;

	csi_der_add_span(set, CSI_DER_OID, oid);
	inner = csi_der_begin(set, CSI_DER_SET);
	for (int i = 0; i < values; i++)
		csi_der_add_span(set, tag, value);
	csi_der_end(set, inner);
	csi_der_end(set, whole);
}

static void
add_content_type(struct csi_bytes *set, const char *oid, size_t len)
{
	struct csi_span type = { (const uint8_t *)oid, len };

	add_attribute(set, SPAN(PKCS9("\x03")), CSI_DER_OID, type, 1);
}

static void
add_message_digest(struct csi_bytes *set, size_t len, int values)
{
	struct csi_span digest = { content_digest, len };

	add_attribute(
	    set, SPAN(PKCS9("\x04")), CSI_DER_OCTET_STRING, digest, values);
}

/* SigningCertificateV2 with one hash, or rubbish where hash is NULL. */
static void
add_ess(struct csi_bytes *set, const uint8_t *hash, size_t len)
{
	struct csi_bytes value = { 0 };
	size_t list = csi_der_begin(&value, CSI_DER_SEQUENCE);
	size_t id = csi_der_begin(&value, CSI_DER_SEQUENCE);

	if (hash != NULL)
		csi_der_add(&value, CSI_DER_OCTET_STRING, hash, len);
	csi_der_end(&value, id);
	csi_der_end(&value, list);
	add_attribute(set, SPAN(PKCS9("\x10\x02\x2f")), CSI_DER_SEQUENCE,
	    csi_bytes_span(&value), 1);
	csi_bytes_free(&value);
}

static void
add_algorithm(struct csi_bytes *der, struct csi_span oid)
{
	size_t mark = csi_der_begin(der, CSI_DER_SEQUENCE);

	csi_der_add_span(der, CSI_DER_OID, oid);
	csi_der_end(der, mark);
}

static void
add_signature(const struct craft *craft, struct csi_span attributes,
    struct csi_bytes *der)
{
	struct csi_bytes set = { 0 };
	uint8_t hash[32], value[128];
	size_t len;

	memcpy(hash, content_digest, sizeof(hash));
	csi_der_add_span(&set, CSI_DER_SET, attributes);
	if (!craft->no_attributes)
		EVP_Digest(set.at, set.len, hash, NULL, EVP_sha256(), NULL);
	len = cred_sign(
	    ec.key, 0, "SHA256", hash, sizeof(hash), value, sizeof(value));
	csi_der_add(der, CSI_DER_OCTET_STRING, value, len);
	csi_bytes_free(&set);
}

static void
add_signer_info(const struct craft *craft, struct csi_bytes *der)
{
	const struct csi_digest_row *sha256 =
	    csi_digest_by(CSEAL_DIGEST_SHA256);
	struct csi_span certificate = { ec.der[0], ec.len[0] };
	struct csi_certificate_parts parts;
	struct csi_bytes own = { 0 };
	struct csi_span attributes = craft->attributes;
	size_t whole = csi_der_begin(der, CSI_DER_SEQUENCE), inner;

	csi_certificate_split(certificate, &parts);
	csi_der_add(der, CSI_DER_INTEGER, "\x01", 1);
	inner = csi_der_begin(der, CSI_DER_SEQUENCE);
	csi_bytes_add_span(
	    der, craft->issuer.len != 0 ? craft->issuer : parts.issuer);
	csi_bytes_add_span(der, parts.serial);
	csi_der_end(der, inner);
	add_algorithm(
	    der, craft->digest.len != 0 ? craft->digest : sha256->oid);
	if (attributes.at == NULL) {
		add_content_type(&own, DATA, 9);
		add_message_digest(&own, 32, 1);
		attributes = csi_bytes_span(&own);
	}
	if (!craft->no_attributes)
		csi_der_add_span(der, CSI_DER_CONTEXT(0), attributes);
	if (craft->algorithm.len != 0)
		csi_bytes_add_span(der, craft->algorithm);
	else
		csi_signature_algorithm_write(der, CSEAL_SCHEME_ECDSA, sha256);
	add_signature(craft, attributes, der);
	csi_bytes_add_span(der, craft->after);
	csi_der_end(der, whole);
	csi_bytes_free(&own);
}

static void
add_content(const struct craft *craft, struct csi_bytes *der)
{
	size_t whole = csi_der_begin(der, CSI_DER_SEQUENCE), inner;

	csi_der_add_span(der, CSI_DER_OID,
	    craft->content_type.len != 0 ? craft->content_type : SPAN(DATA));
	if (craft->content.at != NULL) {
		inner = csi_der_begin(der, CSI_DER_CONTEXT(0));
		csi_der_add_span(der, CSI_DER_OCTET_STRING, craft->content);
		csi_der_end(der, inner);
	}
	csi_der_end(der, whole);
}

static struct csi_bytes
make(const struct craft *craft)
{
	struct csi_bytes der = { 0 };
	size_t whole = csi_der_begin(&der, CSI_DER_SEQUENCE);
	size_t outer, data, inner;

	csi_der_add_span(&der, CSI_DER_OID, SPAN(SIGNED));
	outer = csi_der_begin(&der, CSI_DER_CONTEXT(0));
	data = csi_der_begin(&der, CSI_DER_SEQUENCE);
	csi_der_add(&der, CSI_DER_INTEGER, "\x01", 1);
	csi_der_add(&der, CSI_DER_SET, NULL, 0);
	add_content(craft, &der);
	csi_der_add(&der, CSI_DER_CONTEXT(0), ec.der[0], ec.len[0]);
	inner = csi_der_begin(&der, CSI_DER_SET);
	add_signer_info(craft, &der);
	csi_der_end(&der, inner);
	csi_der_end(&der, data);
	csi_der_end(&der, outer);
	csi_der_end(&der, whole);
	return der;
}

/* Parses and proves; *ret_read may be NULL. */
static cseal_status
judge(const struct craft *craft, csi_cms_read **ret_read)
{
	struct csi_bytes der = make(craft);
	csi_cms_read *read = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_cms_parse(der.at, der.len, &read, &error);
	if (st == CSEAL_OK)
		st = csi_cms_prove(read,
		    craft->content.at == NULL ? content_digest : NULL, 32,
		    &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	csi_bytes_free(&der);
	if (ret_read != NULL)
		*ret_read = read;
	else
		csi_cms_read_free(read);
	return st;
}

static cseal_status
judge_attributes(struct csi_bytes *set)
{
	struct craft craft = { .attributes = csi_bytes_span(set) };
	cseal_status st = judge(&craft, NULL);

	csi_bytes_free(set);
	return st;
}

static void
what_is_made_by_hand_is_good(void)
{
	const struct craft good = { 0 }, bare = { .no_attributes = true };

	OK(judge(&good, NULL) == CSEAL_OK);
	OK(judge(&bare, NULL) == CSEAL_OK);
}

static void
attributes_in_the_order_of_signing_are_accepted(void)
{
	struct csi_bytes set = { 0 };

	add_message_digest(&set, 32, 1);
	add_content_type(&set, DATA, 9);
	OK(judge_attributes(&set) == CSEAL_OK);
}

static void
attributes_that_are_missing_or_twice_are_damaged(void)
{
	struct csi_bytes set = { 0 };

	add_content_type(&set, DATA, 9);
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
	add_message_digest(&set, 32, 1);
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
	csi_bytes_add(&set, "", 0);
	set.at = malloc(1);
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
	add_content_type(&set, DATA, 9);
	add_message_digest(&set, 32, 1);
	add_message_digest(&set, 32, 1);
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
	add_content_type(&set, DATA, 9);
	add_message_digest(&set, 32, 2);
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
	add_content_type(&set, DATA, 9);
	add_message_digest(&set, 32, 0);
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
}

static void
attributes_that_say_something_else_are_damaged(void)
{
	struct csi_bytes set = { 0 };

	add_content_type(&set, TST_INFO, 11);
	add_message_digest(&set, 32, 1);
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
	add_content_type(&set, DATA, 9);
	add_message_digest(&set, 31, 1);
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
	csi_bytes_add_text(&set, "rubbish");
	OK(judge_attributes(&set) == CSEAL_REFUSED_DAMAGED);
}

static void
there_is_an_end_to_attributes(void)
{
	struct csi_bytes set = { 0 };

	add_content_type(&set, DATA, 9);
	add_message_digest(&set, 32, 1);
	for (int i = 0; i < 62; i++)
		add_attribute(
		    &set, SPAN("\x2a\x03\x04"), CSI_DER_NULL, SPAN(""), 1);
	OK(judge_attributes(&set) == CSEAL_OK);
	add_content_type(&set, DATA, 9);
	add_message_digest(&set, 32, 1);
	for (int i = 0; i < 63; i++)
		add_attribute(
		    &set, SPAN("\x2a\x03\x04"), CSI_DER_NULL, SPAN(""), 1);
	OK(judge_attributes(&set) == CSEAL_REFUSED_LIMIT);
}

static void
the_signing_certificate_attribute_must_hold(void)
{
	uint8_t hash[32];
	struct csi_bytes set = { 0 };

	EVP_Digest(ec.der[0], ec.len[0], hash, NULL, EVP_sha256(), NULL);
	for (int i = 0; i < 4; i++) {
		add_content_type(&set, DATA, 9);
		add_message_digest(&set, 32, 1);
		if (i == 1)
			hash[31] ^= 1;
		add_ess(&set, i == 3 ? NULL : hash, i == 2 ? 20 : 32);
		OKF(judge_attributes(&set) ==
			(i == 0 ? CSEAL_OK : CSEAL_REFUSED_DAMAGED),
		    "row %d", i);
	}
}

static void
algorithms_that_contradict_each_other_are_damaged(void)
{
	struct craft craft = {
		.algorithm =
		    CSI_SPAN("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03")
	};

	OK(judge(&craft, NULL) == CSEAL_REFUSED_DAMAGED);
	/* id-ecPublicKey names no digest and is met */
	craft.algorithm = SPAN("\x30\x09\x06\x07\x2a\x86\x48\xce\x3d\x02\x01");
	OK(judge(&craft, NULL) == CSEAL_OK);
	/* an RSA algorithm with an EC key */
	craft.algorithm = SPAN("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01"
			       "\x01\x0b\x05\x00");
	OK(judge(&craft, NULL) == CSEAL_REFUSED_DAMAGED);
	craft.algorithm = SPAN("\x30\x05\x06\x03\x2b\x65\x70");
	OK(judge(&craft, NULL) == CSEAL_REFUSED_UNSUPPORTED);
	craft.algorithm = SPAN("\x30\x00");
	OK(judge(&craft, NULL) == CSEAL_REFUSED_DAMAGED);
	/* PSS parameters that are none */
	craft.algorithm = SPAN("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01"
			       "\x01\x0a\x05\x00");
	OK(judge(&craft, NULL) == CSEAL_REFUSED_DAMAGED);
}

static void
unknown_digests_are_named(void)
{
	struct craft craft = { .digest = CSI_SPAN(SM3) };

	OK(judge(&craft, NULL) ==
	    CSEAL_REFUSED_DAMAGED); /* ecdsa-with-SHA256 */
	craft.digest = SPAN("\x2a\x03\x04");
	OK(judge(&craft, NULL) == CSEAL_REFUSED_UNSUPPORTED);
	craft.digest = SPAN(SHA384);
	OK(judge(&craft, NULL) != CSEAL_OK);
}

static void
the_end_of_a_signer_info_is_its_end(void)
{
	struct craft craft = { .after = CSI_SPAN("\xa1\x02\x30\x00") };

	OK(judge(&craft, NULL) == CSEAL_OK); /* unsigned attributes */
	craft.after = SPAN("\x05\x00");
	OK(judge(&craft, NULL) == CSEAL_REFUSED_DAMAGED);
}

/* The issuer once more, as PrintableStrings. */
static void
the_signer_is_found_by_the_meaning_of_its_name(void)
{
	const struct craft craft = {
		.issuer = CSI_SPAN(
		    "\x30\x2b\x31\x12\x30\x10\x06\x03\x55\x04\x0a\x13\x09Hall Test"
		    "\x31\x15\x30\x13\x06\x03\x55\x04\x03\x13\x0cHall Test CA")
	};
	const struct craft other = {
		.issuer = CSI_SPAN(
		    "\x30\x17\x31\x15\x30\x13\x06\x03\x55\x04\x03\x13\x0cHall Test"
		    " CA")
	};

	OK(judge(&craft, NULL) == CSEAL_OK);
	OK(judge(&other, NULL) == CSEAL_REFUSED_UNSUPPORTED);
}

/* adbe.pkcs7.sha1: what is signed is the SHA-1 of the bytes. */
static void
content_inside_is_digested_here(void)
{
	static const uint8_t sha1[20] = { 5, 6, 7 };
	struct csi_bytes set = { 0 };
	struct craft craft = { .content = { sha1, sizeof(sha1) } };
	csi_cms_read *read;
	uint8_t hash[32];
	struct csi_span digest = { hash, sizeof(hash) };

	OK(judge(&craft, NULL) == CSEAL_REFUSED_DAMAGED);
	EVP_Digest(sha1, sizeof(sha1), hash, NULL, EVP_sha256(), NULL);
	add_content_type(&set, DATA, 9);
	add_attribute(
	    &set, SPAN(PKCS9("\x04")), CSI_DER_OCTET_STRING, digest, 1);
	craft.attributes = csi_bytes_span(&set);
	OK(judge(&craft, &read) == CSEAL_OK);
	OK(csi_cms_content(read).len == 20 && !csi_cms_is_detached(read));
	csi_cms_read_free(read);
	csi_bytes_free(&set);
}

static void
a_content_type_without_attributes_is_damaged(void)
{
	/* RFC 5652, 5.3: they must be there for anything but data */
	const struct craft craft = { .content_type = CSI_SPAN(TST_INFO),
		.no_attributes = true };

	OK(judge(&craft, NULL) == CSEAL_REFUSED_DAMAGED);
}

int
main(void)
{
	cred_chain_make(&ec, "EC:P-256");
	RUN(what_is_made_by_hand_is_good);
	RUN(attributes_in_the_order_of_signing_are_accepted);
	RUN(attributes_that_are_missing_or_twice_are_damaged);
	RUN(attributes_that_say_something_else_are_damaged);
	RUN(there_is_an_end_to_attributes);
	RUN(the_signing_certificate_attribute_must_hold);
	RUN(algorithms_that_contradict_each_other_are_damaged);
	RUN(unknown_digests_are_named);
	RUN(the_end_of_a_signer_info_is_its_end);
	RUN(the_signer_is_found_by_the_meaning_of_its_name);
	RUN(content_inside_is_digested_here);
	RUN(a_content_type_without_attributes_is_damaged);
	cred_chain_free(&ec);
	return tap_done();
}
