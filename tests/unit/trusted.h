/* SPDX-License-Identifier: Apache-2.0 */
/* trusted.h -- a key, its certificate and trust in it, for as long as a test
 * program runs. */
#ifndef TESTS_UNIT_TRUSTED_H
#define TESTS_UNIT_TRUSTED_H

#include "cms/trust.h"
#include "made.h"
#include "scratch.h"

static EVP_PKEY *pkey;
static struct csi_bytes certificate;
static csi_trust *trust;

/* Once, at the start of main(). */
static inline void
trusted_make(void)
{
	const char *path;

	scratch_make();
	path = scratch_path("signer.pem");
	pkey = made_key(&certificate, path);
	if (csi_trust_new(&path, 1, &trust, NULL) != CSEAL_OK) {
		fputs("the test's own certificate is not taken\n", stderr);
		exit(99);
	}
}

static inline void
trusted_free(void)
{
	csi_trust_free(trust);
	csi_bytes_free(&certificate);
	EVP_PKEY_free(pkey);
}

#endif
