/* SPDX-License-Identifier: Apache-2.0 */
/* tsp.c -- asks a time-stamp authority, and checks what it answered. */
#include "cms/tsp.h"
#include "cms/crypto.h"
#include "cms/extension.h"

#include "error.h"

#include <openssl/rand.h>
#include <string.h>

cseal_status
csi_tsp_question(const struct csi_digest_row *digest, struct csi_span bytes,
    struct csi_tsp_question *ret_question, cseal_error **ret_error)
{
	struct csi_tsp_question made = { .digest = digest };
	cseal_status st;

	st = csi_crypto_digest(digest, bytes, made.imprint, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (RAND_bytes(made.nonce, CSI_TSP_NONCE) != 1)
		return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the crypto library gave no random bytes");
	/* As an INTEGER: positive, and of that length. */
	made.nonce[0] = (made.nonce[0] & 0x7f) | 0x40;
	*ret_question = made;
	return CSEAL_OK;
}

/* TimeStampReq ::= SEQUENCE { version INTEGER, messageImprint SEQUENCE {
 * AlgorithmIdentifier, OCTET STRING }, nonce INTEGER, certReq BOOLEAN } */
void
csi_tsp_request(const struct csi_tsp_question *question, struct csi_bytes *der)
{
	static const uint8_t version = 1, yes = 0xff;
	size_t whole = csi_der_begin(der, CSI_DER_SEQUENCE);
	size_t imprint, algorithm;

	csi_der_add(der, CSI_DER_INTEGER, &version, 1);
	imprint = csi_der_begin(der, CSI_DER_SEQUENCE);
	algorithm = csi_der_begin(der, CSI_DER_SEQUENCE);
	csi_der_add_span(der, CSI_DER_OID, question->digest->oid);
	csi_der_add(der, CSI_DER_NULL, NULL, 0);
	csi_der_end(der, algorithm);
	csi_der_add(der, CSI_DER_OCTET_STRING, question->imprint,
	    question->digest->len);
	csi_der_end(der, imprint);
	csi_der_add(der, CSI_DER_INTEGER, question->nonce, CSI_TSP_NONCE);
	csi_der_add(der, CSI_DER_BOOLEAN, &yes, 1);
	csi_der_end(der, whole);
}

/* ---- the answer ------------------------------------------------------ */

static cseal_status
fail_remote(cseal_error **ret_error, const char *what)
{
	return cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
	    "the time-stamp authority's answer %s", what);
}

/* PKIFailureInfo, RFC 3161, 2.4.2: bits of a BIT STRING. */
#define BAD_ALGORITHM 0

static const struct {
	unsigned bit;
	const char *text;
} failures[] = {
	{ BAD_ALGORITHM, "was a refusal: the digest is not one of its own" },
	{ 2, "was a refusal: the request is not permitted" },
	{ 5, "was a refusal: the request had the wrong format" },
	{ 14, "was a refusal: its clock is not available" },
	{ 15, "was a refusal: the policy is not one of its own" },
	{ 16, "was a refusal: an extension is not supported" },
	{ 17, "was a refusal: more was asked for than there is" },
	{ 25, "was a refusal: its system failed" },
};

struct outcome {
	long status;
	struct csi_span bits; /* body of failInfo, or empty */
};

/* PKIStatusInfo ::= SEQUENCE { status INTEGER, statusString OPTIONAL,
 * failInfo BIT STRING OPTIONAL } */
static bool
read_outcome(struct csi_der info, struct outcome *ret_outcome)
{
	struct csi_reader in = csi_der_inside(info);

	memset(ret_outcome, 0, sizeof(*ret_outcome));
	ret_outcome->status = csi_der_small(csi_der_take(&in, CSI_DER_INTEGER));
	if (csi_der_next_is(&in, CSI_DER_SEQUENCE))
		csi_der_any(&in);
	if (csi_der_next_is(&in, CSI_DER_BIT_STRING))
		ret_outcome->bits = csi_der_any(&in).body;
	return csi_der_done(&in);
}

/* granted, and granted with modifications */
static bool
is_granted(const struct outcome *outcome)
{
	return outcome->status == 0 || outcome->status == 1;
}

static bool
failed_by(const struct outcome *outcome, unsigned bit)
{
	return 1 + bit / 8 < outcome->bits.len &&
	       (outcome->bits.at[1 + bit / 8] & (0x80 >> bit % 8)) != 0;
}

static cseal_status
check_status(struct csi_der info, cseal_error **ret_error)
{
	struct outcome outcome;

	if (!read_outcome(info, &outcome))
		return fail_remote(ret_error, "was not well formed");
	if (is_granted(&outcome))
		return CSEAL_OK;
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		if (failed_by(&outcome, failures[i].bit))
			return fail_remote(ret_error, failures[i].text);
	}
	return fail_remote(ret_error, "was a refusal");
}

