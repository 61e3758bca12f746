/* SPDX-License-Identifier: Apache-2.0 */
/* pending.c -- a seal that waits for its signature.
 *
 * Nothing is written that was not proven: state, document, value and CMS come
 * from outside, and each may be of another document. */
#include "pending.h"

#include "cms/bundle.h"
#include "cms/chain.h"
#include "cms/der.h"
#include "error.h"
#include "hashing.h"
#include "sealing.h"

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
	csi_bytes_free(&pending->state);
	csi_cms_free(pending->cms);
	free(pending);
}

cseal_status
csi_pending_complete(cseal_pending *pending, cseal_error **ret_error)
{
	if (pending->chain_count == 0)
		return CSEAL_OK;
	return csi_cms_start(pending->chain, pending->chain_count,
	    pending->scheme, pending->digest, pending->covered, &pending->cms,
	    ret_error);
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
	if (preparation->room != 0)
		return preparation->room;
	if (sealing->chain_count == 0)
		return ROOM_UNKNOWN;
	return csi_cms_most(sealing->chain, sealing->chain_count,
	    sealing->scheme, sealing->digest);
}

static void
note(cseal_pending *pending, const struct csi_sealing *sealing,
    const struct csi_composed *composed)
{
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
	if (st == CSEAL_OK && pending->state.failed)
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
	if (st == CSEAL_OK && preparation->seal->level != CSEAL_LEVEL_B)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a seal that is prepared has level B, and is extended "
		    "when it is finished");
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

/* ---- finishing ------------------------------------------------------ */

struct finishing {
	cseal_document *document;
	const cseal_pending *pending;
	struct csi_pdf_holes holes;
	cseal_wait wait;
};

static cseal_status
refuse(const char *why, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT, "%s", why);
}

/* Of another document, or of one that was changed since. */
static cseal_status
check_document(struct finishing *finishing, cseal_error **ret_error)
{
	const cseal_pending *pending = finishing->pending;
	const struct csi_pdf_file *file = &finishing->document->file;
	const uint8_t *hole = file->at + pending->contents;
	size_t last = pending->contents_len - 1;
	uint8_t digest[CSI_DIGEST_MOST];
	bool same = file->len == pending->len;
	cseal_status st;

	if (same)
		same = hole[0] == '<' && hole[last] == '>';
	for (size_t i = 1; same && i < last; i++)
		same = hole[i] == '0';
	if (!same)
		return refuse("the document is not the one that was prepared, "
			      "or was finished already",
		    ret_error);
	st = csi_document_hash(finishing->document, file->len,
	    &finishing->holes, csi_digest_name(pending->digest),
	    &finishing->wait, digest, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (memcmp(digest, pending->covered, csi_digest_len(pending->digest)) !=
	    0)
		return refuse(
		    "the document is not the one that was prepared", ret_error);
	return CSEAL_OK;
}

static cseal_status
check_signer(const cseal_pending *pending, const csi_cms_read *read,
    cseal_error **ret_error)
{
	const struct csi_span *certificates;
	struct csi_certificate says = { 0 };
	cseal_status st;

	if (csi_cms_certificates(read, &certificates) == 0 ||
	    certificates[0].len == 0)
		return refuse(
		    "the CMS is without its signer's certificate", ret_error);
	if (pending->chain_count > 0 &&
	    !csi_span_equal(certificates[0], pending->chain[0]))
		return refuse("the CMS was signed by another certificate than "
			      "the document was prepared for",
		    ret_error);
	if (pending->any_certificate)
		return CSEAL_OK;
	st = csi_certificate_read(certificates[0], &says, ret_error);
	if (st == CSEAL_OK)
		st = csi_sealing_check(&says, ret_error);
	csi_certificate_clear(&says);
	return st;
}

static cseal_status
check_form(const cseal_pending *pending, const csi_cms_read *read,
    cseal_error **ret_error)
{
	if (!csi_cms_is_detached(read))
		return refuse("the CMS has its content inside", ret_error);
	if (csi_cms_digest(read) == CSEAL_DIGEST_DEFAULT)
		return refuse("the CMS is made with a digest that is not "
			      "signed with any more",
		    ret_error);
	if (!pending->plain_cms && !csi_cms_is_baseline(read))
		return refuse("the CMS has no ESS signing-certificate-v2, or "
			      "has a signing time, which PAdES does not allow",
		    ret_error);
	return CSEAL_OK;
}

/* Whatever was wrong with the CMS: it came from outside. */
static cseal_status
refuse_cms(cseal_status st, cseal_error *take_error, cseal_error **ret_error)
{
	if (st == CSEAL_REFUSED_DAMAGED)
		st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "this is not the signature of the document: %s",
		    cseal_error_text(take_error));
	else
		st = cseal_fail(
		    ret_error, st, "%s", cseal_error_text(take_error));
	cseal_error_free(take_error);
	return st;
}

