/* SPDX-License-Identifier: Apache-2.0 */
/* test-algorithm-limits.c -- proves lib/cms/algorithm-limits.c: the day
 * before, what is used is safe; that day it is not. */
#include "cms/algorithm-limits.h"
#include "tap.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define Y2004 INT64_C(1091318400) /* 2004-08-01 */
#define Y2012 INT64_C(1343779200) /* 2012-08-01 */
#define Y2019 INT64_C(1569888000) /* 2019-10-01 */
#define Y2021 INT64_C(1633046400) /* 2021-10-01 */
#define Y2029 INT64_C(1861920000) /* 2029-01-01 */
#define Y2100 INT64_C(4102444800)
#define NEVER INT64_MAX

static void
digests_have_their_days(void)
{
	static const struct {
		const char *name;
		int64_t until;
	} rows[] = { { "MD5", Y2004 }, { "SHA1", Y2012 }, { "SHA224", Y2029 },
		{ "SHA256", NEVER }, { "SHA384", NEVER }, { "SHA512", NEVER },
		{ "SM3", NEVER }, { "SHA3-256", NEVER } };
	struct csi_weakness weakness;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool ends = rows[i].until != NEVER;

		OKF(!ends || !csi_digest_is_weak(
				 rows[i].name, rows[i].until - 1, &weakness),
		    "%s is safe until then", rows[i].name);
		OKF(csi_digest_is_weak(rows[i].name,
			ends ? rows[i].until : Y2100, &weakness) == ends,
		    "%s is %s", rows[i].name,
		    ends ? "not, afterwards" : "safe");
	}
	OK(csi_digest_is_weak("SHA1", Y2100, &weakness));
	OK(strcmp(weakness.what, "SHA-1") == 0);
	OK(weakness.since == Y2012);
}

static X509 *
certificate_of(EVP_PKEY *key)
{
	X509 *x509 = X509_new();

	if (key == NULL || X509_set_pubkey(x509, key) != 1)
		abort();
	EVP_PKEY_free(key);
	return x509;
}

static void
try_key(const char *what, EVP_PKEY *key, int64_t until)
{
	X509 *x509 = certificate_of(key);
	struct csi_weakness weakness = { .what = "" };

	if (until == NEVER) {
		OKF(!csi_key_is_weak(x509, Y2100, &weakness), "%s is safe",
		    what);
	} else {
		OKF(!csi_key_is_weak(x509, until - 1, &weakness),
		    "%s is safe until then", what);
		OKF(csi_key_is_weak(x509, until, &weakness) &&
			strcmp(weakness.what, what) == 0 &&
			weakness.since == until,
		    "%s is not, afterwards", what);
	}
	X509_free(x509);
}

static bool
is_weak_when_signed(EVP_PKEY *key, const EVP_MD *digest, int64_t time)
{
	X509 *x509 = X509_new();
	struct csi_weakness weakness;
	struct csi_span der = { NULL, 0 };
	uint8_t *at = NULL;
	bool is_weak;

	X509_set_version(x509, 2);
	X509_set_pubkey(x509, key);
	X509_gmtime_adj(X509_getm_notBefore(x509), 0);
	X509_gmtime_adj(X509_getm_notAfter(x509), 60);
	if (X509_sign(x509, key, digest) <= 0)
		abort();
	der.len = (size_t)i2d_X509(x509, &at);
	der.at = at;
	is_weak = csi_certificate_is_weak(der, time, &weakness);
	OPENSSL_free(at);
	X509_free(x509);
	return is_weak;
}

static void
certificates_have_the_days_of_their_digests(void)
{
	EVP_PKEY *key = EVP_RSA_gen(1024);

	OK(!is_weak_when_signed(key, EVP_md5(), Y2004 - 1));
	OK(is_weak_when_signed(key, EVP_md5(), Y2004));
	OK(!is_weak_when_signed(key, EVP_sha1(), Y2012 - 1));
	OK(is_weak_when_signed(key, EVP_sha1(), Y2012));
	OK(!is_weak_when_signed(key, EVP_sha256(), Y2100));
	EVP_PKEY_free(key);
}

static void
keys_have_their_days(void)
{
	try_key("RSA of 1024 bits", EVP_RSA_gen(1024), Y2019);
	try_key("RSA of 1899 bits", EVP_RSA_gen(1899), Y2019);
	try_key("RSA of 2048 bits", EVP_RSA_gen(2048), Y2029);
	try_key("RSA of 3072 bits", EVP_RSA_gen(3072), NEVER);
	try_key("an elliptic curve of 192 bits", EVP_EC_gen("P-192"), Y2012);
	try_key("an elliptic curve of 224 bits", EVP_EC_gen("P-224"), Y2021);
	try_key("an elliptic curve of 256 bits", EVP_EC_gen("P-256"), NEVER);
	try_key("an elliptic curve of 521 bits", EVP_EC_gen("P-521"), NEVER);
	try_key("SM2", EVP_EC_gen("SM2"), NEVER);
}

static void
a_certificate_without_a_key_is_not_called_weak(void)
{
	struct csi_weakness weakness;
	X509 *x509 = X509_new();

	OK(!csi_key_is_weak(x509, Y2100, &weakness));
	X509_free(x509);
}

int
main(void)
{
	RUN(digests_have_their_days);
	RUN(certificates_have_the_days_of_their_digests);
	RUN(keys_have_their_days);
	RUN(a_certificate_without_a_key_is_not_called_weak);
	return tap_done();
}
