/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-pkcs1.c -- a signature value with its certificate beside it: two bytes
 * of its length, the value, and the certificate.
 *
 * The seeds' key has the exponent 1: what is inside of a value is then written
 * in it as it is, and can be changed. */
#include "fuzz.h"

#include "cms/cms.h"
#include "cms/read.h"
#include "error.h"

#include <stdlib.h>

static void
check(const csi_cms_read *read, struct csi_span contents)
{
	static const uint8_t zeros[CSI_DIGEST_MOST];
	const struct csi_span *certificates;
	struct csi_timestamp timestamp;
	struct csi_span value = csi_cms_value(read);
	uint8_t prefix[CSI_DIGEST_MOST];
	cseal_error *error = NULL;
	int64_t time;
	size_t len = 0;
	cseal_status st;

	if (csi_cms_certificates(read, &certificates) != 1 ||
	    certificates[0].len == 0 || value.len == 0 ||
	    value.len > contents.len || csi_cms_is_baseline(read) ||
	    !csi_cms_is_detached(read) || csi_cms_token(read).len != 0 ||
	    csi_cms_signing_time(read, &time) ||
	    csi_cms_timestamp(read, &timestamp, NULL) == CSEAL_OK)
		abort();
	if (csi_cms_prefix(read, prefix, &len, NULL) == CSEAL_OK &&
	    len > sizeof(prefix))
		abort();
	st = csi_cms_prove(read, zeros, 20, &error);
	if ((st == CSEAL_OK) != (error == NULL))
		abort();
	cseal_error_free(error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_reader in = csi_reader_of(data, size);
	struct csi_span contents = csi_read_span(&in, csi_read_be16(&in));
	struct csi_span certificate = { NULL, 0 };
	csi_cms_read *read = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	if (in.bad)
		return 0;
	certificate = csi_read_span(&in, csi_reader_left(&in));
	st = csi_cms_parse_pkcs1(contents, &certificate, 1, &read, &error);
	if ((st == CSEAL_OK) != (error == NULL))
		abort();
	cseal_error_free(error);
	if (st == CSEAL_OK)
		check(read, contents);
	csi_cms_read_free(read);
	return 0;
}
