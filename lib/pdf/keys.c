/* SPDX-License-Identifier: Apache-2.0 */
/* keys.c -- from a password to the key of a file.  The numbers of algorithms
 * are those of ISO 32000-2, 7.6.4. */
#include "keys.h"

#include "error.h"
#include "rc4.h"

#include <openssl/crypto.h>
#include <string.h>

#define OLD_PASSWORD 32
#define MD5_LEN      16
#define SHA256_LEN   32
#define ROUNDS       50 /* of MD5, since revision 3 */
#define KEYS         20 /* of RC4, since revision 3 */
/* Algorithm 2.B: 64 rounds, and then until a byte says so; what is hashed in
 * one round is 64 times the password, a digest and /U. */
#define HARD_ROUNDS 64
#define REPEATS     64
#define UNIT_MOST   (CSI_PDF_PASSWORD_MOST + 64 + 48)

struct finding {
	const struct csi_pdf_primitives *primitives;
	const struct csi_pdf_security *security;
	struct csi_span password;
};

static cseal_status
fail_crypto(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
	    "the key of the document could not be computed");
}

static struct csi_span
span_of(const void *at, size_t len)
{
	struct csi_span span = { at, len };

	return span;
}

/* ---- revisions 2 to 4: MD5 and RC4 ---------------------------------------- */

static const uint8_t padding[OLD_PASSWORD] = { 0x28, 0xbf, 0x4e, 0x5e, 0x4e,
	0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e,
	0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64,
	0x53, 0x69, 0x7a };

static void
pad(struct csi_span password, uint8_t to[OLD_PASSWORD])
{
	size_t len = password.len < OLD_PASSWORD ? password.len : OLD_PASSWORD;

	if (len > 0)
		memcpy(to, password.at, len);
	memcpy(to + len, padding, OLD_PASSWORD - len);
}

static bool
repeat_md5(const struct finding *finding, uint8_t *digest, size_t len)
{
	struct csi_span part = { digest, len };
	bool ok = true;

	if (finding->security->revision < 3)
		return true;
	for (int i = 0; ok && i < ROUNDS; i++)
		ok = csi_pdf_digest(finding->primitives->md5, &part, 1, digest);
	return ok;
}

/* RC4 with the key, and with 19 that differ in each byte; in the other order
 * to undo it. */
static void
rc4_often(const struct finding *finding, const uint8_t *key, size_t key_len,
    bool undo, uint8_t *bytes, size_t len)
{
	int count = finding->security->revision < 3 ? 1 : KEYS;
	uint8_t other[MD5_LEN];

	for (int i = 0; i < count; i++) {
		int mask = undo ? count - 1 - i : i;

		for (size_t k = 0; k < key_len; k++)
			other[k] = (uint8_t)(key[k] ^ mask);
		csi_pdf_rc4(span_of(other, key_len), bytes, len, bytes);
	}
	OPENSSL_cleanse(other, sizeof(other));
}

/* Algorithm 2 */
static bool
compute_key(const struct finding *finding, const uint8_t padded[OLD_PASSWORD],
    uint8_t key[MD5_LEN])
{
	const struct csi_pdf_security *security = finding->security;
	uint32_t p = security->permissions;
	uint8_t tail[8] = { (uint8_t)p, (uint8_t)(p >> 8), (uint8_t)(p >> 16),
		(uint8_t)(p >> 24), 0xff, 0xff, 0xff, 0xff };
	uint8_t all[OLD_PASSWORD + OLD_PASSWORD + 4];
	bool clear = security->revision >= 4 && !security->encrypt_metadata;
	const struct csi_span parts[] = { { all, sizeof(all) }, security->id,
		{ tail + 4, clear ? 4 : 0 } };
	bool ok;

	memcpy(all, padded, OLD_PASSWORD);
	memcpy(all + OLD_PASSWORD, security->o.at, OLD_PASSWORD);
	memcpy(all + OLD_PASSWORD + OLD_PASSWORD, tail, 4);
	ok = csi_pdf_digest(finding->primitives->md5, parts, 3, key) &&
	     repeat_md5(finding, key, security->key_len);
	OPENSSL_cleanse(all, sizeof(all));
	return ok;
}

