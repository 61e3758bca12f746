/* SPDX-License-Identifier: Apache-2.0 */
/* raise.c -- brings signatures that are in a document to a higher level
 * (ETSI EN 319 142-1, 5.4 and 5.5).
 *
 * Each step is a revision of its own: a time-stamp where one is missing, the
 * store of what proves the certificates, a time-stamp over all.  Before a
 * document time-stamp the authority is asked once for nothing: that tells how
 * long its token is, and whose certificates have to be in the store. */
#include "document/raise.h"

#include "cms/cms.h"
#include "document/hashing.h"
#include "document/proofs.h"
#include "document/tsa.h"
#include "error.h"
#include "pdf/dss.h"
#include "pdf/signature.h"

#include <stdlib.h>
#include <string.h>

#define TOKEN_SLACK 256 /* bytes: serial numbers and times differ in length */

/* The whole /Contents and what is in it. */
struct signature {
	struct csi_bytes contents;
	csi_cms_read *read;
	uint64_t end; /* of what it covers */
	bool has_token, is_timestamp;
};

struct run {
	struct csi_raise *raise;
	struct csi_tsa tsa;
	struct signature signatures[CSI_PDF_DSS_MOST];
	size_t count;
	bool has_unstamped;     /* one without any time-stamp */
	struct csi_bytes probe; /* a token for nothing; empty: not asked yet */
	struct csi_proofs proofs;
};

bool
csi_raise_is_lowerable(cseal_status st)
{
	return st == CSEAL_FAULT_REMOTE || st == CSEAL_REFUSED_UNSUPPORTED;
}

/* ---- the signatures that are there --------------------------------------- */

static void
clear_signatures(struct run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		csi_cms_read_free(run->signatures[i].read);
		csi_bytes_free(&run->signatures[i].contents);
	}
	memset(run->signatures, 0, sizeof(run->signatures));
	run->count = 0;
}

static cseal_status
take_signature(struct run *run, csi_pdf_reader *reader,
    const struct csi_pdf_value *value, cseal_error **ret_error)
{
	struct signature *made = &run->signatures[run->count];
	struct csi_pdf_range range;
	cseal_status st;

	st = csi_pdf_range(reader, value, &range, ret_error);
	if (st != CSEAL_OK || range.end <= run->raise->since)
		return st;
	if (run->count == CSI_PDF_DSS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "there were more than %d signatures", CSI_PDF_DSS_MOST);
	run->count++;
	csi_bytes_add_span(&made->contents, range.contents);
	if (made->contents.failed)
		return csi_fail_memory(ret_error);
	st = csi_cms_parse(
	    made->contents.at, made->contents.len, &made->read, ret_error);
	if (st != CSEAL_OK)
		return st;
	made->end = range.end;
	made->is_timestamp = csi_cms_is_timestamp(made->read);
	made->has_token = csi_cms_token(made->read).len > 0;
	return CSEAL_OK;
}

/* A signature is stamped by its own token, or by a later time-stamp of the
 * document. */
static bool
is_unstamped(const struct run *run, const struct signature *signature)
{
	if (signature->is_timestamp || signature->has_token)
		return false;
	for (size_t i = 0; i < run->count; i++) {
		if (run->signatures[i].is_timestamp &&
		    run->signatures[i].end > signature->end)
			return false;
	}
	return true;
}

