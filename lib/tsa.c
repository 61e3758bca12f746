/* SPDX-License-Identifier: Apache-2.0 */
/* tsa.c -- gets a time-stamp from an authority (RFC 3161, 3.4). */
#include "tsa.h"

#include "cms/tsp.h"
#include "error.h"
#include "fetch.h"

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
		    "a time-stamp needs an authority: [tsa] url was not set");
	*ret_url = url;
	return CSEAL_OK;
}

static cseal_status
ask(cseal_context *context, const char *url,
    const struct csi_tsp_question *asked, cseal_wait *wait,
    struct csi_bytes *ret_token, cseal_error **ret_error)
{
	struct csi_bytes request = { 0 }, answer = { 0 }, token = { 0 };
	struct csi_question question = { .url = url,
		.content_type = CSI_TSP_ASK_TYPE,
		.most = CSI_TSP_MOST };
	struct csi_span inside;
	cseal_status st;

	csi_tsp_request(asked, &request);
	question.body = csi_bytes_span(&request);
	st = request.failed
		 ? csi_fail_memory(ret_error)
		 : csi_fetch(context, &question, wait, &answer, ret_error);
	if (st == CSEAL_OK)
		st = csi_tsp_token(
		    asked, csi_bytes_span(&answer), &inside, ret_error);
	if (st == CSEAL_OK) {
		csi_bytes_add_span(&token, inside);
		if (token.failed)
			st = csi_fail_memory(ret_error);
		else
			*ret_token = token;
	}
	csi_bytes_free(&request);
	csi_bytes_free(&answer);
	return st;
}

cseal_status
csi_tsa_token(cseal_context *context, const char *url, cseal_digest digest,
    struct csi_span bytes, cseal_wait *wait, struct csi_bytes *ret_token,
    cseal_error **ret_error)
{
	struct csi_tsp_question question;
	cseal_status st;

	st = csi_tsp_question(
	    csi_digest_by(digest), bytes, &question, ret_error);
	if (st != CSEAL_OK)
		return st;
	return ask(context, url, &question, wait, ret_token, ret_error);
}

cseal_status
csi_tsa_token_of(cseal_context *context, const char *url, cseal_digest digest,
    const uint8_t *imprint, cseal_wait *wait, struct csi_bytes *ret_token,
    cseal_error **ret_error)
{
	const struct csi_span none = { 0 };
	struct csi_tsp_question question;
	cseal_status st;

	st =
	    csi_tsp_question(csi_digest_by(digest), none, &question, ret_error);
	if (st != CSEAL_OK)
		return st;
	memcpy(question.imprint, imprint, question.digest->len);
	return ask(context, url, &question, wait, ret_token, ret_error);
}