/* Algorithms 4, 5 and 6 */
static bool
try_padded(const struct finding *finding, const uint8_t padded[OLD_PASSWORD],
    struct csi_pdf_key *key, bool *ret_found)
{
	const struct csi_pdf_security *security = finding->security;
	const struct csi_span parts[] = { { padding, sizeof(padding) },
		security->id };
	uint8_t check[OLD_PASSWORD], wide[MD5_LEN];
	size_t len = security->revision < 3 ? sizeof(check) : MD5_LEN;
	bool ok = compute_key(finding, padded, wide);

	memcpy(check, padding, sizeof(check));
	if (ok && security->revision >= 3)
		ok = csi_pdf_digest(finding->primitives->md5, parts, 2, check);
	if (ok)
		rc4_often(finding, wide, security->key_len, false, check, len);
	*ret_found = ok && CRYPTO_memcmp(check, security->u.at, len) == 0;
	if (*ret_found) {
		memcpy(key->at, wide, security->key_len);
		key->len = security->key_len;
	}
	OPENSSL_cleanse(wide, sizeof(wide));
	OPENSSL_cleanse(check, sizeof(check));
	return ok;
}

/* Algorithm 7: the owner's password opens the user's. */
static bool
try_old_owner(
    const struct finding *finding, struct csi_pdf_key *key, bool *ret_found)
{
	uint8_t padded[OLD_PASSWORD], wide[MD5_LEN];
	struct csi_span part = { padded, sizeof(padded) };
	bool ok;

	pad(finding->password, padded);
	ok = csi_pdf_digest(finding->primitives->md5, &part, 1, wide) &&
	     repeat_md5(finding, wide, MD5_LEN);
	memcpy(padded, finding->security->o.at, sizeof(padded));
	if (ok)
		rc4_often(finding, wide, finding->security->key_len, true,
		    padded, sizeof(padded));
	ok = ok && try_padded(finding, padded, key, ret_found);
	OPENSSL_cleanse(padded, sizeof(padded));
	OPENSSL_cleanse(wide, sizeof(wide));
	return ok;
}

static bool
try_old_user(
    const struct finding *finding, struct csi_pdf_key *key, bool *ret_found)
{
	uint8_t padded[OLD_PASSWORD];
	bool ok;

	pad(finding->password, padded);
	ok = try_padded(finding, padded, key, ret_found);
	OPENSSL_cleanse(padded, sizeof(padded));
	return ok;
}

/* ---- revisions 5 and 6: SHA-2 and AES --------------------------------------- */

/* One round of algorithm 2.B: digest and *len become new ones. */
static bool
harden_once(const struct finding *finding, struct csi_span extra,
    uint8_t digest[64], size_t *len, uint8_t *work, uint8_t *ret_last)
{
	const struct csi_pdf_primitives *primitives = finding->primitives;
	const EVP_MD *const choice[] = { primitives->sha256, primitives->sha384,
		primitives->sha512 };
	static const size_t lens[] = { 32, 48, 64 };
	struct csi_span part = { work, 0 };
	uint8_t *at = work;
	unsigned sum = 0;

	for (int i = 0; i < REPEATS; i++) {
		if (finding->password.len > 0)
			memcpy(at, finding->password.at, finding->password.len);
		at += finding->password.len;
		memcpy(at, digest, *len);
		at += *len;
		if (extra.len > 0)
			memcpy(at, extra.at, extra.len);
		at += extra.len;
	}
	part.len = (size_t)(at - work);
	if (!csi_pdf_blocks(primitives->aes128, true, digest,
		digest + CSI_PDF_BLOCK, work, part.len, work))
		return false;
	/* 256 is 1 modulo 3, so that the digits' sum will do. */
	for (int i = 0; i < CSI_PDF_BLOCK; i++)
		sum += work[i];
	*len = lens[sum % 3];
	*ret_last = work[part.len - 1];
	return csi_pdf_digest(choice[sum % 3], &part, 1, digest);
}

/* Algorithm 2.B; of revision 5 only its first step. */
static bool
harden(const struct finding *finding, struct csi_span salt,
    struct csi_span extra, uint8_t to[SHA256_LEN])
{
	const struct csi_span parts[] = { finding->password, salt, extra };
	uint8_t work[REPEATS * UNIT_MOST], digest[64], last = 0;
	size_t len = SHA256_LEN;
	bool ok;

