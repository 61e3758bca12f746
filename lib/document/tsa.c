/* SPDX-License-Identifier: Apache-2.0 */
/* tsa.c -- gets a time-stamp from an authority (RFC 3161, 3.4). */
#include "document/tsa.h"

#include "cms/tsp.h"
#include "error.h"
#include "fetch.h"
#include "log.h"

#include <string.h>

cseal_status
csi_tsa_url(cseal_context *context, const char *given, const char **ret_url,
    cseal_error **ret_error)
{
	const char *url = given;

	if (url == NULL && context != NULL)
		url = cseal_context_setting(context, "tsa", "url");
	if (url == NULL)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "a time-stamp needs an authority: none was named, and "
		    "[tsa] url was not set");
	*ret_url = url;
	return CSEAL_OK;
}

/* Of the digests that we sign with, SM3 is the one that not every authority
 * has, and SHA-256 the one that it has.  True: there is another one to try. */
static bool
may_come_again(struct csi_tsa *tsa, struct csi_span answer)
{
	if (tsa->digest != CSEAL_DIGEST_SM3 || !csi_tsp_refuses_digest(answer))
		return false;
	csi_log(tsa->context, CSEAL_LOG_WARNING,
	    "the time-stamp authority refused SM3: it is asked with SHA-256");
	tsa->digest = CSEAL_DIGEST_SHA256;
	return true;
}

static cseal_status
take_token(struct csi_tsa *tsa, const struct csi_tsp_question *asked,
    struct csi_span answer, struct csi_bytes *ret_token,
    cseal_error **ret_error)
{
	struct csi_bytes token = { 0 };
	struct csi_span inside = { 0 };
	cseal_status st = CSEAL_OK;

	if (!may_come_again(tsa, answer))
		st = csi_tsp_token(asked, answer, &inside, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_bytes_add_span(&token, inside);
	if (token.failed)
		return csi_fail_memory(ret_error);
	*ret_token = token;
	return CSEAL_OK;
}

static cseal_status
ask(struct csi_tsa *tsa, const struct csi_tsp_question *asked,
    struct csi_bytes *ret_token, cseal_error **ret_error)
{
	struct csi_bytes request = { 0 }, answer = { 0 };
	struct csi_question question = { .url = tsa->url,
		.content_type = CSI_TSP_ASK_TYPE,
		.most = CSI_TSP_MOST };
	cseal_status st;

	csi_tsp_request(asked, &request);
	question.body = csi_bytes_span(&request);
	st = request.failed ? csi_fail_memory(ret_error)
			    : csi_fetch(tsa->context, &question, tsa->wait,
				  &answer, ret_error);
	if (st == CSEAL_OK)
		st = take_token(
		    tsa, asked, csi_bytes_span(&answer), ret_token, ret_error);
	csi_bytes_free(&request);
	csi_bytes_free(&answer);
	return st;
}

cseal_status
csi_tsa_token(struct csi_tsa *tsa, struct csi_span bytes,
    struct csi_bytes *ret_token, cseal_error **ret_error)
{
	struct csi_tsp_question question;
	struct csi_bytes token = { 0 };
	cseal_status st;

	do {
		st = csi_tsp_question(
		    csi_digest_by(tsa->digest), bytes, &question, ret_error);
		if (st == CSEAL_OK)
			st = ask(tsa, &question, &token, ret_error);
	} while (st == CSEAL_OK && token.len == 0);
	if (st == CSEAL_OK)
		*ret_token = token;
	return st;
}

cseal_status
csi_tsa_token_of(struct csi_tsa *tsa, const uint8_t *imprint,
    struct csi_bytes *ret_token, cseal_error **ret_error)
{
	const struct csi_span none = { 0 };
	struct csi_tsp_question question;
	cseal_status st;

	st = csi_tsp_question(
	    csi_digest_by(tsa->digest), none, &question, ret_error);
	if (st != CSEAL_OK)
		return st;
	memcpy(question.imprint, imprint, question.digest->len);
	return ask(tsa, &question, ret_token, ret_error);
}
