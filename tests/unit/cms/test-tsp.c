/* SPDX-License-Identifier: Apache-2.0 */
/* test-tsp.c -- what openssl answers to our question is taken; an answer to
 * another one, a refusal and rubbish are not. */
#include "cms/tsp.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "test-tsp-XXXXXX";

static bool
run(const char *command)
{
	char whole[1024];

	snprintf(whole, sizeof(whole), "cd '%s' && { %s; } >>log 2>&1", folder,
	    command);
	return system(whole) == 0;
}

static size_t
load(const char *name, uint8_t *bytes, size_t room)
{
	char path[128];
	FILE *file;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	if (file == NULL)
		return 0;
	len = fread(bytes, 1, room, file);
	fclose(file);
	return len;
}

static bool
store(const char *name, struct csi_span bytes)
{
	char path[128];
	FILE *file;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	ok = file != NULL && fwrite(bytes.at, 1, bytes.len, file) == bytes.len;
	return file != NULL && fclose(file) == 0 && ok;
}

static struct csi_tsp_question question;
static uint8_t response[16384];
static size_t response_len;

static struct csi_span
whole(void)
{
	struct csi_span span = { response, response_len };

	return span;
}

static void
openssl_answers_our_question(void)
{
	const struct csi_span bytes = { (const uint8_t *)"signature", 9 };
	struct csi_bytes der = { 0 };
	struct csi_span token = { 0 };

	OK(run("'" LEVELS_DIR "/make-pki' ."));
	for (cseal_digest digest = CSEAL_DIGEST_SHA256;
	     digest <= CSEAL_DIGEST_SHA512; digest++) {
		OK(csi_tsp_question(csi_digest_by(digest), bytes, &question,
		       NULL) == CSEAL_OK);
		csi_tsp_request(&question, &der);
		OK(store("request", csi_bytes_span(&der)));
		csi_bytes_free(&der);
		OK(run("openssl ts -reply -config conf -queryfile request "
		       "-out response"));
		response_len = load("response", response, sizeof(response));
		OK(csi_tsp_token(&question, whole(), &token, NULL) == CSEAL_OK);
		OK(store("token", token));
		OK(run("openssl ts -verify -token_in -in token -queryfile "
		       "request -CAfile root.crt -untrusted ca.crt"));
	}
}

static bool
is_refused(const struct csi_tsp_question *asked, struct csi_span answer,
    const char *note)
{
	struct csi_span token = { 0 };
	cseal_error *error = NULL;
	cseal_status st = csi_tsp_token(asked, answer, &token, &error);
	bool ok = st == CSEAL_FAULT_REMOTE && token.at == NULL &&
		  strstr(cseal_error_text(error), note) != NULL;

	if (!ok)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return ok;
}

/* Ours does not know SM3 until its configuration says so. */
static void
a_refusal_of_the_digest_is_told_from_others(void)
{
	const struct csi_span bytes = { (const uint8_t *)"signature", 9 };
	struct csi_tsp_question sm3;
	struct csi_bytes der = { 0 };
	struct csi_span token = { 0 };
	uint8_t answer[16384];
	struct csi_span span = { answer, 0 };
	/* rejection with badRequest, with nothing, and granted with badAlg */
	static const struct csi_span others[] = {
		CSI_SPAN("\x30\x09\x30\x07\x02\x01\x02\x03\x02\x05\x20"),
		CSI_SPAN("\x30\x05\x30\x03\x02\x01\x02"),
		CSI_SPAN("\x30\x09\x30\x07\x02\x01\x00\x03\x02\x07\x80"),
	};

	OK(csi_tsp_question(
	       csi_digest_by(CSEAL_DIGEST_SM3), bytes, &sm3, NULL) == CSEAL_OK);
	csi_tsp_request(&sm3, &der);
	OK(store("request", csi_bytes_span(&der)));
	csi_bytes_free(&der);
	OK(run("openssl ts -reply -config conf -queryfile request -out other"));
	span.len = load("other", answer, sizeof(answer));
	OK(csi_tsp_refuses_digest(span));
	for (size_t len = span.len; len-- > 0;)
		OKF(!csi_tsp_refuses_digest((struct csi_span){ answer, len }),
		    "%zu bytes of it", len);
	OK(!csi_tsp_refuses_digest(whole()));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		OKF(!csi_tsp_refuses_digest(others[i]), "other %zu", i);
	OK(run("sed 's/^digests.*/digests = sm3/' conf >sm3.conf && openssl ts "
	       "-reply -config sm3.conf -queryfile request -out other"));
	span.len = load("other", answer, sizeof(answer));
	OK(!csi_tsp_refuses_digest(span));
	OK(csi_tsp_token(&sm3, span, &token, NULL) == CSEAL_OK);
}