static cseal_status
read_signatures(struct run *run, cseal_error **ret_error)
{
	struct csi_pdf_signature *fields = NULL;
	csi_pdf_reader *reader;
	size_t field_count = 0;
	cseal_status st;

	clear_signatures(run);
	st = csi_document_writable(run->raise->document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_signatures(
		    reader, &fields, &field_count, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < field_count; i++) {
		if (fields[i].value == NULL)
			continue;
		st = take_signature(run, reader, fields[i].value, ret_error);
		if (st != CSEAL_OK)
			cseal_fail_note(ret_error, st,
			    "the signature %s could not be read",
			    fields[i].field);
	}
	csi_pdf_signatures_free(fields, field_count);
	run->has_unstamped = false;
	for (size_t i = 0; st == CSEAL_OK && i < run->count; i++)
		run->has_unstamped |= is_unstamped(run, &run->signatures[i]);
	if (st == CSEAL_OK && run->count == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
		    "the document had no signature");
	return st;
}

/* ---- proofs --------------------------------------------------------------- */

static cseal_status
collect_read(struct run *run, const csi_cms_read *read,
    uint64_t uses[CSI_PDF_DSS_KINDS], cseal_error **ret_error)
{
	const struct csi_span *certificates;
	size_t count = csi_cms_certificates(read, &certificates);

	if (certificates[0].len == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the signer's certificate was not in the SignedData");
	return csi_proofs_collect(&run->proofs, run->raise->context,
	    certificates[0], certificates + 1, count - 1, run->raise->wait,
	    uses, ret_error);
}

static cseal_status
collect_token(struct run *run, struct csi_span token,
    uint64_t uses[CSI_PDF_DSS_KINDS], cseal_error **ret_error)
{
	csi_cms_read *read = NULL;
	cseal_status st;

	if (token.len == 0)
		return CSEAL_OK;
	st = csi_cms_parse(token.at, token.len, &read, ret_error);
	if (st == CSEAL_OK)
		st = collect_read(run, read, uses, ret_error);
	csi_cms_read_free(read);
	return st;
}

static cseal_status
collect_all(struct run *run, struct csi_pdf_vri *vris, cseal_error **ret_error)
{
	uint64_t unused[CSI_PDF_DSS_KINDS] = { 0 };
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < run->count; i++) {
		struct signature *signature = &run->signatures[i];

		vris[i].contents = csi_bytes_span(&signature->contents);
		st =
		    collect_read(run, signature->read, vris[i].uses, ret_error);
		if (st == CSEAL_OK)
			st = collect_token(run, csi_cms_token(signature->read),
			    vris[i].uses, ret_error);
	}
	if (st == CSEAL_OK)
		st = collect_token(
		    run, csi_bytes_span(&run->probe), unused, ret_error);
	return st;
}

/* ---- revisions ------------------------------------------------------------ */

static cseal_status
add_revision(struct run *run, csi_pdf_update *update, cseal_error **ret_error)
{
	cseal_document *document = run->raise->document;
	cseal_status st;
	size_t len;

	st = csi_pdf_update_finish(update, ret_error);
	if (st != CSEAL_OK)
		return st;
	len = csi_pdf_update_len(update);
	st = csi_document_place(document, update, ret_error);
	if (st == CSEAL_OK)
		document->file.len += len;
	return st;
}

static cseal_status
add_store(struct run *run, const struct csi_pdf_dss *dss,
    const struct csi_pdf_vri *vris, cseal_error **ret_error)
{
	csi_pdf_update *update = NULL;
	csi_pdf_reader *reader;
	bool changed = false;
	cseal_status st;

	st = csi_document_writable(run->raise->document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_new(reader, &update, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_dss_write(
		    update, dss, vris, run->count, &changed, ret_error);
	if (st == CSEAL_OK && changed)
		st = add_revision(run, update, ret_error);
	csi_pdf_update_free(update);
	return st;
}

static cseal_status
store_proofs(struct run *run, cseal_error **ret_error)
{
	struct csi_pdf_vri vris[CSI_PDF_DSS_MOST];
	struct csi_pdf_dss dss = { .counts = { 0 } };
	cseal_status st;

	memset(vris, 0, sizeof(vris));
	st = collect_all(run, vris, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (int kind = 0; kind < CSI_PDF_DSS_KINDS; kind++) {
		dss.counts[kind] = run->proofs.counts[kind];
		for (size_t i = 0; i < dss.counts[kind]; i++)
			dss.items[kind][i] =
			    csi_bytes_span(&run->proofs.items[kind][i]);
	}
	return add_store(run, &dss, vris, ret_error);
}

/* ---- the time-stamp of the document ---------------------------------------- */

/* That of the signatures, where it is SM3 in all of them: whoever reads them
 * reads that, too. */
static cseal_digest
choose_digest(const struct run *run)
{
	cseal_digest digest = CSEAL_DIGEST_SHA256;

	for (size_t i = 0; i < run->count; i++) {
		if (run->signatures[i].is_timestamp)
			continue;
		digest = csi_cms_digest(run->signatures[i].read);
		if (digest != CSEAL_DIGEST_SM3)
			return CSEAL_DIGEST_SHA256;
	}
	return digest;
}

static cseal_status
probe(struct run *run, cseal_error **ret_error)
{
	const struct csi_span nothing = { 0 };
	cseal_status st;

	run->tsa.context = run->raise->context;
	run->tsa.wait = run->raise->wait;
	run->tsa.digest = choose_digest(run);
	st = csi_tsa_url(
	    run->raise->context, run->raise->tsa, &run->tsa.url, ret_error);
	if (st != CSEAL_OK || run->raise->token_len > 0)
		return st;
	return csi_tsa_token(&run->tsa, nothing, &run->probe, ret_error);
}

/* An invisible field on the first page, as for an invisible seal.  No earlier
 * signature forbids it: neither the store nor a document time-stamp is a
 * change in the sense of DocMDP (ISO 32000-2, Table 257). */
static cseal_status
compose_stamp(struct run *run, size_t room, struct csi_pdf_holes *holes,
    size_t *ret_len, cseal_error **ret_error)
{
	const struct csi_pdf_claims claims = { .is_timestamp = true };
	struct csi_pdf_target target = { 0 };
	csi_pdf_update *update = NULL;
	csi_pdf_reader *reader;
	cseal_status st;

	st = csi_document_writable(run->raise->document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_target_find(
		    reader, NULL, 0, NULL, &target, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_new(reader, &update, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_keep_promises(update, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_seal_write(
		    update, &target, NULL, &claims, room, holes, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_finish(update, ret_error);
	if (st == CSEAL_OK) {
		*ret_len = csi_pdf_update_len(update);
		st =
		    csi_document_place(run->raise->document, update, ret_error);
	}
	csi_pdf_update_free(update);
	csi_pdf_target_clear(&target);
	return st;
}

/* A token over the document with that hole. */
static cseal_status
get_token(struct run *run, size_t len, const struct csi_pdf_holes *holes,
    struct csi_bytes *ret_token, cseal_error **ret_error)
{
	uint8_t digest[CSI_DIGEST_MOST];
	struct csi_bytes token = { 0 };
	cseal_status st;

	do {
		st = csi_document_hash(run->raise->document, len, holes,
		    csi_digest_name(run->tsa.digest), run->raise->wait, digest,
		    ret_error);
		if (st == CSEAL_OK)
			st = csi_tsa_token_of(
			    &run->tsa, digest, &token, ret_error);
	} while (st == CSEAL_OK && token.len == 0);
	if (st == CSEAL_OK)
		*ret_token = token;
	return st;
}

/* *ret_needed is more than room when the token did not fit. */
static cseal_status
try_stamp(
    struct run *run, size_t room, size_t *ret_needed, cseal_error **ret_error)
{
	cseal_document *document = run->raise->document;
	struct csi_bytes token = { 0 };
	struct csi_pdf_holes holes;
	size_t more = 0, len;
	cseal_status st;

	st = compose_stamp(run, room, &holes, &more, ret_error);
	if (st != CSEAL_OK)
		return st;
	len = document->file.len + more;
	csi_pdf_seal_range(document->file.at, len, &holes);
	st = get_token(run, len, &holes, &token, ret_error);
	if (st == CSEAL_OK) {
		*ret_needed = token.len;
		if (token.len <= room) {
			csi_pdf_seal_contents(
			    document->file.at, csi_bytes_span(&token), &holes);
			document->file.len = len;
		}
	}
	csi_bytes_free(&token);
	return st;
}

static cseal_status
stamp(struct run *run, cseal_error **ret_error)
{
	size_t room = run->raise->token_len + run->probe.len + TOKEN_SLACK;
	size_t needed = 0;
	cseal_status st;

	for (int i = 0; i < 2; i++) {
		st = try_stamp(run, room, &needed, ret_error);
		if (st != CSEAL_OK || needed <= room)
			return st;
		room = needed + TOKEN_SLACK;
	}
	return cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
	    "the time-stamp authority's tokens were of any length");
}

/* ---- the steps -------------------------------------------------------------- */

static cseal_status
raise_to_lt(struct run *run, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (run->has_unstamped && run->raise->level == CSEAL_LEVEL_LT) {
		st = probe(run, ret_error);
		if (st == CSEAL_OK)
			st = stamp(run, ret_error);
		if (st == CSEAL_OK)
			st = read_signatures(run, ret_error);
	} else if (run->raise->level == CSEAL_LEVEL_LTA) {
		st = probe(run, ret_error);
		/* LT may do without the authority. */
		if (csi_raise_is_lowerable(st) && !run->has_unstamped) {
			cseal_status lt = store_proofs(run, NULL);

			if (lt == CSEAL_OK)
				run->raise->reached = CSEAL_LEVEL_LT;
		}
	}
	if (st != CSEAL_OK)
		return st;
	st = store_proofs(run, ret_error);
	if (st == CSEAL_OK && !run->has_unstamped)
		run->raise->reached = CSEAL_LEVEL_LT;
	return st;
}

cseal_status
csi_raise_run(struct csi_raise *raise, cseal_error **ret_error)
{
	struct run *run = calloc(1, sizeof(*run));
	cseal_status st;

	if (run == NULL)
		return csi_fail_memory(ret_error);
	run->raise = raise;
	st = read_signatures(run, ret_error);
	if (st == CSEAL_OK)
		raise->reached =
		    run->has_unstamped ? CSEAL_LEVEL_B : CSEAL_LEVEL_T;
	if (st == CSEAL_OK)
		st = raise_to_lt(run, ret_error);
	if (st == CSEAL_OK && raise->level == CSEAL_LEVEL_LTA)
		st = stamp(run, ret_error);
	if (st == CSEAL_OK)
		raise->reached = raise->level;
	clear_signatures(run);
	csi_bytes_free(&run->probe);
	csi_proofs_free(&run->proofs);
	free(run);
	return st;
}
