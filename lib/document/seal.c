/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c -- puts a seal on a document: field, look, signature. */
#include "document/levels.h"
#include "document/look.h"
#include "document/marks.h"
#include "error.h"
#include "pdf/lock.h"

#include <counterseal/seal.h>

#include <string.h>

#define NAME_MOST 127 /* bytes */

static bool
is_allow(cseal_allow allow)
{
	return allow >= CSEAL_ALLOW_UNSAID && allow <= CSEAL_ALLOW_ANNOTATIONS;
}

/* What the seal is to forbid. */
static cseal_status
check_rules(const struct cseal_seal *seal, cseal_error **ret_error)
{
	if (!is_allow(seal->certify) || !is_allow(seal->lock_document) ||
	    seal->lock < CSEAL_LOCK_NONE || seal->lock > CSEAL_LOCK_EXCLUDE)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there is no such certification or lock");
	if ((seal->lock >= CSEAL_LOCK_INCLUDE) !=
	    (seal->lock_fields != NULL && seal->lock_field_count > 0))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a lock of some fields needs their names, and no other "
		    "has any");
	if (seal->lock_field_count > CSI_PDF_LOCK_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a lock names %d fields at most", CSI_PDF_LOCK_MOST);
	if (seal->lock_document != CSEAL_ALLOW_UNSAID &&
	    seal->lock == CSEAL_LOCK_NONE)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "what may change in the document is part of a lock or of a "
		    "certification");
	if (seal->legal_attestation != NULL &&
	    seal->certify == CSEAL_ALLOW_UNSAID)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a legal attestation is part of a certification");
	return CSEAL_OK;
}

/* Written as it is: no more than a name needs, and short (ISO 32000-1, C.2). */
static bool
is_name(const char *name)
{
	size_t len = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789._-");

	return len > 0 && len <= NAME_MOST && name[len] == '\0';
}

static cseal_status
check_form(const struct cseal_seal *seal, cseal_error **ret_error)
{
	if (seal->form != CSEAL_FORM_PADES && seal->form != CSEAL_FORM_GM)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there is no form %d", (int)seal->form);
	if (seal->form == CSEAL_FORM_PADES &&
	    (seal->filter != NULL || seal->subfilter != NULL))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "PAdES has the names of its filters");
	if ((seal->filter != NULL && !is_name(seal->filter)) ||
	    (seal->subfilter != NULL && !is_name(seal->subfilter)))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the name of a filter has 1 to %d letters, digits, dots, "
		    "hyphens and underlines",
		    NAME_MOST);
	return CSEAL_OK;
}

cseal_status
csi_seal_check(const struct cseal_seal *seal, cseal_error **ret_error)
{
	cseal_status st;

	if (seal == NULL || seal->size < sizeof(*seal))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size of the seal was not set");
	if (seal->field != NULL && seal->field[0] == '\0')
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the name of the field was empty");
	st = check_rules(seal, ret_error);
	if (st == CSEAL_OK)
		st = check_form(seal, ret_error);
	if (st == CSEAL_OK)
		st = csi_levels_check(seal, ret_error);
	if (st == CSEAL_OK && seal->visible)
		st = csi_look_check(&seal->look, ret_error);
	if (st == CSEAL_OK)
		st = csi_marks_check(seal, ret_error);
	return st;
}

static cseal_status
check_by(const struct cseal_seal_by *by, cseal_error **ret_error)
{
	if (by == NULL || by->size < sizeof(*by) || by->signer == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a seal had no signer, or its size was not set");
	return csi_seal_check(by->seal, ret_error);
}

static cseal_status
fail_at(cseal_status st, size_t i, size_t count, cseal_error **ret_error)
{
	if (count == 1)
		return st;
	return cseal_fail_note(
	    ret_error, st, "seal %zu of %zu was not put on", i + 1, count);
}

/* All, or none: then the document is as it was. */
static cseal_status
put_on(struct csi_sealing *sealing, struct csi_levels *levels,
    const struct cseal_seal_by *const *seals, size_t count,
    cseal_error **ret_error)
{
	size_t len = sealing->document->file.len, i;
	cseal_status st = CSEAL_OK;

	levels->raise.context = sealing->context;
	levels->raise.document = sealing->document;
	levels->raise.wait = &sealing->wait;
	levels->raise.since = len;
	for (i = 0; st == CSEAL_OK && i < count; i++) {
		sealing->signer = seals[i]->signer;
		sealing->seal = seals[i]->seal;
		st = csi_levels_seal(levels, i, sealing, ret_error);
	}
	if (st != CSEAL_OK) {
		csi_document_rewind(sealing->document, len);
		return fail_at(st, i - 1, count, ret_error);
	}
	st = csi_levels_raise(levels, seals, count, ret_error);
	if (st == CSEAL_OK)
		csi_levels_tell(levels, seals, count);
	else
		csi_document_rewind(sealing->document, len);
	return st;
}

cseal_status
cseal_document_seal_all(cseal_context *context, cseal_document *document,
    const struct cseal_seal_by *const *seals, size_t count, int timeout_ms,
    cseal_cancel *cancel, cseal_error **ret_error)
{
	struct csi_sealing sealing = { .context = context,
		.document = document };
	struct csi_levels levels = { .is_lowered = false };
	cseal_status st = CSEAL_OK;
	size_t i;

	if (document == NULL || seals == NULL || count == 0 ||
	    count > CSI_SEALS_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the document was NULL, or there were not 1 to %d seals",
		    CSI_SEALS_MOST);
	for (i = 0; st == CSEAL_OK && i < count; i++)
		st = check_by(seals[i], ret_error);
	if (st != CSEAL_OK)
		return fail_at(st, i - 1, count, ret_error);
	csi_wait_init(&sealing.wait, timeout_ms, cancel);
	st = put_on(&sealing, &levels, seals, count, ret_error);
	csi_levels_clear(&levels, count);
	return st;
}

cseal_status
cseal_document_seal(cseal_context *context, cseal_document *document,
    cseal_signer *signer, const struct cseal_seal *seal, int timeout_ms,
    cseal_cancel *cancel, cseal_error **ret_error)
{
	const struct cseal_seal_by by = { sizeof(by), signer, seal };
	const struct cseal_seal_by *const seals[1] = { &by };

	return cseal_document_seal_all(
	    context, document, seals, 1, timeout_ms, cancel, ret_error);
}