static void
an_answer_to_another_question_is_not_taken(void)
{
	struct csi_tsp_question other = question;

	other.nonce[3] ^= 1;
	OK(is_refused(&other, whole(), "nonce"));
	other = question;
	other.imprint[3] ^= 1;
	OK(is_refused(&other, whole(), "imprint"));
	other.digest = csi_digest_by(CSEAL_DIGEST_SHA256);
	OK(is_refused(&other, whole(), "imprint"));
}

static void
an_answer_without_nonce_is_not_taken(void)
{
	uint8_t bytes[16384];
	struct csi_span answer = { bytes, 0 };

	OK(run("printf 'signature' >file; openssl ts -query -data file "
	       "-sha512 -cert -no_nonce -out bare; openssl ts -reply -config "
	       "conf -queryfile bare -out bare.response"));
	answer.len = load("bare.response", bytes, sizeof(bytes));
	OK(is_refused(&question, answer, "nonce"));
}

static void
an_answer_without_certificate_is_not_taken(void)
{
	uint8_t bytes[16384];
	struct csi_span answer = { bytes, 0 };
	struct csi_bytes der = { 0 };

	/* certReq FALSE, the default, is left out */
	csi_tsp_request(&question, &der);
	der.at[1] -= 3;
	der.len -= 3;
	OK(store("request", csi_bytes_span(&der)));
	csi_bytes_free(&der);
	OK(run("openssl ts -reply -config conf -queryfile request -out "
	       "response"));
	answer.len = load("response", bytes, sizeof(bytes));
	OK(is_refused(&question, answer, "lacked the certificate"));
}

static void
a_refusal_is_told_with_its_reason(void)
{
	static const uint8_t busy[] = { 0x30, 9, 0x30, 7, 2, 1, 2, 3, 2, 7, 0 };
	uint8_t bytes[16384];
	struct csi_span answer = { bytes, 0 };

	OK(run("sed 's/^digests.*/digests = sha1/' conf >other.conf; openssl "
	       "ts -reply -config other.conf -queryfile request -out refusal"));
	answer.len = load("refusal", bytes, sizeof(bytes));
	OK(is_refused(&question, answer, "the digest is not one of its own"));
	OK(is_refused(&question, (struct csi_span){ busy, sizeof(busy) },
	    "was a refusal"));
}

static void
a_forged_answer_is_not_taken(void)
{
	size_t taken = 0, len = 0;
	struct csi_span token;

	csi_tsp_token(&question, whole(), &token, NULL);
	/* the end of the token is the signature value */
	for (size_t i = response_len - 60; i < response_len; i++) {
		response[i] ^= 0x10;
		taken +=
		    csi_tsp_token(&question, whole(), &token, NULL) == CSEAL_OK;
		response[i] ^= 0x10;
	}
	OK(taken == 0);
	for (; len < response_len; len += 7)
		taken +=
		    csi_tsp_token(&question, (struct csi_span){ response, len },
			&token, NULL) == CSEAL_OK;
	OK(taken == 0);
	OK(is_refused(
	    &question, (struct csi_span){ NULL, 0 }, "no time-stamp response"));
}

int
main(void)
{
	char command[64];

	if (mkdtemp(folder) == NULL)
		return 1;
	RUN(openssl_answers_our_question);
	RUN(a_refusal_of_the_digest_is_told_from_others);
	RUN(an_answer_to_another_question_is_not_taken);
	RUN(an_answer_without_nonce_is_not_taken);
	RUN(a_forged_answer_is_not_taken);
	RUN(an_answer_without_certificate_is_not_taken);
	RUN(a_refusal_is_told_with_its_reason);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command) != 0 || tap_done();
}
