/* SPDX-License-Identifier: Apache-2.0 */
/* algorithm-limits.c -- until when digests and sizes of keys were safe. */
#include "cms/algorithm-limits.h"
#include "cms/signed.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

/* The first second of a day, UTC. */
#define DAY_2004_08_01 INT64_C(1091318400)
#define DAY_2010_08_01 INT64_C(1280620800)
#define DAY_2012_08_01 INT64_C(1343779200)
#define DAY_2014_08_01 INT64_C(1406851200)
#define DAY_2015_12_01 INT64_C(1448928000)
#define DAY_2019_10_01 INT64_C(1569888000)
#define DAY_2021_10_01 INT64_C(1633046400)
#define DAY_2029_01_01 INT64_C(1861920000)

static const struct {
	const char *name, *shown;
	int64_t until;
} digests[] = {
	{ "MD5", "MD5", DAY_2004_08_01 },
	{ "SHA1", "SHA-1", DAY_2012_08_01 },
	{ "RIPEMD160", "RIPEMD-160", DAY_2014_08_01 },
	{ "SHA224", "SHA-224", DAY_2029_01_01 },
};

/* The first row of a kind that has at least as many bits is that of a key;
 * above them all there is no end. */
static const struct {
	int type; /* of OpenSSL */
	const char *name;
	int bits_most;
	int64_t until;
} keys[] = {
	{ EVP_PKEY_RSA, "RSA", 1023, DAY_2010_08_01 },
	{ EVP_PKEY_RSA, "RSA", 1899, DAY_2019_10_01 },
	{ EVP_PKEY_RSA, "RSA", 2999, DAY_2029_01_01 },
	{ EVP_PKEY_DSA, "DSA", 1899, DAY_2015_12_01 },
	{ EVP_PKEY_DSA, "DSA", 2999, DAY_2029_01_01 },
	{ EVP_PKEY_EC, "an elliptic curve", 223, DAY_2012_08_01 },
	{ EVP_PKEY_EC, "an elliptic curve", 255, DAY_2021_10_01 },
};

bool
csi_digest_is_weak(
    const char *name, int64_t time, struct csi_weakness *ret_weakness)
{
	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++) {
		if (strcmp(digests[i].name, name) != 0)
			continue;
		snprintf(ret_weakness->what, sizeof(ret_weakness->what), "%s",
		    digests[i].shown);
		ret_weakness->since = digests[i].until;
		return time >= digests[i].until;
	}
	return false;
}

bool
csi_algorithm_is_weak(
    struct csi_der identifier, int64_t time, struct csi_weakness *ret_weakness)
{
	struct csi_signature_algorithm algorithm;

	if (csi_signature_algorithm_read(identifier, &algorithm, NULL) !=
	    CSEAL_OK)
		return false;
	return (algorithm.digest != NULL &&
		   csi_digest_is_weak(
		       algorithm.digest->name, time, ret_weakness)) ||
	       (algorithm.mgf != NULL &&
		   csi_digest_is_weak(algorithm.mgf->name, time, ret_weakness));
}

bool
csi_certificate_is_weak(struct csi_span certificate, int64_t time,
    struct csi_weakness *ret_weakness)
{
	struct csi_reader in = csi_reader_of(certificate.at, certificate.len);
	struct csi_reader whole;
	struct csi_signed object;

	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	return csi_signed_read(&whole, &object) &&
	       csi_algorithm_is_weak(object.algorithm, time, ret_weakness);
}

bool
csi_key_is_weak(
    X509 *certificate, int64_t time, struct csi_weakness *ret_weakness)
{
	const EVP_PKEY *key = X509_get0_pubkey(certificate);
	int type = key == NULL ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);
	int bits = key == NULL ? 0 : EVP_PKEY_get_bits(key);

	if (type == EVP_PKEY_RSA_PSS)
		type = EVP_PKEY_RSA;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (keys[i].type != type || bits > keys[i].bits_most)
			continue;
		snprintf(ret_weakness->what, sizeof(ret_weakness->what),
		    "%s of %d bits", keys[i].name, bits);
		ret_weakness->since = keys[i].until;
		return time >= keys[i].until;
	}
	return false;
}
