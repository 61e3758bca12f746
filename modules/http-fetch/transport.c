/* SPDX-License-Identifier: Apache-2.0 */
/* transport.c -- one HTTP exchange through libcurl.
 *
 * The multi interface, for one transfer: only with it can a call be cancelled
 * while the network is silent. */
#include "transport.h"

#include <curl/curl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define REDIRECTS_MOST 5

struct exchange {
	CURL *easy;
	CURLM *multi;
	struct curl_slist *headers;
	cseal_wait *wait;
	cseal_blob *body;
	cseal_error *error; /* of the blob */
	cseal_status status;
	char said[CURL_ERROR_SIZE];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode global = CURLE_FAILED_INIT;

static void
start_library(void)
{
	global = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *user)
{
	struct exchange *exchange = user;

	exchange->status = cseal_blob_append(
	    exchange->body, bytes, size * count, &exchange->error);
	return exchange->status == CSEAL_OK ? size * count : 0;
}

/* ---- what is asked --------------------------------------------------- */

static bool
is_https(const char *url)
{
	return strncasecmp(url, "https:", 6) == 0;
}

/* Nothing from the environment: no proxy, no netrc, no cookies. */
static bool
set_manners(CURL *easy, const struct http_settings *settings, const char *url)
{
	return curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROXY, settings->proxy) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_NOPROXY, "") == CURLE_OK &&
	       curl_easy_setopt(
		   easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR,
		   is_https(url) ? "https" : "http,https") == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L) == CURLE_OK &&
	       curl_easy_setopt(
		   easy, CURLOPT_MAXREDIRS, (long)REDIRECTS_MOST) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_POSTREDIR,
		   (long)CURL_REDIR_POST_ALL) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
		   settings->timeout_ms) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
		   settings->timeout_ms) == CURLE_OK;
}

static bool
set_trust(CURL *easy, const struct http_settings *settings)
{
	const char *key = settings->key;

	if (key == NULL)
		key = settings->certificate;
	if (settings->ca_file != NULL &&
	    (curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file) !=
		    CURLE_OK ||
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) != CURLE_OK))
		return false;
	return curl_easy_setopt(easy, CURLOPT_SSLVERSION,
		   (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	       (settings->certificate == NULL ||
		   (curl_easy_setopt(easy, CURLOPT_SSLCERT,
			settings->certificate) == CURLE_OK &&
		       curl_easy_setopt(easy, CURLOPT_SSLKEY, key) ==
			   CURLE_OK));
}

static bool
set_header(struct exchange *exchange, const char *name, const char *value)
{
	struct curl_slist *longer;
	char line[CSEAL_CONTENT_TYPE_MOST + 32];

	snprintf(line, sizeof(line), "%s: %s", name, value);
	longer = curl_slist_append(exchange->headers, line);
	if (longer == NULL)
		return false;
	exchange->headers = longer;
	return true;
}

static bool
set_request(
    struct exchange *exchange, const struct cseal_fetch_request *request)
{
	CURL *easy = exchange->easy;

	if (curl_easy_setopt(easy, CURLOPT_URL, request->url) != CURLE_OK)
		return false;
	if (strcmp(request->method, "POST") != 0)
		return curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;
	/* Without the last one libcurl would ask before it sends much. */
	return curl_easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		   (curl_off_t)request->body_len) == CURLE_OK &&
	       set_header(exchange, "Content-Type", request->content_type) &&
	       set_header(exchange, "Expect", "") &&
	       curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->headers) ==
		   CURLE_OK;
}

static bool
set_ears(struct exchange *exchange)
{
	CURL *easy = exchange->easy;

	return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->said) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange) ==
		   CURLE_OK &&
	       curl_multi_add_handle(exchange->multi, easy) == CURLM_OK;
}

/* ---- waiting --------------------------------------------------------- */

static cseal_status
fail_memory(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

/* Until the transfer is over; libcurl has its own clock for the server. */
static cseal_status
run(struct exchange *exchange, CURLcode *ret_code, cseal_error **ret_error)
{
	struct curl_waitfd cancel = { .fd = cseal_wait_fd(exchange->wait),
		.events = CURL_WAIT_POLLIN };
	unsigned extra = cancel.fd >= 0;
	cseal_status st;
	CURLMsg *message;
	int running = 1, left, step;

	for (;;) {
		st = cseal_wait_check(exchange->wait, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (curl_multi_perform(exchange->multi, &running) != CURLM_OK)
			return fail_memory(ret_error);
		if (running == 0)
			break;
		left = cseal_wait_left_ms(exchange->wait);
		step = left < 1000 ? left : 1000;
		if (curl_multi_poll(exchange->multi, extra ? &cancel : NULL,
			extra, step, NULL) != CURLM_OK)
			return fail_memory(ret_error);
	}
	message = curl_multi_info_read(exchange->multi, &left);
	*ret_code = message == NULL ? CURLE_FAILED_INIT : message->data.result;
	return CSEAL_OK;
}

/* ---- what came back -------------------------------------------------- */

static cseal_status
fail_transfer(
    const struct exchange *exchange, CURLcode code, cseal_error **ret_error)
{
	const char *said = exchange->said[0] != '\0' ? exchange->said
						     : curl_easy_strerror(code);

	if (code == CURLE_OUT_OF_MEMORY)
		return fail_memory(ret_error);
	if (code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CACERT_BADFILE)
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "the certificates for HTTPS could not be used: %s", said);
	return cseal_fail(ret_error, CSEAL_FAULT_REMOTE, "%s", said);
}

static void
read_answer(CURL *easy, struct cseal_fetch_answer *answer)
{
	const char *type = NULL;
	long code = 0;

	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
	curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
	answer->code = (int)code;
	snprintf(answer->content_type, sizeof(answer->content_type), "%s",
	    type == NULL ? "" : type);
}

static cseal_status
converse(struct exchange *exchange, struct cseal_fetch_answer *answer,
    cseal_error **ret_error)
{
	CURLcode code = CURLE_OK;
	cseal_status st;

	st = run(exchange, &code, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (exchange->status != CSEAL_OK) {
		if (ret_error != NULL) {
			*ret_error = exchange->error;
			exchange->error = NULL;
		}
		return exchange->status;
	}
	if (code != CURLE_OK)
		return fail_transfer(exchange, code, ret_error);
	read_answer(exchange->easy, answer);
	return CSEAL_OK;
}

cseal_status
http_exchange(const struct http_settings *settings,
    const struct cseal_fetch_request *request, cseal_wait *wait,
    struct cseal_fetch_answer *answer, cseal_blob *body,
    cseal_error **ret_error)
{
	struct exchange exchange = { .wait = wait, .body = body };
	cseal_status st;

	pthread_once(&once, start_library);
	if (global != CURLE_OK)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "libcurl could not start: %s", curl_easy_strerror(global));
	exchange.easy = curl_easy_init();
	exchange.multi = curl_multi_init();
	if (exchange.easy != NULL && exchange.multi != NULL &&
	    set_manners(exchange.easy, settings, request->url) &&
	    set_trust(exchange.easy, settings) &&
	    set_request(&exchange, request) && set_ears(&exchange))
		st = converse(&exchange, answer, ret_error);
	else
		st = fail_memory(ret_error);
	curl_multi_remove_handle(exchange.multi, exchange.easy);
	curl_easy_cleanup(exchange.easy);
	curl_multi_cleanup(exchange.multi);
	curl_slist_free_all(exchange.headers);
	cseal_error_free(exchange.error);
	return st;
}
