/* SPDX-License-Identifier: Apache-2.0 */
/* sealing.c -- one seal in the making: revision, digest, signature.
 *
 * The revision is composed behind the document's end and counted only when
 * its signature is in it: what fails leaves the document as it was. */
#include "document/sealing.h"

#include "document/hashing.h"
#include "document/look.h"
#include "document/marks.h"
#include "document/raise.h"
#include "document/tsa.h"
#include "error.h"
#include "pdf/permit.h"
#include "pdf/seal.h"
#include "pdf/stamp.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* csi_cms_most() is enough, but a time-stamp may be longer than was thought:
 * then once more with what it takes.  Later seals know. */
#define ATTEMPTS_MOST 2
#define TOKEN_SLACK   256 /* serial numbers and times differ in length */

/* ---- the certificate ------------------------------------------------------ */

cseal_status
csi_sealing_check(
    const struct csi_certificate *certificate, cseal_error **ret_error)
{
	int64_t now = (int64_t)time(NULL);

	if (now > certificate->to)
		return cseal_fail(ret_error, CSEAL_REFUSED_CERT_EXPIRED,
		    "the certificate was valid until %s",
		    certificate->not_after);
	if (now < certificate->from)
		return cseal_fail(ret_error, CSEAL_REFUSED_CERT_NOT_YET_VALID,
		    "the certificate is valid from %s on",
		    certificate->not_before);
	if (!certificate->may_sign)
		return cseal_fail(ret_error, CSEAL_REFUSED_CERT_USAGE,
		    "the certificate was not made for signing");
	return CSEAL_OK;
}

/* As products of that form write it; GM/T 0112 may name others. */
static void
name_gm(struct csi_sealing *sealing)
{
	const struct cseal_seal *seal = sealing->seal;

	sealing->filter =
	    seal->filter != NULL ? seal->filter : "Counterseal.GMPkiLite";
	sealing->subfilter =
	    seal->subfilter != NULL ? seal->subfilter : "GM.sm2cms.detached";
}

cseal_status
csi_sealing_choose(struct csi_sealing *sealing, cseal_error **ret_error)
{
	const struct cseal_seal *seal = sealing->seal;
	cseal_status st;

	sealing->scheme = seal->scheme;
	sealing->digest = seal->digest;
	if (seal->form == CSEAL_FORM_GM)
		name_gm(sealing);
	if (sealing->chain_count == 0) {
		if (sealing->digest == CSEAL_DIGEST_DEFAULT)
			sealing->digest = CSEAL_DIGEST_SHA256;
		if (csi_digest_name(sealing->digest) != NULL)
			return CSEAL_OK;
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "unknown digest %d", (int)sealing->digest);
	}
	st = csi_cms_choose(
	    sealing->chain[0], &sealing->scheme, &sealing->digest, ret_error);
	if (st == CSEAL_OK && !seal->insecure_any_certificate)
		st = csi_sealing_check(sealing->says, ret_error);
	return st;
}

/* ---- the revision ---------------------------------------------------------- */

static const char *
digest_method(cseal_digest digest)
{
	switch (digest) {
	case CSEAL_DIGEST_SHA384: return "SHA384";
	case CSEAL_DIGEST_SHA512: return "SHA512";
	case CSEAL_DIGEST_SM3: return "SM3";
	case CSEAL_DIGEST_DEFAULT:
	case CSEAL_DIGEST_SHA256: break;
	}
	return "SHA256";
}

/* The lock of the field, or the one that was asked for. */
static cseal_status
choose_lock(const struct cseal_seal *seal, csi_pdf_reader *reader,
    const struct csi_pdf_target *target, struct csi_pdf_lock *ret_lock,
    cseal_error **ret_error)
{
	struct csi_pdf_lock lock = { CSI_PDF_LOCK_NONE, 0, NULL, 0, NULL };
	const struct csi_pdf_value *dict;
	cseal_status st = CSEAL_OK;

	if (!target->is_new) {
		st = csi_pdf_get(
		    reader, target->field, "Lock", &dict, ret_error);
		if (st == CSEAL_OK)
			st = csi_pdf_lock_read(reader, dict, &lock, ret_error);
	}
	if (st != CSEAL_OK)
		return st;
	if (lock.action != CSI_PDF_LOCK_NONE && seal->lock != CSEAL_LOCK_NONE) {
		csi_pdf_lock_clear(&lock);
		return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
		    "the field %s has a lock of its own", target->name);
	}
	if (lock.action == CSI_PDF_LOCK_NONE) {
		lock.action = (enum csi_pdf_lock_action)seal->lock;
		lock.fields = seal->lock_fields;
		lock.count = seal->lock_field_count;
		lock.allowed = (int)seal->lock_document;
	}
	*ret_lock = lock;
	return CSEAL_OK;
}

