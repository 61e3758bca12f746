/* SPDX-License-Identifier: Apache-2.0 */
/* pending-state.c -- a seal that waits, as bytes.
 *
 * Magic, version, numbers (big-endian), digest of what is covered, digest of
 * what is to be signed, certificates, the field's time-stamp authority where
 * it names one, and a SHA-256 of all that: damage is told from forgery by the proof that follows, not here.  The second digest
 * tells whether this version would make the same bytes to be signed. */
#include "document/pending.h"

#include "cms/crypto.h"
#include "error.h"

#include <openssl/evp.h>
#include <string.h>

#define STATE_VERSION 1
#define CHECKSUM_LEN  32

static const char magic[8] = "CSEALPND";

enum {
	PLAIN_CMS = 1 << 0,
	ANY_CERTIFICATE = 1 << 1,
	GM = 1 << 2,
	TSA = 1 << 3,
	KNOWN = (1 << 4) - 1
};

/* ---- writing -------------------------------------------------------- */

static void
add_be64(struct csi_bytes *bytes, uint64_t value)
{
	csi_bytes_add_be32(bytes, (uint32_t)(value >> 32));
	csi_bytes_add_be32(bytes, (uint32_t)value);
}

void
csi_pending_write(cseal_pending *pending)
{
	struct csi_bytes *out = &pending->state;
	size_t len = csi_digest_len(pending->digest);
	uint8_t sum[CHECKSUM_LEN];

	csi_bytes_add(out, magic, sizeof(magic));
	csi_bytes_add_be16(out, STATE_VERSION);
	csi_bytes_add_be16(
	    out, (uint16_t)((pending->plain_cms ? PLAIN_CMS : 0) |
			    (pending->any_certificate ? ANY_CERTIFICATE : 0) |
			    (pending->is_gm ? GM : 0) |
			    (pending->tsa.len > 0 ? TSA : 0)));
	csi_bytes_add_be16(out, (uint16_t)pending->scheme);
	csi_bytes_add_be16(out, (uint16_t)pending->digest);
	add_be64(out, pending->len);
	add_be64(out, pending->contents);
	csi_bytes_add_be32(out, pending->contents_len);
	csi_bytes_add_be16(out, (uint16_t)pending->chain_count);
	csi_bytes_add(out, pending->covered, len);
	if (pending->cms != NULL)
		csi_bytes_add(out, csi_cms_to_sign(pending->cms), len);
	for (size_t i = 0; i < pending->chain_count; i++) {
		csi_bytes_add_be32(out, (uint32_t)pending->chain[i].len);
		csi_bytes_add_span(out, pending->chain[i]);
	}
	if (pending->tsa.len > 0) {
		csi_bytes_add_be16(out, (uint16_t)pending->tsa.len);
		csi_bytes_add_span(out, csi_bytes_span(&pending->tsa));
	}
	if (out->failed ||
	    EVP_Digest(out->at, out->len, sum, NULL, EVP_sha256(), NULL) != 1)
		out->failed = true;
	else
		csi_bytes_add(out, sum, sizeof(sum));
}

/* ---- reading -------------------------------------------------------- */

static uint64_t
read_be64(struct csi_reader *in)
{
	uint64_t high = csi_read_be32(in);

	return high << 32 | csi_read_be32(in);
}

static cseal_status
damaged(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the state was damaged, or is none");
}

/* Takes the checksum off. */
static cseal_status
check_sum(struct csi_span *state, cseal_error **ret_error)
{
	uint8_t sum[CHECKSUM_LEN];

	if (state->len < sizeof(magic) + 2 + CHECKSUM_LEN ||
	    memcmp(state->at, magic, sizeof(magic)) != 0)
		return damaged(ret_error);
	if (state->at[sizeof(magic)] != 0 ||
	    state->at[sizeof(magic) + 1] != STATE_VERSION)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the state was written by another version");
	state->len -= CHECKSUM_LEN;
	if (EVP_Digest(state->at, state->len, sum, NULL, EVP_sha256(), NULL) !=
	    1)
		return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the crypto library could not hash");
	if (memcmp(sum, state->at + state->len, CHECKSUM_LEN) != 0)
		return damaged(ret_error);
	return CSEAL_OK;
}

