/* SPDX-License-Identifier: Apache-2.0 */
/* pending.c -- a seal that waits for its signature. */
#include "document/pending.h"

#include "cms/bundle.h"
#include "cms/chain.h"
#include "document/sealing.h"
#include "error.h"

#include <stdlib.h>
#include <string.h>

/* Without certificates: a chain of four with room to spare. */
#define ROOM_UNKNOWN 16384

void
cseal_pending_free(cseal_pending *pending)
{
	if (pending == NULL)
		return;
	for (size_t i = 0; i < CSI_CHAIN_MOST; i++)
		csi_bytes_free(&pending->ders[i]);
	csi_bytes_free(&pending->tsa);
	csi_bytes_free(&pending->state);
	csi_cms_free(pending->cms);
	free(pending);
}

cseal_status
csi_pending_start(
    const cseal_pending *pending, csi_cms **ret_cms, cseal_error **ret_error)
{
	return (pending->is_gm ? csi_cms_start_gm : csi_cms_start)(
	    pending->chain, pending->chain_count, pending->scheme,
	    pending->digest, pending->covered, ret_cms, ret_error);
}

cseal_status
csi_pending_complete(cseal_pending *pending, cseal_error **ret_error)
{
	if (pending->chain_count == 0)
		return CSEAL_OK;
	return csi_pending_start(pending, &pending->cms, ret_error);
}

/* ---- preparing ------------------------------------------------------ */

static cseal_status
take_certificates(const struct cseal_preparation *preparation,
    cseal_pending *pending, struct csi_certificate *says,
    cseal_error **ret_error)
{
	const struct csi_span bytes = { preparation->certificates,
		preparation->certificates_len };
	size_t count = 0;
	cseal_status st;

	if (bytes.at == NULL)
		return CSEAL_OK;
	st = csi_bundle_read(
	    bytes, pending->ders, CSI_CHAIN_MOST, &count, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < count; i++)
		pending->chain[i] = csi_bytes_span(&pending->ders[i]);
	st = csi_chain_order(
	    pending->chain, count, &pending->chain_count, ret_error);
	if (st == CSEAL_OK)
		st = csi_certificate_read(pending->chain[0], says, ret_error);
	return st;
}

static size_t
room_for(const struct cseal_preparation *preparation,
    const struct csi_sealing *sealing)
{
	size_t stamp = sealing->seal->level == CSEAL_LEVEL_B
			   ? 0
			   : csi_cms_stamp_most(CSI_TOKEN_LEN);

	if (preparation->room != 0)
		return preparation->room;
	if (sealing->chain_count == 0)
		return ROOM_UNKNOWN;
	return csi_cms_most(sealing->chain, sealing->chain_count,
		   sealing->scheme, sealing->digest) +
	       stamp;
}

/* What is longer than any URL is none, and whoever finishes names another. */
static void
note_tsa(cseal_pending *pending, const char *url)
{
	size_t len = url == NULL ? 0 : strlen(url) + 1;

	if (len > 0 && len <= CSI_PENDING_TSA_MOST)
		csi_bytes_add(&pending->tsa, url, len);
}

static void
note(cseal_pending *pending, const struct csi_sealing *sealing,
    const struct csi_composed *composed)
{
	note_tsa(pending, sealing->seed_tsa);
	pending->any_certificate = sealing->seal->insecure_any_certificate;
	pending->scheme = sealing->scheme;
	pending->digest = sealing->digest;
	pending->len = composed->len;
	pending->contents = composed->holes.contents;
	pending->contents_len = (uint32_t)composed->holes.contents_len;
	memcpy(pending->covered, composed->digest, sizeof(pending->covered));
}

static cseal_status
prepare(struct csi_sealing *sealing,
    const struct cseal_preparation *preparation, cseal_pending *pending,
    struct csi_certificate *says, cseal_error **ret_error)
{
	struct csi_composed composed = { 0 };
	cseal_status st;

	st = take_certificates(preparation, pending, says, ret_error);
	if (st != CSEAL_OK)
		return st;
	sealing->chain = pending->chain;
	sealing->chain_count = pending->chain_count;
	sealing->says = pending->chain_count > 0 ? says : NULL;
	pending->plain_cms = preparation->plain_cms;
	pending->is_gm = preparation->seal->form == CSEAL_FORM_GM;
	sealing->subfilter =
	    preparation->plain_cms ? "adbe.pkcs7.detached" : NULL;
	st = csi_sealing_choose(sealing, ret_error);
	if (st != CSEAL_OK)
		return st;
	sealing->most = room_for(preparation, sealing);
	st = csi_sealing_compose(sealing, &composed, ret_error);
	if (st != CSEAL_OK)
		return st;
	note(pending, sealing, &composed);
	st = csi_pending_complete(pending, ret_error);
	if (st == CSEAL_OK)
		csi_pending_write(pending);
	if (st == CSEAL_OK && (pending->state.failed || pending->tsa.failed))
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK)
		sealing->document->file.len = composed.len;
	return st;
}