/* Whom the application names, else the field, else the configuration.  Where
 * the signature comes later the field's is remembered, and asked later. */
static cseal_status
choose_tsa(struct csi_sealing *sealing, csi_pdf_reader *reader,
    const struct csi_pdf_target *target, cseal_error **ret_error)
{
	const char *url = sealing->seal->tsa;
	bool is_later = sealing->signer == NULL;
	cseal_status st;

	if (sealing->seal->level == CSEAL_LEVEL_B && !is_later)
		return CSEAL_OK;
	if ((url == NULL || is_later) && !target->is_new) {
		free(sealing->seed_tsa);
		sealing->seed_tsa = NULL;
		st = csi_pdf_seed_tsa(
		    reader, target->field, &sealing->seed_tsa, ret_error);
		if (st != CSEAL_OK)
			return st;
		url = sealing->seed_tsa;
	}
	if (is_later)
		return CSEAL_OK;
	return csi_tsa_url(sealing->context, url, &sealing->tsa, ret_error);
}

/* The field's digest, where the application leaves it open. */
static cseal_status
follow_digest(struct csi_sealing *sealing, csi_pdf_reader *reader,
    const struct csi_pdf_target *target, cseal_error **ret_error)
{
	static const cseal_digest all[] = { CSEAL_DIGEST_DEFAULT,
		CSEAL_DIGEST_SHA256, CSEAL_DIGEST_SHA384, CSEAL_DIGEST_SHA512 };
	const char *names[4];
	size_t index;
	cseal_status st;

	if (target->is_new || sealing->seal->digest != CSEAL_DIGEST_DEFAULT)
		return CSEAL_OK;
	names[0] = digest_method(sealing->digest);
	for (size_t i = 1; i < 4; i++)
		names[i] = digest_method(all[i]);
	st = csi_pdf_seed_digest(
	    reader, target->field, names, 4, &index, ret_error);
	if (st != CSEAL_OK || index == 0)
		return st;
	/* Message digest and hash of the certificate, each of another length. */
	sealing->most += 2 * csi_digest_len(all[index]);
	sealing->digest = all[index];
	if (sealing->chain_count == 0)
		return CSEAL_OK;
	return csi_cms_choose(
	    sealing->chain[0], &sealing->scheme, &sealing->digest, ret_error);
}

static cseal_status
find_target(struct csi_sealing *sealing, csi_pdf_reader *reader,
    struct csi_pdf_target *ret_target, cseal_error **ret_error)
{
	const struct cseal_seal *seal = sealing->seal;
	const struct csi_pdf_shown shown = { seal->place.x_um, seal->place.y_um,
		seal->place.width_um, seal->place.height_um };
	struct csi_pdf_intent intent = { .reason = seal->reason,
		.filter = sealing->filter,
		.subfilter = sealing->subfilter,
		.certify = (int)seal->certify,
		.attestation = seal->legal_attestation,
		.is_stamped =
		    seal->level != CSEAL_LEVEL_B && !seal->lower_level_ok,
		.annotates = csi_marks_any(seal),
		.is_proven =
		    seal->level >= CSEAL_LEVEL_LT && !seal->lower_level_ok,
		.chain = sealing->chain,
		.chain_count = sealing->chain_count,
		.key_usage =
		    sealing->says == NULL ? 0 : sealing->says->key_usage };
	/* An invisible one goes with the first page.  A page 0 is refused
	 * when a field is made: one that is there needs no page. */
	uint32_t index = seal->visible ? UINT32_MAX : 0;
	cseal_status st;