	ok = csi_pdf_digest(finding->primitives->sha256, parts, 3, digest);
	if (finding->security->revision >= 6) {
		for (int i = 0;
		     ok && (i < HARD_ROUNDS || last > i - OLD_PASSWORD); i++)
			ok = harden_once(
			    finding, extra, digest, &len, work, &last);
	}
	memcpy(to, digest, SHA256_LEN);
	OPENSSL_cleanse(work, sizeof(work));
	OPENSSL_cleanse(digest, sizeof(digest));
	return ok;
}

/* Algorithm 2.A: /U or /O is a digest and two salts of eight bytes. */
static bool
try_new(const struct finding *finding, bool owner, struct csi_pdf_key *key,
    bool *ret_found)
{
	const struct csi_pdf_security *security = finding->security;
	struct csi_span check = owner ? security->o : security->u;
	struct csi_span packed = owner ? security->oe : security->ue;
	struct csi_span extra = { NULL, 0 };
	uint8_t digest[SHA256_LEN];
	bool ok;

	if (owner)
		extra = security->u;
	ok = harden(finding, span_of(check.at + SHA256_LEN, 8), extra, digest);
	*ret_found = ok && CRYPTO_memcmp(digest, check.at, SHA256_LEN) == 0;
	if (*ret_found) {
		ok = harden(finding, span_of(check.at + SHA256_LEN + 8, 8),
			 extra, digest) &&
		     csi_pdf_blocks(finding->primitives->aes256, false, digest,
			 NULL, packed.at, packed.len, key->at);
		key->len = CSI_PDF_KEY_MOST;
	}
	OPENSSL_cleanse(digest, sizeof(digest));
	return ok;
}

/* Algorithm 13: who changes /P cannot change /Perms. */
static cseal_status
check_perms(const struct finding *finding, const struct csi_pdf_key *key,
    cseal_error **ret_error)
{
	const struct csi_pdf_security *security = finding->security;
	uint8_t perms[CSI_PDF_BLOCK];
	uint32_t p;

	if (!csi_pdf_blocks(finding->primitives->aes256_block, false, key->at,
		NULL, security->perms.at, sizeof(perms), perms))
		return fail_crypto(ret_error);
	p = perms[0] | (uint32_t)perms[1] << 8 | (uint32_t)perms[2] << 16 |
	    (uint32_t)perms[3] << 24;
	if (memcmp(perms + 9, "adb", 3) != 0 || p != security->permissions ||
	    (perms[8] == 'T') != security->encrypt_metadata)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the permissions were not those that the document was "
		    "encrypted with");
	return CSEAL_OK;
}

static bool
find(const struct finding *finding, struct csi_pdf_key *key, bool *ret_found)
{
	bool is_new = finding->security->revision >= 5, ok;

	ok = is_new ? try_new(finding, true, key, ret_found)
		    : try_old_owner(finding, key, ret_found);
	key->by_owner = ok && *ret_found;
	if (!ok || *ret_found)
		return ok;
	return is_new ? try_new(finding, false, key, ret_found)
		      : try_old_user(finding, key, ret_found);
}

cseal_status
csi_pdf_key_find(const struct csi_pdf_primitives *primitives,
    const struct csi_pdf_security *security, struct csi_span password,
    struct csi_pdf_key *ret_key, bool *ret_found, cseal_error **ret_error)
{
	struct finding finding = { primitives, security, password };
	struct csi_pdf_key key = { .len = 0 };
	bool found = false;
	cseal_status st = CSEAL_OK;

	if (finding.password.len > CSI_PDF_PASSWORD_MOST)
		finding.password.len = CSI_PDF_PASSWORD_MOST;
	if (!find(&finding, &key, &found))
		st = fail_crypto(ret_error);
	if (st == CSEAL_OK && found && security->revision >= 6)
		st = check_perms(&finding, &key, ret_error);
	if (st == CSEAL_OK) {
		*ret_key = key;
		*ret_found = found;
	}
	OPENSSL_cleanse(&key, sizeof(key));
	return st;
}
