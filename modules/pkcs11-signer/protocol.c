/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.c -- what goes into C_Sign() and comes out of it. */
#include "protocol.h"

#include <string.h>

#define SCALAR_MOST 66 /* bytes of r or s: P-521 */

/* DigestInfo up to the digest (RFC 8017, 9.2, note 1) */
#define INFO_LEN 19

static const struct {
	cseal_digest digest;
	size_t len;
	CK_MECHANISM_TYPE hash;
	CK_RSA_PKCS_MGF_TYPE mgf;
	uint8_t info[INFO_LEN];
} digests[] = {
	{ CSEAL_DIGEST_SHA256, 32, CKM_SHA256, CKG_MGF1_SHA256,
	    { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
		0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 } },
	{ CSEAL_DIGEST_SHA384, 48, CKM_SHA384, CKG_MGF1_SHA384,
	    { 0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
		0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30 } },
	{ CSEAL_DIGEST_SHA512, 64, CKM_SHA512, CKG_MGF1_SHA512,
	    { 0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
		0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40 } },
};

bool
pkcs11_prepare(struct pkcs11_operation *operation, cseal_scheme scheme,
    cseal_digest digest, const uint8_t *hash, size_t hash_len, size_t order_len)
{
	size_t i = 0, at = 0;

	memset(operation, 0, sizeof(*operation));
	while (i < 3 && digests[i].digest != digest)
		i++;
	if (i == 3 || digests[i].len != hash_len)
		return false;
	if (scheme == CSEAL_SCHEME_RSA_PKCS1) {
		operation->mechanism = CKM_RSA_PKCS;
		memcpy(operation->data, digests[i].info, INFO_LEN);
		at = INFO_LEN;
	} else if (scheme == CSEAL_SCHEME_RSA_PSS) {
		operation->mechanism = CKM_RSA_PKCS_PSS;
		operation->has_pss = true;
		operation->pss.hash_alg = digests[i].hash;
		operation->pss.mgf = digests[i].mgf;
		operation->pss.s_len = hash_len;
	} else if (scheme == CSEAL_SCHEME_ECDSA) {
		operation->mechanism = CKM_ECDSA;
		/* Only the leftmost bits count (FIPS 186-4, 6.4), and some
		 * tokens refuse more. */
		if (hash_len > order_len)
			hash_len = order_len;
	} else {
		return false;
	}
	memcpy(operation->data + at, hash, hash_len);
	operation->len = at + hash_len;
	return true;
}

/* A non-negative INTEGER of at most 127 bytes; returns what follows it. */
static uint8_t *
put_integer(uint8_t *out, const uint8_t *scalar, size_t len)
{
	while (len > 1 && scalar[0] == 0) {
		scalar++;
		len--;
	}
	*out++ = 0x02;
	*out++ = (uint8_t)(len + (scalar[0] >> 7));
	if ((scalar[0] & 0x80) != 0)
		*out++ = 0;
	memcpy(out, scalar, len);
	return out + len;
}

size_t
pkcs11_ecdsa_der(uint8_t *value, size_t len, size_t room)
{
	uint8_t body[2 * (SCALAR_MOST + 3)], *end;
	size_t half = len / 2, body_len, head;

	if (len == 0 || len % 2 != 0 || half > SCALAR_MOST)
		return 0;
	end = put_integer(body, value, half);
	end = put_integer(end, value + half, half);
	body_len = (size_t)(end - body);
	head = body_len < 0x80 ? 2 : 3;
	if (head + body_len > room)
		return 0;
	value[0] = 0x30;
	value[1] = 0x81;
	value[head - 1] = (uint8_t)body_len;
	memcpy(value + head, body, body_len);
	return head + body_len;
}

void
pkcs11_text(char *text, size_t size, const uint8_t *field, size_t len)
{
	while (len > 0 && (field[len - 1] == ' ' || field[len - 1] == '\0'))
		len--;
	if (len > size - 1)
		len = size - 1;
	for (size_t i = 0; i < len; i++)
		text[i] =
		    field[i] < 0x20 || field[i] == 0x7f ? ' ' : (char)field[i];
	text[len] = '\0';
}