/* Where the hole is must make sense before anything is done with it. */
static bool
is_sensible(const cseal_pending *pending)
{
	return csi_digest_len(pending->digest) > 0 &&
	       pending->digest != CSEAL_DIGEST_DEFAULT &&
	       pending->contents_len >= 4 && pending->contents_len % 2 == 0 &&
	       pending->contents_len <= 2 * CSI_PENDING_ROOM_MOST + 2 &&
	       pending->contents < pending->len &&
	       pending->contents_len < pending->len - pending->contents &&
	       pending->len <= SIZE_MAX / 4 &&
	       pending->chain_count <= CSI_CHAIN_MOST;
}

static cseal_status
read_chain(
    struct csi_reader *in, cseal_pending *pending, cseal_error **ret_error)
{
	for (size_t i = 0; i < pending->chain_count; i++) {
		uint32_t len = csi_read_be32(in);
		struct csi_span der = csi_read_span(in, len);

		if (in->bad || len == 0)
			return damaged(ret_error);
		csi_bytes_add_span(&pending->ders[i], der);
		if (pending->ders[i].failed)
			return csi_fail_memory(ret_error);
		pending->chain[i] = csi_bytes_span(&pending->ders[i]);
	}
	return in->bad ? damaged(ret_error) : CSEAL_OK;
}

static cseal_status
read_tsa(struct csi_reader *in, cseal_pending *pending, cseal_error **ret_error)
{
	size_t len = csi_read_be16(in);
	struct csi_span url = csi_read_span(in, len);

	if (in->bad || len < 2 || len > CSI_PENDING_TSA_MOST ||
	    memchr(url.at, 0, len) != url.at + len - 1)
		return damaged(ret_error);
	csi_bytes_add_span(&pending->tsa, url);
	return pending->tsa.failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}

/* The same bytes to be signed, or the value that comes would be in vain. */
static cseal_status
check_to_sign(const cseal_pending *pending, struct csi_span digest,
    cseal_error **ret_error)
{
	if (memcmp(csi_cms_to_sign(pending->cms), digest.at, digest.len) == 0)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "this version would have other bytes signed than the one that "
	    "wrote the state");
}

cseal_status
csi_pending_parse(
    struct csi_span state, cseal_pending *pending, cseal_error **ret_error)
{
	struct csi_span covered, to_sign = { NULL, 0 };
	struct csi_reader in;
	unsigned flags;
	size_t len;
	cseal_status st;

	st = check_sum(&state, ret_error);
	if (st != CSEAL_OK)
		return st;
	in = csi_reader_of(state.at, state.len);
	csi_read_span(&in, sizeof(magic) + 2);
	flags = csi_read_be16(&in);
	pending->plain_cms = (flags & PLAIN_CMS) != 0;
	pending->any_certificate = (flags & ANY_CERTIFICATE) != 0;
	pending->is_gm = (flags & GM) != 0;
	pending->scheme = (cseal_scheme)csi_read_be16(&in);
	pending->digest = (cseal_digest)csi_read_be16(&in);
	pending->len = read_be64(&in);
	pending->contents = read_be64(&in);
	pending->contents_len = csi_read_be32(&in);
	pending->chain_count = csi_read_be16(&in);
	if (in.bad || (flags & ~(unsigned)KNOWN) != 0 ||
	    !is_sensible(pending)) {
		pending->chain_count = 0;
		return damaged(ret_error);
	}
	len = csi_digest_len(pending->digest);
	covered = csi_read_span(&in, len);
	if (pending->chain_count > 0)
		to_sign = csi_read_span(&in, len);
	if (in.bad)
		return damaged(ret_error);
	memcpy(pending->covered, covered.at, len);
	st = read_chain(&in, pending, ret_error);
	if (st == CSEAL_OK && (flags & TSA) != 0)
		st = read_tsa(&in, pending, ret_error);
	if (st == CSEAL_OK && csi_reader_left(&in) != 0)
		st = damaged(ret_error);
	if (st == CSEAL_OK)
		st = csi_pending_complete(pending, ret_error);
	if (st == CSEAL_OK && pending->cms != NULL)
		st = check_to_sign(pending, to_sign, ret_error);
	return st;
}
