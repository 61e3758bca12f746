/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.c -- asks a service over HTTP, through a module.
 *
 * A URL may have a name and password in it, or a query that is secret: only
 * its host is ever shown. */
#include "fetch.h"

#include "blob.h"
#include "error.h"
#include "line.h"
#include "loader.h"

#include <string.h>
#include <strings.h>

#define HTTP_OK 200

/* The part between "//" and the path, without name and password; an empty
 * span if there is none. */
static struct csi_span
host_of(const char *url)
{
	const char *at = strstr(url, "//"), *mark;
	struct csi_span host = { 0 };

	if (at == NULL)
		return host;
	at += 2;
	host.len = strcspn(at, "/?#");
	mark = memrchr(at, '@', host.len);
	if (mark != NULL) {
		host.len -= (size_t)(mark + 1 - at);
		at = mark + 1;
	}
	host.at = (const uint8_t *)at;
	return host;
}

static bool
is_url(const char *url)
{
	size_t len = strnlen(url, CSI_FETCH_URL_MOST + 1);

	if (len > CSI_FETCH_URL_MOST || !csi_line_is_clean(url, len) ||
	    (strncasecmp(url, "http://", 7) != 0 &&
		strncasecmp(url, "https://", 8) != 0))
		return false;
	return host_of(url).len > 0 && strchr(url, ' ') == NULL;
}

static cseal_status
ask(cseal_context *context, const struct csi_question *question,
    cseal_wait *wait, struct cseal_fetch_answer *answer, cseal_blob *body,
    cseal_error **ret_error)
{
	const struct cseal_fetch_request request = { .size = sizeof(request),
		.method = question->content_type == NULL ? "GET" : "POST",
		.url = question->url,
		.content_type = question->content_type,
		.body = question->body.at,
		.body_len = question->body.len };
	struct csi_module *module;
	cseal_status st;

	st = csi_loader_only(context, CSEAL_KIND_FETCH, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_module_said(module, "fetched",
	    module->driver->ops.fetch->fetch(
		&module->host, &request, wait, answer, body, ret_error),
	    ret_error);
	/* The limit is the server's fault: what it sent was too long. */
	if (st != CSEAL_REFUSED_LIMIT)
		return st;
	if (ret_error != NULL) {
		cseal_error_free(*ret_error);
		*ret_error = NULL;
	}
	return cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
	    "the answer was longer than %zu bytes", question->most);
}

static cseal_status
fetch(cseal_context *context, const struct csi_question *question,
    cseal_wait *wait, cseal_blob *body, cseal_error **ret_error)
{
	struct cseal_fetch_answer answer = { .size = sizeof(answer) };
	cseal_status st;

	st = ask(context, question, wait, &answer, body, ret_error);
	if (st == CSEAL_OK && answer.code != HTTP_OK)
		st = cseal_fail(ret_error, CSEAL_FAULT_REMOTE, "it answered %d",
		    answer.code);
	return st;
}

cseal_status
csi_fetch(cseal_context *context, const struct csi_question *question,
    cseal_wait *wait, struct csi_bytes *ret_body, cseal_error **ret_error)
{
	struct csi_span host;
	cseal_blob body;
	cseal_status st;

	if (context == NULL || !is_url(question->url))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a URL of a service was not one of http or https, or there "
		    "was no context");
	host = host_of(question->url);
	csi_blob_init(&body, question->most);
	st = fetch(context, question, wait, &body, ret_error);
	if (st != CSEAL_OK) {
		csi_blob_wipe(&body);
		return cseal_fail_note(ret_error, st, "could not ask %.*s",
		    (int)host.len, (const char *)host.at);
	}
	*ret_body = csi_blob_take(&body);
	return CSEAL_OK;
}
