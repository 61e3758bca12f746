/* SPDX-License-Identifier: Apache-2.0 */
/* finish.c -- puts the signature into a document that was prepared for it.
 *
 * Nothing is written that was not proven: state, document, value and CMS come
 * from outside, and each may be of another document. */
#include "cms/der.h"
#include "document/hashing.h"
#include "document/pending.h"
#include "document/raise.h"
#include "document/sealing.h"
#include "document/tsa.h"
#include "error.h"
#include "judge/covered.h"

#include <string.h>

struct finishing {
	cseal_context *context;
	cseal_document *document;
	const cseal_pending *pending;
	const struct cseal_finish *finish;
	struct csi_pdf_holes holes;
	cseal_wait wait;
	cseal_level reached;
	cseal_error *lowered; /* why it is not what was asked for */
	size_t token_len;
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
	if (!csi_cms_is_detached(read) && !pending->is_gm)
		return refuse("the CMS has its content inside", ret_error);
	if (csi_cms_digest(read) == CSEAL_DIGEST_DEFAULT)
		return refuse("the CMS is made with a digest that is not "
			      "signed with any more",
		    ret_error);
	if (!pending->plain_cms && !pending->is_gm &&
	    !csi_cms_is_baseline(read))
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

/* What is outside and has attributes over it is hashed as far as it was not
 * before; other forms, which SM2 has, over all of it. */
static cseal_status
prove_form(struct finishing *finishing, const csi_cms_read *read,
    cseal_error **ret_error)
{
	const struct csi_pdf_file *file = &finishing->document->file;
	size_t gap = (size_t)finishing->holes.contents;
	size_t after = gap + finishing->holes.contents_len;
	const struct csi_covered covered = { { file->at, gap },
		{ file->at + after, file->len - after }, NULL };
	uint8_t digest[CSI_DIGEST_MOST];
	cseal_error *error = NULL;
	cseal_status st;

	if (!csi_cms_is_detached(read) || !csi_cms_has_attributes(read))
		st = csi_covered_prove(&covered, read, &error);
	else {
		st = csi_document_hash(finishing->document, file->len,
		    &finishing->holes, csi_cms_digest_name(read),
		    &finishing->wait, digest, ret_error);
		if (st != CSEAL_OK)
			return st;
		st = csi_cms_prove(
		    read, digest, csi_digest_len(csi_cms_digest(read)), &error);
	}
	return st == CSEAL_OK ? st : refuse_cms(st, error, ret_error);
}

static cseal_status
prove(struct finishing *finishing, struct csi_span der, cseal_error **ret_error)
{
	csi_cms_read *read = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_cms_parse(der.at, der.len, &read, &error);
	if (st != CSEAL_OK)
		return refuse_cms(st, error, ret_error);
	st = check_form(finishing->pending, read, ret_error);
	if (st == CSEAL_OK)
		st = prove_form(finishing, read, ret_error);
	if (st == CSEAL_OK)
		st = check_signer(finishing->pending, read, ret_error);
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
	st = csi_pdf_file_unlock(&document->file, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_document_forget(document, (size_t)finishing->holes.contents);
	csi_document_rewind(document, document->file.len);
	csi_pdf_seal_contents(document->file.at, der, &finishing->holes);
	return CSEAL_OK;
}

/* ---- levels --------------------------------------------------------- */

/* A service failed: goes on with the level that there is, or does not. */
static cseal_status
lower(struct finishing *finishing, cseal_status st, cseal_error *take_error,
    cseal_error **ret_error)
{
	if (finishing->finish->lower_level_ok && csi_raise_is_lowerable(st)) {
		cseal_error_free(finishing->lowered);
		finishing->lowered = take_error;
		return CSEAL_OK;
	}
	csi_error_move(take_error, ret_error);
	return st;
}

/* Whom the application names, else the field; NULL: the configuration. */
static const char *
tsa_of(const struct finishing *finishing)
{
	const struct csi_bytes *field = &finishing->pending->tsa;

	if (finishing->finish->tsa != NULL || field->len == 0)
		return finishing->finish->tsa;
	return (const char *)field->at;
}

/* Of the signature value, where it is wanted. */
static cseal_status
stamp(struct finishing *finishing, csi_cms *cms, struct csi_span value,
    cseal_error **ret_error)
{
	struct csi_tsa tsa = { finishing->context, NULL,
		finishing->pending->digest, &finishing->wait };
	struct csi_bytes token = { 0 };
	cseal_error *error = NULL;
	cseal_status st;

	if (finishing->finish->level == CSEAL_LEVEL_B)
		return CSEAL_OK;
	st = csi_tsa_url(
	    finishing->context, tsa_of(finishing), &tsa.url, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_tsa_token(&tsa, value, &token, &error);
	if (st != CSEAL_OK)
		return lower(finishing, st, error, ret_error);
	finishing->reached = CSEAL_LEVEL_T;
	finishing->token_len = token.len;
	st = csi_cms_stamp(cms, csi_bytes_span(&token), ret_error);
	csi_bytes_free(&token);
	return st;
}

/* As it was when it was prepared. */
static void
take_back(struct finishing *finishing)
{
	const cseal_pending *pending = finishing->pending;
	cseal_document *document = finishing->document;

	csi_document_forget(document, (size_t)pending->contents);
	csi_document_rewind(document, (size_t)pending->len);
	memset(document->file.at + pending->contents + 1, '0',
	    pending->contents_len - 2);
}

/* Revisions of their own behind the signature; those before stay as they
 * are. */
static cseal_status
raise_level(struct finishing *finishing, cseal_error **ret_error)
{
	struct csi_raise raise = { .context = finishing->context,
		.document = finishing->document,
		.wait = &finishing->wait,
		.level = finishing->finish->level,
		.tsa = tsa_of(finishing),
		.token_len = finishing->token_len,
		.since = finishing->pending->contents,
		.reached = finishing->reached };
	cseal_error *error = NULL;
	cseal_status st;

	if (finishing->finish->level < CSEAL_LEVEL_LT ||
	    finishing->lowered != NULL)
		return CSEAL_OK;
	st = csi_raise_run(&raise, &error);
	if (st == CSEAL_OK || raise.reached > finishing->reached)
		finishing->reached = raise.reached;
	if (st != CSEAL_OK)
		st = lower(finishing, st, error, ret_error);
	if (st != CSEAL_OK)
		take_back(finishing);
	return st;
}

static cseal_status
finish_value(struct finishing *finishing, cseal_error **ret_error)
{
	const cseal_pending *pending = finishing->pending;
	const struct csi_span value = { finishing->finish->value,
		finishing->finish->value_len };
	struct csi_bytes der = { 0 };
	csi_cms *cms = NULL;
	cseal_status st;

	if (pending->cms == NULL)
		return refuse("the certificates were not known: a whole CMS is "
			      "needed",
		    ret_error);
	if (value.len == 0 || value.len > CSEAL_SIGNATURE_MOST)
		return refuse("the value has an impossible length", ret_error);
	st = csi_pending_start(pending, &cms, ret_error);
	if (st == CSEAL_OK)
		st = csi_cms_finish(cms, value.at, value.len, &der, ret_error);
	/* Nobody is asked to stamp what is not right. */
	if (st == CSEAL_OK)
		st = prove(finishing, csi_bytes_span(&der), ret_error);
	if (st == CSEAL_OK)
		st = stamp(finishing, cms, value, ret_error);
	if (st == CSEAL_OK) {
		csi_bytes_free(&der);
		st = csi_cms_finish(cms, value.at, value.len, &der, ret_error);
	}
	if (st == CSEAL_OK)
		st = put(finishing, csi_bytes_span(&der), ret_error);
	csi_bytes_free(&der);
	csi_cms_free(cms);
	return st;
}

static cseal_status
finish_cms(struct finishing *finishing, cseal_error **ret_error)
{
	const struct csi_span der = { finishing->finish->cms,
		finishing->finish->cms_len };
	cseal_status st;

	if (finishing->finish->level == CSEAL_LEVEL_T)
		return refuse("a whole CMS has its time-stamp, or none: level "
			      "T cannot be added",
		    ret_error);
	st = prove(finishing, der, ret_error);
	return st == CSEAL_OK ? put(finishing, der, ret_error) : st;
}

static void
tell(struct finishing *finishing)
{
	const struct cseal_finish *finish = finishing->finish;

	if (finish->ret_level != NULL)
		*finish->ret_level = finishing->reached;
	if (finish->ret_lowered != NULL && finishing->lowered != NULL) {
		*finish->ret_lowered = finishing->lowered;
		finishing->lowered = NULL;
	}
}

static cseal_status
check_finish(const cseal_document *document, const cseal_pending *pending,
    const struct cseal_finish *finish, cseal_error **ret_error)
{
	if (document == NULL || pending == NULL || finish == NULL ||
	    finish->size < sizeof(*finish) ||
	    (finish->value == NULL) == (finish->cms == NULL))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a document, what is pending, and a value or a CMS are "
		    "needed");
	if (finish->level < CSEAL_LEVEL_B || finish->level > CSEAL_LEVEL_LTA ||
	    (finish->lower_level_ok && finish->ret_level == NULL))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there is no such level, or a lower one would be told to "
		    "nobody");
	return CSEAL_OK;
}

cseal_status
cseal_document_finish(cseal_context *context, cseal_document *document,
    const cseal_pending *pending, const struct cseal_finish *finish,
    int timeout_ms, cseal_cancel *cancel, cseal_error **ret_error)
{
	struct finishing finishing = { .context = context,
		.document = document,
		.pending = pending,
		.finish = finish,
		.reached = CSEAL_LEVEL_B };
	cseal_status st;

	st = check_finish(document, pending, finish, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_wait_init(&finishing.wait, timeout_ms, cancel);
	finishing.holes.contents = pending->contents;
	finishing.holes.contents_len = pending->contents_len;
	st = check_document(&finishing, ret_error);
	if (st == CSEAL_OK && finish->value != NULL)
		st = finish_value(&finishing, ret_error);
	else if (st == CSEAL_OK)
		st = finish_cms(&finishing, ret_error);
	if (st == CSEAL_OK)
		st = raise_level(&finishing, ret_error);
	if (st == CSEAL_OK)
		tell(&finishing);
	cseal_error_free(finishing.lowered);
	return st;
}
