/* SPDX-License-Identifier: Apache-2.0 */
/* photo.c -- the portrait of a card, opened by a vendor's decoder.
 *
 * The request is five lines of text, which decode-photo.c explains, and the
 * photo; the answer is a PNG, or a sentence if the exit code is not 0. */
#include "photo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_MOST 65536

struct request {
	char *at;
	size_t len;
};

static const char *
setting(cseal_host *host, const char *key, const char *usual)
{
	const char *text = cseal_host_setting(host, key);

	return text != NULL ? text : usual;
}

static bool
make_request(cseal_host *host, const char *decoder, const uint8_t *photo,
    size_t len, struct request *request)
{
	FILE *stream = open_memstream(&request->at, &request->len);
	bool ok;

	if (stream == NULL)
		return false;
	fprintf(stream, "%s\n%s\n%s\n%s\n%s\n", decoder,
	    setting(host, "photo_symbol", "_Z6unpackPcS_i"),
	    setting(host, "photo_call", "in out 708"),
	    setting(host, "photo_output", "rgb"),
	    setting(host, "photo_success", "1"));
	fwrite(photo, 1, len, stream);
	ok = ferror(stream) == 0;
	return fclose(stream) == 0 && ok;
}

static void
wipe(void *bytes, size_t len)
{
	if (bytes != NULL)
		explicit_bzero(bytes, len);
	free(bytes);
}

static cseal_status
run(cseal_host *host, const struct request *request, cseal_wait *wait,
    void **ret_png, size_t *ret_len, cseal_error **ret_error)
{
	const struct cseal_program program = {
		.size = sizeof(program),
		.path = setting(host, "photo_program", DECODE_PHOTO),
		.input = request->at,
		.input_len = request->len,
		.output_most = ANSWER_MOST,
	};
	void *answer = NULL;
	cseal_status st;
	size_t len = 0;
	int code = 0;

	st = cseal_host_run(
	    host, &program, wait, &answer, &len, &code, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (code != 0 || len == 0) {
		cseal_host_log(host, CSEAL_LOG_WARNING,
		    "the photo was not decoded: %.*s", (int)len,
		    len == 0 ? "" : (const char *)answer);
		wipe(answer, len);
		return CSEAL_OK;
	}
	*ret_png = answer;
	*ret_len = len;
	return CSEAL_OK;
}

cseal_status
sdt_photo_decode(cseal_host *host, const uint8_t *photo, size_t len,
    cseal_wait *wait, void **ret_png, size_t *ret_len, cseal_error **ret_error)
{
	const char *decoder = cseal_host_setting(host, "photo_decoder");
	struct request request = { NULL, 0 };
	cseal_error *error = NULL;
	cseal_status st;

	*ret_png = NULL;
	*ret_len = 0;
	if (decoder == NULL || len == 0)
		return CSEAL_OK;
	if (!make_request(host, decoder, photo, len, &request)) {
		wipe(request.at, request.len);
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	}
	st = run(host, &request, wait, ret_png, ret_len, &error);
	wipe(request.at, request.len);
	if (st == CSEAL_OK)
		return CSEAL_OK;
	if (st == CSEAL_STOPPED_CANCELLED || st == CSEAL_STOPPED_TIMEOUT ||
	    st == CSEAL_FAULT_MEMORY) {
		st = cseal_fail(ret_error, st, "%s", cseal_error_text(error));
		cseal_error_free(error);
		return st;
	}
	cseal_host_log(host, CSEAL_LOG_WARNING, "the photo was not decoded: %s",
	    cseal_error_text(error));
	cseal_error_free(error);
	return CSEAL_OK;
}
