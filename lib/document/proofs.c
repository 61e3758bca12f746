/* SPDX-License-Identifier: Apache-2.0 */
/* proofs.c -- collects what later proves that certificates held.
 *
 * A list of certificates that grows while it is gone through: the issuer of
 * one, and who answered for it, come behind it.  Every item is proven before
 * it is kept, and every URL is one that a certificate names. */
#include "document/proofs-inside.h"

#include "cms/certificate.h"
#include "cms/extension.h"
#include "error.h"
#include "fetch.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FETCHED_MOST ((size_t)64 << 20) /* bytes, in all */

void
csi_proofs_free(struct csi_proofs *proofs)
{
	for (int kind = 0; kind < CSI_PDF_DSS_KINDS; kind++) {
		for (size_t i = 0; i < proofs->counts[kind]; i++)
			csi_bytes_free(&proofs->items[kind][i]);
	}
	memset(proofs, 0, sizeof(*proofs));
}

struct csi_span
csi_proofs_item(const struct csi_proofs *proofs, int kind, size_t i)
{
	return csi_bytes_span(&proofs->items[kind][i]);
}

cseal_status
csi_proofs_keep(struct csi_collector *collector, int kind, struct csi_span item,
    size_t *ret_index, cseal_error **ret_error)
{
	struct csi_proofs *proofs = collector->proofs;
	size_t count = proofs->counts[kind], i = 0;

	while (i < count &&
	       !csi_span_equal(csi_proofs_item(proofs, kind, i), item))
		i++;
	if (i == CSI_PDF_DSS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %d certificates, answers or lists were needed",
		    CSI_PDF_DSS_MOST);
	if (i == count) {
		csi_bytes_add_span(&proofs->items[kind][i], item);
		if (proofs->items[kind][i].failed) {
			csi_bytes_free(&proofs->items[kind][i]);
			return csi_fail_memory(ret_error);
		}
		proofs->counts[kind]++;
	}
	collector->uses[kind] |= UINT64_C(1) << i;
	if (ret_index != NULL)
		*ret_index = i;
	return CSEAL_OK;
}

/* Each certificate is gone through once. */
cseal_status
csi_proofs_enqueue(struct csi_collector *collector, struct csi_span certificate,
    cseal_error **ret_error)
{
	size_t index = 0;
	cseal_status st;

	st = csi_proofs_keep(collector, CSI_PDF_DSS_CERTIFICATES, certificate,
	    &index, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < collector->queued; i++) {
		if (collector->queue[i] == index)
			return CSEAL_OK;
	}
	collector->queue[collector->queued++] = index;
	return CSEAL_OK;
}

cseal_status
csi_proofs_fetch(struct csi_collector *collector, struct csi_span url,
    const char *type, struct csi_span body, size_t most,
    struct csi_bytes *ret_answer, cseal_error **ret_error)
{
	char text[CSI_URL_MOST + 1];
	struct csi_question question = {
		.url = text, .content_type = type, .body = body, .most = most
	};
	cseal_status st;

	if (collector->proofs->fetched > FETCHED_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %zu bytes were fetched", FETCHED_MOST);
	memcpy(text, url.at, url.len);
	text[url.len] = '\0';
	st = csi_fetch(collector->context, &question, collector->wait,
	    ret_answer, ret_error);
	if (st == CSEAL_OK)
		collector->proofs->fetched += ret_answer->len;
	return st;
}

bool
csi_proofs_may_go_on(cseal_status st)
{
	return st == CSEAL_FAULT_REMOTE || st == CSEAL_REFUSED_DAMAGED ||
	       st == CSEAL_REFUSED_UNSUPPORTED || st == CSEAL_REFUSED_LIMIT;
}

void
csi_proofs_forget(cseal_error **ret_error)
{
	if (ret_error == NULL)
		return;
	cseal_error_free(*ret_error);
	*ret_error = NULL;
}

/* "Test CA", for a note. */
static cseal_status
fail_about(struct csi_span certificate, cseal_status st, const char *what,
    cseal_error **ret_error)
{
	X509 *x509 = csi_certificate_x509(certificate);
	char *name = NULL;

	if (x509 != NULL)
		name = csi_certificate_common_name(X509_get_subject_name(x509));
	cseal_fail_note(
	    ret_error, st, "%s of \"%s\"", what, name == NULL ? "?" : name);
	free(name);
	X509_free(x509);
	return st;
}

static cseal_status
go_through(
    struct csi_collector *collector, size_t index, cseal_error **ret_error)
{
	struct csi_span certificate =
	    csi_proofs_item(collector->proofs, CSI_PDF_DSS_CERTIFICATES, index);
	struct csi_span issuer;
	cseal_status st = CSEAL_OK;

	if (csi_proofs_is_issuer(certificate, certificate))
		return CSEAL_OK; /* a root: an anchor, or nothing */
	if (!csi_proofs_find_issuer(collector, certificate, &issuer))
		st = csi_proofs_fetch_issuer(
		    collector, certificate, &issuer, ret_error);
	if (st != CSEAL_OK)
		return fail_about(certificate, st,
		    "could not get the issuer's certificate", ret_error);
	st = csi_proofs_find_state(collector, certificate, issuer, ret_error);
	if (st != CSEAL_OK)
		return fail_about(certificate, st,
		    "could not get the state of the certificate", ret_error);
	return csi_proofs_enqueue(collector, issuer, ret_error);
}

/* What does not hold is the fault of whom was asked. */
static cseal_status
settle(cseal_status st, cseal_error **ret_error)
{
	cseal_error *cause = NULL;

	if (st != CSEAL_REFUSED_DAMAGED)
		return st;
	if (ret_error != NULL) {
		cause = *ret_error;
		*ret_error = NULL;
	}
	st = cseal_fail(ret_error, CSEAL_FAULT_REMOTE, "%s",
	    cause == NULL ? "it did not hold" : cseal_error_text(cause));
	cseal_error_free(cause);
	return st;
}

cseal_status
csi_proofs_collect(struct csi_proofs *proofs, cseal_context *context,
    struct csi_span certificate, const struct csi_span *others,
    size_t other_count, cseal_wait *wait, uint64_t ret_uses[CSI_PDF_DSS_KINDS],
    cseal_error **ret_error)
{
	struct csi_collector collector = { .proofs = proofs,
		.context = context,
		.others = others,
		.other_count = other_count,
		.wait = wait,
		.now = (int64_t)time(NULL),
		.uses = ret_uses };
	cseal_status st;

	st = csi_proofs_enqueue(&collector, certificate, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < collector.queued; i++)
		st = go_through(&collector, collector.queue[i], ret_error);
	return settle(st, ret_error);
}