	if (sealing->says != NULL) {
		intent.policies = csi_bytes_span(&sealing->says->policies);
		intent.attributes = csi_bytes_span(&sealing->says->attributes);
	}
	if (seal->visible && seal->place.page != 0) {
		st = csi_document_page(
		    sealing->document, seal->place.page, &index, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	st = csi_pdf_target_find(reader, seal->field, index,
	    seal->visible ? &shown : NULL, ret_target, ret_error);
	if (st != CSEAL_OK)
		return st;
	intent.field = ret_target->name;
	intent.is_new = ret_target->is_new;
	intent.is_seen = csi_pdf_target_is_visible(ret_target);
	st = follow_digest(sealing, reader, ret_target, ret_error);
	intent.digest = digest_method(sealing->digest);
	if (st == CSEAL_OK)
		st = choose_lock(
		    seal, reader, ret_target, &sealing->lock, ret_error);
	intent.allowed =
	    intent.certify != 0 ? intent.certify : sealing->lock.allowed;
	if (st == CSEAL_OK)
		st = csi_pdf_permit_signing(
		    reader, &ret_target->form, &intent, ret_error);
	if (st == CSEAL_OK && !ret_target->is_new)
		st = csi_pdf_permit_field(
		    reader, ret_target->field, &intent, ret_error);
	if (st == CSEAL_OK)
		st = choose_tsa(sealing, reader, ret_target, ret_error);
	if (st != CSEAL_OK)
		csi_pdf_target_clear(ret_target);
	return st;
}

static cseal_status
write_seal(struct csi_sealing *sealing, csi_pdf_update *update,
    struct csi_pdf_target *target, struct csi_pdf_holes *holes,
    cseal_error **ret_error)
{
	const struct cseal_seal *seal = sealing->seal;
	struct csi_pdf_claims claims = { .name = seal->name,
		.reason = seal->reason,
		.location = seal->location,
		.contact = seal->contact,
		.time = seal->time,
		.filter = sealing->filter,
		.subfilter = sealing->subfilter,
		.certify = (int)seal->certify,
		.attestation = seal->legal_attestation,
		.lock = sealing->lock };
	struct csi_looks looks = { .context = sealing->context,
		.update = update,
		.wait = &sealing->wait };
	unsigned before;
	struct csi_pdf_look look;
	bool drawn = seal->visible && csi_pdf_target_is_visible(target);
	double room[2];
	cseal_status st;

	if (claims.name == NULL && sealing->says != NULL &&
	    sealing->says->common_name[0] != '\0')
		claims.name = sealing->says->common_name;
	if (claims.time == 0)
		claims.time = (int64_t)time(NULL);
	st = csi_pdf_update_keep_promises(update, ret_error);
	if (st != CSEAL_OK)
		return st;
	looks.words = (struct csi_seal_words){ claims.name, claims.reason,
		claims.location, claims.time };
	st = csi_pdf_virtual_read(
	    csi_pdf_update_reader(update), &before, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (drawn) {
		csi_pdf_shown_size(
		    &target->box, target->rotate, &room[0], &room[1]);
		st = csi_looks_get(&looks, &seal->look, room, target->user_unit,
		    &look, ret_error);
	}
	if (st == CSEAL_OK)
		st = csi_marks_write(sealing->document, seal, &looks, target,
		    csi_pdf_update_promises(update)->is_tagged &&
			    claims.name == NULL
			? target->name
			: claims.name,
		    claims.time, ret_error);
	csi_looks_clear(&looks);
	if (st != CSEAL_OK)
		return st;
	claims.is_virtual = before != 0 || looks.virtual_marks != 0 ||
			    (sealing->signer != NULL &&
				cseal_signer_is_virtual(sealing->signer));
	return csi_pdf_seal_write(update, target, drawn ? &look : NULL, &claims,
	    sealing->most, holes, ret_error);
}

/* Composes the revision and puts it behind the document's end. */
static cseal_status
compose(struct csi_sealing *sealing, size_t *ret_len,
    struct csi_pdf_holes *holes, cseal_error **ret_error)
{
	struct csi_pdf_target target = { 0 };
	csi_pdf_update *update = NULL;
	csi_pdf_reader *reader;
	cseal_status st;

	st = csi_document_writable(sealing->document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = find_target(sealing, reader, &target, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_new(reader, &update, ret_error);
	if (st == CSEAL_OK)
		st = write_seal(sealing, update, &target, holes, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_finish(update, ret_error);
	if (st == CSEAL_OK) {
		*ret_len = csi_pdf_update_len(update);
		st = csi_document_place(sealing->document, update, ret_error);
	}
	csi_pdf_update_free(update);
	csi_pdf_target_clear(&target);
	csi_pdf_lock_clear(&sealing->lock);
	return st;
}

/* ---- the signature ---------------------------------------------------------- */

/* Room for a time-stamp, where one is wanted. */
static void
plan_stamp(struct csi_sealing *sealing)
{
	if (sealing->seal->level == CSEAL_LEVEL_B)
		return;
	if (sealing->token_most == 0)
		sealing->token_most = CSI_TOKEN_LEN;
	sealing->most += csi_cms_stamp_most(sealing->token_most);
}

/* A time-stamp of the signature value, where one is wanted. */
static cseal_status
stamp(struct csi_sealing *sealing, csi_cms *cms, struct csi_span value,
    cseal_error **ret_error)
{
	const struct cseal_seal *seal = sealing->seal;
	struct csi_tsa tsa = { sealing->context, sealing->tsa, sealing->digest,
		&sealing->wait };
	struct csi_bytes token = { 0 };
	cseal_error *error = NULL;
	cseal_status st;

	if (seal->level == CSEAL_LEVEL_B)
		return CSEAL_OK;
	st = csi_tsa_token(&tsa, value, &token, &error);
	if (seal->lower_level_ok && csi_raise_is_lowerable(st)) {
		cseal_error_free(sealing->lowered);
		sealing->lowered = error;
		sealing->reached = CSEAL_LEVEL_B;
		return CSEAL_OK;
	}
	if (st != CSEAL_OK) {
		csi_error_move(error, ret_error);
		return st;
	}
	sealing->reached = CSEAL_LEVEL_T;
	sealing->token_most = token.len + TOKEN_SLACK;
	st = csi_cms_stamp(cms, csi_bytes_span(&token), ret_error);
	csi_bytes_free(&token);
	return st;
}

static cseal_status
sign(struct csi_sealing *sealing, const uint8_t *content_digest,
    struct csi_bytes *der, cseal_error **ret_error)
{
	uint8_t value[CSEAL_SIGNATURE_MOST];
	struct cseal_sign_item item = { .size = sizeof(item),
		.digest_len = csi_digest_len(sealing->digest),
		.value = value };
	csi_cms *cms;
	cseal_status st;

	st = (sealing->seal->form == CSEAL_FORM_GM
		  ? csi_cms_start_gm
		  : csi_cms_start)(sealing->chain, sealing->chain_count,
	    sealing->scheme, sealing->digest, content_digest, &cms, ret_error);
	if (st != CSEAL_OK)
		return st;
	item.digest = csi_cms_to_sign(cms);
	st = csi_signer_sign(sealing->signer, sealing->scheme, sealing->digest,
	    &item, 1, &sealing->wait, ret_error);
	if (st == CSEAL_OK)
		st = stamp(sealing, cms,
		    (struct csi_span){ value, item.value_len }, ret_error);
	if (st == CSEAL_OK)
		st = csi_cms_finish(cms, value, item.value_len, der, ret_error);
	csi_cms_free(cms);
	return st;
}

cseal_status
csi_sealing_compose(struct csi_sealing *sealing,
    struct csi_composed *ret_composed, cseal_error **ret_error)
{
	struct csi_pdf_file *file = &sealing->document->file;
	struct csi_composed composed;
	size_t more;
	cseal_status st;

	st = compose(sealing, &more, &composed.holes, ret_error);
	if (csi_document_mend(sealing->document, &st, ret_error))
		st = compose(sealing, &more, &composed.holes, ret_error);
	if (st != CSEAL_OK)
		return st;
	composed.len = file->len + more;
	csi_pdf_seal_range(file->at, composed.len, &composed.holes);
	st = csi_document_hash(sealing->document, composed.len, &composed.holes,
	    csi_digest_name(sealing->digest), &sealing->wait, composed.digest,
	    ret_error);
	if (st == CSEAL_OK)
		*ret_composed = composed;
	return st;
}

/* One attempt; *ret_needed is more than the room that there was when it must
 * be done again. */
static cseal_status
attempt(
    struct csi_sealing *sealing, size_t *ret_needed, cseal_error **ret_error)
{
	struct csi_pdf_file *file = &sealing->document->file;
	struct csi_composed composed;
	struct csi_bytes der = { 0 };
	cseal_status st;

	st = csi_sealing_compose(sealing, &composed, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = sign(sealing, composed.digest, &der, ret_error);
	if (st == CSEAL_OK && der.failed)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK) {
		*ret_needed = der.len;
		if (der.len <= sealing->most) {
			csi_pdf_seal_contents(
			    file->at, csi_bytes_span(&der), &composed.holes);
			file->len = composed.len;
		}
	}
	csi_bytes_free(&der);
	return st;
}

cseal_status
csi_sealing_run(struct csi_sealing *sealing, cseal_error **ret_error)
{
	size_t needed = 0;
	cseal_status st;

	sealing->chain_count =
	    csi_signer_chain(sealing->signer, &sealing->chain);
	sealing->says = csi_signer_says(sealing->signer);
	st = csi_sealing_choose(sealing, ret_error);
	if (st != CSEAL_OK)
		return st;
	sealing->most = csi_cms_most(sealing->chain, sealing->chain_count,
	    sealing->scheme, sealing->digest);
	plan_stamp(sealing);
	for (int i = 0; i < ATTEMPTS_MOST; i++) {
		st = attempt(sealing, &needed, ret_error);
		free(sealing->seed_tsa);
		sealing->seed_tsa = NULL;
		if (st != CSEAL_OK || needed <= sealing->most)
			return st;
		sealing->most = needed + TOKEN_SLACK;
	}
	return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
	    "the signature did not fit into its place");
}