bool
csi_tsp_refuses_digest(struct csi_span response)
{
	struct csi_reader in = csi_reader_of(response.at, response.len), whole;
	struct outcome outcome;
	struct csi_der info;

	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	info = csi_der_take(&whole, CSI_DER_SEQUENCE);
	return csi_der_done(&in) && !whole.bad &&
	       read_outcome(info, &outcome) && !is_granted(&outcome) &&
	       failed_by(&outcome, BAD_ALGORITHM);
}

/* What csi_cms_timestamp() leaves out of a TSTInfo: after genTime, accuracy
 * SEQUENCE, ordering BOOLEAN and nonce INTEGER, all optional. */
static struct csi_span
nonce_of(struct csi_span content)
{
	struct csi_reader whole = csi_reader_of(content.at, content.len), in;
	struct csi_span none = { 0 };

	in = csi_der_inside(csi_der_take(&whole, CSI_DER_SEQUENCE));
	for (int i = 0; i < 5; i++)
		csi_der_any(&in);
	if (csi_der_next_is(&in, CSI_DER_SEQUENCE))
		csi_der_any(&in);
	if (csi_der_next_is(&in, CSI_DER_BOOLEAN))
		csi_der_any(&in);
	if (!csi_der_next_is(&in, CSI_DER_INTEGER))
		return none;
	return csi_der_take(&in, CSI_DER_INTEGER).body;
}

static cseal_status
check_info(const struct csi_tsp_question *question, const csi_cms_read *read,
    cseal_error **ret_error)
{
	const struct csi_span nonce = { question->nonce, CSI_TSP_NONCE };
	const struct csi_span imprint = { question->imprint,
		question->digest->len };
	struct csi_timestamp timestamp;
	cseal_status st;

	st = csi_cms_timestamp(read, &timestamp, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (strcmp(timestamp.digest_name, question->digest->name) != 0 ||
	    !csi_span_equal(timestamp.imprint, imprint))
		return fail_remote(
		    ret_error, "was about other bytes (imprint)");
	if (!csi_span_equal(nonce_of(csi_cms_content(read)), nonce))
		return fail_remote(
		    ret_error, "was to another question (nonce)");
	return CSEAL_OK;
}

static cseal_status
check_token(const struct csi_tsp_question *question, const csi_cms_read *read,
    cseal_error **ret_error)
{
	const struct csi_span *certificates;
	cseal_status st;
	bool only;

	st = check_info(question, read, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_cms_certificates(read, &certificates);
	if (certificates[0].len == 0)
		return fail_remote(
		    ret_error, "lacked the certificate that was asked for");
	st = csi_cms_prove(read, NULL, 0, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_certificate_has_purpose(
	    certificates[0], csi_oid_time_stamping, &only);
	if (!only)
		return fail_remote(ret_error,
		    "was signed with a certificate that is not for "
		    "time-stamps only");
	return CSEAL_OK;
}

/* What is wrong with a token is the authority's fault, unless memory or the
 * crypto library was. */
static cseal_status
blame(cseal_status st, cseal_error **ret_error)
{
	cseal_error *cause = NULL;

	if (cseal_status_class_of(st) != CSEAL_CLASS_REFUSED)
		return st;
	if (ret_error != NULL) {
		cause = *ret_error;
		*ret_error = NULL;
	}
	st = cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
	    "the time-stamp authority's answer did not hold: %s",
	    cause == NULL ? "it was refused" : cseal_error_text(cause));
	cseal_error_free(cause);
	return st;
}

/* TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken
 * ContentInfo OPTIONAL } */
cseal_status
csi_tsp_token(const struct csi_tsp_question *question, struct csi_span response,
    struct csi_span *ret_token, cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(response.at, response.len), whole;
	csi_cms_read *read = NULL;
	struct csi_der info, token;
	cseal_status st;

	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	info = csi_der_take(&whole, CSI_DER_SEQUENCE);
	if (!csi_der_done(&in) || whole.bad || response.len > CSI_TSP_MOST)
		return fail_remote(ret_error, "was no time-stamp response");
	st = check_status(info, ret_error);
	if (st != CSEAL_OK)
		return st;
	token = csi_der_take(&whole, CSI_DER_SEQUENCE);
	if (!csi_der_done(&whole))
		return fail_remote(ret_error, "had no time-stamp in it");
	st = csi_cms_parse(token.whole.at, token.whole.len, &read, ret_error);
	if (st == CSEAL_OK)
		st = check_token(question, read, ret_error);
	csi_cms_read_free(read);
	if (st != CSEAL_OK)
		return blame(st, ret_error);
	*ret_token = token.whole;
	return CSEAL_OK;
}