static cseal_status
prove(struct finishing *finishing, struct csi_span der, cseal_error **ret_error)
{
	uint8_t digest[CSI_DIGEST_MOST];
	csi_cms_read *read = NULL;
	cseal_error *error = NULL;
	const char *name;
	cseal_status st;

	st = csi_cms_parse(der.at, der.len, &read, &error);
	if (st != CSEAL_OK)
		return refuse_cms(st, error, ret_error);
	st = check_form(finishing->pending, read, ret_error);
	if (st != CSEAL_OK)
		goto out;
	name = csi_cms_digest_name(read);
	st = csi_document_hash(finishing->document,
	    finishing->document->file.len, &finishing->holes, name,
	    &finishing->wait, digest, ret_error);
	if (st != CSEAL_OK)
		goto out;
	st = csi_cms_prove(
	    read, digest, csi_digest_len(csi_cms_digest(read)), &error);
	if (st != CSEAL_OK)
		st = refuse_cms(st, error, ret_error);
	else
		st = check_signer(finishing->pending, read, ret_error);
out:
	csi_cms_read_free(read);
	return st;
}

static cseal_status
put(struct finishing *finishing, struct csi_span der, cseal_error **ret_error)
{
	cseal_document *document = finishing->document;
	size_t room = (finishing->holes.contents_len - 2) / 2;
	cseal_status st;

	if (der.len > room)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the CMS has %zu bytes, and there is room for %zu", der.len,
		    room);
	st = prove(finishing, der, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_file_unlock(&document->file, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_document_forget(document, (size_t)finishing->holes.contents);
	csi_document_rewind(document, document->file.len);
	csi_pdf_seal_contents(document->file.at, der, &finishing->holes);
	return CSEAL_OK;
}

static cseal_status
finish_value(
    struct finishing *finishing, struct csi_span value, cseal_error **ret_error)
{
	struct csi_bytes der = { 0 };
	cseal_status st;

	if (finishing->pending->cms == NULL)
		return refuse("the certificates were not known: a whole CMS is "
			      "needed",
		    ret_error);
	if (value.len == 0 || value.len > CSEAL_SIGNATURE_MOST)
		return refuse("the value has an impossible length", ret_error);
	st = csi_cms_finish(
	    finishing->pending->cms, value.at, value.len, &der, ret_error);
	if (st == CSEAL_OK)
		st = put(finishing, csi_bytes_span(&der), ret_error);
	csi_bytes_free(&der);
	return st;
}

cseal_status
cseal_document_finish(cseal_context *context, cseal_document *document,
    const cseal_pending *pending, const struct cseal_finish *finish,
    int timeout_ms, cseal_cancel *cancel, cseal_error **ret_error)
{
	struct finishing finishing = { .document = document,
		.pending = pending };
	cseal_status st;

	if (document == NULL || pending == NULL || finish == NULL ||
	    finish->size < sizeof(*finish) ||
	    (finish->value == NULL) == (finish->cms == NULL))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a document, what is pending, and a value or a CMS are "
		    "needed");
	csi_wait_init(&finishing.wait, timeout_ms, cancel);
	finishing.holes.contents = pending->contents;
	finishing.holes.contents_len = pending->contents_len;
	st = check_document(&finishing, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (finish->value != NULL)
		return finish_value(&finishing,
		    (struct csi_span){ finish->value, finish->value_len },
		    ret_error);
	return put(&finishing,
	    (struct csi_span){ finish->cms, finish->cms_len }, ret_error);
}