static cseal_status
check_preparation(
    const struct cseal_preparation *preparation, cseal_error **ret_error)
{
	cseal_status st;

	if (preparation == NULL || preparation->size < sizeof(*preparation))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size of the preparation was not set");
	if (preparation->room > CSI_PENDING_ROOM_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a CMS has %u bytes of room at most",
		    CSI_PENDING_ROOM_MOST);
	st = csi_seal_check(preparation->seal, ret_error);
	if (st == CSEAL_OK && preparation->plain_cms &&
	    preparation->seal->form != CSEAL_FORM_PADES)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a plain CMS has a form of its own");
	return st;
}

cseal_status
cseal_document_prepare(cseal_context *context, cseal_document *document,
    const struct cseal_preparation *preparation, int timeout_ms,
    cseal_cancel *cancel, cseal_pending **ret_pending, cseal_error **ret_error)
{
	struct csi_sealing sealing = { .context = context,
		.document = document };
	struct csi_certificate says = { 0 };
	cseal_pending *pending;
	cseal_status st;

	if (document == NULL || ret_pending == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the document was NULL, or the place for what is pending");
	st = check_preparation(preparation, ret_error);
	if (st != CSEAL_OK)
		return st;
	pending = calloc(1, sizeof(*pending));
	if (pending == NULL)
		return csi_fail_memory(ret_error);
	sealing.seal = preparation->seal;
	csi_wait_init(&sealing.wait, timeout_ms, cancel);
	st = prepare(&sealing, preparation, pending, &says, ret_error);
	csi_certificate_clear(&says);
	free(sealing.seed_tsa);
	if (st != CSEAL_OK) {
		cseal_pending_free(pending);
		return st;
	}
	*ret_pending = pending;
	return CSEAL_OK;
}

cseal_status
cseal_pending_new_state(const void *state, size_t len,
    cseal_pending **ret_pending, cseal_error **ret_error)
{
	const struct csi_span bytes = { state, len };
	cseal_pending *pending;
	cseal_status st;

	if (state == NULL || ret_pending == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_APPLICATION, "the state was NULL");
	if (len > CSI_PENDING_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a state has %u bytes at most", CSI_PENDING_MOST);
	pending = calloc(1, sizeof(*pending));
	if (pending == NULL)
		return csi_fail_memory(ret_error);
	st = csi_pending_parse(bytes, pending, ret_error);
	if (st == CSEAL_OK) {
		csi_bytes_add_span(&pending->state, bytes);
		if (pending->state.failed)
			st = csi_fail_memory(ret_error);
	}
	if (st != CSEAL_OK) {
		cseal_pending_free(pending);
		return st;
	}
	*ret_pending = pending;
	return CSEAL_OK;
}

/* ---- getters -------------------------------------------------------- */

static const void *
give(const void *at, size_t len, size_t *ret_len)
{
	if (ret_len != NULL)
		*ret_len = at == NULL ? 0 : len;
	return at;
}

const void *
cseal_pending_to_sign(const cseal_pending *pending, size_t *ret_len)
{
	struct csi_span span = { NULL, 0 };

	if (pending->cms != NULL)
		span = csi_cms_attributes(pending->cms);
	return give(span.at, span.len, ret_len);
}

const void *
cseal_pending_to_sign_digest(const cseal_pending *pending, size_t *ret_len)
{
	return give(pending->cms == NULL ? NULL : csi_cms_to_sign(pending->cms),
	    csi_digest_len(pending->digest), ret_len);
}

void
cseal_pending_covered(const cseal_pending *pending, uint64_t ret_range[4])
{
	ret_range[0] = 0;
	ret_range[1] = pending->contents;
	ret_range[2] = pending->contents + pending->contents_len;
	ret_range[3] = pending->len - ret_range[2];
}

const void *
cseal_pending_covered_digest(const cseal_pending *pending, size_t *ret_len)
{
	return give(pending->covered, csi_digest_len(pending->digest), ret_len);
}

const char *
cseal_pending_digest_name(const cseal_pending *pending)
{
	return csi_digest_name(pending->digest);
}

const void *
cseal_pending_state(const cseal_pending *pending, size_t *ret_len)
{
	return give(pending->state.at, pending->state.len, ret_len);
}
